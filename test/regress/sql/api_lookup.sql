-- api_lookup: many numbers in one call, and callers' names for exchanges
\getenv abs_srcdir PG_ABS_SRCDIR
\set ECHO none
\set begin :abs_srcdir '/sql/api_begin.psql'
\i :begin
\set ECHO all
\pset format unaligned
\pset tuples_only on
SELECT pg_temp.member('+919800610001', 'Asha') AS asha, pg_temp.member('+919800610002', 'Ben') AS ben \gset
SELECT (api.contact_create(:'asha', n, p, NULL, NULL)).status
  FROM (VALUES ('Plumber', '+919800610003'), ('Plumber Ltd', '+919800610003'), ('Zoë "Z" \ O''Neil', '+442079460123')) t (n, p);
SELECT (api.spam_report(:'ben', '+442079460123', 'scam', NULL, NULL)).status, (api.not_spam(:'asha', '+919800610002', NULL)).status;

-- an answer for each input, in the order of the inputs, equal to the single ones; what is no number says so in its place
CREATE TEMP TABLE asked (place serial, input text);
INSERT INTO asked (input) VALUES ('+442079460123'), ('9800610003'), ('abc'), ('09800610002'), (''), ('+91 98006-10003'), ('1'),
    ('+999999'), (repeat('9', 65)), ('+442079460123'), (E'98006\u202E10002'), ('"'), ('\'), ('{}'), ('NULL'), ('+12025550123'),
    ('5550123'), ('+919800610001');
SELECT count(*), bool_and(CASE WHEN single.status = 200 THEN answer::text = single.body
                               ELSE answer ->> 'input' = a.input AND answer ->> 'error' = single.body
                                    AND (SELECT array_agg(k) FROM json_object_keys(answer) k) = '{input,error}' END)
  FROM asked a
  JOIN json_array_elements((SELECT body::json -> 'results' FROM api.lookups(:'asha', ARRAY(SELECT input FROM asked ORDER BY place), NULL)))
       WITH ORDINALITY r (answer, place) USING (place)
 CROSS JOIN LATERAL api.number(:'asha', a.input, NULL) single;
SELECT pg_temp.said(api.lookups(:'asha', ARRAY['abc', '12', '', '+999999'], NULL));
-- the example of the reference is what is answered
WITH told AS (
    SELECT attname, substring(col_description(attrelid, attnum) FROM '[{]".*[}]$')::json -> 'example' AS example
      FROM pg_attribute WHERE attrelid IN ('api.lookup_error'::regclass, 'api.lookups'::regclass))
SELECT a.body::json -> 'results' -> 0 ->> 'error' = e.example #>> '{}' AS error, (a.body::jsonb -> 'results') = r.example::jsonb AS results
  FROM told i, told e, told r, api.lookups(:'asha', ARRAY[i.example #>> '{}'], NULL) a
 WHERE i.attname = 'input' AND e.attname = 'error' AND r.attname = 'results';
-- each number is shown, and charged, once; what is no number is not
SELECT ARRAY(SELECT numsight.phone_from_bigint(s)::text FROM unnest(l.shown) s ORDER BY 1)
  FROM api.lookups(:'asha', ARRAY['9800610003', 'abc', '+919800610003', '+442079460123', '(0)9800610003'], NULL) l;
SELECT l.shown FROM api.lookups(:'asha', ARRAY['abc'], NULL) l;
-- a region reads all of them
SELECT pg_temp.part(l, 'results', '0', 'phone_number'), pg_temp.part(l, 'results', '1', 'phone_number'), pg_temp.part(l, 'results', '2', 'phone_number')
  FROM api.lookups(:'asha', ARRAY['020 7946 0123', '+919800610003', '(202) 555-0123'], 'gb') l;
-- a thousand, and no more; none is not a question
SELECT json_array_length(l.body::json -> 'results'), cardinality(l.shown)
  FROM api.lookups(:'asha', ARRAY(SELECT '+9198006' || lpad(n::text, 5, '0') FROM generate_series(1, 1000) n), NULL) l;
SELECT pg_temp.refusal(format('api.lookups(%L, array_fill(''1''::text, ARRAY[%s]), NULL)', :'asha', n)) FROM unnest(ARRAY[0, 1001]) n;
SELECT pg_temp.refusal(format('api.lookups(%L, ''{1}'', ''QQ'')', :'asha'));
SELECT pg_temp.refusal('api.lookups(NULL, ''{1}'', NULL)');

-- a telephone that rings: the best name in one line, and nothing if there is none
CREATE FUNCTION pg_temp.rings(session uuid, number text, max bigint = NULL, format text = NULL) RETURNS text LANGUAGE sql AS $$
    SELECT '[' || translate(regexp_replace(r.body, '0\.\d+', 'P'), chr(1), '^') || ']' FROM api.cnam(session, number, NULL, max, format) r
$$;
SELECT pg_temp.rings(:'asha', n) FROM unnest(ARRAY['9800610003', '+919800610001', '+12025550123', '+91 98006 10002']) n;
SELECT pg_temp.rings(:'asha', '9800610001', m), pg_temp.rings(:'asha', '+442079460123', m) FROM unnest(ARRAY[1, 4, 5, 256]) m;
-- what who is called has said decides, then what everybody has
SELECT pg_temp.rings(:'asha', '+442079460123'), pg_temp.rings(:'ben', '+442079460123'), pg_temp.rings(:'ben', '+442079460123', 7);
SELECT pg_temp.rings(s, '+442079460123', NULL, 'json') FROM unnest(ARRAY[:'asha', :'ben']::uuid[]) s;
SELECT private.say(NULL, p::numsight.phone, 'override', 'spam') > 0 FROM unnest(ARRAY['+919800610002', '+919800610003', '+12025550124']) p;
SELECT pg_temp.rings(:'asha', n), pg_temp.rings(:'asha', n, NULL, 'json'), pg_temp.rings(:'asha', n, 4, 'superfecta'), pg_temp.rings(:'asha', n, NULL, '3cx')
  FROM unnest(ARRAY['9800610002', '9800610003', '+12025550123', '+12025550124']) n;
-- the verdict of the card
SELECT private.decision(l, r) FROM (VALUES ('clean', NULL), ('unknown', NULL), ('suspected', NULL), ('spam', NULL), ('spam', 'not_spam'), ('clean', 'spam')) t (l, r);
SELECT bool_and(pg_temp.part(c, 'name') IS NOT DISTINCT FROM pg_temp.part(r, 'name')
                AND pg_temp.part(c, 'spam_likelihood') = pg_temp.part(r, 'spam_likelihood') AND c.shown = r.shown)
  FROM unnest(ARRAY['9800610002', '9800610003', '+12025550123', '+442079460123']) n
 CROSS JOIN LATERAL api.number(:'asha', n, NULL) c CROSS JOIN LATERAL api.cnam(:'asha', n, NULL, NULL, 'json') r;
SELECT pg_temp.said(api.cnam(:'asha', n, NULL, m, f))
  FROM (VALUES ('abc', NULL, NULL), ('9800610003', 0, NULL), ('9800610003', 257, NULL), ('9800610003', NULL, 'xml'), ('9800610003', NULL, '')) t (n, m, f);
SELECT pg_temp.refusal('api.cnam(NULL, ''1'', NULL, NULL, NULL)');

-- those that ring at once: each as by itself, or none, and then it is asked for by itself
WITH asked AS (
    SELECT row_number() OVER () AS place, *
      FROM unnest(ARRAY[:'asha', :'ben']::uuid[]) s (session)
     CROSS JOIN (VALUES ('+442079460123', NULL, NULL, NULL), ('+442079460123', NULL, 7, 'text'), ('+919800610003', NULL, 4, NULL),
                        ('+12025550124', NULL, NULL, NULL), ('+12025550199', NULL, 256, NULL), ('+919800610003', NULL, 0, NULL),
                        ('+919800610003', NULL, 257, NULL), ('+919800610003', NULL, NULL, 'json'), ('+919800610003', NULL, NULL, 'xml'),
                        ('+919800610003', 'GB', NULL, NULL), ('9800610003', NULL, NULL, NULL), ('abc', NULL, NULL, NULL),
                        (NULL, NULL, NULL, NULL)) n (number, region, max, format)
), together AS (
    SELECT t.* FROM (SELECT array_agg(session ORDER BY place) AS s, array_agg(number ORDER BY place) AS n, array_agg(region ORDER BY place) AS r,
                            array_agg(max::bigint ORDER BY place) AS m, array_agg(format ORDER BY place) AS f FROM asked) a
     CROSS JOIN LATERAL api.cnam_together(a.s, a.n, a.r, a.m, a.f) WITH ORDINALITY t (status, body, next, shown, place)
)
SELECT a.number, a.region, a.max, a.format, count(*), count(t.status), min(translate(t.body, chr(1), '^')) AS least, max(translate(t.body, chr(1), '^')) AS greatest,
       bool_and((t.status, t.body, t.next, t.shown) IS NOT DISTINCT FROM (r.status, r.body, r.next, r.shown)) FILTER (WHERE t.status IS NOT NULL) AS same
  FROM asked a JOIN together t USING (place) CROSS JOIN LATERAL api.cnam(a.session, a.number, a.region, a.max, a.format) r
 GROUP BY a.number, a.region, a.max, a.format ORDER BY min(a.place);
SELECT count(*), count(status) FROM api.cnam_together(ARRAY[:'asha', NULL, '00000000-0000-0000-0000-000000000000']::uuid[],
    array_fill('+919800610003'::text, '{3}'), array_fill(NULL::text, '{3}'), array_fill(NULL::bigint, '{3}'), array_fill(NULL::text, '{3}'));

-- the form of Twilio's Lookup: all packages, and those that were not asked for null
SELECT pg_temp.said(api.phone_number(:'asha', '+919800610003', NULL, NULL));
SELECT pg_temp.part(t, 'caller_name'), pg_temp.part(t, 'line_type_intelligence'), pg_temp.part(t, 'sim_swap'), pg_temp.part(t, 'line_status'),
       pg_temp.part(t, 'spam_reputation', 'label'), (SELECT array_agg(k) FROM json_object_keys(t.body::json -> 'spam_reputation') k)
  FROM api.phone_number(:'asha', '9800610003', ' caller_name,line_type_intelligence ,sim_swap,spam_reputation', NULL) t;
SELECT n.input, pg_temp.part(t, 'phone_number'), pg_temp.part(t, 'valid'), pg_temp.part(t, 'validation_errors'), pg_temp.part(t, 'country_code'),
       pg_temp.part(t, 'calling_country_code'), pg_temp.part(t, 'national_format'), pg_temp.part(t, 'line_type_intelligence', 'type'),
       pg_temp.part(t, 'caller_name'), t.shown IS NULL
  FROM (VALUES ('+919800610003', NULL), ('020 7946 0123', 'GB'), ('+1234567890', NULL), ('+9198', NULL), ('+99999999', NULL), ('abc', NULL),
               ('1', NULL), ('+91980061000399999', NULL), ('+18005550199', NULL), ('+12025550123', 'IN'), ('+800123456789012345', NULL)) n (input, country)
 CROSS JOIN LATERAL api.phone_number(:'asha', n.input, 'line_type_intelligence,caller_name', n.country) t;
SELECT (SELECT string_agg(k, ' ') FROM json_object_keys(t.body::json) k) FROM api.phone_number(:'asha', 'abc', 'sim_swap', NULL) t;
SELECT pg_temp.said(api.phone_number(:'asha', n, f, c))
  FROM (VALUES ('1', 'carrier', NULL), ('1', 'caller_name,,x', NULL), (repeat('1', 65), NULL, NULL), ('1', NULL, 'QQ'), ('1', NULL, 'x')) t (n, f, c);
ROLLBACK;
