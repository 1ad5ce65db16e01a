-- reply.sql: what api functions answer, and how values look in JSON

CREATE OR REPLACE FUNCTION private.reply(status integer, body text, next text DEFAULT NULL, shown bigint[] DEFAULT NULL)
RETURNS api.reply
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT ROW (status::smallint, body, next, shown)::api.reply;
END;
COMMENT ON FUNCTION private.reply(integer, text, text, bigint[]) IS
    'an answer: finished JSON, the raw cursor of the next page or the claims of a token, the numbers disclosed';

CREATE OR REPLACE FUNCTION private.problem(status integer, detail text, field text DEFAULT NULL)
RETURNS api.reply
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT ROW (status::smallint, detail, field, NULL)::api.reply;
END;
COMMENT ON FUNCTION private.problem(integer, text, text) IS
    'an expected refusal, returned and not raised so that what was counted stays counted; field: seconds to wait for 429';

CREATE OR REPLACE FUNCTION private.missing(what text)
RETURNS api.reply
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT private.problem(404, 'there is no such ' || what);
END;
COMMENT ON FUNCTION private.missing(text) IS
    'the same 404 for what never was, what is gone and what belongs to somebody else';

CREATE OR REPLACE FUNCTION private.slot(what text)
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT chr(1) || what || chr(1);
END;
COMMENT ON FUNCTION private.slot(text) IS
    'a place in a body that the worker fills; JSON text never holds the byte around its name';

CREATE OR REPLACE FUNCTION private.shown(value text)
RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    -- workers that keep budgets say so when they connect; others take no such slot
    SELECT CASE WHEN current_setting('numsight.budget', true) = 'on' THEN private.slot('=' || value) ELSE value END;
END;
COMMENT ON FUNCTION private.shown(text) IS
    'a value of JSON that tells of a number what the caller may not know: null is in its place where his budget is too small for the numbers that the answer discloses; without such values the answer is refused then';

CREATE OR REPLACE FUNCTION private.shown_verdict(likelihood double precision)
RETURNS text
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    IF likelihood IS NULL THEN
        RETURN '"spam_likelihood":null,"spam_label":null';
    END IF;
    RETURN '"spam_likelihood":' || private.shown(likelihood::text)
        || ',"spam_label":' || private.shown('"' || numsight.spam_label(likelihood) || '"');
END;
$$;
COMMENT ON FUNCTION private.shown_verdict(double precision) IS
    'the two members that tell how likely a number is spam, in a list of what is the caller''s own otherwise';

CREATE OR REPLACE FUNCTION private.reply_as(media text, body text, file text DEFAULT NULL, shown bigint[] DEFAULT NULL)
RETURNS api.reply
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT private.reply(200, private.slot(concat_ws(' ', media, file)) || body, NULL, shown);
END;
COMMENT ON FUNCTION private.reply_as(text, text, text, bigint[]) IS
    'an answer that is not JSON: its media type, one of those that answer.c of the workers knows, and the name of the file that it is to be, if any';

CREATE OR REPLACE FUNCTION private.page(results text, next text, shown bigint[] DEFAULT NULL)
RETURNS api.reply
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT private.reply(200,
        '{"results":[' || coalesce(results, '') || '],"next":'
            || CASE WHEN next IS NULL THEN 'null' ELSE '"' || private.slot('next') || '"' END || '}',
        next, shown);
END;
COMMENT ON FUNCTION private.page(text, text, bigint[]) IS
    'one page of a list; the worker seals the raw cursor and puts it into the slot';

CREATE OR REPLACE FUNCTION private.utc(at timestamptz)
RETURNS text
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT rtrim(rtrim(to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), '0'), '.') || 'Z';
END;
COMMENT ON FUNCTION private.utc(timestamptz) IS
    'a time as RFC 3339 in UTC, with a fraction only where there is one';

CREATE OR REPLACE FUNCTION private.chance(p double precision)
RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT round(p * 1e4) / 1e4;
END;
COMMENT ON FUNCTION private.chance(double precision) IS
    'a number with the four decimals that are shown';
