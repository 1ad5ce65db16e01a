-- audit.sql: what an operator wants to know afterwards

CREATE TABLE data.audit (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at          timestamptz NOT NULL DEFAULT now(),
    account     bigint REFERENCES data.account ON DELETE SET NULL,
    kind        text NOT NULL CHECK (kind IN ('refresh_reused', 'login_blocked', 'login_freed', 'account_erased', 'number_forgotten', 'number_stated', 'key_made', 'key_revoked')),
    detail      jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_at ON data.audit (at);
CREATE INDEX audit_account ON data.audit (account);
COMMENT ON TABLE data.audit IS
    'events that touch the security of accounts, and statements by id, oldest first; never a number, a name or a token';
