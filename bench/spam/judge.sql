-- judge.sql: what is said of every number at the end of a period
--
-- Table sim.answer: the states with all that a deployment has, and without
-- some of it; a block of a thousand numbers adds its range.

CREATE FUNCTION sim.answer(name text, model integer, as_of timestamptz, with_calls boolean, with_books boolean,
    with_attestation boolean, with_flags boolean)
RETURNS TABLE (dataset text, variant text, phone numsight.phone, class text, spam boolean, state numsight.spam_state,
    range double precision, likelihood double precision)
LANGUAGE sql STABLE
SET search_path = sim, numsight, pg_catalog
AS $$
    SELECT NULL, name, s.phone, t.class, t.is_spam = 1, s.state, s.range, spam_likelihood(s.state, as_of, s.range, model)
      FROM (SELECT phone, state, spam_range(sum(own) OVER block, count(*) OVER block, own, model) AS range
              FROM (SELECT phone, state, spam_likelihood(state, as_of, 0, model) AS own
                      FROM states(with_calls, with_books, with_attestation, with_flags)) o
            WINDOW block AS (PARTITION BY left(phone::text, 10))) s
      JOIN truth t USING (phone);
$$;

-- At which of its calls a number is first called spam, were it judged at every
-- event; NULL: never. Blocks play no part.
CREATE FUNCTION sim.detected(model integer) RETURNS TABLE (class text, spam boolean, calls bigint, at_call bigint)
LANGUAGE sql STABLE
SET search_path = sim, numsight, pg_catalog
AS $$
    WITH fact AS (
        SELECT phone, at, 1 AS calls, spam_call(NULL, at, weight, answered, seconds, known, NOT inbound, reporter,
                                                attestation, neighbour, cluster, trusted) AS state
          FROM call WHERE inbound
         UNION ALL
        SELECT phone, at, 0, spam_report(NULL, at, weight, category, spam, corroborated, cluster, trusted, signed_call)
          FROM mark
         UNION ALL
        SELECT phone, '-infinity', 0, spam_flag(NULL, 'epoch', line_type, allocated = 1, verified_business = 1)
          FROM numbers
    ), lived AS (
        SELECT phone, at, sum(calls) OVER w AS calls, spam_merge_agg(state) OVER w AS state
          FROM fact JOIN truth t USING (phone)
         WHERE t.is_spam = 1
        WINDOW w AS (PARTITION BY phone ORDER BY at)
    )
    SELECT t.class, t.is_spam = 1, max(l.calls),
           min(l.calls) FILTER (WHERE l.at > '-infinity' AND spam_likelihood(l.state, l.at, 0, model) > 0.5)
      FROM lived l JOIN truth t USING (phone)
     GROUP BY t.phone, t.class, t.is_spam;
$$;
