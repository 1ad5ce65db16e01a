-- suppression.sql: people who asked to be forgotten

CREATE TABLE data.suppression (
    digest      bytea PRIMARY KEY CHECK (octet_length(digest) = 32),
    created     timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE data.suppression IS
    'keyed digests of erased numbers: their names stay out of every book, list and search, whoever uploads them again';
