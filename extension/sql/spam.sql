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

/* what is said of the number itself */

CREATE FUNCTION spam_flag(
    state spam_state, at timestamptz, line text = NULL,
    allocated boolean = NULL, verified boolean = NULL, appeal boolean = NULL,
    override text = NULL, reassigned boolean = NULL
) RETURNS spam_state
AS 'MODULE_PATHNAME', 'pg_spam_flag' LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION spam_flag(spam_state, timestamptz, text, boolean, boolean, boolean, text, boolean) IS
    'says something of the number itself, NULL leaves it; the later statement wins, so merging in any order is the same; line: as phone_type says or fixed, mobile, voip, service; override: spam, clean or none';

CREATE FUNCTION spam_line(phone, at timestamptz) RETURNS spam_state
AS 'MODULE_PATHNAME', 'pg_spam_line' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION spam_line(phone, timestamptz) IS
    'what its plan says of a number: its kind of line, and whether it is allocated; NULL where there is no plan: short codes, senders';

CREATE FUNCTION spam_fade(state spam_state, keep double precision) RETURNS spam_state
AS 'MODULE_PATHNAME', 'pg_spam_fade' LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION spam_fade(spam_state, double precision) IS
    'leaves a part of all evidence, as when a number comes to another owner; counts and flags stay';

CREATE FUNCTION spam_trusted(state spam_state) RETURNS spam_state
AS 'MODULE_PATHNAME', 'pg_spam_trusted' LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION spam_trusted(spam_state) IS
    'the trusted evidence alone, by which reporters are judged';

/* reporters: what their word weighs; not STRICT, so that they are inlined */

CREATE FUNCTION spam_trust(agreed double precision, disagreed double precision)
RETURNS double precision
LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 1
RETURN (0.8 + agreed) / (2 + agreed + disagreed);
COMMENT ON FUNCTION spam_trust(double precision, double precision) IS
    'how far a reporter is believed: 0.4 for a newcomer, towards 1 or 0 as his reports prove right or wrong';

CREATE FUNCTION spam_established(days double precision, trust double precision)
RETURNS boolean
LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 1
RETURN days > 45 AND trust > 0.33;
COMMENT ON FUNCTION spam_established(double precision, double precision) IS
    'whether what an account of this age says goes into the trusted ledger';

CREATE FUNCTION spam_call_weight(trust double precision, days double precision)
RETURNS double precision
LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 1
RETURN least(1, 2 * trust) * (1 - exp(- greatest(days, 0) / 10));
COMMENT ON FUNCTION spam_call_weight(double precision, double precision) IS
    'what a call counts that an account of this age declares; a call that a switch saw counts 1';

CREATE FUNCTION spam_report_weight(
    trust double precision, days double precision, corroborated boolean
) RETURNS double precision
LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 1
RETURN 2 * trust * (1 - exp(- greatest(days, 0) / 30)) * CASE WHEN corroborated THEN 1 ELSE 0.15 END;
COMMENT ON FUNCTION spam_report_weight(double precision, double precision, boolean) IS
    'what a mark counts, spam or not spam; corroborated: the number had called the reporter';

CREATE FUNCTION spam_book_weight(trust double precision)
RETURNS double precision
LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 1
RETURN least(1, 2 * trust);
COMMENT ON FUNCTION spam_book_weight(double precision) IS
    'what a place in somebody''s address book counts, before the age of the account';

CREATE FUNCTION spam_news(likelihood double precision, spam boolean) RETURNS double precision
LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 1
BEGIN ATOMIC
    SELECT CASE WHEN spam THEN 1 - likelihood ELSE likelihood END;
END;
COMMENT ON FUNCTION spam_news(double precision, boolean) IS
    'how much of a mark was not known before: likelihood, of the trusted evidence when it was made; who agrees with a crowd earns no trust by it';

CREATE FUNCTION spam_settlement(
    likelihood double precision, spam boolean, corroborated boolean, news double precision DEFAULT 1,
    OUT agreed double precision, OUT disagreed double precision
)
LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 1
BEGIN ATOMIC
    SELECT CASE WHEN (likelihood > 0.5) = spam THEN c * news ELSE 0 END,
           CASE WHEN (likelihood > 0.5) = spam THEN 0 ELSE 1.5 * c END
      FROM (SELECT abs(2 * likelihood - 1) * CASE WHEN corroborated THEN 1 ELSE 0.25 END AS c) s;
END;
COMMENT ON FUNCTION spam_settlement(double precision, boolean, boolean, double precision) IS
    'what a mark adds to its reporter''s record when it is settled, a fortnight after, against the likelihood of the trusted evidence';

/* models: versions of the parameters */

CREATE TABLE spam_model (
    version     integer NOT NULL CHECK (version > 0),
    term        text NOT NULL,
    kind        text NOT NULL CHECK (kind IN ('prior', 'term', 'held', 'constant')),
    weight      double precision NOT NULL,
    lo          double precision NOT NULL,
    hi          double precision NOT NULL CHECK (hi >= lo),
    sign        smallint NOT NULL CHECK (sign IN (-1, 0, 1)),
    shrink      double precision NOT NULL,
    note        text NOT NULL,
    PRIMARY KEY (version, term),
    CHECK (kind = 'constant' OR sign * weight >= 0)
);
COMMENT ON TABLE spam_model IS
    'versions of the likelihood''s parameters, which never change: to 100 shipped, above an operator''s own; the note of the prior is that of the version';
COMMENT ON COLUMN spam_model.kind IS
    'prior: without evidence; term: weight times a feature; held: the same, but not fitted; constant: a number that features use';
COMMENT ON COLUMN spam_model.lo IS 'a feature counts between lo and hi; a constant lies between them';
COMMENT ON COLUMN spam_model.sign IS 'what the weight''s sign must be, 0 when either will do: reports never lower, marks "not spam" never raise';
COMMENT ON COLUMN spam_model.shrink IS 'what is added below a ratio: so many calls must be outweighed';
COMMENT ON INDEX spam_model_pkey IS 'one row for each term of a version';
SELECT pg_catalog.pg_extension_config_dump('spam_model', 'WHERE version > 100');

CREATE TABLE spam_in_use (
    since       timestamptz PRIMARY KEY,
    version     integer NOT NULL
);
COMMENT ON TABLE spam_in_use IS
    'the versions that answers used when they named none, and since when: see spam_use; before the first row version 1';
COMMENT ON INDEX spam_in_use_pkey IS 'one version at a time';
SELECT pg_catalog.pg_extension_config_dump('spam_in_use', '');

GRANT SELECT ON spam_model, spam_in_use TO PUBLIC;

CREATE FUNCTION spam_model_guard() RETURNS trigger
AS 'MODULE_PATHNAME', 'pg_spam_model_guard' LANGUAGE C PARALLEL RESTRICTED;
COMMENT ON FUNCTION spam_model_guard() IS 'rows of spam_model keep the bounds of their terms and never change';
CREATE FUNCTION spam_model_changed() RETURNS trigger
AS 'MODULE_PATHNAME', 'pg_spam_model_changed' LANGUAGE C PARALLEL RESTRICTED;
COMMENT ON FUNCTION spam_model_changed() IS 'all backends read the models anew';

CREATE TRIGGER guard BEFORE INSERT OR UPDATE OR DELETE ON spam_model
    FOR EACH ROW EXECUTE FUNCTION spam_model_guard();
COMMENT ON TRIGGER guard ON spam_model IS 'see spam_model_guard';
CREATE TRIGGER guard_all BEFORE TRUNCATE ON spam_model
    FOR EACH STATEMENT EXECUTE FUNCTION spam_model_guard();
COMMENT ON TRIGGER guard_all ON spam_model IS 'see spam_model_guard';
CREATE TRIGGER changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON spam_model
    FOR EACH STATEMENT EXECUTE FUNCTION spam_model_changed();
COMMENT ON TRIGGER changed ON spam_model IS 'see spam_model_changed';
CREATE TRIGGER changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON spam_in_use
    FOR EACH STATEMENT EXECUTE FUNCTION spam_model_changed();
COMMENT ON TRIGGER changed ON spam_in_use IS 'see spam_model_changed';

CREATE FUNCTION spam_shipped(
    OUT version integer, OUT term text, OUT kind text,
    OUT weight double precision, OUT lo double precision,
    OUT hi double precision, OUT sign smallint, OUT shrink double precision,
    OUT note text
) RETURNS SETOF record
AS 'MODULE_PATHNAME', 'pg_spam_shipped' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 200;
COMMENT ON FUNCTION spam_shipped() IS 'the versions that are compiled in, as rows of spam_model';
INSERT INTO spam_model SELECT * FROM spam_shipped();

CREATE FUNCTION spam_version() RETURNS integer
AS 'MODULE_PATHNAME', 'pg_spam_version' LANGUAGE C STABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION spam_version() IS 'the version of the model that answers use when they name none';

CREATE FUNCTION spam_version(at timestamptz) RETURNS integer
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT coalesce((SELECT u.version FROM spam_in_use u WHERE u.since <= spam_version.at ORDER BY u.since DESC LIMIT 1), 1);
END;
COMMENT ON FUNCTION spam_version(timestamptz) IS
    'the version that answers used at a time: with it an answer of then can be had again';

CREATE FUNCTION spam_model_check(version integer) RETURNS integer
AS 'MODULE_PATHNAME', 'pg_spam_model_check' LANGUAGE C STABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION spam_model_check(integer) IS
    'the version, when it is complete; else an error';

CREATE FUNCTION spam_use(version integer) RETURNS integer
LANGUAGE sql VOLATILE STRICT PARALLEL UNSAFE
BEGIN ATOMIC
    INSERT INTO spam_in_use AS kept (since, version)
    SELECT greatest(clock_timestamp(), max(u.since) + interval '1 microsecond'), spam_model_check(spam_use.version)
      FROM spam_in_use u
    RETURNING kept.version;
END;
COMMENT ON FUNCTION spam_use(integer) IS
    'chooses the version of the model that answers use from now on when they name none';

CREATE FUNCTION spam_revise(version integer, changes jsonb, note text = NULL)
RETURNS integer
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    made integer;
    stranger text;
BEGIN
    PERFORM @extschema@.spam_model_check(spam_revise.version);
    SELECT key INTO stranger
      FROM jsonb_each(changes) c
     WHERE jsonb_typeof(value) <> 'number'
        OR NOT EXISTS (SELECT FROM @extschema@.spam_model m
                        WHERE m.version = spam_revise.version AND m.term = c.key);
    IF FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('cannot change "%s"', stranger),
            HINT = 'Give terms of numsight.spam_model and their weights, for example {"base_rate": 0.05}.';
    END IF;
    LOCK TABLE @extschema@.spam_model IN SHARE ROW EXCLUSIVE MODE;
    SELECT greatest(100, max(m.version)) + 1 INTO made FROM @extschema@.spam_model m;
    INSERT INTO @extschema@.spam_model
    SELECT made, m.term, m.kind, coalesce((changes ->> m.term)::double precision, m.weight),
           m.lo, m.hi, m.sign, m.shrink,
           CASE m.kind WHEN 'prior' THEN coalesce(spam_revise.note, format('version %s, revised', spam_revise.version))
                       ELSE m.note END
      FROM @extschema@.spam_model m
     WHERE m.version = spam_revise.version;
    RETURN made;
END;
$$;
COMMENT ON FUNCTION spam_revise(integer, jsonb, text) IS
    'stores a new version with some weights changed, and returns its number; {"base_rate": 0.05} moves the offset to another share of spam';

CREATE FUNCTION spam_fit(
    labels regclass, model integer = NULL, note text = NULL,
    ridge double precision = 0.0001, held text[] = NULL, OUT version integer, OUT rows bigint,
    OUT spam bigint, OUT loss double precision, OUT brier double precision,
    OUT ece double precision, OUT auc double precision, OUT steps integer
)
AS 'MODULE_PATHNAME', 'pg_spam_fit' LANGUAGE C VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE COST 1000000;
COMMENT ON FUNCTION spam_fit(regclass, integer, text, double precision, text[]) IS
    'fits the weights to labels, a relation of state, spam, as_of and, if need be, range and weight, starting from a version or from nothing (0); terms that are held keep their weights; stores a new version, which spam_use puts to use, and tells how well it does on the labels';

/* answers: functions of state, time, range and model alone */

CREATE FUNCTION spam_likelihood(
    state spam_state, as_of timestamptz, range double precision, model integer
) RETURNS double precision
AS 'MODULE_PATHNAME', 'pg_spam_likelihood' LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION spam_likelihood(spam_state, timestamptz, double precision, integer) IS
    'how likely an unasked call from the number is spam, above 0 and below 1; range: log-odds of the numbers around, see spam_range';

CREATE FUNCTION spam_likelihood(
    state spam_state, as_of timestamptz, range double precision = 0
) RETURNS double precision
AS 'MODULE_PATHNAME', 'pg_spam_likelihood' LANGUAGE C STABLE CALLED ON NULL INPUT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION spam_likelihood(spam_state, timestamptz, double precision) IS
    'the same with the version of the model that is in use';

CREATE FUNCTION spam_explain(
    state spam_state, as_of timestamptz, range double precision, model integer,
    OUT reason text, OUT detail jsonb, OUT logit double precision
) RETURNS SETOF record
AS 'MODULE_PATHNAME', 'pg_spam_explain' LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 100 ROWS 12;
COMMENT ON FUNCTION spam_explain(spam_state, timestamptz, double precision, integer) IS
    'the reasons of a likelihood, weightiest first: a sentence, the term and its figures, its log-odds; these add up to ln(p / (1 - p))';

CREATE FUNCTION spam_explain(
    state spam_state, as_of timestamptz, range double precision = 0,
    OUT reason text, OUT detail jsonb, OUT logit double precision
) RETURNS SETOF record
AS 'MODULE_PATHNAME', 'pg_spam_explain' LANGUAGE C STABLE CALLED ON NULL INPUT PARALLEL SAFE COST 100 ROWS 12;
COMMENT ON FUNCTION spam_explain(spam_state, timestamptz, double precision) IS
    'the same with the version of the model that is in use';

CREATE FUNCTION spam_category(
    state spam_state, as_of timestamptz, model integer
) RETURNS text
AS 'MODULE_PATHNAME', 'pg_spam_category' LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 25;
COMMENT ON FUNCTION spam_category(spam_state, timestamptz, integer) IS
    'what kind of spam the number seems to be, NULL when nothing says so; spoofed: somebody else uses it';

CREATE FUNCTION spam_category(state spam_state, as_of timestamptz) RETURNS text
AS 'MODULE_PATHNAME', 'pg_spam_category' LANGUAGE C STABLE CALLED ON NULL INPUT PARALLEL SAFE COST 25;
COMMENT ON FUNCTION spam_category(spam_state, timestamptz) IS
    'the same with the version of the model that is in use';

CREATE FUNCTION spam_features(
    state spam_state, as_of timestamptz, range double precision, model integer,
    OUT term text, OUT trusted double precision, OUT everything double precision
) RETURNS SETOF record
AS 'MODULE_PATHNAME', 'pg_spam_features' LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 100 ROWS 50;
COMMENT ON FUNCTION spam_features(spam_state, timestamptz, double precision, integer) IS
    'what the weights of a model are multiplied by, in the trusted evidence and in all of it';

CREATE FUNCTION spam_range(
    likely double precision, numbers bigint, own double precision, model integer
) RETURNS double precision
AS 'MODULE_PATHNAME', 'pg_spam_range' LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION spam_range(double precision, bigint, double precision, integer) IS
    'log-odds that a block of numbers adds to one of them: likely is the sum of their likelihoods without a range, own that of the number itself if it is among them';

CREATE FUNCTION spam_range(
    likely double precision, numbers bigint, own double precision = NULL
) RETURNS double precision
AS 'MODULE_PATHNAME', 'pg_spam_range' LANGUAGE C STABLE CALLED ON NULL INPUT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION spam_range(double precision, bigint, double precision) IS
    'the same with the version of the model that is in use';

CREATE FUNCTION spam_label(likelihood double precision) RETURNS text
AS 'MODULE_PATHNAME', 'pg_spam_label' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION spam_label(double precision) IS
    'a likelihood in a word: clean, unknown from 0.2, suspected from 0.6, spam from 0.9';

CREATE FUNCTION spam_verdict(
    state spam_state, as_of timestamptz, range double precision, model integer
) RETURNS json
AS 'MODULE_PATHNAME', 'pg_spam_verdict' LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 150;
COMMENT ON FUNCTION spam_verdict(spam_state, timestamptz, double precision, integer) IS
    'all of it in one object, with four decimals: spam_likelihood, spam_label, category, reasons, model';

CREATE FUNCTION spam_verdict(
    state spam_state, as_of timestamptz, range double precision = 0
) RETURNS json
AS 'MODULE_PATHNAME', 'pg_spam_verdict' LANGUAGE C STABLE CALLED ON NULL INPUT PARALLEL SAFE COST 150;
COMMENT ON FUNCTION spam_verdict(spam_state, timestamptz, double precision) IS
    'the same with the version of the model that is in use';
