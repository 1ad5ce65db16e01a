-- 0013: calls are told by events, virtual numbers have periods and are ported

SELECT to_regclass('data.call_event') IS NULL AS older \gset
\if :older
    \ir ../data/call_record.sql
    \ir ../data/call_event.sql
    ALTER TABLE data.call ADD COLUMN record bigint REFERENCES data.call_record ON DELETE SET NULL;
    CREATE UNIQUE INDEX call_record_side ON data.call (record, inbound);
    COMMENT ON TABLE data.call IS
        'calls from and to a number as evidence about it: declared by an account, or told by the events of data.call_record; they change only with those events, and when the number comes to somebody else';
    COMMENT ON COLUMN data.call.record IS
        'the call whose events tell of it; null if the account declared it';
    \ir ../private/call_evidence.sql
    CREATE TRIGGER call_recount AFTER UPDATE ON data.call
        REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION private.call_recount();
    CREATE TRIGGER call_uncount AFTER DELETE ON data.call
        REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION private.call_uncount();

    ALTER TABLE data.virtual_number DROP CONSTRAINT virtual_number_phone_key,
        ADD COLUMN state text, ADD COLUMN held tstzrange;
    UPDATE data.virtual_number SET state = CASE WHEN active THEN 'active' ELSE 'suspended' END, held = tstzrange(created, NULL);
    ALTER TABLE data.virtual_number DROP COLUMN active,
        ALTER COLUMN state SET NOT NULL, ALTER COLUMN state SET DEFAULT 'active',
        ALTER COLUMN held SET DEFAULT tstzrange(now(), NULL),
        ADD CONSTRAINT virtual_number_state CHECK (state IN (
            'requested', 'porting_in', 'active', 'suspended', 'ported_out', 'released')),
        ADD CONSTRAINT virtual_number_one_owner
            EXCLUDE USING gist (numsight.phone_to_bigint(phone) contrib.gist_int8_ops WITH OPERATOR(pg_catalog.=),
                                held WITH OPERATOR(pg_catalog.&&)),
        ADD CONSTRAINT virtual_number_held CHECK (
            CASE WHEN held IS NULL THEN state IN ('requested', 'released')
                 WHEN state IN ('ported_out', 'released') THEN NOT upper_inf(held)
                 ELSE NOT isempty(held) END);
    CREATE INDEX virtual_number_phone ON data.virtual_number (phone);
    COMMENT ON TABLE data.virtual_number IS
        'virtual numbers: one row for each time that somebody has one; at any instant a number has at most one owner';
    COMMENT ON COLUMN data.virtual_number.state IS
        'as it was last written: private.virtual_number_state says what has become of it since, when a port was due';
    COMMENT ON COLUMN data.virtual_number.held IS
        'from when until when the number is the owner''s, a port that is to come included; calls of this time are his; null while somebody else has it';
    \ir ../data/port.sql
\endif

INSERT INTO data.setting (name, value, note)
VALUES ('call_ring_seconds', '300', 'a call that rings for longer was missed: its end was not told'),
       ('call_talk_seconds', '14400', 'a call that goes on for longer is over: its end was not told'),
       ('call_duration_from', 'answer', 'what durations begin with: answer or initiate');
