-- call_event_read.sql: events as clients write them: what is wrong with one is said of it alone
--
-- private.event_of says it all, and takes a tenth of a millisecond. Most events are written plainly, and many
-- come at a time: those private.events_plain reads together, and knows nothing of faults.

CREATE OR REPLACE FUNCTION private.call_causes()
RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT ARRAY['busy', 'no_answer', 'failed', 'canceled', 'rejected', 'spam_blocked', 'media_timeout', 'agent_no_answer',
                 'daemon_crash'];
END;
COMMENT ON FUNCTION private.call_causes() IS
    'why a call may have ended without being answered';

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
DECLARE
    written CONSTANT text := value #>> '{}';
    good CONSTANT boolean := CASE jsonb_typeof(value)
        WHEN 'number' THEN value::numeric % 1 = 0 AND value::numeric BETWEEN 0 AND 86400
        WHEN 'string' THEN CASE WHEN written ~ '^\d{1,5}$' THEN written::integer <= 86400
                                -- of a clock, or a dash for none
                                ELSE written ~ '^(-|((([01]?\d|2[0-3]):)?[0-5]?\d:[0-5]\d([.]\d{1,9})?))?$' END
        ELSE jsonb_typeof(value) = 'null' END;
BEGIN
    IF NOT good THEN
        PERFORM private.refuse('duration', 'is not a duration', 'Leave it out: it is counted from the events of the call.');
    END IF;
END;
$$;
COMMENT ON FUNCTION private.event_check_duration(jsonb) IS
    'a duration in an event is not used, but what is not whole seconds up to a day, or those of a clock, is a mistake of the sender';

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
    ELSIF NOT numsight.name_is_seen(value) THEN
        PERFORM private.refuse('call_id', 'is blank', 'Give at least one visible character.');
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
    IF event.cause <> ALL (private.call_causes()) THEN
        PERFORM private.refuse('cause', 'is not known', 'Use ' || regexp_replace(array_to_string(private.call_causes(), ', '), ', (\w+)$', ' or \1') || '.');
    ELSIF event.cause IS NOT NULL AND event.kind <> 'DISCONNECT' THEN
        PERFORM private.refuse('cause', 'belongs to a DISCONNECT', 'Leave it out.');
    END IF;
    PERFORM private.event_check_duration(body -> 'duration');
    RETURN event;
END;
$$;
COMMENT ON FUNCTION private.event_of(bigint, jsonb) IS
    'an event as a client wrote it, or 22023 that says what is wrong with it';

CREATE OR REPLACE FUNCTION private.event_try(actor bigint, item text)
RETURNS TABLE (event data.call_event, call_id text, fault text, remedy text, field text)
LANGUAGE plpgsql STABLE STRICT ROWS 1
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

CREATE OR REPLACE FUNCTION private.event_items(content bytea, lines boolean)
RETURNS TABLE (place bigint, item text)
LANGUAGE plpgsql STABLE ROWS 100
AS $$
DECLARE
    whole text;
    body json;
BEGIN
    IF lines THEN
        -- what is no text is no JSON either
        RETURN QUERY SELECT l.place, coalesce(l.line, '') FROM private.text_lines(content) l
         WHERE l.line IS NULL OR btrim(l.line, E' \t\r') <> '';
        RETURN;
    END IF;
    whole := private.body_text(content);
    body := whole::json;
    IF json_typeof(body) = 'array' THEN
        RETURN QUERY SELECT a.place, a.item::text FROM json_array_elements(body) WITH ORDINALITY a (item, place);
    ELSE
        RETURN QUERY SELECT 0::bigint, whole;
    END IF;
EXCEPTION
    WHEN invalid_text_representation OR statement_too_complex THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = 'the body is not JSON',
            HINT = 'Send one event, an array of events, or one event a line as application/x-ndjson.';
END;
$$;
COMMENT ON FUNCTION private.event_items(bytea, boolean) IS
    'the events of a body and where they stand: lines of it, elements of an array from 1, or at 0 the whole';

CREATE OR REPLACE FUNCTION private.events_plain(home text, places bigint[], items text[])
RETURNS TABLE (place bigint, item text, event data.call_event, call_id text)
LANGUAGE plpgsql STABLE ROWS 64
AS $$
DECLARE
    control CONSTANT text := '[\u0001-\u001F\u007F-\u009F]';
    time_form CONSTANT text := '^20\d\d-((0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)'
        '[T ]([01]\d|2[0-3]):[0-5]\d:[0-5]\d([.]\d{1,6})?(Z|[+-](0\d|1[0-4]):[0-5]\d)?$';
    bodies jsonb[];
BEGIN
    BEGIN
        bodies := ARRAY(SELECT CASE WHEN jsonb_typeof(b.body) = 'object' THEN b.body END
                          FROM unnest(items) i CROSS JOIN LATERAL (SELECT i::jsonb AS body OFFSET 0) b);
    EXCEPTION
        WHEN data_exception OR statement_too_complex THEN
            NULL; -- one of them is no JSON at all: none is read here
    END;
    RETURN QUERY
    SELECT i.place, i.item,
           CASE WHEN n.good THEN ROW (m.id::uuid, NULL, m.kind, n.calling, n.called, n.told, NULL, NULL, m.cause, NULL, NULL)::data.call_event END,
           CASE WHEN n.good THEN m.call_id END
      FROM unnest(places, items, bodies) i (place, item, body)
     CROSS JOIN LATERAL (
        SELECT i.body ->> 'event_id' AS id, i.body ->> 'call_id' AS call_id, i.body ->> 'event' AS kind,
               i.body ->> 'calling_number' AS calling, i.body ->> 'called_number' AS called, i.body ->> 'created_at' AS told,
               i.body ->> 'cause' AS cause OFFSET 0) m
     CROSS JOIN LATERAL (
        SELECT p.calling, p.called, p.told,
               coalesce(p.texts
                   AND p.calling IS NOT NULL AND p.called IS NOT NULL
                   AND (m.told IS NULL OR p.told BETWEEN '2000-01-01 00:00:00Z' AND now() + interval '5 minutes'), false) AS good
          FROM (SELECT
                       -- known members, texts all of them, and each once: that is four quotation marks
                       i.body - ARRAY['event_id', 'call_id', 'event', 'calling_number', 'called_number', 'created_at', 'cause'] = '{}'
                       AND 'string' = ALL (ARRAY[jsonb_typeof(i.body -> 'event_id'), jsonb_typeof(i.body -> 'call_id'), jsonb_typeof(i.body -> 'event'),
                                                 jsonb_typeof(i.body -> 'calling_number'), jsonb_typeof(i.body -> 'called_number'),
                                                 coalesce(jsonb_typeof(i.body -> 'created_at'), 'string'), coalesce(jsonb_typeof(i.body -> 'cause'), 'string')])
                       AND strpos(i.item, '\') = 0
                       AND octet_length(i.item) - octet_length(replace(i.item, '"', ''))
                           = 4 * num_nonnulls(m.id, m.call_id, m.kind, m.calling, m.called, m.told, m.cause)
                       AND m.id LIKE '________-____-____-____-____________' AND octet_length(replace(m.id, '-', '')) = 32 AND m.id !~ '[^0-9A-Fa-f-]'
                       AND octet_length(m.call_id) BETWEEN 1 AND 255 AND numsight.name_is_seen(m.call_id)
                       AND m.kind IN ('INITIATE', 'PROGRESS', 'ANSWER', 'DISCONNECT')
                       AND (m.cause IS NULL OR m.kind = 'DISCONNECT' AND m.cause = ANY (private.call_causes()))
                       AND m.calling !~ '[A-Za-z]' AND octet_length(m.calling) <= 64 AND octet_length(m.called) <= 64
                       AND m.call_id || m.calling || m.called !~ control AS texts,
                       coalesce(numsight.phone_try(m.calling, 'ZZ'), numsight.phone_try(m.calling, home)) AS calling,
                       coalesce(numsight.phone_try(m.called, 'ZZ'), numsight.phone_try(m.called, home)) AS called,
                       CASE WHEN m.told ~ time_form
                            THEN (m.told || CASE WHEN m.told ~ '(Z|[+-]\d\d:\d\d)$' THEN '' ELSE 'Z' END)::timestamptz END AS told
                OFFSET 0) p
        OFFSET 0) n;
END;
$$;
COMMENT ON FUNCTION private.events_plain(text, bigint[], text[]) IS
    'those of some events that are written as most are, read in one go; the others, and all of them if one is no JSON, are for private.event_try';

CREATE OR REPLACE FUNCTION private.events_read(actor bigint, content bytea, lines boolean, most integer, OUT places bigint[],
                                               OUT events data.call_event[], OUT call_ids text[], OUT bad_places bigint[],
                                               OUT faults text[], OUT remedies text[], OUT fields text[])
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    home CONSTANT text := private.region_for(actor);
    items text[];
    stands bigint[];
BEGIN
    SELECT coalesce(array_agg(i.item), '{}'), array_agg(i.place) INTO items, stands
      FROM (SELECT * FROM private.event_items(content, lines) LIMIT most + 1) i;
    IF cardinality(items) NOT BETWEEN 1 AND most THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
            MESSAGE = CASE WHEN items = '{}' THEN 'there is no event' ELSE format('there are more than %s events', most) END,
            HINT = format('Send 1 to %s at a time.', most);
    END IF;
    -- so few at a time that a line which is no JSON holds up no more than its neighbours
    SELECT array_agg(r.place) FILTER (WHERE r.fault IS NULL), array_agg(r.event) FILTER (WHERE r.fault IS NULL),
           array_agg(r.call_id) FILTER (WHERE r.fault IS NULL),
           array_agg(r.place) FILTER (WHERE r.fault IS NOT NULL), array_agg(r.fault) FILTER (WHERE r.fault IS NOT NULL),
           array_agg(r.remedy) FILTER (WHERE r.fault IS NOT NULL), array_agg(r.field) FILTER (WHERE r.fault IS NOT NULL)
      INTO places, events, call_ids, bad_places, faults, remedies, fields
      FROM (SELECT p.place, coalesce(p.call_id, t.call_id) AS call_id, CASE WHEN p.call_id IS NULL THEN t.event ELSE p.event END AS event,
                   t.fault, t.remedy, t.field
              FROM generate_series(1, cardinality(items), 64) c (first)
             CROSS JOIN LATERAL private.events_plain(home, stands[c.first : c.first + 63], items[c.first : c.first + 63]) p
              LEFT JOIN LATERAL private.event_try(actor, CASE WHEN p.call_id IS NULL THEN p.item END) t ON true
             ORDER BY p.place) r;
END;
$$;
COMMENT ON FUNCTION private.events_read(bigint, bytea, boolean, integer) IS
    'the events of a body that are good, and what is wrong with the others';

