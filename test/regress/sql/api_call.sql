-- api_call: calls that clients declare
\getenv abs_srcdir PG_ABS_SRCDIR
\set ECHO none
\set begin :abs_srcdir '/sql/api_begin.psql'
\i :begin
\set ECHO all
\pset format unaligned
\pset tuples_only on
SELECT pg_temp.member('+919800800001', 'Asha') AS asha, pg_temp.member('+919800800002', 'Ben') AS ben \gset

-- each call counts, whoever declares it
SELECT pg_temp.said(api.call_declare(:'asha', '7000800091', NULL, NULL, NULL, NULL, NULL));
SELECT pg_temp.part(api.call_declare(s, '7000800091', 'inbound', true, 60, NULL, NULL), 'counts', 'appearances')
  FROM unnest(ARRAY[:'asha', :'ben']::uuid[]) s;
-- a call is exposure, not guilt: long ones to people speak for the number
SELECT numsight.spam_likelihood(state, now()) < 0.2 FROM data.number WHERE phone = '+917000800091';

-- what is kept of a call
SELECT (api.call_declare(:'asha', '020 7946 0123', 'outbound', NULL, 5, '2024-02-29T23:59:59.5+05:30', 'GB')).status;
SELECT (api.call_declare(:'asha', '9800800092', 'inbound', false, NULL, '2024-04-01 12:00:00Z', NULL)).status;
SELECT (api.contact_create(:'asha', 'Friend', '9800800093', NULL, NULL)).status, (api.call_declare(:'asha', '9800800093', NULL, NULL, 0, NULL, NULL)).status;
SELECT phone, inbound, answered, seconds, known, neighbour, trusted, at = now() AS now FROM data.call ORDER BY id;
SELECT at AT TIME ZONE 'UTC' FROM data.call WHERE at < now() ORDER BY at;

-- a newcomer's calls count like those of a week later, those from before he came as well; later they count more
SELECT (api.call_declare(c.session, '9800800094', NULL, NULL, NULL, at, NULL)).status
  FROM (SELECT pg_temp.member('+919800800003', 'Cy', NULL, 0) AS session) c, unnest(ARRAY[NULL, '2024-02-29T12:00:00Z']) at;
SELECT phone, weight = numsight.spam_call_weight(0.4, 7), weight > numsight.spam_call_weight(0.4, 30) FROM data.call
 WHERE phone IN ('+919800800094', '+917000800091') ORDER BY id;

-- numbers with the same first digits are neighbours
SELECT private.neighbours('+919800800001', n::numsight.phone) FROM unnest(ARRAY['+919800809999', '+919800700001', '+449800800001']) n;

-- nobody calls himself
SELECT pg_temp.said(api.call_declare(:'asha', '9800800001', NULL, NULL, NULL, NULL, NULL));

-- what is refused
SELECT pg_temp.refusal(format('api.call_declare(%L, %L, %L, %L, %L, %L, %L)', :'asha', phone, direction, answered, duration, at, region))
  FROM (VALUES (1, NULL, NULL, NULL, NULL, NULL, NULL),
               (2, 'me', NULL, NULL, NULL, NULL, NULL),
               (3, '9800800099', 'in', NULL, NULL, NULL, NULL),
               (4, '9800800099', NULL, NULL, -1, NULL, NULL),
               (5, '9800800099', NULL, NULL, 86401, NULL, NULL),
               (6, '9800800099', NULL, NULL, 9223372036854775807, NULL, NULL),
               (7, '9800800099', NULL, false, 1, NULL, NULL),
               (8, '9800800099', NULL, NULL, NULL, 'yesterday', NULL),
               (9, '9800800099', NULL, NULL, NULL, '2024-02-30T00:00:00Z', NULL),
               (10, '9800800099', NULL, NULL, NULL, '2024-02-28T25:00:00Z', NULL),
               (11, '9800800099', NULL, NULL, NULL, '2024-02-28T12:00:00', NULL),
               (12, '9800800099', NULL, NULL, NULL, '2024-02-28T12:00:00+99:99', NULL),
               (13, '9800800099', NULL, NULL, NULL, '2999-01-01T00:00:00Z', NULL),
               (14, '9800800099', NULL, NULL, NULL, '1999-12-31T23:59:59Z', NULL),
               (15, '9800800099', NULL, NULL, NULL, '0000-00-00T00:00:00Z', NULL),
               (16, '9800800099', NULL, NULL, NULL, '', NULL),
               (17, '9800800099', NULL, NULL, NULL, NULL, 'XX')) t (n, phone, direction, answered, duration, at, region)
 ORDER BY n;
SELECT count(*) FROM data.call WHERE phone = '+919800800099';

-- a time that RFC 3339 does not have is none; the last second of a day may be a leap second
SELECT value, pg_temp.refusal(format('private.reply(200, private.%s(%L, %L)::text)', reader, value, field))
  FROM unnest(ARRAY['2024-04-01T24:00:00Z', '2024-04-01T23:60:00Z', '2024-04-01T23:59:61Z', '2024-04-01T12:00:00+24:00', '2024-04-01T12:00:00+05:60'])
       WITH ORDINALITY v (value, n)
 CROSS JOIN unnest(ARRAY['instant_of', 'future_of', 'moment_of'], ARRAY['as_of', 'cut_over_at', 'from']) WITH ORDINALITY r (reader, field, m) ORDER BY m, n;
SELECT pg_temp.refusal(format('private.reply(200, private.moment_of(%L, %L)::text)', value, 'to'))
  FROM unnest(ARRAY['2024-04-01T24:00', '2024-04-01T12:60', '2024-04-01T12:00+2400']) WITH ORDINALITY t (value, n) ORDER BY n;
SELECT private.instant_of('2016-12-31T23:59:60Z', 'at') AT TIME ZONE 'UTC', private.instant_of('2016-12-31T23:59:59.5+14:00', 'at') AT TIME ZONE 'UTC',
       private.moment_of('2016-12-31T23:59', 'from') AT TIME ZONE 'UTC';
SELECT * FROM private.drift();
ROLLBACK;
