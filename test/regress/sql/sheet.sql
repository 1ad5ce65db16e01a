-- sheet.sql: many people as one value
SET search_path = public, numsight;
\set SHOW_CONTEXT never

-- people in any order come out by number and folded name, of equal ones the first
CREATE TEMP TABLE given AS SELECT sheet_make(
    ARRAY['+919876543211', '+919876543210', '+919876543210', '+919876543210', '+919876543212', NULL]::phone[],
    ARRAY['Bo', 'Asha Rao', 'ASHA RAO', '+919876543210', 'Élodie', 'nobody']) AS sheet;
SELECT r.* FROM given, sheet_rows(sheet) r;
SELECT sheet_count(sheet), r.* FROM given, sheet_range(sheet) r;
SELECT sheet_count(''), r.* FROM sheet_range('') r;
SELECT sheet_make(ARRAY['+919876543211']::phone[], ARRAY['a', 'b']);
SELECT sheet_make(ARRAY['+919876543211']::phone[], ARRAY[repeat('x', 70000)]);

-- whoever is called by his own number has no name
SELECT r.name FROM given, sheet_rows(sheet_named(sheet)) r;

-- parts: by numbers, and what another sheet has not
SELECT sheet_count(others), r.name FROM given, sheet_divide(sheet, ARRAY['+919876543210', '+911', NULL, '+919876543219']::phone[]),
       sheet_rows(theirs) r;
SELECT r.name FROM given, sheet_rows(sheet_minus(sheet, sheet_make(ARRAY['+919876543211', '+919876543210']::phone[], ARRAY['BO', 'x']))) r;
SELECT sheet_count(sheet_minus(sheet, sheet)), sheet_minus(sheet, '') = sheet FROM given;

-- who is in a list of digests, once a row; made by OpenSSL
SELECT sheet_listed(sheet, 'key', ARRAY['\x0000', NULL, '\x0736843c0cacff6cb5aa7b8c8e054a7ca89b347e05fb5ca1596e57fd6bccd82c']::bytea[]) FROM given;
SELECT sheet_listed(sheet, 'other key', ARRAY['\x0736843c0cacff6cb5aa7b8c8e054a7ca89b347e05fb5ca1596e57fd6bccd82c']::bytea[]), sheet_listed(sheet, 'key', '{}') FROM given;

-- what is no sheet is refused: cut, out of order, twice, without a number
SELECT sheet_count(substring(sheet FROM 1 FOR 40)) FROM given;
SELECT sheet_count(sheet || sheet) FROM given;
SELECT sheet_count('\x00');
SELECT * FROM sheet_rows(overlay(sheet_make(ARRAY['+919876543211']::phone[], ARRAY['ab']) PLACING '\xff' FROM 13));

-- into a table: an identity is counted on, the rest comes from the template
CREATE TABLE sheet_person (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, gone integer,
    phone phone NOT NULL, name text NOT NULL, folded text NOT NULL, source bigint CHECK (source > 0),
    UNIQUE (phone, folded, source));
ALTER TABLE sheet_person DROP gone;
SELECT sheet_insert(ROW(NULL, NULL, NULL, NULL, 7)::sheet_person, sheet) FROM given;
TABLE sheet_person;

-- a second time they are known, but not of another source
SELECT sheet_count(fresh), sheet_count(known) FROM given, sheet_split(sheet, 'sheet_person_phone_folded_source_key');
SELECT sheet_count(fresh), sheet_count(known) FROM given, sheet_split(sheet, 'sheet_person_phone_folded_source_key', 7);
SELECT sheet_count(fresh), sheet_count(known) FROM given, sheet_split(sheet, 'sheet_person_phone_folded_source_key', 8);
SELECT f.name AS fresh, k.name AS known
  FROM sheet_split(sheet_make(ARRAY['+919876543209', '+919876543211', '+919876543211', '+919876543213']::phone[],
                              ARRAY['Before', 'bo', 'Bob', 'Behind']), 'sheet_person_phone_folded_source_key') s
 CROSS JOIN LATERAL sheet_rows(s.known) k CROSS JOIN LATERAL sheet_rows(s.fresh) f;
SELECT sheet_split(NULL, 'sheet_person_pkey') IS NULL;
SELECT sheet_insert(ROW(NULL, NULL, NULL, NULL, 7)::sheet_person, sheet) FROM given;
DELETE FROM sheet_person WHERE name = 'Bo';
SELECT r.name FROM given, sheet_split(sheet, 'sheet_person_phone_folded_source_key'), sheet_rows(fresh) r;

-- what rows of people may not be, they may not be in a sheet
SELECT sheet_insert(ROW(NULL, NULL, NULL, NULL, 0)::sheet_person, sheet) FROM given;
ALTER TABLE sheet_person ADD CONSTRAINT sheet_person_short CHECK (length(name) < 10 OR name ~ '^[+]');
SELECT sheet_insert(ROW(NULL, NULL, NULL, NULL, 8)::sheet_person, sheet_make(ARRAY['+911', '+912']::phone[], ARRAY['short', 'somewhat long'])) FROM given;
CREATE DOMAIN sheet_name AS text CHECK (VALUE <> 'Bo');
ALTER TABLE sheet_person ALTER name TYPE sheet_name;
SELECT sheet_insert(ROW(NULL, NULL, NULL, NULL, 8)::sheet_person, sheet) FROM given;
SELECT count(*) FROM sheet_person;

-- tables that want to be asked about each row, and others that do not fit
SELECT sheet_insert(ROW(1, 2), sheet) FROM given;
SELECT sheet_split(sheet, 'sheet_person_pkey') FROM given;
SELECT sheet_split(sheet, 'sheet_person') FROM given;
CREATE TABLE sheet_short (phone phone, name integer, folded text);
SELECT sheet_insert(ROW(NULL, NULL, NULL)::sheet_short, sheet) FROM given;
CREATE TABLE sheet_made (phone phone, folded text, size integer GENERATED ALWAYS AS (length(folded)) STORED);
SELECT sheet_insert(ROW(NULL, NULL, NULL)::sheet_made, sheet) FROM given;
CREATE TABLE sheet_keyed (phone phone, folded text, person bigint REFERENCES sheet_person (id));
SELECT sheet_insert(ROW(NULL, NULL, 1)::sheet_keyed, sheet) FROM given;
SELECT sheet_insert(ROW(NULL, NULL, NULL)::sheet_keyed, sheet) FROM given;
CREATE FUNCTION sheet_asked() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER asked BEFORE INSERT ON sheet_keyed FOR EACH ROW EXECUTE FUNCTION sheet_asked();
SELECT sheet_insert(ROW(NULL, NULL, NULL)::sheet_keyed, sheet) FROM given;
CREATE VIEW sheet_view AS SELECT * FROM sheet_person;
SELECT sheet_insert(ROW(1, NULL, NULL, NULL, 7)::sheet_view, sheet) FROM given;
BEGIN READ ONLY;
SELECT sheet_insert(ROW(NULL, NULL, NULL)::sheet_keyed, sheet) FROM given;
ROLLBACK;

-- nobody but the owner, who alone may do without triggers
CREATE ROLE sheet_stranger;
GRANT USAGE ON SCHEMA public, numsight TO sheet_stranger;
GRANT ALL ON sheet_keyed, sheet_person, given TO sheet_stranger;
SET ROLE sheet_stranger;
SELECT sheet_insert(ROW(NULL, NULL, NULL)::sheet_keyed, sheet) FROM given;
SELECT sheet_split(sheet, 'sheet_person_phone_folded_source_key') FROM given;
RESET ROLE;
DROP OWNED BY sheet_stranger;
DROP ROLE sheet_stranger;

-- a ranked index takes many new rows at once, when it is empty and when it is not, as it takes one by one
SET numsight.ranked_delay = on;
CREATE TABLE sheet_ranked (id bigint GENERATED ALWAYS AS IDENTITY, phone phone, name text, folded text);
CREATE INDEX sheet_ranked_index ON sheet_ranked USING ranked (name_ranked(folded, 1000000 - id) ranked_name_ops);
CREATE FUNCTION sheet_people(seed integer, many integer) RETURNS bytea LANGUAGE sql BEGIN ATOMIC
    SELECT sheet_make(array_agg(('+9198' || lpad((seed * 100000 + i)::text, 8, '0'))::phone),
                      array_agg((ARRAY['Asha', 'Bo', 'Chandra', 'Dev'])[1 + i * 7 % 4] || ' '
                                || (ARRAY['Rao', 'Iyer', 'Asha'])[1 + i * 5 % 3] || CASE WHEN i % 9 = 0 THEN ' ' || i ELSE '' END))
      FROM generate_series(1, many) i;
END;
SELECT sheet_insert(ROW(NULL, NULL, NULL, NULL)::sheet_ranked, sheet_people(1, 5000));
SELECT entries > 5000 FROM ranked_check('sheet_ranked_index');
SELECT sheet_insert(ROW(NULL, NULL, NULL, NULL)::sheet_ranked, sheet_people(2, 3000));
CREATE FUNCTION sheet_found() RETURNS SETOF text LANGUAGE plpgsql SET enable_seqscan = off SET enable_sort = off AS $$
DECLARE
    query text;
BEGIN
    FOREACH query IN ARRAY ARRAY['a', 'asha', 'rao asha', 'iyer', 'handr', 'dev rao 9', 'ashaa'] LOOP
        RETURN NEXT query || ': ' || (SELECT string_agg(id::text, ' ') FROM (
            SELECT id FROM sheet_ranked ORDER BY name_ranked(folded, 1000000 - id) <~> query LIMIT 5) f);
    END LOOP;
END $$;
CREATE TEMP TABLE sheet_answers AS SELECT sheet_found() AS answer;
TABLE sheet_answers;
REINDEX INDEX sheet_ranked_index;
SELECT sheet_found() EXCEPT TABLE sheet_answers;

-- B-trees take many at once, in what order they come, and nobody twice
CREATE TABLE sheet_many (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, phone phone, name text, folded text, source bigint);
CREATE UNIQUE INDEX sheet_once ON sheet_many (phone, folded);
CREATE INDEX sheet_by_name ON sheet_many (name, source);
CREATE INDEX sheet_backwards ON sheet_many (phone DESC) INCLUDE (name);
CREATE FUNCTION sheet_agree() RETURNS TABLE (orders bigint, seen bigint, wrong bigint) LANGUAGE sql SET enable_seqscan = off SET enable_sort = off AS $$
    SELECT count(*), sum(o.seen), sum(o.wrong)
      FROM (SELECT count(*) AS seen, count(*) FILTER (WHERE (p.phone, p.folded) <= (p.before, p.folded_before)) AS wrong
              FROM (SELECT phone, folded, lag(phone) OVER w AS before, lag(folded) OVER w AS folded_before
                      FROM sheet_many WINDOW w AS (ORDER BY phone, folded)) p
             UNION ALL
            SELECT count(*), count(*) FILTER (WHERE p.name < p.before) FROM (SELECT name, lag(name) OVER (ORDER BY name, source) AS before FROM sheet_many) p
             UNION ALL
            SELECT count(*), count(*) FILTER (WHERE p.id <= p.before) FROM (SELECT id, lag(id) OVER (ORDER BY id) AS before FROM sheet_many) p
             UNION ALL
            SELECT count(*), count(*) FILTER (WHERE p.phone > p.before) FROM (SELECT phone, lag(phone) OVER (ORDER BY phone DESC) AS before FROM sheet_many) p) o
$$;
SELECT sheet_insert(ROW(NULL, NULL, NULL, NULL, NULL)::sheet_many, sheet_people(1, 5000));
SELECT * FROM sheet_agree();
SELECT sheet_insert(ROW(NULL, NULL, NULL, NULL, 7)::sheet_many, fresh)
  FROM sheet_make(ARRAY(SELECT ('+9198001' || lpad((i * 2)::text, 5, '0'))::phone FROM generate_series(0, 5000) i),
                  ARRAY(SELECT 'Zoe ' || i % 7 FROM generate_series(0, 5000) i)), sheet_split(sheet_make, 'sheet_once');
SELECT * FROM sheet_agree();
SELECT sheet_insert(ROW(NULL, NULL, NULL, NULL, 7)::sheet_many, sheet_people(1, 3000));
SELECT sheet_insert(ROW(NULL, NULL, NULL, NULL, 7)::sheet_many, sheet_make(array_agg(phone), array_agg(name)))
  FROM (SELECT phone, name FROM sheet_rows(sheet_people(2, 800)) UNION ALL (SELECT phone, name FROM sheet_many WHERE phone > '+919800104000' LIMIT 1)) p;
SELECT * FROM sheet_agree();
SELECT count(DISTINCT id) = count(*), count(id) = max(id) - min(id) + 1 FROM (SELECT id FROM sheet_many ORDER BY id LIMIT 5000) p;

-- an identity goes on as its sequence says, and ends where it does
CREATE TABLE sheet_odd (id bigint GENERATED ALWAYS AS IDENTITY (INCREMENT BY -5 START WITH 100 MINVALUE -10000 MAXVALUE 100), phone phone, folded text,
                        next bigint GENERATED ALWAYS AS IDENTITY (MAXVALUE 900));
SELECT sheet_insert(ROW(NULL, NULL, NULL, NULL)::sheet_odd, sheet_people(3, 800));
SELECT min(id), max(id), min(next), max(next) FROM sheet_odd;
SELECT sheet_insert(ROW(NULL, NULL, NULL, NULL)::sheet_odd, sheet_people(4, 200));
SELECT min(id), max(id), min(next), max(next) FROM sheet_odd;
