-- entry.sql: the directory

CREATE TABLE data.entry (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    phone       numsight.phone NOT NULL,
    name        data.person_name NOT NULL,
    folded      text NOT NULL,
    books       integer NOT NULL DEFAULT 0 CHECK (books >= 0),
    account     bigint REFERENCES data.account ON DELETE SET NULL,
    CONSTRAINT entry_once UNIQUE (phone, folded)
) WITH (fillfactor = 85);
COMMENT ON TABLE data.entry IS
    'the directory: one row for each number and folded name, kept by the statements that change accounts, contacts and listings';
COMMENT ON COLUMN data.entry.books IS
    'how many address books and imported lists hold this name of this number';
COMMENT ON COLUMN data.entry.account IS
    'set where this is what a registered person calls himself';

CREATE UNIQUE INDEX entry_account ON data.entry (account) WHERE account IS NOT NULL;
-- names that start with the query, and the whole name
CREATE INDEX entry_prefix ON data.entry (folded text_pattern_ops);
-- the frequent beginnings and substrings: walked in order of rank, the first rows are soon found
CREATE INDEX entry_rank ON data.entry ((- books), id) INCLUDE (folded);
-- a search reads what is pending from end to end, hence the short list of both GIN indexes;
-- the rare substrings: a leading space lets a pattern say "a word starts here"
CREATE INDEX entry_trigram ON data.entry USING gin ((' ' || folded) contrib.gin_trgm_ops) WITH (gin_pending_list_limit = 512);
-- substrings of one and two letters hold no whole trigram: rows that hold all the letters
CREATE INDEX entry_letter ON data.entry USING gin (string_to_array(folded, NULL)) WITH (gin_pending_list_limit = 512);
