-- vcard.sql: people as vCards, RFC 2426 (3.0) and RFC 6350 (4.0)

CREATE OR REPLACE FUNCTION private.vcard_text(value text)
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT regexp_replace(replace(replace(value, E'\r', ''), E'\n', ' '), '([\\,;])', '\\\1', 'g');
END;
COMMENT ON FUNCTION private.vcard_text(text) IS
    'a text as the value of a property: what would end it is escaped';

CREATE OR REPLACE FUNCTION private.vcard_fold(line text)
RETURNS text
LANGUAGE plpgsql IMMUTABLE
AS $$
DECLARE
    room integer := 75;
    folded text := '';
    one text;
BEGIN
    IF octet_length(line) <= room THEN
        RETURN line || E'\r\n';
    END IF;
    -- between characters, never within the bytes of one
    FOREACH one IN ARRAY string_to_array(line, NULL) LOOP
        IF octet_length(one) > room THEN
            folded := folded || E'\r\n ';
            room := 74;
        END IF;
        folded := folded || one;
        room := room - octet_length(one);
    END LOOP;
    RETURN folded || E'\r\n';
END;
$$;
COMMENT ON FUNCTION private.vcard_fold(text) IS
    'a line of at most 75 bytes and its continuations, each ended by CR and LF';

CREATE OR REPLACE FUNCTION private.vcard_phone(version text, phone numsight.phone)
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    -- only what is dialled from everywhere has a URI
    SELECT CASE WHEN version = '4.0' AND phone::text LIKE '+%' THEN 'TEL;VALUE=uri;TYPE=voice:tel:' || phone::text
                WHEN version = '4.0' THEN 'TEL;TYPE=voice:' || private.vcard_text(phone::text)
                ELSE 'TEL;TYPE=VOICE:' || private.vcard_text(phone::text) END;
END;
COMMENT ON FUNCTION private.vcard_phone(text, numsight.phone) IS
    'the property of a number';

CREATE OR REPLACE FUNCTION private.vcard(
    version text, id text, name text, phone numsight.phone, email text, categories text, revised timestamptz)
RETURNS text
LANGUAGE plpgsql IMMUTABLE
AS $$
DECLARE
    said CONSTANT text := private.vcard_text(name);
BEGIN
    -- N is needed in 3.0; which part of a name is which nobody can tell
    RETURN E'BEGIN:VCARD\r\nVERSION:' || version
        || E'\r\nUID:' || CASE version WHEN '4.0' THEN 'urn:uuid:' ELSE '' END || id || E'\r\n'
        || private.vcard_fold('FN:' || said)
        || private.vcard_fold('N:;' || said || ';;;')
        || private.vcard_phone(version, phone) || E'\r\n'
        || CASE WHEN email IS NULL THEN '' ELSE private.vcard_fold('EMAIL:' || private.vcard_text(email)) END
        || CASE WHEN categories IS NULL THEN '' ELSE 'CATEGORIES:' || categories || E'\r\n' END
        || 'REV:' || to_char(revised AT TIME ZONE 'UTC', 'YYYYMMDD"T"HH24MISS"Z"')
        || E'\r\nEND:VCARD\r\n';
END;
$$;
COMMENT ON FUNCTION private.vcard(text, text, text, numsight.phone, text, text, timestamptz) IS
    'one card: a name, its number, and an e-mail and categories if there are any; id is that of the card for ever';
