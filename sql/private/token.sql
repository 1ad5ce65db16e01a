-- token.sql: sessions, refresh tokens, and what failed logins cost

CREATE OR REPLACE FUNCTION private.claims(session uuid)
RETURNS text
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    claims text;
BEGIN
    SELECT row_to_json(c)::text INTO claims
      FROM (SELECT id.sealed AS sub, s.id AS sid, id.sealed AS user_id,
                   concat_ws(' ', 'read', 'write', CASE WHEN 'admin' = ANY (a.roles) THEN 'admin' END) AS scope
              FROM data.session s
              JOIN data.account a ON a.id = s.account
             CROSS JOIN LATERAL (SELECT private.seal('account', a.id) AS sealed) id
             WHERE s.id = claims.session) c;
    RETURN claims;
END;
$$;
COMMENT ON FUNCTION private.claims(uuid) IS
    'what an access token of this session says; the worker adds issuer, audience and times';

CREATE OR REPLACE FUNCTION private.token_body(first text, second text, refresh text)
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT '{"' || first || '":"' || private.slot(CASE first WHEN 'access' THEN 'access' ELSE refresh END)
        || '","' || second || '":"' || private.slot(CASE second WHEN 'access' THEN 'access' ELSE refresh END)
        || '","expires_in":' || private.slot('expires_in') || ',"token_type":"bearer"}';
END;
COMMENT ON FUNCTION private.token_body(text, text, text) IS
    'the body of a token answer, access and refresh in the order of the path; refresh: the slot of the refresh token';

CREATE OR REPLACE FUNCTION private.session_open(account bigint, rotating boolean, fresh bytea)
RETURNS uuid
LANGUAGE plpgsql
AS $$
DECLARE
    life CONSTANT interval := CASE WHEN rotating THEN interval '90 days' ELSE interval '24 hours' END;
    idle CONSTANT interval := CASE WHEN rotating THEN interval '30 days' ELSE interval '24 hours' END;
    session uuid;
BEGIN
    INSERT INTO data.session AS s (account, rotating, expires)
    VALUES (session_open.account, session_open.rotating, now() + life)
    RETURNING s.id INTO session;
    INSERT INTO data.refresh_token (digest, session, expires)
    VALUES (fresh, session, now() + idle);
    RETURN session;
END;
$$;
COMMENT ON FUNCTION private.session_open(bigint, boolean, bytea) IS
    'a new family of refresh tokens: rotating, or fixed for clients that keep their first one';

CREATE OR REPLACE FUNCTION private.session_revoke(session uuid)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE data.session s SET revoked = now() WHERE s.id = session_revoke.session AND s.revoked IS NULL;
END;
$$;
COMMENT ON FUNCTION private.session_revoke(uuid) IS
    'ends a session: its refresh tokens, and its access tokens at their next use';

CREATE OR REPLACE FUNCTION private.login_refused()
RETURNS api.reply
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT private.problem(401, 'no account has this name and this password');
END;
COMMENT ON FUNCTION private.login_refused() IS
    'one answer for an unknown name and a wrong password';

CREATE OR REPLACE FUNCTION private.login_wait(subject bigint)
RETURNS integer
LANGUAGE plpgsql
AS $$
BEGIN
    RETURN (SELECT ceil(extract(epoch FROM least(f.blocked_until, now() + interval '1 day') - now()))::integer
              FROM data.login_failure f
             WHERE f.subject = login_wait.subject AND f.blocked_until > now()
               FOR UPDATE);
END;
$$;
COMMENT ON FUNCTION private.login_wait(bigint) IS
    'seconds until the next try is heard, NULL if at once';

CREATE OR REPLACE FUNCTION private.login_failed(subject bigint)
RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    kept data.login_failure;
BEGIN
    INSERT INTO data.login_failure AS f (subject, window_start, window_count, consecutive)
    VALUES (login_failed.subject, now(), 1, 1)
    ON CONFLICT ON CONSTRAINT login_failure_pkey DO UPDATE
       SET window_start = CASE WHEN f.window_start < now() - interval '15 minutes'
                               THEN now() ELSE f.window_start END,
           window_count = CASE WHEN f.window_start < now() - interval '15 minutes'
                               THEN 1 ELSE f.window_count + 1 END,
           consecutive = f.consecutive + 1
    RETURNING * INTO kept;
    IF kept.consecutive < 100 AND kept.window_count < 10 THEN
        RETURN;
    END IF;
    -- ten in a quarter of an hour: wait, twice as long each time; a hundred in a row: an operator frees it
    UPDATE data.login_failure f
       SET blocked_until = CASE WHEN kept.consecutive >= 100 THEN 'infinity'
                                ELSE now() + least(interval '1 hour',
                                                   interval '30 seconds' * 2 ^ least(kept.window_count - 10, 7)) END
     WHERE f.subject = kept.subject;
    PERFORM private.note(a.id, 'login_blocked', NULL, jsonb_build_object('consecutive', kept.consecutive))
       FROM data.account a WHERE a.id = kept.subject;
END;
$$;
COMMENT ON FUNCTION private.login_failed(bigint) IS
    'counts a failed login, and makes the next one wait when there were too many';

CREATE OR REPLACE FUNCTION private.login_clear(subject bigint)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    DELETE FROM data.login_failure f WHERE f.subject = login_clear.subject;
END;
$$;
COMMENT ON FUNCTION private.login_clear(bigint) IS
    'a good login, or an operator, ends a row of failures';

CREATE OR REPLACE FUNCTION private.login(account bigint, verified boolean, fresh bytea, rotating boolean, body text, renewed text)
RETURNS api.reply
LANGUAGE plpgsql
AS $$
DECLARE
    wait CONSTANT integer := private.login_wait(account);
    session uuid;
BEGIN
    -- while blocked not even the right password is heard, else trying would go on
    IF wait IS NOT NULL THEN
        RETURN private.problem(429, 'too many failed logins. Wait before the next one.', wait::text);
    END IF;
    IF verified IS NOT TRUE OR NOT EXISTS (SELECT FROM data.account a WHERE a.id = login.account) THEN
        IF account IS NOT NULL THEN
            PERFORM private.login_failed(account);
        END IF;
        RETURN private.login_refused();
    END IF;
    PERFORM private.login_clear(account);
    IF (SELECT a.locked IS NOT NULL FROM data.account a WHERE a.id = login.account) THEN
        RETURN private.problem(403, 'this account is locked. Ask the operator.');
    END IF;
    IF renewed IS NOT NULL THEN
        UPDATE data.account a SET password = renewed WHERE a.id = login.account;
    END IF;
    session := private.session_open(account, rotating, fresh);
    PERFORM private.note(account, 'logged_in');
    RETURN private.reply(200, body, private.claims(session));
END;
$$;
COMMENT ON FUNCTION private.login(bigint, boolean, bytea, boolean, text, text) IS
    'a login whose password was verified or not: the body with its tokens, 401, or 429 after too many failures; renewed: its hash, if the kept one is of less work than today''s';

CREATE OR REPLACE FUNCTION private.refresh_refused()
RETURNS api.reply
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT private.problem(401, 'the refresh token is not valid. Log in again.');
END;
COMMENT ON FUNCTION private.refresh_refused() IS
    'one answer for a refresh token that is unknown, expired, revoked or used twice';

CREATE OR REPLACE FUNCTION private.refresh_rotate(presented data.refresh_token, fresh bytea)
RETURNS boolean
LANGUAGE plpgsql
AS $$
DECLARE
    retry CONSTANT boolean := presented.used > now() - interval '10 seconds';
BEGIN
    IF presented.revoked IS NOT NULL OR presented.used IS NOT NULL AND NOT retry THEN
        RETURN false;
    END IF;
    IF retry THEN
        -- the answer was lost on its way: the child that nobody has used makes room for another
        UPDATE data.refresh_token t SET revoked = now()
         WHERE t.parent = presented.digest AND t.used IS NULL AND t.revoked IS NULL;
        IF NOT FOUND THEN
            RETURN false;
        END IF;
    ELSE
        UPDATE data.refresh_token t SET used = now() WHERE t.digest = presented.digest;
    END IF;
    INSERT INTO data.refresh_token (digest, session, parent, expires)
    SELECT fresh, s.id, presented.digest, least(s.expires, now() + interval '30 days')
      FROM data.session s WHERE s.id = presented.session;
    RETURN true;
END;
$$;
COMMENT ON FUNCTION private.refresh_rotate(data.refresh_token, bytea) IS
    'replaces a refresh token by a fresh one; false if it was used before: then it was stolen, from whom is not known';
