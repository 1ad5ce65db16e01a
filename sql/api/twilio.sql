-- twilio.sql: paths that programs made for Twilio ask

CREATE OR REPLACE FUNCTION api.phone_number(session uuid, number text, fields text, country text)
RETURNS api.reply
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    actor CONSTANT bigint := private.actor(session);
    wanted CONSTANT text[] := private.twilio_fields(fields);
    target numsight.phone;
BEGIN
    IF NOT wanted <@ ARRAY(SELECT json_object_keys(private.twilio_packages())) THEN
        RETURN private.problem(400, 'Fields names a package that is not known. Use caller_name, line_type_intelligence, spam_reputation.',
                               'Fields');
    ELSIF octet_length(number) > 64 THEN
        RETURN private.phone_problem(actor, number, country, 'number');
    ELSIF numsight.phone_try('2222222', upper(country)) IS NULL AND country IS NOT NULL THEN
        RETURN private.problem(400, 'CountryCode is not known. Use the two letters of a country, for example IN.', 'CountryCode');
    END IF;
    target := private.phone_try(actor, number, country);
    RETURN private.reply(200, private.twilio_lookup(target, number, wanted, coalesce(upper(country), private.region_for(actor))),
                         NULL, CASE WHEN target IS NOT NULL THEN ARRAY[numsight.phone_to_bigint(target)] END);
END;
$$;
COMMENT ON FUNCTION api.phone_number(uuid, text, text, text) IS
    'GET /v2/PhoneNumbers/{number}: what is known of a number in the form of Twilio''s Lookup, version 2; for programs that are made for that, with an API key in place of their token
200 twilio_lookup: the number, and the packages that were asked for';
