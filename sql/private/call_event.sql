-- call_event.sql: reading events as clients send them, and storing them

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

CREATE OR REPLACE FUNCTION private.event_member(body jsonb, field text, OUT value text)
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    CASE coalesce(jsonb_typeof(body -> field), 'null')
        WHEN 'null' THEN
            value := NULL;
        WHEN 'string' THEN
            value := body ->> field;
        WHEN 'number' THEN
            value := body ->> field;
            IF value !~ '^\d{1,20}$' THEN
                PERFORM private.refuse(field, 'is not a whole number', 'Write it as a text.');
            END IF;
        ELSE
            PERFORM private.refuse(field, 'is not a text', 'Write it between quotation marks.');
    END CASE;
    IF value ~ '[\u0001-\u001F\u007F-\u009F]' THEN
        PERFORM private.refuse(field, 'holds a control character', 'Take out line breaks, tabs and the like.');
    END IF;
END;
$$;
COMMENT ON FUNCTION private.event_member(jsonb, text) IS
    'a member of an event that is a text or a whole number, as text; NULL if it is not there or null';

CREATE OR REPLACE FUNCTION private.event_needed(body jsonb, field text)
RETURNS text
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    value CONSTANT text := private.event_member(body, field);
BEGIN
    IF coalesce(value, '') = '' THEN
        PERFORM private.refuse(field, 'is missing', 'Every event needs it.');
    END IF;
    RETURN value;
END;
$$;
COMMENT ON FUNCTION private.event_needed(jsonb, text) IS
    'a member that every event has';

CREATE OR REPLACE FUNCTION private.event_id_of(value text)
RETURNS uuid
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    IF value !~* '^([0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$' THEN
        PERFORM private.refuse('event_id', 'is not a uuid',
            'Make one for each event and send it again with the event, like 7f1d6f0e-2f4b-4a53-9d0c-3c8f5a1b2c3d.');
    END IF;
    RETURN value::uuid;
END;
$$;
COMMENT ON FUNCTION private.event_id_of(text) IS
    'the id that the sender gave an event';

CREATE OR REPLACE FUNCTION private.event_time_of(value text)
RETURNS timestamptz
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    -- switches write local times rarely, and UTC without saying so often
    RETURN private.time_of(value || CASE WHEN value ~ ':\d\d([.]\d+)?$' AND value !~ '[+-]\d\d:\d\d$' THEN 'Z' ELSE '' END,
                           'created_at');
END;
$$;
COMMENT ON FUNCTION private.event_time_of(text) IS
    'when an event happened, by its sender''s clock: RFC 3339, UTC if it names no zone';

CREATE OR REPLACE FUNCTION private.event_check_duration(value jsonb)
RETURNS void
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    IF jsonb_typeof(value) NOT IN ('number', 'string', 'null')
       OR jsonb_typeof(value) = 'number' AND value::text LIKE '-%'
       OR jsonb_typeof(value) = 'string' AND value #>> '{}' !~ '^(-|(\d{1,4}:){0,2}\d{1,9}([.]\d{1,9})?)?$' THEN
        PERFORM private.refuse('duration', 'is not a duration', 'Leave it out: it is counted from the events of the call.');
    END IF;
END;
$$;
COMMENT ON FUNCTION private.event_check_duration(jsonb) IS
    'a duration in an event is not used, but nonsense in it is a mistake of the sender';

CREATE OR REPLACE FUNCTION private.event_check_members(item json)
RETURNS void
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    known CONSTANT text[] := ARRAY['event_id', 'call_id', 'event', 'calling_number', 'called_number', 'created_at',
                                   'cause', 'duration', 'region'];
    names text[];
    fault text;
BEGIN
    IF json_typeof(item) <> 'object' THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = 'an event is not a JSON object',
            HINT = 'Write it like {"event_id": …, "call_id": …, "event": "INITIATE", …}.';
    END IF;
    names := ARRAY(SELECT json_object_keys(item));
    SELECT n INTO fault FROM unnest(names) n WHERE n <> ALL (known) LIMIT 1;
    IF FOUND THEN
        PERFORM private.refuse(left(fault, 64), 'is not known', 'Members are ' || array_to_string(known, ', ') || '.');
    END IF;
    SELECT n INTO fault FROM unnest(names) n GROUP BY n HAVING count(*) > 1 LIMIT 1;
    IF FOUND THEN
        PERFORM private.refuse(fault, 'is there twice', 'Give it once.');
    END IF;
END;
$$;
COMMENT ON FUNCTION private.event_check_members(json) IS
    'an event is an object of known members, each once';

CREATE OR REPLACE FUNCTION private.event_call_id(body jsonb)
RETURNS text
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    value CONSTANT text := private.event_needed(body, 'call_id');
BEGIN
    IF octet_length(value) > 255 THEN
        PERFORM private.refuse('call_id', 'is longer than 255 bytes', 'Shorten it.');
    END IF;
    RETURN value;
END;
$$;
COMMENT ON FUNCTION private.event_call_id(jsonb) IS
    'which call an event belongs to';

CREATE OR REPLACE FUNCTION private.event_of(actor bigint, body jsonb)
RETURNS data.call_event
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    event data.call_event;
    region CONSTANT text := private.event_member(body, 'region');
    calling CONSTANT text := private.event_member(body, 'calling_number');
BEGIN
    event.id := private.event_id_of(private.event_needed(body, 'event_id'));
    event.kind := private.event_needed(body, 'event');
    IF event.kind NOT IN ('INITIATE', 'PROGRESS', 'ANSWER', 'DISCONNECT') THEN
        PERFORM private.refuse('event', 'is not known', 'Use INITIATE, PROGRESS, ANSWER or DISCONNECT.');
    END IF;
    IF NOT body ? 'calling_number' THEN
        PERFORM private.refuse('calling_number', 'is missing', 'If it was withheld, give null.');
    ELSIF lower(calling) NOT IN ('anonymous', 'private', 'restricted', 'unavailable', 'unknown', 'withheld') THEN
        event.calling := private.phone_of(actor, calling, region, 'calling_number');
    END IF;
    event.called := private.phone_of(actor, private.event_needed(body, 'called_number'), region, 'called_number');
    event.told := private.event_time_of(private.event_member(body, 'created_at'));
    event.cause := private.event_member(body, 'cause');
    IF event.cause NOT IN ('busy', 'no_answer', 'failed', 'canceled', 'rejected', 'spam_blocked', 'media_timeout',
                           'agent_no_answer', 'daemon_crash') THEN
        PERFORM private.refuse('cause', 'is not known', 'Use busy, no_answer, failed, canceled, rejected, spam_blocked, '
            'media_timeout, agent_no_answer or daemon_crash.');
    ELSIF event.cause IS NOT NULL AND event.kind <> 'DISCONNECT' THEN
        PERFORM private.refuse('cause', 'belongs to a DISCONNECT', 'Leave it out.');
    END IF;
    PERFORM private.event_check_duration(body -> 'duration');
    RETURN event;
END;
$$;
COMMENT ON FUNCTION private.event_of(bigint, jsonb) IS
    'an event as a client wrote it, or 22023 that says what is wrong with it';

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
RETURNS TABLE (id bigint, call_id text)
LANGUAGE plpgsql
AS $$
#variable_conflict use_column
BEGIN
    -- in one order for all: two senders of the same calls wait for each other, and never in a circle
    INSERT INTO data.call_record (call_id)
    SELECT DISTINCT c.id COLLATE "C" FROM unnest(call_ids) c (id) ORDER BY 1
    ON CONFLICT ON CONSTRAINT call_record_call_id_key DO NOTHING;
    RETURN QUERY
    SELECT r.id, r.call_id::text FROM data.call_record r
     WHERE r.call_id = ANY (call_ids) ORDER BY r.call_id FOR UPDATE;
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

CREATE OR REPLACE FUNCTION private.call_events_add(actor bigint, events data.call_event[], call_ids text[])
RETURNS text[]
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
    switched CONSTANT boolean := private.is_switch(actor);
    own CONSTANT numsight.phone[] := private.own_numbers(actor);
    given data.call_event[];
    records bigint[];
    stored uuid[];
    fates text[];
BEGIN
    SELECT array_agg(k.id) INTO records FROM private.call_records_lock(call_ids) k;
    SELECT array_agg(ROW (e.id, r.id, e.kind, e.calling, e.called, e.told, now(), coalesce(e.told, now()), e.cause,
                          hashint8extended(actor, 0),
                          CASE WHEN switched THEN 2
                               WHEN e.calling OPERATOR(numsight.=) ANY (own) OR e.called OPERATOR(numsight.=) ANY (own) THEN 1
                               ELSE 0 END)::data.call_event ORDER BY e.place)
      INTO given
      FROM ROWS FROM (unnest(events), unnest(call_ids)) WITH ORDINALITY
           e (id, record, kind, calling, called, told, received, at, cause, sender, standing, call_id, place)
      JOIN data.call_record r ON r.call_id = e.call_id;
    WITH fresh AS (
        INSERT INTO data.call_event (id, record, kind, calling, called, told, received, cause, sender, standing)
        SELECT e.id, e.record, e.kind, e.calling, e.called, e.told, e.received, e.cause, e.sender, e.standing
          FROM (SELECT DISTINCT ON (g.id) g.* FROM unnest(given) WITH ORDINALITY
                       g (id, record, kind, calling, called, told, received, at, cause, sender, standing, place)
                 ORDER BY g.id, g.place) e
        ON CONFLICT (id) DO NOTHING
        RETURNING id)
    SELECT coalesce(array_agg(f.id), '{}') INTO stored FROM fresh f;
    -- the first of each new id is stored; all others are held against what stands under their id
    SELECT array_agg(CASE WHEN g.id = ANY (stored) AND g.turn = 1 THEN 'stored'
                          WHEN private.event_same(k, given[g.place]) THEN 'duplicate' ELSE 'conflict' END ORDER BY g.place)
      INTO fates
      FROM (SELECT u.id, u.place, row_number() OVER (PARTITION BY u.id ORDER BY u.place) AS turn
              FROM unnest(given) WITH ORDINALITY
                   u (id, record, kind, calling, called, told, received, at, cause, sender, standing, place)) g
      JOIN data.call_event k ON k.id = g.id;
    DELETE FROM data.call_record r
     WHERE r.id = ANY (records) AND NOT EXISTS (SELECT FROM data.call_event e WHERE e.record = r.id);
    PERFORM private.call_fold(ARRAY(SELECT DISTINCT e.record FROM data.call_event e WHERE e.id = ANY (stored)));
    RETURN fates;
END;
$$;
COMMENT ON FUNCTION private.call_events_add(bigint, data.call_event[], text[]) IS
    'stores events and folds their calls; for each whether it was stored, there before, or names an id of another event';

CREATE OR REPLACE FUNCTION private.event_try(actor bigint, item text)
RETURNS TABLE (event data.call_event, call_id text, fault text, remedy text, field text)
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    PERFORM private.event_check_members(item::json);
    RETURN QUERY
    SELECT private.event_of(actor, item::jsonb), private.event_call_id(item::jsonb), NULL::text, NULL::text, NULL::text;
EXCEPTION
    WHEN data_exception OR statement_too_complex THEN
        GET STACKED DIAGNOSTICS fault = MESSAGE_TEXT, remedy = PG_EXCEPTION_HINT, field = COLUMN_NAME;
        IF SQLSTATE <> '22023' THEN
            fault := 'this is not JSON, or holds what no text can hold';
            remedy := 'Write one JSON object.';
        END IF;
        RETURN NEXT;
END;
$$;
COMMENT ON FUNCTION private.event_try(bigint, text) IS
    'an event as a client wrote it, or what is wrong with it: the faults of one spoil no other';

CREATE OR REPLACE FUNCTION private.event_items(content text, lines boolean)
RETURNS TABLE (place bigint, item text)
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    body json;
BEGIN
    IF lines THEN
        RETURN QUERY
        SELECT l.place, l.line FROM string_to_table(content, E'\n') WITH ORDINALITY l (line, place)
         WHERE btrim(l.line, E' \t\r') <> '';
        RETURN;
    END IF;
    body := content::json;
    IF json_typeof(body) = 'array' THEN
        RETURN QUERY SELECT a.place, a.item::text FROM json_array_elements(body) WITH ORDINALITY a (item, place);
    ELSE
        RETURN QUERY SELECT 0::bigint, content;
    END IF;
EXCEPTION
    WHEN invalid_text_representation OR statement_too_complex THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = 'the body is not JSON',
            HINT = 'Send one event, an array of events, or one event a line as application/x-ndjson.';
END;
$$;
COMMENT ON FUNCTION private.event_items(text, boolean) IS
    'the events of a body and where they stand: lines of it, elements of an array from 1, or at 0 the whole';

CREATE OR REPLACE FUNCTION private.events_read(actor bigint, content text, lines boolean, most integer, OUT places bigint[],
                                               OUT events data.call_event[], OUT call_ids text[], OUT bad_places bigint[],
                                               OUT faults text[], OUT remedies text[], OUT fields text[])
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    items CONSTANT text[] := ARRAY(SELECT i.item FROM private.event_items(content, lines) i LIMIT most + 1);
    stands CONSTANT bigint[] := ARRAY(SELECT i.place FROM private.event_items(content, lines) i LIMIT most + 1);
BEGIN
    IF cardinality(items) NOT BETWEEN 1 AND most THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
            MESSAGE = CASE WHEN items = '{}' THEN 'there is no event' ELSE format('there are more than %s events', most) END,
            HINT = format('Send 1 to %s at a time.', most);
    END IF;
    SELECT array_agg(i.place ORDER BY i.place) FILTER (WHERE t.fault IS NULL),
           array_agg(t.event ORDER BY i.place) FILTER (WHERE t.fault IS NULL),
           array_agg(t.call_id ORDER BY i.place) FILTER (WHERE t.fault IS NULL),
           array_agg(i.place ORDER BY i.place) FILTER (WHERE t.fault IS NOT NULL),
           array_agg(t.fault ORDER BY i.place) FILTER (WHERE t.fault IS NOT NULL),
           array_agg(t.remedy ORDER BY i.place) FILTER (WHERE t.fault IS NOT NULL),
           array_agg(t.field ORDER BY i.place) FILTER (WHERE t.fault IS NOT NULL)
      INTO places, events, call_ids, bad_places, faults, remedies, fields
      FROM unnest(stands, items) i (place, item)
     CROSS JOIN LATERAL private.event_try(actor, i.item) t;
END;
$$;
COMMENT ON FUNCTION private.events_read(bigint, text, boolean, integer) IS
    'the events of a body that are good, and what is wrong with the others';

CREATE OR REPLACE FUNCTION private.event_refuse(place bigint, fault text, remedy text, field text, what text)
RETURNS void
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', HINT = remedy,
        MESSAGE = CASE WHEN place = 0 THEN fault ELSE format('%s %s: %s', what, place, fault) END,
        COLUMN = CASE WHEN place = 0 THEN field ELSE '' END;
END;
$$;
COMMENT ON FUNCTION private.event_refuse(bigint, text, text, text, text) IS
    'raises 22023 for an event, and says which of many it is';

CREATE OR REPLACE FUNCTION private.call_events_all(actor bigint, content text)
RETURNS api.reply
LANGUAGE plpgsql
AS $$
DECLARE
    given CONSTANT record := private.events_read(actor, content, false, 1000);
    fates text[];
    clash integer;
BEGIN
    IF given.faults IS NOT NULL THEN
        PERFORM private.event_refuse(given.bad_places[1], given.faults[1], given.remedies[1], given.fields[1], 'event');
    END IF;
    fates := private.call_events_add(actor, given.events, given.call_ids);
    clash := array_position(fates, 'conflict');
    IF clash IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'NS409', MESSAGE = 'event_id is that of another event',
            HINT = 'Every event has an id of its own; only the same event may be sent again under it.',
            COLUMN = CASE WHEN given.places[clash] = 0 THEN 'event_id' ELSE '' END;
    ELSIF given.places[1] = 0 THEN
        RETURN private.reply(200, (SELECT row_to_json(r)::text
            FROM (SELECT (given.events[1]).id AS event_id, given.call_ids[1] AS call_id, fates[1] = 'stored' AS stored) r));
    END IF;
    RETURN private.reply(200, (SELECT row_to_json(r)::text
        FROM (SELECT count(*) FILTER (WHERE f = 'stored') AS stored, count(*) FILTER (WHERE f = 'duplicate') AS duplicates
                FROM unnest(fates) f) r));
END;
$$;
COMMENT ON FUNCTION private.call_events_all(bigint, text) IS
    'stores one event or an array, all of it or nothing';

CREATE OR REPLACE FUNCTION private.call_events_lines(actor bigint, content text)
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
                  FROM (SELECT g.line, g.fate, CASE g.fate WHEN 'conflict' THEN 'event_id is that of another event' END AS reason
                          FROM unnest(given.places, fates) g (line, fate)
                        UNION ALL
                        SELECT b.line, NULL, b.fault || '. ' || b.remedy
                          FROM unnest(given.bad_places, given.faults, given.remedies) b (line, fault, remedy)) l
                  LEFT JOIN LATERAL (SELECT row_to_json(o)::text AS body FROM (SELECT l.line, l.reason) o) e
                    ON l.reason IS NOT NULL) r));
END;
$$;
COMMENT ON FUNCTION private.call_events_lines(bigint, text) IS
    'stores events, one a line, those that are good; and says of each other line what is wrong with it';

CREATE OR REPLACE FUNCTION private.form_value(value text)
RETURNS text
LANGUAGE plpgsql IMMUTABLE
AS $$
DECLARE
    bytes bytea;
BEGIN
    IF value ~ '%(?![0-9A-Fa-f]{2})' THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = 'the form holds a bad percent code',
            HINT = 'Write a percent sign as %25.';
    END IF;
    SELECT string_agg(CASE WHEN p.part[1] LIKE '\%%' THEN decode(substr(p.part[1], 2), 'hex') ELSE convert_to(p.part[1], 'UTF8') END,
                      ''::bytea ORDER BY p.place)
      INTO bytes
      FROM regexp_matches(replace(value, '+', ' '), '%..|[^%]+', 'g') WITH ORDINALITY p (part, place);
    RETURN coalesce(convert_from(bytes, 'UTF8'), '');
EXCEPTION
    WHEN character_not_in_repertoire THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = 'the form is not UTF-8',
            HINT = 'Encode its text as UTF-8 before the percent codes.';
END;
$$;
COMMENT ON FUNCTION private.form_value(text) IS
    'a name or a value of a form, its codes undone';

CREATE OR REPLACE FUNCTION private.form_object(content text)
RETURNS json
LANGUAGE plpgsql IMMUTABLE
AS $$
BEGIN
    RETURN (SELECT json_object(array_agg(private.form_value(split_part(f.pair, '=', 1)) ORDER BY f.place),
                               array_agg(private.form_value(substr(f.pair, strpos(f.pair || '=', '=') + 1)) ORDER BY f.place))
              FROM string_to_table(content, '&') WITH ORDINALITY f (pair, place)
             WHERE f.pair <> '');
END;
$$;
COMMENT ON FUNCTION private.form_object(text) IS
    'a form as a JSON object of texts; a name that is there twice is there twice';
