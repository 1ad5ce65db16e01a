/*
 * ranked_delay.c: entries of many new rows, put into the index together.
 *
 * With numsight.ranked_delay a transaction keeps the entries of its new rows
 * to itself until it commits, or searches the index: nobody else could see the
 * rows before. Then they are put in order, so that each page of the tree is
 * read and written once for all entries that belong to it, and each word is
 * looked up once. Without it every row is entered as it comes.
 *
 * What is kept never outlives the subtransaction that inserted the rows: an
 * entry of a row that was rolled back could lead to another row in its place.
 */
#include "ranked_glue.h"

#include "access/genam.h"
#include "access/parallel.h"
#include "access/relation.h"
#include "access/xact.h"
#include "miscadmin.h"
#include "utils/guc.h"
#include "utils/memutils.h"

#include "compat.h"

#define WINDOW		4096		/* entries that are put in order at a time */
#define LOCKED		64			/* pages changed before others may write */

/* The new rows of one index. */
struct delayed
{
	Oid			index;
	struct delayed *next;
	MemoryContext memory;
	MemoryContext row;			/* of the row that is being kept */
	struct ranked_gather *gather;
};

/* Their entries in order, a window of them at hand. */
struct sorted
{
	struct ranked_gather *gather;
	bool		ended;			/* none comes behind the window */
	size_t		count;			/* in the window */
	struct ranked_entry *window;
};

bool		ranked_delay = false;

static MemoryContext delayed_memory = NULL; /* of the transaction */
static struct delayed *all_delayed = NULL;

/* ---- what is kept ---- */

static struct delayed *
delayed_of(Oid index)
{
	struct delayed *one = all_delayed;

	while (one != NULL && one->index != index)
		one = one->next;
	return one;
}

static struct delayed *
begin_delayed(Oid index)
{
	struct delayed *one;
	MemoryContext before;

	if (delayed_memory == NULL)
		delayed_memory = AllocSetContextCreate(TopTransactionContext,
											   "ranked delay",
											   ALLOCSET_DEFAULT_SIZES);
	one = MemoryContextAllocZero(delayed_memory, sizeof(*one));
	one->index = index;
	one->memory = AllocSetContextCreate(delayed_memory, "ranked delay index",
										ALLOCSET_DEFAULT_SIZES);
	one->row = AllocSetContextCreate(one->memory, "ranked delay row",
									 ALLOCSET_SMALL_SIZES);
	before = MemoryContextSwitchTo(one->memory);
	one->gather = ranked_gather_begin();
	MemoryContextSwitchTo(before);
	one->next = all_delayed;
	all_delayed = one;
	return one;
}

static void
forget(Oid index)
{
	struct delayed **link = &all_delayed;

	while (*link != NULL && (*link)->index != index)
		link = &(*link)->next;
	if (*link != NULL)
	{
		struct delayed *one = *link;

		*link = one->next;
		MemoryContextDelete(one->memory);
		pfree(one);
	}
}

/* ---- in order ---- */

/* What was taken makes room in the window for what follows. */
static void
advance(struct sorted *sorted, size_t taken)
{
	sorted->count -= taken;
	memmove(sorted->window, sorted->window + taken,
			sorted->count * sizeof(*sorted->window));
	while (sorted->count < WINDOW && !sorted->ended)
	{
		const struct ranked_entry *entry = ranked_gather_next(sorted->gather);

		if (entry == NULL)
			sorted->ended = true;
		else
			sorted->window[sorted->count++] = *entry;
	}
}

static void
insert_sorted(struct ranked_pages *pages, struct sorted *sorted)
{
	advance(sorted, 0);
	while (sorted->count > 0)
	{
		Buffer		lock = ranked_pages_lock(pages);
		size_t		taken = 0;

		for (int i = 0; i < LOCKED && taken < sorted->count; i++)
		{
			/* the end of the window may not be the end of a page's entries */
			if (sorted->count - taken < WINDOW / 2 && !sorted->ended)
				break;
			taken += ranked_insert_sorted(&pages->writer,
										  sorted->window + taken,
										  sorted->count - taken);
		}
		UnlockReleaseBuffer(lock);
		CHECK_FOR_INTERRUPTS();
		advance(sorted, taken);
	}
}

static void
insert_all(struct ranked_pages *pages, struct ranked_gather *gather)
{
	struct sorted sorted = {
		.gather = gather, .window = palloc(WINDOW * sizeof(*sorted.window))
	};

	insert_sorted(pages, &sorted);
}

/*
 * Into an index that is empty, page by page; nobody comes to them before the
 * root is written, which is last. False if it is not empty any more.
 */
static bool
load_all(struct ranked_pages *pages, struct ranked_gather *gather)
{
	Buffer		lock = ranked_pages_lock(pages);
	bool		empty = ranked_is_empty(&pages->writer.reader);

	if (empty)
	{
		struct ranked_load *load = ranked_load_begin(&pages->writer);
		const struct ranked_entry *entry;

		pages->whole = true;
		while ((entry = ranked_gather_next(gather)) != NULL)
			ranked_load_add(load, entry);
		ranked_load_end(load);
		pages->whole = false;
	}
	UnlockReleaseBuffer(lock);
	return empty;
}

static void
flush_into(struct delayed *one, Relation index)
{
	struct ranked_pages pages;
	bool		empty;

	ranked_pages_begin(&pages, index);
	empty = ranked_is_empty(&pages.writer.reader);
	ranked_gather_sort(one->gather, empty ? NULL : &pages.writer.reader);
	if (!empty || !load_all(&pages, one->gather))
		insert_all(&pages, one->gather);
}

/* An index that is no more needs no entries. */
static void
flush(struct delayed *one)
{
	MemoryContext before = MemoryContextSwitchTo(one->memory);
	Relation	index = try_relation_open(one->index, RowExclusiveLock);

	if (index != NULL)
	{
		flush_into(one, index);
		relation_close(index, NoLock);
	}
	MemoryContextSwitchTo(before);
	forget(one->index);
}

static void
flush_all(void)
{
	while (all_delayed != NULL)
		flush(all_delayed);
}

/* The memory goes with the transaction, or now. */
static void
forget_all(void)
{
	if (delayed_memory != NULL)
		MemoryContextDelete(delayed_memory);
	delayed_memory = NULL;
	all_delayed = NULL;
}

/* ---- what other files ask for ---- */

bool
ranked_delays(void)
{
	return ranked_delay && !IsParallelWorker();
}

void
ranked_delay_row(Relation index, Datum value, uint64 row)
{
	struct delayed *one = delayed_of(RelationGetRelid(index));
	MemoryContext before;
	struct ranked_subject subject;

	if (one == NULL)
		one = begin_delayed(RelationGetRelid(index));
	before = MemoryContextSwitchTo(one->row);
	ranked_subject_of(index, value, &subject);
	MemoryContextSwitchTo(one->memory);
	ranked_gather_add(one->gather, &subject, row);
	MemoryContextSwitchTo(before);
	MemoryContextReset(one->row);
	if (ranked_gather_size(one->gather) > maintenance_work_mem * (Size) 1024)
		flush(one);
}

/* Before the index is searched. */
void
ranked_delay_flush(Oid index)
{
	struct delayed *one = delayed_of(index);

	if (one != NULL)
		flush(one);
}

/* What is built anew is built of the rows, these among them. */
void
ranked_delay_forget(Oid index)
{
	forget(index);
}

/* ---- transactions ---- */

static void
at_transaction(XactEvent event, void *context)
{
	if (event == XACT_EVENT_PRE_COMMIT || event == XACT_EVENT_PRE_PREPARE)
		flush_all();
	else if (event == XACT_EVENT_ABORT)
		forget_all();
	else if (event == XACT_EVENT_COMMIT || event == XACT_EVENT_PREPARE)
		forget_all();
}

static void
at_subtransaction(SubXactEvent event, SubTransactionId mine,
				  SubTransactionId parent, void *context)
{
	if (event == SUBXACT_EVENT_START_SUB || event == SUBXACT_EVENT_PRE_COMMIT_SUB)
		flush_all();
	else if (event == SUBXACT_EVENT_ABORT_SUB)
		forget_all();
}

void
ranked_delay_begin(void)
{
	DefineCustomBoolVariable("numsight.ranked_delay",
							 "Enters new rows into ranked indexes at the end of the transaction.",
							 "For transactions that insert many rows; what is kept back takes up to maintenance_work_mem.",
							 &ranked_delay, false, PGC_USERSET, 0,
							 NULL, NULL, NULL);
	RegisterXactCallback(at_transaction, NULL);
	RegisterSubXactCallback(at_subtransaction, NULL);
}
