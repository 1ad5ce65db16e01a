-- call.sql: events of calls come in, histories go out

CREATE OR REPLACE FUNCTION api.call_events(session uuid, content bytea, media text)
RETURNS api.reply
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    actor CONSTANT bigint := private.actor(session);
BEGIN
    RETURN CASE media
        WHEN 'application/x-ndjson' THEN private.call_events_lines(actor, content)
        WHEN 'application/x-www-form-urlencoded' THEN private.call_events_all(actor, convert_to(private.form_object(private.body_text(content))::text, 'UTF8'))
        ELSE private.call_events_all(actor, content) END;
END;
$$;
COMMENT ON FUNCTION api.call_events(uuid, bytea, text) IS
    'POST /v1/call-events: what happens in calls, in any order: one event, an array of up to a thousand, all of it or nothing, or one event a line, of which those that are good are stored
takes application/json call_event[?]: one event, or an array of up to a thousand
takes application/x-ndjson: one event a line, ten thousand at most {"example": "{\"event_id\": \"0b9f5d3c-6f0e-4a53-9d0c-3c8f5a1b2c3d\", \"call_id\": \"call-1\", \"event\": \"INITIATE\", \"calling_number\": \"+919876543210\", \"called_number\": \"+919876543211\", \"created_at\": \"2024-04-01T12:00:00Z\"}\n"}
takes application/x-www-form-urlencoded call_event: one event
200 events_stored: what was stored; an event that was sent again changes nothing
409: an event_id was that of another event, or a call_id that of a call between others';

CREATE OR REPLACE FUNCTION api.call_history(session uuid, number text, region text, status text, direction text, since text,
                                 until text, counterparty text, final text, size bigint, cursor text)
RETURNS api.reply
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN private.call_history('history', private.actor(session), number, region, status, direction, since, until,
                                counterparty, final, size, cursor);
END;
$$;
COMMENT ON FUNCTION api.call_history(uuid, text, text, text, text, text, text, text, text, bigint, text) IS
    'GET /v1/call-history/{number}: calls from and to a number of the caller''s, newest first; of a virtual number those of the time in which he has had it, and, told since then, of the time before when nobody had it; agents and operators may ask for any number
200 call_history_page: one page of them
404: the number is not the caller''s';

CREATE OR REPLACE FUNCTION api.old_call_history(session uuid, number text, final text, size bigint, cursor text,
                                     region text DEFAULT NULL)
RETURNS api.reply
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN private.call_history('old', private.actor(session), number, region, NULL, NULL, NULL, NULL, NULL, final, size, cursor);
END;
$$;
COMMENT ON FUNCTION api.old_call_history(uuid, text, text, bigint, text, text) IS
    'GET /call-history/{number}: calls from and to a number of the caller''s as a bare array, newest first; Link names the next page
200 old_call_entry[]: one page of them
404: the number is not the caller''s';

CREATE OR REPLACE FUNCTION api.call_logs(session uuid, number text, region text, status text, direction text, since text,
                              until text, counterparty text, final text, size bigint, cursor text)
RETURNS api.reply
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    actor CONSTANT bigint := private.actor(session);
BEGIN
    IF number IS NOT NULL THEN
        RETURN private.call_history('log', actor, number, region, status, direction, since, until, counterparty, final,
                                    size, cursor);
    END IF;
    RETURN private.call_page('log', private.all_numbers(actor), actor, actor, region, status, direction, since, until,
                             counterparty, final, size, cursor);
END;
$$;
COMMENT ON FUNCTION api.call_logs(uuid, text, text, text, text, text, text, text, text, bigint, text) IS
    'GET /v1/call-logs: calls from and to all numbers of the caller''s, virtual ones included, newest first
200 call_log_page: one page of them
404: number is not the caller''s';
