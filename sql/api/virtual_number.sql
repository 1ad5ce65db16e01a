-- virtual_number.sql: numbers that somebody rents, and their ports

CREATE OR REPLACE FUNCTION api.virtual_numbers(session uuid, size bigint, cursor text)
RETURNS api.reply
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    page CONSTANT record := private.virtual_number_page(private.actor(session), size, cursor);
BEGIN
    RETURN private.page(private.virtual_number_objects(page.ids), page.next);
END;
$$;
COMMENT ON FUNCTION api.virtual_numbers(uuid, bigint, text) IS
    'GET /v1/virtual-numbers: the own virtual numbers, newest first, those that were ported out included
200 virtual_number_page: one page of them';

CREATE OR REPLACE FUNCTION api.virtual_number(session uuid, id text)
RETURNS api.reply
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    actor CONSTANT bigint := private.actor(session);
    one CONSTANT bigint := (SELECT v.id FROM data.virtual_number v
                             WHERE v.id = private.unseal('virtual_number', virtual_number.id) AND v.owner = actor);
BEGIN
    IF one IS NULL THEN
        RETURN private.missing('virtual number');
    END IF;
    RETURN private.reply(200, private.virtual_number_objects(ARRAY[one]));
END;
$$;
COMMENT ON FUNCTION api.virtual_number(uuid, text) IS
    'GET /v1/virtual-numbers/{id}: one of the own virtual numbers
200 virtual_number: as it is now
404: the caller has no such number';

CREATE OR REPLACE FUNCTION api.virtual_number_create(session uuid, phone_number text, is_active boolean, region text)
RETURNS api.reply
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    actor CONSTANT bigint := private.actor(session);
    made CONSTANT bigint := private.virtual_number_add(
        actor, private.phone_of(actor, phone_number, region), coalesce(is_active, true));
BEGIN
    IF made IS NULL THEN
        RETURN private.problem(409, 'phone_number is somebody''s already', 'phone_number');
    END IF;
    RETURN private.reply(201, private.virtual_number_objects(ARRAY[made]));
END;
$$;
COMMENT ON FUNCTION api.virtual_number_create(uuid, text, boolean, text) IS
    'POST /v1/virtual-numbers: takes a number into use, or, with is_active false, asks for it, to be activated or ported in later
201 virtual_number: it is the caller''s
409: the number is somebody''s, the caller''s own included';

CREATE OR REPLACE FUNCTION api.virtual_number_change(session uuid, id text, is_active boolean, status text)
RETURNS api.reply
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    actor CONSTANT bigint := private.actor(session);
    one CONSTANT data.virtual_number := private.virtual_number_own(actor, virtual_number_change.id);
    wanted text := status;
BEGIN
    IF status NOT IN ('active', 'suspended', 'released') THEN
        PERFORM private.refuse('status', 'is not known', 'Use active, suspended or released.');
    ELSIF is_active <> (status = 'active') THEN
        PERFORM private.refuse('is_active', 'says something else than status', 'Give one of the two.');
    ELSIF one.id IS NULL THEN
        RETURN private.missing('virtual number');
    END IF;
    IF status IS NULL AND is_active <> (one.state = 'active') THEN
        wanted := CASE WHEN is_active THEN 'active' ELSE 'suspended' END;
    END IF;
    IF wanted IS NOT NULL AND wanted <> one.state THEN
        IF NOT private.virtual_number_may(one.state, wanted) THEN
            RETURN private.problem(409, format('the number is %s and cannot become %s', one.state, wanted), 'status');
        ELSIF wanted = 'released' AND (private.port_of(one)).id IS NOT NULL THEN
            RETURN private.problem(409, 'the number waits for a port. Cancel that first.', 'status');
        ELSIF NOT private.virtual_number_move(one, wanted) THEN
            RETURN private.problem(409, 'somebody else has the number', 'status');
        END IF;
    END IF;
    RETURN private.reply(200, private.virtual_number_objects(ARRAY[one.id]));
END;
$$;
COMMENT ON FUNCTION api.virtual_number_change(uuid, text, boolean, text) IS
    'PATCH /v1/virtual-numbers/{id}: switches a number on or off, or gives it back
200 virtual_number: as it is now
404: the caller has no such number
409: it cannot come into this state';

CREATE OR REPLACE FUNCTION api.virtual_number_port(session uuid, id text, direction text, carrier text,
                                        authorization_digest text, cut_over_at text)
RETURNS api.reply
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    actor CONSTANT bigint := private.actor(session);
    digest CONSTANT bytea := private.digest_of(authorization_digest, 'authorization_digest');
    cut_over CONSTANT timestamptz := private.future_of(cut_over_at, 'cut_over_at');
    label CONSTANT text := private.name_of(carrier, 'carrier');
    one CONSTANT data.virtual_number := private.virtual_number_own(actor, virtual_number_port.id);
    refusal api.reply;
BEGIN
    IF direction NOT IN ('in', 'out') THEN
        PERFORM private.refuse('direction', 'is not known', 'Use in or out.');
    ELSIF one.id IS NULL THEN
        RETURN private.missing('virtual number');
    ELSIF (private.port_of(one)).id IS NOT NULL THEN
        RETURN private.problem(409, 'the number waits for a port already. Cancel that first.', 'direction');
    END IF;
    refusal := CASE direction WHEN 'out' THEN private.port_out(one, cut_over)
                              ELSE private.port_in(one, digest, cut_over) END;
    IF refusal.status IS NOT NULL THEN
        RETURN refusal;
    END IF;
    INSERT INTO data.port (virtual_number, inward, carrier, authorization_digest, cut_over)
    VALUES (one.id, direction = 'in', label, digest, cut_over);
    RETURN private.reply(201, private.virtual_number_objects(ARRAY[one.id]));
END;
$$;
COMMENT ON FUNCTION api.virtual_number_port(uuid, text, text, text, text, text) IS
    'POST /v1/virtual-numbers/{id}/port: agrees that a number comes from another carrier or owner, or goes to one, at a time to come; calls that began before stay with the old owner
201 virtual_number: the port is agreed
403: another owner has let the number go with another authorization
404: the caller has no such number
409: its state does not allow it, or it waits for a port already';

CREATE OR REPLACE FUNCTION api.virtual_number_port_cancel(session uuid, id text)
RETURNS api.reply
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    actor CONSTANT bigint := private.actor(session);
    one CONSTANT data.virtual_number := private.virtual_number_own(actor, virtual_number_port_cancel.id);
BEGIN
    IF one.id IS NULL OR NOT private.port_cancel(one) THEN
        RETURN private.missing('port');
    END IF;
    RETURN private.reply(204, NULL);
END;
$$;
COMMENT ON FUNCTION api.virtual_number_port_cancel(uuid, text) IS
    'DELETE /v1/virtual-numbers/{id}/port: calls a port off, until its cut-over
204: all is as it was before
404: no such number of the caller waits for a port';

CREATE OR REPLACE FUNCTION api.old_virtual_numbers(session uuid, size bigint, cursor text)
RETURNS api.reply
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    page CONSTANT record := private.virtual_number_page(private.actor(session), size, cursor);
BEGIN
    RETURN private.reply(200, '[' || coalesce(private.virtual_number_objects(page.ids, true), '') || ']', page.next);
END;
$$;
COMMENT ON FUNCTION api.old_virtual_numbers(uuid, bigint, text) IS
    'GET /api/virtual_numbers: the own virtual numbers as a bare array; Link names the next page
200 old_virtual_number[]: one page of them';

CREATE OR REPLACE FUNCTION api.old_virtual_number_create(session uuid, phone_number text, is_active boolean,
                                              region text DEFAULT NULL)
RETURNS api.reply
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    actor CONSTANT bigint := private.actor(session);
    made CONSTANT bigint := private.virtual_number_add(
        actor, private.phone_of(actor, phone_number, region), coalesce(is_active, true));
BEGIN
    IF made IS NULL THEN
        RETURN private.problem(409, 'phone_number is somebody''s already', 'phone_number');
    END IF;
    RETURN private.reply(201, private.virtual_number_objects(ARRAY[made], true));
END;
$$;
COMMENT ON FUNCTION api.old_virtual_number_create(uuid, text, boolean, text) IS
    'POST /api/virtual_numbers/create: takes a number into use
201 old_virtual_number: it is the caller''s
409: the number is somebody''s';
