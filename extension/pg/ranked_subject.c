/* ranked_subject.c: from indexed values and queries to what the tree knows */
#include "ranked_glue.h"

#include "fmgr.h"
#include "utils/builtins.h"

#include "compat.h"

#define LIST_ROOM	64

/* name.c */
extern Datum pg_name_fold(PG_FUNCTION_ARGS);

enum ranked_order
ranked_order_of(Relation index)
{
	return OidIsValid(index_getprocid(index, 1, RANKED_SPLIT))
		? RANKED_BY_RANK : RANKED_BY_LENGTH;
}

static void
set_folded(Datum name, struct ranked_subject *subject)
{
	text	   *folded = DatumGetTextPP(DirectFunctionCall1(pg_name_fold, name));

	subject->folded = VARDATA_ANY(folded);
	subject->length = VARSIZE_ANY_EXHDR(folded);
}

/* The memory is the caller's context's. */
void
ranked_subject_of(Relation index, Datum value, struct ranked_subject *subject)
{
	if (ranked_order_of(index) == RANKED_BY_LENGTH)
	{
		set_folded(value, subject);
		subject->rank = ranked_of_length(subject->length);
		return;
	}
	set_folded(FunctionCall2(index_getprocinfo(index, 1, RANKED_SPLIT),
							 value, PointerGetDatum(&subject->rank)),
			   subject);
	if (subject->rank > RANKED_RANK_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("rank " UINT64_FORMAT " is out of range",
						subject->rank),
				 errhint("A rank has 48 bits.")));
}

void
ranked_query_of(Datum query, struct name_query *folded)
{
	struct ranked_subject subject;

	set_folded(query, &subject);
	name_query_set(folded, subject.folded, subject.length);
}

void
ranked_list_begin(struct ranked_list *list)
{
	list->count = 0;
	list->room = LIST_ROOM;
	list->entries = palloc(LIST_ROOM * sizeof(*list->entries));
}

void
ranked_list_add(void *context, const struct ranked_entry *entry)
{
	struct ranked_list *list = context;

	if (list->count == list->room)
	{
		list->room *= 2;
		list->entries = repalloc(list->entries,
								 list->room * sizeof(*list->entries));
	}
	list->entries[list->count++] = *entry;
}

uint64
ranked_row_of(ItemPointer tid)
{
	return (uint64) ItemPointerGetBlockNumber(tid) << 16 |
		ItemPointerGetOffsetNumber(tid);
}

void
ranked_tid_of(uint64 row, ItemPointer tid)
{
	ItemPointerSet(tid, (BlockNumber) (row >> 16), (OffsetNumber) row);
}
