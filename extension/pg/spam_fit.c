/* spam_fit.c: a new version of the model, from numbers of known truth */
#include "postgres.h"

#include <math.h>

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/timestamp.h"

#include "compat.h"
#include "phone_glue.h"
#include "spam_glue.h"

#define FETCHED		1000		/* rows at a time */
#define ROUNDED		1e6			/* weights have six decimals */
#define COLUMNS		8

/* The rows read so far, in room that doubles. */
struct labels
{
	struct spam_fit fit;
	int			room;
	int			of_kind[2];
	const struct spam_model *model;
};

static void
pause_for_interrupts(void)
{
	CHECK_FOR_INTERRUPTS();
}

static bool
has_column(Oid relation, const char *name)
{
	return get_attnum(relation, name) != InvalidAttrNumber;
}

static void
require_column(Oid relation, const char *name)
{
	if (!has_column(relation, name))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_COLUMN),
				 errmsg("relation \"%s\" has no column \"%s\"",
						get_rel_name(relation), name),
				 errhint("Labels have the columns state, spam and as_of, and may have range and weight.")));
}

/* What reads the labels: five columns of known types. */
static char *
labels_query(Oid relation)
{
	if (get_rel_name(relation) == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_TABLE),
				 errmsg("relation with OID %u does not exist", relation),
				 errhint("Name the table or view of the labels.")));
	require_column(relation, "state");
	require_column(relation, "spam");
	require_column(relation, "as_of");
	return psprintf("SELECT state::numsight.spam_state, spam::pg_catalog.bool,"
					" as_of::pg_catalog.timestamptz, %s::pg_catalog.float8,"
					" %s::pg_catalog.float8 FROM %s",
					has_column(relation, "range") ? "range" : "0",
					has_column(relation, "weight") ? "weight" : "1",
					quote_qualified_identifier(get_namespace_name(get_rel_namespace(relation)),
											   get_rel_name(relation)));
}

static void
make_room(struct labels *labels)
{
	struct spam_fit *fit = &labels->fit;

	if (fit->rows < labels->room)
		return;
	if (fit->rows >= SPAM_FIT_ROWS_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("more than %d labels", SPAM_FIT_ROWS_MAX),
				 errhint("A sample of them serves as well.")));
	labels->room *= 2;
	fit->feature = repalloc_huge(fit->feature, (Size) labels->room *
								 SPAM_FIT_ROW * sizeof(float));
	fit->spam = repalloc_huge(fit->spam, labels->room);
	fit->weight = repalloc_huge(fit->weight, (Size) labels->room * sizeof(float));
}

static void
begin_labels(struct labels *labels, const struct spam_model *model)
{
	labels->room = 4096;
	labels->model = model;
	labels->fit.feature = palloc((Size) labels->room * SPAM_FIT_ROW * sizeof(float));
	labels->fit.spam = palloc(labels->room);
	labels->fit.weight = palloc((Size) labels->room * sizeof(float));
	labels->fit.pause = pause_for_interrupts;
}

static double
weight_of(Datum value, bool null)
{
	double		weight = null ? 1.0 : DatumGetFloat8(value);

	if (!(weight >= 0.0 && weight <= 1e6))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("weight of a label is out of range"),
				 errhint("A weight is a number between 0 and 1000000.")));
	return weight;
}

static void
take_features(struct labels *labels, const struct spam_state *state,
			  TimestampTz as_of, double range)
{
	struct spam_question question;
	double		feature[SPAM_SIDES][SPAM_TERMS];
	float	   *place = labels->fit.feature +
		(Size) labels->fit.rows * SPAM_FIT_ROW;

	spam_check_range(range);
	spam_ask(&question, labels->model, spam_asked_time(as_of), range);
	spam_features(state, &question, feature);
	for (int side = 0; side < SPAM_SIDES; side++)
		for (int i = 0; i < SPAM_TERMS; i++)
			*place++ = (float) feature[side][i];
}

/* Take one row; a number whose truth is not known teaches nothing. */
static void
take_label(struct labels *labels, HeapTuple row, TupleDesc shape)
{
	struct spam_state empty;
	Datum		value[5];
	bool		null[5];
	bool		spam;
	double		weight;

	heap_deform_tuple(row, shape, value, null);
	if (null[1] || null[2])
		return;
	weight = weight_of(value[4], null[4]);
	if (weight == 0.0)
		return;
	make_room(labels);
	spam_empty(&empty);
	take_features(labels, null[0] ? &empty
				  : (const struct spam_state *) DatumGetPointer(value[0]),
				  DatumGetTimestampTz(value[2]),
				  null[3] ? 0.0 : DatumGetFloat8(value[3]));
	spam = DatumGetBool(value[1]);
	labels->fit.spam[labels->fit.rows] = spam;
	labels->fit.weight[labels->fit.rows] = (float) weight;
	labels->fit.rows++;
	labels->of_kind[spam]++;
}

static void
read_labels(struct labels *labels, Oid relation)
{
	char	   *text = labels_query(relation);
	MemoryContext outside = CurrentMemoryContext;
	Portal		cursor;

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "could not connect to SPI");
	cursor = SPI_cursor_open_with_args(NULL, text, 0, NULL, NULL, NULL, true, 0);
	for (;;)
	{
		MemoryContext inside;

		SPI_cursor_fetch(cursor, true, FETCHED);
		if (SPI_processed == 0)
			break;
		inside = MemoryContextSwitchTo(outside);
		for (uint64 i = 0; i < SPI_processed; i++)
			take_label(labels, SPI_tuptable->vals[i], SPI_tuptable->tupdesc);
		MemoryContextSwitchTo(inside);
		SPI_freetuptable(SPI_tuptable);
		CHECK_FOR_INTERRUPTS();
	}
	SPI_cursor_close(cursor);
	SPI_finish();
}

static void
check_labels(const struct labels *labels)
{
	for (int kind = 0; kind < 2; kind++)
		if (labels->of_kind[kind] < SPAM_FIT_ROWS_MIN)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("too few labels: %d of %s numbers",
							labels->of_kind[kind], kind ? "spam" : "legitimate"),
					 errhint("At least %d of each kind are needed.",
							 SPAM_FIT_ROWS_MIN)));
}

/* Where the search starts: version 0 is a model that knows nothing. */
static struct spam_model
start_of(FunctionCallInfo fcinfo)
{
	struct spam_model model;

	if (PG_ARGISNULL(1))
		return *spam_model_of(spam_model_in_use());
	if (PG_GETARG_INT32(1) != 0)
		return *spam_model_of(PG_GETARG_INT32(1));
	spam_model_defaults(&model);
	for (int i = 0; i < SPAM_TERMS; i++)
		if (spam_row[i].kind == SPAM_HELD)
			model.row[i].weight = spam_shipped_model(SPAM_MODEL)->row[i].weight;
	return model;
}

static double
ridge_argument(FunctionCallInfo fcinfo, int n)
{
	double		ridge = PG_GETARG_FLOAT8(n);

	if (!(ridge >= 0.0 && ridge <= 1e6))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("ridge is out of range"),
				 errhint("It holds the weights near those of the model it starts from: 0 does not, 0.001 a little.")));
	return ridge;
}

/* Mark the terms whose weights are to stay. */
static void
hold_terms(struct spam_fit *fit, ArrayType *names)
{
	Datum	   *name;
	bool	   *null;
	int			names_count;

	deconstruct_array(names, TEXTOID, -1, false, TYPALIGN_INT, &name, &null,
					  &names_count);
	for (int i = 0; i < names_count; i++)
	{
		char	   *held = null[i] ? pstrdup("") : TextDatumGetCString(name[i]);
		int			term = spam_row_find(held, strlen(held));

		if (term < 0 || term >= SPAM_TERMS)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("unknown term \"%s\"", phone_shown(held, strlen(held))),
					 errhint("Terms are those of the table numsight.spam_model.")));
		fit->held[term] = true;
	}
}

/* Sums come in the order of the rows; what that changes is not kept. */
static void
round_weights(struct spam_model *model)
{
	for (int i = 0; i < SPAM_ROWS; i++)
		model->row[i].weight = rint(model->row[i].weight * ROUNDED) / ROUNDED;
}

/* spam_fit(labels, model, note, ridge, held) */
PG_FUNCTION_INFO_V1(pg_spam_fit);
PGDLLEXPORT Datum
pg_spam_fit(PG_FUNCTION_ARGS)
{
	struct spam_model model;
	struct labels labels = {.fit = {0}};
	struct spam_fit *fit = &labels.fit;
	TupleDesc	shape;
	Datum		value[COLUMNS];
	bool		null[COLUMNS] = {false};
	int32		version;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(3))
		PG_RETURN_NULL();
	if (get_call_result_type(fcinfo, NULL, &shape) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "spam_fit has no row type");
	model = start_of(fcinfo);
	fit->ridge = ridge_argument(fcinfo, 3);
	if (!PG_ARGISNULL(4))
		hold_terms(fit, PG_GETARG_ARRAYTYPE_P(4));
	begin_labels(&labels, &model);
	read_labels(&labels, PG_GETARG_OID(0));
	check_labels(&labels);
	fit->judged = palloc_extended((Size) fit->rows * sizeof(struct spam_judged),
								  MCXT_ALLOC_HUGE);
	spam_fit(fit, &model);
	round_weights(&model);
	spam_fit_judge(fit, &model);
	version = spam_model_store(&model, PG_ARGISNULL(2) ? "fitted"
							   : text_to_cstring(PG_GETARG_TEXT_PP(2)));

	value[0] = Int32GetDatum(version);
	value[1] = Int64GetDatum(fit->rows);
	value[2] = Int64GetDatum(labels.of_kind[1]);
	value[3] = Float8GetDatum(fit->loss);
	value[4] = Float8GetDatum(fit->brier);
	value[5] = Float8GetDatum(fit->ece);
	value[6] = Float8GetDatum(fit->auc);
	value[7] = Int32GetDatum(fit->steps);
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(shape),
													  value, null)));
}
