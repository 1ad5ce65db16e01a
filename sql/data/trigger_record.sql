-- trigger_record.sql: what happens beside the record of a call, and what is told of it

CREATE TRIGGER record_keep AFTER INSERT ON data.call_event
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION private.record_keep();
CREATE TRIGGER record_keep AFTER INSERT ON data.call
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION private.record_keep();
CREATE TRIGGER record_empty AFTER DELETE ON data.call_record
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION private.record_empty();
