-- migration.sql: which numbered changes of tables this database has seen

CREATE TABLE data.schema_migration (
    number      integer PRIMARY KEY CHECK (number >= 0),
    name        text NOT NULL,
    applied     timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE data.schema_migration IS
    'the changes of sql/migrate/ that were applied; number 0 are the tables of sql/data/ as first made';
INSERT INTO data.schema_migration (number, name) VALUES (0, 'data');
