-- export.sql: what is kept of a person, for him to take along

CREATE OR REPLACE FUNCTION private.json_lines(rows text[])
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT '[' || coalesce(array_to_string(rows, ','), '') || ']';
END;
COMMENT ON FUNCTION private.json_lines(text[]) IS
    'finished JSON values as one array';

CREATE OR REPLACE FUNCTION private.export_events(person bigint)
RETURNS text[]
LANGUAGE sql STABLE
BEGIN ATOMIC
    -- of calls of the own number: what a switch told of other people's is nobody's to take along
    SELECT array_agg((SELECT row_to_json(o)::text
                        FROM (SELECT e.id AS event_id, r.call_id, e.kind AS event, e.calling::text AS calling_number,
                                     e.called::text AS called_number, private.utc(e.at) AS created_at, e.cause) o)
                     ORDER BY e.at, e.id)
      FROM (SELECT c.id, c.call_id FROM data.account a JOIN data.call_record c ON c.calling OPERATOR(numsight.=) a.phone WHERE a.id = person
             UNION
            SELECT c.id, c.call_id FROM data.account a JOIN data.call_record c ON c.called OPERATOR(numsight.=) a.phone WHERE a.id = person) r
      JOIN data.call_event e ON e.record = r.id AND e.sender = hashint8extended(person, 0);
END;
COMMENT ON FUNCTION private.export_events(bigint) IS
    'the events that an account has told of calls of its number, as they can be told again';

CREATE OR REPLACE FUNCTION private.export_json(person bigint)
RETURNS text
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN '{"account":' || private.user_object(person)
        || ',"username":' || coalesce((SELECT to_json(a.username)::text FROM data.account a WHERE a.id = person), 'null')
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
        || ',"events":' || private.json_lines(private.export_events(person))
        || ',"keys":[' || coalesce(private.key_objects(person), '') || ']}';
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
