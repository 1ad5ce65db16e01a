-- old.sql: the paths of application A that answer its number object

CREATE OR REPLACE FUNCTION api.old_register(session uuid, phone_number text, name text, email_address text,
                                 region text DEFAULT NULL)
RETURNS api.reply
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
    actor CONSTANT bigint := private.actor(session);
    target CONSTANT numsight.phone := private.phone_of(actor, phone_number, region);
    wanted_name CONSTANT data.person_name := private.kept_name(target, private.name_of(old_register.name));
    wanted_email CONSTANT data.email_address := private.email_of(email_address, 'email_address');
    standing bigint;
BEGIN
    -- one after the other: of two that come at once the second finds the entry of the first
    PERFORM pg_advisory_xact_lock(hashtextextended('register ' || actor, numsight.phone_to_bigint(target)));
    -- the entry of that name if there is one, else the newest of the number is renamed
    SELECT c.id INTO standing FROM data.contact c
     WHERE c.owner = actor AND c.phone OPERATOR(numsight.=) target
     ORDER BY c.folded = numsight.name_fold(wanted_name) DESC, c.id DESC LIMIT 1
       FOR UPDATE;
    IF standing IS NULL THEN
        INSERT INTO data.contact (owner, phone, name, email)
        VALUES (actor, target, wanted_name, wanted_email)
        ON CONFLICT ON CONSTRAINT contact_once DO NOTHING
        RETURNING id INTO standing;
        RETURN private.reply(201, private.number_object(actor, target, standing), NULL, ARRAY[numsight.phone_to_bigint(target)]);
    END IF;
    UPDATE data.contact AS c SET name = wanted_name, email = coalesce(wanted_email, c.email)
     WHERE c.id = standing
       AND (c.name::text, c.email::text) IS DISTINCT FROM (wanted_name::text, coalesce(wanted_email, c.email)::text);
    RETURN private.reply(200, private.number_object(actor, target, standing), NULL, ARRAY[numsight.phone_to_bigint(target)]);
END;
$$;
COMMENT ON FUNCTION api.old_register(uuid, text, text, text, text) IS
    'POST /register: adds or renames an entry of the caller''s own book; it never makes or changes an account
201 number_object: a new entry of the own book
200 number_object: the entry is renamed, or was there';

CREATE OR REPLACE FUNCTION api.old_call(session uuid, phone_number text, region text DEFAULT NULL)
RETURNS api.reply
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    actor CONSTANT bigint := private.actor(session);
    target CONSTANT numsight.phone := private.phone_of(actor, phone_number, region);
BEGIN
    IF private.own_number(actor, target) THEN
        RETURN private.own_number_problem();
    END IF;
    PERFORM private.call_add(actor, target);
    RETURN private.reply(200, private.number_object(actor, target, NULL), NULL, ARRAY[numsight.phone_to_bigint(target)]);
END;
$$;
COMMENT ON FUNCTION api.old_call(uuid, text, text) IS
    'POST /call: a number called; total_appearance goes up by one
200 number_object: the call counts';

CREATE OR REPLACE FUNCTION api.old_spam(session uuid, phone_number text, category text, comment text,
                             region text DEFAULT NULL)
RETURNS api.reply
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    actor CONSTANT bigint := private.actor(session);
    target CONSTANT numsight.phone := private.phone_of(actor, phone_number, region);
    kind CONSTANT data.spam_category := private.category_of(category);
    said CONSTANT text := private.comment_of(comment);
BEGIN
    IF private.own_number(actor, target) THEN
        RETURN private.own_number_problem();
    END IF;
    PERFORM private.mark(actor, target, true, kind, said);
    RETURN private.reply(200, private.number_object(actor, target, NULL), NULL, ARRAY[numsight.phone_to_bigint(target)]);
END;
$$;
COMMENT ON FUNCTION api.old_spam(uuid, text, text, text, text) IS
    'POST /spam: reports a number once; num_spam are the reports that stand
200 number_object: the report stands';
