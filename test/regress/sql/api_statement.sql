-- api_statement: owners appeal, operators rule; both are bounded, shown and on the record
\getenv abs_srcdir PG_ABS_SRCDIR
\set ECHO none
\set begin :abs_srcdir '/sql/api_begin.psql'
\i :begin
\set ECHO all
\pset format unaligned
\pset tuples_only on
SET LOCAL timezone = 'UTC';
SELECT pg_temp.member('+919802500001', 'Owner') AS owner, pg_temp.member('+919802500002', 'Other') AS other,
       pg_temp.member('+919802500003', 'Admin') AS admin \gset
UPDATE data.account SET roles = '{admin}' WHERE phone = '+919802500003';
CREATE FUNCTION pg_temp.logit(phone text, at timestamptz DEFAULT now()) RETURNS double precision LANGUAGE sql AS $$
    SELECT ln(p / (1 - p)) FROM (SELECT numsight.spam_likelihood((SELECT n.state FROM data.number n
                                                                  WHERE n.phone = logit.phone::numsight.phone), at) AS p) l
$$;
-- whether a reason of this kind is given
CREATE FUNCTION pg_temp.given(r api.reply, term text) RETURNS boolean LANGUAGE sql AS $$
    SELECT bool_or(e #>> '{detail,term}' = term) FROM json_array_elements(pg_temp.part(r, 'reasons')::json) e
$$;
-- a transaction has one time: what was said of a number is put back by an hour
CREATE FUNCTION pg_temp.hour_passes(said_of numsight.phone) RETURNS void LANGUAGE sql AS $$
    UPDATE data.statement SET at = at - interval '1 hour' WHERE phone = said_of;
    UPDATE data.number SET state = (private.recompute(phone)).state WHERE phone = said_of;
$$;
SELECT (api.spam_report(:'other', '9802500001', 'scam', NULL, NULL)).status;

-- an appeal lowers by three logits, for thirty days, and is among the reasons
SELECT pg_temp.logit('+919802500001') AS before, pg_temp.logit('+919802500001', now() + interval '31 days') AS later \gset
SELECT status, pg_temp.given(r, 'appeal') FROM api.appeal(:'owner', '9802500001', ' we deliver food ', NULL) r;
SELECT abs(pg_temp.logit('+919802500001') - :before + 3) < 1e-9, abs(pg_temp.logit('+919802500001', now() + interval '31 days') - :later) < 1e-9;
SELECT pg_temp.given(api.number(:'other', '9802500001', NULL), 'appeal');
SELECT kind, value, reason FROM data.statement WHERE phone = '+919802500001';
SELECT kind, detail - 'statement' FROM data.audit WHERE kind = 'number_stated' AND account = (SELECT id FROM data.account WHERE phone = '+919802500001');
-- one at a time, and not one after the other for ever
SELECT pg_temp.said(api.appeal(:'owner', '9802500001', NULL, NULL));
UPDATE data.statement SET at = at - interval '89 days' WHERE phone = '+919802500001';
SELECT (api.appeal(:'owner', '9802500001', NULL, NULL)).status;
UPDATE data.statement SET at = at - interval '2 days' WHERE phone = '+919802500001';
SELECT (api.appeal(:'owner', '9802500001', NULL, NULL)).status;
-- only who is registered with the number: a virtual one is anybody's who asks for it first
SELECT pg_temp.said(api.appeal(:'other', '9802500001', NULL, NULL));
SELECT pg_temp.said(api.appeal(:'other', '9802500099', NULL, NULL));
INSERT INTO data.virtual_number (owner, phone) SELECT id, '+912233440025' FROM data.account WHERE phone = '+919802500001';
SELECT (api.appeal(:'owner', '+912233440025', NULL, NULL)).status, (api.appeal(:'other', '+912233440025', NULL, NULL)).status;
SELECT (api.appeal(pg_temp.member('+912233440026', 'Shop'), '+912233440026', NULL, NULL)).status;
-- an appeal does not make those wrong who reported
SELECT abs(private.verdict('+912233440026', at) - numsight.spam_likelihood(private.line('+912233440026'), at)) < 1e-12,
       numsight.spam_likelihood(n.state, at) < private.verdict('+912233440026', at) / 10
  FROM data.number n CROSS JOIN (SELECT now() + interval '1 second' AS at) t WHERE n.phone = '+912233440026';
SELECT pg_temp.refusal(format('api.appeal(%L, %L, %L, NULL)', :'owner', '9802500001', repeat('é', 1001)));
SELECT pg_temp.refusal(format('api.appeal(%L, %L, NULL, NULL)', :'owner', 'x'));

-- an operator's word decides, is the first reason, and can be taken back
SELECT (api.spam_report(:'other', '9802500091', 'scam', NULL, NULL)).status;
SELECT pg_temp.logit('+919802500091') AS before \gset
SELECT status, pg_temp.part(r, 'spam_label'), pg_temp.part(r, 'reasons', '0', 'reason') FROM api.number_rule(:'admin', '9802500091', NULL, NULL, 'spam', NULL, 'seen') r;
SELECT pg_temp.hour_passes('+919802500091');
SELECT status, pg_temp.part(r, 'spam_label'), pg_temp.part(r, 'reasons', '0', 'reason') FROM api.number_rule(:'admin', '9802500091', NULL, NULL, 'clean', NULL, NULL) r;
SELECT pg_temp.hour_passes('+919802500091');
SELECT status, pg_temp.given(r, 'clean') FROM api.number_rule(:'admin', '9802500091', NULL, NULL, 'none', NULL, NULL) r;
SELECT abs(pg_temp.logit('+919802500091') - :before) < 1e-9;
-- a verified business is believed more, and no more than that
SELECT status, pg_temp.given(r, 'verified') FROM api.number_rule(:'admin', '9802500091', NULL, true, NULL, NULL, NULL) r;
SELECT pg_temp.logit('+919802500091') BETWEEN :before - 4 AND :before - 1;
SELECT count(*) FROM data.audit WHERE kind = 'number_stated' AND account = (SELECT id FROM data.account WHERE phone = '+919802500003');

-- a number that came to somebody else keeps a tenth of what was said before
INSERT INTO data.call (account, phone, inbound, answered, seconds, at, received)
SELECT id, '+919802500092', true, true, 3, now() - interval '40 days', now() - interval '40 days' FROM data.account WHERE phone::text LIKE '+9198025%';
INSERT INTO data.spam_report (reporter, phone, spam, created)
SELECT id, '+919802500092', true, now() - interval '39 days' FROM data.account WHERE phone::text LIKE '+9198025%';
INSERT INTO data.contact (owner, phone, name) SELECT id, '+919802500092', 'Old' FROM data.account WHERE phone = '+919802500002';
UPDATE data.book SET since = now() - interval '50 days' WHERE phone = '+919802500092';
UPDATE data.spam_report SET since = created WHERE phone = '+919802500092';
SELECT pg_temp.logit('+919802500092') AS before, (private.recompute('+919802500092', now() - interval '1 day')).state AS then \gset
SELECT numsight.spam_likelihood(:'then', now()) AS old \gset
SELECT status, pg_temp.part(r, 'counts')
  FROM api.number_rule(:'admin', '9802500092', NULL, NULL, NULL, to_char(now() - interval '30 days', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), NULL) r;
SELECT pg_temp.logit('+919802500092') < :before;
SELECT * FROM private.drift();
SELECT (SELECT max(weight) < 0.11 FROM data.call WHERE phone = '+919802500092'),
       (SELECT max(weight) < 0.11 FROM data.spam_report WHERE phone = '+919802500092'),
       (SELECT max(weight) < 0.11 FROM data.book WHERE phone = '+919802500092');
-- the answer of before is still the answer of before
SELECT abs(numsight.spam_likelihood((private.recompute('+919802500092', now() - interval '1 day')).state, now()) - :old) < 1e-11;
-- settling and calls told of late leave the tenth a tenth; what comes after counts whole
SELECT private.settle(now(), 100) >= 3;
SELECT (api.call_declare(:'other', '9802500092', 'inbound', true, 3, to_char(now() - interval '35 days', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), NULL)).status,
       (api.call_declare(:'other', '9802500092', 'inbound', true, 3, NULL, NULL)).status;
SELECT weight > 0.2 FROM data.call WHERE phone = '+919802500092' ORDER BY at;
SELECT bool_and(weight < 0.2) FROM data.spam_report WHERE phone = '+919802500092';
SELECT * FROM private.drift();

-- what is refused
SELECT pg_temp.said(api.number_rule(:'other', '9802500091', NULL, NULL, 'clean', NULL, NULL));
SELECT pg_temp.refusal(format('api.number_rule(%L, %L, NULL, %L, %L, %L, NULL)', :'admin', '9802500091', v, o, t))
  FROM (VALUES (1, NULL, NULL, NULL), (2, 'true', 'spam', NULL), (3, NULL, 'ham', NULL), (4, NULL, NULL, '2999-01-01T00:00:00Z'),
               (5, NULL, NULL, to_char(now() + interval '2 minutes', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))) c (n, v, o, t) ORDER BY n;
\set VERBOSITY terse
INSERT INTO data.statement (phone, kind, value) VALUES ('+919802500091', 'appeal', 'granted');
ROLLBACK;
