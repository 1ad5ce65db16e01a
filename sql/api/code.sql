-- code.sql: one-time codes

CREATE OR REPLACE FUNCTION api.code_create(phone_number text, purpose text, region text, address text DEFAULT NULL)
RETURNS api.reply
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    target CONSTANT numsight.phone := private.phone_of(NULL, phone_number, region);
    wanted CONSTANT text := private.code_purpose(purpose);
BEGIN
    -- who has such a number lives on what it costs to reach it
    IF numsight.phone_type(target) IN ('PREMIUM_RATE', 'SHARED_COST') THEN
        RETURN private.problem(400, 'phone_number is one that costs who writes to it. Give another one.', 'phone_number');
    END IF;
    RETURN private.code_make(target, wanted, address);
END;
$$;
COMMENT ON FUNCTION api.code_create(text, text, text, text) IS
    'POST /v1/codes: sends a code of six digits to a number, by which its owner proves that it is his: to register it, to have its names forgotten, or to appeal for it; good once, for ten minutes and for five tries, and in place of the one before; whether anybody knows the number is not told
202 code_sent: on its way
429: too many codes were asked for this number, from this network, or altogether';
