-- 0015: trust is earned by news, and once; accounts come of age; blocks of numbers

ALTER TABLE data.account ADD COLUMN IF NOT EXISTS grown timestamptz;
CREATE INDEX IF NOT EXISTS account_young ON data.account (created) WHERE grown IS NULL;
COMMENT ON COLUMN data.account.grown IS
    'when it had come of age, and what it had told of calls and books until then came to count as trusted: see private.ripen';

ALTER TABLE data.spam_report ADD COLUMN IF NOT EXISTS news double precision NOT NULL DEFAULT 1 CHECK (news BETWEEN 0 AND 1);
CREATE INDEX IF NOT EXISTS spam_report_newest ON data.spam_report (reporter, created);
COMMENT ON COLUMN data.spam_report.news IS
    'how much of it was not known when it was made: who agrees with a crowd earns no trust by it';

ALTER TABLE data.call ADD COLUMN IF NOT EXISTS ripened timestamptz;
COMMENT ON COLUMN data.call.ripened IS
    'when its account came of age: before that it counted as doubtful, whatever trusted says now';

ALTER TABLE data.number ADD COLUMN IF NOT EXISTS share real CHECK (share BETWEEN 0 AND 1);
COMMENT ON COLUMN data.number.share IS
    'its part in the sum of its block, when that was counted last; NULL: it was not counted';

\ir ../data/agreement.sql
\ir ../data/block.sql
