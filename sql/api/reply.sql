-- reply.sql: the one row that every function of this schema returns

SELECT to_regtype('api.reply') IS NULL AS missing \gset
\if :missing
    CREATE TYPE api.reply AS (status smallint, body text, next text, shown bigint[]);
\endif
COMMENT ON TYPE api.reply IS
    'HTTP status; finished JSON, or from 400 on a sentence; cursor, claims, or the field at fault; numbers disclosed';
