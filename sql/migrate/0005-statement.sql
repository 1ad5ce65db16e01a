-- 0005: what owners and operators say of a number

SELECT to_regclass('data.statement') IS NULL AS older \gset
\if :older
    \ir ../data/statement.sql
    \ir ../private/statement.sql
    CREATE TRIGGER statement_count AFTER INSERT ON data.statement
        REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION private.statement_count();
    ALTER TABLE data.audit DROP CONSTRAINT audit_kind_check, ADD CONSTRAINT audit_kind_check
        CHECK (kind IN ('refresh_reused', 'login_blocked', 'login_freed', 'account_erased', 'number_stated'));
\endif
