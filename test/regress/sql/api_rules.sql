-- api_rules: the rules of the mission, one to six
\getenv abs_srcdir PG_ABS_SRCDIR
\set ECHO none
\set begin :abs_srcdir '/sql/api_begin.psql'
\i :begin
\set ECHO all
\pset format unaligned
\pset tuples_only on
SELECT pg_temp.member('+919801000001', 'Asha Rule') AS asha, pg_temp.member('+919801000002', 'Ben Rule', 'ben@example.org') AS ben \gset

-- rule 1: everything but registration and tokens, and what a code proves, needs a session
SELECT p.proname, pg_temp.refusal(format('api.%I(%s)', p.proname,
           array_to_string(array_fill('NULL'::text, ARRAY[p.pronargs]), ', ')))
  FROM pg_proc p
 WHERE p.pronamespace = 'api'::regnamespace
   AND p.proname NOT IN ('user_create', 'password_of', 'token', 'old_token', 'token_refresh', 'token_revoke',
                         'budgets', 'budgets_keep', 'lookups_keep', 'key_of', 'old_user_create', 'old_login', 'code_create', 'opt_out', 'number_together')
 ORDER BY 1;

-- rule 2: a number is registered at most once; name, number and password are needed, an e-mail is not
SELECT (api.user_create('Once', n, NULL, :'hash', NULL, NULL)).status FROM unnest(ARRAY['9801000003', '+91 98010 00003']) n;

-- rule 3: anyone reports any number, once, and withdraws it, and says "not spam"
SELECT (api.spam_report(s, '+18005550199', NULL, NULL, NULL)).status FROM unnest(ARRAY[:'asha', :'asha', :'ben']::uuid[]) s;
SELECT (api.spam_withdraw(:'asha', '+18005550199', NULL)).status, (api.not_spam(:'asha', '+18005550199', NULL)).status;
SELECT pg_temp.part(api.number(:'asha', '+18005550199', NULL), 'counts');

-- rule 4: names that start with the query, then names that contain it
SELECT (api.contact_create(:'asha', name, '98010001' || lpad(n::text, 2, '0'), NULL, NULL)).status
  FROM unnest(ARRAY['Xrule Abe', 'Abe Xrule', 'Maxrule', 'Xrule', 'Zed Maxrule', 'Xrules', 'abe xr']) WITH ORDINALITY t (name, n);
SELECT pg_temp.names(api.search(:'asha', 'xrule', NULL, 20, NULL));
SELECT pg_temp.names(api.search(:'asha', 'xr', NULL, 20, NULL));

-- rule 5: by number the registered user alone, else every entry with exactly that number
SELECT (api.contact_create(:'asha', 'Not Ben', '9801000002', NULL, NULL)).status,
       (api.contact_create(:'asha', 'Shared A', '9801000199', NULL, NULL)).status,
       (api.contact_create(:'ben', 'Shared B', '9801000199', NULL, NULL)).status;
SELECT pg_temp.names(api.search(:'asha', q, NULL, 20, NULL)) FROM unnest(ARRAY['9801000002', '9801000199', '980100019']) q;

-- rule 6: details show everything known; the e-mail only if the person has the searcher in his own book
SELECT pg_temp.part(api.search(:'asha', '9801000002', NULL, 1, NULL), 'results', '0', 'id') AS found \gset
SELECT pg_temp.said(api.person(:'asha', :'found'));
SELECT (api.contact_create(:'ben', 'Asha', '9801000001', NULL, NULL)).status;
SELECT pg_temp.part(api.person(:'asha', :'found'), 'email');

-- what reads does not write: all of it works where nothing can be written, as on a standby
SELECT pg_temp.part(api.contacts(:'asha', 1, NULL), 'results', '0', 'id') AS contact \gset
SET TRANSACTION READ ONLY;
SELECT (api.me(:'asha')).status, (api.old_test(:'asha')).status, (api.contacts(:'asha', 5, NULL)).status,
       (api.contact(:'asha', :'contact')).status, (api.search(:'asha', 'rule', NULL, 5, NULL)).status,
       (api.search(:'asha', 'ruel', NULL, 5, NULL)).status, (api.old_search(:'asha', '9801000002', NULL, 5, NULL)).status,
       (api.person(:'asha', :'found')).status, (api.number(:'asha', '9801000002', NULL)).status,
       (api.keys(:'asha')).status, (api.me_export(:'asha', NULL)).status, (api.old_profile(:'asha')).status,
       (api.stats_activity(:'asha', NULL, NULL, NULL)).status, (api.stats_reports(:'asha', NULL, NULL, NULL)).status,
       (api.stats_numbers(:'asha', NULL, NULL, 5)).status, (api.stats_likelihoods(:'asha')).status;
SELECT count(*) FROM pg_proc WHERE pronamespace = 'api'::regnamespace AND provolatile = 's';
ROLLBACK;
