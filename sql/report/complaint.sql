-- complaint.sql: what people told authorities, for analysts

CREATE VIEW report.complaint WITH (security_barrier) AS
SELECT report.masked(c.phone) AS number,
       numsight.phone_region(c.phone) AS region,
       s.name AS source,
       c.at, c.category::text AS category, c.area, c.city, c.zip
  FROM data.complaint c
  JOIN data.source s ON s.id = c.source;
COMMENT ON VIEW report.complaint IS
    'complaints of published files, with the place that the file tells of, where that was kept: masked';
