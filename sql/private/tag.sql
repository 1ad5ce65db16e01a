-- tag.sql: entity tags, as the workers make them of what they send

CREATE OR REPLACE FUNCTION private.tag_of(body text)
RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT '"' || lpad(to_hex(hashtextextended(body, 0)), 16, '0') || '"';
END;
COMMENT ON FUNCTION private.tag_of(text) IS
    'the ETag of an answer with this body';

CREATE OR REPLACE FUNCTION private.bare(body text)
RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT regexp_replace(body, '\u0001=[^\u0001]*\u0001', 'null', 'g');
END;
COMMENT ON FUNCTION private.bare(text) IS
    'an answer without what it shows of numbers';

CREATE OR REPLACE FUNCTION private.tag_named(tags text, body text)
RETURNS boolean
LANGUAGE plpgsql IMMUTABLE STRICT
AS $$
BEGIN
    RETURN btrim(tags) = '*'
        OR private.tag_of(private.bare(body)) IN (SELECT '"' || m[1] || '"' FROM regexp_matches(tags, '"([^"-]*)[^"]*"', 'g') m);
END;
$$;
COMMENT ON FUNCTION private.tag_named(text, text) IS
    'whether an If-Match names this body, by the part of a tag that tells of it without what it shows of numbers; a tag that a web server made weak when it compressed the answer is as good';
