/* ranked_read.h: what all share that go through the pages of a tree */
#ifndef RANKED_READ_H
#define RANKED_READ_H

#include "ranked_page.h"

/* A page as it was when it was opened; none is open any more. */
struct ranked_copy
{
	uint32_t	block;
	unsigned	users;			/* that want it kept, the cache is one */
	struct ranked_view view;
	uint8_t		page[RANKED_PAGE_SIZE];
};

/* Going through a leaf's entries that lie in a range and pass its filter. */
struct ranked_scan
{
	const struct ranked_range *range;
	struct ranked_cursor cursor;
	/* the run's key before: where it lies, and how many letters say so */
	int			side;			/* <0 before the range, 0 in it, >0 behind */
	size_t		decided;
};

#define RANKED_ANY_LEVEL	(-1)

extern void ranked_copy_read(const struct ranked_reader *reader,
							 uint32_t block, int level,
							 struct ranked_copy *copy);
/* The same in two steps, between which the page is open. */
extern const uint8_t *ranked_copy_open(const struct ranked_reader *reader,
									   uint32_t block, int level,
									   struct ranked_view *view);
extern void ranked_copy_close(const struct ranked_reader *reader,
							  uint32_t block, const uint8_t *page,
							  struct ranked_copy *copy);

/* A page's neighbour holds what is missing before this fence. */
extern bool ranked_goes_on(const struct ranked_frame *frame,
						   const struct ranked_entry *upper,
						   const struct ranked_range *range);

extern void ranked_scan_begin(struct ranked_scan *scan,
							  const struct ranked_view *view,
							  const struct ranked_range *range);
/* The value is not read yet: ranked_cursor_value(). */
extern bool ranked_scan_next(struct ranked_scan *scan);
/* The range begins later now: whether it holds the run's last entry still. */
extern bool ranked_scan_again(struct ranked_scan *scan);
/* The same if that differs from the range's low in the last letter of that. */
extern void ranked_scan_leave(struct ranked_scan *scan);
/* Whether all entries of the run are in the range; its filter is not asked. */
extern bool ranked_wants_run(const struct ranked_view *view,
							 const struct ranked_range *range);

/* Some key that is not before the fence is in the range. */
extern bool ranked_range_reaches(const struct ranked_range *range,
								 const struct ranked_entry *fence);
/* The first link of a page whose subtree may hold keys of the range. */
extern bool ranked_range_first(const struct ranked_range *range,
							   const struct ranked_view *view, unsigned *i);
/* The filter's word on all keys between two fences; NULL is no end. */
extern bool ranked_range_may_hold(const struct ranked_range *range,
								  const struct ranked_entry *low,
								  const struct ranked_entry *upper);

#endif
