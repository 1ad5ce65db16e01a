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
ROLLBACK;
