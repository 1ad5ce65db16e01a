-- reply.sql: the one row that every function of this schema returns

CREATE TYPE api.reply AS (status smallint, body text, next text, shown bigint[]);
COMMENT ON TYPE api.reply IS
    'HTTP status; finished JSON, or from 400 on a sentence; cursor, claims, or the field at fault; numbers disclosed';
