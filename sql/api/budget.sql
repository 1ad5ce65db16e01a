-- budget.sql: budgets live in the memory of the workers; this is what a start reads and each second adds

CREATE OR REPLACE FUNCTION api.budgets()
RETURNS api.reply
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    today CONSTANT date := (now() AT TIME ZONE 'UTC')::date;
BEGIN
    RETURN private.reply(200, coalesce((
        SELECT string_agg(f.line, E'\n')
          FROM (SELECT d.subject || ' n ' || d.number AS line FROM data.disclosure d WHERE d.day = today
                UNION ALL
                SELECT m.subject || ' m ' || m.count FROM data.miss m WHERE m.day = today) f), ''));
END;
$$;
COMMENT ON FUNCTION api.budgets() IS
    'GET /v1/{any}: what was shown to whom today, and misses, a line each: subject n number, or subject m count; for the workers themselves';

CREATE OR REPLACE FUNCTION api.budgets_keep(subjects text[], numbers bigint[])
RETURNS api.reply
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    today CONSTANT date := (now() AT TIME ZONE 'UTC')::date;
BEGIN
    -- in one order, so that two workers never wait for each other
    INSERT INTO data.disclosure (subject, day, number)
    SELECT DISTINCT f.subject, today, f.number FROM unnest(subjects, numbers) f (subject, number)
     WHERE f.number IS NOT NULL
     ORDER BY f.subject, f.number
    ON CONFLICT DO NOTHING;
    INSERT INTO data.miss AS m (subject, day, count)
    SELECT f.subject, today, count(*) FROM unnest(subjects, numbers) f (subject, number)
     WHERE f.number IS NULL
     GROUP BY f.subject
     ORDER BY f.subject
    ON CONFLICT ON CONSTRAINT miss_pkey DO UPDATE SET count = m.count + excluded.count;
    RETURN private.reply(200, '{}');
END;
$$;
COMMENT ON FUNCTION api.budgets_keep(text[], bigint[]) IS
    'POST /v1/{any}: writes down what was charged, two arrays side by side; a missing number stands for a miss';

CREATE OR REPLACE FUNCTION api.lookups_keep(told bigint)
RETURNS api.reply
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    INSERT INTO data.tally AS t (what, hour, count)
    VALUES ('lookups', date_trunc('hour', now(), 'UTC'), told)
    ON CONFLICT ON CONSTRAINT tally_pkey DO UPDATE SET count = t.count + excluded.count;
    RETURN private.reply(200, '{}');
END;
$$;
COMMENT ON FUNCTION api.lookups_keep(bigint) IS
    'POST /v1/{any}: adds to the look-ups of this hour how many numbers the workers have told in the last second';
