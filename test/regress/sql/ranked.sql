-- Indexes on names, and names with a rank.

SET search_path = public, numsight;

-- A name with its rank is written as rank, colon, name; the name may hold colons.
SELECT '42:Raj Kumar'::ranked_name, '0:'::ranked_name, '281474976710655:a:b'::ranked_name, '007:Bond'::ranked_name;
SELECT ranked_name_text(n), ranked_name_rank(n) FROM (VALUES (name_ranked('राज', 7)), ('8: x ')) v(n);
SELECT ranked_name_send('258:Raj');
SELECT 'Raj'::ranked_name;
SELECT ':Raj'::ranked_name;
SELECT '-1:Raj'::ranked_name;
SELECT '281474976710656:Raj'::ranked_name;
SELECT '99999999999999999999999999:Raj'::ranked_name;
SELECT name_ranked('Raj', -1);
SELECT name_ranked('Raj', 281474976710656);

-- Nearer is the lower tier, then the better rank; what does not match is 1.
SELECT n, n @~ 'raj kumar' AS matches, n <~> 'raj kumar' AS distance
  FROM unnest('{1:Raj Kumar, 281474976710655:Raj Kumari, 5:Kumar Raj, 5:Raj Anil Kumar, 6:Kumar Raj, 9:Mary}'::ranked_name[]) n
 ORDER BY distance;
-- The whole rank counts, to the last bit.
SELECT count(DISTINCT name_ranked('Kumar Raj', 281474976710655 - i) <~> 'raj kumar') FROM generate_series(0, 9) i;

-- Twenty thousand people, the same in every run, with many of the troubles
-- names can have: repeated words, initials, digits, other scripts, no letters
-- at all, more words and longer ones than an index keeps.
CREATE FUNCTION pick(salt text, i int, list text[]) RETURNS text LANGUAGE sql IMMUTABLE AS
$$SELECT list[1 + (hashtextextended(salt || i, 0) & 1048575) % cardinality(list)]$$;
CREATE TABLE person AS
SELECT i AS id,
       CASE WHEN i % 1000 = 0 THEN repeat(pick('long', i, '{an ,singh ,kumar an }'), 30)
            WHEN i % 1000 = 1 THEN repeat('Sri ', i / 1000) || repeat('venkat', 12) || ' an'
            WHEN i % 1000 = 2 THEN pick('odd', i, '{!!!,"",--,O''Brien-Smith,राज कुमार,Юрий,R2 D2,3 14}')
            ELSE concat_ws(' ',
                 pick('given', i, '{Anil,Anand,Anna,Banana,Raj,Rajesh,Ravi,Suman,Sunita,Sina,Singh,Maria,José,John,Jo,A,S,Umar,Kumar,Venkatanarasimha,राज}'),
                 pick('middle', i, '{"","","",Kumar,K,Anil,de la,Singh,An}'),
                 pick('family', i, '{Singh,Kumar,Khan,Sharma,Silva,Smith,Anand,Sinha,Raj,Banana,García,O''Neil,S}'),
                 CASE WHEN i % 5 = 0 THEN pick('last', i, '{Jr,II,Singh,Kumari,Sing,An,A}') END)
       END AS name,
       (hashtextextended('rank', i) & 31) << 40 | (1099511627775 - i) AS rank
  FROM generate_series(1, 20000) i;
INSERT INTO person VALUES (20001, NULL, 5), (20002, repeat('Singh an ', 8000), 6);
CREATE INDEX person_text ON person USING ranked (name);
CREATE INDEX person_ranked ON person USING ranked (name_ranked(name, rank));
ANALYZE person;
SELECT rows, entries > rows AS entries, leaves > 1 AS leaves, levels > 1 AS levels FROM ranked_check('person_text');
SELECT rows, entries > rows AS entries, leaves > 1 AS leaves, levels > 1 AS levels FROM ranked_check('person_ranked');

-- Who orders by distance gets an index scan by itself, prepared plans too.
EXPLAIN (COSTS OFF) SELECT name FROM person WHERE name @~ 'an si' ORDER BY name <~> 'an si' LIMIT 10;
EXPLAIN (COSTS OFF) SELECT name FROM person WHERE name @> 'an si' ORDER BY name <~> 'an si' LIMIT 10;
EXPLAIN (COSTS OFF) SELECT name FROM person
 WHERE name_ranked(name, rank) @~ 'an si' ORDER BY name_ranked(name, rank) <~> 'an si' LIMIT 10;
PREPARE search (text) AS SELECT name FROM person
 WHERE name_ranked(name, rank) @~ $1 ORDER BY name_ranked(name, rank) <~> $1 LIMIT 3;
SET plan_cache_mode = force_generic_plan;
EXPLAIN (COSTS OFF) EXECUTE search ('an si');
EXECUTE search ('an si');
EXECUTE search ('maria de la silva');
EXECUTE search ('');
EXECUTE search (' -- ');
EXECUTE search (NULL);
RESET plan_cache_mode;
DEALLOCATE search;

-- Ten thousand words are the first eight, and no more work than these.
SELECT (name @> repeat('an ', 10000)) = (name @> repeat('an ', 8)) AS same, count(*) FROM person WHERE id % 50 = 1 GROUP BY 1;
SELECT count(*) FROM (SELECT name FROM person WHERE name @> repeat('an ', 10000) ORDER BY name <~> repeat('an ', 10000) LIMIT 10) x;

-- What the queries are like: one letter to whole names, words in order,
-- reversed, with others between, their beginnings, letters inside a word and
-- across its end, more than a key holds, nothing there.
CREATE TABLE question (query text);
INSERT INTO question VALUES
    ('a'), ('s'), ('an'), ('raj'), ('kumar'), ('banana'), ('ana'), ('nan'), ('umar'), ('2'), ('venkatan'),
    ('an si'), ('a s'), ('s a'), ('a a'), ('s s s'), ('an an an'), ('kumar raj'), ('raj kumar'), ('singh anil'),
    ('anil singh'), ('a k s'), ('singh anil kumar'), ('de la cruz'), ('la jo si'), ('ar sin'), ('r s'), ('l k'),
    ('umar singh ku'), ('nil kumar singh'), ('nd kumar ra'), ('jose garcia'), ('oneil'), ('राज'), ('юрий'), ('4'),
    ('maria de la silva jr'), ('venkatvenkatvenkatvenkatvenkatvenkatvenkatvenkatvenkatvenkatvenkat'),
    ('enkatvenkatvenkatvenkatvenkatvenkatvenkatvenkatvenkatvenkatvenkatvenkat an'),
    ('an singh an singh an singh an singh an singh an singh an singh'), ('an an an an an an an an an'),
    ('xq'), ('raj xq'), ('xq raj'), ('singh singh singh singh'), ('a b c d e f g h');

-- Distances of all names that contain a query in the order in which they come,
-- once from an index, similar names left out here or there, and once by
-- comparing everybody.
CREATE FUNCTION distances(subject text, operator text, query text, indexed boolean) RETURNS float8[] LANGUAGE plpgsql
SET enable_bitmapscan = off AS $$
DECLARE
    answer float8[];
BEGIN
    PERFORM set_config('enable_indexscan', indexed::text, true),
            set_config('enable_seqscan', (NOT indexed)::text, true),
            set_config('enable_sort', (NOT indexed)::text, true);
    EXECUTE format('SELECT array_agg(d) FROM (SELECT %1$s <~> $1 AS d FROM person WHERE %2$s ORDER BY 1) x', subject,
                   CASE WHEN operator = '@>' AND indexed THEN format('%s @> $1', subject)
                        WHEN indexed THEN format('%s @~ $1 AND name_tier(name, $1) < 5', subject)
                        ELSE 'name_tier(name, $1) < 5' END)
       INTO answer USING query;
    RETURN answer;
END $$;
-- Every query that an index answers otherwise.
CREATE FUNCTION differences() RETURNS TABLE (subject text, operator text, query text, given int, wanted int) LANGUAGE sql AS $$
    SELECT subject, operator, query, cardinality(given), cardinality(wanted)
      FROM unnest('{name,"name_ranked(name, rank)"}'::text[]) subject, question,
           LATERAL (SELECT distances(subject, '', query, false)) x (wanted), unnest('{@>,@~}'::text[]) operator,
           distances(subject, operator, query, true) given
     WHERE given IS DISTINCT FROM wanted
$$;
SELECT * FROM differences();
SELECT count(*) FROM question WHERE distances('name', '@>', query, true) IS NOT NULL;

-- What contains a query is what matches it and is more than similar.
SELECT count(*) FROM person, question WHERE id < 3000 AND name @> query IS DISTINCT FROM coalesce(name_tier(name, query) < 5, name <> name);
SELECT count(*) FROM person, question
 WHERE id < 3000 AND name_ranked(name, rank) @> query IS DISTINCT FROM coalesce(name_tier(name, query) < 5, name <> name);

-- In no order an index gives all that matches, be it only similar: whatever
-- the plan, the answer is the same. The planner prefers the table then.
EXPLAIN (COSTS OFF) SELECT count(*) FROM person WHERE name @~ 'anand sing';
EXPLAIN (COSTS OFF) SELECT count(*) FROM person WHERE name @> 'anand sing';
SELECT count(*), sum(id) FROM person WHERE name @~ 'anand sing';
SET enable_seqscan = off;
SELECT count(*), sum(id) FROM person WHERE name @~ 'anand sing';
SET enable_bitmapscan = off;
SELECT count(*), sum(id) FROM person WHERE name @~ 'anand sing';
SELECT count(*), sum(id) FROM person WHERE name_ranked(name, rank) @~ 'anand sing';
RESET enable_seqscan;
RESET enable_bitmapscan;

-- So after a fifth of the people have changed or gone, before VACUUM and after.
UPDATE person SET name = reverse(name) WHERE id % 11 = 3;
UPDATE person SET rank = rank % 1099511627776 WHERE id % 13 = 5;
DELETE FROM person WHERE id % 7 = 4;
SELECT * FROM differences();
VACUUM person;
SELECT rows FROM ranked_check('person_text');
SELECT rows FROM ranked_check('person_ranked');
SELECT * FROM differences();

-- Rows come as they are asked for, without a limit and far behind the first.
SET enable_seqscan = off;
SELECT count(*) FROM person WHERE name @~ 'singh kumar' AND name_tier(name, 'singh kumar') < 5;
SELECT name FROM person WHERE name_ranked(name, rank) @~ 'an' ORDER BY name_ranked(name, rank) <~> 'an' OFFSET 500 LIMIT 2;

-- Another query may decide the order, a second match what comes at all.
SELECT name FROM person WHERE name @~ 'banana' AND name @~ 'raj' ORDER BY name <~> 'raj banana', id LIMIT 3;

-- Without a match there is nothing to scan.
EXPLAIN (COSTS OFF) SELECT name FROM person ORDER BY name <~> 'raj' LIMIT 1;

-- A scan that starts again for each row of another table.
SELECT query, x.name FROM question,
       LATERAL (SELECT name FROM person WHERE name_ranked(name, rank) @~ query
                 ORDER BY name_ranked(name, rank) <~> query LIMIT 1) x
 WHERE query IN ('banana', 'umar', 'xq raj', 'oneil') ORDER BY query;
RESET enable_seqscan;

-- Tables that are not logged, or temporary, empty ones, and columns of the type itself.
CREATE UNLOGGED TABLE visitor (name ranked_name);
CREATE INDEX visitor_name ON visitor USING ranked (name);
SELECT * FROM ranked_check('visitor_name');
INSERT INTO visitor SELECT name_ranked(name, rank) FROM person WHERE name IS NOT NULL ORDER BY id;
SELECT rows FROM ranked_check('visitor_name');
SET enable_seqscan = off;
SELECT ranked_name_text(name) FROM visitor WHERE name @~ 'an si' ORDER BY name <~> 'an si' LIMIT 3;
REINDEX INDEX CONCURRENTLY visitor_name;
SELECT ranked_name_text(name) FROM visitor WHERE name @~ 'an si' ORDER BY name <~> 'an si' LIMIT 3;
RESET enable_seqscan;

-- A comparison of the names that an index found must not find one nearer than
-- the index promised, whatever is in front of it: here words that are forms of
-- another's, which are cheaper than what they sound like.
CREATE TABLE relative (name text);
INSERT INTO relative SELECT concat_ws(' ', given, family)
  FROM unnest('{Kalya,Kalia,Kaliya,Kalyan,Kalyani,Kaly,Kalaya,Kally,Callie}'::text[]) given,
       unnest('{Aunty,Aunti,Auntie,Aunt,Ante,Anty,Anita,Antony,Anthony,Tony}'::text[]) family;
CREATE INDEX ON relative USING ranked (name);
SET enable_seqscan = off;
SELECT name, name_tier(name, 'kalya aunty') FROM relative WHERE name @~ 'kalya aunty' ORDER BY name <~> 'kalya aunty', name LIMIT 5;
SELECT query, count(*) FROM unnest('{kalya aunty,kalya,aunty kalya,kaly antony}'::text[]) query,
       LATERAL (SELECT name FROM relative WHERE name @~ query ORDER BY name <~> query) x GROUP BY 1 ORDER BY 1;
RESET enable_seqscan;
DROP TABLE relative;

-- Rows that are gone, or not there yet, take no similar one's place: of those
-- so many come and no more.
CREATE TABLE guest (name text);
CREATE INDEX ON guest USING ranked (name);
INSERT INTO guest SELECT 'Kalyanasundaram' FROM generate_series(1, 200);
DELETE FROM guest;
INSERT INTO guest VALUES ('Kalyanasundaram of the Hill');
SET enable_seqscan = off;
SELECT name FROM guest WHERE name @~ 'kalyanasundarem' ORDER BY name <~> 'kalyanasundarem';
RESET enable_seqscan;
DROP TABLE guest;
-- Rows of a transaction that are entered at its end: the transaction itself finds them, what is rolled
-- back leaves nothing, and an index that is built, emptied or dropped meanwhile takes no harm.
SET numsight.ranked_delay = on;
CREATE TABLE late (id int, name text);
CREATE INDEX late_name ON late USING ranked (name);
SET enable_seqscan = off;
BEGIN;
INSERT INTO late SELECT id, name FROM person WHERE id <= 6000;
SELECT count(*) FROM late WHERE name @~ 'xq raj';
INSERT INTO late SELECT id, name FROM person WHERE id BETWEEN 6001 AND 12000;
SAVEPOINT half;
INSERT INTO late SELECT id, 'Xq Vanished ' || id FROM person WHERE id <= 3000;
SELECT count(*) FROM late WHERE name @~ 'vanished';
INSERT INTO late SELECT id, 'Xq Vanished ' || id FROM person WHERE id <= 3000;
ROLLBACK TO half;
SELECT count(*) FROM late WHERE name @~ 'vanished';
DELETE FROM late WHERE id % 3 = 0;
COMMIT;
SELECT rows FROM ranked_check('late_name');
VACUUM late;
SELECT count(*), min(name), max(name) FROM late WHERE name @~ 'kumar s' AND name_tier(name, 'kumar s') < 4;
SELECT count(*), min(name), max(name) FROM person WHERE id <= 12000 AND id % 3 <> 0 AND name_tier(name, 'kumar s') < 4;
INSERT INTO late SELECT id, name FROM person WHERE id > 12000;
SELECT rows FROM ranked_check('late_name');
BEGIN;
INSERT INTO late VALUES (0, 'Xq Gone');
ROLLBACK;
SELECT count(*) FROM late WHERE name @~ 'xq gone' AND name = 'Xq Gone';
BEGIN;
INSERT INTO late VALUES (0, 'Xq Before');
TRUNCATE late;
INSERT INTO late VALUES (1, 'Xq After');
COMMIT;
SELECT name FROM late WHERE name @~ 'xq';
BEGIN;
INSERT INTO late VALUES (2, 'Xq Rebuilt');
REINDEX INDEX late_name;
COMMIT;
SELECT name FROM late WHERE name @~ 'xq' ORDER BY name;
SET maintenance_work_mem = '1MB';
INSERT INTO late SELECT id, name FROM person;
SELECT rows FROM ranked_check('late_name');
BEGIN;
INSERT INTO late VALUES (3, 'Xq Dropped');
DROP TABLE late;
COMMIT;
RESET maintenance_work_mem;
RESET enable_seqscan;
RESET numsight.ranked_delay;

-- What cannot be indexed or checked.
CREATE INDEX ON person USING ranked (id);
CREATE INDEX ON person USING ranked (name, rank);
CREATE UNIQUE INDEX ON person USING ranked (name);
CREATE INDEX ON person USING ranked (name) WITH (fillfactor = 70);
CREATE INDEX person_id ON person (id);
SELECT ranked_check('person_id');
SELECT ranked_check('person');
SELECT ranked_check(0);
DROP TABLE person, visitor, question;
DROP FUNCTION pick, distances, differences;
