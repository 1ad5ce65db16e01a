-- shape.sql: the JSON that goes in and out, as composite types: what docs/openapi.sql tells of it
--
-- No function needs them: they are made anew at each run, and tests hold answers against them. A
-- comment is a sentence, then, where there is more to say, keywords of JSON Schema as one object. A
-- member may be null if its sentence says so. Without a comment a member has that of its domain.
-- Every member has an example, of its own or of its type; of what clients give, those without one are
-- left out of the examples of bodies. A parameter of a query that is needed says so by "required".

SET LOCAL client_min_messages = error;
DO $$
DECLARE
    one text;
BEGIN
    FOR one IN
        SELECT t.typname FROM pg_type t LEFT JOIN pg_class c ON c.oid = t.typrelid
         WHERE t.typnamespace = 'api'::regnamespace AND t.typname <> 'reply' AND (t.typtype = 'd' OR c.relkind = 'c')
    LOOP
        EXECUTE format('DROP TYPE IF EXISTS api.%I CASCADE', one);
    END LOOP;
END;
$$;
SET LOCAL client_min_messages = warning;

-- values

CREATE DOMAIN api.public_id AS text;
COMMENT ON DOMAIN api.public_id IS
    'opaque; good for this deployment only {"example": "6f9d3c1e-0b5a-8f27-93c4-1e2d7a60b8f4"}';
CREATE DOMAIN api.e164 AS text;
COMMENT ON DOMAIN api.e164 IS
    'a number in E.164 form; short codes and named senders have forms of their own {"example": "+919876543210"}';
CREATE DOMAIN api.likelihood AS double precision;
COMMENT ON DOMAIN api.likelihood IS
    'how likely a call from this number is spam, with four decimals {"minimum": 0, "maximum": 1, "example": 0.0312}';
CREATE DOMAIN api.label AS text;
COMMENT ON DOMAIN api.label IS
    'the likelihood as a word: below 0.2, below 0.6, below 0.9, and above {"enum": ["clean", "unknown", "suspected", "spam"], "example": "clean"}';
CREATE DOMAIN api.call_category AS text;
COMMENT ON DOMAIN api.call_category IS
    'what kind of calls the reports speak of; null if they do not say {"example": "telemarketing"}';
CREATE DOMAIN api.country AS text;
COMMENT ON DOMAIN api.country IS
    'two capital letters; null if a number belongs to no country {"example": "IN"}';
CREATE DOMAIN api.count AS bigint;
COMMENT ON DOMAIN api.count IS 'how many {"minimum": 0, "example": 3}';
CREATE DOMAIN api.person_name AS text;
COMMENT ON DOMAIN api.person_name IS 'what somebody is called {"example": "Asha Rao"}';
CREATE DOMAIN api.next_page AS text;
COMMENT ON DOMAIN api.next_page IS
    'the cursor of the next page; null on the last one; Link names the whole address {"example": "AAECAwQFBgcICQoLDA0ODw"}';

-- accounts and tokens

CREATE TYPE api.account AS (
    id api.public_id, name api.person_name, phone_number api.e164, email text, region api.country, created_at timestamptz);
COMMENT ON TYPE api.account IS 'a registered person, as he sees himself';
COMMENT ON COLUMN api.account.email IS 'null if none was given {"example": "asha@example.org"}';
COMMENT ON COLUMN api.account.region IS 'how numbers without a country code are read {"example": "IN"}';
COMMENT ON COLUMN api.account.created_at IS 'when the account was made {"example": "2024-04-01T12:00:00Z"}';

CREATE TYPE api.greeting AS (
    id api.public_id, name api.person_name, phone_number api.e164, email text, region api.country, created_at timestamptz,
    message text);
COMMENT ON TYPE api.greeting IS 'the own profile and a message, for clients of the original applications';
COMMENT ON COLUMN api.greeting.email IS 'null if none was given {"example": "asha@example.org"}';
COMMENT ON COLUMN api.greeting.region IS 'how numbers without a country code are read {"example": "IN"}';
COMMENT ON COLUMN api.greeting.created_at IS 'when the account was made {"example": "2024-04-01T12:00:00Z"}';
COMMENT ON COLUMN api.greeting.message IS 'a sentence {"example": "You are authenticated."}';

CREATE TYPE api.registered AS (status_code integer, message text);
COMMENT ON TYPE api.registered IS 'that somebody is registered, in the form that application E published';
COMMENT ON COLUMN api.registered.status_code IS 'always 200 {"example": 200}';
COMMENT ON COLUMN api.registered.message IS 'always the same {"example": "User is successfully registered"}';
CREATE TYPE api.old_profile AS (
    id api.public_id, name api.person_name, phone_number api.e164, email text, region api.country, created_at timestamptz,
    "StatusCode" integer);
COMMENT ON TYPE api.old_profile IS 'the own profile and a status, for clients of application E';
COMMENT ON COLUMN api.old_profile.email IS 'null if none was given {"example": "asha@example.org"}';
COMMENT ON COLUMN api.old_profile.region IS 'how numbers without a country code are read {"example": "IN"}';
COMMENT ON COLUMN api.old_profile.created_at IS 'when the account was made {"example": "2024-04-01T12:00:00Z"}';
COMMENT ON COLUMN api.old_profile."StatusCode" IS 'always 200 {"example": 200}';
CREATE TYPE api.old_token AS ("StatusCode" integer, access_token text, token_type text, refresh_token text, expires_in integer);
COMMENT ON TYPE api.old_token IS 'an access token in the form that application E published, and what renews it';
COMMENT ON COLUMN api.old_token."StatusCode" IS 'always 200 {"example": 200}';
COMMENT ON COLUMN api.old_token.access_token IS
    'a JWT for the Authorization header {"example": "eyJhbGciOiJIUzI1NiJ9.eyJ1c2UiOiJhY2Nlc3MifQ.c2lnbmF0dXJl"}';
COMMENT ON COLUMN api.old_token.token_type IS 'always bearer {"enum": ["bearer"], "example": "bearer"}';
COMMENT ON COLUMN api.old_token.refresh_token IS 'opaque; good for a day {"example": "q7Rr0h1m2n3b4v5c6x7z8a9s0d1f2g3h4j5k6l7p8o9"}';
COMMENT ON COLUMN api.old_token.expires_in IS 'seconds that the access token is good for {"example": 900}';

CREATE TYPE api.token AS (access text, refresh text, expires_in integer, token_type text);
COMMENT ON TYPE api.token IS 'an access token and what renews it';
COMMENT ON COLUMN api.token.access IS
    'a JWT for the Authorization header {"example": "eyJhbGciOiJIUzI1NiJ9.eyJ1c2UiOiJhY2Nlc3MifQ.c2lnbmF0dXJl"}';
COMMENT ON COLUMN api.token.refresh IS 'opaque {"example": "q7Rr0h1m2n3b4v5c6x7z8a9s0d1f2g3h4j5k6l7p8o9"}';
COMMENT ON COLUMN api.token.expires_in IS 'seconds that the access token is good for {"example": 900}';
COMMENT ON COLUMN api.token.token_type IS 'always bearer {"enum": ["bearer"], "example": "bearer"}';

CREATE DOMAIN api.scope AS text;
COMMENT ON DOMAIN api.scope IS 'what may be done with it: read, write and admin, with blanks between {"example": "read write"}';

CREATE TYPE api.key AS (
    id api.public_id, name text, scope api.scope, created_at timestamptz, expires_at timestamptz, last_used_at timestamptz);
COMMENT ON TYPE api.key IS 'a key that a program logs in with, but not the key itself';
COMMENT ON COLUMN api.key.name IS 'what the owner calls it {"example": "telephone system"}';
COMMENT ON COLUMN api.key.created_at IS 'when it was made {"example": "2024-04-01T12:00:00Z"}';
COMMENT ON COLUMN api.key.expires_at IS 'from when on it is good for nothing {"example": "2025-04-01T12:00:00Z"}';
COMMENT ON COLUMN api.key.last_used_at IS 'to the minute; null if never {"example": "2024-05-01T09:30:00Z"}';
CREATE TYPE api.key_page AS (results api.key[], next api.next_page);
COMMENT ON TYPE api.key_page IS 'the keys that stand, newest first: at most fifty';

CREATE TYPE api.key_made AS (
    id api.public_id, name text, scope api.scope, created_at timestamptz, expires_at timestamptz, last_used_at timestamptz,
    key text);
COMMENT ON TYPE api.key_made IS 'a new key';
COMMENT ON COLUMN api.key_made.name IS 'what the owner calls it {"example": "telephone system"}';
COMMENT ON COLUMN api.key_made.created_at IS 'when it was made {"example": "2024-04-01T12:00:00Z"}';
COMMENT ON COLUMN api.key_made.expires_at IS 'from when on it is good for nothing {"example": "2025-04-01T12:00:00Z"}';
COMMENT ON COLUMN api.key_made.last_used_at IS 'null {"example": null}';
COMMENT ON COLUMN api.key_made.key IS
    'the key itself, shown here and never again: only a digest is kept {"example": "nsk_q7Rr0h1m2n3b4v5c6x7z8a9s0d1f2g3h4j5k6l7p8o9"}';

-- contacts

CREATE TYPE api.contact AS (
    id api.public_id, name api.person_name, phone_number api.e164, email text, spam_likelihood api.likelihood,
    spam_label api.label, created_at timestamptz);
COMMENT ON TYPE api.contact IS 'an entry of the own address book; it never tells whether the number is registered';
COMMENT ON COLUMN api.contact.email IS 'as the owner of the book wrote it; null if he did not {"example": "asha@example.org"}';
COMMENT ON COLUMN api.contact.created_at IS 'when it was added {"example": "2024-04-01T12:00:00Z"}';

CREATE TYPE api.reported_contact AS (
    id api.public_id, name api.person_name, phone_number api.e164, email text, spam_likelihood api.likelihood,
    spam_label api.label, created_at timestamptz, reported boolean);
COMMENT ON TYPE api.reported_contact IS 'an entry whose number the caller has reported';
COMMENT ON COLUMN api.reported_contact.email IS 'as the owner of the book wrote it; null if he did not {"example": "asha@example.org"}';
COMMENT ON COLUMN api.reported_contact.created_at IS 'when it was added {"example": "2024-04-01T12:00:00Z"}';
COMMENT ON COLUMN api.reported_contact.reported IS 'always true {"example": true}';

CREATE TYPE api.contact_page AS (results api.contact[], next api.next_page);
COMMENT ON TYPE api.contact_page IS 'entries of the own address book, newest first';

CREATE TYPE api.book_person AS (name api.person_name, phone_number text, phone_numbers text[], email text);
COMMENT ON TYPE api.book_person IS 'a person with one number or several; other members are passed over';
COMMENT ON COLUMN api.book_person.phone_number IS
    'a number in any notation, or its digits as an integer; null, or left out, if there is none {"optional": true, "type": ["string", "integer", "null"], "example": "098765 43210"}';
COMMENT ON COLUMN api.book_person.phone_numbers IS 'or several of them; left out if there is one {"optional": true, "example": ["098765 43210", "+441632960961"]}';
COMMENT ON COLUMN api.book_person.email IS 'null, or left out, if there is none {"optional": true, "example": "asha@example.org"}';

CREATE TYPE api.import_reject AS (line integer, reason text, field text, raw text);
COMMENT ON TYPE api.import_reject IS 'what could not be read';
COMMENT ON COLUMN api.import_reject.line IS 'where in the file, or which element of the array, from 1 {"minimum": 1, "example": 17}';
COMMENT ON COLUMN api.import_reject.reason IS
    'why {"enum": ["not_a_number", "bad_country_code", "too_short", "too_long", "bad_utf8", "control_character", "missing_name", "missing_number", "missing_column", "too_many_columns", "too_long_line", "unbalanced_quote", "not_a_card", "bad_json", "not_an_object"], "example": "too_short"}';
COMMENT ON COLUMN api.import_reject.field IS 'the column or property at fault; null if it is none of them {"example": "TEL"}';
COMMENT ON COLUMN api.import_reject.raw IS 'the beginning of what was written; null where that was no text {"example": "TEL:12"}';

CREATE TYPE api.import AS (
    added api.count, merged api.count, unchanged api.count, rejected api.count, rejects api.import_reject[]);
COMMENT ON TYPE api.import IS 'what became of the rows of a file: added, merged, unchanged and rejected are all of them';
COMMENT ON COLUMN api.import.merged IS 'entries that were there and have got an e-mail {"minimum": 0, "example": 1}';
COMMENT ON COLUMN api.import.rejects IS 'the first hundred of those that were rejected';

CREATE TYPE api.export_contact AS (name api.person_name, phone_number api.e164, email text, created_at timestamptz);
COMMENT ON TYPE api.export_contact IS 'an entry of the address book';
COMMENT ON COLUMN api.export_contact.email IS 'null if none was given {"example": "asha@example.org"}';
COMMENT ON COLUMN api.export_contact.created_at IS 'when it was added {"example": "2024-04-01T12:00:00Z"}';

CREATE TYPE api.export_mark AS (phone_number api.e164, mark text, category text, comment text, created_at timestamptz);
COMMENT ON TYPE api.export_mark IS 'what the person said of a number';
COMMENT ON COLUMN api.export_mark.mark IS 'which of the two {"enum": ["spam", "not_spam"], "example": "spam"}';
COMMENT ON COLUMN api.export_mark.category IS 'null if none was given {"example": "telemarketing"}';
COMMENT ON COLUMN api.export_mark.comment IS 'null if none was given {"example": "Sold a loan that nobody asked for."}';
COMMENT ON COLUMN api.export_mark.created_at IS 'when {"example": "2024-04-01T12:00:00Z"}';

CREATE TYPE api.export_call AS (phone_number api.e164, direction text, answered boolean, duration integer, created_at timestamptz);
COMMENT ON TYPE api.export_call IS 'a call that the person declared';
COMMENT ON COLUMN api.export_call.direction IS 'who called, as seen by the person {"enum": ["inbound", "outbound"], "example": "inbound"}';
COMMENT ON COLUMN api.export_call.answered IS
    'whether somebody answered; null if that was not said {"type": ["boolean", "null"], "example": true}';
COMMENT ON COLUMN api.export_call.duration IS
    'seconds; null if they were not said {"type": ["integer", "null"], "minimum": 0, "example": 42}';
COMMENT ON COLUMN api.export_call.created_at IS 'when {"example": "2024-04-01T12:00:00Z"}';

CREATE TYPE api.export_appeal AS (phone_number api.e164, reason text, created_at timestamptz);
COMMENT ON TYPE api.export_appeal IS 'an objection to how an own number was called';
COMMENT ON COLUMN api.export_appeal.reason IS 'null if none was given {"example": "our delivery service calls from it"}';
COMMENT ON COLUMN api.export_appeal.created_at IS 'when {"example": "2024-04-01T12:00:00Z"}';

CREATE TYPE api.export_virtual_number AS (phone_number api.e164, is_active boolean, created_at timestamptz);
COMMENT ON TYPE api.export_virtual_number IS 'a number beside that of the account';
COMMENT ON COLUMN api.export_virtual_number.is_active IS 'whether it is switched on {"example": true}';
COMMENT ON COLUMN api.export_virtual_number.created_at IS 'since when {"example": "2024-04-01T12:00:00Z"}';

CREATE TYPE api.export AS (
    account api.account, contacts api.export_contact[], marks api.export_mark[], calls api.export_call[],
    appeals api.export_appeal[], virtual_numbers api.export_virtual_number[]);
COMMENT ON TYPE api.export IS 'everything that somebody has told; it can be sent to POST /v1/contacts/import as it is';

-- the directory

CREATE TYPE api.result AS (
    id api.public_id, name api.person_name, phone_number api.e164, spam_likelihood api.likelihood, spam_label api.label,
    registered boolean, match text);
COMMENT ON TYPE api.result IS 'an entry of the directory that a search has found';
COMMENT ON COLUMN api.result.registered IS 'whether the person has an account here {"example": true}';
COMMENT ON COLUMN api.result.match IS
    'how it fits the query, the best first {"enum": ["number", "whole", "prefix", "word", "words", "contains", "similar"], "example": "prefix"}';

CREATE TYPE api.old_result AS (
    id api.public_id, name api.person_name, phone_number api.e164, spam_likelihood api.likelihood, spam_label api.label,
    registered boolean, match text, spam_likelyhood api.likelihood);
COMMENT ON TYPE api.old_result IS 'the same with the misspelt member that application A published';
COMMENT ON COLUMN api.old_result.registered IS 'whether the person has an account here {"example": true}';
COMMENT ON COLUMN api.old_result.match IS
    'how it fits the query, the best first {"enum": ["number", "whole", "prefix", "word", "words", "contains", "similar"], "example": "prefix"}';

CREATE TYPE api.result_page AS (results api.result[], next api.next_page);
COMMENT ON TYPE api.result_page IS 'what a search has found, the best first';
CREATE TYPE api.old_result_page AS (results api.old_result[], next api.next_page);
COMMENT ON TYPE api.old_result_page IS 'what a search has found, the best first';

CREATE TYPE api.reason AS (reason text, detail jsonb, logit double precision);
COMMENT ON TYPE api.reason IS 'a term of the likelihood; the sum of all terms is its logit';
COMMENT ON COLUMN api.reason.reason IS 'which evidence {"example": "reports"}';
COMMENT ON COLUMN api.reason.detail IS 'its figures; null if there are none {"type": ["object", "null"], "example": {"reporters": 2}}';
COMMENT ON COLUMN api.reason.logit IS 'what it adds, with four decimals {"example": -1.25}';

CREATE TYPE api.counts AS (
    appearances api.count, spam_reports api.count, not_spam_reports api.count, contacts api.count);
COMMENT ON TYPE api.counts IS 'what the likelihood rests on, as plain counts';
COMMENT ON COLUMN api.counts.appearances IS 'calls that were declared, or that events tell of {"minimum": 0, "example": 12}';
COMMENT ON COLUMN api.counts.spam_reports IS 'people whose report of spam stands {"minimum": 0, "example": 2}';
COMMENT ON COLUMN api.counts.not_spam_reports IS 'people who say that it is not spam {"minimum": 0, "example": 1}';
COMMENT ON COLUMN api.counts.contacts IS 'address books that hold the number {"minimum": 0, "example": 5}';

CREATE TYPE api.person AS (
    id api.public_id, name api.person_name, phone_number api.e164, registered boolean, email text,
    spam_likelihood api.likelihood, spam_label api.label, category api.call_category, reasons api.reason[],
    model integer, region api.country, type text, country_code integer, national text, international text, counts api.counts);
COMMENT ON TYPE api.person IS 'all that may be known of a search result';
COMMENT ON COLUMN api.person.registered IS 'whether the person has an account here {"example": true}';
COMMENT ON COLUMN api.person.email IS
    'of a registered person who has the caller in his own address book, else null {"example": "asha@example.org"}';
COMMENT ON COLUMN api.person.model IS
    'the version of the weights: likelihood and reasons follow from the evidence, the time and it {"example": 1}';
COMMENT ON COLUMN api.person.type IS 'the kind of line, or null {"example": "MOBILE"}';
COMMENT ON COLUMN api.person.country_code IS 'digits after the plus; null if it has none {"example": 91}';
COMMENT ON COLUMN api.person.national IS 'as it is written at home, or null {"example": "098765 43210"}';
COMMENT ON COLUMN api.person.international IS 'as it is written abroad, or null {"example": "+91 98765 43210"}';

CREATE TYPE api.named AS (name api.person_name, count api.count);
COMMENT ON TYPE api.named IS 'a name of a number, and how many address books call it so';

CREATE TYPE api.card AS (
    phone_number api.e164, name text, names api.named[], registered boolean, spam_likelihood api.likelihood,
    spam_label api.label, category api.call_category, reasons api.reason[], model integer, valid boolean,
    possible boolean, type text, region api.country, country_code integer, national text, international text,
    carrier text, location text, timezones text[], counts api.counts, reported text);
COMMENT ON TYPE api.card IS 'who is calling: all that may be known of a number';
COMMENT ON COLUMN api.card.name IS 'the best of its names; null if nobody knows one {"example": "Asha Rao"}';
COMMENT ON COLUMN api.card.names IS 'at most twenty, the best first';
COMMENT ON COLUMN api.card.registered IS 'whether its owner has an account here {"example": true}';
COMMENT ON COLUMN api.card.model IS
    'the version of the weights: likelihood and reasons follow from the evidence, the time and it {"example": 1}';
COMMENT ON COLUMN api.card.valid IS 'whether a number of this form is in use {"example": true}';
COMMENT ON COLUMN api.card.possible IS 'whether its length can be that of a number {"example": true}';
COMMENT ON COLUMN api.card.type IS 'the kind of line, or null {"example": "MOBILE"}';
COMMENT ON COLUMN api.card.country_code IS 'digits after the plus; null if it has none {"example": 91}';
COMMENT ON COLUMN api.card.national IS 'as it is written at home, or null {"example": "098765 43210"}';
COMMENT ON COLUMN api.card.international IS 'as it is written abroad, or null {"example": "+91 98765 43210"}';
COMMENT ON COLUMN api.card.carrier IS 'whose network the number was first given to, or null {"example": "Airtel"}';
COMMENT ON COLUMN api.card.location IS 'where it was given out, or null {"example": "India"}';
COMMENT ON COLUMN api.card.timezones IS 'names of the IANA list; null if none is known {"example": ["Asia/Calcutta"]}';
COMMENT ON COLUMN api.card.reported IS
    'what the caller himself has said of it; null if nothing {"enum": ["spam", "not_spam", null], "example": null}';

CREATE TYPE api.number_object AS (
    id api.public_id, name text, phone_number api.e164, email_address text, num_spam api.count, total_appearance api.count,
    spam_likelyhood api.likelihood, spam_likelihood api.likelihood, spam_label api.label);
COMMENT ON TYPE api.number_object IS 'a number in the form that application A published';
COMMENT ON COLUMN api.number_object.name IS 'the caller''s own name for it, else the best one; null if there is none {"example": "Asha Rao"}';
COMMENT ON COLUMN api.number_object.email_address IS 'where the caller may see one, else null {"example": null}';
COMMENT ON COLUMN api.number_object.num_spam IS 'reports that stand {"minimum": 0, "example": 2}';
COMMENT ON COLUMN api.number_object.total_appearance IS 'calls that were declared, or that events tell of {"minimum": 0, "example": 12}';
COMMENT ON COLUMN api.number_object.spam_likelyhood IS 'the same as spam_likelihood {"minimum": 0, "maximum": 1, "example": 0.0312}';

-- figures

CREATE TYPE api.activity AS (
    at timestamptz, registrations bigint, contacts api.count, calls api.count, reports api.count, not_spam_reports api.count,
    lookups api.count);
COMMENT ON TYPE api.activity IS 'what happened in a day or an hour';
COMMENT ON COLUMN api.activity.at IS 'when it began {"example": "2024-04-01T00:00:00Z"}';
COMMENT ON COLUMN api.activity.registrations IS 'people who registered; null if they were one or two {"minimum": 0, "example": 12}';
COMMENT ON COLUMN api.activity.contacts IS 'contacts added to address books {"minimum": 0, "example": 310}';
COMMENT ON COLUMN api.activity.calls IS 'calls declared {"minimum": 0, "example": 1200}';
COMMENT ON COLUMN api.activity.reports IS 'reports of spam {"minimum": 0, "example": 57}';
COMMENT ON COLUMN api.activity.not_spam_reports IS 'people who said that it is not {"minimum": 0, "example": 9}';
COMMENT ON COLUMN api.activity.lookups IS 'numbers shown to people who had not seen them that day, where budgets are on {"minimum": 0, "example": 4100}';
CREATE TYPE api.activity_page AS (results api.activity[], next api.next_page);
COMMENT ON TYPE api.activity_page IS 'a series, without gaps';
CREATE TYPE api.share AS (name text, reports api.count, numbers api.count);
COMMENT ON TYPE api.share IS 'reports of one kind';
COMMENT ON COLUMN api.share.name IS 'which category or country; null if none was given, or fewer than three people said it {"example": "scam"}';
COMMENT ON COLUMN api.share.reports IS 'how many reports {"minimum": 0, "example": 57}';
COMMENT ON COLUMN api.share.numbers IS 'of how many numbers {"minimum": 0, "example": 31}';
CREATE TYPE api.share_page AS (results api.share[], next api.next_page);
COMMENT ON TYPE api.share_page IS 'all kinds';
CREATE TYPE api.top AS (
    phone_number api.e164, reports api.count, spam_likelihood api.likelihood, spam_label api.label, category api.call_category,
    region api.country);
COMMENT ON TYPE api.top IS 'a number that many people reported';
COMMENT ON COLUMN api.top.reports IS 'how many people, in the time asked for {"minimum": 3, "example": 41}';
CREATE TYPE api.top_page AS (results api.top[], next api.next_page);
COMMENT ON TYPE api.top_page IS 'the numbers that most people reported';
CREATE TYPE api.bin AS ("from" double precision, "to" double precision, numbers api.count);
COMMENT ON TYPE api.bin IS 'a twentieth of all likelihoods';
COMMENT ON COLUMN api.bin."from" IS 'from this likelihood on {"minimum": 0, "maximum": 1, "example": 0.05}';
COMMENT ON COLUMN api.bin."to" IS 'below this one {"minimum": 0, "maximum": 1, "example": 0.1}';
COMMENT ON COLUMN api.bin.numbers IS 'how many numbers {"minimum": 0, "example": 3100}';
CREATE TYPE api.bin_page AS (results api.bin[], next api.next_page);
COMMENT ON TYPE api.bin_page IS 'all twenty of them';

-- what operators see

CREATE TYPE api.user AS (
    id api.public_id, name api.person_name, phone_number api.e164, username text, region api.country, roles text,
    created_at timestamptz, locked_at timestamptz, trust double precision, reports api.count, contacts api.count, sessions api.count);
COMMENT ON TYPE api.user IS 'a registered person, as operators see him';
COMMENT ON COLUMN api.user.username IS 'null if there is none {"example": "asha.rao"}';
COMMENT ON COLUMN api.user.region IS 'how numbers without a country code are read {"example": "IN"}';
COMMENT ON COLUMN api.user.roles IS 'of admin and agent some, with blanks between {"example": ""}';
COMMENT ON COLUMN api.user.created_at IS 'when the account was made {"example": "2024-04-01T12:00:00Z"}';
COMMENT ON COLUMN api.user.locked_at IS 'since when it cannot log in; null if it can {"example": null}';
COMMENT ON COLUMN api.user.trust IS 'how far reports of his are believed, by what became of earlier ones {"minimum": 0, "example": 0.5}';
COMMENT ON COLUMN api.user.reports IS 'what he said of numbers {"minimum": 0, "example": 4}';
COMMENT ON COLUMN api.user.contacts IS 'numbers in his address book {"minimum": 0, "example": 120}';
COMMENT ON COLUMN api.user.sessions IS 'logins and keys that stand {"minimum": 0, "example": 2}';
CREATE TYPE api.user_page AS (results api.user[], next api.next_page);
COMMENT ON TYPE api.user_page IS 'registered people';

CREATE TYPE api.waiting AS (
    phone_number api.e164, name text, spam_likelihood api.likelihood, spam_label api.label, expected_harm double precision,
    reports api.count, calls api.count, appealed boolean, latest_at timestamptz);
COMMENT ON TYPE api.waiting IS 'a number that waits for an operator';
COMMENT ON COLUMN api.waiting.name IS 'the best of its names; null if nobody knows one {"example": "Loan Desk"}';
COMMENT ON COLUMN api.waiting.expected_harm IS 'likelihood of spam times calls of the last week, and one {"minimum": 0, "example": 11.2}';
COMMENT ON COLUMN api.waiting.reports IS 'reports of spam since the last review {"minimum": 0, "example": 3}';
COMMENT ON COLUMN api.waiting.calls IS 'calls of the last week {"minimum": 0, "example": 15}';
COMMENT ON COLUMN api.waiting.appealed IS 'whether an appeal waits for a decision {"example": false}';
COMMENT ON COLUMN api.waiting.latest_at IS 'when the last of it came in {"example": "2024-04-01T12:00:00Z"}';
CREATE TYPE api.queue_page AS (results api.waiting[], next api.next_page);
COMMENT ON TYPE api.queue_page IS 'the queue of moderation, the greatest harm first';

CREATE TYPE api.report AS (
    id api.public_id, phone_number api.e164, spam boolean, category api.call_category, comment text, hidden boolean,
    weight double precision, corroborated boolean, trusted boolean, created_at timestamptz, reporter jsonb);
COMMENT ON TYPE api.report IS 'what somebody said of a number';
COMMENT ON COLUMN api.report.spam IS 'false: that it is not spam {"example": true}';
COMMENT ON COLUMN api.report.comment IS 'in his words; null if there are none {"example": "Sold a loan that nobody asked for."}';
COMMENT ON COLUMN api.report.hidden IS 'whether the comment is for operators alone {"example": false}';
COMMENT ON COLUMN api.report.weight IS 'what it counts as evidence {"minimum": 0, "example": 0.4}';
COMMENT ON COLUMN api.report.corroborated IS 'whether a call from the number was declared before {"example": true}';
COMMENT ON COLUMN api.report.trusted IS 'whether it is evidence by which others are judged {"example": true}';
COMMENT ON COLUMN api.report.created_at IS 'when it was made {"example": "2024-04-01T12:00:00Z"}';
COMMENT ON COLUMN api.report.reporter IS
    'who made it; null if that person is forgotten {"type": ["object", "null"], "example": {"id": "6f9d3c1e-0b5a-8f27-93c4-1e2d7a60b8f4", "name": "Asha Rao"}}';
CREATE TYPE api.report_page AS (results api.report[], next api.next_page);
COMMENT ON TYPE api.report_page IS 'reports, newest first';

CREATE TYPE api.appeal AS (
    id api.public_id, phone_number api.e164, statement text, created_at timestamptz, spam_likelihood api.likelihood,
    spam_label api.label, spam_reports api.count, not_spam_reports api.count);
COMMENT ON TYPE api.appeal IS 'an appeal that nobody has decided on';
COMMENT ON COLUMN api.appeal.statement IS 'the words of the owner; null if there are none {"example": "We deliver food."}';
COMMENT ON COLUMN api.appeal.created_at IS 'when it was made {"example": "2024-04-01T12:00:00Z"}';
COMMENT ON COLUMN api.appeal.spam_reports IS 'people whose report of spam stands {"minimum": 0, "example": 2}';
COMMENT ON COLUMN api.appeal.not_spam_reports IS 'people who say that it is not spam {"minimum": 0, "example": 1}';
CREATE TYPE api.appeal_page AS (results api.appeal[], next api.next_page);
COMMENT ON TYPE api.appeal_page IS 'open appeals, newest first';

CREATE TYPE api.setting AS (name text, value text, note text);
COMMENT ON TYPE api.setting IS 'what holds for the whole deployment';
COMMENT ON COLUMN api.setting.name IS 'which {"example": "region"}';
COMMENT ON COLUMN api.setting.value IS 'what it is set to {"example": "IN"}';
COMMENT ON COLUMN api.setting.note IS 'what it does {"example": "how numbers without a country code are read when nothing else says it"}';
CREATE TYPE api.setting_page AS (results api.setting[], next api.next_page);
COMMENT ON TYPE api.setting_page IS 'all settings that operators may change';

CREATE TYPE api.event AS (
    id api.public_id, at timestamptz, kind text, who jsonb, whom jsonb, detail jsonb, reason text);
COMMENT ON TYPE api.event IS 'an entry of the record';
COMMENT ON COLUMN api.event.at IS 'when {"example": "2024-04-01T12:00:00Z"}';
COMMENT ON COLUMN api.event.kind IS 'what {"example": "user_locked"}';
COMMENT ON COLUMN api.event.who IS
    'who did it; null: the machine, its operator at the console, or somebody who is forgotten {"type": ["object", "null"], "example": {"id": "6f9d3c1e-0b5a-8f27-93c4-1e2d7a60b8f4", "name": "Asha Rao"}}';
COMMENT ON COLUMN api.event.whom IS
    'to whom, if to another; else null {"type": ["object", "null"], "example": null}';
COMMENT ON COLUMN api.event.detail IS 'what belongs to it {"type": "object", "example": {}}';
COMMENT ON COLUMN api.event.reason IS 'why; null if nothing was said {"example": "sold his account"}';
CREATE TYPE api.audit_page AS (results api.event[], next api.next_page);
COMMENT ON TYPE api.audit_page IS 'the record, newest first';

-- calls and virtual numbers

CREATE DOMAIN api.counterparty AS text;
COMMENT ON DOMAIN api.counterparty IS
    'the other number in E.164 form; null if it was withheld {"example": "+919876543211"}';
CREATE DOMAIN api.call_status AS text;
COMMENT ON DOMAIN api.call_status IS
    'what became of the call, and who called {"enum": ["Completed Inbound", "Completed Outbound", "Missed Inbound", "Missed Outbound", "In Progress Inbound", "In Progress Outbound", "Ringing Inbound", "Ringing Outbound"], "example": "Completed Outbound"}';
CREATE DOMAIN api.call_seconds AS integer;
COMMENT ON DOMAIN api.call_seconds IS
    'whole seconds from the answer to the end of a completed call, else null {"minimum": 0, "example": 60}';
CREATE DOMAIN api.call_cause AS text;
COMMENT ON DOMAIN api.call_cause IS
    'why it ended, or null if nobody said {"enum": ["busy", "no_answer", "failed", "canceled", "rejected", "spam_blocked", "media_timeout", "agent_no_answer", "daemon_crash", null], "example": null}';
CREATE DOMAIN api.other_likelihood AS double precision;
COMMENT ON DOMAIN api.other_likelihood IS
    'how likely a call from the other number is spam, with four decimals; null if it was withheld {"minimum": 0, "maximum": 1, "example": 0.0312}';
CREATE DOMAIN api.other_label AS text;
COMMENT ON DOMAIN api.other_label IS
    'this likelihood as a word, or null {"enum": ["clean", "unknown", "suspected", "spam", null], "example": "clean"}';

CREATE TYPE api.call_event AS (
    event_id text, call_id text, event text, calling_number text, called_number text, created_at text, cause text, duration text, region text);
COMMENT ON TYPE api.call_event IS 'something that happened in a call';
COMMENT ON COLUMN api.call_event.event_id IS
    'made by the sender; sent again with the same event, it changes nothing {"format": "uuid", "example": "0b9f5d3c-6f0e-4a53-9d0c-3c8f5a1b2c3d"}';
COMMENT ON COLUMN api.call_event.call_id IS
    'which call it belongs to {"type": ["string", "integer"], "minLength": 1, "maxLength": 255, "example": "call-1"}';
COMMENT ON COLUMN api.call_event.event IS
    'what happened {"enum": ["INITIATE", "PROGRESS", "ANSWER", "DISCONNECT"], "example": "INITIATE"}';
COMMENT ON COLUMN api.call_event.calling_number IS
    'who calls, in any notation; null if the number was withheld {"type": ["string", "integer", "null"], "maxLength": 64, "example": "+919876543210"}';
COMMENT ON COLUMN api.call_event.called_number IS
    'who is called, in any notation {"type": ["string", "integer"], "minLength": 1, "maxLength": 64, "example": "+919876543211"}';
COMMENT ON COLUMN api.call_event.created_at IS
    'when it happened, UTC if it names no zone; null: now {"optional": true, "example": "2024-04-01T12:00:00Z"}';
COMMENT ON COLUMN api.call_event.cause IS
    'why a call ended, in a DISCONNECT; else null {"optional": true, "example": null}';
COMMENT ON COLUMN api.call_event.duration IS
    'accepted and not used: durations are counted from the events; may be null {"optional": true, "type": ["string", "number", "null"], "example": null}';
COMMENT ON COLUMN api.call_event.region IS
    'the country by which numbers without a country code are read; null: that of the account {"optional": true, "example": null}';

CREATE TYPE api.line_error AS (line integer, reason text);
COMMENT ON TYPE api.line_error IS 'a line that was refused';
COMMENT ON COLUMN api.line_error.line IS 'counted from 1 {"minimum": 1, "example": 17}';
COMMENT ON COLUMN api.line_error.reason IS 'what is wrong with it, and what to do {"example": "event is not known. Use INITIATE, PROGRESS, ANSWER or DISCONNECT."}';

CREATE TYPE api.events_stored AS (
    event_id text, call_id text, stored boolean, duplicates bigint, refused bigint, errors api.line_error[]);
COMMENT ON TYPE api.events_stored IS
    'of one event its ids and whether it was new; of an array how many were; of lines also how many were refused, and why';
COMMENT ON COLUMN api.events_stored.event_id IS
    'of one event {"optional": true, "format": "uuid", "example": "0b9f5d3c-6f0e-4a53-9d0c-3c8f5a1b2c3d"}';
COMMENT ON COLUMN api.events_stored.call_id IS 'of one event {"optional": true, "example": "call-1"}';
COMMENT ON COLUMN api.events_stored.stored IS
    'of one event whether it was new; of many how many were {"type": ["boolean", "integer"], "example": true}';
COMMENT ON COLUMN api.events_stored.duplicates IS 'of many how many were there before {"optional": true, "minimum": 0, "example": 0}';
COMMENT ON COLUMN api.events_stored.refused IS 'of lines how many were refused {"optional": true, "minimum": 0, "example": 0}';
COMMENT ON COLUMN api.events_stored.errors IS 'of lines those that were refused {"optional": true, "example": []}';

CREATE TYPE api.old_call_entry AS (
    call_time timestamptz, counterparty_number api.counterparty, call_status api.call_status, duration api.call_seconds);
COMMENT ON TYPE api.old_call_entry IS 'a call in the form that application C published';
COMMENT ON COLUMN api.old_call_entry.call_time IS 'when it began {"example": "2024-04-01T12:00:00Z"}';

CREATE TYPE api.call_entry AS (
    call_id text, call_time timestamptz, direction text, counterparty_number api.counterparty, call_status api.call_status,
    duration api.call_seconds, total_duration integer, ring_duration integer, cause api.call_cause, flags text[],
    spam_likelihood api.other_likelihood, spam_label api.other_label);
COMMENT ON TYPE api.call_entry IS 'a call as the number sees it whose history it stands in';
COMMENT ON COLUMN api.call_entry.call_id IS 'as its events name it {"example": "call-1"}';
COMMENT ON COLUMN api.call_entry.call_time IS 'when it began {"example": "2024-04-01T12:00:00Z"}';
COMMENT ON COLUMN api.call_entry.direction IS 'whether the number was called or did call {"enum": ["inbound", "outbound"], "example": "outbound"}';
COMMENT ON COLUMN api.call_entry.total_duration IS 'seconds from its beginning to its end; null if one was not told {"minimum": 0, "example": 65}';
COMMENT ON COLUMN api.call_entry.ring_duration IS 'seconds that it rang; null if that was not told {"minimum": 0, "example": 5}';
COMMENT ON COLUMN api.call_entry.flags IS
    'what is odd: partial without a beginning, clock_skew between senders, party_conflict over who was in it, stale without an end, hearsay of somebody who was not in it {"example": []}';

CREATE TYPE api.call_history_page AS (results api.call_entry[], next api.next_page);
COMMENT ON TYPE api.call_history_page IS 'calls of one number, newest first';

CREATE TYPE api.call_log AS (
    call_id text, direction text, "timestamp" timestamptz, duration api.call_seconds, caller_number text, called_number api.e164,
    call_status api.call_status, cause api.call_cause, spam_likelihood api.other_likelihood, spam_label api.other_label);
COMMENT ON TYPE api.call_log IS 'a call from or to one of the caller''s numbers';
COMMENT ON COLUMN api.call_log.call_id IS 'as its events name it {"example": "call-1"}';
COMMENT ON COLUMN api.call_log.direction IS 'whether the own number was called or did call {"enum": ["IN", "OUT"], "example": "OUT"}';
COMMENT ON COLUMN api.call_log."timestamp" IS 'when it began {"example": "2024-04-01T12:00:00Z"}';
COMMENT ON COLUMN api.call_log.caller_number IS 'who called; null if the number was withheld {"example": "+919876543210"}';

CREATE TYPE api.call_log_page AS (results api.call_log[], next api.next_page);
COMMENT ON TYPE api.call_log_page IS 'calls of all numbers of the caller, newest first';

CREATE DOMAIN api.number_state AS text;
COMMENT ON DOMAIN api.number_state IS
    'asked for, on its way here, in use, switched off, gone elsewhere, given back {"enum": ["requested", "porting_in", "active", "suspended", "ported_out", "released"], "example": "active"}';

CREATE TYPE api.port AS (direction text, carrier text, cut_over_at timestamptz, created_at timestamptz);
COMMENT ON TYPE api.port IS 'a move of a number that is agreed';
COMMENT ON COLUMN api.port.direction IS 'to the owner or away from him {"enum": ["in", "out"], "example": "out"}';
COMMENT ON COLUMN api.port.carrier IS 'where from or where to {"example": "Other Telecom"}';
COMMENT ON COLUMN api.port.cut_over_at IS 'when {"example": "2024-04-02T03:00:00Z"}';
COMMENT ON COLUMN api.port.created_at IS 'when it was agreed {"example": "2024-04-01T12:00:00Z"}';

CREATE TYPE api.old_virtual_number AS (
    id api.public_id, phone_number api.e164, is_active boolean, status api.number_state, created_at timestamptz);
COMMENT ON TYPE api.old_virtual_number IS 'a virtual number in the form that application D published';
COMMENT ON COLUMN api.old_virtual_number.is_active IS 'whether its state is active {"example": true}';
COMMENT ON COLUMN api.old_virtual_number.created_at IS 'since when the caller has it {"example": "2024-04-01T12:00:00Z"}';

CREATE TYPE api.virtual_number AS (
    id api.public_id, phone_number api.e164, is_active boolean, status api.number_state, created_at timestamptz, port api.port);
COMMENT ON TYPE api.virtual_number IS 'a number that the caller rents';
COMMENT ON COLUMN api.virtual_number.is_active IS 'whether its state is active {"example": true}';
COMMENT ON COLUMN api.virtual_number.created_at IS 'since when the caller has it {"example": "2024-04-01T12:00:00Z"}';
COMMENT ON COLUMN api.virtual_number.port IS 'the move that it waits for, or null {"example": null}';

CREATE TYPE api.virtual_number_page AS (results api.virtual_number[], next api.next_page);
COMMENT ON TYPE api.virtual_number_page IS 'virtual numbers of the caller, newest first';

-- many numbers at once, and numbers to block

CREATE TYPE api.lookup_error AS (input text, error text);
COMMENT ON TYPE api.lookup_error IS 'what stands in the place of a card if the input is no number';
COMMENT ON COLUMN api.lookup_error.input IS 'as it was given {"example": "12"}';
COMMENT ON COLUMN api.lookup_error.error IS
    'a sentence {"example": "number is too short. Write it in international form, for example +919876543210."}';

CREATE TYPE api.lookups AS (results api.card[]);
COMMENT ON TYPE api.lookups IS 'an answer for each input, in the order of the inputs';
COMMENT ON COLUMN api.lookups.results IS
    'cards, each as GET /v1/numbers/{number} answers it, and what is no number {"items": {"anyOf": [{"$ref": "#/components/schemas/card"}, {"$ref": "#/components/schemas/lookup_error"}]}, "example": [{"input": "12", "error": "number is too short. Write it in international form, for example +919876543210."}]}';

CREATE TYPE api.ring AS (name text, decision text, spam_likelihood api.likelihood, category api.call_category, reason text);
COMMENT ON TYPE api.ring IS 'what a telephone that rings has to know';
COMMENT ON COLUMN api.ring.name IS 'the best name; null if nobody knows one {"example": "Asha Rao"}';
COMMENT ON COLUMN api.ring.decision IS
    'what is to become of the call: allow below 0.6, warn below 0.9, block above, unless the caller of this function has said otherwise {"enum": ["allow", "warn", "block"], "example": "allow"}';
COMMENT ON COLUMN api.ring.reason IS 'the weightiest reason of it; null if there is none {"example": "you have said that it is not spam"}';

CREATE TYPE api.ring_superfecta AS (caller_id text, spam boolean, spam_text text);
COMMENT ON TYPE api.ring_superfecta IS 'what a telephone that rings has to know, for Superfecta of FreePBX';
COMMENT ON COLUMN api.ring_superfecta.caller_id IS 'the best name; empty if nobody knows one {"example": "Asha Rao"}';
COMMENT ON COLUMN api.ring_superfecta.spam IS 'whether the call is to be blocked {"example": false}';
COMMENT ON COLUMN api.ring_superfecta.spam_text IS 'what kind of calls the reports speak of; empty if they do not say {"example": ""}';

CREATE TYPE api.ring_3cx AS (
    "EntityId" text, "FirstName" text, "LastName" text, "CompanyName" text, "PhoneBusiness" text, "Decision" text, "Category" text);
COMMENT ON TYPE api.ring_3cx IS 'what a telephone that rings has to know, for a template of 3CX';
COMMENT ON COLUMN api.ring_3cx."EntityId" IS 'the number {"example": "+919876543210"}';
COMMENT ON COLUMN api.ring_3cx."FirstName" IS 'all of the best name; empty if nobody knows one {"example": "Asha Rao"}';
COMMENT ON COLUMN api.ring_3cx."LastName" IS 'always empty: names are not taken apart {"example": ""}';
COMMENT ON COLUMN api.ring_3cx."CompanyName" IS 'always empty {"example": ""}';
COMMENT ON COLUMN api.ring_3cx."PhoneBusiness" IS 'the number {"example": "+919876543210"}';
COMMENT ON COLUMN api.ring_3cx."Decision" IS 'what is to become of the call {"enum": ["allow", "warn", "block"], "example": "allow"}';
COMMENT ON COLUMN api.ring_3cx."Category" IS 'what kind of calls the reports speak of; empty if they do not say {"example": ""}';

CREATE TYPE api.listed AS (phone_number api.e164, spam_likelihood api.likelihood, category api.call_category);
COMMENT ON TYPE api.listed IS 'a number as it was last published';
COMMENT ON COLUMN api.listed.spam_likelihood IS
    'in hundredths; it follows the likelihood where that passes the bound of a label, or moves by five hundredths {"minimum": 0.6, "maximum": 0.99, "example": 0.94}';

CREATE TYPE api.blocklist AS (version bigint, since bigint, results api.listed[], removed api.e164[], next api.next_page);
COMMENT ON TYPE api.blocklist IS 'a page of the published list, or of what has changed in it';
COMMENT ON COLUMN api.blocklist.version IS 'of the list; since of the next request {"example": 1764892800}';
COMMENT ON COLUMN api.blocklist.since IS 'the version whose changes these are; null of the whole list {"example": null}';
COMMENT ON COLUMN api.blocklist.results IS 'numbers to add, or to put in the place of what was known of them';
COMMENT ON COLUMN api.blocklist.removed IS 'numbers to take out, if they are there {"example": ["+919876543210"]}';

-- packages of Twilio's Lookup

CREATE TYPE api.twilio_caller_name AS (caller_name text, caller_type text, error_code integer);
COMMENT ON TYPE api.twilio_caller_name IS 'who is calling';
COMMENT ON COLUMN api.twilio_caller_name.caller_name IS 'the best name; null if nobody knows one {"example": "Asha Rao"}';
COMMENT ON COLUMN api.twilio_caller_name.caller_type IS
    'of somebody who is registered, else null {"enum": ["CONSUMER", "BUSINESS", null], "example": "CONSUMER"}';
COMMENT ON COLUMN api.twilio_caller_name.error_code IS 'always null {"example": null}';

CREATE TYPE api.twilio_line_type AS (
    mobile_country_code text, mobile_network_code text, carrier_name text, type text, error_code integer);
COMMENT ON TYPE api.twilio_line_type IS 'what the numbering plan says of the line';
COMMENT ON COLUMN api.twilio_line_type.mobile_country_code IS 'always null: carriers know it {"example": null}';
COMMENT ON COLUMN api.twilio_line_type.mobile_network_code IS 'always null: carriers know it {"example": null}';
COMMENT ON COLUMN api.twilio_line_type.carrier_name IS
    'whose network the number was first given to, or null {"example": "Airtel"}';
COMMENT ON COLUMN api.twilio_line_type.type IS
    'unknown also where the plan does not tell mobile from landline {"enum": ["landline", "mobile", "nonFixedVoip", "personal", "tollFree", "premium", "sharedCost", "uan", "voicemail", "pager", "unknown"], "example": "mobile"}';
COMMENT ON COLUMN api.twilio_line_type.error_code IS 'always null {"example": null}';

CREATE TYPE api.twilio_reputation AS (
    likelihood api.likelihood, label api.label, category api.call_category, reasons api.reason[]);
COMMENT ON TYPE api.twilio_reputation IS 'a package of ours: how likely a call from the number is spam';

CREATE DOMAIN api.twilio_uncovered AS jsonb;
COMMENT ON DOMAIN api.twilio_uncovered IS
    'null, or if it was asked for its members as null and error_code 60600: only carriers know it {"type": ["object", "null"], "example": null}';

CREATE TYPE api.twilio_lookup AS (
    calling_country_code text, country_code text, phone_number text, national_format text, valid boolean,
    validation_errors text[], url text, caller_name api.twilio_caller_name, sim_swap api.twilio_uncovered,
    call_forwarding api.twilio_uncovered, line_status api.twilio_uncovered,
    line_type_intelligence api.twilio_line_type, identity_match api.twilio_uncovered,
    reassigned_number api.twilio_uncovered, sms_pumping_risk api.twilio_uncovered,
    phone_number_quality_score api.twilio_uncovered, pre_fill api.twilio_uncovered,
    spam_reputation api.twilio_reputation);
COMMENT ON TYPE api.twilio_lookup IS 'a number in the form of Twilio''s Lookup, version 2; packages that were not asked for are null';
COMMENT ON COLUMN api.twilio_lookup.calling_country_code IS 'digits after the plus; null if it has none {"example": "91"}';
COMMENT ON COLUMN api.twilio_lookup.country_code IS 'two capital letters; null if it belongs to no country {"example": "IN"}';
COMMENT ON COLUMN api.twilio_lookup.phone_number IS 'in E.164 form; as it was given, if it is no number {"example": "+919876543210"}';
COMMENT ON COLUMN api.twilio_lookup.national_format IS 'as it is written at home {"example": "098765 43210"}';
COMMENT ON COLUMN api.twilio_lookup.valid IS 'whether a number of this form is in use {"example": true}';
COMMENT ON COLUMN api.twilio_lookup.validation_errors IS
    'why it is not valid {"items": {"type": "string", "enum": ["TOO_SHORT", "TOO_LONG", "INVALID_BUT_POSSIBLE", "INVALID_COUNTRY_CODE", "INVALID_LENGTH", "NOT_A_NUMBER"]}, "example": []}';
COMMENT ON COLUMN api.twilio_lookup.url IS 'where it was asked for {"example": "/v2/PhoneNumbers/+919876543210"}';
COMMENT ON COLUMN api.twilio_lookup.caller_name IS
    'null unless asked for {"example": null}';
COMMENT ON COLUMN api.twilio_lookup.line_type_intelligence IS
    'null unless asked for {"example": null}';
COMMENT ON COLUMN api.twilio_lookup.spam_reputation IS
    'null unless asked for {"example": null}';

-- what clients give, one meaning for each name wherever it stands, but for those of api.given_FUNCTION;
-- types are those of routes.def

CREATE TYPE api.given AS (
    id text, number text, query text, region text, "limit" text, cursor text, email text, name text, phone_number text,
    contact_number text, username text, password text, refresh text, category text, comment text, direction text,
    answered text, duration text, created_at text, as_of text, reason text, verified text, override text,
    reassigned_at text, format text, email_address text, scope text, expires_at text, locked text, roles text, hidden text, granted text, value text, kind text, "user" text, "from" text, "to" text, "by" text,
    counterparty text, final text, is_active text, carrier text, authorization_digest text, cut_over_at text,
    numbers text, max text, since text, min text, prefix text, r10 text, r100 text, "Fields" text, "CountryCode" text);
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
