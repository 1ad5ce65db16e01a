-- 0008: keys that programs log in with

\ir ../data/api_key.sql

ALTER TABLE data.audit DROP CONSTRAINT audit_kind_check, ADD CONSTRAINT audit_kind_check
    CHECK (kind IN ('refresh_reused', 'login_blocked', 'login_freed', 'account_erased', 'number_stated', 'key_made', 'key_revoked'));
