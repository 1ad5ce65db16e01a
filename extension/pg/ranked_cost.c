/*
 * ranked_cost.c: what the planner is told of a search.
 *
 * The first row costs the descents to where its ranges begin; each further
 * row about a page's part. Rows come in order, so a LIMIT pays for what it
 * takes only, while who wants all matches pays for all of their entries. Who
 * wants similar names in no order pays for all names: the table is cheaper.
 */
#include "ranked_glue.h"

#include <math.h>

#include "optimizer/cost.h"
#include "optimizer/optimizer.h"
#include "utils/lsyscache.h"
#include "utils/selfuncs.h"

#include "compat.h"

/* A search of a few words looks at about so many ranges. */
#define RANGES			8
/* A page above the leaves, in the cost of operators, as for a btree. */
#define PAGE_OPERATORS	50
#define LEVELS			3
/* A row is found in so many entries: as a name, as a tail, as a pair. */
#define ENTRIES			2

static Cost
descent_cost(const IndexOptInfo *index)
{
	double		compared = index->tuples > 1 ? ceil(log2(index->tuples)) : 0;

	return (compared + LEVELS * PAGE_OPERATORS) * cpu_operator_cost;
}

/* Whether the scan is one that finds its rows by a search. */
static bool
is_search(const IndexPath *path)
{
	const IndexClause *clause;
	const RestrictInfo *match;
	Oid			operator;

	if (path->indexorderbys != NIL || path->indexclauses == NIL)
		return true;
	clause = linitial_node(IndexClause, path->indexclauses);
	match = linitial_node(RestrictInfo, clause->indexquals);
	operator = castNode(OpExpr, match->clause)->opno;
	return get_op_opfamily_strategy(operator, path->indexinfo->opfamily[0]) !=
		RANKED_STRATEGY_MATCH;
}

/* All names of the index are compared. */
static Cost
comparison_cost(PlannerInfo *root, const IndexPath *path)
{
	QualCost	quals;

	cost_qual_eval(&quals, get_quals_from_indexclauses(path->indexclauses),
				   root);
	return quals.startup + path->indexinfo->tuples * quals.per_tuple;
}

void
ranked_cost(PlannerInfo *root, IndexPath *path, double loops, Cost *startup,
			Cost *total, Selectivity *selectivity, double *correlation,
			double *pages)
{
	GenericCosts costs = {0};
	Cost		descents = RANGES * descent_cost(path->indexinfo);

	if (!is_search(path))
		costs.numIndexTuples = path->indexinfo->tuples;
	genericcostestimate(root, path, loops, &costs);
	*startup = costs.indexStartupCost + descents;
	*total = costs.indexTotalCost + descents +
		(ENTRIES - 1) * costs.numIndexTuples * cpu_index_tuple_cost;
	*selectivity = costs.indexSelectivity;
	if (!is_search(path))
	{
		*total += comparison_cost(root, path);
		*selectivity = 1.0;
	}
	*correlation = 0;
	*pages = costs.numIndexPages;
}
