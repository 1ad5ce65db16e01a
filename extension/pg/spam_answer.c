/* spam_answer.c: what is read from a spam_state */
#include "postgres.h"

#include <math.h>

#include "funcapi.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

#include "compat.h"
#include "spam_glue.h"

#define CACHE_LINE	64
#define ROW_MOST	(sizeof(struct spam_state) + 3 * CACHE_LINE)

/*
 * A statement asks the same of many states: what depends on the model and the
 * time alone is kept from one call to the next.
 */
struct kept_question
{
	struct spam_question question;
	int32		version;
	TimestampTz as_of;
	uint64		age;			/* of the models known */
};

const struct spam_state *
spam_state_argument(FunctionCallInfo fcinfo)
{
	static const struct spam_state empty = {
		.version = SPAM_VERSION,
		.first = SPAM_NEVER_FIRST, .last = SPAM_NEVER_LAST
	};

	return PG_ARGISNULL(0) ? &empty : PG_GETARG_SPAM(0);
}

spam_time
spam_asked_time(TimestampTz as_of)
{
	if (TIMESTAMP_NOT_FINITE(as_of))
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("as_of must be finite"),
				 errhint("Evidence fades: give the time of the question, such as now().")));
	/* the last three decades of timestamps would leave 64 bits */
	return Min(as_of, PG_INT64_MAX - EPOCH_OFFSET) + EPOCH_OFFSET;
}

void
spam_check_range(double range)
{
	if (isnan(range))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("range must not be NaN"),
				 errhint("It is the log-odds of the numbers around, 0 when nothing is known.")));
}

/* The version asked for; without one that in use. */
static int32
version_argument(FunctionCallInfo fcinfo, int n)
{
	if (PG_NARGS() <= n || PG_ARGISNULL(n))
		return spam_model_in_use();
	return PG_GETARG_INT32(n);
}

static double
range_argument(FunctionCallInfo fcinfo, int n)
{
	double		range = PG_ARGISNULL(n) ? 0.0 : PG_GETARG_FLOAT8(n);

	spam_check_range(range);
	return range;
}

static struct kept_question *
kept_question(FunctionCallInfo fcinfo)
{
	FmgrInfo   *function = fcinfo->flinfo;

	if (function->fn_extra == NULL)
		function->fn_extra =
			MemoryContextAllocZero(function->fn_mcxt, sizeof(struct kept_question));
	return function->fn_extra;
}

/* The question of this call. */
static const struct spam_question *
question_of(FunctionCallInfo fcinfo, int32 version, double range)
{
	struct kept_question *kept = kept_question(fcinfo);
	TimestampTz as_of = PG_GETARG_TIMESTAMPTZ(1);

	if (kept->question.model == NULL || kept->version != version ||
		kept->as_of != as_of || kept->age != spam_model_age())
	{
		spam_ask(&kept->question, spam_model_of(version),
				 spam_asked_time(as_of), range);
		kept->version = version;
		kept->as_of = as_of;
		kept->age = spam_model_age();
	}
	kept->question.range = range;
	return &kept->question;
}

/* That of a call with a state, a time, a range and, if it names one, a model. */
const struct spam_question *
spam_question_argument(FunctionCallInfo fcinfo)
{
	return question_of(fcinfo, version_argument(fcinfo, 3),
					   range_argument(fcinfo, 2));
}

/*
 * A page is filled from its end on: the state of the next row that a scan
 * comes to lies right before this one, and is there by the time it is asked.
 */
static void
fetch_next(const struct spam_state *state)
{
	const char *end = (const char *) state;

	for (size_t back = CACHE_LINE; back <= ROW_MOST; back += CACHE_LINE)
		__builtin_prefetch(end - back);
}

/* spam_likelihood(state, as_of, range, model) */
PG_FUNCTION_INFO_V1(pg_spam_likelihood);
PGDLLEXPORT Datum
pg_spam_likelihood(PG_FUNCTION_ARGS)
{
	const struct spam_state *state;

	if (PG_ARGISNULL(1))
		PG_RETURN_NULL();
	state = spam_state_argument(fcinfo);
	fetch_next(state);
	PG_RETURN_FLOAT8(spam_likelihood(state, spam_question_argument(fcinfo)));
}

/* Begin a function that returns rows, all of which are computed at once. */
static FuncCallContext *
rows_begin(FunctionCallInfo fcinfo, struct spam_question *question)
{
	FuncCallContext *calls = SRF_FIRSTCALL_INIT();
	MemoryContext before = MemoryContextSwitchTo(calls->multi_call_memory_ctx);
	TupleDesc	row;

	if (get_call_result_type(fcinfo, NULL, &row) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "a function of rows has no row type");
	calls->tuple_desc = BlessTupleDesc(row);
	calls->max_calls = 0;
	if (!PG_ARGISNULL(1))
		spam_ask(question, spam_model_of(version_argument(fcinfo, 3)),
				 spam_asked_time(PG_GETARG_TIMESTAMPTZ(1)),
				 range_argument(fcinfo, 2));
	MemoryContextSwitchTo(before);
	return calls;
}

static void
explain_begin(FunctionCallInfo fcinfo)
{
	struct spam_question question;
	FuncCallContext *calls = rows_begin(fcinfo, &question);

	if (PG_ARGISNULL(1))
		return;
	calls->user_fctx = MemoryContextAlloc(calls->multi_call_memory_ctx,
										  SPAM_REASONS_MAX * sizeof(struct spam_reason));
	calls->max_calls = spam_explain(spam_state_argument(fcinfo), &question,
									calls->user_fctx);
}

/* spam_explain(state, as_of, range, model) */
PG_FUNCTION_INFO_V1(pg_spam_explain);
PGDLLEXPORT Datum
pg_spam_explain(PG_FUNCTION_ARGS)
{
	FuncCallContext *calls;
	const struct spam_reason *reason;
	Datum		value[3];
	bool		null[3] = {false, false, false};

	if (SRF_IS_FIRSTCALL())
		explain_begin(fcinfo);
	calls = SRF_PERCALL_SETUP();
	if (calls->call_cntr >= calls->max_calls)
		SRF_RETURN_DONE(calls);

	reason = (struct spam_reason *) calls->user_fctx + calls->call_cntr;
	value[0] = CStringGetTextDatum(reason->sentence);
	value[1] = DirectFunctionCall1(jsonb_in, CStringGetDatum(reason->detail));
	value[2] = Float8GetDatum(reason->logit);
	SRF_RETURN_NEXT(calls, HeapTupleGetDatum(heap_form_tuple(calls->tuple_desc,
															 value, null)));
}

typedef double feature_table[SPAM_SIDES][SPAM_TERMS];

static void
features_begin(FunctionCallInfo fcinfo)
{
	struct spam_question question;
	FuncCallContext *calls = rows_begin(fcinfo, &question);
	feature_table *table;

	if (PG_ARGISNULL(1))
		return;
	table = MemoryContextAlloc(calls->multi_call_memory_ctx, sizeof(*table));
	spam_features(spam_state_argument(fcinfo), &question, *table);
	calls->user_fctx = table;
	calls->max_calls = SPAM_TERMS;
}

/* spam_features(state, as_of, range, model) */
PG_FUNCTION_INFO_V1(pg_spam_features);
PGDLLEXPORT Datum
pg_spam_features(PG_FUNCTION_ARGS)
{
	FuncCallContext *calls;
	const feature_table *table;
	Datum		value[3];
	bool		null[3] = {false, false, false};
	int			term;

	if (SRF_IS_FIRSTCALL())
		features_begin(fcinfo);
	calls = SRF_PERCALL_SETUP();
	if (calls->call_cntr >= calls->max_calls)
		SRF_RETURN_DONE(calls);

	table = calls->user_fctx;
	term = (int) calls->call_cntr;
	value[0] = CStringGetTextDatum(spam_row[term].name);
	value[1] = Float8GetDatum((*table)[SPAM_TRUSTED][term]);
	value[2] = Float8GetDatum((*table)[SPAM_DOUBTFUL][term]);
	SRF_RETURN_NEXT(calls, HeapTupleGetDatum(heap_form_tuple(calls->tuple_desc,
															 value, null)));
}

/* spam_category(state, as_of, model) */
PG_FUNCTION_INFO_V1(pg_spam_category);
PGDLLEXPORT Datum
pg_spam_category(PG_FUNCTION_ARGS)
{
	const struct spam_question *question;
	const char *category;

	if (PG_ARGISNULL(1))
		PG_RETURN_NULL();
	question = question_of(fcinfo, version_argument(fcinfo, 2), 0.0);
	category = spam_category_of(spam_state_argument(fcinfo), question);
	if (category == NULL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(category));
}

/* spam_range(likely, numbers, own, model) */
PG_FUNCTION_INFO_V1(pg_spam_range);
PGDLLEXPORT Datum
pg_spam_range(PG_FUNCTION_ARGS)
{
	double		likely;
	double		own;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_FLOAT8(0.0);
	likely = PG_GETARG_FLOAT8(0);
	own = PG_ARGISNULL(2) ? 0.0 : PG_GETARG_FLOAT8(2);
	if (!(likely >= 0.0) || PG_GETARG_INT64(1) < 0 || !(own >= 0.0 && own <= 1.0))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("likelihoods of a block are out of range"),
				 errhint("Give the sum of the likelihoods, how many they are, and the number's own among them.")));
	PG_RETURN_FLOAT8(spam_range(spam_model_of(version_argument(fcinfo, 3)), likely,
								(double) PG_GETARG_INT64(1), own));
}

PG_FUNCTION_INFO_V1(pg_spam_label);
PGDLLEXPORT Datum
pg_spam_label(PG_FUNCTION_ARGS)
{
	double		likelihood = PG_GETARG_FLOAT8(0);

	if (!(likelihood >= 0.0 && likelihood <= 1.0))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("likelihood is out of range"),
				 errhint("It lies between 0 and 1.")));
	PG_RETURN_TEXT_P(cstring_to_text(spam_label(likelihood)));
}
