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

#include <string.h>

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

/* From entry to entry of a run. */
struct ranked_step
{
	size_t		at;				/* of the entry; then of the letters that come */
	size_t		length;			/* of its key */
	size_t		shared;			/* with the key before */
};

/* One of the two lengths, with the rest that a long one has. */
static inline size_t
ranked_step_length(const struct ranked_view *view, struct ranked_step *step,
				   unsigned length)
{
	if (length == RANKED_LONG_LENGTH && step->at < view->run_end)
		return length + view->page[step->at++];
	return length;
}

/* To an entry with values of so many bytes: false if it is broken. */
static inline bool
ranked_step(const struct ranked_view *view, unsigned value,
			struct ranked_step *step)
{
	unsigned	head;
	size_t		gone;
	size_t		come;

	if (step->at >= view->run_end)
		return false;
	head = view->page[step->at++];
	gone = ranked_step_length(view, step, head >> 4);
	come = ranked_step_length(view, step, head & 15);
	if (gone > step->length || step->length - gone + come > RANKED_KEY_MAX ||
		view->run_end - step->at < come + value)
		return false;
	step->shared = step->length - gone;
	step->length = step->shared + come;
	return true;
}

/* Mostly few letters come, and what is put behind them is no part of the key. */
static inline void
ranked_step_put(const uint8_t *letters, const struct ranked_step *step,
				uint8_t key[RANKED_KEY_MAX])
{
	size_t		come = step->length - step->shared;

	if (come <= RANKED_AHEAD && step->shared + RANKED_AHEAD <= RANKED_KEY_MAX)
		memcpy(key + step->shared, letters, RANKED_AHEAD);
	else
		memcpy(key + step->shared, letters, come);
}

#endif
