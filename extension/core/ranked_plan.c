/*
 * ranked_plan.c: where a tree has the names of a tier
 *
 * The names of a tier are a union of ranges. It may hold names of lower tiers,
 * which the search has found before, but none of higher ones unless they are
 * to be compared again.
 */
#include "ranked_plan.h"

struct ranked_source *
ranked_plan_source(struct ranked_stream *stream, enum ranked_class class)
{
	struct ranked_source *source = ranked_stream_source(stream);

	ranked_range_begin(&source->range, class);
	return source;
}

void
ranked_plan_prefix(struct ranked_stream *stream, enum ranked_class class,
				   const char *text, size_t length, bool recheck)
{
	struct ranked_source *source = ranked_plan_source(stream, class);
	bool		whole = ranked_range_put(&source->range, text, length);

	source->recheck = recheck || !whole;
	ranked_range_prefix(&source->range);
	ranked_stream_add(stream, source, RANKED_RANK_MAX);
}

/* A key that is full may be that of a longer name. */
static void
plan_whole(struct ranked_stream *stream)
{
	const struct name_query *query = stream->query;
	struct ranked_source *source = ranked_plan_source(stream, RANKED_NAME);

	ranked_range_put(&source->range, query->text, query->length);
	source->recheck = query->length >= RANKED_NAME_TEXT;
	ranked_range_whole(&source->range);
	ranked_stream_add(stream, source, RANKED_RANK_MAX);
}

static void
plan_starts(struct ranked_stream *stream)
{
	const struct name_query *query = stream->query;

	ranked_plan_prefix(stream, RANKED_NAME, query->text, query->length, false);
}

/* What no other class holds in full comes here, for the tiers above as well. */
static void
plan_word_starts(struct ranked_stream *stream)
{
	const struct name_query *query = stream->query;

	ranked_plan_prefix(stream, RANKED_TAIL, query->text, query->length, false);
	ranked_plan_prefix(stream, RANKED_REST, "", 0, true);
}

void
ranked_plan(struct ranked_stream *stream, enum name_tier tier)
{
	static void (*const plan[]) (struct ranked_stream *stream) = {
		[NAME_WHOLE] = plan_whole,
		[NAME_STARTS] = plan_starts,
		[NAME_WORD_STARTS] = plan_word_starts,
		[NAME_WORDS_ANY_ORDER] = ranked_plan_pair,
		[NAME_CONTAINS] = ranked_plan_inside,
		[NAME_SIMILAR] = ranked_plan_similar,
	};

	stream->similar = tier == NAME_SIMILAR;
	plan[tier] (stream);
}
