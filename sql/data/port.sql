-- port.sql: numbers on their way from one carrier, or owner, to another

CREATE TABLE data.port (
    id                      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    virtual_number          bigint NOT NULL REFERENCES data.virtual_number ON DELETE CASCADE,
    inward                  boolean NOT NULL,
    carrier                 data.person_name NOT NULL,
    authorization_digest    bytea NOT NULL CHECK (octet_length(authorization_digest) = 32),
    cut_over                timestamptz NOT NULL,
    created                 timestamptz NOT NULL DEFAULT now(),
    executed                timestamptz,
    cancelled               timestamptz,
    CONSTRAINT port_ended_once CHECK (num_nonnulls(executed, cancelled) < 2)
);
CREATE INDEX port_virtual_number ON data.port (virtual_number);
CREATE UNIQUE INDEX port_one ON data.port (virtual_number) WHERE executed IS NULL AND cancelled IS NULL;
CREATE INDEX port_due ON data.port (cut_over) WHERE executed IS NULL AND cancelled IS NULL;
COMMENT ON TABLE data.port IS
    'ports of virtual numbers, one at a time for each; the periods of the owners are set when a port is agreed, so that the cut-over needs nobody to carry it out';
COMMENT ON COLUMN data.port.carrier IS
    'where the number comes from or goes to';
COMMENT ON COLUMN data.port.authorization_digest IS
    'SHA-256 of the code that allows it: who takes a number over from another owner must know the one that was given for it';
COMMENT ON COLUMN data.port.executed IS
    'when the new state was written, at or after cut_over';

ALTER TABLE data.port ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY functions_only ON data.port TO numsight_owner USING (true) WITH CHECK (true);
