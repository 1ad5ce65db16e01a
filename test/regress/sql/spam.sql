-- The evidence about a number: how it is added, merged and taken back, what is
-- concluded from it and why. Time is fixed throughout.
SET search_path = numsight, public;
SET timezone = 'UTC';
SET extra_float_digits = 1;
\set SHOW_CONTEXT never
\set now '''2026-03-01 12:00Z'''
CREATE SCHEMA numsight_spam;

-- No evidence gives the prior, and NULL is the empty state.
SELECT spam_likelihood(NULL, :now) AS unknown,
       spam_likelihood('v1', :now) AS empty,
       spam_label(spam_likelihood(NULL, :now)) AS label,
       spam_category(NULL, :now) AS category;
SELECT * FROM spam_explain(NULL, :now);
SELECT spam_merge(NULL, NULL) IS NULL AS nothing,
       spam_merge('v1', NULL) AS left, spam_merge(NULL, 'v1') AS right,
       spam_call(NULL, NULL) IS NULL AS no_time,
       spam_report('v1', :now, NULL) AS no_weight,
       spam_book(NULL, '2020-01-01Z') AS one;

-- A question without a time has no answer.
SELECT spam_likelihood('v1', NULL), spam_category('v1', NULL),
       (SELECT count(*) FROM spam_explain('v1', NULL)) AS reasons,
       spam_label(NULL);

-- An event goes where it belongs; at the landmark a sum is its weight.
SELECT spam_call(NULL, '2020-01-01Z', answered => false);
SELECT spam_call(NULL, '2020-01-01Z', answered => true, seconds => 8);
SELECT spam_call(NULL, '2020-01-01Z', seconds => 30);
SELECT spam_call(NULL, '2020-01-01Z', seconds => 120, attestation => 'B');
SELECT spam_call(NULL, '2020-01-01Z', seconds => 121, neighbour => true);
SELECT spam_call(NULL, '2020-01-01Z', 0.5, trusted => false, cluster => 7);
SELECT spam_call(NULL, '2020-01-01Z', known => true, attestation => 'A');
SELECT spam_call(NULL, '2020-01-01Z', outbound => true, seconds => 24);
SELECT spam_call(NULL, '2020-01-01Z', outbound => true, seconds => 25);
SELECT spam_call(NULL, '2020-01-01Z', caller => 42);
SELECT spam_report(NULL, '2020-01-01Z', 2, 'scam', signed_call => true);
SELECT spam_report(NULL, '2020-01-01Z', category => 'debt', corroborated => false, trusted => false);
SELECT spam_report(NULL, '2020-01-01Z', spam => false, cluster => -1);
SELECT spam_report(NULL, '2020-01-01Z', spam => false, corroborated => false);
SELECT spam_book(NULL, '2020-01-01Z', 0.75, cluster => 3);

-- Every half-life doubles what a later event adds.
SELECT spam_report(NULL, timestamptz '2020-01-01Z' + interval '90 days', category => 'survey');

-- Text and binary form come back as they were.
CREATE TABLE numsight_spam.event (id integer, phone integer, at timestamptz, weight float8,
    answered boolean, seconds integer, known boolean, outbound boolean, caller bigint,
    attestation "char", neighbour boolean, cluster integer, trusted boolean,
    category text, spam boolean, corroborated boolean);
INSERT INTO numsight_spam.event
SELECT i, i % 7, timestamptz '2025-01-01Z' + i * interval '47 minutes',
       CASE WHEN i % 3 = 0 THEN 1 ELSE 1.0 / (1 + i % 11) END,
       CASE WHEN i % 5 > 0 THEN i % 2 = 0 END, CASE WHEN i % 5 > 0 THEN i * 37 % 200 END,
       i % 4 = 0, i % 9 = 0, CASE WHEN i % 6 > 0 THEN i * 7919 % 500 END,
       (ARRAY['A', 'B', 'C', '-'])[1 + i % 4]::"char", i % 8 = 0, i % 23, i % 3 > 0,
       (ARRAY['scam', 'debt', 'wangiri', NULL])[1 + i % 4], i % 5 > 1, i % 2 = 0
  FROM generate_series(1, 20000) i;
CREATE VIEW numsight_spam.counted AS
SELECT phone,
       spam_call_agg(at, weight, answered, seconds, known, outbound, caller, attestation,
                     neighbour, cluster, trusted) AS calls,
       spam_report_agg(at, weight, category, spam, corroborated, cluster, trusted, id % 13 = 0) AS reports,
       spam_book_agg(at, weight, cluster, trusted) AS books
  FROM numsight_spam.event GROUP BY phone;
CREATE TABLE numsight_spam.kept AS
SELECT phone, spam_merge(spam_merge(calls, reports), books) AS state FROM numsight_spam.counted;
SELECT count(*) AS states,
       bool_and(state::text::spam_state::text = state::text) AS same_text,
       bool_and(spam_state_send(state::text::spam_state) = spam_state_send(state)) AS same_bits,
       min(octet_length(spam_state_send(state))) AS octets,
       bool_and(pg_column_size(state) = 1200) AS plain
  FROM numsight_spam.kept;

CREATE TABLE numsight_spam.received (state spam_state);
CREATE FUNCTION pg_temp.receive(bits bytea) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    /* signature, flags, no header extension, a row of one column, the end */
    file CONSTANT bytea := '\x5047434f50590aff0d0a000000000000000000' || '\x0001'::bytea
        || int4send(length(bits)) || bits || '\xffff';
    program text := '';
BEGIN
    FOR i IN 0 .. length(file) - 1 LOOP
        program := program || '\' || (get_byte(file, i) >> 6)
            || (get_byte(file, i) >> 3 & 7) || (get_byte(file, i) & 7);
    END LOOP;
    EXECUTE format('COPY numsight_spam.received FROM PROGRAM %L (FORMAT binary)',
                   'printf ''' || program || '''');
    RETURN 'taken';
EXCEPTION WHEN OTHERS THEN
    RETURN SQLSTATE || ': ' || SQLERRM;
END $$;
SELECT phone, pg_temp.receive(spam_state_send(state)) FROM numsight_spam.kept ORDER BY phone;
SELECT count(*) FROM numsight_spam.kept k
  JOIN numsight_spam.received r ON spam_state_send(r.state) = spam_state_send(k.state);

-- Binary input takes what send wrote and nothing else: the empty state is
-- version, first, last, 6 flags, and two ledgers of 57 sums, 10 counts and 64
-- octets.
CREATE FUNCTION pg_temp.put(bits bytea, place integer, piece bytea) RETURNS bytea
LANGUAGE sql AS 'SELECT overlay($1 PLACING $3 FROM $2 + 1)';
SELECT what, pg_temp.receive(bits)
  FROM (SELECT spam_state_send('v1') AS empty,
               spam_state_send(spam_report(NULL, '2020-01-01Z')) AS one) s,
       LATERAL (VALUES
        (1, 'empty', empty),
        (2, 'one', one),
        (3, 'unknown version', pg_temp.put(one, 0, '\x02')),
        (4, 'before 1970', pg_temp.put(one, 1, int8send(-1))),
        (5, 'from 2050', pg_temp.put(one, 9, int8send(2524608000000000))),
        (6, 'first after last', pg_temp.put(one, 9, int8send(1577836799999999))),
        (7, 'never, but something', pg_temp.put(pg_temp.put(one, 1, '\x7fffffffffffffff'),
                                                9, '\x8000000000000000')),
        (8, 'first alone', pg_temp.put(empty, 1, int8send(1))),
        (9, 'NaN', pg_temp.put(one, 65, float8send('NaN'))),
        (10, 'infinite', pg_temp.put(one, 65, float8send('Infinity'))),
        (11, 'above the bound', pg_temp.put(one, 65, float8send(1.1e300))),
        (12, 'below zero', pg_temp.put(one, 65, float8send(-1))),
        (13, 'minus zero', pg_temp.put(one, 65, float8send('-0'))),
        (14, 'count below zero', pg_temp.put(one, 65 + 456, int4send(-1))),
        (15, 'dust that no event made', pg_temp.put(one, 65, float8send(1e-20))),
        (16, 'too many people', pg_temp.put(one, 65 + 496, '\x3c')),
        (17, 'too short', substr(one, 1, 1183)),
        (19, 'flag of an unknown value', pg_temp.put(one, 17, int8send(6))),
        (20, 'flag of no value', pg_temp.put(one, 17, int8send(4096))),
        (18, 'too long', one || '\x00')) v (i, what, bits)
 ORDER BY i;

-- Text input as well.
SELECT spam_state '';
SELECT spam_state 'v2';
CREATE FUNCTION pg_temp.accepts(text text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM text::numsight.spam_state;
    RETURN true;
EXCEPTION WHEN invalid_text_representation THEN
    RETURN false;
END $$;
SELECT line, pg_temp.accepts(line)
  FROM unnest(ARRAY['v1', 'v1 first=0 last=0', 'v1 first=5 last=7 trusted.report_alone=0.5 trusted.n_report=1',
        'v1 first=5 last=7 trusted.report_alone=5.0e-1 trusted.n_report=01',
        'v1 verified=2@5', 'v1 line=5@0 override=3@2524607999999999 first=0 last=0']) AS line;
SELECT line FROM unnest(ARRAY['v1 verified=3@5', 'v1 verified=0@5', 'v1 verified=2@-1', 'v1 verified=2@2524608000000000',
        'v1 verified=4098@5', 'v1 verified=2', 'v1 override=1@1 line=1@1', 'v1 ', ' v1', 'V1', 'v1 first=1', 'v1 last=1 first=1', 'v1 first=2 last=1',
        'v1 first=-1 last=1', 'v1 first=0 last=2524608000000000', 'v1 first=0 last=99999999999999999999',
        'v1 first=0 last=0  trusted.known=1', 'v1 first=0 last=0 trusted.known=-1',
        'v1 first=0 last=0 trusted.known=nan', 'v1 first=0 last=0 trusted.known=inf',
        'v1 first=0 last=0 trusted.known=1e301', 'v1 first=0 last=0 trusted.known=0x1',
        'v1 first=0 last=0 trusted.known=1e', 'v1 first=0 last=0 trusted.known=',
        'v1 first=0 last=0 trusted.known=1 trusted.known=1', 'v1 first=0 last=0 trusted.unknown=1',
        'v1 first=0 last=0 doubtful.known=1 trusted.known=1',
        'v1 first=1577836800000000 last=1577836800000000 trusted.known=1e-30',
        'v1 first=0 last=0 trusted.n_known=-1', 'v1 first=0 last=0 trusted.n_known=2147483648',
        'v1 first=0 last=0 trusted.n_known=1.5', 'v1 first=0 last=0 trusted.callee=00',
        'v1 first=0 last=0 trusted.callee=3c' || repeat('00', 63),
        'v1 first=0 last=0 trusted.callee=0A' || repeat('00', 63)]) AS line
 WHERE pg_temp.accepts(line);
-- ... and shows only the beginning of what it refuses, cut between characters.
SELECT ('x' || repeat('é', 500000))::spam_state;

-- What no event can be is refused.
SELECT spam_call(NULL, '1969-12-31 23:59:59.999999Z');
SELECT spam_report(NULL, '2050-01-01Z');
SELECT spam_book(NULL, 'infinity');
SELECT spam_call(NULL, '-infinity');
SELECT spam_call(NULL, :now, 'NaN');
SELECT spam_report(NULL, :now, 'Infinity');
SELECT spam_book(NULL, :now, -1000000.5);
SELECT spam_call(NULL, :now, seconds => -1);
SELECT spam_call(NULL, :now, attestation => 'D');
SELECT spam_report(NULL, :now, category => 'Scam');
SELECT spam_report(NULL, :now, category => 'x' || repeat('é', 500000));
SELECT spam_flag(NULL, 'infinity', verified => true);
SELECT spam_flag(NULL, :now, line => 'carrier pigeon');
SELECT spam_flag(NULL, :now, override => 'perhaps');
SELECT spam_fade(NULL, 2);
SELECT spam_fade('v1', 1.5);
SELECT spam_fade('v1', 'NaN');
SELECT spam_range(-1, 5);
SELECT spam_range(1, 5, 'NaN');
SELECT spam_likelihood(NULL, 'infinity');
SELECT spam_explain(NULL, '-infinity');
SELECT spam_category(NULL, 'infinity');
SELECT spam_likelihood(NULL, :now, 'NaN');
SELECT spam_likelihood(NULL, :now, 0, 99);
SELECT * FROM spam_explain(NULL, :now, 0, 0);
SELECT spam_category(NULL, :now, -1);
SELECT spam_label(1.0000001);
SELECT spam_label(-0.0000001);
SELECT spam_label('NaN');

-- An aggregate is the same as its events one by one, in any order.
CREATE FUNCTION pg_temp.one_by_one(number integer, direction integer) RETURNS spam_state LANGUAGE plpgsql AS $$
DECLARE
    e record;
    state spam_state;
BEGIN
    FOR e IN SELECT * FROM numsight_spam.event WHERE phone = number ORDER BY id * direction LOOP
        state := spam_call(state, e.at, e.weight, e.answered, e.seconds, e.known, e.outbound,
                           e.caller, e.attestation, e.neighbour, e.cluster, e.trusted);
        state := spam_report(state, e.at, e.weight, e.category, e.spam, e.corroborated,
                             e.cluster, e.trusted, e.id % 13 = 0);
        state := spam_book(state, e.at, e.weight, e.cluster, e.trusted);
    END LOOP;
    RETURN state;
END $$;
CREATE FUNCTION pg_temp.likelihoods(state spam_state) RETURNS float8[] LANGUAGE sql AS $$
    SELECT array_agg(spam_likelihood(state, at)) FROM unnest(ARRAY[
        '2025-01-01Z', '2026-03-01 12:00Z', '2027-09-01Z', '2040-01-01Z']::timestamptz[]) at;
$$;
CREATE FUNCTION pg_temp.distance(a float8[], b float8[]) RETURNS float8 LANGUAGE sql AS $$
    SELECT max(abs(x - y)) FROM unnest(a, b) AS u (x, y);
$$;
SELECT phone, spam_likelihood(state, :now) BETWEEN 0.0001 AND 0.9999 AS undecided,
       pg_temp.distance(pg_temp.likelihoods(state), pg_temp.likelihoods(pg_temp.one_by_one(phone, 1))) < 1e-12 AS forth,
       pg_temp.distance(pg_temp.likelihoods(state), pg_temp.likelihoods(pg_temp.one_by_one(phone, -1))) < 1e-12 AS back
  FROM numsight_spam.kept ORDER BY phone;

-- Workers that share the rows come to the same, and so do parts of parts.
SET max_parallel_workers_per_gather = 3;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
EXPLAIN (COSTS OFF) SELECT * FROM numsight_spam.counted;
SELECT k.phone, pg_temp.distance(pg_temp.likelihoods(k.state),
           pg_temp.likelihoods(spam_merge(c.books, spam_merge(c.reports, c.calls)))) < 1e-12 AS same
  FROM numsight_spam.kept k JOIN numsight_spam.counted c USING (phone) ORDER BY phone;
RESET max_parallel_workers_per_gather;
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET min_parallel_table_scan_size;
SELECT pg_temp.distance(pg_temp.likelihoods((SELECT spam_merge_agg(state ORDER BY phone) FROM numsight_spam.kept)),
           pg_temp.likelihoods((SELECT spam_merge_agg(state ORDER BY phone DESC) FROM numsight_spam.kept))) < 1e-12 AS same,
       spam_state_send((SELECT spam_merge(a.state, b.state))) = spam_state_send(spam_merge(b.state, a.state)) AS commutes
  FROM numsight_spam.kept a, numsight_spam.kept b WHERE a.phone = 1 AND b.phone = 2;
SELECT count(*) AS rows, spam_call_agg(at, weight, answered, seconds, known, outbound, caller, attestation,
           neighbour, cluster, trusted) IS NULL AS calls, spam_merge_agg(NULL) IS NULL AS states
  FROM numsight_spam.event WHERE false;
SELECT i, spam_merge_agg(spam_book(NULL, '2020-01-01Z')) OVER (ORDER BY i) FROM generate_series(1, 3) i;

-- What is taken back is gone, to the last bit, whatever its age was.
WITH start AS (SELECT spam_book(NULL, '2021-06-01Z', 0.3) AS state),
     added AS (SELECT spam_report(spam_report(spam_report(state, '2021-06-01Z', 0.01, 'scam'),
                      '2026-02-01Z', 2, 'scam'), '2026-02-03Z', 0.7, 'debt', cluster => 5) AS state FROM start),
     taken AS (SELECT spam_report(spam_report(spam_report(state, '2026-02-01Z', -2, 'scam'),
                      '2026-02-03Z', -0.7, 'debt', cluster => 5), '2021-06-01Z', -0.01, 'scam') AS state FROM added)
SELECT spam_likelihood(added.state, :now) > spam_likelihood(start.state, :now) AS higher,
       spam_likelihood(taken.state, :now) = spam_likelihood(start.state, :now) AS back, taken.state
  FROM start, added, taken;
SELECT spam_report(spam_report(NULL, '2020-01-01Z', 1), '2020-01-01Z', -0.25) AS in_part,
       spam_report(NULL, '2020-01-01Z', -1) AS never_added;
-- An aggregate may see a withdrawal before what it takes back.
SELECT spam_report_agg(timestamptz '2020-01-01Z', weight, NULL, true, true, 0, true, false ORDER BY weight)
  FROM unnest(ARRAY[1, 2, -1, -2, 0.5]::float8[]) AS weight;

-- Reasons: the weightiest first; together they are the logit.
SELECT reason, detail, round(logit::numeric, 4) AS logit FROM spam_explain(
    (SELECT spam_merge(spam_call_agg('2026-02-20Z', 1, true, 3 + i % 8, false, false, i, NULL, i % 4 = 0, 0, true),
                       spam_report_agg('2026-02-21Z', 1, 'scam', true, true, i, true, false) FILTER (WHERE i < 4))
       FROM generate_series(1, 40) i), :now, 0.25);
SELECT reason, detail, round(logit::numeric, 4) AS logit FROM spam_explain(
    spam_book(spam_call(spam_report(NULL, '2026-02-20Z', spam => false), '2026-02-20Z', known => true), '2023-01-01Z'), :now);
SELECT phone, abs(sum(logit) - ln(p / (1 - p))) < 1e-9 AS adds_up
  FROM numsight_spam.kept, spam_likelihood(state, :now, 1.5) p, spam_explain(state, :now, 1.5)
 GROUP BY phone, p ORDER BY phone;
-- Nothing is beyond doubt, and the numbers around do not decide alone.
SELECT reason, detail, logit FROM spam_explain(NULL, :now, 'Infinity');
SELECT p > 0 AND p < 1e-6 AS certain, l.reason, round(l.logit::numeric, 4) AS held_back
  FROM (SELECT spam_merge_agg(spam_call(spam_call(spam_report(spam_book(NULL, '2020-01-01Z', cluster => i),
                   '2026-02-28Z', spam => false, cluster => i), '2026-02-28Z', known => true, attestation => 'A'),
                   '2026-02-28Z', outbound => true, seconds => 60)) AS state
          FROM generate_series(1, 100) i) s,
       spam_likelihood(state, :now, '-Infinity') p, spam_explain(state, :now, '-Infinity') l
 WHERE l.reason LIKE '%doubt';

-- What is told of a number may have been done by somebody else in its name: however much it is, it has an end, which what
-- the number is comes on top of; more of it never counts less, and the reasons still add up.
WITH told AS (
    SELECT n, spam_merge((SELECT spam_call_agg('2026-03-01Z', 1, false, 0, false, false, i * 7919, 'C', false, i, true) FROM generate_series(1, n) i),
                         (SELECT spam_report_agg('2026-03-01Z', 1, 'scam', true, true, i, true, false) FROM generate_series(1, n) i)) AS state
      FROM unnest(ARRAY[0, 1, 3, 10, 30, 100, 1000]) n
), judged AS (
    SELECT n, m.weight AS sharpness, ln(p.told / (1 - p.told)) AS told, ln(p.fact / (1 - p.fact)) AS fact,
           ln(p.told / (1 - p.told)) - (SELECT sum(logit) FROM spam_explain(state, '2026-03-02Z', 0, 1)) AS rest
      FROM told JOIN spam_model m ON version = 1 AND term = 'sharpness'
     CROSS JOIN LATERAL (SELECT spam_likelihood(state, '2026-03-02Z', 0, 1) AS told,
                                spam_likelihood(spam_flag(state, '2026-01-01Z', allocated => false), '2026-03-02Z', 0, 1) AS fact) p)
SELECT n, told - first_value(told) OVER w > 4 * sharpness AS much, told - first_value(told) OVER w < 6 * sharpness AS bounded,
       told > lag(told) OVER w AS more, abs(fact - least(14, told + 8 * sharpness)) < 1e-9 AS on_top, abs(rest) < 1e-9 AS adds_up
  FROM judged WINDOW w AS (ORDER BY n);
-- Any time gives an answer in bounds; long after, there is only the prior.
SELECT at, bool_and(p > 0 AND p < 1) AS in_bounds
  FROM numsight_spam.kept, unnest(ARRAY['4714-11-24 00:00:00+00 BC', '0001-01-01Z', '1970-01-01Z', '2020-01-01Z',
           '2049-12-31Z', '9999-12-31Z', '294276-12-31 23:59:59.999999Z']::timestamptz[]) at,
       spam_likelihood(state, at) p
 GROUP BY at ORDER BY at;
SELECT spam_likelihood(spam_report(NULL, '2026-01-01Z'), '294276-12-31Z') = spam_likelihood(NULL, :now) AS forgotten;

-- Accounts without a record hardly move a number; three with one do.
SELECT spam_label(p), round(p::numeric, 4) AS p
  FROM (SELECT spam_report_agg('2026-02-20Z', 0.15, 'scam', true, true, i, false, false) AS state
          FROM generate_series(1, 25) i) s, spam_likelihood(state, :now) p;
SELECT n, spam_label(p), round(p::numeric, 4) AS p
  FROM generate_series(1, 4) n,
       LATERAL (SELECT spam_report_agg('2026-02-20Z', 1.6, 'scam', true, true, i, true, false) AS state
                  FROM generate_series(1, n) i) s, spam_likelihood(state, :now) p;
-- Nor can they drown the one call to a neighbour, which is how recordings are played.
WITH call AS (SELECT spam_call(NULL, '2026-03-01Z', 0.8, true, 9, neighbour => true, trusted => false, cluster => 7, caller => 5) AS state),
forged AS (SELECT spam_call_agg('2026-03-01Z', 0.5, true, 300, false, false, i, NULL, false, i / 12, false) AS state FROM generate_series(100, 250) i)
SELECT spam_label(spam_likelihood(c.state, '2026-03-02Z', 0, 1)) AS label, spam_likelihood(spam_merge(c.state, f.state), '2026-03-02Z', 0, 1) > 0.5 AS still
  FROM call c, forged f;
-- They cannot talk a number down either.
SELECT spam_likelihood(spam_merge(bad, good), :now) >= spam_likelihood(bad, :now) AS stays
  FROM (SELECT spam_report_agg('2026-02-20Z', 1.6, 'scam', true, true, i, true, false) AS bad,
               spam_merge_agg(spam_call(spam_book(spam_report(NULL, '2026-02-20Z', spam => false, trusted => false),
                   '2025-01-01Z', trusted => false), '2026-02-20Z', seconds => 300, cluster => i, trusted => false)) AS good
          FROM generate_series(1, 150) i) s;

-- A label begins at its boundary.
SELECT p, spam_label(p) FROM unnest(ARRAY[0, 0.19999999999999998, 0.2, 0.5999999999999999, 0.6,
    0.8999999999999999, 0.9, 1]) p;

-- The category: what was reported, else what the calls look like.
SELECT category, spam_category(spam_report(NULL, '2026-02-28Z', 2, category), :now)
  FROM unnest(ARRAY['telemarketing', 'scam', 'robocall', 'debt', 'survey', 'wangiri', 'silent', 'other', NULL]) AS category;
SELECT spam_category(spam_call_agg('2026-02-28Z', 1, false, NULL, false, false, i, NULL, false, 0, true), :now) AS wangiri,
       spam_category(spam_call_agg('2026-02-28Z', 1, true, 20, false, false, i, NULL, true, 0, true), :now) AS robocall,
       spam_category(spam_call_agg('2026-02-28Z', 1, true, 5, false, false, i % 2, NULL, false, 0, true), :now) AS debt,
       spam_category(spam_call_agg('2026-02-28Z', 1, true, 300, false, false, i, NULL, false, 0, true), :now) AS none
  FROM generate_series(1, 60) i;
SELECT spam_category(spam_merge(own, burst), :now) AS victim
  FROM (SELECT spam_call_agg('2026-02-01Z', 1, true, 60, true, false, i, 'A', false, 0, true)
                   FILTER (WHERE i <= 6) AS own,
               spam_merge(spam_call_agg('2026-02-28Z', 1, true, 4, false, false, i, NULL, true, 0, true),
                          spam_report_agg('2026-02-28Z', 1.5, 'scam', true, true, i, true, false)
                              FILTER (WHERE i <= 12)) AS burst
          FROM generate_series(1, 300) i) s;

-- What is said of the number itself: the later statement wins, in any order.
SELECT spam_flag(NULL, '2026-01-01Z', 'FIXED_LINE', true, false, true, 'spam', false);
SELECT spam_flag(NULL, NULL, 'fixed') IS NULL AS no_time, spam_flag('v1', :now) AS nothing_said;
SELECT spam_merge(a, b) AS merged, spam_merge(b, a)::text = spam_merge(a, b)::text AS commutes,
       spam_merge(a, a)::text = a::text AS idempotent
  FROM (SELECT spam_flag(NULL, '2026-01-01Z', 'mobile', verified => true) AS a,
               spam_flag(spam_flag(NULL, '2026-01-02Z', verified => false), '2025-12-31Z', 'voip') AS b) s;
CREATE TEMP TABLE reported AS
SELECT spam_report_agg('2026-02-20Z', 1.6, 'scam', true, true, i, true, false) AS state
  FROM generate_series(1, 6) i;
SELECT flag, spam_label(spam_likelihood(state, :now)) AS label,
       spam_likelihood(state, '2026-02-20Z') = spam_likelihood(r.plain, '2026-02-20Z') AS not_before,
       (SELECT string_agg(reason, '; ') FROM spam_explain(state, :now)
         WHERE detail ->> 'term' IN ('clean', 'spam', 'appeal', 'verified')) AS reason
  FROM (SELECT state AS plain FROM reported) r,
       LATERAL (VALUES ('none', plain),
                       ('clean', spam_flag(plain, '2026-02-28Z', override => 'clean')),
                       ('spam', spam_flag(NULL, '2026-02-28Z', override => 'spam')),
                       ('lifted', spam_flag(spam_flag(plain, '2026-02-28Z', override => 'clean'), :now, override => 'none')),
                       ('appeal', spam_flag(plain, '2026-02-28Z', appeal => true)),
                       ('verified', spam_flag(plain, '2026-02-28Z', verified => true))) f (flag, state)
 ORDER BY flag;
SELECT day::date, spam_likelihood(spam_flag(state, '2026-02-25Z', appeal => true), day) < spam_likelihood(state, day) AS stands
  FROM reported, unnest(ARRAY['2026-02-24Z', '2026-02-25Z', '2026-03-26 23:59Z', '2026-03-27Z']::timestamptz[]) day;
-- What belongs to a former owner fades; what is doubtful alone is no witness.
SELECT spam_fade(spam_report(NULL, '2020-01-01Z', 2, 'scam'), 0.25),
       spam_fade(spam_report(NULL, '2020-01-01Z'), 0), spam_fade('v1', NULL);
SELECT spam_trusted(spam_report(spam_report(NULL, '2020-01-01Z', 1, 'scam'), '2020-01-01Z', 2, 'debt', trusted => false)),
       spam_trusted(NULL);

-- What the word of an account weighs.
SELECT agreed, disagreed, round(spam_trust(agreed, disagreed)::numeric, 4) AS trust,
       spam_established(days, spam_trust(agreed, disagreed)) AS established,
       round(spam_call_weight(spam_trust(agreed, disagreed), days)::numeric, 4) AS call,
       round(spam_report_weight(spam_trust(agreed, disagreed), days, true)::numeric, 4) AS report,
       round(spam_report_weight(spam_trust(agreed, disagreed), days, false)::numeric, 4) AS alone,
       round(spam_book_weight(spam_trust(agreed, disagreed))::numeric, 4) AS book
  FROM (VALUES (0, 0, 0), (0, 0, -1), (0, 0, 45), (0, 0, 45.5), (10, 0, 400), (0, 1, 400)) v (agreed, disagreed, days);
SELECT likelihood, spam, corroborated, s.*
  FROM (VALUES (0.75, true, true), (0.75, false, true), (0.25, false, false), (0.25, true, false), (0.5, true, true))
           v (likelihood, spam, corroborated), spam_settlement(likelihood, spam, corroborated) s;

-- Who agrees with what is known already earns nothing by it; to be wrong costs the same.
SELECT known, spam, round(spam_news(known, spam)::numeric, 2) AS news, round(agreed::numeric, 3) AS agreed, round(disagreed::numeric, 3) AS disagreed
  FROM (VALUES (0.02, true), (0.98, true), (0.02, false), (0.98, false)) k (known, spam),
       spam_settlement(0.99, spam, true, spam_news(known, spam));

-- A million reports of one account, or of one network, weigh less than two of two.
SELECT trusted, kind, p BETWEEN spam_likelihood(NULL, :now, 0, 1) AND spam_likelihood(two, :now, 0, 1) AS bounded
  FROM (SELECT i % 2 = 0 AS trusted, i % 4 > 1 AS kind, spam_report_agg('2026-02-20Z', 2, 'scam', true, i % 4 > 1, 7, i % 2 = 0, false) AS state
          FROM generate_series(1, 1000000) i GROUP BY 1, 2) s
 CROSS JOIN (SELECT spam_report_agg('2026-02-20Z', 2, 'scam', true, true, i, true, false) AS two FROM generate_series(1, 2) i) r
 CROSS JOIN LATERAL spam_likelihood(state, :now, 0, 1) p ORDER BY 1, 2;

-- Neighbours whom accounts without a record tell of weigh no more where many others are called.
SELECT calls, ln(p / (1 - p)) - ln(q / (1 - q)) < 4 * weight AS bounded
  FROM unnest(ARRAY[10, 30, 90]) calls
 CROSS JOIN LATERAL (SELECT spam_call_agg(:now::timestamptz - i * interval '26 hours', 1, i % 3 > 0, CASE WHEN i % 3 > 0 THEN 20 + i % 60 ELSE 0 END,
                                          false, false, i, '-', false, i, true) AS state FROM generate_series(1, calls) i) s
 CROSS JOIN (SELECT spam_call_agg(:now::timestamptz - interval '1 hour', 0.5, true, 5, false, false, i, '-', true, i, false) AS lies
               FROM generate_series(1, 25) i) l
 CROSS JOIN LATERAL (SELECT spam_likelihood(spam_merge(state, lies), :now, 0, 1) AS p, spam_likelihood(state, :now, 0, 1) AS q) t
  JOIN spam_model m ON version = 1 AND term = 'sharpness' ORDER BY calls;

-- One friend is no excuse while strangers are being called; when that is over he is.
WITH burst AS (SELECT days, spam_call_agg(:now::timestamptz - make_interval(days => days), 1, i % 3 = 0, 8, false, false, i * 7919, '-', false, i, true) AS state
                 FROM generate_series(1, 40) i, unnest(ARRAY[0, 7, 30, 60]) days GROUP BY days)
SELECT days, spam_label(spam_likelihood(state, :now, 0, 1)) AS nobody, spam_label(spam_likelihood(friend, :now, 0, 1)) AS a_friend
  FROM burst CROSS JOIN LATERAL spam_book(spam_call(state, :now::timestamptz - interval '1 day', known => true), '2025-06-01Z') friend ORDER BY days;

-- Whom most of those listen to who answer is hardly a campaign.
SELECT talks, spam_label(spam_likelihood(state, :now, 0, 1)) AS label,
       (SELECT max(reason) FROM spam_explain(state, :now, 0, 1) WHERE detail ->> 'term' = 'talks' AND logit < 0) AS reason
  FROM unnest(ARRAY[0, 10, 15, 20]) talks
 CROSS JOIN LATERAL (SELECT spam_call_agg(:now::timestamptz - i * interval '26 hours', 1, i <= 20, CASE WHEN i <= talks THEN 90 WHEN i <= 20 THEN 12 ELSE 0 END,
                                          false, false, i * 7919, '-', false, i, true) AS state FROM generate_series(1, 40) i) s
 ORDER BY talks;

-- That a number has come to somebody else is a reason that weighs nothing itself, from that time on.
SELECT days, reason, logit, detail
  FROM unnest(ARRAY[-1, 1]) days, spam_explain(spam_flag(NULL, '2026-02-20Z', reassigned => true), timestamptz '2026-02-20Z' + days * interval '1 day', 0, 1)
 WHERE detail ->> 'term' = 'reassigned';

-- A block of numbers says something of each of them, but not what it has from it.
SELECT likely, numbers, own, round(spam_range(likely, numbers, own)::numeric, 4) AS range
  FROM (VALUES (0, 0, NULL), (1, 1, 1), (50, 60, NULL), (50, 60, 0.9), (0.5, 60, NULL), (NULL, 3, NULL)) v (likely, numbers, own);

-- Versions of the model: shipped ones stand in the table as they are compiled in.
SELECT count(*) > 0 AS some, count(*) FILTER (WHERE m.* IS DISTINCT FROM s.*) AS differ
  FROM spam_model m FULL JOIN spam_shipped() s USING (version, term);
SELECT kind, count(*), bool_and(weight BETWEEN lo AND hi) FILTER (WHERE kind = 'constant') AS within
  FROM spam_model WHERE version = 1 GROUP BY kind ORDER BY kind;
SELECT spam_version();
SELECT spam_likelihood(state, :now) = spam_likelihood(state, :now, 0, 1) AS in_use FROM reported;
SELECT spam_revise(1, '{"base_rate": 0.02}', 'a quiet network') AS version;
SELECT version, term, weight, note FROM spam_model WHERE version = 101 AND term IN ('prior', 'base_rate') ORDER BY term;
SELECT spam_likelihood(NULL, :now, 0, 101) < spam_likelihood(NULL, :now, 0, 1) AS lower,
       spam_use(101), spam_version();
SELECT spam_version(), spam_likelihood(NULL, :now) = spam_likelihood(NULL, :now, 0, 101) AS in_use;
BEGIN;
SELECT spam_use(1);
SELECT spam_version();
ROLLBACK;
SELECT spam_version();
-- The table holds for other sessions and for workers, too.
\c
SET search_path = numsight, public;
SELECT spam_version();
SELECT spam_use(1);
-- Which version was in use when is kept.
SELECT spam_version('-infinity'), spam_version(min(since)), spam_version(max(since) - interval '1 microsecond'), spam_version('infinity'),
       count(*), count(DISTINCT since) FROM spam_in_use;
-- They do not change, and no row says what its term cannot mean.
\set ON_ERROR_STOP 0
UPDATE spam_model SET weight = 0 WHERE version = 101;
DELETE FROM spam_model WHERE version = 101;
TRUNCATE spam_model;
INSERT INTO spam_model SELECT 50, term, kind, weight, lo, hi, sign, shrink, note FROM spam_model WHERE version = 1 AND term = 'known';
INSERT INTO spam_model SELECT 200, 'moon', kind, weight, lo, hi, sign, shrink, note FROM spam_model WHERE version = 1 AND term = 'known';
INSERT INTO spam_model SELECT 200, term, 'held', weight, lo, hi, sign, shrink, note FROM spam_model WHERE version = 1 AND term = 'known';
INSERT INTO spam_model SELECT 200, term, kind, 1, lo, hi, sign, shrink, note FROM spam_model WHERE version = 1 AND term = 'known';
INSERT INTO spam_model SELECT 200, term, kind, 'NaN', lo, hi, sign, shrink, note FROM spam_model WHERE version = 1 AND term = 'known';
INSERT INTO spam_model SELECT 200, term, kind, weight, 0.5, hi, sign, shrink, note FROM spam_model WHERE version = 1 AND term = 'known';
INSERT INTO spam_model SELECT 200, term, kind, weight, lo, 'Infinity', sign, shrink, note FROM spam_model WHERE version = 1 AND term = 'known';
INSERT INTO spam_model SELECT 200, term, kind, weight, lo, hi, sign, 0, note FROM spam_model WHERE version = 1 AND term = 'to_8';
INSERT INTO spam_model SELECT 200, term, kind, weight, lo, hi, sign, shrink, note FROM spam_model WHERE version = 1 AND term = 'known';
SELECT spam_likelihood(NULL, '2026-03-01Z', 0, 200);
SELECT spam_use(200);
SELECT spam_use(300);
SELECT spam_revise(1, '{"moon": 1}');
SELECT spam_revise(1, '{"known": "much"}');
SELECT spam_revise(1, '{"known": 1}');
SELECT spam_model_guard();

-- Weights are found from labels: those that made them do hardly better.
SET timezone = 'UTC';
\set now '''2026-03-01 12:00Z'''
CREATE TEMP TABLE labelled AS
SELECT i, state, spam_likelihood(state, :now, 0, 1) > (hashint4(i) & 1023) / 1024.0 AS spam, :now::timestamptz AS as_of
  FROM (SELECT i, spam_merge(
                   (SELECT spam_call_agg('2026-02-20Z', 1, k * i % 3 > 0, k * i % 150, k * i % 5 = 0, k * i % 11 = 0,
                                         k, NULL, false, 0, true) FROM generate_series(1, i % 12) k),
                   (SELECT spam_report_agg('2026-02-21Z', 1, 'scam', k % 3 > 0, true, k, true, false)
                      FROM generate_series(1, i % 7 - 3) k)) AS state
          FROM generate_series(1, 3000) i) s;
SELECT version, rows, spam > 150 AS spam, loss < 0.5 AS loss, brier < 0.2 AS brier, ece < 0.05 AS ece, auc > 0.8 AS auc,
       steps > 2 AS steps
  FROM spam_fit('labelled', note => 'a test');
SELECT version FROM spam_fit('labelled');
SELECT count(*) AS terms, count(*) FILTER (WHERE a.weight <> b.weight) AS differ
  FROM spam_model a JOIN spam_model b USING (term) WHERE a.version = 201 AND b.version = 202;
SELECT count(*) AS terms, bool_and(sign * weight >= 0) AS signs, max(note) FILTER (WHERE kind = 'prior') AS note,
       max(weight) FILTER (WHERE term = 'base_rate') = (SELECT round(avg(spam::integer), 6) FROM labelled) AS base_rate
  FROM spam_model WHERE version = 201;
-- A term that is held keeps its weight.
SELECT version FROM spam_fit('labelled', 201, held => '{known, to_8}');
SELECT a.term FROM spam_model a JOIN spam_model b USING (term)
 WHERE a.version = 201 AND b.version = 203 AND term IN ('known', 'to_8') AND a.weight <> b.weight;
-- Rows of one kind, of no weight or of none at all teach nothing.
CREATE TEMP VIEW one_kind AS SELECT * FROM labelled WHERE spam;
SELECT spam_fit('one_kind');
CREATE TEMP VIEW few AS SELECT * FROM labelled WHERE i <= 90;
SELECT spam_fit('few');
CREATE TEMP VIEW unweighed AS SELECT *, 0.0 AS weight FROM labelled;
SELECT spam_fit('unweighed');
CREATE TEMP VIEW unsaid AS SELECT state, NULL::boolean AS spam, as_of FROM labelled;
SELECT spam_fit('unsaid');
CREATE TEMP VIEW no_number AS SELECT *, CASE WHEN i = 7 THEN 'NaN'::float8 ELSE 1 END AS weight FROM labelled;
SELECT spam_fit('no_number');
CREATE TEMP VIEW no_range AS SELECT *, CASE WHEN i = 7 THEN 'NaN'::float8 ELSE 0 END AS range FROM labelled;
SELECT spam_fit('no_range');
CREATE TEMP VIEW no_column AS SELECT state, as_of FROM labelled;
SELECT spam_fit('no_column');
SELECT spam_fit('labelled', ridge => 'NaN');
SELECT spam_fit('labelled', 99);
SELECT spam_fit('labelled', held => '{moon}');
SELECT spam_fit('labelled', held => '{base_rate}');
SELECT spam_fit(NULL) IS NULL AS nothing;

-- A line is what a flag says of the kind and validity of a number.
SELECT number, spam_line(number, :'now'::timestamptz)::text
               IS NOT DISTINCT FROM CASE WHEN phone_country_code(number) IS NOT NULL
                   THEN spam_flag(NULL, :'now', phone_type(number), phone_valid(number))::text END AS same,
       spam_line(number, :'now'::timestamptz) IS NULL AS unknown
  FROM unnest(ARRAY['+919876543210', '+918001234567', '+442079460000', '+91987', '+999123', 'IN:112', 'anonymous']::phone[]) number;
SELECT spam_line('+919876543210', 'infinity');

-- A verdict is the likelihood, its label, the category and the reasons in one object.
SELECT count(*) AS asked, count(*) FILTER (WHERE spam_verdict(state, as_of, range)::text = (
        SELECT row_to_json(v)::text
          FROM (SELECT round(p * 1e4) / 1e4 AS spam_likelihood, spam_label(p) AS spam_label,
                       spam_category(state, as_of) AS category,
                       (SELECT json_list(json_pairs('reason', e.reason, 'detail', e.detail, 'logit', round(e.logit * 1e4) / 1e4) ORDER BY e.place)
                          FROM spam_explain(state, as_of, range) WITH ORDINALITY e (reason, detail, logit, place)) AS reasons,
                       spam_version() AS model
                  FROM spam_likelihood(state, as_of, range) p) v)) AS same
  FROM (SELECT state, as_of FROM labelled LIMIT 200) l, unnest(ARRAY[0, 1.5, -2]::float8[]) range;
SELECT spam_verdict(NULL, :'now');
SELECT spam_verdict(NULL, NULL) IS NULL AS none;
SELECT spam_verdict(NULL, 'infinity');
SELECT spam_verdict(NULL, :'now', 'NaN');

SET client_min_messages = warning;
DROP SCHEMA numsight_spam CASCADE;
