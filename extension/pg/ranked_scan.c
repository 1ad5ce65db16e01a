/*
 * ranked_scan.c: an index scan, which is a search of the tree.
 *
 * A scan has one or more matches to look for and at most one distance to
 * order by. The first match is searched for, and rows come by its distance.
 * Others, and a distance from another query, are left to the executor.
 *
 * A search finds all names that contain the query, but of those that are only
 * similar the likeliest. Whoever wants similar ones in no order wants all: he
 * gets every name there is to compare, and the planner is told what that costs.
 */
#include "ranked_glue.h"

#include "access/relscan.h"
#include "catalog/pg_type.h"
#include "access/tableam.h"
#include "nodes/tidbitmap.h"
#include "pgstat.h"
#include "utils/memutils.h"

#include "compat.h"

/*
 * What most searches take, had at once: malloc keeps pieces of this size for
 * the next search, and gives back to the system what many small ones leave.
 */
#define SEARCH_MEMORY	(256 * 1024)

struct ranked_scan_state
{
	struct ranked_pages pages;
	MemoryContext memory;		/* of one search */
	struct ranked_search *search;	/* one of these, NULL until it is begun */
	struct ranked_all *all;
	bool		nothing;		/* a query is NULL, there are no rows */
	bool		recheck;		/* there are other matches to look for */
	bool		distance;		/* of the query that is searched for */
};

IndexScanDesc
ranked_scan_open(Relation index, int keys, int orders)
{
	IndexScanDesc scan = RelationGetIndexScan(index, keys, orders);
	struct ranked_scan_state *state = palloc0(sizeof(*state));

	ranked_pages_require(index);
	ranked_delay_flush(RelationGetRelid(index));
	ranked_pages_begin(&state->pages, index);
	state->memory = AllocSetContextCreate(CurrentMemoryContext,
										  "ranked scan",
										  ALLOCSET_DEFAULT_MINSIZE,
										  SEARCH_MEMORY,
										  ALLOCSET_DEFAULT_MAXSIZE);
	if (orders > 0)
	{
		scan->xs_orderbyvals = palloc0(orders * sizeof(Datum));
		scan->xs_orderbynulls = palloc(orders * sizeof(bool));
		memset(scan->xs_orderbynulls, true, orders * sizeof(bool));
	}
	scan->opaque = state;
	return scan;
}

void
ranked_scan_restart(IndexScanDesc scan, ScanKey keys, int nkeys,
					ScanKey orders, int norders)
{
	struct ranked_scan_state *state = scan->opaque;

	if (keys != NULL && scan->numberOfKeys > 0)
		memmove(scan->keyData, keys, scan->numberOfKeys * sizeof(*keys));
	if (orders != NULL && scan->numberOfOrderBys > 0)
		memmove(scan->orderByData, orders,
				scan->numberOfOrderBys * sizeof(*orders));
	MemoryContextReset(state->memory);
	state->search = NULL;
	state->all = NULL;
}

static bool
same_query(const struct name_query *a, const struct name_query *b)
{
	return a->length == b->length && memcmp(a->text, b->text, a->length) == 0;
}

/* Distances come from the search if they are those of its query. */
static bool
is_searched(IndexScanDesc scan, const struct name_query *query)
{
	struct name_query ordered;

	if (scan->numberOfOrderBys != 1 ||
		(scan->orderByData[0].sk_flags & SK_ISNULL))
		return false;
	ranked_query_of(scan->orderByData[0].sk_argument, &ordered);
	return same_query(query, &ordered);
}

static void
begin_search(IndexScanDesc scan, struct ranked_scan_state *state)
{
	const ScanKeyData *key = &scan->keyData[0];
	enum name_tier last = key->sk_strategy == RANKED_STRATEGY_CONTAINS
		? NAME_CONTAINS : NAME_SIMILAR;
	struct name_query query;

	ranked_query_of(key->sk_argument, &query);
	state->recheck = scan->numberOfKeys > 1;
	state->distance = is_searched(scan, &query);
	state->search = ranked_search_begin(&state->pages.writer.reader, &query,
										ranked_order_of(scan->indexRelation),
										last);
}

static bool
wants_all(IndexScanDesc scan)
{
	return scan->numberOfOrderBys == 0 &&
		scan->keyData[0].sk_strategy == RANKED_STRATEGY_MATCH;
}

static void
begin(IndexScanDesc scan, struct ranked_scan_state *state)
{
	if (scan->numberOfKeys == 0)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("index \"%s\" cannot be scanned without a query",
						RelationGetRelationName(scan->indexRelation)),
				 errhint("Add WHERE name @~ query.")));
	state->nothing = false;
	for (int i = 0; i < scan->numberOfKeys; i++)
		state->nothing |= (scan->keyData[i].sk_flags & SK_ISNULL) != 0;
	if (state->nothing)
		return;
	if (wants_all(scan))
		state->all = ranked_all_begin(&state->pages.writer.reader);
	else
		begin_search(scan, state);
	pgstat_count_index_scan(scan->indexRelation);
}

static bool
next_of_all(struct ranked_all *all, struct ranked_hit *hit)
{
	hit->recheck = true;
	hit->similar = false;
	return ranked_all_next(all, &hit->row);
}

/* The next row; what gives it is begun when the first is wanted. */
static bool
next_hit(IndexScanDesc scan, struct ranked_hit *hit)
{
	struct ranked_scan_state *state = scan->opaque;
	MemoryContext before = MemoryContextSwitchTo(state->memory);
	bool		found = false;

	if (state->search == NULL && state->all == NULL)
		begin(scan, state);
	if (state->all != NULL)
		found = next_of_all(state->all, hit);
	else if (!state->nothing)
		found = ranked_search_next(state->search, hit);
	MemoryContextSwitchTo(before);
	return found;
}

/*
 * What is known of the row's distance. Of another query's that is nothing but
 * that none is below 0: the executor then puts all rows in order.
 */
static void
set_distance(IndexScanDesc scan, const struct ranked_hit *hit)
{
	struct ranked_scan_state *state = scan->opaque;
	Oid			types[INDEX_MAX_KEYS];
	IndexOrderByDistance distances[INDEX_MAX_KEYS];

	for (int i = 0; i < scan->numberOfOrderBys; i++)
	{
		types[i] = FLOAT8OID;
		distances[i].value = state->distance ? hit->distance : 0;
		distances[i].isnull = (scan->orderByData[i].sk_flags & SK_ISNULL) != 0;
	}
	index_store_float8_orderby_distances(scan, types, distances,
										 hit->recheck || !state->distance);
}

/*
 * A row that its snapshot does not see must not take the place of a similar
 * one, of which so many come and no more. Of other rows the executor tells,
 * but not while the server is a standby.
 */
static bool
is_seen(IndexScanDesc scan, const struct ranked_hit *hit)
{
	ItemPointerData tid;

	if (!hit->similar && !scan->xactStartedInRecovery)
		return true;
	ranked_tid_of(hit->row, &tid);
	return table_index_fetch_tuple_check(scan->heapRelation, &tid,
										 scan->xs_snapshot, NULL);
}

static bool
next_seen(IndexScanDesc scan, struct ranked_hit *hit)
{
	struct ranked_scan_state *state = scan->opaque;

	while (next_hit(scan, hit))
	{
		if (state->all != NULL || is_seen(scan, hit))
			return true;
		ranked_search_gone(state->search);
	}
	return false;
}

bool
ranked_scan_tuple(IndexScanDesc scan, ScanDirection direction)
{
	struct ranked_scan_state *state = scan->opaque;
	struct ranked_hit hit;

	if (scan->kill_prior_tuple && state->search != NULL)
		ranked_search_gone(state->search);
	if (!next_seen(scan, &hit))
		return false;
	ranked_tid_of(hit.row, &scan->xs_heaptid);
	scan->xs_recheck = hit.recheck || state->recheck;
	if (scan->numberOfOrderBys > 0)
		set_distance(scan, &hit);
	return true;
}

int64
ranked_scan_bitmap(IndexScanDesc scan, TIDBitmap *bitmap)
{
	struct ranked_scan_state *state = scan->opaque;
	struct ranked_hit hit;
	ItemPointerData tid;
	int64		count = 0;

	for (; next_hit(scan, &hit); count++)
	{
		ranked_tid_of(hit.row, &tid);
		tbm_add_tuples(bitmap, &tid, 1, hit.recheck || state->recheck);
	}
	return count;
}

void
ranked_scan_close(IndexScanDesc scan)
{
	struct ranked_scan_state *state = scan->opaque;

	MemoryContextDelete(state->memory);
	pfree(state);
}
