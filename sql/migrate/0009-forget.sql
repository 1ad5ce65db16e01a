-- 0009: names of people who asked to be forgotten go from every book and list

ALTER TABLE data.audit DROP CONSTRAINT audit_kind_check, ADD CONSTRAINT audit_kind_check
    CHECK (kind IN ('refresh_reused', 'login_blocked', 'login_freed', 'account_erased', 'number_forgotten', 'number_stated', 'key_made', 'key_revoked'));

SELECT to_regprocedure('private.contact_forget()') IS NULL AND to_regclass('data.entry_ranked') IS NOT NULL
   AND EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = 'data.contact'::regclass AND t.tgname = 'entry_count_in') AS older \gset
\if :older
    COMMENT ON TABLE data.suppression IS
        'keyed digests of erased numbers: their names stay out of every book, list and search, whoever uploads them again';

    -- somebody who is called by his own number is no entry of the directory any more
    UPDATE data.entry e SET books = e.books - gone.books
      FROM (SELECT u.phone, u.folded, count(*) AS books
              FROM (SELECT c.phone, c.folded, c.name FROM data.contact c
                    UNION ALL SELECT l.phone, l.folded, l.name FROM data.listing l) u
             WHERE u.name = u.phone::text GROUP BY u.phone, u.folded) gone
     WHERE e.phone OPERATOR(numsight.=) gone.phone AND e.folded = gone.folded;
    DELETE FROM data.entry e WHERE e.books = 0 AND e.account IS NULL;
    UPDATE data.entry e SET standing = due.standing
      FROM (SELECT o.id, private.standing(o.books, coalesce(n.likely, false)) AS standing
              FROM data.entry o LEFT JOIN data.number n ON n.phone OPERATOR(numsight.=) o.phone) due
     WHERE due.id = e.id AND due.standing <> e.standing;

    \ir ../private/directory.sql
    \ir ../private/erase.sql
    CREATE TRIGGER contact_forget BEFORE INSERT OR UPDATE OF phone, name, email ON data.contact
        FOR EACH ROW EXECUTE FUNCTION private.contact_forget();
    SELECT private.erase_again('data.suppression') \g /dev/null
\endif
