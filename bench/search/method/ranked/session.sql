SET search_path = ranked, numsight;
SET plan_cache_mode = force_generic_plan;
PREPARE search (text) AS
SELECT id, name, phone, spam FROM person
 WHERE name_ranked(name, place(popularity, spam, id)) @> $1
 ORDER BY name_ranked(name, place(popularity, spam, id)) <~> $1 LIMIT 10;
