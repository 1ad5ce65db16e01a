/*
 * ranked_walk.c: the entries of a range, best rank first.
 *
 * A queue holds the pages that were read and those that are to be read, each
 * with the best that it has left: a link's bound or an entry's rank. The top
 * of the queue is an entry, which is the next, or a link, whose page is read
 * and put into the queue. A page stands there as a copy, which is the cache's:
 * none is kept open. Of a leaf with few entries in the range only these are
 * kept; of one in the midst of it the best are read first, and the rest if
 * it is wanted.
 */
#include <string.h>

#include "ranked_cache.h"
#include "ranked_glance.h"

/* What a page still has: rank and place in one number, the best first. */
#define FEW_TAKEN	8
#define ENTRIES_KEPT	32		/* of a leaf, whose copy is left to others */
#define PLACE_BITS	16
#define PLACE_MAX	((UINT64_C(1) << PLACE_BITS) - 1)

struct page
{
	uint32_t	block;
	unsigned	level;
	size_t		count;			/* of order */
	unsigned	taken;
	uint64_t   *order;			/* the best is the first; a heap, if many were taken */
	struct ranked_entry *entries;	/* in order of place; NULL: in the copy */
	struct ranked_copy *copy;	/* kept as long as the page, if it is needed */
};

/* A page to be read, and what is known of it. */
struct later
{
	uint32_t	block;
	int			level;
	bool		bounded;		/* has an upper fence */
	bool		right;			/* of a page that ends at the low fence */
	uint64_t	most;			/* entries of better ranks have come */
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
	bool		words;			/* entries have no rows */
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

/* An entry's rank and place, if the rank is not too good: how many. */
static size_t
put_order(uint64_t *order, const struct ranked_cursor *cursor, uint64_t most)
{
	uint64_t	rank = ranked_cursor_rank(cursor);

	*order = order_of(rank, cursor->ordinal - 1);
	return rank <= most;
}

/*
 * The places of a leaf's entries, in the order in which they lie there. Of a
 * run that is wanted as a whole nobody looks at the keys.
 */
static size_t
collect_entries(const struct ranked_walk *walk,
				const struct ranked_copy *copy, uint64_t most,
				uint64_t *order)
{
	struct ranked_scan scan;
	size_t		count = 0;

	ranked_scan_begin(&scan, &copy->view, &walk->range);
	if (ranked_wants_run(&copy->view, &walk->range))
		while (ranked_cursor_pass(&scan.cursor))
			count += put_order(&order[count], &scan.cursor, most);
	while (ranked_scan_next(&scan))
		count += put_order(&order[count], &scan.cursor, most);
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
	page->count = count;
	page->taken = 0;
	page->entries = NULL;
	page->copy = NULL;
	return page;
}

/* The page becomes a user of its copy. */
static struct page *
keep_copy(const struct ranked_walk *walk, struct ranked_copy *copy,
		  const uint64_t *order, size_t count)
{
	struct page *page = allocate_page(walk, count, 0);

	memcpy(page->order, order, count * sizeof(*order));
	page->copy = copy;
	copy->users++;
	return page;
}

static struct page *
allocate_entries(const struct ranked_walk *walk, size_t count)
{
	struct page *page = allocate_page(walk, count, count *
									  sizeof(struct ranked_entry));

	page->entries = (struct ranked_entry *) (page->order + count);
	return page;
}

static void
set_entry(struct page *page, size_t i, const struct ranked_entry *entry)
{
	page->entries[i] = *entry;
	page->order[i] = order_of(entry->rank, i);
}

/* Only the entries in these places, of which there is one. */
static struct page *
keep_entries(const struct ranked_walk *walk, const struct ranked_copy *copy,
			 const uint64_t *order, size_t count)
{
	struct page *page = allocate_entries(walk, count);
	struct ranked_cursor cursor;

	ranked_cursor_begin(&cursor, &copy->view);
	ranked_cursor_near(&cursor, (unsigned) place_of(order[0]));
	for (size_t i = 0; i < count; i++)
	{
		do
			if (!ranked_cursor_next(&cursor))
				corrupt(walk, copy->block, "its entries are not those counted");
		while (cursor.ordinal <= place_of(order[i]));
		ranked_cursor_value(&cursor);
		set_entry(page, i, &cursor.entry);
	}
	return page;
}

static void
drop_page(const struct ranked_walk *walk, struct page *page)
{
	if (page->copy != NULL)
		ranked_cache_drop(walk->cache, page->copy);
	release(walk, page);
}

static void
push_page(struct ranked_walk *walk, struct page *page, uint32_t block,
		  unsigned level)
{
	page->block = block;
	page->level = level;
	order_best(page->order, page->count);
	items_push(walk, (struct item) {
			   .priority = priority_of(page), .page = page});
}

/* A page's neighbour, where a split put part of what a link led to. */
static void
push_right(struct ranked_walk *walk, uint32_t block,
		   const struct ranked_frame *frame, const struct later *from,
		   uint64_t bound)
{
	struct later right = *from;

	if (from->right && frame->bounded &&
		ranked_compare(&frame->high, &from->low) <= 0)
		corrupt(walk, block, "it ends before its left neighbour");
	if (!ranked_goes_on(frame, from->bounded ? &from->upper : NULL,
						&walk->range))
		return;
	right.block = frame->right;
	right.level = frame->level;
	right.right = true;
	right.low = frame->high;
	push_later(walk, bound, &right);
}

/* ---- at a glance ---- */

struct look
{
	struct ranked_walk *walk;
	struct ranked_glance glance;
};

/* Words have no row and may get a better rank before the rest is read. */
static bool
look_at_leaf(void *context, const struct ranked_view *view)
{
	struct look *look = context;
	struct ranked_walk *walk = look->walk;

	if (!ranked_glance(view, &walk->range, &look->glance))
		return false;
	walk->words = look->glance.entry[0].row == RANKED_NO_ROW;
	return !walk->words;
}

/* The best entries, and what the leaf has behind them when that is wanted. */
static void
push_glance(struct ranked_walk *walk, const struct ranked_glance *glance,
			const struct later *wanted, uint64_t bound)
{
	struct page *page = allocate_entries(walk, glance->count);
	struct later rest = *wanted;

	push_right(walk, wanted->block, &glance->frame, wanted, bound);
	for (size_t i = 0; i < glance->count; i++)
		set_entry(page, i, &glance->entry[i]);
	push_page(walk, page, wanted->block, 0);
	rest.bounded = true;
	rest.upper = glance->frame.high;
	rest.most = glance->rest;
	push_later(walk, glance->rest, &rest);
}

/* ---- pages ---- */

/* What a copied page has in the range. */
static void
push_copy(struct ranked_walk *walk, struct ranked_copy *copy,
		  const struct later *wanted, uint64_t bound)
{
	unsigned	level = copy->view.frame.level;
	size_t		limit = level > 0 ? copy->view.count
		: ranked_leaf_limit(&copy->view);
	uint64_t   *order = ranked_cache_room(walk->cache, limit + 1);
	size_t		count;

	push_right(walk, copy->block, &copy->view.frame, wanted, bound);
	count = level > 0 ? collect_links(walk, copy, order)
		: collect_entries(walk, copy, wanted->most, order);
	if (count == 0)
		return;
	push_page(walk, level == 0 && count <= ENTRIES_KEPT
			  ? keep_entries(walk, copy, order, count)
			  : keep_copy(walk, copy, order, count), copy->block, level);
}

/* Of a leaf that nothing was read of the best entries, if that is possible. */
static void
read_page(struct ranked_walk *walk, const struct later *wanted,
		  uint64_t bound)
{
	struct look look;
	bool		glance = wanted->level == 0 && !walk->words &&
		walk->range.may_pass == NULL && wanted->most == RANKED_RANK_MAX;
	struct ranked_copy *copy;

	look.walk = walk;
	copy = ranked_cache_look(walk->cache, wanted->block, wanted->level,
							 glance ? look_at_leaf : NULL, &look);
	if (copy != NULL)
		push_copy(walk, copy, wanted, bound);
	else
		push_glance(walk, &look.glance, wanted, bound);
}

static void
read_child(struct ranked_walk *walk)
{
	struct page *page = walk->items[0].page;
	uint64_t	bound = walk->items[0].priority >> 1;
	unsigned	i = (unsigned) take_first(walk);
	struct later child = {
		.level = (int) page->level - 1, .most = RANKED_RANK_MAX
	};
	struct ranked_link link;

	if (!ranked_inner_link(&page->copy->view, i, &link))
		corrupt(walk, page->block, "a link is broken");
	child.block = link.child;
	child.bounded = ranked_inner_upper(&page->copy->view, i, &child.upper);
	if (page->count == 0)
		drop_page(walk, page);
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
		ranked_cursor_begin(&cursor, &page->copy->view);
		ranked_cursor_near(&cursor, (unsigned) place);
		while (cursor.ordinal <= place && ranked_cursor_next(&cursor))
			continue;
		ranked_cursor_value(&cursor);
		*entry = cursor.entry;
	}
	if (page->count == 0)
		drop_page(walk, page);
}

/* ---- the walk ---- */

struct ranked_walk *
ranked_walk_begin(const struct ranked_reader *reader,
				  const struct ranked_range *range, uint64_t bound)
{
	struct ranked_walk *walk = reader->allocate(reader->context,
												sizeof(*walk));
	struct later root = {
		.block = RANKED_ROOT, .level = RANKED_ANY_LEVEL,
		.most = RANKED_RANK_MAX
	};

	walk->reader = reader;
	walk->cache = ranked_cache_use(reader);
	walk->range = *range;
	walk->words = false;
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
		if (walk->items[i].page != NULL)
			drop_page(walk, walk->items[i].page);
		else
			release(walk, walk->items[i].later);
	ranked_cache_leave(walk->cache);
	release(walk, walk->items);
	release(walk, walk);
}
