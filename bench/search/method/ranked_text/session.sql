SET search_path = ranked_text, numsight;
SET plan_cache_mode = force_generic_plan;
PREPARE search (text) AS
SELECT id, name, phone, spam FROM person WHERE name @> $1 ORDER BY name <~> $1 LIMIT 10;
