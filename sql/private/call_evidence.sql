-- call_evidence.sql: what folded calls say of the numbers in them, and how that comes to stand in data.number
--
-- A call speaks when it is over and its beginning is known. What a switch saw counts wholly, of
-- both numbers; what a person tells counts like a call that he declared, of the other number only;
-- what a bystander tells counts nothing. Late events change what was said: then the same amounts
-- are taken back, or, where that would leave a trace, the number is counted again.

CREATE OR REPLACE FUNCTION private.call_said(records bigint[])
RETURNS SETOF data.call
LANGUAGE plpgsql STABLE ROWS 10
AS $$
BEGIN
    RETURN QUERY
    SELECT NULL::bigint, a.id, s.phone, s.inbound, r.answered IS NOT NULL,
           CASE WHEN r.answered IS NOT NULL THEN least(private.call_seconds(r.answered, r.ended), 86400) END, r.at, now(),
           coalesce(hashint8extended(a.id, 0), hashint8extended(numsight.phone_to_bigint(s.party), 1)),
           EXISTS (SELECT FROM data.book b WHERE b.owner = a.id AND b.phone OPERATOR(numsight.=) s.phone),
           s.inbound AND private.neighbours(s.party, s.phone) IS TRUE,
           (SELECT share FROM private.remains(s.phone, r.at)) * CASE r.standing WHEN 2 THEN 1
               ELSE private.call_weight(t.trust, private.days(a.created, r.at)) END,
           CASE r.standing WHEN 2 THEN 0 ELSE a.cluster END,
           -- who has come of age brought along what he had told before, and does so still
           r.standing = 2 OR a.grown IS NOT NULL OR numsight.spam_established(private.days(a.created, r.at), t.trust),
           r.id, NULL::timestamptz
      FROM unnest(records) w (id)
      JOIN data.call_record r ON r.id = w.id
     CROSS JOIN LATERAL (SELECT (SELECT account FROM private.holder(r.calling, r.at)) AS calling,
                                (SELECT account FROM private.holder(r.called, r.at)) AS called OFFSET 0) h
     CROSS JOIN LATERAL (VALUES (true, r.calling, r.called, h.called), (false, r.called, r.calling, h.calling))
           s (inbound, phone, party, account)
      LEFT JOIN data.account a ON a.id = s.account
      LEFT JOIN LATERAL (SELECT numsight.spam_trust(a.agreed, a.disagreed) AS trust) t ON a.id IS NOT NULL
     WHERE r.initiated IS NOT NULL AND r.ended IS NOT NULL
       AND s.phone OPERATOR(numsight.<>) s.party
       AND (h.calling <> h.called) IS NOT FALSE
       AND (r.standing = 2
            OR r.standing = 1 AND EXISTS (SELECT FROM data.call_event e
                                           WHERE e.record = r.id AND e.sender = hashint8extended(a.id, 0)));
END;
$$;
COMMENT ON FUNCTION private.call_said(bigint[]) IS
    'what the calls of these records say now, as rows of data.call that have no id';

CREATE OR REPLACE FUNCTION private.call_witness(records bigint[])
RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    said CONSTANT data.call[] := ARRAY(SELECT s FROM private.call_said(records) s);
BEGIN
    -- mostly the end of a call is the first that it says
    IF EXISTS (SELECT FROM unnest(records) w (id) JOIN data.call c ON c.record = w.id) THEN
        DELETE FROM data.call c
         WHERE c.record = ANY (records)
           AND NOT EXISTS (SELECT FROM unnest(said) s WHERE s.record = c.record AND s.inbound = c.inbound);
        UPDATE data.call c
           SET account = s.account, phone = s.phone, answered = s.answered, seconds = s.seconds, at = s.at,
               caller = s.caller, known = s.known, neighbour = s.neighbour, weight = s.weight, cluster = s.cluster,
               trusted = k.trusted, ripened = CASE WHEN k.ripe THEN c.ripened END
          FROM unnest(said) s
         CROSS JOIN LATERAL (
            -- an account may be half way there: what has ripened stays so, while it is of the same party
            SELECT o.ripe, o.ripe OR s.trusted AS trusted
              FROM (SELECT p.ripened IS NOT NULL AND p.caller = s.caller AS ripe
                      FROM data.call p WHERE p.record = s.record AND p.inbound = s.inbound) o) k
         WHERE c.record = s.record AND c.inbound = s.inbound
           AND (c.answered, c.seconds, c.at, c.caller, c.trusted, numsight.phone_to_bigint(c.phone))
               IS DISTINCT FROM (s.answered, s.seconds, s.at, s.caller, k.trusted, numsight.phone_to_bigint(s.phone));
    END IF;
    IF said = '{}' THEN
        RETURN;
    END IF;
    INSERT INTO data.call (account, phone, inbound, answered, seconds, at, caller, known, neighbour, weight, cluster, trusted, record)
    SELECT s.account, s.phone, s.inbound, s.answered, s.seconds, s.at, s.caller, s.known, s.neighbour, s.weight, s.cluster,
           s.trusted, s.record
      FROM unnest(said) s
     WHERE NOT EXISTS (SELECT FROM data.call c WHERE c.record = s.record AND c.inbound = s.inbound)
     ORDER BY s.record, s.inbound;
    PERFORM private.call_corroborate(r.reporter, r.phone, s.at)
       FROM unnest(said) s
       JOIN data.spam_report r ON r.reporter = s.account AND r.phone OPERATOR(numsight.=) s.phone
      WHERE s.inbound AND NOT r.corroborated AND r.created >= s.at;
END;
$$;
COMMENT ON FUNCTION private.call_witness(bigint[]) IS
    'brings data.call up to date with what the calls of these records say; the records are locked by the caller';

CREATE OR REPLACE FUNCTION private.call_corroborate(reporter bigint, target numsight.phone, at timestamptz)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    -- the report that this call stands behind came in before the call did: it is weighed anew
    UPDATE data.spam_report r SET created = r.created
     WHERE r.reporter = call_corroborate.reporter AND r.phone OPERATOR(numsight.=) target
       AND NOT r.corroborated AND r.created >= call_corroborate.at;
END;
$$;
COMMENT ON FUNCTION private.call_corroborate(bigint, numsight.phone, timestamptz) IS
    'a call from the number to somebody has become known: what he reported of it since weighs more';

CREATE OR REPLACE FUNCTION private.call_place(one data.call)
RETURNS text
LANGUAGE plpgsql IMMUTABLE
AS $$
BEGIN
    RETURN concat_ws(' ', one.phone, one.inbound, one.at, one.caller, one.known, one.trusted);
END;
$$;
COMMENT ON FUNCTION private.call_place(data.call) IS
    'what cannot be taken back by a sum: whose evidence a call is, the times that were seen and who was counted';

CREATE OR REPLACE FUNCTION private.call_recount()
RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE data.number kept
       SET state = numsight.spam_merge(kept.state, moved.state)
      FROM (SELECT r.phone, private.call_change(r.at, r.sign * r.weight, r.answered, r.seconds, r.known, NOT r.inbound,
                                                r.caller, NULL, r.neighbour, r.cluster, r.trusted) AS state
              FROM (SELECT n.*, 1 AS sign FROM added n UNION ALL SELECT o.*, -1 FROM removed o) r
              JOIN added n ON n.id = r.id
              JOIN removed o ON o.id = r.id
             WHERE private.call_place(n) = private.call_place(o)
               AND (n.weight, n.answered, n.seconds, n.neighbour, n.cluster)
                   IS DISTINCT FROM (o.weight, o.answered, o.seconds, o.neighbour, o.cluster)
             GROUP BY r.phone) moved
     WHERE kept.phone OPERATOR(numsight.=) moved.phone;
    PERFORM private.number_recount(ARRAY(
        SELECT unnest(ARRAY[n.phone, o.phone]) FROM added n JOIN removed o ON o.id = n.id
         WHERE private.call_place(n) <> private.call_place(o)));
    RETURN NULL;
END;
$$;
COMMENT ON FUNCTION private.call_recount() IS
    'carries calls that are told otherwise into data.number; that an account is forgotten moves nothing';

CREATE OR REPLACE FUNCTION private.call_uncount()
RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM private.number_recount(ARRAY(SELECT r.phone FROM removed r));
    RETURN NULL;
END;
$$;
COMMENT ON FUNCTION private.call_uncount() IS
    'carries calls that say nothing any more into data.number';

CREATE OR REPLACE FUNCTION private.number_recount(targets numsight.phone[])
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    IF cardinality(targets) = 0 THEN
        RETURN;
    END IF;
    INSERT INTO data.number (phone, state)
    SELECT t.phone, private.line(t.phone) FROM (SELECT DISTINCT unnest(targets) AS phone) t ORDER BY t.phone
    ON CONFLICT (phone) DO NOTHING;
    -- locked first: what others add meanwhile is seen by the counting after it, or comes after it
    PERFORM FROM data.number n WHERE n.phone OPERATOR(numsight.=) ANY (targets) ORDER BY n.phone FOR UPDATE;
    UPDATE data.number n
       SET state = c.state, total_appearance = c.total_appearance
      FROM data.number k CROSS JOIN LATERAL private.recompute(k.phone) c
     WHERE k.phone OPERATOR(numsight.=) ANY (targets) AND n.phone OPERATOR(numsight.=) k.phone;
END;
$$;
COMMENT ON FUNCTION private.number_recount(numsight.phone[]) IS
    'counts the evidence of numbers again from the facts';
