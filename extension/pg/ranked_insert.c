/* ranked_insert.c: the entries of a new row, at once or later */
#include "ranked_glue.h"

#include "nodes/execnodes.h"
#include "ranked_cache.h"
#include "utils/memutils.h"

#include "compat.h"

/*
 * The words of the name that the index does not know, or not with a rank as
 * good. Nobody is kept out meanwhile: what two writers add twice counts once.
 */
static void
add_words(struct ranked_pages *pages, const struct ranked_subject *subject,
		  struct ranked_list *list)
{
	struct ranked_reader *reader = &pages->writer.reader;
	struct ranked_text words[NAME_WORDS];
	int			count = ranked_words(subject->folded, subject->length, words);

	reader->cache = ranked_cache_begin(reader);
	for (int i = 0; i < count; i++)
	{
		struct ranked_entry known;
		uint8_t		key[RANKED_KEY_MAX];
		size_t		length = ranked_word_key(words[i].at, words[i].length, key);

		if (!ranked_find(reader, key, length, &known))
			ranked_word_keys(words[i].at, words[i].length, subject->rank,
							 ranked_list_add, list);
		else if (known.rank < subject->rank)
			ranked_word_raised(words[i].at, words[i].length, subject->rank,
							   ranked_list_add, list);
	}
	ranked_cache_end(reader->cache);
	reader->cache = NULL;
}

static void
insert_list(struct ranked_pages *pages, const struct ranked_list *list)
{
	Buffer		lock = ranked_pages_lock(pages);

	for (int i = 0; i < list->count; i++)
		ranked_insert(&pages->writer, &list->entries[i]);
	UnlockReleaseBuffer(lock);
}

static void
insert_now(Relation index, const struct ranked_subject *subject, uint64 row)
{
	struct ranked_pages pages;
	struct ranked_list list;

	ranked_pages_begin(&pages, index);
	ranked_list_begin(&list);
	add_words(&pages, subject, &list);
	ranked_keys(subject->folded, subject->length, subject->rank, row,
				ranked_list_add, &list);
	insert_list(&pages, &list);
}

bool
ranked_insert_row(Relation index, Datum *values, bool *isnull,
				  ItemPointer tid, Relation heap, IndexUniqueCheck unique,
				  bool unchanged, struct IndexInfo *info)
{
	MemoryContext memory;
	MemoryContext before;
	struct ranked_subject subject;

	if (isnull[0])
		return false;
	ranked_pages_require(index);
	if (ranked_delays() && !info->ii_Concurrent)
	{
		ranked_delay_row(index, values[0], ranked_row_of(tid));
		return false;
	}
	memory = AllocSetContextCreate(CurrentMemoryContext, "ranked insert",
								   ALLOCSET_DEFAULT_SIZES);
	before = MemoryContextSwitchTo(memory);
	ranked_subject_of(index, values[0], &subject);
	insert_now(index, &subject, ranked_row_of(tid));
	MemoryContextSwitchTo(before);
	MemoryContextDelete(memory);
	return false;
}
