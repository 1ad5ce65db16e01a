/*
 * spam_model.c: the versions of the model, in the table spam_model
 *
 * Shipped versions are compiled in and need no table. Those of an operator are
 * read once in a backend; a version never changes, but the transaction that
 * made it may be undone, so whatever touches the tables makes all forget.
 */
#include "postgres.h"

#include <math.h>

#include "catalog/namespace.h"
#include "catalog/pg_type.h"
#include "commands/extension.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "funcapi.h"
#include "utils/builtins.h"
#include "utils/inval.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/typcache.h"

#include "compat.h"
#include "phone_glue.h"
#include "spam_glue.h"

#define SHIPPED_MAX		100		/* the versions up to here are ours */
#define ROWS_LEAST		65		/* every version has had since there are any */

struct known_model
{
	struct spam_model model;
	struct known_model *next;
};

static struct known_model *known_models = NULL;
static MemoryContext model_memory = NULL;
static int32 version_in_use = 0;	/* 0: not known */
static Oid	watched[2] = {InvalidOid, InvalidOid};
static uint64 age = 1;

static void
forget(Datum unused, Oid relation)
{
	if (relation != InvalidOid && relation != watched[0] &&
		relation != watched[1])
		return;
	version_in_use = 0;
	known_models = NULL;
	age++;
}

/* Look for changes of the two tables, under their present identities. */
static void
watch(void)
{
	Oid			schema = get_namespace_oid("numsight", false);

	if (model_memory == NULL)
	{
		model_memory = AllocSetContextCreate(CacheMemoryContext, "spam models",
											 ALLOCSET_SMALL_SIZES);
		CacheRegisterRelcacheCallback(forget, (Datum) 0);
	}
	watched[0] = get_relname_relid("spam_model", schema);
	watched[1] = get_relname_relid("spam_in_use", schema);
	if (known_models == NULL)
		MemoryContextReset(model_memory);
}

/* It grows when what was read of a model may no longer be so. */
uint64
spam_model_age(void)
{
	return age;
}

static void
unknown_model(int32 version)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("unknown spam model %d", version),
			 errhint("The versions known are those of the table numsight.spam_model.")));
}

/* Read from the tables; the caller ends with SPI_finish. */
static void
query(const char *text)
{
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "could not connect to SPI");
	if (SPI_execute(text, true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read the spam models");
}

static double
number_of(HeapTuple row, TupleDesc shape, int column)
{
	bool		null;
	Datum		value = SPI_getbinval(row, shape, column, &null);

	return null ? NAN : DatumGetFloat8(value);
}

/* Take the rows that SPI found; how many of them are of this model. */
static int
take_rows(struct spam_model *model)
{
	TupleDesc	shape = SPI_tuptable->tupdesc;
	int			taken = 0;

	for (uint64 i = 0; i < SPI_processed; i++)
	{
		HeapTuple	row = SPI_tuptable->vals[i];
		char	   *name = SPI_getvalue(row, shape, 1);
		int			term = name == NULL ? -1 : spam_row_find(name, strlen(name));

		if (term < 0)
			continue;
		model->row[term] = (struct spam_setting) {
			.weight = number_of(row, shape, 2), .low = number_of(row, shape, 3),
			.high = number_of(row, shape, 4), .shrink = number_of(row, shape, 5)
		};
		taken++;
	}
	return taken;
}

/* A term that a version was made without weighs nothing in it. */
static const struct spam_model *
read_model(int32 version)
{
	struct known_model *known;
	struct spam_model model;
	int			taken;

	spam_model_defaults(&model);
	model.version = version;
	watch();
	query(psprintf("SELECT term, weight, lo, hi, shrink FROM numsight.spam_model"
				   " WHERE version OPERATOR(pg_catalog.=) %d", version));
	taken = take_rows(&model);
	SPI_finish();
	if (taken == 0)
		unknown_model(version);
	if (taken < ROWS_LEAST)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("spam model %d is not complete", version),
				 errdetail("It has %d rows of %d.", taken, SPAM_ROWS),
				 errhint("Make versions with spam_revise or spam_fit.")));
	known = MemoryContextAlloc(model_memory, sizeof(*known));
	known->model = model;
	known->next = known_models;
	known_models = known;
	return &known->model;
}

/* A version of the model; it stays where it is until spam_model_age grows. */
const struct spam_model *
spam_model_of(int32 version)
{
	const struct spam_model *shipped = spam_shipped_model(version);

	if (shipped != NULL)
		return shipped;
	if (version <= SHIPPED_MAX)
		unknown_model(version);
	for (struct known_model *known = known_models; known != NULL; known = known->next)
		if (known->model.version == version)
			return &known->model;
	return read_model(version);
}

/* The version that spam_use chose. */
int32
spam_model_in_use(void)
{
	int32		version = SPAM_MODEL;

	if (version_in_use != 0)
		return version_in_use;
	watch();
	query("SELECT version FROM numsight.spam_in_use"
		  " ORDER BY since DESC LIMIT 1");
	if (SPI_processed > 0)
	{
		bool		null;

		version = DatumGetInt32(SPI_getbinval(SPI_tuptable->vals[0],
											  SPI_tuptable->tupdesc, 1, &null));
	}
	SPI_finish();
	version_in_use = version;
	return version;
}

PG_FUNCTION_INFO_V1(pg_spam_version);
PGDLLEXPORT Datum
pg_spam_version(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(spam_model_in_use());
}

/* spam_model_check(version): the version, if answers can be had with it */
PG_FUNCTION_INFO_V1(pg_spam_model_check);
PGDLLEXPORT Datum
pg_spam_model_check(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(spam_model_of(PG_GETARG_INT32(0))->version);
}

/* ---- shipped versions as rows ---- */

#define COLUMNS		9

static int
sign_of(const struct spam_row *row)
{
	return (row->least >= 0.0) - (row->most <= 0.0);
}

/* A row of the table spam_model; of constants the bounds stand in lo and hi. */
static HeapTuple
row_tuple(TupleDesc shape, const struct spam_model *model, int term,
		  const char *note)
{
	const struct spam_row *row = &spam_row[term];
	const struct spam_setting *setting = &model->row[term];
	bool		constant = row->kind == SPAM_CONSTANT;
	Datum		value[COLUMNS] = {
		Int32GetDatum(model->version),
		CStringGetTextDatum(row->name),
		CStringGetTextDatum(spam_kind_name(row->kind)),
		Float8GetDatum(setting->weight),
		Float8GetDatum(constant ? row->least : setting->low),
		Float8GetDatum(constant ? row->most : setting->high),
		Int16GetDatum(constant ? 0 : sign_of(row)),
		Float8GetDatum(setting->shrink),
		CStringGetTextDatum(term == SPAM_TERM_prior ? note : row->note)
	};
	bool		null[COLUMNS] = {false};

	return heap_form_tuple(shape, value, null);
}

/* spam_shipped(): every row of every version that is compiled in */
PG_FUNCTION_INFO_V1(pg_spam_shipped);
PGDLLEXPORT Datum
pg_spam_shipped(PG_FUNCTION_ARGS)
{
	FuncCallContext *calls;
	int			model;

	if (SRF_IS_FIRSTCALL())
	{
		MemoryContext before;
		TupleDesc	shape;

		calls = SRF_FIRSTCALL_INIT();
		before = MemoryContextSwitchTo(calls->multi_call_memory_ctx);
		if (get_call_result_type(fcinfo, NULL, &shape) != TYPEFUNC_COMPOSITE)
			elog(ERROR, "a function of rows has no row type");
		calls->tuple_desc = BlessTupleDesc(shape);
		calls->max_calls = (uint64) spam_shipped_count * SPAM_ROWS;
		MemoryContextSwitchTo(before);
	}
	calls = SRF_PERCALL_SETUP();
	if (calls->call_cntr >= calls->max_calls)
		SRF_RETURN_DONE(calls);
	model = (int) (calls->call_cntr / SPAM_ROWS);
	SRF_RETURN_NEXT(calls, HeapTupleGetDatum(
		row_tuple(calls->tuple_desc, &spam_shipped[model],
				  (int) (calls->call_cntr % SPAM_ROWS), spam_shipped_note[model])));
}

/* ---- the guard of the tables ---- */

/* The number of a column of the row that a trigger is about. */
static double
column_number(TriggerData *trigger, const char *name)
{
	TupleDesc	shape = RelationGetDescr(trigger->tg_relation);
	bool		null;
	Datum		value = SPI_getbinval(trigger->tg_trigtuple, shape,
									  SPI_fnumber(shape, name), &null);

	return DatumGetFloat8(value);
}

static char *
column_text(TriggerData *trigger, const char *name)
{
	TupleDesc	shape = RelationGetDescr(trigger->tg_relation);

	return SPI_getvalue(trigger->tg_trigtuple, shape, SPI_fnumber(shape, name));
}

static void
refuse_row(const char *term, const char *detail)
{
	ereport(ERROR,
			(errcode(ERRCODE_CHECK_VIOLATION),
			 errmsg("row \"%s\" is none of a spam model",
					phone_shown(term, strlen(term))),
			 errdetail("%s", detail),
			 errhint("Make versions with spam_revise or spam_fit.")));
}

/* Whether a setting keeps what the features promise: no evidence, no effect. */
static const char *
fault_of(const struct spam_row *row, const struct spam_setting *setting)
{
	if (!(setting->weight >= row->least && setting->weight <= row->most))
		return "The weight is beyond the bounds of the term.";
	if (row->kind == SPAM_CONSTANT)
		return NULL;
	if (!(setting->low <= 0.0 && setting->low >= row->low))
		return "The feature begins where it says nothing, at 0.";
	if (!(setting->high >= 0.0 && setting->high <= 100.0) ||
		(row->kind == SPAM_PRIOR && setting->high != 1.0))
		return "The feature ends too low or too high.";
	if (!(setting->shrink >= 0.1 * row->shrink && setting->shrink <= 1000.0))
		return "The shrink constant is too small or too large.";
	return NULL;
}

static void
check_row(TriggerData *trigger)
{
	char	   *term = column_text(trigger, "term");
	char	   *kind = column_text(trigger, "kind");
	int			n = spam_row_find(term, strlen(term));
	struct spam_setting setting = {
		.weight = column_number(trigger, "weight"),
		.low = column_number(trigger, "lo"), .high = column_number(trigger, "hi"),
		.shrink = column_number(trigger, "shrink")
	};
	const char *fault;

	if (n < 0)
		refuse_row(term, "There is no such term.");
	if (strcmp(kind, spam_kind_name(spam_row[n].kind)) != 0)
		refuse_row(term, "It is of another kind.");
	fault = fault_of(&spam_row[n], &setting);
	if (fault != NULL)
		refuse_row(term, fault);
	if (!creating_extension &&
		atoi(column_text(trigger, "version")) <= SHIPPED_MAX)
		refuse_row(term, "The versions up to 100 are those of the extension.");
}

/*
 * spam_model_guard(): rows come whole and stay as they are. All rows of a
 * version have their own terms, and a version is read only when it has all of
 * them, so that adding a row changes none that is in use.
 */
PG_FUNCTION_INFO_V1(pg_spam_model_guard);
PGDLLEXPORT Datum
pg_spam_model_guard(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;

	if (!CALLED_AS_TRIGGER(fcinfo))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("spam_model_guard is a trigger function"),
				 errhint("It watches the table numsight.spam_model.")));
	if (!TRIGGER_FIRED_BY_INSERT(trigger->tg_event) && !creating_extension)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("versions of the spam model do not change"),
				 errhint("Make a new one with spam_revise or spam_fit.")));
	if (!TRIGGER_FIRED_FOR_ROW(trigger->tg_event))
		return PointerGetDatum(NULL);
	if (TRIGGER_FIRED_BY_INSERT(trigger->tg_event))
		check_row(trigger);
	return PointerGetDatum(TRIGGER_FIRED_BY_UPDATE(trigger->tg_event)
						   ? trigger->tg_newtuple : trigger->tg_trigtuple);
}

/* spam_model_changed(): all backends read the tables anew */
PG_FUNCTION_INFO_V1(pg_spam_model_changed);
PGDLLEXPORT Datum
pg_spam_model_changed(PG_FUNCTION_ARGS)
{
	if (!CALLED_AS_TRIGGER(fcinfo))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("spam_model_changed is a trigger function"),
				 errhint("It watches the tables of the spam model.")));
	CacheInvalidateRelcache(((TriggerData *) fcinfo->context)->tg_relation);
	return PointerGetDatum(NULL);
}

/* ---- new versions ---- */

/* The next version of the operator; nobody else makes one meanwhile. */
static int32
next_version(void)
{
	bool		null;

	if (SPI_execute("LOCK TABLE numsight.spam_model IN SHARE ROW EXCLUSIVE MODE",
					false, 0) != SPI_OK_UTILITY ||
		SPI_execute("SELECT pg_catalog.int4larger(100, pg_catalog.max(version))"
					" OPERATOR(pg_catalog.+) 1 FROM numsight.spam_model",
					false, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not number a spam model");
	return DatumGetInt32(SPI_getbinval(SPI_tuptable->vals[0],
									   SPI_tuptable->tupdesc, 1, &null));
}

static void
store_row(const struct spam_model *model, int term, const char *note)
{
	Oid			type[1] = {RECORDOID};
	Datum		value[1];
	Oid			relation = get_relname_relid("spam_model",
											 get_namespace_oid("numsight", false));
	TupleDesc	shape = lookup_rowtype_tupdesc_copy(get_rel_type_id(relation), -1);

	type[0] = get_rel_type_id(relation);
	value[0] = HeapTupleGetDatum(row_tuple(BlessTupleDesc(shape), model, term, note));
	if (SPI_execute_with_args("INSERT INTO numsight.spam_model SELECT ($1).*", 1,
							  type, value, NULL, false, 0) != SPI_OK_INSERT)
		elog(ERROR, "could not store a spam model");
}

/* Store a model under a version of its own, which is returned. */
int32
spam_model_store(const struct spam_model *model, const char *note)
{
	struct spam_model stored = *model;

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "could not connect to SPI");
	stored.version = next_version();
	for (int i = 0; i < SPAM_ROWS; i++)
		store_row(&stored, i, note);
	SPI_finish();
	return stored.version;
}
