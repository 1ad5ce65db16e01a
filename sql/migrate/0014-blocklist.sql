-- 0014: the list of spam numbers that is published

\ir ../data/blocklist.sql
