-- api_spam: one mark for each person and number
\getenv abs_srcdir PG_ABS_SRCDIR
\set ECHO none
\set begin :abs_srcdir '/sql/api_begin.psql'
\i :begin
\set ECHO all
\pset format unaligned
\pset tuples_only on
SELECT pg_temp.member('+919800700001', 'Asha') AS asha, pg_temp.member('+919800700002', 'Ben') AS ben,
       pg_temp.member('+919800700003', 'Newcomer', NULL, 0) AS newcomer \gset
CREATE FUNCTION pg_temp.likelihood(phone text) RETURNS double precision LANGUAGE sql AS $$
    SELECT numsight.spam_likelihood(coalesce((SELECT state FROM data.number n WHERE n.phone = likelihood.phone::numsight.phone),
                                    private.line(likelihood.phone::numsight.phone)), now())
$$;

-- a report of a number that belongs to nobody: new once, and it moves the likelihood
SELECT pg_temp.likelihood('+919800700091') AS before \gset
SELECT pg_temp.said(api.spam_report(:'asha', '9800700091', 'scam', ' asked for my card ', NULL));
SELECT pg_temp.likelihood('+919800700091') AS after \gset
SELECT :after > :before;
-- a second one changes nothing
SELECT pg_temp.said(api.spam_report(:'asha', '+919800700091', 'survey', 'other', NULL)) = pg_temp.said(api.spam_report(:'asha', '09800700091', NULL, NULL, NULL));
SELECT spam, category, comment, corroborated, trusted FROM data.spam_report WHERE phone = '+919800700091';
SELECT pg_temp.likelihood('+919800700091') = :after;
-- another person's does
SELECT (api.spam_report(:'ben', '9800700091', NULL, NULL, NULL)).status, pg_temp.likelihood('+919800700091') > :after;
-- withdrawing takes back exactly what it weighed, once
SELECT (api.spam_withdraw(:'ben', '9800700091', NULL)).status;
SELECT pg_temp.likelihood('+919800700091') = :after;
SELECT pg_temp.said(api.spam_withdraw(:'ben', '9800700091', NULL));
SELECT (api.spam_withdraw(:'asha', '+919800700091', NULL)).status;
SELECT pg_temp.likelihood('+919800700091') = :before, num_spam, not_spam FROM data.number WHERE phone = '+919800700091';
SELECT pg_temp.said(api.spam_withdraw(:'asha', '+919800700092', NULL));

-- "not spam" takes the place of the report, and the other way round
SELECT (api.spam_report(:'asha', '9800700091', NULL, NULL, NULL)).status;
SELECT pg_temp.said(api.not_spam(:'asha', '9800700091', NULL));
SELECT (api.not_spam(:'asha', '9800700091', NULL)).status;
SELECT num_spam, not_spam, pg_temp.likelihood('+919800700091') < :before FROM data.number WHERE phone = '+919800700091';
SELECT (api.spam_report(:'asha', '9800700091', 'debt', NULL, NULL)).status;
SELECT num_spam, not_spam, pg_temp.likelihood('+919800700091') = :after FROM data.number WHERE phone = '+919800700091';
SELECT count(*) FROM data.spam_report WHERE phone = '+919800700091';

-- a standing "not spam" is taken back like a report
SELECT (api.not_spam(:'ben', '9800700091', NULL)).status, (api.spam_withdraw(:'ben', '9800700091', NULL)).status;
SELECT num_spam, not_spam, pg_temp.likelihood('+919800700091') = :after FROM data.number WHERE phone = '+919800700091';
SELECT (api.spam_withdraw(:'ben', '9800700091', NULL)).status;

-- a newcomer is heard, but says less than an established account
SELECT (api.spam_report(:'newcomer', '9800700093', 'scam', NULL, NULL)).status;
SELECT pg_temp.likelihood('+919800700093') BETWEEN :before + 0.0001 AND :after;
SELECT trusted, corroborated, weight < (SELECT weight FROM data.spam_report WHERE phone = '+919800700091')
  FROM data.spam_report WHERE phone = '+919800700093';
-- a hundred newcomers say less than three who are established
DO $$ BEGIN
    FOR i IN 1 .. 100 LOOP PERFORM api.spam_report(pg_temp.member('+919800710' || lpad(i::text, 3, '0'), 'N', NULL, 0), '9800700094', NULL, NULL, NULL); END LOOP;
    FOR i IN 1 .. 3 LOOP PERFORM api.spam_report(pg_temp.member('+919800720' || lpad(i::text, 3, '0'), 'N', NULL, 500), '9800700095', NULL, NULL, NULL); END LOOP;
END $$;
SELECT num_spam FROM data.number WHERE phone IN ('+919800700094', '+919800700095') ORDER BY phone;
SELECT pg_temp.likelihood('+919800700094') < pg_temp.likelihood('+919800700095');

-- a report with a call behind it weighs more, also when the call is told of later
SELECT (api.call_declare(:'asha', '9800700096', 'inbound', true, 5, NULL, NULL)).status;
SELECT (api.spam_report(:'asha', '9800700096', NULL, NULL, NULL)).status;
SELECT (api.spam_report(:'asha', '9800700097', NULL, 'kept', NULL)).status;
SELECT (api.call_declare(:'asha', '9800700097', 'inbound', true, 5, NULL, NULL)).status;
SELECT (api.spam_report(:'asha', '9800700098', NULL, NULL, NULL)).status;
SELECT (api.call_declare(:'asha', '9800700098', 'outbound', true, 5, NULL, NULL)).status;
SELECT phone, corroborated, weight > 0.7, comment, num_spam FROM data.spam_report JOIN data.number USING (phone)
 WHERE phone BETWEEN '+919800700096' AND '+919800700098' ORDER BY phone;

-- what the numbering plan says comes before what anybody says: a number that cannot exist is suspect
SELECT phone, numsight.spam_label(pg_temp.likelihood(phone)), private.line(phone::numsight.phone) IS NULL
  FROM unnest(ARRAY['+919800700099', '+911234', '+80012345678', 'IN:112', 'VM-HDFCBK']) WITH ORDINALITY t (phone, n) ORDER BY n;
SELECT bool_and(pg_temp.likelihood(phone::text) = numsight.spam_likelihood((private.recompute(phone)).state, now()))
  FROM data.number WHERE phone = '+919800700091';
-- plans that come later take the place of earlier ones, and are read once
INSERT INTO data.number (phone, state) VALUES ('+919800700092', numsight.spam_flag(NULL, 'epoch', 'VOIP', false));
UPDATE data.setting SET value = '0.0.0' WHERE name = 'plan_version';
SELECT private.reline(), private.reline();
SELECT state::text = private.line(phone)::text FROM data.number WHERE phone = '+919800700092';
DELETE FROM data.number WHERE phone = '+919800700092';

-- nobody speaks about his own number, nor about a virtual number of his
INSERT INTO data.virtual_number (owner, phone) SELECT id, '+912233440007' FROM data.account WHERE name = 'Asha' AND phone = '+919800700001';
SELECT pg_temp.said(api.spam_report(:'asha', n, NULL, NULL, NULL)), pg_temp.said(api.not_spam(:'asha', n, NULL))
  FROM unnest(ARRAY['9800700001', '+912233440007']) n;
SELECT (api.spam_report(:'ben', '+912233440007', NULL, NULL, NULL)).status;

-- one account that reports without end says as much of each number as once, and its word grows no heavier
INSERT INTO data.spam_report (reporter, phone, spam)
SELECT a.id, ('+91981' || lpad(n::text, 7, '0'))::numsight.phone, true
  FROM data.account a CROSS JOIN generate_series(1, 3000) n WHERE a.phone = '+919800700001';
SELECT count(*), bool_and(numsight.spam_likelihood(n.state, now()) < 0.6), max(r.weight) < 2
  FROM data.spam_report r JOIN data.number n ON n.phone = r.phone WHERE r.phone::text LIKE '+919810%';
SELECT count(*) FROM (SELECT (api.spam_report(:'asha', '9810000001', NULL, NULL, NULL)).status FROM generate_series(1, 100)) s WHERE status = 200;
-- so many numbers a day are more than call anybody: the next is refused, and what was said before can be taken back
SELECT pg_temp.refusal(format('api.spam_report(%L, %L, NULL, NULL, NULL)', :'asha', '9820000001'));
SELECT count(*) FROM data.spam_report WHERE phone = '+919820000001';
SELECT (api.not_spam(:'asha', '9810003000', NULL)).status, (api.spam_withdraw(:'asha', '9810003000', NULL)).status;
SELECT num_spam, (SELECT count(*) FROM data.spam_report_past p WHERE p.phone = n.phone) FROM data.number n WHERE phone = '+919810000001';
-- settled all together they make a reporter neither more than wholly believed nor less than not at all
UPDATE data.spam_report SET created = created - interval '15 days' WHERE phone BETWEEN '+919810000001' AND '+919810000300';
SELECT private.settle(now(), 1000) >= 300;
SELECT numsight.spam_trust(agreed, disagreed) BETWEEN 0 AND 1 FROM data.account WHERE phone = '+919800700001';
-- a likelihood is a likelihood, whatever times and weights went in
SELECT bool_and(p BETWEEN 0 AND 1 AND p <> 'NaN')
  FROM unnest(ARRAY['epoch', '2000-01-01', '2024-02-29', '2037-01-01', '2049-12-31']::timestamptz[]) at
 CROSS JOIN unnest(ARRAY['epoch', '2000-01-01', '2026-01-01', '2049-12-31']::timestamptz[]) as_of
 CROSS JOIN LATERAL numsight.spam_likelihood(numsight.spam_merge(
       numsight.spam_call(NULL, at, 1, true, 86400), numsight.spam_report(NULL, at, 2, 'scam')), as_of) p;

-- what is refused
SELECT pg_temp.refusal(call)
  FROM unnest(ARRAY[
    format('api.spam_report(%L, NULL, NULL, NULL, NULL)', :'asha'),
    format('api.spam_report(%L, %L, NULL, NULL, NULL)', :'asha', 'spam'),
    format('api.spam_report(%L, %L, %L, NULL, NULL)', :'asha', '9800700099', ''),
    format('api.spam_report(%L, %L, %L, NULL, NULL)', :'asha', '9800700099', 'Scam'),
    format('api.spam_report(%L, %L, NULL, %L, NULL)', :'asha', '9800700099', repeat('é', 1001)),
    format('api.spam_report(%L, %L, NULL, %L, NULL)', :'asha', '9800700099', E'\x1b[2J'),
    format('api.spam_report(%L, %L, NULL, NULL, %L)', :'asha', '9800700099', 'XX'),
    format('api.call_declare(%L, %L, NULL, true, -1, NULL, NULL)', :'asha', '9800700099'),
    format('api.call_declare(%L, %L, NULL, true, 9223372036854775807, NULL, NULL)', :'asha', '9800700099'),
    format('api.call_declare(%L, %L, NULL, NULL, NULL, %L, NULL)', :'asha', '9800700099', '1969-12-31T23:59:59Z'),
    format('api.call_declare(%L, %L, NULL, NULL, NULL, %L, NULL)', :'asha', '9800700099', '9999-12-31T23:59:59Z'),
    format('api.call_declare(%L, %L, NULL, NULL, NULL, %L, NULL)', :'asha', '9800700099', '2024-02-30T00:00:00Z'),
    format('api.call_declare(%L, %L, %L, NULL, NULL, NULL, NULL)', :'asha', '9800700099', 'sideways'),
    format('api.spam_withdraw(%L, %L, NULL)', :'asha', 'x'),
    format('api.not_spam(%L, %L, NULL)', :'asha', 'x'),
    format('api.spam_report(NULL, %L, NULL, NULL, NULL)', '9800700099')]) WITH ORDINALITY t (call, n)
 ORDER BY n;
SELECT count(*) FROM data.number WHERE phone = '+919800700099';
SELECT * FROM private.drift();
-- what tells of a number is charged for it, also where it writes
SELECT bool_and(r.shown = ARRAY[numsight.phone_to_bigint('+919800700099')])
  FROM (SELECT (api.spam_report(:'ben', '+919800700099', NULL, NULL, NULL)).shown UNION ALL
        SELECT (api.not_spam(:'ben', '+919800700099', NULL)).shown UNION ALL
        SELECT (api.call_declare(:'ben', '+919800700099', NULL, NULL, NULL, NULL, NULL)).shown UNION ALL
        SELECT (api.old_call(:'ben', '+919800700099')).shown UNION ALL
        SELECT (api.old_spam(:'ben', '+919800700099', NULL, NULL)).shown) r;
ROLLBACK;
