-- export.sql: what is kept of a person, for him to take along

CREATE OR REPLACE FUNCTION private.json_lines(rows text[])
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT '[' || coalesce(array_to_string(rows, ','), '') || ']';
END;
COMMENT ON FUNCTION private.json_lines(text[]) IS
    'finished JSON values as one array';

CREATE OR REPLACE FUNCTION private.export_json(person bigint)
RETURNS text
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN '{"account":' || private.user_object(person)
        || ',"contacts":' || private.json_lines(ARRAY(
            SELECT (SELECT row_to_json(o)::text
                      FROM (SELECT c.name, c.phone::text AS phone_number, c.email, private.utc(c.created) AS created_at) o)
              FROM data.contact c WHERE c.owner = person ORDER BY c.id))
        || ',"marks":' || private.json_lines(ARRAY(
            SELECT (SELECT row_to_json(o)::text
                      FROM (SELECT r.phone::text AS phone_number, CASE WHEN r.spam THEN 'spam' ELSE 'not_spam' END AS mark,
                                   r.category, r.comment, private.utc(r.created) AS created_at) o)
              FROM data.spam_report r WHERE r.reporter = person ORDER BY r.id))
        || ',"calls":' || private.json_lines(ARRAY(
            SELECT (SELECT row_to_json(o)::text
                      FROM (SELECT c.phone::text AS phone_number, CASE WHEN c.inbound THEN 'inbound' ELSE 'outbound' END AS direction,
                                   c.answered, c.seconds AS duration, private.utc(c.at) AS created_at) o)
              FROM data.call c WHERE c.account = person ORDER BY c.id))
        || ',"appeals":' || private.json_lines(ARRAY(
            SELECT (SELECT row_to_json(o)::text
                      FROM (SELECT s.phone::text AS phone_number, s.reason, private.utc(s.at) AS created_at) o)
              FROM data.statement s WHERE s.account = person AND s.kind = 'appeal' AND s.value = 'made' ORDER BY s.id))
        || ',"virtual_numbers":' || private.json_lines(ARRAY(
            SELECT (SELECT row_to_json(o)::text
                      FROM (SELECT v.phone::text AS phone_number, private.virtual_number_state(v) = 'active' AS is_active, private.utc(v.created) AS created_at) o)
              FROM data.virtual_number v WHERE v.owner = person ORDER BY v.id))
        || '}';
END;
$$;
COMMENT ON FUNCTION private.export_json(bigint) IS
    'everything that an account has told, and nothing that others told of it';

CREATE OR REPLACE FUNCTION private.export_cards(person bigint, version text)
RETURNS text
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    key CONSTANT bytea := private.seal_key();
BEGIN
    RETURN coalesce((
        SELECT string_agg(private.vcard(version, private.seal_with(key, 'contact', c.id), c.name, c.phone, c.email,
                                        NULL, c.created), '' ORDER BY c.id)
          FROM data.contact c WHERE c.owner = person), '');
END;
$$;
COMMENT ON FUNCTION private.export_cards(bigint, text) IS
    'the address book of an account as vCards, one for each entry';
