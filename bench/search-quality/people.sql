-- people.sql: the directory and the queries, from files in the folder of :people
\set ON_ERROR_STOP on
SET client_min_messages = warning;
CREATE SCHEMA numsight;
CREATE EXTENSION numsight;
CREATE EXTENSION pg_trgm;
CREATE TABLE person (id bigint PRIMARY KEY, name text, phone text, popularity integer, spam real);
CREATE TABLE query (place integer PRIMARY KEY, set text, class text, query text);
\copy person FROM pstdin
