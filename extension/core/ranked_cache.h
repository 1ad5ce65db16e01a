/*
 * ranked_cache.h: the pages that a search has read
 *
 * A search comes to a few inner pages again and again, and to a leaf for one
 * tier after another. A copy that has become old leads to what it led to when
 * it was read; what was split since is found to the right. Rows that came into
 * a leaf since are not seen by the search's snapshot, which is older.
 */
#ifndef RANKED_CACHE_H
#define RANKED_CACHE_H

#include "ranked_read.h"

/* The reader's own, or one for the time being if it has none. */
extern struct ranked_cache *ranked_cache_use(const struct ranked_reader *reader);
extern void ranked_cache_leave(struct ranked_cache *cache);

extern struct ranked_cache *ranked_cache_begin(const struct ranked_reader *reader);
extern void ranked_cache_end(struct ranked_cache *cache);

/*
 * An inner page is there until the cache ends, a leaf until a few others have
 * been read, or as long as it has users.
 */
extern struct ranked_copy *ranked_cache_read(struct ranked_cache *cache,
											 uint32_t block, int level);
/*
 * The same; but a page that is not there is looked at while it is open, and
 * neither copied nor kept if that is enough: then NULL.
 */
typedef bool (*ranked_look) (void *context, const struct ranked_view *view);
extern struct ranked_copy *ranked_cache_look(struct ranked_cache *cache,
											 uint32_t block, int level,
											 ranked_look look, void *context);
/* One user of a leaf less. */
extern void ranked_cache_drop(struct ranked_cache *cache,
							  struct ranked_copy *copy);

/* Room for so many numbers, until the next time. */
extern uint64_t *ranked_cache_room(struct ranked_cache *cache, size_t count);

#endif
