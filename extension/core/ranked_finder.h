/* ranked_finder.h: what all ways share to find words like a wanted one */
#ifndef RANKED_FINDER_H
#define RANKED_FINDER_H

#include "ranked_like.h"

struct ranked_finder
{
	struct ranked_likes *likes;
	const struct ranked_reader *reader;
	const struct name_wanted *wanted;
	int			cost_limit;
};

/* What costs more is not wanted. */
extern int	ranked_finder_most(const struct ranked_finder *finder);
/* Compare a word of the tree with the wanted one, and keep it if it is like it. */
extern void ranked_finder_take(struct ranked_finder *finder, const char *word,
							   size_t length, uint64_t rank);
/* A word that is known from elsewhere, if any name has it. */
extern void ranked_finder_seek(struct ranked_finder *finder, const char *word,
							   size_t length);

/* ranked_like_edited.c: words so few edits away */
extern void ranked_finder_edited(struct ranked_finder *finder);

#endif
