-- import.sql: address books that come over the API
--
-- numsight.book_rows reads cards and tables, whatever their charset. JSON is written as a table first,
-- so that one reader decides what is a name and what a number. Where a line is spoken of, it is that of
-- the file, or the place of an element in an array.

CREATE OR REPLACE FUNCTION private.import_most()
RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT 10000;
END;
COMMENT ON FUNCTION private.import_most() IS
    'how many numbers one import may hold: what is merged within the time of a request';

CREATE OR REPLACE FUNCTION private.json_try(value text)
RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE
AS $$
BEGIN
    RETURN value::jsonb;
EXCEPTION
    WHEN data_exception OR statement_too_complex THEN
        RETURN NULL;
END;
$$;
COMMENT ON FUNCTION private.json_try(text) IS
    'a text as JSON, NULL if it is none';

CREATE OR REPLACE FUNCTION private.json_repeats(value json)
RETURNS boolean
LANGUAGE sql IMMUTABLE
BEGIN ATOMIC
    SELECT EXISTS (SELECT FROM json_each(value) m GROUP BY m.key HAVING count(*) > 1);
END;
COMMENT ON FUNCTION private.json_repeats(json) IS
    'whether an object names a member twice';

CREATE OR REPLACE FUNCTION private.person_try(value text)
RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE
AS $$
DECLARE
    person CONSTANT jsonb := private.json_try(value);
BEGIN
    RETURN CASE WHEN jsonb_typeof(person) <> 'object' THEN person
                WHEN person IS NOT NULL AND NOT private.json_repeats(value::json) THEN person END;
END;
$$;
COMMENT ON FUNCTION private.person_try(text) IS
    'a line as JSON, NULL if it is none, or one that names a member twice';

CREATE OR REPLACE FUNCTION private.import_array(content bytea)
RETURNS SETOF jsonb
LANGUAGE plpgsql IMMUTABLE
AS $$
DECLARE
    written CONSTANT text := ltrim(private.text_try(content), U&'\FEFF');
    value jsonb := private.json_try(written);
    whole json := CASE WHEN value IS NOT NULL THEN written::json END;
BEGIN
    -- what GET /v1/me/export and GET /v1/contacts answer can be sent as it is
    IF jsonb_typeof(value) = 'object' THEN
        IF private.json_repeats(whole) THEN
            PERFORM private.refuse_body('names a member twice', 'Name each once.');
        END IF;
        whole := coalesce(whole -> 'contacts', whole -> 'results', json_build_array(whole));
        value := whole::jsonb;
    END IF;
    IF value IS NULL OR jsonb_typeof(value) <> 'array' THEN
        PERFORM private.refuse_body('is no JSON list of people in UTF-8',
            'Send [{"name": "Asha Rao", "phone_number": "+919876543210"}].');
    END IF;
    IF EXISTS (SELECT FROM json_array_elements(whole) p
                WHERE CASE WHEN json_typeof(p.value) = 'object' THEN private.json_repeats(p.value) END) THEN
        PERFORM private.refuse_body('names a member twice', 'Name each once.');
    END IF;
    RETURN QUERY SELECT jsonb_array_elements(value);
END;
$$;
COMMENT ON FUNCTION private.import_array(bytea) IS
    'the people of a JSON text: an array, or an object that holds one as contacts or results';

CREATE OR REPLACE FUNCTION private.import_cell(value text)
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    -- a line break in a cell would shift the lines behind it; as the control character that it is, it is refused
    SELECT '"' || replace(translate(coalesce(value, ''), E'\n\r', chr(1) || chr(1)), '"', '""') || '"';
END;
COMMENT ON FUNCTION private.import_cell(text) IS
    'a text as one cell of a CSV row';

CREATE OR REPLACE FUNCTION private.import_numbers(person jsonb)
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT CASE WHEN jsonb_typeof(person -> 'phone_numbers') = 'array'
                THEN (SELECT string_agg(n, ' ::: ') FROM jsonb_array_elements_text(person -> 'phone_numbers') n)
                ELSE person ->> 'phone_number' END;
END;
COMMENT ON FUNCTION private.import_numbers(jsonb) IS
    'the numbers of one of the people in a JSON text, as a cell of a table holds them';

CREATE OR REPLACE FUNCTION private.import_table(people jsonb[])
RETURNS bytea
LANGUAGE plpgsql IMMUTABLE
AS $$
BEGIN
    RETURN convert_to(U&'\FEFFname,phone,email' || coalesce((
        SELECT string_agg(E'\n' || CASE WHEN jsonb_typeof(p.one) = 'object' THEN concat_ws(',',
                   private.import_cell(p.one ->> 'name'),
                   private.import_cell(private.import_numbers(p.one)),
                   private.import_cell(p.one ->> 'email')) ELSE '' END, '' ORDER BY p.place)
          FROM unnest(people) WITH ORDINALITY p (one, place)), ''), 'UTF8');
END;
$$;
COMMENT ON FUNCTION private.import_table(jsonb[]) IS
    'people as CSV, each on the line behind that of his place; what is no object is an empty line';

CREATE OR REPLACE FUNCTION private.import_people(
    people jsonb[], region text,
    OUT line integer, OUT name text, OUT phone numsight.phone, OUT email text, OUT error text, OUT field text, OUT raw text
)
RETURNS SETOF record
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN QUERY
    SELECT r.line - 1, r.name, r.phone, r.email, r.error,
           CASE r.field WHEN 'phone' THEN 'phone_number' ELSE r.field END, r.raw
      FROM numsight.book_rows(private.import_table(people), 'csv', region) r;
    -- an object without any of the members is an empty line to a table, but no empty line here
    RETURN QUERY
    SELECT p.place::integer, NULL::text, NULL::numsight.phone, NULL::text, 'missing_number', 'phone_number', left(p.one::text, 100)
      FROM unnest(people) WITH ORDINALITY p (one, place)
     WHERE jsonb_typeof(p.one) = 'object' AND concat(p.one ->> 'name', private.import_numbers(p.one), p.one ->> 'email') = '';
END;
$$;
COMMENT ON FUNCTION private.import_people(jsonb[], text) IS
    'people of JSON as numsight.book_rows reads them';

CREATE OR REPLACE FUNCTION private.import_rows(
    content bytea, media text, region text,
    OUT line integer, OUT name text, OUT phone numsight.phone, OUT email text, OUT error text, OUT field text, OUT raw text
)
RETURNS SETOF record
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    format CONSTANT text := CASE WHEN media ~ 'vcard' THEN 'vcf' WHEN media ~ 'csv' THEN 'csv' END;
    lines text[];
    people jsonb[];
BEGIN
    IF format IS NOT NULL THEN
        RETURN QUERY SELECT r.* FROM numsight.book_rows(content, format, region) r;
    ELSIF media ~ 'ndjson' THEN
        lines := ARRAY(SELECT btrim(l.line, private.blank_bytes()) FROM private.text_lines(content) l ORDER BY l.place);
        people := ARRAY(SELECT private.person_try(l.one) FROM unnest(lines) WITH ORDINALITY l (one, place) ORDER BY l.place);
        RETURN QUERY SELECT r.* FROM private.import_people(people, region) r;
        RETURN QUERY SELECT l.place::integer, NULL::text, NULL::numsight.phone, NULL::text, 'bad_json', NULL::text,
                            left(l.one, 100)
                       FROM unnest(lines) WITH ORDINALITY l (one, place)
                      WHERE l.one IS DISTINCT FROM '' AND jsonb_typeof(people[l.place]) IS DISTINCT FROM 'object';
    ELSE
        people := ARRAY(SELECT a FROM private.import_array(content) a);
        RETURN QUERY SELECT r.* FROM private.import_people(people, region) r;
        RETURN QUERY SELECT p.place::integer, NULL::text, NULL::numsight.phone, NULL::text, 'not_an_object', NULL::text,
                            left(p.one::text, 100)
                       FROM unnest(people) WITH ORDINALITY p (one, place) WHERE jsonb_typeof(p.one) <> 'object';
    END IF;
END;
$$;
COMMENT ON FUNCTION private.import_rows(bytea, text, text) IS
    'one row for each number of each person in a file of one of the media types that are taken, or for what cannot be read';

CREATE OR REPLACE FUNCTION private.import_given(
    actor bigint, phones numsight.phone[], names text[], emails text[],
    OUT phone numsight.phone, OUT name text, OUT email text, OUT contact bigint, OUT bare boolean
)
RETURNS SETOF record
LANGUAGE plpgsql STABLE ROWS 100
AS $$
BEGIN
    -- sorted together with the book, not joined to it: linear, however few rows the planner takes either to have
    RETURN QUERY
    SELECT b.phone, (array_agg(b.name ORDER BY b.place))[1],
           (array_agg(b.email ORDER BY b.place) FILTER (WHERE b.email IS NOT NULL AND b.place > 0))[1],
           max(b.id), NOT coalesce(bool_or(b.email IS NOT NULL) FILTER (WHERE b.place = 0), false)
      FROM (SELECT r.phone, r.name, numsight.name_fold(r.name) AS folded, r.email, r.place, NULL::bigint AS id
              FROM unnest(phones, names, emails) WITH ORDINALITY r (phone, name, email, place)
             UNION ALL
            SELECT k.phone, k.name, k.folded, k.email, 0, k.id FROM data.contact k WHERE k.owner = actor) b
     GROUP BY b.phone, b.folded HAVING max(b.place) > 0;
END;
$$;
COMMENT ON FUNCTION private.import_given(bigint, numsight.phone[], text[], text[]) IS
    'the people of a file, each once, and which entry of the book each is already';

CREATE OR REPLACE FUNCTION private.import_merge(
    actor bigint, phones numsight.phone[], names text[], emails text[], OUT added bigint, OUT merged bigint)
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM private.names_open();
    -- one writer a book: of two imports at once the second finds what the first one added
    PERFORM FROM data.account a WHERE a.id = actor FOR NO KEY UPDATE;
    UPDATE data.contact c SET email = g.email
      FROM (SELECT i.contact, private.email_try(i.email) AS email
              FROM private.import_given(actor, phones, names, emails) i
             WHERE i.contact IS NOT NULL AND i.bare AND i.email IS NOT NULL) g
     WHERE c.id = g.contact AND g.email IS NOT NULL;
    GET DIAGNOSTICS merged = ROW_COUNT;
    INSERT INTO data.contact (owner, phone, name, email)
    SELECT actor, i.phone, i.name, private.email_try(i.email)
      FROM private.import_given(actor, phones, names, emails) i
     WHERE i.contact IS NULL ORDER BY i.phone, i.name
    ON CONFLICT ON CONSTRAINT contact_once DO NOTHING;
    GET DIAGNOSTICS added = ROW_COUNT;
END;
$$;
COMMENT ON FUNCTION private.import_merge(bigint, numsight.phone[], text[], text[]) IS
    'puts people into a book: how many were new, and how many got the e-mail that they had not';
