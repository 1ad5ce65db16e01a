/*
 * ranked_rows.h: the rows that a search has returned
 */
#ifndef RANKED_ROWS_H
#define RANKED_ROWS_H

#include "ranked.h"

struct ranked_rows
{
	uint64_t   *row;			/* by their hash; RANKED_NO_ROW is a free place */
	size_t		count;
	size_t		room;			/* a power of two */
};

/* False if it was there already. */
extern bool ranked_rows_add(struct ranked_rows *rows,
							const struct ranked_reader *reader, uint64_t row);
extern void ranked_rows_end(struct ranked_rows *rows,
							const struct ranked_reader *reader);

#endif
