/* ranked_cache.c: the pages that a search has read */
#include "ranked_cache.h"

#include <string.h>

#define COPIES_ROOM		16		/* at first; it doubles when half full */
#define LEAVES			8		/* the last ones that were read */

struct ranked_cache
{
	const struct ranked_reader *reader;
	size_t		count;
	size_t		room;
	struct ranked_copy **copy;	/* inner ones by block, hashed, or NULL */
	struct ranked_copy *leaf[LEAVES];	/* a ring, or NULL */
	unsigned	oldest;
	struct ranked_copy *next;	/* to be read into, or NULL */
	size_t		numbers;
	uint64_t   *number;
};

static void *
allocate(const struct ranked_cache *cache, size_t size)
{
	return cache->reader->allocate(cache->reader->context, size);
}

static void
release(const struct ranked_cache *cache, void *memory)
{
	if (memory != NULL)
		cache->reader->release(cache->reader->context, memory);
}

static void
make_table(struct ranked_cache *cache, size_t room)
{
	cache->room = room;
	cache->copy = allocate(cache, room * sizeof(*cache->copy));
	memset(cache->copy, 0, room * sizeof(*cache->copy));
}

struct ranked_cache *
ranked_cache_begin(const struct ranked_reader *reader)
{
	struct ranked_cache *cache = reader->allocate(reader->context,
												  sizeof(*cache));

	memset(cache, 0, sizeof(*cache));
	cache->reader = reader;
	make_table(cache, COPIES_ROOM);
	return cache;
}

void
ranked_cache_end(struct ranked_cache *cache)
{
	for (size_t i = 0; i < cache->room; i++)
		release(cache, cache->copy[i]);
	for (size_t i = 0; i < LEAVES; i++)
		release(cache, cache->leaf[i]);
	release(cache, cache->copy);
	release(cache, cache->next);
	release(cache, cache->number);
	release(cache, cache);
}

struct ranked_cache *
ranked_cache_use(const struct ranked_reader *reader)
{
	return reader->cache != NULL ? reader->cache : ranked_cache_begin(reader);
}

void
ranked_cache_leave(struct ranked_cache *cache)
{
	if (cache->reader->cache != cache)
		ranked_cache_end(cache);
}

/* Where the block's copy is or belongs. */
static struct ranked_copy **
place_of(const struct ranked_cache *cache, uint32_t block)
{
	size_t		place = block * UINT32_C(0x9e3779b9) >> 16;

	while (cache->copy[place &= cache->room - 1] != NULL &&
		   cache->copy[place]->block != block)
		place++;
	return &cache->copy[place];
}

static void
widen(struct ranked_cache *cache)
{
	struct ranked_copy **copies = cache->copy;
	size_t		room = cache->room;

	make_table(cache, 2 * room);
	for (size_t i = 0; i < room; i++)
		if (copies[i] != NULL)
			*place_of(cache, copies[i]->block) = copies[i];
	release(cache, copies);
}

static void
keep_inner(struct ranked_cache *cache, struct ranked_copy *copy)
{
	if (2 * ++cache->count > cache->room)
		widen(cache);
	*place_of(cache, copy->block) = copy;
}

void
ranked_cache_drop(struct ranked_cache *cache, struct ranked_copy *copy)
{
	if (--copy->users > 0)
		return;
	if (cache->next == NULL)
		cache->next = copy;
	else
		release(cache, copy);
}

static void
keep_leaf(struct ranked_cache *cache, struct ranked_copy *copy)
{
	struct ranked_copy **place = &cache->leaf[cache->oldest++ % LEAVES];

	if (*place != NULL)
		ranked_cache_drop(cache, *place);
	*place = copy;
}

static struct ranked_copy *
find(const struct ranked_cache *cache, uint32_t block)
{
	for (int i = 0; i < LEAVES; i++)
		if (cache->leaf[i] != NULL && cache->leaf[i]->block == block)
			return cache->leaf[i];
	return *place_of(cache, block);
}

/* The one to be read into, which stays there until it is read. */
static struct ranked_copy *
next_copy(struct ranked_cache *cache)
{
	if (cache->next == NULL)
		cache->next = allocate(cache, sizeof(*cache->next));
	return cache->next;
}

static struct ranked_copy *
keep_next(struct ranked_cache *cache)
{
	struct ranked_copy *copy = cache->next;

	cache->next = NULL;
	copy->users = 1;
	if (copy->view.frame.level > 0)
		keep_inner(cache, copy);
	else
		keep_leaf(cache, copy);
	return copy;
}

struct ranked_copy *
ranked_cache_read(struct ranked_cache *cache, uint32_t block, int level)
{
	return ranked_cache_look(cache, block, level, NULL, NULL);
}

struct ranked_copy *
ranked_cache_look(struct ranked_cache *cache, uint32_t block, int level,
				  ranked_look look, void *context)
{
	const struct ranked_reader *reader = cache->reader;
	struct ranked_copy *copy = find(cache, block);
	const uint8_t *page;

	if (copy != NULL)
	{
		if (level != RANKED_ANY_LEVEL && level != copy->view.frame.level)
			reader->corrupt(reader->context, block,
							"it is not on the level that a link says");
		reader->check(reader->context);
		return copy;
	}
	copy = next_copy(cache);
	page = ranked_copy_open(reader, block, level, &copy->view);
	if (look != NULL && look(context, &copy->view))
	{
		reader->close(reader->context, block);
		return NULL;
	}
	ranked_copy_close(reader, block, page, copy);
	return keep_next(cache);
}

uint64_t *
ranked_cache_room(struct ranked_cache *cache, size_t count)
{
	if (count > cache->numbers)
	{
		release(cache, cache->number);
		cache->number = allocate(cache, count * sizeof(*cache->number));
		cache->numbers = count;
	}
	return cache->number;
}
