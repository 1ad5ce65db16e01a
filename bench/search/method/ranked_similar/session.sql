-- Ours as the directory asks: names that are only similar when there are none
-- that contain the query.
SET search_path = ranked, numsight;
SET plan_cache_mode = force_generic_plan;
PREPARE search (text) AS
WITH found AS MATERIALIZED (
    SELECT id, name, phone, spam FROM person
     WHERE name_ranked(name, place(popularity, spam, id)) @> $1
     ORDER BY name_ranked(name, place(popularity, spam, id)) <~> $1 LIMIT 10)
TABLE found
UNION ALL
(SELECT id, name, phone, spam FROM person
  WHERE name_ranked(name, place(popularity, spam, id)) @~ $1 AND NOT EXISTS (TABLE found)
  ORDER BY name_ranked(name, place(popularity, spam, id)) <~> $1 LIMIT 10);
