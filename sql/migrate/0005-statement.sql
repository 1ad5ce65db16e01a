-- 0005: what owners and operators say of a number

SELECT to_regclass('data.statement') IS NULL AS older \gset
\if :older
    \ir ../data/statement.sql
    \ir ../private/statement.sql
    CREATE TRIGGER statement_count AFTER INSERT ON data.statement
        REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION private.statement_count();
    ALTER TABLE data.audit DROP CONSTRAINT audit_kind_check, ADD CONSTRAINT audit_kind_check
        CHECK (kind IN ('refresh_reused', 'login_blocked', 'login_freed', 'account_erased', 'number_stated'));
    COMMENT ON TABLE data.audit IS
        'events that touch the security of accounts, and statements by id, oldest first; never a number, a name or a token';
    COMMENT ON TABLE data.call IS
        'calls from and to a number as an account declared them; rows are only ever added, and change only when the number comes to somebody else';
    COMMENT ON COLUMN data.account.agreed IS
        'how much of what was reported later proved right: with disagreed it makes what numsight.spam_trust says';
\endif
