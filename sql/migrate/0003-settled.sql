-- 0003: reports are settled

SELECT NOT EXISTS (SELECT FROM pg_attribute
                    WHERE attrelid = 'data.spam_report'::regclass AND attname = 'settled') AS older \gset
\if :older
    ALTER TABLE data.spam_report ADD COLUMN settled timestamptz;
    CREATE INDEX spam_report_pending ON data.spam_report (created, id) WHERE settled IS NULL;
    COMMENT ON COLUMN data.spam_report.weight IS
        'what the mark counts as evidence; withdrawing it takes back exactly this';
    COMMENT ON COLUMN data.spam_report.settled IS
        'when the mark was held against what others made of the number since: see private.settle';
\endif
