-- body.sql: bodies of requests that come as bytes, as text

CREATE OR REPLACE FUNCTION private.text_try(value bytea)
RETURNS text
LANGUAGE plpgsql IMMUTABLE
AS $$
BEGIN
    RETURN convert_from(value, 'UTF8');
EXCEPTION
    WHEN data_exception THEN
        RETURN NULL;
END;
$$;
COMMENT ON FUNCTION private.text_try(bytea) IS
    'bytes as text, NULL if they are not UTF-8';

CREATE OR REPLACE FUNCTION private.text_lines(content bytea)
RETURNS TABLE (place bigint, line text)
LANGUAGE plpgsql IMMUTABLE ROWS 100
AS $$
DECLARE
    whole CONSTANT text := private.text_try(content);
BEGIN
    IF whole IS NOT NULL THEN
        RETURN QUERY SELECT l.place, l.line FROM string_to_table(ltrim(whole, U&'\FEFF'), E'\n') WITH ORDINALITY l (line, place);
    ELSE
        -- a line that is no text spoils no other: cut where each byte has a sign of ASCII
        RETURN QUERY SELECT l.place, ltrim(private.text_try(decode(l.line, 'escape')), CASE l.place WHEN 1 THEN U&'\FEFF' ELSE '' END)
                       FROM string_to_table(encode(content, 'escape'), E'\n') WITH ORDINALITY l (line, place);
    END IF;
END;
$$;
COMMENT ON FUNCTION private.text_lines(bytea) IS
    'the lines of a text and where they stand, from 1; NULL for one that is not UTF-8 or holds a NUL';

CREATE OR REPLACE FUNCTION private.body_text(content bytea)
RETURNS text
LANGUAGE plpgsql IMMUTABLE
AS $$
DECLARE
    -- a byte order mark tells nothing of UTF-8: RFC 8259, 8.1
    body CONSTANT text := ltrim(private.text_try(content), U&'\FEFF');
BEGIN
    IF body IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
            MESSAGE = 'the body is not valid UTF-8, or holds a NUL', HINT = 'Send it in UTF-8.';
    END IF;
    RETURN body;
END;
$$;
COMMENT ON FUNCTION private.body_text(bytea) IS
    'a body as text, 22023 if it is none';
