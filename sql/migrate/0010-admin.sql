-- 0010: what operators do, and that it is on the record

\ir ../data/review.sql

ALTER TABLE data.account ADD COLUMN locked timestamptz;
COMMENT ON COLUMN data.account.locked IS
    'since when an operator keeps it from logging in';
ALTER TABLE data.spam_report ADD COLUMN hidden timestamptz;
COMMENT ON COLUMN data.spam_report.hidden IS
    'since when its comment is for operators alone; what it weighs is not touched';
CREATE INDEX statement_appeal ON data.statement (id) WHERE kind = 'appeal' AND value = 'made';
CREATE INDEX account_locked ON data.account (id) WHERE locked IS NOT NULL;
CREATE INDEX spam_report_recent ON data.spam_report (created, id);

ALTER TABLE data.audit ADD COLUMN subject bigint REFERENCES data.account ON DELETE SET NULL,
                       ADD COLUMN reason data.remark;
CREATE INDEX audit_subject ON data.audit (subject);
CREATE INDEX audit_kind ON data.audit (kind, id);
ALTER TABLE data.audit DROP CONSTRAINT audit_kind_check;
ALTER TABLE data.audit ADD CONSTRAINT audit_kind_check CHECK (kind IN (
    'registered', 'logged_in', 'refresh_reused', 'login_blocked', 'login_freed', 'account_erased', 'number_forgotten', 'number_stated',
    'key_made', 'key_revoked', 'user_locked', 'user_unlocked', 'roles_changed', 'comment_hidden', 'comment_shown',
    'report_dismissed', 'appeal_decided', 'number_reviewed', 'setting_changed'));
COMMENT ON TABLE data.audit IS
    'what operators did, and what touches the security of accounts, oldest first; rows are added, and go when they are old; never a number, a name or a token';
COMMENT ON COLUMN data.audit.account IS 'who did it; NULL: the operator at his console, or somebody who is forgotten';
COMMENT ON COLUMN data.audit.subject IS 'to whom, where that is somebody else';
COMMENT ON COLUMN data.audit.reason IS 'why, in the words of who did it';

\ir ../private/audit.sql
CREATE TRIGGER audit_keep BEFORE UPDATE OR DELETE ON data.audit
    FOR EACH ROW EXECUTE FUNCTION private.audit_keep();
CREATE TRIGGER audit_keep_all BEFORE TRUNCATE ON data.audit
    FOR EACH STATEMENT EXECUTE FUNCTION private.audit_keep();
