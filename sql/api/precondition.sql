-- precondition.sql: a change of something takes place only if it still is what the client has seen

CREATE OR REPLACE FUNCTION api.precondition(session uuid, reader text, id text, tags text)
RETURNS api.reply
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    actor CONSTANT bigint := private.actor(session);
    standing_status smallint;
    standing_body text;
BEGIN
    -- one change at a time, so that nothing comes between the look and the change
    PERFORM pg_advisory_xact_lock(hashtextextended(concat_ws(' ', reader, coalesce(lower(id), actor::text)), 0));
    IF tags IS NULL THEN
        RETURN NULL;
    END IF;
    -- what belongs to the caller himself is read without an id
    EXECUTE format('SELECT r.status, r.body FROM api.%I(%s) r', reader, CASE WHEN id IS NULL THEN '$1' ELSE '$1, $2' END)
       INTO standing_status, standing_body USING session, id;
    IF standing_status <> 200 THEN
        RETURN private.problem(standing_status, standing_body);
    ELSIF private.tag_named(tags, standing_body) THEN
        RETURN NULL;
    END IF;
    RETURN private.problem(412, 'it is no longer what this If-Match names. Read it again.');
END;
$$;
COMMENT ON FUNCTION api.precondition(uuid, text, text, text) IS
    'PATCH /v1/{any}: 412 unless what the GET of the same path answers has one of these ETags; NULL if it has, or if none was asked for';
