-- card.sql: numbers, people and contacts as clients see them

CREATE OR REPLACE FUNCTION private.email_visible(actor bigint, person bigint)
RETURNS text
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN (SELECT theirs.email
              FROM data.account theirs
              JOIN data.account mine ON mine.id = actor
             WHERE theirs.id = person AND theirs.id <> mine.id
               AND EXISTS (SELECT FROM data.book b
                            WHERE b.owner = theirs.id AND b.phone OPERATOR(numsight.=) mine.phone));
END;
$$;
COMMENT ON FUNCTION private.email_visible(bigint, bigint) IS
    'the e-mail of a registered person who has the actor''s number in his own book, else NULL; nothing else shows it to others';

CREATE OR REPLACE FUNCTION private.user_object(person bigint, message text DEFAULT NULL)
RETURNS text
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    body text;
BEGIN
    SELECT row_to_json(u)::text INTO body
      FROM (SELECT private.seal('account', a.id) AS id, a.name, a.phone::text AS phone_number, a.email,
                   a.region, private.utc(a.created) AS created_at
              FROM data.account a WHERE a.id = person) u;
    RETURN CASE WHEN message IS NULL THEN body
                ELSE left(body, -1) || ',"message":' || to_json(message) || '}' END;
END;
$$;
COMMENT ON FUNCTION private.user_object(bigint, text) IS
    'an account as its owner sees it';

CREATE OR REPLACE FUNCTION private.known(target numsight.phone, kept data.number)
RETURNS data.number
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT ROW (target, CASE WHEN kept.phone IS NULL THEN private.line(target) ELSE kept.state END,
                coalesce(kept.total_appearance, 0), coalesce(kept.num_spam, 0), coalesce(kept.not_spam, 0),
                coalesce(kept.contacts, 0), coalesce(kept.likely, false), kept.share)::data.number;
END;
COMMENT ON FUNCTION private.known(numsight.phone, data.number) IS
    'the row of a number; of one that nobody spoke of, which has none, zeros, and what its plan says';

CREATE OR REPLACE FUNCTION private.number_of(target numsight.phone)
RETURNS data.number
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    kept data.number;
BEGIN
    SELECT (private.known(target, n)).* INTO kept
      FROM (SELECT) one LEFT JOIN data.number n ON n.phone OPERATOR(numsight.=) target;
    RETURN kept;
END;
$$;
COMMENT ON FUNCTION private.number_of(numsight.phone) IS
    'what is known of a number';

CREATE OR REPLACE FUNCTION private.reasons(kept data.number, past timestamptz DEFAULT NULL)
RETURNS json
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN (SELECT ('[' || string_agg(row_to_json(r)::text, ',') || ']')::json
              FROM (SELECT e.reason, e.detail, private.chance(e.logit) AS logit
                      FROM numsight.spam_explain(kept.state, coalesce(past, now()), private.range_of(kept, past), private.model(past)) e) r);
END;
$$;
COMMENT ON FUNCTION private.reasons(data.number, timestamptz) IS
    'the terms of private.likelihood in the order of their weight';

CREATE OR REPLACE FUNCTION private.counts(kept data.number)
RETURNS json
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT numsight.json_pairs('appearances', kept.total_appearance, 'spam_reports', kept.num_spam,
                                'not_spam_reports', kept.not_spam, 'contacts', kept.contacts);
END;
COMMENT ON FUNCTION private.counts(data.number) IS
    'how often a number was met, reported and kept';

CREATE OR REPLACE FUNCTION private.card(actor bigint, kept data.number, as_of timestamptz,
                                        range double precision DEFAULT NULL, model integer DEFAULT NULL)
RETURNS SETOF text
LANGUAGE sql STABLE ROWS 1
BEGIN ATOMIC
    SELECT numsight.json_pairs(
               'phone_number', kept.phone::text,
               NULL, (SELECT numsight.name_list(20, e.name, e.books, e.account IS NOT NULL,
                                                (e.account IS NULL)::integer, - e.books, e.id)
                        FROM data.entry e WHERE e.phone OPERATOR(numsight.=) kept.phone),
               NULL, numsight.spam_verdict(kept.state, as_of, coalesce(range,
                   (SELECT numsight.spam_range(b.likely, b.numbers, kept.share)
                      FROM data.block b WHERE b.block = private.block_of(kept.phone) AND b.until IS NULL)), model),
               NULL, numsight.phone_facts(kept.phone),
               'counts', private.counts(kept),
               -- as of a time, too, it is what the actor says now
               'reported', CASE WHEN kept.num_spam + kept.not_spam > 0 OR range IS NOT NULL THEN
                   (SELECT CASE WHEN r.spam THEN 'spam' ELSE 'not_spam' END
                      FROM data.spam_report r
                     WHERE r.reporter = actor AND r.phone OPERATOR(numsight.=) kept.phone) END)::text;
END;
COMMENT ON FUNCTION private.card(bigint, data.number, timestamptz, double precision, integer) IS
    'all that may be known of a number, whoever has it, from what is known of it at a time; range and model: what its block said and how that was judged then, NULL: now; for FROM, where it is inlined';

CREATE OR REPLACE FUNCTION private.number_card(actor bigint, target numsight.phone)
RETURNS text
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN (SELECT c
              FROM (SELECT) one
              LEFT JOIN data.number n ON n.phone OPERATOR(numsight.=) target
             CROSS JOIN LATERAL private.card(actor, private.known(target, n), now()) c);
END;
$$;
COMMENT ON FUNCTION private.number_card(bigint, numsight.phone) IS
    'the card of one number';

CREATE OR REPLACE FUNCTION private.past_card(actor bigint, target numsight.phone, past timestamptz)
RETURNS text
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    kept CONSTANT data.number := private.recompute(target, past);
BEGIN
    RETURN (SELECT c FROM private.card(actor, kept, past, private.range_of(kept, past), private.model(past)) c);
END;
$$;
COMMENT ON FUNCTION private.past_card(bigint, numsight.phone, timestamptz) IS
    'the card of one number with its likelihood and counts as they were at a time';

CREATE OR REPLACE FUNCTION private.number_cards(actor bigint, targets numsight.phone[], OUT phone numsight.phone, OUT card text)
RETURNS SETOF record
LANGUAGE plpgsql STABLE ROWS 1000
AS $$
BEGIN
    RETURN QUERY
    SELECT t.phone, c
      FROM unnest(targets) t (phone)
      LEFT JOIN data.number n ON n.phone OPERATOR(numsight.=) t.phone
     CROSS JOIN LATERAL private.card(actor, private.known(t.phone, n), now()) c;
END;
$$;
COMMENT ON FUNCTION private.number_cards(bigint, numsight.phone[]) IS
    'the cards of many numbers, in one statement';

CREATE OR REPLACE FUNCTION private.number_object(actor bigint, target numsight.phone, entry bigint)
RETURNS text
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    kept CONSTANT data.number := private.number_of(target);
    likelihood CONSTANT double precision := private.chance(private.likelihood(kept));
    own_name text;
    own_email text;
    body text;
BEGIN
    SELECT c.name, c.email INTO own_name, own_email
      FROM data.contact c
     WHERE c.owner = actor AND c.phone OPERATOR(numsight.=) target
     ORDER BY c.id = entry DESC NULLS LAST, c.id DESC LIMIT 1;
    SELECT row_to_json(o)::text INTO body
      FROM (SELECT private.seal('number', numsight.phone_to_bigint(target)) AS id,
                   coalesce(own_name, private.best_name(target)) AS name,
                   target::text AS phone_number,
                   coalesce(own_email, private.email_visible(actor,
                       (SELECT a.id FROM data.account a WHERE a.phone OPERATOR(numsight.=) target)))
                       AS email_address,
                   kept.num_spam AS num_spam,
                   kept.total_appearance AS total_appearance,
                   likelihood AS spam_likelyhood,
                   likelihood AS spam_likelihood,
                   numsight.spam_label(likelihood) AS spam_label) o;
    RETURN body;
END;
$$;
COMMENT ON FUNCTION private.number_object(bigint, numsight.phone, bigint) IS
    'a number in the form that application A published, under the name of that entry of the own book, or of the newest; the misspelt likelihood is the same value';

CREATE OR REPLACE FUNCTION private.best_name(target numsight.phone)
RETURNS text
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN (SELECT e.name FROM data.entry e
             WHERE e.phone OPERATOR(numsight.=) target
             ORDER BY e.account IS NULL, - e.books, e.id LIMIT 1);
END;
$$;
COMMENT ON FUNCTION private.best_name(numsight.phone) IS
    'what a registered person calls himself, else the name in most books, else NULL';

CREATE OR REPLACE FUNCTION private.contact_objects(contacts bigint[])
RETURNS text[]
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    key CONSTANT bytea := private.seal_key();
BEGIN
    RETURN ARRAY(
        SELECT left((SELECT row_to_json(o)::text
                       FROM (SELECT private.seal_with(key, 'contact', c.id) AS id, c.name::text AS name,
                                    c.phone::text AS phone_number, c.email::text AS email) o), -1)
               || ',' || private.shown_verdict(l.likelihood)
               || ',"created_at":"' || private.utc(c.created) || '"}'
          FROM unnest(contacts) WITH ORDINALITY w (id, place)
          JOIN data.contact c ON c.id = w.id
          LEFT JOIN data.number n ON n.phone OPERATOR(numsight.=) c.phone
          LEFT JOIN data.block b ON b.block = private.block_of(c.phone) AND b.until IS NULL
         CROSS JOIN LATERAL (SELECT private.chance(private.likelihood_in(c.phone, n, b)) AS likelihood) l
         ORDER BY w.place);
END;
$$;
COMMENT ON FUNCTION private.contact_objects(bigint[]) IS
    'contacts as the owner of the book sees them: what he wrote, and the likelihood; never whether the number is registered';

CREATE OR REPLACE FUNCTION private.contact_reply(status integer, one data.contact, more text DEFAULT '')
RETURNS api.reply
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN private.reply(status, left((private.contact_objects(ARRAY[one.id]))[1], -1) || more || '}', NULL,
                         ARRAY[numsight.phone_to_bigint(one.phone)]);
END;
$$;
COMMENT ON FUNCTION private.contact_reply(integer, data.contact, text) IS
    'one contact as the owner of the book sees it; more: further members';

CREATE OR REPLACE FUNCTION private.contact_of(actor bigint, sealed text)
RETURNS data.contact
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    one data.contact;
BEGIN
    SELECT c.* INTO one FROM data.contact c
     WHERE c.id = private.unseal('contact', sealed) AND c.owner = actor;
    RETURN one;
END;
$$;
COMMENT ON FUNCTION private.contact_of(bigint, text) IS
    'the contact of a public id if it stands in the actor''s book, else NULL';
