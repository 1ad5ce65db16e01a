-- 0026: results of a search bring their number and name along

DROP TYPE IF EXISTS private.hit CASCADE;
