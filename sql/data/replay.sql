-- replay.sql: answers that are given again to a request sent again

CREATE TABLE data.replay (
    account     bigint NOT NULL REFERENCES data.account ON DELETE CASCADE,
    key         text NOT NULL CHECK (octet_length(key) BETWEEN 1 AND 255),
    request     bytea NOT NULL CHECK (octet_length(request) = 32),
    status      smallint CHECK (status BETWEEN 200 AND 399),
    body        text,
    next        text,
    shown       bigint[],
    made        timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account, key)
);
CREATE INDEX replay_made ON data.replay (made);
COMMENT ON TABLE data.replay IS
    'what was answered under an Idempotency-Key, kept for a day; written by the transaction of the effect';
COMMENT ON COLUMN data.replay.request IS
    'SHA-256 of method, path and body: the key of one request is not good for another';
COMMENT ON COLUMN data.replay.status IS
    'NULL only while the request is at work, which no other transaction sees';
ALTER TABLE data.replay ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY functions_only ON data.replay TO numsight_owner USING (true) WITH CHECK (true);
