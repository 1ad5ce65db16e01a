-- stats.sql: sums for charts; of fewer than three people nothing is told apart

CREATE OR REPLACE FUNCTION private.stats_least()
RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT 3;
END;
COMMENT ON FUNCTION private.stats_least() IS
    'how many people, or numbers, a figure must be of to be shown';

CREATE OR REPLACE FUNCTION private.counted(first timestamptz, last timestamptz, OUT what text, OUT hour timestamptz, OUT count bigint)
RETURNS SETOF record
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN QUERY
    SELECT 'registrations', date_trunc('hour', a.created, 'UTC'), count(*) FROM data.account a
     WHERE a.created >= first AND a.created < last GROUP BY 2
    UNION ALL
    SELECT 'contacts', date_trunc('hour', c.created, 'UTC'), count(*) FROM data.contact c
     WHERE c.created >= first AND c.created < last GROUP BY 2
    UNION ALL
    SELECT 'calls', date_trunc('hour', c.received, 'UTC'), count(*) FROM data.call c
     WHERE c.received >= first AND c.received < last GROUP BY 2
    UNION ALL
    SELECT CASE WHEN r.spam THEN 'reports' ELSE 'not_spam_reports' END, date_trunc('hour', r.created, 'UTC'), count(*) FROM data.spam_report r
     WHERE r.created >= first AND r.created < last GROUP BY 1, 2;
END;
$$;
COMMENT ON FUNCTION private.counted(timestamptz, timestamptz) IS
    'what happened in each hour, counted from the facts';

CREATE OR REPLACE FUNCTION private.tallied()
RETURNS timestamptz
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN coalesce((SELECT max(t.hour) FROM data.tally t WHERE t.what = 'calls') + interval '1 hour', '-infinity');
END;
$$;
COMMENT ON FUNCTION private.tallied() IS
    'up to when hours are tallied: each of them has a row of calls, if only with none';

CREATE OR REPLACE FUNCTION private.tally()
RETURNS bigint
LANGUAGE plpgsql
AS $$
DECLARE
    since timestamptz := private.tallied();
    until CONSTANT timestamptz := date_trunc('hour', now(), 'UTC');
    rows bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('private.tally'));
    IF since = '-infinity' THEN
        since := date_trunc('hour', least(now(), (SELECT min(a.created) FROM data.account a), (SELECT min(r.created) FROM data.spam_report r),
                                          (SELECT min(c.received) FROM data.call c), (SELECT min(c.created) FROM data.contact c)), 'UTC');
    END IF;
    INSERT INTO data.tally (what, hour, count)
    SELECT 'calls', h, 0 FROM generate_series(since, until - interval '1 hour', interval '1 hour') h
     UNION ALL
    SELECT c.what, c.hour, c.count FROM private.counted(since, until) c WHERE c.what <> 'calls'
    ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS rows = ROW_COUNT;
    UPDATE data.tally t SET count = c.count FROM private.counted(since, until) c WHERE c.what = 'calls' AND (t.what, t.hour) = (c.what, c.hour);
    RETURN rows;
END;
$$;
COMMENT ON FUNCTION private.tally() IS
    'tallies the hours that are over since the last time; charts are the same without it, only slower';

CREATE OR REPLACE FUNCTION private.happened(since timestamptz, until timestamptz, OUT what text, OUT hour timestamptz, OUT count bigint)
RETURNS SETOF record
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    tallied CONSTANT timestamptz := private.tallied();
BEGIN
    RETURN QUERY
    SELECT t.what, t.hour, t.count FROM data.tally t
     WHERE t.hour >= since AND t.hour < until AND (t.hour < tallied OR t.what = 'lookups')
    UNION ALL
    SELECT c.what, c.hour, c.count FROM private.counted(greatest(since, tallied), until) c;
END;
$$;
COMMENT ON FUNCTION private.happened(timestamptz, timestamptz) IS
    'what happened in each hour: tallied where it is, counted where it is not yet';

CREATE OR REPLACE FUNCTION private.span_of(since text, until text, step interval, most integer, OUT first timestamptz, OUT last timestamptz)
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    unit CONSTANT text := CASE WHEN step = interval '1 hour' THEN 'hour' ELSE 'day' END;
BEGIN
    last := coalesce(private.time_of(until, 'to'), now());
    first := date_trunc(unit, coalesce(private.time_of(since, 'from'), last - step * 29), 'UTC');
    IF first >= last THEN
        PERFORM private.refuse('from', 'is not before to', 'Give the earlier time first.');
    ELSIF first < last - step * most THEN
        PERFORM private.refuse('from', format('is more than %s %ss before to', most, unit), 'Ask for less at once.');
    END IF;
END;
$$;
COMMENT ON FUNCTION private.span_of(text, text, interval, integer) IS
    'a span of whole steps of time, at most so many; thirty up to now, if nothing is said';
