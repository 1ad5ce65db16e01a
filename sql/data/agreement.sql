-- agreement.sql: about which numbers an account was right

CREATE TABLE data.agreement (
    account     bigint NOT NULL REFERENCES data.account ON DELETE CASCADE,
    phone       numsight.phone NOT NULL,
    CONSTRAINT agreement_pkey PRIMARY KEY (account, phone)
);
COMMENT ON TABLE data.agreement IS
    'numbers about which a mark of an account proved right when it was settled: each earns it trust once';
ALTER TABLE data.agreement ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY functions_only ON data.agreement TO numsight_owner USING (true) WITH CHECK (true);
