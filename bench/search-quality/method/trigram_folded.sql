-- Nearest names by shared trigrams, both folded.
CREATE INDEX ON person USING gist (name_fold(name) gist_trgm_ops);
CREATE FUNCTION answer(query text) RETURNS bigint[] LANGUAGE plpgsql STABLE AS $$
DECLARE
    folded CONSTANT text := name_fold(query);
BEGIN
    RETURN ARRAY(SELECT id FROM person ORDER BY name_fold(name) <-> folded LIMIT 10);
END $$;
