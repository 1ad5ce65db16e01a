/*
 * ranked_part.c: what a page has in the range of a walk, best rank first
 *
 * Of a leaf with few entries in the range only these are kept. One that lies
 * in the range as a whole is gone through block by block, each when its best
 * rank is among the best of all; until too many pages would have to be kept
 * for that.
 */
#include "ranked_part.h"

#include <string.h>

#define ENTRIES_KEPT	32		/* of a leaf, whose copy is left to others */
#define COPIES_KEPT		64		/* of pages that are gone through later */
#define BLOCK			0x8000u /* of a place: a block that is not gone through */

#define ALIGNED(size)	(((size) + 7) & ~(size_t) 7)

static void
corrupt(const struct ranked_parts *parts, uint32_t block, const char *what)
{
	parts->reader->corrupt(parts->reader->context, block, what);
}

/* ---- entries ---- */

/* An entry's rank and place, if the rank is not too good: how many. */
static size_t
put_order(uint64_t *order, const struct ranked_cursor *cursor, uint64_t most)
{
	uint64_t	rank = ranked_cursor_rank(cursor);

	*order = ranked_left_of(rank, cursor->ordinal - 1);
	return rank <= most;
}

/* The blocks of a leaf's run, and no better than what has come of them. */
static size_t
put_blocks(uint64_t *order, const struct ranked_view *view, uint64_t most)
{
	unsigned	blocks = ranked_leaf_blocks(view);

	for (unsigned i = 0; i < blocks; i++)
	{
		uint64_t	best = ranked_leaf_best(view, i);

		order[i] = ranked_left_of(best < most ? best : most, BLOCK | i);
	}
	return blocks;
}

/* The entries of a leaf's run, all of which are in the range. */
static size_t
put_run(uint64_t *order, struct ranked_cursor *cursor,
		const struct ranked_range *range, uint64_t most)
{
	struct ranked_passed passed[RANKED_STRIDE];
	unsigned	blocks = ranked_leaf_blocks(cursor->view);
	size_t		count = 0;

	for (unsigned i = 0; i < blocks && cursor->wrong == NULL; i++)
	{
		size_t		more = ranked_cursor_block(cursor, i, range, most, passed);

		for (size_t j = 0; j < more; j++)
			order[count++] = ranked_left_of(passed[j].rank, passed[j].ordinal);
	}
	return count;
}

/* Whether a leaf's run consists of blocks and is in the range. */
static bool
has_blocks(const struct ranked_view *view, const struct ranked_range *range)
{
	return view->stride == RANKED_STRIDE && ranked_leaf_blocks(view) > 1 &&
		ranked_wants_run(view, range);
}

/*
 * The places of a leaf's entries, in the order in which they lie there; of its
 * run those of its blocks, if these are to be gone through one by one.
 */
static size_t
collect_entries(const struct ranked_parts *parts,
				const struct ranked_copy *copy, bool by_blocks, uint64_t most,
				uint64_t *order)
{
	const struct ranked_view *view = &copy->view;
	struct ranked_scan scan;
	size_t		count = 0;

	ranked_scan_begin(&scan, view, &parts->range);
	if (scan.cursor.wrong == NULL && has_blocks(view, &parts->range))
	{
		count = by_blocks ? put_blocks(order, view, most)
			: put_run(order, &scan.cursor, &parts->range, most);
		ranked_cursor_skip_run(&scan.cursor);
	}
	while (ranked_scan_next(&scan))
		count += put_order(&order[count], &scan.cursor, most);
	if (scan.cursor.wrong != NULL)
		corrupt(parts, copy->block, scan.cursor.wrong);
	return count;
}

/* ---- links ---- */

static bool
subtree_may_hold(const struct ranked_range *range,
				 const struct ranked_view *view, unsigned i,
				 const struct ranked_link *link)
{
	struct ranked_entry upper;

	return range->may_pass == NULL ||
		!ranked_inner_upper(view, i, &upper) ||
		ranked_range_may_hold(range, &link->low, &upper);
}

static size_t
collect_links(const struct ranked_parts *parts,
			  const struct ranked_copy *copy, uint64_t *order)
{
	const struct ranked_view *view = &copy->view;
	const struct ranked_range *range = &parts->range;
	struct ranked_link link;
	size_t		count = 0;
	unsigned	i;
	unsigned	first;

	if (!ranked_range_first(range, view, &first))
		corrupt(parts, copy->block, "it has no links");
	for (i = first; i < view->count; i++)
	{
		if (!ranked_inner_link(view, i, &link))
			corrupt(parts, copy->block, "a link is broken");
		if (i > first && !ranked_range_reaches(range, &link.low))
			break;
		if (subtree_may_hold(range, view, i, &link))
			order[count++] = ranked_left_of(link.bound, i);
	}
	return count;
}

/* ---- parts ---- */

/* One with room for so much, and for its entries if they are kept. */
static struct ranked_part *
allocate(const struct ranked_parts *parts, size_t room, bool entries)
{
	const struct ranked_reader *reader = parts->reader;
	size_t		head = ALIGNED(sizeof(struct ranked_part));
	size_t		each = sizeof(uint64_t) +
		(entries ? sizeof(struct ranked_entry) : 0);
	struct ranked_part *part = reader->allocate(reader->context,
												head + room * each);

	memset(part, 0, sizeof(*part));
	part->room = room;
	part->left.order = (uint64_t *) ((uint8_t *) part + head);
	if (entries)
		part->entries = (struct ranked_entry *) (part->left.order + room);
	return part;
}

/* The part becomes a user of its copy. */
static struct ranked_part *
keep_copy(struct ranked_parts *parts, struct ranked_copy *copy,
		  const uint64_t *order, size_t count, size_t room)
{
	struct ranked_part *part = allocate(parts, room, false);

	memcpy(part->left.order, order, count * sizeof(*order));
	part->left.count = count;
	part->copy = copy;
	copy->users++;
	parts->copies++;
	return part;
}

static void
put_entry(struct ranked_part *part, const struct ranked_entry *entry)
{
	size_t		place = part->left.count++;

	part->entries[place] = *entry;
	part->left.order[place] = ranked_left_of(entry->rank, place);
}

/* Only the entries in these places. */
static struct ranked_part *
keep_entries(const struct ranked_parts *parts, const struct ranked_copy *copy,
			 const uint64_t *order, size_t count)
{
	struct ranked_part *part = allocate(parts, count, true);
	struct ranked_cursor cursor;

	ranked_cursor_begin(&cursor, &copy->view);
	for (size_t i = 0; i < count; i++)
	{
		size_t		place = ranked_place_of(order[i]);

		if (place >= cursor.ordinal + copy->view.stride)
			ranked_cursor_near(&cursor, (unsigned) place);
		do
			if (!ranked_cursor_next(&cursor))
				corrupt(parts, copy->block,
						"its entries are not those counted");
		while (cursor.ordinal <= place);
		ranked_cursor_value(&cursor);
		put_entry(part, &cursor.entry);
	}
	return part;
}

static struct ranked_part *
part_of_leaf(struct ranked_parts *parts, struct ranked_copy *copy,
			 uint64_t most)
{
	const struct ranked_view *view = &copy->view;
	bool		by_blocks = parts->copies < COPIES_KEPT &&
		has_blocks(view, &parts->range);
	size_t		room = ranked_leaf_limit(view) + ranked_leaf_blocks(view) + 1;
	uint64_t   *order = ranked_cache_room(parts->cache, room);
	size_t		count = collect_entries(parts, copy, by_blocks, most, order);

	if (count == 0)
		return NULL;
	if (by_blocks)
		return keep_copy(parts, copy, order, count, room);
	return count <= ENTRIES_KEPT ? keep_entries(parts, copy, order, count)
		: keep_copy(parts, copy, order, count, count);
}

static struct ranked_part *
part_of_inner(struct ranked_parts *parts, struct ranked_copy *copy)
{
	uint64_t   *order = ranked_cache_room(parts->cache, copy->view.count + 1);
	size_t		count = collect_links(parts, copy, order);

	return count == 0 ? NULL : keep_copy(parts, copy, order, count, count);
}

struct ranked_part *
ranked_part_of(struct ranked_parts *parts, struct ranked_copy *copy,
			   uint64_t most)
{
	struct ranked_part *part = copy->view.frame.level > 0
		? part_of_inner(parts, copy) : part_of_leaf(parts, copy, most);

	if (part == NULL)
		return NULL;
	part->block = copy->block;
	part->level = copy->view.frame.level;
	part->most = most;
	ranked_left_begin(&part->left);
	return part;
}

struct ranked_part *
ranked_part_taken(const struct ranked_parts *parts, uint32_t block,
				  const struct ranked_entry *entries, size_t count)
{
	struct ranked_part *part = allocate(parts, count, true);

	part->block = block;
	for (size_t i = 0; i < count; i++)
		put_entry(part, &entries[i]);
	ranked_left_begin(&part->left);
	return part;
}

void
ranked_part_end(struct ranked_parts *parts, struct ranked_part *part)
{
	if (part->copy != NULL)
	{
		ranked_cache_drop(parts->cache, part->copy);
		parts->copies--;
	}
	parts->reader->release(parts->reader->context, part);
}

/* ---- what it has ---- */

bool
ranked_part_leads_on(const struct ranked_part *part)
{
	return part->level > 0 ||
		(ranked_place_of(part->left.order[0]) & BLOCK) != 0;
}

void
ranked_part_open(const struct ranked_parts *parts, struct ranked_part *part)
{
	unsigned	block = (unsigned) ranked_left_take(&part->left) & ~BLOCK;
	struct ranked_passed passed[RANKED_STRIDE];
	struct ranked_cursor cursor;
	size_t		count;

	ranked_cursor_begin(&cursor, &part->copy->view);
	count = ranked_cursor_block(&cursor, block, &parts->range, part->most,
								passed);
	if (part->left.count + count > part->room)
		cursor.wrong = "it has more entries than room";
	if (cursor.wrong != NULL)
		corrupt(parts, part->block, cursor.wrong);
	for (size_t i = 0; i < count; i++)
		ranked_left_add(&part->left, ranked_left_of(passed[i].rank,
													passed[i].ordinal));
}

void
ranked_part_entry(const struct ranked_part *part, size_t place,
				  struct ranked_entry *entry)
{
	struct ranked_cursor cursor;

	if (part->entries != NULL)
	{
		*entry = part->entries[place];
		return;
	}
	ranked_cursor_begin(&cursor, &part->copy->view);
	ranked_cursor_near(&cursor, (unsigned) place);
	while (cursor.ordinal <= place && ranked_cursor_next(&cursor))
		continue;
	ranked_cursor_value(&cursor);
	*entry = cursor.entry;
}
