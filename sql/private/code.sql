-- code.sql: one-time codes: who gets one, and what one is good for
--
-- A code is six digits, so what keeps it from being guessed is that five tries end it and that few are
-- made: see private.code_wait. What is kept of it is a digest under a key, which is compared with that
-- of what was given: how long this takes tells of digests that nobody outside can make, not of the code.

CREATE OR REPLACE FUNCTION private.code_key()
RETURNS bytea
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN (SELECT decode(s.value, 'hex') FROM data.setting s WHERE s.name = 'code_key');
END;
$$;
COMMENT ON FUNCTION private.code_key() IS
    'the key of one-time codes and of messages of this deployment';

CREATE OR REPLACE FUNCTION private.code_digest(target numsight.phone, code text DEFAULT '')
RETURNS bytea
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN contrib.hmac(numsight.phone_send(target) || convert_to(code, 'UTF8'), private.code_key(), 'sha256');
END;
$$;
COMMENT ON FUNCTION private.code_digest(numsight.phone, text) IS
    'what is kept of a code, or, without one, of the number that it was sent to';

CREATE OR REPLACE FUNCTION private.code_random()
RETURNS text
LANGUAGE sql VOLATILE
BEGIN ATOMIC
    -- of 56 bits: that they are no multiple of a million shows in the tenth decimal
    SELECT lpad((('x' || encode(contrib.gen_random_bytes(7), 'hex'))::bit(56)::bigint % 1000000)::text, 6, '0');
END;
COMMENT ON FUNCTION private.code_random() IS
    'six digits that nobody can know before';

CREATE OR REPLACE FUNCTION private.code_life()
RETURNS interval
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT interval '10 minutes';
END;
COMMENT ON FUNCTION private.code_life() IS
    'how long a code is good';

CREATE OR REPLACE FUNCTION private.code_purpose(value text)
RETURNS text
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    wanted CONSTANT text := nullif(btrim(value), '');
BEGIN
    IF wanted NOT IN ('register', 'opt_out', 'appeal') THEN
        PERFORM private.refuse('purpose', 'is not known', 'Use register, opt_out or appeal, or leave it out.');
    END IF;
    RETURN wanted;
END;
$$;
COMMENT ON FUNCTION private.code_purpose(text) IS
    'what a code is asked for, or nothing in particular';

CREATE OR REPLACE FUNCTION private.code_wait(subject bytea, network integer)
RETURNS integer
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    everybody CONSTANT integer := (SELECT s.value::integer FROM data.setting s WHERE s.name = 'codes_a_day');
BEGIN
    -- of each bound the code that has to grow older than the span before the next one is made
    RETURN (
        SELECT ceil(extract(epoch FROM max(f.oldest + b.span - now())))::integer
          FROM (VALUES ('number', interval '15 minutes', 3), ('number', interval '1 day', 10),
                       ('network', interval '1 hour', 20), ('network', interval '1 day', 100),
                       ('everybody', interval '1 day', everybody)) b (whose, span, most)
         CROSS JOIN LATERAL (SELECT CASE b.whose
                WHEN 'number' THEN (SELECT c.made FROM data.code c WHERE c.subject = code_wait.subject
                                     ORDER BY c.made DESC OFFSET b.most - 1 LIMIT 1)
                WHEN 'network' THEN (SELECT c.made FROM data.code c WHERE c.network = code_wait.network
                                      ORDER BY c.made DESC OFFSET b.most - 1 LIMIT 1)
                ELSE (SELECT c.made FROM data.code c ORDER BY c.made DESC OFFSET b.most - 1 LIMIT 1) END AS oldest) f
         WHERE f.oldest > now() - b.span);
END;
$$;
COMMENT ON FUNCTION private.code_wait(bytea, integer) IS
    'seconds until a number, a network and all together may have another code; NULL if they may now';

CREATE OR REPLACE FUNCTION private.code_make(target numsight.phone, purpose text, address text)
RETURNS api.reply
LANGUAGE plpgsql
AS $$
DECLARE
    whose CONSTANT bytea := private.code_digest(target);
    place CONSTANT integer := CASE WHEN private.network(address) IS NOT NULL THEN private.cluster(address) END;
    code CONSTANT text := private.code_random();
    until CONSTANT timestamptz := now() + private.code_life();
    wait integer;
    made bigint;
BEGIN
    -- one after another, else what is counted now would be out of date when it is written
    PERFORM pg_advisory_xact_lock(hashtext('private.code'));
    wait := private.code_wait(whose, place);
    IF wait IS NOT NULL THEN
        RETURN private.problem(429, 'too many codes were asked for. Wait before the next one.', wait::text);
    END IF;
    DELETE FROM data.message m USING data.code c WHERE c.id = m.code AND c.subject = whose;
    UPDATE data.code c SET ended = now() WHERE c.subject = whose AND c.ended IS NULL;
    INSERT INTO data.code AS c (subject, purpose, digest, network, expires)
    VALUES (whose, code_make.purpose, private.code_digest(target, code), place, until)
    RETURNING c.id INTO made;
    PERFORM private.message_add(made, target, private.code_text(code, code_make.purpose), until);
    RETURN private.reply(202, format('{"expires_in":%s}', extract(epoch FROM private.code_life())::integer));
END;
$$;
COMMENT ON FUNCTION private.code_make(numsight.phone, text, text) IS
    'sends a code to a number, in place of the one before; the same answer for every number';

CREATE OR REPLACE FUNCTION private.code_text(code text, purpose text)
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT format('%s is your NumSight code%s. It is good for %s minutes. Tell it to nobody who asks you for it.', code,
                  CASE purpose WHEN 'register' THEN ' to register this number'
                               WHEN 'opt_out' THEN ' to have the names of this number forgotten'
                               WHEN 'appeal' THEN ' to appeal for this number' ELSE '' END,
                  extract(epoch FROM private.code_life())::integer / 60);
END;
COMMENT ON FUNCTION private.code_text(text, text) IS
    'what is written to somebody who asked for a code';

CREATE OR REPLACE FUNCTION private.code_use(target numsight.phone, code text, purpose text)
RETURNS boolean
LANGUAGE plpgsql
AS $$
DECLARE
    good boolean;
BEGIN
    -- counted and used in one statement: of two that come at once the second waits, and finds it used
    UPDATE data.code c
       SET tries = c.tries + 1, ended = CASE WHEN c.digest = private.code_digest(target, code) THEN now() END
     WHERE c.subject = private.code_digest(target) AND c.ended IS NULL
       AND c.expires > now() AND c.tries < 5 AND coalesce(c.purpose, code_use.purpose) = code_use.purpose
    RETURNING c.ended IS NOT NULL INTO good;
    RETURN coalesce(good, false);
END;
$$;
COMMENT ON FUNCTION private.code_use(numsight.phone, text, text) IS
    'uses the code of a number up: whether it was the right one; the fifth wrong one ends it';

CREATE OR REPLACE FUNCTION private.code_given(code text)
RETURNS text
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN nullif(translate(btrim(code, private.blank_bytes()), ' -', ''), '');
END;
$$;
COMMENT ON FUNCTION private.code_given(text) IS
    'a code as somebody copies it, without what groups its digits; nothing, or only blanks, is none';

CREATE OR REPLACE FUNCTION private.code_fault(target numsight.phone, code text, purpose text, needed boolean)
RETURNS api.reply
LANGUAGE plpgsql
AS $$
DECLARE
    given CONSTANT text := private.code_given(code);
BEGIN
    IF given IS NULL THEN
        RETURN CASE WHEN needed THEN private.problem(400,
            'code is missing. Ask for one with POST /v1/codes, which sends it to the number.', 'code') END;
    ELSIF given !~ '^[0-9]{6}$' THEN
        RETURN private.problem(400, 'code is not one. It has six digits.', 'code');
    ELSIF NOT private.code_use(target, given, purpose) THEN
        RETURN private.problem(403,
            'code is not the one that was sent last, or it was used, or is too old. Ask for another one with POST /v1/codes.', 'code');
    END IF;
    RETURN NULL;
END;
$$;
COMMENT ON FUNCTION private.code_fault(numsight.phone, text, text, boolean) IS
    'what is wrong with the code that somebody proves a number with, NULL if nothing is; a right one is used up. Returned and not raised, so that tries stay counted';

CREATE OR REPLACE FUNCTION private.verify_required()
RETURNS boolean
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN EXISTS (SELECT FROM data.setting s WHERE s.name = 'verify' AND s.value = 'required');
END;
$$;
COMMENT ON FUNCTION private.verify_required() IS
    'whether nobody is registered here without a code that was sent to his number';

CREATE OR REPLACE FUNCTION private.code_forget(target numsight.phone)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    DELETE FROM data.code c WHERE c.subject = private.code_digest(target);
END;
$$;
COMMENT ON FUNCTION private.code_forget(numsight.phone) IS
    'forgets that a number was sent codes, and what waits to be sent to it';

CREATE OR REPLACE FUNCTION private.code_tidy()
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    DELETE FROM data.message WHERE expires <= now();
    DELETE FROM data.code WHERE made < now() - interval '1 day';
END;
$$;
COMMENT ON FUNCTION private.code_tidy() IS
    'forgets messages that were not sent in time, and codes that no bound counts any more';
