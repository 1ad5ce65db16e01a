-- Ours on a bare column: within a tier the shorter name first.
CREATE INDEX person_ranked_text ON :schema.person USING ranked (name);
