-- call_event.sql: what happened in a call, as it was told

CREATE TABLE data.call_event (
    id          uuid PRIMARY KEY,
    record      bigint NOT NULL,
    kind        text NOT NULL CONSTRAINT call_event_known
                CHECK (kind IN ('INITIATE', 'PROGRESS', 'ANSWER', 'DISCONNECT')),
    calling     numsight.phone,
    called      numsight.phone NOT NULL,
    told        timestamptz,
    received    timestamptz NOT NULL DEFAULT now(),
    at          timestamptz NOT NULL GENERATED ALWAYS AS (coalesce(told, received)) STORED,
    cause       text CONSTRAINT call_event_cause CHECK (cause IS NULL OR kind = 'DISCONNECT' AND cause IN (
                    'busy', 'no_answer', 'failed', 'canceled', 'rejected', 'spam_blocked', 'media_timeout',
                    'agent_no_answer', 'daemon_crash')),
    sender      bigint NOT NULL,
    standing    smallint NOT NULL CHECK (standing BETWEEN 0 AND 2)
);
CREATE INDEX call_event_record ON data.call_event (record);
COMMENT ON TABLE data.call_event IS
    'events of calls in any order; rows are only ever added, and the id that the sender gave makes a repetition harmless';
COMMENT ON COLUMN data.call_event.told IS
    'when it happened, by the sender''s clock; null if he did not say: then when it came in';
COMMENT ON COLUMN data.call_event.sender IS
    'hash of the account that told it, which outlives the account';
COMMENT ON COLUMN data.call_event.standing IS
    'whose word it is: 2 a switch''s, 1 of somebody who has one of the numbers, 0 of anybody else';

ALTER TABLE data.call_event ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY functions_only ON data.call_event TO numsight_owner USING (true) WITH CHECK (true);
