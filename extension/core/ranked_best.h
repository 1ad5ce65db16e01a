/* ranked_best.h: the best entries of a range, in any order */
#ifndef RANKED_BEST_H
#define RANKED_BEST_H

#include "ranked_range.h"

typedef void (*ranked_take) (void *context, const struct ranked_entry *entry);

/*
 * Hands over so many of the best entries of a range that pass, or all if there
 * are no more; of equals any. Of a range that holds many more, those that pass
 * of the best. What passes is answered as by a visit of a sweep, but none ends
 * it. No page is open meanwhile, and none may be read.
 */
extern void ranked_best(const struct ranked_reader *reader,
						const struct ranked_range *range, int most,
						ranked_visit pass, ranked_take take, void *context);

#endif
