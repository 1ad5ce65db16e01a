/*
 * ranked_stream.c: the entries of many ranges together, best rank first
 */
#include <math.h>
#include <string.h>

#include "ranked_stream.h"

#define STREAM_ROOM		16		/* at first; it doubles */

void
ranked_stream_begin(struct ranked_stream *stream,
					const struct ranked_reader *reader,
					const struct name_query *query, enum ranked_order order)
{
	memset(stream, 0, sizeof(*stream));
	stream->reader = reader;
	stream->query = query;
	stream->order = order;
}

struct ranked_source *
ranked_stream_source(struct ranked_stream *stream)
{
	const struct ranked_reader *reader = stream->reader;
	struct ranked_source *source = reader->allocate(reader->context,
													sizeof(*source));

	memset(source, 0, offsetof(struct ranked_source, entry));
	return source;
}

void
ranked_stream_drop(struct ranked_stream *stream, struct ranked_source *source)
{
	if (source->walk != NULL)
		ranked_walk_end(source->walk);
	stream->reader->release(stream->reader->context, source);
}

/* Of equal bounds the entry that is known goes first. */
static bool
goes_first(const struct ranked_source *a, const struct ranked_source *b)
{
	return a->priority != b->priority ? a->priority > b->priority
		: a->ready && !b->ready;
}

/* A distance is a fraction of 53 bits. */
static void
set_bound(const struct ranked_stream *stream, struct ranked_source *source,
		  uint64_t bound)
{
	source->bound = bound;
	source->priority = bound;
	if (stream->similar)
		source->priority = (uint64_t)
			ldexp(1.0 - ranked_distance(stream->order, NAME_SIMILAR,
										source->cost, bound, stream->query), 53);
}

static void
swap(struct ranked_source **a, struct ranked_source **b)
{
	struct ranked_source *was = *a;

	*a = *b;
	*b = was;
}

static void
sift_up(struct ranked_source **heap, size_t at)
{
	while (at > 0 && goes_first(heap[at], heap[(at - 1) / 2]))
	{
		swap(&heap[at], &heap[(at - 1) / 2]);
		at = (at - 1) / 2;
	}
}

/* The top has become worse, or is another one. */
static void
sift_down(struct ranked_source **heap, size_t count)
{
	size_t		at = 0;

	for (;;)
	{
		size_t		best = at;

		for (size_t child = 2 * at + 1; child <= 2 * at + 2; child++)
			if (child < count && goes_first(heap[child], heap[best]))
				best = child;
		if (best == at)
			return;
		swap(&heap[at], &heap[best]);
		at = best;
	}
}

static void
make_room(struct ranked_stream *stream)
{
	const struct ranked_reader *reader = stream->reader;
	size_t		size;

	if (stream->sources < stream->room)
		return;
	stream->room = stream->room == 0 ? STREAM_ROOM : 2 * stream->room;
	size = stream->room * sizeof(*stream->source);
	stream->source = stream->source == NULL
		? reader->allocate(reader->context, size)
		: reader->reallocate(reader->context, stream->source, size);
}

void
ranked_stream_add(struct ranked_stream *stream, struct ranked_source *source,
				  uint64_t bound)
{
	make_room(stream);
	source->walk = ranked_walk_begin(stream->reader, &source->range, bound);
	set_bound(stream, source, bound);
	stream->source[stream->sources++] = source;
	sift_up(stream->source, stream->sources - 1);
}

static void
remove_top(struct ranked_stream *stream)
{
	ranked_stream_drop(stream, stream->source[0]);
	stream->source[0] = stream->source[--stream->sources];
	sift_down(stream->source, stream->sources);
}

/* Make the top's next entry known, or its bound as low as is known. */
static void
advance(struct ranked_stream *stream)
{
	struct ranked_source *top = stream->source[0];
	uint64_t	bound;
	bool		more;

	if (top->ready)
		more = ranked_walk_bound(top->walk, &bound);
	else
	{
		more = ranked_next_of_class(top->walk, &top->range, &top->entry);
		bound = top->entry.rank;
	}
	if (!more)
	{
		remove_top(stream);
		return;
	}
	top->ready = !top->ready;
	set_bound(stream, top, bound);
	sift_down(stream->source, stream->sources);
}

bool
ranked_stream_next(struct ranked_stream *stream, struct ranked_entry *entry,
				   bool *recheck)
{
	while (stream->sources > 0)
	{
		struct ranked_source *top = stream->source[0];
		ranked_expand expand = top->expand;

		if (!top->ready)
		{
			advance(stream);
			continue;
		}
		*entry = top->entry;
		*recheck = top->recheck;
		stream->cost = top->cost;
		advance(stream);
		if (expand == NULL)
			return true;
		expand(stream, entry);
	}
	return false;
}

void
ranked_stream_end(struct ranked_stream *stream)
{
	while (stream->sources > 0)
		ranked_stream_drop(stream, stream->source[--stream->sources]);
	if (stream->source != NULL)
		stream->reader->release(stream->reader->context, stream->source);
	stream->source = NULL;
	stream->room = 0;
}
