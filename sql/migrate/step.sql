-- step.sql: one numbered change, unless it was made before; needs step and file

SELECT NOT EXISTS (SELECT FROM data.schema_migration WHERE number = :step) AS pending \gset
\if :pending
    \echo migrating :file
    \ir :file
    INSERT INTO data.schema_migration (number, name) VALUES (:step, :'file');
\endif
