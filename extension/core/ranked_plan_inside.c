/*
 * ranked_plan_inside.c: names that contain the query from inside a word on
 *
 * The first word of the query is then an end of a word. Which words those are
 * the lexicon tells, best rank first; each is a range of names and of tails.
 * Across a space there is another way: the tails that begin with the rest of
 * the query, of which the key tells how the word before them ends.
 */
#include <string.h>

#include "ranked_plan.h"

/*
 * What it costs, in microseconds, to open the two ranges of a word, to pass
 * over an entry, and to compare a row again. An entry that is wanted for its
 * rank is likely to be the only one in its page, all of which is gone through.
 */
#define COST_WORD	8.0
#define COST_ENTRY	0.008
#define COST_ROW	2.0
#define PAGE_ENTRIES	400.0

/* So few words are opened sooner than it is found out what else there is. */
#define WORDS_FEW	2.0

/* Rows that are wanted, as far as is known. */
#define ROWS_WANTED	10.0

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* The rows of a class that have the word and what the query has behind it. */
static void
add_word(struct ranked_stream *stream, enum ranked_class class,
		 const struct ranked_ending *word, uint64_t bound)
{
	const struct name_query *query = stream->query;
	struct ranked_source *source = ranked_plan_source(stream, class);
	const char *rest = query->text + query->size[0];
	size_t		length = query->length - query->size[0];

	ranked_range_put(&source->range, word->text, word->length);
	if (query->words == 1)
		ranked_range_word(&source->range);
	else
	{
		source->recheck = !ranked_range_put(&source->range, rest, length);
		ranked_range_prefix(&source->range);
	}
	ranked_stream_add(stream, source, bound);
}

/*
 * A word that has the query at an earlier place has come, or will, with that;
 * if it begins with it, its names are of a lower tier.
 */
static bool
has_earlier(const struct ranked_ending *word, const struct name_query *query)
{
	for (size_t at = 0; at < word->start; at++)
		if (memcmp(word->text + at, query->text,
				   least(query->length, word->length - at)) == 0)
			return true;
	return false;
}

static void
expand(struct ranked_stream *stream, const struct ranked_entry *entry)
{
	struct ranked_ending word = ranked_ending_of(entry);

	if (stream->query->words == 1 && has_earlier(&word, stream->query))
		return;
	add_word(stream, RANKED_NAME, &word, entry->rank);
	add_word(stream, RANKED_TAIL, &word, entry->rank);
}

/* The words that end with a text, or have it inside. */
static bool
set_ending(struct ranked_range *range, const char *text, size_t length,
		   bool inside)
{
	ranked_range_begin(range, RANKED_SUFFIX);
	if (!ranked_range_put(range, text, length))
		return false;
	if (inside)
		ranked_range_prefix(range);
	else
		ranked_range_marked(range, RANKED_END);
	return true;
}

static void
add_words(struct ranked_stream *stream)
{
	const struct name_query *query = stream->query;
	struct ranked_source *source = ranked_stream_source(stream);

	if (!set_ending(&source->range, query->text, query->size[0],
					query->words == 1))
	{
		ranked_stream_drop(stream, source);
		return;
	}
	source->expand = expand;
	ranked_stream_add(stream, source, RANKED_RANK_MAX);
}

/* The tails that begin with all words of the query but the first. */
static bool
set_behind(const struct name_query *query, struct ranked_range *range,
		   struct ranked_filter *filter)
{
	size_t		first = query->size[0];
	bool		whole;

	ranked_range_begin(range, RANKED_TAIL);
	whole = ranked_range_put(range, query->text + first + 1,
							 query->length - first - 1);
	ranked_range_prefix(range);
	return ranked_range_behind(range, filter, query->text, first) && whole;
}

static void
add_behind(struct ranked_stream *stream)
{
	struct ranked_source *source = ranked_stream_source(stream);

	source->recheck = !set_behind(stream->query, &source->range,
								  &source->filter);
	ranked_stream_add(stream, source, RANKED_RANK_MAX);
}

static double
estimate_class(const struct ranked_stream *stream, enum ranked_class class)
{
	struct ranked_range range;

	ranked_range_begin(&range, class);
	ranked_range_prefix(&range);
	return ranked_estimate(stream->reader, &range);
}

static double
estimate_ending(const struct ranked_stream *stream, const char *text,
				size_t length)
{
	struct ranked_range range;

	if (!set_ending(&range, text, length, false))
		return 0.0;
	return ranked_estimate(stream->reader, &range);
}

static double
fewer(double a, double b)
{
	return a < b ? a : b;
}

/*
 * Whether to read tails and pass over those behind other words, rather than
 * to open the words. Either stops when the wanted rows are found: the sooner
 * the likelier it is that a tail stands behind such a word, or that such a
 * word stands before the rest of the query.
 */
static bool
tails_are_cheaper(const struct ranked_stream *stream)
{
	const struct name_query *query = stream->query;
	size_t		known = least(query->size[0], RANKED_TAIL_BEFORE);
	double		ending = 1.0 + estimate_ending(stream, query->text,
											   query->size[0]);
	double		alike;
	double		words;
	double		tails;
	struct ranked_range range;
	struct ranked_filter filter;
	double		behind;
	double		looked_at;
	double		cost;

	if (ending <= 1.0 + WORDS_FEW)
		return false;
	alike = 1.0 + estimate_ending(stream, query->text +
								  query->size[0] - known, known);
	words = 1.0 + estimate_class(stream, RANKED_WORD);
	tails = 1.0 + estimate_class(stream, RANKED_TAIL);
	set_behind(query, &range, &filter);
	behind = 1.0 + ranked_estimate(stream->reader, &range);
	looked_at = fewer(behind, ROWS_WANTED * words / ending);
	cost = fewer(behind, looked_at * PAGE_ENTRIES) * COST_ENTRY;
	if (known < query->size[0])
		cost += looked_at * fewer(1.0, alike / words) * COST_ROW;
	return cost < fewer(ending, ROWS_WANTED * tails / behind) * COST_WORD;
}

void
ranked_plan_inside(struct ranked_stream *stream)
{
	if (stream->query->words > 1 && tails_are_cheaper(stream))
		add_behind(stream);
	else
		add_words(stream);
}
