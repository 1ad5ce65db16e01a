/*
 * ranked_best.c: the best entries of a range, in any order
 *
 * To go from the best to the next best is dear where many are wanted: each is
 * sought in its page. A range that holds not many more than are wanted is gone
 * through from its first key to its last, and the best are kept.
 */
#include <string.h>

#include "ranked_best.h"

/* A range of so many times what is wanted is cheaper to walk by rank. */
#define TIMES_WANTED	16

/* Of what was kept the worst stands first: a heap. */
struct place
{
	uint64_t	rank;
	int			at;
};

struct best
{
	const struct ranked_range *range;
	ranked_visit pass;
	void	   *context;
	int			most;
	int			count;
	struct place *place;
	struct ranked_entry *entry;
};

static void
sink(struct place *place, int count, struct place sinking)
{
	int			i = 0;

	for (;;)
	{
		int			child = 2 * i + 1;

		if (child >= count)
			break;
		if (child + 1 < count && place[child + 1].rank < place[child].rank)
			child++;
		if (place[child].rank >= sinking.rank)
			break;
		place[i] = place[child];
		i = child;
	}
	place[i] = sinking;
}

static void
rise(struct place *place, int i, struct place rising)
{
	while (i > 0 && place[(i - 1) / 2].rank > rising.rank)
	{
		place[i] = place[(i - 1) / 2];
		i = (i - 1) / 2;
	}
	place[i] = rising;
}

static void
keep(struct best *best, const struct ranked_entry *entry)
{
	struct place place = {entry->rank, best->count};

	if (best->count < best->most)
		rise(best->place, best->count++, place);
	else
	{
		place.at = best->place[0].at;
		sink(best->place, best->count, place);
	}
	best->entry[place.at] = *entry;
}

/* A page that is spoilt may hold keys that are none. */
static bool
is_of_range(const struct ranked_entry *entry, const struct ranked_range *range)
{
	return entry->length >= range->low_length &&
		entry->key[0] == range->low[0];
}

static size_t
visit(void *context, const struct ranked_entry *entry, size_t shared)
{
	struct best *best = context;
	size_t		left_out;

	if (!is_of_range(entry, best->range) ||
		(best->count == best->most && entry->rank <= best->place[0].rank))
		return RANKED_SWEEP_ON;
	left_out = best->pass(best->context, entry, shared);
	if (left_out == RANKED_SWEEP_ON)
		keep(best, entry);
	return left_out;
}

static void
sweep(const struct ranked_reader *reader, struct best *best,
	  ranked_take take)
{
	best->entry = reader->allocate(reader->context,
								   (size_t) best->most *
								   (sizeof(*best->entry) + sizeof(*best->place)));
	best->place = (struct place *) (best->entry + best->most);
	ranked_sweep(reader, best->range, visit, best);
	for (int i = 0; i < best->count; i++)
		take(best->context, &best->entry[i]);
	reader->release(reader->context, best->entry);
}

static void
walk(const struct ranked_reader *reader, const struct best *best,
	 ranked_take take)
{
	struct ranked_walk *walk = ranked_walk_begin(reader, best->range,
												 RANKED_RANK_MAX);
	struct ranked_entry entry;

	for (int i = 0; i < best->most && ranked_walk_next(walk, &entry); i++)
		if (is_of_range(&entry, best->range) &&
			best->pass(best->context, &entry, 0) == RANKED_SWEEP_ON)
			take(best->context, &entry);
	ranked_walk_end(walk);
}

void
ranked_best(const struct ranked_reader *reader,
			const struct ranked_range *range, int most, ranked_visit pass,
			ranked_take take, void *context)
{
	struct best best = {
		.range = range, .pass = pass, .context = context, .most = most
	};

	if (ranked_estimate(reader, range) > (double) TIMES_WANTED * most)
		walk(reader, &best, take);
	else
		sweep(reader, &best, take);
}
