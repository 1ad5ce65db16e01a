/*
 * ranked_search.c: the rows of a ranked tree that match a query, best first
 *
 * One tier after the other is read to its end. Since the sources of a tier may
 * hold rows of those before, and a row may stand under several keys, a row
 * that was returned once is passed over.
 */
#include <math.h>
#include <string.h>

#include "ranked_cache.h"
#include "ranked_plan.h"
#include "ranked_rows.h"
#include "ranked_search.h"

/* Names as long as this and longer are not told apart by their rank. */
#define LENGTH_MAX		UINT16_MAX

/*
 * Whoever reads the rows of tier 5 compares them all before the first. So many
 * come, or fewer if the others cost so much more than the first.
 */
#define SIMILAR_ROWS	60
#define SIMILAR_FEW		10
#define SIMILAR_COST	NAME_COST_EDIT

struct ranked_search
{
	struct name_query query;
	struct ranked_reader reader;	/* with a cache of its own */
	enum ranked_order order;
	enum name_tier tier;
	enum name_tier last;		/* that is wanted */
	bool		planned;		/* the stream is that of the tier */
	int			similar;		/* rows of tier 5 that were returned */
	uint32_t	gone;			/* rows that turned out to be no more */
	int			cost;			/* of the first of them */
	struct ranked_stream stream;
	struct ranked_rows rows;
};

uint64_t
ranked_of_length(size_t length)
{
	return LENGTH_MAX - (length < LENGTH_MAX ? length : LENGTH_MAX);
}

/*
 * Distances by rank are numbers of 53 bits, of which those of tiers 0 to 4 use
 * the first 51: tier, then how much the rank is below the best. Tier 5 has all
 * from 5/8 on: its cost, then the rank but for its last bits.
 */
#define RANK_BITS		48
#define COST_RANK_BITS	45

static double
distance_by_rank(enum name_tier tier, int cost, uint64_t rank)
{
	uint64_t	below = RANKED_RANK_MAX - rank;
	uint64_t	base = (uint64_t) tier << RANK_BITS;

	if (tier == NAME_NO_MATCH)
		return 1.0;
	if (tier < NAME_SIMILAR)
		return ldexp((double) (base + below), -RANK_BITS - 3);
	return ldexp((double) ((base << 2) + ((uint64_t) cost << COST_RANK_BITS) +
						   (below >> (RANK_BITS - COST_RANK_BITS))),
				 -RANK_BITS - 5);
}

/* No name is nearer than one of the length asked for, in tier 5 without titles. */
static size_t
length_of(uint64_t rank, enum name_tier tier, const struct name_query *query)
{
	uint64_t	length = rank < LENGTH_MAX ? LENGTH_MAX - rank : 0;
	size_t		asked = tier == NAME_SIMILAR ? query->untitled : query->length;

	return length < asked ? asked : (size_t) length;
}

double
ranked_distance(enum ranked_order order, enum name_tier tier, int cost,
				uint64_t rank, const struct name_query *query)
{
	if (order == RANKED_BY_RANK)
		return distance_by_rank(tier, cost, rank);
	return 1.0 - name_score_of(tier, cost, length_of(rank, tier, query), query);
}

struct ranked_search *
ranked_search_begin(const struct ranked_reader *reader,
					const struct name_query *query, enum ranked_order order,
					enum name_tier last)
{
	struct ranked_search *search = reader->allocate(reader->context,
													sizeof(*search));

	memset(search, 0, sizeof(*search));
	search->query = *query;
	search->reader = *reader;
	search->reader.cache = NULL;
	search->reader.cache = ranked_cache_begin(&search->reader);
	search->order = order;
	search->last = last;
	search->tier = query->length == 0 ? NAME_NO_MATCH : NAME_WHOLE;
	ranked_stream_begin(&search->stream, &search->reader, &search->query,
						order);
	return search;
}

/* Whether the rows of tier 5 that came are likely to be the nearest. */
static bool
is_enough(const struct ranked_search *search)
{
	const struct ranked_stream *stream = &search->stream;

	if (search->tier < NAME_SIMILAR || stream->sources == 0)
		return false;
	return search->similar >= SIMILAR_ROWS ||
		(search->similar >= SIMILAR_FEW &&
		 stream->source[0]->cost > search->cost + SIMILAR_COST);
}

/* Rows of the current tier; those of the next when there are no more. */
static bool
next_entry(struct ranked_search *search, struct ranked_entry *entry,
		   bool *recheck)
{
	while (search->tier <= search->last)
	{
		if (!search->planned)
		{
			search->stream.found = search->rows.count > search->gone;
			if (search->tier == NAME_SIMILAR)
				name_query_prepare(&search->query);
			ranked_plan(&search->stream, search->tier);
		}
		search->planned = true;
		if (is_enough(search))
			return false;
		if (ranked_stream_next(&search->stream, entry, recheck))
			return true;
		search->planned = false;
		search->tier++;
	}
	return false;
}

/*
 * What rows of tier 5 cost is told by the words that they were found by, but
 * they may be nearer by others: each is as far as the nearest might be.
 */
static void
set_hit(const struct ranked_search *search, const struct ranked_entry *entry,
		bool recheck, struct ranked_hit *hit)
{
	uint64_t	rank = search->tier == NAME_SIMILAR
		? RANKED_RANK_MAX : entry->rank;

	hit->row = entry->row;
	hit->similar = search->tier == NAME_SIMILAR;
	hit->distance = ranked_distance(search->order, search->tier, 0, rank,
									&search->query);
	hit->recheck = recheck || hit->similar ||
		(search->order == RANKED_BY_LENGTH && entry->rank == 0);
}

/* Whether the rank alone tells that the name is none of tiers 0 to 4. */
static bool
is_shorter(const struct ranked_search *search, uint64_t rank)
{
	return search->order == RANKED_BY_LENGTH &&
		search->tier < NAME_SIMILAR &&
		rank > ranked_of_length(search->query.length);
}

static void
count_similar(struct ranked_search *search)
{
	if (search->tier == NAME_SIMILAR && search->similar++ == 0)
		search->cost = search->stream.cost;
}

bool
ranked_search_next(struct ranked_search *search, struct ranked_hit *hit)
{
	struct ranked_entry entry;
	bool		recheck;

	while (next_entry(search, &entry, &recheck))
	{
		if (is_shorter(search, entry.rank) ||
			!ranked_rows_add(&search->rows, &search->reader, entry.row))
			continue;
		count_similar(search);
		set_hit(search, &entry, recheck, hit);
		return true;
	}
	return false;
}

void
ranked_search_gone(struct ranked_search *search)
{
	search->gone++;
	if (search->tier == NAME_SIMILAR && search->similar > 0)
		search->similar--;
}

void
ranked_search_end(struct ranked_search *search)
{
	const struct ranked_reader *reader = &search->reader;

	ranked_stream_end(&search->stream);
	ranked_rows_end(&search->rows, reader);
	ranked_cache_end(reader->cache);
	reader->release(reader->context, search);
}
