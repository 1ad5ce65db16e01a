/* phone_place: facts that go with the first digits of a number, examples */

CREATE FUNCTION phone_carrier(phone, lang text DEFAULT 'en') RETURNS text
AS 'MODULE_PATHNAME', 'pg_phone_carrier' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 3;
COMMENT ON FUNCTION phone_carrier(phone, text) IS
    'the carrier that the range of a mobile or pager number was allocated to originally, not always its present one (see phone_portable); NULL if unknown';

CREATE FUNCTION phone_location(phone, lang text DEFAULT 'en') RETURNS text
AS 'MODULE_PATHNAME', 'pg_phone_location' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 3;
COMMENT ON FUNCTION phone_location(phone, text) IS
    'the city or area that a valid number belongs to, its country if its digits tell no area; NULL if it has neither';

CREATE FUNCTION phone_timezones(phone) RETURNS text[]
AS 'MODULE_PATHNAME', 'pg_phone_timezones' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION phone_timezones(phone) IS
    'time zones that a valid number may be in, those of its country if its digits tell no area; NULL if unknown';

CREATE FUNCTION phone_portable(phone) RETURNS boolean
AS 'MODULE_PATHNAME', 'pg_phone_portable' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION phone_portable(phone) IS
    'whether mobile numbers of the country keep their digits when they change to another carrier, so that phone_carrier may be outdated; NULL if the country is unknown';

CREATE FUNCTION phone_example(region text, type text DEFAULT 'FIXED_LINE') RETURNS phone
AS 'MODULE_PATHNAME', 'pg_phone_example' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION phone_example(text, text) IS
    'a valid number of a region and a type as phone_type names them; NULL if the region has none of the type';

CREATE FUNCTION enum_domain(phone) RETURNS text
AS 'MODULE_PATHNAME', 'pg_enum_domain' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION enum_domain(phone) IS
    'where DNS has the services of a number (RFC 6116): +912 is at 2.1.9.e164.arpa; NULL for what is no number';

CREATE FUNCTION phone_facts(phone, lang text DEFAULT 'en') RETURNS json
AS 'MODULE_PATHNAME', 'pg_phone_facts' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 15;
COMMENT ON FUNCTION phone_facts(phone, text) IS
    'all of it in one object: valid, possible, type, region, country_code, national, international, carrier, location, timezones';
