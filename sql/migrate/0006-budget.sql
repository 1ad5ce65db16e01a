-- 0006: what accounts and networks have learned

\ir ../data/budget.sql
