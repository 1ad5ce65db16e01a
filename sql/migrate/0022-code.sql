-- 0022: one-time codes, by which somebody proves that a number is his

\ir ../data/code.sql

INSERT INTO data.setting (name, value, note)
VALUES ('verify', 'off', 'whether registration asks for a code that was sent to the number: off or required'),
       ('codes_a_day', '10000', 'how many one-time codes are sent in a day, to all numbers together'),
       ('code_key', encode(contrib.gen_random_bytes(32), 'hex'), 'AES-256 and HMAC key of one-time codes and messages, hexadecimal')
ON CONFLICT DO NOTHING;

COMMENT ON COLUMN data.statement.account IS
    'who said it; NULL: the operator at his console, who proved the number by a code, or somebody who is forgotten';
