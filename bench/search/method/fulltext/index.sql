-- Full text search: each word of the query is the beginning of a word.
CREATE INDEX person_words ON :schema.person USING gin (to_tsvector('simple', key));
