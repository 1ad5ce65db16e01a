-- lookup.sql: many numbers in one call, and one number for a telephone that rings

CREATE OR REPLACE FUNCTION private.phone_read(actor bigint, inputs text[], region text,
                                              OUT place bigint, OUT input text, OUT phone numsight.phone)
RETURNS SETOF record
LANGUAGE plpgsql STABLE ROWS 1000
AS $$
DECLARE
    wanted CONSTANT text := private.region_of(region);
    home CONSTANT text := coalesce(wanted, private.region_for(actor));
BEGIN
    RETURN QUERY
    SELECT i.place, i.input,
           CASE WHEN octet_length(i.input) <= 64
                THEN coalesce(numsight.phone_try(i.input, coalesce(wanted, 'ZZ')), numsight.phone_try(i.input, home)) END
      FROM unnest(inputs) WITH ORDINALITY i (input, place);
END;
$$;
COMMENT ON FUNCTION private.phone_read(bigint, text[], text) IS
    'what private.phone_try says of each of many texts';

CREATE OR REPLACE FUNCTION private.input_problem(actor bigint, input text, region text)
RETURNS text
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN '{"input":' || to_json(input) || ',"error":'
        || to_json((private.phone_problem(actor, input, region, 'number')).body) || '}';
END;
$$;
COMMENT ON FUNCTION private.input_problem(bigint, text, text) IS
    'what stands among cards in the place of an input that is no number';

CREATE OR REPLACE FUNCTION private.lookups(actor bigint, inputs text[], region text)
RETURNS api.reply
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    results text;
    shown bigint[];
BEGIN
    WITH wanted AS MATERIALIZED (
        SELECT * FROM private.phone_read(actor, inputs, region)
    ), answered AS MATERIALIZED (
        SELECT * FROM private.number_cards(actor, ARRAY(SELECT DISTINCT w.phone FROM wanted w WHERE w.phone IS NOT NULL))
    )
    SELECT string_agg(coalesce(a.card, private.input_problem(actor, w.input, region)), ',' ORDER BY w.place),
           (SELECT array_agg(numsight.phone_to_bigint(s.phone)) FROM answered s)
      INTO results, shown
      FROM wanted w LEFT JOIN answered a ON a.phone OPERATOR(numsight.=) w.phone;
    RETURN private.reply(200, '{"results":[' || coalesce(results, '') || ']}', NULL, shown);
END;
$$;
COMMENT ON FUNCTION private.lookups(bigint, text[], text) IS
    'the cards of many numbers in the order of the inputs; each number is shown, and charged, once';

CREATE OR REPLACE FUNCTION private.decision(label text, reported text)
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    -- who is called has the last word
    SELECT CASE WHEN reported = 'spam' THEN 'block' WHEN reported = 'not_spam' THEN 'allow'
                WHEN label = 'spam' THEN 'block' WHEN label = 'suspected' THEN 'warn' ELSE 'allow' END;
END;
COMMENT ON FUNCTION private.decision(text, text) IS
    'what is to become of a call, by the label of the number and what the person called has said of it';

CREATE OR REPLACE FUNCTION private.rung(actor bigint, target numsight.phone)
RETURNS TABLE (name text, decision text, likelihood double precision, category text, reported text, state numsight.spam_state,
               range double precision)
LANGUAGE sql STABLE ROWS 1
BEGIN ATOMIC
    -- OFFSET keeps what is used twice from being made twice
    SELECT j.name, private.decision(numsight.spam_label(j.likelihood), j.reported), j.likelihood,
           coalesce(j.own, numsight.spam_category(j.state, now())), j.reported, j.state, j.range
      FROM (SELECT k.*, numsight.spam_likelihood(k.state, now(), k.range) AS likelihood
              FROM (SELECT (SELECT e.name FROM data.entry e WHERE e.phone OPERATOR(numsight.=) target
                             ORDER BY e.account IS NULL, - e.books, e.id LIMIT 1) AS name,
                           CASE WHEN n.phone IS NULL THEN private.line(target) ELSE n.state END AS state,
                           CASE WHEN r.spam THEN 'spam' WHEN NOT r.spam THEN 'not_spam' END AS reported,
                           CASE WHEN r.spam THEN r.category END AS own,
                           numsight.spam_range(b.likely, b.numbers, n.share) AS range
                      FROM (SELECT) one
                      LEFT JOIN data.number n ON n.phone OPERATOR(numsight.=) target
                      LEFT JOIN data.block b ON b.block = private.block_of(target) AND b.until IS NULL
                      LEFT JOIN data.spam_report r ON r.reporter = actor AND r.phone OPERATOR(numsight.=) target OFFSET 0) k
             OFFSET 0) j;
END;
COMMENT ON FUNCTION private.rung(bigint, numsight.phone) IS
    'what a telephone that rings has to know: the name, and apart from it what is to become of the call; and what that rests on; for FROM, where it is inlined';

CREATE OR REPLACE FUNCTION private.ring_reason(reported text, state numsight.spam_state, range double precision)
RETURNS text
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN CASE reported WHEN 'spam' THEN 'you have reported it as spam'
                         WHEN 'not_spam' THEN 'you have said that it is not spam'
                         ELSE (SELECT e.reason FROM numsight.spam_explain(state, now(), range) e LIMIT 1) END;
END;
$$;
COMMENT ON FUNCTION private.ring_reason(text, numsight.spam_state, double precision) IS
    'why a call is let through or not: the own word, else the weightiest of the evidence';

CREATE OR REPLACE FUNCTION private.ring_line(name text, decision text, category text)
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT CASE WHEN decision = 'block' THEN 'SPAM' || coalesce(': ' || category, '') ELSE coalesce(name, '') END;
END;
COMMENT ON FUNCTION private.ring_line(text, text, text) IS
    'all of it in one line: the name, or that it is spam; empty if there is nothing to say';

CREATE OR REPLACE FUNCTION private.cut(value text, most bigint)
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT CASE WHEN most IS NULL THEN value ELSE rtrim(left(value, most::integer)) END;
END;
COMMENT ON FUNCTION private.cut(text, bigint) IS
    'so many characters of a text, and no blank at the end; NULL: all of it';

CREATE OR REPLACE FUNCTION private.ring_body(actor bigint, target numsight.phone, most bigint, format text)
RETURNS text
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    one record;
    name text;
BEGIN
    SELECT * INTO one FROM private.rung(actor, target);
    name := private.cut(one.name, most);
    RETURN CASE format
        WHEN 'text' THEN private.slot('text/plain')
            || private.cut(private.ring_line(one.name, one.decision, one.category), most)
        WHEN 'json' THEN (SELECT row_to_json(r)::text
            FROM (SELECT name AS name, one.decision, private.chance(one.likelihood) AS spam_likelihood, one.category,
                         private.ring_reason(one.reported, one.state, one.range) AS reason) r)
        -- the variables that a source of Superfecta sets
        WHEN 'superfecta' THEN (SELECT row_to_json(r)::text
            FROM (SELECT coalesce(name, '') AS caller_id, one.decision = 'block' AS spam,
                         coalesce(one.category, '') AS spam_text) r)
        -- the outputs of a template for 3CX
        WHEN '3cx' THEN (SELECT row_to_json(r)::text
            FROM (SELECT target::text AS "EntityId", coalesce(name, '') AS "FirstName", '' AS "LastName",
                         '' AS "CompanyName", target::text AS "PhoneBusiness", one.decision AS "Decision",
                         coalesce(one.category, '') AS "Category") r) END;
END;
$$;
COMMENT ON FUNCTION private.ring_body(bigint, numsight.phone, bigint, text) IS
    'what a telephone that rings has to know, in the words of the exchange that asks';
