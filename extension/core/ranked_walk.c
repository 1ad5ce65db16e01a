/*
 * ranked_walk.c: the entries of a range, best rank first.
 *
 * A queue holds the pages that were read and those that are to be read, each
 * with the best that it has left: a link's bound or an entry's rank. The top
 * of the queue is an entry, which is the next, or a link, whose page is read
 * and put into the queue. None is kept open. Of a leaf in the midst of the
 * range the best are read first, and the rest if it is wanted.
 */

#include "ranked_glance.h"
#include "ranked_part.h"

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
	struct ranked_part *part;	/* or */
	struct later *later;
};

struct ranked_walk
{
	struct ranked_parts parts;	/* of the pages that were read */
	bool		words;			/* entries have no rows */
	size_t		count;
	size_t		room;
	struct item *items;			/* a heap */
};

static void *
allocate(const struct ranked_walk *walk, size_t size)
{
	const struct ranked_reader *reader = walk->parts.reader;

	return reader->allocate(reader->context, size);
}

static void
release(const struct ranked_walk *walk, void *memory)
{
	const struct ranked_reader *reader = walk->parts.reader;

	reader->release(reader->context, memory);
}

/* ---- the queue ---- */

/* At the same rank, an entry comes before what may have another. */
static uint64_t
priority_of(const struct ranked_part *part)
{
	return ranked_left_rank(&part->left) << 1 | !ranked_part_leads_on(part);
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
	const struct ranked_reader *reader = walk->parts.reader;
	size_t		i = walk->count;

	if (walk->count == walk->room)
	{
		walk->room *= 2;
		walk->items = reader->reallocate(reader->context, walk->items,
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

/* The first part has less than before. */
static void
settle_first(struct ranked_walk *walk)
{
	struct ranked_part *part = walk->items[0].part;

	if (part->left.count == 0)
	{
		items_drop_first(walk);
		ranked_part_end(&walk->parts, part);
		return;
	}
	walk->items[0].priority = priority_of(part);
	items_sink(walk, 0);
}

static void
push_part(struct ranked_walk *walk, struct ranked_part *part)
{
	items_push(walk, (struct item) {.priority = priority_of(part), .part = part});
}

/* ---- reading pages ---- */

static void
corrupt(const struct ranked_walk *walk, uint32_t block, const char *what)
{
	const struct ranked_reader *reader = walk->parts.reader;

	reader->corrupt(reader->context, block, what);
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
						&walk->parts.range))
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

	if (!ranked_glance(view, &walk->parts.range, &look->glance))
		return false;
	walk->words = look->glance.entry[0].row == RANKED_NO_ROW;
	return !walk->words;
}

/* The best entries, and what the leaf has behind them when that is wanted. */
static void
push_glance(struct ranked_walk *walk, const struct ranked_glance *glance,
			const struct later *wanted, uint64_t bound)
{
	struct later rest = *wanted;

	push_right(walk, wanted->block, &glance->frame, wanted, bound);
	push_part(walk, ranked_part_taken(&walk->parts, wanted->block,
									  glance->entry, glance->count));
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
	struct ranked_part *part;

	push_right(walk, copy->block, &copy->view.frame, wanted, bound);
	part = ranked_part_of(&walk->parts, copy, wanted->most);
	if (part != NULL)
		push_part(walk, part);
}

/* Of a leaf that nothing was read of the best entries, if that is possible. */
static void
read_page(struct ranked_walk *walk, const struct later *wanted,
		  uint64_t bound)
{
	struct look look;
	bool		glance = wanted->level == 0 && !walk->words &&
		wanted->most == RANKED_RANK_MAX;
	struct ranked_copy *copy;

	look.walk = walk;
	copy = ranked_cache_look(walk->parts.cache, wanted->block, wanted->level,
							 glance ? look_at_leaf : NULL, &look);
	if (copy != NULL)
		push_copy(walk, copy, wanted, bound);
	else
		push_glance(walk, &look.glance, wanted, bound);
}

static void
read_child(struct ranked_walk *walk)
{
	struct ranked_part *part = walk->items[0].part;
	const struct ranked_view *view = &part->copy->view;
	uint64_t	bound = walk->items[0].priority >> 1;
	unsigned	i = (unsigned) ranked_left_take(&part->left);
	struct later child = {
		.level = (int) part->level - 1, .most = RANKED_RANK_MAX
	};
	struct ranked_link link;

	if (!ranked_inner_link(view, i, &link))
		corrupt(walk, part->block, "a link is broken");
	child.block = link.child;
	child.bounded = ranked_inner_upper(view, i, &child.upper);
	settle_first(walk);
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
read_block(struct ranked_walk *walk)
{
	ranked_part_open(&walk->parts, walk->items[0].part);
	settle_first(walk);
}

static void
take_entry(struct ranked_walk *walk, struct ranked_entry *entry)
{
	struct ranked_part *part = walk->items[0].part;

	ranked_part_entry(part, ranked_left_take(&part->left), entry);
	settle_first(walk);
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

	walk->parts.reader = reader;
	walk->parts.cache = ranked_cache_use(reader);
	walk->parts.range = *range;
	walk->parts.copies = 0;
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
		const struct ranked_part *part = walk->items[0].part;

		if (part == NULL)
			read_later(walk);
		else if (part->level > 0)
			read_child(walk);
		else if (ranked_part_leads_on(part))
			read_block(walk);
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
		if (walk->items[i].part != NULL)
			ranked_part_end(&walk->parts, walk->items[i].part);
		else
			release(walk, walk->items[i].later);
	ranked_cache_leave(walk->parts.cache);
	release(walk, walk->items);
	release(walk, walk);
}
