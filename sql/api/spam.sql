-- spam.sql: reports, and calls that clients declare

CREATE OR REPLACE FUNCTION api.spam_report(session uuid, phone_number text, category text, comment text, region text)
RETURNS api.reply
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    actor CONSTANT bigint := private.actor(session);
    target CONSTANT numsight.phone := private.phone_of(actor, phone_number, region);
    kind CONSTANT data.spam_category := private.category_of(category);
    said CONSTANT text := private.comment_of(comment);
    fresh boolean;
BEGIN
    IF private.own_number(actor, target) THEN
        RETURN private.own_number_problem();
    END IF;
    fresh := private.mark(actor, target, true, kind, said);
    RETURN private.reply(CASE WHEN fresh THEN 201 ELSE 200 END, private.number_card(actor, target), NULL,
                         ARRAY[numsight.phone_to_bigint(target)]);
END;
$$;
COMMENT ON FUNCTION api.spam_report(uuid, text, text, text, text) IS
    'POST /v1/spam-reports: the caller''s one report of a number; a second one changes nothing
201 card: reported
200 card: it was reported by the caller before';

CREATE OR REPLACE FUNCTION api.spam_withdraw(session uuid, number text, region text)
RETURNS api.reply
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    actor CONSTANT bigint := private.actor(session);
    target CONSTANT numsight.phone := private.phone_of(actor, number, region, 'number');
BEGIN
    DELETE FROM data.spam_report r
     WHERE r.reporter = actor AND r.phone OPERATOR(numsight.=) target;
    IF NOT FOUND THEN
        RETURN private.missing('report');
    END IF;
    RETURN private.reply(204, NULL);
END;
$$;
COMMENT ON FUNCTION api.spam_withdraw(uuid, text, text) IS
    'DELETE /v1/spam-reports/{number}: takes back what the caller said, spam or not spam, and exactly what it weighed
204: it is taken back
404: the caller has said nothing of this number';

CREATE OR REPLACE FUNCTION api.not_spam(session uuid, phone_number text, region text)
RETURNS api.reply
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    actor CONSTANT bigint := private.actor(session);
    target CONSTANT numsight.phone := private.phone_of(actor, phone_number, region);
    fresh boolean;
BEGIN
    IF private.own_number(actor, target) THEN
        RETURN private.own_number_problem();
    END IF;
    fresh := private.mark(actor, target, false);
    RETURN private.reply(CASE WHEN fresh THEN 201 ELSE 200 END, private.number_card(actor, target), NULL,
                         ARRAY[numsight.phone_to_bigint(target)]);
END;
$$;
COMMENT ON FUNCTION api.not_spam(uuid, text, text) IS
    'POST /v1/not-spam: the caller says that a number is not spam; takes the place of his report
201 card: said
200 card: it was said before';

CREATE OR REPLACE FUNCTION api.call_declare(session uuid, phone_number text, direction text, answered boolean,
                                 duration bigint, created_at text, region text)
RETURNS api.reply
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    actor CONSTANT bigint := private.actor(session);
    target CONSTANT numsight.phone := private.phone_of(actor, phone_number, region);
    at CONSTANT timestamptz := coalesce(private.time_of(created_at, 'created_at'), now());
BEGIN
    IF direction NOT IN ('inbound', 'outbound') THEN
        PERFORM private.refuse('direction', 'is not known', 'Use inbound or outbound.');
    ELSIF duration NOT BETWEEN 0 AND 86400 THEN
        PERFORM private.refuse('duration', 'is out of range', 'Give the seconds of a call, up to a day.');
    ELSIF duration > 0 AND NOT answered THEN
        PERFORM private.refuse('duration', 'belongs to an answered call', 'Leave it out, or say that it was answered.');
    ELSIF private.own_number(actor, target) THEN
        RETURN private.own_number_problem();
    END IF;
    PERFORM private.call_add(actor, target, direction IS DISTINCT FROM 'outbound',
                             coalesce(answered, duration > 0 OR NULL), duration::integer, at);
    RETURN private.reply(201, private.number_card(actor, target), NULL, ARRAY[numsight.phone_to_bigint(target)]);
END;
$$;
COMMENT ON FUNCTION api.call_declare(uuid, text, text, boolean, bigint, text, text) IS
    'POST /v1/calls: a client says that a number called, or was called; exposure, not guilt
201 card: the call counts';
