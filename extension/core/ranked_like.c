/*
 * ranked_like.c: the words of a tree that are most like a wanted one
 *
 * To compare all words is to read them all. Those are compared that are so few
 * edits away and begin with the same letter; that sound alike but for one part;
 * that have the same second half, or all but the first letters, or the same
 * first half behind a letter or two; and that are written in a table. Where
 * these are many, those of best rank are.
 */
#include <string.h>

#include "ranked_best.h"
#include "ranked_like.h"

/* Words that are compared: of those that sound alike, of any other range. */
#define SOUNDS_COMPARED	500
#define WORDS_COMPARED	150
#define VARIANTS_COMPARED	20
#define EDITED_COMPARED	1500
/* Letters of half a word, at least: at its end, and inside of it. */
#define HALF_MIN		2
#define INSIDE_MIN		3

struct finder
{
	struct ranked_likes *likes;
	const struct ranked_reader *reader;
	const struct name_wanted *wanted;
	int			cost_limit;
};

static bool
is_better(const struct ranked_like *a, const struct ranked_like *b)
{
	return a->cost != b->cost ? a->cost < b->cost : a->rank > b->rank;
}

static bool
is_there(const struct ranked_likes *likes, const char *word, size_t length)
{
	for (int i = 0; i < likes->count; i++)
		if (likes->like[i].length == length &&
			memcmp(likes->like[i].text, word, length) == 0)
			return true;
	return false;
}

/* Put it where it belongs; the last falls out of a full list. */
static void
insert(struct ranked_likes *likes, const struct ranked_like *like)
{
	int			place = likes->count;

	if (likes->count < likes->limit)
		likes->count++;
	else if (!is_better(like, &likes->like[--place]))
		return;
	while (place > 0 && is_better(like, &likes->like[place - 1]))
	{
		likes->like[place] = likes->like[place - 1];
		place--;
	}
	likes->like[place] = *like;
}

static bool
begins_with_wanted(const struct name_wanted *wanted, const char *word,
				   size_t length)
{
	return length >= wanted->length &&
		memcmp(word, wanted->text, wanted->length) == 0;
}

/* A page that is spoilt may hold words that are none. */
static bool
is_word(const char *word, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (!(word[i] >= 'a' && word[i] <= 'z') &&
			!(word[i] >= '0' && word[i] <= '9'))
			return false;
	return length > 0 && length <= NAME_WORD_MAX;
}

static void
consider(struct finder *finder, const char *word, size_t length,
		 uint64_t rank)
{
	struct ranked_like like = {.rank = rank, .length = (uint8_t) length};
	int			cost;

	if (!is_word(word, length) ||
		begins_with_wanted(finder->wanted, word, length))
		return;
	cost = name_wanted_cost(finder->wanted, word, length);
	if (cost > finder->cost_limit || is_there(finder->likes, word, length))
		return;
	like.cost = (uint8_t) cost;
	memcpy(like.text, word, length);
	insert(finder->likes, &like);
}

/* A word that is known from elsewhere, if any name has it. */
static void
find_word(struct finder *finder, const char *word, size_t length)
{
	struct ranked_entry entry;
	uint8_t		key[RANKED_KEY_MAX];

	if (ranked_find(finder->reader, key, ranked_word_key(word, length, key),
					&entry))
		consider(finder, word, length, entry.rank);
}

/* ---- the same sound, but for one part ---- */

/* The word behind the mark. */
static void
consider_sounding(void *finder, const struct ranked_entry *entry)
{
	const uint8_t *end = entry->key + entry->length;
	const uint8_t *mark = memchr(entry->key, RANKED_END, entry->length);

	if (mark != NULL)
		consider(finder, (const char *) mark + 1, (size_t) (end - mark - 1),
				 entry->rank);
}

static void
find_sounding(struct finder *finder, const struct name_sound *sound,
			  int compared)
{
	struct ranked_range range;

	ranked_range_begin(&range, RANKED_SOUND);
	ranked_range_put(&range, sound->text, sound->length);
	ranked_range_marked(&range, RANKED_END);
	ranked_best(finder->reader, &range, compared, consider_sounding, finder);
}

static void
find_sounds(struct finder *finder)
{
	for (int i = 0; i < finder->wanted->sounds; i++)
		find_sounding(finder, &finder->wanted->blurred[i], SOUNDS_COMPARED);
}

static void
find_sounds_less(struct finder *finder)
{
	struct name_sound less[RANKED_SOUND_LESS];
	int			parts = 0;

	if (finder->wanted->sounds > 0)
		parts = ranked_sounds_less(&finder->wanted->blurred[0], less);
	for (int i = 0; i < parts; i++)
		find_sounding(finder, &less[i], WORDS_COMPARED);
}

/* ---- so few edits away ---- */

struct edited
{
	struct finder *finder;
	struct name_edits edits;
	int			left;			/* words to be compared yet */
};

/* A word of the lexicon; what begins as none that is wanted is left out. */
static size_t
consider_edited(void *context, const struct ranked_entry *entry,
				size_t shared)
{
	struct edited *edited = context;
	const char *word = (const char *) entry->key + 1;
	size_t		length = entry->length - 1u;

	for (size_t place = shared > 0 ? shared - 1 : 0; place < length; place++)
		if (!name_edits_put(&edited->edits, place, word[place]))
			return place + 2;
	if (name_edits_accept(&edited->edits, length))
	{
		consider(edited->finder, word, length, entry->rank);
		edited->left--;
	}
	return edited->left > 0 ? RANKED_SWEEP_ON : 0;
}

static void
find_edited(struct finder *finder)
{
	const struct name_wanted *wanted = finder->wanted;
	struct edited edited = {.finder = finder, .left = EDITED_COMPARED};
	struct ranked_range range;

	if (!name_edits_begin(&edited.edits, wanted->text, wanted->length))
		return;
	ranked_range_begin(&range, RANKED_WORD);
	ranked_range_put(&range, wanted->text, 1);
	ranked_range_prefix(&range);
	ranked_sweep(finder->reader, &range, consider_edited, &edited);
}

/* ---- the same end ---- */

/* The word that an end and what stands before it make. */
static void
consider_ending(void *finder, const struct ranked_entry *entry)
{
	struct ranked_ending ending = ranked_ending_of(entry);

	consider(finder, ending.text, ending.length, entry->rank);
}

static void
find_ending(struct finder *finder, size_t length)
{
	const struct name_wanted *wanted = finder->wanted;
	struct ranked_range range;

	ranked_range_begin(&range, RANKED_SUFFIX);
	ranked_range_put(&range, wanted->text + wanted->length - length, length);
	ranked_range_marked(&range, RANKED_END);
	ranked_best(finder->reader, &range, WORDS_COMPARED, consider_ending,
				finder);
}

/* All but one letter or two: the first is wrong, swapped, missing or too much. */
static void
find_endings(struct finder *finder)
{
	const struct name_wanted *wanted = finder->wanted;
	size_t		half = wanted->length / 2u;

	if (half < HALF_MIN)
		return;
	find_word(finder, wanted->text + 1, wanted->length - 1u);
	for (size_t gone = 0; gone <= 2 && wanted->length - gone > half; gone++)
		find_ending(finder, wanted->length - gone);
	find_ending(finder, half);
}

/* The first half behind one letter or two: the end is wrong as well. */
static void
find_insides(struct finder *finder)
{
	const struct name_wanted *wanted = finder->wanted;
	size_t		half = (wanted->length + 1u) / 2u;
	struct ranked_range range;

	if (half < INSIDE_MIN)
		return;
	for (size_t gone = 0; gone <= 2 && gone + half <= wanted->length; gone++)
	{
		ranked_range_begin(&range, RANKED_SUFFIX);
		ranked_range_put(&range, wanted->text + gone, half);
		ranked_range_prefix(&range);
		ranked_best(finder->reader, &range, WORDS_COMPARED, consider_ending,
				finder);
	}
}

/* ---- written in a table ---- */

static void
find_variants(struct finder *finder)
{
	const struct name_wanted *wanted = finder->wanted;
	const char *variant;
	size_t		length;

	for (int i = 0; i < VARIANTS_COMPARED &&
		 name_variant(wanted->text, wanted->length, i, &variant, &length); i++)
		find_word(finder, variant, length);
}

void
ranked_likes_find(struct ranked_likes *likes,
				  const struct ranked_reader *reader,
				  const struct ranked_likes_wanted *wanted)
{
	struct finder finder = {
		.likes = likes, .reader = reader, .wanted = wanted->word,
		.cost_limit = wanted->cost
	};

	likes->count = 0;
	likes->limit = wanted->limit;
	if (wanted->word->length == 0)
		return;
	find_variants(&finder);
	if (wanted->initial)
		find_word(&finder, wanted->word->text, 1);
	find_sounds(&finder);
	if (wanted->typed_well)
		return;
	find_sounds_less(&finder);
	find_edited(&finder);
	find_endings(&finder);
	find_insides(&finder);
}
