-- record_keep.sql: what is told of a call belongs to its record
--
-- Foreign keys would ask for every row, and thousands come at a time.

CREATE OR REPLACE FUNCTION private.record_keep()
RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
    stranger bigint;
BEGIN
    IF TG_TABLE_NAME = 'call_event' THEN
        -- a record is not deleted while something is told of it; what it says comes after its events
        PERFORM FROM data.call_record r WHERE r.id IN (SELECT a.record FROM added a) FOR KEY SHARE;
    END IF;
    -- the least of all, not any: whoever wants but one row is given a plan that is slow to find none
    SELECT min(a.record) INTO stranger FROM added a LEFT JOIN data.call_record r ON r.id = a.record
     WHERE a.record IS NOT NULL AND r.id IS NULL;
    IF stranger IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'foreign_key_violation',
            MESSAGE = format('there is no call %s', stranger), HINT = 'Make a row of data.call_record first.';
    END IF;
    RETURN NULL;
END;
$$;
COMMENT ON FUNCTION private.record_keep() IS
    'events, and what calls say, belong to a call that is there';

CREATE OR REPLACE FUNCTION private.record_empty()
RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    DELETE FROM data.call_event e WHERE e.record IN (SELECT r.id FROM removed r);
    UPDATE data.call c SET record = NULL WHERE c.record IN (SELECT r.id FROM removed r);
    RETURN NULL;
END;
$$;
COMMENT ON FUNCTION private.record_empty() IS
    'with a call its events go; what it said stays';
