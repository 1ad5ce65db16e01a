-- contact.sql: the caller's own address book

CREATE OR REPLACE FUNCTION api.contacts(session uuid, size bigint, cursor text)
RETURNS api.reply
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    actor CONSTANT bigint := private.actor(session);
    wanted CONSTANT bigint := private.page_size(size);
    before CONSTANT bigint := private.unseal('contact', cursor);
    ids bigint[];
BEGIN
    IF cursor IS NOT NULL AND before IS NULL THEN
        PERFORM private.refuse('cursor', 'is not one of ours', 'Take it from next of the page before.');
    END IF;
    ids := ARRAY(SELECT c.id FROM data.contact c
                  WHERE c.owner = actor AND c.id < coalesce(before, 9223372036854775807)
                  ORDER BY c.id DESC LIMIT wanted + 1);
    RETURN private.page(array_to_string(private.contact_objects(ids[:wanted]), ','),
                        CASE WHEN cardinality(ids) > wanted THEN private.seal('contact', ids[wanted]) END,
                        ARRAY(SELECT DISTINCT numsight.phone_to_bigint(c.phone) FROM data.contact c
                               WHERE c.id = ANY (ids[:wanted])));
END;
$$;
COMMENT ON FUNCTION api.contacts(uuid, bigint, text) IS
    'GET /v1/contacts: the own address book, newest first
200 contact_page: one page of the address book';

CREATE OR REPLACE FUNCTION api.contact(session uuid, id text)
RETURNS api.reply
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    one CONSTANT data.contact := private.contact_of(private.actor(session), id);
BEGIN
    IF one.id IS NULL THEN
        RETURN private.missing('contact');
    END IF;
    RETURN private.contact_reply(200, one);
END;
$$;
COMMENT ON FUNCTION api.contact(uuid, text) IS
    'GET /v1/contacts/{id}: one contact of the own address book
200 contact: the entry
404: no such entry in the own book';

CREATE OR REPLACE FUNCTION api.contact_create(session uuid, name text, phone_number text, email text, region text)
RETURNS api.reply
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
    actor CONSTANT bigint := private.actor(session);
    target CONSTANT numsight.phone := private.phone_of(actor, phone_number, region);
    wanted_name CONSTANT data.person_name := private.kept_name(target, private.name_of(contact_create.name));
    wanted_email CONSTANT data.email_address := private.email_of(contact_create.email);
    one data.contact;
BEGIN
    INSERT INTO data.contact AS c (owner, phone, name, email)
    VALUES (actor, target, wanted_name, wanted_email)
    ON CONFLICT ON CONSTRAINT contact_once DO NOTHING
    RETURNING c.* INTO one;
    IF one.id IS NOT NULL THEN
        RETURN private.contact_reply(201, one);
    END IF;
    UPDATE data.contact AS c SET email = wanted_email
     WHERE c.owner = actor AND c.phone OPERATOR(numsight.=) target
       AND c.folded = numsight.name_fold(wanted_name) AND c.email IS DISTINCT FROM wanted_email
       AND wanted_email IS NOT NULL;
    SELECT c.* INTO one FROM data.contact c
     WHERE c.owner = actor AND c.phone OPERATOR(numsight.=) target
       AND c.folded = numsight.name_fold(wanted_name);
    RETURN private.contact_reply(200, one);
END;
$$;
COMMENT ON FUNCTION api.contact_create(uuid, text, text, text, text) IS
    'POST /v1/contacts: adds a contact; the same name and number again answers the one that is there, with its e-mail brought up to date. Somebody who asked to be forgotten is called by his number
201 contact: added
200 contact: it was there';

CREATE OR REPLACE FUNCTION api.contact_change(session uuid, id text, name text, phone_number text, email text, region text)
RETURNS api.reply
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
    actor CONSTANT bigint := private.actor(session);
    one data.contact := private.contact_of(actor, contact_change.id);
    before CONSTANT numsight.phone := one.phone;
BEGIN
    IF one.id IS NULL THEN
        RETURN private.missing('contact');
    END IF;
    IF contact_change.name IS NOT NULL THEN
        one.name := private.name_of(contact_change.name);
    END IF;
    PERFORM private.region_of(region);
    IF phone_number IS NOT NULL THEN
        one.phone := private.phone_of(actor, phone_number, region);
    END IF;
    PERFORM private.names_open(before, one.phone);
    IF contact_change.email IS NOT NULL THEN
        one.email := private.email_of(contact_change.email);
    END IF;
    UPDATE data.contact AS c SET name = one.name, phone = one.phone, email = one.email
     WHERE c.id = one.id
    RETURNING c.* INTO one;
    IF NOT FOUND THEN
        RETURN private.missing('contact');
    END IF;
    RETURN private.contact_reply(200, one);
EXCEPTION
    WHEN unique_violation THEN
        RETURN private.problem(409, 'name and number are those of another contact of yours', 'name');
END;
$$;
COMMENT ON FUNCTION api.contact_change(uuid, text, text, text, text, text) IS
    'PATCH /v1/contacts/{id}: changes what is given; an empty e-mail takes the e-mail away
200 contact: as it is now
404: no such entry in the own book
409: another entry has this name and number';

CREATE OR REPLACE FUNCTION api.contact_delete(session uuid, id text)
RETURNS api.reply
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    actor CONSTANT bigint := private.actor(session);
BEGIN
    DELETE FROM data.contact c
     WHERE c.owner = actor AND c.id = private.unseal('contact', contact_delete.id);
    IF NOT FOUND THEN
        RETURN private.missing('contact');
    END IF;
    RETURN private.reply(204, NULL);
END;
$$;
COMMENT ON FUNCTION api.contact_delete(uuid, text) IS
    'DELETE /v1/contacts/{id}: takes a contact out of the own address book
204: it is gone
404: no such entry in the own book';

CREATE OR REPLACE FUNCTION api.contact_import(session uuid, content bytea, media text, region text)
RETURNS api.reply
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    actor CONSTANT bigint := private.actor(session);
    home CONSTANT text := coalesce(private.region_of(region), private.region_for(actor));
    phones numsight.phone[];
    names text[];
    emails text[];
    rejects text;
    rejected bigint;
    counted record;
BEGIN
    SELECT array_agg(r.phone) FILTER (WHERE r.error IS NULL), array_agg(r.name) FILTER (WHERE r.error IS NULL),
           array_agg(r.email) FILTER (WHERE r.error IS NULL), count(r.error),
           '[' || coalesce(string_agg(row_to_json(r.shown)::text, ',' ORDER BY r.line)
                               FILTER (WHERE r.error IS NOT NULL AND r.nth <= 100), '') || ']'
      INTO phones, names, emails, rejected, rejects
      FROM (SELECT i.*, row_number() OVER (PARTITION BY i.error IS NULL ORDER BY i.line) AS nth,
                   (SELECT s FROM (SELECT i.line, i.error AS reason, i.field, left(i.raw, 100) AS raw) s) AS shown
              FROM private.import_rows(content, media, home) i ORDER BY i.line) r;
    IF cardinality(phones) > private.import_most() THEN
        RETURN private.problem(413, format('There are %s numbers; send at most %s at a time.',
                                           cardinality(phones), private.import_most()));
    END IF;
    SELECT * INTO counted FROM private.import_merge(actor, phones, names, emails);
    RETURN private.reply(200, (
        SELECT row_to_json(o)::text
          FROM (SELECT counted.added AS added, counted.merged AS merged,
                       coalesce(cardinality(phones), 0) - counted.added - counted.merged AS unchanged,
                       rejected AS rejected, rejects::json AS rejects) o));
END;
$$;
COMMENT ON FUNCTION api.contact_import(uuid, bytea, text, text) IS
    'POST /v1/contacts/import: adds the people of a file to the own address book, one entry for each number of each person; the same file again changes nothing
takes text/vcard: cards of version 2.1, 3.0 or 4.0, in any charset; photos are passed over {"example": "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Asha Rao\r\nTEL;VALUE=uri:tel:+919876543210\r\nEND:VCARD\r\n"}
takes text/x-vcard: the same under its older name {"example": "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Asha Rao\r\nTEL:098765 43210\r\nEND:VCARD\r\n"}
takes text/csv: a table of any mail or telephone program, its columns known by their titles {"example": "Name,Phone 1 - Value,E-mail 1 - Value\r\nAsha Rao,098765 43210,asha@example.org\r\n"}
takes application/json book_person[]: people; what GET /v1/contacts and GET /v1/me/export answer is taken, too
takes application/x-ndjson: a person a line {"example": "{\"name\":\"Asha Rao\",\"phone_number\":\"+919876543210\"}\n"}
200 import: what became of it
413: there are more numbers in it than are taken at a time';

CREATE OR REPLACE FUNCTION api.contact_report_spam(session uuid, id text, category text, comment text)
RETURNS api.reply
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    actor CONSTANT bigint := private.actor(session);
    one CONSTANT data.contact := private.contact_of(actor, id);
    kind CONSTANT data.spam_category := private.category_of(category);
    said CONSTANT text := private.comment_of(comment);
BEGIN
    IF one.id IS NULL THEN
        RETURN private.missing('contact');
    ELSIF private.own_number(actor, one.phone) THEN
        RETURN private.own_number_problem();
    END IF;
    PERFORM private.mark(actor, one.phone, true, kind, said);
    RETURN private.contact_reply(200, one, ',"reported":true');
END;
$$;
COMMENT ON FUNCTION api.contact_report_spam(uuid, text, text, text) IS
    'PUT /api/contacts/{id}/report_spam: reports the number of a contact, once
200 reported_contact: the report stands
404: no such entry in the own book';
