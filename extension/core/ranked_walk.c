/*
 * ranked_walk.c: the entries of a range, best rank first.
 *
 * A queue holds the pages that were read and those that are to be read, each
 * with the best that it has left: a link's bound or an entry's rank. The top
 * of the queue is an entry, which is the next, or a link, whose page is read
 * and put into the queue. A page stands there as a copy: none is kept open,
 * inner ones are shared with other walks of a search, and of a leaf with few
 * entries in the range only these are kept.
 */
#include <string.h>

#include "ranked_cache.h"

/* What a page still has: rank and place in one number, the best first. */
#define FEW_TAKEN	8
#define PLACE_BITS	16
#define PLACE_MAX	((UINT64_C(1) << PLACE_BITS) - 1)

struct page
{
	uint32_t	block;
	unsigned	level;
	size_t		count;			/* of order */
	unsigned	taken;
	uint64_t   *order;			/* the best is the first; a heap, if many were taken */
	struct ranked_entry *entries;	/* in order of place; NULL: in view */
	struct ranked_view view;
};

/* A page to be read, and what is known of it. */
struct later
{
	uint32_t	block;
	int			level;
	bool		bounded;		/* has an upper fence */
	bool		right;			/* of a page that ends at the low fence */
	struct ranked_entry upper;
	struct ranked_entry low;
};

struct item
{
	uint64_t	priority;
	struct page *page;			/* or */
	struct later *later;
};

struct ranked_walk
{
	const struct ranked_reader *reader;
	struct ranked_cache *cache;
	struct ranked_range range;
	size_t		count;
	size_t		room;
	struct item *items;			/* a heap */
};

#define ALIGNED(size)	(((size) + 7) & ~(size_t) 7)

static void *
allocate(const struct ranked_walk *walk, size_t size)
{
	return walk->reader->allocate(walk->reader->context, size);
}

static void
release(const struct ranked_walk *walk, void *memory)
{
	walk->reader->release(walk->reader->context, memory);
}

/* ---- what a page has left ---- */

static uint64_t
order_of(uint64_t rank, size_t place)
{
	return rank << PLACE_BITS | (PLACE_MAX - place);
}

static size_t
place_of(uint64_t order)
{
	return PLACE_MAX - (order & PLACE_MAX);
}

/*
 * Put the best first. Of the hundreds that a page has mostly few are taken: to
 * look through them each time is less than to make a heap of them.
 */
static void
order_best(uint64_t *order, size_t count)
{
	uint64_t	first = order[0];
	size_t		best = 0;

	for (size_t i = 1; i < count; i++)
		if (order[i] > order[best])
			best = i;
	order[0] = order[best];
	order[best] = first;
}

static void
order_sink(uint64_t *order, size_t count, size_t i)
{
	uint64_t	sinking = order[i];

	for (;;)
	{
		size_t		child = 2 * i + 1;

		if (child >= count)
			break;
		if (child + 1 < count && order[child + 1] > order[child])
			child++;
		if (order[child] <= sinking)
			break;
		order[i] = order[child];
		i = child;
	}
	order[i] = sinking;
}

static void
order_heap(uint64_t *order, size_t count)
{
	for (size_t i = count / 2; i-- > 0;)
		order_sink(order, count, i);
}

/* The first was taken and another is in its place. */
static void
order_next(struct page *page)
{
	page->taken++;
	if (page->taken < FEW_TAKEN)
		order_best(page->order, page->count);
	else if (page->taken == FEW_TAKEN)
		order_heap(page->order, page->count);
	else
		order_sink(page->order, page->count, 0);
}

/* ---- the queue ---- */

/* At the same rank, an entry comes before a page that may have another. */
static uint64_t
priority_of(const struct page *page)
{
	return page->order[0] >> PLACE_BITS << 1 | (page->level == 0);
}

static void
items_sink(struct ranked_walk *walk, size_t i)
{
	struct item sinking = walk->items[i];

	for (;;)
	{
		size_t		child = 2 * i + 1;

		if (child >= walk->count)
			break;
		if (child + 1 < walk->count &&
			walk->items[child + 1].priority > walk->items[child].priority)
			child++;
		if (walk->items[child].priority <= sinking.priority)
			break;
		walk->items[i] = walk->items[child];
		i = child;
	}
	walk->items[i] = sinking;
}

static void
items_push(struct ranked_walk *walk, struct item item)
{
	size_t		i = walk->count;

	if (walk->count == walk->room)
	{
		walk->room *= 2;
		walk->items =
			walk->reader->reallocate(walk->reader->context, walk->items,
									 walk->room * sizeof(*walk->items));
	}
	walk->count++;
	while (i > 0 && walk->items[(i - 1) / 2].priority < item.priority)
	{
		walk->items[i] = walk->items[(i - 1) / 2];
		i = (i - 1) / 2;
	}
	walk->items[i] = item;
}

static void
items_drop_first(struct ranked_walk *walk)
{
	walk->items[0] = walk->items[--walk->count];
	if (walk->count > 0)
		items_sink(walk, 0);
}

static void
push_later(struct ranked_walk *walk, uint64_t bound,
		   const struct later *wanted)
{
	struct later *later = allocate(walk, sizeof(*later));

	*later = *wanted;
	items_push(walk, (struct item) {.priority = bound << 1, .later = later});
}

/* Take the best of the first page: its place. */
static size_t
take_first(struct ranked_walk *walk)
{
	struct page *page = walk->items[0].page;
	size_t		place = place_of(page->order[0]);

	page->order[0] = page->order[--page->count];
	if (page->count > 0)
	{
		order_next(page);
		walk->items[0].priority = priority_of(page);
		items_sink(walk, 0);
	}
	else
		items_drop_first(walk);
	return place;
}

/* ---- reading pages ---- */

static void
corrupt(const struct ranked_walk *walk, uint32_t block, const char *what)
{
	walk->reader->corrupt(walk->reader->context, block, what);
}

/* The places of a leaf's entries, in the order in which they lie there. */
static size_t
collect_entries(const struct ranked_walk *walk,
				const struct ranked_copy *copy, uint64_t *order)
{
	struct ranked_scan scan;
	size_t		count = 0;

	ranked_scan_begin(&scan, &copy->view, &walk->range);
	while (ranked_scan_next(&scan))
	{
		order[count++] = order_of(ranked_cursor_rank(&scan.cursor),
								  scan.cursor.ordinal - 1);
	}
	if (scan.cursor.wrong != NULL)
		corrupt(walk, copy->block, scan.cursor.wrong);
	return count;
}

static bool
subtree_may_hold(const struct ranked_walk *walk,
				 const struct ranked_view *view, unsigned i,
				 const struct ranked_link *link)
{
	struct ranked_entry upper;

	return walk->range.may_pass == NULL ||
		!ranked_inner_upper(view, i, &upper) ||
		ranked_range_may_hold(&walk->range, &link->low, &upper);
}

static size_t
collect_links(const struct ranked_walk *walk, const struct ranked_copy *copy,
			  uint64_t *order)
{
	const struct ranked_view *view = &copy->view;
	struct ranked_link link;
	size_t		count = 0;
	unsigned	i;
	unsigned	first;

	if (!ranked_range_first(&walk->range, view, &first))
		corrupt(walk, copy->block, "it has no links");
	for (i = first; i < view->count; i++)
	{
		if (!ranked_inner_link(view, i, &link))
			corrupt(walk, copy->block, "a link is broken");
		if (i > first && !ranked_range_reaches(&walk->range, &link.low))
			break;
		if (subtree_may_hold(walk, view, i, &link))
			order[count++] = order_of(link.bound, i);
	}
	return count;
}

/* A page with its order, and so many bytes behind it in the same memory. */
static struct page *
allocate_page(const struct ranked_walk *walk, size_t count, size_t more)
{
	size_t		head = ALIGNED(sizeof(struct page));
	struct page *page = allocate(walk, head + count * sizeof(*page->order) +
								 more);

	page->order = (uint64_t *) ((uint8_t *) page + head);
	page->entries = NULL;
	return page;
}

/* The cache keeps the page as long as the walk. */
static struct page *
keep_inner(const struct ranked_walk *walk, const struct ranked_copy *copy,
		   size_t count)
{
	struct page *page = allocate_page(walk, count, 0);

	page->view = copy->view;
	return page;
}

/* An entry's letters are read together with what is behind them. */
static struct page *
keep_leaf(const struct ranked_walk *walk, const struct ranked_copy *copy,
		  size_t count)
{
	size_t		content = copy->view.lower + RANKED_AHEAD;
	struct page *page = allocate_page(walk, count, content);

	page->view = copy->view;
	page->view.page = memcpy(page->order + count, copy->page, content);
	return page;
}

/* Keep only what the order names; it names the kept ones afterwards. */
static struct page *
keep_entries(const struct ranked_walk *walk, const struct ranked_copy *copy,
			 uint64_t *order, size_t count)
{
	struct page *page = allocate_page(walk, count, count *
									  sizeof(struct ranked_entry));
	struct ranked_cursor cursor;

	page->entries = (struct ranked_entry *) (page->order + count);
	ranked_cursor_begin(&cursor, &copy->view);
	for (size_t i = 0; i < count; i++)
	{
		do
			if (!ranked_cursor_next(&cursor))
				corrupt(walk, copy->block, "its entries are not those counted");
		while (cursor.ordinal <= place_of(order[i]));
		ranked_cursor_value(&cursor);
		page->entries[i] = cursor.entry;
		order[i] = order_of(cursor.entry.rank, i);
	}
	return page;
}

static void
push_page(struct ranked_walk *walk, const struct ranked_copy *copy,
		  uint64_t *order, size_t count)
{
	unsigned	level = copy->view.frame.level;
	struct page *page;

	if (count == 0)
		return;
	if (level > 0)
		page = keep_inner(walk, copy, count);
	else if (count * sizeof(struct ranked_entry) < copy->view.lower)
		page = keep_entries(walk, copy, order, count);
	else
		page = keep_leaf(walk, copy, count);
	page->block = copy->block;
	page->taken = 0;
	page->level = level;
	page->count = count;
	memcpy(page->order, order, count * sizeof(*order));
	order_best(page->order, count);
	items_push(walk, (struct item) {
			   .priority = priority_of(page), .page = page});
}

/* A page's neighbour, where a split put part of what a link led to. */
static void
push_right(struct ranked_walk *walk, const struct ranked_copy *copy,
		   const struct later *from, uint64_t bound)
{
	const struct ranked_frame *frame = &copy->view.frame;
	struct later right = *from;

	if (from->right && frame->bounded &&
		ranked_compare(&frame->high, &from->low) <= 0)
		corrupt(walk, copy->block, "it ends before its left neighbour");
	if (!ranked_goes_on(&copy->view, from->bounded ? &from->upper : NULL,
						&walk->range))
		return;
	right.block = frame->right;
	right.level = frame->level;
	right.right = true;
	right.low = frame->high;
	push_later(walk, bound, &right);
}

static void
read_page(struct ranked_walk *walk, const struct later *wanted,
		  uint64_t bound)
{
	const struct ranked_copy *copy = ranked_cache_read(walk->cache,
													   wanted->block,
													   wanted->level);
	bool		inner = copy->view.frame.level > 0;
	size_t		limit = inner ? copy->view.count
		: ranked_leaf_limit(&copy->view);
	uint64_t   *order = ranked_cache_room(walk->cache, limit + 1);
	size_t		count;

	push_right(walk, copy, wanted, bound);
	count = inner ? collect_links(walk, copy, order)
		: collect_entries(walk, copy, order);
	push_page(walk, copy, order, count);
}

static void
read_child(struct ranked_walk *walk)
{
	struct page *page = walk->items[0].page;
	uint64_t	bound = walk->items[0].priority >> 1;
	unsigned	i = (unsigned) take_first(walk);
	struct later child = {.level = (int) page->level - 1};
	struct ranked_link link;

	if (!ranked_inner_link(&page->view, i, &link))
		corrupt(walk, page->block, "a link is broken");
	child.block = link.child;
	child.bounded = ranked_inner_upper(&page->view, i, &child.upper);
	if (page->count == 0)
		release(walk, page);
	read_page(walk, &child, bound);
}

static void
read_later(struct ranked_walk *walk)
{
	struct later *later = walk->items[0].later;
	uint64_t	bound = walk->items[0].priority >> 1;

	items_drop_first(walk);
	read_page(walk, later, bound);
	release(walk, later);
}

static void
take_entry(struct ranked_walk *walk, struct ranked_entry *entry)
{
	struct page *page = walk->items[0].page;
	size_t		place = take_first(walk);
	struct ranked_cursor cursor;

	if (page->entries != NULL)
		*entry = page->entries[place];
	else
	{
		ranked_cursor_begin(&cursor, &page->view);
		ranked_cursor_near(&cursor, (unsigned) place);
		while (cursor.ordinal <= place && ranked_cursor_next(&cursor))
			continue;
		ranked_cursor_value(&cursor);
		*entry = cursor.entry;
	}
	if (page->count == 0)
		release(walk, page);
}

/* ---- the walk ---- */

struct ranked_walk *
ranked_walk_begin(const struct ranked_reader *reader,
				  const struct ranked_range *range, uint64_t bound)
{
	struct ranked_walk *walk = reader->allocate(reader->context,
												sizeof(*walk));
	struct later root = {.block = RANKED_ROOT, .level = RANKED_ANY_LEVEL};

	walk->reader = reader;
	walk->cache = ranked_cache_use(reader);
	walk->range = *range;
	walk->count = 0;
	walk->room = 8;
	walk->items = allocate(walk, walk->room * sizeof(*walk->items));
	push_later(walk, bound, &root);
	return walk;
}

bool
ranked_walk_bound(const struct ranked_walk *walk, uint64_t *bound)
{
	if (walk->count == 0)
		return false;
	*bound = walk->items[0].priority >> 1;
	return true;
}

bool
ranked_walk_next(struct ranked_walk *walk, struct ranked_entry *entry)
{
	while (walk->count > 0)
	{
		if (walk->items[0].page == NULL)
			read_later(walk);
		else if (walk->items[0].page->level > 0)
			read_child(walk);
		else
		{
			take_entry(walk, entry);
			return true;
		}
	}
	return false;
}

void
ranked_walk_end(struct ranked_walk *walk)
{
	for (size_t i = 0; i < walk->count; i++)
		release(walk, walk->items[i].page != NULL
				? (void *) walk->items[i].page
				: (void *) walk->items[i].later);
	ranked_cache_leave(walk->cache);
	release(walk, walk->items);
	release(walk, walk);
}
