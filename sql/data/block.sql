-- block.sql: what is known of the numbers around a number

CREATE TABLE data.block (
    block       text NOT NULL,
    since       timestamptz NOT NULL DEFAULT now(),
    until       timestamptz,
    numbers     integer NOT NULL CHECK (numbers >= 0),
    likely      double precision NOT NULL CHECK (likely BETWEEN 0 AND numbers),
    PRIMARY KEY (block, since)
);
CREATE UNIQUE INDEX block_now ON data.block (block) INCLUDE (numbers, likely) WHERE until IS NULL;
CREATE INDEX block_until ON data.block (until);
COMMENT ON TABLE data.block IS
    'blocks of numbers with the same country code and first seven national digits, as private.block_count last found them, and before';
COMMENT ON COLUMN data.block.numbers IS
    'how many of them called somebody or were spoken of';
COMMENT ON COLUMN data.block.likely IS
    'the sum of their shares: likelihoods without a word of the block, nothing for numbers that others abuse';
ALTER TABLE data.block ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY functions_only ON data.block TO numsight_owner USING (true) WITH CHECK (true);
