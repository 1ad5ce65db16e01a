-- complaint.sql: what people told authorities of a number

CREATE TABLE data.complaint (
    source      bigint NOT NULL,
    item        bigint NOT NULL,
    phone       numsight.phone NOT NULL,
    at          timestamptz NOT NULL,
    category    data.spam_category NOT NULL,
    area        text CHECK (area ~ '^[0-9A-Z]{2,3}$'),
    weight      double precision NOT NULL CHECK (weight BETWEEN 0 AND 2),
    cluster     integer NOT NULL,
    since       timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (source, item)
);
CREATE INDEX complaint_phone ON data.complaint (phone);
COMMENT ON TABLE data.complaint IS
    'complaints about calls out of published files: evidence of a source that nobody here can ask back, never a name';
COMMENT ON COLUMN data.complaint.item IS
    'its number with the authority, or its place in the file';
COMMENT ON COLUMN data.complaint.area IS
    'the area from which people complained; those of one area on one day count as little more than one';
COMMENT ON COLUMN data.complaint.since IS
    'from when on it has counted here';

CREATE TABLE data.complaint_day (
    kind        text NOT NULL,
    day         date NOT NULL,
    source      bigint NOT NULL REFERENCES data.source ON DELETE CASCADE,
    PRIMARY KEY (kind, day)
);
CREATE INDEX complaint_day_source ON data.complaint_day (source);
COMMENT ON TABLE data.complaint_day IS
    'which file told of a day, where complaints have no number of their own: another file for the same day would count them twice';

ALTER TABLE data.complaint ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY functions_only ON data.complaint TO numsight_owner USING (true) WITH CHECK (true);
ALTER TABLE data.complaint_day ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY functions_only ON data.complaint_day TO numsight_owner USING (true) WITH CHECK (true);
