-- api_operate: what operators do
\getenv abs_srcdir PG_ABS_SRCDIR
\set ECHO none
\set begin :abs_srcdir '/sql/api_begin.psql'
\i :begin
\set ECHO all
\pset format unaligned
\pset tuples_only on
SELECT pg_temp.member('+919801200001', 'Asha', 'asha@example.org') AS asha, pg_temp.member('+919801200002', 'Ben') AS ben \gset
SELECT id AS account FROM data.account WHERE phone = '+919801200001' \gset

-- forgetting a person: nothing of him is found again, his number keeps its reports
SELECT (api.contact_create(:'asha', 'Friend of Asha', '9801200091', 'f@example.org', NULL)).status,
       (api.contact_create(:'ben', 'Asha in Ben''s book', '9801200001', NULL, NULL)).status,
       (api.spam_report(:'ben', '9801200001', 'debt', NULL, NULL)).status,
       (api.spam_report(:'asha', '9801200092', 'scam', 'wanted my card', NULL)).status,
       (api.call_declare(:'asha', '9801200092', NULL, NULL, NULL, NULL, NULL)).status;
SELECT private.erase(:account), private.erase(:account);
SELECT pg_temp.names(api.search(:'ben', q, NULL, 20, NULL)) FROM unnest(ARRAY['asha', 'friend of', '9801200001', '9801200091']) q;
SELECT pg_temp.part(api.number(:'ben', '9801200001', NULL), 'name'), pg_temp.part(api.number(:'ben', '9801200001', NULL), 'counts');
SELECT reporter, category, comment FROM data.spam_report WHERE phone = '+919801200092';
SELECT total_appearance, num_spam FROM data.number WHERE phone = '+919801200092';
-- uploading the name again does not bring it back; books keep the number, called by itself
SELECT (api.contact_create(:'ben', 'Asha again', '9801200001', NULL, NULL)).status;
SELECT pg_temp.names(api.search(:'ben', 'asha', NULL, 20, NULL));
SELECT count(*) FROM data.contact WHERE phone = '+919801200001';
SELECT * FROM private.drift();
SELECT kind, account FROM data.audit WHERE kind = 'account_erased';
-- unless the person comes back
SELECT (api.user_create('Asha Returned', '9801200001', NULL, :'hash', NULL, NULL)).status;
SELECT pg_temp.names(api.search(:'ben', 'asha', NULL, 20, NULL));
SELECT * FROM private.drift();

-- a demo account is made once, and set anew by the next call
SELECT private.demo_account('+919801200003', 'Demo', :'hash') = private.demo_account('9801200003', 'Demo Two', '$argon2id$new', '{admin}');
SELECT name, password, roles, now() - created > interval '399 days' FROM data.account WHERE phone = '+919801200003';
SELECT name FROM data.entry WHERE phone = '+919801200003';

-- public ids: one noun's opens no other, a changed one opens none
SELECT private.unseal('contact', private.seal('contact', n)) = n, private.unseal('person', private.seal('contact', n))
  FROM unnest(ARRAY[0, 1, -1, 9223372036854775807, -9223372036854775808]) n;
SELECT count(private.unseal('contact', overlay(private.seal('contact', 7) PLACING to_hex(d) FROM p FOR 1)))
  FROM generate_series(0, 15) d, unnest(ARRAY[1, 8, 10, 20, 36]) p;

-- sessions that nobody can use are forgotten
INSERT INTO data.session (account, rotating, created, expires)
SELECT id, true, now() - interval '9 days', now() - interval '2 days' FROM data.account WHERE phone = '+919801200002';
SELECT private.tidy();
SELECT pg_temp.part(api.me(:'ben'), 'name');

-- a new comparison form: names are folded anew, the directory follows
SELECT private.refold();
SET LOCAL session_replication_role = replica;
UPDATE data.entry SET folded = 'old form' WHERE phone = '+919801200002';
SET LOCAL session_replication_role = origin;
UPDATE data.setting SET value = '0' WHERE name = 'fold_version';
SELECT private.refold();
SELECT folded FROM data.entry WHERE phone = '+919801200002';
SELECT private.refold();
SELECT * FROM private.drift();

-- views for analysts: masked and summed
SELECT number, region, num_spam FROM report.number WHERE number LIKE '%0092' OR number LIKE '%0001' ORDER BY 1;
SELECT bool_and(number ~ '^\+\d{1,3} \*\d{4}$') FROM report.number;
SELECT category, numbers FROM report.spam_category ORDER BY 1;
SELECT sum(accounts), sum(contacts), sum(calls), sum(spam_reports) FROM report.activity;
SELECT region, entries > 2, registered FROM report.directory;
SELECT region, spam_reports FROM report.region;
ROLLBACK;
