-- budget.sql: what accounts and networks have learned, so that no restart forgets it

CREATE TABLE data.disclosure (
    subject     text NOT NULL CHECK (octet_length(subject) BETWEEN 1 AND 64),
    day         date NOT NULL,
    number      bigint NOT NULL,
    PRIMARY KEY (subject, day, number)
);
CREATE INDEX disclosure_day ON data.disclosure (day);
COMMENT ON TABLE data.disclosure IS
    'which numbers were shown to whom on a day, UTC: what the daily budget counts; kept for two days';
COMMENT ON COLUMN data.disclosure.subject IS
    'the public id of an account, or a network as 203.0.113.0/24';

CREATE TABLE data.miss (
    subject     text NOT NULL CHECK (octet_length(subject) BETWEEN 1 AND 64),
    day         date NOT NULL,
    count       bigint NOT NULL CHECK (count > 0),
    PRIMARY KEY (subject, day)
);
CREATE INDEX miss_day ON data.miss (day);
COMMENT ON TABLE data.miss IS
    'how many guesses of an account or a network met nothing on a day, UTC; kept for two days';

ALTER TABLE data.disclosure ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE data.miss ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY functions_only ON data.disclosure TO numsight_owner USING (true) WITH CHECK (true);
CREATE POLICY functions_only ON data.miss TO numsight_owner USING (true) WITH CHECK (true);
