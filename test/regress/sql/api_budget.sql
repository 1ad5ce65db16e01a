-- api_budget: what the workers write down of their budgets, and read at a start
\getenv abs_srcdir PG_ABS_SRCDIR
\set ECHO none
\set begin :abs_srcdir '/sql/api_begin.psql'
\i :begin
\set ECHO all
\pset format unaligned
\pset tuples_only on

-- nothing yet
SELECT status, body FROM api.budgets();
-- numbers once each, misses as often as they happened
SELECT status, body FROM api.budgets_keep('{b,a,a,192.0.2.0/24,a,a}', '{7,7,8,7,NULL,NULL}');
SELECT status, body FROM api.budgets_keep('{a,a}', '{8,NULL}');
SELECT l FROM api.budgets() b, string_to_table(b.body, E'\n') l ORDER BY l COLLATE "C";
SELECT status FROM api.budgets_keep('{}', '{}');
-- a new day begins with nothing; tidying up forgets what is older than a day, days being those of UTC
UPDATE data.disclosure SET day = day - 1;
UPDATE data.miss SET day = day - 2;
SELECT body FROM api.budgets();
SAVEPOINT tidy;
SET LOCAL TimeZone = 'Etc/GMT+12';
SELECT private.tidy();
SELECT (SELECT count(*) FROM data.disclosure), (SELECT count(*) FROM data.miss);
ROLLBACK TO tidy;
SET LOCAL TimeZone = 'Etc/GMT-14';
SELECT private.tidy();
SELECT (SELECT count(*) FROM data.disclosure), (SELECT count(*) FROM data.miss);
ROLLBACK;
