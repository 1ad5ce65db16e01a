/*
 * ranked_like.c: the words of a tree that are most like a wanted one
 *
 * Words that are edited are found by a walk over all words in order, in which
 * a beginning that is too far leaves out all words that begin so. Others have
 * a sound in common, or are written in a table.
 */
#include <string.h>

#include "ranked_like.h"
#include "ranked_range.h"

struct finder
{
	struct ranked_likes *likes;
	const struct ranked_reader *reader;
	const struct name_wanted *wanted;
	int			cost_limit;
	struct name_edits edits;
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

static void
consider(struct finder *finder, const char *word, size_t length,
		 uint64_t rank)
{
	struct ranked_like like = {.rank = rank, .length = (uint8_t) length};
	int			cost;

	if (length == 0 || length > NAME_WORD_MAX ||
		begins_with_wanted(finder->wanted, word, length))
		return;
	cost = name_wanted_cost(finder->wanted, word, length);
	if (cost > finder->cost_limit || is_there(finder->likes, word, length))
		return;
	like.cost = (uint8_t) cost;
	memcpy(like.text, word, length);
	insert(finder->likes, &like);
}

/* The next word of all, of which so much is that of the word before. */
static size_t
visit(void *context, const struct ranked_entry *entry, size_t shared)
{
	struct finder *finder = context;
	const char *word = (const char *) entry->key + 1;
	size_t		length = entry->length - 1u;

	for (size_t place = shared > 0 ? shared - 1 : 0; place < length; place++)
		if (!name_edits_put(&finder->edits, place, word[place]))
			return place + 2;	/* the class, and the letter that was put */
	if (length > 0 && name_edits_accept(&finder->edits, length))
		consider(finder, word, length, entry->rank);
	return RANKED_SWEEP_ON;
}

static void
find_edited(struct finder *finder)
{
	struct ranked_range range;

	if (!name_edits_begin(&finder->edits, finder->wanted->text,
						  finder->wanted->length))
		return;
	ranked_range_begin(&range, RANKED_WORD);
	ranked_range_prefix(&range);
	ranked_sweep(finder->reader, &range, visit, finder);
}

/* The word of an entry that holds a sound and the word that sounds so. */
static void
consider_sounding(struct finder *finder, const struct ranked_entry *entry)
{
	const uint8_t *end = entry->key + entry->length;
	const uint8_t *mark = memchr(entry->key, RANKED_END, entry->length);

	if (mark != NULL)
		consider(finder, (const char *) mark + 1, (size_t) (end - mark - 1),
				 entry->rank);
}

/* A sound that many words have tells little: those of best rank are looked at. */
#define SOUNDING_MAX	300

static void
find_sounding(struct finder *finder, const struct name_sound *sound)
{
	struct ranked_range range;
	struct ranked_walk *walk;
	struct ranked_entry entry;

	ranked_range_begin(&range, RANKED_SOUND);
	ranked_range_put(&range, sound->text, sound->length);
	ranked_range_marked(&range, RANKED_END);
	walk = ranked_walk_begin(finder->reader, &range, RANKED_RANK_MAX);
	for (int left = SOUNDING_MAX; left > 0; left--)
	{
		if (!ranked_walk_next(walk, &entry))
			break;
		consider_sounding(finder, &entry);
	}
	ranked_walk_end(walk);
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

static void
find_variants(struct finder *finder)
{
	const struct name_wanted *wanted = finder->wanted;
	const char *variant;
	size_t		length;

	for (int i = 0; name_variant(wanted->text, wanted->length, i,
								 &variant, &length); i++)
		find_word(finder, variant, length);
}

void
ranked_likes_find(struct ranked_likes *likes, int limit,
				  const struct ranked_reader *reader,
				  const struct name_wanted *wanted, int cost_limit)
{
	struct finder finder = {
		.likes = likes, .reader = reader, .wanted = wanted,
		.cost_limit = cost_limit
	};

	likes->count = 0;
	likes->limit = limit < RANKED_LIKES ? limit : RANKED_LIKES;
	if (wanted->length == 0)
		return;
	find_variants(&finder);
	for (int i = 0; i < wanted->sounds; i++)
		find_sounding(&finder, &wanted->sound[i]);
	find_word(&finder, wanted->text, 1);
	find_edited(&finder);
}
