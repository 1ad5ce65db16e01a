-- book.sql: address books, lists, complaints and block lists that come as files
--
-- The loader puts the people of a list in the order of their numbers and has private.load_sheet() merge
-- one sheet of them after the other. Of contacts, complaints and block lists it copies a batch of rows after the other into a
-- temporary table and has private.load_merge() merge it; triggers do the rest. How far it, or each of its
-- parts, has come is written by the same transaction.

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
                MESSAGE = 'nobody is registered with the number of OWNER',
                HINT = 'Register first, or leave OWNER out: then the people become an imported list.';
        END IF;
    END IF;
    numbers := coalesce(numbers, private.deployment_region());
END;
$$;
COMMENT ON FUNCTION private.load_owner(text, text) IS
    'the account that a file is loaded for, if any, and the region in which its numbers are read';

CREATE OR REPLACE FUNCTION private.load_doubt(seen bigint, bad bigint)
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    -- of a handful of rows, some may well be bad; all of them may not
    SELECT CASE WHEN bad > 0 AND bad * 5 > seen AND (bad >= 20 OR bad = seen)
                THEN format('%s of the first %s rows cannot be read: the format is probably wrong', bad, seen) END;
END;
COMMENT ON FUNCTION private.load_doubt(bigint, bigint) IS
    'why a file should not be loaded, NULL if it should: more than a fifth of its first 10000 rows cannot be read';

CREATE OR REPLACE FUNCTION private.load_name(file text)
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT left(regexp_replace(file, '[\u0001-\u001F\u007F-\u009F]', '?', 'g'), 40);
END;
COMMENT ON FUNCTION private.load_name(text) IS
    'the name of a file as it is shown';

CREATE OR REPLACE FUNCTION private.load_source(file text, digest text)
RETURNS bigint
LANGUAGE plpgsql
AS $$
DECLARE
    mark CONSTANT text := ' sha256:' || digest;
    shown CONSTANT text := private.load_name(file);
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
    -- cast here: what RETURN casts itself it casts behind the block, where nobody catches it
    RETURN nullif(btrim(value, private.blank_bytes()), '')::data.email_address;
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
          FROM %s r ORDER BY r.phone, r.place
        ON CONFLICT ON CONSTRAINT contact_once DO NOTHING
        $query$, rows) USING owner;
    GET DIAGNOSTICS stored = ROW_COUNT;
    EXECUTE format($query$
        UPDATE data.contact c SET email = r.email
          FROM (SELECT DISTINCT ON (b.phone, b.folded) b.phone, b.folded, private.email_try(b.email) AS email
                  FROM %s b WHERE b.email IS NOT NULL
                 ORDER BY b.phone, b.folded, b.place) r
         WHERE c.owner = $1 AND c.phone OPERATOR(numsight.=) r.phone AND c.folded = r.folded
           AND c.email IS NULL AND r.email IS NOT NULL
        $query$, rows) USING owner;
    RETURN stored;
END;
$$;
COMMENT ON FUNCTION private.load_contacts(bigint, regclass) IS
    'adds the people of a file to an account''s book, and an e-mail address where a contact has none; how many were new';

CREATE OR REPLACE FUNCTION private.load_suppressed(sheet bytea)
RETURNS numsight.phone[]
LANGUAGE plpgsql
AS $$
DECLARE
    key CONSTANT bytea := private.suppression_key();
BEGIN
    -- no digest is made unless there is somebody to forget
    IF key IS NULL THEN
        RETURN ARRAY[]::numsight.phone[];
    END IF;
    RETURN numsight.sheet_listed(sheet, key, ARRAY(SELECT s.digest FROM data.suppression s));
END;
$$;
COMMENT ON FUNCTION private.load_suppressed(bytea) IS
    'the numbers of a sheet, once a row, whose people asked to be forgotten';

CREATE OR REPLACE FUNCTION private.load_complaints(source bigint, kind text, rows regclass)
RETURNS bigint
LANGUAGE plpgsql
AS $$
DECLARE
    stored bigint;
BEGIN
    EXECUTE format($query$
        INSERT INTO data.complaint (source, item, phone, at, category, area, city, zip, weight, cluster)
        SELECT $1, CASE WHEN r.ticket > 0 THEN r.ticket ELSE r.place END, r.phone, t.at, r.category, r.area, r.city, r.zip,
               private.complaint_weight() * CASE WHEN $3 THEN (SELECT m.share FROM private.remains(r.phone, t.at) m) ELSE 1 END,
               hashtext(concat_ws(' ', $2, r.area, r.at::date))
          FROM %s r
         CROSS JOIN LATERAL (SELECT least(r.at AT TIME ZONE 'America/New_York', now()) AS at) t
         ORDER BY r.place
        ON CONFLICT (source, item) DO NOTHING
        $query$, rows) USING source, kind, private.some_moved();
    GET DIAGNOSTICS stored = ROW_COUNT;
    RETURN stored;
END;
$$;
COMMENT ON FUNCTION private.load_complaints(bigint, text, regclass) IS
    'adds complaints to a source, their times being those of Washington; how many were new';

CREATE OR REPLACE FUNCTION private.load_listed(source bigint, import bigint, listed timestamptz, rows regclass)
RETURNS bigint
LANGUAGE plpgsql
AS $$
DECLARE
    stored bigint;
BEGIN
    -- what the source said of a number before is not said again until half of it has faded
    EXECUTE format($query$
        INSERT INTO data.complaint (source, item, phone, at, category, weight, cluster)
        SELECT $1, r.item # hashint8extended($2, 0), r.phone, $3, r.category,
               private.listed_weight(r.part, r.complaints)
               * CASE WHEN $4 THEN (SELECT m.share FROM private.remains(r.phone, $3) m) ELSE 1 END, hashint8($1)
          FROM (SELECT DISTINCT ON (b.phone) b.*, ('x' || encode(numsight.phone_send(b.phone), 'hex'))::bit(64)::bigint AS item
                  FROM %s b ORDER BY b.phone, b.place) r
         WHERE NOT EXISTS (SELECT FROM data.complaint c
                            WHERE c.phone OPERATOR(numsight.=) r.phone AND c.source = $1 AND c.at > $3 - interval '90 days')
         ORDER BY r.phone
        ON CONFLICT (source, item) DO NOTHING
        $query$, rows) USING source, import, listed, private.some_moved();
    GET DIAGNOSTICS stored = ROW_COUNT;
    RETURN stored;
END;
$$;
COMMENT ON FUNCTION private.load_listed(bigint, bigint, timestamptz, regclass) IS
    'adds numbers of a block list to its source, once in the time in which evidence fades by half; how many were new';

CREATE OR REPLACE FUNCTION private.load_list(name text)
RETURNS bigint
LANGUAGE plpgsql
AS $$
DECLARE
    full_name CONSTANT text := 'block list: ' || private.load_name(name);
BEGIN
    -- another loader of the same source is waited for, as long as the connection lasts
    PERFORM pg_advisory_lock(hashtextextended(full_name, 0));
    INSERT INTO data.source (name) VALUES (full_name) ON CONFLICT DO NOTHING;
    RETURN (SELECT s.id FROM data.source s WHERE s.name = full_name);
END;
$$;
COMMENT ON FUNCTION private.load_list(text) IS
    'the source that a block list is of; made when it is new';

CREATE OR REPLACE FUNCTION private.load_days(source bigint, kind text, days integer[])
RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    taken date;
BEGIN
    INSERT INTO data.complaint_day (kind, day, source)
    SELECT load_days.kind, date '2000-01-01' + d, load_days.source FROM unnest(days) d ORDER BY d
    ON CONFLICT DO NOTHING;
    SELECT min(c.day) INTO taken
      FROM data.complaint_day c
     WHERE c.kind = load_days.kind AND c.source <> load_days.source
       AND c.day IN (SELECT date '2000-01-01' + d FROM unnest(days) d);
    IF taken IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'unique_violation',
            MESSAGE = format('complaints of %s were loaded from another file', taken),
            HINT = 'They have no numbers of their own: a second file for a day would count them twice.';
    END IF;
END;
$$;
COMMENT ON FUNCTION private.load_days(bigint, text, integer[]) IS
    'notes the days, counted from 2000-01-01, that a file of complaints tells of; a day belongs to one file';

CREATE OR REPLACE FUNCTION private.load_begin(
    file text, digest text, account bigint, kind text, bytes bigint, parts integer, days integer[], source text,
    OUT import bigint, OUT parts_begun integer
)
LANGUAGE plpgsql
AS $$
DECLARE
    list bigint;
    -- the same bytes may have been taken for people before
    identity CONSTANT text := CASE kind WHEN 'spam' THEN encode(sha256(convert_to('spam ' || digest, 'UTF8')), 'hex') ELSE digest END;
    -- a book is written by one at a time, a list in the order of its numbers
    wanted CONSTANT integer := CASE WHEN kind = 'people' THEN 1 ELSE parts END;
BEGIN
    IF account IS NOT NULL AND kind <> 'people' THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = CASE kind WHEN 'spam' THEN 'numbers of a block list are nobody''s contacts'
                           ELSE 'complaints are nobody''s contacts' END,
            HINT = 'Leave OWNER out.';
    END IF;
    -- for as long as the connection lasts: another loader of these bytes is waited for
    PERFORM pg_advisory_lock(hashtextextended(concat_ws(' ', 'load', identity, account), 0));
    IF account IS NULL THEN
        list := CASE kind WHEN 'fcc' THEN private.load_source('FCC complaints', 'fcc')
                          WHEN 'spam' THEN private.load_list(load_begin.source)
                          ELSE private.load_source(file, digest) END;
    END IF;
    PERFORM private.load_days(list, kind, days);
    -- one that came to its end is read again from the beginning: it changes nothing, unless something was lost;
    -- so is one that was begun in another order
    UPDATE data.import i SET begun = now(), ended = NULL, read = 0, rows = NULL, rejected = NULL, parts = wanted
     WHERE i.digest = identity AND i.account IS NOT DISTINCT FROM load_begin.account
       AND (i.ended IS NOT NULL OR i.kind = 'people' AND i.parts <> wanted)
    RETURNING i.id INTO import;
    IF FOUND THEN
        DELETE FROM data.import_part p WHERE p.import = load_begin.import;
    END IF;
    INSERT INTO data.import (digest, name, kind, account, source, parts, bytes)
    VALUES (identity, private.load_name(file), kind, account, list, wanted, bytes)
    ON CONFLICT DO NOTHING;
    SELECT i.id, i.parts INTO import, parts_begun FROM data.import i
     WHERE i.digest = identity AND i.account IS NOT DISTINCT FROM load_begin.account;
END;
$$;
COMMENT ON FUNCTION private.load_begin(text, text, bigint, text, bigint, integer, integer[], text) IS
    'begins to load a file, or goes on with it: the number of the import, and in how many parts it is read';

CREATE OR REPLACE FUNCTION private.load_part(import bigint, part integer)
RETURNS bigint
LANGUAGE plpgsql
AS $$
DECLARE
    kind CONSTANT text := (SELECT i.kind FROM data.import i WHERE i.id = load_part.import);
BEGIN
    -- a loader that was killed may have left a connection that is still at work
    PERFORM pg_advisory_lock(hashtextextended(concat_ws(' ', 'load part', import, part), 0));
    IF kind = 'people' THEN
        CREATE TEMP TABLE load_row (
            place bigint NOT NULL, phone numsight.phone NOT NULL, name text NOT NULL, folded text NOT NULL, email text
        ) ON COMMIT DELETE ROWS;
    ELSIF kind = 'spam' THEN
        CREATE TEMP TABLE load_row (
            place bigint NOT NULL, phone numsight.phone NOT NULL, category text NOT NULL, part double precision, complaints bigint
        ) ON COMMIT DELETE ROWS;
    ELSE
        CREATE TEMP TABLE load_row (
            place bigint NOT NULL, phone numsight.phone NOT NULL, ticket bigint NOT NULL, at timestamp NOT NULL,
            category text NOT NULL, area text, city text, zip text
        ) ON COMMIT DELETE ROWS;
    END IF;
    INSERT INTO data.import_part (import, part) VALUES (import, part) ON CONFLICT DO NOTHING;
    RETURN (SELECT p.done FROM data.import_part p WHERE p.import = load_part.import AND p.part = load_part.part);
END;
$$;
COMMENT ON FUNCTION private.load_part(bigint, integer) IS
    'makes the connection the one that loads a part of an import, with a table load_row for its rows; the place up to which it is done';

CREATE OR REPLACE FUNCTION private.load_note(
    import bigint, part integer, done bigint, read bigint, ok bigint, merged bigint, suppressed bigint
)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE data.import_part p
       SET done = load_note.done, ok = p.ok + load_note.ok, merged = p.merged + load_note.merged,
           suppressed = p.suppressed + load_note.suppressed
     WHERE p.import = load_note.import AND p.part = load_note.part;
    IF part = 0 THEN
        UPDATE data.import i SET read = load_note.read WHERE i.id = load_note.import;
        PERFORM pg_notify('numsight_import', load_note.import::text);
    END IF;
END;
$$;
COMMENT ON FUNCTION private.load_note(bigint, integer, bigint, bigint, bigint, bigint, bigint) IS
    'notes how far a part of a load has come, and what its rows were, in the transaction that merges them';

CREATE OR REPLACE FUNCTION private.load_merge(
    import bigint, part integer, done bigint, read bigint,
    OUT ok bigint, OUT merged bigint, OUT suppressed bigint
)
LANGUAGE plpgsql
AS $$
DECLARE
    one CONSTANT data.import := (SELECT i FROM data.import i WHERE i.id = load_merge.import);
    rows CONSTANT regclass := 'pg_temp.load_row';
    total bigint;
BEGIN
    EXECUTE format('SELECT count(*), 0 FROM %s', rows) INTO total, suppressed;
    IF one.kind = 'spam' THEN
        ok := private.load_listed(one.source, one.id, one.first, rows);
    ELSIF one.kind <> 'people' THEN
        ok := private.load_complaints(one.source, one.kind, rows);
    ELSE
        PERFORM private.names_open();
        ok := private.load_contacts(one.account, rows);
    END IF;
    merged := total - suppressed - ok;
    PERFORM private.load_note(import, part, done, read, ok, merged, suppressed);
END;
$$;
COMMENT ON FUNCTION private.load_merge(bigint, integer, bigint, bigint) IS
    'merges the contacts, complaints or listed numbers of load_row and notes how far the part has come: rows = new + already there';

CREATE OR REPLACE FUNCTION private.load_sheet(import bigint, done bigint, rows bigint, read bigint, sheet bytea)
RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    list CONSTANT bigint := (SELECT i.source FROM data.import i WHERE i.id = load_sheet.import);
    gone numsight.phone[];
    ok bigint;
BEGIN
    PERFORM private.names_open();
    gone := private.load_suppressed(sheet);
    IF gone <> '{}' THEN
        sheet := (SELECT d.others FROM numsight.sheet_divide(sheet, gone) d);
    END IF;
    ok := private.sheet_add(list, sheet);
    PERFORM private.load_note(import, 0, done, read, ok, rows - cardinality(gone) - ok, cardinality(gone));
END;
$$;
COMMENT ON FUNCTION private.load_sheet(bigint, bigint, bigint, bigint, bytea) IS
    'merges people of a list, in the order of their numbers, who stand for so many rows up to the one that is done: rows = new + already there + of people who asked to be forgotten';

CREATE OR REPLACE FUNCTION private.load_end(
    import bigint, rows bigint, rejected bigint, OUT ok bigint, OUT merged bigint, OUT suppressed bigint
)
LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE data.import i SET ended = now(), read = i.bytes, rows = load_end.rows, rejected = load_end.rejected
     WHERE i.id = load_end.import;
    SELECT sum(p.ok), sum(p.merged), sum(p.suppressed) INTO ok, merged, suppressed
      FROM data.import_part p WHERE p.import = load_end.import;
END;
$$;
COMMENT ON FUNCTION private.load_end(bigint, bigint, bigint) IS
    'ends the load of a file: what all of it came to';
