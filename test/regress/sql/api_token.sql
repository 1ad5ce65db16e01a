-- api_token: logging in, rotation of refresh tokens, failures
\getenv abs_srcdir PG_ABS_SRCDIR
\set ECHO none
\set begin :abs_srcdir '/sql/api_begin.psql'
\i :begin
\set ECHO all
\pset format unaligned
\pset tuples_only on
SELECT pg_temp.member('+919800200001', 'Asha') AS asha \gset
SELECT id AS account FROM data.account WHERE phone = '+919800200001'::numsight.phone \gset
UPDATE data.account SET username = 'AshaR' WHERE id = :account;

-- a login names an account by number in any form, or by user name in any case, or by number as user name
SELECT p.account = :account, p.hash FROM (VALUES
    (NULL, '9800200001', NULL), (NULL, '+91 98002 00001', NULL), ('ashar', NULL, NULL), (' ASHAR ', NULL, NULL),
    ('09800200001', NULL, NULL), ('nobody', '9800200001', NULL)) t (username, phone, region)
 CROSS JOIN LATERAL api.password_of(t.username, t.phone, t.region) p;

-- who is not there has no hash and an account below zero, the same for every way of writing it
SELECT account < 0, hash IS NULL FROM api.password_of('nobody', NULL, NULL);
SELECT count(DISTINCT p.account) FROM unnest(ARRAY['9800200099', '+919800200099', '09800200099']) n
 CROSS JOIN LATERAL api.password_of(NULL, n, NULL) p;
DO $$ BEGIN
    PERFORM api.password_of(NULL, NULL, NULL);
EXCEPTION WHEN invalid_parameter_value THEN RAISE WARNING '%', SQLERRM; END $$;
DO $$ BEGIN
    PERFORM api.password_of(NULL, 'letters', NULL);
EXCEPTION WHEN invalid_parameter_value THEN RAISE WARNING '%', SQLERRM; END $$;

-- a good login: tokens in slots, claims for the worker
SELECT pg_temp.said(t), regexp_replace(t.next, '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}', 'ID', 'g')
  FROM api.token(:account, true, sha256('one')) t;
SELECT pg_temp.said(t) FROM api.old_token(:account, true, sha256('fixed')) t;
UPDATE data.account SET roles = '{admin}' WHERE id = :account;
SELECT t.next::json ->> 'scope', t.next::json ->> 'sub' = t.next::json ->> 'user_id'
  FROM api.token(:account, true, sha256('two')) t;
UPDATE data.account SET roles = '{}' WHERE id = :account;
-- the session of the claims is good
SELECT (api.token(:account, true, sha256('four'))).next::json ->> 'sid' AS four \gset
SELECT pg_temp.part(api.me(:'four'), 'name');

-- unknown name and wrong password: the same bytes
SELECT pg_temp.said(api.token(:account, false, sha256('x'))) = pg_temp.said(api.token(NULL, false, sha256('x')));
SELECT pg_temp.said(api.token(:account, false, sha256('x')));
SELECT pg_temp.said(api.token(-5, false, sha256('x')));
SELECT pg_temp.said(api.token(NULL, true, sha256('x')));
SELECT pg_temp.said(api.token(:account, NULL, sha256('x')));
-- a good login forgets them
SELECT status FROM api.token(:account, true, sha256('five'));
SELECT count(*) FROM data.login_failure WHERE subject = :account;

-- ten failures in a quarter of an hour, then wait: the good password is not heard either
DO $$ BEGIN
    FOR i IN 1 .. 10 LOOP PERFORM api.token((SELECT id FROM data.account WHERE phone = '+919800200001'::numsight.phone), false, sha256('x')); END LOOP;
END $$;
SELECT pg_temp.said(api.token(:account, true, sha256('x')));
-- a name that nobody has waits in the same way
DO $$ BEGIN FOR i IN 1 .. 10 LOOP PERFORM api.token(-5, false, sha256('x')); END LOOP; END $$;
SELECT pg_temp.said(api.token(-5, false, sha256('x')));
SELECT kind, detail FROM data.audit WHERE account = :account;
-- the next failure doubles the time
UPDATE data.login_failure SET blocked_until = now() WHERE subject = :account;
SELECT pg_temp.said(api.token(:account, false, sha256('x')));
SELECT pg_temp.said(api.token(:account, true, sha256('x')));
-- after it the good password is heard
UPDATE data.login_failure SET blocked_until = now() WHERE subject = :account;
SELECT status FROM api.token(:account, true, sha256('six'));
-- a good login brings a hash of today's work; a bad one none
SELECT status FROM api.token(:account, false, sha256('x'), '$argon2id$bad');
SELECT status FROM api.token(:account, true, sha256('renewed'), '$argon2id$renewed');
SELECT status FROM api.old_token(:account, true, sha256('not renewed'));
SELECT password FROM data.account WHERE id = :account;
-- failures long ago are a new beginning
SELECT status FROM api.token(:account, false, sha256('x'));
UPDATE data.login_failure SET window_start = now() - interval '16 minutes', window_count = 9 WHERE subject = :account;
SELECT status FROM api.token(:account, false, sha256('x'));
SELECT window_count, consecutive, blocked_until FROM data.login_failure WHERE subject = :account;
-- a hundred in a row: until an operator frees the account
UPDATE data.login_failure SET consecutive = 99 WHERE subject = :account;
SELECT status FROM api.token(:account, false, sha256('x'));
SELECT pg_temp.said(api.token(:account, true, sha256('x')));
SELECT private.login_free(:account), private.login_free(:account);
SELECT status FROM api.token(:account, true, sha256('seven'));

-- a refresh token is good once: its child takes over
SELECT status FROM api.token(:account, true, sha256('r1'));
SELECT pg_temp.said(api.token_refresh(sha256('r1'), sha256('r2')));
SELECT pg_temp.said(api.token_refresh(sha256('r2'), sha256('r3')));
-- within ten seconds the last parent may come again: another child, the unused one is void
SELECT pg_temp.said(api.token_refresh(sha256('r2'), sha256('r3b')));
SELECT pg_temp.said(api.token_refresh(sha256('r3b'), sha256('r4')));
-- but then it is a parent whose child was used: somebody has stolen one of them
SELECT session AS stolen FROM data.refresh_token WHERE digest = sha256('r2') \gset
SELECT pg_temp.said(api.token_refresh(sha256('r2'), sha256('r5')));
SELECT pg_temp.said(api.token_refresh(sha256('r4'), sha256('r5')));
SELECT pg_temp.refusal(format('api.me(%L)', :'stolen'));
SELECT count(*) FROM data.audit WHERE kind = 'refresh_reused' AND account = :account;
-- the void child ends the family too
SELECT status FROM api.token(:account, true, sha256('s1'));
SELECT status FROM api.token_refresh(sha256('s1'), sha256('s2'));
SELECT status FROM api.token_refresh(sha256('s1'), sha256('s2b'));
SELECT status FROM api.token_refresh(sha256('s2'), sha256('s3'));
SELECT status FROM api.token_refresh(sha256('s2b'), sha256('s3'));
-- after ten seconds the parent is a stolen one
SELECT status FROM api.token(:account, true, sha256('t1'));
SELECT status FROM api.token_refresh(sha256('t1'), sha256('t2'));
UPDATE data.refresh_token SET used = now() - interval '11 seconds' WHERE digest = sha256('t1');
SELECT status FROM api.token_refresh(sha256('t1'), sha256('t2b'));
SELECT status FROM api.token_refresh(sha256('t2'), sha256('t3'));

-- the family of an original path keeps its first token, for a day, on every path
SELECT pg_temp.said(api.token_refresh(sha256('fixed'), sha256('f2'))) FROM generate_series(1, 3);
SELECT count(*) FROM data.refresh_token WHERE digest = sha256('f2');
SELECT s.expires - s.created FROM data.session s JOIN data.refresh_token t ON t.session = s.id WHERE t.digest = sha256('fixed');

-- unknown, expired, revoked
SELECT pg_temp.said(api.token_refresh(sha256('never'), sha256('x')));
SELECT status FROM api.token(:account, true, sha256('u1'));
UPDATE data.refresh_token SET created = now() - interval '2 days', expires = now() WHERE digest = sha256('u1');
SELECT status FROM api.token_refresh(sha256('u1'), sha256('u2'));
SELECT pg_temp.said(api.token_revoke(sha256('fixed')));
SELECT pg_temp.said(api.token_revoke(sha256('fixed')));
SELECT pg_temp.said(api.token_revoke(sha256('never')));
SELECT status FROM api.token_refresh(sha256('fixed'), sha256('f2'));
ROLLBACK;
