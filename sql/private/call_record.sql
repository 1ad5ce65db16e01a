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
LANGUAGE plpgsql STABLE
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH told AS (
        SELECT e.*, max(e.standing) OVER (PARTITION BY e.record, e.sender) AS word
          FROM data.call_event e WHERE e.record = ANY (records)
    ), heard AS (
        SELECT t.*, max(t.word) OVER (PARTITION BY t.record) AS best FROM told t
    ), folded AS (
        SELECT h.record,
               min(h.at) AS first,
               min(h.at) FILTER (WHERE h.kind = 'INITIATE') AS initiated,
               min(h.at) FILTER (WHERE h.kind = 'ANSWER') AS answered,
               array_agg(h.at ORDER BY h.at, h.id) FILTER (WHERE h.kind = 'DISCONNECT') AS ends,
               array_agg(h.cause ORDER BY h.at, h.id) FILTER (WHERE h.kind = 'DISCONNECT') AS causes,
               array_agg(h.calling ORDER BY h.kind <> 'INITIATE', h.at, h.id) AS calling,
               array_agg(h.called ORDER BY h.kind <> 'INITIATE', h.at, h.id) AS called,
               count(DISTINCT ROW (h.calling, h.called)) > 1 AS conflict,
               max(h.best) AS standing
          FROM heard h
         WHERE h.word = h.best
         GROUP BY h.record
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
DECLARE
    told record;
BEGIN
    FOR told IN SELECT * FROM private.call_told(records) LOOP
        UPDATE data.call_record r
           SET calling = told.calling, called = told.called, at = told.at, initiated = told.initiated,
               answered = told.answered, ended = told.ended, cause = told.cause, conflict = told.conflict,
               standing = told.standing, version = r.version + 1
         WHERE r.id = told.record
           AND (numsight.phone_to_bigint(r.calling), numsight.phone_to_bigint(r.called), r.at, r.initiated, r.answered, r.ended,
                r.cause, r.conflict, r.standing)
               IS DISTINCT FROM
               (numsight.phone_to_bigint(told.calling), numsight.phone_to_bigint(told.called), told.at, told.initiated,
                told.answered, told.ended, told.cause, told.conflict, told.standing);
    END LOOP;
    PERFORM private.call_witness(records);
END;
$$;
COMMENT ON FUNCTION private.call_fold(bigint[]) IS
    'folds all events of these records anew; the records are locked by the caller';
