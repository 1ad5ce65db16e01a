/*
 * ranked_all.c: every row of a ranked tree, once, in the order of the names
 *
 * Each row stands under its name once. A sweep is taken up again behind the
 * last entry of the one before, wherever that has moved meanwhile.
 */
#include "ranked_all.h"
#include "ranked_range.h"

#include <string.h>

#define ROWS_AT_ONCE	1000

struct ranked_all
{
	const struct ranked_reader *reader;
	struct ranked_range range;
	struct ranked_entry last;
	size_t		count;
	size_t		at;
	uint64_t	row[ROWS_AT_ONCE];
};

struct ranked_all *
ranked_all_begin(const struct ranked_reader *reader)
{
	struct ranked_all *all = reader->allocate(reader->context, sizeof(*all));

	memset(all, 0, sizeof(*all));
	all->reader = reader;
	ranked_range_begin(&all->range, RANKED_NAME);
	ranked_range_prefix(&all->range);
	return all;
}

/* What comes before the last entry, or is it, was there already. */
static size_t
take(void *context, const struct ranked_entry *entry, size_t shared)
{
	struct ranked_all *all = context;

	(void) shared;
	if (all->last.length > 0 && ranked_compare(entry, &all->last) <= 0)
		return RANKED_SWEEP_ON;
	all->last = *entry;
	all->row[all->count++] = entry->row;
	return all->count < ROWS_AT_ONCE ? RANKED_SWEEP_ON : 0;
}

static void
take_more(struct ranked_all *all)
{
	all->at = 0;
	all->count = 0;
	if (all->last.length > 0)
	{
		all->range.low_length = all->last.length;
		memcpy(all->range.low, all->last.key, all->last.length);
	}
	ranked_sweep(all->reader, &all->range, take, all);
}

bool
ranked_all_next(struct ranked_all *all, uint64_t *row)
{
	if (all->at == all->count)
		take_more(all);
	if (all->count == 0)
		return false;
	*row = all->row[all->at++];
	return true;
}

void
ranked_all_end(struct ranked_all *all)
{
	all->reader->release(all->reader->context, all);
}
