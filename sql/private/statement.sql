-- statement.sql: appeals and rulings: what they do to a number

CREATE OR REPLACE FUNCTION private.statement_flag(kind text, value text, at timestamptz)
RETURNS numsight.spam_state
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT numsight.spam_flag(NULL, at,
        verified => CASE kind WHEN 'verified' THEN value = 'yes' END,
        appeal => CASE kind WHEN 'appeal' THEN value = 'made' END,
        override => CASE kind WHEN 'override' THEN value END,
        reassigned => CASE kind WHEN 'reassigned' THEN true END);
END;
COMMENT ON FUNCTION private.statement_flag(text, text, timestamptz) IS
    'a statement as evidence; merging keeps the latest of each kind';

CREATE OR REPLACE FUNCTION private.statement_count()
RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO data.number AS kept (phone, state)
    SELECT s.phone, numsight.spam_merge(private.line(s.phone),
                                        numsight.spam_merge_agg(private.statement_flag(s.kind, s.value, s.at)))
      FROM added s
     GROUP BY s.phone ORDER BY s.phone
    ON CONFLICT (phone) DO UPDATE SET state = numsight.spam_merge(kept.state, excluded.state);
    RETURN NULL;
END;
$$;
COMMENT ON FUNCTION private.statement_count() IS
    'carries new statements into data.number';

CREATE OR REPLACE FUNCTION private.say(actor bigint, target numsight.phone, kind text, value text,
                                       reason text DEFAULT NULL, at timestamptz DEFAULT now())
RETURNS bigint
LANGUAGE plpgsql
AS $$
DECLARE
    made bigint;
BEGIN
    INSERT INTO data.statement AS s (phone, kind, value, at, account, reason)
    VALUES (target, say.kind, say.value, say.at, actor, say.reason)
    RETURNING s.id INTO made;
    PERFORM private.note(actor, 'number_stated', NULL,
                         jsonb_build_object('statement', made, 'kind', say.kind, 'value', say.value),
                         -- an owner's words are his appeal, and go with him
                         CASE WHEN say.kind <> 'appeal' OR say.value <> 'made' THEN say.reason END, target);
    RETURN made;
END;
$$;
COMMENT ON FUNCTION private.say(bigint, numsight.phone, text, text, text, timestamptz) IS
    'says something of a number itself, on the record; actor NULL: the operator at his console';

CREATE OR REPLACE FUNCTION private.remains(target numsight.phone, at timestamptz)
RETURNS TABLE (share double precision)
LANGUAGE sql STABLE ROWS 1
BEGIN ATOMIC
    SELECT 0.1::double precision ^ count(*) FROM data.statement s
     WHERE s.phone OPERATOR(numsight.=) target AND s.kind = 'reassigned' AND s.at > remains.at;
END;
COMMENT ON FUNCTION private.remains(numsight.phone, timestamptz) IS
    'how much a fact of some time still says: a tenth for each time that the number came to somebody else since';

CREATE OR REPLACE FUNCTION private.some_moved()
RETURNS boolean
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN EXISTS (SELECT FROM data.statement s WHERE s.kind = 'reassigned');
END;
$$;
COMMENT ON FUNCTION private.some_moved() IS
    'for statements about many numbers: whether any number ever came to somebody else, else private.remains() need not be asked of each';

CREATE OR REPLACE FUNCTION private.number_reassigned(actor bigint, target numsight.phone, moved timestamptz,
                                                     reason text DEFAULT NULL)
RETURNS bigint
LANGUAGE plpgsql
AS $$
DECLARE
    made bigint;
BEGIN
    -- as everybody takes them: what was said of the number, then the number
    PERFORM FROM data.spam_report r WHERE r.phone OPERATOR(numsight.=) target ORDER BY r.id FOR UPDATE;
    PERFORM FROM data.call c WHERE c.phone OPERATOR(numsight.=) target AND c.at < moved ORDER BY c.id FOR UPDATE;
    PERFORM FROM data.book b WHERE b.phone OPERATOR(numsight.=) target ORDER BY b.owner FOR UPDATE;
    -- locks the number: what comes in from here on is weighed as before, and added after
    made := private.say(actor, target, 'reassigned', 'yes', reason, moved);
    UPDATE data.call c SET weight = c.weight * 0.1
     WHERE c.phone OPERATOR(numsight.=) target AND c.at < moved;
    UPDATE data.spam_report r SET weight = r.weight * 0.1, since = now()
     WHERE r.phone OPERATOR(numsight.=) target AND r.created < moved;
    UPDATE data.complaint c SET weight = c.weight * 0.1
     WHERE c.phone OPERATOR(numsight.=) target AND c.at < moved;
    INSERT INTO data.book_past (phone, since, until, weight, registered, cluster, trusted)
    SELECT b.phone, b.since, now(), b.weight, b.registered, b.cluster, b.trusted
      FROM data.book b WHERE b.phone OPERATOR(numsight.=) target AND b.since < moved;
    UPDATE data.book b SET weight = b.weight * 0.1, since = now()
     WHERE b.phone OPERATOR(numsight.=) target AND b.since < moved;
    UPDATE data.number n SET state = (private.recompute(target)).state
     WHERE n.phone OPERATOR(numsight.=) target;
    RETURN made;
END;
$$;
COMMENT ON FUNCTION private.number_reassigned(bigint, numsight.phone, timestamptz, text) IS
    'a number has come to somebody else: a tenth remains of what was said before, and that it moved is shown';
