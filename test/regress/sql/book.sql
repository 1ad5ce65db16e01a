-- book.sql: address books as rows
SET search_path = numsight, public;
\set SHOW_CONTEXT never

-- a row for each number of each person, in the order of the file; national numbers are read in the region
SELECT line, name, phone, email FROM book_rows(convert_to($$Name,Given Name,Phone 1 - Value,Phone 2 - Value,E-mail 1 - Value
Asha Rao,Asha,98765 43210 ::: 022-2345 6789,+1 (415) 555-2671,asha@example.org
"Lee, ""Bo""",,098765-43211,,not an address
आशा राव,,+91 98765 43212;ext=7,,
$$, 'UTF8'), region => 'IN');

-- vCards are told by their content
SELECT line, name, phone, email FROM book_rows(convert_to($$BEGIN:VCARD
VERSION:2.1
N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller;J=F6=
rg
TEL;CELL:0151 23456789
EMAIL;INTERNET:joerg@example.de
END:VCARD
BEGIN:VCARD
VERSION:4.0
FN:Asha
  Rao
item1.TEL;VALUE=uri:tel:+91-98765-43210;ext=12
PHOTO:data:image/jpeg;base64,AAAA
 BBBB
END:VCARD
$$, 'UTF8'), region => 'DE');

-- every reason to refuse a row, each with the column at fault and what was written there
SELECT line, error, field, raw FROM book_rows(convert_to($$Name,Phone,Note
A,no number,x
B,+999 12345678,x
C,12,x
D,+1 415 555 26711,x
,+91 98765 43210,x
E,,x
F
G,+91 98765 43210,x,y
H,9.19877E+11,x
"I,+91 98765 43210,x
J,+91 98765 43210,x
$$, 'UTF8'), region => 'IN') WHERE error IS NOT NULL;
SELECT line, error, field, raw FROM book_rows('\x4e616d652c50686f6e650a4b072c39380ac3a92c393837363534333231300a4cff2c39380a', region => 'IN');
SELECT line, error, field, length(raw) FROM book_rows(convert_to(repeat('n', 257) || ',+919876543210' || E'\nA,+919876543210', 'UTF8'));
SELECT line, error, field, length(raw) FROM book_rows(convert_to(E'A,+919876543210\n' || repeat('n', 1100000) || E'\nB,+919876543210', 'UTF8'));
SELECT line, error, field, raw FROM book_rows(convert_to(E'Name,City\nA,Pune', 'UTF8'));
SELECT line, error, field, raw FROM book_rows(convert_to(E'junk\nBEGIN:VCARD\nTEL:1\nEND:VCARD\n', 'UTF8'));

-- a byte order mark, other line ends and UTF-16 change nothing
SELECT count(*), count(DISTINCT (line, name, phone))
  FROM (VALUES ('\x'::bytea, E'\n'), ('\xefbbbf', E'\n'), ('\x', E'\r\n'), ('\x', E'\r')) v (mark, line_end),
       book_rows(v.mark || convert_to('Name,Phone' || v.line_end || 'A,+919876543210' || v.line_end, 'UTF8'));
SELECT line, name, phone FROM book_rows('\xfffe060936093e092c002b003900310039003800370036003500340033003200310030000d000a00');

-- without a word of its charset a book is in that of the region's Windows
SELECT r.region, b.line, b.name, b.error, b.raw
  FROM unnest(ARRAY['RU', 'GR', 'DE', 'ZZ', NULL]) WITH ORDINALITY r (region, place),
       book_rows('Name,Phone\012\330\345,+919876543210\012', region => r.region) b ORDER BY r.place;
SELECT line, name, error, raw FROM book_rows('Name,Phone\012\330\345,+919876543210\012A\230,+919876543210\012', region => 'RU');

-- the format can be given, the region can be none
SELECT line, error, raw FROM book_rows('A,98765 43210', 'csv', NULL);
SELECT line, error, raw FROM book_rows('A,98765 43210', 'vcf');
SELECT * FROM book_rows('A,98765 43210', 'xls');
SELECT * FROM book_rows(NULL);
SELECT * FROM book_rows('');

-- a picture of ten megabytes is passed over
SELECT line, name, phone FROM book_rows(convert_to(E'BEGIN:VCARD\nFN:A\nPHOTO;ENCODING=b:' || repeat('QUJD', 2500000)
    || E'\nTEL:+919876543210\nEND:VCARD\n', 'UTF8'));

-- a name by itself is cleaned as those of books are; joiners are letters of some scripts and stay
SELECT n, book_clean(n), octet_length(book_clean(n))
  FROM unnest(ARRAY[U&'Asha\202E oaR', U&'\2066Asha\2069 Rao', '  Asha   Rao ', U&'Asha\00A0\2028Rao', U&'As\00ADha\200B \FEFFRao',
                    U&'\0915\094D\200D\0937', U&'\200D\3164', '', E'Asha\tRao', E'Asha\x01Rao', U&'Asha\FFF9']) WITH ORDINALITY u (n, place)
 ORDER BY place;
SELECT octet_length(book_clean(repeat('n', 4096))), book_clean(repeat('n', 4097)), book_clean(NULL);
SELECT bool_and(book_clean(n) = r.name) FROM unnest(ARRAY[U&'A\202E B', U&'A\00A0 B', U&'A\00ADB\200B', U&'A\FFFE\E000']) n,
       book_rows(convert_to(n || ',+919876543210', 'UTF8')) r;
