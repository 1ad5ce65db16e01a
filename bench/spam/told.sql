-- told.sql: a simulated period told through the functions of the API
--
-- Everybody registers, keeps contacts, declares his calls and marks numbers as
-- clients do, at the time of it: the clock of the servers is a file. An
-- operator verifies businesses. Beside it stands what is made of the same facts
-- in bulk, without what nobody can tell there: how a call was signed, and lines
-- and allocation other than those of the numbering plan.

SET search_path = sim, numsight, pg_catalog;

CREATE UNLOGGED TABLE teller (user_id integer PRIMARY KEY, account bigint NOT NULL, session uuid NOT NULL);

CREATE FUNCTION told(answer api.reply) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF answer.status NOT BETWEEN 200 AND 299 THEN
        RAISE EXCEPTION 'a sample was refused: % %', answer.status, answer.body;
    END IF;
END
$$;

-- Somebody registers, from the network that he shares with others.
CREATE FUNCTION enter(user_id integer, phone phone, net integer) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    person bigint;
BEGIN
    PERFORM told(api.user_create('User ' || user_id, phone::text, NULL, '$argon2id$v=19$none', NULL, NULL,
                                 format('193.%s.%s.7', net / 256 % 256, net % 256)));
    SELECT account INTO person FROM api.password_of(NULL, phone::text, NULL);
    PERFORM told(api.token(person, true, sha256(uuid_send(gen_random_uuid()))));
    -- a worker renews what is over; here it lasts
    UPDATE data.session SET expires = 'infinity' WHERE account = person;
    INSERT INTO teller SELECT enter.user_id, person, s.id FROM data.session s WHERE s.account = person;
END
$$;

-- What both ways take: nobody speaks of his own number, or before he is there;
-- of calls from before he tells when he registers.
CREATE PROCEDURE begin_telling()
LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM events e USING users u WHERE u.user_id = e.user_id AND u.phone = e.phone;
    DELETE FROM reports r USING users u WHERE u.user_id = r.user_id AND u.phone = r.phone;
    DELETE FROM contacts c USING users u WHERE u.user_id = c.user_id AND u.phone = c.phone;
    UPDATE reports r SET ts = greatest(r.ts, u.registered_at) FROM users u WHERE u.user_id = r.user_id;
    UPDATE events SET attest = NULL;
    UPDATE numbers SET line_type = phone_type(phone), allocated = phone_valid(phone)::integer;
END
$$;

CREATE PROCEDURE verify()
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM enter(-1, '+16502530000', 0);
    UPDATE data.account SET roles = '{admin}' WHERE id = (SELECT account FROM teller WHERE user_id = -1);
    PERFORM told(api.number_rule(t.session, n.phone::text, NULL, true, NULL, NULL, 'registered business'))
       FROM teller t, numbers n
      WHERE t.user_id = -1 AND n.verified_business = 1;
END
$$;

-- What happened after a moment, up to another: the clock stands there.
CREATE PROCEDURE tell(since bigint, until bigint)
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM enter(u.user_id, u.phone, u.net)
       FROM users u
      WHERE u.registered_at > since AND u.registered_at <= until;
    PERFORM told(api.contact_create(t.session, 'Contact ' || c.phone, c.phone::text, NULL, NULL))
       FROM users u JOIN teller t USING (user_id) JOIN contacts c USING (user_id)
      WHERE u.registered_at > since AND u.registered_at <= until;
    PERFORM told(api.call_declare(t.session, e.phone::text, CASE e.dir WHEN 'I' THEN 'inbound' ELSE 'outbound' END,
                                  e.answered = 1, e.duration, to_json(to_timestamp(e.ts)) #>> '{}', NULL))
       FROM (SELECT e.* FROM events e JOIN users u USING (user_id)
              WHERE u.registered_at <= until AND e.ts <= until AND greatest(e.ts, u.registered_at) > since
              ORDER BY e.ts) e
       JOIN teller t USING (user_id);
    PERFORM told(CASE s.kind WHEN 'spam' THEN api.spam_report(t.session, s.phone::text, s.category, NULL, NULL)
                      ELSE api.not_spam(t.session, s.phone::text, NULL) END)
       FROM (SELECT * FROM said WHERE ts > since AND ts <= until ORDER BY id) s JOIN teller t USING (user_id);
END
$$;

-- What is said of a number at the end: of the facts in bulk, and by the service.
CREATE FUNCTION told_and_counted(as_of timestamptz, model integer)
RETURNS TABLE (phone phone, class text, spam boolean, counted double precision, told double precision)
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT a.phone, a.class, a.spam, a.likelihood,
           ((api.number(t.session, a.phone::text, NULL)).body::json ->> 'spam_likelihood')::double precision
      FROM teller t, answer('sample', model, as_of, true, true, true, true) a
     WHERE t.user_id = -1
     ORDER BY a.phone;
END;
