-- statement.sql: what is said of a number itself by its owner and by operators

CREATE TABLE data.statement (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    phone       numsight.phone NOT NULL,
    kind        text NOT NULL,
    value       text NOT NULL,
    at          timestamptz NOT NULL DEFAULT now(),
    received    timestamptz NOT NULL DEFAULT now(),
    account     bigint REFERENCES data.account ON DELETE SET NULL,
    reason      data.remark,
    CONSTRAINT statement_known CHECK ((kind, value) IN (
        ('appeal', 'made'), ('appeal', 'ended'), ('verified', 'yes'), ('verified', 'no'),
        ('override', 'spam'), ('override', 'clean'), ('override', 'none'), ('reassigned', 'yes')))
);
CREATE INDEX statement_phone ON data.statement (phone, at);
CREATE INDEX statement_account ON data.statement (account);
COMMENT ON TABLE data.statement IS
    'appeals of owners, and what operators ruled: rows are only ever added, and of each kind the latest counts';
COMMENT ON COLUMN data.statement.at IS
    'from when on it counts; for reassigned the day on which the number came to somebody else';
ALTER TABLE data.statement ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY functions_only ON data.statement TO numsight_owner USING (true) WITH CHECK (true);
