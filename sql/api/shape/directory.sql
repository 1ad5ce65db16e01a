-- directory.sql: the shapes of people, numbers, and what was said of them

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
