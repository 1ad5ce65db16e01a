/* json: objects and lists, without blanks */

CREATE FUNCTION json_pairs(VARIADIC members "any") RETURNS json
AS 'MODULE_PATHNAME', 'pg_json_pairs' LANGUAGE C STABLE CALLED ON NULL INPUT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION json_pairs("any") IS
    'an object of names and values in turn, as row_to_json writes it; where a name is NULL the members of its value, an object, become members of this one';

CREATE FUNCTION json_list_add(internal, json) RETURNS internal
AS 'MODULE_PATHNAME', 'pg_json_list_add' LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION json_list_add(internal, json) IS 'transition of the aggregate json_list';

CREATE FUNCTION json_list_end(internal) RETURNS json
AS 'MODULE_PATHNAME', 'pg_json_list_end' LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION json_list_end(internal) IS 'end of the aggregate json_list';

CREATE AGGREGATE json_list(json) (
    SFUNC = json_list_add, STYPE = internal, SSPACE = 1024,
    FINALFUNC = json_list_end, PARALLEL = SAFE
);
COMMENT ON AGGREGATE json_list(json) IS
    'a list of values, null for NULL, in their order; [] of none';
