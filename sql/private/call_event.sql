-- call_event.sql: storing events of calls, and answering who sent them

CREATE OR REPLACE FUNCTION private.is_switch(actor bigint)
RETURNS boolean
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN EXISTS (SELECT FROM data.account a WHERE a.id = actor AND a.roles && ARRAY['admin', 'agent']);
END;
$$;
COMMENT ON FUNCTION private.is_switch(bigint) IS
    'whether an account speaks for the operator: it may see and tell of calls of others';

CREATE OR REPLACE FUNCTION private.event_same(one data.call_event, other data.call_event)
RETURNS boolean
LANGUAGE plpgsql IMMUTABLE
AS $$
BEGIN
    RETURN one.record = other.record AND one.kind = other.kind AND one.told IS NOT DISTINCT FROM other.told
       AND one.cause IS NOT DISTINCT FROM other.cause AND one.called OPERATOR(numsight.=) other.called
       AND numsight.phone_to_bigint(one.calling) IS NOT DISTINCT FROM numsight.phone_to_bigint(other.calling);
END;
$$;
COMMENT ON FUNCTION private.event_same(data.call_event, data.call_event) IS
    'whether two events of one id are one event that was sent twice';

CREATE OR REPLACE FUNCTION private.call_records_lock(call_ids text[])
RETURNS SETOF data.call_record
LANGUAGE plpgsql ROWS 10
AS $$
#variable_conflict use_column
BEGIN
    -- in one order for all: two senders of the same calls wait for each other, and never in a circle
    INSERT INTO data.call_record (call_id)
    SELECT DISTINCT c.id COLLATE "C" FROM unnest(call_ids) c (id) ORDER BY 1
    ON CONFLICT ON CONSTRAINT call_record_call_id_key DO NOTHING;
    RETURN QUERY
    -- joined, not = ANY: that looks through the whole array for each row, where no index is used
    SELECT r.* FROM data.call_record r
      JOIN (SELECT DISTINCT c.id COLLATE "C" FROM unnest(call_ids) c (id)) w (id) ON w.id = r.call_id
     ORDER BY r.call_id FOR UPDATE OF r;
END;
$$;
COMMENT ON FUNCTION private.call_records_lock(text[]) IS
    'the records of calls, made where there are none, each locked until the transaction ends';

CREATE OR REPLACE FUNCTION private.own_numbers(actor bigint)
RETURNS numsight.phone[]
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN ARRAY(SELECT a.phone FROM data.account a WHERE a.id = actor
                 UNION ALL
                 SELECT v.phone FROM data.virtual_number v WHERE v.owner = actor AND v.held @> now());
END;
$$;
COMMENT ON FUNCTION private.own_numbers(bigint) IS
    'the numbers that somebody has now';

CREATE OR REPLACE FUNCTION private.event_standing(event data.call_event, kept data.call_record, teller bigint, own numsight.phone[])
RETURNS smallint
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    IF NOT coalesce(event.calling OPERATOR(numsight.=) ANY (own), false) AND NOT event.called OPERATOR(numsight.=) ANY (own) THEN
        RETURN 0;
    -- told by one who was in it: he, the other one, and whoever has told of it before go on
    ELSIF kept.standing <> 1 OR kept.calling OPERATOR(numsight.=) ANY (own) OR kept.called OPERATOR(numsight.=) ANY (own)
       OR kept.calling IS NULL AND kept.called OPERATOR(numsight.=) event.called
       OR EXISTS (SELECT FROM data.call_event e WHERE e.record = kept.id AND e.sender = teller AND e.standing = 1) THEN
        RETURN 1;
    END IF;
    RETURN -1;
END;
$$;
COMMENT ON FUNCTION private.event_standing(data.call_event, data.call_record, bigint, numsight.phone[]) IS
    'how an event counts that was not told by a switch: 1 if the teller was in the call, 0 if not, -1 if it is another call than that of others which has the same call_id';

CREATE OR REPLACE FUNCTION private.call_events_given(actor bigint, events data.call_event[], call_ids text[])
RETURNS data.call_event[]
LANGUAGE plpgsql
AS $$
DECLARE
    switched CONSTANT boolean := private.is_switch(actor);
    own CONSTANT numsight.phone[] := private.own_numbers(actor);
    teller CONSTANT bigint := hashint8extended(actor, 0);
BEGIN
    RETURN (
        SELECT array_agg(ROW (e.id, r.id, e.kind, e.calling, e.called, e.told, now(), coalesce(e.told, now()), e.cause, teller,
                              CASE WHEN switched THEN 2
                                   ELSE private.event_standing(ROW (e.id, r.id, e.kind, e.calling, e.called, e.told, now(), now(),
                                                                    e.cause, teller, 0)::data.call_event, r, teller, own)
                              END)::data.call_event ORDER BY e.place)
          FROM ROWS FROM (unnest(events), unnest(call_ids)) WITH ORDINALITY
               e (id, record, kind, calling, called, told, received, at, cause, sender, standing, call_id, place)
          JOIN private.call_records_lock(call_ids) r ON r.call_id = e.call_id);
END;
$$;
COMMENT ON FUNCTION private.call_events_given(bigint, data.call_event[], text[]) IS
    'events as they would be stored, in their order; the records of their calls are locked';

CREATE OR REPLACE FUNCTION private.call_events_fates(given data.call_event[], stored uuid[])
RETURNS text[]
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    -- the first of each new id is stored; all others are held against what stands under their id
    RETURN (
        SELECT array_agg(CASE WHEN f.new THEN 'stored' WHEN p.standing < 0 THEN 'stranger' WHEN private.event_same(k, g) THEN 'duplicate' ELSE 'conflict' END ORDER BY p.place)
          FROM (SELECT u.*, row_number() OVER (PARTITION BY u.id ORDER BY u.place) AS turn
                  FROM unnest(given) WITH ORDINALITY
                       u (id, record, kind, calling, called, told, received, at, cause, sender, standing, place)) p
          LEFT JOIN unnest(stored) s (id) ON s.id = p.id
         CROSS JOIN LATERAL (SELECT s.id IS NOT NULL AND p.turn = 1 AS new) f
         CROSS JOIN LATERAL (SELECT p.id, p.record, p.kind, p.calling, p.called, p.told, p.received, p.at, p.cause, p.sender, p.standing) o
         CROSS JOIN LATERAL (SELECT (o)::data.call_event) g (g)
          LEFT JOIN data.call_event k ON k.id = CASE WHEN NOT f.new THEN p.id END);
END;
$$;
COMMENT ON FUNCTION private.call_events_fates(data.call_event[], uuid[]) IS
    'what became of each event, when those of these ids were new: stored, duplicate, conflict with another event under its id, or stranger to the call of its call_id';

CREATE OR REPLACE FUNCTION private.call_events_add(actor bigint, events data.call_event[], call_ids text[])
RETURNS text[]
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
    given CONSTANT data.call_event[] := private.call_events_given(actor, events, call_ids);
    stored uuid[];
    records bigint[];
BEGIN
    WITH fresh AS (
        INSERT INTO data.call_event (id, record, kind, calling, called, told, received, cause, sender, standing)
        SELECT e.id, e.record, e.kind, e.calling, e.called, e.told, e.received, e.cause, e.sender, e.standing
          FROM (SELECT DISTINCT ON (g.id) g.* FROM unnest(given) WITH ORDINALITY
                       g (id, record, kind, calling, called, told, received, at, cause, sender, standing, place)
                 WHERE g.standing >= 0
                 ORDER BY g.id, g.place) e
        ON CONFLICT (id) DO NOTHING
        RETURNING id, record)
    SELECT coalesce(array_agg(f.id), '{}'), array_agg(DISTINCT f.record) INTO stored, records FROM fresh f;
    IF cardinality(stored) < cardinality(given) THEN
        DELETE FROM data.call_record r
         WHERE r.call_id = ANY (call_ids) AND NOT EXISTS (SELECT FROM data.call_event e WHERE e.record = r.id);
    END IF;
    IF stored <> '{}' THEN
        PERFORM private.call_fold(records);
    END IF;
    RETURN private.call_events_fates(given, stored);
END;
$$;
COMMENT ON FUNCTION private.call_events_add(bigint, data.call_event[], text[]) IS
    'stores events and folds their calls; for each whether it was stored, there before, or names an id of another event';

CREATE OR REPLACE FUNCTION private.event_index(place bigint)
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT CASE WHEN place > 0 THEN (place - 1)::text ELSE '' END;
END;
COMMENT ON FUNCTION private.event_index(bigint) IS
    'an event''s index in the array that came, "" if it came alone: workers put it before the member that an error names';

CREATE OR REPLACE FUNCTION private.event_refuse(place bigint, fault text, remedy text, field text, what text)
RETURNS void
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', HINT = remedy,
        MESSAGE = CASE WHEN place = 0 THEN fault ELSE format('%s %s: %s', what, place, fault) END,
        TABLE = CASE what WHEN 'event' THEN private.event_index(place) ELSE '' END,
        COLUMN = CASE WHEN place = 0 OR what = 'event' THEN field ELSE '' END;
END;
$$;
COMMENT ON FUNCTION private.event_refuse(bigint, text, text, text, text) IS
    'raises 22023 for an event, and says which of many it is';

CREATE OR REPLACE FUNCTION private.call_events_all(actor bigint, content bytea)
RETURNS api.reply
LANGUAGE plpgsql
AS $$
DECLARE
    given CONSTANT record := private.events_read(actor, content, false, 1000);
    fates text[];
    clash integer;
    strange integer;
BEGIN
    IF given.faults IS NOT NULL THEN
        PERFORM private.event_refuse(given.bad_places[1], given.faults[1], given.remedies[1], given.fields[1], 'event');
    END IF;
    fates := private.call_events_add(actor, given.events, given.call_ids);
    clash := array_position(fates, 'conflict');
    strange := array_position(fates, 'stranger');
    IF strange IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'NS409', MESSAGE = 'call_id is that of a call between others',
            HINT = 'Every call has an id of its own, for example a UUID.',
            COLUMN = 'call_id', TABLE = private.event_index(given.places[strange]);
    ELSIF clash IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'NS409', MESSAGE = 'event_id is that of another event',
            HINT = 'Every event has an id of its own; only the same event may be sent again under it.',
            COLUMN = 'event_id', TABLE = private.event_index(given.places[clash]);
    ELSIF given.places[1] = 0 THEN
        RETURN private.reply(200, (SELECT row_to_json(r)::text
            FROM (SELECT (given.events[1]).id AS event_id, given.call_ids[1] AS call_id, fates[1] = 'stored' AS stored) r));
    END IF;
    RETURN private.reply(200, (SELECT row_to_json(r)::text
        FROM (SELECT count(*) FILTER (WHERE f = 'stored') AS stored, count(*) FILTER (WHERE f = 'duplicate') AS duplicates
                FROM unnest(fates) f) r));
END;
$$;
COMMENT ON FUNCTION private.call_events_all(bigint, bytea) IS
    'stores one event or an array, all of it or nothing';

CREATE OR REPLACE FUNCTION private.call_events_lines(actor bigint, content bytea)
RETURNS api.reply
LANGUAGE plpgsql
AS $$
DECLARE
    given CONSTANT record := private.events_read(actor, content, true, 10000);
    fates text[];
BEGIN
    IF given.places IS NULL THEN
        PERFORM private.event_refuse(given.bad_places[1], given.faults[1], given.remedies[1], given.fields[1], 'line');
    END IF;
    fates := private.call_events_add(actor, given.events, given.call_ids);
    RETURN private.reply(200, (
        SELECT row_to_json(r)::text
          FROM (SELECT count(*) FILTER (WHERE l.fate = 'stored') AS stored, count(*) FILTER (WHERE l.fate = 'duplicate') AS duplicates,
                       count(l.reason) AS refused,
                       ('[' || coalesce(string_agg(e.body, ',' ORDER BY l.line), '') || ']')::json AS errors
                  FROM (SELECT g.line, g.fate, CASE g.fate WHEN 'conflict' THEN 'event_id is that of another event'
                                                    WHEN 'stranger' THEN 'call_id is that of a call between others' END AS reason
                          FROM unnest(given.places, fates) g (line, fate)
                        UNION ALL
                        SELECT b.line, NULL, b.fault || '. ' || b.remedy
                          FROM unnest(given.bad_places, given.faults, given.remedies) b (line, fault, remedy)) l
                  LEFT JOIN LATERAL (SELECT row_to_json(o)::text AS body FROM (SELECT l.line, l.reason) o) e
                    ON l.reason IS NOT NULL) r));
END;
$$;
COMMENT ON FUNCTION private.call_events_lines(bigint, bytea) IS
    'stores events, one a line, those that are good; and says of each other line what is wrong with it';

