-- directory.sql: finding people, and what is known of them

CREATE OR REPLACE FUNCTION api.search(session uuid, query text, region text, size bigint, cursor text)
RETURNS api.reply
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN private.search(session, query, region, size, cursor, false);
END;
$$;
COMMENT ON FUNCTION api.search(uuid, text, text, bigint, text) IS
    'GET /v1/search: the directory by name or by number, told apart by the input; names that start with the query come before names that contain it, and similar ones are shown when there is none of these; region keeps to numbers of that country
200 result_page: one page of what was found';

CREATE OR REPLACE FUNCTION api.old_search(session uuid, query text, region text, size bigint, cursor text)
RETURNS api.reply
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN private.search(session, query, region, size, cursor, true);
END;
$$;
COMMENT ON FUNCTION api.old_search(uuid, text, text, bigint, text) IS
    'GET /search: the same directory for clients of the original applications; who asks is told by the token, never by a parameter
200 old_result_page: one page of what was found';

CREATE OR REPLACE FUNCTION api.person(session uuid, id text)
RETURNS api.reply
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    actor CONSTANT bigint := private.actor(session);
    entry data.entry;
    owner bigint;
    body text;
BEGIN
    SELECT e.* INTO entry FROM data.entry e WHERE e.id = private.unseal('person', person.id);
    IF entry.id IS NULL THEN
        RETURN private.missing('person');
    END IF;
    owner := (SELECT a.id FROM data.account a WHERE a.phone OPERATOR(numsight.=) entry.phone);
    SELECT numsight.json_pairs(
               'id', person.id,
               'name', entry.name::text,
               'phone_number', entry.phone::text,
               'registered', owner IS NOT NULL,
               'email', private.email_visible(actor, owner),
               NULL, numsight.spam_verdict(kept.state, now(), private.range_of(kept)),
               'region', numsight.phone_region(entry.phone),
               'type', numsight.phone_type(entry.phone),
               'country_code', numsight.phone_country_code(entry.phone),
               'national', numsight.phone_format(entry.phone, 'national'),
               'international', numsight.phone_format(entry.phone, 'international'),
               'counts', private.counts(kept)) INTO body
      FROM private.number_of(entry.phone) kept;
    RETURN private.reply(200, body, NULL, ARRAY[numsight.phone_to_bigint(entry.phone)]);
END;
$$;
COMMENT ON FUNCTION api.person(uuid, text) IS
    'GET /v1/people/{id}: everything known of a search result; the e-mail only of a registered person who has the caller in his own book
200 person: what is known
404: no such entry, or it is gone';

CREATE OR REPLACE FUNCTION api.number(session uuid, number text, region text, as_of text DEFAULT NULL)
RETURNS api.reply
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    actor bigint;
    target numsight.phone := private.phone_world(number, region);
    card text;
BEGIN
    -- asked each time that a telephone rings: session and card in one statement
    SELECT s.account, c.card INTO actor, card
      FROM private.session_account(session) s (account)
      LEFT JOIN data.number n ON n.phone OPERATOR(numsight.=) target
     CROSS JOIN LATERAL private.card(s.account, private.known(target, n), now()) c (card);
    IF actor IS NULL THEN
        PERFORM private.session_over(session);
    ELSIF target IS NULL THEN
        target := private.phone_try(actor, number, region);
        IF target IS NULL THEN
            RETURN private.phone_problem(actor, number, region, 'number');
        END IF;
        card := private.number_card(actor, target);
    END IF;
    IF as_of IS NOT NULL THEN
        card := private.past_card(actor, target, private.past_of(as_of, 'as_of'));
    END IF;
    RETURN private.reply(200, card, NULL, ARRAY[numsight.phone_to_bigint(target)]);
END;
$$;
COMMENT ON FUNCTION api.number(uuid, text, text, text) IS
    'GET /v1/numbers/{number}: the card of a number at ring time: names, likelihood of spam with its reasons, line and region; with as_of, the answer of that time
200 card: what is known, if only of its form';

CREATE OR REPLACE FUNCTION api.number_together(sessions uuid[], numbers text[], regions text[], as_ofs text[])
RETURNS SETOF api.reply
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
    -- in one plan for any number of them: for few a cheaper one would be made each time, in ten times as long
    RETURN QUERY
    SELECT CASE WHEN told.card IS NOT NULL THEN 200::smallint END, told.card, NULL::text, told.shown
      FROM unnest(sessions, numbers, regions, as_ofs) WITH ORDINALITY asked (session, number, region, as_of, place)
      LEFT JOIN LATERAL (
           SELECT c.card, ARRAY[numsight.phone_to_bigint(w.target)] AS shown
             FROM (SELECT private.phone_world(asked.number, asked.region) AS target OFFSET 0) w
            CROSS JOIN LATERAL private.session_account(asked.session) s (account)
             LEFT JOIN data.number n ON n.phone OPERATOR(numsight.=) w.target
            CROSS JOIN LATERAL private.card(s.account, private.known(w.target, n), now()) c (card)
            WHERE w.target IS NOT NULL AND asked.as_of IS NULL) told ON true
     ORDER BY asked.place;
END;
$$;
COMMENT ON FUNCTION api.number_together(uuid[], text[], text[], text[]) IS
    'GET /v1/numbers/{number}: of requests that come at once, a row for each in their order: of sessions that stand, numbers that everybody reads alike, and now; the others have no status, and are asked for by themselves';
