-- virtual_number.sql: what becomes of virtual numbers
--
-- Whose a number is at a time stands in data.virtual_number.held and needs nobody to carry it out:
-- a port that is agreed has set the ends of the periods. The state follows when it is read, and is
-- written by private.port_execute.

CREATE OR REPLACE FUNCTION private.virtual_number_state(one data.virtual_number)
RETURNS text
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    IF one.state IN ('ported_out', 'released') THEN
        RETURN one.state;
    ELSIF upper(one.held) <= now() THEN
        RETURN 'ported_out';
    ELSIF one.state = 'porting_in' AND EXISTS (
        SELECT FROM data.port p
         WHERE p.virtual_number = one.id AND p.executed IS NULL AND p.cancelled IS NULL AND p.cut_over <= now()) THEN
        RETURN 'active';
    END IF;
    RETURN one.state;
END;
$$;
COMMENT ON FUNCTION private.virtual_number_state(data.virtual_number) IS
    'the state of a virtual number now, whether or not a port that was due has been written';

CREATE OR REPLACE FUNCTION private.virtual_number_objects(numbers bigint[], old boolean DEFAULT false)
RETURNS text
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    key CONSTANT bytea := private.seal_key();
BEGIN
    RETURN (
        SELECT string_agg(CASE WHEN old THEN o.body
                               ELSE left(o.body, -1) || ',"port":' || coalesce(p.body, 'null') || '}' END, ',' ORDER BY w.place)
          FROM unnest(numbers) WITH ORDINALITY w (id, place)
          JOIN data.virtual_number v ON v.id = w.id
         CROSS JOIN LATERAL (SELECT private.virtual_number_state(v) AS state) s
         CROSS JOIN LATERAL (
            SELECT row_to_json(b)::text AS body
              FROM (SELECT private.seal_with(key, 'virtual_number', v.id) AS id, v.phone::text AS phone_number,
                           s.state = 'active' AS is_active, s.state AS status, private.utc(v.created) AS created_at) b) o
          LEFT JOIN LATERAL (
            SELECT row_to_json(b)::text AS body
              FROM (SELECT CASE WHEN q.inward THEN 'in' ELSE 'out' END AS direction, q.carrier::text AS carrier,
                           private.utc(q.cut_over) AS cut_over_at, private.utc(q.created) AS created_at
                      FROM data.port q
                     WHERE q.virtual_number = v.id AND q.executed IS NULL AND q.cancelled IS NULL AND q.cut_over > now()) b) p
            ON true);
END;
$$;
COMMENT ON FUNCTION private.virtual_number_objects(bigint[], boolean) IS
    'virtual numbers as their owner sees them; old: in the form that application D published, and our members';

CREATE OR REPLACE FUNCTION private.virtual_number_lock(target numsight.phone)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('virtual_number', numsight.phone_to_bigint(target)));
    PERFORM private.port_execute(target);
END;
$$;
COMMENT ON FUNCTION private.virtual_number_lock(numsight.phone) IS
    'one change of a number''s ownership at a time, and what was due before it is done';

CREATE OR REPLACE FUNCTION private.virtual_number_held(target numsight.phone)
RETURNS boolean
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM private.virtual_number_lock(target);
    RETURN EXISTS (SELECT FROM data.virtual_number v WHERE v.phone OPERATOR(numsight.=) target AND v.held @> now());
END;
$$;
COMMENT ON FUNCTION private.virtual_number_held(numsight.phone) IS
    'whether a number is somebody''s virtual one now; nobody else takes it until the transaction ends';

CREATE OR REPLACE FUNCTION private.virtual_number_own(actor bigint, sealed text)
RETURNS data.virtual_number
LANGUAGE plpgsql
AS $$
DECLARE
    wanted CONSTANT bigint := private.unseal('virtual_number', sealed);
    one data.virtual_number;
BEGIN
    PERFORM private.virtual_number_lock(v.phone) FROM data.virtual_number v WHERE v.id = wanted AND v.owner = actor;
    SELECT v.* INTO one FROM data.virtual_number v WHERE v.id = wanted AND v.owner = actor FOR UPDATE;
    RETURN one;
END;
$$;
COMMENT ON FUNCTION private.virtual_number_own(bigint, text) IS
    'the virtual number of a public id, locked for a change; of nobody else''s NULL';

CREATE OR REPLACE FUNCTION private.virtual_number_add(actor bigint, target numsight.phone, active boolean)
RETURNS bigint
LANGUAGE plpgsql
AS $$
DECLARE
    made bigint;
    leaving boolean;
BEGIN
    PERFORM private.virtual_number_lock(target);
    IF EXISTS (SELECT FROM data.account a WHERE a.phone OPERATOR(numsight.=) target)
       OR EXISTS (SELECT FROM data.virtual_number v
                   WHERE v.owner = actor AND v.phone OPERATOR(numsight.=) target
                     AND (v.held IS NULL AND v.state = 'requested' OR upper(v.held) > now() OR upper_inf(v.held))) THEN
        RETURN NULL;
    END IF;
    -- of a number that is leaving its owner, anybody may ask for what comes then
    SELECT bool_and(NOT upper_inf(v.held)) INTO leaving FROM data.virtual_number v
     WHERE v.phone OPERATOR(numsight.=) target AND v.held && tstzrange(now(), NULL);
    INSERT INTO data.virtual_number (owner, phone, state, held)
    VALUES (actor, target, CASE WHEN active THEN 'active' ELSE 'requested' END,
            CASE WHEN leaving AND NOT active THEN NULL ELSE tstzrange(now(), NULL) END)
    ON CONFLICT ON CONSTRAINT virtual_number_one_owner DO NOTHING
    RETURNING id INTO made;
    RETURN made;
END;
$$;
COMMENT ON FUNCTION private.virtual_number_add(bigint, numsight.phone, boolean) IS
    'gives a number to the actor, in use or only asked for; NULL if it is somebody''s';

CREATE OR REPLACE FUNCTION private.virtual_number_may(old text, new text)
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT (old, new) IN (VALUES
        ('requested', 'active'), ('requested', 'released'),
        ('active', 'suspended'), ('active', 'released'),
        ('suspended', 'active'), ('suspended', 'released'),
        ('ported_out', 'released'));
END;
COMMENT ON FUNCTION private.virtual_number_may(text, text) IS
    'which states an owner may bring his number into; others come about by a port';

CREATE OR REPLACE FUNCTION private.virtual_number_move(one data.virtual_number, wanted text)
RETURNS boolean
LANGUAGE plpgsql
AS $$
BEGIN
    IF wanted = 'active' AND one.held IS NULL THEN
        IF EXISTS (SELECT FROM data.virtual_number v
                    WHERE v.phone OPERATOR(numsight.=) one.phone AND v.held && tstzrange(now(), NULL)) THEN
            RETURN false;
        END IF;
        one.held := tstzrange(now(), NULL);
    ELSIF wanted = 'released' AND one.held @> now() THEN
        one.held := tstzrange(lower(one.held), now());
    END IF;
    UPDATE data.virtual_number v SET state = wanted, held = one.held WHERE v.id = one.id;
    RETURN true;
END;
$$;
COMMENT ON FUNCTION private.virtual_number_move(data.virtual_number, text) IS
    'brings a virtual number into another state; false if somebody else has the number';

CREATE OR REPLACE FUNCTION private.port_execute(target numsight.phone DEFAULT NULL)
RETURNS bigint
LANGUAGE plpgsql
AS $$
DECLARE
    done bigint;
BEGIN
    WITH due AS (
        UPDATE data.port p SET executed = now()
          FROM data.virtual_number v
         WHERE v.id = p.virtual_number AND p.executed IS NULL AND p.cancelled IS NULL AND p.cut_over <= now()
           AND (target IS NULL OR v.phone OPERATOR(numsight.=) target)
        RETURNING p.virtual_number, p.inward)
    UPDATE data.virtual_number v SET state = CASE WHEN d.inward THEN 'active' ELSE 'ported_out' END
      FROM due d WHERE v.id = d.virtual_number AND v.state NOT IN ('ported_out', 'released');
    GET DIAGNOSTICS done = ROW_COUNT;
    RETURN done;
END;
$$;
COMMENT ON FUNCTION private.port_execute(numsight.phone) IS
    'writes the states of ports that were due, of one number or of all: how many';

CREATE OR REPLACE FUNCTION private.port_of(one data.virtual_number)
RETURNS data.port
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    pending data.port;
BEGIN
    SELECT p.* INTO pending FROM data.port p
     WHERE p.virtual_number = one.id AND p.executed IS NULL AND p.cancelled IS NULL;
    RETURN pending;
END;
$$;
COMMENT ON FUNCTION private.port_of(data.virtual_number) IS
    'the port that a virtual number waits for, or NULL';

CREATE OR REPLACE FUNCTION private.port_out(one data.virtual_number, cut_over timestamptz)
RETURNS api.reply
LANGUAGE plpgsql
AS $$
BEGIN
    IF one.state NOT IN ('active', 'suspended') THEN
        RETURN private.problem(409, format('the number is %s. Only an active or suspended one can be ported out.', one.state), 'direction');
    END IF;
    UPDATE data.virtual_number v SET held = tstzrange(lower(v.held), cut_over) WHERE v.id = one.id;
    RETURN NULL;
END;
$$;
COMMENT ON FUNCTION private.port_out(data.virtual_number, timestamptz) IS
    'a number leaves its owner at a time; or the refusal';

CREATE OR REPLACE FUNCTION private.port_in(one data.virtual_number, digest bytea, cut_over timestamptz)
RETURNS api.reply
LANGUAGE plpgsql
AS $$
DECLARE
    leaving record;
BEGIN
    IF one.state <> 'requested' THEN
        RETURN private.problem(409, format('the number is %s. Only a requested one can be ported in.', one.state), 'direction');
    ELSIF one.held IS NULL THEN
        SELECT upper(v.held) AS until, p.authorization_digest AS digest INTO leaving
          FROM data.virtual_number v
          LEFT JOIN data.port p ON p.virtual_number = v.id AND NOT p.inward AND p.cancelled IS NULL
         WHERE v.phone OPERATOR(numsight.=) one.phone AND upper(v.held) > now()
         ORDER BY upper(v.held) DESC LIMIT 1;
        IF leaving.digest <> digest THEN
            RETURN private.problem(403, 'the owner of the number has not given this authorization', 'authorization_digest');
        ELSIF leaving.until > cut_over THEN
            RETURN private.problem(409, format('the number is free from %s on', private.utc(leaving.until)), 'cut_over_at');
        END IF;
        one.held := tstzrange(cut_over, NULL);
        IF EXISTS (SELECT FROM data.virtual_number v
                    WHERE v.phone OPERATOR(numsight.=) one.phone AND v.held && one.held) THEN
            RETURN private.problem(409, 'somebody else has been promised the number', 'direction');
        END IF;
    END IF;
    UPDATE data.virtual_number v SET state = 'porting_in', held = one.held WHERE v.id = one.id;
    RETURN NULL;
END;
$$;
COMMENT ON FUNCTION private.port_in(data.virtual_number, bytea, timestamptz) IS
    'a number comes to who asked for it: from another carrier, or from an owner here who has let it go with the same authorization; or the refusal';

CREATE OR REPLACE FUNCTION private.port_cancel(one data.virtual_number)
RETURNS boolean
LANGUAGE plpgsql
AS $$
DECLARE
    heir data.virtual_number;
    inward boolean;
BEGIN
    UPDATE data.port p SET cancelled = now()
     WHERE p.virtual_number = one.id AND p.executed IS NULL AND p.cancelled IS NULL AND p.cut_over > now()
    RETURNING p.inward INTO inward;
    IF NOT FOUND THEN
        RETURN false;
    ELSIF inward THEN
        UPDATE data.virtual_number v
           SET state = 'requested', held = CASE WHEN lower(v.held) <= now() THEN v.held END
         WHERE v.id = one.id;
        RETURN true;
    END IF;
    -- whom the number was promised gets it no more
    FOR heir IN
        SELECT v.* FROM data.virtual_number v
         WHERE v.phone OPERATOR(numsight.=) one.phone AND lower(v.held) >= upper(one.held)
    LOOP
        PERFORM private.port_cancel(heir);
    END LOOP;
    UPDATE data.virtual_number v SET held = tstzrange(lower(v.held), NULL) WHERE v.id = one.id;
    RETURN true;
END;
$$;
COMMENT ON FUNCTION private.port_cancel(data.virtual_number) IS
    'calls off a port before its cut-over, and with it the one that waits for it; false if there is none';

CREATE OR REPLACE FUNCTION private.virtual_number_page(actor bigint, size bigint, cursor text,
                                                       OUT ids bigint[], OUT next text)
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    wanted CONSTANT bigint := private.page_size(size);
    before CONSTANT bigint := private.unseal('virtual_number', cursor);
BEGIN
    IF cursor IS NOT NULL AND before IS NULL THEN
        PERFORM private.refuse('cursor', 'is not one of ours', 'Take it from next of the page before.');
    END IF;
    ids := ARRAY(SELECT v.id FROM data.virtual_number v
                  WHERE v.owner = actor AND v.state <> 'released' AND v.id < coalesce(before, 9223372036854775807)
                  ORDER BY v.id DESC LIMIT wanted + 1);
    next := CASE WHEN cardinality(ids) > wanted THEN private.seal('virtual_number', ids[wanted]) END;
    ids := ids[:wanted];
END;
$$;
COMMENT ON FUNCTION private.virtual_number_page(bigint, bigint, text) IS
    'one page of somebody''s virtual numbers that he has not given back, newest first';
