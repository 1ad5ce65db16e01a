-- api_search: the directory by name and by number
\getenv abs_srcdir PG_ABS_SRCDIR
\set ECHO none
\set begin :abs_srcdir '/sql/api_begin.psql'
\i :begin
\set ECHO all
\pset format unaligned
\pset tuples_only on
SELECT pg_temp.member('+919800500001', 'Asha') AS asha, pg_temp.member('+919800500002', 'Ben') AS ben,
       pg_temp.member('+919800500003', 'Quentin Qwark') AS quentin \gset
INSERT INTO data.source (name) VALUES ('a list') RETURNING id AS list \gset
INSERT INTO data.listing (source, phone, name)
SELECT :list, ('+91980051' || lpad(n::text, 4, '0'))::numsight.phone, name
  FROM unnest(ARRAY['Qwark', 'Qwarkson', 'Qwark Singh', 'Maria Qwark', 'Ana Maria Qwarkova', 'Singh Qwark', 'Unqwarked',
                    'Old Squawk Qwa', 'Paul Qwa Rk', 'Singh Lee Qwark', 'Q', 'Aq', '100% Qwork', 'a_b Qwork', 'Zoë Qwübel'])
       WITH ORDINALITY t (name, n);

-- names that start with the query first, then names that contain it; whole name before all, word before inside
SELECT pg_temp.names(api.search(:'asha', 'qwark', NULL, 20, NULL));
-- two words: as they stand, then in any order
SELECT pg_temp.names(api.search(:'asha', 'qwark singh', NULL, 20, NULL));
SELECT pg_temp.names(api.search(:'asha', 'si qw', NULL, 20, NULL));
SELECT pg_temp.names(api.search(:'asha', 'qwa rk', NULL, 20, NULL));
-- case and accents do not matter
SELECT pg_temp.names(api.search(:'asha', 'QWARKSON', NULL, 20, NULL));
-- one and two letters find what begins with them and what holds them
SELECT pg_temp.names(api.search(:'asha', 'aq', NULL, 20, NULL));
SELECT pg_temp.names(api.search(:'asha', 'nq', NULL, 20, NULL));
SELECT pg_temp.names(api.search(:'asha', 'ü', NULL, 20, NULL)) <> 'nobody' OR numsight.name_fold('ü') = 'u';
-- marks of SQL patterns are no patterns
SELECT pg_temp.names(api.search(:'asha', q, NULL, 20, NULL)) = pg_temp.names(api.search(:'asha', translate(q, '%_\', ''), NULL, 20, NULL))
  FROM unnest(ARRAY['%qwark', 'qwark%', 'qwark\']) q;
SELECT pg_temp.names(api.search(:'asha', '''; DROP TABLE data.entry; --', NULL, 20, NULL));
-- only marks: nothing to look for
SELECT pg_temp.said(api.search(:'asha', '?!', NULL, 20, NULL));
SELECT pg_temp.said(api.search(:'asha', 'qwarkzzzz nobody', NULL, 20, NULL));

-- the shape of a result, and what is charged for it
SELECT pg_temp.said(s), s.shown = ARRAY[numsight.phone_to_bigint('+919800500003'::numsight.phone)]
  FROM api.search(:'asha', 'quentin', NULL, 20, NULL) s;
SELECT pg_temp.said(api.old_search(:'asha', 'quentin', NULL, 20, NULL));

-- when nothing matches, what is similar, on each page; nothing of it behind names that contain the query
SELECT pg_temp.part(s, 'results', '0', 'name'), pg_temp.part(s, 'results', '0', 'match')
  FROM unnest(ARRAY['Quentim', 'qwarkk', 'Mria Qwark']) q CROSS JOIN LATERAL api.search(:'asha', q, NULL, 20, NULL) s;

-- from near to far all of them are similar, and none is a number
INSERT INTO data.listing (source, phone, name)
VALUES (:list, '+919800510091', 'Kaushik Sarkar'), (:list, '+919800510092', 'Debashish Bhattacharya'), (:list, '+919800510093', 'Nitin Chopra');
SELECT q, pg_temp.part(s, 'results', '0', 'name'), pg_temp.part(s, 'results', '0', 'match')
  FROM unnest(ARRAY['Kaushig', 'kosaziku', 'dubuzusi', 'zofori', '+919800510091']) q CROSS JOIN LATERAL api.search(:'asha', q, NULL, 20, NULL) s;

-- inside a tier the names in most books come first
SELECT (api.contact_create(:'ben', 'Qwark Singh', '+919800510003', NULL, NULL)).status,
       (api.contact_create(:'asha', 'qwark singh', '+919800510003', NULL, NULL)).status;
SELECT pg_temp.names(api.search(:'asha', 'qwark', NULL, 3, NULL));

-- number law: a registered user alone; else every entry with exactly that number
SELECT (api.contact_create(:'ben', 'Nick of Quentin', '+919800500003', NULL, NULL)).status;
SELECT pg_temp.names(api.search(:'asha', q, NULL, 20, NULL))
  FROM unnest(ARRAY['+919800500003', '9800500003', '09800500003', '98005 00003', 'tel:+919800500003']) q;
SELECT (api.contact_create(:'ben', 'Another Name', '+919800510003', NULL, NULL)).status;
SELECT pg_temp.names(api.search(:'asha', '9800510003', NULL, 20, NULL));
SELECT pg_temp.names(api.search(:'asha', '980051000', NULL, 20, NULL));
SELECT pg_temp.names(api.search(:'asha', '020 7946 0999', 'GB', 20, NULL));
-- digits are those of any script; a text without one is no number in any region, however letters are dialled
SELECT pg_temp.names(api.search(:'asha', q, NULL, 20, NULL))
  FROM unnest(ARRAY[U&'\0669\0668\0660\0660\0665\0660\0660\0660\0660\0663', U&'+\096F\0967 \096F\096E\0966\0966\096B \0966\0966\0966\0966\0969']) q;
SELECT count(*) > 1000 AS asked, count(numsight.phone_try(q, region)) AS numbers, bool_or(private.has_digit(q)) AS digits
  FROM unnest(ARRAY['flowers', 'FLOWERSFLOWERS', '+abcdefgh', 'tel:flowers', 'flowers ext. abc', 'anonymous', '(abc) def-ghij', '+++', 'x', '']) q,
       (SELECT DISTINCT numsight.phone_region(numsight.phone_parse('+' || code || '2222222')) AS region FROM generate_series(1, 999) code
         WHERE numsight.phone_try('+' || code || '2222222') IS NOT NULL) r
 WHERE region IS NOT NULL;
-- by his name the registered person and the other names of his number are found, all as registered
SELECT pg_temp.part(s, 'results', '0', 'registered'), pg_temp.part(s, 'results', '0', 'name')
  FROM unnest(ARRAY['Quentin', 'Nick of', 'Another']) q CROSS JOIN LATERAL api.search(:'asha', q, NULL, 20, NULL) s;
-- letters mean a name, unless the number exists
INSERT INTO data.listing (source, phone, name) VALUES (:list, '+18003569377', 'Flowers'), (:list, '+919800510099', '123 Taxi');
SELECT pg_temp.names(api.search(:'asha', '1-800-FLOWERS', 'US', 20, NULL)), pg_temp.names(api.search(:'asha', '123 taxi', NULL, 20, NULL));

-- a name of a number that is likely spam stands below others
CREATE TEMP TABLE reporter AS SELECT n, pg_temp.member('+9198006' || lpad(n::text, 5, '0'), 'Reporter') AS session FROM generate_series(1, 12) n;
SELECT count((api.call_declare(session, '+919800510003', 'inbound', true, 5, NULL, NULL)).status) FROM reporter;
SELECT count((api.spam_report(session, '+919800510003', NULL, 'scam', NULL)).status) FROM reporter;
SELECT e.name, e.books, e.standing, n.likely
  FROM data.entry e JOIN data.number n USING (phone)
 WHERE e.phone = '+919800510003' ORDER BY e.id;
SELECT pg_temp.names(api.search(:'asha', 'qwark', NULL, 3, NULL));
SELECT pg_temp.names(api.search(:'asha', 'qwark singh', NULL, 1, NULL));
-- likelihood fades with time; the job at night notices, and only once
UPDATE data.number SET state = NULL WHERE phone = '+919800510003';
SELECT name, standing FROM data.entry WHERE phone = '+919800510003' ORDER BY id;
UPDATE data.entry SET standing = 9 WHERE phone = '+919800510003';
SELECT private.restand(), private.restand();

-- a region keeps to its own numbers, but not for the original applications
INSERT INTO data.listing (source, phone, name) VALUES (:list, '+14155550123', 'Qwark Abroad');
SELECT pg_temp.names(api.search(:'asha', 'qwark', 'US', 20, NULL));
SELECT pg_temp.names(api.search(:'asha', 'qwark', 'us', 20, NULL)), pg_temp.names(api.search(:'asha', 'qwark', 'FR', 20, NULL));
SELECT json_array_length(translate(s.body, chr(1), '')::json -> 'results') > 1 FROM api.old_search(:'asha', 'qwark', 'US', 20, NULL) s;

-- pages of any size are the same list, each result once
CREATE FUNCTION pg_temp.walk(session uuid, query text, size bigint) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    page api.reply;
    names text[] := '{}';
BEGIN
    LOOP
        page := api.search(session, query, NULL, size, page.next);
        names := names || ARRAY(SELECT e ->> 'name' FROM json_array_elements(translate(page.body, chr(1), '')::json -> 'results') e);
        EXIT WHEN page.next IS NULL OR cardinality(names) > 500;
    END LOOP;
    RETURN array_to_string(names, ', ');
END $$;
SELECT q, count(DISTINCT pg_temp.walk(:'asha', q, size)), max(cardinality(string_to_array(pg_temp.walk(:'asha', q, size), ', ')))
  FROM unnest(ARRAY['qwark', 'q', 'qwark singh', 'a', '9800510003', 'qwarkk']) WITH ORDINALITY t (q, n)
 CROSS JOIN unnest(ARRAY[1, 2, 3, 7, 50]) size
 GROUP BY n, q ORDER BY n;

-- the statements of private.match_name, as they stand there, under the settings of private.search
CREATE FUNCTION pg_temp.plan(nth integer) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
    names CONSTANT text[] := ARRAY['query', 'after', 'size', 'alike', 'region'];
    statement text;
    setting text;
BEGIN
    SELECT m.part[1] INTO statement
      FROM regexp_matches((SELECT p.prosrc FROM pg_proc p WHERE p.oid = 'private.match_name'::regproc),
                          'ARRAY\(\s+?(SELECT.*?)\);', 'g') WITH ORDINALITY m (part, n) WHERE m.n = nth;
    FOR setting IN SELECT unnest(p.proconfig) FROM pg_proc p WHERE p.oid = 'private.search'::regproc LOOP
        PERFORM set_config(split_part(setting, '=', 1), split_part(setting, '=', 2), true);
    END LOOP;
    FOR n IN 1..cardinality(names) LOOP
        statement := regexp_replace(statement, '\m' || names[n] || '\M', '$' || n, 'g');
    END LOOP;
    EXECUTE 'PREPARE statement (text, bigint, bigint, bigint, text) AS ' || statement;
    RETURN QUERY EXECUTE $query$EXPLAIN (COSTS OFF) EXECUTE statement('ab', -1, 11, 0, NULL)$query$;
    DEALLOCATE statement;
END $$;

-- the same as asking every entry: tier, then standing, then id
SELECT q FROM unnest(ARRAY['q', 'qw', 'qwa', 'qwark', 'singh', 'qwark singh', 'singh qwark', 'maria', 'si qw', 'a', 'an', 'ar', 'rk s', 'ark', 'o', 'lee']) q
 WHERE ARRAY(SELECT h.entry FROM unnest(private.match_name(q, NULL, 1000, -1)) h)
       IS DISTINCT FROM
       ARRAY(SELECT e.id FROM data.entry e WHERE numsight.name_tier(e.folded, q) <= 4
              ORDER BY numsight.name_tier(e.folded, q), e.standing DESC, e.id);

-- and no query reads the whole table
SELECT seq_scan AS before FROM pg_stat_xact_user_tables WHERE relid = 'data.entry'::regclass \gset
SELECT sum((api.search(:'asha', q, NULL, 50, NULL)).status)
  FROM unnest(ARRAY['q', 'zz', 'qwark', 'k si', 'nobody of that name', 'x y z', repeat('an ', 42), repeat('a ', 64), repeat('x', 128), '9800510003', '+12025550123', '%', '123', U&'\4F1F']) q;
SELECT seq_scan - :before FROM pg_stat_xact_user_tables WHERE relid = 'data.entry'::regclass;

-- nor does anything else that may be typed, in one script or five: it finds somebody or nobody
SELECT n, CASE WHEN pg_temp.names(s) = 'nobody' THEN 'nobody' ELSE 'somebody' END
  FROM unnest(ARRAY[U&'\0301\0301', U&'\202E\0648', U&'\202B\05E9\05DC\05D5\05DD\202C', U&'\+01F600\+01F44D', '%', '___', '\',
                    U&'qwark \0930\093E\091C \042E\0440\0438\0439 \0645\062D\0645\062F \738B', U&'q\0301w\0301ark', '* ? [a-z] $', 'qwark' || U&'\200D\200C',
                    repeat(U&'\0301', 60), repeat('q ', 60)]) WITH ORDINALITY t (q, n)
 CROSS JOIN LATERAL api.search(:'asha', q, NULL, 20, NULL) s ORDER BY n;
SELECT seq_scan - :before FROM pg_stat_xact_user_tables WHERE relid = 'data.entry'::regclass;

-- nor sorts it: the index gives the order
SELECT pg_temp.plan(1);
SELECT pg_temp.plan(2);

-- five hundred results and no more
INSERT INTO data.listing (source, phone, name)
SELECT :list, ('+91980052' || lpad(n::text, 4, '0'))::numsight.phone, 'Zzyzx ' || n FROM generate_series(1, 700) n;
SELECT count(*), count(DISTINCT name) FROM regexp_split_to_table(pg_temp.walk(:'asha', 'zzyzx', 50), ', ') name;
SELECT count(*), count(DISTINCT name) FROM regexp_split_to_table(pg_temp.walk(:'asha', 'zzyzx', 49), ', ') name;

-- a page goes on after its place, whatever came or went above and at it
SELECT next AS place FROM api.search(:'asha', 'zzyzx', NULL, 5, NULL) \gset
DELETE FROM data.listing WHERE name IN ('Zzyzx 2', 'Zzyzx 5');
SELECT pg_temp.names(api.search(:'asha', 'zzyzx', NULL, 2, :'place'));

-- what is refused
SELECT pg_temp.refusal(call)
  FROM unnest(ARRAY[
    format('api.search(%L, NULL, NULL, 20, NULL)', :'asha'),
    format('api.search(%L, %L, NULL, 20, NULL)', :'asha', U&' \00A0'),
    format('api.search(%L, %L, NULL, 20, NULL)', :'asha', repeat('x', 129)),
    format('api.search(%L, %L, %L, 20, NULL)', :'asha', 'x', 'ZZ'),
    format('api.search(%L, %L, NULL, 51, NULL)', :'asha', 'x'),
    format('api.search(%L, %L, NULL, NULL, NULL)', :'asha', 'x'),
    format('api.search(%L, %L, NULL, 20, %L)', :'asha', 'x', '1 2 3'),
    format('api.search(%L, %L, NULL, 20, %L)', :'asha', 'x', '20 00000000-0000-0000-0000-000000000000'),
    format('api.search(%L, %L, NULL, 20, %L)', :'asha', 'x', '1 2 00000000-0000-0000-0000-000000000000'),
    format('api.search(NULL, %L, NULL, 20, NULL)', 'x'),
    format('api.old_search(%L, NULL, NULL, 20, NULL)', :'asha')]) WITH ORDINALITY t (call, n)
 ORDER BY n;
ROLLBACK;
