-- twilio.sql: what is known of a number in the form of Twilio's Lookup, version 2
--
-- A package that was not asked for is null. One that only carriers could answer is there with
-- nothing in it and the code that Twilio gives for what it does not cover: nothing is made up.

CREATE OR REPLACE FUNCTION private.twilio_packages()
RETURNS json
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT '{
        "caller_name": null,
        "sim_swap": {"last_sim_swap": null, "carrier_name": null, "mobile_country_code": null, "mobile_network_code": null, "error_code": 60600},
        "call_forwarding": {"call_forwarding_enabled": null, "error_code": 60600},
        "line_status": {"status": null, "error_code": 60600},
        "line_type_intelligence": null,
        "identity_match": {"first_name_match": null, "last_name_match": null, "address_lines_match": null, "city_match": null, "state_match": null, "postal_code_match": null, "address_country_match": null, "national_id_match": null, "date_of_birth_match": null, "summary_score": null, "error_code": 60600, "error_message": null},
        "reassigned_number": {"last_verified_date": null, "is_number_reassigned": null, "error_code": 60600},
        "sms_pumping_risk": {"carrier_risk_category": null, "number_blocked": null, "number_blocked_date": null, "number_blocked_last_3_months": null, "sms_pumping_risk_score": null, "error_code": 60600},
        "phone_number_quality_score": {"quality_score": null, "error_code": 60600},
        "pre_fill": {"first_name": null, "last_name": null, "address_line": null, "city": null, "state": null, "postal_code": null, "country_code": null, "error_code": 60600, "error_message": null},
        "spam_reputation": null}'::json;
END;
COMMENT ON FUNCTION private.twilio_packages() IS
    'packages in their order, each with what it holds if nothing is known; null: it is made of what we know. The last one is ours';

CREATE OR REPLACE FUNCTION private.twilio_fields(fields text)
RETURNS text[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
BEGIN
    -- plpgsql keeps the plan, and SQL would make one for each call
    RETURN ARRAY(SELECT btrim(f) FROM string_to_table(fields, ',') f WHERE btrim(f) <> '');
END;
$$;
COMMENT ON FUNCTION private.twilio_fields(text) IS
    'the packages that are asked for, from a list with commas';

CREATE OR REPLACE FUNCTION private.twilio_faults(error text, possible text, valid boolean)
RETURNS json
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    -- STABLE as json_build_array is: else it would not be inlined
    SELECT CASE WHEN valid THEN '[]' ELSE json_build_array(CASE coalesce(error, possible)
        WHEN 'INVALID_COUNTRY_CODE' THEN 'INVALID_COUNTRY_CODE'
        WHEN 'TOO_SHORT' THEN 'TOO_SHORT'
        WHEN 'TOO_SHORT_AFTER_IDD' THEN 'TOO_SHORT'
        WHEN 'TOO_SHORT_NSN' THEN 'TOO_SHORT'
        WHEN 'TOO_LONG' THEN 'TOO_LONG'
        WHEN 'INVALID_LENGTH' THEN 'INVALID_LENGTH'
        WHEN 'IS_POSSIBLE_LOCAL_ONLY' THEN 'INVALID_LENGTH'
        WHEN 'IS_POSSIBLE' THEN 'INVALID_BUT_POSSIBLE'
        ELSE 'NOT_A_NUMBER' END) END;
END;
COMMENT ON FUNCTION private.twilio_faults(text, text, boolean) IS
    'what is wrong with a number, in Twilio''s words: none or one';

CREATE OR REPLACE FUNCTION private.twilio_line_type(type text)
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT CASE type WHEN 'FIXED_LINE' THEN 'landline' WHEN 'MOBILE' THEN 'mobile' WHEN 'TOLL_FREE' THEN 'tollFree'
                     WHEN 'PREMIUM_RATE' THEN 'premium' WHEN 'SHARED_COST' THEN 'sharedCost' WHEN 'VOIP' THEN 'nonFixedVoip'
                     WHEN 'PERSONAL_NUMBER' THEN 'personal' WHEN 'PAGER' THEN 'pager' WHEN 'UAN' THEN 'uan'
                     WHEN 'VOICEMAIL' THEN 'voicemail' ELSE 'unknown' END;
END;
COMMENT ON FUNCTION private.twilio_line_type(text) IS
    'the kind of a line in Twilio''s words; where plans do not tell mobile from fixed, neither do we';

CREATE OR REPLACE FUNCTION private.twilio_known(target numsight.phone, package text)
RETURNS json
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    kept CONSTANT data.number := private.number_of(target);
    likelihood CONSTANT double precision := private.likelihood(kept);
BEGIN
    RETURN CASE package
        WHEN 'caller_name' THEN (SELECT row_to_json(p) FROM (
            SELECT private.best_name(target) AS caller_name,
                   (SELECT 'CONSUMER' FROM data.account a WHERE a.phone OPERATOR(numsight.=) target) AS caller_type,
                   NULL::integer AS error_code) p)
        WHEN 'line_type_intelligence' THEN (SELECT row_to_json(p) FROM (
            SELECT NULL::text AS mobile_country_code, NULL::text AS mobile_network_code,
                   numsight.phone_carrier(target) AS carrier_name,
                   private.twilio_line_type(numsight.phone_type(target)) AS type, NULL::integer AS error_code) p)
        WHEN 'spam_reputation' THEN (SELECT row_to_json(p) FROM (
            SELECT private.chance(likelihood) AS likelihood, numsight.spam_label(likelihood) AS label,
                   numsight.spam_category(kept.state, now()) AS category, private.reasons(kept) AS reasons) p) END;
END;
$$;
COMMENT ON FUNCTION private.twilio_known(numsight.phone, text) IS
    'a package that is made of what we know; NULL if it is none of ours';

CREATE OR REPLACE FUNCTION private.twilio_lookup(target numsight.phone, input text, fields text[], country text)
RETURNS text
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    told CONSTANT record := numsight.phone_info(coalesce(target::text, input), coalesce(country, 'ZZ'));
    packages CONSTANT text := (
        SELECT string_agg(to_json(p.key) || ':' || coalesce(CASE WHEN p.key = ANY (fields) THEN
                              coalesce(CASE WHEN target IS NOT NULL THEN private.twilio_known(target, p.key) END::text,
                                       p.value::text) END, 'null'), ',')
          FROM json_each(private.twilio_packages()) p);
    body text;
BEGIN
    SELECT row_to_json(n)::text INTO body
      FROM (SELECT numsight.phone_country_code(target)::text AS calling_country_code,
                   nullif(told.region, 'ZZ') AS country_code, coalesce(target::text, input) AS phone_number,
                   coalesce(told.national, input) AS national_format, coalesce(told.valid, false) AS valid,
                   private.twilio_faults(told.error, told.possible, told.valid) AS validation_errors,
                   '/v2/PhoneNumbers/' || coalesce(target::text, '') AS url) n;
    RETURN left(body, -1) || ',' || packages || '}';
END;
$$;
COMMENT ON FUNCTION private.twilio_lookup(numsight.phone, text, text[], text) IS
    'a number in the form of Twilio''s Lookup; of what is no number, why';
