/*
 * ranked_build.c: an index of a whole table: sort all entries, load the tree.
 *
 * The entries of words are held back in a table of words with the best rank
 * of each, so that they are sorted once a word and not once a row. If words
 * are many, the table is emptied on the way; the load drops what is worse.
 */
#include "ranked_glue.h"

#include "access/tableam.h"
#include "access/xloginsert.h"
#include "catalog/index.h"
#include "catalog/pg_operator_d.h"
#include "catalog/pg_type_d.h"
#include "miscadmin.h"
#include "utils/memutils.h"
#include "utils/tuplesort.h"

#include "compat.h"

struct build
{
	Relation	index;
	Tuplesortstate *sort;
	struct ranked_words words;
	Size		words_most;		/* bytes */
	MemoryContext memory;		/* of one row */
	double		rows;
};

/* ---- entries as sorted bytes ---- */

/*
 * Key, a 0 that ends it, the complement of the rank, row: in memcmp's order,
 * which is bytea's.
 */
#define SORTED_MAX	(VARHDRSZ + RANKED_KEY_MAX + 1 + 6 + 6)

static void
store48(uint8 *out, uint64 value)
{
	for (int i = 5; i >= 0; i--, value >>= 8)
		out[i] = (uint8) value;
}

static uint64
load48(const uint8 *in)
{
	uint64		value = 0;

	for (int i = 0; i < 6; i++)
		value = value << 8 | in[i];
	return value;
}

static void
sort_entry(void *context, const struct ranked_entry *entry)
{
	struct build *build = context;
	union
	{
		bytea		value;
		char		room[SORTED_MAX];
	}			sorted;
	uint8	   *out = (uint8 *) VARDATA(&sorted.value);

	memcpy(out, entry->key, entry->length);
	out += entry->length;
	*out++ = 0;
	store48(out, RANKED_RANK_MAX - entry->rank);
	store48(out + 6, entry->row);
	SET_VARSIZE(&sorted.value, out + 12 - (uint8 *) &sorted);
	tuplesort_putdatum(build->sort, PointerGetDatum(&sorted), false);
}

static void
entry_of(bytea *sorted, struct ranked_entry *entry)
{
	const uint8 *in = (const uint8 *) VARDATA_ANY(sorted);

	entry->length = (uint8) (VARSIZE_ANY_EXHDR(sorted) - 13);
	memcpy(entry->key, in, entry->length);
	entry->rank = RANKED_RANK_MAX - load48(in + entry->length + 1);
	entry->row = load48(in + entry->length + 7);
}

/* ---- words ---- */

static void
sort_word(void *context, const char *text, size_t length, uint64 rank)
{
	ranked_word_keys(text, length, rank, sort_entry, context);
}

/* All entries of all words of the table, which is gone then. */
static void
sort_words(struct build *build)
{
	ranked_words_end(&build->words, sort_word, build);
}

static void
add_words(struct build *build, const struct ranked_subject *subject)
{
	ranked_words_add(&build->words, subject);
	if (ranked_words_size(&build->words) > build->words_most)
	{
		sort_words(build);
		ranked_words_begin(&build->words);
	}
}

/* ---- the table's rows ---- */

static void
add_row(Relation index, ItemPointer tid, Datum *values, bool *isnull,
		bool alive, void *context)
{
	struct build *build = context;
	MemoryContext before;
	struct ranked_subject subject;

	if (isnull[0])
		return;
	before = MemoryContextSwitchTo(build->memory);
	ranked_subject_of(index, values[0], &subject);
	MemoryContextSwitchTo(before);
	ranked_keys(subject.folded, subject.length, subject.rank,
				ranked_row_of(tid), sort_entry, build);
	add_words(build, &subject);
	MemoryContextReset(build->memory);
	build->rows++;
}

static void
load_sorted(struct build *build, struct ranked_pages *pages)
{
	struct ranked_load *load = ranked_load_begin(&pages->writer);
	struct ranked_entry entry;
	Datum		sorted;

	while (compat_sorted_datum(build->sort, &sorted))
	{
		CHECK_FOR_INTERRUPTS();
		entry_of((bytea *) DatumGetPointer(sorted), &entry);
		ranked_load_add(load, &entry);
		compat_free_datum(sorted);
	}
	ranked_load_end(load);
}

/* An index of no rows in pages that are not logged until all are written. */
static void
create_index(struct ranked_pages *pages, Relation index, ForkNumber fork)
{
	ranked_pages_begin(pages, index);
	pages->fork = fork;
	pages->direct = true;
	ranked_pages_create(pages);
}

/* The table of words has a quarter of the memory, the sort the rest. */
static void
begin_build(struct build *build, Relation index)
{
	int			kilobytes = maintenance_work_mem;

	build->index = index;
	build->rows = 0;
	build->words_most = kilobytes / 4 * (Size) 1024;
	build->memory = AllocSetContextCreate(CurrentMemoryContext,
										  "ranked build row",
										  ALLOCSET_DEFAULT_SIZES);
	build->sort = tuplesort_begin_datum(BYTEAOID, ByteaLessOperator,
										InvalidOid, false,
										kilobytes - kilobytes / 4, NULL,
										false);
	ranked_words_begin(&build->words);
}

static void
end_build(struct build *build, struct ranked_pages *pages)
{
	sort_words(build);
	tuplesort_performsort(build->sort);
	load_sorted(build, pages);
	tuplesort_end(build->sort);
	MemoryContextDelete(build->memory);
}

IndexBuildResult *
ranked_build(Relation heap, Relation index, struct IndexInfo *info)
{
	IndexBuildResult *result = palloc0(sizeof(*result));
	struct ranked_pages pages;
	struct build build;

	ranked_delay_forget(RelationGetRelid(index));
	create_index(&pages, index, MAIN_FORKNUM);
	begin_build(&build, index);
	result->heap_tuples = table_index_build_scan(heap, index, info, true,
												 true, add_row, &build, NULL);
	end_build(&build, &pages);
	if (RelationNeedsWAL(index))
		log_newpage_range(index, MAIN_FORKNUM, 0,
						  RelationGetNumberOfBlocks(index), true);
	result->index_tuples = build.rows;
	return result;
}

/* What an unlogged index is after a crash. */
void
ranked_build_empty(Relation index)
{
	struct ranked_pages pages;

	create_index(&pages, index, INIT_FORKNUM);
	log_newpage_range(index, INIT_FORKNUM, 0,
					  RelationGetNumberOfBlocksInFork(index, INIT_FORKNUM),
					  true);
}
