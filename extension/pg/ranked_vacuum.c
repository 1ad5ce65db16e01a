/*
 * ranked_vacuum.c: removing the entries of dead rows.
 *
 * Pages are gone through in the order of the file. A split moves entries to a
 * new page at the end only, so none is missed if the end is looked up again.
 * Pages and words stay: REINDEX makes an index small again.
 */
#include "ranked_glue.h"

#include "access/genam.h"
#include "commands/vacuum.h"
#include "storage/lmgr.h"

#include "compat.h"

struct dead
{
	IndexBulkDeleteCallback callback;
	void	   *context;
};

static bool
is_dead(void *context, uint64_t row)
{
	struct dead *dead = context;
	ItemPointerData tid;

	ranked_tid_of(row, &tid);
	return dead->callback(&tid, dead->context);
}

/* The end of the file, when nobody is about to move it. */
static BlockNumber
end_of(Relation index)
{
	bool		lock = !RELATION_IS_LOCAL(index);
	BlockNumber end;

	if (lock)
		LockRelationForExtension(index, ExclusiveLock);
	end = RelationGetNumberOfBlocks(index);
	if (lock)
		UnlockRelationForExtension(index, ExclusiveLock);
	return end;
}

IndexBulkDeleteResult *
ranked_bulk_delete(IndexVacuumInfo *info, IndexBulkDeleteResult *result,
				   IndexBulkDeleteCallback callback, void *context)
{
	struct dead dead = {.callback = callback, .context = context};
	struct ranked_pages pages;
	BlockNumber block = RANKED_ROOT;
	BlockNumber end;

	if (result == NULL)
		result = palloc0(sizeof(*result));
	ranked_pages_begin(&pages, info->index);
	pages.strategy = info->strategy;
	while (block < (end = end_of(info->index)))
		for (; block < end; block++)
		{
			compat_vacuum_delay();
			result->tuples_removed +=
				ranked_remove(&pages.writer, block, is_dead, &dead);
		}
	return result;
}

/* Rows have several entries: their number is the table's. */
IndexBulkDeleteResult *
ranked_vacuum_cleanup(IndexVacuumInfo *info, IndexBulkDeleteResult *result)
{
	if (info->analyze_only)
		return result;
	if (result == NULL)
		result = palloc0(sizeof(*result));
	result->num_pages = RelationGetNumberOfBlocks(info->index);
	result->num_index_tuples = Max(info->num_heap_tuples, 0);
	result->estimated_count = info->estimated_count;
	return result;
}
