-- directory.sql: how accounts, contacts and lists come to stand in data.entry

CREATE OR REPLACE FUNCTION private.erase_key()
RETURNS bytea
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN (SELECT decode(s.value, 'hex') FROM data.setting s WHERE s.name = 'erase_key');
END;
$$;
COMMENT ON FUNCTION private.erase_key() IS
    'the key of the digests of erased numbers';

CREATE OR REPLACE FUNCTION private.suppression_key()
RETURNS bytea
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN CASE WHEN EXISTS (SELECT FROM data.suppression) THEN private.erase_key() END;
END;
$$;
COMMENT ON FUNCTION private.suppression_key() IS
    'for statements that look at many numbers: the key of the digests, NULL as long as there is nobody to forget';

CREATE OR REPLACE FUNCTION private.erase_digest(target numsight.phone)
RETURNS bytea
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN contrib.hmac(numsight.phone_send(target), private.erase_key(), 'sha256');
END;
$$;
COMMENT ON FUNCTION private.erase_digest(numsight.phone) IS
    'what is kept of the number of somebody who asked to be forgotten';

CREATE OR REPLACE FUNCTION private.suppressed(target numsight.phone)
RETURNS boolean
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    -- most directories have nobody to forget: a bulk load then pays for no digest
    RETURN EXISTS (SELECT FROM data.suppression)
       AND EXISTS (SELECT FROM data.suppression s WHERE s.digest = private.erase_digest(target));
END;
$$;
COMMENT ON FUNCTION private.suppressed(numsight.phone) IS
    'whether names of a number are to stay out of the directory';

-- Who writes a name down and who forgets it must not pass each other: each would end without having seen
-- the other. Names are written under shared locks, forgotten under exclusive ones, of as many drawers as
-- a transaction with thousands of names can hold; they are taken in order, and before any row.

CREATE OR REPLACE FUNCTION private.name_drawer(target numsight.phone)
RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT (hashint8(numsight.phone_to_bigint(target)) & 63);
END;
COMMENT ON FUNCTION private.name_drawer(numsight.phone) IS
    'which of 64 locks the names of a number are written under';

CREATE OR REPLACE FUNCTION private.names_open(VARIADIC targets numsight.phone[] DEFAULT NULL)
RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    drawer integer;
BEGIN
    FOR drawer IN
        SELECT DISTINCT private.name_drawer(t) FROM unnest(targets) t
         UNION ALL
        SELECT d FROM generate_series(0, 63) d WHERE targets IS NULL
         ORDER BY 1
    LOOP
        PERFORM pg_advisory_xact_lock_shared(hashtext('private.names'), drawer);
    END LOOP;
END;
$$;
COMMENT ON FUNCTION private.names_open(numsight.phone[]) IS
    'before names of these numbers, or of any, are written: nobody has them forgotten until the transaction ends';

CREATE OR REPLACE FUNCTION private.names_close(target numsight.phone)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('private.names'), private.name_drawer(target));
END;
$$;
COMMENT ON FUNCTION private.names_close(numsight.phone) IS
    'before the names of a number are forgotten: nobody writes one down until the transaction ends, and what was being written is there';

CREATE OR REPLACE FUNCTION private.kept_name(target numsight.phone, name text)
RETURNS text
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
    PERFORM private.names_open(target);
    RETURN CASE WHEN private.suppressed(target) THEN target::text ELSE name END;
END;
$$;
COMMENT ON FUNCTION private.kept_name(numsight.phone, text) IS
    'under which name a number is kept until the transaction ends: of somebody who asked to be forgotten it is the number itself';

CREATE OR REPLACE FUNCTION private.contact_forget()
RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtext('private.names'), private.name_drawer(NEW.phone));
    IF private.suppressed(NEW.phone) THEN
        NEW.name := NEW.phone::text;
        NEW.email := NULL;
    END IF;
    RETURN NEW;
END;
$$;
COMMENT ON FUNCTION private.contact_forget() IS
    'keeps name and e-mail of people who asked to be forgotten out of every book, whichever way they come';

CREATE OR REPLACE FUNCTION private.is_name(name text, target numsight.phone)
RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT name <> target::text;
END;
COMMENT ON FUNCTION private.is_name(text, numsight.phone) IS
    'false where somebody is called by his own number: that is nobody''s name and no entry of the directory';

CREATE OR REPLACE FUNCTION private.entry_count()
RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
    key CONSTANT bytea := private.suppression_key();
BEGIN
    -- in before out: a row that is changed but keeps its name keeps its entry, and the entry its id
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO data.entry AS kept (phone, name, folded, books, standing)
        SELECT n.phone, n.name, n.folded, n.books, private.standing(n.books, coalesce(k.likely, false))
          FROM (SELECT a.phone, min(a.name) AS name, a.folded, count(*)::integer AS books
                  FROM added a
                 WHERE private.is_name(a.name, a.phone)
                   AND (key IS NULL OR NOT contrib.hmac(numsight.phone_send(a.phone), key, 'sha256')
                                           IN (SELECT s.digest FROM data.suppression s))
                 GROUP BY a.phone, a.folded) n
          LEFT JOIN data.number k ON k.phone OPERATOR(numsight.=) n.phone
         ORDER BY n.phone, n.folded
        ON CONFLICT (phone, folded) DO UPDATE
           SET books = kept.books + excluded.books,
               standing = private.standing(kept.books + excluded.books,
                   coalesce((SELECT k.likely FROM data.number k WHERE k.phone OPERATOR(numsight.=) kept.phone), false));
    END IF;
    IF TG_OP <> 'INSERT' THEN
        UPDATE data.entry kept
           SET books = kept.books - gone.books,
               standing = private.standing(kept.books - gone.books, gone.likely)
          FROM (SELECT n.phone, n.folded, n.books, coalesce(k.likely, false) AS likely
                  FROM (SELECT r.phone, r.folded, count(*)::integer AS books
                          FROM removed r WHERE private.is_name(r.name, r.phone)
                         GROUP BY r.phone, r.folded) n
                  LEFT JOIN data.number k ON k.phone OPERATOR(numsight.=) n.phone) gone
         WHERE kept.phone OPERATOR(numsight.=) gone.phone AND kept.folded = gone.folded;
        DELETE FROM data.entry kept
         USING (SELECT DISTINCT n.phone, n.folded FROM removed n) gone
         WHERE kept.phone OPERATOR(numsight.=) gone.phone AND kept.folded = gone.folded
           AND kept.books = 0 AND kept.account IS NULL;
    END IF;
    RETURN NULL;
END;
$$;
COMMENT ON FUNCTION private.entry_count() IS
    'carries the names of contacts and listings into the directory';

CREATE OR REPLACE FUNCTION private.book_keep()
RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    -- one writer a book: else two contacts of one number, one coming and one going, miss each other
    IF TG_OP <> 'DELETE' THEN
        PERFORM FROM data.account a WHERE a.id IN (SELECT c.owner FROM added c) ORDER BY a.id FOR NO KEY UPDATE;
        INSERT INTO data.book (owner, phone, since)
        SELECT c.owner, c.phone, min(c.created) FROM added c
         GROUP BY c.owner, c.phone ORDER BY c.phone, c.owner
        ON CONFLICT (owner, phone) DO NOTHING;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        PERFORM FROM data.account a WHERE a.id IN (SELECT c.owner FROM removed c) ORDER BY a.id FOR NO KEY UPDATE;
        DELETE FROM data.book kept
         USING (SELECT DISTINCT c.owner, c.phone FROM removed c) gone
         WHERE kept.owner = gone.owner AND kept.phone OPERATOR(numsight.=) gone.phone
           AND NOT EXISTS (SELECT FROM data.contact c
                            WHERE c.owner = gone.owner AND c.phone OPERATOR(numsight.=) gone.phone);
    END IF;
    RETURN NULL;
END;
$$;
COMMENT ON FUNCTION private.book_keep() IS
    'keeps whose book holds which number';

CREATE OR REPLACE FUNCTION private.relist(target numsight.phone)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO data.entry AS kept (phone, name, folded, books, standing)
    SELECT target, min(n.name), n.folded, count(*), private.standing(count(*)::integer, n.likely)
      FROM (SELECT u.name, u.folded,
                   EXISTS (SELECT FROM data.number k WHERE k.phone OPERATOR(numsight.=) target AND k.likely) AS likely
              FROM (SELECT c.name, c.folded FROM data.contact c WHERE c.phone OPERATOR(numsight.=) target
                    UNION ALL
                    SELECT l.name, l.folded FROM data.listing l WHERE l.phone OPERATOR(numsight.=) target
                    UNION ALL
                    SELECT r.name, r.folded FROM private.sheet_of(target) s
                     CROSS JOIN LATERAL numsight.sheet_divide(s.people, ARRAY[target]) d
                     CROSS JOIN LATERAL numsight.sheet_rows(d.theirs) r) u
             WHERE private.is_name(u.name, target)) n
     GROUP BY n.folded, n.likely ORDER BY n.folded
    ON CONFLICT (phone, folded) DO UPDATE SET books = excluded.books, standing = excluded.standing;
END;
$$;
COMMENT ON FUNCTION private.relist(numsight.phone) IS
    'puts the names of a number back into the directory, when its owner is back';

CREATE OR REPLACE FUNCTION private.account_list()
RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF TG_OP = 'INSERT' AND private.suppressed(NEW.phone) THEN
        DELETE FROM data.suppression s WHERE s.digest = private.erase_digest(NEW.phone);
        PERFORM private.relist(NEW.phone);
    END IF;
    IF TG_OP = 'UPDATE' THEN
        UPDATE data.entry SET account = NULL WHERE account = OLD.id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO data.entry (phone, name, folded, account)
        VALUES (NEW.phone, NEW.name, numsight.name_fold(NEW.name), NEW.id)
        ON CONFLICT (phone, folded) DO UPDATE SET name = excluded.name, account = excluded.account;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM data.entry e
         WHERE e.phone OPERATOR(numsight.=) OLD.phone AND e.books = 0 AND e.account IS NULL;
    END IF;
    RETURN NULL;
END;
$$;
COMMENT ON FUNCTION private.account_list() IS
    'keeps the directory entry of a registered person: what he calls himself, at the number he proved';
