-- virtual_number.sql: numbers that people rent rather than own a line of

CREATE TABLE data.virtual_number (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    owner       bigint NOT NULL REFERENCES data.account ON DELETE CASCADE,
    phone       numsight.phone NOT NULL CONSTRAINT virtual_number_phone_key UNIQUE,
    active      boolean NOT NULL DEFAULT true,
    created     timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX virtual_number_owner ON data.virtual_number (owner, id);
COMMENT ON TABLE data.virtual_number IS
    'virtual numbers, each of one person, switched on or off';
