-- answers.sql: what :method answers to the queries of :set, and how fast
\set ON_ERROR_STOP on
SET client_min_messages = warning;
DROP SCHEMA IF EXISTS asked CASCADE;
CREATE SCHEMA asked;
SET search_path = asked, numsight, public;
CREATE TABLE person AS TABLE public.person;
\ir method/:method.sql
ANALYZE person;
CREATE FUNCTION answers(chosen text) RETURNS TABLE (place integer, microseconds bigint, ids bigint[])
LANGUAGE plpgsql AS $$
DECLARE
    asked record;
    begun timestamptz;
BEGIN
    FOR asked IN SELECT q.place, q.query FROM query q WHERE q.set = chosen ORDER BY q.place LOOP
        begun := clock_timestamp();
        ids := answer(asked.query);
        place := asked.place;
        microseconds := extract(epoch FROM clock_timestamp() - begun) * 1e6;
        RETURN NEXT;
    END LOOP;
END $$;
\pset tuples_only on
\pset format unaligned
\pset fieldsep '\t'
SELECT :'method', place, microseconds, array_to_string(ids, ',') FROM answers(:'set');
