/* ranked_part.h: what a page has in the range of a walk, best rank first */
#ifndef RANKED_PART_H
#define RANKED_PART_H

#include "ranked_cache.h"
#include "ranked_left.h"

/* What the parts of a walk have in common. */
struct ranked_parts
{
	const struct ranked_reader *reader;
	struct ranked_cache *cache;
	struct ranked_range range;
	unsigned	copies;			/* that they keep */
};

struct ranked_part
{
	uint32_t	block;
	unsigned	level;
	uint64_t	most;			/* entries of better ranks have come */
	size_t		room;			/* for what is left */
	struct ranked_left left;	/* links; entries, and blocks of entries */
	struct ranked_entry *entries;	/* in order of place; NULL: in the copy */
	struct ranked_copy *copy;	/* kept as long as the part, if it is needed */
};

/* Of a page, what is left of a leaf being no better than most; NULL: nothing. */
extern struct ranked_part *ranked_part_of(struct ranked_parts *parts,
										  struct ranked_copy *copy,
										  uint64_t most);
/* Some entries of a leaf, one at least. */
extern struct ranked_part *ranked_part_taken(const struct ranked_parts *parts,
											 uint32_t block,
											 const struct ranked_entry *entries,
											 size_t count);
extern void ranked_part_end(struct ranked_parts *parts,
							struct ranked_part *part);

/* The best is no entry, but a link or a block that leads to some. */
extern bool ranked_part_leads_on(const struct ranked_part *part);
/* The entries of the block that is the best come in its place. */
extern void ranked_part_open(const struct ranked_parts *parts,
							 struct ranked_part *part);
/* The entry that was taken from this place. */
extern void ranked_part_entry(const struct ranked_part *part, size_t place,
							  struct ranked_entry *entry);

#endif
