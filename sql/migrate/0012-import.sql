-- 0012: files that are loaded in parts, and complaints

SELECT to_regclass('data.import') IS NULL AS older \gset
\if :older
    -- checked once a statement from now on: see private.source_keep
    ALTER TABLE data.listing DROP CONSTRAINT listing_source_fkey;
    DROP INDEX data.listing_source;
    \ir ../data/import.sql
    \ir ../data/complaint.sql
    \ir ../private/complaint.sql
    \ir ../data/trigger_import.sql
\endif
