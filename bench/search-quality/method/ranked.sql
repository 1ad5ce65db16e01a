-- Ours, by the index: within a tier the shorter name first.
CREATE INDEX ON person USING ranked (name);
CREATE FUNCTION answer(query text) RETURNS bigint[] LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN ARRAY(SELECT id FROM person WHERE name @~ query ORDER BY name <~> query LIMIT 10);
END $$;
