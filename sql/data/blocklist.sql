-- blocklist.sql: the numbers that are published as spam, and when that changed

CREATE TABLE data.publication (
    version     bigint PRIMARY KEY CHECK (version >= 0),
    at          timestamptz NOT NULL DEFAULT now(),
    changes     bigint NOT NULL CHECK (changes >= 0)
);
CREATE INDEX publication_at ON data.publication (at);
COMMENT ON TABLE data.publication IS
    'versions of the blocklist, each greater than all before it; from those that are kept, what has changed since can be told';
INSERT INTO data.publication (version, changes) VALUES (0, 0);

CREATE TABLE data.blocklist (
    phone       numsight.phone PRIMARY KEY,
    score       smallint NOT NULL CHECK (score = 0 OR score BETWEEN 60 AND 99),
    category    text,
    region      text,
    digest      bigint NOT NULL CHECK (digest BETWEEN 0 AND 281474976710655),
    version     bigint NOT NULL
);
CREATE INDEX blocklist_version ON data.blocklist (version, phone);
CREATE INDEX blocklist_region ON data.blocklist (region, phone);
CREATE INDEX blocklist_digest ON data.blocklist (digest) WHERE score > 0;
COMMENT ON TABLE data.blocklist IS
    'numbers as they were last published: kept by private.publish, which the job of the day calls';
COMMENT ON COLUMN data.blocklist.score IS
    'hundredths of the likelihood; 0: it was listed once and is no more, which is told for ninety days';
COMMENT ON COLUMN data.blocklist.digest IS
    'the first 48 bits of SHA-256 of the number in E.164 form, by which it is found by who does not tell it';
COMMENT ON COLUMN data.blocklist.version IS
    'the publication that changed it last';

ALTER TABLE data.publication ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE data.blocklist ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY functions_only ON data.publication TO numsight_owner USING (true) WITH CHECK (true);
CREATE POLICY functions_only ON data.blocklist TO numsight_owner USING (true) WITH CHECK (true);
