/* phone_match: whether two numbers are one, and where from they are dialled */

CREATE FUNCTION phone_match(text, text) RETURNS text
AS 'MODULE_PATHNAME', 'pg_phone_match' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION phone_match(text, text) IS
    'how far two texts say the same number: EXACT_MATCH, NSN_MATCH (without a country code on one side), SHORT_NSN_MATCH (one is the end of the other, or has an extension more), NO_MATCH, INVALID_NUMBER';

CREATE FUNCTION phone_international(phone) RETURNS boolean
AS 'MODULE_PATHNAME', 'pg_phone_international' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION phone_international(phone) IS
    'whether the number can be dialled from other countries, for all that is known; NULL for what is no number';
