/*
 * sheet_split.c: which rows of a sheet a table has
 *
 * The sheet and a unique index of the table are both in the order of numbers,
 * so that they are walked side by side. Where the index has many entries
 * before the next number of the sheet, it is searched anew from there.
 */
#include "sheet_glue.h"

#include "access/genam.h"
#include "access/nbtree.h"
#include "access/relation.h"
#include "access/table.h"
#include "access/tableam.h"
#include "catalog/pg_type_d.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

#include "compat.h"
#include "phone_glue.h"

#define STEPS	32				/* entries passed before a new search */

/* The columns of the index, by their place. */
enum column
{
	COLUMN_PHONE = 1, COLUMN_FOLDED, COLUMN_SOURCE
};

/* An index being walked. */
struct walk
{
	Relation	table;
	Relation	index;
	IndexScanDesc scan;
	TupleTableSlot *slot;
	bool		of_source;		/* only rows of this source count */
	int64		source;
	bool		ended;
	phone		number;			/* of the entry at hand */
};

/* ---- the index ---- */

static void pg_attribute_noreturn()
index_wrong(Relation index)
{
	ereport(ERROR,
			(errcode(ERRCODE_WRONG_OBJECT_TYPE),
			 errmsg("\"%s\" is no index that a sheet can be compared with",
					RelationGetRelationName(index)),
			 errhint("It is a B-tree of phone, folded text and, where a source is given, a bigint.")));
}

/* The type phone is known by its storage alone: eight bytes, ordered as such. */
static bool
is_fitting(Relation index, bool of_source)
{
	TupleDesc	shape = RelationGetDescr(index);

	return index->rd_rel->relam == BTREE_AM_OID &&
		shape->natts >= (of_source ? COLUMN_SOURCE : COLUMN_FOLDED) &&
		TupleDescAttr(shape, COLUMN_PHONE - 1)->attlen == sizeof(phone) &&
		TupleDescAttr(shape, COLUMN_PHONE - 1)->attbyval &&
		TupleDescAttr(shape, COLUMN_FOLDED - 1)->atttypid == TEXTOID &&
		(!of_source ||
		 TupleDescAttr(shape, COLUMN_SOURCE - 1)->atttypid == INT8OID);
}

static void
open_walk(struct walk *walk, Oid index)
{
	walk->index = relation_open(index, AccessShareLock);
	if (walk->index->rd_rel->relkind != RELKIND_INDEX ||
		!is_fitting(walk->index, walk->of_source))
		index_wrong(walk->index);
	walk->table = table_open(walk->index->rd_index->indrelid, AccessShareLock);
	if (!compat_owns_table(RelationGetRelid(walk->table)))
		aclcheck_error(ACLCHECK_NOT_OWNER, OBJECT_TABLE,
					   RelationGetRelationName(walk->table));
	walk->slot = table_slot_create(walk->table, NULL);
	walk->scan = compat_index_beginscan(walk->table, walk->index,
										GetActiveSnapshot(), 1);
	walk->scan->xs_want_itup = true;
	walk->ended = false;
}

static void
close_walk(struct walk *walk)
{
	index_endscan(walk->scan);
	ExecDropSingleTupleTableSlot(walk->slot);
	table_close(walk->table, AccessShareLock);
	relation_close(walk->index, AccessShareLock);
}

static Datum
value_at(const struct walk *walk, int column)
{
	bool		null;
	Datum		value = index_getattr(walk->scan->xs_itup, column,
									  walk->scan->xs_itupdesc, &null);

	if (null)
		elog(ERROR, "index \"%s\" holds a null",
			 RelationGetRelationName(walk->index));
	return value;
}

static void
step(struct walk *walk)
{
	walk->ended = index_getnext_tid(walk->scan, ForwardScanDirection) == NULL;
	if (!walk->ended)
		walk->number = DatumGetPhone(value_at(walk, COLUMN_PHONE));
}

/* To the first entry of a number, or of the next one. */
static void
search(struct walk *walk, phone number)
{
	Oid			family = walk->index->rd_opfamily[0];
	Oid			type = walk->index->rd_opcintype[0];
	Oid			atleast = get_opfamily_member(family, type, type,
											  BTGreaterEqualStrategyNumber);
	ScanKeyData key;

	ScanKeyEntryInitialize(&key, 0, COLUMN_PHONE,
						   BTGreaterEqualStrategyNumber, type, InvalidOid,
						   get_opcode(atleast), PhoneGetDatum(number));
	index_rescan(walk->scan, &key, 1, NULL, 0);
	step(walk);
}

static void
go_to(struct walk *walk, phone number)
{
	int			steps = 0;

	while (!walk->ended && walk->number < number)
	{
		CHECK_FOR_INTERRUPTS();
		if (++steps > STEPS)
			search(walk, number);
		else
			step(walk);
	}
}

/* ---- entries of one number ---- */

/* The names that a number has in the table. */
struct names
{
	phone		number;
	int			count;
	int			room;
	text	  **name;
	MemoryContext memory;
};

static void
add_name(struct names *names, Datum folded)
{
	MemoryContext before = MemoryContextSwitchTo(names->memory);

	if (names->count == names->room)
	{
		names->room = names->room * 2 + 8;
		names->name = names->name == NULL
			? palloc(names->room * sizeof(*names->name))
			: repalloc(names->name, names->room * sizeof(*names->name));
	}
	names->name[names->count++] = DatumGetTextPCopy(folded);
	MemoryContextSwitchTo(before);
}

/* Of this source, and a row that the statement sees. */
static bool
counts(struct walk *walk)
{
	if (walk->of_source &&
		DatumGetInt64(value_at(walk, COLUMN_SOURCE)) != walk->source)
		return false;
	return index_fetch_heap(walk->scan, walk->slot);
}

static void
read_names(struct walk *walk, struct names *names, phone number)
{
	names->number = number;
	for (int i = 0; i < names->count; i++)
		pfree(names->name[i]);
	names->count = 0;
	go_to(walk, number);
	for (; !walk->ended && walk->number == number; step(walk))
		if (counts(walk))
			add_name(names, value_at(walk, COLUMN_FOLDED));
}

static bool
is_among(const struct names *names, const struct sheet_row *row)
{
	for (int i = 0; i < names->count; i++)
		if (VARSIZE_ANY_EXHDR(names->name[i]) == row->folded_length &&
			memcmp(VARDATA_ANY(names->name[i]), row->folded,
				   row->folded_length) == 0)
			return true;
	return false;
}

/* ---- the split ---- */

static void
split(struct walk *walk, struct sheet *sheet, StringInfo fresh,
	  StringInfo known)
{
	struct names names = {.memory = CurrentMemoryContext};

	while (sheet_row_next(sheet))
	{
		if (names.number != sheet->row.number)
		{
			if (names.number == 0)
				search(walk, sheet->row.number);
			read_names(walk, &names, sheet->row.number);
		}
		sheet_add(is_among(&names, &sheet->row) ? known : fresh, &sheet->row);
	}
}

/* Whether all of a sheet comes behind the last entry: nobody is known then. */
static bool
is_behind(struct walk *walk, struct sheet sheet)
{
	if (!sheet_row_next(&sheet))
		return true;
	search(walk, sheet.row.number);
	return walk->ended;
}

PG_FUNCTION_INFO_V1(pg_sheet_split);
PGDLLEXPORT Datum
pg_sheet_split(PG_FUNCTION_ARGS)
{
	struct walk walk = {.of_source = !PG_ARGISNULL(2)};
	struct sheet sheet;
	StringInfoData fresh;
	StringInfoData known;
	bool		behind;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_NULL();
	if (walk.of_source)
		walk.source = PG_GETARG_INT64(2);
	sheet_of(&sheet, PG_GETARG_BYTEA_PP(0));
	sheet_begin(&fresh);
	sheet_begin(&known);
	open_walk(&walk, PG_GETARG_OID(1));
	behind = is_behind(&walk, sheet);
	if (!behind)
	{
		enlargeStringInfo(&fresh, (int) sheet.length);
		split(&walk, &sheet, &fresh, &known);
	}
	close_walk(&walk);
	return sheet_pair(fcinfo, behind ? PG_GETARG_DATUM(0)
					  : PointerGetDatum(sheet_end(&fresh)),
					  PointerGetDatum(sheet_end(&known)), false);
}
