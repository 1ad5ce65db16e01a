/*
 * ranked_load.c: a whole tree, bottom up, from entries in order.
 *
 * Of each level one page is being filled. When it is full it is written, with
 * the next one's number as its neighbour, and its link goes to the level
 * above. What is the only page of its level in the end is the root.
 */
#include "ranked_page.h"

#include <string.h>

/* Pages are filled to four fifths, so that the first inserts find room. */
#define FILL		(RANKED_CONTENT_SIZE - RANKED_CONTENT_SIZE / 5 - \
					 RANKED_FENCE_MAX)
/* No page filled so holds more, of the smallest entries and links. */
#define ENTRIES_MAX	(RANKED_LOOSE_RUN / (1 + RANKED_VALUE) + 1)
#define LINKS_MAX	(RANKED_CONTENT_SIZE / 13)

/* The page of a level that is being filled. */
struct level
{
	uint32_t	block;			/* 0 until a page of the level is full */
	struct ranked_entry low;
	size_t		count;
	size_t		size;			/* of the links */
	struct ranked_link *links;	/* not of the leaves */
};

struct ranked_load
{
	const struct ranked_writer *writer;
	unsigned	levels;
	struct level level[RANKED_LEVELS];
	struct ranked_run run;		/* of the leaf */
	uint64_t	best;
	struct ranked_entry *entries;
};

static void *
allocate(const struct ranked_load *load, size_t size)
{
	const struct ranked_reader *reader = &load->writer->reader;

	return reader->allocate(reader->context, size);
}

static void
release(const struct ranked_load *load, void *memory)
{
	const struct ranked_reader *reader = &load->writer->reader;

	reader->release(reader->context, memory);
}

static uint32_t
extend(const struct ranked_load *load)
{
	uint32_t	block;

	load->writer->extend(load->writer->reader.context, &block);
	return block;
}

static void
begin_page(struct level *level, uint32_t block,
		   const struct ranked_entry *low)
{
	level->block = block;
	level->low = *low;
	level->count = 0;
	level->size = 0;
}

static void
add_level(struct ranked_load *load)
{
	struct level *level = &load->level[load->levels];
	struct ranked_entry lowest;

	ranked_fence_of_key((const uint8_t *) "", 0, &lowest);
	begin_page(level, 0, &lowest);
	level->links = load->levels == 0 ? NULL
		: allocate(load, LINKS_MAX * sizeof(*level->links));
	load->levels++;
}

static void
write_page(struct ranked_load *load, unsigned i, uint32_t block,
		   struct ranked_frame *frame)
{
	const struct level *level = &load->level[i];
	uint8_t    *page = load->writer->edit(load->writer->reader.context,
										  block);

	frame->level = (uint8_t) i;
	if (i == 0)
		ranked_leaf_write_run(page, frame, load->entries, &load->run.sum);
	else
		ranked_inner_write(page, frame, level->links, level->count);
	load->writer->commit(load->writer->reader.context);
}

static uint64_t
best_of(const struct ranked_load *load, unsigned i)
{
	const struct level *level = &load->level[i];
	uint64_t	best = 0;

	if (i == 0)
		return load->best;
	for (size_t link = 0; link < level->count; link++)
		if (level->links[link].bound > best)
			best = level->links[link].bound;
	return best;
}

static void add_link(struct ranked_load *load, unsigned i,
					 const struct ranked_link *link);

/* Write a level's page, which ends at a fence, and begin its neighbour. */
static void
close_page(struct ranked_load *load, unsigned i,
		   const struct ranked_entry *high)
{
	struct level *level = &load->level[i];
	struct ranked_frame frame = {.bounded = high != NULL};
	struct ranked_link link = {.low = level->low};

	if (level->block == 0)
	{
		level->block = extend(load);
		load->writer->commit(load->writer->reader.context);
	}
	link.child = level->block;
	link.bound = best_of(load, i);
	if (high != NULL)
	{
		frame.right = extend(load);
		load->writer->commit(load->writer->reader.context);
		frame.high = *high;
	}
	write_page(load, i, level->block, &frame);
	if (high != NULL)
		begin_page(level, frame.right, high);
	if (i + 1 == load->levels)
		add_level(load);
	add_link(load, i + 1, &link);
}

static void
add_link(struct ranked_load *load, unsigned i, const struct ranked_link *link)
{
	struct level *level = &load->level[i];

	if (level->size + ranked_link_size(link) > FILL)
		close_page(load, i, &link->low);
	level->links[level->count++] = *link;
	level->size += ranked_link_size(link);
}

static void
close_leaf(struct ranked_load *load, const struct ranked_entry *next)
{
	struct ranked_entry fence;

	ranked_fence_between(&load->entries[load->level[0].count - 1], next,
						 &fence);
	close_page(load, 0, &fence);
	ranked_run_begin(&load->run, RANKED_STRIDE);
	load->best = 0;
}

struct ranked_load *
ranked_load_begin(const struct ranked_writer *writer)
{
	const struct ranked_reader *reader = &writer->reader;
	struct ranked_load *load = reader->allocate(reader->context,
												sizeof(*load));

	load->writer = writer;
	load->levels = 0;
	load->best = 0;
	load->entries = allocate(load, ENTRIES_MAX * sizeof(*load->entries));
	ranked_run_begin(&load->run, RANKED_STRIDE);
	add_level(load);
	return load;
}

void
ranked_load_add(struct ranked_load *load, const struct ranked_entry *entry)
{
	struct level *leaf = &load->level[0];
	struct ranked_sum before = load->run.sum;

	if (leaf->count > 0 &&
		ranked_entry_covers(&load->entries[leaf->count - 1], entry))
		return;
	ranked_run_add(&load->run, entry);
	if (ranked_run_size(&load->run) > FILL ||
		ranked_run_loose(&load->run) > RANKED_LOOSE_RUN)
	{
		load->run.sum = before;
		close_leaf(load, entry);
		ranked_run_add(&load->run, entry);
	}
	load->entries[leaf->count++] = *entry;
	if (entry->rank > load->best)
		load->best = entry->rank;
}

/* The last page of each level, and the only one of the topmost as the root. */
void
ranked_load_end(struct ranked_load *load)
{
	struct ranked_frame frame = {.bounded = false};

	for (unsigned i = 0; i < load->levels; i++)
	{
		if (load->level[i].block != 0)
			close_page(load, i, NULL);
		else
			write_page(load, i, RANKED_ROOT, &frame);
		if (i > 0)
			release(load, load->level[i].links);
	}
	release(load, load->entries);
	release(load, load);
}
