-- cost.sql: what the index of one method costs a write: :method, :measure
--
-- Statements are taken in one backend whose CPU counter is read before and
-- after; WAL is what the log grew by. Pending lists of GIN are emptied inside.
\set ON_ERROR_STOP on
SET search_path = :method, numsight, contrib, public;
SELECT pg_backend_pid() AS pid \gset
\setenv PID :pid
CREATE FUNCTION pg_temp.flush() RETURNS bigint
LANGUAGE sql
RETURN (SELECT coalesce(sum(contrib_free.pages), 0)
          FROM pg_index i
          JOIN pg_class c ON c.oid = i.indexrelid
          JOIN pg_am a ON a.oid = c.relam AND a.amname = 'gin',
               LATERAL gin_clean_pending_list(c.oid) contrib_free(pages)
         WHERE i.indrelid = 'person'::regclass);
SELECT pg_current_wal_insert_lsn() AS log_before \gset
\set cpu_before `cut -d' ' -f1 /proc/$PID/schedstat`
:statement;
SELECT pg_temp.flush() \g /dev/null
\set cpu_after `cut -d' ' -f1 /proc/$PID/schedstat`
\pset format unaligned
\pset fieldsep '\t'
\pset tuples_only on
SELECT round((:cpu_after - :cpu_before) / 1e3 / :rows, 2),
       round((pg_current_wal_insert_lsn() - :'log_before') / :rows, 0);
