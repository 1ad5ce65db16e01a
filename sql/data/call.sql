-- call.sql: calls that were declared, or seen by a switch

CREATE TABLE data.call (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account     bigint REFERENCES data.account ON DELETE SET NULL,
    phone       numsight.phone NOT NULL,
    inbound     boolean NOT NULL,
    answered    boolean,
    seconds     integer CHECK (seconds BETWEEN 0 AND 86400),
    at          timestamptz NOT NULL,
    received    timestamptz NOT NULL DEFAULT now(),
    caller      bigint NOT NULL,
    known       boolean NOT NULL,
    neighbour   boolean NOT NULL,
    weight      double precision NOT NULL CHECK (weight BETWEEN 0 AND 1),
    cluster     integer NOT NULL,
    trusted     boolean NOT NULL,
    record      bigint,
    CONSTRAINT call_silent CHECK (answered IS DISTINCT FROM false OR coalesce(seconds, 0) = 0)
);
CREATE INDEX call_account ON data.call (account, phone, at);
CREATE INDEX call_phone ON data.call (phone, at);
CREATE UNIQUE INDEX call_record_side ON data.call (record, inbound);
COMMENT ON TABLE data.call IS
    'calls from and to a number as evidence about it: declared by an account, or told by the events of data.call_record; they change only with those events, and when the number comes to somebody else';
COMMENT ON COLUMN data.call.inbound IS
    'the number called the account; false: the account called the number';
COMMENT ON COLUMN data.call.caller IS
    'hash of the account, which outlives it: distinct parties are counted by it';
COMMENT ON COLUMN data.call.neighbour IS
    'same country and same first six national digits as the account: what spoofed numbers like to look like';
COMMENT ON COLUMN data.call.record IS
    'the call whose events tell of it; null if the account declared it';
COMMENT ON COLUMN data.call.known IS
    'the account had the number in its book when the call came in';
