-- trigger_import.sql: what happens beside a row of a list

CREATE TRIGGER source_keep AFTER INSERT ON data.listing
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION private.source_keep();
CREATE TRIGGER source_keep AFTER INSERT ON data.complaint
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION private.source_keep();
CREATE TRIGGER source_empty AFTER DELETE ON data.source
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION private.source_empty();
CREATE TRIGGER complaint_count_in AFTER INSERT ON data.complaint
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION private.complaint_count();
CREATE TRIGGER complaint_count_out AFTER DELETE ON data.complaint
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION private.complaint_count();
