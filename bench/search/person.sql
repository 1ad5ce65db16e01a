-- person.sql: people into :table, from the lines of standard input
\set ON_ERROR_STOP on
SET client_min_messages = warning;
CREATE SCHEMA IF NOT EXISTS numsight;
CREATE SCHEMA IF NOT EXISTS contrib;
CREATE EXTENSION IF NOT EXISTS numsight SCHEMA numsight;
CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA contrib;
CREATE TEMP TABLE written (id bigint, name text, phone text, popularity integer, spam real);
\copy written FROM pstdin
CREATE TABLE :table AS
SELECT id, name, phone, popularity, spam, numsight.name_fold(name) AS key FROM written;
VACUUM (FREEZE, ANALYZE) :table;
