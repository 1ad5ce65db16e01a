-- key.sql: API keys

CREATE OR REPLACE FUNCTION private.is_key(session uuid)
RETURNS boolean
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN EXISTS (SELECT FROM data.api_key k WHERE k.session = is_key.session);
END;
$$;
COMMENT ON FUNCTION private.is_key(uuid) IS
    'whether a session is that of an API key';

CREATE OR REPLACE FUNCTION private.scopes_of(value text, field text DEFAULT 'scope')
RETURNS text[]
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    given CONSTANT text[] := regexp_split_to_array(btrim(value), ' +');
BEGIN
    IF NOT given <@ ARRAY['read', 'write', 'admin'] OR cardinality(given) > 3 THEN
        PERFORM private.refuse(field, 'is not known', 'Use of read, write and admin some, with blanks between.');
    END IF;
    RETURN ARRAY(SELECT s.word FROM unnest(ARRAY['read', 'write', 'admin']) WITH ORDINALITY s (word, place)
                  WHERE s.word = ANY (given) ORDER BY s.place);
END;
$$;
COMMENT ON FUNCTION private.scopes_of(text, text) IS
    'the words of a scope, each once, in one order';

CREATE OR REPLACE FUNCTION private.key_end_of(value text, field text DEFAULT 'expires_at')
RETURNS timestamptz
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    at CONSTANT timestamptz := coalesce(private.instant_of(value, field), now() + interval '365 days');
BEGIN
    IF at <= now() THEN
        PERFORM private.refuse(field, 'lies in the past', 'Give a time to come, or leave it out.');
    ELSIF at > now() + interval '1827 days' THEN
        PERFORM private.refuse(field, 'lies too far in the future', 'A key is good for five years at most.');
    END IF;
    RETURN at;
END;
$$;
COMMENT ON FUNCTION private.key_end_of(text, text) IS
    'until when a key is good: a year, if nothing is said';

CREATE OR REPLACE FUNCTION private.key_objects(actor bigint, wanted bigint DEFAULT NULL)
RETURNS text
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN (SELECT string_agg(row_to_json(o)::text, ',' ORDER BY k.id DESC)
              FROM data.session s
              JOIN data.api_key k ON k.session = s.id
             CROSS JOIN LATERAL (SELECT private.seal('api_key', k.id) AS id, k.name, array_to_string(k.scopes, ' ') AS scope,
                                        private.utc(s.created) AS created_at, private.utc(s.expires) AS expires_at,
                                        private.utc(date_trunc('minute', k.used)) AS last_used_at) o
             WHERE s.account = actor AND s.revoked IS NULL AND s.expires > now() AND k.id = coalesce(wanted, k.id));
END;
$$;
COMMENT ON FUNCTION private.key_objects(bigint, bigint) IS
    'the keys of an account that stand, or one of them, newest first, with commas between';

CREATE OR REPLACE FUNCTION private.key_add(actor bigint, name text, scopes text[], until timestamptz, digest bytea)
RETURNS bigint
LANGUAGE plpgsql
AS $$
DECLARE
    session uuid;
    made bigint;
BEGIN
    INSERT INTO data.session AS s (account, rotating, expires) VALUES (actor, false, until) RETURNING s.id INTO session;
    INSERT INTO data.api_key AS k (session, digest, name, scopes)
    VALUES (session, key_add.digest, key_add.name, key_add.scopes)
    RETURNING k.id INTO made;
    PERFORM private.note(actor, 'key_made', NULL, jsonb_build_object('key', made, 'scope', array_to_string(scopes, ' ')));
    RETURN made;
END;
$$;
COMMENT ON FUNCTION private.key_add(bigint, text, text[], timestamptz, bytea) IS
    'a new key of an account, on the record';

CREATE OR REPLACE FUNCTION private.key_named(id text, key bigint, account bigint)
RETURNS boolean
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    digits CONSTANT text := lower(replace(id, '-', ''));
BEGIN
    RETURN digits IS NULL
        OR regexp_replace(digits, '^sk', '') = replace(private.seal('api_key', key), '-', '')
        OR digits = 'ac' || replace(private.seal('account', account), '-', '');
END;
$$;
COMMENT ON FUNCTION private.key_named(text, bigint, bigint) IS
    'whether a user name of the scheme Basic names this key: its id, SK and its digits, or AC and those of its account';

CREATE OR REPLACE FUNCTION private.key_seen(key bigint)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    -- of many that come at once one writes, and nobody waits for it
    UPDATE data.api_key k SET used = now()
     WHERE k.id = (SELECT o.id FROM data.api_key o
                    WHERE o.id = key AND coalesce(o.used, '-infinity') < now() - interval '1 minute'
                      FOR NO KEY UPDATE SKIP LOCKED);
END;
$$;
COMMENT ON FUNCTION private.key_seen(bigint) IS
    'notes that a key was used, at most once a minute';

CREATE OR REPLACE FUNCTION private.key_claims(session uuid, scopes text[], expires timestamptz)
RETURNS text
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN (private.claims(session)::jsonb
            || jsonb_build_object('scope', array_to_string(scopes, ' '), 'exp', floor(extract(epoch FROM expires))::bigint))::text;
END;
$$;
COMMENT ON FUNCTION private.key_claims(uuid, text[], timestamptz) IS
    'a key in the claims of a token, for the worker to keep for some seconds';
