-- listed_range.sql: tens and hundreds of numbers that are published as spam, and who is taken out of them

CREATE TABLE data.listed_range (
    width       smallint NOT NULL CHECK (width IN (1, 10, 100)),
    digits      text COLLATE "C" NOT NULL CHECK (digits ~ '^[+][0-9]{1,15}$'),
    score       smallint NOT NULL CHECK (CASE width WHEN 1 THEN score = 0 ELSE score BETWEEN 60 AND 99 END),
    category    text,
    digest      bigint NOT NULL CHECK (digest BETWEEN 0 AND 281474976710655),
    PRIMARY KEY (width, digits)
);
CREATE INDEX listed_range_digest ON data.listed_range (width, digest);
COMMENT ON TABLE data.listed_range IS
    'ranges of ten and of a hundred numbers, most of whose known ones are spam: kept by private.publish, as data.blocklist is';
COMMENT ON COLUMN data.listed_range.width IS
    'how many numbers; 1: a number of such a range that is known as clean, for which the range does not speak';
COMMENT ON COLUMN data.listed_range.digits IS
    'what all of them begin with: E.164 without the last digit, or the last two';
COMMENT ON COLUMN data.listed_range.score IS
    'hundredths of its known numbers that are spam, one that nobody knows counted as clean';
COMMENT ON COLUMN data.listed_range.digest IS
    'the first 48 bits of SHA-256 of digits';

ALTER TABLE data.listed_range ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY functions_only ON data.listed_range TO numsight_owner USING (true) WITH CHECK (true);
