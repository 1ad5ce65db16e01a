-- account.sql: the shapes of accounts, tokens and keys

CREATE TYPE api.account AS (
    id api.public_id, name api.person_name, phone_number api.e164, email api.own_email, region api.country, created_at api.moment);
COMMENT ON TYPE api.account IS 'a registered person, as he sees himself';
COMMENT ON COLUMN api.account.region IS 'how numbers without a country code are read {"example": "IN"}';

SELECT private.shape('greeting', 'account', 'message text') \g /dev/null
COMMENT ON TYPE api.greeting IS 'the own profile and a message, for clients of the original applications';
COMMENT ON COLUMN api.greeting.message IS 'a sentence {"example": "You are authenticated."}';

CREATE TYPE api.code_sent AS (expires_in integer);
COMMENT ON TYPE api.code_sent IS 'that a code is on its way to a number';
COMMENT ON COLUMN api.code_sent.expires_in IS 'seconds that it is good for {"example": 600}';

CREATE TYPE api.registered AS (status_code integer, message text);
COMMENT ON TYPE api.registered IS 'that somebody is registered, in the form that application E published';
COMMENT ON COLUMN api.registered.status_code IS 'always 200 {"example": 200}';
COMMENT ON COLUMN api.registered.message IS 'always the same {"example": "User is successfully registered"}';
SELECT private.shape('old_profile', 'account', '"StatusCode" integer') \g /dev/null
COMMENT ON TYPE api.old_profile IS 'the own profile and a status, for clients of application E';
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
    id api.public_id, name text, scope api.scope, created_at api.moment, expires_at timestamptz, last_used_at timestamptz);
COMMENT ON TYPE api.key IS 'a key that a program logs in with, but not the key itself';
COMMENT ON COLUMN api.key.name IS 'what the owner calls it {"example": "telephone system"}';
COMMENT ON COLUMN api.key.expires_at IS 'from when on it is good for nothing {"example": "2025-04-01T12:00:00Z"}';
COMMENT ON COLUMN api.key.last_used_at IS 'to the minute; null if never {"example": "2024-05-01T09:30:00Z"}';
CREATE TYPE api.key_page AS (results api.key[], next api.next_page);
COMMENT ON TYPE api.key_page IS 'the keys that stand, newest first: at most fifty';

SELECT private.shape('key_made', 'key', 'key text') \g /dev/null
COMMENT ON TYPE api.key_made IS 'a new key';
COMMENT ON COLUMN api.key_made.last_used_at IS 'null {"example": null}';
COMMENT ON COLUMN api.key_made.key IS
    'the key itself, shown here and never again: only a digest is kept {"example": "nsk_q7Rr0h1m2n3b4v5c6x7z8a9s0d1f2g3h4j5k6l7p8o9"}';
