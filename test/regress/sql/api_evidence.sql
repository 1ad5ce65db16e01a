-- api_evidence: counters, evidence and directory equal what is counted again, after any history
\getenv abs_srcdir PG_ABS_SRCDIR
\set ECHO none
\set begin :abs_srcdir '/sql/api_begin.psql'
\i :begin
\set ECHO all
\pset format unaligned
\pset tuples_only on

-- six people, eight numbers (two of them the people's own), two thousand steps
CREATE TEMP TABLE actor AS
SELECT n, pg_temp.member('+91980110000' || n, 'Actor ' || n, NULL, n * 40) AS session FROM generate_series(1, 6) n;
CREATE FUNCTION pg_temp.dice(i integer, salt integer, n integer) RETURNS integer LANGUAGE sql AS $$
    SELECT ((hashint8extended(i, salt) & 1073741823) % n)::integer
$$;
CREATE FUNCTION pg_temp.step(i integer) RETURNS smallint LANGUAGE plpgsql AS $$
DECLARE
    s CONSTANT uuid := (SELECT a.session FROM actor a WHERE a.n = 1 + pg_temp.dice(i, 1, 6));
    number CONSTANT text := '+91980110000' || 5 + pg_temp.dice(i, 2, 5);
    name CONSTANT text := (ARRAY['Ann', 'ANN', 'Bo', 'Ann Bo', 'Cy'])[1 + pg_temp.dice(i, 3, 5)];
    one CONSTANT text := private.seal('contact', (SELECT c.id FROM data.contact c WHERE c.phone::text LIKE '+9198011%'
                                                   ORDER BY hashint8extended(c.id, i) LIMIT 1));
    r api.reply;
BEGIN
    r := CASE pg_temp.dice(i, 4, 15)
        WHEN 0 THEN api.spam_report(s, number, (ARRAY['scam', 'debt'])[1 + i % 2], NULL, NULL)
        WHEN 1 THEN api.spam_report(s, number, NULL, NULL, NULL)
        WHEN 2 THEN api.not_spam(s, number, NULL)
        WHEN 3 THEN api.spam_withdraw(s, number, NULL)
        WHEN 4 THEN api.call_declare(s, number, 'inbound', i % 2 = 0, NULL, NULL, NULL)
        WHEN 5 THEN api.call_declare(s, number, 'outbound', true, i % 100, '2024-05-01T00:00:00Z', NULL)
        WHEN 6 THEN api.contact_create(s, name, number, NULL, NULL)
        WHEN 7 THEN api.contact_create(s, name, number, 'a@example.org', NULL)
        WHEN 8 THEN api.contact_change(s, one, name, NULL, NULL, NULL)
        WHEN 9 THEN api.contact_change(s, one, NULL, number, NULL, NULL)
        WHEN 10 THEN api.contact_delete(s, one)
        WHEN 11 THEN api.old_register(s, number, name, NULL)
        WHEN 12 THEN private.reply(200, private.settle(now() + interval '15 days', 4)::text)
        WHEN 13 THEN private.reply(200, private.say(NULL, number::numsight.phone, 'verified', (ARRAY['yes', 'no'])[1 + i % 2])::text)
        WHEN 14 THEN private.reply(200, CASE WHEN i % 8 = 0 THEN private.number_reassigned(NULL, number::numsight.phone, '2025-01-01')::text END)
        END;
    RETURN r.status;
END $$;
CREATE TEMP TABLE history AS SELECT i, pg_temp.step(i) AS status FROM generate_series(1, 2000) i;
-- every kind of answer came, and reports were settled
SELECT array_agg(DISTINCT status ORDER BY status) FROM history;
SELECT count(settled) > 5 FROM data.spam_report WHERE phone::text LIKE '+9198011%';
SELECT * FROM private.drift();
SELECT count(*) > 4, min(num_spam) >= 0, sum(total_appearance) = (SELECT count(*) FROM data.call WHERE phone::text LIKE '+9198011%')
  FROM data.number WHERE phone::text LIKE '+9198011%';

-- the books of all go: no name and no book is left of them, and no evidence
DELETE FROM data.contact WHERE phone::text LIKE '+9198011%';
SELECT * FROM private.drift();
SELECT sum(contacts) FROM data.number WHERE phone::text LIKE '+9198011%';
SELECT name, books FROM data.entry WHERE phone::text LIKE '+9198011%' ORDER BY phone;

-- all marks are withdrawn: what calls and operators say is all that is left
DELETE FROM data.spam_report WHERE phone::text LIKE '+9198011%';
SELECT * FROM private.drift();
SELECT count(*) FROM data.number n
 WHERE n.phone::text LIKE '+9198011%'
   AND abs(numsight.spam_likelihood(n.state, now()) - numsight.spam_likelihood(
           (SELECT numsight.spam_merge((SELECT numsight.spam_merge(private.line(n.phone), numsight.spam_merge_agg(
                                                   private.statement_flag(s.kind, s.value, s.at)))
                                          FROM data.statement s WHERE s.phone = n.phone), numsight.spam_call_agg(
                       c.at, c.weight, c.answered, c.seconds, c.known, NOT c.inbound, c.caller, NULL,
                       c.neighbour, c.cluster, c.trusted)) FROM data.call c WHERE c.phone = n.phone), now())) > 1e-11;

-- many rows in one statement count like one by one
INSERT INTO data.spam_report (reporter, phone, spam)
SELECT a.id, n::numsight.phone, a.id % 3 <> 0
  FROM data.account a CROSS JOIN unnest(ARRAY['+919801100007', '+919801100008', '+919801100009']) n
 WHERE a.phone::text LIKE '+9198011%';
SELECT phone, num_spam + not_spam FROM data.number WHERE phone BETWEEN '+919801100007' AND '+919801100009' ORDER BY phone;
INSERT INTO data.contact (owner, phone, name)
SELECT a.id, n::numsight.phone, 'Same' FROM data.account a CROSS JOIN unnest(ARRAY['+919801100007', '+919801100008']) n
 WHERE a.phone::text LIKE '+9198011%';
UPDATE data.contact SET phone = '+919801100009' WHERE phone = '+919801100008';
SELECT phone, books FROM data.entry WHERE name = 'Same' AND phone::text LIKE '+9198011%' ORDER BY phone;
SELECT * FROM private.drift();

-- and drift does see what is wrong
UPDATE data.number SET num_spam = num_spam + 1 WHERE phone = '+919801100007';
UPDATE data.entry SET books = books + 1 WHERE name = 'Same' AND phone = '+919801100007';
SELECT phone, what, split_part(kept, ' ', 2)::integer - split_part(counted, ' ', 2)::integer FROM private.drift() WHERE what = 'number'
UNION ALL SELECT phone, what, kept::integer - counted::integer FROM private.drift() WHERE what = 'entry';

-- whatever kind of line a number is, and whether a call was declared or not: each report counts, a newcomer's too, in any cluster
CREATE TEMP TABLE moved (target numsight.phone, called boolean, place integer, likelihood double precision);
DO $$
DECLARE
    target numsight.phone;
    reporter bigint;
BEGIN
    FOR n IN 0..39 LOOP
        target := ('+917' || 300000000 + 17250007 * n)::numsight.phone;
        INSERT INTO moved SELECT target, n % 2 = 0, 0, numsight.spam_likelihood((private.number_of(target)).state, now());
        FOR place IN 1..6 LOOP
            INSERT INTO data.account (phone, name, region, password, cluster)
            VALUES (('+91807' || 1000000 + 10 * n + place)::numsight.phone, 'New', 'IN', '$argon2id$v=19$test', n * place % 16)
            RETURNING id INTO reporter;
            IF n % 2 = 0 AND place % 2 = 0 THEN
                PERFORM private.call_add(reporter, target);
            END IF;
            PERFORM private.mark(reporter, target, true);
            INSERT INTO moved SELECT target, n % 2 = 0, place, numsight.spam_likelihood((private.number_of(target)).state, now());
        END LOOP;
    END LOOP;
END $$;
SELECT called, count(DISTINCT target) AS numbers, count(*) FILTER (WHERE likelihood <= before) AS not_moved,
       bool_and(likelihood < 0.3) AS little
  FROM (SELECT *, lag(likelihood) OVER (PARTITION BY target ORDER BY place) AS before FROM moved) m GROUP BY called ORDER BY called;
ROLLBACK;
