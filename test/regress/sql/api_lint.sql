-- api_lint: what holds for every table and every function of the application
\pset format unaligned
\pset tuples_only on

-- functions that run as their owner pin the search path and are closed to PUBLIC
SELECT p.oid::regprocedure FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname IN ('api','private') AND p.prosecdef
  AND (coalesce(array_to_string(p.proconfig, ','), '') NOT LIKE '%search_path=pg_catalog, pg_temp%'
       OR has_function_privilege('public', p.oid, 'EXECUTE'));

-- no function of the application is open to PUBLIC, and all are the owner's, who is nobody
SELECT p.oid::regprocedure FROM pg_proc p
 WHERE p.pronamespace IN ('api'::regnamespace, 'private'::regnamespace, 'report'::regnamespace, 'data'::regnamespace)
   AND (has_function_privilege('public', p.oid, 'EXECUTE') OR p.proowner <> 'numsight_owner'::regrole);
SELECT rolcanlogin, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = 'numsight_owner';

-- an api function is plpgsql, runs as its owner, answers api.reply, or one for each of several calls, and is granted to the workers alone
SELECT p.oid::regprocedure FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
 WHERE p.pronamespace = 'api'::regnamespace
   AND (l.lanname <> 'plpgsql' OR NOT p.prosecdef OR p.proretset <> (p.proname LIKE '%\_together') OR p.provolatile = 'i'
        OR p.prorettype <> 'api.reply'::regtype AND p.proname <> 'password_of'
        OR NOT has_function_privilege('numsight_api', p.oid, 'EXECUTE')
        OR has_function_privilege('numsight_jobs', p.oid, 'EXECUTE')
        OR has_function_privilege('numsight_analyst', p.oid, 'EXECUTE'));
-- the workers may call nothing else of ours
SELECT p.oid::regprocedure FROM pg_proc p
 WHERE p.pronamespace IN ('private'::regnamespace, 'report'::regnamespace)
   AND has_function_privilege('numsight_api', p.oid, 'EXECUTE');

-- each begins its comment with its route; what a GET calls is STABLE, everything else VOLATILE, but
-- for questions that are too long for a path
SELECT p.oid::regprocedure FROM pg_proc p
 WHERE p.pronamespace = 'api'::regnamespace
   AND coalesce(obj_description(p.oid, 'pg_proc'), '') !~ '^(GET|POST|PUT|PATCH|DELETE) /[A-Za-z0-9/_{}-]+: .{10}';
SELECT p.oid::regprocedure FROM pg_proc p
 WHERE p.pronamespace = 'api'::regnamespace
   AND (p.provolatile = 's') <> (obj_description(p.oid, 'pg_proc') LIKE 'GET %');
-- one function a name, so that a route says which
SELECT proname FROM pg_proc WHERE pronamespace = 'api'::regnamespace GROUP BY proname HAVING count(*) > 1;

-- everything is commented: tables, views, domains, types, functions, schemas, roles
SELECT c.oid::regclass FROM pg_class c
 WHERE c.relnamespace IN ('data'::regnamespace, 'report'::regnamespace, 'private'::regnamespace) AND c.relkind IN ('r', 'v')
   AND obj_description(c.oid, 'pg_class') IS NULL;
SELECT t.oid::regtype FROM pg_type t LEFT JOIN pg_class c ON c.oid = t.typrelid
 WHERE t.typnamespace IN ('data'::regnamespace, 'api'::regnamespace, 'private'::regnamespace)
   AND (t.typtype = 'd' OR c.relkind = 'c') AND coalesce(obj_description(t.oid, 'pg_type'), obj_description(c.oid, 'pg_class')) IS NULL;
SELECT p.oid::regprocedure FROM pg_proc p
 WHERE p.pronamespace IN ('api'::regnamespace, 'private'::regnamespace, 'report'::regnamespace)
   AND obj_description(p.oid, 'pg_proc') IS NULL;
SELECT nspname FROM pg_namespace
 WHERE nspname IN ('api', 'private', 'data', 'report', 'contrib') AND obj_description(oid, 'pg_namespace') IS NULL;
SELECT rolname FROM pg_roles WHERE rolname LIKE 'numsight%' AND shobj_description(oid, 'pg_authid') IS NULL;

-- every table has a primary key, and every foreign key an index to find its rows by
SELECT c.oid::regclass FROM pg_class c
 WHERE c.relnamespace = 'data'::regnamespace AND c.relkind = 'r'
   AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary);
SELECT f.conrelid::regclass, f.conname FROM pg_constraint f
 WHERE f.contype = 'f' AND f.connamespace = 'data'::regnamespace
   AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = f.conrelid AND i.indkey[0] = f.conkey[1]);

-- nobody but the owner has any privilege on a table; personal tables are walled off once more
SELECT c.oid::regclass, r.rolname FROM pg_class c CROSS JOIN pg_roles r
 WHERE c.relnamespace = 'data'::regnamespace AND c.relkind IN ('r', 'S')
   AND NOT r.rolsuper AND r.rolname LIKE 'numsight%' AND r.rolname <> 'numsight_owner'
   AND CASE c.relkind WHEN 'S' THEN has_sequence_privilege(r.oid, c.oid, 'USAGE, SELECT, UPDATE')
            ELSE has_table_privilege(r.oid, c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
              OR has_any_column_privilege(r.oid, c.oid, 'SELECT, INSERT, UPDATE, REFERENCES') END;
SELECT c.oid::regclass FROM pg_class c
 WHERE c.relnamespace = 'data'::regnamespace AND c.relkind = 'r'
   AND (NOT c.relrowsecurity OR NOT c.relforcerowsecurity)
   AND c.relname NOT IN ('entry', 'listing', 'number', 'source', 'schema_migration')
 ORDER BY 1;
SELECT p.polrelid::regclass, p.polname FROM pg_policy p
 WHERE p.polroles <> ARRAY['numsight_owner'::regrole::oid];

-- seen from the workers: every table refuses, and so do private functions
SET ROLE numsight_api;
DO $$
DECLARE
    one regclass;
BEGIN
    FOR one IN SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname IN ('data', 'report', 'private') AND c.relkind IN ('r', 'v') LOOP
        BEGIN
            EXECUTE format('SELECT FROM %s LIMIT 1', one);
            RAISE WARNING '% can be read', one;
        EXCEPTION WHEN insufficient_privilege THEN
            NULL;
        END;
    END LOOP;
END $$;
SELECT private.deployment_region();
SELECT contrib.gen_random_bytes(1);
CREATE TABLE public.mine ();
SELECT has_database_privilege(current_database(), 'TEMP'), has_database_privilege(current_database(), 'CREATE');
RESET ROLE;
-- from analysts: views and nothing else
SET ROLE numsight_analyst;
SELECT count(*) >= 0 FROM report.number;
SELECT count(*) >= 0 FROM report.activity;
SELECT data.account.* FROM data.account;
SELECT api.me(NULL);
RESET ROLE;
-- the second wall: a grant made by mistake shows no row and takes none
BEGIN;
GRANT USAGE ON SCHEMA data TO numsight_analyst;
GRANT SELECT, INSERT ON data.setting TO numsight_analyst;
SET ROLE numsight_analyst;
SELECT count(*) FROM data.setting;
INSERT INTO data.setting VALUES ('x', 'y', 'z');
ROLLBACK;

-- a view shows no e-mail, no whole number, no name
SELECT attrelid::regclass, attname FROM pg_attribute
 WHERE attrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'report'::regnamespace)
   AND (attname ~ 'email|name|password|phone' OR atttypid = 'numsight.phone'::regtype);
SELECT oid::regclass FROM pg_class
 WHERE relnamespace = 'report'::regnamespace AND relkind = 'v'
   AND coalesce(array_to_string(reloptions, ','), '') NOT LIKE '%security_barrier%';

-- account.email is named by its owner's profile, by private.email_visible, and by nobody else who reads
SELECT p.proname FROM pg_proc p
 WHERE p.pronamespace IN ('api'::regnamespace, 'private'::regnamespace)
   AND p.prosrc ~ '\m(a|account|theirs)\.email\M' ORDER BY 1;

-- nothing is found wrong by plpgsql_check
SET client_min_messages = warning;
BEGIN;
CREATE EXTENSION plpgsql_check SCHEMA public;
SELECT DISTINCT p.oid::regprocedure::text, c
  FROM pg_proc p
  JOIN pg_language l ON l.oid = p.prolang AND l.lanname = 'plpgsql'
  LEFT JOIN pg_trigger t ON t.tgfoid = p.oid
 CROSS JOIN LATERAL public.plpgsql_check_function(p.oid, coalesce(t.tgrelid, 0),
        extra_warnings => true, performance_warnings => false, security_warnings => true,
        oldtable => CASE WHEN t.tgtype & 1 = 0 THEN 'removed' END,
        newtable => CASE WHEN t.tgtype & 1 = 0 THEN 'added' END) c
 WHERE p.pronamespace IN ('api'::regnamespace, 'private'::regnamespace, 'report'::regnamespace)
 ORDER BY 1, 2;
ROLLBACK;
