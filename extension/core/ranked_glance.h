/* ranked_glance.h: the best entries of a leaf, without the others */
#ifndef RANKED_GLANCE_H
#define RANKED_GLANCE_H

#include "ranked_read.h"

struct ranked_glance
{
	struct ranked_frame frame;
	size_t		count;
	struct ranked_entry entry[RANKED_STRIDE];	/* better than the rest */
	uint64_t	rest;			/* the best rank of the others */
};

/*
 * False if the leaf must be gone through: some of it is not in the range, or
 * nothing of its best block is better than all of the rest.
 */
extern bool ranked_glance(const struct ranked_view *view,
						  const struct ranked_range *range,
						  struct ranked_glance *glance);

#endif
