-- extension.sql: an extension that was installed from an earlier script of the same version
--
-- Scripts of releases never change, but that of a version not released yet grows. Functions and aggregates that
-- it was given since are made as it makes them; a database that has them all is left as it is. So are the terms of
-- the spam model: the shipped versions become what they are now, and in an operator's own a new term weighs nothing.

DO $$
DECLARE
    script CONSTANT text := pg_read_file(
        coalesce(current_setting('extension_destdir', true), '') || (SELECT c.setting FROM pg_config c WHERE c.name = 'SHAREDIR')
        || '/extension/numsight--' || (SELECT e.extversion FROM pg_extension e WHERE e.extname = 'numsight') || '.sql', 0, 10000000, true);
    -- statements begin a line, what is in them does not begin one with these words
    statements CONSTANT text[] := regexp_split_to_array(replace(script, 'MODULE_PATHNAME', '$libdir/numsight'), '\n(?=(CREATE|COMMENT ON|INSERT INTO|SELECT|GRANT|REVOKE|ALTER|UPDATE|DO) )');
    subject text;
BEGIN
    IF NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = to_regclass('numsight.spam_in_use') AND a.attname = 'since') THEN
        RAISE EXCEPTION USING ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = 'the database was made before the first release that can be updated',
            HINT = 'Go back to the release from before, take along what is needed, and begin with a new database.';
    END IF;
    SET LOCAL search_path = numsight, pg_catalog;
    FOR i IN 2 .. coalesce(cardinality(statements), 0) LOOP
        subject := substring(statements[i] FROM '^COMMENT ON ((FUNCTION|AGGREGATE) .*\)) IS');
        CONTINUE WHEN subject IS NULL;
        BEGIN
            EXECUTE statements[i];
        EXCEPTION
            WHEN undefined_function THEN
                EXECUTE statements[i - 1];
                EXECUTE statements[i];
                EXECUTE 'ALTER EXTENSION numsight ADD ' || subject;
        END;
    END LOOP;
    IF EXISTS (SELECT * FROM spam_shipped() EXCEPT SELECT * FROM spam_model) THEN
        ALTER TABLE spam_model DISABLE TRIGGER guard;
        DELETE FROM spam_model m WHERE m.version <= 100;
        INSERT INTO spam_model SELECT * FROM spam_shipped();
        INSERT INTO spam_model
        SELECT o.version, s.term, s.kind, CASE s.kind WHEN 'constant' THEN s.weight ELSE 0 END, s.lo, s.hi, s.sign, s.shrink, s.note
          FROM (SELECT DISTINCT m.version FROM spam_model m WHERE m.version > 100) o
          JOIN spam_shipped() s ON s.version = 2        -- where sharpness is 1, which changes nothing
         WHERE NOT EXISTS (SELECT FROM spam_model m WHERE (m.version, m.term) = (o.version, s.term));
        ALTER TABLE spam_model ENABLE TRIGGER guard;
    END IF;
    SET LOCAL search_path = pg_catalog;
END;
$$;
