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

-- the details of a person
SELECT pg_temp.said(api.person(:'asha', pg_temp.part(api.search(:'asha', 'Uncle Ben', NULL, 1, NULL), 'results', '0', 'id')));
SELECT pg_temp.said(api.person(:'asha', pg_temp.part(api.search(:'asha', '+919800600002', NULL, 1, NULL), 'results', '0', 'id')));
-- ids of another noun, made-up ones, and those of entries that are gone
SELECT pg_temp.said(api.person(:'asha', id))
  FROM unnest(ARRAY[pg_temp.part(api.me(:'ben'), 'id'), '1', '', repeat('0', 36), '00000000-0000-0000-0000-000000000000']) id;
SELECT pg_temp.part(api.search(:'asha', 'Uncle Ben', NULL, 1, NULL), 'results', '0', 'id') AS uncle \gset
DELETE FROM data.contact WHERE name = 'Uncle Ben' AND phone = '+919800600002';
SELECT pg_temp.said(api.person(:'asha', :'uncle'));

-- what is no number is answered, not raised, for others share the batch
SELECT pg_temp.said(api.number(:'asha', n, NULL)) FROM unnest(ARRAY[NULL, '', 'abc', '1', '+999999', repeat('1', 65), U&'98006\202E00001']) n;
SELECT pg_temp.refusal(format('api.number(%L, %L, %L)', :'asha', '9800600002', 'QQ'));
SELECT pg_temp.refusal('api.number(NULL, NULL, NULL)');
ROLLBACK;
