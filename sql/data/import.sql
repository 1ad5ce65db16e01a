-- import.sql: files that were loaded, or are being loaded

CREATE TABLE data.import (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    digest      text NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
    name        data.person_name NOT NULL,
    kind        text NOT NULL CHECK (kind IN ('people', 'ftc', 'fcc')),
    account     bigint REFERENCES data.account ON DELETE CASCADE,
    source      bigint REFERENCES data.source ON DELETE CASCADE,
    parts       integer NOT NULL CHECK (parts BETWEEN 1 AND 16),
    bytes       bigint NOT NULL CHECK (bytes >= 0),
    read        bigint NOT NULL DEFAULT 0 CHECK (read BETWEEN 0 AND bytes),
    rows        bigint,
    rejected    bigint,
    begun       timestamptz NOT NULL DEFAULT now(),
    ended       timestamptz,
    CONSTRAINT import_target CHECK ((account IS NULL) <> (source IS NULL))
);
CREATE UNIQUE INDEX import_once ON data.import (digest, coalesce(account, 0));
CREATE INDEX import_account ON data.import (account);
CREATE INDEX import_source ON data.import (source);
COMMENT ON TABLE data.import IS
    'one row for each file and whom it was loaded for, by its SHA-256; ended is empty while it is being loaded, or was cut short';
COMMENT ON COLUMN data.import.read IS
    'how many of the bytes had been read when something was last merged';

CREATE TABLE data.import_part (
    import      bigint NOT NULL REFERENCES data.import ON DELETE CASCADE,
    part        integer NOT NULL CHECK (part >= 0),
    done        bigint NOT NULL DEFAULT 0,
    ok          bigint NOT NULL DEFAULT 0,
    merged      bigint NOT NULL DEFAULT 0,
    suppressed  bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (import, part)
);
COMMENT ON TABLE data.import_part IS
    'how far each part of a load has come: written by the transaction that merges the rows up to there';
COMMENT ON COLUMN data.import_part.done IS
    'the place in the file up to which the rows of this part are merged';

ALTER TABLE data.import ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY functions_only ON data.import TO numsight_owner USING (true) WITH CHECK (true);
ALTER TABLE data.import_part ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY functions_only ON data.import_part TO numsight_owner USING (true) WITH CHECK (true);
