-- token.sql: logging in, staying in, logging out

CREATE OR REPLACE FUNCTION api.password_of(username text, phone_number text, region text, OUT account bigint, OUT hash text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    target numsight.phone;
BEGIN
    IF phone_number IS NOT NULL THEN
        target := private.phone_of(NULL, phone_number, region);
    ELSIF username IS NULL THEN
        PERFORM private.refuse('phone_number', 'is missing', 'Give phone_number or username.');
    ELSE
        SELECT a.id, a.password INTO account, hash
          FROM data.account a WHERE lower(a.username) = lower(btrim(password_of.username));
        target := private.phone_try(NULL, username, region);
    END IF;
    IF account IS NULL THEN
        SELECT a.id, a.password INTO account, hash
          FROM data.account a WHERE a.phone OPERATOR(numsight.=) target;
    END IF;
    -- failures under a name that nobody has are counted too, else a 429 would tell who is registered
    account := coalesce(account, - (hashtextextended(coalesce(target::text, lower(btrim(username))), 1) & 9223372036854775807) - 1);
END;
$$;
COMMENT ON FUNCTION api.password_of(text, text, text) IS
    'POST /v1/token: the account that a login names and its password hash, for the worker to verify; below zero and without hash if there is none';

CREATE OR REPLACE FUNCTION api.token(account bigint, verified boolean, fresh bytea, renewed text DEFAULT NULL)
RETURNS api.reply
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN private.login(account, verified, fresh, true, private.token_body('access', 'refresh', 'refresh'), renewed);
END;
$$;
COMMENT ON FUNCTION api.token(bigint, boolean, bytea, text) IS
    'POST /v1/token: logs in; the refresh token is good for one use and answered with the next one
200 token: logged in
401: no account has this name and this password
429: too many failed logins';

CREATE OR REPLACE FUNCTION api.old_token(account bigint, verified boolean, fresh bytea, renewed text DEFAULT NULL)
RETURNS api.reply
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN private.login(account, verified, fresh, false, private.token_body('refresh', 'access', 'refresh'), renewed);
END;
$$;
COMMENT ON FUNCTION api.old_token(bigint, boolean, bytea, text) IS
    'POST /api/token: logs in as clients of the original applications do, which keep their first refresh token for a day
200 token: logged in
401: no account has this name and this password
429: too many failed logins';

CREATE OR REPLACE FUNCTION api.old_login(account bigint, verified boolean, fresh bytea, renewed text DEFAULT NULL)
RETURNS api.reply
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN private.login(account, verified, fresh, false,
        '{"StatusCode":200,"access_token":"' || private.slot('access') || '","token_type":"bearer","refresh_token":"'
            || private.slot('refresh') || '","expires_in":' || private.slot('expires_in') || '}', renewed);
END;
$$;
COMMENT ON FUNCTION api.old_login(bigint, boolean, bytea, text) IS
    'POST /register/login: logs in as clients of application E do, which keep their first refresh token for a day
200 old_token: logged in
401: no account has this name and this password
429: too many failed logins';

CREATE OR REPLACE FUNCTION api.token_refresh(presented bytea, fresh bytea)
RETURNS api.reply
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    family data.session;
    token data.refresh_token;
BEGIN
    -- the family is locked first: of two that come at once the second sees what the first did
    SELECT s.* INTO family
      FROM data.session s
     WHERE s.id = (SELECT t.session FROM data.refresh_token t WHERE t.digest = presented)
       FOR NO KEY UPDATE;
    SELECT t.* INTO token FROM data.refresh_token t WHERE t.digest = presented;
    IF token.digest IS NULL OR family.revoked IS NOT NULL
       OR family.expires <= now() OR token.expires <= now() THEN
        RETURN private.refresh_refused();
    ELSIF NOT family.rotating THEN
        RETURN private.reply(200, private.token_body('access', 'refresh', 'presented'), private.claims(family.id));
    ELSIF private.refresh_rotate(token, fresh) THEN
        RETURN private.reply(200, private.token_body('access', 'refresh', 'refresh'), private.claims(family.id));
    END IF;
    PERFORM private.session_revoke(family.id);
    PERFORM private.note(family.account, 'refresh_reused');
    RETURN private.refresh_refused();
END;
$$;
COMMENT ON FUNCTION api.token_refresh(bytea, bytea) IS
    'POST /v1/token/refresh: a new access token; a refresh token used twice ends the session, unless within ten seconds, when an answer may have been lost
200 token: a new access token
401: the refresh token is not valid';

CREATE OR REPLACE FUNCTION api.token_revoke(presented bytea)
RETURNS api.reply
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM private.session_revoke((SELECT t.session FROM data.refresh_token t WHERE t.digest = presented));
    RETURN private.reply(204, NULL);
END;
$$;
COMMENT ON FUNCTION api.token_revoke(bytea) IS
    'POST /v1/token/revoke: logs out: ends the session of a refresh token; a token that is not valid is no error
204: logged out';
