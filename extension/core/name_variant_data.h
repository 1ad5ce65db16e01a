/*
 * name_variant_data.h: the generated table of names that are one name
 *
 * The variants of word i are name_variant_related[name_variant_start[i]] up
 * to the start of the next: each the place of a word, times NAME_VARIANT_KINDS,
 * and what one is to the other.
 */
#ifndef NAME_VARIANT_DATA_H
#define NAME_VARIANT_DATA_H

#include <stdint.h>

enum name_variant_kind
{
	NAME_VARIANT_SPELLING,		/* Mohammed and Muhammad */
	NAME_VARIANT_SHORT,			/* William and Bill */
	NAME_VARIANT_BOTH_SHORT,	/* Bill and Willy */
	NAME_VARIANT_KINDS = 4
};

extern const int name_variant_words;
extern const char *const name_variant_word[];	/* sorted */
extern const uint16_t name_variant_start[];
extern const uint16_t name_variant_related[];

extern const int name_titles;
extern const char *const name_title[];	/* sorted */

#endif
