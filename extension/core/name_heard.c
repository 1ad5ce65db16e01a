/*
 * name_heard.c: whether letters may be those of a blurred sound
 *
 * Of a sorted list of words those are wanted that sound so. How each sounds is
 * dear to tell; that it does not its first letters tell most often. Bit i of a
 * set stands for the first i parts of the sound having been heard: a letter
 * may be the next part, or add nothing to the last one. Where letters are read
 * together each of them may be the part. No word of the sound is refused.
 */
#include <string.h>

#include "name.h"
#include "name_inside.h"

/* Readings aside, the parts that a letter may be beside those it comes from. */
static uint32_t
letters_of_part(char part)
{
	switch (part)
	{
		case 'a':
			return NAME_VOWELS | NAME_LETTER('y') | NAME_LETTER('j');
		case 'h':
			return NAME_LETTER('h');
		case 'k':
		case 'c':
			return name_sound_origins(part) | NAME_LETTER('j');
		case 'p':
			return name_sound_origins(part) | NAME_LETTER('v') |
				NAME_LETTER('w');
		default:
			return name_sound_origins(part);
	}
}

static void
set_bit(uint32_t sets[26], uint32_t letters, uint32_t bit)
{
	for (; letters != 0; letters &= letters - 1)
		sets[__builtin_ctz(letters)] |= bit;
}

void
name_heard_set(struct name_heard *heard, const struct name_sound *blurred)
{
	uint32_t	silent = name_sound_origins('-');
	uint32_t	bit = 1;

	memset(heard, 0, sizeof(*heard));
	for (int i = 0; i < blurred->length; i++, bit <<= 1)
	{
		uint32_t	letters = letters_of_part(blurred->text[i]);

		set_bit(heard->next, letters, bit << 1);
		set_bit(heard->same, letters | silent, bit << 1);
	}
	heard->whole = bit;
}

uint32_t
name_heard_on(const struct name_heard *heard, uint32_t parts, char c)
{
	uint32_t	next;

	if (c < 'a' || c > 'z')
		return 0;
	next = parts << 1 & heard->next[c - 'a'];
	/* one letter for two parts, k and s */
	if (c == 'x')
		next |= next << 1 & heard->next[c - 'a'];
	return next | (parts & heard->same[c - 'a']);
}

char
name_heard_after(const struct name_heard *heard, uint32_t parts, char c)
{
	for (char next = c < 'a' ? 'a' : (char) (c + 1); next <= 'z'; next++)
		if (name_heard_on(heard, parts, next) != 0)
			return next;
	return '\0';
}
