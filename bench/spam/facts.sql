-- facts.sql: a simulated period as facts, weighed and settled as it went by
--
-- Schema sim: tables as the simulator writes them, the facts made of them, and
-- the functions that turn one into the other. What weighs how much is said by
-- the functions that the application uses.

CREATE SCHEMA sim;
SET search_path = sim, numsight, pg_catalog;

CREATE UNLOGGED TABLE users (user_id integer PRIMARY KEY, phone phone, registered_at bigint, net integer);
CREATE UNLOGGED TABLE numbers (phone phone PRIMARY KEY, allocated integer, line_type text, verified_business integer);
CREATE UNLOGGED TABLE events (ts bigint, phone phone, user_id integer, dir "char", answered integer, duration integer,
    attest "char");
CREATE UNLOGGED TABLE reports (ts bigint, user_id integer, phone phone, kind text, category text);
CREATE INDEX ON events (ts);
CREATE UNLOGGED TABLE contacts (user_id integer, phone phone, PRIMARY KEY (user_id, phone));
CREATE UNLOGGED TABLE truth (phone phone PRIMARY KEY, is_spam integer, class text);

-- One mark for a reporter and a number: the first.
CREATE UNLOGGED TABLE said (id bigint, ts bigint, user_id integer, phone phone, kind text, category text);
CREATE INDEX ON said (ts);

-- A reporter and his record.
CREATE UNLOGGED TABLE reporter (
    id integer PRIMARY KEY, created timestamptz, cluster integer, area text,
    agreed double precision DEFAULT 0, disagreed double precision DEFAULT 0, established boolean
) WITH (fillfactor = 50);

-- What happened, with what it weighs; see the arguments of numsight.spam_call
-- and its like.
CREATE UNLOGGED TABLE call (
    phone phone, reporter integer, at timestamptz, inbound boolean, answered boolean, seconds integer,
    attestation "char", known boolean, neighbour boolean, weight double precision, cluster integer, trusted boolean
);
CREATE INDEX ON call (phone, at);
CREATE INDEX ON call (at);
CREATE INDEX ON call (reporter);
CREATE UNLOGGED TABLE mark (
    id bigint PRIMARY KEY, phone phone, reporter integer, at timestamptz, spam boolean, category text,
    corroborated boolean, signed_call boolean, weight double precision, cluster integer, trusted boolean,
    news double precision, settled boolean DEFAULT false
) WITH (fillfactor = 50);
CREATE INDEX ON mark (phone);
CREATE INDEX ON mark (at) WHERE NOT settled;
CREATE UNLOGGED TABLE book (
    phone phone, reporter integer, since timestamptz, weight double precision, cluster integer, trusted boolean
) WITH (fillfactor = 50);
CREATE INDEX ON book (phone);
CREATE INDEX ON book (reporter);

-- What was said of a number when it called: by what was known when the day
-- began, and by all that came before the call; and what had been counted.
CREATE UNLOGGED TABLE ring (
    phone phone, at timestamptz, daily double precision, live double precision, reports bigint, calls bigint
);

CREATE FUNCTION days(since timestamptz, at timestamptz) RETURNS double precision
LANGUAGE sql IMMUTABLE
RETURN extract(epoch FROM at - since)::double precision / 86400;

-- The evidence about some numbers from the facts so far; books of people who
-- come later are none yet.
CREATE FUNCTION states_of(target phone[], as_of timestamptz) RETURNS TABLE (phone phone, state spam_state)
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT p.phone, spam_merge_agg(p.state)
      FROM (SELECT phone, spam_call_agg(at, weight, answered, seconds, known, NOT inbound, reporter, attestation,
                                        neighbour, cluster, trusted) AS state
              FROM call WHERE phone = ANY (target) GROUP BY phone
             UNION ALL
            SELECT phone, spam_report_agg(at, weight, category, spam, corroborated, cluster, trusted, signed_call)
              FROM mark WHERE phone = ANY (target) GROUP BY phone
             UNION ALL
            SELECT phone, spam_book_agg(since, weight, cluster, trusted)
              FROM book WHERE phone = ANY (target) AND since <= as_of GROUP BY phone
             UNION ALL
            SELECT phone, spam_flag(NULL, 'epoch', line_type, allocated = 1, verified_business = 1)
              FROM numbers WHERE phone = ANY (target)) p
     GROUP BY p.phone;
END;

-- Take what the simulator wrote, and what is there before the first day.
CREATE PROCEDURE begin_period(start timestamptz)
LANGUAGE plpgsql AS $$
BEGIN
    ANALYZE users, numbers, events, reports, contacts;
    INSERT INTO said
    SELECT row_number() OVER (ORDER BY ts, user_id, phone), *
      FROM (SELECT DISTINCT ON (user_id, phone) ts, user_id, phone, kind, category
              FROM reports ORDER BY user_id, phone, ts) first;
    INSERT INTO reporter (id, created, cluster, area, established)
    SELECT user_id, to_timestamp(registered_at), net, left(phone::text, 9),
           spam_established(days(to_timestamp(registered_at), start), spam_trust(0, 0))
      FROM users;
    -- contacts have no time: they are there since their owner is
    INSERT INTO book
    SELECT c.phone, r.id, r.created, spam_book_weight(spam_trust(0, 0)), r.cluster, r.established
      FROM contacts c
      JOIN reporter r ON r.id = c.user_id
     ORDER BY c.phone, r.id;
    ANALYZE said, reporter, book;
END
$$;

-- What a number adds to its block, as of the last day that something was told
-- of it.
CREATE UNLOGGED TABLE share (phone phone PRIMARY KEY, block text, own double precision) WITH (fillfactor = 50);
CREATE INDEX ON share (block);

CREATE PROCEDURE close_day(day timestamptz, model integer)
LANGUAGE sql
BEGIN ATOMIC
    INSERT INTO share
    SELECT phone, left(phone::text, 10), spam_likelihood(state, day + interval '1 day', 0, model)
      FROM states_of(ARRAY(SELECT phone FROM call WHERE at >= day UNION SELECT phone FROM mark WHERE at >= day),
                     day + interval '1 day')
    ON CONFLICT (phone) DO UPDATE SET own = excluded.own;
END;

-- What is known in the morning of those who will call.
CREATE UNLOGGED TABLE opening (
    phone phone PRIMARY KEY, state spam_state, range double precision, reports bigint, calls bigint
);

CREATE PROCEDURE open_day(day timestamptz, model integer)
LANGUAGE sql
BEGIN ATOMIC
    DELETE FROM opening;
    INSERT INTO opening
    SELECT k.phone, k.state,
           (SELECT spam_range(sum(own), count(*), max(own) FILTER (WHERE s.phone = k.phone), model)
              FROM share s WHERE s.block = left(k.phone::text, 10)),
           (SELECT count(*) FROM mark m WHERE m.phone = k.phone AND m.spam),
           (SELECT count(*) FROM call c WHERE c.phone = k.phone AND c.inbound)
      FROM states_of(ARRAY(SELECT DISTINCT phone FROM events
                            WHERE ts >= extract(epoch FROM day)::bigint
                              AND ts < extract(epoch FROM day + interval '1 day')::bigint), day) k;
END;

-- What came in during some time, weighed by the trust of that time.
CREATE PROCEDURE take_facts(since timestamptz, until timestamptz, model integer)
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO call
    SELECT e.phone, r.id, to_timestamp(e.ts), e.dir = 'I', e.answered = 1, e.duration, e.attest,
           EXISTS (SELECT FROM contacts c WHERE c.user_id = r.id AND c.phone = e.phone),
           e.dir = 'I' AND left(e.phone::text, 9) = r.area,
           private.call_weight(w.trust, w.days), r.cluster, r.established OR spam_established(w.days, w.trust)
      FROM events e
      JOIN reporter r ON r.id = e.user_id
     CROSS JOIN LATERAL (SELECT spam_trust(r.agreed, r.disagreed) AS trust,
                                days(r.created, to_timestamp(e.ts)) AS days) w
     WHERE e.ts >= extract(epoch FROM since)::bigint AND e.ts < extract(epoch FROM until)::bigint;

    INSERT INTO mark
    SELECT s.id, s.phone, r.id, to_timestamp(s.ts), s.kind = 'spam', CASE WHEN s.kind = 'spam' THEN s.category END,
           c.at IS NOT NULL, coalesce(c.attestation = 'A', false),
           private.report_weight(w.trust, w.days, c.at IS NOT NULL), r.cluster, spam_established(w.days, w.trust),
           spam_news(spam_likelihood(spam_trusted(k.state), since, 0, model), s.kind = 'spam')
      FROM said s
      JOIN reporter r ON r.id = s.user_id
      LEFT JOIN LATERAL (SELECT c.at, c.attestation FROM call c
                          WHERE c.phone = s.phone AND c.reporter = r.id AND c.inbound AND c.at <= to_timestamp(s.ts)
                          ORDER BY c.at DESC LIMIT 1) c ON true
      -- what was known when the day began
      LEFT JOIN states_of(ARRAY(SELECT phone FROM said
                                 WHERE ts >= extract(epoch FROM since)::bigint
                                   AND ts < extract(epoch FROM until)::bigint), since) k ON k.phone = s.phone
     CROSS JOIN LATERAL (SELECT spam_trust(r.agreed, r.disagreed) AS trust,
                                days(r.created, to_timestamp(s.ts)) AS days) w
     WHERE s.ts >= extract(epoch FROM since)::bigint AND s.ts < extract(epoch FROM until)::bigint;
END
$$;

-- What is said of those who call on a day, before it is settled; of blocks as
-- of its morning.
CREATE PROCEDURE listen(day timestamptz, model integer)
LANGUAGE sql
BEGIN ATOMIC
    INSERT INTO ring
    WITH fact AS (
        SELECT phone, at, inbound, spam_call(NULL, at, weight, answered, seconds, known, NOT inbound, reporter,
                                             attestation, neighbour, cluster, trusted) AS state
          FROM call WHERE at >= day
         UNION ALL
        SELECT phone, at, false, spam_report(NULL, at, weight, category, spam, corroborated, cluster, trusted, signed_call)
          FROM mark WHERE at >= day
    ), told AS (
        SELECT phone, at, inbound, spam_merge_agg(state) OVER (PARTITION BY phone ORDER BY at
                                                               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS state
          FROM fact
    )
    SELECT t.phone, t.at, spam_likelihood(o.state, t.at, o.range, model),
           spam_likelihood(spam_merge(o.state, t.state), t.at, o.range, model), o.reports, o.calls
      FROM told t
      JOIN opening o USING (phone)
     WHERE t.inbound;
END;

-- Settle what is a fortnight old, against the trusted evidence of its number;
-- what was said then weighs by what is known of its reporter now.
CREATE PROCEDURE settle(now timestamptz, model integer)
LANGUAGE plpgsql AS $$
DECLARE
    target phone[];
BEGIN
    SELECT array_agg(DISTINCT phone) INTO target
      FROM mark WHERE NOT settled AND at <= now - interval '14 days';
    CREATE TEMP TABLE due AS
    SELECT m.id, m.reporter, m.at, m.spam, m.corroborated, m.news, n.likelihood
      FROM mark m
      JOIN (SELECT phone, spam_likelihood(spam_trusted(state), now, 0, model) AS likelihood
              FROM states_of(target, now)) n USING (phone)
     WHERE NOT m.settled AND m.at <= now - interval '14 days';
    UPDATE reporter r
       SET agreed = r.agreed + s.agreed, disagreed = r.disagreed + s.disagreed
      FROM (SELECT reporter, sum(s.agreed) AS agreed, sum(s.disagreed) AS disagreed
              FROM due, spam_settlement(likelihood, spam, corroborated, news) s
             GROUP BY reporter) s
     WHERE r.id = s.reporter;
    UPDATE mark m
       SET settled = true, weight = private.report_weight(w.trust, w.days, m.corroborated),
           trusted = spam_established(w.days, w.trust)
      FROM due d
      JOIN reporter r ON r.id = d.reporter
     CROSS JOIN LATERAL (SELECT spam_trust(r.agreed, r.disagreed) AS trust, days(r.created, d.at) AS days) w
     WHERE m.id = d.id;
    -- who has come of age brings the calls and books along that he told of before
    WITH grown AS (
        UPDATE reporter r
           SET established = true
         WHERE NOT r.established AND spam_established(days(r.created, now), spam_trust(r.agreed, r.disagreed))
        RETURNING r.id, spam_book_weight(spam_trust(r.agreed, r.disagreed)) AS weight
    ), told AS (
        UPDATE call c SET trusted = true FROM grown g WHERE c.reporter = g.id AND NOT c.trusted)
    UPDATE book b
       SET trusted = true, weight = g.weight
      FROM grown g
     WHERE b.reporter = g.id;
    DROP TABLE due;
END
$$;

-- All of it, day by day.
CREATE PROCEDURE live(start timestamptz, until timestamptz, model integer)
LANGUAGE plpgsql AS $$
DECLARE
    day timestamptz := start;
BEGIN
    WHILE day < until LOOP
        CALL open_day(day, model);
        CALL take_facts(day, day + interval '1 day', model);
        CALL listen(day, model);
        CALL close_day(day, model);
        CALL settle(day + interval '1 day', model);
        IF extract(day FROM day - start)::integer % 20 = 1 THEN
            ANALYZE call, mark;
        END IF;
        day := day + interval '1 day';
    END LOOP;
END
$$;

-- All numbers; what a deployment is without stays out.
CREATE FUNCTION states(with_calls boolean = true, with_books boolean = true, with_attestation boolean = true,
    with_flags boolean = true)
RETURNS TABLE (phone phone, state spam_state)
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT t.phone, spam_merge_agg(p.state)
      FROM truth t
      LEFT JOIN (SELECT phone, spam_call_agg(at, weight, answered, seconds, known AND with_books, NOT inbound, reporter,
                                             CASE WHEN with_attestation THEN attestation END,
                                             neighbour, cluster, trusted) AS state
              FROM call WHERE with_calls GROUP BY phone
             UNION ALL
            SELECT phone, spam_report_agg(at, CASE WHEN corroborated AND NOT with_calls THEN 0.15 ELSE 1 END * weight,
                                          category, spam, corroborated AND with_calls, cluster, trusted,
                                          signed_call AND with_attestation)
              FROM mark GROUP BY phone
             UNION ALL
            SELECT phone, spam_book_agg(since, weight, cluster, trusted)
              FROM book WHERE with_books GROUP BY phone
             UNION ALL
            SELECT phone, spam_flag(NULL, 'epoch', line_type, allocated = 1, verified_business = 1)
              FROM numbers WHERE with_flags) p USING (phone)
     GROUP BY t.phone;
END;
