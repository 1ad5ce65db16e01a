/*
 * ranked_left.h: what a page of a walk has left, the best first
 *
 * Each is a rank and a place in the page, in one number: the better rank is
 * the greater one, and at the same rank the lower place.
 */
#ifndef RANKED_LEFT_H
#define RANKED_LEFT_H

#include <stddef.h>
#include <stdint.h>

#define RANKED_PLACE_BITS	16
#define RANKED_PLACE_MAX	((UINT64_C(1) << RANKED_PLACE_BITS) - 1)

struct ranked_left
{
	size_t		count;
	unsigned	taken;
	uint64_t   *order;			/* the best is the first; a heap, if many were taken */
};

static inline uint64_t
ranked_left_of(uint64_t rank, size_t place)
{
	return rank << RANKED_PLACE_BITS | (RANKED_PLACE_MAX - place);
}

/* Of the best. */
static inline uint64_t
ranked_left_rank(const struct ranked_left *left)
{
	return left->order[0] >> RANKED_PLACE_BITS;
}

static inline size_t
ranked_place_of(uint64_t order)
{
	return RANKED_PLACE_MAX - (order & RANKED_PLACE_MAX);
}

/* They were put there in any order, and there is one. */
extern void ranked_left_begin(struct ranked_left *left);
/* Take the best: its place. */
extern size_t ranked_left_take(struct ranked_left *left);
/* One more, for which there is room; it is not better than what was taken. */
extern void ranked_left_add(struct ranked_left *left, uint64_t order);

#endif
