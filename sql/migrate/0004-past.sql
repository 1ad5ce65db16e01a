-- 0004: what counted once is kept, for answers of then

SELECT NOT EXISTS (SELECT FROM pg_attribute
                    WHERE attrelid = 'data.spam_report'::regclass AND attname = 'since') AS older \gset
\if :older
    ALTER TABLE data.spam_report ADD COLUMN since timestamptz;
    ALTER TABLE data.spam_report DISABLE TRIGGER USER;
    UPDATE data.spam_report SET since = coalesce(settled, created);
    ALTER TABLE data.spam_report ENABLE TRIGGER USER;
    ALTER TABLE data.spam_report ALTER COLUMN since SET NOT NULL, ALTER COLUMN since SET DEFAULT now();
    COMMENT ON COLUMN data.spam_report.since IS
        'from when on it has counted like this: what it counted before stands in data.spam_report_past';
\endif
\ir ../data/past.sql
