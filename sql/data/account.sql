-- account.sql: registered people

CREATE TABLE data.account (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    phone       numsight.phone NOT NULL CONSTRAINT account_phone_key UNIQUE,
    name        data.person_name NOT NULL,
    username    text CHECK (username = btrim(username) AND octet_length(username) BETWEEN 1 AND 150),
    email       data.email_address,
    region      data.region NOT NULL,
    password    text NOT NULL CONSTRAINT account_password_hashed CHECK (password ~ '^\$argon2id\$'),
    roles       text[] NOT NULL DEFAULT '{}' CHECK (roles <@ ARRAY['admin', 'agent']),
    cluster     integer NOT NULL DEFAULT (random() * 2147483647)::integer,
    agreed      double precision NOT NULL DEFAULT 0 CHECK (agreed BETWEEN 0 AND 1e9),
    disagreed   double precision NOT NULL DEFAULT 0 CHECK (disagreed BETWEEN 0 AND 1e9),
    created     timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE data.account IS
    'registered people; a number is registered at most once, an erased account is a deleted row';
COMMENT ON COLUMN data.account.email IS
    'seen by its owner, and by others only where private.email_visible says so';
COMMENT ON COLUMN data.account.cluster IS
    'the network that the account was registered from, as a keyed digest: evidence of one cluster is capped together';
COMMENT ON COLUMN data.account.agreed IS
    'how much of what was reported later proved right: with disagreed it makes what numsight.spam_trust says';

CREATE UNIQUE INDEX account_username_key ON data.account (lower(username));
