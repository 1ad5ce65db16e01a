/*
 * ranked_glance.c: the best entries of a leaf, without the others
 *
 * Of a leaf in the midst of a range mostly one entry is wanted, since its rank
 * is among the best of all. It is in the block of the best rank: only that is
 * gone through, and while the page is open, instead of a copy of all of it.
 */
#include "ranked_glance.h"

/* The best rank of a tail's entries in the range. */
static uint64_t
best_of_tail(const struct ranked_view *view, const struct ranked_range *range)
{
	struct ranked_scan scan;
	uint64_t	best = 0;

	ranked_scan_begin(&scan, view, range);
	ranked_cursor_skip_run(&scan.cursor);
	while (ranked_scan_next(&scan))
		if (ranked_cursor_rank(&scan.cursor) > best)
			best = ranked_cursor_rank(&scan.cursor);
	return best;
}

/* The best block, and in rest the best of all others. */
static unsigned
best_block(const struct ranked_view *view, uint64_t *rest)
{
	unsigned	best = 0;

	for (unsigned i = 1; i < ranked_leaf_blocks(view); i++)
	{
		uint64_t	rank = ranked_leaf_best(view, i);
		uint64_t	best_rank = ranked_leaf_best(view, best);
		uint64_t	other = rank > best_rank ? best_rank : rank;

		if (rank > best_rank)
			best = i;
		if (other > *rest)
			*rest = other;
	}
	return best;
}

static void
take_block(const struct ranked_view *view, unsigned block,
		   struct ranked_glance *glance)
{
	unsigned	first = block * view->stride;
	struct ranked_cursor cursor;

	ranked_cursor_begin(&cursor, view);
	ranked_cursor_near(&cursor, first);
	while (cursor.ordinal < first + view->stride &&
		   cursor.ordinal < view->count && ranked_cursor_next(&cursor))
	{
		if (ranked_cursor_rank(&cursor) <= glance->rest)
			continue;
		ranked_cursor_value(&cursor);
		glance->entry[glance->count++] = cursor.entry;
	}
}

bool
ranked_glance(const struct ranked_view *view,
			  const struct ranked_range *range, struct ranked_glance *glance)
{
	struct ranked_cursor cursor;
	unsigned	best;

	ranked_cursor_begin(&cursor, view);
	if (cursor.wrong != NULL || view->stride != RANKED_STRIDE ||
		ranked_leaf_blocks(view) < 2 || range->may_pass != NULL ||
		!ranked_wants_run(view, range))
		return false;
	glance->frame = view->frame;
	glance->count = 0;
	glance->rest = best_of_tail(view, range);
	best = best_block(view, &glance->rest);
	take_block(view, best, glance);
	return glance->count > 0;
}
