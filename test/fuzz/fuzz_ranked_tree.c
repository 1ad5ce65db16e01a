/*
 * fuzz_ranked_tree.c: any entries, inserted and removed, against their number
 *
 * The input is a list of entries, each with how its key is made from the one
 * before, so that a few bytes reach long keys, equal keys and values of which
 * suddenly another byte varies. Each is inserted many times with other rows.
 */
#include "ranked_pager.h"

#define ENTRIES_MAX	1200

/* What is left to read of the input; 0 behind its end. */
struct input
{
	const uint8_t *at;
	const uint8_t *end;
};

static uint8_t
next(struct input *input)
{
	return input->at < input->end ? *input->at++ : 0;
}

static void
next_key(struct input *input, struct ranked_entry *entry)
{
	unsigned	keep = next(input) % 64;
	unsigned	add = next(input) % 64;

	if (keep < entry->length)
		entry->length = (uint8_t) keep;
	while (add-- > 0 && entry->length < RANKED_KEY_MAX)
	{
		uint8_t		byte = next(input);

		entry->key[entry->length++] = byte > 0 ? byte : 'a';
	}
}

/* A byte of the rank or of the row's higher ones becomes another. */
static void
next_value(struct input *input, struct ranked_entry *entry)
{
	unsigned	place = next(input) % 12;
	uint64_t	byte = (uint64_t) next(input) << 8 * (place % 6);

	if (place < 6)
		entry->rank = (entry->rank ^ byte) & RANKED_RANK_MAX;
	else if (place > 8)
		entry->row = (entry->row ^ byte) & RANKED_ROW_MAX;
}

static bool
is_dead(void *context, uint64_t row)
{
	(void) context;
	return row % 3 == 1;
}

static size_t
remove_some(struct pager *pager)
{
	size_t		removed = 0;

	for (uint32_t block = 1; block < pager->count; block++)
		removed += ranked_remove(&pager->writer, block, is_dead, NULL);
	return removed;
}

/* As many as were inserted, in order, the best first. */
static void
check_tree(struct pager *pager, size_t count)
{
	static const struct ranked_range all;
	struct ranked_sizes sizes;
	struct ranked_entry entry;
	struct ranked_walk *walk;
	uint64_t	last = RANKED_RANK_MAX;
	size_t		walked = 0;

	ranked_check(&pager->writer.reader, &sizes);
	walk = ranked_walk_begin(&pager->writer.reader, &all, RANKED_RANK_MAX);
	for (; ranked_walk_next(walk, &entry); walked++)
	{
		if (entry.rank > last)
			abort();
		last = entry.rank;
	}
	ranked_walk_end(walk);
	if (sizes.entries != count || walked != count || pager->held != 0)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = {data, data + size};
	struct ranked_entry entry = {.row = 0};
	struct pager pager;
	size_t		count = 0;
	size_t		inserted = 0;

	pager_begin(&pager);
	while (input.at < input.end && inserted < ENTRIES_MAX)
	{
		unsigned	times = next(&input) * 4 + 1;

		next_key(&input, &entry);
		next_value(&input, &entry);
		for (; times > 0 && inserted < ENTRIES_MAX; times--, count++)
		{
			/* the lower half of the row makes each entry another */
			entry.row = (entry.row & ~(uint64_t) 0xffffff) | ++inserted;
			ranked_insert(&pager.writer, &entry);
		}
	}
	check_tree(&pager, count);
	count -= remove_some(&pager);
	check_tree(&pager, count);
	pager_end(&pager);
	return 0;
}
