-- form.sql: forms as browsers and the original applications' clients send them

CREATE OR REPLACE FUNCTION private.form_value(value text)
RETURNS text
LANGUAGE plpgsql IMMUTABLE
AS $$
DECLARE
    bytes bytea;
BEGIN
    IF value ~ '%(?![0-9A-Fa-f]{2})' THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = 'the form holds a bad percent code',
            HINT = 'Write a percent sign as %25.';
    END IF;
    SELECT string_agg(CASE WHEN p.part[1] LIKE '\%%' THEN decode(substr(p.part[1], 2), 'hex') ELSE convert_to(p.part[1], 'UTF8') END,
                      ''::bytea ORDER BY p.place)
      INTO bytes
      FROM regexp_matches(replace(value, '+', ' '), '%..|[^%]+', 'g') WITH ORDINALITY p (part, place);
    RETURN coalesce(convert_from(bytes, 'UTF8'), '');
EXCEPTION
    WHEN character_not_in_repertoire THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = 'the form is not UTF-8',
            HINT = 'Encode its text as UTF-8 before the percent codes.';
END;
$$;
COMMENT ON FUNCTION private.form_value(text) IS
    'a name or a value of a form, its codes undone';

CREATE OR REPLACE FUNCTION private.form_object(content text)
RETURNS json
LANGUAGE plpgsql IMMUTABLE
AS $$
BEGIN
    RETURN coalesce((SELECT json_object(array_agg(private.form_value(split_part(f.pair, '=', 1)) ORDER BY f.place),
                               array_agg(private.form_value(substr(f.pair, strpos(f.pair || '=', '=') + 1)) ORDER BY f.place))
              FROM string_to_table(content, '&') WITH ORDINALITY f (pair, place)
             WHERE f.pair <> ''), '{}');
END;
$$;
COMMENT ON FUNCTION private.form_object(text) IS
    'a form as a JSON object of texts; a name that is there twice is there twice';
