-- evidence.sql: what reports, calls and books weigh, and how they come to stand in data.number
--
-- A fact is weighed when it comes in, a report once more when it is settled, and keeps its weight:
-- taking the fact back takes back exactly that. How much that is the extension says; here stands from which age of an account on it
-- is heard at all. Statement triggers carry facts into data.number in the order of the numbers, so that
-- two writers never wait for each other in a circle.

CREATE OR REPLACE FUNCTION private.days(since timestamptz, at timestamptz)
RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT (extract(epoch FROM at - since) / 86400)::double precision;
END;
COMMENT ON FUNCTION private.days(timestamptz, timestamptz) IS
    'age of an account in days';

CREATE OR REPLACE FUNCTION private.plan_time()
RETURNS timestamptz
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    -- not a time of ours: only later for later plans, which then take the place of earlier ones
    SELECT to_timestamp((part[1]::integer * 1000 + part[2]::integer) * 1000 + part[3]::integer)
      FROM regexp_match(numsight.numsight_metadata_version(), '(\d+)\.(\d+)\.(\d+)') part;
END;
COMMENT ON FUNCTION private.plan_time() IS
    'the version of the numbering plans as a time for numsight.spam_flag';

CREATE OR REPLACE FUNCTION private.line(target numsight.phone)
RETURNS numsight.spam_state
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    -- plans say nothing of short codes, named senders and withheld numbers
    SELECT numsight.spam_line(target, private.plan_time());
END;
COMMENT ON FUNCTION private.line(numsight.phone) IS
    'what the numbering plan says of a number: its kind of line, and whether anybody can have it; evidence begins with it';

CREATE OR REPLACE FUNCTION private.report_weight(trust double precision, days double precision, corroborated boolean)
RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    -- never nothing: the first report of a newcomer says little, but it is heard
    SELECT numsight.spam_report_weight(trust, greatest(days, 3), corroborated);
END;
COMMENT ON FUNCTION private.report_weight(double precision, double precision, boolean) IS
    'what a mark weighs';

CREATE OR REPLACE FUNCTION private.call_weight(trust double precision, days double precision)
RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    -- a newcomer tells of the calls of his first week, and of those from before it, as a telephone lists them:
    -- what all newcomers say together is bounded (doubtful_calls), a word less of one would be lost
    SELECT numsight.spam_call_weight(trust, greatest(days, 7));
END;
COMMENT ON FUNCTION private.call_weight(double precision, double precision) IS
    'what a declared call counts';

CREATE OR REPLACE FUNCTION private.report_weigh()
RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
    trust double precision;
    days double precision;
    moved bigint;
    known double precision;
BEGIN
    -- in one query, for every fact passes here
    SELECT numsight.spam_trust(a.agreed, a.disagreed), private.days(a.created, NEW.created), a.cluster,
           (SELECT count(*) FROM data.statement s
             WHERE s.phone OPERATOR(numsight.=) NEW.phone AND s.kind = 'reassigned' AND s.at > NEW.created),
           numsight.spam_likelihood(numsight.spam_trusted((SELECT n.state FROM data.number n
                                                            WHERE n.phone OPERATOR(numsight.=) NEW.phone)), NEW.created)
      INTO trust, days, NEW.cluster, moved, known
      FROM data.account a WHERE a.id = NEW.reporter;
    NEW.corroborated := EXISTS (
        SELECT FROM data.call c
         WHERE c.account = NEW.reporter AND c.phone OPERATOR(numsight.=) NEW.phone
           AND c.inbound AND c.at <= NEW.created);
    NEW.weight := private.report_weight(trust, days, NEW.corroborated) * 0.1::double precision ^ moved;
    NEW.trusted := numsight.spam_established(days, trust);
    NEW.since := now();
    IF TG_OP = 'INSERT' OR (NEW.spam, NEW.created) IS DISTINCT FROM (OLD.spam, OLD.created) THEN
        NEW.news := numsight.spam_news(known, NEW.spam);
        NEW.settled := NULL;
    END IF;
    RETURN NEW;
END;
$$;
COMMENT ON FUNCTION private.report_weigh() IS
    'weighs a report: trust and age of the account, whether the number had called it, and how much of it was not known before';

CREATE OR REPLACE FUNCTION private.call_weigh()
RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
    trust double precision;
    days double precision;
    moved bigint;
    own numsight.phone;
    grown boolean;
BEGIN
    SELECT numsight.spam_trust(a.agreed, a.disagreed), private.days(a.created, NEW.at), a.cluster, a.phone,
           a.grown IS NOT NULL,
           (SELECT count(*) FROM data.statement s
             WHERE s.phone OPERATOR(numsight.=) NEW.phone AND s.kind = 'reassigned' AND s.at > NEW.at),
           EXISTS (SELECT FROM data.book b WHERE b.owner = NEW.account AND b.phone OPERATOR(numsight.=) NEW.phone)
      INTO trust, days, NEW.cluster, own, grown, moved, NEW.known
      FROM data.account a WHERE a.id = NEW.account;
    NEW.weight := private.call_weight(trust, days) * 0.1::double precision ^ moved;
    -- who has come of age brought along what he had told before
    NEW.trusted := grown OR numsight.spam_established(days, trust);
    NEW.caller := hashint8extended(NEW.account, 0);
    -- of a call that nothing more is told of, nothing more is concluded
    NEW.neighbour := NEW.inbound AND NEW.answered IS NOT NULL AND private.neighbours(own, NEW.phone);
    RETURN NEW;
END;
$$;
COMMENT ON FUNCTION private.call_weigh() IS
    'weighs a declared call, and notes what it depends on at this moment; what events tell private.call_witness weighs';

CREATE OR REPLACE FUNCTION private.neighbours(one numsight.phone, other numsight.phone)
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT numsight.phone_country_code(one) = numsight.phone_country_code(other)
       AND left(numsight.phone_national_number(one)::text, 6) = left(numsight.phone_national_number(other)::text, 6);
END;
COMMENT ON FUNCTION private.neighbours(numsight.phone, numsight.phone) IS
    'same country and same first six national digits';

CREATE OR REPLACE FUNCTION private.book_weigh()
RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
    trust double precision;
BEGIN
    SELECT numsight.spam_trust(a.agreed, a.disagreed), a.created, a.cluster
      INTO trust, NEW.registered, NEW.cluster
      FROM data.account a WHERE a.id = NEW.owner;
    NEW.weight := numsight.spam_book_weight(trust);
    NEW.trusted := numsight.spam_established(private.days(NEW.registered, NEW.since), trust);
    RETURN NEW;
END;
$$;
COMMENT ON FUNCTION private.book_weigh() IS
    'weighs a number''s place in a book; how old the book''s owner is counts when the evidence is read';

CREATE OR REPLACE FUNCTION private.number_lock(numbers numsight.phone[])
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    -- a statement about one number locks it by changing it
    IF cardinality(numbers) > 1 THEN
        PERFORM FROM data.number n WHERE n.phone OPERATOR(numsight.=) ANY (numbers) ORDER BY n.phone FOR NO KEY UPDATE;
    END IF;
END;
$$;
COMMENT ON FUNCTION private.number_lock(numsight.phone[]) IS
    'takes numbers in their order before they are changed, so that no two writers wait for each other';

CREATE OR REPLACE FUNCTION private.call_count()
RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO data.number AS kept (phone, total_appearance, state)
    SELECT c.phone, count(*),
           numsight.spam_merge(private.line(c.phone),
               numsight.spam_call_agg(c.at, c.weight, c.answered, c.seconds, c.known, NOT c.inbound,
                                      c.caller, NULL, c.neighbour, c.cluster, c.trusted))
      FROM added c
     GROUP BY c.phone ORDER BY c.phone
    ON CONFLICT (phone) DO UPDATE
       SET total_appearance = kept.total_appearance + excluded.total_appearance,
           state = numsight.spam_merge(kept.state, excluded.state);
    RETURN NULL;
END;
$$;
COMMENT ON FUNCTION private.call_count() IS
    'carries new calls into data.number';

CREATE OR REPLACE AGGREGATE private.call_change(timestamptz, double precision, boolean, integer, boolean, boolean, bigint, "char", boolean, integer, boolean) (
    SFUNC = numsight.spam_call, STYPE = numsight.spam_state
);
COMMENT ON AGGREGATE private.call_change(timestamptz, double precision, boolean, integer, boolean, boolean, bigint, "char", boolean, integer, boolean) IS
    'what calls add, and with a weight below zero take away: for numsight.spam_merge to add to what is kept';

CREATE OR REPLACE AGGREGATE private.report_change(timestamptz, double precision, text, boolean, boolean, integer, boolean, boolean) (
    SFUNC = numsight.spam_report, STYPE = numsight.spam_state
);
COMMENT ON AGGREGATE private.report_change(timestamptz, double precision, text, boolean, boolean, integer, boolean, boolean) IS
    'what reports add, and with a weight below zero take away: for numsight.spam_merge to add to what is kept';

CREATE OR REPLACE AGGREGATE private.book_change(timestamptz, double precision, integer, boolean) (
    SFUNC = numsight.spam_book, STYPE = numsight.spam_state
);
COMMENT ON AGGREGATE private.book_change(timestamptz, double precision, integer, boolean) IS
    'what books add, and with a weight below zero take away: for numsight.spam_merge to add to what is kept';

CREATE OR REPLACE FUNCTION private.report_count()
RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO data.number AS kept (phone, num_spam, not_spam, state)
        SELECT r.phone, count(*) FILTER (WHERE r.spam), count(*) FILTER (WHERE NOT r.spam),
               numsight.spam_merge(private.line(r.phone),
                   numsight.spam_report_agg(r.created, r.weight, r.category, r.spam, r.corroborated,
                                            r.cluster, r.trusted, false))
          FROM added r
         GROUP BY r.phone ORDER BY r.phone
        ON CONFLICT (phone) DO UPDATE
           SET num_spam = kept.num_spam + excluded.num_spam,
               not_spam = kept.not_spam + excluded.not_spam,
               state = numsight.spam_merge(kept.state, excluded.state);
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM private.number_lock(ARRAY(SELECT r.phone FROM removed r));
        UPDATE data.number kept
           SET num_spam = kept.num_spam - gone.num_spam,
               not_spam = kept.not_spam - gone.not_spam,
               state = numsight.spam_merge(kept.state, gone.state)
          FROM (SELECT r.phone, count(*) FILTER (WHERE r.spam) AS num_spam,
                       count(*) FILTER (WHERE NOT r.spam) AS not_spam,
                       private.report_change(r.created, - r.weight, r.category, r.spam, r.corroborated,
                                             r.cluster, r.trusted, false) AS state
                  FROM removed r
                 GROUP BY r.phone) gone
         WHERE kept.phone OPERATOR(numsight.=) gone.phone;
        INSERT INTO data.spam_report_past (phone, since, until, created, spam, category, weight, corroborated, cluster, trusted)
        SELECT r.phone, r.since, now(), r.created, r.spam, r.category, r.weight, r.corroborated, r.cluster, r.trusted
          FROM removed r WHERE r.since < now();
    ELSE
        -- only what weighs otherwise now: that a reporter is forgotten moves nothing
        PERFORM private.number_lock(ARRAY(
            SELECT n.phone FROM added n JOIN removed o ON o.id = n.id
             WHERE (n.spam, n.category, n.created, n.weight, n.corroborated, n.trusted)
                   IS DISTINCT FROM (o.spam, o.category, o.created, o.weight, o.corroborated, o.trusted)));
        UPDATE data.number kept
           SET num_spam = kept.num_spam + moved.num_spam,
               not_spam = kept.not_spam - moved.num_spam,
               state = numsight.spam_merge(kept.state, moved.state)
          FROM (SELECT r.phone, sum(r.sign * r.spam::integer) AS num_spam,
                       private.report_change(r.created, r.sign * r.weight, r.category, r.spam, r.corroborated,
                                             r.cluster, r.trusted, false) AS state
                  FROM (SELECT n.*, 1 AS sign FROM added n UNION ALL SELECT o.*, -1 FROM removed o) r
                  JOIN added n ON n.id = r.id
                  JOIN removed o ON o.id = r.id
                 WHERE (n.spam, n.category, n.created, n.weight, n.corroborated, n.trusted)
                       IS DISTINCT FROM (o.spam, o.category, o.created, o.weight, o.corroborated, o.trusted)
                 GROUP BY r.phone) moved
         WHERE kept.phone OPERATOR(numsight.=) moved.phone;
        INSERT INTO data.spam_report_past (phone, since, until, created, spam, category, weight, corroborated, cluster, trusted)
        SELECT o.phone, o.since, n.since, o.created, o.spam, o.category, o.weight, o.corroborated, o.cluster, o.trusted
          FROM removed o JOIN added n ON n.id = o.id
         WHERE o.since < n.since;
    END IF;
    RETURN NULL;
END;
$$;
COMMENT ON FUNCTION private.report_count() IS
    'carries new, changed and withdrawn reports into data.number';

CREATE OR REPLACE FUNCTION private.book_count()
RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO data.number AS kept (phone, contacts, state)
        SELECT b.phone, count(*),
               numsight.spam_merge(private.line(b.phone),
                   numsight.spam_book_agg(b.registered, b.weight, b.cluster, b.trusted))
          FROM added b
         GROUP BY b.phone ORDER BY b.phone
        ON CONFLICT (phone) DO UPDATE
           SET contacts = kept.contacts + excluded.contacts,
               state = numsight.spam_merge(kept.state, excluded.state);
    ELSE
        PERFORM private.number_lock(ARRAY(SELECT b.phone FROM removed b));
        UPDATE data.number kept
           SET contacts = kept.contacts - gone.contacts,
               state = numsight.spam_merge(kept.state, gone.state)
          FROM (SELECT b.phone, count(*) AS contacts,
                       private.book_change(b.registered, - b.weight, b.cluster, b.trusted) AS state
                  FROM removed b
                 GROUP BY b.phone) gone
         WHERE kept.phone OPERATOR(numsight.=) gone.phone;
        INSERT INTO data.book_past (phone, since, until, weight, registered, cluster, trusted)
        SELECT b.phone, b.since, now(), b.weight, b.registered, b.cluster, b.trusted
          FROM removed b WHERE b.since < now();
    END IF;
    RETURN NULL;
END;
$$;
COMMENT ON FUNCTION private.book_count() IS
    'carries new and vanished books into data.number';

CREATE OR REPLACE FUNCTION private.reline()
RETURNS boolean
LANGUAGE plpgsql
AS $$
DECLARE
    version CONSTANT text := numsight.numsight_metadata_version();
BEGIN
    IF EXISTS (SELECT FROM data.setting s WHERE s.name = 'plan_version' AND s.value = version) THEN
        RETURN false;
    END IF;
    UPDATE data.number n SET state = numsight.spam_merge(n.state, private.line(n.phone));
    INSERT INTO data.setting (name, value, note)
    VALUES ('plan_version', version, 'version of the numbering plans by which numbers were judged')
    ON CONFLICT (name) DO UPDATE SET value = excluded.value;
    RETURN true;
END;
$$;
COMMENT ON FUNCTION private.reline() IS
    'says of all numbers what the numbering plans that are installed now say; false if that was done';
