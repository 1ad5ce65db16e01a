-- sheet.sql: imported lists of many people

CREATE TABLE data.sheet (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source      bigint NOT NULL REFERENCES data.source ON DELETE CASCADE,
    least       numsight.phone NOT NULL,
    greatest    numsight.phone NOT NULL,
    people      bytea NOT NULL,
    created     timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE data.sheet ALTER people SET STORAGE EXTERNAL;
CREATE INDEX sheet_source ON data.sheet (source, greatest);
CREATE INDEX sheet_greatest ON data.sheet (greatest, least);
COMMENT ON TABLE data.sheet IS
    'names of numbers from imported lists, as data.listing, but many in one row: what is loaded in bulk; no list has a person twice';
COMMENT ON COLUMN data.sheet.people IS
    'ascending by number and folded name, as numsight.sheet_rows() takes them apart; all numbers are from least to greatest';

ALTER TABLE data.sheet ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY functions_only ON data.sheet TO numsight_owner USING (true) WITH CHECK (true);
