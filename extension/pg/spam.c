/* spam.c: the type spam_state and its updates */
#include "postgres.h"

#include <math.h>

#include "libpq/pqformat.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

#include "compat.h"
#include "phone_glue.h"
#include "spam_glue.h"

/* What send writes: version, first, last, flags, the ledgers, no padding. */
#define LEDGER_OCTETS \
	(SPAM_SUMS * sizeof(float8) + SPAM_COUNTS * sizeof(int32) + SPAM_REGISTERS)
#define BINARY_OCTETS \
	((int) (1 + (2 + SPAM_FLAGS) * sizeof(int64) + SPAM_SIDES * LEDGER_OCTETS))

/* ---- text and binary form ---- */

PG_FUNCTION_INFO_V1(pg_spam_state_in);
PGDLLEXPORT Datum
pg_spam_state_in(PG_FUNCTION_ARGS)
{
	const char *text = PG_GETARG_CSTRING(0);
	struct spam_state *state = palloc(sizeof(*state));

	if (!spam_from_text(text, state))
		ereturn(fcinfo->context, (Datum) 0,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 errmsg("invalid input syntax for type %s: \"%s\"",
						"spam_state", phone_shown(text, strlen(text))),
				 errhint("Build a state with spam_call, spam_report and spam_book; \"v1\" is the empty one.")));
	PG_RETURN_SPAM(state);
}

PG_FUNCTION_INFO_V1(pg_spam_state_out);
PGDLLEXPORT Datum
pg_spam_state_out(PG_FUNCTION_ARGS)
{
	char		text[SPAM_TEXT_MAX];
	size_t		length = spam_to_text(PG_GETARG_SPAM(0), text);

	PG_RETURN_CSTRING(pnstrdup(text, length));
}

static void
receive_ledger(StringInfo message, struct spam_ledger *ledger)
{
	for (int i = 0; i < SPAM_SUMS; i++)
		ledger->sum[i] = pq_getmsgfloat8(message);
	for (int i = 0; i < SPAM_COUNTS; i++)
		ledger->count[i] = (int32) pq_getmsgint(message, 4);
	pq_copymsgbytes(message, (char *) ledger->callee, SPAM_REGISTERS);
}

PG_FUNCTION_INFO_V1(pg_spam_state_recv);
PGDLLEXPORT Datum
pg_spam_state_recv(PG_FUNCTION_ARGS)
{
	StringInfo	message = (StringInfo) PG_GETARG_POINTER(0);
	struct spam_state *state = palloc(sizeof(*state));

	spam_empty(state);
	state->version = pq_getmsgbyte(message);
	if (state->version != SPAM_VERSION)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("unknown version of spam_state: %d", state->version),
				 errhint("This server reads version %d.", SPAM_VERSION)));
	if (message->len != BINARY_OCTETS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("wrong length of spam_state: %d octets", message->len),
				 errhint("The binary form has %d.", BINARY_OCTETS)));
	state->first = pq_getmsgint64(message);
	state->last = pq_getmsgint64(message);
	for (int i = 0; i < SPAM_FLAGS; i++)
		state->flag[i] = (spam_register) pq_getmsgint64(message);
	for (int side = 0; side < SPAM_SIDES; side++)
		receive_ledger(message, &state->ledger[side]);
	if (!spam_is_valid(state))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid binary form of spam_state"),
				 errhint("Sums and counts are finite and not negative, times lie between 1970 and 2050.")));
	PG_RETURN_SPAM(state);
}

PG_FUNCTION_INFO_V1(pg_spam_state_send);
PGDLLEXPORT Datum
pg_spam_state_send(PG_FUNCTION_ARGS)
{
	const struct spam_state *state = PG_GETARG_SPAM(0);
	StringInfoData message;

	pq_begintypsend(&message);
	pq_sendbyte(&message, state->version);
	pq_sendint64(&message, state->first);
	pq_sendint64(&message, state->last);
	for (int i = 0; i < SPAM_FLAGS; i++)
		pq_sendint64(&message, (int64) state->flag[i]);
	for (int side = 0; side < SPAM_SIDES; side++)
	{
		const struct spam_ledger *ledger = &state->ledger[side];

		for (int i = 0; i < SPAM_SUMS; i++)
			pq_sendfloat8(&message, ledger->sum[i]);
		for (int i = 0; i < SPAM_COUNTS; i++)
			pq_sendint32(&message, ledger->count[i]);
		pq_sendbytes(&message, (char *) ledger->callee, SPAM_REGISTERS);
	}
	PG_RETURN_BYTEA_P(pq_endtypsend(&message));
}

/* ---- updates ---- */

/*
 * The state that an update may write to: inside an aggregate its own running
 * one, else a copy. The first one is made where any result is: the aggregate
 * takes it into its own memory.
 */
static struct spam_state *
writable_state(FunctionCallInfo fcinfo)
{
	struct spam_state *state;

	if (AggCheckCallContext(fcinfo, NULL) != 0 && !PG_ARGISNULL(0))
		return PG_GETARG_SPAM(0);
	state = palloc(sizeof(*state));
	if (PG_ARGISNULL(0))
		spam_empty(state);
	else
		*state = *PG_GETARG_SPAM(0);
	return state;
}

/* A part of an aggregate is settled at its end, everything else at once. */
static Datum
updated_state(FunctionCallInfo fcinfo, struct spam_state *state)
{
	if (AggCheckCallContext(fcinfo, NULL) == 0)
		spam_settle(state);
	PG_RETURN_SPAM(state);
}

/* An event without a time or a weight is none. */
static Datum
unchanged_state(FunctionCallInfo fcinfo)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	PG_RETURN_DATUM(PG_GETARG_DATUM(0));
}

static spam_time
event_time(FunctionCallInfo fcinfo)
{
	TimestampTz at = PG_GETARG_TIMESTAMPTZ(1);

	if (TIMESTAMP_NOT_FINITE(at) || !spam_time_is_valid(at + EPOCH_OFFSET))
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("time of an event is out of range"),
				 errhint("Events lie between 1970-01-01 and 2050-01-01.")));
	return at + EPOCH_OFFSET;
}

static double
event_weight(FunctionCallInfo fcinfo)
{
	double		weight = PG_GETARG_FLOAT8(2);

	if (!spam_weight_is_valid(weight))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("weight of an event is out of range"),
				 errhint("A weight is a number between -1000000 and 1000000.")));
	return weight;
}

static bool
flag(FunctionCallInfo fcinfo, int n, bool otherwise)
{
	return PG_ARGISNULL(n) ? otherwise : PG_GETARG_BOOL(n);
}

static int32
cluster_of(FunctionCallInfo fcinfo, int n)
{
	return PG_ARGISNULL(n) ? 0 : PG_GETARG_INT32(n);
}

static int32
call_seconds(FunctionCallInfo fcinfo, int n)
{
	int32		seconds = PG_ARGISNULL(n) ? 0 : PG_GETARG_INT32(n);

	if (seconds < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("duration of a call must not be negative"),
				 errhint("It is in seconds; 0 where nobody spoke.")));
	return seconds;
}

static char
call_attestation(FunctionCallInfo fcinfo, int n)
{
	char		attestation = PG_ARGISNULL(n) ? '-' : PG_GETARG_CHAR(n);

	if (attestation == '-')
		return 0;
	if (attestation < 'A' || attestation > 'C')
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("unknown attestation"),
				 errhint("It is A, B, C, or - for an unsigned call.")));
	return attestation;
}

/* spam_call(state, at, weight, answered, seconds, known, outbound, caller,
 * attestation, neighbour, cluster, trusted) */
PG_FUNCTION_INFO_V1(pg_spam_call);
PGDLLEXPORT Datum
pg_spam_call(PG_FUNCTION_ARGS)
{
	struct spam_call call;
	struct spam_state *state;

	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
		return unchanged_state(fcinfo);
	call.at = event_time(fcinfo);
	call.weight = event_weight(fcinfo);
	call.seconds = call_seconds(fcinfo, 4);
	call.outcome = !PG_ARGISNULL(3) || !PG_ARGISNULL(4);
	call.answered = flag(fcinfo, 3, call.seconds > 0);
	call.known = flag(fcinfo, 5, false);
	call.outbound = flag(fcinfo, 6, false);
	call.has_caller = !PG_ARGISNULL(7);
	call.caller = call.has_caller ? (uint64) PG_GETARG_INT64(7) : 0;
	call.attestation = call_attestation(fcinfo, 8);
	call.neighbour = flag(fcinfo, 9, false);
	call.cluster = cluster_of(fcinfo, 10);
	call.trusted = flag(fcinfo, 11, true);

	state = writable_state(fcinfo);
	spam_add_call(state, &call);
	return updated_state(fcinfo, state);
}

static enum spam_category
report_category(FunctionCallInfo fcinfo, int n)
{
	text	   *name;
	enum spam_category category;

	if (PG_ARGISNULL(n))
		return SPAM_OTHER;
	name = PG_GETARG_TEXT_PP(n);
	if (!spam_category_find(VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name),
							&category))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("unknown spam category: \"%s\"",
						phone_shown(VARDATA_ANY(name),
									VARSIZE_ANY_EXHDR(name))),
				 errhint("Categories are telemarketing, scam, robocall, debt, survey, wangiri, silent and other.")));
	return category;
}

/* spam_report(state, at, weight, category, spam, corroborated, cluster,
 * trusted, signed_call) */
PG_FUNCTION_INFO_V1(pg_spam_report);
PGDLLEXPORT Datum
pg_spam_report(PG_FUNCTION_ARGS)
{
	struct spam_report report;
	struct spam_state *state;

	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
		return unchanged_state(fcinfo);
	report.at = event_time(fcinfo);
	report.weight = event_weight(fcinfo);
	report.category = report_category(fcinfo, 3);
	report.spam = flag(fcinfo, 4, true);
	report.corroborated = flag(fcinfo, 5, true);
	report.cluster = cluster_of(fcinfo, 6);
	report.trusted = flag(fcinfo, 7, true);
	report.signed_call = flag(fcinfo, 8, false);

	state = writable_state(fcinfo);
	spam_add_report(state, &report);
	return updated_state(fcinfo, state);
}

/* spam_book(state, at, weight, cluster, trusted) */
PG_FUNCTION_INFO_V1(pg_spam_book);
PGDLLEXPORT Datum
pg_spam_book(PG_FUNCTION_ARGS)
{
	struct spam_book book;
	struct spam_state *state;

	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
		return unchanged_state(fcinfo);
	book.at = event_time(fcinfo);
	book.weight = event_weight(fcinfo);
	book.cluster = cluster_of(fcinfo, 3);
	book.trusted = flag(fcinfo, 4, true);

	state = writable_state(fcinfo);
	spam_add_book(state, &book);
	return updated_state(fcinfo, state);
}

/* ---- what is said of the number itself ---- */

static void
set_answer(FunctionCallInfo fcinfo, int n, struct spam_state *state,
		   enum spam_flag flag, spam_time at)
{
	if (!PG_ARGISNULL(n))
		spam_set_flag(state, flag, at,
					  PG_GETARG_BOOL(n) ? SPAM_YES : SPAM_NO);
}

/* Set a flag whose value is a word of a list; hint names the list. */
static void
set_word(FunctionCallInfo fcinfo, int n, struct spam_state *state,
		 enum spam_flag flag, spam_time at,
		 int (*find) (const char *name, size_t length), const char *hint)
{
	text	   *word;
	int			value;

	if (PG_ARGISNULL(n))
		return;
	word = PG_GETARG_TEXT_PP(n);
	value = find(VARDATA_ANY(word), VARSIZE_ANY_EXHDR(word));
	if (value == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("unknown %s: \"%s\"", spam_flag_name(flag),
						phone_shown(VARDATA_ANY(word), VARSIZE_ANY_EXHDR(word))),
				 errhint("%s", hint)));
	spam_set_flag(state, flag, at, value);
}

/* spam_flag(state, at, line, allocated, verified, appeal, override,
 * reassigned) */
PG_FUNCTION_INFO_V1(pg_spam_flag);
PGDLLEXPORT Datum
pg_spam_flag(PG_FUNCTION_ARGS)
{
	struct spam_state *state;
	spam_time	at;

	if (PG_ARGISNULL(1))
		return unchanged_state(fcinfo);
	at = event_time(fcinfo);
	state = writable_state(fcinfo);
	set_word(fcinfo, 2, state, SPAM_FLAG_LINE, at, spam_line_find,
			 "Lines are fixed, mobile, voip, service or unknown, or what phone_type says.");
	set_answer(fcinfo, 3, state, SPAM_FLAG_ALLOCATED, at);
	set_answer(fcinfo, 4, state, SPAM_FLAG_VERIFIED, at);
	set_answer(fcinfo, 5, state, SPAM_FLAG_APPEAL, at);
	set_word(fcinfo, 6, state, SPAM_FLAG_OVERRIDE, at, spam_override_find,
			 "An override is spam, clean or none.");
	set_answer(fcinfo, 7, state, SPAM_FLAG_REASSIGNED, at);
	PG_RETURN_SPAM(state);
}

/* spam_line(phone, at): what its plan says of a number; NULL if it has none */
PG_FUNCTION_INFO_V1(pg_spam_line);
PGDLLEXPORT Datum
pg_spam_line(PG_FUNCTION_ARGS)
{
	phone		value = PG_GETARG_PHONE(0);
	spam_time	at = event_time(fcinfo);
	struct spam_state *state;
	const char *type;

	if (phone_fact_code(value) == 0)
		PG_RETURN_NULL();
	type = phone_fact_type(value);
	state = palloc(sizeof(*state));
	spam_empty(state);
	spam_set_flag(state, SPAM_FLAG_LINE, at,
				  spam_line_find(type, strlen(type)));
	spam_set_flag(state, SPAM_FLAG_ALLOCATED, at,
				  phone_fact_valid(value) ? SPAM_YES : SPAM_NO);
	PG_RETURN_SPAM(state);
}

/* spam_fade(state, keep) */
PG_FUNCTION_INFO_V1(pg_spam_fade);
PGDLLEXPORT Datum
pg_spam_fade(PG_FUNCTION_ARGS)
{
	struct spam_state *state;
	double		keep;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		return unchanged_state(fcinfo);
	keep = PG_GETARG_FLOAT8(1);
	if (!(keep >= 0.0 && keep <= 1.0))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("part to keep is out of range"),
				 errhint("It lies between 0 and 1.")));
	state = writable_state(fcinfo);
	spam_fade(state, keep);
	PG_RETURN_SPAM(state);
}

/* spam_trusted(state) */
PG_FUNCTION_INFO_V1(pg_spam_trusted);
PGDLLEXPORT Datum
pg_spam_trusted(PG_FUNCTION_ARGS)
{
	struct spam_state *state;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	state = writable_state(fcinfo);
	spam_forget(state, SPAM_DOUBTFUL);
	PG_RETURN_SPAM(state);
}

/* ---- merging ---- */

PG_FUNCTION_INFO_V1(pg_spam_merge);
PGDLLEXPORT Datum
pg_spam_merge(PG_FUNCTION_ARGS)
{
	struct spam_state *state;

	if (PG_ARGISNULL(1))
		return unchanged_state(fcinfo);
	state = writable_state(fcinfo);
	spam_add_state(state, PG_GETARG_SPAM(1));
	return updated_state(fcinfo, state);
}

/* The end of an aggregate; its running state stays as it is. */
PG_FUNCTION_INFO_V1(pg_spam_final);
PGDLLEXPORT Datum
pg_spam_final(PG_FUNCTION_ARGS)
{
	struct spam_state *state = palloc(sizeof(*state));

	*state = *PG_GETARG_SPAM(0);
	spam_settle(state);
	PG_RETURN_SPAM(state);
}
