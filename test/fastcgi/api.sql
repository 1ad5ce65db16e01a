-- A schema api that does as it is told: what the worker does with answers,
-- errors, slowness and death of the database is tested on it.

DROP SCHEMA IF EXISTS api CASCADE;
CREATE SCHEMA api;
CREATE TYPE api.reply AS (status smallint, body text, next text, shown bigint[]);
CREATE TABLE api.stored (what text);
CREATE TABLE api.twin (id integer PRIMARY KEY, value integer NOT NULL);
INSERT INTO api.twin VALUES (1, 0), (2, 0);

CREATE FUNCTION api.ok(body text, next text = NULL, status integer = 200)
RETURNS api.reply LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN ROW(status, body, next, NULL)::api.reply;
END;
$$;

CREATE FUNCTION api.me(session uuid) RETURNS api.reply
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN api.ok('{"session":' || to_json(session) || '}');
END;
$$;

-- What is wanted stands where a number would: "sleep 0.2", "raise 22P02".
CREATE FUNCTION api.number(session uuid, number text, region text, as_of text)
RETURNS api.reply LANGUAGE plpgsql STABLE AS $$
DECLARE
    verb CONSTANT text := split_part(number, ' ', 1);
    rest CONSTANT text := split_part(number, ' ', 2);
BEGIN
    CASE verb
        WHEN 'sleep' THEN
            PERFORM pg_sleep(rest::float8);
        WHEN 'raise' THEN
            RAISE EXCEPTION USING ERRCODE = rest, MESSAGE = 'raised as asked',
                HINT = 'Ask for another.', COLUMN = 'number';
        WHEN 'status' THEN
            RETURN api.ok('Said so.', nullif(split_part(number, ' ', 3), ''),
                rest::integer);
        WHEN 'large' THEN
            RETURN api.ok('"' || repeat('x', rest::integer - 2) || '"');
        WHEN 'none' THEN
            RETURN NULL;
        WHEN 'empty' THEN
            RETURN api.ok(NULL);
        WHEN 'slot' THEN
            RETURN api.ok('"' || chr(1) || rest || chr(1) || '"');
        WHEN 'die' THEN
            PERFORM pg_terminate_backend(pg_backend_pid());
            PERFORM pg_sleep(1);
        WHEN 'dies' THEN
            -- only if it is older than a second
            IF EXISTS (SELECT FROM pg_stat_activity
                       WHERE pid = pg_backend_pid()
                           AND backend_start < now() - interval '1 second') THEN
                PERFORM pg_terminate_backend(pg_backend_pid());
                PERFORM pg_sleep(1);
            END IF;
        WHEN 'forget' THEN
            EXECUTE 'DEALLOCATE ALL';
        WHEN 'write' THEN
            INSERT INTO api.stored VALUES (rest);
        WHEN 'media' THEN
            -- "media text:vcard;a.vcf": a body of text/vcard, to be kept as a.vcf
            RETURN api.ok(chr(1) || translate(rest, ':;', '/ ') || chr(1) || E'one\r\ntwo \x01next\x01');
        WHEN 'open' THEN
            RETURN api.ok(chr(1) || 'text/plain');
        WHEN 'bytes' THEN
            RETURN api.ok(chr(1) || 'application/octet-stream' || chr(1) || rest);
        ELSE
            NULL;
    END CASE;
    RETURN api.ok('{"number":' || to_json(number) || ',"region":'
        || coalesce(to_json(region)::text, 'null') || ',"backend":'
        || pg_backend_pid() || '}');
END;
$$;
ALTER FUNCTION api.number(uuid, text, text, text) VOLATILE;

-- Of several: "together" is answered, and "poison" and "missing" spoil it for
-- all; everything else is left to be asked for by itself.
CREATE FUNCTION api.number_together(sessions uuid[], numbers text[], regions text[], as_ofs text[])
RETURNS SETOF api.reply LANGUAGE plpgsql STABLE AS $$
BEGIN
    FOR i IN 1 .. cardinality(numbers) LOOP
        CASE split_part(numbers[i], ' ', 1)
            WHEN 'together' THEN
                RETURN NEXT api.ok('{"number":' || to_json(numbers[i]) || ',"region":'
                    || coalesce(to_json(regions[i])::text, 'null') || ',"together":'
                    || cardinality(numbers) || '}');
            WHEN 'poison' THEN
                RAISE EXCEPTION 'raised as asked';
            WHEN 'missing' THEN
                NULL;
            ELSE
                RETURN NEXT NULL::api.reply;
        END CASE;
    END LOOP;
END;
$$;

CREATE FUNCTION api.search(session uuid, query text, region text, most bigint, place text)
RETURNS api.reply LANGUAGE plpgsql AS $$
BEGIN
    IF query LIKE 'sleep %' THEN
        PERFORM pg_sleep(split_part(query, ' ', 2)::float8);
    END IF;
    RETURN api.ok('{"query":' || coalesce(to_json(query)::text, 'null')
        || ',"place":' || coalesce(to_json(place)::text, 'null')
        || ',"most":' || most || ',"next":"' || chr(1) || 'next' || chr(1) || '"}',
        coalesce(place, '') || 'x');
END;
$$;

CREATE FUNCTION api.contacts(session uuid, most bigint, place text)
RETURNS api.reply LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN api.ok('{"results":[],"next":null}');
END;
$$;

-- "own 10 5": the caller's own entry, which shows the numbers 10 to 14.
CREATE FUNCTION api.contact(session uuid, id text) RETURNS api.reply
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN ROW(200, '{"id":' || to_json(id) || CASE WHEN current_setting('numsight.budget', true) = 'on'
        THEN ',"likelihood":' || chr(1) || '=0.5' || chr(1) || ',"label":' || chr(1) || '="unknown"' || chr(1) || '}'
        ELSE ',"without":true}' END, NULL,
        ARRAY(SELECT n FROM generate_series(split_part(id, ' ', 2)::bigint,
            split_part(id, ' ', 2)::bigint + split_part(id, ' ', 3)::bigint - 1) AS n))::api.reply;
END;
$$;

-- Writes that show the number they are about.
CREATE FUNCTION api.not_spam(session uuid, phone_number text, region text)
RETURNS api.reply LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO api.stored VALUES (phone_number);
    RETURN ROW(201, '"said"', NULL, ARRAY[phone_number::bigint])::api.reply;
END;
$$;

CREATE FUNCTION api.old_register(session uuid, phone_number text, name text, email_address text, region text)
RETURNS api.reply LANGUAGE plpgsql AS $$
BEGIN
    RETURN api.not_spam(session, phone_number, region);
END;
$$;

-- Every number is somebody's.
CREATE FUNCTION api.virtual_number_create(session uuid, phone_number text, is_active boolean, region text)
RETURNS api.reply LANGUAGE plpgsql AS $$
BEGIN
    RETURN api.ok('It is somebody''s.', 'phone_number', 409);
END;
$$;
CREATE FUNCTION api.old_virtual_number_create(session uuid, phone_number text, is_active boolean, region text)
RETURNS api.reply LANGUAGE plpgsql AS $$
BEGIN
    RETURN api.ok('It is somebody''s.', 'phone_number', 409);
END;
$$;

CREATE FUNCTION api.contact_create(session uuid, name text, phone_number text, email text, region text)
RETURNS api.reply LANGUAGE plpgsql AS $$
DECLARE
    verb CONSTANT text := split_part(name, ' ', 1);
    rest CONSTANT text := split_part(name, ' ', 2);
BEGIN
    INSERT INTO api.stored VALUES (phone_number);
    CASE verb
        WHEN 'sleep' THEN
            PERFORM pg_sleep(rest::float8);
        WHEN 'raise' THEN
            RAISE EXCEPTION USING ERRCODE = rest, MESSAGE = 'raised as asked',
                COLUMN = 'phone_number';
        WHEN 'die' THEN
            PERFORM pg_terminate_backend(pg_backend_pid());
            PERFORM pg_sleep(1);
        WHEN 'cross' THEN
            -- two of these in opposite order wait for each other
            UPDATE api.twin SET value = value + 1 WHERE id = rest::integer;
            PERFORM pg_sleep(0.3);
            UPDATE api.twin SET value = value + 1 WHERE id = 3 - rest::integer;
        WHEN 'defer' THEN
            -- fails when it commits, after its row was sent
            CREATE TEMPORARY TABLE IF NOT EXISTS late
                (id integer UNIQUE DEFERRABLE INITIALLY DEFERRED);
            INSERT INTO late VALUES (1), (1);
        ELSE
            NULL;
    END CASE;
    RETURN api.ok(row_to_json(t)::text, NULL, 201)
        FROM (SELECT name, phone_number, email, region) AS t;
END;
$$;

-- What came as a whole: how long it is, its hash, its type.
CREATE FUNCTION api.contact_import(session uuid, content bytea, media text, region text)
RETURNS api.reply LANGUAGE plpgsql AS $$
BEGIN
    IF region = 'SL' THEN
        PERFORM pg_sleep(3);
    END IF;
    RETURN api.ok(row_to_json(t)::text)
        FROM (SELECT octet_length(content) AS length, md5(content) AS hash, media) AS t;
END;
$$;

CREATE FUNCTION api.lookups(session uuid, numbers text[], region text) RETURNS api.reply
LANGUAGE plpgsql AS $$
BEGIN
    IF region = 'shown' THEN
        RETURN ROW(200, '"shown"', NULL, numbers)::api.reply;
    END IF;
    RETURN api.ok(to_json(numbers)::text);
END;
$$;

CREATE FUNCTION api.range(session uuid, prefix text, r10 text, r100 text) RETURNS api.reply
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN api.ok(to_json(prefix)::text);
END;
$$;

CREATE FUNCTION api.contact_delete(session uuid, id text) RETURNS api.reply
LANGUAGE plpgsql AS $$
BEGIN
    RETURN api.ok(NULL, NULL, 204);
END;
$$;

CREATE FUNCTION api.call_declare(session uuid, phone_number text, direction text,
    answered boolean, duration bigint, created_at text, region text)
RETURNS api.reply LANGUAGE plpgsql AS $$
BEGIN
    RETURN api.ok(row_to_json(t)::text, NULL, 201)
        FROM (SELECT phone_number, direction, answered, duration) AS t;
END;
$$;
CREATE FUNCTION api.old_call(session uuid, phone_number text, region text) RETURNS api.reply
LANGUAGE plpgsql AS $$
BEGIN
    RETURN api.ok(to_json(phone_number)::text);
END;
$$;

CREATE FUNCTION api.user_create(name text, phone_number text, contact_number text,
    secret text, email text, region text, address text, code text)
RETURNS api.reply LANGUAGE plpgsql AS $$
BEGIN
    IF name = 'taken' THEN
        RETURN api.ok('It is taken.', NULL, 409);
    END IF;
    RETURN api.ok(row_to_json(t)::text, NULL, 201) FROM (SELECT name, secret) AS t;
END;
$$;

-- One account, 1, whose hash is kept in a table by the test.
CREATE TABLE api.secret (hash text);
CREATE FUNCTION api.password_of(username text, phone_number text, region text,
    OUT account bigint, OUT hash text)
RETURNS SETOF record LANGUAGE plpgsql AS $$
BEGIN
    IF phone_number = '1' THEN
        RETURN QUERY SELECT 1::bigint, s.hash FROM api.secret AS s;
    END IF;
END;
$$;
CREATE FUNCTION api.token(account bigint, verified boolean, fresh bytea, renewed text)
RETURNS api.reply LANGUAGE plpgsql AS $$
BEGIN
    IF NOT verified THEN
        RETURN api.ok('Wrong.', NULL, 401);
    END IF;
    UPDATE api.secret SET hash = renewed WHERE renewed IS NOT NULL;
    RETURN api.ok('{"access":"' || chr(1) || 'access' || chr(1)
        || '","refresh":"' || chr(1) || 'refresh' || chr(1)
        || '","expires_in":' || chr(1) || 'expires_in' || chr(1)
        || ',"digest":"' || encode(fresh, 'hex') || '"}',
        '{"sub":"00000000-0000-4000-8000-000000000001",'
        '"sid":"00000000-0000-4000-8000-000000000002","scope":"read"}');
END;
$$;
CREATE FUNCTION api.token_refresh(presented bytea, fresh bytea)
RETURNS api.reply LANGUAGE plpgsql AS $$
BEGIN
    IF presented <> sha256('good') THEN
        RETURN api.ok('The refresh token is not valid.', NULL, 401);
    END IF;
    RETURN api.ok('{"refresh":"' || chr(1) || 'presented' || chr(1) || '"}', '{}');
END;
$$;

-- "show 10 5" tells the numbers 10 to 14, "miss" nothing.
CREATE FUNCTION api.person(session uuid, id text) RETURNS api.reply
LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF id = 'miss' THEN
        RETURN api.ok('Nobody.', NULL, 404);
    END IF;
    RETURN ROW(200, to_json(id)::text, NULL,
        ARRAY(SELECT n FROM generate_series(split_part(id, ' ', 2)::bigint,
            split_part(id, ' ', 2)::bigint + split_part(id, ' ', 3)::bigint - 1) AS n))::api.reply;
END;
$$;

-- Under an Idempotency-Key nothing was answered before, and If-Match holds
-- unless it says otherwise.
CREATE FUNCTION api.replay(session uuid, key text, request bytea)
RETURNS api.reply LANGUAGE plpgsql AS $$
BEGIN
    IF key = 'known' THEN
        RETURN api.ok('{"known":"' || encode(request, 'hex') || '"}', NULL, 201);
    END IF;
    RETURN NULL;
END;
$$;

CREATE FUNCTION api.replay_keep(session uuid, key text, answer api.reply)
RETURNS api.reply LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO api.stored VALUES ('key ' || key);
    RETURN answer;
END;
$$;

CREATE FUNCTION api.precondition(session uuid, reader text, id text, tags text)
RETURNS api.reply LANGUAGE plpgsql AS $$
BEGIN
    IF tags <> '*' THEN
        RETURN api.ok(reader || ' ' || id || ' ' || tags, NULL, 412);
    END IF;
    RETURN NULL;
END;
$$;

-- What was charged, as it came.
CREATE TABLE api.charged (subject text, number bigint);
CREATE FUNCTION api.budgets() RETURNS api.reply LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN api.ok(coalesce((
        SELECT string_agg(subject || coalesce(' n ' || number, ' m 1'), E'\n')
        FROM api.charged), ''));
END;
$$;
CREATE FUNCTION api.budgets_keep(subjects text[], numbers bigint[])
RETURNS api.reply LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO api.charged SELECT * FROM unnest(subjects, numbers);
    RETURN api.ok('{}');
END;
$$;

-- How many numbers were told, a row each time.
CREATE TABLE api.told (count bigint);
CREATE FUNCTION api.lookups_keep(told bigint) RETURNS api.reply
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO api.told VALUES (told);
    RETURN api.ok('{}');
END;
$$;

-- One key that may read, and how often it was asked for.
CREATE FUNCTION api.key_of(digest bytea, id text) RETURNS api.reply
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO api.stored VALUES ('key ' || coalesce(id, 'alone'));
    IF digest = sha256(convert_to('nsk_' || repeat('z', 43), 'UTF8')) THEN
        PERFORM pg_terminate_backend(pg_backend_pid());
        PERFORM pg_sleep(1);
    ELSIF digest <> sha256(convert_to('nsk_' || repeat('a', 43), 'UTF8')) OR id <> 'good' THEN
        RETURN api.ok('No.', NULL, 401);
    END IF;
    RETURN api.ok(NULL, json_build_object('sub', '00000000-0000-4000-8000-000000000003',
        'sid', '00000000-0000-4000-8000-000000000004', 'scope', 'read',
        'exp', extract(epoch FROM now())::bigint + 1000)::text);
END;
$$;
