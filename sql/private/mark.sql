-- mark.sql: one mark for each person and number, and declared calls

CREATE OR REPLACE FUNCTION private.own_number(actor bigint, target numsight.phone)
RETURNS boolean
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN EXISTS (SELECT FROM data.account a WHERE a.id = actor AND a.phone OPERATOR(numsight.=) target)
        OR EXISTS (SELECT FROM data.virtual_number v
                    WHERE v.owner = actor AND v.phone OPERATOR(numsight.=) target AND v.held @> now());
END;
$$;
COMMENT ON FUNCTION private.own_number(bigint, numsight.phone) IS
    'whether somebody would be speaking about himself';

CREATE OR REPLACE FUNCTION private.own_number_problem()
RETURNS api.reply
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT private.problem(400, 'phone_number is your own. Nobody can speak about his own number.', 'phone_number');
END;
COMMENT ON FUNCTION private.own_number_problem() IS
    'the 400 for a mark on, or a call with, one''s own number';

CREATE OR REPLACE FUNCTION private.marks_a_day()
RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT 500;
END;
COMMENT ON FUNCTION private.marks_a_day() IS
    'how many numbers an account may mark in a day: more than anybody is called by';

CREATE OR REPLACE FUNCTION private.marks_today(actor bigint)
RETURNS bigint
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN (SELECT count(*)
              FROM (SELECT FROM data.spam_report r
                     WHERE r.reporter = actor AND r.created > now() - interval '1 day'
                     LIMIT private.marks_a_day()) m);
END;
$$;
COMMENT ON FUNCTION private.marks_today(bigint) IS
    'how many numbers an account has marked in the last day, up to what it may';

CREATE OR REPLACE FUNCTION private.mark(actor bigint, target numsight.phone, spam boolean,
                             category data.spam_category DEFAULT NULL, comment text DEFAULT NULL)
RETURNS boolean
LANGUAGE plpgsql
AS $$
BEGIN
    IF private.marks_today(actor) >= private.marks_a_day()
       AND NOT EXISTS (SELECT FROM data.spam_report r WHERE r.reporter = actor AND r.phone OPERATOR(numsight.=) target) THEN
        RAISE EXCEPTION USING ERRCODE = 'NS429', MESSAGE = format('%s numbers a day is all that one account can mark', private.marks_a_day()),
            HINT = 'Go on tomorrow.';
    END IF;
    -- in one statement: of two devices of one person the later one sees what the earlier one said
    INSERT INTO data.spam_report AS r (reporter, phone, spam, category, comment)
    VALUES (actor, target, mark.spam, mark.category, mark.comment)
    ON CONFLICT ON CONSTRAINT spam_report_once DO UPDATE
       SET spam = excluded.spam, category = excluded.category, comment = excluded.comment, created = excluded.created
     WHERE r.spam <> excluded.spam;
    RETURN FOUND;
END;
$$;
COMMENT ON FUNCTION private.mark(bigint, numsight.phone, boolean, data.spam_category, text) IS
    'marks a number as spam or not spam for the actor; false if it was marked so before: then nothing changes';

CREATE OR REPLACE FUNCTION private.call_add(actor bigint, target numsight.phone, inbound boolean DEFAULT true,
                                 answered boolean DEFAULT NULL, seconds integer DEFAULT NULL,
                                 at timestamptz DEFAULT now())
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    -- as everybody takes them: what was said of a number, then the number
    PERFORM FROM data.spam_report r
     WHERE inbound AND r.reporter = actor AND r.phone OPERATOR(numsight.=) target FOR UPDATE;
    INSERT INTO data.call (account, phone, inbound, answered, seconds, at)
    VALUES (actor, target, call_add.inbound, call_add.answered, call_add.seconds, call_add.at);
    IF inbound THEN
        PERFORM private.call_corroborate(actor, target, call_add.at);
    END IF;
END;
$$;
COMMENT ON FUNCTION private.call_add(bigint, numsight.phone, boolean, boolean, integer, timestamptz) IS
    'stores a call that an account declared';
