-- 0020: lists that are loaded in bulk are kept in sheets; numbers that are likely spam are found in a range

\ir ../data/sheet.sql
CREATE INDEX number_likely ON data.number (phone) WHERE likely;

-- the shape of a name, checked without a regular expression: the same rule, so that no row is read for it
SELECT NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conname = 'person_name_blank' AND c.contypid = 'data.person_name'::regtype
                      AND pg_get_constraintdef(c.oid) LIKE '%name_is_seen%') AS older \gset
\if :older
    ALTER DOMAIN data.person_name DROP CONSTRAINT person_name_control;
    ALTER DOMAIN data.person_name DROP CONSTRAINT person_name_blank;
    ALTER DOMAIN data.person_name ADD CONSTRAINT person_name_control CHECK (numsight.name_is_plain(VALUE)) NOT VALID;
    ALTER DOMAIN data.person_name ADD CONSTRAINT person_name_blank CHECK (numsight.name_is_seen(VALUE)) NOT VALID;
\endif
