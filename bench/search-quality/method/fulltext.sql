-- Full text search: each word of the query is the beginning of a word.
CREATE INDEX ON person USING gin (to_tsvector('simple', name_fold(name)));
CREATE FUNCTION answer(query text) RETURNS bigint[] LANGUAGE plpgsql STABLE AS $$
DECLARE
    words CONSTANT tsquery := to_tsquery('simple', replace(nullif(name_fold(query), ''), ' ', ':* & ') || ':*');
BEGIN
    RETURN ARRAY(SELECT id FROM person WHERE to_tsvector('simple', name_fold(name)) @@ words
                  ORDER BY popularity DESC, id LIMIT 10);
END $$;
