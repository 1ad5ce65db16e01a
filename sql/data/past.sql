-- past.sql: what counted once, so that an answer of then can be given again

CREATE TABLE data.spam_report_past (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    phone           numsight.phone NOT NULL,
    since           timestamptz NOT NULL,
    until           timestamptz NOT NULL,
    created         timestamptz NOT NULL,
    spam            boolean NOT NULL,
    category        data.spam_category,
    weight          double precision NOT NULL,
    corroborated    boolean NOT NULL,
    cluster         integer NOT NULL,
    trusted         boolean NOT NULL
);
CREATE INDEX spam_report_past_phone ON data.spam_report_past (phone, until);
CREATE INDEX spam_report_past_until ON data.spam_report_past (until);
COMMENT ON TABLE data.spam_report_past IS
    'marks as they counted before they were changed, settled or withdrawn; nobody''s name is on them, and after two years they go';

CREATE TABLE data.book_past (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    phone           numsight.phone NOT NULL,
    since           timestamptz NOT NULL,
    until           timestamptz NOT NULL,
    weight          double precision NOT NULL,
    registered      timestamptz NOT NULL,
    cluster         integer NOT NULL,
    trusted         boolean NOT NULL
);
CREATE INDEX book_past_phone ON data.book_past (phone, until);
CREATE INDEX book_past_until ON data.book_past (until);
COMMENT ON TABLE data.book_past IS
    'books that held a number once, without their owners; after two years they go';

ALTER TABLE data.spam_report_past ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY functions_only ON data.spam_report_past TO numsight_owner USING (true) WITH CHECK (true);
ALTER TABLE data.book_past ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY functions_only ON data.book_past TO numsight_owner USING (true) WITH CHECK (true);
