-- lookup.sql: many numbers at once, and callers' names for exchanges

CREATE OR REPLACE FUNCTION api.lookups(session uuid, numbers text[], region text)
RETURNS api.reply
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    actor CONSTANT bigint := private.actor(session);
BEGIN
    IF cardinality(numbers) NOT BETWEEN 1 AND 1000 THEN
        PERFORM private.refuse('numbers', 'must hold from 1 to 1000 numbers', 'Ask for more in several calls.');
    END IF;
    RETURN private.lookups(actor, numbers, region);
END;
$$;
COMMENT ON FUNCTION api.lookups(uuid, text[], text) IS
    'POST /v1/lookups: the cards of up to a thousand numbers, one answer for each input in its order; a number that stands there twice is charged once, and a budget that is too small for all of them refuses the call
200 lookups: cards, and in the place of what is no number why it is none';

CREATE OR REPLACE FUNCTION api.cnam(session uuid, number text, region text, max bigint, format text)
RETURNS api.reply
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    actor CONSTANT bigint := private.actor(session);
    target CONSTANT numsight.phone := private.phone_try(actor, number, region);
BEGIN
    IF target IS NULL THEN
        RETURN private.phone_problem(actor, number, region, 'number');
    ELSIF max NOT BETWEEN 1 AND 256 THEN
        RETURN private.problem(400, 'max is out of range. Ask for 1 to 256 characters.', 'max');
    ELSIF format NOT IN ('text', 'json', 'superfecta', '3cx') THEN
        RETURN private.problem(400, 'format is not known. Use text, json, superfecta or 3cx.', 'format');
    END IF;
    RETURN private.reply(200, private.ring_body(actor, target, max, coalesce(format, 'text')), NULL,
                         ARRAY[numsight.phone_to_bigint(target)]);
END;
$$;
COMMENT ON FUNCTION api.cnam(uuid, text, text, bigint, text) IS
    'GET /v1/cnam/{number}: who is calling, in one line for a telephone that rings: a name, or SPAM and its category; empty if nothing is known; what the caller of this function has said of the number comes before what others say
200 text/plain: one line {"example": "Asha Rao"}
200 ring: in the format json, name and verdict apart
200 ring_superfecta: the variables that a source of Superfecta sets
200 ring_3cx: the outputs of a template for 3CX';

CREATE OR REPLACE FUNCTION api.cnam_together(sessions uuid[], numbers text[], regions text[], maxs bigint[], formats text[])
RETURNS SETOF api.reply
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
    -- in one plan, as api.number_together
    RETURN QUERY
    SELECT CASE WHEN told.line IS NOT NULL THEN 200::smallint END, private.slot('text/plain') || private.cut(told.line, asked.max),
           NULL::text, told.shown
      FROM unnest(sessions, numbers, regions, maxs, formats) WITH ORDINALITY asked (session, number, region, max, format, place)
      LEFT JOIN LATERAL (
           SELECT private.ring_line(r.name, r.decision, r.category) AS line, ARRAY[numsight.phone_to_bigint(w.target)] AS shown
             FROM (SELECT private.phone_world(asked.number, asked.region) AS target OFFSET 0) w
            CROSS JOIN LATERAL private.session_account(asked.session) s (account)
            CROSS JOIN LATERAL private.rung(s.account, w.target) r
            WHERE w.target IS NOT NULL AND coalesce(asked.format, 'text') = 'text'
              AND coalesce(asked.max, 1) BETWEEN 1 AND 256 OFFSET 0) told ON true
     ORDER BY asked.place;
END;
$$;
COMMENT ON FUNCTION api.cnam_together(uuid[], text[], text[], bigint[], text[]) IS
    'GET /v1/cnam/{number}: of requests that come at once, a row for each in their order: of sessions that stand, numbers that everybody reads alike, and lines of text; the others have no status, and are asked for by themselves';
