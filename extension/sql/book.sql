/* address books: vCard, CSV and JSON lines as rows of a name and a number */

CREATE FUNCTION book_rows(
    content bytea, format text = NULL, region text = 'ZZ',
    OUT line integer, OUT name text, OUT phone phone, OUT email text,
    OUT error text, OUT field text, OUT raw text
) RETURNS SETOF record
AS 'MODULE_PATHNAME', 'pg_book_rows' LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE
COST 10000 ROWS 1000;
COMMENT ON FUNCTION book_rows(bytea, text, text) IS
    'one row for each number of each person in an address book (vCard 2.1 to 4.0, CSV of any exporter, JSON lines); what cannot be read is a row with its error, the column at fault and the beginning of what was written';

CREATE FUNCTION book_clean(text) RETURNS text
AS 'MODULE_PATHNAME', 'pg_book_clean' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION book_clean(text) IS
    'a name as address books are read: single blanks, none around it, no marks that hide or turn what is written; empty if nothing of it is seen, NULL if it is longer than 4096 bytes or holds a control character';
