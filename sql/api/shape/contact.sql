-- contact.sql: the shapes of contacts, and what is taken along

CREATE DOMAIN api.contact_likelihood AS double precision;
COMMENT ON DOMAIN api.contact_likelihood IS
    'how likely a call from the number is spam, with four decimals; null where the budget of new numbers is too small for it {"minimum": 0, "maximum": 1, "example": 0.0312}';
CREATE DOMAIN api.contact_label AS text;
COMMENT ON DOMAIN api.contact_label IS
    'this likelihood as a word, or null {"enum": ["clean", "unknown", "suspected", "spam", null], "example": "clean"}';

CREATE TYPE api.contact AS (
    id api.public_id, name api.person_name, phone_number api.e164, email api.book_email,
    spam_likelihood api.contact_likelihood, spam_label api.contact_label, created_at api.moment);
COMMENT ON TYPE api.contact IS 'an entry of the own address book; it never tells whether the number is registered';

SELECT private.shape('reported_contact', 'contact', 'reported boolean') \g /dev/null
COMMENT ON TYPE api.reported_contact IS 'an entry whose number the caller has reported';
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

CREATE TYPE api.export_contact AS (name api.person_name, phone_number api.e164, email api.own_email, created_at api.moment);
COMMENT ON TYPE api.export_contact IS 'an entry of the address book';

CREATE TYPE api.export_mark AS (phone_number api.e164, mark text, category text, comment text, created_at api.moment);
COMMENT ON TYPE api.export_mark IS 'what the person said of a number';
COMMENT ON COLUMN api.export_mark.mark IS 'which of the two {"enum": ["spam", "not_spam"], "example": "spam"}';
COMMENT ON COLUMN api.export_mark.category IS 'null if none was given {"example": "telemarketing"}';
COMMENT ON COLUMN api.export_mark.comment IS 'null if none was given {"example": "Sold a loan that nobody asked for."}';

CREATE TYPE api.export_call AS (phone_number api.e164, direction text, answered boolean, duration integer, created_at api.moment);
COMMENT ON TYPE api.export_call IS 'a call that the person declared';
COMMENT ON COLUMN api.export_call.direction IS 'who called, as seen by the person {"enum": ["inbound", "outbound"], "example": "inbound"}';
COMMENT ON COLUMN api.export_call.answered IS
    'whether somebody answered; null if that was not said {"type": ["boolean", "null"], "example": true}';
COMMENT ON COLUMN api.export_call.duration IS
    'seconds; null if they were not said {"type": ["integer", "null"], "minimum": 0, "example": 42}';

CREATE TYPE api.export_appeal AS (phone_number api.e164, reason text, created_at api.moment);
COMMENT ON TYPE api.export_appeal IS 'an objection to how an own number was called';
COMMENT ON COLUMN api.export_appeal.reason IS 'null if none was given {"example": "our delivery service calls from it"}';

CREATE TYPE api.export_virtual_number AS (phone_number api.e164, is_active boolean, created_at api.moment);
COMMENT ON TYPE api.export_virtual_number IS 'a number beside that of the account';
COMMENT ON COLUMN api.export_virtual_number.is_active IS 'whether it is switched on {"example": true}';

CREATE TYPE api.export_event AS (
    event_id text, call_id text, event text, calling_number api.e164, called_number api.e164, created_at api.moment, cause text);
COMMENT ON TYPE api.export_event IS 'an event that the person told of a call of his own';
COMMENT ON COLUMN api.export_event.event_id IS 'the id that it came with {"format": "uuid", "example": "0b9f5d3c-6f0e-4a53-9d0c-3c8f5a1b2c3d"}';
COMMENT ON COLUMN api.export_event.call_id IS 'the call {"example": "call-1"}';
COMMENT ON COLUMN api.export_event.event IS 'what happened {"enum": ["INITIATE", "PROGRESS", "ANSWER", "DISCONNECT"], "example": "INITIATE"}';
COMMENT ON COLUMN api.export_event.calling_number IS 'null if it was withheld {"type": ["string", "null"], "example": "+919876543210"}';
COMMENT ON COLUMN api.export_event.cause IS 'of a DISCONNECT, null if none was given {"type": ["string", "null"], "example": null}';

CREATE TYPE api.export AS (
    account api.account, username text, contacts api.export_contact[], marks api.export_mark[], calls api.export_call[],
    appeals api.export_appeal[], virtual_numbers api.export_virtual_number[], events api.export_event[], keys api.key[]);
COMMENT ON COLUMN api.export.username IS 'what the account logs in with beside its number; null if there is none {"example": "asha.rao"}';
COMMENT ON TYPE api.export IS 'everything that somebody has told; it can be sent to POST /v1/contacts/import as it is';
