-- 0016: ranges of numbers that are published

\ir ../data/listed_range.sql
