-- role.sql: who may do what; made once for a cluster, repeated without harm

DO $$
DECLARE
    wanted record;
BEGIN
    FOR wanted IN
        SELECT * FROM (VALUES
            ('numsight_owner', 'NOLOGIN', 'owns tables and functions, is nobody'),
            ('numsight_api', 'LOGIN', 'the workers: EXECUTE on api functions, nothing else'),
            ('numsight_jobs', 'LOGIN', 'the daemons beside the workers'),
            ('numsight_analyst', 'LOGIN', 'reads the views of report')) r (name, login, note)
    LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted.name) THEN
            EXECUTE format('CREATE ROLE %I', wanted.name);
        END IF;
        EXECUTE format('ALTER ROLE %I %s NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS INHERIT',
                       wanted.name, wanted.login);
        EXECUTE format('COMMENT ON ROLE %I IS %L', wanted.name, wanted.note);
    END LOOP;
END;
$$;

-- the log must not learn what people typed
ALTER ROLE numsight_api SET log_min_error_statement = 'panic';
ALTER ROLE numsight_api SET log_parameter_max_length_on_error = 0;
ALTER ROLE numsight_api SET log_parameter_max_length = 0;
ALTER ROLE numsight_api SET idle_in_transaction_session_timeout = '5s';
ALTER ROLE numsight_jobs SET log_min_error_statement = 'panic';
ALTER ROLE numsight_jobs SET log_parameter_max_length_on_error = 0;
ALTER ROLE numsight_jobs SET log_parameter_max_length = 0;
-- short statements: compiling one costs more than it saves
ALTER ROLE numsight_api SET jit = off;
ALTER ROLE numsight_analyst SET default_transaction_read_only = on;
ALTER ROLE numsight_analyst SET search_path = report, pg_catalog;
