-- 0027: records of calls are locked as they are; events of strangers to a call are refused

DROP FUNCTION IF EXISTS private.call_records_lock(text[]);
