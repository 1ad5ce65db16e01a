/*
 * ranked_plan_pair.c: names that have a word for each word of the query
 *
 * Two words of the query are looked up as a pair. Of three and more the pair
 * that fewest names seem to have is; the pair's key tells how the other words
 * begin, the rest is left to be compared again.
 */
#include "ranked_plan.h"

/* More words make more pairs than it pays to compare. */
#define PAIR_CANDIDATES	4

struct pair
{
	int			a;
	int			b;
	double		estimate;
};

bool
ranked_plan_known(struct ranked_stream *stream, int word, uint64_t *rank)
{
	const struct name_query *query = stream->query;
	struct ranked_range range;
	struct ranked_walk *walk;
	struct ranked_entry entry;
	bool		known;

	ranked_range_begin(&range, RANKED_WORD);
	ranked_range_put(&range, query->text + query->start[word],
					 query->size[word]);
	ranked_range_prefix(&range);
	walk = ranked_walk_begin(stream->reader, &range, RANKED_RANK_MAX);
	known = ranked_walk_next(walk, &entry);
	ranked_walk_end(walk);
	if (known)
		*rank = entry.rank;
	return known;
}

static bool
all_known(struct ranked_stream *stream)
{
	uint64_t	rank;

	for (int i = 0; i < stream->query->words; i++)
		if (!ranked_plan_known(stream, stream->query->order[i], &rank))
			return false;
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
			int			a = query->order[i];
			int			b = query->order[j];
			double		estimate = estimate_one(stream, a, b) +
				estimate_one(stream, b, a);

			if (best.a < 0 || estimate < best.estimate)
				best = (struct pair) {a, b, estimate};
		}
	return best;
}

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

void
ranked_plan_pair(struct ranked_stream *stream)
{
	struct pair pair = {0, 1, 0.0};

	if (stream->query->words < 2 || !all_known(stream))
		return;
	if (stream->query->words > 2)
		pair = cheapest(stream);
	if (stream->query->words <= RANKED_PAIR_WORDS)
	{
		add_pair(stream, pair.a, pair.b);
		add_pair(stream, pair.b, pair.a);
	}
	add_long(stream);
}
