-- code.sql: one-time codes, by which somebody proves that a number is his, and their way to him

CREATE TABLE data.code (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    subject     bytea NOT NULL CHECK (octet_length(subject) = 32),
    purpose     text CHECK (purpose IN ('register', 'opt_out', 'appeal')),
    digest      bytea NOT NULL CHECK (octet_length(digest) = 32),
    network     integer,
    tries       smallint NOT NULL DEFAULT 0 CHECK (tries BETWEEN 0 AND 5),
    made        timestamptz NOT NULL DEFAULT now(),
    expires     timestamptz NOT NULL,
    ended       timestamptz,
    CHECK (expires > made)
);
CREATE UNIQUE INDEX code_standing ON data.code (subject) WHERE ended IS NULL;
CREATE INDEX code_subject ON data.code (subject, made);
CREATE INDEX code_network ON data.code (network, made) WHERE network IS NOT NULL;
CREATE INDEX code_made ON data.code (made);
COMMENT ON TABLE data.code IS
    'one-time codes of the last day: what was sent and tried is counted here; neither a number nor a code can be read from it';
COMMENT ON COLUMN data.code.subject IS 'the number, as a keyed digest';
COMMENT ON COLUMN data.code.purpose IS 'what alone it is good for; NULL: for any one thing that asks for a code';
COMMENT ON COLUMN data.code.digest IS 'the code, as a keyed digest together with the number';
COMMENT ON COLUMN data.code.network IS 'from where it was asked for, as a keyed digest; NULL for an address that tells nobody apart';
COMMENT ON COLUMN data.code.ended IS 'when it was used, or another one was made; of a number one stands at a time';

CREATE TABLE data.message (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code        bigint NOT NULL CONSTRAINT message_code_key UNIQUE REFERENCES data.code ON DELETE CASCADE,
    sealed      bytea NOT NULL,
    expires     timestamptz NOT NULL,
    due         timestamptz NOT NULL DEFAULT now(),
    tries       smallint NOT NULL DEFAULT 0 CHECK (tries >= 0)
);
CREATE INDEX message_due ON data.message (due);
CREATE INDEX message_expires ON data.message (expires);
COMMENT ON TABLE data.message IS
    'messages that wait for the sender of the operator: rows go when they are sent, or when what they say is good for nothing';
COMMENT ON COLUMN data.message.sealed IS 'number and text, encrypted with a key of the deployment';
COMMENT ON COLUMN data.message.due IS 'not before: while a sender has it, the time after which another one may take it';

ALTER TABLE data.code ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE data.message ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY functions_only ON data.code TO numsight_owner USING (true) WITH CHECK (true);
CREATE POLICY functions_only ON data.message TO numsight_owner USING (true) WITH CHECK (true);
