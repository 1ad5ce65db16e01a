/* ranked_name.c: the type ranked_name, a name and how it stands among others */
#include "postgres.h"

#include "fmgr.h"
#include "libpq/pqformat.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "compat.h"
#include "name_glue.h"
#include "ranked_search.h"

/* What follows the length word: the rank, then the name, nothing aligned. */
#define RANK_SIZE	sizeof(uint64)

static uint64
rank_of(const struct varlena *value)
{
	uint64		rank;

	memcpy(&rank, VARDATA_ANY(value), RANK_SIZE);
	return rank;
}

static const char *
name_of(const struct varlena *value, size_t *length)
{
	*length = VARSIZE_ANY_EXHDR(value) - RANK_SIZE;
	return VARDATA_ANY(value) + RANK_SIZE;
}

static struct varlena *
make(uint64 rank, const char *name, size_t length)
{
	struct varlena *value;

	if (length > MaxAllocSize - VARHDRSZ - RANK_SIZE)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("name of %zu bytes is too long", length),
				 errhint("A name is a line of text.")));
	value = palloc(VARHDRSZ + RANK_SIZE + length);
	SET_VARSIZE(value, VARHDRSZ + RANK_SIZE + length);
	memcpy(VARDATA(value), &rank, RANK_SIZE);
	memcpy(VARDATA(value) + RANK_SIZE, name, length);
	return value;
}

/* ---- text and binary form ---- */

/* The digits before the colon: false if there are none, or other characters. */
static bool
read_rank(const char **text, uint64 *rank)
{
	const char *at = *text;

	for (*rank = 0; *at >= '0' && *at <= '9'; at++)
		if (*rank <= RANKED_RANK_MAX)	/* else it is too much already */
			*rank = *rank * 10 + (uint64) (*at - '0');
	if (at == *text || *at != ':')
		return false;
	*text = at + 1;
	return true;
}

#define RANK_HINT	"A rank is 0 or more and less than 281474976710656, which is 2 to the power of 48."

PG_FUNCTION_INFO_V1(pg_ranked_name_in);
PGDLLEXPORT Datum
pg_ranked_name_in(PG_FUNCTION_ARGS)
{
	const char *text = PG_GETARG_CSTRING(0);
	const char *name = text;
	uint64		rank;

	if (!read_rank(&name, &rank))
		ereturn(fcinfo->context, (Datum) 0,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 errmsg("invalid input syntax for type %s: \"%s\"",
						"ranked_name", text),
				 errhint("Write rank and name with a colon between them, for example 42:Raj Kumar.")));
	if (rank > RANKED_RANK_MAX)
		ereturn(fcinfo->context, (Datum) 0,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("rank of \"%s\" is out of range", text),
				 errhint(RANK_HINT)));
	PG_RETURN_POINTER(make(rank, name, strlen(name)));
}

PG_FUNCTION_INFO_V1(pg_ranked_name_out);
PGDLLEXPORT Datum
pg_ranked_name_out(PG_FUNCTION_ARGS)
{
	struct varlena *value = PG_GETARG_VARLENA_PP(0);
	size_t		length;
	const char *name = name_of(value, &length);

	PG_RETURN_CSTRING(psprintf(UINT64_FORMAT ":%.*s", rank_of(value),
							   (int) length, name));
}

PG_FUNCTION_INFO_V1(pg_ranked_name_recv);
PGDLLEXPORT Datum
pg_ranked_name_recv(PG_FUNCTION_ARGS)
{
	StringInfo	message = (StringInfo) PG_GETARG_POINTER(0);
	uint64		rank = (uint64) pq_getmsgint64(message);
	int			length;
	char	   *name = pq_getmsgtext(message, message->len - message->cursor,
									 &length);

	if (rank > RANKED_RANK_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("rank " UINT64_FORMAT " is out of range", rank),
				 errhint(RANK_HINT)));
	PG_RETURN_POINTER(make(rank, name, (size_t) length));
}

PG_FUNCTION_INFO_V1(pg_ranked_name_send);
PGDLLEXPORT Datum
pg_ranked_name_send(PG_FUNCTION_ARGS)
{
	struct varlena *value = PG_GETARG_VARLENA_PP(0);
	size_t		length;
	const char *name = name_of(value, &length);
	StringInfoData message;

	pq_begintypsend(&message);
	pq_sendint64(&message, rank_of(value));
	pq_sendtext(&message, name, (int) length);
	PG_RETURN_BYTEA_P(pq_endtypsend(&message));
}

/* ---- its parts ---- */

PG_FUNCTION_INFO_V1(pg_name_ranked);
PGDLLEXPORT Datum
pg_name_ranked(PG_FUNCTION_ARGS)
{
	text	   *name = PG_GETARG_TEXT_PP(0);
	int64		rank = PG_GETARG_INT64(1);

	if (rank < 0 || rank > (int64) RANKED_RANK_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("rank " INT64_FORMAT " is out of range", rank),
				 errhint(RANK_HINT)));
	PG_RETURN_POINTER(make((uint64) rank, VARDATA_ANY(name),
						   VARSIZE_ANY_EXHDR(name)));
}

static Datum
name_datum(const struct varlena *value)
{
	size_t		length;
	const char *name = name_of(value, &length);

	return PointerGetDatum(cstring_to_text_with_len(name, (int) length));
}

PG_FUNCTION_INFO_V1(pg_ranked_name_text);
PGDLLEXPORT Datum
pg_ranked_name_text(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATUM(name_datum(PG_GETARG_VARLENA_PP(0)));
}

PG_FUNCTION_INFO_V1(pg_ranked_name_rank);
PGDLLEXPORT Datum
pg_ranked_name_rank(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(rank_of(PG_GETARG_VARLENA_PP(0)));
}

/* What a ranked index asks for: the name, and the rank where it says. */
PG_FUNCTION_INFO_V1(pg_ranked_name_split);
PGDLLEXPORT Datum
pg_ranked_name_split(PG_FUNCTION_ARGS)
{
	struct varlena *value = PG_GETARG_VARLENA_PP(0);
	uint64	   *rank = (uint64 *) PG_GETARG_POINTER(1);

	*rank = rank_of(value);
	PG_RETURN_DATUM(name_datum(value));
}

/* ---- matches ---- */

static struct name_matched
match(FunctionCallInfo fcinfo, const struct varlena *value,
	  enum name_tier last)
{
	size_t		length;
	const char *name = name_of(value, &length);

	return name_compare(fcinfo, name, length, PG_GETARG_TEXT_PP(1), last);
}

PG_FUNCTION_INFO_V1(pg_ranked_name_matches);
PGDLLEXPORT Datum
pg_ranked_name_matches(PG_FUNCTION_ARGS)
{
	struct varlena *value = PG_GETARG_VARLENA_PP(0);

	PG_RETURN_BOOL(match(fcinfo, value, NAME_SIMILAR).tier != NAME_NO_MATCH);
}

PG_FUNCTION_INFO_V1(pg_ranked_name_contains);
PGDLLEXPORT Datum
pg_ranked_name_contains(PG_FUNCTION_ARGS)
{
	struct varlena *value = PG_GETARG_VARLENA_PP(0);

	PG_RETURN_BOOL(match(fcinfo, value, NAME_CONTAINS).tier != NAME_NO_MATCH);
}

PG_FUNCTION_INFO_V1(pg_ranked_name_distance);
PGDLLEXPORT Datum
pg_ranked_name_distance(PG_FUNCTION_ARGS)
{
	struct varlena *value = PG_GETARG_VARLENA_PP(0);
	struct name_matched matched = match(fcinfo, value, NAME_SIMILAR);

	PG_RETURN_FLOAT8(ranked_distance(RANKED_BY_RANK, matched.tier,
									 matched.cost, rank_of(value),
									 matched.query));
}
