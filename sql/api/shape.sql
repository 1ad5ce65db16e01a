-- shape.sql: the JSON that goes in and out, as composite types: what docs/openapi.sql tells of it
--
-- No function needs them: they are made anew at each run, and tests hold answers against them. A
-- comment is a sentence, then, where there is more to say, keywords of JSON Schema as one object. A
-- member may be null if its sentence says so. Without a comment a member has that of its domain.
-- Every member has an example, of its own or of its type; of what clients give, those without one are
-- left out of the examples of bodies. A parameter of a query that is needed says so by "required".

SET LOCAL client_min_messages = error;
DO $$
DECLARE
    one text;
BEGIN
    FOR one IN
        SELECT t.typname FROM pg_type t LEFT JOIN pg_class c ON c.oid = t.typrelid
         WHERE t.typnamespace = 'api'::regnamespace AND t.typname <> 'reply' AND (t.typtype = 'd' OR c.relkind = 'c')
    LOOP
        EXECUTE format('DROP TYPE IF EXISTS api.%I CASCADE', one);
    END LOOP;
END;
$$;
SET LOCAL client_min_messages = warning;

-- one with more members than another has those of the other first, and their comments
CREATE FUNCTION private.shape(wanted text, base text, more text) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    of_base CONSTANT regclass := format('api.%I', base);
    one record;
BEGIN
    EXECUTE format('CREATE TYPE api.%I AS (%s, %s)', wanted, (
        SELECT string_agg(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod)), ', ' ORDER BY a.attnum)
          FROM pg_attribute a WHERE a.attrelid = of_base AND a.attnum > 0), more);
    FOR one IN SELECT a.attname, col_description(of_base, a.attnum) AS said FROM pg_attribute a WHERE a.attrelid = of_base AND a.attnum > 0 LOOP
        EXECUTE format('COMMENT ON COLUMN api.%I.%I IS %L', wanted, one.attname, one.said);
    END LOOP;
END;
$$;


\ir shape/value.sql
\ir shape/account.sql
\ir shape/contact.sql
\ir shape/directory.sql
\ir shape/stats.sql
\ir shape/admin.sql
\ir shape/call.sql
\ir shape/virtual_number.sql
\ir shape/lookup.sql
\ir shape/twilio.sql
\ir shape/given.sql

DROP FUNCTION private.shape(text, text, text);
