/*
 * ranked_search.h: the rows of a ranked tree that match a query, best first.
 *
 * Tiers 0 to 4 are complete and in order. Where a key holds less than it takes
 * to tell, the row comes at a distance that it cannot be nearer than, to be
 * compared again by the caller. So do the rows of tier 5, of which only the
 * likeliest come: those that have the words most like the query's.
 */
#ifndef RANKED_SEARCH_H
#define RANKED_SEARCH_H

#include "name.h"
#include "ranked.h"

/* What rank means, and with it the distance of a match within its tier. */
enum ranked_order
{
	RANKED_BY_LENGTH,			/* ranked_of_length() of the folded name */
	RANKED_BY_RANK				/* whatever came with the name */
};

struct ranked_hit
{
	uint64_t	row;
	double		distance;
	bool		recheck;		/* the distance is a lower bound */
	bool		similar;		/* of tier 5, or no match at all */
};

struct ranked_search;

/* Of the tiers up to the last one that is wanted. */
extern struct ranked_search *ranked_search_begin(const struct ranked_reader *reader,
												 const struct name_query *query,
												 enum ranked_order order,
												 enum name_tier last);
extern bool ranked_search_next(struct ranked_search *search,
							   struct ranked_hit *hit);
/* The last hit's row is no more: it does not count among those that came. */
extern void ranked_search_gone(struct ranked_search *search);
extern void ranked_search_end(struct ranked_search *search);

/*
 * The distance of a match, in [0, 1]; of tier 5 that at a cost. By length it
 * is that of numsight.<~> on text as long as ranks tell lengths.
 */
extern double ranked_distance(enum ranked_order order, enum name_tier tier,
							  int cost, uint64_t rank,
							  const struct name_query *query);

/* The rank of a name that has none but its shortness. */
extern uint64_t ranked_of_length(size_t length);

#endif
