-- Ours in the order of a directory: within a tier by popularity in steps of
-- about 1.6 times, lower if likely spam, then by id. Not strict, so that it
-- becomes a part of each statement.
CREATE FUNCTION :schema.place(popularity integer, spam real, id bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (greatest(0, least(31, floor(1.5 * ln(1 + popularity) / ln(2))::bigint
                              - CASE WHEN spam >= 0.5 THEN 6 ELSE 0 END)) << 43)
       | (((1::bigint << 40) - 1 - id) << 3);
CREATE INDEX person_ranked ON :schema.person
 USING ranked (numsight.name_ranked(name, :schema.place(popularity, spam, id)));
