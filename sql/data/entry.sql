-- entry.sql: the directory

CREATE TABLE data.entry (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    phone       numsight.phone NOT NULL,
    name        data.person_name NOT NULL,
    folded      text NOT NULL,
    books       integer NOT NULL DEFAULT 0 CHECK (books >= 0),
    account     bigint REFERENCES data.account ON DELETE SET NULL,
    standing    smallint NOT NULL DEFAULT 0 CHECK (standing BETWEEN 0 AND 31),
    CONSTRAINT entry_once UNIQUE (phone, folded)
) WITH (fillfactor = 85);
COMMENT ON TABLE data.entry IS
    'the directory: one row for each number and folded name, kept by the statements that change accounts, contacts and listings';
COMMENT ON COLUMN data.entry.books IS
    'how many address books and imported lists hold this name of this number; not indexed, so that most changes stay in their page';
COMMENT ON COLUMN data.entry.account IS
    'set where this is what a registered person calls himself';
COMMENT ON COLUMN data.entry.standing IS
    'private.standing of the books and of the number: the order of names that match alike';

CREATE UNIQUE INDEX entry_account ON data.entry (account) WHERE account IS NOT NULL;
-- every search by name; rank is standing, then the older entry, in 5 and 40 bits of 48: the last three
-- are left free, since distances of similar names do not hold them
CREATE INDEX entry_ranked ON data.entry
 USING ranked (numsight.name_ranked(folded, (standing::bigint << 43) | ((1099511627775 - id) << 3)) numsight.ranked_name_ops);
