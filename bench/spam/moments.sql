-- moments.sql: the script of a period: when the clock is set, and what is told then
--
-- psql -At -v clock=FILE -v start=TIME -v until=TIME; for told.sql. The clock is
-- set where somebody registers or marks a number, and where a day is over.

SELECT format(E'\\! echo "%1$s" >%2$s.new && mv %2$s.new %2$s\nCALL sim.tell(%3$s, %4$s);%5$s',
              to_char(to_timestamp(at) AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS'), :'clock', since, at,
              CASE WHEN day_over THEN E'\nCALL private.maintain();' END)
  FROM (SELECT coalesce(lag(m.at) OVER (ORDER BY m.at), 0) AS since, m.at, bool_or(m.day_over) AS day_over
          FROM (SELECT registered_at AS at, false AS day_over FROM sim.users
                 UNION ALL
                SELECT ts, false FROM sim.said
                 UNION ALL
                SELECT extract(epoch FROM d)::bigint, true
                  FROM generate_series(:'start'::timestamptz, :'until'::timestamptz, interval '1 day') d) m
         GROUP BY m.at) m
 ORDER BY at;
