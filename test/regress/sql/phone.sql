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

-- The estimate comes from the histogram, and is wrong by no more than a quarter or,
-- for the ends of two ranges, four of its parts.
CREATE FUNCTION pg_temp.estimate(source text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    plan json;
BEGIN
    EXECUTE 'EXPLAIN (FORMAT json) SELECT FROM ' || source INTO plan;
    RETURN plan -> 0 -> 'Plan' ->> 'Plan Rows';
END $$;
CREATE FUNCTION pg_temp.actual(source text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    rows bigint;
BEGIN
    EXECUTE 'SELECT count(*) FROM ' || source INTO rows;
    RETURN rows;
END $$;
ALTER TABLE numsight_test.book ALTER number SET STATISTICS 1000;
ANALYZE numsight_test.book;
SELECT condition, pg_temp.actual(source), pg_temp.estimate(source)
  FROM unnest(ARRAY['number ^@ ''''', 'number ^@ ''+1''', 'number ^@ ''+3''',
        'phone_starts_with(number, ''+3'')', 'number ^@ ''+91''', 'number ^@ ''+911''',
        'number ^@ ''+49''', 'number ^@ ''+491''', 'number ^@ ''+4910''', 'number ^@ ''+49100000''',
        'number ^@ ''+0''', 'number ^@ ''IN:''', 'number ^@ ''IN''', 'number ^@ ''VM''',
        'phone_within(number, ''+300'', ''+3999999'')', 'phone_within(number, ''+3999999'', ''+300'')',
        'phone_within(number, NULL, ''+300'')', 'number ^@ NULL']) AS condition,
       concat('numsight_test.book WHERE ', condition) AS source
 WHERE abs(pg_temp.estimate(source) - pg_temp.actual(source)) >
       greatest(pg_temp.actual(source) / 4, 4 * 22);
SELECT phone_within('+14155552671', '+100', '+14155552671'), phone_within('+14155552671', '+14155552671', '+14155552671;ext=1'),
       phone_within('+14155552671', '+14155552672', '+199'), phone_within(NULL, '+100', '+199');
-- Within a part, numbers are taken to lie as evenly as their digits.
CREATE TABLE numsight_test.even AS
SELECT ('+1' || 2000000000 + id::bigint * 79999)::phone AS number FROM generate_series(1, 100000) AS id;
ALTER TABLE numsight_test.even ALTER number SET STATISTICS 400;
ANALYZE numsight_test.even;
SELECT prefix, pg_temp.actual(source), abs(pg_temp.estimate(source) - pg_temp.actual(source)) <= pg_temp.actual(source) / 4 AS near
  FROM unnest(ARRAY['+1', '+14', '+141', '+1415', '+14155']) AS prefix,
       concat('numsight_test.even WHERE number ^@ ', quote_literal(prefix)) AS source;

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
-- Which partition a number is in is seen while planning, or at the start of a plan
-- for any number.
EXPLAIN (COSTS OFF) SELECT FROM numsight_test.by_range WHERE number BETWEEN phone_prefix_low('+91') AND phone_prefix_high('+91');
SET plan_cache_mode = force_generic_plan;
PREPARE in_range (phone) AS SELECT FROM numsight_test.by_range WHERE number = $1;
EXPLAIN (COSTS OFF) EXECUTE in_range('+919876543210');
PREPARE in_hash (phone) AS SELECT FROM numsight_test.by_hash WHERE number = $1;
EXPLAIN (COSTS OFF) EXECUTE in_hash('IN:112');
RESET plan_cache_mode;
-- A partition that goes takes its numbers along, and brings back those that fit.
CREATE TEMP TABLE partition_of AS
SELECT tableoid::regclass::text AS name, number FROM numsight_test.by_hash
 UNION ALL SELECT tableoid::regclass::text, number FROM numsight_test.by_range;
ALTER TABLE numsight_test.by_hash DETACH PARTITION numsight_test.hash_1;
ALTER TABLE numsight_test.by_range DETACH PARTITION numsight_test.range_high;
SELECT (SELECT count(*) FROM numsight_test.by_hash) = (SELECT count(*) FROM partition_of WHERE name = 'numsight_test.hash_0') AS hash_left,
       (SELECT count(*) FROM numsight_test.by_range) = (SELECT count(*) FROM partition_of WHERE name = 'numsight_test.range_low') AS range_left;
INSERT INTO numsight_test.by_range VALUES ('+919876543210');
ALTER TABLE numsight_test.by_hash ATTACH PARTITION numsight_test.hash_1 FOR VALUES WITH (MODULUS 2, REMAINDER 0);
ALTER TABLE numsight_test.by_hash ATTACH PARTITION numsight_test.hash_1 FOR VALUES WITH (MODULUS 4, REMAINDER 1);
ALTER TABLE numsight_test.by_hash ATTACH PARTITION numsight_test.hash_1 FOR VALUES WITH (MODULUS 2, REMAINDER 1);
ALTER TABLE numsight_test.by_range ATTACH PARTITION numsight_test.range_high FOR VALUES FROM ('+4999') TO (MAXVALUE);
ALTER TABLE numsight_test.by_range ATTACH PARTITION numsight_test.range_high FOR VALUES FROM ('+9100') TO (MAXVALUE);
ALTER TABLE numsight_test.by_range ATTACH PARTITION numsight_test.range_high FOR VALUES FROM ('+5000') TO (MAXVALUE);
SELECT count(*), count(*) FILTER (WHERE t.tableoid::regclass::text = p.name) AS found_again
  FROM partition_of p JOIN numsight_test.by_hash t USING (number) WHERE p.name LIKE '%hash%';
SELECT count(*), bool_and(t.tableoid::regclass::text = p.name) AS found_again
  FROM (SELECT DISTINCT name, number FROM partition_of WHERE name LIKE '%range%') p
  JOIN numsight_test.by_range t USING (number);
-- A number that changes moves to where it belongs.
INSERT INTO numsight_test.by_range VALUES ('+49301234567890123');
UPDATE numsight_test.by_range SET number = '+100' WHERE number = '+49301234567890123'
RETURNING tableoid::regclass, number;
-- Partitions are joined one by one.
SET enable_partitionwise_join = on;
SET enable_mergejoin = off;
EXPLAIN (COSTS OFF) SELECT FROM numsight_test.by_hash a JOIN numsight_test.by_hash b USING (number);
RESET enable_mergejoin;
RESET enable_partitionwise_join;

-- Lowest and highest: by index, of groups, of windows, and by several workers.
CREATE INDEX ON numsight_test.by_range (number);
EXPLAIN (COSTS OFF) SELECT max(number) FROM numsight_test.by_range;
SELECT min(number), max(number) FROM numsight_test.by_range;
SELECT left(number::text, 2) AS head, min(number), max(number), min(number) = (array_agg(number ORDER BY number))[1] AS lowest
  FROM numsight_test.number GROUP BY head ORDER BY head LIMIT 3;
SELECT number, min(number) OVER w, max(number) OVER w
  FROM unnest(ARRAY['unknown', '+9199', '+49301234567890123', NULL, 'IN:112']::phone[]) WITH ORDINALITY AS n (number, i)
WINDOW w AS (ORDER BY i ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING);
SET max_parallel_workers_per_gather = 2;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
EXPLAIN (COSTS OFF) SELECT min(number), max(number) FROM numsight_test.number WHERE phone_valid(number);
SELECT min(number), max(number) FROM numsight_test.number WHERE NOT phone_valid(number);
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET min_parallel_table_scan_size;
SET max_parallel_workers_per_gather = 0;

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

-- Bad input of every kind: an error of its class from what must have a number, with
-- a reason and a hint; NULL from phone_try, a row with the reason from phone_info.
CREATE FUNCTION pg_temp.raised(statement text, input text, region text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    reason text;
    hint text;
    result text;
BEGIN
    EXECUTE statement INTO result USING input, region;
    RETURN coalesce(result, 'NULL');
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS reason = MESSAGE_TEXT, hint = PG_EXCEPTION_HINT;
    RETURN SQLSTATE || CASE WHEN hint = '' THEN ' without a hint' ELSE '' END
        || coalesce(' ' || substring(reason FROM '\([a-z0-9 ]*\)$'), '');
END $$;
SELECT bad.what, pg_temp.raised('SELECT phone_parse($1, $2)', input, region) AS phone_parse,
       pg_temp.raised('SELECT $1::phone', input, region) AS literal,
       pg_temp.raised('SELECT phone_try($1, $2)', input, region) AS phone_try,
       pg_temp.raised('SELECT error FROM phone_info($1, $2)', input, region) AS error,
       pg_temp.raised('SELECT count(*) FROM phone_info($1, $2)', input, region) AS rows
  FROM (VALUES
        ('NULL', NULL, 'IN'), ('no region', '98765 43210', NULL),
        ('empty', '', 'IN'), ('blank', ' ', 'IN'),
        ('no such region', '98765 43210', 'XX'), ('unknown region', '98765 43210', 'ZZ'),
        ('lower case', '98765 43210', 'in'), ('three letters', '98765 43210', 'IND'),
        ('empty region', '98765 43210', ''), ('the world', '98765 43210', '001'),
        ('long region', '98765 43210', repeat('IN', 500000)),
        ('region of controls', '98765 43210', E'I\u0001'),
        ('control', E'+91 98765\u000143210', 'IN'), ('control at the end', E'+919876543210\u0007', 'IN'),
        ('escape', E'\u001b[1m+919876543210', 'IN'), ('delete', E'+91987654321\u007f0', 'IN'),
        ('C1 control', E'+91\u008598765 43210', 'IN'), ('noncharacter', E'+91\ufdd098765 43210', 'IN'),
        ('end of plane', E'+919876543210\U0001ffff', 'IN'),
        ('1 MB of digits', repeat('9', 1000000), 'IN'), ('1 MB behind a plus', '+' || repeat('9', 1000000), 'IN'),
        ('1 MB of Devanagari', repeat('९', 333333), 'IN'), ('1 MB of plus', repeat('+', 1000000), 'IN'),
        ('1 MB of labels', '+919876543210' || repeat(' ext ', 200000), 'IN'),
        ('1 MB of letters', repeat('A', 1000000), 'IN'), ('no number', 'hello', 'IN'),
        ('more than can be stored', '+1 12345678901234567', 'US'), ('more than exist', '+1 2345678901234567890', 'US'),
        ('too few', '+91 1', 'IN'), ('too few from abroad', '00 1', 'IN'),
        ('markup', '<script>alert(1)</script>', 'IN'), ('quote', ''' OR 1=1 --', 'IN')
       ) AS bad (what, input, region);
-- Halves of surrogate pairs, and NUL, never get as far: no text holds them.
SELECT pg_temp.raised($$SELECT phone_try(E'+91\ud80098765')$$, '', ''),
       pg_temp.raised($$SELECT phone_try(E'+91\xed\xa0\x80')$$, '', ''),
       pg_temp.raised($$SELECT phone_try('+91' || chr(55296))$$, '', ''),
       pg_temp.raised($$SELECT phone_try(convert_from('\x2b3931eda080', 'UTF8'))$$, '', ''),
       pg_temp.raised($$SELECT phone_try(E'+91\x00')$$, '', '');

-- All that is known of an input, in one row and never an error.
\x on
SELECT * FROM phone_info('(415) 555-2671 ext. 9', 'US');
SELECT * FROM phone_info('098765 43210', region => 'IN');
SELECT * FROM phone_info('+999 1234567');
SELECT * FROM phone_info('+1 12345678901234567');
SELECT * FROM phone_info('hello');
SELECT * FROM phone_info(NULL);
SELECT error, e164 FROM phone_info(repeat('1', 1000000), 'IN');
\x off
-- Of a longer text than 64 kB only the beginning is read, to tell what is wrong with it.
CREATE TEMPORARY TABLE long AS
SELECT what, text FROM (VALUES
    ('at most', '+919876543210' || repeat(' ', 64 * 1024 - 13)),
    ('one more', '+919876543210' || repeat(' ', 64 * 1024 - 12)),
    ('cut character', repeat('1', 64 * 1024 - 1) || 'é'), ('cut letters', 'x' || repeat('é', 64 * 1024)),
    ('16 MB of digits', repeat('1', 16 * 1024 * 1024)), ('16 MB of letters', repeat('A', 16 * 1024 * 1024))
   ) AS long (what, text);
SELECT what, error, e164, phone_try(text, 'IN') FROM long, phone_info(text, 'IN');
SELECT phone_parse(text, 'IN') FROM long WHERE what = 'one more';

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

-- A block is the country code and the first digits, if enough of them are left.
SELECT number, phone_block(number, 7), phone_block(number, 7, 4), phone_block(number, 0)
  FROM unnest(ARRAY['+919876543210', '+12024561111', '+390612345678', '+4930123', '+999123', '+8100371234567890123',
                    'IN:112', 'VM-HDFCBK', 'anonymous']::phone[]) AS number;
SELECT phone_block('+919876543210', -1);
SELECT phone_block('+919876543210', 7, -1);
SELECT phone_block('+919876543210', 2147483647, 2147483647) IS NULL AS none;

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
