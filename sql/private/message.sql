-- message.sql: messages to people, and the operator's sender, which takes them as numsight_jobs
--
--     LISTEN numsight_message;
--     SELECT * FROM private.job_message_take();          -- again until there is no row
--     SELECT private.job_message_sent(id);               -- or
--     SELECT private.job_message_failed(id);
--
-- Whoever takes a message has a minute for it; after that another one may take it, so that a sender
-- that was killed loses none, and at worst sends one twice.

CREATE OR REPLACE FUNCTION private.message_add(code bigint, target numsight.phone, text text, expires timestamptz)
RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    iv CONSTANT bytea := contrib.gen_random_bytes(16);
BEGIN
    INSERT INTO data.message (code, sealed, expires)
    VALUES (message_add.code,
            iv || contrib.encrypt_iv(convert_to(target::text || E'\n' || message_add.text, 'UTF8'), private.code_key(), iv, 'aes-cbc'),
            message_add.expires);
    PERFORM pg_notify('numsight_message', '');
END;
$$;
COMMENT ON FUNCTION private.message_add(bigint, numsight.phone, text, timestamptz) IS
    'lays a message out for the sender, and wakes it';

CREATE OR REPLACE FUNCTION private.message_text(sealed bytea)
RETURNS text
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN convert_from(contrib.decrypt_iv(substr(sealed, 17), private.code_key(), substr(sealed, 1, 16), 'aes-cbc'), 'UTF8');
END;
$$;
COMMENT ON FUNCTION private.message_text(bytea) IS
    'number and text of a message, a line break between them';

CREATE OR REPLACE FUNCTION private.job_message_take(OUT id bigint, OUT phone_number text, OUT message text, OUT expires timestamptz)
RETURNS SETOF record
LANGUAGE plpgsql VOLATILE SECURITY DEFINER ROWS 1
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    taken data.message;
    clear text;
BEGIN
    UPDATE data.message m SET due = now() + interval '1 minute', tries = m.tries + 1
     WHERE m.id = (SELECT w.id FROM data.message w WHERE w.due <= now() AND w.expires > now()
                    ORDER BY w.due, w.id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING m.* INTO taken;
    IF taken.id IS NULL THEN
        RETURN;
    END IF;
    clear := private.message_text(taken.sealed);
    id := taken.id;
    phone_number := split_part(clear, E'\n', 1);
    message := substr(clear, strpos(clear, E'\n') + 1);
    expires := taken.expires;
    RETURN NEXT;
END;
$$;
COMMENT ON FUNCTION private.job_message_take() IS
    'the message that has waited longest, for the sender, who has a minute for it; no row if none waits';

CREATE OR REPLACE FUNCTION private.job_message_sent(id bigint)
RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    DELETE FROM data.message m WHERE m.id = job_message_sent.id;
    RETURN FOUND;
END;
$$;
COMMENT ON FUNCTION private.job_message_sent(bigint) IS
    'a message is on its way, and is forgotten here; false if it is gone already';

CREATE OR REPLACE FUNCTION private.job_message_failed(id bigint)
RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- five tries in less than four minutes: while the code is good, and no longer
    DELETE FROM data.message m WHERE m.id = job_message_failed.id AND (m.tries >= 5 OR m.expires <= now());
    UPDATE data.message m SET due = now() + interval '15 seconds' * 2 ^ (m.tries - 1)
     WHERE m.id = job_message_failed.id;
    RETURN FOUND;
END;
$$;
COMMENT ON FUNCTION private.job_message_failed(bigint) IS
    'a message could not be sent: whether it will be tried again, a little later each time, at most five times';

CREATE OR REPLACE FUNCTION private.job_message_wait()
RETURNS double precision
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT extract(epoch FROM greatest(min(m.due) - now(), interval '0')) FROM data.message m WHERE m.expires > now());
END;
$$;
COMMENT ON FUNCTION private.job_message_wait() IS
    'seconds until a message is due, for the sender; NULL if none waits';
