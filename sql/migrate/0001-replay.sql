-- 0001: answers under an Idempotency-Key

\ir ../data/replay.sql
