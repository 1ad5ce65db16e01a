-- seal.sql: public ids
--
-- A public id is one AES block of (row id, noun) in the clothes of a uuid. It tells nothing of the
-- order or number of rows, the id of one noun opens no other, and a made-up one opens none: half of
-- the block is the noun.

CREATE OR REPLACE FUNCTION private.seal_key()
RETURNS bytea
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN (SELECT decode(s.value, 'hex') FROM data.setting s WHERE s.name = 'seal_key');
END;
$$;
COMMENT ON FUNCTION private.seal_key() IS
    'the key of all public ids of this deployment';

CREATE OR REPLACE FUNCTION private.seal_with(key bytea, noun text, id bigint)
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT encode(contrib.encrypt(int8send(id) || substr(decode(md5(noun), 'hex'), 1, 8), key, 'aes-ecb/pad:none'),
                  'hex')::uuid::text;
END;
COMMENT ON FUNCTION private.seal_with(bytea, text, bigint) IS
    'the public id of a row under a key; for lists, which read the key once';

CREATE OR REPLACE FUNCTION private.seal(noun text, id bigint)
RETURNS text
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN private.seal_with(private.seal_key(), noun, id);
END;
$$;
COMMENT ON FUNCTION private.seal(text, bigint) IS
    'the public id of a row';

CREATE OR REPLACE FUNCTION private.unseal(noun text, sealed text)
RETURNS bigint
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    block bytea;
BEGIN
    IF sealed !~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN
        RETURN NULL;
    END IF;
    block := contrib.decrypt(decode(replace(sealed, '-', ''), 'hex'), private.seal_key(), 'aes-ecb/pad:none');
    IF substr(block, 9) <> substr(decode(md5(noun), 'hex'), 1, 8) THEN
        RETURN NULL;
    END IF;
    RETURN ('x' || encode(substr(block, 1, 8), 'hex'))::bit(64)::bigint;
END;
$$;
COMMENT ON FUNCTION private.unseal(text, text) IS
    'the row of a public id; NULL for anything that private.seal did not make for this noun';
