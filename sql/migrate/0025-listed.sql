-- 0025: block lists are loaded as evidence of spam

ALTER TABLE data.import DROP CONSTRAINT import_kind_check,
    ADD CONSTRAINT import_kind_check CHECK (kind IN ('people', 'ftc', 'fcc', 'spam')),
    ADD COLUMN first timestamptz;
UPDATE data.import SET first = begun;
ALTER TABLE data.import ALTER COLUMN first SET DEFAULT now(), ALTER COLUMN first SET NOT NULL;
COMMENT ON COLUMN data.import.first IS
    'when the file was loaded for the first time: the time of what a block list tells';
COMMENT ON TABLE data.complaint IS
    'complaints about calls out of published files, and numbers of block lists: evidence of a source that nobody here can ask back, never a name';
COMMENT ON COLUMN data.complaint.item IS
    'its number with the authority, or its place in the file; of a block list a number made of the phone''s and the file''s';
