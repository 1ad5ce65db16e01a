/*
 * name_variant.c: other spellings and short forms of a name, and titles
 */
#include <string.h>

#include "name.h"
#include "name_inside.h"
#include "name_variant_data.h"

static const uint8_t kind_cost[NAME_VARIANT_KINDS] = {
	[NAME_VARIANT_SPELLING] = 4,
	[NAME_VARIANT_SHORT] = 8,
	[NAME_VARIANT_BOTH_SHORT] = 10,
};

static int
compare(const char *word, size_t length, const char *other)
{
	int			order = strncmp(word, other, length);

	return order != 0 ? order : -(other[length] != '\0');
}

/* Where the word is in a sorted list, -1 if it is not there. */
static int
place_of(const char *const *list, int count, const char *word, size_t length)
{
	int			low = 0;

	while (low < count)
	{
		int			middle = (low + count) / 2;
		int			order = compare(word, length, list[middle]);

		if (order == 0)
			return middle;
		if (order > 0)
			low = middle + 1;
		else
			count = middle;
	}
	return -1;
}

int
name_variant_place(const char *word, size_t length)
{
	return place_of(name_variant_word, name_variant_words, word, length);
}

bool
name_is_title(const char *word, size_t length)
{
	return place_of(name_title, name_titles, word, length) >= 0;
}

static const char *
related(int i)
{
	return name_variant_word[name_variant_related[i] / NAME_VARIANT_KINDS];
}

uint32_t
name_variant_firsts(int place)
{
	uint32_t	firsts = 0;

	if (place >= 0)
		for (int i = name_variant_start[place];
			 i < name_variant_start[place + 1]; i++)
			firsts |= NAME_LETTER(related(i)[0]);
	return firsts;
}

int
name_variant_cost(int place, const char *word, size_t length)
{
	for (int i = name_variant_start[place];
		 i < name_variant_start[place + 1]; i++)
		if (compare(word, length, related(i)) == 0)
			return kind_cost[name_variant_related[i] % NAME_VARIANT_KINDS];
	return NAME_COST_NONE;
}

bool
name_variant(const char *word, size_t length, int i,
			 const char **variant, size_t *variant_length)
{
	int			place = name_variant_place(word, length);

	if (place < 0 || i >= name_variant_start[place + 1] -
		name_variant_start[place])
		return false;
	*variant = related(name_variant_start[place] + i);
	*variant_length = strlen(*variant);
	return true;
}
