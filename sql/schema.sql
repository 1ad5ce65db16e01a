-- schema.sql: extensions, schemas, and nothing for PUBLIC

CREATE SCHEMA IF NOT EXISTS contrib;
COMMENT ON SCHEMA contrib IS 'extensions that come with PostgreSQL, out of everybody''s search path';
CREATE EXTENSION IF NOT EXISTS pgcrypto SCHEMA contrib;
CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA contrib;
CREATE EXTENSION IF NOT EXISTS numsight;
ALTER EXTENSION numsight UPDATE;
\ir extension.sql

CREATE SCHEMA IF NOT EXISTS data AUTHORIZATION numsight_owner;
COMMENT ON SCHEMA data IS 'the facts: tables, and no function';

CREATE SCHEMA IF NOT EXISTS private AUTHORIZATION numsight_owner;
COMMENT ON SCHEMA private IS 'the rules: functions that nobody outside may call';
CREATE SCHEMA IF NOT EXISTS api AUTHORIZATION numsight_owner;
COMMENT ON SCHEMA api IS 'the contract: one function for each route of the workers';
-- views hold no rows and serve analysts alone: made anew, so that their columns may change
DROP SCHEMA IF EXISTS report CASCADE;
CREATE SCHEMA report AUTHORIZATION numsight_owner;
COMMENT ON SCHEMA report IS 'views for analysts: masked and summed';

SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database()) \gexec
SELECT format('GRANT CONNECT ON DATABASE %I TO numsight_api, numsight_jobs, numsight_analyst', current_database()) \gexec
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA numsight TO PUBLIC;
GRANT USAGE ON SCHEMA contrib TO numsight_owner;
ALTER DEFAULT PRIVILEGES FOR ROLE numsight_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
