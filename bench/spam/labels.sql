-- labels.sql: numbers of known truth, as spam_fit wants them
--
-- From each community the numbers at its end, and at three days before, when
-- less was known of them; the same without some of what a deployment may lack.
-- A number that went to a new owner was spam before, which its truth does not
-- tell: it stands for itself only at the end.

CREATE SCHEMA fit;
CREATE UNLOGGED TABLE fit.label (
    community text, variant text, phone numsight.phone, spam boolean, as_of timestamptz, state numsight.spam_state,
    range double precision, share double precision
);

-- What a variant counts in the fit of version 1.
CREATE TABLE fit.variant (name text PRIMARY KEY, share double precision, day integer, calls boolean DEFAULT true,
    books boolean DEFAULT true, attestation boolean DEFAULT true, flags boolean DEFAULT true);
INSERT INTO fit.variant (name, share) VALUES ('full', 1);
INSERT INTO fit.variant (name, share, day) VALUES ('day 35', 0.3, 35), ('day 65', 0.3, 65), ('day 95', 0.3, 95);
INSERT INTO fit.variant (name, share, calls, books, attestation, flags) VALUES
    ('reports only', 0.02, false, true, true, true),
    ('no books', 0.03, true, false, true, true),
    ('no attestation', 0.1, true, true, false, true),
    ('neither', 0.02, true, false, false, true),
    ('no line', 0.05, true, true, true, false);

-- The states of a day in the past; books of that day, too.
CREATE FUNCTION fit.states_at(day timestamptz) RETURNS TABLE (phone numsight.phone, state numsight.spam_state)
LANGUAGE plpgsql STABLE
SET search_path = sim, numsight, pg_catalog
AS $$
BEGIN
    RETURN QUERY
    WITH seen AS (SELECT c.phone FROM call c WHERE c.at < day UNION SELECT m.phone FROM mark m WHERE m.at < day)
    SELECT p.phone, spam_merge_agg(p.state)
      FROM (SELECT c.phone, spam_call_agg(at, weight, answered, seconds, known, NOT inbound, reporter, attestation,
                                          neighbour, cluster, trusted) AS state
              FROM call c WHERE at < day GROUP BY c.phone
             UNION ALL
            SELECT m.phone, spam_report_agg(at, weight, category, spam, corroborated, cluster, trusted, signed_call)
              FROM mark m WHERE at < day GROUP BY m.phone
             UNION ALL
            SELECT b.phone, spam_book_agg(since, weight, cluster, trusted AND days(since, day) > 45)
              FROM book b JOIN seen USING (phone) WHERE since < day GROUP BY b.phone
             UNION ALL
            SELECT n.phone, spam_flag(NULL, 'epoch', line_type, allocated = 1, verified_business = 1)
              FROM numbers n JOIN seen USING (phone)) p
     GROUP BY p.phone;
END
$$;

CREATE PROCEDURE fit.take(source text, kind text, portion double precision)
LANGUAGE plpgsql
SET search_path = sim, numsight, pg_catalog
AS $$
DECLARE
    v fit.variant;
    as_of timestamptz := '2026-05-01Z';
BEGIN
    SELECT * INTO v FROM fit.variant WHERE name = kind;
    IF v.day IS NULL THEN
        INSERT INTO fit.label
        SELECT source, kind, phone, is_spam = 1, as_of, state, 0, v.share * portion
          FROM states(v.calls, v.books, v.attestation, v.flags) JOIN truth USING (phone);
    ELSE
        as_of := timestamptz '2026-01-01Z' + make_interval(days => v.day);
        INSERT INTO fit.label
        SELECT source, kind, phone, is_spam = 1, as_of, state, 0, v.share * portion
          FROM fit.states_at(as_of) JOIN truth USING (phone) WHERE class <> 'reassigned';
    END IF;
END
$$;

-- The labels of one fit: all variants with their shares, or one of them alone.
CREATE VIEW fit.everything AS SELECT state, spam, as_of, range, share AS weight FROM fit.label;
CREATE VIEW fit.reports_only AS SELECT state, spam, as_of, range FROM fit.label WHERE variant = 'reports only';
CREATE VIEW fit.no_books AS SELECT state, spam, as_of, range FROM fit.label WHERE variant = 'no books';
CREATE VIEW fit.no_attestation AS SELECT state, spam, as_of, range FROM fit.label WHERE variant = 'no attestation';
CREATE VIEW fit.neither AS SELECT state, spam, as_of, range FROM fit.label WHERE variant = 'neither';

-- What the blocks say, by a version of the model.
CREATE PROCEDURE fit.look_at_blocks(model integer)
LANGUAGE sql
SET search_path = numsight, pg_catalog
AS $$
    UPDATE fit.label l
       SET range = r.range
      FROM (SELECT community, variant, phone,
                   spam_range(sum(own) OVER block, count(*) OVER block, own, model) AS range
              FROM (SELECT community, variant, phone, spam_likelihood(state, as_of, 0, model) AS own FROM fit.label) o
            WINDOW block AS (PARTITION BY community, variant, left(phone::text, 10))) r
     WHERE (l.community, l.variant, l.phone) = (r.community, r.variant, r.phone);
$$;

-- How far the logits of a version are best drawn apart, by what it says early,
-- when less is known of a number: at the end any answer would gain by it.
CREATE FUNCTION fit.sharpness(version integer) RETURNS numeric
LANGUAGE sql
SET search_path = numsight, pg_catalog
AS $$
    SELECT s
      FROM (SELECT CASE WHEN spam THEN ln(1 / p - 1) ELSE ln(p / (1 - p)) END AS wrong, share
              FROM (SELECT spam_likelihood(state, as_of, range, version) AS p, spam, share
                      FROM fit.label WHERE variant LIKE 'day %') answer) label,
           generate_series(1.0, 2.0, 0.1) s
     GROUP BY s ORDER BY sum(share * ln(1 + exp(s * wrong))) LIMIT 1;
$$;

-- The same version, sharper. What the owner says counts as it did.
CREATE FUNCTION fit.sharpened(version integer, sharpness numeric) RETURNS integer
LANGUAGE sql
SET search_path = numsight, pg_catalog
AS $$
    SELECT spam_revise(version, jsonb_build_object('sharpness', sharpness, 'appeal', round(-3 / sharpness, 12)));
$$;

-- Versions as the C source that ships them.
CREATE FUNCTION fit.source(versions integer[], notes text[]) RETURNS text
LANGUAGE sql STABLE
SET search_path = numsight, pg_catalog
AS $$
    WITH term AS (SELECT term, n FROM spam_shipped() WITH ORDINALITY s (version, term, kind, weight, lo, hi, sign, shrink, note, n)
                   WHERE version = 1),
    model AS (
        SELECT shipped, note,
               (SELECT string_agg(format(E'\t\t[SPAM_TERM_%s] = {%s, %s, %s, %s}', term, weight,
                                         CASE kind WHEN 'constant' THEN weight ELSE lo END,
                                         CASE kind WHEN 'constant' THEN weight ELSE hi END, shrink), E',\n' ORDER BY n)
                  FROM spam_model JOIN term USING (term) WHERE version = stored) AS rows
          FROM unnest(versions, notes) WITH ORDINALITY v (stored, note, shipped))
    SELECT E'/* spam_weights_data.c: written by bench/spam/weights, not by hand */\n#include "spam.h"\n\n'
        || E'const char *const spam_shipped_note[] = {\n' || string_agg(format(E'\t"%s"', note), E',\n' ORDER BY shipped)
        || E'\n};\n\nconst struct spam_model spam_shipped[] = {\n'
        || string_agg(format(E'\t{.version = %s, .row = {\n%s\n\t}}', shipped, rows), E',\n' ORDER BY shipped)
        || E'\n};\n\nconst int\tspam_shipped_count = sizeof(spam_shipped) / sizeof(spam_shipped[0]);'
      FROM model;
$$;
