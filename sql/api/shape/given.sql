-- given.sql: what clients give, one meaning for each name wherever it stands, but for those of
-- api.given_FUNCTION; types are those of routes.def

CREATE TYPE api.given AS (
    id text, number text, query text, region text, "limit" text, cursor text, email text, name text, phone_number text,
    contact_number text, username text, password text, refresh text, category text, comment text, direction text,
    answered text, duration text, created_at text, as_of text, reason text, verified text, override text,
    reassigned_at text, format text, email_address text, scope text, expires_at text, locked text, roles text, hidden text, granted text, value text, kind text, "user" text, "from" text, "to" text, "by" text,
    counterparty text, final text, is_active text, carrier text, authorization_digest text, cut_over_at text,
    numbers text, max text, since text, min text, prefix text, r10 text, r100 text, code text, purpose text, "Fields" text, "CountryCode" text);
COMMENT ON TYPE api.given IS 'parameters and members of bodies';
COMMENT ON COLUMN api.given.id IS
    'as a list, a search or a creation has answered it {"minLength": 1, "maxLength": 64, "example": "6f9d3c1e-0b5a-8f27-93c4-1e2d7a60b8f4"}';
COMMENT ON COLUMN api.given.number IS
    'a number in any notation; the plus may be written as it is or as %2B {"minLength": 1, "maxLength": 64, "example": "+919876543210"}';
COMMENT ON COLUMN api.given.query IS
    'a name or the beginning of one, or a whole number; it must not be blank {"required": true, "minLength": 1, "maxLength": 128, "example": "asha"}';
COMMENT ON COLUMN api.given.region IS
    'the country by which a number without a country code is read, if not that of the account {"pattern": "^[A-Za-z]{2}$"}';
COMMENT ON COLUMN api.given."limit" IS 'how many results at most {"minimum": 1, "maximum": 50, "default": 20, "example": 20}';
COMMENT ON COLUMN api.given.cursor IS
    'next of the page before, with the same other parameters {"minLength": 1, "example": "AAECAwQFBgcICQoLDA0ODw"}';
COMMENT ON COLUMN api.given.email IS
    'an e-mail address, or an empty text for none {"maxLength": 254, "example": "asha@example.org"}';
COMMENT ON COLUMN api.given.name IS
    'any script; up to 256 bytes, no control characters {"minLength": 1, "maxLength": 256, "example": "Asha Rao"}';
COMMENT ON COLUMN api.given.phone_number IS
    'a number in any notation, or its digits as an integer {"minLength": 1, "maxLength": 64, "minimum": 0, "example": "+919876543210"}';
COMMENT ON COLUMN api.given.contact_number IS
    'another name for phone_number, one of which is needed';
COMMENT ON COLUMN api.given.username IS
    'the user name of the account, in any case of letters; to log in, its number will do, too {"minLength": 1, "maxLength": 150, "example": "asha.rao"}';
COMMENT ON COLUMN api.given.password IS
    'from 8 to 128 bytes {"maxLength": 128, "format": "password", "example": "correct horse battery staple"}';
COMMENT ON COLUMN api.given.refresh IS
    'a refresh token {"example": "q7Rr0h1m2n3b4v5c6x7z8a9s0d1f2g3h4j5k6l7p8o9"}';
COMMENT ON COLUMN api.given.category IS
    'what kind of calls {"enum": ["telemarketing", "scam", "robocall", "debt", "survey", "wangiri", "silent", "other"], "example": "telemarketing"}';
COMMENT ON COLUMN api.given.comment IS
    'what happened, in own words {"maxLength": 2000, "example": "Sold a loan that nobody asked for."}';
COMMENT ON COLUMN api.given.direction IS
    'who called, as seen by the caller of this function {"enum": ["inbound", "outbound"], "default": "inbound", "example": "inbound"}';
COMMENT ON COLUMN api.given.answered IS 'whether somebody answered {"example": true}';
COMMENT ON COLUMN api.given.duration IS 'seconds, of an answered call {"minimum": 0, "maximum": 86400, "example": 42}';
COMMENT ON COLUMN api.given.created_at IS
    'when, with its zone; now, if left out {"format": "date-time", "example": "2024-04-01T12:00:00Z"}';
COMMENT ON COLUMN api.given.as_of IS
    'a time of the last two years, with its zone: likelihood, reasons and counts as they were then {"format": "date-time"}';
COMMENT ON COLUMN api.given.reason IS 'why; for operators, never shown {"maxLength": 2000, "example": "our delivery service calls from it"}';
COMMENT ON COLUMN api.given.verified IS 'whether the business that calls from it is known to be who it says';
COMMENT ON COLUMN api.given.override IS
    'what the number is, whatever is told of it; none takes that back {"enum": ["spam", "clean", "none"], "example": "none"}';
COMMENT ON COLUMN api.given.reassigned_at IS 'when it came to somebody else {"format": "date-time"}';
COMMENT ON COLUMN api.given.scope IS
    'what may be done with it: of the words read, write and admin some, with blanks between; read write, if left out {"maxLength": 64, "example": "read"}';
COMMENT ON COLUMN api.given."from" IS 'since when, with its zone; thirty days or hours before the end, if left out {"format": "date-time"}';
COMMENT ON COLUMN api.given."to" IS 'until when, with its zone; now, if left out {"format": "date-time"}';
COMMENT ON COLUMN api.given."by" IS 'what to tell apart: day or hour of activity, category or region of reports {"minLength": 1, "maxLength": 16}';
COMMENT ON COLUMN api.given.locked IS 'whether the account is kept from logging in {"example": false}';
COMMENT ON COLUMN api.given.roles IS 'of admin and agent some, with blanks between; an empty text takes them all {"maxLength": 64}';
COMMENT ON COLUMN api.given.hidden IS 'whether the comment is for operators alone {"example": true}';
COMMENT ON COLUMN api.given.granted IS 'whether the owner is right {"example": true}';
COMMENT ON COLUMN api.given.value IS 'what it is to be set to {"maxLength": 64, "example": "IN"}';
COMMENT ON COLUMN api.given.kind IS 'what was done, as the record calls it {"minLength": 1, "maxLength": 64, "example": "user_locked"}';
COMMENT ON COLUMN api.given."user" IS 'the id of a person {"minLength": 1, "maxLength": 64, "example": "6f9d3c1e-0b5a-8f27-93c4-1e2d7a60b8f4"}';
COMMENT ON COLUMN api.given.expires_at IS
    'until when it is good, with its zone, at most five years; a year, if left out {"format": "date-time"}';
COMMENT ON COLUMN api.given.format IS 'the form of the answer, one of those that the route is described with; json, if left out';
COMMENT ON COLUMN api.given.email_address IS 'an e-mail address {"maxLength": 254, "example": "asha@example.org"}';
COMMENT ON COLUMN api.given.counterparty IS 'the other number, in any notation {"minLength": 1, "maxLength": 64}';
COMMENT ON COLUMN api.given.final IS 'whether calls are left out that are not over {"enum": ["0", "1", "false", "true"], "example": "0"}';
COMMENT ON COLUMN api.given.is_active IS 'whether it is in use {"example": true}';
COMMENT ON COLUMN api.given.carrier IS 'where from or where to {"minLength": 1, "maxLength": 256, "example": "Other Telecom"}';
COMMENT ON COLUMN api.given.authorization_digest IS
    'SHA-256 of the code that allows the move, hexadecimal; to take a number over from another owner here, of the one he has given {"minLength": 64, "maxLength": 64, "example": "b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c"}';
COMMENT ON COLUMN api.given.cut_over_at IS
    'when, with its zone; within a year {"format": "date-time", "example": "2026-12-01T03:00:00Z"}';
COMMENT ON COLUMN api.given.numbers IS
    'numbers in any notation, or their digits as integers, up to a thousand of them {"minItems": 1, "maxItems": 1000, "example": ["+919876543210", "020 7946 0123"]}';
COMMENT ON COLUMN api.given.max IS 'how many characters a display has {"minimum": 1, "maximum": 256, "example": 15}';
COMMENT ON COLUMN api.given.since IS
    'a version of the list that was read before: what has changed after it; without it the whole list {"minimum": 0}';
COMMENT ON COLUMN api.given.min IS 'the least likelihood that is wanted; 0.9 if left out {"minimum": 0, "maximum": 1, "example": 0.8}';
COMMENT ON COLUMN api.given.prefix IS
    'four to six hexadecimal digits, the first ones of the SHA-256 of +919876543210 and the like {"pattern": "^[0-9a-fA-F]{4,6}$", "example": "0a1b2"}';
COMMENT ON COLUMN api.given.r10 IS
    'one to six hexadecimal digits, the first ones of the SHA-256 of the number without its last digit, +91987654321 and the like {"pattern": "^[0-9a-fA-F]{1,6}$", "example": "3"}';
COMMENT ON COLUMN api.given.r100 IS
    'the same without its last two digits {"pattern": "^[0-9a-fA-F]{1,6}$", "example": "c"}';
COMMENT ON COLUMN api.given.code IS
    'the six digits that POST /v1/codes has sent to the number; blanks and dashes between them do not matter';
COMMENT ON COLUMN api.given.purpose IS
    'what alone it is to be good for, which the message says; any one thing, if left out {"enum": ["register", "opt_out", "appeal"], "example": "register"}';
COMMENT ON COLUMN api.given."Fields" IS
    'packages with commas between them {"minLength": 1, "example": "caller_name,line_type_intelligence"}';
COMMENT ON COLUMN api.given."CountryCode" IS
    'the country by which a number without a country code is read, if not that of the account {"pattern": "^[A-Za-z]{2}$"}';

-- what a name means to one function alone

CREATE TYPE api.given_call_history AS (status text, direction text, "from" text, "to" text);
COMMENT ON TYPE api.given_call_history IS 'parameters of GET /v1/call-history/{number}';
COMMENT ON COLUMN api.given_call_history.status IS
    'what became of the calls {"enum": ["completed", "missed", "ringing", "in_progress"]}';
COMMENT ON COLUMN api.given_call_history.direction IS 'who called {"enum": ["inbound", "outbound"]}';
COMMENT ON COLUMN api.given_call_history."from" IS
    'not before: a day, UTC, or a time, UTC if it names no zone {"example": "2024-04-01"}';
COMMENT ON COLUMN api.given_call_history."to" IS
    'not after: a day to its end, UTC, or a time, UTC if it names no zone {"example": "2099-12-31T23:59:59Z"}';

CREATE TYPE api.given_call_logs AS (status text, direction text, "from" text, "to" text);
COMMENT ON TYPE api.given_call_logs IS 'parameters of GET /v1/call-logs';
COMMENT ON COLUMN api.given_call_logs.status IS
    'what became of the calls {"enum": ["completed", "missed", "ringing", "in_progress"]}';
COMMENT ON COLUMN api.given_call_logs.direction IS 'who called {"enum": ["inbound", "outbound", "IN", "OUT"]}';
COMMENT ON COLUMN api.given_call_logs."from" IS
    'not before: a day, UTC, or a time, UTC if it names no zone {"example": "2024-04-01"}';
COMMENT ON COLUMN api.given_call_logs."to" IS
    'not after: a day to its end, UTC, or a time, UTC if it names no zone {"example": "2099-12-31T23:59:59Z"}';

CREATE TYPE api.given_virtual_number_change AS (status text);
COMMENT ON TYPE api.given_virtual_number_change IS 'members of PATCH /v1/virtual-numbers/{id}';
COMMENT ON COLUMN api.given_virtual_number_change.status IS
    'the state that it is brought into {"enum": ["active", "suspended", "released"], "example": "active"}';

CREATE TYPE api.given_virtual_number_port AS (direction text);
COMMENT ON TYPE api.given_virtual_number_port IS 'members of POST /v1/virtual-numbers/{id}/port';
COMMENT ON COLUMN api.given_virtual_number_port.direction IS
    'to the caller or away from him {"enum": ["in", "out"], "example": "out"}';

CREATE TYPE api.given_cnam AS (format text);
COMMENT ON TYPE api.given_cnam IS 'parameters of GET /v1/cnam/{number}';
COMMENT ON COLUMN api.given_cnam.format IS
    'for which exchange; text, if left out {"enum": ["text", "json", "superfecta", "3cx"], "default": "text"}';
CREATE TYPE api.given_blocklist AS (format text, "limit" text, region text);
COMMENT ON TYPE api.given_blocklist IS 'parameters of GET /v1/blocklist';
COMMENT ON COLUMN api.given_blocklist.format IS
    'in which form; json, if left out {"enum": ["json", "csv", "ndjson", "vcf", "bin"], "default": "json"}';
COMMENT ON COLUMN api.given_blocklist."limit" IS 'how many numbers at most {"minimum": 1, "maximum": 10000, "default": 1000, "example": 1000}';
COMMENT ON COLUMN api.given_blocklist.region IS 'only numbers of this country {"pattern": "^[A-Za-z]{2}$"}';

CREATE TYPE api.given_opt_out AS (code text);
COMMENT ON TYPE api.given_opt_out IS 'members of POST /v1/opt-outs';
COMMENT ON COLUMN api.given_opt_out.code IS
    'the six digits that POST /v1/codes has sent to the number; blanks and dashes between them do not matter {"example": "123456"}';
