/*
 * ranked_like.c: the words of a tree that are most like a wanted one
 *
 * To compare all words is to read them all. Those are compared that sound like
 * the wanted one but for one part; that have its first half or its second one,
 * as do most that have two errors in one half; and that are written in a table.
 * Of each kind the words of best rank are.
 */
#include <string.h>

#include "ranked_like.h"
#include "ranked_range.h"

/* Words that are compared: of those that sound alike, of any other range. */
#define SOUNDS_COMPARED	300
#define WORDS_COMPARED	150
#define VARIANTS_COMPARED	20
/* Letters of half a word, at least. */
#define HALF_MIN		2

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

/* So many words of a range: where they stand in a key depends. */
static void
consider_range(struct finder *finder, const struct ranked_range *range,
			   int left, void (*consider_entry) (struct finder *finder,
									   const struct ranked_entry *entry))
{
	struct ranked_walk *walk = ranked_walk_begin(finder->reader, range,
												 RANKED_RANK_MAX);
	struct ranked_entry entry;

	for (; left > 0; left--)
	{
		if (!ranked_next_of_class(walk, range, &entry))
			break;
		consider_entry(finder, &entry);
	}
	ranked_walk_end(walk);
}

/* ---- the same sound, but for one part ---- */

/* The word behind the mark. */
static void
consider_sounding(struct finder *finder, const struct ranked_entry *entry)
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
	consider_range(finder, &range, compared, consider_sounding);
}

static void
find_sounds(struct finder *finder)
{
	for (int i = 0; i < finder->wanted->sounds; i++)
		find_sounding(finder, &finder->wanted->sound[i], SOUNDS_COMPARED);
}

static void
find_sounds_less(struct finder *finder)
{
	struct name_sound less[RANKED_SOUND_LESS];
	int			parts = 0;

	if (finder->wanted->sounds > 0)
		parts = ranked_sounds_less(&finder->wanted->sound[0], less);
	for (int i = 0; i < parts; i++)
		find_sounding(finder, &less[i], WORDS_COMPARED);
}

/* ---- the same half ---- */

static void
consider_word(struct finder *finder, const struct ranked_entry *entry)
{
	consider(finder, (const char *) entry->key + 1, entry->length - 1u,
			 entry->rank);
}

static void
find_first_half(struct finder *finder, size_t length)
{
	struct ranked_range range;

	ranked_range_begin(&range, RANKED_WORD);
	ranked_range_put(&range, finder->wanted->text, length);
	ranked_range_prefix(&range);
	consider_range(finder, &range, WORDS_COMPARED, consider_word);
}

/* The word that an end and what stands before it make. */
static void
consider_ending(struct finder *finder, const struct ranked_entry *entry)
{
	struct ranked_ending ending = ranked_ending_of(entry);

	consider(finder, ending.text, ending.length, entry->rank);
}

static void
find_second_half(struct finder *finder, size_t length)
{
	const struct name_wanted *wanted = finder->wanted;
	struct ranked_range range;

	ranked_range_begin(&range, RANKED_SUFFIX);
	ranked_range_put(&range, wanted->text + wanted->length - length, length);
	ranked_range_marked(&range, RANKED_END);
	consider_range(finder, &range, WORDS_COMPARED, consider_ending);
}

/* Wherever one letter is wrong, one of the halves is not touched. */
static void
find_halves(struct finder *finder)
{
	size_t		half = finder->wanted->length / 2u;

	if (half < HALF_MIN)
		return;
	find_first_half(finder, half);
	find_second_half(finder, half);
}

/* ---- from elsewhere ---- */

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
	find_halves(&finder);
}
