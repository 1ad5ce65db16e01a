-- 0023: from where people complained, in files that are loaded with KEEP_GEO=1

ALTER TABLE data.complaint
    ADD COLUMN city text CHECK (octet_length(city) BETWEEN 1 AND 64),
    ADD COLUMN zip text CHECK (octet_length(zip) BETWEEN 1 AND 64);
COMMENT ON COLUMN data.complaint.city IS
    'the city of who complained, as the file writes it; NULL unless it was loaded with KEEP_GEO=1';
COMMENT ON COLUMN data.complaint.zip IS
    'his postal code, the same';
