-- api_key: keys of programs: made once, kept as digests, ended at once
\getenv abs_srcdir PG_ABS_SRCDIR
\set ECHO none
\set begin :abs_srcdir '/sql/api_begin.psql'
\i :begin
\set ECHO all
\pset format unaligned
\pset tuples_only on
SELECT pg_temp.member('+919803000001', 'Asha') AS asha, pg_temp.member('+919803000002', 'Ravi') AS ravi \gset
SELECT id AS account FROM data.account WHERE phone = '+919803000001' \gset

SET LOCAL timezone = 'UTC';
-- a key is answered once, in a slot that the worker fills; it may read and write for a year
SELECT pg_temp.said(api.key_create(:'asha', ' pbx ', NULL, NULL, sha256('one')));
SELECT pg_temp.part(r, 'id') AS two FROM api.key_create(:'asha', 'reader', ' write  read write', to_char(now() + interval '90 days', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), sha256('two')) r \gset
SELECT k.name, k.scopes, s.expires - s.created = '365 days' AS year, s.rotating, k.digest = sha256('one') FROM data.api_key k JOIN data.session s ON s.id = k.session
 WHERE s.account = :account AND k.name = 'pbx';
SELECT pg_temp.said(api.keys(:'asha'));
SELECT pg_temp.said(api.keys(:'ravi'));
-- the list tells no digest
SELECT body !~ encode(sha256('one'), 'hex') FROM api.keys(:'asha');

-- who presents it is its session; beside it may stand its id, as uuid or with SK in front, or AC and the account's
SELECT r.status, r.body, r.next::json ->> 'scope', r.next::json ->> 'sub' = private.seal('account', :account),
       to_timestamp((r.next::json ->> 'exp')::bigint) > now() + interval '30 days'
  FROM api.key_of(sha256('two'), NULL) r;
SELECT (api.key_of(sha256('two'), NULL)).next::json ->> 'sid' AS key \gset
SELECT pg_temp.part(api.me(:'key'), 'name');
SELECT n.id IS NOT NULL AS named, (api.key_of(sha256('two'), n.id)).status FROM unnest(ARRAY[NULL, :'two', upper(:'two'), replace(:'two', '-', ''),
    'SK' || replace(:'two', '-', ''), 'AC' || replace(private.seal('account', :account), '-', ''),
    '', 'SK', 'x', 'AC' || replace(:'two', '-', ''), private.seal('account', :account), 'SKSK' || replace(:'two', '-', '')]) WITH ORDINALITY n (id, place) ORDER BY place;
SELECT pg_temp.said(api.key_of(sha256('three'), NULL)), pg_temp.said(api.key_of(sha256('three'), :'two'));

-- being used is noted, but not more than once a minute
SELECT used = now() FROM data.api_key WHERE digest = sha256('two');
UPDATE data.api_key SET used = now() - interval '50 seconds' WHERE digest = sha256('two');
SELECT status FROM api.key_of(sha256('two'), NULL);
SELECT now() - used FROM data.api_key WHERE digest = sha256('two');
UPDATE data.api_key SET used = now() - interval '70 seconds' WHERE digest = sha256('two');
SELECT status FROM api.key_of(sha256('two'), NULL);
SELECT now() - used FROM data.api_key WHERE digest = sha256('two');

-- a key makes no keys, and ends no other; a role is asked for, not the token
SELECT pg_temp.said(api.key_create(:'key', 'another', NULL, NULL, sha256('four')));
SELECT pg_temp.part(api.keys(:'asha'), 'results', '1', 'id') AS one \gset
SELECT pg_temp.said(api.key_revoke(:'key', :'one'));
SELECT pg_temp.said(api.key_create(:'asha', 'operator', 'admin', NULL, sha256('five')));
UPDATE data.account SET roles = '{admin}' WHERE id = :account;
SELECT r.status, pg_temp.part(r, 'scope') FROM api.key_create(:'asha', 'operator', 'admin', NULL, sha256('five')) r;
UPDATE data.account SET roles = '{}' WHERE id = :account;
SELECT pg_temp.said(api.number_rule(((api.key_of(sha256('five'), NULL)).next::json ->> 'sid')::uuid, '9803000099', NULL, true, NULL, NULL, NULL));

-- revoked it is over at once, also for who has its session in his memory; of others' keys nobody learns
SELECT pg_temp.said(api.key_revoke(:'ravi', :'two')), pg_temp.said(api.key_revoke(:'asha', 'x'));
SELECT status FROM api.key_revoke(:'asha', :'two');
SELECT pg_temp.refusal(format('api.me(%L)', :'key'));
SELECT pg_temp.said(api.key_of(sha256('two'), NULL));
SELECT pg_temp.said(api.key_revoke(:'asha', :'two'));
-- itself it may end
SELECT (api.key_of(sha256('one'), NULL)).next::json ->> 'sid' AS key \gset
SELECT status FROM api.key_revoke(:'key', :'one');
SELECT pg_temp.refusal(format('api.keys(%L)', :'key'));
SELECT kind, detail - 'key' FROM data.audit WHERE account = :account ORDER BY id;
-- at its time it is over, too, and then forgotten
UPDATE data.session s SET created = now() - interval '9 days', expires = now() - interval '2 days' FROM data.api_key k WHERE k.session = s.id AND k.digest = sha256('five');
SELECT pg_temp.said(api.key_of(sha256('five'), NULL)), pg_temp.said(api.keys(:'asha'));
SELECT private.tidy() > 0;
SELECT count(*) FROM data.api_key WHERE digest = sha256('five');
-- and with the account
SELECT status FROM api.key_create(:'ravi', 'one', 'read', NULL, sha256('six'));
SELECT private.erase(id) FROM data.account WHERE phone = '+919803000002';
SELECT count(*) FROM data.api_key WHERE digest = sha256('six');

-- nonsense
SELECT pg_temp.refusal(format('api.key_create(%L, %L, %L, %L, %L)', :'asha', n.name, n.scope, n.until, sha256('x')))
  FROM (VALUES (' ', NULL, NULL), (repeat('x', 257), NULL, NULL), ('x', '', NULL), ('x', 'read,write', NULL), ('x', 'Read', NULL),
               ('x', 'read write admin read', NULL), ('x', NULL, 'tomorrow'), ('x', NULL, '2030-02-30T00:00:00Z'),
               ('x', NULL, to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')), ('x', NULL, '2099-01-01T00:00:00Z')) n (name, scope, until);
-- fifty are enough
SELECT count(*) FROM generate_series(1, 49) i CROSS JOIN LATERAL api.key_create(:'asha', 'key ' || i, 'read', NULL, sha256(convert_to(i::text, 'UTF8'))) r WHERE r.status = 201;
SELECT status FROM api.key_create(:'asha', 'fifty', 'read', NULL, sha256('fifty'));
SELECT pg_temp.said(api.key_create(:'asha', 'more', 'read', NULL, sha256('more')));
ROLLBACK;
