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
