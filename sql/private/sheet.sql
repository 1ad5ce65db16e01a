-- sheet.sql: how the people of sheets come to stand in data.entry
--
-- What private.entry_count() does for rows of contacts and listings is done here for all people of a
-- sheet at once, by the triggers of data.sheet: they are many, and most of them are new.

CREATE OR REPLACE VIEW private.listed AS
SELECT l.source, l.phone, l.name, l.folded FROM data.listing l
 UNION ALL
SELECT s.source, r.phone, r.name, r.folded FROM data.sheet s CROSS JOIN LATERAL numsight.sheet_rows(s.people) r;
COMMENT ON VIEW private.listed IS
    'the people of all imported lists, however they are kept';

CREATE OR REPLACE FUNCTION private.sheet_new(people bytea, likely boolean)
RETURNS bigint
LANGUAGE plpgsql
AS $$
DECLARE
    new data.entry;
BEGIN
    new.books := 1;
    new.standing := private.standing(1, likely);
    RETURN numsight.sheet_insert(new, people);
END;
$$;
COMMENT ON FUNCTION private.sheet_new(bytea, boolean) IS
    'puts people into the directory whom it does not have, their numbers being likely spam or not; how many';

CREATE OR REPLACE FUNCTION private.sheet_in(people bytea)
RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    entries record;
    numbers record;
    counted bigint;
BEGIN
    SELECT s.fresh, s.known INTO entries FROM numsight.sheet_split(numsight.sheet_named(people), 'data.entry_once') s;
    SELECT d.others, d.theirs INTO numbers
      FROM numsight.sheet_range(entries.fresh) r
     CROSS JOIN LATERAL numsight.sheet_divide(entries.fresh, ARRAY(
                SELECT n.phone FROM data.number n
                 WHERE n.likely AND n.phone OPERATOR(numsight.>=) r.first AND n.phone OPERATOR(numsight.<=) r.last)) d;
    PERFORM private.sheet_new(numbers.others, false), private.sheet_new(numbers.theirs, true);
    IF entries.known <> '' THEN
        UPDATE data.entry e
           SET books = e.books + 1, standing = private.standing(e.books + 1, coalesce((
                   SELECT n.likely FROM data.number n WHERE n.phone OPERATOR(numsight.=) e.phone), false))
          FROM numsight.sheet_rows(entries.known) r
         WHERE e.phone OPERATOR(numsight.=) r.phone AND e.folded = r.folded;
        GET DIAGNOSTICS counted = ROW_COUNT;
        -- whom nobody else names any more, since a moment ago, comes in anew
        IF counted < numsight.sheet_count(entries.known) THEN
            PERFORM private.sheet_in((SELECT s.fresh FROM numsight.sheet_split(entries.known, 'data.entry_once') s));
        END IF;
    END IF;
END;
$$;
COMMENT ON FUNCTION private.sheet_in(bytea) IS
    'one more list holds the people of a sheet: those that the directory does not have come into it';

CREATE OR REPLACE FUNCTION private.sheet_out(people bytea)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE data.entry e
       SET books = e.books - 1, standing = private.standing(e.books - 1, coalesce((
               SELECT n.likely FROM data.number n WHERE n.phone OPERATOR(numsight.=) e.phone), false))
      FROM numsight.sheet_rows(numsight.sheet_named(people)) r
     WHERE e.phone OPERATOR(numsight.=) r.phone AND e.folded = r.folded;
    DELETE FROM data.entry e USING numsight.sheet_rows(people) r
     WHERE e.phone OPERATOR(numsight.=) r.phone AND e.folded = r.folded AND e.books = 0 AND e.account IS NULL;
END;
$$;
COMMENT ON FUNCTION private.sheet_out(bytea) IS
    'one list less holds the people of a sheet: those whom nobody else names leave the directory';

CREATE OR REPLACE FUNCTION private.sheet_count()
RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    -- in before out: who stays keeps his entry, and the entry its id
    IF TG_OP = 'INSERT' THEN
        PERFORM private.sheet_in(NEW.people);
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM private.sheet_out(OLD.people);
    ELSE
        PERFORM private.sheet_in(numsight.sheet_minus(NEW.people, OLD.people)),
                private.sheet_out(numsight.sheet_minus(OLD.people, NEW.people));
    END IF;
    RETURN NULL;
END;
$$;
COMMENT ON FUNCTION private.sheet_count() IS
    'carries the people of sheets into the directory, and out of it';

CREATE OR REPLACE TRIGGER sheet_count AFTER INSERT OR DELETE OR UPDATE OF people ON data.sheet
    FOR EACH ROW EXECUTE FUNCTION private.sheet_count();

CREATE OR REPLACE FUNCTION private.sheet_of(target numsight.phone)
RETURNS SETOF data.sheet
LANGUAGE plpgsql STABLE ROWS 10
AS $$
BEGIN
    RETURN QUERY
    SELECT s.* FROM data.sheet s
     WHERE s.greatest OPERATOR(numsight.>=) target AND s.least OPERATOR(numsight.<=) target
       AND (SELECT d.theirs FROM numsight.sheet_divide(s.people, ARRAY[target]) d) <> '';
END;
$$;
COMMENT ON FUNCTION private.sheet_of(numsight.phone) IS
    'the sheets that name a number';

CREATE OR REPLACE FUNCTION private.sheet_forget(target numsight.phone)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE data.sheet s SET people = (SELECT d.others FROM numsight.sheet_divide(s.people, ARRAY[target]) d)
     WHERE s.id IN (SELECT f.id FROM private.sheet_of(target) f);
END;
$$;
COMMENT ON FUNCTION private.sheet_forget(numsight.phone) IS
    'takes the names of a number out of every sheet';

CREATE OR REPLACE FUNCTION private.sheet_refold()
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE data.sheet s SET people = n.people
      FROM (SELECT o.id, numsight.sheet_make(array_agg(r.phone), array_agg(r.name)) AS people
              FROM data.sheet o CROSS JOIN LATERAL numsight.sheet_rows(o.people) r GROUP BY o.id) n
     WHERE n.id = s.id AND n.people <> s.people;
END;
$$;
COMMENT ON FUNCTION private.sheet_refold() IS
    'folds the names of sheets anew; of two names of one number that are one name now one stays';

CREATE OR REPLACE FUNCTION private.sheet_add(list bigint, people bytea)
RETURNS bigint
LANGUAGE plpgsql
AS $$
DECLARE
    around CONSTANT record := numsight.sheet_range(people);
    other bytea;
    new bytea := (SELECT s.fresh FROM numsight.sheet_split(people, 'data.listing_pkey', list) s);
BEGIN
    FOR other IN
        SELECT s.people FROM data.sheet s
         WHERE s.source = list AND s.greatest OPERATOR(numsight.>=) around.first AND s.least OPERATOR(numsight.<=) around.last
    LOOP
        new := numsight.sheet_minus(new, other);
    END LOOP;
    IF new <> '' THEN
        INSERT INTO data.sheet (source, least, greatest, people)
        SELECT list, r.first, r.last, new FROM numsight.sheet_range(new) r;
    END IF;
    RETURN numsight.sheet_count(new);
END;
$$;
COMMENT ON FUNCTION private.sheet_add(bigint, bytea) IS
    'adds people to an imported list; how many were new to it';
