-- api_blocklist: the list that is published, what has changed in it, and parts of it by hash
\getenv abs_srcdir PG_ABS_SRCDIR
\set ECHO none
\set begin :abs_srcdir '/sql/api_begin.psql'
\i :begin
\set ECHO all
\pset format unaligned
\pset tuples_only on
SELECT pg_temp.member('+919800620001', 'Asha') AS asha \gset
DELETE FROM data.publication WHERE version > 0;
DELETE FROM data.blocklist;
DELETE FROM data.number;

-- nothing is listed before something is published
SELECT pg_temp.said(api.blocklist(:'asha', NULL, NULL, NULL, NULL, NULL, NULL));
SELECT pg_temp.said(api.blocklist(:'asha', 0, NULL, NULL, f, NULL, NULL)) FROM unnest(ARRAY['json', 'ndjson', 'csv', 'vcf', 'bin']) f;

-- what the evidence says is published by the step, not by each report
SELECT private.say(NULL, '+919800620010', 'override', 'spam') > 0, private.say(NULL, '+442079460199', 'override', 'spam') > 0,
       private.say(NULL, '+919800620011', 'override', 'clean') > 0;
SELECT (api.blocklist(:'asha', NULL, NULL, NULL, NULL, NULL, NULL)).body::json #>> '{results}';
SELECT private.publish() AS one \gset
SELECT private.publish() = :one, :one > 0;
CREATE FUNCTION pg_temp.shown(r api.reply) RETURNS text LANGUAGE sql AS $$
    SELECT regexp_replace(translate(r.body, chr(1) || chr(13), '^$'), '\m1[0-9]{9}\M', 'V', 'g')
$$;
SELECT pg_temp.shown(api.blocklist(:'asha', NULL, NULL, NULL, f, NULL, NULL)) FROM unnest(ARRAY['json', 'ndjson', 'csv', 'vcf']) f;
SELECT pg_temp.part(api.blocklist(:'asha', NULL, r, NULL, NULL, NULL, NULL), 'results', '0', 'phone_number') FROM unnest(ARRAY['IN', 'gb', 'US']) r;
-- what is taken back goes out, and those who have it are told so
SELECT private.say(NULL, '+442079460199', 'override', 'none', NULL, now() + interval '1 second') > 0;
SELECT private.publish() AS two \gset
SELECT :two > :one, count(*) FROM data.publication;
SELECT pg_temp.shown(api.blocklist(:'asha', :one, NULL, NULL, f, NULL, NULL)) FROM unnest(ARRAY['json', 'ndjson', 'csv', 'vcf']) f;
SELECT pg_temp.shown(api.blocklist(:'asha', :two, NULL, NULL, NULL, NULL, NULL));
-- a list costs no budget: nobody learns a name from it
SELECT (api.blocklist(:'asha', NULL, NULL, NULL, NULL, NULL, NULL)).shown;

-- the law: what was taken then, and the changes since, make what is taken now, byte for byte, however
-- many versions were missed; in each format, for each choice of region and likelihood, page by page
CREATE TEMP TABLE line (wish integer, since bigint, phone numsight.phone, line text, gone boolean);
CREATE TEMP TABLE wish (id serial PRIMARY KEY, format text, region text, min double precision);
INSERT INTO wish (format, region, min)
SELECT f, r, m FROM unnest(ARRAY['json', 'ndjson', 'csv', 'vcf', 'bin']) f,
       (VALUES (NULL, NULL), ('IN', NULL), (NULL, 0.6), ('GB', 0.75)) c (r, m);

-- the numbers in a page of bin, and their scores
CREATE FUNCTION pg_temp.unpacked(packed bytea) RETURNS TABLE (phone numsight.phone, line text, gone boolean) LANGUAGE plpgsql AS $$
DECLARE
    count CONSTANT integer := ('x' || encode(substr(packed, 13, 4), 'hex'))::bit(32)::integer;
    at integer := 24;
    shift integer;
    value bigint;
    found bigint[];
BEGIN
    ASSERT substr(packed, 1, 4) = 'NSB1';
    IF count = 0 THEN
        ASSERT length(packed) = 16;
        RETURN;
    END IF;
    value := ('x' || encode(substr(packed, 17, 8), 'hex'))::bit(64)::bigint # ('x8000000000000000'::bit(64)::bigint);
    found := ARRAY[value];
    WHILE cardinality(found) < count LOOP
        shift := 0;
        LOOP
            value := value + ((get_byte(packed, at) & 127)::bigint << shift);
            shift := shift + 7;
            at := at + 1;
            EXIT WHEN get_byte(packed, at - 1) < 128;
        END LOOP;
        found := found || value;
    END LOOP;
    ASSERT length(packed) = at + count;
    RETURN QUERY SELECT numsight.phone_from_bigint(f), get_byte(packed, at + n::integer - 1)::text, get_byte(packed, at + n::integer - 1) = 0
                   FROM unnest(found) WITH ORDINALITY u (f, n);
END $$;

CREATE FUNCTION pg_temp.lines(format text, body text) RETURNS TABLE (phone numsight.phone, line text, gone boolean) LANGUAGE plpgsql AS $$
DECLARE
    text CONSTANT text := regexp_replace(body, '^\u0001[^\u0001]*\u0001', '');
BEGIN
    CASE format
        WHEN 'json' THEN RETURN QUERY
            SELECT (e ->> 'phone_number')::numsight.phone, e::text, false
              FROM json_array_elements(translate(text, chr(1), '')::json -> 'results') e
             UNION ALL
            SELECT e::numsight.phone, NULL, true FROM json_array_elements_text(translate(text, chr(1), '')::json -> 'removed') e;
        WHEN 'ndjson' THEN RETURN QUERY
            SELECT (l::json ->> 'phone_number')::numsight.phone, l, l ~ '"removed":true'
              FROM string_to_table(rtrim(text, E'\n'), E'\n') WITH ORDINALITY t (l, n) WHERE n > 1;
        WHEN 'csv' THEN RETURN QUERY
            SELECT split_part(l, ',', 1)::numsight.phone, l, split_part(l, ',', 2) = '0.00'
              FROM string_to_table(text, E'\r\n') WITH ORDINALITY t (l, n) WHERE n > 1 AND l <> '';
        WHEN 'vcf' THEN RETURN QUERY
            SELECT substring(l FROM 'TEL;TYPE=VOICE:(\S+)')::numsight.phone, l, l ~ 'FN:no longer spam'
              FROM string_to_table(text, 'BEGIN:VCARD') l WHERE l <> '';
        WHEN 'bin' THEN RETURN QUERY SELECT * FROM pg_temp.unpacked(decode(text, 'hex'));
    END CASE;
END $$;

CREATE FUNCTION pg_temp.fetch(asker uuid, since bigint, w wish, size bigint)
RETURNS TABLE (phone numsight.phone, line text, gone boolean) LANGUAGE plpgsql AS $$
DECLARE
    page api.reply;
    pages integer := 0;
BEGIN
    LOOP
        page := api.blocklist(asker, since, w.region, w.min, w.format, size, page.next);
        ASSERT page.status = 200;
        RETURN QUERY SELECT * FROM pg_temp.lines(w.format, page.body);
        EXIT WHEN page.next IS NULL;
        pages := pages + 1;
        ASSERT pages < 1000;
    END LOOP;
END $$;

-- a random history: evidence comes and goes, and from time to time the list is published
CREATE FUNCTION pg_temp.live(at timestamptz, asker uuid) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    made bigint;
BEGIN
    INSERT INTO data.number AS kept (phone, state)
    SELECT p, numsight.spam_report(numsight.spam_flag(NULL, at, override => (ARRAY['spam', 'clean', 'none'])[1 + floor(3 * random())]),
                                   at, 1, (ARRAY['scam', 'debt', 'robocall'])[1 + floor(3 * random())])
      FROM (SELECT (CASE WHEN random() < 0.7 THEN '+9198006300' ELSE '+4420794600' END
                    || lpad(floor(30 * random())::text, 2, '0'))::numsight.phone AS p
              FROM generate_series(1, 20)) n
     GROUP BY p
    ON CONFLICT (phone) DO UPDATE
       SET state = CASE WHEN random() < 0.5 THEN excluded.state
                        ELSE numsight.spam_report(numsight.spam_flag(kept.state, at + interval '1 second', override => 'none'),
                                                  at, 0.5 + 3 * random(), 'debt', random() < 0.7) END;
    made := private.publish(at);
    INSERT INTO line SELECT w.id, made, f.phone, f.line, f.gone FROM wish w CROSS JOIN LATERAL pg_temp.fetch(asker, NULL, w, 7) f
     WHERE NOT EXISTS (SELECT FROM line l WHERE l.wish = w.id AND l.since = made);
    RETURN made;
END $$;

-- how many lines differ between a list of now, and one of then with the changes since
CREATE FUNCTION pg_temp.differences(asker uuid, now bigint) RETURNS TABLE (pairs bigint, lines bigint, changes bigint, different bigint) LANGUAGE sql AS $$
    WITH pair AS MATERIALIZED (
        SELECT w, p.version AS then FROM wish w CROSS JOIN data.publication p WHERE p.version < now AND p.version > 0
    ), change AS MATERIALIZED (
        SELECT (pair.w).id AS wish, pair.then, f.* FROM pair CROSS JOIN LATERAL pg_temp.fetch(asker, pair.then, pair.w, 5) f
    ), made AS MATERIALIZED (
        SELECT (pair.w).id AS wish, pair.then, l.phone, l.line FROM pair JOIN line l ON l.wish = (pair.w).id AND l.since = pair.then
         WHERE NOT EXISTS (SELECT FROM change c WHERE c.wish = (pair.w).id AND c.then = pair.then AND c.phone = l.phone)
         UNION ALL
        SELECT c.wish, c.then, c.phone, c.line FROM change c WHERE NOT c.gone
    ), wanted AS MATERIALIZED (
        SELECT (pair.w).id AS wish, pair.then, l.phone, l.line FROM pair JOIN line l ON l.wish = (pair.w).id AND l.since = now
    )
    SELECT (SELECT count(*) FROM pair), (SELECT count(*) FROM wanted), (SELECT count(*) FROM change),
           (SELECT count(*) FROM ((SELECT * FROM made EXCEPT ALL SELECT * FROM wanted) UNION ALL (SELECT * FROM wanted EXCEPT ALL SELECT * FROM made)) d)
$$;
DELETE FROM data.publication WHERE version > 0;
DELETE FROM data.blocklist;
DELETE FROM data.number;
SELECT setseed(0.25);
CREATE TEMP TABLE result AS
SELECT n, r.* FROM generate_series(1, 9) n
 CROSS JOIN LATERAL pg_temp.live(now() + n * interval '1 day', :'asha') made
 CROSS JOIN LATERAL pg_temp.differences(:'asha', made) r;
SELECT count(*), min(pairs) < max(pairs), bool_and(lines > 0), sum(changes) > 1000, sum(different) FROM result WHERE n > 1;
-- whole or in pages, it is the same, and sorted
SELECT w.format, bool_and(one.line = many.line AND one.phone = many.phone), bool_and(one.before IS NULL OR one.before < one.phone)
  FROM wish w
 CROSS JOIN LATERAL (SELECT array_agg(f.phone) AS phones, array_agg(f.line) AS lines FROM pg_temp.fetch(:'asha', NULL, w, 10000) f) whole
 CROSS JOIN LATERAL (SELECT array_agg(f.phone) AS phones, array_agg(f.line) AS lines FROM pg_temp.fetch(:'asha', NULL, w, 1) f) single
 CROSS JOIN LATERAL (SELECT p AS phone, l AS line, lag(p) OVER (ORDER BY n) AS before, n
                       FROM unnest(whole.phones, whole.lines) WITH ORDINALITY u (p, l, n)) one
  JOIN LATERAL (SELECT p AS phone, l AS line, n FROM unnest(single.phones, single.lines) WITH ORDINALITY u (p, l, n)) many USING (n)
 GROUP BY w.format ORDER BY w.format;

-- a score moves when a label does, or by five hundredths; not with each day
SELECT new, old, private.listed_otherwise(new::smallint, old::smallint)
  FROM (VALUES (60, NULL), (60, 0), (75, 75), (79, 75), (80, 75), (70, 75), (90, 89), (89, 90), (95, 91), (96, 91)) t (new, old);

-- what has gone is told for ninety days; of older versions only the whole list is left
SELECT max(version) AS last, min(version) FILTER (WHERE version > 0) AS first FROM data.publication \gset
UPDATE data.number SET state = NULL;
SELECT private.publish(now() + interval '20 days') > :last;
SELECT count(*) FILTER (WHERE score = 0) > 10, count(*) FILTER (WHERE score > 0) FROM data.blocklist;
SELECT private.publish(now() + interval '104 days') > :last;
SELECT (api.blocklist(:'asha', :first, NULL, NULL, NULL, NULL, NULL)).status, (api.blocklist(:'asha', :last, NULL, NULL, NULL, NULL, NULL)).status,
       (SELECT count(*) FROM data.blocklist WHERE version <= :last);
SELECT private.publish(now() + interval '200 days') > :last;
SELECT pg_temp.said(api.blocklist(:'asha', :last, NULL, NULL, NULL, NULL, NULL)), (SELECT count(*) FROM data.blocklist), (SELECT count(*) FROM data.publication);
SELECT (api.blocklist(:'asha', since, NULL, NULL, NULL, NULL, NULL)).status FROM unnest(ARRAY[0, 1, -1, 9223372036854775807]) since;

-- refusals
SELECT pg_temp.refusal(format('api.blocklist(%L, NULL, %L, %L, %L, %L, %L)', :'asha', r, m, f, l, c))
  FROM (VALUES ('QQ', NULL, NULL, NULL, NULL), (NULL, 1.1, NULL, NULL, NULL), (NULL, -0.1, NULL, NULL, NULL), (NULL, 'NaN', NULL, NULL, NULL), (NULL, NULL, 'xml', NULL, NULL),
               (NULL, NULL, NULL, 0, NULL), (NULL, NULL, NULL, 10001, NULL), (NULL, NULL, NULL, NULL, '1 2'), (NULL, NULL, NULL, NULL, 'x')) t (r, m, f, l, c);
SELECT pg_temp.refusal('api.blocklist(NULL, NULL, NULL, NULL, NULL, NULL, NULL)');

-- by hash: a client that tells only a prefix finds every listed number and no other
DELETE FROM data.number;
INSERT INTO data.number (phone, state)
SELECT ('+9198006' || lpad(n::text, 5, '0'))::numsight.phone, numsight.spam_flag(NULL, now(), override => 'spam') FROM generate_series(1, 3000, 3) n;
SELECT private.publish(now() + interval '201 days') > 0;
CREATE FUNCTION pg_temp.asked(session uuid, phone numsight.phone, digits integer) RETURNS TABLE (score text, lines bigint, size integer) LANGUAGE sql AS $$
    SELECT max(split_part(l, ':', 2)) FILTER (WHERE split_part(l, ':', 1) = substr(h, digits + 1, 12 - digits)), count(*), length(body)
      FROM encode(sha256(phone::text::bytea), 'hex') h
     CROSS JOIN LATERAL (SELECT regexp_replace((api.range(session, left(h, digits), NULL, NULL)).body, '^\u0001text/plain\u0001', '') AS body OFFSET 0) r
     CROSS JOIN LATERAL string_to_table(body, E'\n') l GROUP BY body
$$;
SELECT d, bool_and((a.score IS NOT NULL) = (n % 3 = 1)), bool_and(coalesce(a.score, '99') = '99'), array_agg(DISTINCT a.lines), count(DISTINCT a.size)
  FROM unnest(ARRAY[4, 5, 6]) d CROSS JOIN generate_series(1, 600) n
 CROSS JOIN LATERAL pg_temp.asked(:'asha', ('+9198006' || lpad(n::text, 5, '0'))::numsight.phone, d) a
 GROUP BY d ORDER BY d;
-- the same for everybody, each time, in either case, sorted; lines that speak of no number are like the others
SELECT pg_temp.member('+919800620002', 'Ben') AS ben \gset
SELECT bool_and(api.range(:'asha', p, NULL, NULL) = api.range(:'ben', upper(p), NULL, NULL)), bool_and((api.range(:'asha', p, NULL, NULL)).shown IS NULL)
  FROM unnest(ARRAY['abcd', '0123', 'fffff', '00000a']) p;
SELECT count(*), count(DISTINCT length(l)), bool_and(l ~ '^[0-9a-f]{8}:\d\d:[a-z]* *$'), bool_and(before < l COLLATE "C")
  FROM (SELECT l, lag(l) OVER (ORDER BY n) AS before
          FROM string_to_table(substr((api.range(:'asha', 'abcd', NULL, NULL)).body, 13), E'\n') WITH ORDINALITY t (l, n)) s;
-- so many lines more that their count is a multiple of 64
UPDATE data.blocklist b SET digest = (65536 - s.size) * 4294967296 + s.place
  FROM (SELECT phone, row_number() OVER (ORDER BY phone) AS place, CASE WHEN row_number() OVER (ORDER BY phone) <= 63 THEN 1
               WHEN row_number() OVER (ORDER BY phone) <= 127 THEN 2 WHEN row_number() OVER (ORDER BY phone) <= 192 THEN 3 ELSE 4 END AS size
          FROM data.blocklist) s WHERE s.phone = b.phone;
SELECT p, count(*) FILTER (WHERE l !~ ':00:'), count(*)
  FROM unnest(ARRAY['ffff', 'fffe', 'fffd', 'fffc', 'fffb']) p
 CROSS JOIN LATERAL string_to_table((api.range(:'asha', p, NULL, NULL)).body, E'\n') l GROUP BY p ORDER BY p DESC;
SELECT pg_temp.said(api.range(:'asha', p, NULL, NULL)) FROM unnest(ARRAY['abc', 'abcdefa', 'ghij', '', ' abcd', 'abcd%']) p;
SELECT pg_temp.refusal('api.range(NULL, ''abcd'', NULL, NULL)');
-- ranges: a ten with three listed numbers, a hundred with six in two tens; who is known as clean in them stands beside the listed
DELETE FROM data.number;
CREATE FUNCTION pg_temp.known(last text[], word text) RETURNS void LANGUAGE sql AS $$
    INSERT INTO data.number (phone, state) SELECT ('+9198007' || l)::numsight.phone, numsight.spam_flag(NULL, now(), override => word) FROM unnest(last) l
$$;
SELECT pg_temp.known(ARRAY['12340', '12341', '12345', '55551', '55552', '77710', '77711', '77712', '77720', '77721', '77722'], 'spam'),
       pg_temp.known(ARRAY['12349', '99999'], 'clean'), pg_temp.known(ARRAY['12348'], 'none');
SELECT private.publish(now() + interval '202 days') > 0;
SELECT width, digits, score, category FROM data.listed_range ORDER BY 1, 2;
CREATE FUNCTION pg_temp.part_of(body text, part text) RETURNS text LANGUAGE sql AS $$
    -- the lines below the name of a part, or of none
    SELECT (regexp_match(E'\n' || regexp_replace(body, '^.text/plain.', E'all\n') || E'\nr', E'\n' || part || E'\n(.*?)(?=\nr)'))[1]
$$;
CREATE FUNCTION pg_temp.ranges(session uuid, digits text, length integer)
RETURNS TABLE (part text, score text, lines bigint, sizes bigint, sorted boolean) LANGUAGE sql AS $$
    SELECT p.part, max(split_part(l.line, ':', 2)) FILTER (WHERE split_part(l.line, ':', 1) = substr(p.hash, p.told + 1, 12 - p.told)),
           count(*), count(DISTINCT length(l.line)), array_agg(l.line ORDER BY l.n) = array_agg(l.line ORDER BY l.line COLLATE "C")
      FROM (SELECT ('+9198007' || digits)::text) w (phone)
     CROSS JOIN LATERAL (VALUES ('all', encode(sha256(w.phone::bytea), 'hex'), 5),
                                ('r10', encode(sha256(left(w.phone, -1)::bytea), 'hex'), length),
                                ('r100', encode(sha256(left(w.phone, -2)::bytea), 'hex'), length)) p (part, hash, told)
     CROSS JOIN LATERAL (SELECT (api.range(session, left(encode(sha256(w.phone::bytea), 'hex'), 5), left(encode(sha256(left(w.phone, -1)::bytea), 'hex'), length),
                                           left(encode(sha256(left(w.phone, -2)::bytea), 'hex'), length))).body) r
     CROSS JOIN LATERAL string_to_table(pg_temp.part_of(r.body, p.part), E'\n') WITH ORDINALITY l (line, n)
     GROUP BY p.part ORDER BY 1
$$;
SELECT d, length, r.* FROM unnest(ARRAY['12340', '12344', '12348', '12349', '12399', '55550', '77713', '77790', '99999']) d,
       unnest(ARRAY[1, 5]) length, pg_temp.ranges(:'asha', d, length) r ORDER BY d, length, r.part;
-- one kind alone; nothing that is no hash
SELECT pg_temp.part_of((api.range(:'asha', 'abcd', NULL, '0')).body, 'r100') IS NOT NULL, pg_temp.part_of((api.range(:'asha', 'abcd', NULL, '0')).body, 'r10') IS NULL;
SELECT pg_temp.said(api.range(:'asha', 'abcd', p, NULL)), pg_temp.said(api.range(:'asha', 'abcd', NULL, p)) FROM unnest(ARRAY['', 'g', '0123456', ' a']) p;
-- a ten that gets better is listed no more, nor who was taken out of it
UPDATE data.number SET state = numsight.spam_flag(NULL, now(), override => 'clean') WHERE phone::text LIKE '+919800712%';
SELECT private.publish(now() + interval '203 days') > 0;
SELECT width, digits FROM data.listed_range ORDER BY 1, 2;
-- what it costs is a range of an index
SET LOCAL enable_seqscan = off;
SET LOCAL enable_bitmapscan = off;
EXPLAIN (COSTS OFF) SELECT phone FROM data.blocklist WHERE digest BETWEEN 1 AND 2 AND score > 0;
EXPLAIN (COSTS OFF) SELECT digits FROM data.listed_range WHERE width = 10 AND digest BETWEEN 1 AND 2;
ROLLBACK;
