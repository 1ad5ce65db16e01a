-- api_stats: figures are counted or tallied, bounded, and of nobody alone
\getenv abs_srcdir PG_ABS_SRCDIR
\set ECHO none
\set begin :abs_srcdir '/sql/api_begin.psql'
\i :begin
\set ECHO all
\pset format unaligned
\pset tuples_only on
SET LOCAL timezone = 'UTC';
SELECT pg_temp.member('+919805000001', 'Asha') AS asha, pg_temp.member('+919805000002', 'Ravi') AS ravi, pg_temp.member('+919805000003', 'Mina') AS mina \gset
-- everybody registered some day long ago, at noon
UPDATE data.account SET created = '2024-03-10T12:30:00Z' WHERE phone IN ('+919805000001', '+919805000002');
CREATE FUNCTION pg_temp.rows(r api.reply) RETURNS SETOF text LANGUAGE sql AS $$
    SELECT e::text FROM json_array_elements(r.body::json -> 'results') WITH ORDINALITY t (e, n) ORDER BY n
$$;
INSERT INTO data.call (account, phone, inbound, at, received, caller, known, neighbour, weight, cluster, trusted)
SELECT (SELECT id FROM data.account WHERE phone = '+919805000001'), '+919805000091', true, t, t, 1, false, false, 1, 1, true FROM unnest(ARRAY['2024-03-09T23:59:59Z', '2024-03-10T00:00:00Z', '2024-03-10T12:00:00Z', '2024-03-11T00:00:00Z']::timestamptz[]) t;

-- by day, its first moment belongs to it; two registrations are not shown, three are
SELECT pg_temp.rows(api.stats_activity(:'asha', '2024-03-09T06:00:00Z', '2024-03-11T00:00:01Z', 'day'));
UPDATE data.account SET created = '2024-03-10T12:30:00Z' WHERE phone = '+919805000003';
SELECT pg_temp.rows(api.stats_activity(:'asha', '2024-03-10T11:00:00Z', '2024-03-10T13:00:00Z', 'hour'));
-- tallied it is the same, and stays when what was counted is gone
SELECT (api.stats_activity(:'asha', '2024-03-01T00:00:00Z', '2024-04-01T00:00:00Z', NULL)).body AS counted \gset
SELECT private.tally() > 0;
SELECT (api.stats_activity(:'asha', '2024-03-01T00:00:00Z', '2024-04-01T00:00:00Z', NULL)).body = :'counted';
SELECT private.tallied() = date_trunc('hour', now(), 'UTC');
SELECT private.tally();
-- look-ups are what the workers told, whoever was charged for it
SELECT status FROM api.budgets_keep(ARRAY['0bd4d0fa-e413-99ab-8eef-7b2b0a919501', '203.0.113.0/24', '0bd4d0fa-e413-99ab-8eef-7b2b0a919501'], ARRAY[1, 1, NULL]);
SELECT status FROM api.lookups_keep(3);
SELECT status FROM api.lookups_keep(4);
SELECT e::json ->> 'lookups' FROM pg_temp.rows(api.stats_activity(:'asha', NULL, NULL, 'hour')) e OFFSET 29;

SELECT to_char(now() + interval '1 minute', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS to \gset
-- what two people said is put together with what nobody named
SELECT (api.spam_report(s, n, c, NULL, NULL)).status FROM unnest(ARRAY[:'asha', :'ravi']::uuid[]) s, (VALUES ('9805000081', 'survey'), ('+14155550199', NULL)) v (n, c);
SELECT pg_temp.rows(api.stats_reports(:'asha', NULL, :'to', NULL));
SELECT (api.spam_report(:'mina', '9805000082', 'survey', NULL, NULL)).status;
SELECT pg_temp.rows(api.stats_reports(:'asha', NULL, :'to', 'category'));
SELECT pg_temp.rows(api.stats_reports(:'asha', NULL, :'to', 'region'));
-- a number stands among the first when it is likely spam and three people say so
SELECT private.say(NULL, n::numsight.phone, 'override', 'spam') > 0 FROM unnest(ARRAY['+919805000081', '+919805000082']) n;
SELECT pg_temp.rows(api.stats_numbers(:'asha', NULL, :'to', 5));
SELECT (api.spam_report(:'mina', '9805000081', 'survey', NULL, NULL)).status;
SELECT r::json ->> 'phone_number', r::json ->> 'reports' FROM pg_temp.rows(api.stats_numbers(:'asha', NULL, :'to', 5)) r;
SELECT shown = ARRAY[numsight.phone_to_bigint('+919805000081')] FROM api.stats_numbers(:'asha', NULL, :'to', 5);
-- every number is in one of twenty bins
SELECT count(*), sum((r::json ->> 'numbers')::bigint) = (SELECT count(*) FROM data.number) FROM pg_temp.rows(api.stats_likelihoods(:'asha')) r;

-- nonsense
SELECT pg_temp.refusal(format('api.stats_activity(%L, %L, %L, %L)', :'asha', f, t, b)) FROM (VALUES
    (NULL, NULL, 'week'), ('x', NULL, NULL), (NULL, 'x', NULL), ('2020-01-01T00:00:00Z', NULL, NULL), ('2024-01-01T00:00:00Z', '2024-01-17T00:00:00Z', 'hour'),
    ('2024-01-02T00:00:00Z', '2024-01-01T00:00:00Z', NULL), ('2024-01-01T00:00:00Z', '2024-01-01T00:00:00Z', NULL)) n (f, t, b);
SELECT pg_temp.refusal(format('api.stats_reports(%L, NULL, NULL, %L)', :'asha', 'person'));
SELECT pg_temp.refusal(format('api.stats_numbers(%L, %L, NULL, 5)', :'asha', '2024-01-01T00:00:00Z'));
ROLLBACK;
