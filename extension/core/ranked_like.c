/*
 * ranked_like.c: the words of a tree that are most like a wanted one
 *
 * To compare all words is to read them all. Those are compared for which there
 * is a reason, name.h: that are so few edits away, sound alike, or are written
 * in a table. Where many sound alike, those of best rank are.
 */
#include <string.h>

#include "ranked_best.h"
#include "ranked_finder.h"

/* Words that are compared, of one sound and of those in the table. */
#define SOUNDS_COMPARED	500
#define SHORT_COMPARED	200		/* of a sound that tells little */
#define VARIANTS_COMPARED	20

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

int
ranked_finder_most(const struct ranked_finder *finder)
{
	const struct ranked_likes *likes = finder->likes;

	return likes->count < likes->limit ? finder->cost_limit
		: likes->like[likes->count - 1].cost;
}

void
ranked_finder_take(struct ranked_finder *finder, const char *word,
				   size_t length, uint64_t rank)
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

void
ranked_finder_seek(struct ranked_finder *finder, const char *word,
				   size_t length)
{
	struct ranked_entry entry;
	uint8_t		key[RANKED_KEY_MAX];

	if (ranked_find(finder->reader, key, ranked_word_key(word, length, key),
					&entry))
		ranked_finder_take(finder, word, length, entry.rank);
}

/* ---- the same sound ---- */

struct sounding
{
	struct ranked_finder *finder;
	struct name_heard heard;
	size_t		from;			/* where the keys have a word */
};

/* From the first word on that has a letter of the sound there. */
static size_t
go_on(const struct name_heard *heard, uint32_t parts,
	  const struct ranked_entry *entry, size_t at)
{
	char		next = name_heard_after(heard, parts, (char) entry->key[at]);

	return next == '\0' ? at : RANKED_SWEEP_TO(at + 1, next);
}

/*
 * Words stand under sounds that lack a part of their own, too. The letters of
 * most tell that they are not of the sound itself.
 */
static size_t
pass_sounding(void *context, const struct ranked_entry *entry, size_t shared)
{
	const struct sounding *sounding = context;
	const struct name_heard *heard = &sounding->heard;
	uint32_t	parts = NAME_HEARD_NOTHING;

	(void) shared;
	for (size_t at = sounding->from; at < entry->length; at++)
	{
		uint32_t	next = name_heard_on(heard, parts, (char) entry->key[at]);

		if (next == 0)
			return go_on(heard, parts, entry, at);
		parts = next;
	}
	return (parts & heard->whole) != 0 ? RANKED_SWEEP_ON : entry->length + 1u;
}

static void
take_sounding(void *context, const struct ranked_entry *entry)
{
	const struct sounding *sounding = context;
	const char *word = (const char *) entry->key + sounding->from;
	size_t		length = entry->length - sounding->from;

	if (name_wanted_sounds(sounding->finder->wanted, word, length))
		ranked_finder_take(sounding->finder, word, length, entry->rank);
}

static void
find_sounding(struct ranked_finder *finder, const struct name_sound *sound)
{
	struct sounding sounding = {.finder = finder};
	struct ranked_range range;
	int			compared = sound->length < NAME_SOUND_TELLING
		? SHORT_COMPARED : SOUNDS_COMPARED;

	name_heard_set(&sounding.heard, sound);
	ranked_range_begin(&range, RANKED_SOUND);
	ranked_range_put(&range, sound->text, sound->length);
	ranked_range_marked(&range, RANKED_END);
	sounding.from = range.low_length;
	ranked_best(finder->reader, &range, compared, pass_sounding, take_sounding,
				&sounding);
}

/* Sounds that differ may be one when they are blurred. */
static bool
is_repeated(const struct name_wanted *wanted, int i)
{
	for (int j = 0; j < i; j++)
		if (memcmp(&wanted->blurred[i], &wanted->blurred[j],
				   sizeof(wanted->blurred[i])) == 0)
			return true;
	return false;
}

static void
find_sounds(struct ranked_finder *finder)
{
	const struct name_wanted *wanted = finder->wanted;

	for (int i = 0; i < wanted->sounds; i++)
		if (!is_repeated(wanted, i))
			find_sounding(finder, &wanted->blurred[i]);
}

/* ---- written in a table ---- */

static void
find_variants(struct ranked_finder *finder)
{
	const struct name_wanted *wanted = finder->wanted;
	const char *variant;
	size_t		length;

	for (int i = 0; i < VARIANTS_COMPARED &&
		 name_variant(wanted->text, wanted->length, i, &variant, &length); i++)
		ranked_finder_seek(finder, variant, length);
}

void
ranked_likes_find(struct ranked_likes *likes,
				  const struct ranked_reader *reader,
				  const struct ranked_likes_wanted *wanted)
{
	struct ranked_finder finder = {
		.likes = likes, .reader = reader, .wanted = wanted->word,
		.cost_limit = wanted->cost
	};

	likes->count = 0;
	likes->limit = wanted->limit;
	if (wanted->word->length == 0)
		return;
	find_variants(&finder);
	if (wanted->initial)
		ranked_finder_seek(&finder, wanted->word->text, 1);
	find_sounds(&finder);
	if (!wanted->typed_well)
		ranked_finder_edited(&finder);
}
