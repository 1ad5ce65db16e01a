SET search_path = fulltext, numsight;
SET plan_cache_mode = force_custom_plan;
PREPARE search (text) AS
SELECT id, name, phone, spam FROM person
 WHERE to_tsvector('simple', key) @@ to_tsquery('simple', replace(name_fold($1), ' ', ':* & ') || ':*')
 ORDER BY popularity DESC, id LIMIT 10;
