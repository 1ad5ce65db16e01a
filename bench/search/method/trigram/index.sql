-- What is done without us: a btree for beginnings, trigrams for the rest.
CREATE INDEX person_prefix ON :schema.person (key text_pattern_ops);
CREATE INDEX person_trigram ON :schema.person USING gin (key contrib.gin_trgm_ops);
