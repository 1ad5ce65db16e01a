/* ranked_sweep.c: entries in the order of their keys, and how many there are */
#include <string.h>

#include "ranked_cache.h"

/* A sweep in progress: what was handed over last, what is left out. */
struct sweep
{
	const struct ranked_reader *reader;
	struct ranked_cache *cache;
	const struct ranked_range *range;
	ranked_visit visit;
	void	   *context;
	struct ranked_entry last;
	size_t		left_out;		/* with so many letters of the last */
	bool		ended;
	struct ranked_entry *entries;	/* of one leaf */
	size_t		room;
};

static void
corrupt(const struct ranked_reader *reader, const struct ranked_copy *copy,
		const char *what)
{
	reader->corrupt(reader->context, copy->block, what);
}

/* Whether all from low on and before upper begins with what is left out. */
static bool
is_left_out(const struct sweep *sweep, const struct ranked_entry *low,
			const struct ranked_entry *upper)
{
	return upper != NULL && sweep->left_out <= RANKED_KEY_MAX &&
		ranked_shared(&sweep->last, low) >= sweep->left_out &&
		ranked_shared(&sweep->last, upper) >= sweep->left_out;
}

static void
keep_last(struct sweep *sweep, const struct ranked_entry *entry, size_t shared)
{
	struct ranked_entry *last = &sweep->last;

	memcpy(last->key + shared, entry->key + shared, entry->length - shared);
	last->length = entry->length;
	last->rank = entry->rank;
	last->row = entry->row;
}

/* Unless it is left out, or the last one stands for it. */
static bool
hand_over(struct sweep *sweep, const struct ranked_entry *entry, size_t shared)
{
	if (shared >= sweep->left_out ||
		(shared == entry->length && ranked_entry_covers(&sweep->last, entry)))
		return false;
	sweep->left_out = sweep->visit(sweep->context, entry, shared);
	keep_last(sweep, entry, shared);
	sweep->ended = sweep->left_out == 0;
	return true;
}

/*
 * The letters shared with the entry handed over last are the fewest that two
 * neighbours share from there on, if all of them were seen.
 */
static size_t
shared_in_run(const struct sweep *sweep, const struct ranked_cursor *cursor,
			  size_t shared)
{
	if (shared == 0 || cursor->shared == 0 || sweep->range->may_pass != NULL)
		return ranked_shared(&sweep->last, &cursor->entry);
	return cursor->shared < shared ? cursor->shared : shared;
}

static void
make_room(struct sweep *sweep, size_t room)
{
	if (room <= sweep->room)
		return;
	sweep->room = room;
	sweep->entries =
		sweep->reader->reallocate(sweep->reader->context, sweep->entries,
								  room * sizeof(*sweep->entries));
}

/* What a leaf's tail has of the range, in order: how many. */
static size_t
read_tail(struct sweep *sweep, const struct ranked_copy *copy)
{
	struct ranked_scan scan;
	size_t		count = 0;

	ranked_scan_begin(&scan, &copy->view, sweep->range);
	ranked_cursor_skip_run(&scan.cursor);
	make_room(sweep, 2 * (ranked_leaf_limit(&copy->view) - copy->view.count));
	while (ranked_scan_next(&scan))
	{
		ranked_cursor_value(&scan.cursor);
		sweep->entries[count++] = scan.cursor.entry;
	}
	if (scan.cursor.wrong != NULL)
		corrupt(sweep->reader, copy, scan.cursor.wrong);
	return ranked_entries_settle(sweep->entries, 0, count);
}

/* The tail's entries from one on that come before another, or all: the next. */
static size_t
hand_over_tail(struct sweep *sweep, size_t from, size_t count,
			   const struct ranked_entry *before)
{
	while (from < count && !sweep->ended &&
		   (before == NULL ||
			ranked_compare(&sweep->entries[from], before) < 0))
	{
		hand_over(sweep, &sweep->entries[from],
				  ranked_shared(&sweep->last, &sweep->entries[from]));
		from++;
	}
	return from;
}

/* What is left out of the run, as far as its side of the range is known. */
static void
pass_left_out(const struct sweep *sweep, struct ranked_scan *scan)
{
	if (sweep->left_out > RANKED_KEY_MAX || sweep->left_out < scan->decided)
		return;
	if (scan->cursor.shared == 0)
		ranked_cursor_leap(&scan->cursor, sweep->left_out);
	ranked_cursor_pass_alike(&scan->cursor, sweep->left_out);
}

/*
 * The run is in order, and what the tail has is put between; what the copy
 * holds is there meanwhile. Of the run most is left out without a look at the
 * tail, of which the same is left out.
 */
static void
sweep_leaf(struct sweep *sweep, const struct ranked_copy *copy)
{
	size_t		count = copy->view.lower > copy->view.run_end
		? read_tail(sweep, copy) : 0;
	size_t		next = 0;
	size_t		shared = 0;
	struct ranked_scan scan;

	ranked_scan_begin(&scan, &copy->view, sweep->range);
	while (!sweep->ended && ranked_scan_next(&scan) &&
		   scan.cursor.ordinal <= copy->view.count)
	{
		struct ranked_entry *entry = &scan.cursor.entry;

		shared = shared_in_run(sweep, &scan.cursor, shared);
		if (shared < sweep->left_out)
		{
			ranked_cursor_value(&scan.cursor);
			next = hand_over_tail(sweep, next, count, entry);
			if (count > 0)
				shared = ranked_shared(&sweep->last, entry);
			if (hand_over(sweep, entry, shared))
				shared = RANKED_KEY_MAX;
		}
		if (shared >= sweep->left_out)
			pass_left_out(sweep, &scan);
	}
	if (scan.cursor.wrong != NULL)
		corrupt(sweep->reader, copy, scan.cursor.wrong);
	hand_over_tail(sweep, next, count, NULL);
}

/* The page to the right of a copy, which is no more when it is read. */
static const struct ranked_copy *
read_right(struct ranked_cache *cache, const struct ranked_reader *reader,
		   const struct ranked_copy *copy)
{
	struct ranked_frame frame = copy->view.frame;

	copy = ranked_cache_read(cache, frame.right, frame.level);
	if (copy->view.frame.bounded &&
		ranked_compare(&copy->view.frame.high, &frame.high) <= 0)
		corrupt(reader, copy, "it ends before its left neighbour");
	return copy;
}

/* A page, and those to its right up to a fence, if it was split lately. */
static void
sweep_leaves(struct sweep *sweep, uint32_t block,
			 const struct ranked_entry *upper)
{
	const struct ranked_copy *copy = ranked_cache_read(sweep->cache, block, 0);

	sweep_leaf(sweep, copy);
	while (!sweep->ended &&
		   ranked_goes_on(&copy->view.frame, upper, sweep->range))
	{
		copy = read_right(sweep->cache, sweep->reader, copy);
		sweep_leaf(sweep, copy);
	}
}

static void
sweep_links(struct sweep *sweep, const struct ranked_copy *copy)
{
	const struct ranked_view *view = &copy->view;
	struct ranked_entry upper;
	struct ranked_link link;
	unsigned	first;

	if (!ranked_range_first(sweep->range, view, &first))
		corrupt(sweep->reader, copy, "it has no links");
	for (unsigned i = first; i < view->count && !sweep->ended; i++)
	{
		bool		bounded = ranked_inner_upper(view, i, &upper);

		if (!ranked_inner_link(view, i, &link))
			corrupt(sweep->reader, copy, "a link is broken");
		if (i > first && !ranked_range_reaches(sweep->range, &link.low))
			break;
		if (!is_left_out(sweep, &link.low, bounded ? &upper : NULL) &&
			ranked_range_may_hold(sweep->range, &link.low,
								  bounded ? &upper : NULL))
			sweep_leaves(sweep, link.child, bounded ? &upper : NULL);
	}
}

/* The page of this level, or of the lowest there is, for keys of a fence. */
static const struct ranked_copy *
descend(struct ranked_cache *cache, const struct ranked_reader *reader,
		const struct ranked_entry *fence, int to)
{
	const struct ranked_copy *copy = ranked_cache_read(cache, RANKED_ROOT,
													   RANKED_ANY_LEVEL);
	struct ranked_link link;
	unsigned	i;

	for (;;)
	{
		while (copy->view.frame.bounded &&
			   ranked_compare(&copy->view.frame.high, fence) <= 0)
			copy = read_right(cache, reader, copy);
		if (copy->view.frame.level <= to)
			return copy;
		if (!ranked_inner_find(&copy->view, fence, &i) ||
			!ranked_inner_link(&copy->view, i, &link))
			corrupt(reader, copy, "a link is broken");
		copy = ranked_cache_read(cache, link.child,
								 copy->view.frame.level - 1);
	}
}

/*
 * The pages above the leaves one by one, each found from the root: what is
 * split meanwhile is seen once and whole.
 */
static void
sweep_all(struct sweep *sweep)
{
	struct ranked_entry fence;

	ranked_fence_of_key(sweep->range->low, sweep->range->low_length, &fence);
	while (!sweep->ended)
	{
		const struct ranked_copy *above = descend(sweep->cache, sweep->reader,
												  &fence, 1);

		/* which a leaf is no more when its neighbour is read */
		bool		bounded = above->view.frame.bounded;
		struct ranked_entry high = above->view.frame.high;

		if (above->view.frame.level == 0)
			sweep_leaf(sweep, above);
		else
			sweep_links(sweep, above);
		if (!bounded || !ranked_range_reaches(sweep->range, &high))
			return;
		fence = high;
	}
}

void
ranked_sweep(const struct ranked_reader *reader,
			 const struct ranked_range *range,
			 ranked_visit visit, void *context)
{
	struct sweep sweep = {
		.reader = reader, .range = range, .visit = visit,
		.context = context, .left_out = RANKED_SWEEP_ON
	};

	sweep.cache = ranked_cache_use(reader);
	sweep.room = 1;
	sweep.entries = reader->allocate(reader->context, sizeof(*sweep.entries));
	sweep_all(&sweep);
	reader->release(reader->context, sweep.entries);
	ranked_cache_leave(sweep.cache);
}

/* ---- one key ---- */

/* Go to the entries of a key in the leaf where they begin. */
static void
begin_key(const struct ranked_copy *copy, const uint8_t *key, size_t length,
		  struct ranked_range *range, struct ranked_scan *scan)
{
	memset(range, 0, sizeof(*range));
	range->low_length = (uint8_t) length;
	memcpy(range->low, key, length);
	ranked_scan_begin(scan, &copy->view, range);
}

/* The next of them; the run ends with the first of another key. */
static bool
next_of_key(const struct ranked_reader *reader,
			const struct ranked_copy *copy, struct ranked_scan *scan)
{
	const struct ranked_range *range = scan->range;
	struct ranked_entry *entry = &scan->cursor.entry;

	while (ranked_scan_next(scan))
	{
		if (entry->length == range->low_length &&
			memcmp(entry->key, range->low, entry->length) == 0)
		{
			ranked_cursor_value(&scan->cursor);
			return true;
		}
		ranked_cursor_skip_run(&scan->cursor);
	}
	if (scan->cursor.wrong != NULL)
		corrupt(reader, copy, scan->cursor.wrong);
	return false;
}

/* The best in one leaf: false if there is none. */
static bool
find_in_leaf(const struct ranked_reader *reader,
			 const struct ranked_copy *copy,
			 const uint8_t *key, size_t length, struct ranked_entry *best)
{
	struct ranked_range range;
	struct ranked_scan scan;
	bool		found = false;

	begin_key(copy, key, length, &range, &scan);
	while (next_of_key(reader, copy, &scan))
	{
		if (!found || ranked_compare(&scan.cursor.entry, best) < 0)
			*best = scan.cursor.entry;
		found = true;
	}
	return found;
}

/* Only a leaf that ends within the key's entries has more to its right. */
static bool
ends_within(const struct ranked_view *view, const uint8_t *key, size_t length)
{
	return view->frame.bounded && view->frame.high.length == length &&
		memcmp(view->frame.high.key, key, length) == 0;
}

bool
ranked_find(const struct ranked_reader *reader, const uint8_t *key,
			size_t length, struct ranked_entry *entry)
{
	struct ranked_cache *cache = ranked_cache_use(reader);
	const struct ranked_copy *copy;
	struct ranked_entry fence;
	bool		found;

	ranked_fence_of_key(key, length, &fence);
	copy = descend(cache, reader, &fence, 0);
	found = find_in_leaf(reader, copy, key, length, entry);
	while (!found && ends_within(&copy->view, key, length))
	{
		fence = copy->view.frame.high;
		copy = descend(cache, reader, &fence, 0);
		found = find_in_leaf(reader, copy, key, length, entry);
	}
	ranked_cache_leave(cache);
	return found;
}

bool
ranked_holds(const struct ranked_reader *reader,
			 const struct ranked_entry *entry)
{
	struct ranked_cache *cache = ranked_cache_use(reader);
	const struct ranked_copy *copy = descend(cache, reader, entry, 0);
	struct ranked_range range;
	struct ranked_scan scan;
	bool		found = false;

	begin_key(copy, entry->key, entry->length, &range, &scan);
	while (!found && next_of_key(reader, copy, &scan))
		found = ranked_compare(&scan.cursor.entry, entry) == 0;
	ranked_cache_leave(cache);
	return found;
}

/* ---- how many ---- */

/* Of a page's links the number that reach into the range, and the first. */
static unsigned
count_links(const struct ranked_reader *reader,
			const struct ranked_copy *copy, const struct ranked_range *range,
			unsigned *first)
{
	struct ranked_link link;
	unsigned	i;

	if (!ranked_range_first(range, &copy->view, first))
		corrupt(reader, copy, "it has no links");
	for (i = *first + 1; i < copy->view.count; i++)
	{
		if (!ranked_inner_link(&copy->view, i, &link))
			corrupt(reader, copy, "a link is broken");
		if (!ranked_range_reaches(range, &link.low))
			break;
	}
	return i - *first;
}

static double
count_entries(const struct ranked_reader *reader,
			  const struct ranked_copy *copy,
			  const struct ranked_range *range)
{
	struct ranked_scan scan;
	double		count = 0;

	ranked_scan_begin(&scan, &copy->view, range);
	while (ranked_scan_next(&scan))
		count++;
	if (scan.cursor.wrong != NULL)
		corrupt(reader, copy, scan.cursor.wrong);
	return count;
}

/*
 * Down the range's left side to the first page where it takes in more than a
 * few links, whose subtrees are taken to be as large as this one's.
 */
double
ranked_estimate(const struct ranked_reader *reader,
				const struct ranked_range *range)
{
	enum
	{
		FEW = 2, IN_A_LEAF = 400, IN_AN_INNER = 250
	};
	struct ranked_range keys = *range;
	struct ranked_cache *cache = ranked_cache_use(reader);
	const struct ranked_copy *copy = ranked_cache_read(cache, RANKED_ROOT,
													   RANKED_ANY_LEVEL);
	struct ranked_link link;
	unsigned	first;
	unsigned	links = 0;
	double		count = 1;

	keys.may_pass = NULL;
	while (copy->view.frame.level > 0)
	{
		links = count_links(reader, copy, &keys, &first);
		if (links > FEW)
			break;
		count = links;
		if (!ranked_inner_link(&copy->view, first, &link))
			corrupt(reader, copy, "a link is broken");
		copy = ranked_cache_read(cache, link.child,
								 copy->view.frame.level - 1);
	}
	if (copy->view.frame.level == 0)
		count *= count_entries(reader, copy, &keys);
	else
	{
		count *= links * (double) IN_A_LEAF;
		for (int level = copy->view.frame.level; level > 1; level--)
			count *= IN_AN_INNER;
	}
	ranked_cache_leave(cache);
	return count;
}
