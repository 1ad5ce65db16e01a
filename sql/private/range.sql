-- range.sql: the published list by hash: who asks tells the beginning of one, and gets all that begin
-- so, among others that are nothing
--
-- Beside numbers there are ranges: ten numbers, or a hundred, that begin alike. What is likely of a
-- number that nobody knows is no reason to block it: a range is listed by the share of its known numbers
-- that are spam. A number of it that is known as clean is told like padding, so that who finds it there
-- passes over the range, and nobody else learns anything.

CREATE OR REPLACE FUNCTION private.digest48(target text)
RETURNS bigint
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT ('x' || encode(substr(sha256(target::bytea), 1, 6), 'hex'))::bit(48)::bigint;
END;
COMMENT ON FUNCTION private.digest48(text) IS
    'the first 48 bits of SHA-256 of the digits of a number or range, with the plus before them';

CREATE OR REPLACE FUNCTION private.range_numbers(width integer, digits text)
RETURNS SETOF data.number
LANGUAGE plpgsql STABLE ROWS 10
AS $$
BEGIN
    RETURN QUERY
    SELECT n.* FROM generate_series(0, width - 1) last
      JOIN data.number n ON n.phone OPERATOR(numsight.=)
           numsight.phone_try(digits || lpad(last::text, octet_length(width::text) - 1, '0'));
END;
$$;
COMMENT ON FUNCTION private.range_numbers(integer, text) IS
    'the numbers of a range of which anything is known';

CREATE OR REPLACE FUNCTION private.ranges_listable(as_of timestamptz, OUT width integer, OUT digits text, OUT score smallint, OUT category text)
RETURNS SETOF record
LANGUAGE plpgsql STABLE ROWS 1000
AS $$
BEGIN
    RETURN QUERY
    SELECT r.width, r.digits, s.score, r.category
      FROM (SELECT w.width, left(b.phone::text, - w.cut) AS digits, mode() WITHIN GROUP (ORDER BY b.category) AS category
              FROM data.blocklist b
             -- a hundred of which one ten is spam is that ten
             CROSS JOIN (VALUES (10, 1, 3, 1), (100, 2, 6, 2)) w (width, cut, least, tens)
             WHERE b.score > 0
             GROUP BY w.width, w.least, w.tens, left(b.phone::text, - w.cut)
            HAVING count(*) >= w.least AND count(DISTINCT left(b.phone::text, -1)) >= w.tens) r
     CROSS JOIN LATERAL (
        SELECT floor(100 * sum(k.share) / (count(k.share) + 1))::smallint AS score
          FROM private.range_numbers(r.width, r.digits) n
          LEFT JOIN data.blocklist b ON b.phone OPERATOR(numsight.=) n.phone AND b.score > 0
         CROSS JOIN LATERAL (SELECT coalesce(private.share_of(n, as_of)::numeric, b.score / 100.0) AS share) k) s
     WHERE s.score >= 60;
END;
$$;
COMMENT ON FUNCTION private.ranges_listable(timestamptz) IS
    'tens with three published numbers and hundreds with six, in two tens at least, most of whose known numbers are spam at a time';

CREATE OR REPLACE FUNCTION private.ranges_publish(as_of timestamptz)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    WITH ranges AS MATERIALIZED (
        SELECT * FROM private.ranges_listable(as_of)
    ), wanted AS MATERIALIZED (
        SELECT r.width, r.digits, r.score, r.category FROM ranges r
         UNION
        SELECT 1, n.phone::text, 0::smallint, NULL
          FROM ranges r CROSS JOIN LATERAL private.range_numbers(r.width, r.digits) n
         -- half as likely as a number that nobody knows, by its own evidence
         WHERE 2 * numsight.spam_likelihood(n.state, as_of) < numsight.spam_likelihood(private.line(n.phone), as_of)
    ), gone AS (
        DELETE FROM data.listed_range k
         WHERE NOT EXISTS (SELECT FROM wanted w WHERE w.width = k.width AND w.digits = k.digits))
    INSERT INTO data.listed_range AS k (width, digits, score, category, digest)
    SELECT w.width, w.digits, w.score, w.category, private.digest48(w.digits) FROM wanted w
    ON CONFLICT (width, digits) DO UPDATE SET score = excluded.score, category = excluded.category
     WHERE (k.score, k.category) IS DISTINCT FROM (excluded.score, excluded.category);
END;
$$;
COMMENT ON FUNCTION private.ranges_publish(timestamptz) IS
    'brings the published ranges up to date with the published numbers';

CREATE OR REPLACE FUNCTION private.range_line(digest bigint, width integer, score smallint, category text)
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    -- all of one length, or the length of an answer would tell what is in it
    SELECT right(lpad(to_hex(digest), 12, '0'), width) || ':' || lpad(score::text, 2, '0') || ':' || rpad(coalesce(category, ''), 13);
END;
COMMENT ON FUNCTION private.range_line(bigint, integer, smallint, text) IS
    'the last digits of a hash, so many as are not told, hundredths and the category, with blanks behind it';

CREATE OR REPLACE FUNCTION private.range_padding(prefix text, width integer, count integer)
RETURNS text[]
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    key CONSTANT bytea := private.seal_key();
BEGIN
    -- always the same ones: a list that has not changed has the same ETag
    RETURN ARRAY(SELECT private.range_line(('x' || encode(substr(sha256(key || (prefix || ' ' || n)::bytea), 1, 6), 'hex'))::bit(48)::bigint,
                                           width, 0::smallint, NULL)
                   FROM generate_series(1, count) n);
END;
$$;
COMMENT ON FUNCTION private.range_padding(text, integer, integer) IS
    'so many lines that speak of no number';

CREATE OR REPLACE FUNCTION private.range_padded(kind text, prefix text, lines text[])
RETURNS text
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN (SELECT string_agg(l, E'\n' ORDER BY l)
              FROM unnest(lines || private.range_padding(concat_ws(' ', kind, prefix), 12 - length(prefix),
                                                         64 - cardinality(lines) % 64)) l);
END;
$$;
COMMENT ON FUNCTION private.range_padded(text, text, text[]) IS
    'sorted lines, among so many others that their count is a multiple of 64';

CREATE OR REPLACE FUNCTION private.range_bounds(prefix text, OUT low bigint, OUT high bigint)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT ('x' || rpad(prefix, 12, '0'))::bit(48)::bigint, ('x' || rpad(prefix, 12, 'f'))::bit(48)::bigint;
END;
COMMENT ON FUNCTION private.range_bounds(text) IS
    'the least and the greatest 48 bits that begin with these digits';

CREATE OR REPLACE FUNCTION private.range(prefix text)
RETURNS text
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    rest CONSTANT integer := 12 - length(prefix);
    bounds CONSTANT record := private.range_bounds(prefix);
BEGIN
    RETURN private.range_padded(NULL, prefix, ARRAY(
        SELECT private.range_line(b.digest, rest, b.score, b.category)
          FROM data.blocklist b WHERE b.digest BETWEEN bounds.low AND bounds.high AND b.score > 0
         UNION ALL
        SELECT private.range_line(r.digest, rest, r.score, r.category)
          FROM data.listed_range r WHERE r.width = 1 AND r.digest BETWEEN bounds.low AND bounds.high));
END;
$$;
COMMENT ON FUNCTION private.range(text) IS
    'the listed numbers whose hash begins with these digits';

CREATE OR REPLACE FUNCTION private.range(wanted integer, prefix text)
RETURNS text
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    bounds CONSTANT record := private.range_bounds(prefix);
BEGIN
    RETURN E'\nr' || wanted || E'\n' || private.range_padded('r' || wanted, prefix, ARRAY(
        SELECT private.range_line(r.digest, 12 - length(prefix), r.score, r.category)
          FROM data.listed_range r WHERE r.width = wanted AND r.digest BETWEEN bounds.low AND bounds.high));
END;
$$;
COMMENT ON FUNCTION private.range(integer, text) IS
    'the listed ranges of ten or of a hundred whose hash begins with these digits, below a line that says which; NULL if they were not asked for';
