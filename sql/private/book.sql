-- book.sql: address books and lists that come as files
--
-- The operator's command reads a file into a table of what numsight.book_rows answers, with the place
-- of each row in the file beside it, and hands that table to the functions here: one statement merges
-- it, the triggers of contacts and listings do the rest.

CREATE OR REPLACE FUNCTION private.load_owner(phone text, region text, OUT numbers text, OUT account bigint)
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    written CONSTANT text := nullif(btrim(phone, private.blank_bytes()), '');
    target numsight.phone;
BEGIN
    numbers := private.region_of(region);
    IF written IS NOT NULL THEN
        target := private.phone_of(NULL, written, numbers, 'OWNER');
        SELECT a.id, coalesce(numbers, a.region) INTO account, numbers
          FROM data.account a WHERE a.phone OPERATOR(numsight.=) target;
        IF account IS NULL THEN
            RAISE EXCEPTION USING ERRCODE = 'no_data_found',
                MESSAGE = format('nobody is registered with %s', target),
                HINT = 'Register first, or leave OWNER out: then the people become an imported list.';
        END IF;
    END IF;
    numbers := coalesce(numbers, private.deployment_region());
END;
$$;
COMMENT ON FUNCTION private.load_owner(text, text) IS
    'the account that a file is loaded for, if any, and the region in which its numbers are read';

CREATE OR REPLACE FUNCTION private.load_doubt(rows regclass)
RETURNS text
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    seen bigint;
    bad bigint;
BEGIN
    -- people without any number are no sign of a wrong format: half of a mail program's book is that
    EXECUTE format($query$
        SELECT count(*), count(r.error)
          FROM (SELECT error FROM %s WHERE error IS DISTINCT FROM 'missing_number' ORDER BY place LIMIT 10000) r
        $query$, rows) INTO seen, bad;
    -- of a handful of rows, some may well be bad; all of them may not
    IF bad = 0 OR bad * 5 <= seen OR (bad < 20 AND bad < seen) THEN
        RETURN NULL;
    END IF;
    RETURN format('%s of the first %s rows cannot be read: the format is probably wrong', bad, seen);
END;
$$;
COMMENT ON FUNCTION private.load_doubt(regclass) IS
    'why a file should not be loaded, NULL if it should: more than a fifth of its first 10000 rows cannot be read';

CREATE OR REPLACE FUNCTION private.load_source(file text, digest text)
RETURNS bigint
LANGUAGE plpgsql
AS $$
DECLARE
    mark CONSTANT text := ' sha256:' || digest;
    shown CONSTANT text := left(regexp_replace(file, '[\u0001-\u001F\u007F-\u009F]', '?', 'g'), 40);
    list bigint;
BEGIN
    -- another loader of these bytes is waited for
    PERFORM pg_advisory_xact_lock(hashtextextended(mark, 0));
    -- the same bytes under another name are the same list
    SELECT s.id INTO list FROM data.source s WHERE right(s.name, length(mark)) = mark ORDER BY s.id LIMIT 1;
    IF list IS NULL THEN
        INSERT INTO data.source AS s (name) VALUES (shown || mark) RETURNING s.id INTO list;
    END IF;
    RETURN list;
END;
$$;
COMMENT ON FUNCTION private.load_source(text, text) IS
    'the imported list that a file is, by its SHA-256 in hexadecimal; made when it is new';

CREATE OR REPLACE FUNCTION private.email_try(value text)
RETURNS data.email_address
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN nullif(btrim(value, private.blank_bytes()), '');
EXCEPTION
    WHEN check_violation THEN
        RETURN NULL;
END;
$$;
COMMENT ON FUNCTION private.email_try(text) IS
    'an e-mail address as it is kept, NULL for anything else';

CREATE OR REPLACE FUNCTION private.load_contacts(owner bigint, rows regclass)
RETURNS bigint
LANGUAGE plpgsql
AS $$
DECLARE
    stored bigint;
BEGIN
    PERFORM FROM data.account a WHERE a.id = owner FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'no_data_found', MESSAGE = 'there is no such account';
    END IF;
    EXECUTE format($query$
        INSERT INTO data.contact (owner, phone, name, email)
        SELECT $1, r.phone, r.name, private.email_try(r.email)
          FROM %s r WHERE r.error IS NULL ORDER BY r.phone, r.place
        ON CONFLICT ON CONSTRAINT contact_once DO NOTHING
        $query$, rows) USING owner;
    GET DIAGNOSTICS stored = ROW_COUNT;
    EXECUTE format($query$
        UPDATE data.contact c SET email = r.email
          FROM (SELECT DISTINCT ON (b.phone, numsight.name_fold(b.name))
                       b.phone, numsight.name_fold(b.name) AS folded, private.email_try(b.email) AS email
                  FROM %s b WHERE b.error IS NULL AND b.email IS NOT NULL
                 ORDER BY b.phone, numsight.name_fold(b.name), b.place) r
         WHERE c.owner = $1 AND c.phone OPERATOR(numsight.=) r.phone AND c.folded = r.folded
           AND c.email IS NULL AND r.email IS NOT NULL
        $query$, rows) USING owner;
    RETURN stored;
END;
$$;
COMMENT ON FUNCTION private.load_contacts(bigint, regclass) IS
    'adds the people of a file to an account''s book, and an e-mail address where a contact has none; how many were new';

CREATE OR REPLACE FUNCTION private.load_listing(source bigint, rows regclass)
RETURNS bigint
LANGUAGE plpgsql
AS $$
DECLARE
    stored bigint;
BEGIN
    EXECUTE format($query$
        INSERT INTO data.listing (source, phone, name)
        SELECT $1, r.phone, r.name
          FROM %s r
         WHERE r.error IS NULL AND NOT (EXISTS (SELECT FROM data.suppression) AND private.suppressed(r.phone))
         ORDER BY r.phone, r.place
        ON CONFLICT (phone, folded, source) DO NOTHING
        $query$, rows) USING source;
    GET DIAGNOSTICS stored = ROW_COUNT;
    RETURN stored;
END;
$$;
COMMENT ON FUNCTION private.load_listing(bigint, regclass) IS
    'adds the people of a file to an imported list, but nobody who asked to be forgotten; how many were new';

CREATE OR REPLACE FUNCTION private.load_book(
    account bigint, source bigint, rows regclass,
    OUT total bigint, OUT ok bigint, OUT merged bigint, OUT rejected bigint, OUT suppressed bigint
)
LANGUAGE plpgsql
AS $$
BEGIN
    IF (account IS NULL) = (source IS NULL) THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
            MESSAGE = 'a file goes either to an account or to a list', HINT = 'Give one of the two.';
    END IF;
    EXECUTE format($query$
        SELECT count(*), count(r.error),
               count(*) FILTER (WHERE $1 IS NULL AND r.error IS NULL
                                  AND EXISTS (SELECT FROM data.suppression) AND private.suppressed(r.phone))
          FROM %s r
        $query$, rows) INTO total, rejected, suppressed USING account;
    ok := CASE WHEN source IS NULL THEN private.load_contacts(account, rows)
                                   ELSE private.load_listing(source, rows) END;
    merged := total - rejected - suppressed - ok;
END;
$$;
COMMENT ON FUNCTION private.load_book(bigint, bigint, regclass) IS
    'merges a file into an account''s book or an imported list: rows read = new + already there + refused + of people who asked to be forgotten';
