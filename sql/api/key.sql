-- key.sql: API keys, which programs present instead of a login

CREATE OR REPLACE FUNCTION api.keys(session uuid)
RETURNS api.reply
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN private.page(private.key_objects(private.actor(session)), NULL);
END;
$$;
COMMENT ON FUNCTION api.keys(uuid) IS
    'GET /v1/api-keys: the own keys that stand, newest first
200 key_page: all of them';

CREATE OR REPLACE FUNCTION api.key_create(session uuid, name text, scope text, expires_at text, digest bytea)
RETURNS api.reply
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    actor CONSTANT bigint := private.actor(session);
    called CONSTANT text := private.name_of(name);
    scopes CONSTANT text[] := private.scopes_of(coalesce(scope, 'read write'));
    until CONSTANT timestamptz := private.key_end_of(expires_at);
    made bigint;
BEGIN
    IF private.is_key(session) THEN
        RETURN private.problem(403, 'a key cannot make keys. Log in for that.');
    END IF;
    -- of two that come at once the second counts the first
    PERFORM FROM data.account a WHERE a.id = actor FOR NO KEY UPDATE;
    IF 'admin' = ANY (scopes) AND NOT private.is_admin(actor) THEN
        RETURN private.problem(403, 'only an operator can make a key for operators');
    ELSIF (SELECT count(*) FROM data.session s JOIN data.api_key k ON k.session = s.id
            WHERE s.account = actor AND s.revoked IS NULL AND s.expires > now()) >= 50 THEN
        RETURN private.problem(409, 'there are fifty keys already. Revoke one of them first.');
    END IF;
    made := private.key_add(actor, called, scopes, until, digest);
    RETURN private.reply(201, left(private.key_objects(actor, made), -1) || ',"key":"' || private.slot('key') || '"}');
END;
$$;
COMMENT ON FUNCTION api.key_create(uuid, text, text, text, bytea) IS
    'POST /v1/api-keys: makes a key for a program, which presents it as Bearer or Token, or by Basic with the id of the key as user name; shown once, and only a login can do this
201 key_made: the key
409: there are fifty keys already';

CREATE OR REPLACE FUNCTION api.key_revoke(session uuid, id text)
RETURNS api.reply
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    actor CONSTANT bigint := private.actor(session);
    one CONSTANT bigint := private.unseal('api_key', id);
    ended uuid;
BEGIN
    SELECT s.id INTO ended
      FROM data.api_key k JOIN data.session s ON s.id = k.session
     WHERE k.id = one AND s.account = actor AND s.revoked IS NULL AND s.expires > now();
    IF ended IS NULL THEN
        RETURN private.missing('key');
    ELSIF private.is_key(session) AND ended <> session THEN
        RETURN private.problem(403, 'a key can revoke itself and no other. Log in for that.');
    END IF;
    PERFORM private.session_revoke(ended);
    PERFORM private.note(actor, 'key_revoked', NULL, jsonb_build_object('key', one));
    RETURN private.reply(204, NULL);
END;
$$;
COMMENT ON FUNCTION api.key_revoke(uuid, text) IS
    'DELETE /v1/api-keys/{id}: ends a key at once
204: it is good for nothing any more
404: no such key of the caller';

CREATE OR REPLACE FUNCTION api.key_of(digest bytea, id text)
RETURNS api.reply
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    one record;
BEGIN
    SELECT k.id, k.scopes, k.session, s.account, s.expires INTO one
      FROM data.api_key k
      JOIN data.session s ON s.id = k.session
     WHERE k.digest = key_of.digest AND s.revoked IS NULL AND s.expires > now();
    IF one.id IS NULL OR NOT private.key_named(key_of.id, one.id, one.account) THEN
        RETURN private.problem(401, 'the API key is not valid');
    END IF;
    PERFORM private.key_seen(one.id);
    RETURN private.reply(200, NULL, private.key_claims(one.session, one.scopes, one.expires));
END;
$$;
COMMENT ON FUNCTION api.key_of(bytea, text) IS
    'POST /v1/{any}: whose an API key is, as the claims of a token, for the worker; id: what names it beside the key, if anything';
