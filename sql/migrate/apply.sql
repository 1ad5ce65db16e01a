-- apply.sql: the numbered changes of tables, each once, in their order
--
-- A change is a file NNNN-name.sql beside this one and a line below, which runs it unless
-- data.schema_migration holds its number:
--
--     \set step 1
--     \set file 0001-name.sql
--     \ir step.sql

\set step 1
\set file 0001-replay.sql
\ir step.sql

\set step 2
\set file 0002-standing.sql
\ir step.sql

\set step 3
\set file 0003-settled.sql
\ir step.sql

\set step 4
\set file 0004-past.sql
\ir step.sql

\set step 5
\set file 0005-statement.sql
\ir step.sql

\set step 6
\set file 0006-budget.sql
\ir step.sql

\set step 7
\set file 0007-cluster.sql
\ir step.sql

\set step 8
\set file 0008-key.sql
\ir step.sql

\set step 9
\set file 0009-forget.sql
\ir step.sql

\set step 10
\set file 0010-admin.sql
\ir step.sql

\set step 11
\set file 0011-tally.sql
\ir step.sql

\set step 12
\set file 0012-import.sql
\ir step.sql

\set step 13
\set file 0013-call-event.sql
\ir step.sql

\set step 14
\set file 0014-blocklist.sql
\ir step.sql

\set step 15
\set file 0015-belief.sql
\ir step.sql

\set step 16
\set file 0016-range.sql
\ir step.sql

\set step 17
\set file 0017-call-record.sql
\ir step.sql

\set step 18
\set file 0018-forget-reason.sql
\ir step.sql

\set step 19
\set file 0019-ring.sql
\ir step.sql

\set step 20
\set file 0020-sheet.sql
\ir step.sql

\set step 21
\set file 0021-fill.sql
\ir step.sql

\set step 22
\set file 0022-code.sql
\ir step.sql

\set step 23
\set file 0023-place.sql
\ir step.sql

\set step 24
\set file 0024-lookup.sql
\ir step.sql

\set step 25
\set file 0025-listed.sql
\ir step.sql

\set step 26
\set file 0026-hit.sql
\ir step.sql

\set step 27
\set file 0027-stranger.sql
\ir step.sql
