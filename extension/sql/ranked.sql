/* ranked: indexes that give the best matches of a name first */

CREATE FUNCTION ranked_handler(internal) RETURNS index_am_handler
AS 'MODULE_PATHNAME', 'pg_ranked_handler' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION ranked_handler(internal) IS 'access method ranked';

CREATE ACCESS METHOD ranked TYPE INDEX HANDLER ranked_handler;
COMMENT ON ACCESS METHOD ranked IS
    'index on names: WHERE name @> query ORDER BY name <~> query, best first without sorting; similar names, too: @~';

/* Names whose order within a tier is their shortness */

CREATE OPERATOR CLASS name_ranked_ops DEFAULT FOR TYPE text USING ranked AS
    OPERATOR 1 @~ (text, text),
    OPERATOR 2 <~> (text, text) FOR ORDER BY pg_catalog.float_ops,
    OPERATOR 3 @> (text, text);
COMMENT ON OPERATOR FAMILY name_ranked_ops USING ranked IS 'operators of names as text';
COMMENT ON OPERATOR CLASS name_ranked_ops USING ranked IS
    'names as text; within a tier those come first of which the query covers most';

/* Names that bring their own rank */

CREATE TYPE ranked_name;

CREATE FUNCTION ranked_name_in(cstring) RETURNS ranked_name
AS 'MODULE_PATHNAME', 'pg_ranked_name_in' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION ranked_name_in(cstring) IS 'input of type ranked_name: rank, colon, name';

CREATE FUNCTION ranked_name_out(ranked_name) RETURNS cstring
AS 'MODULE_PATHNAME', 'pg_ranked_name_out' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION ranked_name_out(ranked_name) IS 'output of type ranked_name: rank, colon, name';

CREATE FUNCTION ranked_name_recv(internal) RETURNS ranked_name
AS 'MODULE_PATHNAME', 'pg_ranked_name_recv' LANGUAGE C STABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION ranked_name_recv(internal) IS
    'binary input of type ranked_name: eight bytes of rank in network order, then the name';

CREATE FUNCTION ranked_name_send(ranked_name) RETURNS bytea
AS 'MODULE_PATHNAME', 'pg_ranked_name_send' LANGUAGE C STABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION ranked_name_send(ranked_name) IS
    'binary output of type ranked_name: eight bytes of rank in network order, then the name';

CREATE TYPE ranked_name (
    INPUT = ranked_name_in,
    OUTPUT = ranked_name_out,
    RECEIVE = ranked_name_recv,
    SEND = ranked_name_send,
    INTERNALLENGTH = VARIABLE,
    ALIGNMENT = int4,
    STORAGE = extended
);
COMMENT ON TYPE ranked_name IS
    'a name and its rank, a number below 2^48: of two names that match alike the one of higher rank comes first';

CREATE FUNCTION name_ranked(name text, rank bigint) RETURNS ranked_name
AS 'MODULE_PATHNAME', 'pg_name_ranked' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION name_ranked(text, bigint) IS
    'a name with its rank, from 0 to 2^48 - 1, higher is better';

CREATE FUNCTION ranked_name_text(ranked_name) RETURNS text
AS 'MODULE_PATHNAME', 'pg_ranked_name_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION ranked_name_text(ranked_name) IS 'the name of a ranked name';

CREATE FUNCTION ranked_name_rank(ranked_name) RETURNS bigint
AS 'MODULE_PATHNAME', 'pg_ranked_name_rank' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION ranked_name_rank(ranked_name) IS 'the rank of a ranked name';

CREATE FUNCTION ranked_name_matches(name ranked_name, query text) RETURNS boolean
AS 'MODULE_PATHNAME', 'pg_ranked_name_matches' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 30;
COMMENT ON FUNCTION ranked_name_matches(ranked_name, text) IS 'whether a name matches a query in any tier';

CREATE FUNCTION ranked_name_contains(name ranked_name, query text) RETURNS boolean
AS 'MODULE_PATHNAME', 'pg_ranked_name_contains' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION ranked_name_contains(ranked_name, text) IS
    'whether a name contains a query: tiers 0 to 4, and not those that are only similar';

CREATE FUNCTION ranked_name_distance(name ranked_name, query text) RETURNS double precision
AS 'MODULE_PATHNAME', 'pg_ranked_name_distance' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 30;
COMMENT ON FUNCTION ranked_name_distance(ranked_name, text) IS
    'distance of a name from a query: by tier, then by what tier 5 costs, then by rank; 1 no match';

CREATE OPERATOR @~ (
    LEFTARG = ranked_name, RIGHTARG = text, FUNCTION = ranked_name_matches,
    RESTRICT = matchingsel, JOIN = matchingjoinsel
);
COMMENT ON OPERATOR @~ (ranked_name, text) IS 'name matches query';

CREATE OPERATOR @> (
    LEFTARG = ranked_name, RIGHTARG = text, FUNCTION = ranked_name_contains,
    RESTRICT = matchingsel, JOIN = matchingjoinsel
);
COMMENT ON OPERATOR @> (ranked_name, text) IS 'name contains query, letter by letter or word by word';

CREATE OPERATOR <~> (
    LEFTARG = ranked_name, RIGHTARG = text, FUNCTION = ranked_name_distance
);
COMMENT ON OPERATOR <~> (ranked_name, text) IS 'distance of a name from a query, rank included';

CREATE FUNCTION ranked_name_split(ranked_name, internal) RETURNS text
AS 'MODULE_PATHNAME', 'pg_ranked_name_split' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION ranked_name_split(ranked_name, internal) IS
    'operator class support: name and rank of a ranked name';

CREATE OPERATOR CLASS ranked_name_ops DEFAULT FOR TYPE ranked_name USING ranked AS
    OPERATOR 1 @~ (ranked_name, text),
    OPERATOR 2 <~> (ranked_name, text) FOR ORDER BY pg_catalog.float_ops,
    OPERATOR 3 @> (ranked_name, text),
    FUNCTION 1 (ranked_name) ranked_name_split(ranked_name, internal);
COMMENT ON OPERATOR FAMILY ranked_name_ops USING ranked IS 'operators of names with a rank';
COMMENT ON OPERATOR CLASS ranked_name_ops USING ranked IS
    'names with a rank; within a tier those of higher rank come first';

/* Trust, but verify */

CREATE FUNCTION ranked_check(
    index regclass,
    OUT rows bigint, OUT entries bigint, OUT leaves bigint, OUT inner_pages bigint,
    OUT levels integer, OUT used_bytes bigint
) RETURNS record
AS 'MODULE_PATHNAME', 'pg_ranked_check' LANGUAGE C STABLE STRICT PARALLEL RESTRICTED COST 1000000;
COMMENT ON FUNCTION ranked_check(regclass) IS
    'compares a ranked index with its table, and its pages with one another: their numbers, or the first fault as an error (index_corrupted)';
