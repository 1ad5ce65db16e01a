/*
 * phone_prefix.c: the operator phone ^@ text, and what the planner makes of it
 *
 * The values with a given prefix fill one range, except for the few calling
 * codes with numbers of more than 16 digits: those lie apart from the rest.
 * One range becomes an index condition. Several become an OR of ranges, since
 * the conditions of one index scan are all ANDed.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "access/stratnum.h"
#include "catalog/pg_am_d.h"
#include "catalog/pg_proc_d.h"
#include "catalog/pg_statistic.h"
#include "catalog/pg_type_d.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "nodes/pathnodes.h"
#include "nodes/supportnodes.h"
#include "optimizer/optimizer.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/selfuncs.h"
#include "utils/syscache.h"
#include "utils/typcache.h"

#include "compat.h"
#include "phone_glue.h"

/* The ranges of a prefix; their number, or -1 if it cannot begin a phone. */
static int
find_ranges(const text *prefix, struct phone_range range[PHONE_RANGES_MAX])
{
	return phone_prefix_ranges(VARDATA_ANY(prefix), VARSIZE_ANY_EXHDR(prefix),
							   range);
}

static int
need_ranges(const text *prefix, struct phone_range range[PHONE_RANGES_MAX])
{
	int			count = find_ranges(prefix, range);

	if (count < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("invalid phone prefix: \"%s\"",
						phone_shown(VARDATA_ANY(prefix),
									VARSIZE_ANY_EXHDR(prefix))),
				 errhint("Write the first digits, for example +9198, or the first characters of a short code (IN:1) or of a sender (VM-).")));
	return count;
}

/* The one range that spans all of them; an empty one if there is none. */
static struct phone_range
span(const struct phone_range *range, int count)
{
	struct phone_range all;

	if (count > 0)
	{
		all.low = range[0].low;
		all.high = range[count - 1].high;
	}
	else
	{
		struct phone_range every[PHONE_RANGES_MAX];

		(void) phone_prefix_ranges("", 0, every);
		all.low = every[0].high;
		all.high = every[0].low;
	}
	return all;
}

/* The prefix of the previous call: in a scan it is the same for every row. */
struct known_prefix
{
	size_t		length;
	char		written[PHONE_TEXT_MAX];
	int			count;
	struct phone_range range[PHONE_RANGES_MAX];
};

static bool
is_known(const struct known_prefix *known, const text *prefix)
{
	return known != NULL && known->length == VARSIZE_ANY_EXHDR(prefix) &&
		memcmp(known->written, VARDATA_ANY(prefix), known->length) == 0;
}

static const struct known_prefix *
know_prefix(FmgrInfo *function, const text *prefix)
{
	struct known_prefix *known = function->fn_extra;

	if (is_known(known, prefix))
		return known;
	if (known == NULL)
		known = MemoryContextAlloc(function->fn_mcxt, sizeof *known);
	function->fn_extra = NULL;	/* while it is half known */
	known->count = need_ranges(prefix, known->range);
	known->length = VARSIZE_ANY_EXHDR(prefix);
	memcpy(known->written, VARDATA_ANY(prefix), known->length);
	function->fn_extra = known;
	return known;
}

PG_FUNCTION_INFO_V1(pg_phone_starts_with);
PGDLLEXPORT Datum
pg_phone_starts_with(PG_FUNCTION_ARGS)
{
	phone		value = PG_GETARG_PHONE(0);
	text	   *prefix = PG_GETARG_TEXT_PP(1);
	const struct known_prefix *known;

	/* no text of a phone is as long */
	if (VARSIZE_ANY_EXHDR(prefix) >= PHONE_TEXT_MAX)
	{
		struct phone_range range[PHONE_RANGES_MAX];

		PG_RETURN_BOOL(phone_in_ranges(value, range,
									   need_ranges(prefix, range)));
	}
	known = know_prefix(fcinfo->flinfo, prefix);
	PG_RETURN_BOOL(phone_in_ranges(value, known->range, known->count));
}

PG_FUNCTION_INFO_V1(pg_phone_prefix_low);
PGDLLEXPORT Datum
pg_phone_prefix_low(PG_FUNCTION_ARGS)
{
	struct phone_range range[PHONE_RANGES_MAX];
	int			count = need_ranges(PG_GETARG_TEXT_PP(0), range);

	PG_RETURN_PHONE(span(range, count).low);
}

PG_FUNCTION_INFO_V1(pg_phone_prefix_high);
PGDLLEXPORT Datum
pg_phone_prefix_high(PG_FUNCTION_ARGS)
{
	struct phone_range range[PHONE_RANGES_MAX];
	int			count = need_ranges(PG_GETARG_TEXT_PP(0), range);

	PG_RETURN_PHONE(span(range, count).high);
}

/*
 * Clauses
 */

static Expr *
bound_of(phone value, Oid type)
{
	return (Expr *) makeConst(type, -1, InvalidOid, sizeof(int64),
							  PhoneGetDatum(value), false, FLOAT8PASSBYVAL);
}

/* column <operator of the strategy> bound; NULL if the family has none. */
static Expr *
make_bound(Oid family, Oid type, int strategy, Node *column, Expr *bound)
{
	Oid			operator = get_opfamily_member(family, type, type, strategy);
	Expr	   *clause;

	if (!OidIsValid(operator))
		return NULL;
	clause = make_opclause(operator, BOOLOID, false,
						   (Expr *) copyObject(column), bound,
						   InvalidOid, InvalidOid);
	set_opfuncid((OpExpr *) clause);
	return clause;
}

/* The pair of clauses low <= column <= high, or NIL. */
static List *
make_bounds(Oid family, Oid type, Node *column, Expr *low, Expr *high)
{
	Expr	   *from = make_bound(family, type, BTGreaterEqualStrategyNumber,
								  column, low);
	Expr	   *to = make_bound(family, type, BTLessEqualStrategyNumber,
								column, high);

	if (from == NULL || to == NULL)
		return NIL;
	return list_make2(from, to);
}

/*
 * A constant prefix of several ranges becomes their OR, if the column is
 * cheap to name as often as that.
 */
static Node *
simplify(const SupportRequestSimplify *request)
{
	Node	   *column = linitial(request->fcall->args);
	Node	   *prefix = lsecond(request->fcall->args);
	Oid			type = exprType(column);
	Node	   *plain = column;
	struct phone_range range[PHONE_RANGES_MAX];
	int			count;
	Oid			family;
	List	   *either = NIL;

	if (IsA(plain, RelabelType))
		plain = (Node *) ((RelabelType *) plain)->arg;
	if (!IsA(plain, Var) || !IsA(prefix, Const) ||
		((Const *) prefix)->constisnull)
		return NULL;
	count = find_ranges(DatumGetTextPP(((Const *) prefix)->constvalue),
						range);
	if (count < 2)
		return NULL;
	family = lookup_type_cache(type, TYPECACHE_BTREE_OPFAMILY)->btree_opf;
	for (int i = 0; i < count; i++)
	{
		List	   *both = make_bounds(family, type, column,
									   bound_of(range[i].low, type),
									   bound_of(range[i].high, type));

		if (both == NIL)
			return NULL;
		either = lappend(either, make_andclause(both));
	}
	return (Node *) make_orclause(either);
}

/* A call of one of the two functions above, found beside the operator's. */
static Expr *
call_of(const char *name, Oid beside, Oid type, Node *prefix)
{
	Oid			argument = TEXTOID;
	Oid			function;

	function = GetSysCacheOid3(PROCNAMEARGSNSP, Anum_pg_proc_oid,
							   CStringGetDatum(name),
							   PointerGetDatum(buildoidvector(&argument, 1)),
							   ObjectIdGetDatum(get_func_namespace(beside)));
	if (!OidIsValid(function))
		return NULL;
	return (Expr *) makeFuncExpr(function, type,
								 list_make1(copyObject(prefix)), InvalidOid,
								 InvalidOid, COERCE_EXPLICIT_CALL);
}

static List *
arguments_of(Node *clause)
{
	if (IsA(clause, OpExpr))
		return ((OpExpr *) clause)->args;
	if (IsA(clause, FuncExpr))
		return ((FuncExpr *) clause)->args;
	return NIL;
}

/*
 * The index finds low <= column <= high. This is the whole test for a known
 * prefix of one range; else rows between the ranges must be sorted out.
 */
static List *
index_condition(SupportRequestIndexCondition *request)
{
	List	   *arguments = arguments_of(request->node);
	Oid			access = request->index->relam;
	Oid			type = request->index->opcintype[request->indexcol];
	Node	   *column;
	Node	   *prefix;
	Expr	   *low;
	Expr	   *high;

	if (list_length(arguments) != 2 || request->indexarg != 0 ||
		(access != BTREE_AM_OID && access != BRIN_AM_OID))
		return NIL;
	column = linitial(arguments);
	prefix = lsecond(arguments);
	if (IsA(prefix, Const))
	{
		struct phone_range range[PHONE_RANGES_MAX];
		int			count;

		if (((Const *) prefix)->constisnull)
			return NIL;
		count = find_ranges(DatumGetTextPP(((Const *) prefix)->constvalue),
						range);
		if (count < 0)
			return NIL;
		low = bound_of(span(range, count).low, type);
		high = bound_of(span(range, count).high, type);
		request->lossy = count > 1;
	}
	else
	{
		if (!is_pseudo_constant_for_index(request->root, prefix,
										  request->index))
			return NIL;
		low = call_of("phone_prefix_low", request->funcid, type, prefix);
		high = call_of("phone_prefix_high", request->funcid, type, prefix);
		if (low == NULL || high == NULL)
			return NIL;
		request->lossy = true;
	}
	return make_bounds(request->opfamily, type, column, low, high);
}

/*
 * Selectivity
 */

/* The share of a histogram's rows below a value. */
static double
share_below(const AttStatsSlot *histogram, phone value)
{
	int			low = 0;
	int			high = histogram->nvalues - 1;
	phone		from;
	phone		to;

	if (value <= DatumGetPhone(histogram->values[low]))
		return 0;
	if (value > DatumGetPhone(histogram->values[high]))
		return 1;
	/* values[low] < value <= values[high] */
	while (high - low > 1)
	{
		int			middle = low + (high - low) / 2;

		if (DatumGetPhone(histogram->values[middle]) < value)
			low = middle;
		else
			high = middle;
	}
	from = DatumGetPhone(histogram->values[low]);
	to = DatumGetPhone(histogram->values[high]);
	return (low + (double) (value - from) / (double) (to - from)) /
		(histogram->nvalues - 1);
}

/* The share of the histogram's rows in the ranges. */
static double
histogram_share(VariableStatData *variable, Oid function,
				const struct phone_range *range, int count)
{
	AttStatsSlot histogram;
	double		share = 0;

	if (!statistic_proc_security_check(variable, function) ||
		!get_attstatsslot(&histogram, variable->statsTuple,
						  STATISTIC_KIND_HISTOGRAM, InvalidOid,
						  ATTSTATSSLOT_VALUES))
		return DEFAULT_MATCH_SEL;
	if (histogram.nvalues < 2)
		share = DEFAULT_MATCH_SEL;
	else
		for (int i = 0; i < count; i++)
			share += share_below(&histogram, range[i].high + 1) -
				share_below(&histogram, range[i].low);
	free_attstatsslot(&histogram);
	return share;
}

static double
known_prefix_selectivity(VariableStatData *variable, Oid function,
						 Datum prefix)
{
	struct phone_range range[PHONE_RANGES_MAX];
	int			count = find_ranges(DatumGetTextPP(prefix), range);
	FmgrInfo	test;
	double		nulls;
	double		common;
	double		selectivity;

	if (count < 0 || !HeapTupleIsValid(variable->statsTuple))
		return DEFAULT_MATCH_SEL;
	fmgr_info(function, &test);
	nulls = ((Form_pg_statistic) GETSTRUCT(variable->statsTuple))->stanullfrac;
	selectivity = mcv_selectivity(variable, &test, InvalidOid, prefix, true,
								  &common);
	selectivity += (1 - nulls - common) *
		histogram_share(variable, function, range, count);
	CLAMP_PROBABILITY(selectivity);
	return selectivity;
}

static double
selectivity_of(PlannerInfo *root, Oid function, List *arguments, int relation)
{
	VariableStatData variable;
	Node	   *other;
	bool		on_left;
	double		selectivity = DEFAULT_MATCH_SEL;

	if (!get_restriction_variable(root, arguments, relation,
								  &variable, &other, &on_left))
		return selectivity;
	if (on_left && IsA(other, Const))
	{
		Const	   *prefix = (Const *) other;

		selectivity = prefix->constisnull ? 0 :
			known_prefix_selectivity(&variable, function, prefix->constvalue);
	}
	ReleaseVariableStats(variable);
	return selectivity;
}

/* For the operator; the function has its support function for the same. */
PG_FUNCTION_INFO_V1(pg_phone_prefix_sel);
PGDLLEXPORT Datum
pg_phone_prefix_sel(PG_FUNCTION_ARGS)
{
	PlannerInfo *root = (PlannerInfo *) PG_GETARG_POINTER(0);
	Oid			function = get_opcode(PG_GETARG_OID(1));
	List	   *arguments = (List *) PG_GETARG_POINTER(2);
	int			relation = PG_GETARG_INT32(3);

	PG_RETURN_FLOAT8(selectivity_of(root, function, arguments, relation));
}

PG_FUNCTION_INFO_V1(pg_phone_starts_with_support);
PGDLLEXPORT Datum
pg_phone_starts_with_support(PG_FUNCTION_ARGS)
{
	Node	   *request = (Node *) PG_GETARG_POINTER(0);
	void	   *answer = NULL;

	if (IsA(request, SupportRequestSimplify))
		answer = simplify((SupportRequestSimplify *) request);
	else if (IsA(request, SupportRequestIndexCondition))
		answer = index_condition((SupportRequestIndexCondition *) request);
	else if (IsA(request, SupportRequestSelectivity))
	{
		SupportRequestSelectivity *asked;

		asked = (SupportRequestSelectivity *) request;
		if (!asked->is_join)
		{
			asked->selectivity = selectivity_of(asked->root, asked->funcid,
												asked->args, asked->varRelid);
			answer = asked;
		}
	}
	PG_RETURN_POINTER(answer);
}
