/*
 * ranked_plan_pair.c: names that have a word for each word of the query
 *
 * Two words of the query are looked up as a pair. Of three and more the pair
 * that fewest names seem to have is; the pair's key tells how the other words
 * begin, the rest is left to be compared again.
 *
 * The letters of a short word and a long one leave gaps in the key, and where
 * many names have such a pair it takes long to find that few have those. If few
 * names have the long word at all, they are looked up by it alone.
 */
#include "ranked_plan.h"

/* More words make more pairs than it pays to compare. */
#define PAIR_CANDIDATES	4

/* Pairs that are looked through sooner than their words are looked up. */
#define PAIRS_FEW		400.0

/*
 * Pairs that take long to look through; one row is compared while so many of
 * them are passed over; and more rows than so many are never few.
 */
#define PAIRS_MANY		1000.0
#define PAIRS_A_ROW		200.0
#define ROWS_FEW		600

struct pair
{
	int			a;
	int			b;
	double		estimate;
};

bool
ranked_plan_known(struct ranked_stream *stream, const char *text,
				  size_t length, uint64_t *rank)
{
	struct ranked_range range;
	struct ranked_walk *walk;
	struct ranked_entry entry;
	bool		known;

	ranked_range_begin(&range, RANKED_WORD);
	ranked_range_put(&range, text, length);
	ranked_range_prefix(&range);
	walk = ranked_walk_begin(stream->reader, &range, RANKED_RANK_MAX);
	known = ranked_walk_next(walk, &entry);
	ranked_walk_end(walk);
	if (known)
		*rank = entry.rank;
	return known;
}

/* Whether the query has the word before. */
static bool
is_repeated(const struct name_query *query, int word)
{
	for (int i = 0; i < word; i++)
		if (name_query_same(query, i, word))
			return true;
	return false;
}

static bool
all_known(struct ranked_stream *stream)
{
	const struct name_query *query = stream->query;
	uint64_t	rank;

	for (int i = 0; i < query->words; i++)
	{
		int			word = query->order[i];

		if (!is_repeated(query, word) &&
			!ranked_plan_known(stream, query->text + query->start[word],
							   query->size[word], &rank))
			return false;
	}
	return true;
}

/* The range of pairs, the smaller word of which is for the first. */
static bool
set_pair(const struct ranked_stream *stream, struct ranked_range *range,
		 struct ranked_filter *filter, int smaller, int greater)
{
	const struct name_query *query = stream->query;

	filter->others = query->words > 2 ? query : NULL;
	filter->smaller_word = (uint8_t) smaller;
	filter->greater_word = (uint8_t) greater;
	ranked_side_set(&filter->smaller, query->text + query->start[smaller],
					query->size[smaller], false);
	ranked_side_set(&filter->greater, query->text + query->start[greater],
					query->size[greater], false);
	return ranked_range_pair(range, filter);
}

static double
estimate_one(const struct ranked_stream *stream, int smaller, int greater)
{
	struct ranked_range range;
	struct ranked_filter filter;

	if (!set_pair(stream, &range, &filter, smaller, greater))
		return 0.0;
	return ranked_estimate(stream->reader, &range);
}

static double
estimate(const struct ranked_stream *stream, int a, int b)
{
	return estimate_one(stream, a, b) + estimate_one(stream, b, a);
}

static struct pair
cheapest(const struct ranked_stream *stream)
{
	const struct name_query *query = stream->query;
	int			count = query->words < PAIR_CANDIDATES
		? query->words : PAIR_CANDIDATES;
	struct pair best = {-1, -1, 0.0};

	for (int i = 0; i < count; i++)
		for (int j = i + 1; j < count; j++)
		{
			struct pair pair = {query->order[i], query->order[j], 0.0};

			pair.estimate = estimate(stream, pair.a, pair.b);
			if (best.a < 0 || pair.estimate < best.estimate)
				best = pair;
		}
	return best;
}

/* ---- one word alone ---- */

/* Entries are counted until there are too many. */
static size_t
count_entry(void *context, const struct ranked_entry *entry, size_t shared)
{
	int		   *left = context;

	(void) entry;
	(void) shared;
	return --*left > 0 ? RANKED_SWEEP_ON : 0;
}

static void
count_class(const struct ranked_stream *stream, enum ranked_class class,
			int word, int *left)
{
	const struct name_query *query = stream->query;
	struct ranked_range range;

	ranked_range_begin(&range, class);
	ranked_range_put(&range, query->text + query->start[word],
					 query->size[word]);
	ranked_range_prefix(&range);
	ranked_sweep(stream->reader, &range, count_entry, left);
}

/* Whether the word is in fewer names than so many. */
static bool
few_have(const struct ranked_stream *stream, int word, double few)
{
	int			left = few < ROWS_FEW ? (int) few : ROWS_FEW;

	count_class(stream, RANKED_NAME, word, &left);
	if (left > 0)
		count_class(stream, RANKED_TAIL, word, &left);
	return left > 0;
}

/* Whether the pair's key has gaps, many of them, and the long word is rare. */
static bool
word_is_cheaper(const struct ranked_stream *stream, const struct pair *pair)
{
	const struct name_query *query = stream->query;

	return query->size[pair->a] != query->size[pair->b] &&
		pair->estimate > PAIRS_MANY &&
		few_have(stream, query->order[0], pair->estimate / PAIRS_A_ROW);
}

static void
add_word(struct ranked_stream *stream, int word)
{
	const struct name_query *query = stream->query;
	const char *text = query->text + query->start[word];

	ranked_plan_prefix(stream, RANKED_NAME, text, query->size[word], true);
	ranked_plan_prefix(stream, RANKED_TAIL, text, query->size[word], true);
}

/* ---- two words ---- */

/* Whether a key of the pair does not tell all. */
static bool
is_cut(const struct name_query *query, int a, int b)
{
	return query->words > 2 || query->size[a] > RANKED_PAIR_TEXT ||
		query->size[b] > RANKED_PAIR_TEXT;
}

static void
add_pair(struct ranked_stream *stream, int smaller, int greater)
{
	struct ranked_source *source = ranked_stream_source(stream);

	if (!set_pair(stream, &source->range, &source->filter, smaller, greater))
	{
		ranked_stream_drop(stream, source);
		return;
	}
	source->recheck = is_cut(stream->query, smaller, greater);
	ranked_stream_add(stream, source, RANKED_RANK_MAX);
}

/* Names with more words than have pairs, by their longest. */
static void
add_long(struct ranked_stream *stream)
{
	const struct name_query *query = stream->query;
	int			longest = query->order[0];

	ranked_plan_prefix(stream, RANKED_LONG, query->text + query->start[longest],
					   query->size[longest], true);
}

/* The pair to look up; false if no name can have all words. */
static bool
choose_pair(struct ranked_stream *stream, struct pair *pair)
{
	if (stream->query->words > 2)
	{
		if (!all_known(stream))
			return false;
		*pair = cheapest(stream);
		return true;
	}
	*pair = (struct pair) {0, 1, estimate(stream, 0, 1)};
	return pair->estimate <= PAIRS_FEW || all_known(stream);
}

void
ranked_plan_pair(struct ranked_stream *stream)
{
	const struct name_query *query = stream->query;
	struct pair pair;

	if (query->words < 2 || !choose_pair(stream, &pair))
		return;
	if (word_is_cheaper(stream, &pair))
	{
		add_word(stream, query->order[0]);
		return;
	}
	if (query->words <= RANKED_PAIR_WORDS)
	{
		add_pair(stream, pair.a, pair.b);
		add_pair(stream, pair.b, pair.a);
	}
	add_long(stream);
}
