/*
 * ranked_verify.c: ranked_check(index): is all in it that should be, in order?
 *
 * The pages are looked through first. Then every row of the table that the
 * caller could see must have its entries, and every word of it an entry that
 * promises no less than its rank.
 */
#include "ranked_glue.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "access/tableam.h"
#include "access/xlog.h"
#include "catalog/index.h"
#include "catalog/pg_class.h"
#include "commands/defrem.h"
#include "executor/executor.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"

#include "compat.h"

struct verify
{
	struct ranked_pages pages;
	MemoryContext memory;		/* of one row */
	int64		rows;
};

/* ---- one row ---- */

static void pg_attribute_noreturn()
report_missing(struct verify *verify, const struct ranked_entry *entry)
{
	ItemPointerData tid;

	ranked_tid_of(entry->row, &tid);
	ereport(ERROR,
			(errcode(ERRCODE_INDEX_CORRUPTED),
			 errmsg("index \"%s\" lacks an entry of class %d for row (%u,%u)",
					RelationGetRelationName(verify->pages.index),
					entry->key[0],
					ItemPointerGetBlockNumberNoCheck(&tid),
					ItemPointerGetOffsetNumberNoCheck(&tid)),
			 errhint("REINDEX it.")));
}

static void
require_entry(void *context, const struct ranked_entry *entry)
{
	struct verify *verify = context;

	if (!ranked_holds(&verify->pages.writer.reader, entry))
		report_missing(verify, entry);
}

static void
require_words(struct verify *verify, const struct ranked_subject *subject)
{
	struct ranked_text words[NAME_WORDS];
	int			count = ranked_words(subject->folded, subject->length, words);

	for (int i = 0; i < count; i++)
	{
		struct ranked_entry wanted = {.row = RANKED_NO_ROW};
		struct ranked_entry found;

		wanted.length = (uint8) ranked_word_key(words[i].at, words[i].length,
												wanted.key);
		if (!ranked_find(&verify->pages.writer.reader, wanted.key,
						 wanted.length, &found) ||
			found.rank < subject->rank)
			report_missing(verify, &wanted);
	}
}

static void
verify_row(Relation index, ItemPointer tid, Datum *values, bool *isnull,
		   bool alive, void *context)
{
	struct verify *verify = context;
	MemoryContext before;
	struct ranked_subject subject;

	if (isnull[0] || !alive)
		return;
	before = MemoryContextSwitchTo(verify->memory);
	ranked_subject_of(index, values[0], &subject);
	ranked_keys(subject.folded, subject.length, subject.rank,
				ranked_row_of(tid), require_entry, verify);
	require_words(verify, &subject);
	MemoryContextSwitchTo(before);
	MemoryContextReset(verify->memory);
	verify->rows++;
}

/* ---- the table ---- */

/*
 * The rows that a snapshot sees, which an index made later need not know;
 * those changed in place are found under the row that the index knows.
 */
static void
verify_rows(Relation heap, Relation index, struct verify *verify)
{
	IndexInfo  *info = BuildIndexInfo(index);
	Snapshot	snapshot = RegisterSnapshot(GetTransactionSnapshot());
	TableScanDesc scan = table_beginscan_strat(heap, snapshot, 0, NULL,
											   true, true);

	info->ii_Concurrent = true;
	info->ii_Unique = false;
	info->ii_ExclusionOps = NULL;
	table_index_build_scan(heap, index, info, true, false, verify_row, verify,
						   scan);
	UnregisterSnapshot(snapshot);
}

static void
require_index(Relation index)
{
	if (index->rd_rel->relam != get_index_am_oid("ranked", false))
		ereport(ERROR,
				(errcode(ERRCODE_WRONG_OBJECT_TYPE),
				 errmsg("\"%s\" is not a ranked index",
						RelationGetRelationName(index)),
				 errhint("Name an index made with USING ranked.")));
	if (RELATION_IS_OTHER_TEMP(index))
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("index \"%s\" is a temporary one of another session",
						RelationGetRelationName(index)),
				 errhint("Check it in its own session.")));
	if (!index->rd_index->indisvalid)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("index \"%s\" is not finished",
						RelationGetRelationName(index)),
				 errhint("REINDEX it or drop it.")));
}

/* Writers wait meanwhile; on a standby there is none but recovery. */
static LOCKMODE
verify_lock(void)
{
	return RecoveryInProgress() ? AccessShareLock : ShareLock;
}

static Relation
open_table(Oid index)
{
	Oid			table = IndexGetRelation(index, true);

	if (!OidIsValid(table))
		ereport(ERROR,
				(errcode(ERRCODE_WRONG_OBJECT_TYPE),
				 get_rel_name(index) != NULL
				 ? errmsg("\"%s\" is not an index", get_rel_name(index))
				 : errmsg("there is no relation %u", index),
				 errhint("Name an index made with USING ranked.")));
	if (!compat_owns_table(table))
		aclcheck_error(ACLCHECK_NOT_OWNER, OBJECT_TABLE, get_rel_name(table));
	return table_open(table, verify_lock());
}

static Datum
sizes_row(FunctionCallInfo fcinfo, const struct ranked_sizes *sizes,
		  int64 rows)
{
	TupleDesc	described;
	Datum		values[6];
	bool		nulls[6] = {0};

	if (get_call_result_type(fcinfo, NULL, &described) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "ranked_check must return a row");
	values[0] = Int64GetDatum(rows);
	values[1] = Int64GetDatum(sizes->entries);
	values[2] = Int64GetDatum(sizes->leaves);
	values[3] = Int64GetDatum(sizes->inner);
	values[4] = Int32GetDatum(sizes->levels);
	values[5] = Int64GetDatum(sizes->used);
	return HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(described),
											 values, nulls));
}

PG_FUNCTION_INFO_V1(pg_ranked_check);
PGDLLEXPORT Datum
pg_ranked_check(PG_FUNCTION_ARGS)
{
	Oid			oid = PG_GETARG_OID(0);
	Relation	heap = open_table(oid);
	Relation	index = index_open(oid, verify_lock());
	struct verify verify = {.rows = 0};
	struct ranked_sizes sizes;

	require_index(index);
	ranked_pages_require(index);
	ranked_delay_flush(oid);
	ranked_pages_begin(&verify.pages, index);
	verify.memory = AllocSetContextCreate(CurrentMemoryContext,
										  "ranked check row",
										  ALLOCSET_DEFAULT_SIZES);
	ranked_check(&verify.pages.writer.reader, &sizes);
	verify_rows(heap, index, &verify);
	MemoryContextDelete(verify.memory);
	index_close(index, NoLock);
	table_close(heap, NoLock);
	PG_RETURN_DATUM(sizes_row(fcinfo, &sizes, verify.rows));
}
