/* spam: the evidence about one number, and how likely it is spam */

CREATE TYPE spam_state;

CREATE FUNCTION spam_state_in(cstring) RETURNS spam_state
AS 'MODULE_PATHNAME', 'pg_spam_state_in' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION spam_state_in(cstring) IS 'text form of a state to its value';

CREATE FUNCTION spam_state_out(spam_state) RETURNS cstring
AS 'MODULE_PATHNAME', 'pg_spam_state_out' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION spam_state_out(spam_state) IS 'a state as text: version, then its fields that are not zero';

CREATE FUNCTION spam_state_recv(internal) RETURNS spam_state
AS 'MODULE_PATHNAME', 'pg_spam_state_recv' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION spam_state_recv(internal) IS 'binary form of a state to its value';

CREATE FUNCTION spam_state_send(spam_state) RETURNS bytea
AS 'MODULE_PATHNAME', 'pg_spam_state_send' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION spam_state_send(spam_state) IS 'a state in binary form';

CREATE TYPE spam_state (
    INPUT = spam_state_in, OUTPUT = spam_state_out,
    RECEIVE = spam_state_recv, SEND = spam_state_send,
    INTERNALLENGTH = 1200, ALIGNMENT = double, STORAGE = plain
);
COMMENT ON TYPE spam_state IS
    'the decayed evidence about one number: a commutative monoid of fixed size, in two ledgers, trusted and doubtful';

/* updates: a negative weight takes back what the same arguments added */

CREATE FUNCTION spam_call(
    state spam_state, at timestamptz, weight double precision = 1,
    answered boolean = NULL, seconds integer = NULL, known boolean = false,
    outbound boolean = false, caller bigint = NULL, attestation "char" = NULL,
    neighbour boolean = false, cluster integer = 0, trusted boolean = true
) RETURNS spam_state
AS 'MODULE_PATHNAME', 'pg_spam_call' LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION spam_call(spam_state, timestamptz, double precision, boolean, integer, boolean, boolean, bigint, "char", boolean, integer, boolean) IS
    'adds a call from the number, or to it when outbound; known: the other party has it in the address book; caller: hash of the other party; cluster: network that tells of the call';

CREATE FUNCTION spam_report(
    state spam_state, at timestamptz, weight double precision = 1,
    category text = NULL, spam boolean = true, corroborated boolean = true,
    cluster integer = 0, trusted boolean = true, signed_call boolean = false
) RETURNS spam_state
AS 'MODULE_PATHNAME', 'pg_spam_report' LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION spam_report(spam_state, timestamptz, double precision, text, boolean, boolean, integer, boolean, boolean) IS
    'adds somebody''s mark of the number, spam or not spam; corroborated: a call stands behind it; cluster: reporters who may be one count as little more than one; signed_call: that call was attested A';

CREATE FUNCTION spam_book(
    state spam_state, at timestamptz, weight double precision = 1,
    cluster integer = 0, trusted boolean = true
) RETURNS spam_state
AS 'MODULE_PATHNAME', 'pg_spam_book' LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION spam_book(spam_state, timestamptz, double precision, integer, boolean) IS
    'adds an address book that holds the number since then; counts a quarter at first and wholly with age';

CREATE FUNCTION spam_merge(a spam_state, b spam_state) RETURNS spam_state
AS 'MODULE_PATHNAME', 'pg_spam_merge' LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION spam_merge(spam_state, spam_state) IS
    'all evidence of two states; commutative and associative, NULL is the empty state';

CREATE FUNCTION spam_final(spam_state) RETURNS spam_state
AS 'MODULE_PATHNAME', 'pg_spam_final' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION spam_final(spam_state) IS
    'end of an aggregate: nothing below zero remains';

CREATE AGGREGATE spam_call_agg(
    at timestamptz, weight double precision, answered boolean,
    seconds integer, known boolean, outbound boolean, caller bigint,
    attestation "char", neighbour boolean, cluster integer, trusted boolean
) (
    SFUNC = spam_call, STYPE = spam_state, SSPACE = 1200,
    COMBINEFUNC = spam_merge, FINALFUNC = spam_final, PARALLEL = SAFE
);
COMMENT ON AGGREGATE spam_call_agg(timestamptz, double precision, boolean, integer, boolean, boolean, bigint, "char", boolean, integer, boolean) IS
    'the state that many calls make';

CREATE AGGREGATE spam_report_agg(
    at timestamptz, weight double precision, category text, spam boolean,
    corroborated boolean, cluster integer, trusted boolean, signed_call boolean
) (
    SFUNC = spam_report, STYPE = spam_state, SSPACE = 1200,
    COMBINEFUNC = spam_merge, FINALFUNC = spam_final, PARALLEL = SAFE
);
COMMENT ON AGGREGATE spam_report_agg(timestamptz, double precision, text, boolean, boolean, integer, boolean, boolean) IS
    'the state that many marks make';

CREATE AGGREGATE spam_book_agg(
    at timestamptz, weight double precision, cluster integer, trusted boolean
) (
    SFUNC = spam_book, STYPE = spam_state, SSPACE = 1200,
    COMBINEFUNC = spam_merge, FINALFUNC = spam_final, PARALLEL = SAFE
);
COMMENT ON AGGREGATE spam_book_agg(timestamptz, double precision, integer, boolean) IS
    'the state that many address books make';

CREATE AGGREGATE spam_merge_agg(spam_state) (
    SFUNC = spam_merge, STYPE = spam_state, SSPACE = 1200,
    COMBINEFUNC = spam_merge, FINALFUNC = spam_final, PARALLEL = SAFE
);
COMMENT ON AGGREGATE spam_merge_agg(spam_state) IS 'all evidence of many states';

/* answers: functions of state, time, range and model alone */

CREATE FUNCTION spam_likelihood(
    state spam_state, as_of timestamptz, range double precision = 0,
    model integer = 1
) RETURNS double precision
AS 'MODULE_PATHNAME', 'pg_spam_likelihood' LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION spam_likelihood(spam_state, timestamptz, double precision, integer) IS
    'how likely an unasked call from the number is spam, above 0 and below 1; range: log-odds that the numbers around add';

CREATE FUNCTION spam_explain(
    state spam_state, as_of timestamptz, range double precision = 0,
    model integer = 1, OUT reason text, OUT detail jsonb,
    OUT logit double precision
) RETURNS SETOF record
AS 'MODULE_PATHNAME', 'pg_spam_explain' LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 100 ROWS 12;
COMMENT ON FUNCTION spam_explain(spam_state, timestamptz, double precision, integer) IS
    'the reasons of a likelihood, weightiest first: a sentence, the term and its figures, its log-odds; these add up to ln(p / (1 - p))';

CREATE FUNCTION spam_category(
    state spam_state, as_of timestamptz, model integer = 1
) RETURNS text
AS 'MODULE_PATHNAME', 'pg_spam_category' LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 25;
COMMENT ON FUNCTION spam_category(spam_state, timestamptz, integer) IS
    'what kind of spam the number seems to be, NULL when nothing says so; spoofed: somebody else uses it';

CREATE FUNCTION spam_label(likelihood double precision) RETURNS text
AS 'MODULE_PATHNAME', 'pg_spam_label' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION spam_label(double precision) IS
    'a likelihood in a word: clean, unknown from 0.2, suspected from 0.6, spam from 0.9';
