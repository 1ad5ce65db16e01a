-- account.sql: registering people

CREATE OR REPLACE FUNCTION private.username_of(value text, target numsight.phone, region text)
RETURNS text
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    called CONSTANT text := private.name_of(value, 'username');
    meant CONSTANT numsight.phone := private.phone_try(NULL, called, region);
    -- without the letters that numbers are written with: those of names stay
    bare CONSTANT text := regexp_replace(called, '^tel:|(?<=[[:digit:]])[ ,;]*(x|ext|extn|extension)[.:= ]*[[:digit:]]*$', '', 'gi');
BEGIN
    IF octet_length(called) > 150 THEN
        PERFORM private.refuse('username', 'is longer than 150 bytes', 'Shorten it.');
    -- a login tries user names first: under such a one the owner of the number would wait in vain
    ELSIF bare !~ '[[:alpha:]]' AND meant OPERATOR(numsight.=) target IS NOT TRUE THEN
        PERFORM private.refuse('username', 'looks like a telephone number', 'Use letters, or the own number.');
    END IF;
    RETURN called;
END;
$$;
COMMENT ON FUNCTION private.username_of(text, numsight.phone, text) IS
    'a user name as it is kept: nobody else''s number';

CREATE OR REPLACE FUNCTION private.register_fault(target numsight.phone, code text)
RETURNS api.reply
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM private.names_open(target);
    RETURN private.code_fault(target, code, 'register', private.verify_required());
END;
$$;
COMMENT ON FUNCTION private.register_fault(numsight.phone, text) IS
    'why a number is not taken for that of who registers it, NULL if it is; who gives a code is held to it, needed or not. Asked before whether somebody has the number, which is told to its owner only';

CREATE OR REPLACE FUNCTION private.account_add(target numsight.phone, name text, username text, email text, region text,
                                    password_hash text, address text)
RETURNS bigint
LANGUAGE plpgsql
AS $$
DECLARE
    person bigint;
BEGIN
    PERFORM private.names_open(target);
    INSERT INTO data.account AS a (phone, name, username, email, region, password, cluster)
    VALUES (target, account_add.name, account_add.username, account_add.email,
            coalesce(account_add.region, numsight.phone_region(target), private.deployment_region()), password_hash,
            private.cluster(address))
    ON CONFLICT DO NOTHING
    RETURNING a.id INTO person;
    IF person IS NOT NULL THEN
        PERFORM private.note(person, 'registered');
    END IF;
    RETURN person;
END;
$$;
COMMENT ON FUNCTION private.account_add(numsight.phone, text, text, text, text, text, text) IS
    'registers a person; NULL if the number, or the user name, has an account already';
