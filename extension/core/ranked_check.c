/*
 * ranked_check.c: is a tree what it should be?
 *
 * Nobody may write meanwhile. Each page must end where the link behind it
 * begins, lead to its neighbour, hold what lies between its fences, in order,
 * and nothing of a better rank than its link says.
 */
#include "ranked_read.h"

#include <string.h>

/* What is known of a page before it is read. */
struct expected
{
	uint32_t	block;
	int			level;
	bool		bounded;
	uint64_t	bound;
	struct ranked_entry low;
	struct ranked_entry upper;
};

struct check
{
	const struct ranked_reader *reader;
	struct ranked_sizes *sizes;
	uint32_t	right[RANKED_LEVELS];	/* neighbour of the last page read */
	bool		seen[RANKED_LEVELS];
};

static void
require(const struct check *check, uint32_t block, bool holds,
		const char *otherwise)
{
	if (!holds)
		check->reader->corrupt(check->reader->context, block, otherwise);
}

static void
check_frame(struct check *check, const struct expected *expected,
			const struct ranked_view *view)
{
	unsigned	level = view->frame.level;

	require(check, expected->block, !check->seen[level] ||
			check->right[level] == expected->block,
			"its left neighbour does not lead to it");
	require(check, expected->block,
			view->frame.bounded == expected->bounded &&
			(!expected->bounded ||
			 ranked_compare(&view->frame.high, &expected->upper) == 0),
			"it does not end where its parent says");
	check->seen[level] = true;
	check->right[level] = view->frame.right;
}

static void
check_place(const struct check *check, const struct expected *expected,
			const struct ranked_entry *at)
{
	require(check, expected->block,
			ranked_compare(at, &expected->low) >= 0 &&
			(!expected->bounded || ranked_compare(at, &expected->upper) < 0),
			"something of it belongs to another page");
}

/* The best of its block is what the head of the run says. */
static void
check_bests(const struct check *check, const struct expected *expected,
			const struct ranked_view *view)
{
	struct ranked_cursor cursor;
	unsigned	block = 0;
	uint64_t	best = 0;

	ranked_cursor_begin(&cursor, view);
	if (cursor.wrong != NULL || ranked_leaf_blocks(view) == 0)
		return;
	while (ranked_cursor_pass(&cursor))
	{
		uint64_t	rank = ranked_cursor_rank(&cursor);

		best = rank > best ? rank : best;
		if (cursor.to_whole > 0 && cursor.ordinal < view->count)
			continue;
		require(check, expected->block,
				ranked_leaf_best(view, block++) == best,
				"the best rank of a block is another");
		best = 0;
	}
}

static void
check_leaf(struct check *check, const struct expected *expected,
		   const struct ranked_copy *copy)
{
	struct ranked_entry last = {.length = 0};
	struct ranked_cursor cursor;

	ranked_cursor_begin(&cursor, &copy->view);
	while (ranked_cursor_next(&cursor))
	{
		ranked_cursor_value(&cursor);
		require(check, expected->block, cursor.ordinal == 1 ||
				cursor.ordinal > copy->view.count ||
				ranked_compare(&last, &cursor.entry) < 0,
				"its run is out of order");
		require(check, expected->block,
				cursor.entry.rank <= expected->bound,
				"an entry is better than its parent says");
		check_place(check, expected, &cursor.entry);
		last = cursor.entry;
		check->sizes->entries++;
	}
	require(check, expected->block, cursor.wrong == NULL, cursor.wrong);
	check_bests(check, expected, &copy->view);
	check->sizes->leaves++;
}

static void check_page(struct check *check, const struct expected *expected);

static void
check_inner(struct check *check, const struct expected *expected,
			const struct ranked_copy *copy)
{
	const struct ranked_view *view = &copy->view;
	struct expected child = {.level = (int) view->frame.level - 1};
	struct ranked_link link;

	require(check, expected->block, view->count > 0, "it has no links");
	for (unsigned i = 0; i < view->count; i++)
	{
		require(check, expected->block, ranked_inner_link(view, i, &link),
				"a link is broken");
		check_place(check, expected, &link.low);
		require(check, expected->block, i == 0
				? ranked_compare(&link.low, &expected->low) == 0
				: ranked_compare(&child.low, &link.low) < 0,
				"its links are out of order");
		require(check, expected->block, link.bound <= expected->bound,
				"a link is better than its parent says");
		child.block = link.child;
		child.bound = link.bound;
		child.low = link.low;
		child.bounded = ranked_inner_upper(view, i, &child.upper);
		check_page(check, &child);
	}
	check->sizes->inner++;
}

/* As deep as the tree: a child's level is one less than its parent's. */
static void
check_page(struct check *check, const struct expected *expected)
{
	const struct ranked_reader *reader = check->reader;
	struct ranked_copy *copy = reader->allocate(reader->context,
												sizeof(*copy));

	ranked_copy_read(reader, expected->block, expected->level, copy);
	check_frame(check, expected, &copy->view);
	if (expected->level == RANKED_ANY_LEVEL)
		check->sizes->levels = copy->view.frame.level + 1;
	check->sizes->used += copy->view.lower + RANKED_TRAILER;
	if (copy->view.frame.level == 0)
		check_leaf(check, expected, copy);
	else
		check_inner(check, expected, copy);
	reader->release(reader->context, copy);
}

void
ranked_check(const struct ranked_reader *reader, struct ranked_sizes *sizes)
{
	struct check check = {.reader = reader, .sizes = sizes};
	struct expected root = {
		.block = RANKED_ROOT, .level = RANKED_ANY_LEVEL,
		.bound = RANKED_RANK_MAX
	};

	memset(sizes, 0, sizeof(*sizes));
	ranked_fence_of_key((const uint8_t *) "", 0, &root.low);
	check_page(&check, &root);
	for (unsigned level = 0; level < sizes->levels; level++)
		require(&check, RANKED_ROOT, check.right[level] == 0,
				"a level does not end with its last page");
}
