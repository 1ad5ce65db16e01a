-- trigger.sql: what happens beside a fact, in the statement that stores it
--
-- Made once, after the functions of private/, which later releases replace under them.

CREATE TRIGGER report_weigh BEFORE INSERT OR UPDATE OF spam, created ON data.spam_report
    FOR EACH ROW EXECUTE FUNCTION private.report_weigh();
CREATE TRIGGER call_weigh BEFORE INSERT ON data.call
    FOR EACH ROW WHEN (NEW.record IS NULL) EXECUTE FUNCTION private.call_weigh();
CREATE TRIGGER book_weigh BEFORE INSERT ON data.book
    FOR EACH ROW EXECUTE FUNCTION private.book_weigh();

CREATE TRIGGER call_count AFTER INSERT ON data.call
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION private.call_count();
CREATE TRIGGER call_recount AFTER UPDATE ON data.call
    REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION private.call_recount();
CREATE TRIGGER call_uncount AFTER DELETE ON data.call
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION private.call_uncount();
CREATE TRIGGER report_count_in AFTER INSERT ON data.spam_report
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION private.report_count();
CREATE TRIGGER report_count_change AFTER UPDATE ON data.spam_report
    REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION private.report_count();
CREATE TRIGGER report_count_out AFTER DELETE ON data.spam_report
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION private.report_count();
CREATE TRIGGER book_count_in AFTER INSERT ON data.book
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION private.book_count();
CREATE TRIGGER book_count_out AFTER DELETE ON data.book
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION private.book_count();
CREATE TRIGGER statement_count AFTER INSERT ON data.statement
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION private.statement_count();

CREATE TRIGGER number_judge BEFORE INSERT OR UPDATE OF state ON data.number
    FOR EACH ROW WHEN (NEW.likely <> (numsight.spam_likelihood(NEW.state, now()) >= 0.5))
    EXECUTE FUNCTION private.number_judge();
CREATE TRIGGER number_stand_in AFTER INSERT ON data.number
    FOR EACH ROW WHEN (NEW.likely) EXECUTE FUNCTION private.number_stand();
CREATE TRIGGER number_stand_change AFTER UPDATE OF state ON data.number
    FOR EACH ROW WHEN (OLD.likely <> NEW.likely) EXECUTE FUNCTION private.number_stand();

CREATE TRIGGER contact_forget BEFORE INSERT OR UPDATE OF phone, name, email ON data.contact
    FOR EACH ROW EXECUTE FUNCTION private.contact_forget();
CREATE TRIGGER entry_count_in AFTER INSERT ON data.contact
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION private.entry_count();
CREATE TRIGGER entry_count_change AFTER UPDATE ON data.contact
    REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION private.entry_count();
CREATE TRIGGER entry_count_out AFTER DELETE ON data.contact
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION private.entry_count();
CREATE TRIGGER entry_count_in AFTER INSERT ON data.listing
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION private.entry_count();
CREATE TRIGGER entry_count_change AFTER UPDATE ON data.listing
    REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION private.entry_count();
CREATE TRIGGER entry_count_out AFTER DELETE ON data.listing
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION private.entry_count();

CREATE TRIGGER book_keep_in AFTER INSERT ON data.contact
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION private.book_keep();
CREATE TRIGGER book_keep_change AFTER UPDATE ON data.contact
    REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION private.book_keep();
CREATE TRIGGER book_keep_out AFTER DELETE ON data.contact
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION private.book_keep();

CREATE TRIGGER account_list AFTER INSERT OR DELETE OR UPDATE OF name, phone ON data.account
    FOR EACH ROW EXECUTE FUNCTION private.account_list();
