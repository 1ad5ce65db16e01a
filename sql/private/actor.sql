-- actor.sql: who asks, and which number is meant

CREATE OR REPLACE FUNCTION private.session_account(session uuid)
RETURNS SETOF bigint
LANGUAGE sql STABLE ROWS 1
BEGIN ATOMIC
    SELECT s.account FROM data.session s
     WHERE s.id = session AND s.revoked IS NULL AND s.expires > now();
END;
COMMENT ON FUNCTION private.session_account(uuid) IS
    'the account of a session that stands; an erased account takes its sessions with it; for FROM, where it is inlined';

CREATE OR REPLACE FUNCTION private.actor(session uuid)
RETURNS bigint
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    account bigint;
BEGIN
    SELECT a INTO account FROM private.session_account(session) a;
    IF account IS NULL THEN
        PERFORM private.session_over(session);
    END IF;
    RETURN account;
END;
$$;
COMMENT ON FUNCTION private.actor(uuid) IS
    'the account of a session that stands, or the 401 that says why it does not';

CREATE OR REPLACE FUNCTION private.session_over(session uuid)
RETURNS void
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    IF private.is_key(session) THEN
        RAISE EXCEPTION USING ERRCODE = 'NS401', MESSAGE = 'the API key was revoked or has expired', HINT = 'Make another one.';
    END IF;
    RAISE EXCEPTION USING ERRCODE = 'NS401', MESSAGE = 'the session has ended', HINT = 'Log in again.';
END;
$$;
COMMENT ON FUNCTION private.session_over(uuid) IS
    'raises the 401 of a session that does not stand';

CREATE OR REPLACE FUNCTION private.actor_or_guest(session uuid, proof text)
RETURNS bigint
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    IF session IS NOT NULL THEN
        RETURN private.actor(session);
    ELSIF proof IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'NS401', MESSAGE = 'an access token is needed, or a code that proves the number',
            HINT = 'Log in, or ask for a code with POST /v1/codes.';
    END IF;
    RETURN NULL;
END;
$$;
COMMENT ON FUNCTION private.actor_or_guest(uuid, text) IS
    'the account of a session, NULL of somebody who comes with a proof instead, or the 401 for who has neither';

CREATE OR REPLACE FUNCTION private.is_admin(actor bigint)
RETURNS boolean
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN EXISTS (SELECT FROM data.account a WHERE a.id = actor AND 'admin' = ANY (a.roles));
END;
$$;
COMMENT ON FUNCTION private.is_admin(bigint) IS
    'whether an account has the role of operators now, whatever its token said when it was made';

CREATE OR REPLACE FUNCTION private.region_for(actor bigint)
RETURNS text
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN coalesce((SELECT a.region FROM data.account a WHERE a.id = actor), private.deployment_region());
END;
$$;
COMMENT ON FUNCTION private.region_for(bigint) IS
    'the region in which an account writes national numbers';

CREATE OR REPLACE FUNCTION private.phone_world(value text, region text)
RETURNS numsight.phone
LANGUAGE sql IMMUTABLE
BEGIN ATOMIC
    SELECT CASE WHEN octet_length(value) <= 64 AND region IS NULL THEN numsight.phone_try(value, 'ZZ') END;
END;
COMMENT ON FUNCTION private.phone_world(text, text) IS
    'the number of a text that means it to everybody: with its country code, and no region is named; else NULL';

CREATE OR REPLACE FUNCTION private.phone_try(actor bigint, value text, region text)
RETURNS numsight.phone
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    wanted text;
    found numsight.phone := private.phone_world(value, region);
BEGIN
    IF found IS NULL AND octet_length(value) <= 64 THEN
        wanted := private.region_of(region);
        found := numsight.phone_try(value, coalesce(wanted, private.region_for(actor)));
    END IF;
    RETURN found;
END;
$$;
COMMENT ON FUNCTION private.phone_try(bigint, text, text) IS
    'the number that a text means to this account in this region; NULL if none';

CREATE OR REPLACE FUNCTION private.phone_problem(actor bigint, value text, region text, field text)
RETURNS api.reply
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    fault record;
BEGIN
    SELECT * INTO fault
      FROM private.phone_fault(value, coalesce(private.region_of(region), private.region_for(actor)));
    RETURN private.problem(400, format('%s %s. %s', field, fault.reason, fault.remedy), field);
END;
$$;
COMMENT ON FUNCTION private.phone_problem(bigint, text, text, text) IS
    'the 400 for a text that is no number: returned by reading functions, which share a batch with others';

CREATE OR REPLACE FUNCTION private.phone_of(actor bigint, value text, region text, field text DEFAULT 'phone_number')
RETURNS numsight.phone
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    found CONSTANT numsight.phone := private.phone_try(actor, value, region);
    fault record;
BEGIN
    IF found IS NULL THEN
        SELECT * INTO fault
          FROM private.phone_fault(value, coalesce(private.region_of(region), private.region_for(actor)));
        PERFORM private.refuse(field, fault.reason, fault.remedy);
    END IF;
    RETURN found;
END;
$$;
COMMENT ON FUNCTION private.phone_of(bigint, text, text, text) IS
    'the number that a text means to this account in this region, or 22023 that says why it is none';
