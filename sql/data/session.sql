-- session.sql: logins, their refresh tokens, and failed logins

CREATE TABLE data.session (
    id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    account     bigint NOT NULL REFERENCES data.account ON DELETE CASCADE,
    rotating    boolean NOT NULL,
    created     timestamptz NOT NULL DEFAULT now(),
    expires     timestamptz NOT NULL,
    revoked     timestamptz,
    CHECK (expires > created)
);
CREATE INDEX session_account ON data.session (account);
CREATE INDEX session_expires ON data.session (expires);
COMMENT ON TABLE data.session IS
    'logins; a session is the family of all refresh tokens that come from one login, and every access token names it';
COMMENT ON COLUMN data.session.rotating IS
    'false: a client of the original applications, which presents its first refresh token for ever';

CREATE TABLE data.refresh_token (
    digest      bytea PRIMARY KEY CHECK (octet_length(digest) = 32),
    session     uuid NOT NULL REFERENCES data.session ON DELETE CASCADE,
    parent      bytea REFERENCES data.refresh_token ON DELETE CASCADE,
    created     timestamptz NOT NULL DEFAULT now(),
    expires     timestamptz NOT NULL,
    used        timestamptz,
    revoked     timestamptz,
    CHECK (expires > created)
);
CREATE INDEX refresh_token_session ON data.refresh_token (session);
CREATE INDEX refresh_token_parent ON data.refresh_token (parent);
COMMENT ON TABLE data.refresh_token IS
    'SHA-256 of refresh tokens: the tokens themselves are not kept, so a stolen dump opens no session';

CREATE TABLE data.login_failure (
    subject         bigint PRIMARY KEY,
    window_start    timestamptz NOT NULL,
    window_count    integer NOT NULL CHECK (window_count >= 0),
    consecutive     integer NOT NULL CHECK (consecutive > 0),
    blocked_until   timestamptz NOT NULL DEFAULT '-infinity'
);
COMMENT ON TABLE data.login_failure IS
    'failed logins since the last good one; subject is an account, or below zero the digest of a name that nobody has';
