/*
 * name.h: people's names in comparison form, and how well one matches a query.
 *
 * Nothing here allocates, reads a locale or keeps state. Text is UTF-8 given
 * as (pointer, length) and need not be valid: a byte that starts no valid
 * sequence separates words. Answers go into the caller's buffers.
 *
 * The comparison form is ASCII: words of [a-z0-9] with one space between two
 * of them and none at the ends. Folding it again changes nothing.
 */
#ifndef NAME_H
#define NAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Raised whenever the fold of any text changes: indexes over folded names
 * must then be rebuilt.
 */
#define NAME_FOLD_VERSION	1

/* No text folds to more than this; pure ASCII never grows at all. */
#define NAME_FOLD_GROWTH	6

/*
 * What is looked at. Of a query the first 8 words and 128 folded bytes count,
 * the rest is ignored. A name is compared whole as far as its order of letters
 * matters; any order of words and similarity look at its first 64 words, and
 * similarity at words of up to 32 letters.
 */
#define NAME_QUERY_MAX		128
#define NAME_QUERY_WORDS	8
#define NAME_WORDS			64
#define NAME_WORD_MAX		32

enum name_tier
{
	NAME_WHOLE, NAME_STARTS, NAME_WORD_STARTS, NAME_WORDS_ANY_ORDER,
	NAME_CONTAINS, NAME_SIMILAR, NAME_NO_MATCH
};

/* A folded query, ready to be compared with many names. */
struct name_query
{
	uint8_t		length;
	uint8_t		words;
	uint8_t		start[NAME_QUERY_WORDS];	/* of each word, in text */
	uint8_t		size[NAME_QUERY_WORDS];
	uint8_t		order[NAME_QUERY_WORDS];	/* longest word first */
	char		text[NAME_QUERY_MAX];
};

/* name_fold.c: bytes written; out holds NAME_FOLD_GROWTH * length */
extern size_t name_fold(const char *text, size_t length, char *out);
extern bool name_is_ascii(const char *text, size_t length);

/* name_tier.c */
extern void name_query_set(struct name_query *query, const char *folded,
						   size_t length);
extern enum name_tier name_tier(const char *folded, size_t length,
								const struct name_query *query,
								double *score);

#endif
