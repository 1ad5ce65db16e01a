-- number.sql: numbers for analysts: masked, never with a name or an e-mail

CREATE OR REPLACE FUNCTION report.masked(target numsight.phone)
RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT '+' || numsight.phone_country_code(target) || ' *' || right(target::text, 4);
END;
COMMENT ON FUNCTION report.masked(numsight.phone) IS
    'country and last four digits of a number';

CREATE VIEW report.number WITH (security_barrier) AS
SELECT report.masked(n.phone) AS number,
       numsight.phone_region(n.phone) AS region,
       numsight.phone_type(n.phone) AS type,
       numsight.phone_valid(n.phone) AS valid,
       n.total_appearance, n.num_spam, n.not_spam, n.contacts,
       s.likelihood AS spam_likelihood,
       numsight.spam_label(s.likelihood) AS spam_label,
       numsight.spam_category(n.state, now()) AS category
  FROM data.number n
  LEFT JOIN data.block b
    ON b.block = left(n.phone::text, 8 + octet_length(numsight.phone_country_code(n.phone)::text)) AND b.until IS NULL
 CROSS JOIN LATERAL (SELECT numsight.spam_likelihood(n.state, now(),
                                numsight.spam_range(b.likely, b.numbers, n.share)) AS likelihood) s;
COMMENT ON VIEW report.number IS
    'every number that somebody spoke of: masked, with its counters and likelihood';

CREATE VIEW report.region WITH (security_barrier) AS
SELECT numsight.phone_region(n.phone) AS region,
       count(*) AS numbers,
       count(*) FILTER (WHERE s.label = 'spam') AS spam,
       count(*) FILTER (WHERE s.label = 'suspected') AS suspected,
       sum(n.total_appearance) AS appearances,
       sum(n.num_spam) AS spam_reports
  FROM data.number n
  LEFT JOIN data.block b
    ON b.block = left(n.phone::text, 8 + octet_length(numsight.phone_country_code(n.phone)::text)) AND b.until IS NULL
 CROSS JOIN LATERAL (SELECT numsight.spam_label(numsight.spam_likelihood(n.state, now(),
                                numsight.spam_range(b.likely, b.numbers, n.share))) AS label OFFSET 0) s
 GROUP BY 1;
COMMENT ON VIEW report.region IS
    'numbers, appearances and reports by country';
