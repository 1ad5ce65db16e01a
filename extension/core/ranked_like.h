/*
 * ranked_like.h: the words of a tree that are most like a wanted one
 */
#ifndef RANKED_LIKE_H
#define RANKED_LIKE_H

#include "ranked_key.h"

#define RANKED_LIKES	40

struct ranked_like
{
	uint64_t	rank;			/* no name with the word has a better one */
	uint8_t		cost;			/* name_wanted_cost() */
	uint8_t		length;
	char		text[NAME_WORD_MAX];
};

/* The cheapest first, of those the better ranks. */
struct ranked_likes
{
	int			count;
	int			limit;			/* as many are wanted, RANKED_LIKES at most */
	struct ranked_like like[RANKED_LIKES];
};

/* Which words are looked for. */
struct ranked_likes_wanted
{
	const struct name_wanted *word;
	int			limit;			/* so many, RANKED_LIKES at most */
	int			cost;			/* no more than this */
	bool		initial;		/* its first letter may be among them */
	bool		typed_well;		/* only what is said or written otherwise */
};

/*
 * The cheapest words that are not the wanted one and do not begin with it.
 */
extern void ranked_likes_find(struct ranked_likes *likes,
							  const struct ranked_reader *reader,
							  const struct ranked_likes_wanted *wanted);

#endif
