/* name.c: SQL entry points of name folding and matching */
#include "postgres.h"

#include "fmgr.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "compat.h"
#include "name_glue.h"

/* Folded names up to this long live on the stack of the comparing call. */
#define NAME_ON_STACK	1024

/* The query of the previous call: in a scan it is the same for every row. */
struct name_memory
{
	char	   *written;		/* as given, to recognise it */
	size_t		length;
	size_t		room;
	struct name_query query;
};

/* Text in the server's encoding as UTF-8; the same bytes where it is UTF-8. */
static const char *
utf8_of(const char *text, size_t *length)
{
	char	   *utf8;

	if (GetDatabaseEncoding() == PG_UTF8 || name_is_ascii(text, *length))
		return text;
	utf8 = (char *) pg_do_encoding_conversion((unsigned char *) text, *length,
											  GetDatabaseEncoding(), PG_UTF8);
	if (utf8 != text)
		*length = strlen(utf8);
	return utf8;
}

/* Room that the fold of these bytes may need. */
static size_t
fold_room(const char *text, size_t length)
{
	size_t		growth = name_is_ascii(text, length) ? 1 : NAME_FOLD_GROWTH;

	if (length > (MaxAllocSize - VARHDRSZ) / growth)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("text of %zu bytes is too long to be folded", length),
				 errhint("A name is a line of text.")));
	return length * growth;
}

PG_FUNCTION_INFO_V1(pg_name_fold);
PGDLLEXPORT Datum
pg_name_fold(PG_FUNCTION_ARGS)
{
	text	   *name = PG_GETARG_TEXT_PP(0);
	size_t		length = VARSIZE_ANY_EXHDR(name);
	const char *bytes = utf8_of(VARDATA_ANY(name), &length);
	text	   *folded = palloc(VARHDRSZ + fold_room(bytes, length));

	SET_VARSIZE(folded, VARHDRSZ + name_fold(bytes, length, VARDATA(folded)));
	PG_RETURN_TEXT_P(folded);
}

PG_FUNCTION_INFO_V1(pg_name_is_plain);
PGDLLEXPORT Datum
pg_name_is_plain(PG_FUNCTION_ARGS)
{
	text	   *name = PG_GETARG_TEXT_PP(0);
	size_t		length = VARSIZE_ANY_EXHDR(name);
	const char *bytes = utf8_of(VARDATA_ANY(name), &length);

	PG_RETURN_BOOL(name_is_plain(bytes, length));
}

PG_FUNCTION_INFO_V1(pg_name_is_seen);
PGDLLEXPORT Datum
pg_name_is_seen(PG_FUNCTION_ARGS)
{
	text	   *name = PG_GETARG_TEXT_PP(0);
	size_t		length = VARSIZE_ANY_EXHDR(name);
	const char *bytes = utf8_of(VARDATA_ANY(name), &length);

	PG_RETURN_BOOL(name_is_seen(bytes, length));
}

PG_FUNCTION_INFO_V1(pg_name_fold_version);
PGDLLEXPORT Datum
pg_name_fold_version(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(NAME_FOLD_VERSION);
}

/* Fold the query, or find that the last call folded the same. */
static struct name_query *
query_of(FunctionCallInfo fcinfo, text *written)
{
	struct name_memory *memory = fcinfo->flinfo->fn_extra;
	size_t		length = VARSIZE_ANY_EXHDR(written);
	size_t		folded_length;
	const char *bytes;
	char	   *folded;

	if (memory == NULL)
		fcinfo->flinfo->fn_extra = memory =
			MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(*memory));
	else if (memory->length == length &&
			 memcmp(memory->written, VARDATA_ANY(written), length) == 0)
		return &memory->query;

	memory->length = SIZE_MAX;	/* nothing is remembered until all is done */
	if (memory->room < length)
	{
		size_t		room = Max(length, 64);

		memory->written = memory->written == NULL
			? MemoryContextAlloc(fcinfo->flinfo->fn_mcxt, room)
			: repalloc(memory->written, room);
		memory->room = room;
	}
	memcpy(memory->written, VARDATA_ANY(written), length);

	folded_length = VARSIZE_ANY_EXHDR(written);
	bytes = utf8_of(VARDATA_ANY(written), &folded_length);
	folded = palloc(fold_room(bytes, folded_length) + 1);
	folded_length = name_fold(bytes, folded_length, folded);
	name_query_set(&memory->query, folded, folded_length);
	pfree(folded);
	memory->length = length;
	return &memory->query;
}

struct name_matched
name_compare(FunctionCallInfo fcinfo, const char *name, size_t length,
			 text *query, enum name_tier last)
{
	const char *bytes = utf8_of(name, &length);
	char		stack[NAME_ON_STACK];
	size_t		room = fold_room(bytes, length);
	char	   *folded = room <= sizeof(stack) ? stack : palloc(room);
	struct name_query *asked = query_of(fcinfo, query);
	struct name_matched matched = {.query = asked};

	matched.length = name_fold(bytes, length, folded);
	if (last < NAME_SIMILAR)
		matched.tier = name_contain(folded, matched.length, asked);
	else
		matched.tier = name_match(folded, matched.length, asked,
								  &matched.cost);
	if (folded != stack)
		pfree(folded);
	return matched;
}

/* The call's two arguments, compared. */
static struct name_matched
match(FunctionCallInfo fcinfo, enum name_tier last)
{
	text	   *name = PG_GETARG_TEXT_PP(0);

	return name_compare(fcinfo, VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name),
						PG_GETARG_TEXT_PP(1), last);
}

static double
score(FunctionCallInfo fcinfo)
{
	struct name_matched matched = match(fcinfo, NAME_SIMILAR);

	return name_score_of(matched.tier, matched.cost, matched.length,
						 matched.query);
}

PG_FUNCTION_INFO_V1(pg_name_tier);
PGDLLEXPORT Datum
pg_name_tier(PG_FUNCTION_ARGS)
{
	enum name_tier tier = match(fcinfo, NAME_SIMILAR).tier;

	if (tier == NAME_NO_MATCH)
		PG_RETURN_NULL();
	PG_RETURN_INT16(tier);
}

PG_FUNCTION_INFO_V1(pg_name_score);
PGDLLEXPORT Datum
pg_name_score(PG_FUNCTION_ARGS)
{
	PG_RETURN_FLOAT4(score(fcinfo));
}

PG_FUNCTION_INFO_V1(pg_name_matches);
PGDLLEXPORT Datum
pg_name_matches(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(match(fcinfo, NAME_SIMILAR).tier != NAME_NO_MATCH);
}

PG_FUNCTION_INFO_V1(pg_name_contains);
PGDLLEXPORT Datum
pg_name_contains(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(match(fcinfo, NAME_CONTAINS).tier != NAME_NO_MATCH);
}

PG_FUNCTION_INFO_V1(pg_name_distance);
PGDLLEXPORT Datum
pg_name_distance(PG_FUNCTION_ARGS)
{
	PG_RETURN_FLOAT8(1.0 - score(fcinfo));
}
