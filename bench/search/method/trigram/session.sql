-- A pattern that is not known when the plan is made cannot use the btree.
SET search_path = trigram, numsight, contrib;
SET plan_cache_mode = force_custom_plan;
PREPARE search (text) AS
(SELECT id, name, phone, spam FROM person
  WHERE key LIKE name_fold($1) || '%' ORDER BY popularity DESC, id LIMIT 10)
UNION ALL
(SELECT id, name, phone, spam FROM person
  WHERE key LIKE '%' || name_fold($1) || '%' AND key NOT LIKE name_fold($1) || '%'
  ORDER BY popularity DESC, id LIMIT 10)
LIMIT 10;
