/*
 * name_cost.c: what it costs to take a word of a name for a word of a query
 *
 * Whether there is a reason to take one for the other is told by bits, in
 * tens of nanoseconds; only then are the letters aligned at the least cost.
 * Letters that sound alike or are neighbours on a keyboard cost less than
 * others, and so do those that spelling often leaves out.
 */
#include <string.h>

#include "name.h"
#include "name_cost_data.h"
#include "name_inside.h"

#define COST_LEAST			2	/* no edit costs less */
#define COST_FIRST_LETTER	6	/* the first is rarely wrong */
#define COST_SWAP			11
#define COST_UNFINISHED		2	/* the word goes on */
#define COST_BEGINNING		4	/* and its beginning has an error */
#define COST_INITIAL		22
#define COST_SOUND			2	/* the same sound, however spelt */
#define SOUND_SHARE			3	/* and so many quarters of the cost of its letters */

/* Letters more or less than the other word has. */
#define DROP				15
#define DROP_TWIN			4	/* beside another of its kind */
#define DROP_H				5	/* behind a consonant */
#define DROP_Y				7	/* beside a vowel */
#define DROP_VOWEL			8
#define DROP_OF_TWO			5	/* vowels beside one another */
#define DROP_LAST_VOWEL		6

uint32_t
name_letters_of(const char *word, size_t length)
{
	uint32_t	letters = 0;

	for (size_t i = 0; i < length; i++)
	{
		if (word[i] < 'a')
			return 0;			/* a digit: one wrong digit is no typo */
		letters |= NAME_LETTER(word[i]);
	}
	return letters;
}

static bool
vowel(char c)
{
	return name_letter_in(c, NAME_VOWELS);
}

static int
drop_of(const char *word, size_t length, size_t i)
{
	bool		behind_vowel = i > 0 && vowel(word[i - 1]);
	bool		before_vowel = i + 1 < length && vowel(word[i + 1]);

	if (i > 0 && word[i] == word[i - 1])
		return DROP_TWIN;
	if (i > 0 && word[i] == 'h')
		return behind_vowel ? DROP_VOWEL : DROP_H;
	if (word[i] == 'y' && i > 0)
		return behind_vowel || before_vowel ? DROP_Y : DROP_VOWEL;
	if (!vowel(word[i]) || i == 0)
		return DROP;
	if (behind_vowel || before_vowel)
		return DROP_OF_TWO;
	return i + 1 == length ? DROP_LAST_VOWEL : DROP_VOWEL;
}

static void
set_drops(const char *word, size_t length, uint8_t drop[NAME_WORD_MAX])
{
	for (size_t i = 0; i < length; i++)
		drop[i] = (uint8_t) drop_of(word, length, i);
}

void
name_wanted_set(struct name_wanted *wanted, const char *text, size_t length)
{
	memset(wanted, 0, sizeof(*wanted));
	wanted->variants = -1;
	if (length > NAME_WORD_MAX)
		return;
	wanted->length = (uint8_t) length;
	memcpy(wanted->text, text, length);
	wanted->letters = name_letters_of(text, length);
	if (wanted->letters == 0)
		return;
	wanted->edits = (uint8_t) name_edits_limit(length);
	for (size_t i = 0; i < length; i++)
		wanted->places[text[i] - 'a'] |= UINT32_C(1) << i;
	set_drops(text, length, wanted->drop);
	wanted->sounds = (uint8_t) name_sounds(text, length, wanted->sound);
	for (int i = 0; i < wanted->sounds; i++)
	{
		name_sound_blur(wanted->sound + i, wanted->blurred + i);
		wanted->sound_letters |= name_sound_letters(wanted->blurred + i);
	}
	if (wanted->sounds > 0)
		wanted->sound_needs = name_sound_needs(wanted->blurred);
	wanted->variants = (int16_t) name_variant_place(text, length);
	wanted->variant_firsts = name_variant_firsts(wanted->variants);
}

/* What is known of a word beside the wanted one. */
struct near
{
	int			edits;			/* from one to the other */
	int			nearest;		/* to some beginning of the word */
};

/*
 * Edits by Hyyrö's bit vectors: bit i of a vector tells how the edits to the
 * first i + 1 wanted letters differ from those to one letter less.
 */
static struct near
edits_to(const struct name_wanted *wanted, const char *word, size_t length)
{
	struct near near = {wanted->length, wanted->length};
	uint32_t	last = UINT32_C(1) << (wanted->length - 1);
	uint32_t	more = UINT32_MAX;
	uint32_t	less = 0;
	uint32_t	equal_before = 0;
	uint32_t	diagonal = 0;

	for (size_t j = 0; j < length; j++)
	{
		uint32_t	equal = wanted->places[word[j] - 'a'];
		uint32_t	swapped = ((~diagonal & equal) << 1) & equal_before;
		uint32_t	right_more;
		uint32_t	right_less;

		diagonal = (((equal & more) + more) ^ more) | equal | less | swapped;
		right_more = less | ~(diagonal | more);
		right_less = diagonal & more;
		near.edits += (right_more & last) != 0;
		near.edits -= (right_less & last) != 0;
		if (near.edits < near.nearest)
			near.nearest = near.edits;
		right_more = right_more << 1 | 1;
		more = right_less << 1 | ~(diagonal | right_more);
		less = right_more & diagonal;
		equal_before = equal;
	}
	return near;
}

static int
count(uint32_t bits)
{
	return __builtin_popcount(bits);
}

/* Reasons 2 and 3, as far as the letters alone can tell. */
static bool
may_be_edited(const struct name_wanted *wanted, uint32_t letters,
			  size_t length)
{
	return wanted->edits > 0 && length + wanted->edits >= wanted->length &&
		count(wanted->letters & ~letters) <= wanted->edits &&
		(wanted->length >= NAME_UNFINISHED_MIN ||
		 length <= (size_t) wanted->length + wanted->edits);
}

/* How alike two words sound. */
enum alike
{
	NOT_ALIKE, BLURRED_ALIKE, SHORT_ALIKE, TELLING_ALIKE
};

static enum alike
compare_sounds(const struct name_wanted *wanted, int i,
			   const struct name_sound *sound)
{
	struct name_sound blurred;

	if (memcmp(wanted->sound + i, sound, sizeof(*sound)) == 0)
		return sound->length < NAME_SOUND_TELLING
			? SHORT_ALIKE : TELLING_ALIKE;
	if (wanted->blurred[i].length < NAME_SOUND_TELLING)
		return NOT_ALIKE;
	name_sound_blur(sound, &blurred);
	return memcmp(wanted->blurred + i, &blurred, sizeof(blurred)) == 0
		? BLURRED_ALIKE : NOT_ALIKE;
}

static enum alike
sound_in_common(const struct name_wanted *wanted, const char *word,
				size_t length, uint32_t letters)
{
	struct name_sound sound[NAME_SOUNDS];
	enum alike	most = NOT_ALIKE;
	int			sounds;

	if (wanted->sounds == 0 || (letters & ~wanted->sound_letters) != 0 ||
		(wanted->sound_needs & ~letters) != 0)
		return NOT_ALIKE;
	sounds = name_sounds(word, length, sound);
	for (int i = 0; i < wanted->sounds; i++)
		for (int j = 0; j < sounds; j++)
		{
			enum alike	alike = compare_sounds(wanted, i, sound + j);

			most = alike > most ? alike : most;
		}
	return most;
}

bool
name_wanted_sounds(const struct name_wanted *wanted, const char *word,
				   size_t length)
{
	return sound_in_common(wanted, word, length,
						   name_letters_of(word, length)) != NOT_ALIKE;
}

static int
least(int a, int b)
{
	return a < b ? a : b;
}

/* What it costs that so many letters of the word are still to be typed. */
static int
unfinished(size_t letters)
{
	return letters == 0 ? 0 : COST_UNFINISHED + least((int) letters, 6);
}

int
name_unfinished_least(size_t letters)
{
	return COST_LEAST + COST_BEGINNING + unfinished(letters);
}

/*
 * The least cost of making the word of the wanted letters, or a beginning of
 * it if that is reason enough.
 */
static int
align(const struct name_wanted *wanted, const char *word, size_t length,
	  bool beginning)
{
	uint16_t	row[3][NAME_WORD_MAX + 1];
	uint8_t		drop[NAME_WORD_MAX];
	int			best = NAME_COST_NONE;
	int			size = wanted->length;

	set_drops(word, length, drop);
	row[0][0] = 0;
	for (int i = 1; i <= size; i++)
		row[0][i] = row[0][i - 1] + wanted->drop[i - 1];
	for (size_t j = 1; j <= length; j++)
	{
		const uint16_t *before = row[(j + 2) % 3];
		const uint16_t *two_before = row[(j + 1) % 3];
		uint16_t   *now = row[j % 3];
		char		c = word[j - 1];

		now[0] = before[0] + drop[j - 1];
		for (int i = 1; i <= size; i++)
		{
			char		w = wanted->text[i - 1];
			int			cost = before[i - 1] + name_letter_cost[c - 'a'][w - 'a'];

			cost = least(cost, before[i] + drop[j - 1]);
			cost = least(cost, now[i - 1] + wanted->drop[i - 1]);
			if (i > 1 && j > 1 && c == wanted->text[i - 2] && word[j - 2] == w)
				cost = least(cost, two_before[i - 2] + COST_SWAP);
			now[i] = (uint16_t) cost;
		}
		if (beginning && j < length)
			best = least(best, now[size] + COST_BEGINNING +
						 unfinished(length - j));
	}
	return least(best, row[length % 3][size]);
}

/* The least cost of what the letters have in common, reasons 2 to 4. */
static int
alike_cost(const struct name_wanted *wanted, const char *word, size_t length,
			 uint32_t letters)
{
	struct near near = {NAME_COST_NONE, NAME_COST_NONE};
	enum alike	sound = sound_in_common(wanted, word, length, letters);
	bool		beginning;
	int			cost;

	if (may_be_edited(wanted, letters, length))
		near = edits_to(wanted, word, length);
	beginning = near.nearest <= 1 && wanted->length >= NAME_UNFINISHED_MIN;
	if (sound == NOT_ALIKE && !beginning && near.edits > wanted->edits)
		return NAME_COST_NONE;
	cost = align(wanted, word, length, beginning);
	if (name_letter_cost[word[0] - 'a'][wanted->text[0] - 'a'] >=
		NAME_COST_EDIT / 2)
		cost += COST_FIRST_LETTER;
	if (sound == TELLING_ALIKE)
		cost = least(cost, COST_SOUND + cost * SOUND_SHARE / 4);
	return cost;
}

int
name_letters_cost(const struct name_wanted *wanted, const char *word,
				  size_t length, uint32_t letters)
{
	int			cost;

	if (wanted->length == 0)
		return NAME_COST_NONE;
	if (length >= wanted->length &&
		memcmp(word, wanted->text, wanted->length) == 0)
		return unfinished(length - wanted->length);
	if (length == 1)
		return word[0] == wanted->text[0] ? COST_INITIAL : NAME_COST_NONE;
	if (length > NAME_WORD_MAX || wanted->letters == 0 || letters == 0)
		return NAME_COST_NONE;
	cost = alike_cost(wanted, word, length, letters);
	if (name_letter_in(word[0], wanted->variant_firsts))
		cost = least(cost, name_variant_cost(wanted->variants, word, length));
	return cost > name_cost_limit(wanted->length) ? NAME_COST_NONE : cost;
}

int
name_wanted_cost(const struct name_wanted *wanted, const char *word,
				 size_t length)
{
	return name_letters_cost(wanted, word, length,
							 name_letters_of(word, length));
}

int
name_word_cost(const char *wanted, size_t wanted_length,
			   const char *word, size_t length)
{
	struct name_wanted set;

	name_wanted_set(&set, wanted, wanted_length);
	return name_wanted_cost(&set, word, length);
}

/* How much a query of so many letters may cost: more letters, more errors. */
int
name_cost_limit(size_t letters)
{
	static const uint8_t limit[] = {
		0, 8, 10, 17, 22, 28, 32, 36, 40, 40, 40, 40, 44, 44, 44, 44, 48
	};
	size_t		last = sizeof(limit) - 1;

	return limit[letters < last ? letters : last];
}
