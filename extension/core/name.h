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
#define NAME_FOLD_VERSION	2

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

/*
 * A word of a name is like a wanted word for one of these reasons and for no
 * other: who looks names up by their words finds all by looking up these.
 *
 *	1	it is the wanted word or starts with it
 *	2	it is name_edits_limit() edits away at most: letters more, less, other,
 *		or two neighbours swapped
 *	3	it starts with something one edit away, as a word does that is being
 *		typed; the wanted word has NAME_UNFINISHED_MIN letters or more
 *	4	they have a sound in common, name_sounds(), or one of three letters or
 *		more when it is blurred, name_sound_blur()
 *	5	they are variants, name_variant()
 *	6	it is one letter, the first of a wanted word that another one follows
 *
 * A reason is necessary, not sufficient: what it costs decides. Of a query
 * and a name there is more:
 *
 *	7	neighbouring words of one, put together, are a word of the other
 *	8	titles in the query need not be in the name, name_is_title()
 */
#define NAME_COST_EDIT		16	/* of any letter for any other */
#define NAME_COST_NONE		255
#define NAME_UNFINISHED_MIN	4
#define NAME_SOUNDS			4	/* that a word may have */
#define NAME_SOUND_MAX		16	/* letters of a sound */
#define NAME_SOUND_TELLING	3	/* letters that tell more than chance */

struct name_sound
{
	uint8_t		length;
	char		text[NAME_SOUND_MAX];
};

/* A word ready to be compared with many. */
struct name_wanted
{
	uint8_t		length;			/* 0 if too long */
	uint8_t		edits;			/* name_edits_limit() */
	uint8_t		sounds;
	int16_t		variants;		/* its place in the table, -1 if not there */
	uint32_t	letters;		/* a bit for each that it has, 0 with digits */
	uint32_t	sound_letters;	/* those that a word of its sound may have */
	uint32_t	sound_needs;	/* those that it must have */
	uint32_t	variant_firsts; /* and for each a variant begins with */
	uint32_t	places[26];		/* of each letter, a bit a place */
	uint8_t		drop[NAME_WORD_MAX];	/* cost of a letter too much */
	char		text[NAME_WORD_MAX];
	struct name_sound sound[NAME_SOUNDS];
	struct name_sound blurred[NAME_SOUNDS];
};

/*
 * A folded query, ready to be compared with many names. What tier 5 alone looks
 * at is there when it has been prepared, which most queries never need.
 */
struct name_query
{
	uint8_t		length;
	uint8_t		words;
	uint8_t		start[NAME_QUERY_WORDS];	/* of each word, in text */
	uint8_t		size[NAME_QUERY_WORDS];
	uint8_t		order[NAME_QUERY_WORDS];	/* longest word first */
	char		text[NAME_QUERY_MAX];
	bool		prepared;
	uint8_t		titles;			/* a bit for each word that is a title */
	uint8_t		cost_limit;		/* of the sum over all words */
	uint8_t		untitled;		/* length without titles */
	struct name_wanted wanted[NAME_QUERY_WORDS];
};

/* name_shown.c: no control characters; something that can be seen */
extern bool name_is_plain(const char *text, size_t length);
extern bool name_is_seen(const char *text, size_t length);

/* name_fold.c: bytes written; out holds NAME_FOLD_GROWTH * length */
extern size_t name_fold(const char *text, size_t length, char *out);
extern bool name_is_ascii(const char *text, size_t length);

/* name_tier.c */
extern void name_query_set(struct name_query *query, const char *folded,
						   size_t length);
/* Whether two words of it are one word, asked for twice. */
extern bool name_query_same(const struct name_query *query, int i, int j);
/* For tier 5; name_tier and name_match do it when they come to that. */
extern void name_query_prepare(struct name_query *query);
extern enum name_tier name_tier(const char *folded, size_t length,
								struct name_query *query, double *score);
extern enum name_tier name_contain(const char *folded, size_t length,
								   const struct name_query *query);
extern enum name_tier name_match(const char *folded, size_t length,
								 struct name_query *query, int *cost);
extern double name_score_of(enum name_tier tier, int cost, size_t length,
							const struct name_query *query);

/*
 * name_cost.c: what it costs to take a word of a name for the wanted one,
 * 0 if it is that word, NAME_COST_NONE if they are not alike
 */
extern void name_wanted_set(struct name_wanted *wanted, const char *text,
							size_t length);
extern int	name_wanted_cost(const struct name_wanted *wanted,
							 const char *word, size_t length);
/* Whether they sound alike, reason 4. */
extern bool name_wanted_sounds(const struct name_wanted *wanted,
							   const char *word, size_t length);
/* The least cost of a word that goes on for so many letters behind an edit. */
extern int	name_unfinished_least(size_t letters);
extern int	name_word_cost(const char *wanted, size_t wanted_length,
						   const char *word, size_t length);
extern int	name_cost_limit(size_t letters);

/* name_sound.c: how a word may sound; returns how many, 0 if too short */
extern int	name_sounds(const char *word, size_t length,
						struct name_sound out[NAME_SOUNDS]);

/* The sound as it is heard from afar: voiced or not, b and v or p */
extern void name_sound_blur(const struct name_sound *sound,
							struct name_sound *out);

/*
 * name_heard.c: the letters of words that may have a blurred sound, one by one.
 * A bit for each number of parts that may have been heard.
 */
#define NAME_HEARD_NOTHING	UINT32_C(1)
struct name_heard
{
	uint32_t	whole;			/* all parts */
	uint32_t	next[26];		/* by letter: parts that it may be the last of */
	uint32_t	same[26];		/* and to which it may add nothing */
};

extern void name_heard_set(struct name_heard *heard,
						   const struct name_sound *blurred);
/* Behind one letter more: 0 if no word of the sound begins so. */
extern uint32_t name_heard_on(const struct name_heard *heard, uint32_t parts,
							  char c);
/* The first letter behind c that may come, '\0' if there is none. */
extern char name_heard_after(const struct name_heard *heard, uint32_t parts,
							 char c);

/* name_variant.c: the variants of a word, i from 0 until false is returned */
extern bool name_variant(const char *word, size_t length, int i,
						 const char **variant, size_t *variant_length);
extern bool name_is_title(const char *word, size_t length);

/*
 * name_edits.c: edits from a wanted word to the words of a sorted list. The
 * letters of a word are put one by one; the next word of the list keeps those
 * that it shares with the one before.
 */
#define NAME_EDITS_MAX	2

struct name_edits_step
{
	/* bit i: the first i wanted letters, by so many edits or fewer */
	uint64_t	reached[NAME_EDITS_MAX + 1];
	uint64_t	equal;			/* places behind a letter like the one put */
	bool		unfinished;		/* whatever comes is wanted */
};

struct name_edits
{
	uint8_t		limit;
	int8_t		unfinished;		/* a word may go on behind so many edits */
	uint64_t	whole;			/* behind the last letter */
	uint64_t	allowed[NAME_EDITS_MAX + 1];	/* places, by edits */
	uint64_t	equal[128];		/* places behind each letter */
	char		wanted[NAME_WORD_MAX];
	struct name_edits_step step[NAME_WORD_MAX + 1];
};

extern int	name_edits_limit(size_t wanted_length);
/* False if the wanted word is too long for it, or no edit is allowed. */
extern bool name_edits_begin(struct name_edits *edits, const char *wanted,
							 size_t length);
/*
 * The same with another limit, and so many edits behind which a word may go
 * on: -1 if it may not.
 */
extern void name_edits_set(struct name_edits *edits, const char *wanted,
						   size_t length, int limit, int unfinished);
/* Of two edits allow only one in the first so many letters. */
extern void name_edits_spare(struct name_edits *edits, size_t letters);
/*
 * Put the letter at a place, from 0 on, behind those put before. False if no
 * word that begins so can be wanted: reasons 1 to 3.
 */
extern bool name_edits_put(struct name_edits *edits, size_t place, char c);
/* If it is false: the first letter behind c that may be put, '\0' if none. */
extern char name_edits_after(const struct name_edits *edits, size_t place,
							 char c);
/* Whether one of these reasons holds for the first letters put, so many. */
extern bool name_edits_accept(const struct name_edits *edits, size_t length);
/* Whether these are the wanted word itself. */
extern bool name_edits_begins(const struct name_edits *edits, size_t length);

#endif
