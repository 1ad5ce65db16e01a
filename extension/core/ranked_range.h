/*
 * ranked_range.h: the keys that a part of a query is looked up by
 *
 * A range is begun, gets text, and is then told what may follow the text.
 */
#ifndef RANKED_RANGE_H
#define RANKED_RANGE_H

#include "ranked_key.h"

extern void ranked_range_begin(struct ranked_range *range,
							   enum ranked_class class);
/* False if a key has no room for all of it. */
extern bool ranked_range_put(struct ranked_range *range, const char *text,
							 size_t length);
/* Anything may follow; or nothing, or what follows a whole word, or a mark. */
extern void ranked_range_prefix(struct ranked_range *range);
extern void ranked_range_whole(struct ranked_range *range);
extern void ranked_range_word(struct ranked_range *range);
extern void ranked_range_marked(struct ranked_range *range, uint8_t mark);

/* The next entry of a walk over the range, which has its class. */
extern bool ranked_next_of_class(struct ranked_walk *walk,
								 const struct ranked_range *range,
								 struct ranked_entry *entry);

/* The word that an entry of class SUFFIX stands for. */
struct ranked_ending
{
	size_t		length;
	size_t		start;			/* of the suffix */
	char		text[RANKED_KEY_MAX];
};

extern struct ranked_ending ranked_ending_of(const struct ranked_entry *entry);

/* How a word of a pair begins, or with the mark of its end all of it. */
struct ranked_side
{
	uint8_t		length;
	char		text[RANKED_PAIR_TEXT];
};

/* What else than its range a key must have. */
struct ranked_filter
{
	const struct name_query *others;	/* of a pair: NULL, or the words */
	uint8_t		smaller_word;	/* of which are all but these two */
	uint8_t		greater_word;
	struct ranked_side smaller;
	struct ranked_side greater;
	uint8_t		letters;		/* of a tail: of the word before */
	uint8_t		before[RANKED_TAIL_BEFORE];
};

extern void ranked_side_set(struct ranked_side *side, const char *text,
							size_t length, bool whole);

/*
 * The pairs of two words, their sides being set in the filter: false if there
 * are none since the one cannot be smaller. Exact in the words of the pair up
 * to RANKED_PAIR_TEXT letters, else a superset.
 */
extern bool ranked_range_pair(struct ranked_range *range,
							  const struct ranked_filter *filter);

/*
 * Tails behind a word that ends with the word. Exact if true is returned, else
 * a superset.
 */
extern bool ranked_range_behind(struct ranked_range *range,
								struct ranked_filter *filter,
								const char *word, size_t length);

#endif
