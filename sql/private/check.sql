-- check.sql: reading what people typed; the first thing wrong is refused with its field, reason and remedy

CREATE OR REPLACE FUNCTION private.refuse(field text, reason text, remedy text)
RETURNS void
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'invalid_parameter_value', MESSAGE = field || ' ' || reason, HINT = remedy, COLUMN = field;
END;
$$;
COMMENT ON FUNCTION private.refuse(text, text, text) IS
    'raises 22023 that names the field';

CREATE OR REPLACE FUNCTION private.refuse_body(reason text, remedy text)
RETURNS void
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'invalid_parameter_value', MESSAGE = 'body ' || reason, HINT = remedy, TABLE = 'body';
END;
$$;
COMMENT ON FUNCTION private.refuse_body(text, text) IS
    'raises 22023 that names no field but all of the body';

CREATE OR REPLACE FUNCTION private.blank_bytes()
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT U&' \0009\000A\000D\00A0\200B\3000\FEFF';
END;
COMMENT ON FUNCTION private.blank_bytes() IS
    'what is cut off both ends of a text';

CREATE OR REPLACE FUNCTION private.name_of(value text, field text DEFAULT 'name')
RETURNS text
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    -- what turns, hides or only spaces letters makes a name look like another's
    clean CONSTANT text := numsight.book_clean(value);
BEGIN
    IF octet_length(value) > 256 THEN
        PERFORM private.refuse(field, 'is longer than 256 bytes', 'Shorten it.');
    ELSIF value ~ '[\u0001-\u001F\u007F-\u009F]' OR clean IS NULL AND value IS NOT NULL THEN
        PERFORM private.refuse(field, 'holds a control character', 'Take out line breaks, tabs and the like.');
    ELSIF coalesce(clean, '') = '' THEN
        PERFORM private.refuse(field, 'is blank', 'Give at least one visible character.');
    END IF;
    RETURN clean;
END;
$$;
COMMENT ON FUNCTION private.name_of(text, text) IS
    'a name as it is kept, and as address books are read: the rules of data.person_name, each with its own sentence';

CREATE OR REPLACE FUNCTION private.email_of(value text, field text DEFAULT 'email')
RETURNS text
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    trimmed CONSTANT text := nullif(btrim(value, private.blank_bytes()), '');
BEGIN
    IF octet_length(trimmed) > 254 THEN
        PERFORM private.refuse(field, 'is longer than 254 bytes', 'Shorten it.');
    END IF;
    RETURN trimmed::data.email_address;
EXCEPTION
    WHEN check_violation THEN
        PERFORM private.refuse(field, 'is not an e-mail address', 'Write it like asha@example.org, or leave it out.');
        RETURN NULL;
END;
$$;
COMMENT ON FUNCTION private.email_of(text, text) IS
    'an e-mail address as it is kept; nothing, or only blanks, is none';

CREATE OR REPLACE FUNCTION private.comment_of(value text, field text DEFAULT 'comment')
RETURNS text
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    trimmed CONSTANT text := nullif(btrim(value, private.blank_bytes()), '');
BEGIN
    IF octet_length(trimmed) > 2000 THEN
        PERFORM private.refuse(field, 'is longer than 2000 bytes', 'Shorten it.');
    ELSIF trimmed ~ '[\u0001-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]' THEN
        PERFORM private.refuse(field, 'holds a control character', 'Only line breaks and tabs are allowed.');
    END IF;
    RETURN trimmed;
END;
$$;
COMMENT ON FUNCTION private.comment_of(text, text) IS
    'a comment as it is kept; nothing, or only blanks, is none';

CREATE OR REPLACE FUNCTION private.category_of(value text)
RETURNS data.spam_category
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN value::data.spam_category;
EXCEPTION
    WHEN check_violation THEN
        PERFORM private.refuse('category', 'is not known',
            'Use one of telemarketing, scam, robocall, debt, survey, wangiri, silent, other.');
        RETURN NULL;
END;
$$;
COMMENT ON FUNCTION private.category_of(text) IS
    'the category of a report, or none';

CREATE OR REPLACE FUNCTION private.instant_of(value text, field text)
RETURNS timestamptz
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    IF value !~ '^\d{4}-\d\d-\d\d[Tt ]([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)([.]\d{1,9})?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$' THEN
        PERFORM private.refuse(field, 'is not a time', 'Write it like 2024-04-01T12:00:00Z, with its zone.');
    END IF;
    RETURN value::timestamptz;
EXCEPTION
    WHEN datetime_field_overflow OR invalid_datetime_format OR invalid_time_zone_displacement_value THEN
        PERFORM private.refuse(field, 'is not a time', 'Write it like 2024-04-01T12:00:00Z, with its zone.');
        RETURN NULL;
END;
$$;
COMMENT ON FUNCTION private.instant_of(text, text) IS
    'a time of RFC 3339, or none';

CREATE OR REPLACE FUNCTION private.time_of(value text, field text)
RETURNS timestamptz
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    at CONSTANT timestamptz := private.instant_of(value, field);
BEGIN
    IF at > now() + interval '5 minutes' THEN
        PERFORM private.refuse(field, 'lies in the future', 'Check the clock and the zone.');
    ELSIF at < '2000-01-01 00:00:00Z' THEN
        PERFORM private.refuse(field, 'lies too far in the past', 'Nothing before the year 2000 is kept.');
    END IF;
    RETURN at;
END;
$$;
COMMENT ON FUNCTION private.time_of(text, text) IS
    'a time of RFC 3339 that can have happened, or none';

CREATE OR REPLACE FUNCTION private.past_of(value text, field text)
RETURNS timestamptz
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    at CONSTANT timestamptz := private.time_of(value, field);
BEGIN
    IF at > now() THEN
        PERFORM private.refuse(field, 'lies in the future', 'Check the clock and the zone.');
    ELSIF at < now() - private.past_kept() THEN
        PERFORM private.refuse(field, 'lies too far in the past', 'What counted more than two years ago is not kept.');
    END IF;
    RETURN at;
END;
$$;
COMMENT ON FUNCTION private.past_of(text, text) IS
    'a time whose answers can be given again, or none';

CREATE OR REPLACE FUNCTION private.past_kept()
RETURNS interval
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT interval '730 days';
END;
COMMENT ON FUNCTION private.past_kept() IS
    'how long is kept what counted once';

CREATE OR REPLACE FUNCTION private.deployment_region()
RETURNS text
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN (SELECT s.value FROM data.setting s WHERE s.name = 'region');
END;
$$;
COMMENT ON FUNCTION private.deployment_region() IS
    'the region of numbers without a country code when neither request nor account names one';

CREATE OR REPLACE FUNCTION private.region_of(value text)
RETURNS text
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    region CONSTANT text := nullif(upper(btrim(value)), '');
BEGIN
    -- seven digits parse wherever a country code can be put in front of them
    IF region IS NOT NULL AND (region !~ '^[A-Z]{2}$' OR numsight.phone_try('2222222', region) IS NULL) THEN
        PERFORM private.refuse('region', 'is not known', 'Use the two letters of a country, for example IN.');
    END IF;
    RETURN region;
END;
$$;
COMMENT ON FUNCTION private.region_of(text) IS
    'a region whose numbers can be read, or none';

CREATE OR REPLACE FUNCTION private.phone_fault(value text, region text, OUT reason text, OUT remedy text)
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    IF value IS NULL OR btrim(value, private.blank_bytes()) = '' THEN
        reason := 'is missing';
        remedy := 'Give a telephone number.';
        RETURN;
    ELSIF octet_length(value) > 64 THEN
        reason := 'is longer than 64 bytes';
        remedy := 'Give one number at a time.';
        RETURN;
    END IF;
    remedy := 'Write it in international form, for example +919876543210.';
    reason := CASE (SELECT i.error FROM numsight.phone_info(value, region) i)
        WHEN 'INVALID_COUNTRY_CODE' THEN 'has no known country code'
        WHEN 'TOO_SHORT_AFTER_IDD' THEN 'is too short'
        WHEN 'TOO_SHORT_NSN' THEN 'is too short'
        WHEN 'TOO_LONG' THEN 'is too long'
        ELSE 'is not a telephone number'
    END;
END;
$$;
COMMENT ON FUNCTION private.phone_fault(text, text) IS
    'why a text is no telephone number, in words';

CREATE OR REPLACE FUNCTION private.moment_of(value text, field text, ends boolean DEFAULT false)
RETURNS timestamptz
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    -- a plus that was not escaped in a query has come as a blank
    written CONSTANT text := regexp_replace(btrim(value), '[ ](\d\d:?\d\d)$', '+\1');
BEGIN
    IF written ~ '^\d{4}-\d\d-\d\d$' THEN
        RETURN (written || 'T00:00:00Z')::timestamptz
             + CASE WHEN ends THEN interval '1 day' - interval '1 microsecond' ELSE interval '0' END;
    ELSIF written !~ '^\d{4}-\d\d-\d\d[Tt ]([01]\d|2[0-3]):[0-5]\d(:([0-5]\d|60)([.]\d{1,9})?)?'
        '([Zz]|[+-]([01]\d|2[0-3]):?[0-5]\d)?$' THEN
        PERFORM private.refuse(field, 'is not a time', 'Write a day like 2024-04-01, or a time like 2024-04-01T12:00:00Z.');
    END IF;
    RETURN (written || CASE WHEN written ~ '([Zz]|[+-]\d\d:?\d\d)$' AND written !~ '^\d{4}-\d\d-\d\d$'
                            THEN '' ELSE 'Z' END)::timestamptz;
EXCEPTION
    WHEN datetime_field_overflow OR invalid_datetime_format OR invalid_time_zone_displacement_value THEN
        PERFORM private.refuse(field, 'is not a time', 'Write a day like 2024-04-01, or a time like 2024-04-01T12:00:00Z.');
        RETURN NULL;
END;
$$;
COMMENT ON FUNCTION private.moment_of(text, text, boolean) IS
    'one end of a span of time: a day, UTC, or a time, UTC if it names no zone; ends: a day''s last moment';

CREATE OR REPLACE FUNCTION private.future_of(value text, field text)
RETURNS timestamptz
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    at CONSTANT timestamptz := private.instant_of(value, field);
BEGIN
    IF at <= now() THEN
        PERFORM private.refuse(field, 'lies in the past', 'Give a time to come.');
    ELSIF at > now() + interval '1 year' THEN
        PERFORM private.refuse(field, 'lies too far in the future', 'Give a time within a year.');
    END IF;
    RETURN at;
END;
$$;
COMMENT ON FUNCTION private.future_of(text, text) IS
    'a time of RFC 3339 within the next year';

CREATE OR REPLACE FUNCTION private.digest_of(value text, field text)
RETURNS bytea
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    IF value !~ '^[0-9A-Fa-f]{64}$' THEN
        PERFORM private.refuse(field, 'is not a SHA-256', 'Give 64 hexadecimal digits; the code itself stays with you.');
    END IF;
    RETURN decode(value, 'hex');
END;
$$;
COMMENT ON FUNCTION private.digest_of(text, text) IS
    'a SHA-256 in hexadecimal digits';
