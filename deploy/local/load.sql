-- load.sql: what deploy/local/load runs, the file coming in as lines of base64
--
-- Its output is one line: total, ok, merged, rejected, suppressed, and a
-- sentence when nothing was loaded.

\set FETCH_COUNT 10000
BEGIN;
SET LOCAL client_min_messages = warning;
SET LOCAL work_mem = '64MB';

CREATE TEMP TABLE book_chunk (
    place   integer GENERATED ALWAYS AS IDENTITY,
    content text NOT NULL
) ON COMMIT DROP;
ALTER TABLE book_chunk ALTER content SET STORAGE EXTERNAL;
\copy book_chunk (content) FROM pstdin

CREATE TEMP TABLE book_row ON COMMIT DROP AS
SELECT r.*
  FROM (SELECT string_agg(decode(c.content, 'base64'), '' ORDER BY c.place) AS content
          FROM book_chunk c) whole,
       numsight.book_rows(whole.content, nullif(:'format', ''), :'region')
       WITH ORDINALITY AS r (line, name, phone, email, error, field, raw, place);
DROP TABLE book_chunk;
ANALYZE book_row;

\o /dev/fd/5
SELECT concat_ws(E'\t', r.line, coalesce(r.field, ''), r.error, r.raw)
  FROM book_row r WHERE r.error IS NOT NULL ORDER BY r.place;
\o

SELECT coalesce(CASE WHEN :'force' = '' THEN private.load_doubt('book_row') END, '') AS doubt,
       (SELECT count(*) FROM book_row) AS total \gset
SELECT :'doubt' <> '' AS doubtful, :'account' <> '' AS owned, :'quiet' = '' AS loud \gset
\if :doubtful
    SELECT count(*), 0, 0, count(r.error), 0, :'doubt' FROM book_row r;
    ROLLBACK;
    \quit
\endif
\if :loud
    \warn merging :total rows
\endif

\if :owned
    \set source NULL
\else
    \set account NULL
    SELECT private.load_source(:'file', :'digest') AS source \gset
\endif
SELECT l.total, l.ok, l.merged, l.rejected, l.suppressed
  FROM private.load_book(:account, :source, 'book_row') l;
COMMIT;
