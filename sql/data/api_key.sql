-- api_key.sql: keys that programs log in with

CREATE TABLE data.api_key (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    session     uuid NOT NULL CONSTRAINT api_key_session_key UNIQUE REFERENCES data.session ON DELETE CASCADE,
    digest      bytea NOT NULL CONSTRAINT api_key_digest_key UNIQUE CHECK (octet_length(digest) = 32),
    name        data.person_name NOT NULL,
    scopes      text[] NOT NULL CHECK (scopes <@ ARRAY['read', 'write', 'admin'] AND cardinality(scopes) > 0),
    used        timestamptz
);
COMMENT ON TABLE data.api_key IS
    'SHA-256 of API keys; a key is a session without refresh tokens, and ends as one does: at its time, revoked, or with its account';
COMMENT ON COLUMN data.api_key.used IS
    'when it was last seen, to the minute: no write for each request';
ALTER TABLE data.api_key ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY functions_only ON data.api_key TO numsight_owner USING (true) WITH CHECK (true);
