-- Nearest names by shared trigrams, as they are written.
CREATE INDEX ON person USING gist (name gist_trgm_ops);
CREATE FUNCTION answer(query text) RETURNS bigint[] LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN ARRAY(SELECT id FROM person ORDER BY name <-> query LIMIT 10);
END $$;
