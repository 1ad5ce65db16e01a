/*
 * sheet_insert.c: the rows of a sheet as new rows of a table
 *
 * Phone, name and folded come from the sheet, an identity from its sequence,
 * all else from one row that is given. Rows go into the table a thousand at a
 * time, as COPY has it, and into its indexes in the order of the sheet. What
 * is the same for all of them is checked once: row triggers would be asked
 * for every row, so that a table that has any is refused; triggers of
 * statements are not fired.
 */
#include "sheet_glue.h"

#include "access/heapam.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "access/tableam.h"
#include "access/xact.h"
#include "catalog/dependency.h"
#include "catalog/pg_type_d.h"
#include "catalog/pg_trigger.h"
#include "executor/executor.h"
#include "miscadmin.h"
#include "nodes/readfuncs.h"
#include "optimizer/optimizer.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/rls.h"
#include "utils/typcache.h"

#include "compat.h"
#include "phone_glue.h"

#define ROWS	1000			/* that go into the table together */

/* Where the value of a column comes from. */
enum origin
{
	FROM_TEMPLATE, FROM_PHONE, FROM_NAME, FROM_FOLDED, FROM_SEQUENCE
};

struct column
{
	enum origin origin;
	Oid			sequence;
	Oid			domain;			/* of a name, to be checked, or invalid */
	void	   *checked;		/* domain_check's own, in this memory */
	MemoryContext memory;
	Datum		value;			/* of the template */
	bool		null;
};

struct insert
{
	Relation	table;
	TupleDesc	shape;
	TupleDesc	of_slots;		/* a copy, which is not counted once a slot */
	struct column *column;
	EState	   *estate;
	ResultRelInfo *result;
	int			indexes;		/* all of them; behind those of the executor */
	BulkInsertState bulk;		/* stand those that take many rows at once */
	CommandId	command;
	MemoryContext rows;			/* of what the slots hold */
	TupleTableSlot *slot[ROWS];
	int			count;
	bool		check_all;		/* constraints look at what the sheet gives */
	int64		inserted;
};

/* ---- columns ---- */

static enum origin
origin_of(Form_pg_attribute attribute)
{
	static const char *const names[] = {
		[FROM_PHONE] = "phone", [FROM_NAME] = "name",
		[FROM_FOLDED] = "folded"
	};

	for (enum origin from = FROM_PHONE; from <= FROM_FOLDED; from++)
		if (strcmp(NameStr(attribute->attname), names[from]) == 0)
			return from;
	return attribute->attidentity != '\0' ? FROM_SEQUENCE : FROM_TEMPLATE;
}

static void pg_attribute_noreturn()
column_wrong(Relation table, Form_pg_attribute attribute)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATATYPE_MISMATCH),
			 errmsg("column \"%s\" of \"%s\" cannot be filled from a sheet",
					NameStr(attribute->attname),
					RelationGetRelationName(table)),
			 errhint("A sheet has a phone, and name and folded as text; nothing else is generated.")));
}

static void
set_column(Relation table, Form_pg_attribute attribute, struct column *column)
{
	Oid			base;

	if (attribute->attisdropped)
		return;
	base = getBaseType(attribute->atttypid);
	column->origin = origin_of(attribute);
	if (column->origin == FROM_PHONE
		? attribute->attlen != sizeof(phone) || !attribute->attbyval
		: column->origin == FROM_SEQUENCE ? base != INT8OID
		: column->origin != FROM_TEMPLATE && base != TEXTOID)
		column_wrong(table, attribute);
	if (attribute->attgenerated && column->origin == FROM_TEMPLATE)
		column_wrong(table, attribute);
	if (column->origin == FROM_SEQUENCE)
		column->sequence = compat_identity_sequence(table, attribute->attnum);
	else if (column->origin != FROM_TEMPLATE && base != attribute->atttypid)
		column->domain = attribute->atttypid;
	column->memory = CurrentMemoryContext;
}

static void
set_columns(struct insert *insert, HeapTupleHeader template)
{
	HeapTupleData tuple = {
		.t_len = HeapTupleHeaderGetDatumLength(template), .t_data = template
	};

	insert->column = palloc0(insert->shape->natts * sizeof(*insert->column));
	for (int i = 0; i < insert->shape->natts; i++)
	{
		struct column *column = &insert->column[i];

		set_column(insert->table, TupleDescAttr(insert->shape, i), column);
		column->value = heap_getattr(&tuple, i + 1, insert->shape,
									 &column->null);
	}
}

/* ---- what the table asks for ---- */

static void pg_attribute_noreturn()
table_wrong(Relation table, const char *why)
{
	ereport(ERROR,
			(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
			 errmsg("a sheet cannot be inserted into \"%s\": %s",
					RelationGetRelationName(table), why),
			 errhint("INSERT INTO ... SELECT FROM numsight.sheet_rows(sheet) can.")));
}

/* Those of foreign keys are internal; they pass where a column is null. */
static void
check_triggers(struct insert *insert)
{
	TriggerDesc *triggers = insert->table->trigdesc;
	ListCell   *cell;

	for (int i = 0; triggers != NULL && i < triggers->numtriggers; i++)
	{
		const Trigger *trigger = &triggers->triggers[i];

		if (!trigger->tgisinternal && TRIGGER_FOR_ROW(trigger->tgtype) &&
			TRIGGER_FOR_INSERT(trigger->tgtype))
			table_wrong(insert->table, "it has a trigger for each row");
	}
	foreach(cell, RelationGetFKeyList(insert->table))
	{
		ForeignKeyCacheInfo *key = lfirst(cell);
		bool		passes = false;

		for (int i = 0; i < key->nkeys; i++)
		{
			const struct column *column = &insert->column[key->conkey[i] - 1];

			passes |= column->origin == FROM_TEMPLATE && column->null;
		}
		if (!passes)
			table_wrong(insert->table, "it has a foreign key");
	}
}

/* Whether a constraint is about more than what all rows have in common. */
static bool
differs_by_row(const struct insert *insert, const ConstrCheck *check)
{
	Bitmapset  *columns = NULL;

	pull_varattnos(stringToNode(check->ccbin), 1, &columns);
	for (int i = 0; i < insert->shape->natts; i++)
		if (insert->column[i].origin != FROM_TEMPLATE &&
			bms_is_member(i + 1 - FirstLowInvalidHeapAttributeNumber, columns))
			return true;
	return bms_is_member(-FirstLowInvalidHeapAttributeNumber, columns);
}

static void
set_constraints(struct insert *insert)
{
	const TupleConstr *constraints = insert->shape->constr;

	for (int i = 0; constraints != NULL && i < constraints->num_check; i++)
		insert->check_all |= differs_by_row(insert, &constraints->check[i]);
}

static void
check_table(Relation table)
{
	if (table->rd_rel->relkind != RELKIND_RELATION)
		table_wrong(table, "it is no plain table");
	if (!compat_owns_table(RelationGetRelid(table)))
		aclcheck_error(ACLCHECK_NOT_OWNER, OBJECT_TABLE,
					   RelationGetRelationName(table));
	if (check_enable_rls(RelationGetRelid(table), InvalidOid, true)
		== RLS_ENABLED)
		table_wrong(table, "its policies hold for you");
}

/* ---- rows ---- */

static Datum
text_of(struct column *column, const char *bytes, size_t length)
{
	Datum		value = PointerGetDatum(cstring_to_text_with_len(bytes,
																 (int) length));

	if (OidIsValid(column->domain))
		domain_check(value, false, column->domain, &column->checked,
					 column->memory);
	return value;
}

static Datum
value_of(struct column *column, const struct sheet_row *row)
{
	switch (column->origin)
	{
		case FROM_PHONE:
			return PhoneGetDatum(row->number);
		case FROM_NAME:
			return text_of(column, row->name, row->name_length);
		case FROM_FOLDED:
			return text_of(column, row->folded, row->folded_length);
		case FROM_SEQUENCE:
			return (Datum) 0;	/* until the rows are stored */
		default:
			return column->value;
	}
}

static TupleTableSlot *
free_slot(struct insert *insert)
{
	TupleTableSlot **slot = &insert->slot[insert->count];

	if (*slot == NULL)
		*slot = MakeSingleTupleTableSlot(insert->of_slots,
										 table_slot_callbacks(insert->table));
	return ExecClearTuple(*slot);
}

static void
add_row(struct insert *insert, const struct sheet_row *row)
{
	TupleTableSlot *slot = free_slot(insert);
	MemoryContext before = MemoryContextSwitchTo(insert->rows);

	sheet_row_verify(row);
	for (int i = 0; i < insert->shape->natts; i++)
	{
		struct column *column = &insert->column[i];

		slot->tts_values[i] = value_of(column, row);
		slot->tts_isnull[i] = column->origin == FROM_TEMPLATE && column->null;
	}
	MemoryContextSwitchTo(before);
	ExecStoreVirtualTuple(slot);
	slot->tts_tableOid = RelationGetRelid(insert->table);
	insert->count++;
}

static void
identify_rows(struct insert *insert)
{
	int64		values[ROWS];

	for (int i = 0; i < insert->shape->natts; i++)
	{
		if (insert->column[i].origin != FROM_SEQUENCE)
			continue;
		sheet_identities(insert->column[i].sequence, values, insert->count);
		for (int row = 0; row < insert->count; row++)
			insert->slot[row]->tts_values[i] = Int64GetDatum(values[row]);
	}
}

static void
check_rows(struct insert *insert)
{
	int			checked = insert->check_all ? insert->count
		: insert->inserted == 0 ? 1 : 0;

	if (insert->shape->constr == NULL)
		return;
	for (int i = 0; i < checked; i++)
		ExecConstraints(insert->result, insert->slot[i], insert->estate);
}

static void
enter_into_indexes(struct insert *insert, TupleTableSlot *slot)
{
	List	   *again = compat_insert_index_tuples(insert->result, slot,
												   insert->estate);

	if (again != NIL)
		table_wrong(insert->table, "it has a constraint that is deferred");
	ResetPerTupleExprContext(insert->estate);
}

static void
enter_into_btrees(struct insert *insert)
{
	const ResultRelInfo *result = insert->result;

	for (int i = result->ri_NumIndices; i < insert->indexes; i++)
		sheet_btree_insert(insert->table, result->ri_IndexRelationDescs[i],
						   result->ri_IndexRelationInfo[i], insert->slot,
						   insert->count);
}

static void
store_rows(struct insert *insert)
{
	MemoryContext before = MemoryContextSwitchTo(insert->rows);

	identify_rows(insert);
	check_rows(insert);
	table_multi_insert(insert->table, insert->slot, insert->count,
					   insert->command, 0, insert->bulk);
	enter_into_btrees(insert);
	MemoryContextSwitchTo(before);
	for (int i = 0; i < insert->count; i++)
	{
		if (insert->result->ri_NumIndices > 0)
			enter_into_indexes(insert, insert->slot[i]);
		ExecClearTuple(insert->slot[i]);
	}
	insert->inserted += insert->count;
	insert->count = 0;
	MemoryContextReset(insert->rows);
}

static void
store_sheet(struct insert *insert, struct sheet *sheet)
{
	while (sheet_row_next(sheet))
	{
		add_row(insert, &sheet->row);
		if (insert->count == ROWS)
		{
			CHECK_FOR_INTERRUPTS();
			store_rows(insert);
		}
	}
	if (insert->count > 0)
		store_rows(insert);
}

/* ---- begin and end ---- */

/* Those that take many rows at once are kept from the executor. */
static void
open_indexes(struct insert *insert)
{
	ResultRelInfo *result = insert->result;

	ExecOpenIndices(result, false);
	insert->indexes = result->ri_NumIndices;
	for (int i = 0; i < result->ri_NumIndices;)
	{
		Relation	index = result->ri_IndexRelationDescs[i];
		IndexInfo  *info = result->ri_IndexRelationInfo[i];
		int			last;

		if (!sheet_btree_takes(index, info))
		{
			i++;
			continue;
		}
		last = --result->ri_NumIndices;
		result->ri_IndexRelationDescs[i] = result->ri_IndexRelationDescs[last];
		result->ri_IndexRelationInfo[i] = result->ri_IndexRelationInfo[last];
		result->ri_IndexRelationDescs[last] = index;
		result->ri_IndexRelationInfo[last] = info;
	}
}

static void
close_indexes(struct insert *insert)
{
	insert->result->ri_NumIndices = insert->indexes;
	ExecCloseIndices(insert->result);
}

static void
begin(struct insert *insert, HeapTupleHeader template)
{
	insert->table =
		table_open(get_typ_typrelid(HeapTupleHeaderGetTypeId(template)),
				   RowExclusiveLock);
	insert->shape = RelationGetDescr(insert->table);
	insert->of_slots = CreateTupleDescCopy(insert->shape);
	check_table(insert->table);
	set_columns(insert, template);
	check_triggers(insert);
	set_constraints(insert);
	insert->estate = CreateExecutorState();
	insert->result = makeNode(ResultRelInfo);
	InitResultRelInfo(insert->result, insert->table, 0, NULL, 0);
	open_indexes(insert);
	insert->bulk = GetBulkInsertState();
	insert->command = GetCurrentCommandId(true);
	insert->rows = AllocSetContextCreate(CurrentMemoryContext,
										 "rows of a sheet",
										 ALLOCSET_DEFAULT_SIZES);
}

static void
end(struct insert *insert)
{
	table_finish_bulk_insert(insert->table, 0);
	FreeBulkInsertState(insert->bulk);
	for (int i = 0; i < ROWS && insert->slot[i] != NULL; i++)
		ExecDropSingleTupleTableSlot(insert->slot[i]);
	close_indexes(insert);
	FreeExecutorState(insert->estate);
	table_close(insert->table, NoLock);
}

PG_FUNCTION_INFO_V1(pg_sheet_insert);
PGDLLEXPORT Datum
pg_sheet_insert(PG_FUNCTION_ARGS)
{
	HeapTupleHeader template = PG_GETARG_HEAPTUPLEHEADER(0);
	struct insert *insert = palloc0(sizeof(*insert));
	struct sheet sheet;

	PreventCommandIfReadOnly("sheet_insert()");
	PreventCommandIfParallelMode("sheet_insert()");
	if (!OidIsValid(get_typ_typrelid(HeapTupleHeaderGetTypeId(template))))
		ereport(ERROR,
				(errcode(ERRCODE_WRONG_OBJECT_TYPE),
				 errmsg("the first argument is no row of a table"),
				 errhint("Cast it: ROW (...)::schema.table.")));
	sheet_of(&sheet, PG_GETARG_BYTEA_PP(1));
	begin(insert, template);
	store_sheet(insert, &sheet);
	end(insert);
	CommandCounterIncrement();
	PG_RETURN_INT64(insert->inserted);
}
