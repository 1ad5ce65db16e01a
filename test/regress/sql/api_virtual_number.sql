-- api_virtual_number: whose a virtual number is, and when
\getenv abs_srcdir PG_ABS_SRCDIR
\set ECHO none
\set begin :abs_srcdir '/sql/api_begin.psql'
\i :begin
-- time passes: whatever the rows of a number say of times is moved back
CREATE FUNCTION pg_temp.later(how interval) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    one data.virtual_number;
BEGIN
    UPDATE data.port SET cut_over = cut_over - how, created = created - how, executed = executed - how, cancelled = cancelled - how;
    FOR one IN SELECT * FROM data.virtual_number v WHERE NOT isempty(v.held) ORDER BY lower(v.held) LOOP
        UPDATE data.virtual_number v SET held = tstzrange(lower(one.held) - how, upper(one.held) - how) WHERE v.id = one.id;
    END LOOP;
    UPDATE data.call_record SET at = at - how, initiated = initiated - how, received = received - how;
    UPDATE data.call_event SET told = told - how, received = received - how;
END $$;
-- the id of somebody's newest virtual number
CREATE FUNCTION pg_temp.newest(session uuid) RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.part(api.virtual_numbers(session, 1, NULL), 'results', '0', 'id')
$$;
CREATE FUNCTION pg_temp.list(session uuid) RETURNS SETOF text LANGUAGE sql AS $$
    SELECT concat_ws(' ', e ->> 'phone_number', e ->> 'is_active', e ->> 'status', e #>> '{port,direction}', e #>> '{port,carrier}')
      FROM json_array_elements(translate((api.virtual_numbers(session, 50, NULL)).body, chr(1) || '=', '')::json -> 'results') e
$$;
CREATE FUNCTION pg_temp.port(session uuid, id text, direction text, code text DEFAULT 'code', wait interval DEFAULT '1 hour') RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.said(api.virtual_number_port(session, id, direction, 'Other Telecom', encode(sha256(code::bytea), 'hex'), private.utc(now() + wait)))
$$;
CREATE FUNCTION pg_temp.history(session uuid, number text) RETURNS text LANGUAGE sql AS $$
    SELECT CASE WHEN r.status = 200 THEN (SELECT string_agg(e ->> 'call_id', ' ') FROM json_array_elements(translate(r.body, chr(1) || '=', '')::json -> 'results') e)
                ELSE r.status::text END
      FROM api.call_history(session, number, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 50, NULL) r
$$;
-- a call to a number that began a while ago
CREATE FUNCTION pg_temp.ring(session uuid, n integer, call text, called text, ago interval DEFAULT '0') RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.said(api.call_events(session, convert_to(jsonb_build_object('event_id', '00000000-0000-4000-8000-' || lpad(n::text, 12, '0'), 'call_id', call,
        'event', 'INITIATE', 'calling_number', '+442079460123', 'called_number', called, 'created_at', private.utc(now() - ago))::text, 'UTF8'), 'application/json'))
$$;
\set ECHO all
\pset format unaligned
\pset tuples_only on
SELECT pg_temp.member('+919801200001', 'Asha') AS asha, pg_temp.member('+919801200002', 'Ben') AS ben,
       pg_temp.member('+919801200003', 'Cara') AS cara, pg_temp.member('+919801200004', 'Switch') AS switch \gset
UPDATE data.account SET roles = '{agent}' WHERE phone = '+919801200004';

-- taken into use, or asked for; once, by whomever, however it is written
SELECT pg_temp.said(api.virtual_number_create(:'asha', '022 3344 1001', NULL, NULL));
SELECT pg_temp.said(api.virtual_number_create(s::uuid, n, active, NULL))
  FROM (VALUES (1, :'asha', '+912233441001', true), (2, :'ben', '02233441001', true), (3, :'ben', '+912233441001', false), (4, :'ben', '+919801200001', true),
               (5, :'ben', '+919801200002', NULL)) v (k, s, n, active) ORDER BY k;
SELECT pg_temp.said(api.old_virtual_number_create(:'asha', '+12025550143', false));
SELECT pg_temp.said(api.old_virtual_number_create(:'ben', '+12025550143', true));
SELECT pg_temp.said(api.old_virtual_numbers(:'asha', 20, NULL));
SELECT pg_temp.said(api.virtual_numbers(:'ben', 20, NULL));
-- pages
SELECT (api.virtual_number_create(:'cara', '+91223344200' || n, true, NULL)).status FROM generate_series(1, 3) n;
SELECT pg_temp.part(r, 'results', '0', 'phone_number'), pg_temp.part(api.virtual_numbers(:'cara', 2, r.next), 'results', '0', 'phone_number'),
       (api.virtual_numbers(:'cara', 2, r.next)).next, pg_temp.part(api.old_virtual_numbers(:'cara', 2, r.next), '0', 'phone_number')
  FROM api.virtual_numbers(:'cara', 2, NULL) r;
SELECT pg_temp.refusal(format('api.virtual_numbers(%L, 2, %L)', :'cara', 'x'));
-- nobody sees or changes a number of somebody else
SELECT pg_temp.newest(:'asha') AS spare, pg_temp.newest(:'cara') AS caras \gset
SELECT pg_temp.said(api.virtual_number(:'ben', :'spare')), pg_temp.said(api.virtual_number_change(:'ben', :'spare', true, NULL)),
       pg_temp.port(:'ben', :'spare', 'out'), pg_temp.said(api.virtual_number_port_cancel(:'ben', :'spare')), pg_temp.said(api.virtual_number(:'ben', 'x'));

-- on and off, and given back: then it is free
SELECT pg_temp.said(api.virtual_number_change(:'asha', :'spare', active, status))
  FROM (VALUES (1, NULL, NULL), (2, false, NULL), (3, true, NULL), (4, true, 'active'), (5, false, NULL), (6, false, NULL), (7, NULL, 'active'), (8, NULL, 'released'), (9, NULL, 'active'), (10, true, NULL))
       v (n, active, status) ORDER BY n;
SELECT * FROM pg_temp.list(:'asha');
SELECT pg_temp.said(api.virtual_number_create(:'ben', '+12025550143', true, NULL));
SELECT pg_temp.refusal(format('api.virtual_number_change(%L, %L, %L, %L)', :'asha', :'spare', active, status))
  FROM (VALUES (1, NULL, 'ported_out'), (2, false, 'active'), (3, NULL, '')) v (n, active, status) ORDER BY n;

-- a number comes from another carrier
SELECT (api.virtual_number_create(:'asha', '+912233441003', false, NULL)).status;
SELECT pg_temp.newest(:'asha') AS coming \gset
SELECT pg_temp.port(:'asha', :'coming', 'out'), pg_temp.port(:'asha', :'coming', 'in');
SELECT pg_temp.port(:'asha', :'coming', 'in'), pg_temp.said(api.virtual_number_change(:'asha', :'coming', true, NULL)), pg_temp.said(api.virtual_number_change(:'asha', :'coming', NULL, 'released'));
SELECT (api.virtual_number_port_cancel(:'asha', :'coming')).status, pg_temp.said(api.virtual_number_port_cancel(:'asha', :'coming'));
SELECT pg_temp.port(:'asha', :'coming', 'in') LIKE '201 %';
SELECT pg_temp.later('1 hour');
-- at the cut-over it is, whether or not anybody has written it down
SELECT * FROM pg_temp.list(:'asha');
SELECT state FROM data.virtual_number WHERE phone = '+912233441003';
SELECT private.port_execute(), private.port_execute();
SELECT state FROM data.virtual_number WHERE phone = '+912233441003';
SELECT pg_temp.said(api.virtual_number_port_cancel(:'asha', :'coming'));

-- a number goes from one owner to another: calls are his who had it when they began
SELECT id AS leaving FROM (SELECT e ->> 'id' AS id, e ->> 'phone_number' AS phone FROM json_array_elements(translate((api.virtual_numbers(:'asha', 50, NULL)).body, chr(1) || '=', '')::json -> 'results') e) n WHERE phone = '+912233441001' \gset
SELECT pg_temp.later('1 day');
SELECT pg_temp.ring(:'switch', 1, 'old', '+912233441001', '2 hours');
SELECT pg_temp.port(:'asha', :'leaving', 'out', 'secret', '1 hour') LIKE '201 %', pg_temp.port(:'asha', :'leaving', 'out');
SELECT pg_temp.said(api.virtual_number_create(:'ben', '+912233441001', true, NULL));
SELECT pg_temp.said(api.virtual_number_create(:'ben', '+912233441001', false, NULL));
SELECT pg_temp.newest(:'ben') AS promised \gset
SELECT pg_temp.said(api.virtual_number_change(:'ben', :'promised', true, NULL)), pg_temp.history(:'ben', '+912233441001');
SELECT pg_temp.port(:'ben', :'promised', 'in', 'guess', '2 hours');
SELECT pg_temp.port(:'ben', :'promised', 'in', 'secret', '1 minute') ~ '^409 the number is free from TIME on', pg_temp.port(:'ben', :'promised', 'in', 'secret', '1 hour') LIKE '201 %';
SELECT pg_temp.said(api.virtual_number_create(:'cara', '+912233441001', active, NULL)) FROM unnest(ARRAY[true, false]) active;
-- called off by the old owner, it is called off for the new one, too
SELECT (api.virtual_number_port_cancel(:'asha', :'leaving')).status;
SELECT * FROM pg_temp.list(:'asha') l WHERE l LIKE '+912233441001%' UNION ALL SELECT * FROM pg_temp.list(:'ben') l WHERE l LIKE '+912233441001%';
SELECT pg_temp.port(:'asha', :'leaving', 'out', 'secret', '1 hour') LIKE '201 %', pg_temp.port(:'ben', :'promised', 'in', 'secret', '1 hour') LIKE '201 %';
SELECT pg_temp.ring(:'switch', 2, 'going on', '+912233441001', '1 minute');
SELECT pg_temp.later('90 minutes');
SELECT pg_temp.ring(:'switch', 3, 'new', '+912233441001', '1 minute');
-- a late word of an early call goes to the old owner
SELECT pg_temp.ring(:'switch', 4, 'told late', '+912233441001', '3 hours');
SELECT pg_temp.history(:'asha', '+912233441001'), pg_temp.history(:'ben', '+912233441001'), pg_temp.history(:'cara', '+912233441001'), pg_temp.history(:'switch', '+912233441001');
SELECT * FROM pg_temp.list(:'asha') l WHERE l LIKE '+912233441001%' UNION ALL SELECT * FROM pg_temp.list(:'ben') l WHERE l LIKE '+912233441001%';
-- and whose it is now speaks for it no more
SELECT private.own_number(a.id, '+912233441001') FROM data.account a WHERE a.phone IN ('+919801200001', '+919801200002') ORDER BY a.phone;
SELECT pg_temp.said(api.virtual_number_change(:'asha', :'leaving', true, NULL)), pg_temp.said(api.virtual_number_change(:'asha', :'leaving', NULL, 'released'));
SELECT pg_temp.history(:'asha', '+912233441001');
-- the log of a person holds the calls of all his numbers
SELECT string_agg(e ->> 'call_id', ' ') FROM json_array_elements(translate((api.call_logs(:'asha', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 50, NULL)).body, chr(1) || '=', '')::json -> 'results') e;
SELECT pg_temp.said(api.call_logs(:'ben', '+912233441001', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 50, NULL));

-- calls of before anybody had the number are his, if he had it when they were told; not those that were told before
SELECT pg_temp.ring(:'switch', 5, 'unseen', '+912233441009', '2 days');
SELECT pg_temp.later('1 hour');
SELECT (api.virtual_number_create(:'cara', '+912233441009', true, NULL)).status;
SELECT pg_temp.ring(:'cara', 6, 'caught up', '+912233441009', '2 days');
SELECT pg_temp.history(:'cara', '+912233441009');

-- at any instant a number has at most one owner
DO $$ BEGIN
    INSERT INTO data.virtual_number (owner, phone, held) SELECT owner, phone, tstzrange(lower(held) - interval '1 day', lower(held) + interval '1 day') FROM data.virtual_number WHERE phone = '+912233441009';
EXCEPTION WHEN exclusion_violation THEN RAISE WARNING '%', SQLERRM;
END $$;
SELECT count(*) FROM data.virtual_number one JOIN data.virtual_number other ON one.id < other.id AND one.phone = other.phone AND one.held && other.held;

-- what is refused
SELECT pg_temp.refusal(format('api.virtual_number_create(%L, %L, true, %L)', :'asha', n, r))
  FROM (VALUES (1, NULL, NULL), (2, 'x', NULL), (3, 'anonymous', NULL), (4, '2233441011', 'XX')) v (k, n, r) ORDER BY k;
SELECT pg_temp.refusal(format('api.virtual_number_port(%L, %L, %L, %L, %L, %L)', :'cara', :'caras', direction, carrier, digest, at))
  FROM (VALUES (1, 'up', 'C', repeat('0a', 32), private.utc(now() + interval '1 hour')), (2, 'in', '', repeat('0a', 32), private.utc(now() + interval '1 hour')),
               (3, 'in', 'C', 'code', private.utc(now() + interval '1 hour')), (4, 'out', 'C', repeat('0A', 32), 'soon'), (5, 'out', 'C', repeat('0a', 32), '2024-04-01'),
               (6, 'out', 'C', repeat('0a', 32), '2024-04-01T12:00:00Z'), (7, 'out', 'C', repeat('0a', 32), '9999-12-31T23:59:59Z')) v (n, direction, carrier, digest, at) ORDER BY n;
SELECT count(*) FROM data.port p JOIN data.virtual_number v ON v.id = p.virtual_number WHERE v.phone = '+912233442003';
SELECT * FROM private.drift();
ROLLBACK;
