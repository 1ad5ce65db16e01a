-- attack.sql: accounts that lie about numbers of all kinds, after the period
--
-- An attack is what some accounts do: how many they are, how many share a
-- network, how old and how trusted they are, and whether they forge calls.
-- It adds to the states of the numbers what those accounts would weigh, and
-- counts how many numbers cross one half, who were on the other side before.

CREATE FUNCTION sim.evidence(accounts integer, per_network integer, days double precision, trust double precision,
    old_share double precision, forged boolean, spam boolean, long_calls boolean, neighbour boolean, at timestamptz)
RETURNS numsight.spam_state
LANGUAGE sql IMMUTABLE
SET search_path = numsight, pg_catalog
AS $$
    WITH account AS (
        SELECT i, 900000 + i / per_network AS network, w.days, spam_established(w.days, trust) AS trusted
          FROM generate_series(0, accounts - 1) i
         CROSS JOIN LATERAL (SELECT CASE WHEN i < accounts * old_share THEN 200.0 ELSE evidence.days END AS days) w)
    SELECT spam_merge(
               spam_report_agg(at, private.report_weight(trust, days, forged), CASE WHEN spam THEN 'scam' END, spam, forged,
                               network, trusted, false),
               spam_merge(
                   spam_call_agg(at - interval '10 minutes', private.call_weight(trust, days), long_calls OR i % 2 = 0,
                                 CASE WHEN long_calls THEN 300 WHEN i % 2 = 0 THEN 3 + i % 15 ELSE 0 END, false, false,
                                 1000000 + i, NULL, neighbour, network, trusted) FILTER (WHERE forged),
                   spam_book_agg(at - make_interval(days => days::integer), spam_book_weight(trust), network, trusted)
                       FILTER (WHERE NOT spam)))
      FROM account;
$$;

CREATE TABLE sim.attack (name text, accounts integer, per_network integer, days double precision, trust double precision,
    old_share double precision, forged boolean, spam boolean, long_calls boolean, neighbour boolean, targets text);
INSERT INTO sim.attack
SELECT name, n, per_network, days, trust, old, forged, spam, long_calls, false, targets
  FROM (VALUES ('naive sybils', 12, 10, 0.4, 0, false, true, false),
               ('forging sybils', 12, 10, 0.4, 0, true, true, false),
               ('forging, a fifth old accounts', 12, 10, 0.4, 0.2, true, true, false)) a
           (name, per_network, days, trust, old, forged, spam, long_calls)
 CROSS JOIN unnest(ARRAY[25, 150, 400]) n
 CROSS JOIN unnest(ARRAY['person', 'business', 'oneoff']) targets;
INSERT INTO sim.attack
SELECT 'strong: 200 days, trust 0.75, own networks', n, 1, 200, 0.75, 0, true, true, false, false, targets
  FROM unnest(ARRAY[4, 25]) n CROSS JOIN unnest(ARRAY['person', 'business', 'oneoff']) targets;
-- Whose number is like the target's can make up what spammers do who call their neighbours.
INSERT INTO sim.attack
SELECT 'neighbours of the target, own networks', n, 1, 10, 0.4, 0, true, true, false, true, targets
  FROM unnest(ARRAY[1, 4, 25]) n CROSS JOIN unnest(ARRAY['person', 'business', 'oneoff']) targets;
INSERT INTO sim.attack VALUES
    ('whitewash: not spam, forged calls, books', 25, 12, 10, 0.4, 0, true, false, true, false, 'spam'),
    ('whitewash: not spam, forged calls, books', 150, 12, 10, 0.4, 0, true, false, true, false, 'spam'),
    ('not-spam ring, a fifth old accounts', 30, 12, 10, 0.4, 0.2, false, false, false, false, 'spam'),
    ('reports of the own number, to look like a brigade', 25, 12, 1, 0.4, 0, false, true, false, false, 'spam'),
    ('the same with forged calls', 25, 12, 10, 0.4, 0, true, true, false, false, 'spam');

-- 150 of a kind that were on the right side, the same in every run.
CREATE VIEW sim.target AS
SELECT *
  FROM (SELECT a.*, k.kind, row_number() OVER (PARTITION BY k.kind ORDER BY numsight.phone_to_bigint(phone) % 9973, phone) AS n
          FROM sim.answers a
         CROSS JOIN LATERAL (SELECT CASE WHEN a.spam THEN 'spam' WHEN class = 'person' THEN 'person'
                                         WHEN class LIKE 'biz%' THEN 'business' WHEN class = 'oneoff' THEN 'oneoff' END AS kind) k
         WHERE variant = 'full' AND a.spam = (likelihood > 0.5)) t
 WHERE n <= 150 AND kind IS NOT NULL;

CREATE FUNCTION sim.attacks(as_of timestamptz, model integer)
RETURNS TABLE (name text, accounts integer, targets text, numbers bigint, moved bigint)
LANGUAGE sql STABLE
SET search_path = sim, numsight, pg_catalog
AS $$
    SELECT a.name, a.accounts, a.targets, count(*),
           count(*) FILTER (WHERE (spam_likelihood(spam_merge(t.state, a.lies), as_of, t.range, model) > 0.5) <> t.spam)
      FROM (SELECT *, evidence(accounts, per_network, days, trust, old_share, forged, spam, long_calls, neighbour,
                               as_of - interval '1 day') AS lies
              FROM attack) a
      JOIN target t ON t.kind = a.targets
     GROUP BY a.name, a.accounts, a.targets;
$$;
