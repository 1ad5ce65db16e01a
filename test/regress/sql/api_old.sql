-- api_old: the paths of application A
\getenv abs_srcdir PG_ABS_SRCDIR
\set ECHO none
\set begin :abs_srcdir '/sql/api_begin.psql'
\i :begin
\set ECHO all
\pset format unaligned
\pset tuples_only on
SELECT pg_temp.member('+919800900001', 'Asha') AS asha, pg_temp.member('+919800900002', 'Ben', 'ben@example.org') AS ben \gset

-- the seven keys in the order that was published, then ours
SELECT pg_temp.said(api.old_register(:'asha', '9800900091', 'Ravi', 'ravi@example.org'));
SELECT string_agg(key, ' ' ORDER BY n) FROM json_object_keys((api.old_spam(:'asha', '9800900091', NULL, NULL)).body::json) WITH ORDINALITY t (key, n);

-- registering an entry: new 201, renamed or already so 200; always in the caller's own book
SELECT pg_temp.said(api.old_register(:'asha', '+919800900091', 'Ravi Kumar', NULL));
SELECT pg_temp.said(api.old_register(:'asha', '9800900091', 'Ravi Kumar', NULL));
SELECT name, email FROM data.contact WHERE phone = '+919800900091';
SELECT pg_temp.said(api.old_register(:'ben', '9800900091', 'Spam Ravi', NULL));
SELECT name, books FROM data.entry WHERE phone = '+919800900091' ORDER BY name;
-- what is told of the number is charged
SELECT status, shown = ARRAY[numsight.phone_to_bigint('+919800900091')] FROM api.old_register(:'asha', '9800900091', 'Ravi Kumar', NULL);
SELECT status, shown = ARRAY[numsight.phone_to_bigint('+919800900099')] FROM api.old_register(:'ben', '9800900099', 'New', NULL);
-- nobody is renamed by others, and no account is made or taken over
SELECT pg_temp.said(api.old_register(:'asha', '9800900002', 'Benedict', 'stolen@example.org'));
SELECT name, email FROM data.account WHERE phone = '+919800900002';
SELECT count(*) FROM data.account WHERE phone = '+919800900091';
-- his own e-mail is shown to those he knows, unless the caller wrote one
SELECT pg_temp.part(api.old_register(:'asha', '9800900002', 'Benedict', NULL), 'email_address');
DELETE FROM data.contact WHERE name = 'Benedict';
SELECT pg_temp.part(api.old_call(:'asha', '9800900002'), 'email_address');
SELECT (api.contact_create(:'ben', 'Asha', '9800900001', NULL, NULL)).status;
SELECT pg_temp.part(api.old_call(:'asha', '9800900002'), 'email_address');

-- a call is one more appearance; a report counts once
SELECT pg_temp.part(api.old_call(:'asha', '9800900092'), 'total_appearance') FROM generate_series(1, 3);
SELECT pg_temp.part(api.old_spam(s, '9800900092', 'telemarketing', NULL), 'num_spam') FROM unnest(ARRAY[:'asha', :'asha', :'ben']::uuid[]) s;
SELECT (api.spam_withdraw(:'ben', '9800900092', NULL)).status;
SELECT pg_temp.part(api.old_call(:'asha', '9800900092'), 'num_spam');
-- the misspelt likelihood is the same probability
SELECT pg_temp.part(o, 'spam_likelyhood') = pg_temp.part(o, 'spam_likelihood'), pg_temp.part(o, 'spam_likelyhood')::numeric BETWEEN 0 AND 1
  FROM api.old_call(:'asha', '9800900092') o;
-- an integer is a national or a bare international number
SELECT pg_temp.part(api.old_call(:'asha', n), 'phone_number') FROM unnest(ARRAY['9800900093', '919800900093']) n;
-- the caller's own name of a number comes before the directory's
SELECT pg_temp.part(api.old_call(:'ben', '9800900091'), 'name'), pg_temp.part(api.old_call(:'asha', '9800900091'), 'name');

SELECT pg_temp.said(api.old_call(:'asha', '9800900001'));
SELECT pg_temp.said(api.old_spam(:'asha', '9800900001', NULL, NULL));
SELECT pg_temp.refusal(call)
  FROM unnest(ARRAY[
    format('api.old_register(%L, %L, %L, NULL)', :'asha', 'x', 'A'),
    format('api.old_register(%L, %L, %L, NULL)', :'asha', '9800900094', ' '),
    format('api.old_register(%L, %L, %L, %L)', :'asha', '9800900094', 'A', 'nowhere'),
    format('api.old_call(%L, %L)', :'asha', 'x'),
    format('api.old_call(%L, NULL)', :'asha'),
    format('api.old_spam(%L, %L, %L, NULL)', :'asha', '9800900094', 'rude'),
    format('api.old_spam(%L, NULL, NULL, NULL)', :'asha'),
    'api.old_test(NULL)']) WITH ORDINALITY t (call, n)
 ORDER BY n;
SELECT * FROM private.drift();
ROLLBACK;
