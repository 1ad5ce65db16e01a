-- 0017: thousands of events at a time are held against the records of their calls once, not each; functions
-- that were one value are sets, for queries to take in

SELECT EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = 'data.call'::regclass AND t.tgname = 'call_weigh') AS older \gset
\if :older
    -- checked once a statement from now on: see private.record_keep
    ALTER TABLE data.call_event DROP CONSTRAINT IF EXISTS call_event_record_fkey;
    ALTER TABLE data.call DROP CONSTRAINT IF EXISTS call_record_fkey;
    \ir ../private/record_keep.sql
    \ir ../data/trigger_record.sql
    DROP TRIGGER call_weigh ON data.call;
    CREATE TRIGGER call_weigh BEFORE INSERT ON data.call
        FOR EACH ROW WHEN (NEW.record IS NULL) EXECUTE FUNCTION private.call_weigh();
    DROP FUNCTION IF EXISTS private.holder(numsight.phone, timestamptz), private.remains(numsight.phone, timestamptz);
\endif
