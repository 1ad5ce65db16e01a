-- api_contact: the caller's own address book
\getenv abs_srcdir PG_ABS_SRCDIR
\set ECHO none
\set begin :abs_srcdir '/sql/api_begin.psql'
\i :begin
\set ECHO all
\pset format unaligned
\pset tuples_only on
SELECT pg_temp.member('+919800300001', 'Asha') AS asha, pg_temp.member('+919800300002', 'Ben') AS ben \gset

-- a contact is new once; the same name and number again is the same contact, with a newer e-mail
SELECT pg_temp.said(api.contact_create(:'asha', 'Ravi Kumar', '9800300011', NULL, NULL));
SELECT pg_temp.said(api.contact_create(:'asha', 'RAVI  kumar', '+919800300011', 'ravi@example.org', NULL));
SELECT pg_temp.said(api.contact_create(:'asha', 'Ravi Kumar', '+919800300011', NULL, NULL));
SELECT count(*), count(DISTINCT id) FROM data.contact WHERE phone = '+919800300011'::numsight.phone;
-- another name of the number is another contact, and still one book
SELECT pg_temp.said(api.contact_create(:'asha', 'Plumber', '+919800300011', NULL, NULL));
SELECT contacts FROM data.number WHERE phone = '+919800300011'::numsight.phone;
SELECT name, books FROM data.entry WHERE phone = '+919800300011'::numsight.phone ORDER BY name;
-- a region for this number alone
SELECT pg_temp.part(api.contact_create(:'asha', 'Aunt', '020 7946 0123', NULL, 'GB'), 'phone_number');

-- newest first, page by page, each once
SELECT private.seal('contact', max(id)) AS newest FROM data.contact \gset
DO $$ BEGIN
    FOR i IN 1 .. 7 LOOP
        PERFORM api.contact_create((SELECT s.id FROM data.session s JOIN data.account a ON a.id = s.account
                                     WHERE a.phone = '+919800300002'::numsight.phone),
                                   'Friend ' || i, '980030010' || i, NULL, NULL);
    END LOOP;
END $$;
CREATE FUNCTION pg_temp.walk(session uuid, size bigint) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
    page api.reply;
BEGIN
    LOOP
        page := api.contacts(session, size, page.next);
        RETURN NEXT (SELECT string_agg(e ->> 'name', ', ')
                       FROM json_array_elements(translate(page.body, chr(1) || '=', '')::json -> 'results') e);
        EXIT WHEN page.next IS NULL;
    END LOOP;
END $$;
SELECT pg_temp.walk(:'ben', 3);
SELECT pg_temp.walk(:'ben', 7);
SELECT pg_temp.said(api.contacts(:'ben', 1, NULL));
SELECT pg_temp.said(api.contacts(:'asha', 50, NULL));

-- what they tell of numbers is charged, each number once, and may be left out; what the owner wrote stays
SELECT position(U&'\0001=' IN (api.contacts(:'asha', 50, NULL)).body) AS without;
SET LOCAL numsight.budget = on;
SELECT cardinality(shown), (SELECT count(DISTINCT phone) FROM data.contact WHERE owner = (SELECT id FROM data.account WHERE phone = '+919800300001'::numsight.phone)),
       regexp_count(body, '\u0001=') / 2 - json_array_length(translate(body, chr(1) || '=', '')::json -> 'results') AS others
  FROM api.contacts(:'asha', 50, NULL);
SELECT regexp_replace(translate(left(regexp_replace(r.body, '^.*"email"', '"email"'), 80), chr(1), '^'), '0\.\d+|\d{4}-.*', 'P', 'g'),
       r.shown = ARRAY[numsight.phone_to_bigint('+919800300011')], private.bare(r.body)::json -> 'spam_likelihood', private.bare(r.body)::json ->> 'phone_number'
  FROM api.contact_create(:'asha', 'Ravi Kumar', '+919800300011', NULL, NULL) r;
SELECT bool_and(t.shown = ARRAY[numsight.phone_to_bigint((private.bare(t.body)::json ->> 'phone_number')::numsight.phone)]), count(*)
  FROM (SELECT private.seal('contact', max(id)) AS id FROM data.contact WHERE name = 'Ravi Kumar' AND phone = '+919800300011'::numsight.phone) c
 CROSS JOIN LATERAL (SELECT * FROM api.contact(:'asha', c.id) UNION ALL SELECT * FROM api.contact_change(:'asha', c.id, NULL, NULL, NULL, NULL)) t;
SET LOCAL numsight.budget = off;

-- one contact; nobody else's, and nothing that is no contact
SELECT private.seal('contact', id) AS ravi FROM data.contact WHERE name = 'Ravi Kumar' AND phone = '+919800300011'::numsight.phone \gset
SELECT pg_temp.said(api.contact(:'asha', :'ravi'));
SELECT pg_temp.said(api.contact(:'ben', :'ravi'));
SELECT pg_temp.said(api.contact(:'asha', id))
  FROM unnest(ARRAY['1', '', 'x', '00000000-0000-0000-0000-000000000000', upper(:'ravi'), :'ravi' || ' ',
                    private.seal('person', private.unseal('contact', :'ravi'))]) id;

-- changing: what is given, and only that
SELECT pg_temp.said(api.contact_change(:'asha', :'ravi', 'Ravi K.', NULL, NULL, NULL));
SELECT pg_temp.said(api.contact_change(:'asha', :'ravi', NULL, '9800300012', NULL, NULL));
SELECT pg_temp.said(api.contact_change(:'asha', :'ravi', NULL, NULL, '', NULL));
SELECT pg_temp.said(api.contact_change(:'asha', :'ravi', NULL, NULL, NULL, NULL));
SELECT pg_temp.said(api.contact_change(:'ben', :'ravi', 'Mine', NULL, NULL, NULL));
-- the directory follows: the old name is gone with its last book
SELECT phone, name, books FROM data.entry WHERE phone::text LIKE '+9198003000%' ORDER BY phone, name;
SELECT phone, contacts FROM data.number WHERE phone::text LIKE '+91980030001%' ORDER BY phone;
-- a new spelling of the same name keeps the entry, and the entry its id
SELECT id AS entry FROM data.entry WHERE name = 'Ravi K.' \gset
SELECT (api.contact_change(:'asha', :'ravi', 'RAVI K', NULL, NULL, NULL)).status;
SELECT id = :entry, books FROM data.entry WHERE phone = '+919800300012'::numsight.phone;
-- two contacts cannot become one
SELECT pg_temp.said(api.contact_create(:'asha', 'Ravi Two', '9800300012', NULL, NULL));
SELECT pg_temp.said(api.contact_change(:'asha', :'ravi', 'ravi two', NULL, NULL, NULL));

-- reporting a contact's number, once, by PUT
SELECT pg_temp.said(api.contact_report_spam(:'asha', :'ravi', 'scam', 'called at night')) FROM generate_series(1, 2);
SELECT num_spam FROM data.number WHERE phone = '+919800300012'::numsight.phone;
SELECT pg_temp.said(api.contact_report_spam(:'ben', :'ravi', NULL, NULL));
SELECT private.seal('contact', private.unseal('contact', pg_temp.part(api.contact_create(:'ben', 'Me', '+919800300002', NULL, NULL), 'id'))) AS me \gset
SELECT pg_temp.said(api.contact_report_spam(:'ben', :'me', NULL, NULL));

-- taking out; what is gone is gone for everybody
SELECT pg_temp.said(api.contact_delete(:'ben', :'ravi'));
SELECT pg_temp.said(api.contact_delete(:'asha', :'ravi'));
SELECT pg_temp.said(api.contact_delete(:'asha', :'ravi'));
SELECT pg_temp.said(api.contact(:'asha', :'ravi'));
SELECT name, books FROM data.entry WHERE phone = '+919800300012'::numsight.phone;
SELECT contacts FROM data.number WHERE phone = '+919800300012'::numsight.phone;

-- what is refused
SELECT pg_temp.refusal(call)
  FROM unnest(ARRAY[
    format('api.contact_create(%L, NULL, %L, NULL, NULL)', :'asha', '9800300013'),
    format('api.contact_create(%L, %L, %L, NULL, NULL)', :'asha', E'tab\tbed', '9800300013'),
    format('api.contact_create(%L, %L, %L, NULL, NULL)', :'asha', 'A', 'nothing'),
    format('api.contact_create(%L, %L, NULL, NULL, NULL)', :'asha', 'A'),
    format('api.contact_create(%L, %L, %L, %L, NULL)', :'asha', 'A', '9800300013', 'x'),
    format('api.contact_create(%L, %L, %L, NULL, %L)', :'asha', 'A', '9800300013', '??'),
    format('api.contact_change(%L, %L, %L, NULL, NULL, NULL)', :'ben', :'me', ' '),
    format('api.contact_change(%L, %L, NULL, %L, NULL, NULL)', :'ben', :'me', '+'),
    format('api.contact_change(%L, %L, %L, NULL, NULL, %L)', :'ben', :'me', 'Me', 'nonsense'),
    format('api.contact_change(%L, %L, NULL, NULL, %L, NULL)', :'ben', :'me', '@'),
    format('api.contact_report_spam(%L, %L, %L, NULL)', :'ben', :'me', 'rude'),
    format('api.contact_report_spam(%L, %L, NULL, %L)', :'ben', :'me', repeat('x', 2001)),
    format('api.contact_report_spam(%L, %L, NULL, %L)', :'ben', :'me', U&'\0001'),
    format('api.contacts(%L, 0, NULL)', :'ben'),
    format('api.contacts(%L, 51, NULL)', :'ben'),
    format('api.contacts(%L, 5, %L)', :'ben', '17'),
    format('api.contacts(NULL, 5, NULL)')]) WITH ORDINALITY t (call, n)
 ORDER BY n;

-- a name is kept as the import keeps it: nothing turns it round, hides in it or spaces it out
SELECT private.seal('contact', private.unseal('contact', pg_temp.part(api.contact_create(:'asha', U&'\202EoaR ahsA\202C', '9800300015', NULL, NULL), 'id'))) AS spoof \gset
SELECT private.name_of(name), octet_length(private.name_of(name))
  FROM unnest(ARRAY[U&'\202EoaR ahsA\202C', U&'\2066Asha\2069  Rao', U&'Asha\00A0\2028Rao', U&'A\00ADsha R\200Bao\2060']) WITH ORDINALITY t (name, n) ORDER BY n;
SELECT octet_length(name), name FROM data.contact WHERE id = private.unseal('contact', :'spoof');
SELECT octet_length(pg_temp.part(api.contact_change(:'asha', :'spoof', U&' Asha \2003 R\200Bao', NULL, NULL, NULL), 'name'));
SELECT pg_temp.refusal(format('api.contact_change(%L, %L, %L, NULL, NULL, NULL)', :'asha', :'spoof', name))
  FROM unnest(ARRAY[U&'\202E\2066\200D', U&'Asha\FFFB']) WITH ORDINALITY t (name, n) ORDER BY n;
SELECT count(*) FROM private.drift();
ROLLBACK;
