-- mark.sql: one mark for each person and number, and declared calls

CREATE FUNCTION private.own_number(actor bigint, target numsight.phone)
RETURNS boolean
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN EXISTS (SELECT FROM data.account a WHERE a.id = actor AND a.phone OPERATOR(numsight.=) target)
        OR EXISTS (SELECT FROM data.virtual_number v
                    WHERE v.owner = actor AND v.phone OPERATOR(numsight.=) target);
END;
$$;
COMMENT ON FUNCTION private.own_number(bigint, numsight.phone) IS
    'whether somebody would be speaking about himself';

CREATE FUNCTION private.own_number_problem()
RETURNS api.reply
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT private.problem(400, 'phone_number is your own. Nobody can speak about his own number.', 'phone_number');
END;
COMMENT ON FUNCTION private.own_number_problem() IS
    'the 400 for a mark on, or a call with, one''s own number';

CREATE FUNCTION private.mark(actor bigint, target numsight.phone, spam boolean,
                             category data.spam_category DEFAULT NULL, comment text DEFAULT NULL)
RETURNS boolean
LANGUAGE plpgsql
AS $$
#variable_conflict use_variable
BEGIN
    DELETE FROM data.spam_report r
     WHERE r.reporter = actor AND r.phone OPERATOR(numsight.=) target AND r.spam <> spam;
    INSERT INTO data.spam_report AS r (reporter, phone, spam, category, comment)
    VALUES (actor, target, spam, category, comment)
    ON CONFLICT ON CONSTRAINT spam_report_once DO NOTHING;
    RETURN FOUND;
END;
$$;
COMMENT ON FUNCTION private.mark(bigint, numsight.phone, boolean, data.spam_category, text) IS
    'marks a number as spam or not spam for the actor; false if it was marked so before: then nothing changes';

CREATE FUNCTION private.call_add(actor bigint, target numsight.phone, inbound boolean DEFAULT true,
                                 answered boolean DEFAULT NULL, seconds integer DEFAULT NULL,
                                 at timestamptz DEFAULT now())
RETURNS void
LANGUAGE plpgsql
AS $$
#variable_conflict use_variable
DECLARE
    late data.spam_report;
BEGIN
    INSERT INTO data.call (account, phone, inbound, answered, seconds, at)
    VALUES (actor, target, inbound, answered, seconds, at);
    IF inbound THEN
        -- the report that this call stands behind came in before the call did: weigh it anew
        DELETE FROM data.spam_report r
         WHERE r.reporter = actor AND r.phone OPERATOR(numsight.=) target
           AND NOT r.corroborated AND r.created >= at
        RETURNING * INTO late;
        IF FOUND THEN
            INSERT INTO data.spam_report (reporter, phone, spam, category, comment, created)
            VALUES (actor, target, late.spam, late.category, late.comment, late.created);
        END IF;
    END IF;
END;
$$;
COMMENT ON FUNCTION private.call_add(bigint, numsight.phone, boolean, boolean, integer, timestamptz) IS
    'stores a call that an account declared';
