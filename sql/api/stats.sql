-- stats.sql: figures for dashboards

CREATE OR REPLACE FUNCTION api.stats_activity(session uuid, since text, until text, step text)
RETURNS api.reply
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    unit CONSTANT text := coalesce(step, 'day');
    span record;
BEGIN
    PERFORM private.actor(session);
    IF unit NOT IN ('day', 'hour') THEN
        PERFORM private.refuse('by', 'is not known', 'Use day or hour.');
    END IF;
    span := private.span_of(since, until, ('1 ' || unit)::interval, 366);
    RETURN private.page((
        SELECT string_agg(row_to_json(o)::text, ',' ORDER BY o.at)
          FROM (SELECT private.utc(g.at) AS at,
                       -- one person who comes alone is not to be seen coming
                       CASE WHEN coalesce(sum(h.count) FILTER (WHERE h.what = 'registrations'), 0) NOT BETWEEN 1 AND private.stats_least() - 1
                            THEN coalesce(sum(h.count) FILTER (WHERE h.what = 'registrations'), 0) END AS registrations,
                       coalesce(sum(h.count) FILTER (WHERE h.what = 'contacts'), 0) AS contacts,
                       coalesce(sum(h.count) FILTER (WHERE h.what = 'calls'), 0) AS calls,
                       coalesce(sum(h.count) FILTER (WHERE h.what = 'reports'), 0) AS reports,
                       coalesce(sum(h.count) FILTER (WHERE h.what = 'not_spam_reports'), 0) AS not_spam_reports,
                       coalesce(sum(h.count) FILTER (WHERE h.what = 'lookups'), 0) AS lookups
                  FROM generate_series(span.first, span.last - interval '1 microsecond', ('1 ' || unit)::interval) g (at)
                  LEFT JOIN private.happened(span.first, span.last) h ON date_trunc(unit, h.hour, 'UTC') = g.at
                 GROUP BY g.at) o), NULL);
END;
$$;
COMMENT ON FUNCTION api.stats_activity(uuid, text, text, text) IS
    'GET /v1/stats/activity: what happened in each day or hour, at most 366 of them; thirty up to now, if nothing is said
200 activity_page: the oldest first';

CREATE OR REPLACE FUNCTION api.stats_reports(session uuid, since text, until text, step text)
RETURNS api.reply
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    part CONSTANT text := coalesce(step, 'category');
    span record;
BEGIN
    PERFORM private.actor(session);
    IF part NOT IN ('category', 'region') THEN
        PERFORM private.refuse('by', 'is not known', 'Use category or region.');
    END IF;
    span := private.span_of(since, until, interval '1 day', 366);
    RETURN private.page((
        SELECT string_agg(row_to_json(o)::text, ',' ORDER BY o.reports DESC, o.name)
          FROM (SELECT CASE WHEN p.people >= private.stats_least() THEN p.name END AS name,
                       sum(p.reports) AS reports, sum(p.numbers) AS numbers
                  FROM (SELECT CASE part WHEN 'category' THEN r.category::text ELSE numsight.phone_region(r.phone) END AS name,
                               count(*) AS reports, count(DISTINCT r.phone) AS numbers, count(DISTINCT r.reporter) AS people
                          FROM data.spam_report r
                         WHERE r.spam AND r.created >= span.first AND r.created < span.last
                         GROUP BY 1) p
                 GROUP BY 1) o), NULL);
END;
$$;
COMMENT ON FUNCTION api.stats_reports(uuid, text, text, text) IS
    'GET /v1/stats/reports: standing reports of spam by category or by country, of at most 366 days; what fewer than three people said is put together
200 share_page: the most reports first';

CREATE OR REPLACE FUNCTION api.stats_numbers(session uuid, since text, until text, size bigint)
RETURNS api.reply
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    wanted bigint;
    span record;
    body text;
    numbers bigint[];
BEGIN
    PERFORM private.actor(session);
    wanted := private.page_size(size);
    span := private.span_of(since, until, interval '1 day', 90);
    SELECT string_agg(row_to_json(o)::text, ',' ORDER BY t.reports DESC, t.phone), array_agg(numsight.phone_to_bigint(t.phone))
      INTO body, numbers
      FROM (SELECT r.phone, r.reports, l.likelihood, n.state
              FROM (SELECT r.phone, count(DISTINCT r.reporter) AS reports
                      FROM data.spam_report r
                     WHERE r.spam AND r.created >= span.first AND r.created < span.last
                     GROUP BY r.phone
                    HAVING count(DISTINCT r.reporter) >= private.stats_least()) r
              JOIN data.number n ON n.phone OPERATOR(numsight.=) r.phone
              LEFT JOIN data.block b ON b.block = private.block_of(r.phone) AND b.until IS NULL
             CROSS JOIN LATERAL (SELECT private.likelihood_in(r.phone, n, b) AS likelihood OFFSET 0) l
             WHERE l.likelihood >= 0.5
             ORDER BY r.reports DESC, r.phone LIMIT wanted) t
     CROSS JOIN LATERAL (SELECT t.phone::text AS phone_number, t.reports AS reports, private.chance(t.likelihood) AS spam_likelihood,
                                numsight.spam_label(t.likelihood) AS spam_label, numsight.spam_category(t.state, now()) AS category,
                                numsight.phone_region(t.phone) AS region) o;
    RETURN private.reply(200, '{"results":[' || coalesce(body, '') || '],"next":null}', NULL, numbers);
END;
$$;
COMMENT ON FUNCTION api.stats_numbers(uuid, text, text, bigint) IS
    'GET /v1/stats/numbers: the numbers that most people reported in at most 90 days, of those that are likely spam and that three people reported
200 top_page: the most reports first';

CREATE OR REPLACE FUNCTION api.stats_likelihoods(session uuid)
RETURNS api.reply
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    known CONSTANT double precision := (SELECT greatest(c.reltuples, 1) FROM pg_class c WHERE c.oid = 'data.number'::regclass);
    -- so many numbers tell as much as all of them; the same ones for a day
    percent CONSTANT double precision := least(100, 100 * 100000 / known);
    today CONSTANT double precision := extract(doy FROM now());
BEGIN
    PERFORM private.actor(session);
    RETURN private.page((
        SELECT string_agg(row_to_json(o)::text, ',' ORDER BY o."from")
          FROM (SELECT b.nth / 20.0 AS "from", (b.nth + 1) / 20.0 AS "to", round(coalesce(s.numbers, 0) * 100 / percent) AS numbers
                  FROM generate_series(0, 19) b (nth)
                  LEFT JOIN (SELECT least(floor(private.likelihood_in(n.phone, n, b) * 20), 19)::integer AS nth, count(*) AS numbers
                               FROM data.number n TABLESAMPLE SYSTEM (percent) REPEATABLE (today)
                               LEFT JOIN data.block b ON b.block = private.block_of(n.phone) AND b.until IS NULL
                              GROUP BY 1) s ON s.nth = b.nth) o), NULL);
END;
$$;
COMMENT ON FUNCTION api.stats_likelihoods(uuid) IS
    'GET /v1/stats/likelihoods: how many numbers are how likely spam, in twentieths; of more than 100000 numbers, by a sample
200 bin_page: the least likely first';
