-- history.sql: which calls somebody may see, and how they look

CREATE OR REPLACE FUNCTION private.holder(target numsight.phone, at timestamptz)
RETURNS TABLE (account bigint)
LANGUAGE sql STABLE ROWS 1
BEGIN ATOMIC
    -- a set of one, for such functions become part of the queries that ask them
    SELECT coalesce((SELECT a.id FROM data.account a WHERE a.phone OPERATOR(numsight.=) target),
                    (SELECT v.owner FROM data.virtual_number v
                      WHERE v.phone OPERATOR(numsight.=) target AND v.held @> holder.at));
END;
COMMENT ON FUNCTION private.holder(numsight.phone, timestamptz) IS
    'the account that had a number at a time; NULL if none';

CREATE OR REPLACE FUNCTION private.call_windows(actor bigint, target numsight.phone)
RETURNS TABLE (told tstzrange, began tstzmultirange)
LANGUAGE plpgsql STABLE ROWS 10
AS $$
BEGIN
    -- who registers a number does not see what was told of it before
    RETURN QUERY
    SELECT tstzrange(a.created, NULL), '{(,)}'::tstzmultirange
      FROM data.account a WHERE a.id = actor AND a.phone OPERATOR(numsight.=) target;
    RETURN QUERY
    SELECT '(,)'::tstzrange, tstzmultirange(v.held)
      FROM data.virtual_number v
     WHERE v.owner = actor AND v.phone OPERATOR(numsight.=) target AND v.held IS NOT NULL AND NOT isempty(v.held);
    -- calls of a time when nobody had it, told to him who has it now
    RETURN QUERY
    SELECT v.held, tstzmultirange(tstzrange(NULL, lower(v.held))) -
           (SELECT range_agg(o.held) FROM data.virtual_number o
             WHERE o.phone OPERATOR(numsight.=) target AND o.held IS NOT NULL)
      FROM data.virtual_number v
     WHERE v.owner = actor AND v.phone OPERATOR(numsight.=) target AND v.held IS NOT NULL AND NOT isempty(v.held);
END;
$$;
COMMENT ON FUNCTION private.call_windows(bigint, numsight.phone) IS
    'which calls of a number are somebody''s: of his own number all that were told since he has it, of a virtual one those that began while he had it, and, told since, when nobody had it';

CREATE OR REPLACE FUNCTION private.call_setting(wanted text)
RETURNS text
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN (SELECT s.value FROM data.setting s WHERE s.name = wanted);
END;
$$;
COMMENT ON FUNCTION private.call_setting(text) IS
    'how this deployment reads calls: see data.setting';

CREATE OR REPLACE FUNCTION private.call_outcome(answered timestamptz, ended timestamptz, at timestamptz,
                                                ringing timestamptz, talking timestamptz)
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT CASE WHEN answered IS NOT NULL
                THEN CASE WHEN ended IS NOT NULL OR answered < talking THEN 'Completed' ELSE 'In Progress' END
                ELSE CASE WHEN ended IS NOT NULL OR at < ringing THEN 'Missed' ELSE 'Ringing' END END;
END;
COMMENT ON FUNCTION private.call_outcome(timestamptz, timestamptz, timestamptz, timestamptz, timestamptz) IS
    'what became of a call; one that rings since before ringing, or goes on since before talking, is over, though nobody told';

CREATE OR REPLACE FUNCTION private.call_filter(actor bigint, region text, status text, direction text, since text, until text,
                                               counterparty text, final text, OUT outcome text, OUT outbound boolean,
                                               OUT begins timestamptz, OUT ends timestamptz, OUT party numsight.phone,
                                               OUT over boolean)
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    word CONSTANT text[] := regexp_match(lower(replace(status, '_', ' ')),
                                         '^(completed|missed|ringing|in progress)( inbound| outbound)?$');
    way CONSTANT text := CASE lower(direction) WHEN 'in' THEN 'inbound' WHEN 'out' THEN 'outbound' ELSE lower(direction) END;
BEGIN
    IF status IS NOT NULL AND word IS NULL THEN
        PERFORM private.refuse('status', 'is not known', 'Use completed, missed, ringing or in_progress.');
    ELSIF way NOT IN ('inbound', 'outbound') THEN
        PERFORM private.refuse('direction', 'is not known', 'Use inbound or outbound.');
    ELSIF way <> btrim(word[2]) THEN
        PERFORM private.refuse('direction', 'is not that of status', 'Give one of the two.');
    ELSIF lower(final) NOT IN ('1', '0', 'true', 'false') THEN
        PERFORM private.refuse('final', 'is not known', 'Use 1 or 0.');
    END IF;
    outcome := initcap(word[1]);
    outbound := coalesce(way, btrim(word[2])) = 'outbound';
    over := lower(final) IN ('1', 'true');
    begins := private.moment_of(since, 'from');
    ends := private.moment_of(until, 'to', true);
    IF begins > ends THEN
        PERFORM private.refuse('from', 'lies after to', 'Give the earlier time first.');
    END IF;
    PERFORM private.region_of(region);
    IF counterparty IS NOT NULL THEN
        party := private.phone_of(actor, counterparty, region, 'counterparty');
    END IF;
END;
$$;
COMMENT ON FUNCTION private.call_filter(bigint, text, text, text, text, text, text, text) IS
    'which calls are asked for; what is NULL says nothing';

CREATE OR REPLACE FUNCTION private.call_fits(call data.call_record, became text, told tstzrange, began tstzmultirange,
                                             outcome text, over boolean)
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT told @> call.received AND began @> call.at AND became = coalesce(outcome, became)
           AND (over IS NOT TRUE OR became IN ('Completed', 'Missed'));
END;
COMMENT ON FUNCTION private.call_fits(data.call_record, text, tstzrange, tstzmultirange, text, boolean) IS
    'whether somebody may see a call, and asks for calls of which that became';

CREATE OR REPLACE FUNCTION private.calls(targets numsight.phone[], viewer bigint, size bigint, cursor text, outcome text,
                                         outbound boolean, begins timestamptz, ends timestamptz, party numsight.phone,
                                         over boolean)
RETURNS TABLE (call data.call_record, outgoing boolean, result text)
LANGUAGE plpgsql STABLE ROWS 50
AS $$
#variable_conflict use_variable
DECLARE
    ringing CONSTANT timestamptz := now() - make_interval(secs => private.call_setting('call_ring_seconds')::integer);
    talking CONSTANT timestamptz := now() - make_interval(secs => private.call_setting('call_talk_seconds')::integer);
    place CONSTANT text[] := regexp_match(cursor, '^(-?\d{1,18}) (.*)$');
    before CONSTANT timestamptz := coalesce('epoch'::timestamptz + place[1]::bigint * interval '1 microsecond', 'infinity');
BEGIN
    IF cursor IS NOT NULL AND place IS NULL THEN
        PERFORM private.refuse('cursor', 'is not one of ours', 'Take it from next of the page before.');
    END IF;
    -- each way by itself: so an index gives the newest first, and no more of them than are asked for
    RETURN QUERY
    SELECT DISTINCT ON ((page.record).at, (page.record).call_id) page.record, page.placed, page.became
      FROM unnest(targets) t (phone)
     CROSS JOIN LATERAL (
        SELECT v.told, v.began FROM private.call_windows(viewer, t.phone) v WHERE viewer IS NOT NULL
        UNION ALL
        SELECT '(,)', '{(,)}' WHERE viewer IS NULL) w (told, began)
     CROSS JOIN LATERAL (
        -- what rings has begun a moment ago
        SELECT greatest(begins, lower(w.began), CASE WHEN outcome = 'Ringing' THEN ringing END, '-infinity') AS first,
               least(ends, upper(w.began), before, 'infinity') AS last
         WHERE NOT isempty(w.began)) b
     CROSS JOIN LATERAL (
        (SELECT r AS record, true AS placed, o.became
           FROM data.call_record r
          CROSS JOIN LATERAL private.call_outcome(r.answered, r.ended, r.at, ringing, talking) o (became)
          WHERE r.calling OPERATOR(numsight.=) t.phone AND outbound IS NOT FALSE
            AND (party IS NULL OR r.called OPERATOR(numsight.=) party)
            AND r.at BETWEEN b.first AND b.last AND (r.at, r.call_id) < (before, coalesce(place[2], ''))
            AND private.call_fits(r, o.became, w.told, w.began, outcome, over)
          ORDER BY r.at DESC, r.call_id DESC LIMIT size)
        UNION ALL
        (SELECT r, false, o.became
           FROM data.call_record r
          CROSS JOIN LATERAL private.call_outcome(r.answered, r.ended, r.at, ringing, talking) o (became)
          WHERE r.called OPERATOR(numsight.=) t.phone AND outbound IS NOT TRUE
            AND (party IS NULL OR r.calling OPERATOR(numsight.=) party)
            AND r.at BETWEEN b.first AND b.last AND (r.at, r.call_id) < (before, coalesce(place[2], ''))
            AND private.call_fits(r, o.became, w.told, w.began, outcome, over)
          ORDER BY r.at DESC, r.call_id DESC LIMIT size)) page
     ORDER BY (page.record).at DESC, (page.record).call_id DESC, page.placed DESC LIMIT size;
END;
$$;
COMMENT ON FUNCTION private.calls(numsight.phone[], bigint, bigint, text, text, boolean, timestamptz, timestamptz, numsight.phone, boolean) IS
    'calls from and to some numbers that the viewer may see, newest first, each once; viewer NULL: all that fit';

CREATE OR REPLACE FUNCTION private.call_other(call data.call_record, outgoing boolean)
RETURNS numsight.phone
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT CASE WHEN outgoing THEN call.called ELSE call.calling END;
END;
COMMENT ON FUNCTION private.call_other(data.call_record, boolean) IS
    'who else was in a call; NULL if the number was withheld';

CREATE OR REPLACE FUNCTION private.call_object(form text, call data.call_record, outgoing boolean, result text, since text)
RETURNS text
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    way CONSTANT text := CASE WHEN outgoing THEN 'outbound' ELSE 'inbound' END;
    other CONSTANT numsight.phone := private.call_other(call, outgoing);
    duration CONSTANT integer := CASE WHEN result = 'Completed' THEN private.call_seconds(
        CASE since WHEN 'initiate' THEN coalesce(call.initiated, call.answered) ELSE call.answered END, call.ended) END;
    body text;
BEGIN
    CASE form
        WHEN 'old' THEN
            SELECT row_to_json(o)::text INTO body
              FROM (SELECT private.utc(call.at) AS call_time, other::text AS counterparty_number,
                           result || ' ' || initcap(way) AS call_status, duration) o;
        WHEN 'history' THEN
            SELECT row_to_json(o)::text INTO body
              FROM (SELECT call.call_id, private.utc(call.at) AS call_time, way AS direction,
                           other::text AS counterparty_number, result || ' ' || initcap(way) AS call_status, duration,
                           private.call_seconds(call.initiated, call.ended) AS total_duration,
                           private.call_seconds(call.initiated, coalesce(call.answered, call.ended)) AS ring_duration,
                           call.cause, private.call_flags(call, result) AS flags) o;
        WHEN 'log' THEN
            SELECT row_to_json(o)::text INTO body
              FROM (SELECT call.call_id, CASE WHEN outgoing THEN 'OUT' ELSE 'IN' END AS direction,
                           private.utc(call.at) AS timestamp, duration, call.calling::text AS caller_number,
                           call.called::text AS called_number, result || ' ' || initcap(way) AS call_status, call.cause) o;
    END CASE;
    RETURN CASE WHEN form = 'old' THEN body
                ELSE left(body, -1) || ',' || private.shown_verdict(
                    CASE WHEN other IS NOT NULL THEN private.chance(private.likelihood(private.number_of(other))) END) || '}' END;
END;
$$;
COMMENT ON FUNCTION private.call_object(text, data.call_record, boolean, text, text) IS
    'a call as one of those in it sees it: in the history of a number, in that of application C, or in a log';

CREATE OR REPLACE FUNCTION private.call_flags(call data.call_record, result text)
RETURNS text[]
LANGUAGE plpgsql IMMUTABLE
AS $$
BEGIN
    RETURN ARRAY(SELECT f.flag FROM (VALUES
        (call.initiated IS NULL, 'partial'), (call.ended < call.answered, 'clock_skew'), (call.conflict, 'party_conflict'),
        (call.ended IS NULL AND result IN ('Completed', 'Missed'), 'stale'), (call.standing = 0, 'hearsay')) f (holds, flag)
        WHERE f.holds);
END;
$$;
COMMENT ON FUNCTION private.call_flags(data.call_record, text) IS
    'what is odd about a call';

CREATE OR REPLACE FUNCTION private.call_page(form text, targets numsight.phone[], actor bigint, viewer bigint, region text,
                                             status text, direction text, since text, until text, counterparty text,
                                             final text, size bigint, cursor text)
RETURNS api.reply
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    most CONSTANT bigint := private.page_size(size);
    starts CONSTANT text := private.call_setting('call_duration_from');
    wanted CONSTANT record := private.call_filter(actor, region, status, direction, since, until, counterparty, final);
    results text;
    next text;
    shown bigint[];
BEGIN
    SELECT string_agg(private.call_object(form, p.call, p.outgoing, p.result, starts), ',' ORDER BY p.n) FILTER (WHERE p.n <= most),
           max(private.call_cursor(p.call)) FILTER (WHERE p.n = most AND p.more),
           array_agg(DISTINCT numsight.phone_to_bigint(private.call_other(p.call, p.outgoing)))
               FILTER (WHERE p.n <= most AND private.call_other(p.call, p.outgoing) IS NOT NULL)
      INTO results, next, shown
      FROM (SELECT c.*, row_number() OVER (ORDER BY (c.call).at DESC, (c.call).call_id DESC) AS n, count(*) OVER () > most AS more
              FROM private.calls(targets, viewer, most + 1, cursor, wanted.outcome, wanted.outbound, wanted.begins,
                                 wanted.ends, wanted.party, wanted.over) c) p;
    IF form = 'old' THEN
        RETURN private.reply(200, '[' || coalesce(results, '') || ']', next);
    END IF;
    RETURN private.page(results, next, shown);
END;
$$;
COMMENT ON FUNCTION private.call_page(text, numsight.phone[], bigint, bigint, text, text, text, text, text, text, text, bigint, text) IS
    'one page of the calls of some numbers, in one of the forms of private.call_object';

CREATE OR REPLACE FUNCTION private.call_history(form text, actor bigint, number text, region text, status text, direction text,
                                                since text, until text, counterparty text, final text, size bigint, cursor text)
RETURNS api.reply
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    target CONSTANT numsight.phone := private.phone_try(actor, number, region);
    viewer CONSTANT bigint := CASE WHEN form = 'log' OR NOT private.is_switch(actor) THEN actor END;
BEGIN
    IF target IS NULL THEN
        RETURN private.phone_problem(actor, number, region, 'number');
    ELSIF viewer IS NOT NULL AND NOT EXISTS (SELECT FROM private.call_windows(viewer, target)) THEN
        RETURN private.missing('number of yours');
    END IF;
    RETURN private.call_page(form, ARRAY[target], actor, viewer, region, status, direction, since, until, counterparty, final,
                             size, cursor);
END;
$$;
COMMENT ON FUNCTION private.call_history(text, bigint, text, text, text, text, text, text, text, text, bigint, text) IS
    'calls of one number, for its owner or an operator; of anybody else''s number nothing is told, not even that there is none';

CREATE OR REPLACE FUNCTION private.all_numbers(actor bigint)
RETURNS numsight.phone[]
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN ARRAY(SELECT a.phone FROM data.account a WHERE a.id = actor
                 UNION
                 SELECT v.phone FROM data.virtual_number v WHERE v.owner = actor AND v.held IS NOT NULL);
END;
$$;
COMMENT ON FUNCTION private.all_numbers(bigint) IS
    'the numbers that somebody has or had';

CREATE OR REPLACE FUNCTION private.call_cursor(call data.call_record)
RETURNS text
LANGUAGE plpgsql IMMUTABLE
AS $$
BEGIN
    RETURN (extract(epoch FROM call.at) * 1000000)::bigint || ' ' || call.call_id;
END;
$$;
COMMENT ON FUNCTION private.call_cursor(data.call_record) IS
    'where a page of calls ends';
