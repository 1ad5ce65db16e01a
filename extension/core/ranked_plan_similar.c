/*
 * ranked_plan_similar.c: names that have words like those of the query
 *
 * For each word of the query there are the words most like it. A query of one
 * word is looked up by each of them; of a longer one two words are looked up
 * as a pair, in all ways that cost little, and the others are left to be
 * compared. Words that may be written as two, and neighbours that may be
 * written as one, are looked up as well.
 */
#include <string.h>

#include "ranked_like.h"
#include "ranked_plan.h"

/*
 * What is tried at most; the cheapest goes first. Most often one word is wrong
 * and the other right: such pairs are chosen apart, or a word that many others
 * are like would leave no place for what the other one is like. Where the query
 * has matched as it is, its words were hardly typed wrong.
 */
#define PAIRS			64
#define PAIRS_WRONG		64
#define PAIRS_FOUND		12
#define LONG_LIKES		3

/*
 * Entries of all pairs that are looked through, by estimate; and letters that
 * leave so few entries that they are not estimated.
 */
#define PAIR_ENTRIES	60000.0
#define SELECTIVE		5
#define CROWD			20		/* rows that are too many */
#define PAIR_WORDS		4		/* of the query, the longest */
#define JOINED_MIN		4		/* letters of words put together */
#define PART_MIN		2		/* letters of each of them, taken apart */
#define COST_JOINED		3
#define COST_REVERSED	5
#define COST_TITLE		2

static const uint8_t likes_limit[PAIR_WORDS + 1] = {0, 40, 32, 16, 12};

/* A word of a pair: one of those like a word of the query, or it itself. */
struct choice
{
	const char *text;
	size_t		length;
	bool		whole;
	int			cost;
	uint64_t	rank;
};

struct pair
{
	int			cost;
	uint64_t	rank;
	struct choice a;
	struct choice b;
};

/* The cheapest pairs of a kind. */
struct pairs
{
	int			count;
	int			limit;
	struct pair pair[PAIRS];
};

/* The words that are asked for, titles aside, the longest first. */
struct similar
{
	struct ranked_stream *stream;
	const struct name_query *query;
	int			asked;
	int			words;			/* that are looked up */
	int			word[PAIR_WORDS];
	bool		known[PAIR_WORDS];	/* some name has a word that begins so */
	uint64_t	rank[PAIR_WORDS];	/* the best of such names */
	struct ranked_likes likes[PAIR_WORDS];
	double		entries;		/* of pairs, that may still be looked through */
	struct pairs right;			/* one word is as it was typed */
	struct pairs wrong;			/* none is */
};

static void *
allocate(const struct ranked_stream *stream, size_t size)
{
	return stream->reader->allocate(stream->reader->context, size);
}

/* ---- names by one text ---- */

/* The names of a class that have the text, or words that begin so. */
static void
add_text(struct similar *similar, enum ranked_class class, const char *text,
		 size_t length, bool whole, int cost, uint64_t rank)
{
	struct ranked_source *source = ranked_plan_source(similar->stream, class);

	source->cost = (uint8_t) cost;
	source->recheck = true;
	if (ranked_range_put(&source->range, text, length) && whole)
		ranked_range_word(&source->range);
	else
		ranked_range_prefix(&source->range);
	ranked_stream_add(similar->stream, source, rank);
}

static void
add_anywhere(struct similar *similar, const char *text, size_t length,
			 bool whole, int cost, uint64_t rank)
{
	add_text(similar, RANKED_NAME, text, length, whole, cost, rank);
	add_text(similar, RANKED_TAIL, text, length, whole, cost, rank);
}

static void
add_likes(struct similar *similar)
{
	const struct ranked_likes *likes = &similar->likes[0];

	for (int i = 0; i < likes->count; i++)
		add_anywhere(similar, likes->like[i].text, likes->like[i].length, true,
					 likes->like[i].cost, likes->like[i].rank);
}

/* ---- words put together and apart ---- */

static bool
find_word(const struct similar *similar, const char *text, size_t length,
		  uint64_t *rank)
{
	uint8_t		key[RANKED_KEY_MAX];
	struct ranked_entry entry;

	if (!ranked_find(similar->stream->reader, key,
					 ranked_word_key(text, length, key), &entry))
		return false;
	*rank = entry.rank;
	return true;
}

static bool
may_cost(const struct similar *similar, int cost)
{
	return cost <= similar->query->cost_limit;
}

/* Two texts with a space between them, the first of which is a word. */
static void
add_apart(struct similar *similar, const char *first, size_t first_length,
		  const char *second, size_t second_length, int cost, uint64_t rank)
{
	char		text[NAME_QUERY_MAX + 1];

	memcpy(text, first, first_length);
	text[first_length] = ' ';
	memcpy(text + first_length + 1, second, second_length);
	add_anywhere(similar, text, first_length + 1 + second_length, false, cost,
				 rank);
}

/* A word of the query as two, in this order and, if both are words, reversed. */
static void
add_split(struct similar *similar, const char *word, size_t length)
{
	for (size_t at = PART_MIN; at + PART_MIN <= length; at++)
	{
		size_t		left = length - at;
		uint64_t	rank;

		if (!may_cost(similar, COST_JOINED) ||
			!find_word(similar, word, at, &rank))
			continue;
		add_apart(similar, word, at, word + at, left, COST_JOINED, rank);
		if (may_cost(similar, COST_REVERSED) &&
			find_word(similar, word + at, left, &rank))
			add_apart(similar, word + at, left, word, at, COST_REVERSED, rank);
	}
}

/* Two neighbours of the query as one word, in this order and the other. */
static void
add_joined(struct similar *similar, int i)
{
	const struct name_query *query = similar->query;
	const char *first = query->text + query->start[i];
	const char *second = query->text + query->start[i + 1];
	size_t		first_length = query->size[i];
	size_t		second_length = query->size[i + 1];
	size_t		length = first_length + second_length;
	char		text[NAME_QUERY_MAX];
	uint64_t	rank;

	if (length < JOINED_MIN || !may_cost(similar, COST_JOINED))
		return;
	memcpy(text, first, first_length);
	memcpy(text + first_length, second, second_length);
	if (ranked_plan_known(similar->stream, text, length, &rank))
		add_anywhere(similar, text, length, false, COST_JOINED, rank);
	memcpy(text, second, second_length);
	memcpy(text + second_length, first, first_length);
	if (may_cost(similar, COST_REVERSED) &&
		find_word(similar, text, length, &rank))
		add_anywhere(similar, text, length, true, COST_REVERSED, rank);
}

/* ---- names by two words ---- */

/* Choice -1 is the word of the query, of which the name's is a longer form. */
static struct choice
choice_of(const struct similar *similar, int i, int choice)
{
	const struct name_query *query = similar->query;
	int			word = similar->word[i];
	const struct ranked_like *like;

	if (choice < 0)
		return (struct choice) {
			.text = query->text + query->start[word],
			.length = query->size[word], .rank = similar->rank[i]
	};
	like = &similar->likes[i].like[choice];
	return (struct choice) {
		like->text, like->length, true, like->cost, like->rank
	};
}

static bool
is_better(const struct pair *a, const struct pair *b)
{
	return a->cost != b->cost ? a->cost < b->cost : a->rank > b->rank;
}

static void
keep_pair(struct pairs *pairs, const struct pair *pair)
{
	int			place = pairs->count;

	if (pairs->count < pairs->limit)
		pairs->count++;
	else if (!is_better(pair, &pairs->pair[--place]))
		return;
	while (place > 0 && is_better(pair, &pairs->pair[place - 1]))
	{
		pairs->pair[place] = pairs->pair[place - 1];
		place--;
	}
	pairs->pair[place] = *pair;
}

static void
choose_pair(struct similar *similar, struct choice a, struct choice b)
{
	struct pair pair = {
		.cost = a.cost + b.cost, .rank = a.rank < b.rank ? a.rank : b.rank,
		.a = a, .b = b
	};

	if (may_cost(similar, pair.cost))
		keep_pair(a.whole && b.whole ? &similar->wrong : &similar->right,
				  &pair);
}

static void
choose_pairs(struct similar *similar, int i, int j)
{
	for (int a = -similar->known[i]; a < similar->likes[i].count; a++)
		for (int b = -similar->known[j]; b < similar->likes[j].count; b++)
			choose_pair(similar, choice_of(similar, i, a),
						choice_of(similar, j, b));
}

/* The letters of a short word leave gaps in the key, and so a long range. */
static bool
is_affordable(struct similar *similar, const struct ranked_range *range)
{
	double		entries;

	if (range->low_length > SELECTIVE)
		return true;
	entries = ranked_estimate(similar->stream->reader, range);
	if (entries > similar->entries)
		return false;
	similar->entries -= entries;
	return true;
}

static size_t
count_row(void *context, const struct ranked_entry *entry, size_t shared)
{
	int		   *left = context;

	(void) entry;
	(void) shared;
	return --*left > 0 ? RANKED_SWEEP_ON : 0;
}

/*
 * Whether two words that are as they were typed, of three or more, are in so
 * many names together that these would leave no place for those that have the
 * other words, too.
 */
static bool
is_crowd(const struct similar *similar, const struct pair *pair,
		 const struct ranked_range *range)
{
	int			left = CROWD;

	if (pair->a.whole || pair->b.whole || similar->asked < 3)
		return false;
	ranked_sweep(similar->stream->reader, range, count_row, &left);
	return left <= 0;
}

static void
add_pair(struct similar *similar, const struct pair *pair,
		 const struct choice *smaller, const struct choice *greater)
{
	struct ranked_source *source = ranked_stream_source(similar->stream);

	ranked_side_set(&source->filter.smaller, smaller->text, smaller->length,
					smaller->whole);
	ranked_side_set(&source->filter.greater, greater->text, greater->length,
					greater->whole);
	if (!ranked_range_pair(&source->range, &source->filter) ||
		!is_affordable(similar, &source->range))
	{
		ranked_stream_drop(similar->stream, source);
		return;
	}
	source->cost = (uint8_t) pair->cost;
	if (is_crowd(similar, pair, &source->range))
		source->cost = similar->query->cost_limit;
	source->recheck = true;
	ranked_stream_add(similar->stream, source, pair->rank);
}

static void
add_both_ways(struct similar *similar, const struct pairs *pairs)
{
	for (int i = 0; i < pairs->count; i++)
	{
		const struct pair *pair = &pairs->pair[i];

		add_pair(similar, pair, &pair->a, &pair->b);
		add_pair(similar, pair, &pair->b, &pair->a);
	}
}

static void
add_pairs(struct similar *similar)
{
	for (int i = 0; i < similar->words; i++)
		for (int j = i + 1; j < similar->words; j++)
			choose_pairs(similar, i, j);
	add_both_ways(similar, &similar->right);
	add_both_ways(similar, &similar->wrong);
}

/* Names of many words have no pairs: by the longest word that is asked for. */
static void
add_long(struct similar *similar)
{
	int			first = similar->known[0] ? -1 : 0;

	for (int i = first; i < similar->likes[0].count && i < LONG_LIKES; i++)
	{
		struct choice choice = choice_of(similar, 0, i);

		add_text(similar, RANKED_LONG, choice.text, choice.length, choice.whole,
				 choice.cost, choice.rank);
	}
}

/* ---- all of it ---- */

/* Names with a word for each that is asked for have no pairs. */
static bool
is_long(const struct similar *similar)
{
	return similar->asked > RANKED_PAIR_WORDS;
}

/* Few names have many words: two of these are enough to find them, or one. */
static void
set_words(struct similar *similar)
{
	const struct name_query *query = similar->query;
	unsigned	left_out = query->titles;
	int			limit;

	if (__builtin_popcount(left_out) == query->words)
		left_out = 0;
	similar->asked = query->words - __builtin_popcount(left_out);
	limit = is_long(similar) ? 1 : similar->asked > PAIR_WORDS ? 2
		: similar->asked;
	for (int i = 0; similar->words < limit; i++)
		if (!(left_out >> query->order[i] & 1))
			similar->word[similar->words++] = query->order[i];
}

static void
find_likes_of(struct similar *similar, int i)
{
	const struct name_query *query = similar->query;
	int			word = similar->word[i];
	struct ranked_likes_wanted wanted = {
		.word = &query->wanted[word],
		.limit = is_long(similar) ? LONG_LIKES : likes_limit[similar->words],
		.cost = query->cost_limit,
		.initial = similar->asked > 1,
		.typed_well = similar->stream->found
	};

	similar->known[i] = ranked_plan_known(similar->stream,
										  query->text + query->start[word],
										  query->size[word],
										  &similar->rank[i]);
	ranked_likes_find(&similar->likes[i], similar->stream->reader, &wanted);
}

/* Of a word that was asked for before they are known. */
static void
find_likes(struct similar *similar)
{
	for (int i = 0; i < similar->words; i++)
	{
		int			same = 0;

		while (same < i && !name_query_same(similar->query, similar->word[same],
											similar->word[i]))
			same++;
		if (same == i)
			find_likes_of(similar, i);
		else
		{
			similar->known[i] = similar->known[same];
			similar->rank[i] = similar->rank[same];
			similar->likes[i] = similar->likes[same];
		}
	}
}

static void
add_all(struct similar *similar)
{
	const struct name_query *query = similar->query;
	const char *word = query->text + query->start[similar->word[0]];
	size_t		length = query->size[similar->word[0]];

	if (!similar->stream->found)
	{
		for (int i = 0; i + 1 < query->words; i++)
			add_joined(similar, i);
		add_split(similar, word, length);
	}
	if (similar->asked > 1)
	{
		if (!is_long(similar))
			add_pairs(similar);
		add_long(similar);
		return;
	}
	add_likes(similar);
	if (query->words > 1 && similar->known[0])
		add_anywhere(similar, word, length, false, COST_TITLE,
					 similar->rank[0]);
}

void
ranked_plan_similar(struct ranked_stream *stream)
{
	struct similar *similar = allocate(stream, sizeof(*similar));

	memset(similar, 0, sizeof(*similar));
	similar->stream = stream;
	similar->query = stream->query;
	similar->right.limit = stream->found ? PAIRS_FOUND : PAIRS;
	similar->wrong.limit = stream->found ? PAIRS_FOUND : PAIRS_WRONG;
	similar->entries = PAIR_ENTRIES;
	set_words(similar);
	find_likes(similar);
	add_all(similar);
	stream->reader->release(stream->reader->context, similar);
}
