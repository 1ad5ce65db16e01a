-- The way to the server and back.
PREPARE search (text) AS SELECT $1 WHERE false;
