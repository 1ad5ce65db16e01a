/* phone: the type and its operators, then functions over text and values */

CREATE TYPE phone;

CREATE FUNCTION phone_in(cstring) RETURNS phone
AS 'MODULE_PATHNAME', 'pg_phone_in' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION phone_in(cstring) IS
    'input of type phone: its canonical text, taken literally';

CREATE FUNCTION phone_out(phone) RETURNS cstring
AS 'MODULE_PATHNAME', 'pg_phone_out' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION phone_out(phone) IS
    'output of type phone: its canonical text';

CREATE FUNCTION phone_recv(internal) RETURNS phone
AS 'MODULE_PATHNAME', 'pg_phone_recv' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION phone_recv(internal) IS
    'binary input of type phone: what phone_send wrote and nothing else';

CREATE FUNCTION phone_send(phone) RETURNS bytea
AS 'MODULE_PATHNAME', 'pg_phone_send' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION phone_send(phone) IS
    'binary output of type phone: eight bytes in network order';

CREATE TYPE phone (
    INPUT = phone_in,
    OUTPUT = phone_out,
    RECEIVE = phone_recv,
    SEND = phone_send,
    LIKE = pg_catalog.int8
);
COMMENT ON TYPE phone IS
    'telephone number (+919876543210), with an extension (+14155552671;ext=9), short code (IN:112), alphanumeric sender (VM-HDFCBK), or anonymous, restricted, unknown; eight bytes in the order of the digits';

CREATE CAST (phone AS text) WITH INOUT AS ASSIGNMENT;
COMMENT ON CAST (phone AS text) IS 'canonical text of a phone';

CREATE CAST (text AS phone) WITH INOUT;
COMMENT ON CAST (text AS phone) IS 'canonical text, taken literally; phone_parse reads other forms';

/* Order */

CREATE FUNCTION phone_eq(phone, phone) RETURNS boolean
AS 'MODULE_PATHNAME', 'pg_phone_eq' LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION phone_eq(phone, phone) IS 'implementation of = operator';

CREATE FUNCTION phone_ne(phone, phone) RETURNS boolean
AS 'MODULE_PATHNAME', 'pg_phone_ne' LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION phone_ne(phone, phone) IS 'implementation of <> operator';

CREATE FUNCTION phone_lt(phone, phone) RETURNS boolean
AS 'MODULE_PATHNAME', 'pg_phone_lt' LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION phone_lt(phone, phone) IS 'implementation of < operator';

CREATE FUNCTION phone_le(phone, phone) RETURNS boolean
AS 'MODULE_PATHNAME', 'pg_phone_le' LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION phone_le(phone, phone) IS 'implementation of <= operator';

CREATE FUNCTION phone_gt(phone, phone) RETURNS boolean
AS 'MODULE_PATHNAME', 'pg_phone_gt' LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION phone_gt(phone, phone) IS 'implementation of > operator';

CREATE FUNCTION phone_ge(phone, phone) RETURNS boolean
AS 'MODULE_PATHNAME', 'pg_phone_ge' LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION phone_ge(phone, phone) IS 'implementation of >= operator';

CREATE FUNCTION phone_cmp(phone, phone) RETURNS integer
AS 'MODULE_PATHNAME', 'pg_phone_cmp' LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION phone_cmp(phone, phone) IS 'less-equal-greater, -1, 0 or 1';

CREATE OPERATOR = (
    LEFTARG = phone, RIGHTARG = phone, FUNCTION = phone_eq,
    COMMUTATOR = =, NEGATOR = <>,
    RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES
);
COMMENT ON OPERATOR = (phone, phone) IS 'equal';

CREATE OPERATOR <> (
    LEFTARG = phone, RIGHTARG = phone, FUNCTION = phone_ne,
    COMMUTATOR = <>, NEGATOR = =,
    RESTRICT = neqsel, JOIN = neqjoinsel
);
COMMENT ON OPERATOR <> (phone, phone) IS 'not equal';

CREATE OPERATOR < (
    LEFTARG = phone, RIGHTARG = phone, FUNCTION = phone_lt,
    COMMUTATOR = >, NEGATOR = >=,
    RESTRICT = scalarltsel, JOIN = scalarltjoinsel
);
COMMENT ON OPERATOR < (phone, phone) IS 'less than, in the order of the digits';

CREATE OPERATOR <= (
    LEFTARG = phone, RIGHTARG = phone, FUNCTION = phone_le,
    COMMUTATOR = >=, NEGATOR = >,
    RESTRICT = scalarlesel, JOIN = scalarlejoinsel
);
COMMENT ON OPERATOR <= (phone, phone) IS 'less than or equal, in the order of the digits';

CREATE OPERATOR > (
    LEFTARG = phone, RIGHTARG = phone, FUNCTION = phone_gt,
    COMMUTATOR = <, NEGATOR = <=,
    RESTRICT = scalargtsel, JOIN = scalargtjoinsel
);
COMMENT ON OPERATOR > (phone, phone) IS 'greater than, in the order of the digits';

CREATE OPERATOR >= (
    LEFTARG = phone, RIGHTARG = phone, FUNCTION = phone_ge,
    COMMUTATOR = <=, NEGATOR = <,
    RESTRICT = scalargesel, JOIN = scalargejoinsel
);
COMMENT ON OPERATOR >= (phone, phone) IS 'greater than or equal, in the order of the digits';

/* Indexes */

CREATE FUNCTION phone_sortsupport(internal) RETURNS void
AS 'MODULE_PATHNAME', 'pg_phone_sortsupport' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION phone_sortsupport(internal) IS 'sort support';

CREATE FUNCTION phone_hash(phone) RETURNS integer
AS 'MODULE_PATHNAME', 'pg_phone_hash' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION phone_hash(phone) IS 'hash';

CREATE FUNCTION phone_hash_extended(phone, bigint) RETURNS bigint
AS 'MODULE_PATHNAME', 'pg_phone_hash_extended' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION phone_hash_extended(phone, bigint) IS 'hash of 64 bits with a seed';

CREATE FUNCTION phone_distance(internal, internal) RETURNS double precision
AS 'MODULE_PATHNAME', 'pg_phone_distance' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION phone_distance(internal, internal) IS 'BRIN minmax-multi support: how far apart two phones are';

CREATE OPERATOR FAMILY phone_ops USING btree;
COMMENT ON OPERATOR FAMILY phone_ops USING btree IS 'order of phones';

CREATE OPERATOR CLASS phone_ops
    DEFAULT FOR TYPE phone USING btree FAMILY phone_ops AS
    OPERATOR 1 <,
    OPERATOR 2 <=,
    OPERATOR 3 =,
    OPERATOR 4 >=,
    OPERATOR 5 >,
    FUNCTION 1 phone_cmp(phone, phone),
    FUNCTION 2 phone_sortsupport(internal),
    FUNCTION 4 btequalimage(oid);
COMMENT ON OPERATOR CLASS phone_ops USING btree IS 'order of phones: equality, ranges, prefixes';

CREATE OPERATOR FAMILY phone_ops USING hash;
COMMENT ON OPERATOR FAMILY phone_ops USING hash IS 'equality of phones';

CREATE OPERATOR CLASS phone_ops
    DEFAULT FOR TYPE phone USING hash FAMILY phone_ops AS
    OPERATOR 1 =,
    FUNCTION 1 phone_hash(phone),
    FUNCTION 2 phone_hash_extended(phone, bigint);
COMMENT ON OPERATOR CLASS phone_ops USING hash IS 'equality of phones, also of hash partitions';

CREATE OPERATOR FAMILY phone_minmax_ops USING brin;
COMMENT ON OPERATOR FAMILY phone_minmax_ops USING brin IS 'lowest and highest phone of a block range';

CREATE OPERATOR CLASS phone_minmax_ops
    DEFAULT FOR TYPE phone USING brin FAMILY phone_minmax_ops AS
    OPERATOR 1 <,
    OPERATOR 2 <=,
    OPERATOR 3 =,
    OPERATOR 4 >=,
    OPERATOR 5 >,
    FUNCTION 1 brin_minmax_opcinfo(internal),
    FUNCTION 2 brin_minmax_add_value(internal, internal, internal, internal),
    FUNCTION 3 brin_minmax_consistent(internal, internal, internal),
    FUNCTION 4 brin_minmax_union(internal, internal, internal);
COMMENT ON OPERATOR CLASS phone_minmax_ops USING brin IS 'lowest and highest phone of a block range';

CREATE OPERATOR FAMILY phone_minmax_multi_ops USING brin;
COMMENT ON OPERATOR FAMILY phone_minmax_multi_ops USING brin IS 'several intervals of phones per block range';

CREATE OPERATOR CLASS phone_minmax_multi_ops
    FOR TYPE phone USING brin FAMILY phone_minmax_multi_ops AS
    OPERATOR 1 <,
    OPERATOR 2 <=,
    OPERATOR 3 =,
    OPERATOR 4 >=,
    OPERATOR 5 >,
    FUNCTION 1 brin_minmax_multi_opcinfo(internal),
    FUNCTION 2 brin_minmax_multi_add_value(internal, internal, internal, internal),
    FUNCTION 3 brin_minmax_multi_consistent(internal, internal, internal, integer),
    FUNCTION 4 brin_minmax_multi_union(internal, internal, internal),
    FUNCTION 5 brin_minmax_multi_options(internal),
    FUNCTION 11 phone_distance(internal, internal);
COMMENT ON OPERATOR CLASS phone_minmax_multi_ops USING brin IS
    'several intervals of phones per block range, for columns with outliers';

CREATE OPERATOR FAMILY phone_bloom_ops USING brin;
COMMENT ON OPERATOR FAMILY phone_bloom_ops USING brin IS 'Bloom filter of the phones of a block range';

CREATE OPERATOR CLASS phone_bloom_ops
    FOR TYPE phone USING brin FAMILY phone_bloom_ops AS
    OPERATOR 1 =,
    FUNCTION 1 brin_bloom_opcinfo(internal),
    FUNCTION 2 brin_bloom_add_value(internal, internal, internal, internal),
    FUNCTION 3 brin_bloom_consistent(internal, internal, internal, integer),
    FUNCTION 4 brin_bloom_union(internal, internal, internal),
    FUNCTION 5 brin_bloom_options(internal),
    FUNCTION 11 phone_hash(phone);
COMMENT ON OPERATOR CLASS phone_bloom_ops USING brin IS
    'Bloom filter of the phones of a block range, for equality on unordered columns';

/* Lowest and highest */

CREATE FUNCTION phone_smaller(phone, phone) RETURNS phone
AS 'MODULE_PATHNAME', 'pg_phone_smaller' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION phone_smaller(phone, phone) IS 'the lower of two phones';

CREATE FUNCTION phone_larger(phone, phone) RETURNS phone
AS 'MODULE_PATHNAME', 'pg_phone_larger' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION phone_larger(phone, phone) IS 'the higher of two phones';

CREATE AGGREGATE min(phone) (
    SFUNC = phone_smaller, STYPE = phone, COMBINEFUNC = phone_smaller,
    SORTOP = <, PARALLEL = SAFE
);
COMMENT ON AGGREGATE min(phone) IS 'lowest phone of all input values';

CREATE AGGREGATE max(phone) (
    SFUNC = phone_larger, STYPE = phone, COMBINEFUNC = phone_larger,
    SORTOP = >, PARALLEL = SAFE
);
COMMENT ON AGGREGATE max(phone) IS 'highest phone of all input values';

/* As an integer */

CREATE FUNCTION phone_to_bigint(phone) RETURNS bigint
AS 'MODULE_PATHNAME', 'pg_phone_to_bigint' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION phone_to_bigint(phone) IS 'the eight bytes as an integer of the same order';

CREATE FUNCTION phone_from_bigint(bigint) RETURNS phone
AS 'MODULE_PATHNAME', 'pg_phone_from_bigint' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION phone_from_bigint(bigint) IS 'the phone of an integer that phone_to_bigint returned';

/* Prefixes */

CREATE FUNCTION phone_prefix_low(prefix text) RETURNS phone
AS 'MODULE_PATHNAME', 'pg_phone_prefix_low' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION phone_prefix_low(text) IS 'no phone with this prefix is lower';

CREATE FUNCTION phone_prefix_high(prefix text) RETURNS phone
AS 'MODULE_PATHNAME', 'pg_phone_prefix_high' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION phone_prefix_high(text) IS 'no phone with this prefix is higher';

CREATE FUNCTION phone_prefix_sel(internal, oid, internal, integer) RETURNS double precision
AS 'MODULE_PATHNAME', 'pg_phone_prefix_sel' LANGUAGE C STABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION phone_prefix_sel(internal, oid, internal, integer) IS
    'restriction selectivity of ^@, from the histogram';

CREATE FUNCTION phone_starts_with_support(internal) RETURNS internal
AS 'MODULE_PATHNAME', 'pg_phone_starts_with_support' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION phone_starts_with_support(internal) IS 'planner support for phone_starts_with and phone_within';

CREATE FUNCTION phone_starts_with(phone, prefix text) RETURNS boolean
AS 'MODULE_PATHNAME', 'pg_phone_starts_with' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1
SUPPORT phone_starts_with_support;
COMMENT ON FUNCTION phone_starts_with(phone, text) IS 'implementation of ^@ operator';

CREATE FUNCTION phone_within(phone, low phone, high phone) RETURNS boolean
AS 'MODULE_PATHNAME', 'pg_phone_within' LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1
SUPPORT phone_starts_with_support;
COMMENT ON FUNCTION phone_within(phone, phone, phone) IS
    'whether a phone is between two others or one of them; what the planner makes of a prefix with several ranges';

CREATE OPERATOR ^@ (
    LEFTARG = phone, RIGHTARG = text, FUNCTION = phone_starts_with,
    RESTRICT = phone_prefix_sel, JOIN = prefixjoinsel
);
COMMENT ON OPERATOR ^@ (phone, text) IS
    'begins with these digits (+ optional), or with these characters of a short code or sender';

/* Reading */

CREATE FUNCTION phone_parse(input text, region text DEFAULT 'ZZ') RETURNS phone
AS 'MODULE_PATHNAME', 'pg_phone_parse' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION phone_parse(text, text) IS
    'the number written in a text, dialled in a region if it is not in international form; its extension is dropped; error 22P02 if there is none, or the text has more than 64 kB';

CREATE FUNCTION phone_try(input text, region text DEFAULT 'ZZ') RETURNS phone
AS 'MODULE_PATHNAME', 'pg_phone_try' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION phone_try(text, text) IS
    'as phone_parse, with NULL instead of an error';

CREATE FUNCTION phone_info(
    input text, region text DEFAULT 'ZZ',
    OUT error text, OUT e164 text, OUT possible text, OUT valid boolean,
    OUT region text, OUT type text, OUT international text,
    OUT "national" text, OUT rfc3966 text, OUT extension text
) RETURNS record
AS 'MODULE_PATHNAME', 'pg_phone_info' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION phone_info(text, text) IS
    'all that is known of the number written in a text, one row; only the column error is set if there is none';

/* Facts */

CREATE FUNCTION phone_valid(phone) RETURNS boolean
AS 'MODULE_PATHNAME', 'pg_phone_valid' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION phone_valid(phone) IS
    'whether the number, or short code, belongs to a range that is in use; false for senders and constants';

CREATE FUNCTION phone_possible(phone) RETURNS text
AS 'MODULE_PATHNAME', 'pg_phone_possible' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION phone_possible(phone) IS
    'IS_POSSIBLE, IS_POSSIBLE_LOCAL_ONLY, TOO_SHORT, TOO_LONG, INVALID_LENGTH or INVALID_COUNTRY_CODE, by its length alone';

CREATE FUNCTION phone_region(phone) RETURNS text
AS 'MODULE_PATHNAME', 'pg_phone_region' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION phone_region(phone) IS
    'two letters of the country that the number belongs to, 001 for the world, NULL if unknown';

CREATE FUNCTION phone_type(phone) RETURNS text
AS 'MODULE_PATHNAME', 'pg_phone_type' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION phone_type(phone) IS
    'FIXED_LINE, MOBILE, FIXED_LINE_OR_MOBILE, TOLL_FREE, PREMIUM_RATE, SHARED_COST, VOIP, PERSONAL_NUMBER, PAGER, UAN, VOICEMAIL or UNKNOWN';

CREATE FUNCTION phone_country_code(phone) RETURNS integer
AS 'MODULE_PATHNAME', 'pg_phone_country_code' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION phone_country_code(phone) IS
    'country calling code, for example 91; NULL if none begins so';

CREATE FUNCTION phone_national_number(phone) RETURNS text
AS 'MODULE_PATHNAME', 'pg_phone_national_number' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION phone_national_number(phone) IS
    'the digits behind the country code, or those of a short code';

CREATE FUNCTION phone_format(phone, style text) RETURNS text
AS 'MODULE_PATHNAME', 'pg_phone_format' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 3;
COMMENT ON FUNCTION phone_format(phone, text) IS
    'the number in the style e164, international, national or rfc3966';

CREATE FUNCTION phone_block(phone, digits integer, open integer DEFAULT 2) RETURNS text
AS 'MODULE_PATHNAME', 'pg_phone_block' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION phone_block(phone, integer, integer) IS
    'country code and the first so many national digits, which a number shares with those around it; NULL if fewer digits than open follow them, and for what is no number';

CREATE FUNCTION numsight_metadata_version() RETURNS text
AS 'MODULE_PATHNAME', 'pg_numsight_metadata_version' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION numsight_metadata_version() IS
    'source and version of the numbering plans; when it rises, stored validity must be checked again';
