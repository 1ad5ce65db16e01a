-- replay.sql: a request that is sent again under its Idempotency-Key takes effect once
--
-- The worker calls these around the function of a route, all in one statement: the answer that was
-- kept, else the function's own, which is kept. So effect and answer are committed together, and of
-- two that come at once the second waits for what the first answers.

CREATE OR REPLACE FUNCTION api.replay(session uuid, key text, request bytea)
RETURNS api.reply
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET lock_timeout = '1s'
AS $$
DECLARE
    actor CONSTANT bigint := private.actor(session);
    kept data.replay;
BEGIN
    INSERT INTO data.replay AS r (account, key, request)
    VALUES (actor, replay.key, replay.request)
    ON CONFLICT ON CONSTRAINT replay_pkey DO UPDATE
       SET request = excluded.request, status = NULL, body = NULL, next = NULL, shown = NULL, made = now()
     WHERE r.made < now() - interval '1 day';
    IF FOUND THEN
        RETURN NULL;
    END IF;
    SELECT r.* INTO kept FROM data.replay r WHERE r.account = actor AND r.key = replay.key;
    IF kept.request <> replay.request THEN
        RETURN private.problem(422, 'this Idempotency-Key was that of another request. Take a new one.');
    END IF;
    RETURN private.reply(kept.status, kept.body, kept.next, kept.shown);
EXCEPTION
    WHEN lock_not_available THEN
        RETURN private.problem(409, 'the request with this Idempotency-Key is still at work. Ask again in a moment.');
END;
$$;
COMMENT ON FUNCTION api.replay(uuid, text, bytea) IS
    'POST /v1/{any}: what was answered under this Idempotency-Key; NULL if nothing was, and the key is then taken';

CREATE OR REPLACE FUNCTION api.replay_keep(session uuid, key text, answer api.reply)
RETURNS api.reply
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    actor CONSTANT bigint := private.actor(session);
BEGIN
    IF answer.status < 400 THEN
        UPDATE data.replay r
           SET status = answer.status, body = answer.body, next = answer.next, shown = answer.shown
         WHERE r.account = actor AND r.key = replay_keep.key;
    ELSE
        -- a refusal had no effect: the key is free for a request that is better
        DELETE FROM data.replay r WHERE r.account = actor AND r.key = replay_keep.key;
    END IF;
    RETURN answer;
END;
$$;
COMMENT ON FUNCTION api.replay_keep(uuid, text, api.reply) IS
    'POST /v1/{any}: keeps what is answered under an Idempotency-Key, and passes it on';
