-- Nearest names by shared trigrams.
CREATE INDEX person_near ON :schema.person USING gist (key contrib.gist_trgm_ops);
