-- twilio.sql: the shapes of packages of Twilio's Lookup

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
