/*
 * ranked_run.h: how a leaf's run is laid out
 *
 * The run begins with the values' common bytes, a bit for each byte that
 * varies, and where the entries are that have whole keys: every 32nd or
 * none, but the first. Such an entry and those behind it, up to the next, are
 * a block; the best rank of each block follows. An entry is one byte of two
 * lengths, how many letters of the key before go and how many come, these
 * letters, and the varying bytes of its value. A length of 15 or more is
 * written as 15, and the rest of it in a byte of its own.
 */
#ifndef RANKED_RUN_H
#define RANKED_RUN_H

#include "ranked_page.h"

#define RANKED_RUN_HEAD		(RANKED_VALUE + 2)
#define RANKED_LONG_LENGTH	15

/* Of so many entries so many have whole keys and are not the first. */
static inline unsigned
ranked_whole_keys(size_t count, unsigned stride)
{
	return count == 0 || stride == RANKED_NO_STRIDE
		? 0 : (unsigned) ((count - 1) / stride);
}

static inline bool
ranked_is_whole(size_t ordinal, unsigned stride)
{
	return ordinal == 0 ||
		(stride != RANKED_NO_STRIDE && ordinal % stride == 0);
}

static inline unsigned
ranked_blocks(size_t count, unsigned stride)
{
	return count == 0 || stride == RANKED_NO_STRIDE
		? 0 : ranked_whole_keys(count, stride) + 1;
}

/* Where the best ranks begin in a head. */
static inline size_t
ranked_bests_at(size_t count, unsigned stride)
{
	return RANKED_RUN_HEAD + 2 * (size_t) ranked_whole_keys(count, stride);
}

static inline size_t
ranked_head_size(size_t count, unsigned stride)
{
	return ranked_bests_at(count, stride) +
		RANKED_BOUND * (size_t) ranked_blocks(count, stride);
}

#endif
