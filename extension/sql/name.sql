/* names: comparison form, tiers of a match, score and distance */

CREATE FUNCTION name_fold(text) RETURNS text
AS 'MODULE_PATHNAME', 'pg_name_fold' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION name_fold(text) IS
    'comparison form of a name: words of a-z and 0-9 with single spaces; case, accents, width, punctuation and script are gone';

CREATE FUNCTION name_fold_version() RETURNS integer
AS 'MODULE_PATHNAME', 'pg_name_fold_version' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION name_fold_version() IS
    'version of name_fold: when it rises, indexes over folded names must be rebuilt';

CREATE FUNCTION name_is_plain(text) RETURNS boolean
AS 'MODULE_PATHNAME', 'pg_name_is_plain' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION name_is_plain(text) IS
    'whether a text has no control characters';

CREATE FUNCTION name_is_seen(text) RETURNS boolean
AS 'MODULE_PATHNAME', 'pg_name_is_seen' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION name_is_seen(text) IS
    'whether a text has something to be seen: more than white space, marks and fillers';

CREATE FUNCTION name_tier(name text, query text) RETURNS smallint
AS 'MODULE_PATHNAME', 'pg_name_tier' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 30;
COMMENT ON FUNCTION name_tier(text, text) IS
    'how a name matches a query: 0 whole name, 1 starts with it, 2 a word starts with it, 3 its words in any order, 4 contains it, 5 similar, NULL no match';

CREATE FUNCTION name_score(name text, query text) RETURNS real
AS 'MODULE_PATHNAME', 'pg_name_score' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 30;
COMMENT ON FUNCTION name_score(text, text) IS
    'how well a name matches a query, 0 (not at all) to 1 (whole name); a lower tier always scores higher';

CREATE FUNCTION name_matches(name text, query text) RETURNS boolean
AS 'MODULE_PATHNAME', 'pg_name_matches' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 30;
COMMENT ON FUNCTION name_matches(text, text) IS 'whether a name matches a query in any tier';

CREATE FUNCTION name_contains(name text, query text) RETURNS boolean
AS 'MODULE_PATHNAME', 'pg_name_contains' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION name_contains(text, text) IS
    'whether a name contains a query: tiers 0 to 4, and not those that are only similar';

CREATE FUNCTION name_distance(name text, query text) RETURNS double precision
AS 'MODULE_PATHNAME', 'pg_name_distance' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 30;
COMMENT ON FUNCTION name_distance(text, text) IS
    'distance of a name from a query: 0 whole name, 1 no match; 1 - score';

CREATE OPERATOR @~ (
    LEFTARG = text, RIGHTARG = text, FUNCTION = name_matches,
    RESTRICT = matchingsel, JOIN = matchingjoinsel
);
COMMENT ON OPERATOR @~ (text, text) IS 'name matches query';

CREATE OPERATOR @> (
    LEFTARG = text, RIGHTARG = text, FUNCTION = name_contains,
    RESTRICT = matchingsel, JOIN = matchingjoinsel
);
COMMENT ON OPERATOR @> (text, text) IS 'name contains query, letter by letter or word by word';

CREATE OPERATOR <~> (
    LEFTARG = text, RIGHTARG = text, FUNCTION = name_distance
);
COMMENT ON OPERATOR <~> (text, text) IS 'distance of a name from a query';

CREATE FUNCTION name_list_add(internal, most integer, name text, count bigint, own boolean, VARIADIC ranks bigint[]) RETURNS internal
AS 'MODULE_PATHNAME', 'pg_name_list_add' LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION name_list_add(internal, integer, text, bigint, boolean, bigint[]) IS
    'transition of the aggregate name_list';

CREATE FUNCTION name_list_end(internal) RETURNS json
AS 'MODULE_PATHNAME', 'pg_name_list_end' LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION name_list_end(internal) IS 'end of the aggregate name_list';

CREATE AGGREGATE name_list(most integer, name text, count bigint, own boolean, VARIADIC ranks bigint[]) (
    SFUNC = name_list_add, STYPE = internal, SSPACE = 2048,
    FINALFUNC = name_list_end, PARALLEL = SAFE
);
COMMENT ON AGGREGATE name_list(integer, text, bigint, boolean, bigint[]) IS
    'what a number is called, {"name", "names": [{"name", "count"}], "registered"}: the first, and no more than most, those of the lowest ranks first; registered: whether one of all of them is its owner''s own';
