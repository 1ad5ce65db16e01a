-- openapi.sql: the OpenAPI document, web/openapi.json, out of the catalog and the table of routes
--
--	docs/generate openapi >web/openapi.json
--
-- A route gives method, path, parameters and rules; the comment of its function what it does and a
-- line for each answer of its own, "status shape: sentence"; the shapes are types of the schema api.
-- In place of a shape stands the media type of an answer that is no JSON, its example as a keyword.
-- A body that is taken as a whole has a line "takes media shape: sentence" for each of its media types;
-- shape[] is an array, shape[?] one or an array, and what is no JSON has no shape but an example.
-- Answers that follow from a rule (a token, a body, a flag) are added here.

\set ON_ERROR_STOP on
SET search_path = pg_catalog;

CREATE TEMP TABLE route (
    place serial, method text, path text, function text, types text, class text, given text, scope text, flags text);
\copy route (method, path, function, types, class, given, scope, flags) FROM PSTDIN

-- ---- comments: a sentence, then keywords of JSON Schema as one object

CREATE FUNCTION pg_temp.sentence(said text) RETURNS text
LANGUAGE sql IMMUTABLE
RETURN regexp_replace(said, ' \{".*$', '');

CREATE FUNCTION pg_temp.keywords(said text) RETURNS jsonb
LANGUAGE sql IMMUTABLE
RETURN coalesce(substring(said FROM ' (\{".*)$')::jsonb, '{}');

-- ---- schemas

CREATE FUNCTION pg_temp.plain_schema(type oid) RETURNS jsonb
LANGUAGE plpgsql STABLE AS $$
DECLARE
    known CONSTANT jsonb := '{
        "text": {"type": "string"}, "boolean": {"type": "boolean"}, "integer": {"type": "integer"},
        "bigint": {"type": "integer"}, "double precision": {"type": "number"}, "jsonb": {},
        "timestamp with time zone": {"type": "string", "format": "date-time"}}';
    t pg_type;
BEGIN
    SELECT * INTO STRICT t FROM pg_type WHERE oid = type;
    RETURN CASE
        WHEN t.typtype = 'd' THEN pg_temp.plain_schema(t.typbasetype)
        WHEN t.typtype = 'c' THEN jsonb_build_object('$ref', '#/components/schemas/' || t.typname)
        WHEN t.typelem <> 0 AND t.typlen = -1
            THEN jsonb_build_object('type', 'array', 'items', pg_temp.plain_schema(t.typelem))
        ELSE known -> format_type(type, NULL) END;
END;
$$;

-- "null" in the sentence is a promise that the value may be so
CREATE FUNCTION pg_temp.nullable(schema jsonb, said text) RETURNS jsonb
LANGUAGE sql IMMUTABLE
RETURN CASE WHEN coalesce(said, '') !~ '\mnull\M' THEN schema
            WHEN jsonb_typeof(schema -> 'type') = 'string'
            THEN schema || jsonb_build_object('type', jsonb_build_array(schema -> 'type', 'null'))
            WHEN schema ? '$ref'
            THEN schema - '$ref' || jsonb_build_object('oneOf', jsonb_build_array(
                     jsonb_build_object('$ref', schema -> '$ref'), jsonb_build_object('type', 'null')))
            ELSE schema END;

CREATE FUNCTION pg_temp.described(schema jsonb, said text) RETURNS jsonb
LANGUAGE sql IMMUTABLE
RETURN pg_temp.nullable(schema || pg_temp.keywords(said), pg_temp.sentence(said))
       || jsonb_build_object('description', pg_temp.sentence(said));

-- the members of the shapes, in their order on the wire
CREATE TEMP TABLE member AS
SELECT t.typname::text AS shape, a.attname::text AS name, a.attnum AS place, a.atttypid AS type, said,
       CASE WHEN said IS NULL THEN pg_temp.plain_schema(a.atttypid)
            ELSE pg_temp.described(pg_temp.plain_schema(a.atttypid), said) END AS schema
  FROM pg_type t
  JOIN pg_attribute a ON a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
 CROSS JOIN LATERAL (SELECT coalesce(col_description(a.attrelid, a.attnum), obj_description(a.atttypid, 'pg_type')) AS said) c
 WHERE t.typnamespace = 'api'::regnamespace AND t.typtype = 'c' AND t.typname <> 'reply';

CREATE FUNCTION pg_temp.example(wanted text) RETURNS json
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT json_object_agg(m.name, CASE
                   WHEN m.schema ? 'example' THEN (m.schema -> 'example')::json
                   WHEN m.schema ? '$ref' THEN pg_temp.example(split_part(m.schema ->> '$ref', '/', 4))
                   WHEN m.schema #> '{items,$ref}' IS NOT NULL
                       THEN json_build_array(pg_temp.example(split_part(m.schema #>> '{items,$ref}', '/', 4))) END
                   ORDER BY m.place)
              FROM member m WHERE m.shape = wanted);
END;
$$;

CREATE FUNCTION pg_temp.shape_schema(wanted text) RETURNS json
LANGUAGE sql STABLE
RETURN (SELECT json_build_object('type', 'object', 'description', obj_description(('api.' || quote_ident(wanted))::regtype, 'pg_type'),
                   'required', json_agg(m.name ORDER BY m.place) FILTER (WHERE NOT m.schema ? 'optional'),
                   'properties', json_object_agg(m.name, m.schema - 'optional' ORDER BY m.place),
                   'examples', json_build_array(pg_temp.example(wanted)))
          FROM member m WHERE m.shape = wanted);

-- ---- what clients give

CREATE TEMP TABLE given AS
SELECT r.place AS route, g.place, part[1] AS position, part[2] AS name, part[3] AS type, part[4] <> '?' AS required,
       coalesce(m.schema, jsonb_build_object('description', 'NOTHING IS SAID OF ' || part[2])) AS schema
  FROM route r
 CROSS JOIN LATERAL regexp_split_to_table(nullif(r.given, ''), ' ') WITH ORDINALITY g (text, place)
 CROSS JOIN LATERAL regexp_match(g.text, '^(\w+):([^:]+):(\w+)(\??)$') part
  LEFT JOIN LATERAL (SELECT n.schema FROM member n
                      WHERE n.name = part[2] AND n.shape IN ('given', replace(r.function, 'api.', 'given_'))
                      ORDER BY n.shape = 'given' LIMIT 1) m ON true;

-- bodies that are taken as a whole
CREATE TEMP TABLE taken AS
SELECT g.route, g.place, g.name AS media, said[1] AS shape, coalesce(said[2], '') AS many, said[3] AS said
  FROM given g
  JOIN route r ON r.place = g.route
  LEFT JOIN LATERAL (SELECT part[2:4] AS said
                       FROM regexp_split_to_table(obj_description(to_regproc(r.function), 'pg_proc'), E'\n') line
                      CROSS JOIN LATERAL regexp_match(line, '^takes (\S+?)(?: (\w+)(\[\??\])?)?: (.*)$') part
                      WHERE part[1] = g.name) t ON true
 WHERE g.position = 'content';
DELETE FROM given WHERE position = 'content';

-- the type is the route's word; keywords that speak of another type say nothing
CREATE FUNCTION pg_temp.given_schema(type text, schema jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE
RETURN CASE WHEN type = 'ignored' THEN '{"type": "string", "description": "accepted and ignored"}'
            ELSE schema - 'required' || jsonb_build_object('type', CASE type
                WHEN 'number' THEN '["string", "integer"]' WHEN 'text' THEN '"string"' WHEN 'secret' THEN '"string"'
                WHEN 'real' THEN '"number"' ELSE to_jsonb(type)::text END::jsonb)
                - CASE WHEN type = 'number' THEN '' ELSE CASE WHEN type IN ('text', 'secret') THEN 'minimum' ELSE 'minLength' END END
                || CASE type WHEN 'secret' THEN '{"minLength": 8}'
                             WHEN 'numbers' THEN '{"type": "array", "items": {"type": ["string", "integer"]}}'
                             ELSE '{}' END::jsonb END;

CREATE TEMP TABLE alternative (one text, other text);
INSERT INTO alternative VALUES ('phone_number', 'username'), ('phone_number', 'contact_number');

CREATE FUNCTION pg_temp.body_schema(wanted integer) RETURNS json
LANGUAGE sql STABLE
RETURN (SELECT json_strip_nulls(json_build_object('type', 'object',
                   'required', json_agg(g.name ORDER BY g.place) FILTER (WHERE g.required),
                   'anyOf', (SELECT json_build_array(json_build_object('required', json_build_array(a.one)),
                                                     json_build_object('required', json_build_array(a.other)))
                               FROM alternative a
                              WHERE (SELECT count(*) FROM given n WHERE n.route = wanted AND n.position = 'body'
                                        AND NOT n.required AND n.name IN (a.one, a.other)) = 2),
                   'properties', json_object_agg(g.name,
                       pg_temp.nullable(pg_temp.given_schema(g.type, g.schema), CASE WHEN NOT g.required THEN 'null' END)
                       ORDER BY g.place),
                   'additionalProperties', (SELECT CASE WHEN r.flags !~ 'lenient' THEN false END FROM route r WHERE r.place = wanted)))
          FROM given g WHERE g.route = wanted AND g.position = 'body');

CREATE FUNCTION pg_temp.body_example(wanted integer) RETURNS json
LANGUAGE sql STABLE
RETURN (SELECT json_object_agg(g.name, g.schema -> 'example' ORDER BY g.place)
          FROM given g WHERE g.route = wanted AND g.position = 'body' AND (g.required OR g.schema ? 'example'));

-- one of a shape, [] an array of it, [?] either
CREATE FUNCTION pg_temp.shaped(shape text, many text, said text) RETURNS json
LANGUAGE sql STABLE
RETURN (SELECT CASE many
            WHEN '' THEN json_build_object('schema', w.one, 'example', w.example)
            WHEN '[]' THEN json_build_object('schema', w.list, 'example', json_build_array(w.example))
            ELSE json_build_object('schema', json_build_object('oneOf', json_build_array(w.one, w.list)), 'example', w.example) END
          FROM (SELECT o.one, json_build_object('type', 'array', 'description', said, 'items', o.one) AS list,
                       pg_temp.example(shape) AS example
                  FROM (SELECT json_build_object('$ref', '#/components/schemas/' || shape) AS one) o) w);

CREATE FUNCTION pg_temp.taken_content(t taken) RETURNS json
LANGUAGE sql STABLE
RETURN CASE WHEN t.shape IS NULL
            THEN json_build_object('schema', json_build_object('type', 'string', 'description', pg_temp.sentence(t.said)),
                                   'example', pg_temp.keywords(t.said) -> 'example')
            ELSE pg_temp.shaped(t.shape, t.many, pg_temp.sentence(t.said)) END;

CREATE FUNCTION pg_temp.content_body(wanted integer) RETURNS json
LANGUAGE sql STABLE
RETURN (SELECT json_build_object('required', true, 'content',
                   json_object_agg(t.media, pg_temp.taken_content(t::taken) ORDER BY t.place))
          FROM taken t WHERE t.route = wanted HAVING count(*) > 0);

CREATE FUNCTION pg_temp.request_body(wanted integer) RETURNS json
LANGUAGE sql STABLE
RETURN (SELECT json_build_object('required', EXISTS (SELECT FROM given g WHERE g.route = wanted AND g.position = 'body' AND g.required),
                   'content', json_object_agg(media, json_build_object(
                       'schema', pg_temp.body_schema(wanted), 'example', pg_temp.body_example(wanted))))
          FROM (SELECT 'application/json' AS media
                UNION ALL
                SELECT 'application/x-www-form-urlencoded' FROM route r WHERE r.place = wanted AND r.flags ~ 'form') m
         WHERE EXISTS (SELECT FROM given g WHERE g.route = wanted AND g.position = 'body')
        HAVING count(*) > 0);

CREATE FUNCTION pg_temp.parameters(wanted integer) RETURNS json
LANGUAGE sql STABLE
RETURN (SELECT json_agg(p.one ORDER BY p.place)
          FROM (SELECT g.place, json_strip_nulls(json_build_object('name', g.name, 'in', g.position,
                           'description', pg_temp.given_schema(g.type, g.schema) -> 'description',
                           'required', g.required OR g.schema ? 'required',
                           'schema', pg_temp.given_schema(g.type, g.schema) - 'description' - 'example',
                           'example', g.schema -> 'example')) AS one
                  FROM given g WHERE g.route = wanted AND g.position IN ('path', 'query')
                UNION ALL
                SELECT 100, json_build_object('$ref', '#/components/parameters/' || h.name)
                  FROM route r
                  JOIN (VALUES ('IfNoneMatch', 'etag'), ('IfMatch', 'match'), ('IdempotencyKey', 'idempotent')) h (name, flag)
                    ON r.flags ~ h.flag
                 WHERE r.place = wanted) p);

-- ---- answers

CREATE TEMP TABLE rule (status text, refusal text, applies text, said text);
INSERT INTO rule VALUES
    ('304', 'NotModified', 'etag', NULL),
    ('400', 'BadRequest', 'always', 'a parameter or the body is not what it should be'),
    ('401', 'Unauthorized', 'token', 'there is no access token, or it is not valid'),
    ('403', 'Forbidden', 'token', 'the access token does not allow this'),
    ('409', 'Conflict', 'idempotent', 'the request with this Idempotency-Key is still at work'),
    ('412', 'PreconditionFailed', 'match', 'it is no longer what If-Match names'),
    ('413', 'ContentTooLarge', 'body', 'the body is larger than this path takes, most of them 64 kB'),
    ('415', 'UnsupportedMediaType', 'body', 'the body is of another type'),
    ('422', 'UnprocessableContent', 'idempotent', 'this Idempotency-Key was that of another request'),
    ('429', 'TooManyRequests', 'always', 'more than the account, or its address, may ask; see Retry-After'),
    ('503', 'ServiceUnavailable', 'always', 'the service is busy or its database is away; see Retry-After'),
    ('504', 'GatewayTimeout', 'always', 'it took too long; whether a change took place is not known');

-- what a route is, in the words that rules go by
CREATE TEMP TABLE trait AS
SELECT r.place AS route, 'always' AS name FROM route r
UNION ALL SELECT r.place, regexp_split_to_table(r.flags, ' ') FROM route r
UNION ALL SELECT r.place, 'token' FROM route r WHERE r.scope <> 'public'
UNION ALL SELECT DISTINCT g.route, 'body' FROM given g WHERE g.position = 'body'
UNION ALL SELECT DISTINCT t.route, 'body' FROM taken t;
DELETE FROM trait WHERE name = 'etag' AND route IN (SELECT place FROM route WHERE method <> 'GET');

CREATE TEMP TABLE answer AS
SELECT r.place AS route, line.place, part[1] AS status, CASE WHEN part[2] !~ '/' THEN nullif(part[2], '') END AS shape,
       coalesce(part[3], '') AS many, CASE WHEN part[2] ~ '/' THEN part[2] END AS media, part[4] AS said
  FROM route r
 CROSS JOIN LATERAL regexp_split_to_table(obj_description(to_regproc(r.function), 'pg_proc'), E'\n') WITH ORDINALITY line (text, place)
 CROSS JOIN LATERAL regexp_match(line.text, '^(\d{3}) ?([^ :[]*)(\[\])?: (.*)$') part;

CREATE FUNCTION pg_temp.header_refs(VARIADIC names text[]) RETURNS json
LANGUAGE sql IMMUTABLE
RETURN (SELECT json_object_agg(n, json_build_object('$ref', '#/components/headers/' || n) ORDER BY place)
          FROM unnest(names) WITH ORDINALITY u (n, place) WHERE n IS NOT NULL);

CREATE FUNCTION pg_temp.title(status text) RETURNS text
LANGUAGE sql STABLE
RETURN (SELECT initcap(regexp_replace(u.refusal, '(?<=.)([A-Z])', ' \1', 'g')) FROM rule u WHERE u.status = title.status
        UNION ALL
        SELECT t.title FROM (VALUES ('404', 'Not Found'), ('410', 'Gone')) t (status, title) WHERE t.status = title.status
        LIMIT 1);

-- what Twilio's clients look for stands in some
CREATE FUNCTION pg_temp.problem_example(status text, said text, problem text) RETURNS json
LANGUAGE sql STABLE
RETURN (SELECT json_strip_nulls(json_build_object('type', 'about:blank', 'title', pg_temp.title(status), 'status', status::integer,
                   'detail', said, 'instance', '4bf92f3577b34da6a3ce929d0e0e4736',
                   'code', t.code, 'message', CASE WHEN t.code IS NOT NULL THEN said END,
                   'more_info', CASE WHEN t.code IS NOT NULL THEN 'about:blank' END))
          FROM (SELECT CASE WHEN problem = 'twilio_problem'
                            THEN CASE status WHEN '401' THEN 20003 ELSE 20000 + status::integer END END AS code) t);

CREATE FUNCTION pg_temp.problem_content(status text, said text, problem text) RETURNS json
LANGUAGE sql STABLE
RETURN json_build_object('application/problem+json', json_build_object(
    'schema', json_build_object('$ref', '#/components/schemas/' || problem),
    'example', pg_temp.problem_example(status, said, problem)));

-- the answers of one status are one response, a media type each, and of JSON any of its shapes
CREATE TEMP TABLE content AS
SELECT a.route, a.status, a.media, min(a.place) AS place,
       CASE WHEN a.media IS NOT NULL
            THEN json_build_object('schema', '{"type": "string"}'::json, 'example', pg_temp.keywords(min(a.said)) -> 'example')
            WHEN count(*) = 1 THEN min(one.shaped::text)::json
            ELSE json_build_object('schema', json_build_object('anyOf', json_agg(one.shaped -> 'schema' ORDER BY a.place)),
                                   'example', (array_agg(one.shaped -> 'example' ORDER BY a.place))[1]) END AS one
  FROM answer a
  LEFT JOIN LATERAL (SELECT pg_temp.shaped(a.shape, a.many, pg_temp.sentence(a.said)) AS shaped) one ON a.shape IS NOT NULL
 WHERE a.media IS NOT NULL OR a.shape IS NOT NULL
 GROUP BY a.route, a.status, a.media;

CREATE TEMP TABLE response AS
SELECT a.route, a.status, string_agg(pg_temp.sentence(a.said), '; or ' ORDER BY a.place) AS said, min(a.shape) AS shape, min(a.many) AS many,
       (SELECT json_object_agg(coalesce(c.media, 'application/json'), c.one ORDER BY c.place)
          FROM content c WHERE c.route = a.route AND c.status = a.status) AS content
  FROM answer a GROUP BY a.route, a.status;

CREATE FUNCTION pg_temp.success(wanted integer, answered response) RETURNS json
LANGUAGE sql STABLE
RETURN (SELECT json_strip_nulls(json_build_object('description', answered.said,
                   'headers', pg_temp.header_refs('X-Request-Id', 'Server-Timing', 'Cache-Control',
                       CASE WHEN r.scope <> 'public' THEN 'RateLimit-Policy' END,
                       CASE WHEN r.scope <> 'public' THEN 'RateLimit' END,
                       CASE WHEN answered.status = '200' AND r.flags ~ 'etag|match' THEN 'ETag' END,
                       CASE WHEN answered.content::text ~ 'text/' THEN 'Content-Disposition' END,
                       CASE WHEN answered.many <> '' OR EXISTS (SELECT FROM member m WHERE m.shape = answered.shape AND m.name = 'next') THEN 'Link' END)))
          FROM route r WHERE r.place = wanted);

-- strip_nulls would reach into examples, which may hold nulls
CREATE FUNCTION pg_temp.with_content(response json, content json) RETURNS json
LANGUAGE sql STABLE
RETURN CASE WHEN content IS NULL THEN response
            ELSE (left(response::text, -1) || ',"content":' || content::text || '}')::json END;

CREATE FUNCTION pg_temp.failure(status text, said text, problem text) RETURNS json
LANGUAGE sql STABLE
RETURN json_build_object('description', said,
    'headers', pg_temp.header_refs('X-Request-Id',
        CASE WHEN status IN ('429', '503') THEN 'Retry-After' END,
        CASE WHEN status = '401' THEN 'WWW-Authenticate' END),
    'content', pg_temp.problem_content(status, said, problem));

-- the refusals that most routes share are components; those of another form stand in full
CREATE FUNCTION pg_temp.refusal(r rule, problem text) RETURNS json
LANGUAGE sql STABLE
RETURN CASE WHEN problem = 'problem' THEN json_build_object('$ref', '#/components/responses/' || r.refusal)
            ELSE pg_temp.failure(r.status, r.said, problem) END;

CREATE FUNCTION pg_temp.problem_of(wanted integer) RETURNS text
LANGUAGE sql STABLE
RETURN (SELECT CASE WHEN r.flags ~ 'twilio' THEN 'twilio_problem' ELSE 'problem' END FROM route r WHERE r.place = wanted);

-- what every problem has, and what one form of it has beside that
CREATE FUNCTION pg_temp.problem_schema(said text, further json) RETURNS json
LANGUAGE sql STABLE
RETURN (SELECT json_build_object('type', 'object', 'description', said,
                   'required', '["type","title","status","detail","instance"]'::json,
                   'properties', json_object_agg(m.key, m.value::jsonb ORDER BY m.part, m.place))
          FROM (SELECT 1 AS part, e.* FROM json_each('{
                    "type": {"type": "string", "description": "always about:blank: the status says it"},
                    "title": {"type": "string", "description": "the status in words"},
                    "status": {"type": "integer", "minimum": 400, "maximum": 599},
                    "detail": {"type": "string", "description": "a sentence"},
                    "instance": {"type": "string", "description": "the id of the request"},
                    "errors": {"type": "array", "description": "the values that were wrong",
                        "items": {"type": "object", "required": ["detail"], "properties": {
                            "pointer": {"type": "string", "description": "a member of the body, as JSON pointer"},
                            "parameter": {"type": "string", "description": "of path or query"},
                            "detail": {"type": "string"}}}}}') WITH ORDINALITY e (key, value, place)
                UNION ALL
                SELECT 2, e.* FROM json_each(further) WITH ORDINALITY e (key, value, place)) m);

CREATE FUNCTION pg_temp.responses(wanted integer) RETURNS json
LANGUAGE sql STABLE
RETURN (SELECT json_object_agg(r.status, r.one ORDER BY r.status)
          FROM (SELECT a.status, pg_temp.with_content(pg_temp.success(wanted, a), a.content) AS one
                  FROM response a WHERE a.route = wanted AND a.status < '400'
                UNION ALL
                SELECT a.status, pg_temp.failure(a.status, a.said || coalesce('; or ' || u.said, ''), pg_temp.problem_of(wanted))
                  FROM response a
                  LEFT JOIN (rule u JOIN trait t ON t.name = u.applies AND t.route = wanted) ON u.status = a.status
                 WHERE a.route = wanted AND a.status >= '400'
                UNION ALL
                SELECT u.status, pg_temp.refusal(u::rule, pg_temp.problem_of(wanted))
                  FROM rule u
                  JOIN trait t ON t.name = u.applies AND t.route = wanted
                 WHERE NOT EXISTS (SELECT FROM answer a WHERE a.route = wanted AND a.status = u.status)) r);

-- ---- operations

CREATE TEMP TABLE operation AS
SELECT r.*, CASE WHEN r.flags ~ 'old' THEN 'original' ELSE split_part(r.path, '/', 3) END AS tag,
       split_part(regexp_replace(obj_description(to_regproc(r.function), 'pg_proc'), '^[A-Z]+ \S+: ', ''), E'\n', 1) AS said,
       CASE WHEN row_number() OVER (PARTITION BY r.function ORDER BY r.place) = 1 THEN split_part(r.function, '.', 2)
            ELSE lower(r.method) || regexp_replace(regexp_replace(r.path, '[{}]', '', 'g'), '\W+', '_', 'g') END AS id
  FROM route r;

CREATE FUNCTION pg_temp.operation_json(o operation) RETURNS json
LANGUAGE sql STABLE
RETURN json_build_object('operationId', o.id, 'tags', json_build_array(o.tag),
    'summary', split_part(o.said, ';', 1), 'description', o.said,
    'security', CASE WHEN o.scope = 'public' THEN '[]' WHEN o.flags ~ 'guest' THEN '[{"bearer":[]},{"key":[]},{}]'
                         ELSE '[{"bearer":[]},{"key":[]}]' END::json);

CREATE FUNCTION pg_temp.whole(o operation) RETURNS text
LANGUAGE sql STABLE
RETURN left(pg_temp.operation_json(o)::text, -1)
    || coalesce(',"parameters":' || pg_temp.parameters(o.place)::text, '')
    || coalesce(',"requestBody":' || coalesce(pg_temp.request_body(o.place), pg_temp.content_body(o.place))::text, '')
    || ',"responses":' || pg_temp.responses(o.place)::text || '}';

-- nothing goes out undescribed
DO $$
DECLARE
    missing text;
BEGIN
    SELECT string_agg(what, ', ') INTO missing FROM (
        SELECT 'no answer of ' || r.function FROM route r
         WHERE NOT EXISTS (SELECT FROM answer a WHERE a.route = r.place AND a.status < '400')
        UNION
        SELECT 'no shape ' || a.shape FROM answer a WHERE a.shape IS NOT NULL
           AND NOT EXISTS (SELECT FROM member m WHERE m.shape = a.shape)
        UNION
        SELECT 'no line "takes ' || t.media || '" of ' || r.function FROM taken t JOIN route r ON r.place = t.route
         WHERE t.said IS NULL
        UNION
        SELECT 'no example of ' || t.media || ' of ' || r.function FROM taken t JOIN route r ON r.place = t.route
         WHERE t.shape IS NULL AND NOT pg_temp.keywords(t.said) ? 'example'
        UNION
        SELECT 'no example of ' || a.media || ' of ' || r.function FROM answer a JOIN route r ON r.place = a.route
         WHERE a.media IS NOT NULL AND NOT pg_temp.keywords(a.said) ? 'example'
        UNION
        SELECT 'no shape ' || t.shape FROM taken t WHERE t.shape IS NOT NULL
           AND NOT EXISTS (SELECT FROM member m WHERE m.shape = t.shape)
        UNION
        SELECT 'no column api.given.' || g.name FROM given g WHERE g.schema ->> 'description' LIKE 'NOTHING IS SAID%'
        UNION
        SELECT 'no example of api.' || m.shape || '.' || m.name FROM member m
         WHERE m.shape !~ '^given' AND NOT m.schema ? 'example' AND m.schema::text NOT LIKE '%$ref%') w (what);
    IF missing IS NOT NULL THEN
        RAISE EXCEPTION USING MESSAGE = missing, HINT = 'The head of docs/openapi.sql says where it is taken from.';
    END IF;
END;
$$;

-- ---- the document, an operation or a shape a line

\qecho '{"openapi":"3.1.0",'
SELECT '"info":' || json_build_object('title', 'NumSight', 'version', e.extversion,
           'summary', 'Who is calling, how likely is it spam, and who is behind a name.',
           'description', 'Numbers in any notation in, E.164 out; times are RFC 3339 in UTC; every path is served with and without '
               'its last slash. Errors are problem+json (RFC 9457). Lists are read page by page with next or Link. '
               'A POST with an Idempotency-Key takes effect once, however often it is sent. '
               'Paths tagged original are those of the applications that this one takes the place of.',
           'contact', json_build_object('name', 'The maintainers of NumSight'),
           'license', json_build_object('name', 'MIT', 'identifier', 'MIT')) || ','
  FROM pg_extension e WHERE e.extname = 'numsight';
\qecho '"servers":[{"url":"/","description":"this deployment"}],'
\qecho '"security":[{"bearer":[]},{"key":[]}],'
SELECT '"tags":' || json_agg(json_build_object('name', t.tag, 'description', t.said) ORDER BY t.place) || ','
  FROM (SELECT o.tag, min(o.place) AS place,
               CASE o.tag WHEN 'original' THEN 'Paths of the original applications' ELSE 'Everything below ' || regexp_replace(min(o.path), '^(/\w+/[\w-]+).*', '\1') END AS said
          FROM operation o GROUP BY o.tag
        UNION ALL
        SELECT 'service', 10000, 'What operators and monitors ask') t;
\qecho '"paths":{'
SELECT to_json(o.path) || ':{' || string_agg(E'\n ' || to_json(lower(o.method)) || ':' || pg_temp.whole(o::operation), ',' ORDER BY o.place) || '},'
  FROM operation o GROUP BY o.path ORDER BY min(o.place);
SELECT to_json(s.path) || ':{' || E'\n "get":' || json_build_object('operationId', s.id, 'tags', '["service"]'::json, 'summary', s.said,
           'description', s.said, 'security', '[]'::json, 'responses', (
               '{"200":{"description":"' || s.good || '","content":{"' || s.media || '":{"schema":{"type":"' || s.type || '"},"example":' || s.example || '}}},'
               || CASE WHEN s.media LIKE '%json' THEN '"429":{"$ref":"#/components/responses/TooManyRequests"},' ELSE '"403":{"$ref":"#/components/responses/Forbidden"},' END
               || '"503":{"$ref":"#/components/responses/ServiceUnavailable"}}')::json)::text || '}' || s.comma
  FROM (VALUES
    (1, '/healthz', 'healthz', 'whether a worker lives', 'it does', 'application/json', 'object', '{"status":"ok"}', ','),
    (2, '/readyz', 'readyz', 'whether requests can be served', 'the database is there, with the right version of the extension',
        'application/json', 'object', '{"status":"ok"}', ','),
    (3, '/metrics', 'metrics', 'figures for Prometheus, on the machine itself only', 'the text form, version 0.0.4', 'text/plain', 'string',
        '"numsight_clients 2\n"', '')) s (place, path, id, said, good, media, type, example, comma)
 ORDER BY s.place;
\qecho '},'
\qecho '"components":{'
\qecho '"securitySchemes":{"bearer":{"type":"http","scheme":"bearer","bearerFormat":"JWT","description":"the access token of POST /v1/token, or a key of POST /v1/api-keys; the scheme may be called Token, too"},'
\qecho '"key":{"type":"http","scheme":"basic","description":"a key of POST /v1/api-keys as password; the user name is its id, SK and the digits of its id, or AC and those of the account"}},'
SELECT '"parameters":' || json_build_object(
    'IfNoneMatch', json_build_object('name', 'If-None-Match', 'in', 'header', 'required', false,
        'description', 'ETags of answers that are known already; 304 if it still is one of them', 'schema', '{"type":"string"}'::json),
    'IfMatch', json_build_object('name', 'If-Match', 'in', 'header', 'required', false,
        'description', 'the ETag of what was read; the change takes place only if it is still that', 'schema', '{"type":"string"}'::json),
    'IdempotencyKey', json_build_object('name', 'Idempotency-Key', 'in', 'header', 'required', false,
        'description', 'a word that the client makes up for this request; for a day the same request under it is answered again without another effect',
        'schema', '{"type":"string","minLength":1,"maxLength":257}'::json)) || ',';
SELECT '"headers":' || json_object_agg(h.name, json_build_object('description', h.said, 'schema', json_build_object('type', h.type)) ORDER BY h.place) || ','
  FROM (VALUES
    (1, 'X-Request-Id', 'string', 'names this request in the logs'),
    (2, 'Server-Timing', 'string', 'db;dur= milliseconds of waiting for the database'),
    (3, 'Cache-Control', 'string', 'no-store, or private and for how long'),
    (4, 'ETag', 'string', 'changes with the answer'),
    (5, 'Link', 'string', 'the next page, rel="next"; absent on the last one'),
    (6, 'RateLimit-Policy', 'string', 'how many new numbers an account may see in which window; absent where budgets are off'),
    (7, 'RateLimit', 'string', 'how many of them are left, and the seconds until the window has passed'),
    (8, 'Retry-After', 'integer', 'seconds to wait'),
    (9, 'WWW-Authenticate', 'string', 'Bearer, or Basic where that was presented'),
    (10, 'Content-Disposition', 'string', 'the name of a file to keep it under; absent where it is none')) h (place, name, type, said);
\qecho '"responses":{'
SELECT to_json(u.refusal) || ':' || CASE WHEN u.status = '304'
           THEN json_build_object('description', 'it is what If-None-Match names',
                                  'headers', pg_temp.header_refs('X-Request-Id', 'ETag', 'Cache-Control'))
           ELSE pg_temp.failure(u.status, u.said, 'problem') END || CASE WHEN lead(u.status) OVER w IS NULL THEN '' ELSE ',' END
  FROM rule u WINDOW w AS (ORDER BY u.status) ORDER BY u.status;
\qecho '},'
\qecho '"schemas":{'
SELECT to_json(s.shape) || ':' || pg_temp.shape_schema(s.shape) || ','
  FROM (SELECT DISTINCT m.shape FROM member m WHERE m.shape !~ '^given'
           AND (EXISTS (SELECT FROM answer a WHERE a.shape = m.shape)
                OR EXISTS (SELECT FROM taken t WHERE t.shape = m.shape)
                OR EXISTS (SELECT FROM member u WHERE u.schema::text LIKE '%schemas/' || m.shape || '"%'))) s
 ORDER BY s.shape;
SELECT '"problem":' || pg_temp.problem_schema('what went wrong (RFC 9457)', '{
    "code": {"type": "string", "description": "token_not_valid, where a token was"},
    "error": {"type": "string", "description": "the same as detail, on paths tagged original"},
    "messages": {"type": "array", "description": "which token was not valid", "items": {"type": "object"}}}') || ',';
SELECT '"twilio_problem":' || pg_temp.problem_schema('what went wrong (RFC 9457), with what Twilio''s clients look for', '{
    "code": {"type": "integer", "description": "20003 where nobody is logged in, else 20000 and the status"},
    "message": {"type": "string", "description": "the same as detail"},
    "more_info": {"type": "string", "description": "always about:blank"}}') || '}}}';
