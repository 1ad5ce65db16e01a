-- api_admin: operators see and do, nobody else, and all of it is on the record
\getenv abs_srcdir PG_ABS_SRCDIR
\set ECHO none
\set begin :abs_srcdir '/sql/api_begin.psql'
\i :begin
\set ECHO all
\pset format unaligned
\pset tuples_only on
SET LOCAL timezone = 'UTC';
SELECT pg_temp.member('+919804000001', 'Admin', 'admin@example.org') AS admin, pg_temp.member('+919804000002', 'Asha', 'asha@example.org') AS asha,
       pg_temp.member('+919804000003', 'Ravi') AS ravi \gset
UPDATE data.account SET roles = '{admin}' WHERE phone = '+919804000001';
SELECT private.seal('account', id) AS asha_id FROM data.account WHERE phone = '+919804000002' \gset
SELECT private.seal('account', id) AS admin_id FROM data.account WHERE phone = '+919804000001' \gset

-- a session of somebody else is refused by each, whatever its token says
SELECT p.proname, pg_temp.refusal(format('api.%I(%L%s)', p.proname, :'asha',
           CASE WHEN p.proname = 'admin_review' THEN ', ''9804000099'', NULL, NULL'
                WHEN 'size' = ANY (p.proargnames) THEN repeat(', NULL', p.pronargs - 3) || ', 5, NULL'
                ELSE repeat(', NULL', p.pronargs - 1) END))
  FROM pg_proc p WHERE p.pronamespace = 'api'::regnamespace AND p.proname LIKE 'admin%' ORDER BY 1;

-- a person, without an e-mail
SELECT pg_temp.said(api.admin_user(:'admin', :'asha_id'));
SELECT pg_temp.said(api.admin_users(:'admin', '9804000002', NULL, 5, NULL));
SELECT pg_temp.said(api.admin_users(:'admin', 'x', NULL, 5, NULL)), pg_temp.said(api.admin_user(:'admin', 'x'));

-- locked out: sessions end, logins are refused to who knows the password
SELECT (api.key_create(:'asha', 'a switch', 'read', NULL, sha256('key'))).status, (api.key_create(:'asha', 'another', 'read', NULL, sha256('gone'))).status;
SELECT status FROM api.key_revoke(:'asha', (SELECT private.seal('api_key', id) FROM data.api_key WHERE digest = sha256('gone')));
SELECT pg_temp.said(api.admin_user_change(:'admin', :'asha_id', true, NULL, ' sold '));
SELECT pg_temp.refusal(format('api.me(%L)', :'asha'));
SELECT pg_temp.said(api.key_of(sha256('key'), NULL));
-- however long that is
UPDATE data.session SET created = now() - interval '60 days', revoked = now() - interval '40 days' WHERE account = (SELECT id FROM data.account WHERE phone = '+919804000002');
SELECT private.tidy() > 0;
SELECT pg_temp.said(api.token(a.id, true, sha256('a'))), pg_temp.said(api.token(a.id, false, sha256('a'))) FROM data.account a WHERE a.phone = '+919804000002';
SELECT pg_temp.said(api.admin_user_change(:'admin', :'asha_id', false, 'agent', NULL));
-- who is let in again logs in; programs go on with the keys that stood, and with no other
SELECT (api.key_of(sha256('key'), NULL)).status, pg_temp.said(api.key_of(sha256('gone'), NULL)), pg_temp.refusal(format('api.me(%L)', :'asha'));
SELECT count(*), count(paused) FROM data.api_key k JOIN data.session s ON s.id = k.session JOIN data.account a ON a.id = s.account WHERE a.phone = '+919804000002';
SELECT (api.token(a.id, true, sha256('a'))).status FROM data.account a WHERE a.phone = '+919804000002';
SELECT pg_temp.said(api.admin_user_change(:'admin', :'admin_id', NULL, '', NULL));
SELECT pg_temp.said(api.admin_user_change(:'admin', 'x', true, NULL, NULL));
SELECT pg_temp.refusal(format('api.admin_user_change(%L, %L, NULL, %L, NULL)', :'admin', :'asha_id', 'root'));
-- nothing said, nothing done, nothing on the record
SELECT (api.admin_user_change(:'admin', :'asha_id', false, 'agent', 'again')).status, (api.admin_user_change(:'admin', :'asha_id', NULL, NULL, 'again')).status;
SELECT a.kind, s.phone, a.detail, a.reason FROM data.audit a JOIN data.account s ON s.id = a.subject WHERE s.phone = '+919804000002' ORDER BY a.id;

-- a comment is hidden; a report dismissed takes back exactly what it weighed
SELECT (api.spam_report(:'ravi', '9804000091', 'scam', 'rude words', NULL)).status;
SELECT pg_temp.part(api.admin_reports(:'admin', '9804000091', NULL, 5, NULL), 'results', '0', 'id') AS report \gset
SELECT pg_temp.said(api.admin_report_change(:'admin', :'report', true, NULL));
SELECT pg_temp.part(api.admin_report(:'admin', :'report'), 'reporter', 'name'), pg_temp.part(api.admin_report(:'admin', :'report'), 'hidden');
SELECT pg_temp.said(api.admin_report_change(:'admin', 'x', true, NULL)), pg_temp.said(api.admin_report_dismiss(:'admin', 'x', NULL));
SELECT status FROM api.admin_report_dismiss(:'admin', :'report', 'made up');
SELECT num_spam, abs(numsight.spam_likelihood(state, now()) - numsight.spam_likelihood(private.line(phone), now())) < 1e-9 FROM data.number WHERE phone = '+919804000091';

-- the queue pages through one moment, whatever comes in meanwhile
SELECT (api.spam_report(:'ravi', n, 'scam', NULL, NULL)).status FROM unnest(ARRAY['9804000081', '9804000082', '9804000083']) n;
SELECT (api.call_declare(:'ravi', '9804000082', NULL, NULL, NULL, NULL, NULL)).status FROM generate_series(1, 4);
SELECT r.next AS cursor, pg_temp.part(r, 'results', '0', 'phone_number') AS first, pg_temp.part(r, 'results', '0', 'calls') AS calls FROM api.admin_queue(:'admin', 1, NULL) r \gset
\echo :first :calls
SELECT count(DISTINCT e ->> 'phone_number') FILTER (WHERE e ->> 'phone_number' LIKE '+91980400008_')
  FROM api.admin_queue(:'admin', 50, :'cursor') r, json_array_elements(translate(r.body, chr(1), '')::json -> 'results') e;
SELECT status FROM api.admin_review(:'admin', '9804000082', NULL, 'known');
SELECT count(*) FROM private.queue(now()) WHERE phone = '+919804000082';

-- an appeal is decided once
SELECT (api.spam_report(:'ravi', '9804000001', 'scam', NULL, NULL)).status, (api.appeal(:'admin', '9804000001', 'mine', NULL)).status;
SELECT pg_temp.part(api.admin_appeals(:'admin', 5, NULL), 'results', '0', 'id') AS appeal \gset
SELECT pg_temp.part(api.admin_appeals(:'admin', 5, NULL), 'results', '0', 'statement');
SELECT pg_temp.said(api.admin_appeal_decide(:'admin', 'x', true, NULL));
SELECT r.status, pg_temp.part(r, 'spam_label') FROM api.admin_appeal_decide(:'admin', :'appeal', true, 'is a shop') r;
SELECT pg_temp.said(api.admin_appeal_decide(:'admin', :'appeal', false, NULL));
SELECT kind, value, reason FROM data.statement WHERE phone = '+919804000001' ORDER BY id;

-- what may be set
SELECT pg_temp.said(api.admin_settings(:'admin'));
SELECT pg_temp.said(api.admin_setting_change(:'admin', 'region', 'us', 'moved')), pg_temp.said(api.admin_setting_change(:'admin', 'seal_key', 'US', NULL));
SELECT pg_temp.said(api.admin_setting(:'admin', n)) FROM unnest(ARRAY['region', 'seal_key', 'fold_version', '']) n;
SELECT pg_temp.said(api.admin_setting_change(:'admin', n, v, NULL)) FROM (VALUES ('call_ring_seconds', '0120 '), ('call_talk_seconds', '7200'), ('call_duration_from', 'initiate')) s (n, v);
SELECT pg_temp.refusal(format('api.admin_setting_change(%L, %L, %L, NULL)', :'admin', n, v))
  FROM (VALUES ('region', 'XX'), ('region', ' '), ('call_ring_seconds', '29'), ('call_ring_seconds', '1e2'), ('call_ring_seconds', '9999999'), ('call_talk_seconds', '-600'),
               ('call_talk_seconds', ''), ('call_duration_from', 'Answer')) s (n, v);

-- the record: newest first, by kind and person; it is only ever added to
SELECT e ->> 'kind', e #>> '{who,name}', e #>> '{whom,name}', (e -> 'detail')::jsonb - 'statement', e ->> 'reason'
  FROM api.admin_audit(:'admin', NULL, :'admin_id', 50, NULL) r, json_array_elements(translate(r.body, chr(1), '')::json -> 'results') e;
SELECT pg_temp.said(api.admin_audit(:'admin', NULL, 'x', 5, NULL));
SELECT pg_temp.refusal(format('api.admin_audit(%L, NULL, NULL, 5, %L)', :'admin', 'x'));
-- a kind that nobody records is a mistake, not an empty record
SELECT pg_temp.refusal(format('api.admin_audit(%L, %L, NULL, 5, NULL)', :'admin', kind)) FROM unnest(ARRAY['user_looked', '', 'USER_LOCKED']) kind;
SELECT array_agg((api.admin_audit(:'admin', kind, NULL, 5, NULL)).status) FROM unnest(private.audit_kinds()) kind;
DO $$
DECLARE
    statement text;
BEGIN
    FOREACH statement IN ARRAY ARRAY['UPDATE data.audit SET reason = NULL WHERE reason IS NOT NULL', 'DELETE FROM data.audit', 'TRUNCATE data.audit',
                                     'UPDATE data.audit SET account = -1 WHERE account IS NOT NULL'] LOOP
        BEGIN
            EXECUTE statement;
            RAISE WARNING 'done: %', statement;
        EXCEPTION WHEN insufficient_privilege THEN
            RAISE WARNING '%', SQLERRM;
        END;
    END LOOP;
END $$;
-- but people are forgotten in it, too, and what is old goes
SELECT private.erase(id) FROM data.account WHERE phone = '+919804000002';
SELECT count(*) FROM data.audit WHERE reason IN ('sold', 'again');
-- what was said of a number goes with it
SELECT reason FROM data.audit WHERE reason IN ('known', 'made up') ORDER BY id;
SELECT private.opt_out('+919804000082'), private.opt_out('+919804000091');
SELECT reason FROM data.audit WHERE reason IN ('known', 'made up') ORDER BY id;
SELECT kind, account IS NULL, subject IS NULL FROM data.audit WHERE kind IN ('user_locked', 'account_erased') ORDER BY id DESC LIMIT 2;
INSERT INTO data.audit (at, kind) VALUES (now() - interval '731 days', 'logged_in');
SELECT private.tidy() >= 0;
SELECT count(*) FROM data.audit WHERE at < now() - interval '700 days';
ROLLBACK;
