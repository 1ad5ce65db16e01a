-- review.sql: which numbers an operator has looked at

CREATE TABLE data.review (
    phone       numsight.phone PRIMARY KEY,
    at          timestamptz NOT NULL DEFAULT now(),
    account     bigint REFERENCES data.account ON DELETE SET NULL
);
CREATE INDEX review_account ON data.review (account);
COMMENT ON TABLE data.review IS
    'when an operator last looked at a number: what came in before is no longer in the queue of moderation';
ALTER TABLE data.review ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY functions_only ON data.review TO numsight_owner USING (true) WITH CHECK (true);
