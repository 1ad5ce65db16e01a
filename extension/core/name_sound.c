/*
 * name_sound.c: what is left of a word when letters that sound alike are one
 *
 * Names are spelt by ear, in English, in the many romanisations of India and
 * without vowels in Arabic and Hebrew: what stays is the row of consonants,
 * aspirated or not, and whether a vowel comes first. Where languages read a
 * letter differently a word has another sound for each reading. Blurred, a
 * sound does not tell voiced consonants from others: Goetz and Koetz.
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

/* A word without any of these letters sounds the same in that reading. */
static const uint32_t reads[READINGS] = {
	[READ_V_AS_VOWEL] = NAME_LETTER('v') | NAME_LETTER('w'),
	[READ_J_AS_Y] = NAME_LETTER('j'),
	[READ_Z_AS_J] = NAME_LETTER('z'),
	[READ_CH_AS_K] = NAME_LETTER('c'),
};

/* Letters that are read together; longer ones stand first. */
#define TOGETHER(letters, sound) {letters, sizeof(letters) - 1, sound}
static const struct digraph
{
	char		letters[5];
	uint8_t		length;
	char		sound;
}			digraphs[] = {
	TOGETHER("tsch", 'c'), TOGETHER("dzh", 'j'), TOGETHER("tch", 'c'),
	TOGETHER("cch", 'c'), TOGETHER("sch", 's'), TOGETHER("dny", 'g'),
	TOGETHER("ch", 'c'), TOGETHER("cz", 'c'), TOGETHER("ck", 'k'),
	TOGETHER("dj", 'j'), TOGETHER("jn", 'g'), TOGETHER("ph", 'p'),
	TOGETHER("ce", 's'), TOGETHER("ci", 's'), TOGETHER("cy", 's')
};
#define DIGRAPH_FIRSTS	(NAME_LETTER('t') | NAME_LETTER('d') | NAME_LETTER('c') | \
						 NAME_LETTER('s') | NAME_LETTER('j') | NAME_LETTER('p'))

/* Parts that a blurred sound does not tell apart. */
static const char voiced[] = "dgjv";
static const char voiceless[] = "tkcp";

/* A letter alone: '-' leaves nothing, '?' depends on what is around it. */
static const char alone[] = "-vkd-pg?-?klmn-pkrst-??x-?";

/* Letters that a part of a blurred sound may come from, and those that leave none. */
#define SILENT	(NAME_VOWELS | NAME_LETTER('h') | NAME_LETTER('y') | \
				 NAME_LETTER('w') | NAME_LETTER('v') | NAME_LETTER('j'))
static const struct
{
	char		part;
	char		letters[8];
}			origins[] = {
	{'c', "ctszd"}, {'k', "kqcxgnd"}, {'l', "l"}, {'m', "m"}, {'n', "n"},
	{'p', "pfb"}, {'r', "r"}, {'s', "szcx"}, {'t', "td"}
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
	if (left < 2 || !name_letter_in(at[0], DIGRAPH_FIRSTS))
		return NULL;
	for (size_t i = 0; i < sizeof(digraphs) / sizeof(digraphs[0]); i++)
		if (digraphs[i].letters[0] == at[0] &&
			digraphs[i].letters[1] == at[1] && digraphs[i].length <= left &&
			memcmp(at, digraphs[i].letters, digraphs[i].length) == 0)
			return digraphs + i;
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
		return digraph->length;
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
	uint32_t	letters = name_letters_of(word, length);
	int			count = 0;

	for (int reading = 0; reading < READINGS && count < NAME_SOUNDS; reading++)
	{
		if (letters == 0 || (reading > 0 && (letters & reads[reading]) == 0))
			continue;
		read_word(word, length, (enum reading) reading, out + count);
		count += is_new(out, count);
	}
	return count;
}

void
name_sound_blur(const struct name_sound *sound, struct name_sound *out)
{
	memset(out, 0, sizeof(*out));
	for (int i = 0; i < sound->length; i++)
	{
		char		part = sound->text[i];
		const char *at = strchr(voiced, part);

		if (at != NULL)
			part = voiceless[at - voiced];
		if (out->length == 0 || out->text[out->length - 1] != part)
			out->text[out->length++] = part;
	}
}

uint32_t
name_sound_origins(char part)
{
	uint32_t	letters = 0;

	if (part == '-')
		return SILENT;
	for (size_t o = 0; o < sizeof(origins) / sizeof(origins[0]); o++)
		if (origins[o].part == part)
			for (const char *c = origins[o].letters; *c != '\0'; c++)
				letters |= NAME_LETTER(*c);
	return letters;
}

uint32_t
name_sound_letters(const struct name_sound *sound)
{
	uint32_t	letters = SILENT;

	for (int i = 0; i < sound->length; i++)
		letters |= name_sound_origins(sound->text[i]);
	return letters;
}

/* Those that are read in one way alone. */
uint32_t
name_sound_needs(const struct name_sound *sound)
{
	uint32_t	letters = 0;

	for (int i = 0; i < sound->length; i++)
		if (memchr("lmnr", sound->text[i], 4) != NULL)
			letters |= NAME_LETTER(sound->text[i]);
	return letters;
}
