/*
 * phone_prefix.c: the operator phone ^@ text, and what the planner makes of it
 *
 * The values with a given prefix fill one range, except for the few calling
 * codes with numbers of more than 16 digits: those lie apart from the rest.
 * One range becomes an index condition. Several become an OR of ranges, since
 * the conditions of one index scan are all ANDed.
 *
 * Which it will be is not known of a prefix that comes with the execution: a
 * parameter of a generic plan, or a column of another table. It is given one
 * range, from the first value to the last, whose rows are checked again. That
 * is as tight as can be for all codes but 49, 62, 81 and 234, whose range takes
 * in everything up to the long numbers. An OR would be tight for these as well,
 * and every other prefix would pay for it: what several scans find has no
 * order, so ORDER BY with LIMIT would sort instead of stopping early.
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
/* No text of a phone is as long as the most that is read. */
static int
find_ranges(const text *prefix, struct phone_range range[PHONE_RANGES_MAX])
{
	return phone_prefix_ranges(VARDATA_ANY(prefix),
							   Min(VARSIZE_ANY_EXHDR(prefix), PHONE_TEXT_MAX),
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

PG_FUNCTION_INFO_V1(pg_phone_within);
PGDLLEXPORT Datum
pg_phone_within(PG_FUNCTION_ARGS)
{
	phone		value = PG_GETARG_PHONE(0);

	PG_RETURN_BOOL(value >= PG_GETARG_PHONE(1) && value <= PG_GETARG_PHONE(2));
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

/* A call of a function of the extension, found beside the operator's. */
static Expr *
call_of(const char *name, Oid beside, const Oid *type, int count, Oid result,
		List *arguments)
{
	Oid			function;

	function = GetSysCacheOid3(PROCNAMEARGSNSP, Anum_pg_proc_oid,
							   CStringGetDatum(name),
							   PointerGetDatum(buildoidvector(type, count)),
							   ObjectIdGetDatum(get_func_namespace(beside)));
	if (!OidIsValid(function))
		return NULL;
	return (Expr *) makeFuncExpr(function, result, arguments, InvalidOid,
								 InvalidOid, COERCE_EXPLICIT_CALL);
}

/* phone_prefix_low or _high of a prefix that is not known yet */
static Expr *
bound_call(const char *name, Oid beside, Oid type, Node *prefix)
{
	Oid			argument = TEXTOID;

	return call_of(name, beside, &argument, 1, type,
				   list_make1(copyObject(prefix)));
}

/* phone_within(column, low, high): its estimate is ours, as the prefix's */
static Expr *
within_call(Oid beside, Oid type, Node *column,
			const struct phone_range *range)
{
	Oid			argument[] = {type, type, type};

	return call_of("phone_within", beside, argument, lengthof(argument),
				   BOOLOID, list_make3(copyObject(column),
									   bound_of(range->low, type),
									   bound_of(range->high, type)));
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
	Node	   *plain = column;
	struct phone_range range[PHONE_RANGES_MAX];
	int			count;
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
	for (int i = 0; i < count; i++)
	{
		Expr	   *within = within_call(request->fcall->funcid,
										 exprType(column), column, &range[i]);

		if (within == NULL)
			return NULL;
		either = lappend(either, within);
	}
	return (Node *) make_orclause(either);
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
 * The bounds of a prefix: the whole test if it is known and has one range,
 * else rows between the ranges must be sorted out.
 */
static bool
bounds_of_prefix(SupportRequestIndexCondition *request, Oid type,
				 Node *prefix, Expr **low, Expr **high)
{
	struct phone_range range[PHONE_RANGES_MAX];
	int			count;

	if (!IsA(prefix, Const))
	{
		if (!is_pseudo_constant_for_index(request->root, prefix,
										  request->index))
			return false;
		*low = bound_call("phone_prefix_low", request->funcid, type, prefix);
		*high = bound_call("phone_prefix_high", request->funcid, type, prefix);
		request->lossy = true;
		return *low != NULL && *high != NULL;
	}
	if (((Const *) prefix)->constisnull)
		return false;
	count = find_ranges(DatumGetTextPP(((Const *) prefix)->constvalue), range);
	*low = bound_of(span(range, count).low, type);
	*high = bound_of(span(range, count).high, type);
	request->lossy = count > 1;
	return count >= 0;
}

/* phone_within says its bounds, which are the whole test. */
static bool
bounds_of_within(SupportRequestIndexCondition *request, List *arguments,
				 Expr **low, Expr **high)
{
	*low = copyObject(lsecond(arguments));
	*high = copyObject(lthird(arguments));
	request->lossy = false;
	return is_pseudo_constant_for_index(request->root, (Node *) *low,
										request->index) &&
		is_pseudo_constant_for_index(request->root, (Node *) *high,
									 request->index);
}

/* The index finds low <= column <= high. */
static List *
index_condition(SupportRequestIndexCondition *request)
{
	List	   *arguments = arguments_of(request->node);
	Oid			access = request->index->relam;
	Oid			type = request->index->opcintype[request->indexcol];
	Expr	   *low;
	Expr	   *high;
	bool		known;

	if (list_length(arguments) < 2 || request->indexarg != 0 ||
		(access != BTREE_AM_OID && access != BRIN_AM_OID))
		return NIL;
	if (list_length(arguments) == 2)
		known = bounds_of_prefix(request, type, lsecond(arguments),
								 &low, &high);
	else
		known = bounds_of_within(request, arguments, &low, &high);
	if (!known)
		return NIL;
	return make_bounds(request->opfamily, type, linitial(arguments),
					   low, high);
}

/*
 * Selectivity
 */

/*
 * Where a value lies among all of them, so that numbers lie evenly: of sixteen
 * nibbles, most of which are digits, as a decimal fraction. What is no number
 * follows, as evenly as its bits.
 */
static double
place_of(phone value)
{
	const uint64 other = UINT64CONST(12) << 60;
	uint64		digits = 0;

	if (value >= other)
		return 10 + (double) (value - other) / (double) (~other >> 2);
	for (int shift = 60; shift >= 0; shift -= 4)
	{
		int			nibble = (int) (value >> shift & 15);

		digits = digits * 10 + Min(Max(nibble - 2, 0), 9);
	}
	return (double) digits / 1e15;
}

/* The share of a histogram's rows below a value. */
static double
share_below(const AttStatsSlot *histogram, phone value)
{
	int			low = 0;
	int			high = histogram->nvalues - 1;
	double		from;
	double		to;

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
	from = place_of(DatumGetPhone(histogram->values[low]));
	to = place_of(DatumGetPhone(histogram->values[high]));
	return (low + (to > from ? (place_of(value) - from) / (to - from) : 1)) /
		(histogram->nvalues - 1);
}

/* The share of the histogram's rows in the ranges. */
static double
histogram_share(VariableStatData *variable, const struct phone_range *range,
				int count)
{
	AttStatsSlot histogram;
	double		share = 0;

	if (!get_attstatsslot(&histogram, variable->statsTuple,
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

/* The share of the common values that are in the ranges, and of them all. */
static double
common_share(VariableStatData *variable, const struct phone_range *range,
			 int count, double *all)
{
	AttStatsSlot common;
	double		share = 0;

	*all = 0;
	if (!get_attstatsslot(&common, variable->statsTuple, STATISTIC_KIND_MCV,
						  InvalidOid,
						  ATTSTATSSLOT_VALUES | ATTSTATSSLOT_NUMBERS))
		return 0;
	for (int i = 0; i < common.nvalues; i++)
	{
		*all += common.numbers[i];
		if (phone_in_ranges(DatumGetPhone(common.values[i]), range, count))
			share += common.numbers[i];
	}
	free_attstatsslot(&common);
	return share;
}

static double
ranges_selectivity(VariableStatData *variable, Oid function,
				   const struct phone_range *range, int count)
{
	double		nulls;
	double		common;
	double		selectivity;

	if (count < 0 || !HeapTupleIsValid(variable->statsTuple) ||
		!statistic_proc_security_check(variable, function))
		return DEFAULT_MATCH_SEL;
	nulls = ((Form_pg_statistic) GETSTRUCT(variable->statsTuple))->stanullfrac;
	selectivity = common_share(variable, range, count, &common);
	selectivity += (1 - nulls - common) *
		histogram_share(variable, range, count);
	CLAMP_PROBABILITY(selectivity);
	return selectivity;
}

static double
prefix_selectivity(PlannerInfo *root, Oid function, List *arguments,
				   int relation)
{
	VariableStatData variable;
	struct phone_range range[PHONE_RANGES_MAX];
	Node	   *prefix;
	bool		on_left;
	double		selectivity = DEFAULT_MATCH_SEL;

	if (!get_restriction_variable(root, arguments, relation,
								  &variable, &prefix, &on_left))
		return selectivity;
	if (on_left && IsA(prefix, Const))
	{
		Const	   *known = (Const *) prefix;

		selectivity = known->constisnull ? 0 :
			ranges_selectivity(&variable, function, range,
							   find_ranges(DatumGetTextPP(known->constvalue),
										   range));
	}
	ReleaseVariableStats(variable);
	return selectivity;
}

static bool
known_bound(Node *argument, phone *value)
{
	if (!IsA(argument, Const) || ((Const *) argument)->constisnull)
		return false;
	*value = DatumGetPhone(((Const *) argument)->constvalue);
	return true;
}

static double
within_selectivity(PlannerInfo *root, Oid function, List *arguments,
				   int relation)
{
	VariableStatData variable;
	struct phone_range range;
	double		selectivity;

	if (!known_bound(lsecond(arguments), &range.low) ||
		!known_bound(lthird(arguments), &range.high))
		return DEFAULT_MATCH_SEL;
	examine_variable(root, linitial(arguments), relation, &variable);
	selectivity = ranges_selectivity(&variable, function, &range,
									 range.low <= range.high);
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

	PG_RETURN_FLOAT8(prefix_selectivity(root, function, arguments, relation));
}

PG_FUNCTION_INFO_V1(pg_phone_starts_with_support);
PGDLLEXPORT Datum
pg_phone_starts_with_support(PG_FUNCTION_ARGS)
{
	Node	   *request = (Node *) PG_GETARG_POINTER(0);
	void	   *answer = NULL;

	if (IsA(request, SupportRequestSimplify) &&
		list_length(((SupportRequestSimplify *) request)->fcall->args) == 2)
		answer = simplify((SupportRequestSimplify *) request);
	else if (IsA(request, SupportRequestIndexCondition))
		answer = index_condition((SupportRequestIndexCondition *) request);
	else if (IsA(request, SupportRequestSelectivity))
	{
		SupportRequestSelectivity *asked;

		asked = (SupportRequestSelectivity *) request;
		if (!asked->is_join)
		{
			asked->selectivity = list_length(asked->args) == 2 ?
				prefix_selectivity(asked->root, asked->funcid, asked->args,
								   asked->varRelid) :
				within_selectivity(asked->root, asked->funcid, asked->args,
								   asked->varRelid);
			answer = asked;
		}
	}
	PG_RETURN_POINTER(answer);
}
