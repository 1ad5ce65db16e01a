-- settle.sql: reporters are held against what became of what they said
--
-- A fortnight after it was made a report is compared with the likelihood that the trusted evidence
-- has come to. Who was right is believed more from then on, who was wrong less, and his report is
-- weighed anew. Each is settled once, the oldest first, for what one says of a reporter changes what
-- his next one weighs.

CREATE OR REPLACE FUNCTION private.verdict(target numsight.phone, as_of timestamptz)
RETURNS double precision
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    -- nobody's own word makes those wrong who reported him
    RETURN numsight.spam_likelihood(
        numsight.spam_flag(numsight.spam_trusted((private.number_of(target)).state), as_of, appeal => false), as_of);
END;
$$;
COMMENT ON FUNCTION private.verdict(numsight.phone, timestamptz) IS
    'the likelihood of a number by which reporters are judged: of its trusted evidence, without an appeal';

CREATE OR REPLACE FUNCTION private.settle_one(report data.spam_report, as_of timestamptz)
RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    gain CONSTANT record := numsight.spam_settlement(private.verdict(report.phone, as_of), report.spam, report.corroborated);
    trust double precision;
    days double precision;
BEGIN
    UPDATE data.account a
       SET agreed = a.agreed + gain.agreed, disagreed = a.disagreed + gain.disagreed
     WHERE a.id = report.reporter
    RETURNING numsight.spam_trust(a.agreed, a.disagreed), private.days(a.created, report.created) INTO trust, days;
    -- a reporter who is forgotten is not judged: what he said keeps its weight
    UPDATE data.spam_report r
       SET settled = as_of, since = now(),
           weight = coalesce(private.report_weight(trust, days, r.corroborated) * private.remains(r.phone, r.created), r.weight),
           trusted = coalesce(numsight.spam_established(days, trust), r.trusted)
     WHERE r.id = report.id;
END;
$$;
COMMENT ON FUNCTION private.settle_one(data.spam_report, timestamptz) IS
    'settles one report: its reporter''s record, and what it weighs in the number; the work does not grow with either';

CREATE OR REPLACE FUNCTION private.settle(as_of timestamptz DEFAULT now(), rows integer DEFAULT 100)
RETURNS bigint
LANGUAGE plpgsql
AS $$
DECLARE
    report data.spam_report;
    settled bigint := 0;
BEGIN
    -- one at a time, or the order would depend on who is faster
    PERFORM pg_advisory_xact_lock(hashtext('private.settle'));
    FOR report IN
        SELECT r.* FROM data.spam_report r
         WHERE r.settled IS NULL AND r.created <= as_of - interval '336 hours'
         ORDER BY r.created, r.id LIMIT rows FOR UPDATE
    LOOP
        PERFORM private.settle_one(report, as_of);
        settled := settled + 1;
    END LOOP;
    RETURN settled;
END;
$$;
COMMENT ON FUNCTION private.settle(timestamptz, integer) IS
    'settles the oldest reports of a fortnight ago and before that are not settled: how many, 0 when none is left';

CREATE OR REPLACE PROCEDURE private.maintain()
LANGUAGE plpgsql
AS $$
BEGIN
    -- in short transactions: who reports meanwhile waits for few numbers, and not for long
    WHILE private.settle() > 0 LOOP
        COMMIT;
    END LOOP;
    COMMIT;
    PERFORM private.port_execute();
    COMMIT;
    PERFORM private.tidy();
    COMMIT;
    PERFORM private.restand();
    COMMIT;
    PERFORM private.publish();
    COMMIT;
END;
$$;
COMMENT ON PROCEDURE private.maintain() IS
    'what is due once a day: reports are settled, ports that were due are written, what has expired is forgotten, names are ordered anew, the blocklist is published';
