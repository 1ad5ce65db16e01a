-- api_code: one-time codes, and what is proved by one
\getenv abs_srcdir PG_ABS_SRCDIR
\set ECHO none
\set begin :abs_srcdir '/sql/api_begin.psql'
\i :begin
\set ECHO all
\pset format unaligned
\pset tuples_only on
SELECT pg_temp.member('+919803000001', 'Asha') AS asha, pg_temp.member('+919803000002', 'Ben') AS ben \gset

-- the code of the message that waits for a number, and one that it is not
CREATE FUNCTION pg_temp.sent(number text) RETURNS text LANGUAGE sql AS $$
    SELECT substr(split_part(private.message_text(m.sealed), E'\n', 2), 1, 6)
      FROM data.message m WHERE split_part(private.message_text(m.sealed), E'\n', 1) = number
$$;
CREATE FUNCTION pg_temp.other(number text) RETURNS text LANGUAGE sql AS $$
    SELECT lpad(((pg_temp.sent(number)::integer + 1) % 1000000)::text, 6, '0')
$$;
-- as if so much time had passed
CREATE FUNCTION pg_temp.later(by interval) RETURNS void LANGUAGE sql AS $$
    UPDATE data.code SET made = made - by, expires = expires - by;
    UPDATE data.message SET expires = expires - by;
$$;

-- the same answer for a number that is registered, that is known, and that nobody knows
SELECT pg_temp.said(api.code_create(n, NULL, NULL)) FROM unnest(ARRAY['9803000001', '+91 98030 00009', '098030 00010']) n;
SELECT pg_temp.said(api.code_create('020 7946 0991', 'appeal', 'gb'));
-- six digits of which every one occurs, and a sentence that says what for
SELECT count(*), count(DISTINCT private.code_random()) > 990, bool_and(private.code_random() ~ '^\d{6}$') FROM generate_series(1, 1000);
SELECT count(DISTINCT c) FROM (SELECT string_agg(private.code_random(), '') AS codes FROM generate_series(1, 100)) r, regexp_split_to_table(r.codes, '') c;
SELECT private.code_text('012345', p) FROM unnest(ARRAY[NULL, 'register', 'opt_out', 'appeal']) p;
-- neither the code nor the number is kept in the clear
SELECT count(*) FROM data.code c, data.message m
 WHERE m.code = c.id AND (c::text ~ '98030000' OR position(convert_to(pg_temp.sent('+919803000009'), 'UTF8') IN m.sealed || c.digest || c.subject) > 0
                          OR position(convert_to('+91980300', 'UTF8') IN m.sealed || c.digest || c.subject) > 0);
SELECT count(DISTINCT subject), count(DISTINCT digest), min(octet_length(subject)) FROM data.code;

-- what is refused
SELECT pg_temp.refusal(format('api.code_create(%L, %L, %L)', n, p, r))
  FROM (VALUES ('x', NULL, NULL), ('', NULL, NULL), ('9803000009', 'login', NULL), ('9803000009', NULL, 'XX'), (repeat('9', 65), NULL, NULL)) t (n, p, r);
-- nobody earns by the codes that he asks for
SELECT pg_temp.said(api.code_create(phone_example('GB', 'PREMIUM_RATE')::text, NULL, NULL));

-- three in a quarter of an hour, ten a day; each takes the place of the one before
SELECT pg_temp.sent('+919803000009') AS first \gset
SELECT pg_temp.said(api.code_create('9803000009', NULL, NULL)) FROM generate_series(1, 3);
SELECT count(*), count(*) FILTER (WHERE ended IS NULL) FROM data.code WHERE subject = private.code_digest('+919803000009');
SELECT count(*) FROM data.message m JOIN data.code c ON c.id = m.code WHERE c.subject = private.code_digest('+919803000009');
SELECT CASE WHEN :'first' = pg_temp.sent('+919803000009') THEN true ELSE NOT private.code_use('+919803000009', :'first', 'register') END;
SELECT pg_temp.later('15 minutes');
SELECT (api.code_create('9803000009', NULL, NULL)).status FROM generate_series(1, 4);
SELECT pg_temp.later('15 minutes');
SELECT (api.code_create('9803000009', NULL, NULL)).status FROM generate_series(1, 3);
SELECT pg_temp.later('15 minutes');
SELECT pg_temp.said(api.code_create('9803000009', NULL, NULL)) FROM generate_series(1, 2);
SELECT pg_temp.later('1 day');
SELECT (api.code_create('9803000009', NULL, NULL)).status;
-- twenty an hour and a hundred a day to the numbers of one network, however many; an address that tells nobody apart has none
SELECT s, count(*) FROM (SELECT (api.code_create('98030010' || lpad(i::text, 2, '0'), NULL, NULL, '203.0.113.' || i)).status AS s FROM generate_series(1, 22) i) t GROUP BY 1 ORDER BY 1;
SELECT (api.code_create('9803001099', NULL, NULL, '203.0.114.1')).status, (api.code_create('9803001098', NULL, NULL, '127.0.0.1')).status;
SELECT pg_temp.said(api.code_create('9803001097', NULL, NULL, '203.0.113.77'));
-- and so many a day altogether
SELECT count(*) AS made FROM data.code WHERE made > now() - interval '1 day' \gset
UPDATE data.setting SET value = :made + 1 WHERE name = 'codes_a_day';
SELECT pg_temp.said(api.code_create('98030011' || i, NULL, NULL)) FROM unnest(ARRAY['01', '02']) i;
UPDATE data.setting SET value = 10000 WHERE name = 'codes_a_day';

-- good once
SELECT (api.code_create('9803000010', NULL, NULL)).status;
SELECT private.code_use('+919803000010', pg_temp.sent('+919803000010'), 'register'), private.code_use('+919803000010', pg_temp.sent('+919803000010'), 'register');
-- five tries, of which the right one is no more after five wrong ones
SELECT (api.code_create('9803000011', NULL, NULL)).status;
SELECT pg_temp.sent('+919803000011') AS code, pg_temp.other('+919803000011') AS wrong \gset
SELECT bool_or(private.code_use('+919803000011', :'wrong', 'register')) FROM generate_series(1, 5);
SELECT private.code_use('+919803000011', :'code', 'register');
SELECT tries, ended FROM data.code WHERE subject = private.code_digest('+919803000011');
-- for its purpose alone, for its number alone, for ten minutes
SELECT (api.code_create('9803000012', 'appeal', NULL)).status, (api.code_create('9803000013', NULL, NULL)).status;
SELECT private.code_use('+919803000012', pg_temp.sent('+919803000012'), 'opt_out'), private.code_use('+919803000013', pg_temp.sent('+919803000012'), 'appeal'),
       private.code_use('+919803000012', pg_temp.sent('+919803000012'), 'appeal');
SELECT pg_temp.later('10 minutes');
SELECT private.code_use('+919803000013', pg_temp.sent('+919803000013'), 'appeal');

-- registering with a code: as people copy it; where none is asked for, a wrong one is refused all the same
SELECT (api.code_create('98030001' || i, 'register', NULL)).status FROM unnest(ARRAY['01', '02', '03', '04', '05']) i;
SELECT pg_temp.said(api.user_create('Wrong', '9803000101', NULL, :'hash', NULL, NULL, NULL, pg_temp.other('+919803000101')));
SELECT pg_temp.part(api.user_create('Right', '9803000101', NULL, :'hash', NULL, NULL, NULL, ' ' || overlay(pg_temp.sent('+919803000101') PLACING ' ' FROM 4 FOR 0)), 'name');
UPDATE data.setting SET value = 'required' WHERE name = 'verify';
SELECT pg_temp.said(api.user_create('None', '9803000102', NULL, :'hash', NULL, NULL, NULL, c)) FROM unnest(ARRAY[NULL, '', '12345', '1234567', 'abcdef', '१२३४५६']) c;
SELECT pg_temp.said(api.user_create('Wrong', '9803000102', NULL, :'hash', NULL, NULL, NULL, pg_temp.other('+919803000102')));
-- what is wrong with the rest is said first, and the code stays good
SELECT pg_temp.refusal(format('api.user_create(%L, %L, NULL, %L, %L, NULL, NULL, %L)', ' ', '9803000102', :'hash', NULL, pg_temp.sent('+919803000102')));
SELECT pg_temp.refusal(format('api.old_user_create(%L, %L, %L, %L, NULL, NULL, %L)', 'right.two', 'x', '9803000102', :'hash', pg_temp.sent('+919803000102')));
SELECT pg_temp.said(api.old_user_create('right.two', NULL, '9803000102', :'hash', NULL, NULL, NULL));
SELECT pg_temp.said(api.old_user_create('right.two', NULL, '9803000102', :'hash', NULL, NULL, pg_temp.sent('+919803000102')));
SELECT pg_temp.part(api.user_create('Right', '9803000103', NULL, :'hash', NULL, NULL, NULL, pg_temp.sent('+919803000103')), 'phone_number');
-- that a number is registered is told to who has it
SELECT (api.code_create('9803000001', NULL, NULL)).status;
SELECT pg_temp.said(api.user_create('Again', '9803000001', NULL, :'hash', NULL, NULL, NULL, c)) FROM unnest(ARRAY[NULL, pg_temp.other('+919803000001'), pg_temp.sent('+919803000001')]) c;
SELECT pg_temp.said(api.user_create('Again', '9803000001', NULL, :'hash', NULL, NULL, NULL, pg_temp.sent('+919803000001')));
UPDATE data.setting SET value = 'off' WHERE name = 'verify';

-- somebody who is not registered has his names forgotten by himself
SELECT (api.contact_create(:'ben', 'Old Neighbour', '9803000201', 'old@example.org', NULL)).status, (api.code_create('9803000201', 'opt_out', NULL)).status;
SELECT pg_temp.said(api.opt_out('9803000201', c, NULL)) FROM unnest(ARRAY[NULL, 'x', pg_temp.other('+919803000201')]) c;
SELECT name FROM data.contact WHERE phone = '+919803000201';
SELECT pg_temp.said(api.opt_out('09803000201', pg_temp.sent('+919803000201'), 'in'));
SELECT name, email FROM data.contact WHERE phone = '+919803000201';
SELECT pg_temp.names(api.search(:'ben', 'neighbour', NULL, 20, NULL)), (SELECT count(*) FROM data.code WHERE subject = private.code_digest('+919803000201'));
SELECT account, kind FROM data.audit WHERE kind = 'number_forgotten' ORDER BY id DESC LIMIT 1;
SELECT pg_temp.said(api.contact_create(:'ben', 'Old Neighbour', '9803000201', 'old@example.org', NULL));
-- but not somebody who is: he logs in
SELECT (api.code_create('9803000002', NULL, NULL)).status;
SELECT pg_temp.said(api.opt_out('9803000002', pg_temp.sent('+919803000002'), NULL));
SELECT pg_temp.refusal($$api.opt_out('x', '123456', NULL)$$);
-- an operator needs none
UPDATE data.account SET roles = '{admin}' WHERE phone = '+919803000001';
SELECT pg_temp.said(api.admin_opt_out(:'asha', '9803000202', NULL));

-- an appeal for a number that somebody proves, with a token and without
SELECT (api.spam_report(:'ben', '98030003' || i, 'scam', NULL, NULL)).status, (api.code_create('98030003' || i, 'appeal', NULL)).status FROM unnest(ARRAY['01', '02']) i;
SELECT pg_temp.refusal(format('api.appeal(NULL, %L, NULL, NULL, %L)', '9803000301', c)) FROM unnest(ARRAY[NULL, '', ' ']) c;
SELECT pg_temp.said(api.appeal(:'asha', '9803000301', NULL, NULL, c)) FROM unnest(ARRAY[NULL, ' ', 'x', pg_temp.other('+919803000301')]) c;
SELECT (api.appeal(:'asha', '9803000301', 'mine, too', NULL, pg_temp.sent('+919803000301'))).status, (api.appeal(NULL, '9803000302', 'mine', NULL, pg_temp.sent('+919803000302'))).status;
SELECT pg_temp.said(api.appeal(NULL, '9803000302', 'mine', NULL, pg_temp.sent('+919803000302')));
SELECT phone, account IS NULL AS guest, reason FROM data.statement WHERE phone::text LIKE '+919803000%' ORDER BY id;
SELECT * FROM private.drift() d WHERE d.phone::text LIKE '+919803%';

-- the sender: one message at a time, the longest waiting first, to one sender at a time
DELETE FROM data.message;
SELECT (api.code_create('98030004' || i, 'register', NULL)).status FROM unnest(ARRAY['01', '02']) i;
SET LOCAL ROLE numsight_jobs;
SELECT id AS one, phone_number, regexp_replace(message, '\d{6}', 'CODE') AS message, expires > now() AS good FROM private.job_message_take() \gset
SELECT :'phone_number', :'message', :'good';
SELECT id AS two, phone_number FROM private.job_message_take() \gset
SELECT :'phone_number';
SELECT count(*) FROM private.job_message_take();
SELECT private.job_message_sent(:one), private.job_message_sent(:one);
-- what was not sent is tried again, later each time, and given up after five tries
SELECT private.job_message_failed(:two), private.job_message_wait() > 0;
SELECT count(*) FROM private.job_message_take();
SAVEPOINT door;
SELECT private.code_key();
ROLLBACK TO door;
SELECT data.message.* FROM data.message;
ROLLBACK TO door;
SELECT api.me(NULL);
ROLLBACK TO door;
RESET ROLE;
SELECT extract(epoch FROM due - now()), tries FROM data.message WHERE id = :two;
UPDATE data.message SET tries = 4 WHERE id = :two;
SELECT private.job_message_failed(:two);
SELECT extract(epoch FROM due - now()) FROM data.message WHERE id = :two;
UPDATE data.message SET tries = 5 WHERE id = :two;
SELECT private.job_message_failed(:two);
SELECT count(*), private.job_message_wait() FROM data.message;
-- what is good for nothing any more is neither sent nor kept
SELECT (api.code_create('9803000403', NULL, NULL)).status;
SELECT pg_temp.later('10 minutes');
SELECT (SELECT count(*) FROM private.job_message_take()), private.job_message_wait();
SELECT private.code_tidy();
SELECT (SELECT count(*) FROM data.message), (SELECT count(*) > 0 FROM data.code);
SELECT pg_temp.later('1 day');
SELECT private.code_tidy();
SELECT count(*) FROM data.code;
ROLLBACK;
