-- api_event: calls as their events tell them
\getenv abs_srcdir PG_ABS_SRCDIR
\set ECHO none
\set begin :abs_srcdir '/sql/api_begin.psql'
\i :begin
-- an event's id out of a small number
CREATE FUNCTION pg_temp.e(n integer) RETURNS text LANGUAGE sql AS $$ SELECT '00000000-0000-4000-8000-' || lpad(n::text, 12, '0') $$;
-- one event, told now unless a time of day is given
CREATE FUNCTION pg_temp.event(n integer, call text, kind text, calling text, called text, at text DEFAULT NULL, cause text DEFAULT NULL)
RETURNS text LANGUAGE sql AS $$
    SELECT jsonb_strip_nulls(jsonb_build_object('event_id', pg_temp.e(n), 'call_id', call, 'event', kind,
        'calling_number', calling, 'called_number', called, 'created_at', '2024-04-01T' || at || 'Z', 'cause', cause))::text
$$;
CREATE FUNCTION pg_temp.send(session uuid, content text, media text DEFAULT 'application/json') RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.said(api.call_events(session, convert_to(content, 'UTF8'), media))
$$;
-- the history of a number as rows of what it has to say
CREATE FUNCTION pg_temp.history(session uuid, number text) RETURNS SETOF text LANGUAGE sql AS $$
    SELECT concat_ws(' ', e ->> 'call_id', substr(e ->> 'call_time', 12), e ->> 'counterparty_number', e ->> 'call_status',
                     e ->> 'duration', e ->> 'total_duration', e ->> 'ring_duration', e ->> 'cause', e ->> 'flags')
      FROM json_array_elements(translate((api.call_history(session, number, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 50, NULL)).body,
                                         chr(1) || '=', '')::json -> 'results') e
$$;
\set ECHO all
\pset format unaligned
\pset tuples_only on
SELECT pg_temp.member('+919801100001', 'Asha') AS asha, pg_temp.member('+919801100002', 'Ben') AS ben,
       pg_temp.member('+919801100003', 'Stranger') AS stranger, pg_temp.member('+919801100004', 'Switch') AS switch \gset
UPDATE data.account SET roles = '{agent}' WHERE phone = '+919801100004';

-- the four shapes of a call that is over, and the two of one that is not
SELECT pg_temp.send(:'asha', pg_temp.event(1, 'done', 'INITIATE', '+919801100001', '+919801100002', '12:00:00'));
SELECT pg_temp.send(:'asha', '[' || string_agg(e, ',') || ']')
  FROM unnest(ARRAY[pg_temp.event(2, 'done', 'ANSWER', '+919801100001', '+919801100002', '12:00:05'),
                    pg_temp.event(3, 'done', 'DISCONNECT', '+919801100001', '+919801100002', '12:01:05.9'),
                    pg_temp.event(4, 'lost', 'INITIATE', '+919801100002', '+919801100001', '13:00:00'),
                    pg_temp.event(5, 'lost', 'DISCONNECT', '+919801100002', '+919801100001', '13:00:30', 'busy')]) e;
SELECT * FROM pg_temp.history(:'asha', '9801100001');
SELECT * FROM pg_temp.history(:'ben', '9801100002');
SELECT pg_temp.send(:'asha', format('[{"event_id": %s, "call_id": "live", "event": "INITIATE", "calling_number": 9801100001, "called_number": "98011 00002"}]',
                                    to_json(pg_temp.e(6))));
SELECT e ->> 'call_status', e -> 'duration' FROM json_array_elements((api.old_call_history(:'asha', '9801100001', NULL, 1, NULL)).body::json) e;
SELECT pg_temp.send(:'ben', format('{"event_id": %s, "call_id": "live", "event": "ANSWER", "calling_number": "+919801100001", "called_number": "+919801100002"}',
                                   to_json(pg_temp.e(7))));
SELECT e ->> 'call_status', e -> 'duration' FROM json_array_elements((api.old_call_history(:'ben', '9801100002', NULL, 1, NULL)).body::json) e;
-- final hides what is not over; four keys, in this order; a bare array
SELECT pg_temp.said(api.old_call_history(:'asha', '+919801100001', '1', 20, NULL));

-- an event that is sent again changes nothing; its id is good for no other; a body is what it means, not how it is written
SELECT pg_temp.send(:'asha', pg_temp.event(1, 'done', 'INITIATE', '+919801100001', '+919801100002', '12:00:00'));
SELECT pg_temp.send(:'ben', pg_temp.event(1, 'done', 'INITIATE', '09801100001', '9801100002', '12:00:00.000'));
SELECT pg_temp.refusal(format('api.call_events(%L, convert_to(%L, ''UTF8''), %L)', :'asha', c, 'application/json'))
  FROM unnest(ARRAY[pg_temp.event(1, 'done', 'INITIATE', '+919801100001', '+919801100002', '12:00:01'),
                    pg_temp.event(1, 'other', 'INITIATE', '+919801100001', '+919801100002', '12:00:00'),
                    '[' || pg_temp.event(8, 'other', 'ANSWER', '+919801100001', '+919801100002', '12:00:00') || ','
                        || pg_temp.event(1, 'other', 'ANSWER', '+919801100001', '+919801100002', '12:00:00') || ']']) c;
SELECT pg_temp.send(:'asha', '[' || pg_temp.event(2, 'done', 'ANSWER', '+919801100001', '+919801100002', '12:00:05') || ']');
SELECT r.version, (SELECT count(*) FROM data.call_event e WHERE e.record = r.id) FROM data.call_record r WHERE r.call_id = 'done';
SELECT count(*) FROM data.call_record WHERE call_id = 'other';

-- every order of a call's events, each told once or twice, makes the same call
CREATE TEMP TABLE story (n integer, kind text, at text, calling text, called text);
INSERT INTO story VALUES (1, 'INITIATE', '10:00:00', 'A', 'B'), (2, 'ANSWER', '10:00:04', 'A', 'B'), (3, 'DISCONNECT', '10:00:03', 'A', 'B'),
                         (4, 'DISCONNECT', '10:00:59', 'A', 'B'), (5, 'INITIATE', '10:00:01', 'B', 'A');
CREATE TEMP TABLE kept (call text, what text);
DO $$
DECLARE
    asha CONSTANT uuid := (SELECT s.id FROM data.session s JOIN data.account a ON a.id = s.account WHERE a.phone = '+919801100001');
    turn record;
    one integer;
BEGIN
    FOR turn IN
        WITH RECURSIVE way (places) AS (
            SELECT '{}'::integer[] UNION ALL SELECT places || n FROM way, generate_series(1, 5) n WHERE n <> ALL (places))
        SELECT row_number() OVER (ORDER BY places) AS call, places FROM way WHERE cardinality(places) = 5
    LOOP
        FOREACH one IN ARRAY turn.places || CASE WHEN turn.call % 2 = 0 THEN turn.places[:turn.call % 5] ELSE '{}' END LOOP
            PERFORM api.call_events(asha, (
                SELECT convert_to(pg_temp.event((1000 + turn.call * 10 + n)::integer, 'way ' || turn.call, kind,
                                     CASE calling WHEN 'A' THEN '+919801100001' ELSE '+919801100002' END,
                                     CASE called WHEN 'A' THEN '+919801100001' ELSE '+919801100002' END, at), 'UTF8') FROM story WHERE n = one),
                'application/json');
        END LOOP;
        INSERT INTO kept SELECT r.call_id, to_jsonb(r) - '{id,call_id,version,received}'::text[] FROM data.call_record r WHERE r.call_id = 'way ' || turn.call;
    END LOOP;
END $$;
SELECT count(*), count(DISTINCT what) FROM kept;
SELECT DISTINCT what FROM kept;
SELECT count(*) FROM data.call_event WHERE record IN (SELECT id FROM data.call_record WHERE call_id LIKE 'way %');
SELECT count(*), count(DISTINCT (answered, seconds, at, weight, phone)) FROM data.call WHERE record IN (SELECT id FROM data.call_record WHERE call_id LIKE 'way %');
-- the evidence is what it would be, had all been told at once
SELECT * FROM private.drift();
SELECT n.phone, abs(numsight.spam_likelihood(n.state, now()) - numsight.spam_likelihood((private.recompute(n.phone)).state, now())) < 1e-11
  FROM data.number n WHERE n.phone IN ('+919801100001', '+919801100002') ORDER BY 1;
DELETE FROM data.call_record WHERE call_id LIKE 'way %';

-- odd stories
SELECT pg_temp.send(:'asha', '[' || string_agg(e, ',') || ']')
  FROM unnest(ARRAY[pg_temp.event(21, 'end only', 'DISCONNECT', '+919801100001', '+919801100002', '01:00:00', 'daemon_crash'),
                    pg_temp.event(22, 'no start', 'ANSWER', '+919801100001', '+919801100002', '02:00:00'),
                    pg_temp.event(23, 'no start', 'DISCONNECT', '+919801100001', '+919801100002', '02:00:10'),
                    pg_temp.event(24, 'skew', 'INITIATE', '+919801100001', '+919801100002', '03:00:00'),
                    pg_temp.event(25, 'skew', 'ANSWER', '+919801100001', '+919801100002', '03:00:20'),
                    pg_temp.event(26, 'skew', 'DISCONNECT', '+919801100001', '+919801100002', '03:00:10'),
                    pg_temp.event(27, 'instant', 'ANSWER', '+919801100001', '+919801100002', '04:00:00'),
                    pg_temp.event(28, 'instant', 'DISCONNECT', '+919801100001', '+919801100002', '04:00:00'),
                    pg_temp.event(29, 'self', 'INITIATE', '+919801100001', '+919801100001', '05:00:00'),
                    pg_temp.event(30, 'self', 'DISCONNECT', '+919801100001', '+919801100001', '05:00:02'),
                    pg_temp.event(31, 'quarrel', 'INITIATE', '+919801100001', '+442079460123', '06:00:00'),
                    pg_temp.event(32, 'quarrel', 'ANSWER', '+442079460123', '+919801100001', '06:00:01'),
                    pg_temp.event(33, 'unended', 'INITIATE', '+919801100001', '+919801100002', '07:00:00'),
                    pg_temp.event(34, 'unended', 'ANSWER', '+919801100001', '+919801100002', '07:00:01'),
                    pg_temp.event(20, 'unended', 'PROGRESS', '+919801100001', '+919801100002', '07:00:01'),
                    pg_temp.event(35, 'rung out', 'INITIATE', '+919801100001', '+919801100002', '08:00:00')]) e;
-- a caller who withholds his number, in three ways of saying so
SELECT pg_temp.send(:'asha', format('{"event_id": %s, "call_id": "hidden", "event": "INITIATE", "calling_number": %s, "called_number": "+919801100001", "created_at": "2024-04-01T09:00:0%s"}',
                                    to_json(pg_temp.e(35 + n)), calling, n))
  FROM (VALUES (1, 'null'), (2, '"anonymous"'), (3, '"Restricted"')) v (n, calling);
SELECT * FROM pg_temp.history(:'asha', '9801100001') h WHERE h NOT LIKE 'live%';
-- what a call began with is a matter of the deployment
UPDATE data.setting SET value = 'initiate' WHERE name = 'call_duration_from';
SELECT * FROM pg_temp.history(:'asha', '9801100001') h WHERE h LIKE 'done%';
UPDATE data.setting SET value = 'answer' WHERE name = 'call_duration_from';

-- whose word it is: a switch before who was in the call, and him before bystanders
SELECT pg_temp.send(:'stranger', pg_temp.event(41, 'done', 'DISCONNECT', '+919801100001', '+919801100002', '12:00:06'));
SELECT pg_temp.send(:'stranger', pg_temp.event(42, 'rumour', 'INITIATE', '+919801100002', '+919801100001', '14:00:00'));
SELECT * FROM pg_temp.history(:'asha', '9801100001') h WHERE h ~ '^(done|rumour)';
SELECT pg_temp.send(:'switch', '[' || string_agg(pg_temp.event(n, 'done', kind, '+919801100001', '+919801100002', at), ',') || ']')
  FROM (VALUES (43, 'INITIATE', '12:00:00'), (44, 'DISCONNECT', '12:00:20')) v (n, kind, at);
SELECT * FROM pg_temp.history(:'asha', '9801100001') h WHERE h LIKE 'done%';

-- what a call says of the numbers in it: a switch's word counts wholly, of both; a person's of the other; a bystander's not at all
SELECT pg_temp.send(s::uuid, '[' || string_agg(pg_temp.event(n * 10 + k, c, kind, '+447700900' || n, '+919801100002', at), ',') || ']')
  FROM (VALUES (1, :'switch', 301, 'seen'), (2, :'ben', 302, 'told'), (3, :'stranger', 303, 'heard')) w (place, s, n, c),
       (VALUES (1, 'INITIATE', '20:00:00'), (2, 'DISCONNECT', '20:00:09')) e (k, kind, at) GROUP BY place, s ORDER BY place;
CREATE FUNCTION pg_temp.evidence() RETURNS SETOF text LANGUAGE sql AS $$
    SELECT concat_ws(' ', r.call_id, c.phone, CASE WHEN c.inbound THEN 'calls' ELSE 'is called by' END, coalesce(a.name, 'somebody'), c.answered, c.seconds,
                     CASE WHEN c.weight = 1 THEN 'wholly' ELSE 'in part' END, CASE WHEN c.trusted THEN 'trusted' END)
      FROM data.call c JOIN data.call_record r ON r.id = c.record LEFT JOIN data.account a ON a.id = c.account
     WHERE r.call_id IN ('seen', 'told', 'heard') ORDER BY r.call_id, c.inbound
$$;
SELECT * FROM pg_temp.evidence();
-- a word that comes late changes what was said, and nothing is left of that
SELECT pg_temp.send(:'switch', pg_temp.event(3019, 'seen', 'ANSWER', '+447700900301', '+919801100002', '20:00:02'));
SELECT * FROM pg_temp.evidence() e WHERE e LIKE 'seen%';
-- it stands behind a report that was made before it became known
SELECT (api.spam_report(:'ben', '+447700900304', 'scam', NULL, NULL)).status;
SELECT pg_temp.send(:'switch', '[' || string_agg(pg_temp.event(3040 + k, 'behind', kind, '+447700900304', '+919801100002', at), ',') || ']')
  FROM (VALUES (1, 'INITIATE', '20:10:00'), (2, 'DISCONNECT', '20:10:09')) e (k, kind, at);
SELECT corroborated FROM data.spam_report WHERE phone = '+447700900304';
-- and many of them, none of which anybody answers, make a number suspect
SELECT pg_temp.send(:'switch', string_agg(pg_temp.event(4000 + n * 2 + k, 'burst ' || n, kind, '+447700900305', '+9198012' || 10000 + n, at), E'\n'), 'application/x-ndjson')
  FROM generate_series(1, 300) n, (VALUES (0, 'INITIATE', '20:20:00'), (1, 'DISCONNECT', '20:20:03')) e (k, kind, at);
SELECT total_appearance, numsight.spam_likelihood(state, '2024-04-01T21:00:00Z') > 0.5 FROM data.number WHERE phone = '+447700900305';
SELECT * FROM private.drift();

-- who may see it: who has the number, and operators; of others not even that there is nothing
SELECT pg_temp.said(api.call_history(:'stranger', n, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 20, NULL)) FROM unnest(ARRAY['9801100001', '9801100077', '+919801100003', 'x']) n;
SELECT pg_temp.said(api.old_call_history(:'stranger', '9801100001', NULL, 20, NULL));
SELECT count(*) FROM pg_temp.history(:'switch', '9801100001');
-- who registers a number does not see what was told of it before
SELECT pg_temp.send(:'switch', pg_temp.event(45, 'before', 'INITIATE', '+919801100009', '+919801100002', '15:00:00'));
UPDATE data.call_record SET received = received - interval '1 hour' WHERE call_id = 'before';
SELECT pg_temp.member('+919801100009', 'Late', NULL, 0) AS late \gset
SELECT pg_temp.send(:'switch', pg_temp.event(46, 'after', 'INITIATE', '+919801100009', '+919801100002', '15:00:00'));
SELECT * FROM pg_temp.history(:'late', '9801100009');

-- pages: every call once, newest first, whatever falls together
SELECT pg_temp.send(:'late', '[' || string_agg(pg_temp.event(200 + n, 'page ' || lpad(n::text, 2, '0'), 'INITIATE', '+919801100009', '+91980110001' || n % 2,
                                                              '16:00:0' || n % 3), ',') || ']') FROM generate_series(1, 25) n;
WITH RECURSIVE page AS (
    SELECT api.call_history(:'late', '9801100009', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 4, NULL) AS r
    UNION ALL
    SELECT api.call_history(:'late', '9801100009', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 4, (r).next) FROM page WHERE (r).next IS NOT NULL)
SELECT count(DISTINCT r), count(*), count(DISTINCT c ->> 'call_id'),
       array_agg(c ->> 'call_time' ORDER BY n) = array_agg(c ->> 'call_time' ORDER BY c ->> 'call_time' DESC)
  FROM (SELECT r, row_number() OVER () AS n, json_array_elements(translate((r).body, chr(1) || '=', '')::json -> 'results') AS c FROM page) p;
-- what is told of the others is charged, each number once, and may be left out; the form of application C tells nothing
SET LOCAL numsight.budget = on;
SELECT h.shown = l.shown AS same, o.shown IS NULL AS old, c.others = h.shown AS others, c.withheld, regexp_count(h.body, '\u0001=') = 2 * c.told AS told,
       private.bare(h.body) !~ '"spam_[a-z]+":[^n]' AS bare
  FROM api.call_history(:'asha', '9801100001', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 50, NULL) h,
       api.call_logs(:'asha', '9801100001', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 50, NULL) l,
       api.old_call_history(:'asha', '9801100001', NULL, 50, NULL) o,
       LATERAL (SELECT array_agg(DISTINCT numsight.phone_to_bigint((c ->> 'counterparty_number')::numsight.phone)) FILTER (WHERE c ->> 'counterparty_number' IS NOT NULL) AS others,
                       count(*) FILTER (WHERE c ->> 'counterparty_number' IS NULL AND c ->> 'spam_label' IS NULL) AS withheld,
                       count(c ->> 'spam_label') AS told
                  FROM json_array_elements(translate(h.body, chr(1) || '=', '')::json -> 'results') c) c;
SET LOCAL numsight.budget = off;
-- filters
SELECT f.n, (SELECT string_agg(c ->> 'call_id', ' ') FROM json_array_elements(translate((api.call_history(:'asha', '9801100001', NULL, status, direction, since, until, party, final, 50, NULL)).body, chr(1) || '=', '')::json -> 'results') c)
  FROM (VALUES (1, 'missed', NULL, NULL, NULL, NULL, NULL), (2, 'Missed Inbound', NULL, NULL, NULL, NULL, NULL), (3, 'completed', 'OUT', NULL, NULL, NULL, NULL),
               (4, NULL, NULL, '2024-04-01T05:00:00Z', '2024-04-01T07:00:00Z', NULL, NULL), (5, NULL, NULL, '2024-04-01', '2024-04-01', '+44 20 7946 0123', NULL),
               (6, NULL, NULL, '2024-04-02', NULL, NULL, NULL), (7, NULL, NULL, NULL, NULL, NULL, '1'), (8, 'in_progress', NULL, NULL, NULL, NULL, NULL),
               (9, NULL, NULL, '2024-04-01T10:30:00 05:30', '2024-04-01T06:00', NULL, NULL)) f (n, status, direction, since, until, party, final);
SELECT pg_temp.refusal(format('api.call_history(%L, %L, NULL, %L, %L, %L, %L, %L, %L, %s, %L)', :'asha', '9801100001', status, direction, since, until, party, final, size, cursor))
  FROM (VALUES (1, 'over', NULL, NULL, NULL, NULL, NULL, 20, NULL), (2, NULL, 'sideways', NULL, NULL, NULL, NULL, 20, NULL), (3, 'Missed Inbound', 'out', NULL, NULL, NULL, NULL, 20, NULL),
               (4, NULL, NULL, 'yesterday', NULL, NULL, NULL, 20, NULL), (5, NULL, NULL, NULL, '2024-02-30', NULL, NULL, 20, NULL), (6, NULL, NULL, '2024-04-02', '2024-04-01', NULL, NULL, 20, NULL),
               (7, NULL, NULL, NULL, NULL, 'x', NULL, 20, NULL), (8, NULL, NULL, NULL, NULL, NULL, 'maybe', 20, NULL), (9, NULL, NULL, NULL, NULL, NULL, NULL, 51, NULL),
               (10, NULL, NULL, NULL, NULL, NULL, NULL, 20, 'x')) v (n, status, direction, since, until, party, final, size, cursor) ORDER BY n;

-- the log of a person: all his numbers, each call once
SELECT pg_temp.said(api.call_logs(:'asha', NULL, NULL, 'missed', 'in', NULL, NULL, NULL, NULL, 20, NULL));
SELECT pg_temp.said(api.call_logs(:'asha', '9801100002', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 20, NULL));
SELECT count(*) FILTER (WHERE c ->> 'call_id' = 'self') AS self, count(*) > 5
  FROM json_array_elements(translate((api.call_logs(:'asha', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 50, NULL)).body, chr(1) || '=', '')::json -> 'results') c;

-- a region is one, or refused, also where no number has to be read by it
SELECT pg_temp.refusal(format('api.call_logs(%L, %L, %L, NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL)', :'asha', number, region))
  FROM (VALUES (1, NULL, 'nonsense'), (2, NULL, 'XX'), (3, '+919801100001', 'XX')) v (n, number, region) ORDER BY n;
SELECT pg_temp.refusal(format('api.call_history(%L, %L, %L, NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL)', :'asha', '+919801100001', 'nonsense'));
SELECT (api.call_logs(:'asha', NULL, 'in', NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL)).status;

-- lines: the bad ones are told of, the rest stands
SELECT pg_temp.send(:'asha', concat_ws(E'\n',
        pg_temp.event(51, 'l1', 'INITIATE', '+919801100001', '+919801100002', '17:00:00'), '', '{"event_id": 1', E'\t' || pg_temp.event(52, 'l2', 'HANGUP', '+919801100001', '+919801100002') || E'\r',
        pg_temp.event(51, 'l1', 'INITIATE', '+919801100001', '+919801100002', '17:00:00'), pg_temp.event(51, 'l1', 'ANSWER', '+919801100001', '+919801100002', '17:00:00'),
        '[]', '"\ud800"', '{"event_id": "\u0000"}', repeat('[', 20000)), 'application/x-ndjson');
-- nor does one that is no text
SELECT pg_temp.said(api.call_events(:'asha', convert_to(pg_temp.event(55, 'l3', 'INITIATE', '+919801100001', '+919801100002', '17:30:00') || E'\n', 'UTF8')
           || '\x7b22ff227d0a' || '\x7b00227d0a0a' || '\xc3a9c30a' || '\x5c0a'
           || convert_to(pg_temp.event(56, 'l3', 'ANSWER', '+919801100001', '+919801100002', '17:30:01') || E'\r\n', 'UTF8'), 'application/x-ndjson'));
SELECT pg_temp.said(api.call_events(:'asha', '\xefbbbf' || convert_to(pg_temp.event(57, 'l3', 'DISCONNECT', '+919801100001', '+919801100002', '17:30:09'), 'UTF8'), 'application/x-ndjson'));
SELECT pg_temp.said(api.call_events(:'asha', '\xefbbbf' || convert_to(pg_temp.event(55, 'l3', 'INITIATE', '+919801100001', '+919801100002', '17:30:00') || E'\n', 'UTF8')
           || '\xff0a', 'application/x-ndjson'));
SELECT pg_temp.refusal(format('api.call_events(%L, %L, %L)', :'asha', '\x5b22ff225d'::bytea, m)) FROM unnest(ARRAY['application/json', 'application/x-ndjson', 'application/x-www-form-urlencoded']) m;
SELECT pg_temp.refusal(format('api.call_events(%L, convert_to(%L, ''UTF8''), %L)', :'asha', c, 'application/x-ndjson')) FROM unnest(ARRAY[E'\n \n', '{}', 'x', repeat(E'{}\n', 10001)]) c;
SELECT count(*) FROM data.call_event WHERE id = pg_temp.e(51)::uuid;
-- a thousand lines with a bad one in the middle
SELECT pg_temp.send(:'switch', string_agg(CASE n WHEN 500 THEN '{"bad' ELSE pg_temp.event(5000 + n, 'bulk ' || n / 3, (ARRAY['INITIATE', 'ANSWER', 'DISCONNECT'])[1 + n % 3],
                                                      '+919801100021', '+919801100022', '18:00:0' || n % 3) END, E'\n'), 'application/x-ndjson') FROM generate_series(1, 1000) n;
-- a form
SELECT pg_temp.send(:'asha', 'event_id=' || pg_temp.e(61) || '&call_id=f%201&event=INITIATE&calling_number=%2B919801100001&called_number=09801100002&created_at=2024-04-01T19:00:00%2b05:30',
                    'application/x-www-form-urlencoded');
SELECT call_id, calling, called, at AT TIME ZONE 'UTC' FROM data.call_record WHERE call_id = 'f 1';
SELECT pg_temp.refusal(format('api.call_events(%L, convert_to(%L, ''UTF8''), %L)', :'asha', c, 'application/x-www-form-urlencoded')) FROM unnest(ARRAY['event_id=%4', 'event_id=%ff', 'x=1', 'event_id=1&event_id=2', '&&']) c;

-- what is refused, and leaves nothing behind
SELECT pg_temp.refusal(format('api.call_events(%L, convert_to(%L, ''UTF8''), %L)', :'asha', c, 'application/json'))
  FROM unnest(ARRAY['', 'null', '1', '[]', '[1]', '{', '{}', '[{}]', repeat('[', 20000), '[' || repeat('{},', 1000) || '{}]'] ||
       ARRAY(SELECT (jsonb '{"event_id": "00000000-0000-4000-8000-000000000099", "call_id": "no", "event": "INITIATE", "calling_number": "+919801100001", "called_number": "+919801100002"}' || j::jsonb)::text
               FROM unnest(ARRAY['{"event_id": "1"}', '{"event_id": null}', '{"event_id": []}', '{"call_id": ""}', json_build_object('call_id', repeat('é', 128))::text, '{"call_id": "a\u0007"}', '{"event": "initiate"}', '{"event": "HANGUP"}',
                    '{"calling_number": "me"}', '{"calling_number": 98.5}', '{"called_number": null}', '{"called_number": "unknown"}', '{"called_number": {"a": 1}}', '{"created_at": "yesterday"}', '{"created_at": 1711965600}',
                    '{"created_at": "2024-02-30T00:00:00Z"}', '{"created_at": "1999-12-31T23:59:59Z"}', '{"created_at": "2999-01-01T00:00:00Z"}', '{"duration": -1}', '{"duration": "-5"}', '{"duration": true}', '{"cause": "busy"}',
                    '{"event": "DISCONNECT", "cause": "tired"}', '{"region": "XX"}', '{"role": "admin"}']) j)) WITH ORDINALITY t (c, n) ORDER BY n;
SELECT pg_temp.refusal(format('api.call_events(%L, %L, %L)', :'asha', '{"event_id": 1, "event_id": 2}', 'application/json'));
SELECT pg_temp.refusal(format('api.call_events(NULL, %L, %L)', '{}', 'application/json'));
SELECT count(*) FROM data.call_record WHERE call_id = 'no';
-- a duration is accepted and ignored
SELECT pg_temp.send(:'asha', format('{"event_id": "%s", "call_id": "d", "event": "INITIATE", "calling_number": "+1234567890", "called_number": "+9876543210", "created_at": "2024-04-01T12:00:00.5", "duration": %s}', pg_temp.e(70 + n), d))
  FROM (VALUES (1, 'null'), (2, '"-"'), (3, '90'), (4, '"00:01:30"'), (5, '86400'), (6, '9e1'), (7, '"86400"'), (8, '"1:30.5"'), (9, '""')) v (n, d);
-- whole seconds up to a day, that is, or those of a clock
SELECT d, pg_temp.refusal(format('api.call_events(%L, %L, %L)', :'asha',
           pg_temp.event(99, 'no', 'INITIATE', '+919801100001', '+919801100002')::jsonb || format('{"duration": %s}', d)::jsonb, 'application/json'))
  FROM unnest(ARRAY['1e308', '1.5', '86401', '9223372036854775808', '-1', '"1e5"', '"1.5"', '"86401"', '"24:00:00"', '"1:60"', '[]']) WITH ORDINALITY t (d, n) ORDER BY n;
-- the name of a call can be seen
SELECT pg_temp.refusal(format('api.call_events(%L, %L, %L)', :'asha', pg_temp.event(99, call_id, 'INITIATE', '+919801100001', '+919801100002'), 'application/json'))
  FROM unnest(ARRAY[' ', U&'\00A0\3000', U&'\200B\2060\FEFF']) WITH ORDINALITY t (call_id, n) ORDER BY n;
SELECT pg_temp.refusal(format('api.call_events(%L, %L, %L)', :'asha', pg_temp.event(99, ' ', 'INITIATE', '+919801100001', '+919801100002')::jsonb || '{"region": "IN"}', 'application/json'));

-- what is read together is what each would be read as alone; what is not plain is left to that
CREATE FUNCTION pg_temp.both(asha text, items text[]) RETURNS TABLE (plain boolean, same boolean, item text) LANGUAGE sql AS $$
    SELECT p.call_id IS NOT NULL, p.call_id IS NULL OR (p.event, p.call_id)::text = (t.event, t.call_id)::text AND t.fault IS NULL, left(p.item, 60)
      FROM private.events_plain('IN', ARRAY(SELECT n FROM generate_subscripts(items, 1) n), items) p
     CROSS JOIN LATERAL private.event_try((SELECT id FROM data.account WHERE phone::text = asha), p.item) t
$$;
SELECT b.plain, bool_and(b.same), count(*)
  FROM pg_temp.both('+919801100001', ARRAY(
    SELECT format('{"event_id": "%s", "call_id": "p%s", "event": %s, "calling_number": %s, "called_number": "+919801100002"%s%s}', pg_temp.e(80), row_number() OVER (), k, c, t, x)
      FROM unnest(ARRAY['"INITIATE"', '"DISCONNECT"', '"HANGUP"', 'null']) k, unnest(ARRAY['"+91 98011 00001"', '"9801100001"', '919801100001', 'null', '"anonymous"', '"x"', '"0"', '[]', '"+91\n9801100001"']) c,
           unnest(ARRAY['', ', "created_at": "2024-02-29T23:59:59Z"', ', "created_at": "2024-02-30T00:00:00Z"', ', "created_at": "2024-04-31T00:00:00+05:30"', ', "created_at": "2024-04-01 00:00:00.123456"',
                        ', "created_at": "2024-12-31T24:00:00Z"', ', "created_at": null', ', "created_at": "2999-01-01T00:00:00Z"']) t,
           unnest(ARRAY['', ', "cause": "busy"', ', "cause": "tired"', ', "duration": 5', ', "x": "y"', ', "event": "INITIATE"', ', "calling_number": 919801100001', ', "region": "GB"']) x)) b
 GROUP BY b.plain ORDER BY 1;
SELECT plain, same, item FROM pg_temp.both('+919801100001', ARRAY['{"event_id": "1"}', 'null', '5', '[]', '"x"', '{}']);
SELECT plain, count(*) FROM pg_temp.both('+919801100001', ARRAY[pg_temp.event(81, 'p', 'INITIATE', '+919801100001', '+919801100002'), '{']) GROUP BY 1;
SELECT plain, same FROM pg_temp.both('+919801100001', ARRAY[pg_temp.event(99, ' ', 'INITIATE', '+919801100001', '+919801100002')]);

-- a call_id is one call's: who was in another one is told so, and neither call is lost or moved
SELECT pg_temp.send(:'asha', pg_temp.event(901, 'c1', 'INITIATE', '+919801100001', '+919801100002', '12:00:00'));
SELECT pg_temp.refusal(format('api.call_events(%L, %L, ''application/json'')', :'stranger', e))
  FROM unnest(ARRAY[pg_temp.event(902, 'c1', 'INITIATE', '+919801100003', '+12025550123', '11:00:00'),
                    pg_temp.event(902, 'c1', 'INITIATE', '+919801100002', '+919801100003', '11:00:00'),
                    '[' || pg_temp.event(903, 'c2', 'INITIATE', '+919801100003', '+12025550123', '11:00:00') || ','
                        || pg_temp.event(902, 'c1', 'ANSWER', '+919801100003', '+12025550123', '11:00:00') || ']']) e;
SELECT pg_temp.send(:'stranger', pg_temp.event(902, 'c1', 'INITIATE', '+919801100003', '+12025550123', '11:00:00') || E'\n'
                              || pg_temp.event(903, 'c2', 'INITIATE', '+919801100003', '+12025550123', '11:00:00'), 'application/x-ndjson');
SELECT count(*) FROM data.call_event WHERE id = pg_temp.e(902)::uuid;
-- the other one in it goes on, whoever told first, and whether or not the caller was known to him; so does a switch
SELECT pg_temp.send(:'ben', pg_temp.event(904, 'c1', 'ANSWER', '+919801100001', '+919801100002', '12:00:05')),
       pg_temp.send(:'ben', pg_temp.event(905, 'c3', 'INITIATE', 'anonymous', '+919801100002', '12:00:00')),
       pg_temp.send(:'asha', pg_temp.event(906, 'c3', 'ANSWER', '+919801100001', '+919801100002', '12:00:05')),
       pg_temp.send(:'switch', pg_temp.event(907, 'c1', 'DISCONNECT', '+919801100001', '+919801100002', '12:00:09'));
SELECT h FROM pg_temp.history(:'ben', '9801100002') h WHERE h ~ '^c[0-9]' ORDER BY h;
SELECT h FROM pg_temp.history(:'stranger', '9801100003') h WHERE h ~ '^c[0-9]' ORDER BY h;

SELECT * FROM private.drift();
ROLLBACK;
