/* name_list.c: what a number is called by many, as JSON */
#include "postgres.h"

#include "utils/array.h"
#include "utils/builtins.h"

#include "compat.h"
#include "json_glue.h"

#define MOST_NAMES	1000
#define MOST_RANKS	4

/* A name and its place: the lower ranks come first. */
struct listed
{
	int64		rank[MOST_RANKS];
	int64		count;
	text	   *name;
};

struct name_list
{
	int			most;
	int			count;
	bool		own;			/* one is the owner's own, listed or not */
	struct listed listed[FLEXIBLE_ARRAY_MEMBER];
};

static struct name_list *
list_new(int32 most)
{
	struct name_list *list;

	if (most < 1 || most > MOST_NAMES)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("length of a list of names is out of range"),
				 errhint("A list has 1 to %d names.", MOST_NAMES)));
	list = palloc(offsetof(struct name_list, listed) +
				  most * sizeof(struct listed));
	list->most = most;
	list->count = 0;
	list->own = false;
	return list;
}

static void
read_ranks(ArrayType *ranks, int64 rank[MOST_RANKS])
{
	int			count = ArrayGetNItems(ARR_NDIM(ranks), ARR_DIMS(ranks));

	if (count > MOST_RANKS || array_contains_nulls(ranks))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("ranks of a name are not in order"),
				 errhint("Give at most %d numbers, none of them NULL.",
						 MOST_RANKS)));
	memset(rank, 0, MOST_RANKS * sizeof(*rank));
	memcpy(rank, ARR_DATA_PTR(ranks), count * sizeof(*rank));
}

static bool
comes_before(const int64 a[MOST_RANKS], const int64 b[MOST_RANKS])
{
	for (int i = 0; i < MOST_RANKS; i++)
		if (a[i] != b[i])
			return a[i] < b[i];
	return false;
}

/* Puts it into its place; the last of a full list goes out. */
static void
list_add(struct name_list *list, const struct listed *new)
{
	int			place = list->count;

	if (place == list->most)
	{
		if (!comes_before(new->rank, list->listed[place - 1].rank))
			return;
		pfree(list->listed[--place].name);
	}
	else
		list->count++;
	while (place > 0 && comes_before(new->rank, list->listed[place - 1].rank))
	{
		list->listed[place] = list->listed[place - 1];
		place--;
	}
	list->listed[place] = *new;
	list->listed[place].name =
		(text *) pg_detoast_datum_copy((struct varlena *) new->name);
}

/* name_list_add(list, most, name, count, own, ranks) */
PG_FUNCTION_INFO_V1(pg_name_list_add);
PGDLLEXPORT Datum
pg_name_list_add(PG_FUNCTION_ARGS)
{
	struct name_list *list;
	struct listed new;
	MemoryContext memory;
	MemoryContext before;

	if (AggCheckCallContext(fcinfo, &memory) == 0)
		elog(ERROR, "name_list_add is called outside of an aggregate");
	if (PG_ARGISNULL(1) || PG_ARGISNULL(5))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("a list of names has no length or no order"),
				 errhint("Give how many names it has, and the ranks of each.")));
	before = MemoryContextSwitchTo(memory);
	list = PG_ARGISNULL(0) ? list_new(PG_GETARG_INT32(1)) :
		(struct name_list *) PG_GETARG_POINTER(0);
	if (!PG_ARGISNULL(2))
	{
		new.name = PG_GETARG_TEXT_PP(2);
		new.count = PG_ARGISNULL(3) ? 0 : PG_GETARG_INT64(3);
		read_ranks(PG_GETARG_ARRAYTYPE_P(5), new.rank);
		list_add(list, &new);
		list->own |= !PG_ARGISNULL(4) && PG_GETARG_BOOL(4);
	}
	MemoryContextSwitchTo(before);
	PG_RETURN_POINTER(list);
}

static void
add_name(StringInfo out, const text *name)
{
	json_text(out, VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name));
}

/* name_list_end(list): of no names it is empty */
PG_FUNCTION_INFO_V1(pg_name_list_end);
PGDLLEXPORT Datum
pg_name_list_end(PG_FUNCTION_ARGS)
{
	const struct name_list none = {0};
	const struct name_list *list = PG_ARGISNULL(0) ? &none :
		(struct name_list *) PG_GETARG_POINTER(0);
	StringInfoData out;

	json_begin(&out, '{');
	json_name(&out, "name");
	if (list->count > 0)
		add_name(&out, list->listed[0].name);
	else
		json_null(&out);
	json_name(&out, "names");
	appendStringInfoCharMacro(&out, '[');
	for (int i = 0; i < list->count; i++)
	{
		appendStringInfoString(&out, i == 0 ? "{\"name\":" : ",{\"name\":");
		add_name(&out, list->listed[i].name);
		appendStringInfoString(&out, ",\"count\":");
		json_integer(&out, list->listed[i].count);
		appendStringInfoCharMacro(&out, '}');
	}
	appendStringInfoCharMacro(&out, ']');
	json_name(&out, "registered");
	json_truth(&out, list->own);
	return json_end(&out, '}');
}
