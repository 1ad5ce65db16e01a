-- number.sql: what is known of a number, whoever has it

CREATE TABLE data.number (
    phone               numsight.phone PRIMARY KEY,
    state               numsight.spam_state,
    total_appearance    bigint NOT NULL DEFAULT 0 CHECK (total_appearance >= 0),
    num_spam            integer NOT NULL DEFAULT 0 CHECK (num_spam >= 0),
    not_spam            integer NOT NULL DEFAULT 0 CHECK (not_spam >= 0),
    contacts            integer NOT NULL DEFAULT 0 CHECK (contacts >= 0),
    likely              boolean NOT NULL DEFAULT false
) WITH (fillfactor = 60);
COMMENT ON TABLE data.number IS
    'counters and evidence of a number, kept by the statements that store calls, reports and contacts; private.drift proves them';
COMMENT ON COLUMN data.number.state IS
    'the decayed evidence of which numsight.spam_likelihood makes a probability; not indexed, so that updates stay in their page';
COMMENT ON COLUMN data.number.total_appearance IS
    'calls that people declared: plain, never decayed';
COMMENT ON COLUMN data.number.likely IS
    'whether it was likely spam when the last evidence came in: by this the directory orders its names';
