-- 0002: names are found and ordered by the ranked index, in place of four others

SELECT NOT EXISTS (SELECT FROM pg_attribute
                    WHERE attrelid = 'data.entry'::regclass AND attname = 'standing') AS older \gset
\if :older
    DROP TYPE private.match CASCADE;
    DROP INDEX data.entry_prefix, data.entry_rank, data.entry_trigram, data.entry_letter;

    ALTER TABLE data.number ADD COLUMN likely boolean NOT NULL DEFAULT false;
    UPDATE data.number SET likely = true WHERE numsight.spam_likelihood(state, now()) >= 0.5;
    ALTER TABLE data.entry ADD COLUMN standing smallint NOT NULL DEFAULT 0 CHECK (standing BETWEEN 0 AND 31);
    COMMENT ON COLUMN data.number.likely IS
        'whether it was likely spam when the last evidence came in: by this the directory orders its names';
    COMMENT ON COLUMN data.entry.books IS
        'how many address books and imported lists hold this name of this number; not indexed, so that most changes stay in their page';
    COMMENT ON COLUMN data.entry.standing IS
        'private.standing of the books and of the number: the order of names that match alike';
    \ir ../private/standing.sql
    SELECT private.restand() \g /dev/null
    CREATE INDEX entry_ranked ON data.entry
     USING ranked (numsight.name_ranked(folded, (standing::bigint << 43) | ((1099511627775 - id) << 3)) numsight.ranked_name_ops);
    CREATE TRIGGER number_judge BEFORE INSERT OR UPDATE OF state ON data.number
        FOR EACH ROW WHEN (NEW.likely <> (numsight.spam_likelihood(NEW.state, now()) >= 0.5))
        EXECUTE FUNCTION private.number_judge();
    CREATE TRIGGER number_stand_in AFTER INSERT ON data.number
        FOR EACH ROW WHEN (NEW.likely) EXECUTE FUNCTION private.number_stand();
    CREATE TRIGGER number_stand_change AFTER UPDATE OF state ON data.number
        FOR EACH ROW WHEN (OLD.likely <> NEW.likely) EXECUTE FUNCTION private.number_stand();
\endif
