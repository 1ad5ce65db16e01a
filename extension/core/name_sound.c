/*
 * name_sound.c: what is left of a word when letters that sound alike are one
 *
 * Names are spelt by ear, in English, in the many romanisations of India and
 * without vowels in Arabic and Hebrew: what stays is the row of consonants,
 * aspirated or not, and whether a vowel comes first. Where languages read a
 * letter differently a word has another sound for each reading.
 */
#include <string.h>

#include "name.h"
#include "name_inside.h"

#define SOUND_MIN	2

/* Readings of letters; each gives a word that has the letter another sound. */
enum reading
{
	READ_PLAINLY,
	READ_V_AS_VOWEL,			/* where vowels are left out: nwshyn, yvsp */
	READ_J_AS_Y,				/* Jelena, Jurij, Anja */
	READ_Z_AS_J,				/* Aziz is Ajij in the east of India */
	READ_CH_AS_K,				/* Christos, Chaim */
	READINGS
};

/* Letters that are read together; longer ones stand first. */
static const struct digraph
{
	char		letters[5];
	char		sound;
}			digraphs[] = {
	{"tsch", 'c'}, {"dzh", 'j'}, {"tch", 'c'}, {"cch", 'c'}, {"sch", 's'},
	{"dny", 'g'}, {"ch", 'c'}, {"cz", 'c'}, {"ck", 'k'}, {"dj", 'j'},
	{"jn", 'g'}, {"ph", 'p'}, {"ce", 's'}, {"ci", 's'}, {"cy", 's'}
};

/* A letter alone: '-' leaves nothing, '?' depends on what is around it. */
static const char alone[] = "-vkd-pg?-?klmn-pkrst-??x-?";

/* Letters that a part of a sound may come from, and those that leave none. */
#define SILENT	(NAME_VOWELS | NAME_LETTER('h') | NAME_LETTER('y') | \
				 NAME_LETTER('w') | NAME_LETTER('v') | NAME_LETTER('j'))
static const struct
{
	char		part;
	char		letters[6];
}			origins[] = {
	{'c', "ctsz"}, {'d', "d"}, {'g', "gnd"}, {'j', "zd"}, {'k', "kqcx"},
	{'l', "l"}, {'m', "m"}, {'n', "n"}, {'p', "pf"}, {'r', "r"},
	{'s', "szcx"}, {'t', "t"}, {'v', "b"}
};

struct reader
{
	const char *word;
	size_t		length;
	enum reading reading;
	char		last;			/* part of the letter before, '-' if none */
	struct name_sound *sound;
};

static bool
vowel_at(const struct reader *reader, size_t i)
{
	return i < reader->length &&
		name_letter_in(reader->word[i], NAME_VOWELS | NAME_LETTER('y'));
}

/* V and w are vowels behind one and where none follows. */
static char
read_v(const struct reader *reader, size_t i)
{
	if (i == 0 || vowel_at(reader, i + 1))
		return 'v';
	if (reader->reading == READ_V_AS_VOWEL)
		return '-';
	return reader->word[i] == 'w' && vowel_at(reader, i - 1) ? '-' : 'v';
}

static char
read_letter(const struct reader *reader, size_t i)
{
	char		c = reader->word[i];

	if (alone[c - 'a'] != '?')
		return alone[c - 'a'];
	switch (c)
	{
		case 'h':
			return i == 0 ? 'h' : '-';
		case 'j':
			return reader->reading == READ_J_AS_Y ? '-' : 'j';
		case 'z':
			return reader->reading == READ_Z_AS_J ? 'j' : 's';
		default:
			return read_v(reader, i);
	}
}

static void
put(struct reader *reader, char part)
{
	struct name_sound *sound = reader->sound;

	if (part != '-' && part != reader->last && sound->length < NAME_SOUND_MAX)
		sound->text[sound->length++] = part;
	reader->last = part;
}

static const struct digraph *
digraph_at(const char *at, size_t left)
{
	for (size_t i = 0; i < sizeof(digraphs) / sizeof(digraphs[0]); i++)
	{
		size_t		length = strlen(digraphs[i].letters);

		if (digraphs[i].letters[0] == at[0] && length <= left &&
			memcmp(at, digraphs[i].letters, length) == 0)
			return digraphs + i;
	}
	return NULL;
}

/* Read the letters at a place; returns how many. */
static size_t
read_at(struct reader *reader, size_t i)
{
	const struct digraph *digraph = digraph_at(reader->word + i,
											   reader->length - i);
	char		part;

	if (digraph != NULL)
	{
		bool		ch = digraph->sound == 'c' && digraph->letters[1] == 'h';

		put(reader, ch && reader->reading == READ_CH_AS_K
			? 'k' : digraph->sound);
		return strlen(digraph->letters);
	}
	part = read_letter(reader, i);
	if (part == 'x')
		put(reader, 'k');
	if (i == 0 && part == '-')
		put(reader, 'a');		/* which vowel comes first is not told */
	put(reader, part == 'x' ? 's' : part);
	return 1;
}

static void
read_word(const char *word, size_t length, enum reading reading,
		  struct name_sound *sound)
{
	struct reader reader = {word, length, reading, '-', sound};

	memset(sound, 0, sizeof(*sound));
	for (size_t i = 0; i < length;)
		i += read_at(&reader, i);
}

static bool
is_new(const struct name_sound *sounds, int count)
{
	for (int i = 0; i < count; i++)
		if (memcmp(sounds + i, sounds + count, sizeof(*sounds)) == 0)
			return false;
	return sounds[count].length >= SOUND_MIN;
}

int
name_sounds(const char *word, size_t length,
			struct name_sound out[NAME_SOUNDS])
{
	int			count = 0;

	for (size_t i = 0; i < length; i++)
		if (word[i] < 'a')
			return 0;			/* digits have no sound */
	for (int reading = 0; reading < READINGS && count < NAME_SOUNDS; reading++)
	{
		read_word(word, length, (enum reading) reading, out + count);
		count += is_new(out, count);
	}
	return count;
}

uint32_t
name_sound_letters(const struct name_sound *sound)
{
	uint32_t	letters = SILENT;

	for (int i = 0; i < sound->length; i++)
		for (size_t o = 0; o < sizeof(origins) / sizeof(origins[0]); o++)
			if (origins[o].part == sound->text[i])
				for (const char *c = origins[o].letters; *c != '\0'; c++)
					letters |= NAME_LETTER(*c);
	return letters;
}
