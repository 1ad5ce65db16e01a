-- call_record.sql: calls as the events of their call_id tell them

CREATE TABLE data.call_record (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    call_id     text COLLATE "C" NOT NULL CONSTRAINT call_record_call_id_key UNIQUE
                CHECK (octet_length(call_id) BETWEEN 1 AND 255),
    received    timestamptz NOT NULL DEFAULT now(),
    calling     numsight.phone,
    called      numsight.phone,
    at          timestamptz NOT NULL DEFAULT now(),
    initiated   timestamptz,
    answered    timestamptz,
    ended       timestamptz,
    cause       text,
    conflict    boolean NOT NULL DEFAULT false,
    standing    smallint NOT NULL DEFAULT 0 CHECK (standing BETWEEN 0 AND 2),
    version     integer NOT NULL DEFAULT 0 CHECK (version >= 0)
);
CREATE INDEX call_record_calling ON data.call_record (calling, at, call_id);
CREATE INDEX call_record_called ON data.call_record (called, at, call_id);
COMMENT ON TABLE data.call_record IS
    'one call each, folded out of all its events by private.call_fold, which anybody may repeat; private.drift proves it';
COMMENT ON COLUMN data.call_record.received IS
    'when its first event came in: who has a number since then only does not see it';
COMMENT ON COLUMN data.call_record.calling IS
    'who called; null if the number was withheld';
COMMENT ON COLUMN data.call_record.at IS
    'when it began: the earliest INITIATE, or without one the earliest event';
COMMENT ON COLUMN data.call_record.conflict IS
    'events named other parties: those of the earliest INITIATE stand';
COMMENT ON COLUMN data.call_record.standing IS
    'of the events that were folded: see data.call_event.standing';
COMMENT ON COLUMN data.call_record.version IS
    'how often it has changed';

ALTER TABLE data.call_record ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY functions_only ON data.call_record TO numsight_owner USING (true) WITH CHECK (true);
