/* ranked_sweep.c: entries in the order of their keys, and how many there are */
#include <string.h>

#include "ranked_cache.h"

/* A sweep in progress: what was handed over last, and what is wanted yet. */
struct sweep
{
	const struct ranked_reader *reader;
	struct ranked_cache *cache;
	struct ranked_range range;	/* its low goes on with what is left out */
	ranked_visit visit;
	void	   *context;
	struct ranked_entry last;
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

/*
 * Go on from the first key that is neither left out nor before what is: false
 * if that may be the next.
 */
static bool
leave_out(struct sweep *sweep, const struct ranked_entry *entry,
		  size_t left_out)
{
	struct ranked_range *range = &sweep->range;
	size_t		length = left_out & UINT8_MAX;
	size_t		letter = left_out >> 8;

	if (length > entry->length)
		return false;
	while (length > 0 && letter == 0)
		if (entry->key[--length] < UINT8_MAX)
			letter = entry->key[length++] + 1u;
	memcpy(range->low, entry->key, length);
	range->low_length = (uint8_t) length;
	if (length > 0)
		range->low[length - 1] = (uint8_t) letter;
	sweep->ended = length == 0 ||
		(range->high_length > 0 &&
		 ranked_compare_keys(range->low, length, range->high,
							 range->high_length) >= 0);
	return true;
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

/* Unless the last one stands for it. Whether something is left out behind it. */
static bool
hand_over(struct sweep *sweep, const struct ranked_entry *entry)
{
	size_t		shared = ranked_shared(&sweep->last, entry);
	size_t		left_out;

	if (shared == entry->length && ranked_entry_covers(&sweep->last, entry))
		return false;
	left_out = sweep->visit(sweep->context, entry, shared);
	keep_last(sweep, entry, shared);
	sweep->ended = left_out == 0;
	return left_out > 0 && leave_out(sweep, entry, left_out);
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

	ranked_scan_begin(&scan, &copy->view, &sweep->range);
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

static bool
is_left_out(const struct sweep *sweep, const struct ranked_entry *entry)
{
	return ranked_compare_keys(entry->key, entry->length, sweep->range.low,
							   sweep->range.low_length) < 0;
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
		if (!is_left_out(sweep, &sweep->entries[from]))
			hand_over(sweep, &sweep->entries[from]);
		from++;
	}
	return from;
}

/*
 * The run is in order, and what the tail has is put between; what the copy
 * holds is there meanwhile.
 */
static void
sweep_leaf(struct sweep *sweep, const struct ranked_copy *copy)
{
	size_t		count = copy->view.lower > copy->view.run_end
		? read_tail(sweep, copy) : 0;
	size_t		next = 0;
	struct ranked_scan scan;

	ranked_scan_begin(&scan, &copy->view, &sweep->range);
	while (!sweep->ended && ranked_scan_next(&scan) &&
		   scan.cursor.ordinal <= copy->view.count)
	{
		size_t		from = next;

		ranked_cursor_value(&scan.cursor);
		next = hand_over_tail(sweep, next, count, &scan.cursor.entry);
		if (sweep->ended || (next > from && !ranked_scan_again(&scan)))
			continue;
		if (hand_over(sweep, &scan.cursor.entry))
			ranked_scan_leave(&scan);
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
		   ranked_goes_on(&copy->view.frame, upper, &sweep->range))
	{
		copy = read_right(sweep->cache, sweep->reader, copy);
		sweep_leaf(sweep, copy);
	}
}

/* The first link from one on that may hold what is wanted yet. */
static unsigned
next_link(const struct sweep *sweep, const struct ranked_copy *copy,
		  unsigned from)
{
	unsigned	i;

	if (!ranked_range_first(&sweep->range, &copy->view, &i))
		corrupt(sweep->reader, copy, "it has no links");
	return i < from ? from : i;
}

static void
sweep_links(struct sweep *sweep, const struct ranked_copy *copy)
{
	const struct ranked_view *view = &copy->view;
	struct ranked_entry upper;
	struct ranked_link link;
	unsigned	first = next_link(sweep, copy, 0);

	for (unsigned i = first; i < view->count && !sweep->ended;
		 i = next_link(sweep, copy, i + 1))
	{
		bool		bounded = ranked_inner_upper(view, i, &upper);

		if (!ranked_inner_link(view, i, &link))
			corrupt(sweep->reader, copy, "a link is broken");
		if (i > first && !ranked_range_reaches(&sweep->range, &link.low))
			break;
		if (ranked_range_may_hold(&sweep->range, &link.low,
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

	ranked_fence_of_key(sweep->range.low, sweep->range.low_length, &fence);
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
		if (!bounded || !ranked_range_reaches(&sweep->range, &high))
			return;
		ranked_fence_of_key(sweep->range.low, sweep->range.low_length, &fence);
		if (ranked_compare(&fence, &high) < 0)
			fence = high;
	}
}

void
ranked_sweep(const struct ranked_reader *reader,
			 const struct ranked_range *range,
			 ranked_visit visit, void *context)
{
	struct sweep sweep = {
		.reader = reader, .range = *range, .visit = visit,
		.context = context
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
