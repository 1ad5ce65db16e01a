-- admin.sql: operators: users, moderation, settings, the record

CREATE OR REPLACE FUNCTION api.admin_users(session uuid, number text, region text, size bigint, cursor text)
RETURNS api.reply
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    actor CONSTANT bigint := private.actor(session);
    wanted CONSTANT bigint := private.page_size(size);
    country CONSTANT text := private.region_of(region);
    target numsight.phone;
    ids bigint[];
BEGIN
    IF NOT private.is_admin(actor) THEN
        RETURN private.not_operator();
    ELSIF number IS NOT NULL THEN
        target := private.phone_try(actor, number, country);
        IF target IS NULL THEN
            RETURN private.phone_problem(actor, number, country, 'number');
        END IF;
        RETURN private.page((SELECT private.user_card(a.id) FROM data.account a WHERE a.phone OPERATOR(numsight.=) target), NULL);
    END IF;
    ids := ARRAY(SELECT a.id FROM data.account a WHERE a.id < private.cursor_of('account', cursor)
                  ORDER BY a.id DESC LIMIT wanted + 1);
    RETURN private.admin_cards('account', ids, wanted);
END;
$$;
COMMENT ON FUNCTION api.admin_users(uuid, text, text, bigint, text) IS
    'GET /v1/admin/users: registered people, newest first, or the one with a number
200 user_page: one page of them';

CREATE OR REPLACE FUNCTION api.admin_user(session uuid, id text)
RETURNS api.reply
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    actor CONSTANT bigint := private.actor(session);
    card CONSTANT text := private.admin_card('account', private.unseal('account', id));
BEGIN
    RETURN CASE WHEN NOT private.is_admin(actor) THEN private.not_operator()
                WHEN card IS NULL THEN private.missing('user') ELSE private.reply(200, card) END;
END;
$$;
COMMENT ON FUNCTION api.admin_user(uuid, text) IS
    'GET /v1/admin/users/{id}: a registered person, as operators see him
200 user: what is known
404: no such person';

CREATE OR REPLACE FUNCTION api.admin_user_change(session uuid, id text, locked boolean, roles text, reason text)
RETURNS api.reply
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    actor CONSTANT bigint := private.actor(session);
    granted CONSTANT text[] := private.roles_of(roles);
    said CONSTANT text := private.comment_of(reason, 'reason');
    person data.account;
BEGIN
    IF NOT private.is_admin(actor) THEN
        RETURN private.not_operator();
    END IF;
    SELECT a.* INTO person FROM data.account a WHERE a.id = private.unseal('account', admin_user_change.id) FOR NO KEY UPDATE;
    IF person.id IS NULL THEN
        RETURN private.missing('user');
    ELSIF person.id = actor THEN
        RETURN private.problem(409, 'this is you. Another operator can do it.');
    END IF;
    IF locked IS DISTINCT FROM (person.locked IS NOT NULL) AND locked IS NOT NULL THEN
        UPDATE data.account a SET locked = CASE WHEN admin_user_change.locked THEN now() END WHERE a.id = person.id;
        PERFORM private.note(actor, CASE WHEN locked THEN 'user_locked' ELSE 'user_unlocked' END, person.id, '{}', said);
        IF locked THEN
            PERFORM private.sessions_end(person.id);
        ELSE
            PERFORM private.keys_resume(person.id);
        END IF;
    END IF;
    IF granted IS DISTINCT FROM person.roles AND roles IS NOT NULL THEN
        UPDATE data.account a SET roles = granted WHERE a.id = person.id;
        PERFORM private.note(actor, 'roles_changed', person.id,
                             jsonb_build_object('before', array_to_string(person.roles, ' '), 'after', array_to_string(granted, ' ')), said);
    END IF;
    RETURN private.reply(200, private.user_card(person.id));
END;
$$;
COMMENT ON FUNCTION api.admin_user_change(uuid, text, boolean, text, text) IS
    'PATCH /v1/admin/users/{id}: locks an account out, which ends its logins at once and stops its keys; lets it in again, with the keys it had; or gives and takes roles; not of oneself
200 user: as he is now
404: no such person
409: it is the operator himself';

CREATE OR REPLACE FUNCTION api.admin_queue(session uuid, size bigint, cursor text)
RETURNS api.reply
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    actor CONSTANT bigint := private.actor(session);
    wanted CONSTANT bigint := private.page_size(size);
    -- later pages are of the same moment as the first, so that nothing moves between them
    place CONSTANT text[] := string_to_array(cursor, '|');
    as_of CONSTANT timestamptz := coalesce(place[1]::timestamptz, now());
    body text;
    following text;
BEGIN
    IF NOT private.is_admin(actor) THEN
        RETURN private.not_operator();
    END IF;
    SELECT string_agg(row_to_json(o)::text, ',' ORDER BY q.nth) FILTER (WHERE q.nth <= wanted),
           CASE WHEN count(*) > wanted
                THEN concat_ws('|', as_of, (array_agg(q.harm ORDER BY q.nth))[wanted], (array_agg(q.phone::text ORDER BY q.nth))[wanted]) END
      INTO body, following
      FROM (SELECT w.*, row_number() OVER (ORDER BY w.harm DESC, w.phone) AS nth
              FROM private.queue(as_of) w
             WHERE cursor IS NULL OR w.harm < place[2]::double precision
                OR (w.harm = place[2]::double precision AND w.phone OPERATOR(numsight.>) place[3]::numsight.phone)
             ORDER BY w.harm DESC, w.phone LIMIT wanted + 1) q
     CROSS JOIN LATERAL (SELECT q.phone::text AS phone_number,
                                (SELECT e.name FROM data.entry e WHERE e.phone OPERATOR(numsight.=) q.phone
                                  ORDER BY e.account IS NULL, - e.books, e.id LIMIT 1) AS name,
                                private.chance(q.likelihood) AS spam_likelihood, numsight.spam_label(q.likelihood) AS spam_label,
                                private.chance(q.harm) AS expected_harm, q.reports AS reports, q.calls AS calls, q.appealed AS appealed,
                                private.utc(q.latest) AS latest_at) o;
    RETURN private.page(body, following);
END;
$$;
COMMENT ON FUNCTION api.admin_queue(uuid, bigint, text) IS
    'GET /v1/admin/queue: numbers that were reported in the last 30 days, or appealed, and not reviewed since: the greatest harm to be expected first
200 queue_page: one page of the queue';

CREATE OR REPLACE FUNCTION api.admin_review(session uuid, number text, region text, reason text)
RETURNS api.reply
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    actor CONSTANT bigint := private.actor(session);
    target CONSTANT numsight.phone := private.phone_of(actor, number, region, 'number');
    said CONSTANT text := private.comment_of(reason, 'reason');
BEGIN
    IF NOT private.is_admin(actor) THEN
        RETURN private.not_operator();
    END IF;
    PERFORM private.number_review(actor, target);
    PERFORM private.note(actor, 'number_reviewed', NULL, '{}', said, target);
    RETURN private.reply(201, private.number_card(actor, target));
END;
$$;
COMMENT ON FUNCTION api.admin_review(uuid, text, text, text) IS
    'POST /v1/admin/numbers/{number}/reviews: an operator has looked at a number, which leaves the queue until something new is told of it
201 card: what is known of it';

CREATE OR REPLACE FUNCTION api.admin_reports(session uuid, number text, region text, size bigint, cursor text)
RETURNS api.reply
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    actor CONSTANT bigint := private.actor(session);
    wanted CONSTANT bigint := private.page_size(size);
    before CONSTANT bigint := private.cursor_of('report', cursor);
    country CONSTANT text := private.region_of(region);
    target numsight.phone;
    ids bigint[];
BEGIN
    IF NOT private.is_admin(actor) THEN
        RETURN private.not_operator();
    ELSIF number IS NOT NULL THEN
        target := private.phone_try(actor, number, country);
        IF target IS NULL THEN
            RETURN private.phone_problem(actor, number, country, 'number');
        END IF;
        ids := ARRAY(SELECT r.id FROM data.spam_report r
                      WHERE r.phone OPERATOR(numsight.=) target AND r.id < before ORDER BY r.id DESC LIMIT wanted + 1);
    ELSE
        ids := ARRAY(SELECT r.id FROM data.spam_report r WHERE r.id < before ORDER BY r.id DESC LIMIT wanted + 1);
    END IF;
    RETURN private.admin_cards('report', ids, wanted);
END;
$$;
COMMENT ON FUNCTION api.admin_reports(uuid, text, text, bigint, text) IS
    'GET /v1/admin/reports: reports, newest first, of all numbers or of one
200 report_page: one page of them';

CREATE OR REPLACE FUNCTION api.admin_report(session uuid, id text)
RETURNS api.reply
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    actor CONSTANT bigint := private.actor(session);
    card CONSTANT text := private.admin_card('report', private.unseal('report', id));
BEGIN
    RETURN CASE WHEN NOT private.is_admin(actor) THEN private.not_operator()
                WHEN card IS NULL THEN private.missing('report') ELSE private.reply(200, card) END;
END;
$$;
COMMENT ON FUNCTION api.admin_report(uuid, text) IS
    'GET /v1/admin/reports/{id}: one report
200 report: what was said, and by whom
404: no such report, or it was withdrawn';

CREATE OR REPLACE FUNCTION api.admin_report_change(session uuid, id text, hidden boolean, reason text)
RETURNS api.reply
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    actor CONSTANT bigint := private.actor(session);
    said CONSTANT text := private.comment_of(reason, 'reason');
    report data.spam_report;
BEGIN
    IF NOT private.is_admin(actor) THEN
        RETURN private.not_operator();
    END IF;
    SELECT r.* INTO report FROM data.spam_report r WHERE r.id = private.unseal('report', admin_report_change.id) FOR NO KEY UPDATE;
    IF report.id IS NULL THEN
        RETURN private.missing('report');
    END IF;
    IF hidden <> (report.hidden IS NOT NULL) THEN
        UPDATE data.spam_report r SET hidden = CASE WHEN admin_report_change.hidden THEN now() END WHERE r.id = report.id;
        PERFORM private.note(actor, CASE WHEN hidden THEN 'comment_hidden' ELSE 'comment_shown' END, report.reporter, '{}', said, report.phone);
    END IF;
    RETURN private.reply(200, private.report_card(report.id));
END;
$$;
COMMENT ON FUNCTION api.admin_report_change(uuid, text, boolean, text) IS
    'PATCH /v1/admin/reports/{id}: hides the comment of a report, or shows it again; what the report weighs is not touched
200 report: as it is now
404: no such report, or it was withdrawn';

CREATE OR REPLACE FUNCTION api.admin_report_dismiss(session uuid, id text, reason text)
RETURNS api.reply
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    actor CONSTANT bigint := private.actor(session);
    said CONSTANT text := private.comment_of(reason, 'reason');
    report data.spam_report;
BEGIN
    IF NOT private.is_admin(actor) THEN
        RETURN private.not_operator();
    END IF;
    DELETE FROM data.spam_report r WHERE r.id = private.unseal('report', admin_report_dismiss.id) RETURNING r.* INTO report;
    IF NOT FOUND THEN
        RETURN private.missing('report');
    END IF;
    PERFORM private.note(actor, 'report_dismissed', report.reporter, '{}', said, report.phone);
    RETURN private.reply(204, NULL);
END;
$$;
COMMENT ON FUNCTION api.admin_report_dismiss(uuid, text, text) IS
    'DELETE /v1/admin/reports/{id}: dismisses a report: exactly what it weighed is taken back
204: it counts no more
404: no such report, or it was withdrawn';

CREATE OR REPLACE FUNCTION api.admin_appeals(session uuid, size bigint, cursor text)
RETURNS api.reply
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    actor CONSTANT bigint := private.actor(session);
    wanted CONSTANT bigint := private.page_size(size);
    before CONSTANT bigint := private.cursor_of('statement', cursor);
    ids bigint[];
BEGIN
    IF NOT private.is_admin(actor) THEN
        RETURN private.not_operator();
    END IF;
    ids := ARRAY(SELECT s.id FROM data.statement s
                  WHERE s.kind = 'appeal' AND s.value = 'made' AND s.id < before AND private.appeal_open(s)
                  ORDER BY s.id DESC LIMIT wanted + 1);
    RETURN private.admin_cards('statement', ids, wanted);
END;
$$;
COMMENT ON FUNCTION api.admin_appeals(uuid, bigint, text) IS
    'GET /v1/admin/appeals: appeals of the last 30 days that nobody has decided on, newest first
200 appeal_page: one page of them';

CREATE OR REPLACE FUNCTION api.admin_appeal_decide(session uuid, id text, granted boolean, reason text)
RETURNS api.reply
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    actor CONSTANT bigint := private.actor(session);
    said CONSTANT text := private.comment_of(reason, 'reason');
    appeal data.statement;
BEGIN
    IF NOT private.is_admin(actor) THEN
        RETURN private.not_operator();
    END IF;
    SELECT s.* INTO appeal FROM data.statement s
     WHERE s.id = private.unseal('statement', admin_appeal_decide.id) AND s.kind = 'appeal' AND s.value = 'made';
    IF appeal.id IS NULL THEN
        RETURN private.missing('appeal');
    END IF;
    -- of two operators the second sees what the first did
    PERFORM pg_advisory_xact_lock(hashtextextended('appeal', numsight.phone_to_bigint(appeal.phone)));
    IF NOT private.appeal_open(appeal) THEN
        RETURN private.problem(409, 'this appeal was decided, or is over');
    END IF;
    PERFORM private.say(actor, appeal.phone, 'appeal', 'ended', said);
    IF granted THEN
        PERFORM private.say(actor, appeal.phone, 'override', 'clean', said);
    END IF;
    PERFORM private.number_review(actor, appeal.phone);
    PERFORM private.note(actor, 'appeal_decided', appeal.account, jsonb_build_object('statement', appeal.id, 'granted', granted), said, appeal.phone);
    RETURN private.reply(201, private.number_card(actor, appeal.phone));
END;
$$;
COMMENT ON FUNCTION api.admin_appeal_decide(uuid, text, boolean, text) IS
    'POST /v1/admin/appeals/{id}/decision: an operator grants an appeal, and the number is called clean, or ends it, and the evidence counts again
201 card: it counts, and is the reason given
404: no such appeal
409: it was decided, or is over';

CREATE OR REPLACE FUNCTION api.admin_opt_out(session uuid, phone_number text, region text)
RETURNS api.reply
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    actor CONSTANT bigint := private.actor(session);
BEGIN
    IF NOT private.is_admin(actor) THEN
        RETURN private.not_operator();
    END IF;
    RETURN private.opt_out_of(actor, private.phone_of(actor, phone_number, region));
END;
$$;
COMMENT ON FUNCTION api.admin_opt_out(uuid, text, text) IS
    'POST /v1/admin/opt-outs: forgets somebody who is not registered, once he has proved to an operator that the number is his, as POST /v1/opt-outs does for who proves it by a code
204: no name of the number is kept any more
409: somebody is registered with the number';

CREATE OR REPLACE FUNCTION api.admin_settings(session uuid)
RETURNS api.reply
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF NOT private.is_admin(private.actor(session)) THEN
        RETURN private.not_operator();
    END IF;
    RETURN private.page((SELECT string_agg(private.setting_object(w.name), ',' ORDER BY w.name)
                           FROM unnest(private.setting_names()) w (name)), NULL);
END;
$$;
COMMENT ON FUNCTION api.admin_settings(uuid) IS
    'GET /v1/admin/settings: what operators may set; keys are no such thing
200 setting_page: all of it';

CREATE OR REPLACE FUNCTION api.admin_setting(session uuid, name text)
RETURNS api.reply
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF NOT private.is_admin(private.actor(session)) THEN
        RETURN private.not_operator();
    ELSIF name <> ALL (private.setting_names()) THEN
        RETURN private.missing('setting');
    END IF;
    RETURN private.reply(200, private.setting_object(name));
END;
$$;
COMMENT ON FUNCTION api.admin_setting(uuid, text) IS
    'GET /v1/admin/settings/{name}: one thing that operators may set
200 setting: as it is now
404: no such setting';

CREATE OR REPLACE FUNCTION api.admin_setting_change(session uuid, name text, value text, reason text)
RETURNS api.reply
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    actor CONSTANT bigint := private.actor(session);
    said CONSTANT text := private.comment_of(reason, 'reason');
    before text;
    after text;
BEGIN
    IF NOT private.is_admin(actor) THEN
        RETURN private.not_operator();
    ELSIF name <> ALL (private.setting_names()) THEN
        RETURN private.missing('setting');
    END IF;
    after := private.setting_value(name, value);
    SELECT s.value INTO before FROM data.setting s WHERE s.name = admin_setting_change.name FOR NO KEY UPDATE;
    IF before <> after THEN
        UPDATE data.setting s SET value = after WHERE s.name = admin_setting_change.name;
        PERFORM private.note(actor, 'setting_changed', NULL, jsonb_build_object('name', name, 'before', before, 'after', after), said);
    END IF;
    RETURN private.reply(200, private.setting_object(name));
END;
$$;
COMMENT ON FUNCTION api.admin_setting_change(uuid, text, text, text) IS
    'PUT /v1/admin/settings/{name}: sets something for the whole deployment: region, how long a call may ring or go on before it is over untold, in seconds, or what durations begin with
200 setting: as it is now
404: no such setting';

CREATE OR REPLACE FUNCTION api.admin_audit(session uuid, kind text, person text, size bigint, cursor text)
RETURNS api.reply
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    actor CONSTANT bigint := private.actor(session);
    wanted CONSTANT bigint := private.page_size(size);
    before CONSTANT bigint := private.cursor_of('audit', cursor);
    wanted_person CONSTANT bigint := private.unseal('account', person);
    ids bigint[];
BEGIN
    IF NOT private.is_admin(actor) THEN
        RETURN private.not_operator();
    ELSIF person IS NOT NULL AND wanted_person IS NULL THEN
        RETURN private.missing('user');
    ELSIF admin_audit.kind <> ALL (private.audit_kinds()) THEN
        PERFORM private.refuse('kind', 'is not known', 'Use one of ' || array_to_string(private.audit_kinds(), ', ') || '.');
    ELSIF wanted_person IS NULL THEN
        ids := ARRAY(SELECT a.id FROM data.audit a
                      WHERE a.id < before AND (admin_audit.kind IS NULL OR a.kind = admin_audit.kind)
                      ORDER BY a.id DESC LIMIT wanted + 1);
    ELSE
        ids := ARRAY(SELECT a.id FROM data.audit a
                      WHERE a.id < before AND wanted_person IN (a.account, a.subject)
                        AND (admin_audit.kind IS NULL OR a.kind = admin_audit.kind)
                      ORDER BY a.id DESC LIMIT wanted + 1);
    END IF;
    RETURN private.admin_cards('audit', ids, wanted);
END;
$$;
COMMENT ON FUNCTION api.admin_audit(uuid, text, text, bigint, text) IS
    'GET /v1/admin/audit: what operators did, and what touches the security of accounts, newest first; of one kind, or by and to one person, if asked
200 audit_page: one page of the record
404: there is no such person';
