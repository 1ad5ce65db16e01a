/*
 * ranked_cache.h: the inner pages that a search has read
 *
 * A search comes to a few inner pages again and again. A copy that has become
 * old leads to what it led to when it was read; what was split since is found
 * to the right.
 */
#ifndef RANKED_CACHE_H
#define RANKED_CACHE_H

#include "ranked_read.h"

/* The reader's own, or one for the time being if it has none. */
extern struct ranked_cache *ranked_cache_use(const struct ranked_reader *reader);
extern void ranked_cache_leave(struct ranked_cache *cache);

extern struct ranked_cache *ranked_cache_begin(const struct ranked_reader *reader);
extern void ranked_cache_end(struct ranked_cache *cache);

/* An inner page is there until the cache ends, a leaf until the next is read. */
extern const struct ranked_copy *ranked_cache_read(struct ranked_cache *cache,
												   uint32_t block, int level);

/* Room for so many numbers, until the next time. */
extern uint64_t *ranked_cache_room(struct ranked_cache *cache, size_t count);

#endif
