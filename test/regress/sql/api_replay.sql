-- api_replay: an Idempotency-Key, and If-Match
\getenv abs_srcdir PG_ABS_SRCDIR
\set ECHO none
\set begin :abs_srcdir '/sql/api_begin.psql'
\i :begin
\set ECHO all
\pset format unaligned
\pset tuples_only on
SELECT pg_temp.member('+919800900001', 'Asha') AS asha, pg_temp.member('+919800900002', 'Ben') AS ben \gset

-- as the workers call it: what was kept, else the function and keeping its answer
CREATE FUNCTION pg_temp.once(session uuid, key text, request text, number text) RETURNS api.reply LANGUAGE plpgsql AS $$
BEGIN
    RETURN coalesce(api.replay(session, key, sha256(convert_to(request, 'UTF8'))),
        api.replay_keep(session, key, api.call_declare(session, number, NULL, NULL, NULL, NULL, NULL)));
END $$;
CREATE FUNCTION pg_temp.appearances(r api.reply) RETURNS text LANGUAGE sql AS $$
    SELECT r.status || ' ' || (r.body::json #>> '{counts,appearances}') $$;

-- sent again it is answered again, and counts once; without a key it counts each time
SELECT pg_temp.appearances(pg_temp.once(:'asha', 'k1', 'a', '+919800900011'));
SELECT pg_temp.appearances(pg_temp.once(:'asha', 'k1', 'a', '+919800900011'));
SELECT total_appearance FROM data.number WHERE phone = '+919800900011';
SELECT pg_temp.appearances(api.call_declare(:'asha', '+919800900011', NULL, NULL, NULL, NULL, NULL));
-- what was answered stays what it was, also when the world has moved on
SELECT pg_temp.appearances(pg_temp.once(:'asha', 'k1', 'a', '+919800900011'));
-- another request under the same key; the same key of somebody else
SELECT pg_temp.said(pg_temp.once(:'asha', 'k1', 'b', '+919800900012'));
SELECT pg_temp.appearances(pg_temp.once(:'ben', 'k1', 'b', '+919800900012'));
-- a refusal is not kept, and frees the key
SELECT pg_temp.said(pg_temp.once(:'asha', 'k2', 'own', '+919800900001'));
SELECT pg_temp.appearances(pg_temp.once(:'asha', 'k2', 'other', '+919800900013'));
-- what raises leaves nothing
SELECT pg_temp.refusal(format('pg_temp.once(%L, ''k3'', ''bad'', ''nonsense'')', :'asha'));
SELECT count(*) FROM data.replay WHERE key = 'k3';
-- after a day the key is free, whoever comes first: the next request or tidying up
UPDATE data.replay SET made = now() - interval '25 hours' WHERE key IN ('k1', 'k2');
SELECT pg_temp.appearances(pg_temp.once(:'asha', 'k1', 'b', '+919800900014'));
SELECT private.tidy();
SELECT key FROM data.replay;
-- nobody who has no session
SELECT pg_temp.refusal('api.replay(''00000000-0000-4000-8000-000000000000'', ''k'', sha256(''''))');

-- a change under If-Match
SET LOCAL numsight.budget = on;
SELECT pg_temp.part(api.contact_create(:'asha', 'Ravi', '+919800900021', NULL, NULL), 'id') AS contact \gset
SELECT private.tag_of(private.bare((api.contact(:'asha', :'contact')).body)) AS tag \gset
SELECT api.precondition(:'asha', 'contact', :'contact', NULL) IS NULL AS any_version,
       api.precondition(:'asha', 'contact', :'contact', :'tag') IS NULL AS this_version,
       api.precondition(:'asha', 'contact', :'contact', '"0", W/' || :'tag') IS NULL AS weak,
       api.precondition(:'asha', 'contact', :'contact', left(:'tag', -1) || '-0123456789abcdef"') IS NULL AS shown,
       api.precondition(:'asha', 'contact', :'contact', ' * ') IS NULL AS star;
SELECT pg_temp.said(api.precondition(:'asha', 'contact', :'contact', t))
  FROM unnest(ARRAY['"0"', '', 'nonsense', trim('"' FROM :'tag')]) t;
SELECT pg_temp.said(api.precondition(:'ben', 'contact', :'contact', :'tag'));
SELECT (api.contact_change(:'asha', :'contact', 'Ravi K', NULL, NULL, NULL)).status;
SELECT pg_temp.said(api.precondition(:'asha', 'contact', :'contact', :'tag'));
ROLLBACK;
