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

CREATE OR REPLACE FUNCTION private.agrees(person bigint, target numsight.phone)
RETURNS boolean
LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO data.agreement (account, phone)
    SELECT a.id, target FROM data.account a WHERE a.id = person
    ON CONFLICT ON CONSTRAINT agreement_pkey DO NOTHING;
    RETURN FOUND;
END;
$$;
COMMENT ON FUNCTION private.agrees(bigint, numsight.phone) IS
    'notes that an account was right about a number; false if it was before: taking a mark back and making it again earns nothing';

CREATE OR REPLACE FUNCTION private.settle_one(report data.spam_report, as_of timestamptz)
RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    gain CONSTANT record := numsight.spam_settlement(private.verdict(report.phone, as_of), report.spam, report.corroborated,
                                                     report.news);
    earned CONSTANT double precision := CASE WHEN gain.agreed > 0 AND private.agrees(report.reporter, report.phone)
                                             THEN gain.agreed ELSE 0 END;
    trust double precision;
    days double precision;
BEGIN
    UPDATE data.account a
       SET agreed = a.agreed + earned, disagreed = a.disagreed + gain.disagreed
     WHERE a.id = report.reporter
    RETURNING numsight.spam_trust(a.agreed, a.disagreed), private.days(a.created, report.created) INTO trust, days;
    -- a reporter who is forgotten is not judged: what he said keeps its weight
    UPDATE data.spam_report r
       SET settled = as_of, since = now(),
           weight = coalesce(private.report_weight(trust, days, r.corroborated) 
                             * (SELECT share FROM private.remains(r.phone, r.created)), r.weight),
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

CREATE OR REPLACE FUNCTION private.ripen_calls(person bigint, rows integer)
RETURNS bigint
LANGUAGE plpgsql
AS $$
DECLARE
    due CONSTANT bigint[] := ARRAY(SELECT c.id FROM data.call c WHERE c.account = person AND NOT c.trusted
                                    ORDER BY c.id LIMIT rows FOR UPDATE);
BEGIN
    PERFORM private.number_lock(ARRAY(SELECT DISTINCT c.phone FROM data.call c WHERE c.id = ANY (due)));
    UPDATE data.call c SET trusted = true, ripened = now() WHERE c.id = ANY (due);
    RETURN cardinality(due);
END;
$$;
COMMENT ON FUNCTION private.ripen_calls(bigint, integer) IS
    'so many of the calls that an account told of before it came of age count as trusted: how many';

CREATE OR REPLACE FUNCTION private.ripen_books(person bigint, weight double precision, rows integer)
RETURNS bigint
LANGUAGE plpgsql
AS $$
DECLARE
    due CONSTANT numsight.phone[] := ARRAY(SELECT b.phone FROM data.book b WHERE b.owner = person AND NOT b.trusted
                                            ORDER BY b.phone LIMIT rows FOR UPDATE);
BEGIN
    PERFORM private.number_lock(due);
    INSERT INTO data.book_past (phone, since, until, weight, registered, cluster, trusted)
    SELECT b.phone, b.since, now(), b.weight, b.registered, b.cluster, b.trusted
      FROM data.book b WHERE b.owner = person AND b.phone OPERATOR(numsight.=) ANY (due) AND b.since < now();
    WITH held AS (
        SELECT b.* FROM data.book b WHERE b.owner = person AND b.phone OPERATOR(numsight.=) ANY (due)
    ), grown AS (
        UPDATE data.book b SET trusted = true, weight = ripen_books.weight, since = now()
          FROM held h WHERE b.owner = h.owner AND b.phone OPERATOR(numsight.=) h.phone)
    UPDATE data.number kept SET state = numsight.spam_merge(kept.state, moved.state)
      FROM (SELECT b.phone, private.book_change(b.registered, CASE WHEN side.trusted THEN ripen_books.weight ELSE - b.weight END,
                                                b.cluster, side.trusted) AS state
              FROM held b CROSS JOIN (VALUES (false), (true)) side (trusted)
             GROUP BY b.phone) moved
     WHERE kept.phone OPERATOR(numsight.=) moved.phone;
    RETURN cardinality(due);
END;
$$;
COMMENT ON FUNCTION private.ripen_books(bigint, double precision, integer) IS
    'the same of books, which weigh now what their owner is believed now';

CREATE OR REPLACE FUNCTION private.ripen_one(person bigint, weight double precision, rows integer DEFAULT 250)
RETURNS boolean
LANGUAGE plpgsql
AS $$
BEGIN
    -- calls or books: who has locked numbers waits for no fact, for others take facts first, then numbers
    IF private.ripen_calls(person, rows) > 0 OR private.ripen_books(person, ripen_one.weight, rows) > 0 THEN
        RETURN false;
    END IF;
    UPDATE data.account a SET grown = now() WHERE a.id = person;
    RETURN true;
END;
$$;
COMMENT ON FUNCTION private.ripen_one(bigint, double precision, integer) IS
    'what an account told of calls and books before it came of age counts as trusted from now on, so many facts of it at once: whether nothing is left';

CREATE OR REPLACE FUNCTION private.ripen(rows integer DEFAULT 1, facts integer DEFAULT 250)
RETURNS bigint
LANGUAGE plpgsql
AS $$
DECLARE
    person record;
    ripened bigint := 0;
BEGIN
    FOR person IN
        SELECT a.id, numsight.spam_book_weight(t.trust) AS weight
          FROM data.account a
         CROSS JOIN LATERAL (SELECT numsight.spam_trust(a.agreed, a.disagreed) AS trust) t
         WHERE a.grown IS NULL AND a.created < now() - interval '45 days'
           AND numsight.spam_established(private.days(a.created, now()), t.trust)
         ORDER BY a.created LIMIT rows FOR NO KEY UPDATE OF a
    LOOP
        PERFORM private.ripen_one(person.id, person.weight, facts);
        ripened := ripened + 1;
    END LOOP;
    RETURN ripened;
END;
$$;
COMMENT ON FUNCTION private.ripen(integer, integer) IS
    'brings the evidence of accounts that have come of age, and are believed, among the trusted, so many facts of each: of how many accounts, 0 when none is left';

CREATE OR REPLACE PROCEDURE private.maintain()
LANGUAGE plpgsql
AS $$
DECLARE
    last numsight.phone;
BEGIN
    -- held by the session, for what follows is many transactions
    IF NOT pg_try_advisory_lock(hashtext('private.maintain')) THEN
        RAISE NOTICE 'somebody else is at it';
        RETURN;
    END IF;
    -- in short transactions: who reports meanwhile waits for few numbers, and not for long
    WHILE private.settle() > 0 LOOP
        COMMIT;
    END LOOP;
    COMMIT;
    PERFORM private.port_execute();
    COMMIT;
    WHILE private.ripen() > 0 LOOP
        COMMIT;
    END LOOP;
    COMMIT;
    LOOP
        last := private.number_share(last);
        COMMIT;
        EXIT WHEN last IS NULL;
    END LOOP;
    PERFORM private.block_count();
    COMMIT;
    PERFORM private.tidy();
    COMMIT;
    PERFORM private.restand();
    COMMIT;
    PERFORM private.publish();
    COMMIT;
    PERFORM pg_advisory_unlock(hashtext('private.maintain'));
END;
$$;
COMMENT ON PROCEDURE private.maintain() IS
    'what is due every hour: reports are settled, ports that were due are written, accounts come of age, blocks are counted, what has expired is forgotten, names are ordered anew, the blocklist is published; one at a time';
