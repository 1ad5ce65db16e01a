-- admin.sql: what operators see, and the order in which they see it

CREATE OR REPLACE FUNCTION private.not_operator()
RETURNS api.reply
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT private.problem(403, 'only an operator can do this');
END;
COMMENT ON FUNCTION private.not_operator() IS
    'the 403 of who has a token of an operator, but not the role any more';

CREATE OR REPLACE FUNCTION private.cursor_of(noun text, cursor text)
RETURNS bigint
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    before CONSTANT bigint := private.unseal(noun, cursor);
BEGIN
    IF cursor IS NOT NULL AND before IS NULL THEN
        PERFORM private.refuse('cursor', 'is not one of ours', 'Take it from next of the page before.');
    END IF;
    RETURN coalesce(before, 9223372036854775807);
END;
$$;
COMMENT ON FUNCTION private.cursor_of(text, text) IS
    'the id before which a page of a list begins that has the newest first';

CREATE OR REPLACE FUNCTION private.roles_of(value text, field text DEFAULT 'roles')
RETURNS text[]
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    given CONSTANT text[] := array_remove(regexp_split_to_array(btrim(value), ' +'), '');
BEGIN
    IF NOT given <@ ARRAY['admin', 'agent'] THEN
        PERFORM private.refuse(field, 'is not known', 'Use of admin and agent some, with blanks between, or nothing.');
    END IF;
    RETURN ARRAY(SELECT DISTINCT g FROM unnest(given) g ORDER BY g);
END;
$$;
COMMENT ON FUNCTION private.roles_of(text, text) IS
    'the words of a list of roles, each once';

CREATE OR REPLACE FUNCTION private.user_card(person bigint)
RETURNS text
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN (SELECT row_to_json(u)::text
              FROM (SELECT private.seal('account', a.id) AS id, a.name, a.phone::text AS phone_number, a.username, a.region,
                           array_to_string(a.roles, ' ') AS roles, private.utc(a.created) AS created_at,
                           private.utc(a.locked) AS locked_at,
                           private.chance(numsight.spam_trust(a.agreed, a.disagreed)) AS trust,
                           (SELECT count(*) FROM data.spam_report r WHERE r.reporter = a.id) AS reports,
                           (SELECT count(*) FROM data.book b WHERE b.owner = a.id) AS contacts,
                           (SELECT count(*) FROM data.session s WHERE s.account = a.id AND s.revoked IS NULL AND s.expires > now()) AS sessions
                      FROM data.account a WHERE a.id = person) u);
END;
$$;
COMMENT ON FUNCTION private.user_card(bigint) IS
    'an account as operators see it: never with its e-mail';

CREATE OR REPLACE FUNCTION private.report_card(report bigint)
RETURNS text
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN (SELECT row_to_json(o)::text
              FROM (SELECT private.seal('report', r.id) AS id, r.phone::text AS phone_number, r.spam, r.category, r.comment,
                           r.hidden IS NOT NULL AS hidden, private.chance(r.weight) AS weight, r.corroborated, r.trusted,
                           private.utc(r.created) AS created_at,
                           private.person_named(r.reporter) AS reporter
                      FROM data.spam_report r WHERE r.id = report) o);
END;
$$;
COMMENT ON FUNCTION private.report_card(bigint) IS
    'a report as operators see it, and who made it';

CREATE OR REPLACE FUNCTION private.appeal_open(one data.statement)
RETURNS boolean
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN one.at > now() - interval '30 days'
       AND NOT EXISTS (SELECT FROM data.statement s
                        WHERE s.phone OPERATOR(numsight.=) one.phone AND s.kind IN ('appeal', 'override') AND s.id > one.id);
END;
$$;
COMMENT ON FUNCTION private.appeal_open(data.statement) IS
    'whether an appeal counts, and nobody has decided on it yet';

CREATE OR REPLACE FUNCTION private.appeal_card(appeal bigint)
RETURNS text
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN (SELECT row_to_json(o)::text
              FROM (SELECT private.seal('statement', s.id) AS id, s.phone::text AS phone_number, s.reason AS statement,
                           private.utc(s.at) AS created_at,
                           private.chance(l.likelihood) AS spam_likelihood, numsight.spam_label(l.likelihood) AS spam_label,
                           n.num_spam AS spam_reports, n.not_spam AS not_spam_reports
                      FROM data.statement s JOIN data.number n ON n.phone OPERATOR(numsight.=) s.phone
                     CROSS JOIN LATERAL (SELECT private.likelihood(n) AS likelihood OFFSET 0) l
                     WHERE s.id = appeal) o);
END;
$$;
COMMENT ON FUNCTION private.appeal_card(bigint) IS
    'an appeal as operators see it, beside what stands against it';

CREATE OR REPLACE FUNCTION private.queue(as_of timestamptz, OUT phone numsight.phone, OUT reports bigint, OUT calls bigint,
                                         OUT latest timestamptz, OUT appealed boolean, OUT likelihood double precision,
                                         OUT harm double precision)
RETURNS SETOF record
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN QUERY
    WITH reported AS MATERIALIZED (
        SELECT r.phone, r.created AS at, false AS appeal
          FROM (SELECT s.phone, s.created FROM data.spam_report s
                 WHERE s.spam AND s.created <= as_of AND s.created > as_of - interval '30 days'
                 ORDER BY s.created DESC, s.id DESC LIMIT 5000) r
        UNION ALL
        SELECT s.phone, s.at, true
          FROM (SELECT o.* FROM data.statement o WHERE o.kind = 'appeal' AND o.value = 'made' AND o.at <= as_of
                 ORDER BY o.id DESC LIMIT 1000) s
         WHERE private.appeal_open(s)
    ), waiting AS MATERIALIZED (
        SELECT w.phone, count(*) FILTER (WHERE NOT w.appeal) AS reports, max(w.at) AS latest, bool_or(w.appeal) AS appealed
          FROM reported w
          LEFT JOIN data.review v ON v.phone OPERATOR(numsight.=) w.phone
         WHERE w.at > coalesce(v.at, '-infinity')
         GROUP BY w.phone
    ), weighed AS (
        SELECT w.*, private.likelihood_in(w.phone, n, b, as_of) AS likelihood,
               (SELECT count(*) FROM data.call c
                 WHERE c.phone OPERATOR(numsight.=) w.phone AND c.at > as_of - interval '7 days' AND c.at <= as_of) AS calls
          FROM waiting w JOIN data.number n ON n.phone OPERATOR(numsight.=) w.phone
         CROSS JOIN LATERAL private.block_at(w.phone, as_of) b
    )
    SELECT w.phone, w.reports, w.calls, w.latest, w.appealed, w.likelihood, w.likelihood * (1 + w.calls) FROM weighed w;
END;
$$;
COMMENT ON FUNCTION private.queue(timestamptz) IS
    'numbers that wait for an operator, with the harm to be expected: likelihood of spam times calls of the last week; of the newest 5000 reports of 30 days, and of open appeals';

CREATE OR REPLACE FUNCTION private.number_review(actor bigint, target numsight.phone)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO data.review AS v (phone, account) VALUES (target, actor)
    ON CONFLICT ON CONSTRAINT review_pkey DO UPDATE SET at = now(), account = excluded.account;
END;
$$;
COMMENT ON FUNCTION private.number_review(bigint, numsight.phone) IS
    'takes a number out of the queue until something new is told of it';

CREATE OR REPLACE FUNCTION private.sessions_end(person bigint)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    WITH ended AS (
        UPDATE data.session s SET revoked = now() WHERE s.account = person AND s.revoked IS NULL RETURNING s.id)
    UPDATE data.api_key k SET paused = now() FROM ended e WHERE k.session = e.id;
END;
$$;
COMMENT ON FUNCTION private.sessions_end(bigint) IS
    'ends all logins of an account at once; its keys wait until it is let in again';

CREATE OR REPLACE FUNCTION private.keys_resume(person bigint)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    -- nobody logs in to programs again: those that ran before go on
    WITH resumed AS (
        UPDATE data.api_key k SET paused = NULL
          FROM data.session s
         WHERE s.id = k.session AND s.account = person AND k.paused IS NOT NULL RETURNING k.session)
    UPDATE data.session s SET revoked = NULL FROM resumed r WHERE s.id = r.session;
END;
$$;
COMMENT ON FUNCTION private.keys_resume(bigint) IS
    'lets the keys go on that an account had when it was locked, each until its time';

CREATE OR REPLACE FUNCTION private.person_named(person bigint)
RETURNS json
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN (SELECT row_to_json(w) FROM (SELECT private.seal('account', a.id) AS id, a.name FROM data.account a WHERE a.id = person) w);
END;
$$;
COMMENT ON FUNCTION private.person_named(bigint) IS
    'id and name of an account, NULL if it is no more';

CREATE OR REPLACE FUNCTION private.audit_card(entry bigint)
RETURNS text
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN (SELECT row_to_json(o)::text
              FROM (SELECT private.seal('audit', a.id) AS id, private.utc(a.at) AS at, a.kind, private.person_named(a.account) AS who,
                           private.person_named(a.subject) AS whom, a.detail, a.reason
                      FROM data.audit a WHERE a.id = entry) o);
END;
$$;
COMMENT ON FUNCTION private.audit_card(bigint) IS
    'an entry of the record as operators see it';

CREATE OR REPLACE FUNCTION private.admin_card(noun text, id bigint)
RETURNS text
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN CASE noun WHEN 'account' THEN private.user_card(id) WHEN 'report' THEN private.report_card(id)
                     WHEN 'statement' THEN private.appeal_card(id) WHEN 'audit' THEN private.audit_card(id) END;
END;
$$;
COMMENT ON FUNCTION private.admin_card(text, bigint) IS
    'what operators see of something; NULL if it is not there';

CREATE OR REPLACE FUNCTION private.admin_cards(noun text, ids bigint[], wanted bigint)
RETURNS api.reply
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN private.page((SELECT string_agg(private.admin_card(noun, u.id), ',' ORDER BY u.id DESC) FROM unnest(ids[:wanted]) u (id)),
                        CASE WHEN cardinality(ids) > wanted THEN private.seal(noun, ids[wanted]) END);
END;
$$;
COMMENT ON FUNCTION private.admin_cards(text, bigint[], bigint) IS
    'a page of such, newest first; one more than wanted tells that there is another';
