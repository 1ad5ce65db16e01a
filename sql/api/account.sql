-- account.sql: registration and the own profile

CREATE OR REPLACE FUNCTION api.user_create(name text, phone_number text, contact_number text, password_hash text,
                                email text, region text, address text DEFAULT NULL)
RETURNS api.reply
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    wanted CONSTANT text := private.region_of(region);
    target CONSTANT numsight.phone := private.phone_of(NULL, coalesce(phone_number, contact_number), region);
    person bigint;
BEGIN
    INSERT INTO data.account AS a (phone, name, email, region, password, cluster)
    VALUES (target, private.name_of(user_create.name), private.email_of(user_create.email),
            coalesce(wanted, numsight.phone_region(target), private.deployment_region()), password_hash,
            private.cluster(address))
    ON CONFLICT ON CONSTRAINT account_phone_key DO NOTHING
    RETURNING a.id INTO person;
    IF person IS NULL THEN
        RETURN private.problem(409, 'phone_number is already registered', 'phone_number');
    END IF;
    RETURN private.reply(201, private.user_object(person));
END;
$$;
COMMENT ON FUNCTION api.user_create(text, text, text, text, text, text, text) IS
    'POST /v1/users: registers a person; name, number and password are needed, e-mail and region are not; a number is registered at most once, however it is written
201 account: registered
409: the number is registered already';

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
