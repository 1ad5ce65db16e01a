-- api_settle: what reporters said is held against what became of it
\getenv abs_srcdir PG_ABS_SRCDIR
\set ECHO none
\set begin :abs_srcdir '/sql/api_begin.psql'
\i :begin
\set ECHO all
\pset format unaligned
\pset tuples_only on
SET LOCAL timezone = 'UTC';

-- eight established people report a number that called them, and one says that it is not spam
CREATE TEMP TABLE person AS
SELECT n, pg_temp.member('+91980240000' || n, 'P' || n, NULL, 300 + n) AS session FROM generate_series(1, 9) n;
CREATE FUNCTION pg_temp.id(n integer) RETURNS bigint LANGUAGE sql AS $$
    SELECT id FROM data.account WHERE phone = ('+91980240000' || n)::numsight.phone
$$;
INSERT INTO data.call (account, phone, inbound, answered, seconds, at, received)
SELECT pg_temp.id(n), '+919802400091', true, true, 4, now() - interval '21 days', now() - interval '21 days' FROM generate_series(1, 9) n;
INSERT INTO data.spam_report (reporter, phone, spam, category, created)
SELECT pg_temp.id(n), '+919802400091', n < 9, CASE WHEN n < 9 THEN 'scam'::data.spam_category END,
       now() - interval '20 days' + n * interval '1 hour' FROM generate_series(1, 9) n;
CREATE TEMP TABLE before AS SELECT reporter, weight, trusted FROM data.spam_report WHERE phone = '+919802400091';
SELECT numsight.spam_label(private.verdict('+919802400091', now()));

-- a report is not settled before its fortnight is over, and the oldest come first
SELECT private.settle(now() - interval '6 days', 100);
SELECT private.settle(now() - interval '6 days' + interval '2 hours', 100);
SELECT n FROM generate_series(1, 9) n JOIN data.spam_report r ON r.reporter = pg_temp.id(n) WHERE r.settled IS NOT NULL ORDER BY n;
-- so many as are asked for, each once
SELECT private.settle(now(), 3), private.settle(now(), 100), private.settle(now(), 100);
SELECT * FROM private.drift();

-- who was right weighs more from then on, who was wrong less
SELECT n, a.agreed > 0, a.disagreed > 0, r.weight > b.weight, r.weight < b.weight, r.trusted
  FROM generate_series(1, 9) n JOIN data.account a ON a.id = pg_temp.id(n)
  JOIN data.spam_report r ON r.reporter = a.id JOIN before b ON b.reporter = a.id ORDER BY n;
-- exactly as the extension says
SELECT bool_and(r.weight = numsight.spam_report_weight(numsight.spam_trust(a.agreed, a.disagreed),
                                                       extract(epoch FROM r.created - a.created)::double precision / 86400, true)
                AND a.agreed <= 1 AND a.disagreed <= 1.5)
  FROM data.spam_report r JOIN data.account a ON a.id = r.reporter WHERE r.phone = '+919802400091';

-- saying it again settles nothing again; the opposite does, a fortnight later
SELECT (api.spam_report((SELECT session FROM person WHERE n = 1), '9802400091', NULL, NULL, NULL)).status;
SELECT (api.not_spam((SELECT session FROM person WHERE n = 2), '9802400091', NULL)).status;
SELECT private.settle(now() + interval '13 days', 100), private.settle(now() + interval '14 days', 100);
SELECT disagreed > 0 FROM data.account WHERE id = pg_temp.id(2);
-- withdrawing takes the settled weight back
SELECT (api.spam_withdraw(session, '9802400091', NULL)).status FROM person WHERE n = 3;
SELECT * FROM private.drift();

-- who is wrong often enough drops out of the trusted ledger
INSERT INTO data.spam_report (reporter, phone, spam, created)
SELECT pg_temp.id(4), '+919802400092', false, now() - interval '20 days';
UPDATE data.account SET disagreed = 5 WHERE id = pg_temp.id(4);
SELECT trusted FROM data.spam_report WHERE phone = '+919802400092';
SELECT private.settle(now(), 100);
SELECT trusted FROM data.spam_report WHERE phone = '+919802400092';
SELECT * FROM private.drift();

-- a report whose author is forgotten keeps its weight and is settled all the same
INSERT INTO data.spam_report (reporter, phone, spam, created)
SELECT pg_temp.id(8), '+919802400093', true, now() - interval '20 days';
SELECT weight AS kept FROM data.spam_report WHERE phone = '+919802400093' \gset
SELECT private.erase(pg_temp.id(8));
SELECT private.settle(now(), 100), weight = :kept FROM data.spam_report WHERE phone = '+919802400093';
SELECT * FROM private.drift();

-- one number reported by one account over and over moves its record once a fortnight, within bounds
SELECT bool_and(agreed BETWEEN 0 AND 3 AND disagreed BETWEEN 0 AND 8) FROM data.account WHERE phone::text LIKE '+9198024%';

-- trust is earned by news. Twenty people report a spammer who called them; one more says the same when everybody knows it
CREATE TEMP TABLE crowd AS
SELECT n, pg_temp.member('+9198024100' || n, 'C' || n, NULL, 300) AS session FROM generate_series(10, 32) n;
CREATE FUNCTION pg_temp.one(n integer) RETURNS bigint LANGUAGE sql AS $$
    SELECT id FROM data.account WHERE phone = ('+9198024100' || n)::numsight.phone
$$;
DO $$ BEGIN
    FOR n IN 10 .. 30 LOOP
        INSERT INTO data.call (account, phone, inbound, answered, seconds, at)
        VALUES (pg_temp.one(n), '+919802510091', true, true, 4, now() - interval '20 days' + n * interval '1 hour');
        INSERT INTO data.spam_report (reporter, phone, spam, category, created)
        VALUES (pg_temp.one(n), '+919802510091', true, 'scam', now() - interval '20 days' + n * interval '1 hour');
    END LOOP;
END $$;
SELECT min(news) < 0.1 AS low, max(news) > 0.5 AS high FROM data.spam_report WHERE phone = '+919802510091';
SELECT private.settle(now(), 100) > 20;
SELECT first.agreed > 5 * last.agreed AS news, last.agreed > 0 AS counts
  FROM data.account first, data.account last WHERE first.id = pg_temp.one(10) AND last.id = pg_temp.one(30);
-- and once for a number: neither taking it back and saying it again nor changing one's mind to and fro earns more
SELECT agreed AS earned, disagreed AS lost FROM data.account WHERE id = pg_temp.one(11) \gset
DO $$ BEGIN
    FOR i IN 1 .. 5 LOOP
        PERFORM api.spam_withdraw(session, '9802510091', NULL), api.spam_report(session, '9802510091', 'scam', NULL, NULL)
           FROM crowd WHERE n = 11;
        UPDATE data.spam_report SET created = now() - interval '15 days' WHERE reporter = pg_temp.one(11);
        PERFORM private.settle(now(), 100);
    END LOOP;
END $$;
SELECT agreed = :earned, disagreed = :lost, settled IS NOT NULL
  FROM data.account a JOIN data.spam_report r ON r.reporter = a.id WHERE a.id = pg_temp.one(11);
-- being wrong costs each time
DO $$ BEGIN
    FOR i IN 1 .. 2 LOOP
        PERFORM api.not_spam(session, '9802510091', NULL) FROM crowd WHERE n = 11;
        UPDATE data.spam_report SET created = now() - interval '15 days' WHERE reporter = pg_temp.one(11);
        PERFORM private.settle(now(), 100);
        PERFORM api.spam_report(session, '9802510091', 'scam', NULL, NULL) FROM crowd WHERE n = 11;
    END LOOP;
END $$;
SELECT agreed = :earned, disagreed > 2 FROM data.account WHERE id = pg_temp.one(11);
SELECT * FROM private.drift();

-- an account comes of age: what it told of calls and books counts as trusted from then on, and not before
SELECT pg_temp.member('+919802420001', 'Young', NULL, 10) AS young \gset
SELECT (api.call_declare(:'young', n, 'inbound', true, 200, NULL, NULL)).status, (api.contact_create(:'young', 'Shop', n, NULL, NULL)).status
  FROM unnest(ARRAY['9802420091', '9802420092']) n;
SELECT (api.call_declare(:'young', '9802420091', 'inbound', true, 90, NULL, NULL)).status;
UPDATE data.call SET received = received - interval '1 hour' WHERE phone BETWEEN '+919802420091' AND '+919802420092';
UPDATE data.book SET since = since - interval '1 hour' WHERE phone BETWEEN '+919802420091' AND '+919802420092';
CREATE TEMP TABLE young AS
SELECT n.phone, numsight.spam_likelihood(n.state, now()) AS likelihood,
       numsight.spam_likelihood((private.recompute(n.phone, now() - interval '1 minute')).state, now()) AS then
  FROM data.number n WHERE n.phone BETWEEN '+919802420091' AND '+919802420092';
UPDATE data.account SET grown = now() WHERE grown IS NULL AND phone <> '+919802420001'::numsight.phone;
SELECT private.ripen(10);
UPDATE data.account SET created = now() - interval '50 days' WHERE phone = '+919802420001'::numsight.phone;
-- a few facts at a time: calls, then books, and each step leaves what is counted again
SELECT private.ripen(10, 2), count(*) FILTER (WHERE trusted) AS calls, (SELECT count(*) FROM private.drift()) AS drift
  FROM data.call WHERE phone BETWEEN '+919802420091' AND '+919802420092';
SELECT count(*) FILTER (WHERE trusted) AS calls FROM data.call WHERE phone BETWEEN '+919802420091' AND '+919802420092';
SELECT grown IS NOT NULL AS grown, (SELECT count(*) FROM private.drift()) AS drift FROM data.account WHERE phone = '+919802420001'::numsight.phone;
SELECT private.ripen(10, 2), private.ripen(10, 2), private.ripen(10, 2), private.ripen(10, 2);
SELECT grown IS NOT NULL AS grown, (SELECT count(*) FROM data.book b WHERE b.owner = a.id AND b.trusted) AS books
  FROM data.account a WHERE phone = '+919802420001'::numsight.phone;
SELECT n.phone, numsight.spam_likelihood(n.state, now()) < y.likelihood AS lower,
       numsight.spam_likelihood((private.recompute(n.phone, now() - interval '1 minute')).state, now()) = y.then AS past_stays
  FROM data.number n JOIN young y USING (phone) ORDER BY n.phone;
SELECT * FROM private.drift();
-- what has ripened stays so when a late event tells more of a call; and what is told late of the time before counts like it
SELECT pg_temp.member('+919802420003', 'Late', NULL, 50) AS late \gset
CREATE FUNCTION pg_temp.event(n integer, call text, kind text, at interval) RETURNS bytea LANGUAGE sql AS $$
    SELECT convert_to(jsonb_build_object('event_id', '00000000-0000-4000-8000-' || lpad(n::text, 12, '0'), 'call_id', call, 'event', kind,
        'calling_number', '+919802420094', 'called_number', '+919802420003',
        'created_at', to_char((now() - at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))::text, 'UTF8')
$$;
SELECT (api.call_events(:'late', pg_temp.event(9001, 'ripe', kind, at), 'application/json')).status
  FROM (VALUES ('INITIATE', interval '10 days')) v (kind, at);
SELECT (api.call_events(:'late', pg_temp.event(9002, 'ripe', 'DISCONNECT', interval '10 days' - interval '40 s'), 'application/json')).status;
SELECT trusted, answered FROM data.call WHERE phone = '+919802420094';
SELECT private.ripen(10, 2), private.ripen(10, 2);
SELECT (api.call_events(:'late', pg_temp.event(9003, 'ripe', 'ANSWER', interval '10 days' - interval '5 s'), 'application/json')).status;
SELECT trusted, answered, ripened IS NOT NULL AS ripened FROM data.call WHERE phone = '+919802420094';
SELECT (api.call_events(:'late', pg_temp.event(9004, 'more', 'INITIATE', interval '9 days'), 'application/json')).status,
       (api.call_events(:'late', pg_temp.event(9005, 'more', 'DISCONNECT', interval '9 days' - interval '40 s'), 'application/json')).status;
SELECT count(*), bool_and(trusted) FROM data.call WHERE phone = '+919802420094';
SELECT * FROM private.drift();
-- nobody who was wrong too often does
SELECT pg_temp.member('+919802420002', 'Liar', NULL, 100) AS liar \gset
UPDATE data.account SET disagreed = 3, created = now() - interval '10 days' WHERE phone = '+919802420002'::numsight.phone;
SELECT (api.call_declare(:'liar', '9802420093', 'inbound', true, 5, NULL, NULL)).status;
UPDATE data.account SET created = now() - interval '100 days' WHERE phone = '+919802420002'::numsight.phone;
SELECT private.ripen(10), bool_or(trusted) FROM data.call WHERE phone = '+919802420093';
ROLLBACK;
