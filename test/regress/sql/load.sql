-- load.sql: lists that are loaded in bulk, and what becomes of them
\set SHOW_CONTEXT never
BEGIN;
SET LOCAL search_path = pg_catalog, numsight, pg_temp;
SET LOCAL numsight.ranked_delay = on;

-- people as text: number and name with a colon between
CREATE FUNCTION pg_temp.sheet(VARIADIC people text[]) RETURNS bytea LANGUAGE sql AS $$
    SELECT numsight.sheet_make(array_agg(split_part(p, ':', 1)::numsight.phone), array_agg(split_part(p, ':', 2)))
      FROM unnest(people) p $$;
CREATE FUNCTION pg_temp.entries() RETURNS TABLE (phone numsight.phone, name data.person_name, books integer, standing smallint, registered boolean)
LANGUAGE sql AS $$ SELECT e.phone, e.name, e.books, e.standing, e.account IS NOT NULL FROM data.entry e
    WHERE e.phone::text ~ '^[+]919802100' ORDER BY e.phone, e.folded $$;
INSERT INTO data.source (name) VALUES ('load one'), ('load two');
SELECT min(id) AS one, max(id) AS two FROM data.source WHERE name IN ('load one', 'load two') \gset

-- new people come into the directory, those of two lists once; who is called by his number does not
SELECT private.sheet_add(:one, pg_temp.sheet('+919802100001:Asha Rao', '+919802100002:Bo', '+919802100003:+919802100003'));
SELECT private.sheet_add(:two, pg_temp.sheet('+919802100001:ASHA RAO', '+919802100001:A. Rao', '+919802100004:Dev'));
SELECT * FROM pg_temp.entries();
SELECT count(*) FROM private.drift();

-- the same again changes nothing, and of others only the new ones count
SELECT private.sheet_add(:one, pg_temp.sheet('+919802100001:Asha Rao', '+919802100002:Bo', '+919802100003:+919802100003'));
SELECT private.sheet_add(:one, pg_temp.sheet('+919802100000:First', '+919802100002:bo', '+919802100002:Bob', '+919802100009:Last'));
INSERT INTO data.listing (source, phone, name) VALUES (:one, '+919802100005', 'By hand');
SELECT private.sheet_add(:one, pg_temp.sheet('+919802100005:BY HAND', '+919802100005:Other'));
SELECT l.phone, l.name FROM private.listed l WHERE l.source = :one ORDER BY l.phone, l.folded;
SELECT count(*) FROM private.drift();

-- numbers that are likely spam stand lower from the start
INSERT INTO data.number (phone, state) SELECT '+919802100007', numsight.spam_report_agg(now(), 2, 'scam', true, true, c, true, false) FROM generate_series(1, 40) c;
SELECT private.sheet_add(:two, pg_temp.sheet('+919802100006:Fine', '+919802100007:Caller', '+919802100008:Fine, too'));
SELECT e.name, e.standing FROM pg_temp.entries() e WHERE e.phone >= '+919802100006'::numsight.phone AND e.phone <= '+919802100008'::numsight.phone;
DELETE FROM data.number WHERE phone = '+919802100007';
UPDATE data.entry SET standing = private.standing(books, false) WHERE phone = '+919802100007';

-- somebody who is forgotten leaves all lists, and sheets that name others stay as they are
SELECT private.forget('+919802100001');
SELECT * FROM pg_temp.entries() e WHERE e.phone = '+919802100001';
SELECT l.source = :one AS one, l.name FROM private.listed l WHERE l.phone::text ~ '^[+]919802100' ORDER BY l.source, l.phone, l.folded;
SELECT private.load_suppressed(pg_temp.sheet('+919802100001:Asha Rao', '+919802100001:A', '+919802100002:Bo'));
SELECT count(*) FROM private.drift();

-- names that are folded in another way are put in order anew
UPDATE data.setting SET value = '0' WHERE name = 'fold_version';
SELECT private.refold();
SELECT count(*) FROM private.drift();

-- with a source its people go, but for those whom others name
DELETE FROM data.source WHERE id = :two;
SELECT * FROM pg_temp.entries();
DELETE FROM data.source WHERE id = :one;
SELECT * FROM pg_temp.entries();
SELECT count(*) FROM data.sheet;
SELECT count(*) FROM private.drift();

-- a load: people by sheets, each with how far it has come; who was forgotten stays away
SELECT import FROM private.load_begin('people.csv', repeat('ab', 32), NULL, 'people', 1000, 4, '{}', NULL) \gset
SELECT parts FROM data.import WHERE id = :import;
SELECT private.load_part(:import, 0);
SELECT private.load_sheet(:import, 3, 3, 400, pg_temp.sheet('+919802100001:Asha', '+919802100002:Bo', '+919802100003:Cy'));
SELECT private.load_sheet(:import, 8, 5, 900, pg_temp.sheet('+919802100004:Dev', '+919802100005:Eve'));
SELECT done, ok, merged, suppressed FROM data.import_part WHERE import = :import;
SELECT * FROM private.load_end(:import, 9, 1);
SELECT * FROM pg_temp.entries();
SELECT count(*) FROM private.drift();
SAVEPOINT s;
SELECT private.load_sheet(:import, 8, 5, 900, '\x01');
ROLLBACK TO s;

-- a place in a block list counts by its score, or as so many complaints; a loud list says little more
SELECT round(private.listed_weight(NULL, NULL)::numeric, 3) AS bare, round(private.listed_weight(1, NULL)::numeric, 3) AS worst,
       round(private.listed_weight(0.6, 9)::numeric, 3) AS scored, round(private.listed_weight(NULL, 1)::numeric, 3) AS once,
       private.listed_weight(NULL, 10) = private.listed_weight(NULL, 1000000) AS bounded;

-- its numbers are those of its source, each once, and of a number that has moved since less is left
SELECT import AS listed FROM private.load_begin('list.csv', repeat('cd', 32), NULL, 'spam', 100, 1, '{}', 'somebody') \gset
SELECT name FROM data.source WHERE id = (SELECT source FROM data.import WHERE id = :listed);
DROP TABLE pg_temp.load_row;
SELECT private.load_part(:listed, 0);
INSERT INTO data.statement (phone, kind, value, at) VALUES ('+919802100012', 'reassigned', 'yes', now() + interval '1 minute');
INSERT INTO load_row VALUES (1, '+919802100011', 'scam', 0.9, NULL), (2, '+919802100012', 'other', NULL, 12), (3, '+919802100011', 'debt', NULL, NULL);
SELECT * FROM private.load_merge(:listed, 0, 3, 100);
SELECT phone, at = now() AS now, category, round(weight::numeric, 3) AS weight FROM data.complaint WHERE phone::text ~ '^[+]91980210001' ORDER BY phone;
SELECT * FROM private.load_merge(:listed, 0, 3, 100);
SELECT count(*) FROM private.drift();
SELECT private.load_begin('list.csv', repeat('cd', 32), 1, 'spam', 100, 1, '{}', 'somebody');
ROLLBACK;
