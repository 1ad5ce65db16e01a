/*
 * sheet_identity.c: values of a sequence, many at once.
 *
 * nextval() opens the sequence, looks its rules up and locks its page for each
 * value. Here it is advanced by all of them: under the same locks, so that
 * nobody is given one of them twice. Whatever is not plain about a sequence is
 * left to nextval().
 */
#include "sheet_glue.h"

#include "access/htup_details.h"
#include "access/relation.h"
#include "access/xact.h"
#include "access/xlog.h"
#include "access/xloginsert.h"
#include "catalog/pg_sequence.h"
#include "commands/sequence.h"
#include "common/int.h"
#include "miscadmin.h"
#include "storage/bufmgr.h"
#include "utils/syscache.h"

#include "compat.h"

/* The last value that may be given, if one follows the other. */
static bool
find_end(Oid sequence, int64 *end)
{
	HeapTuple	tuple = SearchSysCache1(SEQRELID, ObjectIdGetDatum(sequence));
	Form_pg_sequence rules;
	bool		plain;

	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "cache lookup failed for sequence %u", sequence);
	rules = (Form_pg_sequence) GETSTRUCT(tuple);
	plain = rules->seqincrement == 1 && rules->seqcache == 1;
	*end = rules->seqmax;
	ReleaseSysCache(tuple);
	return plain;
}

/* Its only row, in the page that is locked. */
static Form_pg_sequence_data
data_of(Relation relation, Buffer buffer)
{
	Page		page = BufferGetPage(buffer);
	HeapTupleHeader row;

	if (PageGetMaxOffsetNumber(page) != FirstOffsetNumber)
		elog(ERROR, "sequence \"%s\" is not one row",
			 RelationGetRelationName(relation));
	row = (HeapTupleHeader) PageGetItem(page,
										PageGetItemId(page,
													  FirstOffsetNumber));
	return (Form_pg_sequence_data) ((char *) row + row->t_hoff);
}

/* The first of so many values; false if there are not so many left. */
static bool
advance(Relation relation, Buffer buffer, int64 end, int count, int64 *first)
{
	Form_pg_sequence_data data = data_of(relation, buffer);
	int64		last;

	*first = data->last_value + (data->is_called ? 1 : 0);
	if (pg_add_s64_overflow(*first, count - 1, &last) || last > end)
		return false;
	START_CRIT_SECTION();
	data->last_value = last;
	data->is_called = true;
	data->log_cnt = 0;
	MarkBufferDirty(buffer);
	if (RelationNeedsWAL(relation))
		log_newpage_buffer(buffer, true);
	END_CRIT_SECTION();
	return true;
}

static bool
take(Oid sequence, int64 end, int count, int64 *first)
{
	Relation	relation = relation_open(sequence, RowExclusiveLock);
	bool		taken = false;

	if (relation->rd_rel->relkind == RELKIND_SEQUENCE)
	{
		Buffer		buffer;

		/* what is logged belongs to a transaction that is logged */
		GetTopTransactionId();
		buffer = ReadBuffer(relation, 0);
		LockBuffer(buffer, BUFFER_LOCK_EXCLUSIVE);
		taken = advance(relation, buffer, end, count, first);
		UnlockReleaseBuffer(buffer);
	}
	relation_close(relation, NoLock);
	return taken;
}

void
sheet_identities(Oid sequence, int64 *values, int count)
{
	int64		end;
	int64		first;

	if (find_end(sequence, &end) && take(sequence, end, count, &first))
		for (int i = 0; i < count; i++)
			values[i] = first + i;
	else
		for (int i = 0; i < count; i++)
			values[i] = nextval_internal(sequence, false);
}
