-- spam_report.sql: what people say of a number

CREATE TABLE data.spam_report (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    reporter        bigint REFERENCES data.account ON DELETE SET NULL,
    phone           numsight.phone NOT NULL,
    spam            boolean NOT NULL,
    category        data.spam_category,
    comment         data.remark,
    created         timestamptz NOT NULL DEFAULT now(),
    weight          double precision NOT NULL CHECK (weight BETWEEN 0 AND 2),
    corroborated    boolean NOT NULL,
    cluster         integer NOT NULL,
    trusted         boolean NOT NULL,
    settled         timestamptz,
    since           timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT spam_report_once UNIQUE (reporter, phone),
    CONSTRAINT spam_report_category CHECK (spam OR category IS NULL)
);
CREATE INDEX spam_report_phone ON data.spam_report (phone);
CREATE INDEX spam_report_pending ON data.spam_report (created, id) WHERE settled IS NULL;
COMMENT ON TABLE data.spam_report IS
    'one mark for each reporter and number, spam or not spam';
COMMENT ON COLUMN data.spam_report.weight IS
    'what the mark counts as evidence; withdrawing it takes back exactly this';
COMMENT ON COLUMN data.spam_report.corroborated IS
    'the reporter had declared a call from the number before the report';
COMMENT ON COLUMN data.spam_report.settled IS
    'when the mark was held against what others made of the number since: see private.settle';
COMMENT ON COLUMN data.spam_report.since IS
    'from when on it has counted like this: what it counted before stands in data.spam_report_past';
