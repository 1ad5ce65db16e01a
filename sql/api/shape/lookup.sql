-- lookup.sql: the shapes of many numbers at once, and numbers to block

CREATE TYPE api.lookup_error AS (input text, error text);
COMMENT ON TYPE api.lookup_error IS 'what stands in the place of a card if the input is no number';
COMMENT ON COLUMN api.lookup_error.input IS 'as it was given {"example": "+999999"}';
COMMENT ON COLUMN api.lookup_error.error IS
    'a sentence {"example": "number has no known country code. Write it in international form, for example +919876543210."}';

CREATE TYPE api.lookups AS (results api.card[]);
COMMENT ON TYPE api.lookups IS 'an answer for each input, in the order of the inputs';
COMMENT ON COLUMN api.lookups.results IS
    'cards, each as GET /v1/numbers/{number} answers it, and what is no number {"items": {"anyOf": [{"$ref": "#/components/schemas/card"}, {"$ref": "#/components/schemas/lookup_error"}]}, "example": [{"input": "+999999", "error": "number has no known country code. Write it in international form, for example +919876543210."}]}';

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
