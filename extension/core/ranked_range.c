/*
 * ranked_range.c: the keys that a part of a query is looked up by
 */
#include <string.h>

#include "ranked_range.h"

void
ranked_range_begin(struct ranked_range *range, enum ranked_class class)
{
	range->low[0] = (uint8_t) class;
	range->low_length = 1;
	range->may_pass = NULL;
	range->context = NULL;
}

/* Bytes of a key that may be text, by class. */
static const uint8_t text_room[] = {
	[RANKED_NAME] = RANKED_NAME_TEXT,
	[RANKED_TAIL] = RANKED_TAIL_TEXT,
	[RANKED_PAIR] = 2 * RANKED_PAIR_TEXT,
	[RANKED_WORD] = RANKED_WORD_TEXT,
	[RANKED_SUFFIX] = RANKED_WORD_TEXT,
	[RANKED_SOUND] = NAME_SOUND_MAX,
	[RANKED_LONG] = RANKED_LONG_TEXT,
	[RANKED_REST] = 0
};

bool
ranked_range_put(struct ranked_range *range, const char *text, size_t length)
{
	size_t		room = 1u + text_room[range->low[0]] - range->low_length;
	bool		whole = length <= room;

	if (!whole)
		length = room;
	memcpy(range->low + range->low_length, text, length);
	range->low_length += (uint8_t) length;
	return whole;
}

/* High is low with its last byte one higher: no byte of a key is 0xff. */
void
ranked_range_prefix(struct ranked_range *range)
{
	memcpy(range->high, range->low, range->low_length);
	range->high_length = range->low_length;
	range->high[range->high_length - 1]++;
}

/* High is low and one byte more; a key that is full has none behind it. */
static void
up_to(struct ranked_range *range, uint8_t byte)
{
	if (range->low_length == RANKED_KEY_MAX)
	{
		ranked_range_prefix(range);
		return;
	}
	memcpy(range->high, range->low, range->low_length);
	range->high[range->low_length] = byte;
	range->high_length = range->low_length + 1;
}

void
ranked_range_whole(struct ranked_range *range)
{
	up_to(range, 1);
}

/* The end of the key, a mark, or a space. */
void
ranked_range_word(struct ranked_range *range)
{
	up_to(range, ' ' + 1);
}

void
ranked_range_marked(struct ranked_range *range, uint8_t mark)
{
	range->low[range->low_length++] = mark;
	ranked_range_prefix(range);
}

/* A page that is spoilt may hold keys that are none, which a walk cannot tell. */
bool
ranked_next_of_class(struct ranked_walk *walk,
					 const struct ranked_range *range,
					 struct ranked_entry *entry)
{
	while (ranked_walk_next(walk, entry))
		if (entry->length > 0 && entry->key[0] == range->low[0])
			return true;
	return false;
}

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* The end of the word, a mark, and what stands before the end. */
struct ranked_ending
ranked_ending_of(const struct ranked_entry *entry)
{
	const uint8_t *suffix = entry->key + 1;
	size_t		length = entry->length - 1u;
	const uint8_t *mark = memchr(suffix, RANKED_END, length);
	size_t		size = mark == NULL ? length : (size_t) (mark - suffix);
	struct ranked_ending word = {.start = length - least(length, size + 1)};

	word.length = word.start + size;
	memcpy(word.text, suffix + length - word.start, word.start);
	memcpy(word.text + word.start, suffix, size);
	return word;
}

void
ranked_side_set(struct ranked_side *side, const char *text, size_t length,
				bool whole)
{
	if (length >= RANKED_PAIR_TEXT)
		length = RANKED_PAIR_TEXT;
	side->length = (uint8_t) length;
	memcpy(side->text, text, length);
	if (whole && length < RANKED_PAIR_TEXT)
		side->text[side->length++] = RANKED_END;
}

/*
 * Whether one word of a pair, the first or the second, is as wanted as far as
 * its letters are known: those before end, and that there are no others if it
 * is the last.
 */
static bool
side_fits(const uint8_t *key, size_t end, bool last, int second,
		  const struct ranked_side *wanted)
{
	for (size_t i = 0; i < wanted->length; i++)
	{
		size_t		place = 1 + 2 * i + (size_t) second;

		if (place >= end)
			return !last || wanted->text[i] == RANKED_END;
		if (key[place] != (uint8_t) wanted->text[i])
			return false;
	}
	return true;
}

/* Length of the next of the words that are not in the pair. */
static size_t
other_length(const uint8_t *at, const uint8_t *end)
{
	size_t		length = 0;

	while (at + length < end && length < RANKED_PAIR_OTHER &&
		   at[length] != RANKED_END)
		length++;
	return length;
}

static bool
has_other(const uint8_t *at, const uint8_t *end, const char *wanted,
		  size_t wanted_length)
{
	if (wanted_length > RANKED_PAIR_OTHER)
		wanted_length = RANKED_PAIR_OTHER;
	while (at < end)
	{
		size_t		length = other_length(at, end);

		if (length >= wanted_length && memcmp(at, wanted, wanted_length) == 0)
			return true;
		at += length + (length < RANKED_PAIR_OTHER);
	}
	return false;
}

/* Whether each of the query's other words may be one of the name's others. */
static bool
others_fit(const struct ranked_filter *filter, const uint8_t *at,
		   const uint8_t *end)
{
	const struct name_query *query = filter->others;

	for (int i = 0; i < query->words; i++)
		if (i != filter->smaller_word && i != filter->greater_word &&
			!has_other(at, end, query->text + query->start[i],
					   query->size[i]))
			return false;
	return true;
}

static bool
pair_may_pass(const void *context, const uint8_t *key, size_t length,
			  bool whole)
{
	const struct ranked_filter *filter = context;
	const uint8_t *others = length < 2 ? NULL
		: memchr(key + 1, RANKED_OTHERS, length - 1);
	size_t		end = others == NULL ? length : (size_t) (others - key);
	bool		last = whole || others != NULL;

	if (!side_fits(key, end, last, 0, &filter->smaller) ||
		!side_fits(key, end, last, 1, &filter->greater))
		return false;
	if (!whole || filter->others == NULL)
		return true;
	return others != NULL && others_fit(filter, others + 1, key + length);
}

/* Whether a word that begins so can be the smaller of the two. */
static bool
may_be_smaller(const struct ranked_side *smaller,
			   const struct ranked_side *greater)
{
	return memcmp(smaller->text, greater->text,
				  least(smaller->length, greater->length)) <= 0;
}

/* The letter at a place, the mark of its end from there on, or 0: not known. */
static char
side_at(const struct ranked_side *side, size_t i)
{
	bool		ends = side->length > 0 &&
		side->text[side->length - 1] == RANKED_END;

	if (i < side->length)
		return side->text[i];
	return ends && i < RANKED_PAIR_TEXT ? RANKED_END : '\0';
}

/* Beside a letter the mark is written; beside nothing that is known it may be. */
static bool
put_side(struct ranked_range *range, char c, char beside)
{
	if (c == '\0' || (c == RANKED_END && beside < ' '))
		return false;
	ranked_range_put(range, &c, 1);
	return true;
}

/* All keys of the pair begin with what is known of them without a gap. */
bool
ranked_range_pair(struct ranked_range *range,
				  const struct ranked_filter *filter)
{
	const struct ranked_side *smaller = &filter->smaller;
	const struct ranked_side *greater = &filter->greater;

	if (!may_be_smaller(smaller, greater))
		return false;
	ranked_range_begin(range, RANKED_PAIR);
	for (size_t i = 0; i < RANKED_PAIR_TEXT; i++)
	{
		char		a = side_at(smaller, i);
		char		b = side_at(greater, i);

		if (!put_side(range, a, b) || !put_side(range, b, a))
			break;
	}
	ranked_range_prefix(range);
	range->may_pass = pair_may_pass;
	range->context = filter;
	return true;
}

/* The letters of the word before are the last bytes, all marks: how many. */
static size_t
letters_before(const uint8_t *key, size_t length)
{
	size_t		letters = RANKED_TAIL_BEFORE;

	while (letters > 0 && (length <= letters || key[length - letters] >= ' '))
		letters--;
	return letters;
}

/* Mostly there are as many as can be, and the first is another one. */
static bool
behind_may_pass(const void *context, const uint8_t *key, size_t length,
				bool whole)
{
	const struct ranked_filter *filter = context;
	size_t		there = letters_before(key, length);
	const uint8_t *letter = key + length - there;

	for (size_t i = 0; i < filter->letters; i++)
	{
		if (i == there)
			return !whole;
		if (letter[i] != filter->before[i])
			return false;
	}
	return true;
}

bool
ranked_range_behind(struct ranked_range *range, struct ranked_filter *filter,
					const char *word, size_t length)
{
	filter->letters = (uint8_t) ranked_before(word, length, filter->before);
	range->may_pass = behind_may_pass;
	range->context = filter;
	if (length > RANKED_TAIL_BEFORE)
		return false;
	for (size_t i = 0; i < length; i++)
		if (word[i] < 'a')
			return false;		/* digits are all one there */
	return true;
}
