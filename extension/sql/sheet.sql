/* sheets: many people in the order of their numbers, as bytes; see core/sheet.h */

CREATE FUNCTION sheet_rows(
    sheet bytea, OUT phone phone, OUT name text, OUT folded text
) RETURNS SETOF record
AS 'MODULE_PATHNAME', 'pg_sheet_rows' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE
COST 10000 ROWS 1000;
COMMENT ON FUNCTION sheet_rows(bytea) IS
    'the people of a sheet: ascending by number and folded name, each once';

CREATE FUNCTION sheet_make(phones phone[], names text[]) RETURNS bytea
AS 'MODULE_PATHNAME', 'pg_sheet_make' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE
COST 10000;
COMMENT ON FUNCTION sheet_make(phone[], text[]) IS
    'a sheet of people in any order: of equal ones, by number and folded name, the first stays';

CREATE FUNCTION sheet_minus(sheet bytea, other bytea) RETURNS bytea
AS 'MODULE_PATHNAME', 'pg_sheet_minus' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE
COST 10000;
COMMENT ON FUNCTION sheet_minus(bytea, bytea) IS
    'a sheet without those who are in another, by number and folded name';

CREATE FUNCTION sheet_named(sheet bytea) RETURNS bytea
AS 'MODULE_PATHNAME', 'pg_sheet_named' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE
COST 10000;
COMMENT ON FUNCTION sheet_named(bytea) IS
    'a sheet without those who are called by their own number';

CREATE FUNCTION sheet_count(sheet bytea) RETURNS bigint
AS 'MODULE_PATHNAME', 'pg_sheet_count' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE
COST 10000;
COMMENT ON FUNCTION sheet_count(bytea) IS
    'how many people a sheet holds';

CREATE FUNCTION sheet_range(sheet bytea, OUT first phone, OUT last phone) RETURNS record
AS 'MODULE_PATHNAME', 'pg_sheet_range' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE
COST 10000;
COMMENT ON FUNCTION sheet_range(bytea) IS
    'the first and the last number of a sheet; NULL if it is empty';

CREATE FUNCTION sheet_divide(sheet bytea, phones phone[], OUT others bytea, OUT theirs bytea) RETURNS record
AS 'MODULE_PATHNAME', 'pg_sheet_divide' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE
COST 10000;
COMMENT ON FUNCTION sheet_divide(bytea, phone[]) IS
    'a sheet in two: who has none of the numbers, and who has one';

CREATE FUNCTION sheet_listed(sheet bytea, key bytea, digests bytea[]) RETURNS phone[]
AS 'MODULE_PATHNAME', 'pg_sheet_listed' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE
COST 100000;
COMMENT ON FUNCTION sheet_listed(bytea, bytea, bytea[]) IS
    'the numbers of a sheet, once a row, of which the HMAC-SHA-256 (of phone_send, under the key) is among digests';

CREATE FUNCTION sheet_split(
    sheet bytea, key regclass, source bigint = NULL, OUT fresh bytea, OUT known bytea
) RETURNS record
AS 'MODULE_PATHNAME', 'pg_sheet_split' LANGUAGE C STABLE CALLED ON NULL INPUT PARALLEL UNSAFE
COST 10000;
COMMENT ON FUNCTION sheet_split(bytea, regclass, bigint) IS
    'a sheet in two: who is not in a B-tree of phone and folded name, and who is, of one source if its third column says so; for the owner of the table';

CREATE FUNCTION sheet_insert(template anyelement, sheet bytea) RETURNS bigint
AS 'MODULE_PATHNAME', 'pg_sheet_insert' LANGUAGE C VOLATILE STRICT PARALLEL UNSAFE
COST 10000;
COMMENT ON FUNCTION sheet_insert(anyelement, bytea) IS
    'puts the people of a sheet into a table, at the cost of COPY, and how many they were: what is not phone, name, folded or an identity comes from the template, a row of the table; no trigger fires; for its owner';
