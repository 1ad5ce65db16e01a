-- Ours without an index: every name is compared.
CREATE FUNCTION answer(query text) RETURNS bigint[] LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN ARRAY(SELECT id FROM person WHERE name @~ query ORDER BY name <~> query LIMIT 10);
END $$;
