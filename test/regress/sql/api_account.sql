-- api_account: registration and the own profile
\getenv abs_srcdir PG_ABS_SRCDIR
\set ECHO none
\set begin :abs_srcdir '/sql/api_begin.psql'
\i :begin
\set ECHO all
\pset format unaligned
\pset tuples_only on

-- name, number and password are enough; the password never comes back
SELECT pg_temp.said(api.user_create('Asha Rao', '+919800100001', NULL, :'hash', NULL, NULL));
SELECT password = :'hash' FROM data.account WHERE phone = '+919800100001'::numsight.phone;

-- a number is registered at most once, however it is written
SELECT pg_temp.said(api.user_create('Somebody', n, NULL, :'hash', NULL, NULL))
  FROM unnest(ARRAY['9800100001', '09800100001', '919800100001', '+91 98001-00001', 'tel:+91-9800100001']) n;
SELECT name FROM data.account WHERE phone = '+919800100001'::numsight.phone;

-- the number may come as contact_number; a region reads national numbers and becomes the account's own
SELECT pg_temp.said(api.user_create('Bob', NULL, '020 7946 0991', :'hash', ' bob@example.org ', 'gb'));
-- else the account is of the country of its number
SELECT pg_temp.said(api.user_create('Carla', '+49 1512 3456789', NULL, :'hash', '', NULL));

-- strange names are data
SELECT pg_temp.part(api.user_create(n, '+9198001000' || 10 + i, NULL, :'hash', NULL, NULL), 'name')
  FROM unnest(ARRAY['  Robert''); DROP TABLE data.account;-- ', '<b>"x"</b>', '😀', 'محمد', U&'\202EevE', '%_\', repeat('é', 128)])
       WITH ORDINALITY t (n, i);

-- numbers that are not possible are accepted, for whatever parses is a number
SELECT pg_temp.said(api.user_create('Short', '+1234567890', NULL, :'hash', NULL, NULL));

-- what is refused, with field, reason and remedy
SELECT pg_temp.refusal(format('api.user_create(%L, %L, NULL, %L, %L, %L)', name, phone, :'hash', email, region))
  FROM (VALUES (1, 'A', NULL, NULL, NULL),
               (2, 'A', '', NULL, NULL),
               (3, 'A', 'letters', NULL, NULL),
               (4, 'A', '1', NULL, NULL),
               (5, 'A', '+999123456', NULL, NULL),
               (6, 'A', '+9112345678901234567890', NULL, NULL),
               (7, 'A', repeat('9', 65), NULL, NULL),
               (8, 'A', '+919800100099', NULL, 'XX'),
               (9, 'A', '+919800100099', NULL, 'India'),
               (10, NULL, '+919800100099', NULL, NULL),
               (11, '', '+919800100099', NULL, NULL),
               (12, U&' \00A0\200B ', '+919800100099', NULL, NULL),
               (13, U&'a\0007b', '+919800100099', NULL, NULL),
               (14, E'a\nb', '+919800100099', NULL, NULL),
               (15, repeat('é', 129), '+919800100099', NULL, NULL),
               (16, 'A', '+919800100099', 'no at', NULL),
               (17, 'A', '+919800100099', 'a@b', NULL),
               (18, 'A', '+919800100099', 'a@@example.org', NULL),
               (19, 'A', '+919800100099', 'a@-example.org', NULL),
               (20, 'A', '+919800100099', 'a@example..org', NULL),
               (21, 'A', '+919800100099', '.a@example.org', NULL),
               (22, 'A', '+919800100099', repeat('a', 65) || '@example.org', NULL),
               (23, 'A', '+919800100099', 'a@' || repeat('abcdefgh.', 30) || 'org', NULL)) t (n, name, phone, email, region)
 ORDER BY n;
-- and nothing of it was written
SELECT count(*) FROM data.account WHERE phone = '+919800100099'::numsight.phone;

-- e-mail addresses that are fine
SELECT pg_temp.part(api.user_create('E', '+9198001001' || 10 + i, NULL, :'hash', e, NULL), 'email')
  FROM unnest(ARRAY['a@b.co', 'first.last+tag@sub.example.org', 'jürgen@exämple.de', 'o''brien@example.ie', '用户@例子.公司'])
       WITH ORDINALITY t (e, i);

-- a password that is not hashed cannot be kept
SELECT pg_temp.refusal($$api.user_create('A', '+919800100099', NULL, 'secret', NULL, NULL)$$);

-- the network of an address: /24 and /48; what tells nobody apart has none
SELECT a, private.network(a)
  FROM unnest(ARRAY['203.0.113.9', '::ffff:203.0.113.9', '2001:db8:1:2::3', '127.0.0.1', '10.1.2.3', '100.64.0.1', '169.254.1.1',
                    '172.31.0.1', '192.168.1.1', '0.0.0.0', '::1', '::', 'fd00::1', 'fe80::1', '::ffff:127.0.0.1', 'unix:', '', NULL]) a;
-- accounts registered from one network are one cluster, which does not tell the network; the others are clusters of their own
SELECT pg_temp.part(api.user_create('N', '+91980010020' || i, NULL, :'hash', NULL, NULL, a), 'name')
  FROM unnest(ARRAY['203.0.113.9', '203.0.113.200', '::ffff:203.0.113.7', '203.0.114.9', '2001:db8:1:2::3', '2001:db8:1:ffff::9',
                    '127.0.0.1', '127.0.0.1', NULL]) WITH ORDINALITY t (a, i);
SELECT string_agg(right(phone::text, 1), ' ' ORDER BY phone) AS together, min(cluster) >= 0 AS positive
  FROM data.account WHERE phone::text LIKE '+91980010020_' GROUP BY cluster ORDER BY 1;
-- keyed: another deployment makes another cluster of it
SELECT private.cluster('203.0.113.9') AS ours \gset
UPDATE data.setting SET value = repeat('ab', 16) WHERE name = 'seal_key';
SELECT private.cluster('203.0.113.9') <> :ours;

-- the own profile, and the token check of the original application
SELECT pg_temp.member('+919800100003', 'Dev', 'dev@example.org') AS dev \gset
SELECT pg_temp.said(api.me(:'dev'));
SELECT pg_temp.said(api.old_test(:'dev'));

-- a session that never was, one that was ended, one that is over, one of somebody who is gone
SELECT pg_temp.refusal(format('api.me(%L)', s)) FROM unnest(ARRAY[NULL, '00000000-0000-0000-0000-000000000000']) s;
UPDATE data.session SET revoked = now() WHERE id = :'dev';
SELECT pg_temp.refusal(format('api.me(%L)', :'dev'));
UPDATE data.session SET revoked = NULL, created = now() - interval '2 days', expires = now() WHERE id = :'dev';
SELECT pg_temp.refusal(format('api.me(%L)', :'dev'));
UPDATE data.session SET expires = now() + interval '1 day' WHERE id = :'dev';
SELECT private.erase(id) FROM data.account WHERE phone = '+919800100003'::numsight.phone;
SELECT pg_temp.refusal(format('api.me(%L)', :'dev'));
ROLLBACK;
