-- admin.sql: the shapes of what operators see

CREATE TYPE api.user AS (
    id api.public_id, name api.person_name, phone_number api.e164, username text, region api.country, roles text,
    created_at api.moment, locked_at timestamptz, trust double precision, reports api.count, contacts api.count, sessions api.count);
COMMENT ON TYPE api.user IS 'a registered person, as operators see him';
COMMENT ON COLUMN api.user.username IS 'null if there is none {"example": "asha.rao"}';
COMMENT ON COLUMN api.user.region IS 'how numbers without a country code are read {"example": "IN"}';
COMMENT ON COLUMN api.user.roles IS 'of admin and agent some, with blanks between {"example": ""}';
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
    weight double precision, corroborated boolean, trusted boolean, created_at api.moment, reporter jsonb);
COMMENT ON TYPE api.report IS 'what somebody said of a number';
COMMENT ON COLUMN api.report.spam IS 'false: that it is not spam {"example": true}';
COMMENT ON COLUMN api.report.comment IS 'in his words; null if there are none {"example": "Sold a loan that nobody asked for."}';
COMMENT ON COLUMN api.report.hidden IS 'whether the comment is for operators alone {"example": false}';
COMMENT ON COLUMN api.report.weight IS 'what it counts as evidence {"minimum": 0, "example": 0.4}';
COMMENT ON COLUMN api.report.corroborated IS 'whether a call from the number was declared before {"example": true}';
COMMENT ON COLUMN api.report.trusted IS 'whether it is evidence by which others are judged {"example": true}';
COMMENT ON COLUMN api.report.reporter IS
    'who made it; null if that person is forgotten {"type": ["object", "null"], "example": {"id": "6f9d3c1e-0b5a-8f27-93c4-1e2d7a60b8f4", "name": "Asha Rao"}}';
CREATE TYPE api.report_page AS (results api.report[], next api.next_page);
COMMENT ON TYPE api.report_page IS 'reports, newest first';

CREATE TYPE api.appeal AS (
    id api.public_id, phone_number api.e164, statement text, created_at api.moment, spam_likelihood api.likelihood,
    spam_label api.label, spam_reports api.count, not_spam_reports api.count);
COMMENT ON TYPE api.appeal IS 'an appeal that nobody has decided on';
COMMENT ON COLUMN api.appeal.statement IS 'the words of the owner; null if there are none {"example": "We deliver food."}';
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
    id api.public_id, at api.moment, kind text, who jsonb, whom jsonb, detail jsonb, reason text);
COMMENT ON TYPE api.event IS 'an entry of the record';
COMMENT ON COLUMN api.event.kind IS 'what {"example": "user_locked"}';
COMMENT ON COLUMN api.event.who IS
    'who did it; null: the machine, its operator at the console, or somebody who is forgotten {"type": ["object", "null"], "example": {"id": "6f9d3c1e-0b5a-8f27-93c4-1e2d7a60b8f4", "name": "Asha Rao"}}';
COMMENT ON COLUMN api.event.whom IS
    'to whom, if to another; else null {"type": ["object", "null"], "example": null}';
COMMENT ON COLUMN api.event.detail IS 'what belongs to it {"type": "object", "example": {}}';
COMMENT ON COLUMN api.event.reason IS 'why; null if nothing was said {"example": "sold his account"}';
CREATE TYPE api.audit_page AS (results api.event[], next api.next_page);
COMMENT ON TYPE api.audit_page IS 'the record, newest first';
