-- Whether two numbers are one, and where from they are dialled.

SET search_path = numsight, public;

-- Both name a country: they are the same number or not, however written.
SELECT a, b, phone_match(a, b) FROM (VALUES
    ('+91 98765 43210', '+919876543210'),
    ('+91 98765 43210', '+91 0 98765-43210'),
    ('+91 98765 43210', '+91 98765 43211'),
    ('+91 98765 43210', '+1 987 654 3210'),
    ('+1800 FLOWERS', '+1 800 3569377'),
    ('+39 02 3661 8300', '+39 2 3661 8300'),
    ('+80012345678', '+1 800 1234 5678')) AS pair (a, b);

-- One or both do not.
SELECT a, b, phone_match(a, b), phone_match(b, a) FROM (VALUES
    ('+91 98765 43210', '98765 43210'),
    ('+91 98765 43210', '098765 43210'),
    ('+91 98765 43210', '43210'),
    ('+91 98765 43210', '43211'),
    ('98765 43210', '98765 43210'),
    ('98765 43210', '098765 43210'),
    ('9876543210', '43210'),
    ('+7 423 202 25 10', '2 2')) AS pair (a, b);

-- Extensions that differ make two numbers, a missing one does not.
SELECT a, b, phone_match(a, b) FROM (VALUES
    ('+1 650 253 0000 x3', '+16502530000;ext=3'),
    ('+1 650 253 0000 x3', '+16502530000;ext=4'),
    ('+1 650 253 0000 x3', '+16502530000'),
    ('650 253 0000 x3', '+16502530000 ext 3')) AS pair (a, b);

-- What is no number matches nothing, not even itself.
SELECT a, b, phone_match(a, b) FROM (VALUES
    ('', ''), ('dog', 'dog'), ('+91 98765 43210', 'dog'), ('dog', '98765 43210'),
    ('+210 123456', '+210 123456'), ('4', '3 331 6043')) AS pair (a, b);
SELECT phone_match(NULL, '+919876543210'), phone_match('+919876543210', NULL);

-- As libphonenumber has it, too many digits of a country that is not named
-- compare like a zero.
SELECT phone_match(repeat('9', 60000), '+919876543210') AS long,
       phone_match('+919876543210', repeat('9', 17000000)) AS longer;

-- Some numbers are for callers of their own country only.
SELECT number, phone_international(number::phone) FROM unnest(ARRAY[
    '+919876543210', '+9118001234567', '+911401234567', '+16502530000', '+80012345678',
    '+99912345', '+49301234567890123', 'IN:112', 'VM-HDFCBK', 'anonymous']) AS number;

-- Short codes in use count as valid though libphonenumber lacks them, in their
-- country only.
SELECT code, phone_valid(code::phone), phone_possible(code::phone)
  FROM unnest(ARRAY['IN:112', 'IN:1930', 'IN:1931', 'IN:14416', 'IN:14567', 'IN:19301', 'US:1930']) AS code;
