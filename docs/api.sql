-- api.sql: the reference of the API, docs/api.md, out of the catalog and the table of routes
--
--	docs/generate api >docs/api.md
--
-- A path that an original application published is listed beside the route whose function it shares.

\set ON_ERROR_STOP on

CREATE TEMP TABLE route (
    place serial, method text, path text, function text, types text, class text, given text,
    scope text, flags text);
\copy route (method, path, function, types, class, given, scope, flags) FROM PSTDIN

-- the names of what a client gives, a question mark behind what it may leave out
CREATE FUNCTION pg_temp.arguments(given text) RETURNS text
LANGUAGE sql IMMUTABLE
RETURN '`' || replace(regexp_replace(nullif(given, ''), '\w+:([^ :]+):\w+', '\1', 'g'), ' ', '` `') || '`';

CREATE FUNCTION pg_temp.cell(said text) RETURNS text
LANGUAGE sql IMMUTABLE
RETURN replace(regexp_replace(coalesce(said, ''), '\s+', ' ', 'g'), '|', '\|');

CREATE FUNCTION pg_temp.signature(f oid) RETURNS text
LANGUAGE sql STABLE
RETURN (SELECT format('%s(%s) → %s', p.proname,
                      replace(pg_get_function_arguments(p.oid), 'numsight.', ''),
                      replace(pg_get_function_result(p.oid), 'numsight.', ''))
          FROM pg_proc p WHERE p.oid = f);

\qecho '# The API'
\qecho
\qecho 'Made from the comments in the database and from `fcgi/routes.def` by `make docs`; edit those.'
\qecho
\qecho '## REST'
\qecho
\qecho 'JSON in and out, UTF-8. Numbers in any notation in, E.164 out. Every path is served with and without its last'
\qecho 'slash. All but registration, tokens, codes and what is proved by a code need'
\qecho '`Authorization: Bearer <access token or API key>`. Errors are'
\qecho '`application/problem+json`. An argument with a question mark may be left out.'
\qecho
\qecho '| route | arguments | what |'
\qecho '|---|---|---|'
SELECT format('| `%s %s` | %s | %s |', r.method, r.path,
              pg_temp.arguments(r.given),
              pg_temp.cell(split_part(regexp_replace(obj_description(p.oid, 'pg_proc'), '^[A-Z]+ \S+: ', ''), E'\n', 1)))
  FROM route r
  JOIN pg_proc p ON p.oid = to_regproc(r.function)
 ORDER BY r.place;

\qecho
\qecho '## The extension'
\qecho
\qecho 'Everything lives in the schema `numsight`.'
\qecho
\qecho '| type | what |'
\qecho '|---|---|'
SELECT format('| `%s` | %s |', t.typname, pg_temp.cell(obj_description(t.oid, 'pg_type')))
  FROM pg_type t
  JOIN pg_depend d ON d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e'
  JOIN pg_extension e ON e.oid = d.refobjid AND e.extname = 'numsight'
 WHERE t.typelem = 0
 ORDER BY t.typname;

\qecho
\qecho '| operator | what |'
\qecho '|---|---|'
SELECT format('| `%s %s %s` | %s |', replace(o.oprleft::regtype::text, 'numsight.', ''), pg_temp.cell(o.oprname),
              replace(o.oprright::regtype::text, 'numsight.', ''), pg_temp.cell(obj_description(o.oid, 'pg_operator')))
  FROM pg_operator o
  JOIN pg_depend d ON d.classid = 'pg_operator'::regclass AND d.objid = o.oid AND d.deptype = 'e'
  JOIN pg_extension e ON e.oid = d.refobjid AND e.extname = 'numsight'
 ORDER BY o.oprleft::regtype::text, o.oprname, o.oprright::regtype::text;

\qecho
\qecho '| function | what |'
\qecho '|---|---|'
SELECT format('| `%s` | %s |', pg_temp.cell(pg_temp.signature(p.oid)), pg_temp.cell(obj_description(p.oid, 'pg_proc')))
  FROM pg_proc p
  JOIN pg_depend d ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
  JOIN pg_extension e ON e.oid = d.refobjid AND e.extname = 'numsight'
 WHERE p.prorettype NOT IN ('internal'::regtype, 'cstring'::regtype)
   AND NOT 'internal'::regtype = ANY (p.proargtypes)
   AND NOT EXISTS (SELECT FROM pg_operator o WHERE o.oprcode = p.oid)
   AND NOT EXISTS (SELECT FROM pg_amproc a WHERE a.amproc = p.oid)
   AND NOT EXISTS (SELECT FROM pg_aggregate a WHERE a.aggfinalfn = p.oid)
   AND NOT EXISTS (SELECT FROM pg_type t WHERE p.oid IN (t.typinput, t.typoutput, t.typreceive, t.typsend))
 ORDER BY p.proname, pg_get_function_arguments(p.oid);

\qecho
\qecho '## Views for analysts'
\qecho
\qecho 'In the schema `report`, for the role `numsight_analyst`: numbers masked, no e-mail.'
\qecho
\qecho '| view | what |'
\qecho '|---|---|'
SELECT format('| `report.%s` | %s |', c.relname, pg_temp.cell(obj_description(c.oid, 'pg_class')))
  FROM pg_class c
 WHERE c.relnamespace = to_regnamespace('report') AND c.relkind IN ('v', 'm')
 ORDER BY c.relname;
