/*
 * name_inside.h: what the files that compare words share
 */
#ifndef NAME_INSIDE_H
#define NAME_INSIDE_H

#include "name.h"

/* Sets of letters, a bit for each. */
#define NAME_LETTER(c)	(UINT32_C(1) << ((c) - 'a'))
#define NAME_VOWELS		(NAME_LETTER('a') | NAME_LETTER('e') | \
						 NAME_LETTER('i') | NAME_LETTER('o') | \
						 NAME_LETTER('u'))

static inline bool
name_letter_in(char c, uint32_t set)
{
	return set >> (c - 'a') & 1;
}

/* name_sound.c: the letters that words of this sound may, and must, have */
extern uint32_t name_sound_letters(const struct name_sound *sound);
extern uint32_t name_sound_needs(const struct name_sound *sound);
/* those that a part may come from, or nothing at all: '-' */
extern uint32_t name_sound_origins(char part);

/* name_cost.c: a bit for each letter of the word, 0 if it has a digit */
extern uint32_t name_letters_of(const char *word, size_t length);
/* as name_wanted_cost, of a word whose letters are known */
extern int	name_letters_cost(const struct name_wanted *wanted,
							  const char *word, size_t length,
							  uint32_t letters);

/* name_variant.c: where a word is in the table, -1 if it has no variants */
extern int	name_variant_place(const char *word, size_t length);
/* a bit for each letter that one of its variants begins with */
extern uint32_t name_variant_firsts(int place);
/* what the variant costs, NAME_COST_NONE if it is none */
extern int	name_variant_cost(int place, const char *word, size_t length);

/* name_similar.c: the least cost of the whole query, NAME_COST_NONE */
extern int	name_similar_cost(const char *folded, size_t length,
							  const struct name_query *query);

#endif
