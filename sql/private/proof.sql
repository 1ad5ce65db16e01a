-- proof.sql: counters and evidence, counted again from the facts

CREATE OR REPLACE FUNCTION private.recompute(target numsight.phone, as_of timestamptz DEFAULT 'infinity')
RETURNS data.number
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    counted data.number := ROW (target, private.line(target), 0, 0, 0, 0, false, NULL);
    calls numsight.spam_state;
    reports numsight.spam_state;
    books numsight.spam_state;
    complaints numsight.spam_state;
    statements numsight.spam_state;
    -- calls and complaints have one weight: what it has lost when the number moved is given back for times before that was told
    moved CONSTANT timestamptz[] := ARRAY(SELECT s.at FROM data.statement s
                                           WHERE s.phone OPERATOR(numsight.=) target AND s.kind = 'reassigned'
                                             AND s.received > as_of);
BEGIN
    SELECT count(*), numsight.spam_call_agg(c.at, CASE WHEN moved = '{}' THEN c.weight
                                                       ELSE c.weight * 10 ^ (SELECT count(*) FROM unnest(moved) m WHERE m > c.at) END,
                                            c.answered, c.seconds, c.known, NOT c.inbound,
                                            c.caller, NULL, c.neighbour, c.cluster,
                                            c.trusted AND coalesce(c.ripened <= as_of, true))
      INTO counted.total_appearance, calls
      FROM data.call c WHERE c.phone OPERATOR(numsight.=) target AND c.received <= as_of;
    SELECT count(*) FILTER (WHERE r.spam), count(*) FILTER (WHERE NOT r.spam),
           numsight.spam_report_agg(r.created, r.weight, r.category, r.spam, r.corroborated,
                                    r.cluster, r.trusted, false)
      INTO counted.num_spam, counted.not_spam, reports
      FROM (SELECT n.created, n.weight, n.category, n.spam, n.corroborated, n.cluster, n.trusted
              FROM data.spam_report n WHERE n.phone OPERATOR(numsight.=) target AND n.since <= as_of
             UNION ALL
            SELECT o.created, o.weight, o.category, o.spam, o.corroborated, o.cluster, o.trusted
              FROM data.spam_report_past o
             WHERE o.phone OPERATOR(numsight.=) target AND o.since <= as_of AND o.until > as_of) r;
    SELECT count(*), numsight.spam_book_agg(b.registered, b.weight, b.cluster, b.trusted)
      INTO counted.contacts, books
      FROM (SELECT n.registered, n.weight, n.cluster, n.trusted
              FROM data.book n WHERE n.phone OPERATOR(numsight.=) target AND n.since <= as_of
             UNION ALL
            SELECT o.registered, o.weight, o.cluster, o.trusted
              FROM data.book_past o
             WHERE o.phone OPERATOR(numsight.=) target AND o.since <= as_of AND o.until > as_of) b;
    SELECT numsight.spam_report_agg(c.at, c.weight * 10 ^ (SELECT count(*) FROM unnest(moved) m WHERE m > c.at),
                                    c.category, true, true, c.cluster, true, false)
      INTO complaints
      FROM data.complaint c WHERE c.phone OPERATOR(numsight.=) target AND c.since <= as_of;
    SELECT numsight.spam_merge_agg(private.statement_flag(s.kind, s.value, s.at)) INTO statements
      FROM data.statement s WHERE s.phone OPERATOR(numsight.=) target AND s.received <= as_of;
    SELECT numsight.spam_merge_agg(part) INTO counted.state
      FROM unnest(ARRAY[counted.state, calls, reports, books, complaints, statements]) part;
    counted.likely := numsight.spam_likelihood(counted.state, least(as_of, now())) >= 0.5;
    RETURN counted;
END;
$$;
COMMENT ON FUNCTION private.recompute(numsight.phone, timestamptz) IS
    'what data.number must hold of a number, from its plan, calls, reports, books, complaints and statements; or what it held at a time';

CREATE OR REPLACE FUNCTION private.drift(OUT phone numsight.phone, OUT what text, OUT kept text, OUT counted text)
RETURNS SETOF record
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN QUERY
    SELECT n.phone, 'number', concat_ws(' ', n.total_appearance, n.num_spam, n.not_spam, n.contacts, n.likelihood),
           concat_ws(' ', n.again_appearance, n.again_spam, n.again_not_spam, n.again_contacts, n.again_likelihood)
      FROM (SELECT k.*, numsight.spam_likelihood(k.state, now()) AS likelihood,
                   c.total_appearance AS again_appearance, c.num_spam AS again_spam, c.not_spam AS again_not_spam,
                   c.contacts AS again_contacts,
                   numsight.spam_likelihood(c.state, now()) AS again_likelihood
              FROM data.number k CROSS JOIN LATERAL private.recompute(k.phone) c) n
     WHERE (n.total_appearance, n.num_spam, n.not_spam, n.contacts)
           IS DISTINCT FROM (n.again_appearance, n.again_spam, n.again_not_spam, n.again_contacts)
        -- what was added and taken back leaves the last bits of a sum behind
        OR abs(n.likelihood - n.again_likelihood) > 1e-11;

    RETURN QUERY
    SELECT f.phone, 'number', NULL::text, count(*)::text
      FROM (SELECT c.phone FROM data.call c UNION ALL SELECT r.phone FROM data.spam_report r
            UNION ALL SELECT b.phone FROM data.book b UNION ALL SELECT s.phone FROM data.statement s
            UNION ALL SELECT m.phone FROM data.complaint m) f
     WHERE NOT EXISTS (SELECT FROM data.number n WHERE n.phone OPERATOR(numsight.=) f.phone)
     GROUP BY f.phone;

    RETURN QUERY
    SELECT coalesce(e.phone, n.phone), 'entry', e.books::text, n.books::text
      FROM data.entry e
      FULL JOIN (SELECT u.phone, u.folded, sum(u.one) AS books
                   FROM (SELECT c.phone, c.folded, 1 AS one FROM data.contact c WHERE private.is_name(c.name, c.phone)
                         UNION ALL SELECT l.phone, l.folded, 1 FROM private.listed l WHERE private.is_name(l.name, l.phone)
                         UNION ALL SELECT a.phone, numsight.name_fold(a.name), 0 FROM data.account a) u
                  WHERE NOT private.suppressed(u.phone)
                  GROUP BY u.phone, u.folded) n
        ON n.phone OPERATOR(numsight.=) e.phone AND n.folded = e.folded
     WHERE e.books IS DISTINCT FROM n.books;

    RETURN QUERY
    SELECT e.phone, 'standing', e.standing::text, due.standing::text
      FROM data.entry e
      LEFT JOIN data.number n ON n.phone OPERATOR(numsight.=) e.phone
     CROSS JOIN LATERAL (SELECT private.standing(e.books, coalesce(n.likely, false)) AS standing) due
     WHERE e.standing <> due.standing;

    RETURN QUERY
    SELECT coalesce(b.phone, c.phone), 'book', b.owner::text, c.owner::text
      FROM data.book b
      FULL JOIN (SELECT DISTINCT k.owner, k.phone FROM data.contact k) c
        ON c.owner = b.owner AND c.phone OPERATOR(numsight.=) b.phone
     WHERE b.owner IS NULL OR c.owner IS NULL;

    RETURN QUERY
    SELECT r.called, 'call', c.kept, c.told
      FROM data.call_record r
      LEFT JOIN private.call_told(ARRAY(SELECT k.id FROM data.call_record k)) t ON t.record = r.id
     CROSS JOIN LATERAL (
        SELECT concat_ws(' ', r.calling, '>', r.called, r.at, '|', r.initiated, '|', r.answered, '|', r.ended, r.cause, r.conflict, r.standing) AS kept,
               concat_ws(' ', t.calling, '>', t.called, t.at, '|', t.initiated, '|', t.answered, '|', t.ended, t.cause, t.conflict, t.standing) AS told) c
     WHERE c.kept <> c.told;
END;
$$;
COMMENT ON FUNCTION private.drift() IS
    'where counters, evidence, directory or calls differ from the facts: no row, or something is broken';
