-- stale.sql: functions of an earlier release, which no file makes any more
--
-- Functions are replaced in place, under workers that go on calling them: no table is locked and no
-- call fails. Before that each is marked by its comment; every file comments what it makes, so what
-- is still marked afterwards is dropped. One whose result or parameter names change is dropped by a
-- file of migrate/, for it cannot be replaced.

DO $$
DECLARE
    mark CONSTANT text := 'of an earlier release';
    ours CONSTANT regnamespace[] := ARRAY['private', 'api'];
    one regprocedure;
    stale text;
BEGIN
    IF current_setting('numsight.step') = 'mark' THEN
        FOR one IN SELECT p.oid FROM pg_proc p WHERE p.pronamespace = ANY (ours) LOOP
            EXECUTE format('COMMENT ON ROUTINE %s IS %L', one, mark);
        END LOOP;
    ELSE
        SELECT string_agg(p.oid::regprocedure::text, ', ') INTO stale
          FROM pg_proc p WHERE p.pronamespace = ANY (ours) AND obj_description(p.oid, 'pg_proc') = mark;
        IF stale IS NOT NULL THEN
            EXECUTE 'DROP ROUTINE ' || stale;
        END IF;
    END IF;
END;
$$;
