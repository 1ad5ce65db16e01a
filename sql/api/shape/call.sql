-- call.sql: the shapes of calls

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
    'how likely a call from the other number is spam, with four decimals; null if that was withheld, or where the budget of new numbers is too small for it {"minimum": 0, "maximum": 1, "example": 0.0312}';
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
    'accepted and not used: durations are counted from the events; may be null {"optional": true, "type": ["string", "integer", "null"], "minimum": 0, "maximum": 86400, "example": null}';
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
    call_time api.moment, counterparty_number api.counterparty, call_status api.call_status, duration api.call_seconds);
COMMENT ON TYPE api.old_call_entry IS 'a call in the form that application C published';

CREATE TYPE api.call_entry AS (
    call_id text, call_time api.moment, direction text, counterparty_number api.counterparty, call_status api.call_status,
    duration api.call_seconds, total_duration integer, ring_duration integer, cause api.call_cause, flags text[],
    spam_likelihood api.other_likelihood, spam_label api.other_label);
COMMENT ON TYPE api.call_entry IS 'a call as the number sees it whose history it stands in';
COMMENT ON COLUMN api.call_entry.call_id IS 'as its events name it {"example": "call-1"}';
COMMENT ON COLUMN api.call_entry.direction IS 'whether the number was called or did call {"enum": ["inbound", "outbound"], "example": "outbound"}';
COMMENT ON COLUMN api.call_entry.total_duration IS 'seconds from its beginning to its end; null if one was not told {"minimum": 0, "example": 65}';
COMMENT ON COLUMN api.call_entry.ring_duration IS 'seconds that it rang; null if that was not told {"minimum": 0, "example": 5}';
COMMENT ON COLUMN api.call_entry.flags IS
    'what is odd: partial without a beginning, clock_skew between senders, party_conflict over who was in it, stale without an end, hearsay of somebody who was not in it {"example": []}';

CREATE TYPE api.call_history_page AS (results api.call_entry[], next api.next_page);
COMMENT ON TYPE api.call_history_page IS 'calls of one number, newest first';

CREATE TYPE api.call_log AS (
    call_id text, direction text, "timestamp" api.moment, duration api.call_seconds, caller_number text, called_number api.e164,
    call_status api.call_status, cause api.call_cause, spam_likelihood api.other_likelihood, spam_label api.other_label);
COMMENT ON TYPE api.call_log IS 'a call from or to one of the caller''s numbers';
COMMENT ON COLUMN api.call_log.call_id IS 'as its events name it {"example": "call-1"}';
COMMENT ON COLUMN api.call_log.direction IS 'whether the own number was called or did call {"enum": ["IN", "OUT"], "example": "OUT"}';
COMMENT ON COLUMN api.call_log.caller_number IS 'who called; null if the number was withheld {"example": "+919876543210"}';

CREATE TYPE api.call_log_page AS (results api.call_log[], next api.next_page);
COMMENT ON TYPE api.call_log_page IS 'calls of all numbers of the caller, newest first';
