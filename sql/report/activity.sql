-- activity.sql: what happened, by day; only sums

CREATE VIEW report.activity WITH (security_barrier) AS
SELECT day,
       count(*) FILTER (WHERE what = 'account') AS accounts,
       count(*) FILTER (WHERE what = 'contact') AS contacts,
       count(*) FILTER (WHERE what = 'call') AS calls,
       count(*) FILTER (WHERE what = 'spam') AS spam_reports,
       count(*) FILTER (WHERE what = 'not_spam') AS not_spam_reports
  FROM (SELECT date_trunc('day', a.created, 'UTC') AS day, 'account' AS what FROM data.account a
        UNION ALL SELECT date_trunc('day', c.created, 'UTC'), 'contact' FROM data.contact c
        UNION ALL SELECT date_trunc('day', k.received, 'UTC'), 'call' FROM data.call k
        UNION ALL SELECT date_trunc('day', r.created, 'UTC'),
                         CASE WHEN r.spam THEN 'spam' ELSE 'not_spam' END FROM data.spam_report r) happened
 GROUP BY day;
COMMENT ON VIEW report.activity IS
    'registrations, contacts, calls and reports by day, UTC';

CREATE VIEW report.spam_category WITH (security_barrier) AS
SELECT coalesce(r.category::text, 'none given') AS category,
       count(*) AS reports,
       count(DISTINCT r.phone) AS numbers,
       count(*) FILTER (WHERE r.corroborated) AS corroborated,
       count(*) FILTER (WHERE r.trusted) AS trusted
  FROM data.spam_report r
 WHERE r.spam
 GROUP BY 1;
COMMENT ON VIEW report.spam_category IS
    'standing reports of spam by category';

CREATE VIEW report.directory WITH (security_barrier) AS
SELECT numsight.phone_region(e.phone) AS region,
       count(*) AS entries,
       count(DISTINCT e.phone) AS numbers,
       count(e.account) AS registered
  FROM data.entry e
 GROUP BY 1;
COMMENT ON VIEW report.directory IS
    'size of the directory by country';
