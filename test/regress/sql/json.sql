-- JSON objects and lists
SET search_path = numsight, pg_catalog;
SET TimeZone = 'UTC';

-- An object is written as row_to_json writes it, value by value.
CREATE TEMP TABLE every AS
SELECT true AS "yes", 1::smallint AS "small", 2 AS "whole", 3::bigint AS "big", 0.1::float8 AS "real", 1e-7::float8 AS "little",
       'NaN'::float8 AS "none", '-Infinity'::float8 AS "least", NULL::integer AS "absent", 1.50 AS "exact",
       E'quote " back \\ slash / \b\f\n\r\t\x01\x7f é ऄ' AS "text", 'x'::varchar AS "varying", '+919876543210'::phone AS "phone",
       '[1, 2]'::json AS "json", '{"b":1,"a":2}'::jsonb AS "jsonb", '2024-04-01T12:00:00Z'::timestamptz AS "at",
       ARRAY['a', NULL] AS "list";
SELECT row_to_json(e)::text AS expected,
       json_pairs('yes', e.yes, 'small', small, 'whole', whole, 'big', big, 'real', "real", 'little', little, 'none', "none",
                   'least', least, 'absent', absent, 'exact', exact, 'text', e.text, 'varying', "varying", 'phone', e.phone,
                   'json', e.json, 'jsonb', e.jsonb, 'at', e.at, 'list', e.list)::text AS made
  FROM every e \gset
SELECT :'expected' = :'made' AS same;
SELECT json_pairs('a "name"', 1), json_pairs('', NULL), json_pairs('row', ROW (1, 'b'), 'interval', interval '1 day');

-- The members of an object that has no name become members of the new one.
SELECT json_pairs('a', 1, NULL, '{"b":2,"c":[3]}'::json, 'd', 4);
SELECT json_pairs(NULL, '{}'::json, NULL, NULL::json, NULL, E' {"b": 2} \n'::json, 'd', 4);

-- What is no pair of a name and a value is refused.
SELECT json_pairs('a');
SELECT json_pairs('a', 1, 'b');
SELECT json_pairs(1, 2);
SELECT json_pairs(NULL, 2);
SELECT json_pairs(NULL, '[1]'::json);
SELECT json_pairs(NULL, '1'::json);

-- A list has its values in their order; of none it is empty.
SELECT json_list(v ORDER BY n) FROM (VALUES (1, '1'::json), (2, NULL), (3, '{"a":[]}'), (4, '"x"')) t (n, v);
SELECT json_list(v) FROM (SELECT NULL::json) t (v) WHERE false;
SELECT g, json_list(json_pairs('n', n) ORDER BY n) FROM (VALUES (1, 1), (2, 2), (1, 3)) t (g, n) GROUP BY g ORDER BY g;
SELECT json_list(json_pairs('n', n)) OVER (ORDER BY n) FROM generate_series(1, 3) n;
