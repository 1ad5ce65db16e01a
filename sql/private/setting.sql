-- setting.sql: what operators may set for the whole deployment, and what to

CREATE OR REPLACE FUNCTION private.setting_names()
RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    -- keys and versions are kept in the same table, and are nobody's to see
    SELECT ARRAY['call_duration_from', 'call_ring_seconds', 'call_talk_seconds', 'codes_a_day', 'region', 'verify'];
END;
COMMENT ON FUNCTION private.setting_names() IS
    'settings that operators see and change';

CREATE OR REPLACE FUNCTION private.setting_number(value text, low integer, high integer, what text)
RETURNS text
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    written CONSTANT text := btrim(value);
BEGIN
    IF written !~ '^[0-9]{1,7}$' OR written::integer NOT BETWEEN low AND high THEN
        PERFORM private.refuse('value', 'is no such number of ' || what, format('Give a whole number from %s to %s.', low, high));
    END IF;
    RETURN written::integer::text;
END;
$$;
COMMENT ON FUNCTION private.setting_number(text, integer, integer, text) IS
    'a number of something within bounds';

CREATE OR REPLACE FUNCTION private.setting_region(value text)
RETURNS text
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    region text;
BEGIN
    BEGIN
        region := private.region_of(value);
    EXCEPTION WHEN invalid_parameter_value THEN
        region := NULL;
    END;
    IF region IS NULL THEN
        PERFORM private.refuse('value', 'is not a country', 'Use its two letters, for example IN.');
    END IF;
    RETURN region;
END;
$$;
COMMENT ON FUNCTION private.setting_region(text) IS
    'a country by its two letters';

CREATE OR REPLACE FUNCTION private.setting_value(name text, value text)
RETURNS text
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    IF name = 'call_duration_from' AND btrim(value) NOT IN ('answer', 'initiate') THEN
        PERFORM private.refuse('value', 'is not known', 'Use answer or initiate.');
    ELSIF name = 'verify' AND btrim(value) NOT IN ('off', 'required') THEN
        PERFORM private.refuse('value', 'is not known', 'Use off or required.');
    END IF;
    RETURN CASE name
        WHEN 'region' THEN private.setting_region(value)
        WHEN 'call_ring_seconds' THEN private.setting_number(value, 30, 3600, 'seconds')
        WHEN 'call_talk_seconds' THEN private.setting_number(value, 600, 86400, 'seconds')
        WHEN 'codes_a_day' THEN private.setting_number(value, 1, 1000000, 'codes')
        ELSE btrim(value) END;
END;
$$;
COMMENT ON FUNCTION private.setting_value(text, text) IS
    'what a setting may be set to, as it is kept';

CREATE OR REPLACE FUNCTION private.setting_object(name text)
RETURNS text
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN (SELECT row_to_json(o)::text
              FROM (SELECT s.name, s.value, s.note FROM data.setting s WHERE s.name = setting_object.name) o);
END;
$$;
COMMENT ON FUNCTION private.setting_object(text) IS
    'a setting as operators see it';
