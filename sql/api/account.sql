-- account.sql: registration and the own profile

CREATE OR REPLACE FUNCTION api.user_create(name text, phone_number text, contact_number text, password_hash text,
                                email text, region text, address text DEFAULT NULL, code text DEFAULT NULL)
RETURNS api.reply
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    wanted CONSTANT text := private.region_of(region);
    field CONSTANT text := CASE WHEN phone_number IS NULL AND contact_number IS NOT NULL THEN 'contact_number' ELSE 'phone_number' END;
    target CONSTANT numsight.phone := private.phone_of(NULL, coalesce(phone_number, contact_number), region, field);
    called CONSTANT text := private.name_of(name);
    reached CONSTANT text := private.email_of(email);
    fault api.reply;
    person bigint;
BEGIN
    -- two names of one member
    IF private.phone_of(NULL, coalesce(contact_number, phone_number), region, 'contact_number') OPERATOR(numsight.<>) target THEN
        PERFORM private.refuse('contact_number', 'is another number than phone_number', 'Give one of them.');
    END IF;
    fault := private.register_fault(target, code);
    IF fault.status IS NOT NULL THEN
        RETURN fault;
    ELSIF code IS NOT NULL OR NOT private.virtual_number_held(target) THEN
        person := private.account_add(target, called, NULL, reached, wanted, password_hash, address);
    END IF;
    IF person IS NULL THEN
        RETURN private.problem(409, field || ' is already registered', field);
    END IF;
    RETURN private.reply(201, private.user_object(person));
END;
$$;
COMMENT ON FUNCTION api.user_create(text, text, text, text, text, text, text, text) IS
    'POST /v1/users: registers a person; name, number and password are needed, e-mail and region are not, and a code of POST /v1/codes where the deployment asks for one; a number is registered at most once, however it is written
201 account: registered
403: the code is not the right one
409: the number is registered already, or somebody''s virtual number';

CREATE OR REPLACE FUNCTION api.me(session uuid)
RETURNS api.reply
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN private.reply(200, private.user_object(private.actor(session)));
END;
$$;
COMMENT ON FUNCTION api.me(uuid) IS
    'GET /v1/me: the own profile; also tells whether the token is good
200 account: the own profile';

CREATE OR REPLACE FUNCTION api.me_change(session uuid, name text, email text, region text)
RETURNS api.reply
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
    actor CONSTANT bigint := private.actor(session);
    one data.account;
BEGIN
    SELECT own.* INTO one FROM data.account own WHERE own.id = actor FOR UPDATE;
    IF me_change.name IS NOT NULL THEN
        one.name := private.name_of(me_change.name);
    END IF;
    IF me_change.email IS NOT NULL THEN
        one.email := private.email_of(me_change.email);
    END IF;
    one.region := coalesce(private.region_of(me_change.region), one.region);
    UPDATE data.account AS own SET name = one.name, email = one.email, region = one.region
     WHERE own.id = actor
       AND (own.name, own.email, own.region) IS DISTINCT FROM (one.name, one.email, one.region);
    RETURN private.reply(200, private.user_object(actor));
END;
$$;
COMMENT ON FUNCTION api.me_change(uuid, text, text, text) IS
    'PATCH /v1/me: changes of the own profile what is given; an empty e-mail takes the e-mail away; the number stays, for it is who one is
200 account: as it is now';

CREATE OR REPLACE FUNCTION api.me_delete(session uuid)
RETURNS api.reply
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM private.erase(private.actor(session));
    RETURN private.reply(204, NULL);
END;
$$;
COMMENT ON FUNCTION api.me_delete(uuid) IS
    'DELETE /v1/me: forgets the caller; his account, book and sessions go, his name goes from everybody''s books and does not come back with later uploads; marks and calls stay, without his name
204: nothing names him any more';

CREATE OR REPLACE FUNCTION api.me_export(session uuid, format text)
RETURNS api.reply
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    actor CONSTANT bigint := private.actor(session);
BEGIN
    CASE coalesce(format, 'json')
        WHEN 'json' THEN
            RETURN private.reply(200, private.export_json(actor));
        WHEN 'vcf' THEN
            RETURN private.reply_as('text/vcard', private.export_cards(actor, '3.0'), 'contacts.vcf');
        WHEN 'vcf4' THEN
            RETURN private.reply_as('text/vcard', private.export_cards(actor, '4.0'), 'contacts.vcf');
        ELSE
            RETURN private.problem(400, 'format is not known. Use json, vcf or vcf4.', 'format');
    END CASE;
END;
$$;
COMMENT ON FUNCTION api.me_export(uuid, text) IS
    'GET /v1/me/export: everything that the caller has told, to be taken along; format vcf: his address book as vCard 3.0, vcf4 as 4.0
200 export: all of it
200 text/vcard: the address book {"example": "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:6f9d3c1e-0b5a-8f27-93c4-1e2d7a60b8f4\r\nFN:Asha Rao\r\nN:;Asha Rao;;;\r\nTEL;TYPE=VOICE:+919876543210\r\nREV:20240401T120000Z\r\nEND:VCARD\r\n"}';

CREATE OR REPLACE FUNCTION api.opt_out(phone_number text, code text, region text)
RETURNS api.reply
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    target CONSTANT numsight.phone := private.phone_of(NULL, phone_number, region);
    fault api.reply;
BEGIN
    PERFORM private.names_close(target);
    fault := private.code_fault(target, code, 'opt_out', true);
    RETURN CASE WHEN fault.status IS NULL THEN private.opt_out_of(NULL, target) ELSE fault END;
END;
$$;
COMMENT ON FUNCTION api.opt_out(text, text, text) IS
    'POST /v1/opt-outs: forgets somebody who is not registered and proves by a code of POST /v1/codes that the number is his; its names go from everybody''s books and do not come back
204: no name of the number is kept any more
403: the code is not the right one
409: somebody is registered with the number';

CREATE OR REPLACE FUNCTION api.old_test(session uuid)
RETURNS api.reply
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN private.reply(200, private.user_object(private.actor(session), 'You are authenticated.'));
END;
$$;
COMMENT ON FUNCTION api.old_test(uuid) IS
    'GET /test: the own profile and a message; the token check of application A
200 greeting: the token is good';

CREATE OR REPLACE FUNCTION api.old_user_create(username text, email text, phone_number text, password_hash text, region text,
                                    address text, code text DEFAULT NULL)
RETURNS api.reply
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    wanted CONSTANT text := private.region_of(region);
    target CONSTANT numsight.phone := private.phone_of(NULL, phone_number, region);
    called CONSTANT text := private.username_of(username, target, wanted);
    reached CONSTANT text := private.email_of(email);
    fault api.reply;
    field text;
BEGIN
    fault := private.register_fault(target, code);
    IF fault.status IS NOT NULL THEN
        RETURN fault;
    ELSIF code IS NULL AND private.virtual_number_held(target) THEN
        RETURN private.problem(409, 'phone_number is already registered', 'phone_number');
    ELSIF private.account_add(target, called, called, reached, wanted, password_hash, address) IS NULL THEN
        field := CASE WHEN EXISTS (SELECT FROM data.account a WHERE a.phone OPERATOR(numsight.=) target)
                      THEN 'phone_number' ELSE 'username' END;
        RETURN private.problem(409, field || ' is already registered', field);
    END IF;
    RETURN private.reply(200, '{"status_code":200,"message":"User is successfully registered"}');
END;
$$;
COMMENT ON FUNCTION api.old_user_create(text, text, text, text, text, text, text) IS
    'POST /register/register: registers a person under a user name, which is the name shown, too; a role is ignored; a code of POST /v1/codes is needed where the deployment asks for one
200 registered: registered
403: the code is not the right one
409: the number or the user name is registered already, or the number is somebody''s virtual one';

CREATE OR REPLACE FUNCTION api.old_profile(session uuid)
RETURNS api.reply
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN private.reply(200, left(private.user_object(private.actor(session)), -1) || ',"StatusCode":200}');
END;
$$;
COMMENT ON FUNCTION api.old_profile(uuid) IS
    'GET /register/protectedtoken: the own profile and a status; the token check of application E
200 old_profile: the token is good';
