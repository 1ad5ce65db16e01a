-- call_record.sql: events of a call folded into one call
--
-- The fold is a function of the set of events: their order, and how often each comes in, change
-- nothing. It hears the best placed of those who told of the call: a switch before somebody whose
-- number was in it, and him before bystanders.

CREATE OR REPLACE FUNCTION private.call_seconds(since timestamptz, until timestamptz)
RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    -- clocks of several senders differ: no call is shorter than nothing
    SELECT CASE WHEN since IS NOT NULL AND until IS NOT NULL
                THEN least(greatest(floor(extract(epoch FROM until - since)), 0), 2147483647)::integer END;
END;
COMMENT ON FUNCTION private.call_seconds(timestamptz, timestamptz) IS
    'whole seconds from one moment of a call to another, never below zero; NULL if one is unknown';

CREATE OR REPLACE FUNCTION private.call_told(records bigint[])
RETURNS TABLE (record bigint, calling numsight.phone, called numsight.phone, at timestamptz, initiated timestamptz,
               answered timestamptz, ended timestamptz, cause text, conflict boolean, standing smallint)
LANGUAGE plpgsql STABLE ROWS 10
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH told AS (
        SELECT e.*, max(e.standing) OVER (PARTITION BY e.record, e.sender) AS word
          FROM unnest(records) w (id) JOIN data.call_event e ON e.record = w.id
    ), heard AS (
        SELECT t.*, max(t.word) OVER (PARTITION BY t.record) AS best FROM told t
    ), placed AS (
        -- arrays are in this order: the first event of all, if it is an INITIATE, before the others; ends as they came
        SELECT h.* FROM heard h WHERE h.word = h.best ORDER BY h.record, h.kind <> 'INITIATE', h.at, h.id
    ), folded AS (
        SELECT p.record,
               min(p.at) AS first,
               min(p.at) FILTER (WHERE p.kind = 'INITIATE') AS initiated,
               min(p.at) FILTER (WHERE p.kind = 'ANSWER') AS answered,
               array_agg(p.at) FILTER (WHERE p.kind = 'DISCONNECT') AS ends,
               array_agg(p.cause) FILTER (WHERE p.kind = 'DISCONNECT') AS causes,
               array_agg(p.calling) AS calling,
               array_agg(p.called) AS called,
               min(numsight.phone_to_bigint(p.calling)) IS DISTINCT FROM max(numsight.phone_to_bigint(p.calling))
                   OR count(p.calling) NOT IN (0, count(*))
                   OR min(numsight.phone_to_bigint(p.called)) <> max(numsight.phone_to_bigint(p.called)) AS conflict,
               max(p.best) AS standing
          FROM placed p
         GROUP BY p.record
    )
    SELECT f.record, f.calling[1], f.called[1], coalesce(f.initiated, f.first), f.initiated, f.answered, d.ended,
           (SELECT c.cause FROM unnest(f.ends, f.causes) WITH ORDINALITY c (at, cause, place)
             WHERE c.at = d.ended AND c.cause IS NOT NULL ORDER BY c.place LIMIT 1),
           f.conflict, f.standing
      FROM folded f
      -- the first end after the answer; an end before it belongs to another ringing of the same call
     CROSS JOIN LATERAL (SELECT coalesce((SELECT min(e.at) FROM unnest(f.ends) e (at) WHERE e.at >= f.answered),
                                         f.ends[1]) AS ended) d;
END;
$$;
COMMENT ON FUNCTION private.call_told(bigint[]) IS
    'what the events of these records say: a function of the set of events and of nothing else';

CREATE OR REPLACE FUNCTION private.call_fold(records bigint[])
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE data.call_record r
       SET calling = told.calling, called = told.called, at = told.at, initiated = told.initiated,
           answered = told.answered, ended = told.ended, cause = told.cause, conflict = told.conflict,
           standing = told.standing, version = r.version + 1
      FROM private.call_told(records) told
     WHERE r.id = told.record
       AND (numsight.phone_to_bigint(r.calling), numsight.phone_to_bigint(r.called), r.at, r.initiated, r.answered, r.ended,
            r.cause, r.conflict, r.standing)
           IS DISTINCT FROM
           (numsight.phone_to_bigint(told.calling), numsight.phone_to_bigint(told.called), told.at, told.initiated,
            told.answered, told.ended, told.cause, told.conflict, told.standing);
    PERFORM private.call_witness(records);
END;
$$;
COMMENT ON FUNCTION private.call_fold(bigint[]) IS
    'folds all events of these records anew; the records are locked by the caller';
