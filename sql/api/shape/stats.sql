-- stats.sql: the shapes of figures for dashboards

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
COMMENT ON COLUMN api.activity.lookups IS 'numbers that answers told, each as often as it was told {"minimum": 0, "example": 4100}';
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
