-- virtual_number.sql: numbers that people rent rather than own a line of

CREATE TABLE data.virtual_number (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    owner       bigint NOT NULL REFERENCES data.account ON DELETE CASCADE,
    phone       numsight.phone NOT NULL,
    created     timestamptz NOT NULL DEFAULT now(),
    state       text NOT NULL DEFAULT 'active' CONSTRAINT virtual_number_state CHECK (state IN (
                    'requested', 'porting_in', 'active', 'suspended', 'ported_out', 'released')),
    held        tstzrange DEFAULT tstzrange(now(), NULL),
    CONSTRAINT virtual_number_one_owner
        EXCLUDE USING gist (numsight.phone_to_bigint(phone) contrib.gist_int8_ops WITH OPERATOR(pg_catalog.=),
                            held WITH OPERATOR(pg_catalog.&&)),
    CONSTRAINT virtual_number_held CHECK (
        CASE WHEN held IS NULL THEN state IN ('requested', 'released')
             WHEN state IN ('ported_out', 'released') THEN NOT upper_inf(held)
             ELSE NOT isempty(held) END)
);
CREATE INDEX virtual_number_owner ON data.virtual_number (owner, id);
CREATE INDEX virtual_number_phone ON data.virtual_number (phone);
COMMENT ON TABLE data.virtual_number IS
    'virtual numbers: one row for each time that somebody has one; at any instant a number has at most one owner';
COMMENT ON COLUMN data.virtual_number.state IS
    'as it was last written: private.virtual_number_state says what has become of it since, when a port was due';
COMMENT ON COLUMN data.virtual_number.held IS
    'from when until when the number is the owner''s, a port that is to come included; calls of this time are his; null while somebody else has it';
