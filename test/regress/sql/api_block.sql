-- api_block: what the numbers around a number say of it
\getenv abs_srcdir PG_ABS_SRCDIR
\set ECHO none
\set begin :abs_srcdir '/sql/api_begin.psql'
\i :begin
\set ECHO all
\pset format unaligned
\pset tuples_only on
SET LOCAL timezone = 'UTC';

-- country code and seven digits; none for short numbers
SELECT n, private.block_of(n::numsight.phone) FROM unnest(ARRAY['+918040001234', '+14155550123', '+4512345678', '+493012345678', '+911']) n;

-- nine spammers, one that somebody may be, one without an event, in one block of a thousand; one number elsewhere
SELECT pg_temp.member('+919803000001', 'Witness') AS witness \gset
INSERT INTO data.call (account, phone, inbound, answered, seconds, at)
SELECT a.id, ('+91804000100' || n)::numsight.phone, true, false, 0, now() - interval '2 days' + i * interval '1 minute'
  FROM data.account a, generate_series(1, 9) n, generate_series(1, 20) i WHERE a.phone = '+919803000001';
SELECT private.say(NULL, ('+91804000100' || n)::numsight.phone, 'override', 'spam', NULL, now() - interval '4 hours') > 0 FROM generate_series(1, 9) n;
SELECT (api.contact_create(:'witness', 'Friend', '8040001010', NULL, NULL)).status;
SELECT (api.call_declare(:'witness', '8040001011', 'inbound', NULL, NULL, NULL, NULL)).status;
SELECT (api.call_declare(:'witness', '9803000012', 'inbound', NULL, NULL, NULL, NULL)).status;
CREATE FUNCTION pg_temp.shown(n text) RETURNS double precision LANGUAGE sql AS $$
    SELECT private.likelihood(private.number_of(n::numsight.phone))
$$;
SELECT pg_temp.shown('+918040001011') AS alone \gset
SELECT private.block_count();
SELECT private.number_share(private.number_share(NULL, 3), 100000) IS NOT NULL, private.block_count() > 0;
-- kept is what is counted again; a number without an event is none of the block
SELECT b.numbers, b.likely = (SELECT round(sum(private.share_of(private.recompute(n.phone), now(), private.model())::numeric), 2)
                                FROM data.number n WHERE private.block_of(n.phone) = b.block)
  FROM data.block b WHERE b.block = '+918040001' AND b.until IS NULL;
-- the block speaks, in the reasons too; for somebody who is called the first time as well
SELECT pg_temp.shown('+918040001011') > :alone, pg_temp.shown('+918040001099') > numsight.spam_likelihood(private.line('+918040001099'), now());
SELECT e ->> 'reason' FROM json_array_elements(private.reasons(private.number_of('+918040001011'))) e
 WHERE e -> 'detail' ->> 'term' = 'range';
SELECT abs(sum((e ->> 'logit')::float8) - ln(pg_temp.shown('+918040001011') / (1 - pg_temp.shown('+918040001011')))) < 0.01
  FROM json_array_elements(private.reasons(private.number_of('+918040001011'))) e;
-- card, search and lists say the same
SELECT pg_temp.part(api.number(:'witness', '8040001010', NULL), 'spam_likelihood')
     = pg_temp.part(api.search(:'witness', '8040001010', NULL, 1, NULL), 'results', '0', 'spam_likelihood'),
       pg_temp.part(api.number(:'witness', '8040001010', NULL), 'spam_likelihood')
     = pg_temp.part(api.contacts(:'witness', 1, NULL), 'results', '0', 'spam_likelihood');
-- whose own is left out: a spammer alone among clean numbers gets nothing from himself
SELECT private.range_of(private.number_of('+919803000012'));
-- its own good history, an appeal or a verification stand against the block
SELECT spam_likelihood(s.state, now(), 2, 1) > spam_likelihood(s.state, now(), 0, 1) AS block,
       spam_likelihood(s.state, now(), 2, 1) - spam_likelihood(s.state, now(), 0, 1)
     > 3 * (spam_likelihood(g.state, now(), 2, 1) - spam_likelihood(g.state, now(), 0, 1)) AS friends,
       spam_likelihood(a.state, now(), 2, 1) = spam_likelihood(a.state, now(), 0, 1) AS appeal,
       spam_likelihood(v.state, now(), 2, 1) = spam_likelihood(v.state, now(), 0, 1) AS verified
  FROM (SELECT private.line('+918040001099') AS state) s
 CROSS JOIN LATERAL (SELECT spam_book(spam_book(s.state, '2020-01-01Z'), '2020-01-01Z', cluster => 1) AS state) g
 CROSS JOIN LATERAL (SELECT spam_flag(s.state, now(), appeal => true) AS state) a
 CROSS JOIN LATERAL (SELECT spam_flag(s.state, now(), verified => true) AS state) v;
-- an answer of then has the block of then
UPDATE data.block SET since = now() - interval '3 hours';
UPDATE data.call SET received = received - interval '4 hours' WHERE phone BETWEEN '+918040001001' AND '+918040001011';
UPDATE data.statement SET received = received - interval '4 hours' WHERE phone BETWEEN '+918040001001' AND '+918040001009';
SELECT private.range_of(private.number_of('+918040001011')) AS range \gset
SELECT private.say(NULL, ('+91804000100' || n)::numsight.phone, 'override', 'clean') > 0 FROM generate_series(1, 9) n;
SELECT private.number_share(NULL, 100000) IS NOT NULL, private.block_count() > 0;
SELECT private.range_of(private.number_of('+918040001011')) < 0,
       abs(private.range_of(private.recompute('+918040001011', now() - interval '1 hour'), now() - interval '1 hour') - :range) < 0.02,
       private.range_of(private.recompute('+918040001011', now() - interval '5 hours'), now() - interval '5 hours');
SELECT count(*), count(until) FROM data.block WHERE block = '+918040001';
-- whoever shows it, with or without a list: a number has one likelihood
SELECT count(pg_temp.member('+91980300010' || n, 'R' || n)) FROM generate_series(1, 4) n;
INSERT INTO data.call (account, phone, inbound, answered, seconds, at)
SELECT a.id, '+918040001012', true, true, 3, now() - interval '1 day' - n * interval '1 hour'
  FROM data.account a, generate_series(1, 6) n WHERE a.phone BETWEEN '+919803000101' AND '+919803000104';
INSERT INTO data.spam_report (reporter, phone, spam, category, created)
SELECT a.id, '+918040001012', true, 'scam', now() - interval '1 hour' FROM data.account a WHERE a.phone BETWEEN '+919803000101' AND '+919803000104';
SELECT (api.contact_create(:'witness', 'Suspect', '8040001012', NULL, NULL)).status;
UPDATE data.account SET roles = '{admin}' WHERE phone = '+919803000001';
SELECT private.publish() > 0;
CREATE FUNCTION pg_temp.of(r api.reply, wanted text) RETURNS text LANGUAGE sql AS $$
    SELECT e ->> 'spam_likelihood' FROM json_array_elements(translate(r.body, chr(1) || '=', '')::json -> 'results') e WHERE e ->> 'phone_number' = wanted
$$;
CREATE TEMP TABLE told AS
SELECT place, likelihood::float8 FROM (VALUES
    ('card', pg_temp.part(api.number(:'witness', '8040001012', NULL), 'spam_likelihood')),
    ('look-up', pg_temp.of(api.lookups(:'witness', '{8040001012}', NULL), '+918040001012')),
    ('ring', pg_temp.part(api.cnam(:'witness', '8040001012', NULL, NULL, 'json'), 'spam_likelihood')),
    ('search', pg_temp.of(api.search(:'witness', '8040001012', NULL, 1, NULL), '+918040001012')),
    ('queue', pg_temp.of(api.admin_queue(:'witness', 50, NULL), '+918040001012')),
    ('stats', pg_temp.of(api.stats_numbers(:'witness', NULL, NULL, 50), '+918040001012')),
    ('history', (SELECT translate(private.call_object('history', r, true, 'Completed', 'answer'), chr(1) || '=', '')::json ->> 'spam_likelihood'
                   FROM jsonb_populate_record(NULL::data.call_record, '{"called": "+918040001012"}') r)),
    ('report', (SELECT private.chance(r.spam_likelihood)::text FROM report.number r WHERE r.number = '+91 *1012'))) t (place, likelihood);
SELECT (SELECT place FROM told t WHERE likelihood IS DISTINCT FROM c.likelihood) AS differs, c.likelihood > 0.5
    AND c.likelihood <> private.chance(numsight.spam_likelihood(n.state, now())) AS both
  FROM told c, data.number n WHERE c.place = 'card' AND n.phone = '+918040001012';
SELECT b.score - floor(100 * t.likelihood) FROM data.blocklist b, told t WHERE b.phone = '+918040001012' AND place = 'card';
SELECT pg_temp.member('+918040001012', 'Suspect') AS suspect \gset
SELECT (api.appeal(:'suspect', '8040001012', 'no', NULL)).status;
SELECT pg_temp.of(api.admin_appeals(:'witness', 50, NULL), '+918040001012')
     = pg_temp.part(api.number(:'witness', '8040001012', NULL), 'spam_likelihood') AS appeals;
-- blocks that nobody is left in stay as empty ones
DELETE FROM data.spam_report WHERE phone = '+918040001012';
DELETE FROM data.call WHERE phone BETWEEN '+918040001001' AND '+918040001012';
UPDATE data.number SET total_appearance = 0 WHERE phone BETWEEN '+918040001001' AND '+918040001012';
SELECT private.number_share(NULL, 100000) IS NOT NULL, private.block_count() > 0;
SELECT numbers, likely FROM data.block WHERE block = '+918040001' AND until IS NULL;
ROLLBACK;
