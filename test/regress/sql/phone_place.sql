-- Carriers, places, time zones, examples and ENUM domains. The tables behind
-- them have unit tests of their own.
SET search_path = numsight, public;

-- What is told of numbers of every kind; a carrier only of mobile ones.
SELECT number, phone_type(number) AS type, phone_carrier(number) AS carrier,
       phone_location(number) AS location, phone_timezones(number) AS timezones,
       phone_portable(number) AS portable
  FROM unnest(ARRAY[
        '+919876543210', '+911123456789', '+914423456789', '+911401234567',
        '+911800123456', '+14155552671', '+14155552671;ext=42',
        '+442079460123', '+447400123456', '+4930123456', '+390612345678',
        '+8613912345678', '+5491123456789', '+49301234567890123',
        '+80012345678']::phone[]) AS number;

-- Of a service only the country is known, and all of its time zones.
SELECT phone_location('+18005550199'), cardinality(phone_timezones('+18005550199')) AS zones,
       (phone_timezones('+18005550199'))[1] AS first;

-- Nothing is told of what is no valid number.
SELECT number, phone_carrier(number), phone_location(number), phone_timezones(number),
       phone_portable(number)
  FROM unnest(ARRAY['+919', '+999123456', 'IN:112', 'VM-HDFCBK', 'anonymous']::phone[]) AS number;
SELECT phone_carrier(NULL), phone_carrier('+919876543210', NULL), phone_location(NULL),
       phone_timezones(NULL), phone_portable(NULL), enum_domain(NULL);

-- Languages: by tag in any writing; English for those that are not known, but
-- libphonenumber does not mix it with Chinese, Japanese and Korean.
SELECT lang, phone_location('+41431234567', lang) AS zurich,
       phone_location('+4915123456789', lang) AS germany,
       phone_location('+886223456789', lang) AS taipei,
       phone_carrier('+85251234567', lang) AS carrier,
       phone_carrier('+919876543210', lang) AS airtel
  FROM unnest(ARRAY['en', 'de', 'DE', 'de-AT', 'de_DE.UTF-8', 'it', 'hi', 'he', 'iw', 'zh',
        'zh-TW', 'zh_Hant', 'zh-Hans-TW', 'ja', 'ko', '', 'x', 'deu', 'C', 'é'])
       WITH ORDINALITY AS l (lang, i)
 ORDER BY i;
SELECT phone_location('+886223456789', repeat('zh-', 100000) || 'TW');

-- Examples: valid numbers of their region and type; NULL where there are none.
SELECT type, phone_example('IN', type), phone_example('US', type)
  FROM unnest(ARRAY['FIXED_LINE', 'MOBILE', 'FIXED_LINE_OR_MOBILE', 'TOLL_FREE', 'PREMIUM_RATE',
        'SHARED_COST', 'VOIP', 'PERSONAL_NUMBER', 'PAGER', 'UAN', 'VOICEMAIL']) AS type;
SELECT phone_example('IN'), phone_example(NULL), phone_example('IN', NULL);
SELECT region, type, phone_example(region, type)
  FROM unnest(ARRAY['AC', 'AR', 'BR', 'CN', 'DE', 'GB', 'IN', 'IT', 'RU', 'TA', 'US', 'XK', 'ZW']) AS region,
       unnest(ARRAY['FIXED_LINE', 'MOBILE', 'TOLL_FREE']) AS type
 WHERE NOT phone_valid(phone_example(region, type))
    OR phone_region(phone_example(region, type)) <> region AND type <> 'TOLL_FREE'
    OR phone_type(phone_example(region, type)) NOT IN (type, 'FIXED_LINE_OR_MOBILE');
SELECT phone_example('in');
SELECT phone_example('ZZ', 'MOBILE');
SELECT phone_example('001', 'TOLL_FREE');
SELECT phone_example('', 'MOBILE');
SELECT phone_example('IN', 'mobile');
SELECT phone_example('IN', 'UNKNOWN');
SELECT phone_example(repeat('I', 1000), 'MOBILE');

-- ENUM: digits last to first, extensions left out.
SELECT number, enum_domain(number)
  FROM unnest(ARRAY['+442079460148', '+919876543210', '+14155552671;ext=42', '+100',
        '+8100371234567890123', 'IN:112', 'VM-HDFCBK', 'anonymous']::phone[]) AS number;

-- All facts of a number at once are those that the functions tell one by one.
CREATE TEMP TABLE asked AS
SELECT number, lang
  FROM unnest(ARRAY['+919876543210', '+12024561111', '+442079460000', '+390612345678', '+8001234567', '+8100371234567890123',
                    '+999123', '+91987', 'IN:112', 'IN:11', 'VM-HDFCBK', 'anonymous']::phone[]) number,
       unnest(ARRAY['en', 'hi', 'zh_TW', '']) lang;
SELECT phone_facts('+919876543210') AS mobile, phone_facts('anonymous') AS nobody;
SELECT number, lang
  FROM asked
 WHERE phone_facts(number, lang)::text IS DISTINCT FROM (
        SELECT row_to_json(f)::text
          FROM (SELECT phone_valid(number) AS valid,
                       phone_possible(number) IN ('IS_POSSIBLE', 'IS_POSSIBLE_LOCAL_ONLY') AS possible,
                       phone_type(number) AS type, phone_region(number) AS region, phone_country_code(number) AS country_code,
                       phone_format(number, 'national') AS national, phone_format(number, 'international') AS international,
                       phone_carrier(number, lang) AS carrier, phone_location(number, lang) AS location,
                       phone_timezones(number) AS timezones) f);

-- Facts serve in expression indexes and in groups.
CREATE TEMP TABLE call AS
SELECT phone_from_bigint(phone_to_bigint(phone '+911123450000') + i * 16777216) AS number
  FROM generate_series(0, 7) AS i;
CREATE INDEX ON call (phone_location(number), phone_timezones(number));
SELECT phone_location(number), count(*) FROM call GROUP BY 1 ORDER BY 1;
