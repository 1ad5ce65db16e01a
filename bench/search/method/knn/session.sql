SET search_path = knn, numsight, contrib;
SET plan_cache_mode = force_custom_plan;
PREPARE search (text) AS
SELECT id, name, phone, spam FROM person ORDER BY key <-> name_fold($1) LIMIT 10;
