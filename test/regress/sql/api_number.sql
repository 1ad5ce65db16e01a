-- api_number: the card of a number, and the details of a person
\getenv abs_srcdir PG_ABS_SRCDIR
\set ECHO none
\set begin :abs_srcdir '/sql/api_begin.psql'
\i :begin
\set ECHO all
\pset format unaligned
\pset tuples_only on
SELECT pg_temp.member('+919800600001', 'Asha') AS asha, pg_temp.member('+919800600002', 'Ben') AS ben \gset

-- a number that nobody spoke of: everything that numbers tell, and the prior
SELECT pg_temp.said(api.number(:'asha', '+442079460123', NULL));
SELECT (api.number(:'asha', '+442079460123', NULL)).shown = ARRAY[numsight.phone_to_bigint('+442079460123'::numsight.phone)];
-- in any notation, read in the account's region or the one that is named
SELECT pg_temp.part(api.number(:'asha', n, r), 'phone_number')
  FROM (VALUES ('09800600002', NULL), ('9800600002', 'in'), ('919800600002', NULL), ('020 7946 0123', 'GB'),
               ('+44 (0)20 7946-0123', NULL)) t (n, r);
-- one that cannot be
SELECT pg_temp.part(api.number(:'asha', '+1234567890', NULL), 'valid'), pg_temp.part(api.number(:'asha', '+1234567890', NULL), 'possible');

-- names: a registered person's own first, then those in most books
SELECT (api.contact_create(:'asha', n, '+919800600002', NULL, NULL)).status FROM unnest(ARRAY['Benny', 'Uncle Ben']) n;
SELECT pg_temp.part(api.number(:'asha', '+919800600002', NULL), 'names'), pg_temp.part(api.number(:'asha', '+919800600002', NULL), 'name'),
       pg_temp.part(api.number(:'asha', '+919800600002', NULL), 'registered'), pg_temp.part(api.number(:'asha', '+919800600002', NULL), 'counts', 'contacts');

-- a mark is the caller's own; the other sees the count
SELECT (api.spam_report(:'asha', '+442079460123', 'survey', NULL, NULL)).status;
SELECT pg_temp.part(api.number(s, '+442079460123', NULL), 'reported'), pg_temp.part(api.number(s, '+442079460123', NULL), 'counts', 'spam_reports')
  FROM unnest(ARRAY[:'asha', :'ben']::uuid[]) s;
SELECT (api.not_spam(:'ben', '+442079460123', NULL)).status;
SELECT pg_temp.part(api.number(:'ben', '+442079460123', NULL), 'reported'), pg_temp.part(api.number(:'ben', '+442079460123', NULL), 'counts');

-- reasons sum up to the likelihood
SELECT abs(sum((r ->> 'logit')::double precision) - ln(p / (1 - p))) < 0.01
  FROM (SELECT pg_temp.part(c, 'spam_likelihood')::double precision AS p, pg_temp.part(c, 'reasons')::json AS reasons
          FROM api.number(:'asha', '+442079460123', NULL) c) c
 CROSS JOIN json_array_elements(reasons) r GROUP BY p;

-- an answer of then, after what counted was changed, withdrawn and joined by more
SELECT pg_temp.member('+919800600011', 'Cal') AS cal, pg_temp.member('+919800600012', 'Dee') AS dee \gset
CREATE TEMP TABLE answer (days integer PRIMARY KEY, state numsight.spam_state);
CREATE FUNCTION pg_temp.remember(days integer) RETURNS void LANGUAGE sql AS $$
    INSERT INTO answer SELECT remember.days, n.state FROM data.number n WHERE n.phone = '+919800600090'
$$;
-- a transaction has one time: what it stored is put so many days back
CREATE FUNCTION pg_temp.age(days integer) RETURNS void LANGUAGE sql AS $$
    UPDATE data.call SET received = received - age.days * interval '24 hours' WHERE phone = '+919800600090';
    UPDATE data.spam_report SET since = since - age.days * interval '24 hours' WHERE phone = '+919800600090';
    UPDATE data.book SET since = since - age.days * interval '24 hours' WHERE phone = '+919800600090';
    UPDATE data.spam_report_past SET since = since - age.days * interval '24 hours',
           until = until - age.days * interval '24 hours' WHERE phone = '+919800600090';
    UPDATE data.book_past SET since = since - age.days * interval '24 hours',
           until = until - age.days * interval '24 hours' WHERE phone = '+919800600090';
    UPDATE answer SET days = answer.days + age.days;
$$;
SELECT (api.call_declare(:'cal', '9800600090', 'inbound', true, 5, NULL, NULL)).status,
       (api.spam_report(:'cal', '9800600090', 'scam', NULL, NULL)).status,
       (api.contact_create(:'dee', 'Shop', '9800600090', NULL, NULL)).status;
SELECT pg_temp.remember(0);
SELECT pg_temp.age(10);
SELECT (api.not_spam(:'cal', '9800600090', NULL)).status, (api.spam_report(:'dee', '9800600090', NULL, NULL, NULL)).status;
DELETE FROM data.contact WHERE phone = '+919800600090';
SELECT pg_temp.remember(0);
SELECT pg_temp.age(10);
UPDATE data.spam_report SET created = created - interval '20 days' WHERE phone = '+919800600090';
SELECT pg_temp.remember(0);
SELECT pg_temp.age(10);
SELECT private.settle(now(), 100) >= 2, (api.spam_withdraw(:'dee', '9800600090', NULL)).status;
SELECT a.days, c.num_spam, c.not_spam, c.contacts, c.total_appearance,
       abs(numsight.spam_likelihood(a.state, at) - numsight.spam_likelihood(c.state, at)) < 1e-11,
       pg_temp.part(api.number(:'asha', '9800600090', NULL, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')),
                    'spam_likelihood')::double precision = private.chance(numsight.spam_likelihood(a.state, at))
  FROM answer a CROSS JOIN LATERAL (SELECT now() - a.days * interval '24 hours' AS at) t
 CROSS JOIN LATERAL private.recompute('+919800600090', at) c ORDER BY a.days;
-- by the model that answers used then, whichever they use now
SELECT numsight.spam_use(numsight.spam_revise(1, '{"base_rate": 0.01}')) AS quiet \gset
UPDATE numsight.spam_in_use SET since = now() - interval '15 days';
SELECT numsight.spam_use(3);
UPDATE numsight.spam_in_use SET since = now() - interval '5 days' WHERE version = 3;
SELECT a.days, replace(pg_temp.part(c, 'model'), :'quiet', 'quiet') AS model,
       pg_temp.part(c, 'spam_likelihood')::double precision
     = private.chance(numsight.spam_likelihood(a.state, at, 0, pg_temp.part(c, 'model')::integer)) AS likelihood,
       abs((SELECT sum((r ->> 'logit')::double precision) FROM json_array_elements(pg_temp.part(c, 'reasons')::json) r)
           - (SELECT ln(p / (1 - p)) FROM numsight.spam_likelihood(a.state, at, 0, pg_temp.part(c, 'model')::integer) p)) < 0.01 AS reasons
  FROM (SELECT * FROM answer UNION ALL SELECT 0, n.state FROM data.number n WHERE n.phone = '+919800600090') a
 CROSS JOIN LATERAL (SELECT now() - a.days * interval '24 hours' AS at) t
 CROSS JOIN LATERAL api.number(:'asha', '9800600090', NULL, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) c
 ORDER BY a.days DESC;
DELETE FROM numsight.spam_in_use;
-- before the first fact nothing was known but the plan
SELECT pg_temp.part(c, 'counts'), pg_temp.part(c, 'spam_likelihood') = pg_temp.part(api.number(:'asha', '9800600089', NULL), 'spam_likelihood')
  FROM api.number(:'asha', '9800600090', NULL, to_char(now() - interval '60 days', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) c;
SELECT * FROM private.drift();
-- the future, what is no longer kept and what is no time are refused
SELECT pg_temp.refusal(format('api.number(%L, %L, NULL, %L)', :'asha', '9800600090', at))
  FROM unnest(ARRAY['2999-01-01T00:00:00Z', '2001-01-01T00:00:00Z', '1999-01-01T00:00:00Z', 'yesterday', '2024-01-01', '',
                    to_char(now() AT TIME ZONE 'UTC' + interval '1 minute', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')]) at;

-- the details of a person
SELECT pg_temp.said(api.person(:'asha', pg_temp.part(api.search(:'asha', 'Uncle Ben', NULL, 1, NULL), 'results', '0', 'id')));
SELECT pg_temp.said(api.person(:'asha', pg_temp.part(api.search(:'asha', '+919800600002', NULL, 1, NULL), 'results', '0', 'id')));
-- ids of another noun, made-up ones, and those of entries that are gone
SELECT pg_temp.said(api.person(:'asha', id))
  FROM unnest(ARRAY[pg_temp.part(api.me(:'ben'), 'id'), '1', '', repeat('0', 36), '00000000-0000-0000-0000-000000000000']) id;
SELECT pg_temp.part(api.search(:'asha', 'Uncle Ben', NULL, 1, NULL), 'results', '0', 'id') AS uncle \gset
DELETE FROM data.contact WHERE name = 'Uncle Ben' AND phone = '+919800600002';
SELECT pg_temp.said(api.person(:'asha', :'uncle'));

-- the card is one plan, in which no function is called that would plan and run another
CREATE FUNCTION pg_temp.calls() RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
    line text;
BEGIN
    FOR line IN EXPLAIN (VERBOSE, COSTS OFF) SELECT c FROM private.session_account('00000000-0000-0000-0000-000000000000') s (account)
        LEFT JOIN data.number n ON n.phone OPERATOR(numsight.=) '+919800600002'::numsight.phone
       CROSS JOIN LATERAL private.card(s.account, private.known('+919800600002', n), now()) c
    LOOP
        RETURN QUERY SELECT DISTINCT m[1] FROM regexp_matches(line, '(private\.\w+)\(', 'g') m;
    END LOOP;
END;
$$;
SELECT count(*) FROM pg_temp.calls();

-- those of requests that come at once: each as by itself, or none, and then it is asked for by itself
WITH asked AS (
    SELECT row_number() OVER () AS place, *
      FROM unnest(ARRAY[:'asha', :'ben']::uuid[]) s (session)
     CROSS JOIN (VALUES ('+442079460123', NULL), ('+919800600002', NULL), ('+447700900123', NULL), (E'+44 "7700" \\ 900123', NULL),
                        ('9800600002', NULL), ('+919800600002', 'GB'), ('abc', NULL), (NULL, NULL)) n (number, region)
), together AS (
    SELECT t.* FROM (SELECT array_agg(session ORDER BY place) AS s, array_agg(number ORDER BY place) AS n,
                            array_agg(region ORDER BY place) AS r, array_agg(NULL::text) AS t FROM asked) a
     CROSS JOIN LATERAL api.number_together(a.s, a.n, a.r, a.t) WITH ORDINALITY t (status, body, next, shown, place)
)
SELECT a.number, a.region, count(*), count(t.status),
       bool_and((t.status, t.body, t.next, t.shown) IS NOT DISTINCT FROM (r.status, r.body, r.next, r.shown)) FILTER (WHERE t.status IS NOT NULL) AS same
  FROM asked a JOIN together t USING (place) CROSS JOIN LATERAL api.number(a.session, a.number, a.region) r
 GROUP BY a.number, a.region ORDER BY min(a.place);
SELECT count(*), count(status) FROM api.number_together(ARRAY[:'asha', NULL, '00000000-0000-0000-0000-000000000000']::uuid[],
    array_fill('+919800600002'::text, '{3}'), array_fill(NULL::text, '{3}'), ARRAY['2020-01-01', NULL, NULL]);
SELECT count(*) FROM api.number_together(NULL, NULL, NULL, NULL);

-- what is no number is answered, not raised, for others share the batch
SELECT pg_temp.said(api.number(:'asha', n, NULL)) FROM unnest(ARRAY[NULL, '', 'abc', '1', '+999999', repeat('1', 65), U&'98006\202E00001']) n;
SELECT pg_temp.refusal(format('api.number(%L, %L, %L)', :'asha', '9800600002', 'QQ'));
SELECT pg_temp.refusal('api.number(NULL, NULL, NULL)');
ROLLBACK;
