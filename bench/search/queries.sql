-- queries.sql: what people type, drawn from rows: class, first, query
--
-- A row is drawn as often as its name is frequent, so queries repeat; :queries
-- distinct ones are drawn for each class, as far as there are so many, in at
-- most three times as many draws, after which only new ones count. "first"
-- says that the query did not occur before.
\set ON_ERROR_STOP on
SET search_path = public, numsight;

-- A number below n that depends on the row and the purpose alone.
CREATE FUNCTION pg_temp.die(id bigint, purpose integer, n integer) RETURNS integer
LANGUAGE sql IMMUTABLE
RETURN abs(hashint8extended(id, purpose) % n)::integer;

-- One slip of the finger: two letters change places, one is lost, doubled or another.
CREATE FUNCTION pg_temp.slip(word text, id bigint) RETURNS text
LANGUAGE sql IMMUTABLE
RETURN overlay(word PLACING
    (ARRAY[reverse(substr(word, 2 + pg_temp.die(id, 3, length(word) - 3), 2)),
           substr(word, 2 + pg_temp.die(id, 3, length(word) - 3), 1),
           repeat(substr(word, 2 + pg_temp.die(id, 3, length(word) - 3), 1), 2)
               || substr(word, 3 + pg_temp.die(id, 3, length(word) - 3), 1),
           chr(97 + pg_temp.die(id, 4, 26)) || substr(word, 3 + pg_temp.die(id, 3, length(word) - 3), 1)
    ])[1 + pg_temp.die(id, 5, 4)]
    FROM 2 + pg_temp.die(id, 3, length(word) - 3) FOR 2);

CREATE FUNCTION pg_temp.noise(id bigint) RETURNS text
LANGUAGE sql IMMUTABLE
RETURN (SELECT string_agg(substr('bcdfghjklmnpqrstvwxz', 1 + pg_temp.die(id, 10 + n, 20), 1), '' ORDER BY n)
          FROM generate_series(1, 7) n);

CREATE TEMP TABLE drawn AS
SELECT id, name, key, string_to_array(key, ' ') AS word, row_number() OVER (ORDER BY die) AS draw
  FROM (SELECT *, hashint8extended(id, :seed) AS die FROM person WHERE key <> '' ORDER BY die LIMIT 200000) p;

CREATE TEMP TABLE frequent AS
SELECT part, count(*) AS names
  FROM (SELECT DISTINCT d.id, substr(w, start, length) AS part
          FROM drawn d, unnest(d.word) w, generate_series(2, 5) length, generate_series(1, length(w) - length + 1) start
         WHERE d.draw <= 20000) p
 GROUP BY part HAVING count(*) >= (SELECT 0.01 * count(*) FROM drawn WHERE draw <= 20000);

-- Seven letters that stand side by side in no name.
CREATE TEMP TABLE noise AS
SELECT draw, word[1] AS given, pg_temp.noise(id) AS noise FROM drawn WHERE draw <= :queries + 100;
CREATE TEMP TABLE nothing AS
SELECT draw, given, noise FROM noise
 WHERE NOT EXISTS (SELECT FROM (SELECT DISTINCT unnest(string_to_array(key, ' ')) AS word FROM person) l,
                               generate_series(1, length(l.word) - 6) start
                    WHERE substr(l.word, start, 7) = noise.noise);

CREATE TEMP TABLE typed (class integer, name text, draw bigint, query text);
INSERT INTO typed
SELECT 1, '1 character', 26 * round + letter, chr(97 + letter)
  FROM generate_series(0, :queries / 26) round, generate_series(0, 25) letter
UNION ALL SELECT 2, '2 characters', draw, left(key, 2) FROM drawn WHERE left(key, 2) ~ '^\S\S$'
UNION ALL SELECT 3, '3 characters', draw, left(key, 3) FROM drawn WHERE left(key, 3) ~ '^\S{3}$'
UNION ALL SELECT 4, '4-6 characters', draw, rtrim(left(key, 4 + pg_temp.die(id, 1, 3))) FROM drawn WHERE length(key) > 6
UNION ALL SELECT 5, 'given name', draw, word[1] FROM drawn WHERE cardinality(word) >= 2 AND length(word[1]) >= 3
UNION ALL SELECT 6, 'frequent substring', row_number() OVER (ORDER BY hashtextextended(part, :seed)), part FROM frequent
UNION ALL SELECT 7, 'given + family', draw, word[1] || ' ' || word[2] FROM drawn
           WHERE cardinality(word) = 2 AND length(word[1]) >= 3 AND length(word[2]) >= 3
UNION ALL SELECT 8, 'given + prefix', draw, word[1] || ' ' || left(word[2], 1 + pg_temp.die(id, 1, 3)) FROM drawn
           WHERE cardinality(word) = 2 AND length(word[1]) >= 3 AND length(word[2]) >= 4
UNION ALL SELECT 9, 'reversed', draw, word[2] || ' ' || word[1] FROM drawn
           WHERE cardinality(word) = 2 AND length(word[1]) >= 3 AND length(word[2]) >= 3
UNION ALL SELECT 10, 'middle skipped', draw, word[1] || ' ' || word[3] FROM drawn
           WHERE cardinality(word) = 3 AND length(word[1]) >= 3 AND length(word[3]) >= 3
UNION ALL SELECT 11, 'mid-word', draw, substr(word[1 + pg_temp.die(id, 1, 2)], 3, 4) FROM drawn
           WHERE length(word[1 + pg_temp.die(id, 1, 2)]) >= 7
UNION ALL SELECT 12, 'prefix x prefix', draw, left(word[1], 2) || ' ' || left(word[2], 2) FROM drawn
           WHERE cardinality(word) >= 2 AND length(word[1]) >= 3 AND length(word[2]) >= 3
UNION ALL SELECT 13, 'across word end', draw, right(word[1], 2) || ' ' || left(word[2], 3) FROM drawn
           WHERE cardinality(word) >= 2 AND length(word[1]) >= 4 AND length(word[2]) >= 4
UNION ALL SELECT 14, 'typo', draw, pg_temp.slip(word[1], id) || ' ' || word[2] FROM drawn
           WHERE cardinality(word) = 2 AND length(word[1]) >= 5 AND length(word[2]) >= 3
UNION ALL SELECT 15, 'other script', draw, split_part(name, ' ', 1) FROM drawn
           WHERE name ~ '^[^\u0001-\u024F]{2}' AND numsight.name_fold(split_part(name, ' ', 1)) <> ''
UNION ALL SELECT 16, 'whole name', draw, name FROM drawn WHERE cardinality(word) >= 2
UNION ALL SELECT 17, 'no match, 1 word', draw, noise FROM nothing
UNION ALL SELECT 18, 'no match, 2 words', draw, given || ' ' || noise FROM nothing;

COPY (
    SELECT name, (draw = first)::integer, query
      FROM (SELECT *, count(*) FILTER (WHERE draw = first) OVER by_draw AS known,
                   row_number() OVER by_draw AS place
              FROM (SELECT *, min(draw) OVER (PARTITION BY class, query) AS first FROM typed) t
            WINDOW by_draw AS (PARTITION BY class ORDER BY draw)) t
     WHERE known <= :queries AND (place <= 3 * :queries OR draw = first)
     ORDER BY class, draw
) TO STDOUT;
