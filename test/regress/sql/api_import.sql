-- api_import: address books that come as files
\getenv abs_srcdir PG_ABS_SRCDIR
\set ECHO none
\set begin :abs_srcdir '/sql/api_begin.psql'
\i :begin
\set ECHO all
\pset format unaligned
\pset tuples_only on
SELECT pg_temp.member('+919801500001', 'Asha') AS asha, pg_temp.member('+919801500002', 'Ben') AS ben,
       pg_temp.member('+919801500003', 'Cara') AS cara \gset

CREATE FUNCTION pg_temp.import(session uuid, media text, content text, region text DEFAULT NULL, encoding text DEFAULT 'UTF8')
RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.said(api.contact_import(session, convert_to(content, encoding), media, region))
$$;
CREATE FUNCTION pg_temp.book(who text) RETURNS SETOF text LANGUAGE sql AS $$
    SELECT concat_ws(' | ', c.name, c.phone, c.email) FROM data.contact c JOIN data.account a ON a.id = c.owner
     WHERE a.name = who ORDER BY c.phone, c.folded
$$;

-- cards: every number of every person, in the region of the account; what is no number is said
\set ECHO none
SELECT replace(replace($$BEGIN:VCARD
VERSION:3.0
FN:Ravi
  Kumar
TEL;TYPE=CELL:98015 00011
TEL:+44 20 7946 0123
TEL:12
EMAIL:ravi@example.org
PHOTO;ENCODING=b:AAAA
 AAAA
END:VCARD
BEGIN:VCARD
VERSION:4.0
FN:Zoë
TEL;VALUE=uri:tel:+919801500012
END:VCARD
$$, E'\r', ''), E'\n', E'\r\n') AS cards \gset
\set ECHO all
SELECT pg_temp.import(:'asha', 'text/vcard', :'cards');
SELECT pg_temp.book('Asha');
-- the same again changes nothing, under its older name neither, nor in another charset
SELECT pg_temp.import(:'asha', 'text/vcard', :'cards'), pg_temp.import(:'asha', 'text/x-vcard', :'cards');
SELECT pg_temp.import(:'asha', 'text/vcard', :'cards', NULL, 'LATIN1');
SELECT count(*), sum(books) FROM data.entry WHERE phone IN ('+919801500011', '+442079460123', '+919801500012');
-- another region reads them otherwise
SELECT pg_temp.import(:'ben', 'text/csv', E'Name;Phone;E-mail\nAunt;020 7946 0124;aunt@example.org\n', 'GB');
SELECT pg_temp.book('Ben');
SELECT pg_temp.refusal(format('api.contact_import(%L, %L, %L, %L)', :'ben', 'x', 'text/csv', 'XX'));

-- tables: a mark of the encoding, quotes, line breaks within them, columns that are missing
SELECT pg_temp.import(:'ben', 'text/csv', U&'\FEFF"Full Name","Mobile"\000D\000A"Kumar, ""Ravi""","98015 00013"\000D\000A"No Number"\000D\000A,98015 00014\000D\000A');
SELECT pg_temp.import(:'ben', 'text/csv', E'Colour,Size\nred,5\n');
SELECT pg_temp.import(:'ben', 'text/csv', 'no table at all');

-- JSON: people, or what other routes answer; numbers as digits; several of them
SELECT pg_temp.import(:'cara', 'application/json',
    '[{"name": "Dev", "phone_number": 9801500021, "email": "dev@example.org", "more": {}},
      {"name": "Esha", "phone_numbers": ["9801500022", "+919801500023", "12"]},
      7, {"name": "Nobody"}, {"phone_number": "9801500024"}, {"name": "a\nb", "phone_number": "9801500025"},
      {"name": "Dev", "phone_number": "+91 98015 00021"}]');
SELECT pg_temp.book('Cara');
SELECT pg_temp.import(:'cara', 'application/json', '{"contacts": [{"name": "Dev", "phone_number": "9801500021"}], "other": 1}');
SELECT pg_temp.import(:'cara', 'application/json', '{"results": []}'), pg_temp.import(:'cara', 'application/json', '[]');
SELECT pg_temp.import(:'cara', 'application/json', '{"name": "One", "phone_number": "9801500026"}');
SELECT pg_temp.refusal(format('api.contact_import(%L, convert_to(%L, %L), %L, NULL)', :'cara', c, 'UTF8', 'application/json'))
  FROM unnest(ARRAY['{', 'x', '5', '"x"', 'null', '{"contacts": 5}', '[{"name": "\u0000"}]', repeat('[', 20000)]) c;
SELECT pg_temp.refusal(format('api.contact_import(%L, %L::bytea, %L, NULL)', :'cara', '\xff', 'application/json'));

-- a person a line: a line that is broken is said, the others stand
SELECT pg_temp.import(:'cara', 'application/x-ndjson',
    E'{"name": "Fay", "phone_number": "9801500031"}\r\n\r\n{"name": "Gus", "phone_n\n[1]\n{"name": "Hal", "phone_number": "9801500032"}');
SELECT pg_temp.said(api.contact_import(:'cara', convert_to(E'{"name": "Ida", "phone_number": "9801500033"}\n', 'UTF8')
    || '\x7b22ff220a' || convert_to('{"name": "Jim", "phone_number": "9801500034"}', 'UTF8'), 'application/x-ndjson', NULL));
SELECT pg_temp.refusal(format('api.contact_import(%L, %L::bytea, %L, NULL)', :'cara', '\xff00', 'application/x-ndjson'));

-- an e-mail comes to an entry that has none, and takes the place of no other; one that is none is dropped
SELECT pg_temp.import(:'cara', 'text/csv', E'Name,Phone,E-mail\nFay,9801500031,fay@example.org\nDEV,9801500021,other@example.org\nHal,9801500032,hal at home\nHal,9801500032,\n');
SELECT pg_temp.book('Cara') LIMIT 1;
SELECT name, email FROM data.contact WHERE phone IN ('+919801500031', '+919801500032') ORDER BY name;
-- one that looks like one but is none, too: of a file of people nothing else is lost
SELECT pg_temp.import(:'cara', 'text/csv', E'Name,Phone,E-mail\n' || string_agg(format('Odd %s,98015001%s,"%s"', n, lpad(n::text, 2, '0'), e), E'\n' ORDER BY n))
  FROM unnest(ARRAY['a@intranet', 'mailto:a@b.example', '<a@b.example>', '.a@b.example', 'a@b..example', 'a@-b.example', 'a@[192.0.2.1]', 'xmpp:a@b.example',
                    'a@b,example', 'a@c_d.example', 'a@b.example(work)', 'a@1.2', '/o=x/cn=a@b.example', 'right@b.example']) WITH ORDINALITY o (e, n);
SELECT name, email FROM data.contact WHERE phone::text LIKE '+9198015001__' AND email IS NOT NULL;

-- somebody who asked to be forgotten stays so: the number comes, its name does not
SELECT private.forget('+919801500099');
SELECT pg_temp.import(:'asha', 'text/csv', E'Name,Phone,E-mail\nForgotten Soul,9801500099,soul@example.org\n');
SELECT pg_temp.import(:'asha', 'text/csv', E'Name,Phone,E-mail\nSoul,9801500099,soul@example.org\n');
SELECT name, email FROM data.contact WHERE phone = '+919801500099';
SELECT pg_temp.names(api.search(:'asha', q, NULL, 20, NULL)) FROM unnest(ARRAY['forgotten', '9801500099']) q;

-- at most so many at a time, and then nothing of them
SELECT pg_temp.import(:'asha', 'text/csv', 'Name,Phone' || string_agg(E'\nP,+9190' || lpad(n::text, 8, '0'), ''))
  FROM generate_series(1, private.import_most() + 1) n;
SELECT count(*) FROM data.contact c JOIN data.account a ON a.id = c.owner WHERE a.name = 'Asha';
-- of many bad rows the first hundred are told, and all counted
SELECT json_array_length(r -> 'rejects'), r ->> 'rejected', r #>> '{rejects,99,line}'
  FROM (SELECT (api.contact_import(:'asha', convert_to('Name,Phone' || (SELECT string_agg(E'\nP,1', '') FROM generate_series(1, 150)), 'UTF8'),
                                   'text/csv', NULL)).body::json AS r) o;
SELECT * FROM private.drift();
ROLLBACK;
