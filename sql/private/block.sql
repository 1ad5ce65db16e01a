-- block.sql: what the numbers around a number say of it
--
-- Spammers take numbers by the thousand. A number's share is its likelihood without a word of its
-- block, so that no rumour feeds itself; one that others abuse has none in the spam. Shares and sums
-- are kept by private.maintain(), not by events: all calls of a call centre would wait for one row.

CREATE OR REPLACE FUNCTION private.block_of(target numsight.phone)
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    -- two digits at least are left open: else a block would be the number itself
    SELECT numsight.phone_block(target, 7, 2);
END;
COMMENT ON FUNCTION private.block_of(numsight.phone) IS
    'country code and first seven national digits; NULL where numbers are short';

CREATE OR REPLACE FUNCTION private.model(past timestamptz DEFAULT NULL)
RETURNS integer
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT CASE WHEN past IS NULL THEN numsight.spam_version() ELSE numsight.spam_version(past) END;
END;
COMMENT ON FUNCTION private.model(timestamptz) IS
    'the version of the model that answers use, or used then';

CREATE OR REPLACE FUNCTION private.share_of(kept data.number, at timestamptz, model integer DEFAULT numsight.spam_version())
RETURNS real
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    -- two digits: what moves by less is not written
    SELECT CASE WHEN kept.total_appearance + kept.num_spam + kept.not_spam = 0 THEN NULL
                WHEN numsight.spam_category(kept.state, at, model) = 'spoofed' THEN 0
                ELSE round(numsight.spam_likelihood(kept.state, at, 0, model)::numeric, 2) END::real;
END;
COMMENT ON FUNCTION private.share_of(data.number, timestamptz, integer) IS
    'what a number adds to the sum of its block; NULL: it neither called nor was spoken of';

CREATE OR REPLACE FUNCTION private.number_share(after numsight.phone, rows integer DEFAULT 1000)
RETURNS numsight.phone
LANGUAGE plpgsql
AS $$
DECLARE
    model CONSTANT integer := private.model();
    last numsight.phone;
BEGIN
    SELECT n.phone INTO last
      FROM (SELECT k.phone FROM data.number k
             WHERE after IS NULL OR k.phone OPERATOR(numsight.>) after
             ORDER BY k.phone LIMIT rows) n
     ORDER BY n.phone DESC LIMIT 1;
    WITH due AS (
        SELECT k.phone, private.share_of(k, now(), model) AS share FROM data.number k
         WHERE (after IS NULL OR k.phone OPERATOR(numsight.>) after) AND k.phone OPERATOR(numsight.<=) last
           AND k.share IS DISTINCT FROM private.share_of(k, now(), model)
         ORDER BY k.phone FOR NO KEY UPDATE)
    UPDATE data.number n SET share = due.share FROM due WHERE n.phone OPERATOR(numsight.=) due.phone;
    RETURN last;
END;
$$;
COMMENT ON FUNCTION private.number_share(numsight.phone, integer) IS
    'brings the shares of some numbers up to date: the last of them, NULL when there is none any more';

CREATE OR REPLACE FUNCTION private.block_count()
RETURNS bigint
LANGUAGE plpgsql
AS $$
DECLARE
    moved bigint;
BEGIN
    WITH counted AS (
        SELECT b.block, count(*)::integer AS numbers, least(count(*), round(sum(b.share::numeric), 2))::double precision AS likely
          FROM (SELECT private.block_of(n.phone) AS block, n.share FROM data.number n WHERE n.share IS NOT NULL) b
         WHERE b.block IS NOT NULL
         GROUP BY b.block
    ), found AS (
        SELECT coalesce(c.block, k.block) AS block, coalesce(c.numbers, 0) AS numbers, coalesce(c.likely, 0) AS likely
          FROM counted c
          FULL JOIN (SELECT b.* FROM data.block b WHERE b.until IS NULL) k ON k.block = c.block
         WHERE (c.numbers, c.likely) IS DISTINCT FROM (k.numbers, k.likely)
    ), past AS (
        UPDATE data.block b SET until = now() FROM found f
         WHERE b.block = f.block AND b.until IS NULL AND b.since < now() RETURNING b.block)
    INSERT INTO data.block AS b (block, numbers, likely)
    SELECT f.block, f.numbers, f.likely FROM found f LEFT JOIN past p ON p.block = f.block
    ON CONFLICT (block, since) DO UPDATE SET numbers = excluded.numbers, likely = excluded.likely;
    GET DIAGNOSTICS moved = ROW_COUNT;
    RETURN moved;
END;
$$;
COMMENT ON FUNCTION private.block_count() IS
    'counts the shares of all blocks: how many have changed';

CREATE OR REPLACE FUNCTION private.block_at(target numsight.phone, past timestamptz DEFAULT NULL)
RETURNS data.block
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    around data.block;
BEGIN
    IF past IS NULL THEN
        SELECT b.* INTO around FROM data.block b WHERE b.block = private.block_of(target) AND b.until IS NULL;
    ELSE
        SELECT b.* INTO around FROM data.block b
         WHERE b.block = private.block_of(target) AND b.since <= past ORDER BY b.since DESC LIMIT 1;
    END IF;
    RETURN around;
END;
$$;
COMMENT ON FUNCTION private.block_at(numsight.phone, timestamptz) IS
    'the block of a number, now or as it was then; NULL: none was counted';

CREATE OR REPLACE FUNCTION private.range_of(kept data.number, past timestamptz DEFAULT NULL)
RETURNS double precision
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    around CONSTANT data.block := private.block_at(kept.phone, past);
BEGIN
    RETURN numsight.spam_range(around.likely, around.numbers,
        CASE WHEN past IS NULL OR around.block IS NULL THEN kept.share
             ELSE private.share_of(private.recompute(kept.phone, around.since), around.since, private.model(around.since)) END,
        private.model(past));
END;
$$;
COMMENT ON FUNCTION private.range_of(data.number, timestamptz) IS
    'the log-odds that the other numbers of its block give a number: its own part is left out; past: those of then';

CREATE OR REPLACE FUNCTION private.likelihood(kept data.number, past timestamptz DEFAULT NULL)
RETURNS double precision
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN numsight.spam_likelihood(kept.state, coalesce(past, now()), private.range_of(kept, past), private.model(past));
END;
$$;
COMMENT ON FUNCTION private.likelihood(data.number, timestamptz) IS
    'how likely a number is spam, as everybody is shown it: its own evidence, and the numbers around it, by the model of the time';

CREATE OR REPLACE FUNCTION private.likelihood_in(target numsight.phone, kept data.number, around data.block,
                                      at timestamptz DEFAULT now())
RETURNS double precision
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT numsight.spam_likelihood(coalesce(kept.state, private.line(target)), at,
                                    numsight.spam_range(around.likely, around.numbers, kept.share));
END;
COMMENT ON FUNCTION private.likelihood_in(numsight.phone, data.number, data.block, timestamptz) IS
    'private.likelihood for lists, which join the rows of numbers and blocks, if there are any, and so look for neither; it is inlined';
