-- name.sql: comparison form of names, tiers, score and operators
SET search_path = numsight, public;
\set SHOW_CONTEXT never

-- case, accents, width and punctuation are gone; apostrophes join
SELECT name, name_fold(name)
  FROM unnest(ARRAY['Raj', '  RAJ   Kumar ', 'José Müller', 'Straße', 'Łukasz Đoković', 'Iğdır', 'Ｊｏｈｎ',
                    'ﬁnn', 'O''Brien', 'O’Brien', 'Anne-Marie', 'Smith, J. (2nd)', '100%_\*', 'raj😀kumar'])
       WITH ORDINALITY AS t (name, n) ORDER BY n;

-- a name is Latin whatever it was written in
SELECT name, name_fold(name)
  FROM unnest(ARRAY['राज शर्मा', 'लक्ष्मी सिंह', 'ज़फ़र अहमद', 'চন্দ্র অমিত', 'ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ', 'નરેન્દ્ર મોદી', 'ଜଗନ୍ନାଥ ଦାସ',
                    'முருகன் கார்த்திக்', 'వెంకట రామ', 'ಕುಮಾರ', 'രാജേഷ്', 'සුනිල්', 'Юрий Горбачёв', 'Сергій', 'Ђоковић',
                    'Γιώργος', 'محمد علی', 'שלום', '김철수', 'さとう ゆうき', 'キャサリン', '王小明', 'ไชย', 'ក'])
       WITH ORDINALITY AS t (name, n) ORDER BY n;

-- marks may stand alone or be part of their letter
SELECT name_fold(U&'Jose\0301') = name_fold('José') AS latin,
       name_fold(U&'\0438\0306') = name_fold('й') AS cyrillic,
       name_fold(U&'\092B\093C') = name_fold(U&'\095E') AS devanagari,
       name_fold(U&'\0BC6\0BBE') = name_fold(U&'\0BCA') AS tamil,
       name_fold(U&'\1112\1161\11AB') = name_fold('한') AS hangul,
       name_fold(U&'\FF76\FF9E') = name_fold('ガ') AS kana;

-- what cannot be seen leaves no trace
SELECT name_fold(U&'\200ER\200Da\00ADj\FEFF\202C'), name_fold('क्‍ष') = name_fold('क्ष') AS joined;

-- nothing, punctuation and pictures fold to nothing; NULL stays NULL
SELECT name, name_fold(name), name_fold(name) IS NULL AS is_null FROM unnest(ARRAY['', ' ', '...', '😀', U&'\0301', U&'\202E', NULL]) WITH ORDINALITY AS t (name, n) ORDER BY n;

-- folding again changes nothing, and the form grows to six times the bytes at most
SELECT count(*) AS points,
       count(*) FILTER (WHERE name_fold(name_fold(chr(c))) <> name_fold(chr(c))) AS changed,
       count(*) FILTER (WHERE octet_length(name_fold(chr(c))) > 6 * octet_length(chr(c))) AS grown,
       count(*) FILTER (WHERE name_fold(chr(c)) !~ '^([a-z0-9]+( [a-z0-9]+)*)?$') AS no_form
  FROM generate_series(1, 65535, 7) c WHERE c NOT BETWEEN 55296 AND 57343;

-- a megabyte is folded like a line
SELECT length(name_fold(repeat('Raj ', 262144))) AS ascii, length(name_fold(repeat('राज ', 104858))) AS devanagari,
       length(name_fold(repeat('é', 524288))) AS latin, length(name_fold(repeat('-', 1048576))) AS nothing;

-- but not more than a value can hold
SELECT name_fold(repeat('é', 89478486));

-- indexes over the form know its version
SELECT name_fold_version();
CREATE TABLE person (id integer PRIMARY KEY, name text, folded text GENERATED ALWAYS AS (name_fold(name)) STORED);
CREATE INDEX ON person (name_fold(name) text_pattern_ops);

-- tier 0 is the whole name, 1 starts with, 2 a word starts with, 3 words in any order, 4 contains, 5 similar
SELECT name, query, name_tier(name, query), round(name_score(name, query)::numeric, 3) AS score
  FROM (VALUES ('Raj', 'raj'), ('Raj Kumar', 'raj'), ('Raj Kumar', 'raj k'), ('Anil Raj', 'raj'), ('Anil Kumar Singh', 'kumar si'),
               ('Raj Kumar', 'kumar raj'), ('Anil Kumar Singh', 'an si'), ('Ravi Sharma', 'r s'), ('Girija', 'rij'), ('Omar Singh', 'ar sin'),
               ('Rajesh', 'rjaesh'), ('Mohammed', 'muhammad'), ('Rajkumar', 'raj kumar'), ('Raj', 'zzz'), ('Raj', 'raj raj')) t (name, query);

-- similar: sounds, short forms, initials, titles, spaces anywhere; not whatever has some of the letters
SELECT name, query, name_tier(name, query)
  FROM (VALUES ('Lakshmi', 'laxmi'), ('William Gates', 'bill gates'), ('Mohd Ali', 'muhammad ali'), ('R Sharma', 'ravi sharma'), ('R Sharma', 'ravi'),
               ('Ravi Sharma', 'Dr. Ravi Sharma'), ('Ravi Sharma', 'dr'), ('Raj Kumar', 'rajku'), ('王小明', 'Xiaoming Wang'),
               ('Priyanka Iyer', 'Юрий'), ('Kirti', 'qwerty'), ('Raj 1', 'raj 2')) t (name, query);

-- both sides are folded, so that scripts find one another
SELECT name, query, name_tier(name, query)
  FROM (VALUES ('Raj', 'राज'), ('राज', 'Raj'), ('राज', 'राज'), ('Юрий', 'Yuri'), ('Yuri', 'Юрий'), ('José', 'jose'), ('jose', 'José'),
               ('محمد', 'Mohammad'), ('Muhammed', 'محمد'), ('Сергій', 'Serhiy'), ('王小明', '王'), ('王小明', '小明'), ('김철수', '김')) t (name, query);

-- a query without a letter matches nothing, nor does a name without one
SELECT name, query, name_tier(name, query), name_score(name, query), name @~ query AS matches, name @> query AS contains, name <~> query AS distance
  FROM (VALUES ('Raj', ''), ('Raj', '%'), ('Raj', '_'), ('Raj', '😀'), ('', ''), ('', 'raj'), ('😀', '😀'), ('Raj', NULL), (NULL, 'raj')) t (name, query);

-- of a query the first eight words and 128 bytes count
SELECT name_tier('a b c d e f g h', 'a b c d e f g h i') AS words, name_tier(repeat('a', 200), repeat('a', 190)) AS bytes,
       name_tier('Raj', repeat('raj ', 10000)) AS many, name_tier(repeat('Raj ', 262144), 'raj') AS long;

-- a lower tier never scores lower
SELECT count(*) FROM (VALUES ('Raj'), ('Raj Kumar'), ('Kumar Raj'), ('Rajesh'), ('Anil Raj Kumar Singh Chaudhary'), ('Surajit'), ('Rja')) n (name),
                     (VALUES ('raj'), ('raj kumar'), ('ku'), ('r'), ('rajes')) q (query)
 WHERE name_score(name, query) <= (5 - name_tier(name, query)) / 6.0 OR name_score(name, query) > (6 - name_tier(name, query)) / 6.0 + 1e-6;

-- @~ tells whether, <~> how far; ranked rows come best first
INSERT INTO person VALUES (1, 'Raj'), (2, 'Raj Kumar'), (3, 'Anil Raj'), (4, 'Girija'), (5, 'Suraj'), (6, 'राज कपूर'), (7, 'Maria'), (8, 'Rajj');
SELECT id, name, round((name <~> 'RAJ')::numeric, 3) AS distance FROM person WHERE name @~ 'RAJ' ORDER BY name <~> 'RAJ', id;
SELECT id, name FROM person WHERE name_fold(name) LIKE name_fold('राज') || '%' ORDER BY id;

-- the query may change from row to row
SELECT a.id, b.id FROM person a JOIN person b ON a.name @~ b.name AND a.id <> b.id AND b.id IN (1, 3, 7, 8) ORDER BY 1, 2;

-- an operator of another extension on text is not in the way
CREATE SCHEMA other;
CREATE FUNCTION other.never(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT false';
CREATE OPERATOR other.% (LEFTARG = text, RIGHTARG = text, FUNCTION = other.never);
SET search_path = other, numsight, public;
SELECT 'Raj' @~ 'raj' AS matches, 'Raj'::text @> 'raj'::text AS contains, 'Raj' <~> 'raj' AS distance, 'Raj'::text % 'raj'::text AS other;
SET search_path = numsight, public;
DROP OPERATOR other.% (text, text);
DROP FUNCTION other.never(text, text);
DROP SCHEMA other;

-- The names of a number: the first, and a list in the order of the ranks.
CREATE TEMP TABLE called (id bigint, name text, books integer, own boolean);
INSERT INTO called VALUES (1, 'Ben', 2, false), (2, 'Uncle "Ben"', 7, false), (3, 'B. Rao', 1, true), (4, NULL, 9, false), (5, 'Benny', 7, NULL);
SELECT numsight.name_list(9, name, books, own, (own IS NOT TRUE)::integer, - books, id) FROM called;
SELECT numsight.name_list(2, name, books, own, - books, id) FROM called;
SELECT numsight.name_list(1, name, NULL, false, - id) FROM called;
SELECT numsight.name_list(3, name, books, own, id) FROM called WHERE false;
SELECT id % 2 AS odd, numsight.name_list(3, name, books, own, id) FROM called GROUP BY 1 ORDER BY 1;
SELECT numsight.name_list(20, n::text, n, false, - (n % 7), n) FROM generate_series(1, 1000) n;
SELECT numsight.name_list(0, name, books, own, id) FROM called;
SELECT numsight.name_list(1001, name, books, own, id) FROM called;
SELECT numsight.name_list(NULL, name, books, own, id) FROM called;
SELECT numsight.name_list(3, name, books, own, NULL::bigint) FROM called;
SELECT numsight.name_list(3, name, books, own, VARIADIC NULL) FROM called;
SELECT numsight.name_list(3, name, books, own, 1, 2, 3, 4, 5) FROM called;

-- stored forms may depend on it: it reads no setting
SELECT proname, provolatile, proisstrict, proparallel FROM pg_proc WHERE proname LIKE 'name\_%' AND proname <> 'name_ranked' AND pronamespace = 'numsight'::regnamespace ORDER BY proname;
DROP TABLE person;

-- what a name may be: no control characters, and something to be seen; every character of the first plane, as regular expressions say it
SELECT t, name_is_plain(t), name_is_seen(t)
  FROM unnest(ARRAY['Asha', '', ' ', E'a\tb', E'\u00A0\u200B', E'\u2800', E' \u0906', '👩', E'\u0085']) t;
SELECT to_hex(c) FROM generate_series(1, 65535) c
 WHERE c NOT BETWEEN 55296 AND 57343
   AND (name_is_plain(chr(c)) <> (chr(c) !~ '[\u0001-\u001F\u007F-\u009F]')
     OR name_is_seen(chr(c)) <> (chr(c) ~ '[^\s\u0001-\u001F\u007F-\u00A0\u00AD\u1680\u2000-\u200F\u2028-\u202F\u205F-\u206F\u2800\u3000\u3164\uFEFF]'));
