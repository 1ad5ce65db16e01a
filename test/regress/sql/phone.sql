-- The phone type: its forms, its order, its indexes, and what is known of a
-- number. Layout and parser have unit tests of their own.
SET search_path = numsight, public;
\set SHOW_CONTEXT never
CREATE SCHEMA numsight_test;

-- Every class has a text form, a binary form and an integer of the same order.
SELECT text, phone_send(text::phone) AS binary,
       phone_to_bigint(text::phone) AS number,
       phone_from_bigint(phone_to_bigint(text::phone)) AS back
  FROM unnest(ARRAY[
        '+919876543210', '+14155552671', '+14155552671;ext=9',
        '+14155552671;ext=9999', '+919876543210;ext=123', '+390612345678',
        '+911401234567', '+49301234567890123', '+810037123456789012',
        '+8100371234567890123', 'IN:112', 'IN:1909', 'US:911', 'VM-HDFCBK',
        'vm-hdfcbk-s', 'anonymous', 'restricted', 'unknown']) AS text;

-- Text input is literal: it never interprets, and refuses what it does not know.
SELECT '919876543210'::phone;
SELECT '+91 98765 43210'::phone;
SELECT phone '';
SELECT phone '+0123456789';
SELECT phone '+14155552671;ext=99999';
SELECT phone '112';
SELECT phone 'TWELVELETTER';
-- ... and shows only the beginning of what it refuses, cut between characters.
SELECT (repeat('é', 500000))::phone;
CREATE FUNCTION pg_temp.accepts(text text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM text::numsight.phone;
    RETURN true;
EXCEPTION WHEN invalid_text_representation THEN
    RETURN false;
END $$;
SELECT text FROM unnest(ARRAY['+', '+12', '+99999999999999999', 'IN:', '1N:112',
        'IN:1234567890123', ' A', 'A ', '...', 'é', '+919876543210 ', '+1 ',
        '+14155552671;ext=', '+14155552671;ext=9x', 'IN:112;ext=1']) AS text
 WHERE pg_temp.accepts(text);

-- Casts: to text where a text is assigned, from text on request.
CREATE TEMP TABLE written (line text);
INSERT INTO written VALUES (phone '+919876543210');
SELECT line, line::phone, phone 'IN:112' || ' is the police' AS joined FROM written;
SELECT line = phone '+919876543210' FROM written;

-- Binary input takes what send wrote and nothing else.
CREATE TABLE numsight_test.received (number phone);
CREATE FUNCTION pg_temp.receive(bits text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    /* signature, flags, no header extension, a row of one column, the end */
    file CONSTANT bytea := decode('5047434f50590aff0d0a00' || '0000000000000000'
        || '0001' || lpad(to_hex(length(bits) / 2), 8, '0') || bits || 'ffff', 'hex');
    program text := '';
BEGIN
    FOR i IN 0 .. length(file) - 1 LOOP
        program := program || '\' || (get_byte(file, i) >> 6)
            || (get_byte(file, i) >> 3 & 7) || (get_byte(file, i) & 7);
    END LOOP;
    EXECUTE format('COPY numsight_test.received FROM PROGRAM %L (FORMAT binary)',
                   'printf ''' || program || '''');
    RETURN 'taken';
EXCEPTION WHEN OTHERS THEN
    RETURN SQLSTATE || ': ' || SQLERRM;
END $$;
SELECT bits, pg_temp.receive(bits)
  FROM unnest(ARRAY[
        'b3ba987654320000', '363777748931bbbb', 'cf48db4d7240a4cb',
        'd374334000000000', 'e530200254fbbc00', 'f000000000000002',
        '0000000000000000', '2ba9876543200000', '34c0000000000000',
        '3450000000000001', '3451000000000000', '3451210000000000',
        'c000000000000000', 'cfffffffffffffff', 'd375334000000000',
        'dffc334000000000', 'd374031000000000', 'e000000000000000',
        'e530200254fbbc01', 'efffffffffffffff', 'f000000000000003',
        'ffffffffffffffff', 'b3ba9876543200', 'b3ba98765432000000']) AS bits;
SELECT * FROM numsight_test.received ORDER BY number;
SELECT phone_from_bigint(0);
SELECT phone_from_bigint(NULL), phone_to_bigint(NULL);

-- The order is that of the digits: on random numbers, that of their text.
CREATE TABLE numsight_test.number AS
SELECT id, ('+' || (1 + id % 9) || left(md5_digits, length))::phone AS number
  FROM (SELECT id, 2 + id % 14 AS length,
               translate(md5(id::text), 'abcdef', '123456') AS md5_digits
          FROM generate_series(1, 20000) AS id) AS random;
ANALYZE numsight_test.number;
SELECT count(*), count(DISTINCT number) > 17000 AS distinct,
       bool_and(rank_of_value = rank_of_text) AS agree
  FROM (SELECT number, rank() OVER (ORDER BY number) AS rank_of_value,
               rank() OVER (ORDER BY number::text COLLATE "C") AS rank_of_text
          FROM numsight_test.number) AS ranked;
SELECT string_agg(number::text, ' < ' ORDER BY number) AS ascending
  FROM unnest(ARRAY['unknown', 'anonymous', 'VM-HDFCBK', 'US:911', 'IN:1909',
        'IN:112', '+8100371234567890123', '+49301234567890123', '+999', '+91987',
        '+919876543210', '+9199', '+14155552671;ext=10', '+14155552671;ext=9',
        '+14155552671', '+141555526710']::phone[]) AS number;
SELECT a, b, a = b AS eq, a <> b AS ne, a < b AS lt, a <= b AS le,
       a > b AS gt, a >= b AS ge, phone_cmp(a, b) AS cmp
  FROM (VALUES (phone '+919876543210', phone '+919876543210'),
               ('+14155552671', '+919876543210'),
               ('anonymous', '+919876543210')) AS pair (a, b);
SELECT min(number), max(number), count(number) FROM numsight_test.number;
SELECT min(number), max(number) FROM numsight_test.number WHERE false;

-- Equal values have equal hashes, and the extended one begins with the plain one.
SELECT bool_and(phone_hash_extended(number, 0)::bit(32) = phone_hash(number)::bit(32)) AS low_half,
       bool_and(phone_hash_extended(number, 1) <> phone_hash_extended(number, 0)) AS seeded,
       count(DISTINCT phone_hash(number)) = count(DISTINCT number) AS no_collision
  FROM numsight_test.number;
-- Numbers that follow each other are spread evenly over 16 buckets.
SELECT max(share) < 1100 AND min(share) > 900 AS even
  FROM (SELECT count(*) AS share
          FROM generate_series(1, 16000) AS n
         GROUP BY phone_hash(('+919876' || lpad(n::text, 6, '0'))::phone) & 15) AS bucket;

-- Indexes: every class answers as a sequential scan does.
CREATE TABLE numsight_test.book (id integer, number phone);
INSERT INTO numsight_test.book
SELECT id, number FROM numsight_test.number ORDER BY number;
INSERT INTO numsight_test.book (id, number)
SELECT id, ('+49' || 10000000000000 + id * 7919)::phone FROM generate_series(1, 500) AS id
UNION ALL
SELECT id, ('+49' || 100000000000000 + id * 7919)::phone FROM generate_series(1, 500) AS id
UNION ALL
SELECT id, ('+62008' || 10000000000000 + id)::phone FROM generate_series(1, 100) AS id
UNION ALL
SELECT id, ('IN:1' || id)::phone FROM generate_series(1, 100) AS id
UNION ALL
SELECT id, ('VM-' || id || 'X')::phone FROM generate_series(1, 100) AS id
UNION ALL
SELECT 0, 'anonymous';
INSERT INTO numsight_test.book VALUES (-1, NULL);
CREATE INDEX book_btree ON numsight_test.book (number);
VACUUM ANALYZE numsight_test.book;
SET enable_seqscan = off;
SET max_parallel_workers_per_gather = 0;

-- A prefix is a range of the btree index.
EXPLAIN (COSTS OFF) SELECT * FROM numsight_test.book WHERE number ^@ '+91140';
EXPLAIN (COSTS OFF) SELECT * FROM numsight_test.book WHERE number ^@ '91';
EXPLAIN (COSTS OFF) SELECT * FROM numsight_test.book WHERE number ^@ 'IN:1';
EXPLAIN (COSTS OFF) SELECT * FROM numsight_test.book WHERE phone_starts_with(number, '+91140');
-- The range keeps the order, so that the first rows need no sort.
EXPLAIN (COSTS OFF) SELECT number FROM numsight_test.book WHERE number ^@ '+9' ORDER BY number LIMIT 10;
-- Codes with longer numbers take several ranges.
EXPLAIN (COSTS OFF) SELECT * FROM numsight_test.book WHERE number ^@ '+4910';
EXPLAIN (COSTS OFF) SELECT * FROM numsight_test.book WHERE number ^@ 'VM';
-- Nothing begins so: an empty range.
EXPLAIN (COSTS OFF) SELECT * FROM numsight_test.book WHERE number ^@ '+0';
-- A generic plan keeps the index, with a range known at run time.
SET plan_cache_mode = force_generic_plan;
PREPARE with_prefix (text) AS
SELECT count(*), min(number), max(number) FROM numsight_test.book WHERE number ^@ $1;
EXPLAIN (COSTS OFF) EXECUTE with_prefix('+91');
EXECUTE with_prefix('+91');
EXECUTE with_prefix('+49');
EXECUTE with_prefix('IN:1');
EXECUTE with_prefix('vm-1');
EXECUTE with_prefix(NULL);
EXECUTE with_prefix('98 76');
RESET plan_cache_mode;
-- So does a join with a table of prefixes.
CREATE TABLE numsight_test.tariff (prefix text);
INSERT INTO numsight_test.tariff VALUES ('+91'), ('4910'), ('+62'), ('VM');
EXPLAIN (COSTS OFF)
SELECT prefix, count(*) FROM numsight_test.tariff JOIN numsight_test.book ON number ^@ prefix GROUP BY prefix;
SELECT prefix, count(*) FROM numsight_test.tariff JOIN numsight_test.book ON number ^@ prefix
 GROUP BY prefix ORDER BY prefix COLLATE "C";
-- An index on an expression serves prefixes too.
CREATE INDEX book_text ON numsight_test.book ((phone_from_bigint(phone_to_bigint(number))));
EXPLAIN (COSTS OFF)
SELECT * FROM numsight_test.book WHERE phone_from_bigint(phone_to_bigint(number)) ^@ '+49';
SELECT count(*) FROM numsight_test.book WHERE phone_from_bigint(phone_to_bigint(number)) ^@ '+49';
DROP INDEX numsight_test.book_text;

-- With and without an index, a prefix is the beginning of the text.
CREATE TABLE numsight_test.prefix AS
SELECT prefix, (SELECT count(*) FROM numsight_test.book WHERE starts_with(number::text, prefix)) AS rows
  FROM (SELECT DISTINCT left(number::text, n) AS prefix
          FROM (SELECT number, row_number() OVER (ORDER BY number) AS position
                  FROM numsight_test.book WHERE number <> 'anonymous') AS sample,
               generate_series(0, 20, 2) AS n
         WHERE position % 800 = 0 OR position > 20050 AND position % 50 = 0) AS beginning;
CREATE FUNCTION pg_temp.disagreements() RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
    prefix text;
    expected bigint;
    constant bigint;
    parameter bigint;
BEGIN
    FOR prefix, expected IN SELECT p.prefix, p.rows FROM numsight_test.prefix p LOOP
        EXECUTE format('SELECT count(*) FROM numsight_test.book WHERE number ^@ %L', prefix) INTO constant;
        SELECT count(*) INTO parameter FROM numsight_test.book WHERE number ^@ prefix;
        IF constant <> expected OR parameter <> expected THEN
            RETURN NEXT format('%s: %s rows, but %s and %s', prefix, expected, constant, parameter);
        END IF;
    END LOOP;
END $$;
SELECT count(*) > 100 AS enough, min(rows) FROM numsight_test.prefix;
SELECT * FROM pg_temp.disagreements();
SET enable_bitmapscan = off;
SELECT * FROM pg_temp.disagreements();
SET enable_indexscan = off;
SET enable_indexonlyscan = off;
SET enable_seqscan = on;
SELECT * FROM pg_temp.disagreements();
RESET enable_indexscan;
RESET enable_indexonlyscan;
RESET enable_bitmapscan;
SET enable_seqscan = off;
-- What begins no phone is an error, not an empty result.
SELECT phone '+919876543210' ^@ '+91 98';
SELECT phone '+919876543210' ^@ NULL, NULL::phone ^@ '+91';

SELECT phone '+919876543210' ^@ repeat('9', 1000000), phone '+919876543210' ^@ '';
SELECT phone '+919876543210' ^@ repeat('x', 1000000);
-- A prefix that changes from call to call is read anew.
DO $$
DECLARE
    prefix text;
BEGIN
    FOREACH prefix IN ARRAY ARRAY['+91', '+92', '91', '919876543210', '', 'IN', '+9198765432100'] LOOP
        IF numsight.phone '+919876543210' OPERATOR(numsight.^@) prefix THEN
            RAISE NOTICE 'begins with "%"', prefix;
        END IF;
    END LOOP;
END $$;

-- The estimate comes from the histogram, and is wrong by no more than a quarter.
CREATE FUNCTION pg_temp.estimate(condition text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    plan json;
BEGIN
    EXECUTE 'EXPLAIN (FORMAT json) SELECT FROM numsight_test.book WHERE ' || condition INTO plan;
    RETURN plan -> 0 -> 'Plan' ->> 'Plan Rows';
END $$;
CREATE FUNCTION pg_temp.actual(condition text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    rows bigint;
BEGIN
    EXECUTE 'SELECT count(*) FROM numsight_test.book WHERE ' || condition INTO rows;
    RETURN rows;
END $$;
SELECT condition
  FROM unnest(ARRAY['number ^@ ''''', 'number ^@ ''+1''', 'number ^@ ''+3''',
        'phone_starts_with(number, ''+3'')', 'number ^@ ''+91''',
        'number ^@ ''+49''', 'number ^@ ''+491''', 'number ^@ ''+0''',
        'number ^@ ''IN:''', 'number ^@ NULL']) AS condition
 WHERE abs(pg_temp.estimate(condition) - pg_temp.actual(condition)) >
       greatest(pg_temp.actual(condition) / 4, 250);

-- Equality, ranges and order use the btree; duplicates share their entries.
EXPLAIN (COSTS OFF) SELECT * FROM numsight_test.book WHERE number = '+919876543210';
EXPLAIN (COSTS OFF) SELECT * FROM numsight_test.book WHERE number BETWEEN '+910' AND '+92999';
EXPLAIN (COSTS OFF) SELECT min(number) FROM numsight_test.book;
CREATE EXTENSION IF NOT EXISTS amcheck SCHEMA public;
SELECT public.bt_index_check('numsight_test.book_btree', true);
CREATE TABLE numsight_test.twin AS
SELECT phone '+919876543210' AS number FROM generate_series(1, 10000);
CREATE INDEX twin_btree ON numsight_test.twin (number);
SELECT pg_relation_size('numsight_test.twin_btree') < 100000 AS shared;

-- A hash index answers equality.
DROP INDEX numsight_test.book_btree;
CREATE INDEX book_hash ON numsight_test.book USING hash (number);
EXPLAIN (COSTS OFF) SELECT * FROM numsight_test.book WHERE number = 'anonymous';
SELECT id FROM numsight_test.book WHERE number = 'anonymous';
DROP INDEX numsight_test.book_hash;

-- BRIN: smallest and highest of each range of blocks, also for prefixes.
CREATE INDEX book_brin ON numsight_test.book USING brin (number) WITH (pages_per_range = 4);
EXPLAIN (COSTS OFF) SELECT * FROM numsight_test.book WHERE number ^@ '+91140';
EXPLAIN (COSTS OFF) SELECT * FROM numsight_test.book WHERE number ^@ '+49';
SELECT * FROM pg_temp.disagreements();
DROP INDEX numsight_test.book_brin;
CREATE INDEX book_brin ON numsight_test.book USING brin (number phone_minmax_multi_ops) WITH (pages_per_range = 4);
EXPLAIN (COSTS OFF) SELECT * FROM numsight_test.book WHERE number ^@ '+91140';
SELECT * FROM pg_temp.disagreements();
DROP INDEX numsight_test.book_brin;
CREATE INDEX book_brin ON numsight_test.book USING brin (number phone_bloom_ops) WITH (pages_per_range = 4);
EXPLAIN (COSTS OFF) SELECT * FROM numsight_test.book WHERE number = 'anonymous';
SELECT id FROM numsight_test.book WHERE number = 'anonymous';
DROP INDEX numsight_test.book_brin;
RESET enable_seqscan;

-- Joins hash, merge and aggregate.
SET enable_nestloop = off;
SET enable_mergejoin = off;
EXPLAIN (COSTS OFF) SELECT count(*) FROM numsight_test.number a JOIN numsight_test.book b USING (number);
SELECT count(*) FROM (SELECT DISTINCT number FROM numsight_test.number) a
  JOIN (SELECT DISTINCT number FROM numsight_test.book) b USING (number);
SET enable_mergejoin = on;
SET enable_hashjoin = off;
EXPLAIN (COSTS OFF) SELECT count(*) FROM numsight_test.number a JOIN numsight_test.book b USING (number);
SELECT count(*) FROM (SELECT DISTINCT number FROM numsight_test.number) a
  JOIN (SELECT DISTINCT number FROM numsight_test.book) b USING (number);
RESET enable_nestloop;
RESET enable_hashjoin;
RESET enable_mergejoin;

-- Partitions by hash and by range.
CREATE TABLE numsight_test.by_hash (number phone PRIMARY KEY) PARTITION BY HASH (number);
CREATE TABLE numsight_test.hash_0 PARTITION OF numsight_test.by_hash FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE numsight_test.hash_1 PARTITION OF numsight_test.by_hash FOR VALUES WITH (MODULUS 2, REMAINDER 1);
INSERT INTO numsight_test.by_hash SELECT DISTINCT number FROM numsight_test.number;
ANALYZE numsight_test.by_hash;
SELECT abs((SELECT count(*) FROM numsight_test.hash_0) -
           (SELECT count(*) FROM numsight_test.hash_1)) < 1000 AS even;
EXPLAIN (COSTS OFF) SELECT FROM numsight_test.by_hash WHERE number = 'anonymous';
CREATE TABLE numsight_test.by_range (number phone) PARTITION BY RANGE (number);
CREATE TABLE numsight_test.range_low PARTITION OF numsight_test.by_range FOR VALUES FROM (MINVALUE) TO ('+5000');
CREATE TABLE numsight_test.range_high PARTITION OF numsight_test.by_range FOR VALUES FROM ('+5000') TO (MAXVALUE);
INSERT INTO numsight_test.by_range SELECT number FROM numsight_test.number;
EXPLAIN (COSTS OFF) SELECT FROM numsight_test.by_range WHERE number < '+440';
INSERT INTO numsight_test.by_hash VALUES ('IN:112'), ('IN:112');

-- Reading: in any form, with the region that a national form is dialled in.
SELECT input, region, phone_parse(input, region)
  FROM (VALUES ('+91 98765 43210', 'ZZ'), ('098765 43210', 'IN'),
               ('(415) 555-2671 ext. 9', 'US'), ('tel:+61-479161426;isub=12345', 'ZZ'),
               ('९८७६५ ४३२१०', 'IN'), ('+39 06 1234 5678', 'ZZ'),
               ('0049 30 123456', 'IN'), ('1-800-FLOWERS', 'US')) AS written (input, region);
SELECT phone_parse('+91 98765 43210');
SELECT phone_parse('hello', 'IN');
SELECT phone_parse('098765 43210');
SELECT phone_parse('098765 43210', 'in');
SELECT phone_parse('00 1', 'DE');
SELECT phone_parse('+91 1');
SELECT phone_parse('+91 123456789012345678', 'IN');
SELECT phone_parse('+1 12345678901234567', 'US');
SELECT phone_parse('');
SELECT phone_parse(repeat('/ ', 500000));
SELECT phone_try('hello', 'IN'), phone_try('098765 43210'), phone_try('098765 43210', 'IN'),
       phone_try('+1 12345678901234567'), phone_try(''), phone_try(NULL), phone_try('1', NULL),
       phone_try(repeat(', ', 500000), 'IN');

-- All that is known of an input, in one row and never an error.
\x on
SELECT * FROM phone_info('(415) 555-2671 ext. 9', 'US');
SELECT * FROM phone_info('098765 43210', region => 'IN');
SELECT * FROM phone_info('+999 1234567');
SELECT * FROM phone_info('+1 12345678901234567');
SELECT * FROM phone_info('hello');
SELECT * FROM phone_info(NULL);
SELECT error, e164 FROM phone_info(repeat('1', 1000000), 'IN');
-- A longer text than 16 MB is not even read.
SELECT error, e164 FROM phone_info('+919876543210' || repeat(' ', 16 * 1024 * 1024), 'IN');
\x off

-- Facts of stored values; of what is no number there are few.
SELECT number, phone_valid(number) AS valid, phone_possible(number) AS possible,
       phone_region(number) AS region, phone_type(number) AS type,
       phone_country_code(number) AS code, phone_national_number(number) AS national
  FROM unnest(ARRAY['+919876543210', '+14155552671', '+14155552671;ext=9',
        '+390612345678', '+911401234567', '+80012345678', '+91112', '+99912345',
        '+8100371234567890123', 'IN:112', 'IN:119', 'IN:1', 'XX:112', 'VM-HDFCBK',
        'anonymous', NULL]::phone[]) AS number;
SELECT number, phone_format(number, 'e164') AS e164,
       phone_format(number, 'international') AS international,
       phone_format(number, 'national') AS national,
       phone_format(number, 'rfc3966') AS rfc3966
  FROM unnest(ARRAY['+919876543210', '+14155552671', '+14155552671;ext=9',
        '+390612345678', '+911401234567', '+99912345', 'IN:112', 'VM-HDFCBK',
        'anonymous', NULL]::phone[]) AS number;
SELECT phone_format('+919876543210', 'E.164');
SELECT phone_format('+919876543210', NULL);
SELECT numsight_metadata_version();

-- Values serve in checks, generated columns and unique indexes.
CREATE TABLE numsight_test.person (
    written text NOT NULL,
    number phone GENERATED ALWAYS AS (phone_try(written, 'IN')) STORED UNIQUE CHECK (phone_valid(number))
);
INSERT INTO numsight_test.person VALUES ('98765 43210');
INSERT INTO numsight_test.person VALUES ('+91-98765-43210');
INSERT INTO numsight_test.person VALUES ('12345');
SELECT * FROM numsight_test.person;

SET client_min_messages = warning;
DROP SCHEMA numsight_test CASCADE;
