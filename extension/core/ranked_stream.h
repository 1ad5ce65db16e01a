/*
 * ranked_stream.h: the entries of many ranges together, best rank first
 *
 * Ranges are opened when their bound makes it necessary, so that a stream of
 * thousands of them costs as much as the few whose entries are read.
 */
#ifndef RANKED_STREAM_H
#define RANKED_STREAM_H

#include "ranked_range.h"
#include "ranked_search.h"

struct ranked_stream;
struct ranked_source;

/* An entry that stands for a word: adds sources for the rows that have it. */
typedef void (*ranked_expand) (struct ranked_stream *stream,
							   const struct ranked_entry *entry);

struct ranked_source
{
	struct ranked_range range;
	struct ranked_filter filter;
	ranked_expand expand;		/* NULL: entries stand for rows */
	uint8_t		cost;			/* of tier 5: what its rows cost, at least */
	bool		recheck;		/* rows may be none of the tier */
	bool		ready;			/* entry is the next one */
	uint64_t	bound;
	uint64_t	priority;		/* the same where there is no cost */
	struct ranked_walk *walk;
	struct ranked_entry entry;
};

struct ranked_stream
{
	const struct ranked_reader *reader;
	const struct name_query *query;
	enum ranked_order order;
	bool		found;			/* rows of tiers before this */
	bool		similar;		/* sources have costs: nearest first */
	uint8_t		cost;			/* of the source of the last entry */
	struct ranked_source **source;	/* a heap, best first */
	size_t		sources;
	size_t		room;
};

extern void ranked_stream_begin(struct ranked_stream *stream,
								const struct ranked_reader *reader,
								const struct name_query *query,
								enum ranked_order order);
/* A source to be filled in, then to be added or dropped. */
extern struct ranked_source *ranked_stream_source(struct ranked_stream *stream);
extern void ranked_stream_add(struct ranked_stream *stream,
							  struct ranked_source *source, uint64_t bound);
extern void ranked_stream_drop(struct ranked_stream *stream,
							   struct ranked_source *source);
extern bool ranked_stream_next(struct ranked_stream *stream,
							   struct ranked_entry *entry, bool *recheck);
extern void ranked_stream_end(struct ranked_stream *stream);

#endif
