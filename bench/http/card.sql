SELECT (SELECT numsight.name_list(20, e.name, e.books, e.account IS NOT NULL, (e.account IS NULL)::integer, - e.books, e.id)
          FROM data.entry e WHERE e.phone OPERATOR(numsight.=) asked.phone) AS called,
       numsight.spam_verdict(CASE WHEN n.phone IS NULL THEN private.line(asked.phone) ELSE n.state END, now(),
           (SELECT numsight.spam_range(b.likely, b.numbers, n.share)
              FROM data.block b WHERE b.block = private.block_of(asked.phone) AND b.until IS NULL)) AS verdict,
       numsight.phone_facts(asked.phone) AS facts,
       coalesce(n.total_appearance, 0)::integer AS appearances, coalesce(n.num_spam, 0) AS spam_reports,
       coalesce(n.not_spam, 0) AS not_spam_reports, coalesce(n.contacts, 0) AS contacts,
       CASE WHEN n.num_spam + n.not_spam > 0 THEN
           (SELECT CASE WHEN r.spam THEN 'spam' ELSE 'not_spam' END
              FROM data.spam_report r
             WHERE r.reporter = $1 AND r.phone OPERATOR(numsight.=) asked.phone) END AS reported
  FROM (SELECT $2::numsight.phone AS phone) asked
  LEFT JOIN data.number n ON n.phone OPERATOR(numsight.=) asked.phone
