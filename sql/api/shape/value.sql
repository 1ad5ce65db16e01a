-- value.sql: the shapes of values that many of them hold

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
CREATE DOMAIN api.moment AS timestamptz;
COMMENT ON DOMAIN api.moment IS 'when it was made, or began {"example": "2024-04-01T12:00:00Z"}';
CREATE DOMAIN api.own_email AS text;
COMMENT ON DOMAIN api.own_email IS 'null if none was given {"example": "asha@example.org"}';
CREATE DOMAIN api.book_email AS text;
COMMENT ON DOMAIN api.book_email IS 'as the owner of the book wrote it; null if he did not {"example": "asha@example.org"}';
