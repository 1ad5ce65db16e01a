-- api_plan: no request reads a table whole, however little of it the planner knows
\getenv abs_srcdir PG_ABS_SRCDIR
\set ECHO none
\set begin :abs_srcdir '/sql/api_begin.psql'
\i :begin
\set ECHO all
\pset format unaligned
\pset tuples_only on
-- thousands of everything, as a small company has them: few enough for a scan to look cheap
INSERT INTO data.account (phone, name, region, password, cluster, created)
SELECT ('+9198020' || lpad(i::text, 5, '0'))::numsight.phone, format('Person %s%s', chr(65 + i % 26), chr(97 + i / 26 % 26)), 'IN', '$argon2id$v=19$test', i, now() - interval '100 days'
  FROM generate_series(1, 4000) i;
CREATE TEMP TABLE one AS SELECT a.id, a.phone, row_number() OVER (ORDER BY a.id) AS i FROM data.account a WHERE a.phone BETWEEN '+919802000000' AND '+919802099999';
INSERT INTO data.session (account, rotating, expires) SELECT o.id, true, now() + interval '1 day' FROM one o;
INSERT INTO data.contact (owner, phone, name) SELECT o.id, ('+9198021' || lpad(o.i::text, 5, '0'))::numsight.phone, 'Friend ' || chr((65 + o.i % 26)::integer) FROM one o;
INSERT INTO data.spam_report (reporter, phone, spam, category) SELECT o.id, ('+9198022' || lpad(o.i::text, 5, '0'))::numsight.phone, true, 'scam' FROM one o;
INSERT INTO data.call (account, phone, inbound, answered, seconds, at) SELECT o.id, ('+9198023' || lpad(o.i::text, 5, '0'))::numsight.phone, true, true, 20, now() - interval '1 day' FROM one o;
INSERT INTO data.virtual_number (owner, phone) SELECT o.id, ('+9198024' || lpad(o.i::text, 5, '0'))::numsight.phone FROM one o;
SELECT pg_temp.member('+919801100001', 'Asha') AS asha, pg_temp.member('+919801100009', 'Root') AS root \gset
UPDATE data.account SET roles = '{admin,agent}' WHERE phone = '+919801100009';
CREATE FUNCTION pg_temp.event(call text, kind text, callee integer) RETURNS bytea LANGUAGE sql AS $$
    SELECT convert_to(json_build_object('event_id', gen_random_uuid(), 'call_id', call, 'event', kind, 'calling_number', '+919801100001', 'called_number', '+9198025' || lpad(callee::text, 5, '0'))::text, 'UTF8')
$$;
SELECT (api.call_events(:'root', (SELECT string_agg(pg_temp.event('many' || i, 'INITIATE', i), '\x0a') FROM generate_series(1, 4000) i), 'application/x-ndjson')).status;
ANALYZE;

-- what a statement reads of the large tables beyond what indexes lead to
CREATE FUNCTION pg_temp.taken() RETURNS TABLE (name text, rows bigint) LANGUAGE sql AS $$
    SELECT c.relname::text, pg_stat_get_xact_tuples_returned(c.oid) FROM pg_class c
     WHERE c.relnamespace = 'data'::regnamespace AND c.relkind = 'r' AND c.reltuples >= 4000
$$;
CREATE FUNCTION pg_temp.whole(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    earlier CONSTANT jsonb := (SELECT jsonb_object_agg(t.name, t.rows) FROM pg_temp.taken() t);
    status integer;
BEGIN
    EXECUTE 'SELECT status FROM ' || statement INTO status;
    RETURN concat_ws(' ', status, (SELECT string_agg(t.name, ' ' ORDER BY t.name) FROM pg_temp.taken() t
                                    WHERE t.rows - (earlier ->> t.name)::bigint >= 1000));
END $$;
SELECT t.name FROM pg_temp.taken() t ORDER BY 1;
-- the test can fail
SELECT pg_temp.whole('(SELECT count(*)::integer * 0 AS status FROM data.contact) x');
SELECT pg_temp.whole(regexp_replace(s, 'asha|root', format('%L', CASE WHEN s ~ 'root' THEN :'root' ELSE :'asha' END))), s
  FROM unnest(ARRAY[
    'api.me(asha)', 'api.me_export(asha, NULL)', 'api.keys(asha)', 'api.contacts(asha, 50, NULL)',
    'api.contact_create(asha, ''Ravi'', ''+919802100001'', NULL, NULL)', 'api.search(asha, ''fr'', NULL, 20, NULL)', 'api.search(asha, ''friend k'', NULL, 20, NULL)',
    'api.search(asha, ''freind'', NULL, 20, NULL)', 'api.search(asha, ''+9198021'', NULL, 20, NULL)', 'api.search(asha, ''9802100007'', NULL, 20, NULL)',
    'api.number(asha, ''+919802100007'', NULL, NULL)', 'api.number(asha, ''+919802200007'', NULL, ''2026-01-01T00:00:00Z'')', 'api.cnam(asha, ''+919802100007'', NULL, 15, ''json'')',
    'api.phone_number(asha, ''+919802100007'', ''caller_name,line_type_intelligence'', NULL)', 'api.lookups(asha, ''{+919802100007,+919802200008,+919802300009}'', NULL)',
    'api.spam_report(asha, ''+919802200001'', ''scam'', NULL, NULL)', 'api.not_spam(asha, ''+919802200002'', NULL)', 'api.spam_withdraw(asha, ''+919802200001'', NULL)',
    'api.call_declare(asha, ''+919802300001'', ''inbound'', true, 30, NULL, NULL)', 'api.old_call(asha, ''+919802300002'')', 'api.old_spam(asha, ''+919802200003'', NULL, NULL)',
    'api.old_search(asha, ''friend'', NULL, 20, NULL)', 'api.old_register(asha, ''+919802500001'', ''Ravi'', NULL)',
    'api.call_history(asha, ''+919801100001'', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 20, NULL)', 'api.call_logs(asha, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 20, NULL)',
    'api.virtual_numbers(asha, 20, NULL)', 'api.virtual_number_create(asha, ''+919802600001'', true, NULL)', 'api.range(asha, ''0a1b2'', NULL, NULL)',
    'api.call_events(root, pg_temp.event(''few'', ''INITIATE'', 1), ''application/json'')', 'api.call_events(root, pg_temp.event(''few'', ''ANSWER'', 1), ''application/json'')',
    'api.call_events(root, pg_temp.event(''few'', ''DISCONNECT'', 1), ''application/json'')', 'api.call_events(root, pg_temp.event(''many7'', ''DISCONNECT'', 7), ''application/json'')',
    'api.admin_users(root, ''+919802000007'', NULL, 20, NULL)', 'api.admin_users(root, NULL, NULL, 20, NULL)', 'api.admin_reports(root, NULL, NULL, 20, NULL)', 'api.admin_appeals(root, 20, NULL)',
    'api.admin_audit(root, NULL, NULL, 20, NULL)', 'api.number_rule(root, ''+919802200004'', NULL, NULL, ''spam'', NULL, ''seen'')', 'api.me_delete(asha)']) s;
ROLLBACK;
