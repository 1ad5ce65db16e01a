-- blocklist.sql: numbers to block without asking for each: the list, and a part of it by hash

CREATE OR REPLACE FUNCTION api.blocklist(session uuid, since bigint, region text, min double precision, format text,
                              size bigint, cursor text)
RETURNS api.reply
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    country CONSTANT text := private.region_of(region);
BEGIN
    PERFORM private.actor(session);
    IF min NOT BETWEEN 0 AND 1 THEN
        PERFORM private.refuse('min', 'is out of range', 'Give a likelihood from 0 to 1.');
    ELSIF format NOT IN ('json', 'csv', 'ndjson', 'vcf', 'bin') THEN
        PERFORM private.refuse('format', 'is not known', 'Use json, csv, ndjson, vcf or bin.');
    ELSIF size NOT BETWEEN 1 AND 10000 THEN
        PERFORM private.refuse('limit', 'is out of range', 'Ask for 1 to 10000 numbers.');
    ELSIF since IS NOT NULL AND NOT EXISTS (SELECT FROM data.publication p WHERE p.version = since) THEN
        RETURN private.problem(410, 'what has changed since this version is not known any more. Take the whole list, without since.',
                               'since');
    END IF;
    RETURN private.blocklist(since, country, ceil(100 * coalesce(min, 0.9))::smallint, coalesce(format, 'json'),
                             coalesce(size, 1000), cursor);
END;
$$;
COMMENT ON FUNCTION api.blocklist(uuid, bigint, text, double precision, text, bigint, text) IS
    'GET /v1/blocklist: the numbers that are published as spam, in the order of the numbers, or with since what has changed after a version; applied with the same region and min, the changes make the list of then into that of now
200 blocklist: one page; ask with its version as since for what comes later
200 application/x-ndjson: the version, then a number a line {"example": "{\"version\":1764892800,\"since\":null}\n{\"phone_number\":\"+919876543210\",\"spam_likelihood\":0.94,\"category\":\"scam\"}\n"}
200 text/csv: each number with the version that changed it last, the greatest of which may be asked for as since; what has gone has a likelihood of 0.00 {"example": "phone_number,spam_likelihood,category,version\r\n+919876543210,0.94,scam,1764892800\r\n"}
200 text/vcard: cards of an address book {"example": "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:numsight-919876543210\r\nFN:SPAM scam\r\nN:SPAM scam;;;;\r\nTEL;TYPE=VOICE:+919876543210\r\nCATEGORIES:SPAM,SCAM\r\nX-NUMSIGHT-LIKELIHOOD:0.94\r\nX-NUMSIGHT-VERSION:1764892800\r\nEND:VCARD\r\n"}
200 application/octet-stream: NSB1, the version in eight bytes, how many numbers in four, the first of them in eight, for each next one its distance in groups of seven bits, the lowest first, and at the end hundredths of the likelihoods, a byte each; 0 has gone {"example": "NSB1"}
410: changes since this version are not known any more: take the whole list';

CREATE OR REPLACE FUNCTION api.range(session uuid, prefix text, r10 text, r100 text)
RETURNS api.reply
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    fault CONSTANT text := CASE WHEN prefix !~ '^[0-9a-fA-F]{4,6}$' THEN 'prefix' WHEN r10 !~ '^[0-9a-fA-F]{1,6}$' THEN 'r10'
                                WHEN r100 !~ '^[0-9a-fA-F]{1,6}$' THEN 'r100' END;
BEGIN
    PERFORM private.actor(session);
    IF fault IS NOT NULL THEN
        RETURN private.problem(400, format('%s is not one of a hash. Give the first %s to six hexadecimal digits of SHA-256.', fault,
                                           CASE fault WHEN 'prefix' THEN 'four' ELSE 'one' END), fault);
    END IF;
    RETURN private.reply(200, concat(private.slot('text/plain'), private.range(lower(prefix)),
                                     private.range(10, lower(r10)), private.range(100, lower(r100))));
END;
$$;
COMMENT ON FUNCTION api.range(uuid, text, text, text) IS
    'GET /v1/range/{prefix}: the published spam numbers whose SHA-256, of the E.164 form with its plus, begins with these hexadecimal digits: which of them was meant is never told; lines that speak of no number hide how many there are. With r10 and r100 also ranges of ten and of a hundred numbers, found by the SHA-256 of the form without its last digit, or last two; a number that stands there with 00 is known as clean, whatever is said of its ranges. Prefixes that belong to one number tell more together than each: one digit is enough for ranges, of which there are few
200 text/plain: sorted lines, each the rest of twelve digits, hundredths of the likelihood, or of a range the share of spam in it, or 00, and the category with blanks behind it; ranges below a line r10 and a line r100 {"example": "08e1fd0a:94:scam         "}';
