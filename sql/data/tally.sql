-- tally.sql: how much happened in each hour, so that charts of long times need not count again

CREATE TABLE data.tally (
    what        text NOT NULL CHECK (what IN ('registrations', 'contacts', 'calls', 'reports', 'not_spam_reports', 'lookups')),
    hour        timestamptz NOT NULL CHECK (hour = date_trunc('hour', hour, 'UTC')),
    count       bigint NOT NULL CHECK (count >= 0),
    PRIMARY KEY (what, hour)
);
COMMENT ON TABLE data.tally IS
    'what happened in hours that are over, for all together; look-ups are counted as they are charged, since nobody keeps them';
ALTER TABLE data.tally ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY functions_only ON data.tally TO numsight_owner USING (true) WITH CHECK (true);
