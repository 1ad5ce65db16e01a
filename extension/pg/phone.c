/* phone.c: the phone type, its text and binary form, order and hash */
#include "postgres.h"

#include "libpq/pqformat.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/sortsupport.h"

#include "compat.h"
#include "phone_glue.h"

/* The beginning of a text for an error message, cut between characters. */
char *
phone_shown(const char *text, size_t length)
{
	int			shown;

	if (length <= PHONE_SHOWN_MAX)
		return pnstrdup(text, length);
	shown = pg_mbcliplen(text, (int) length, PHONE_SHOWN_MAX);
	return psprintf("%.*s...", shown, text);
}

PG_FUNCTION_INFO_V1(pg_phone_in);
PGDLLEXPORT Datum
pg_phone_in(PG_FUNCTION_ARGS)
{
	char	   *text = PG_GETARG_CSTRING(0);
	size_t		length = strlen(text);
	phone		value;

	if (!phone_from_text(text, length, &value))
		ereturn(fcinfo->context, (Datum) 0,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 errmsg("invalid input syntax for type phone: \"%s\"",
						phone_shown(text, length)),
				 errhint("Write it in E.164 form, for example +919876543210, or read it with phone_parse(text, region).")));
	PG_RETURN_PHONE(value);
}

PG_FUNCTION_INFO_V1(pg_phone_out);
PGDLLEXPORT Datum
pg_phone_out(PG_FUNCTION_ARGS)
{
	phone		value = PG_GETARG_PHONE(0);
	char	   *text = palloc(PHONE_TEXT_MAX);

	if (phone_to_text(value, text) == 0)
		ereport(ERROR,
				(errcode(ERRCODE_DATA_CORRUPTED),
				 errmsg("stored bits %016llx are no phone value",
						(unsigned long long) value)));
	PG_RETURN_CSTRING(text);
}

PG_FUNCTION_INFO_V1(pg_phone_recv);
PGDLLEXPORT Datum
pg_phone_recv(PG_FUNCTION_ARGS)
{
	StringInfo	message = (StringInfo) PG_GETARG_POINTER(0);
	uint64		bits = (uint64) pq_getmsgint64(message);

	if (!phone_is_value(bits))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid binary phone: %016llx",
						(unsigned long long) bits),
				 errhint("Send the eight bytes that phone_send wrote.")));
	PG_RETURN_PHONE(bits);
}

PG_FUNCTION_INFO_V1(pg_phone_send);
PGDLLEXPORT Datum
pg_phone_send(PG_FUNCTION_ARGS)
{
	StringInfoData message;

	pq_begintypsend(&message);
	pq_sendint64(&message, PG_GETARG_PHONE(0));
	PG_RETURN_BYTEA_P(pq_endtypsend(&message));
}

/*
 * The same order as a signed integer: the top bit is flipped.
 */
#define SIGN_BIT	(UINT64CONST(1) << 63)

PG_FUNCTION_INFO_V1(pg_phone_to_bigint);
PGDLLEXPORT Datum
pg_phone_to_bigint(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64((int64) (PG_GETARG_PHONE(0) ^ SIGN_BIT));
}

PG_FUNCTION_INFO_V1(pg_phone_from_bigint);
PGDLLEXPORT Datum
pg_phone_from_bigint(PG_FUNCTION_ARGS)
{
	int64		number = PG_GETARG_INT64(0);
	uint64		bits = (uint64) number ^ SIGN_BIT;

	if (!phone_is_value(bits))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("bigint %lld is no phone value", (long long) number),
				 errhint("Pass what phone_to_bigint returned.")));
	PG_RETURN_PHONE(bits);
}

/*
 * Order
 */

static inline int
compare(phone a, phone b)
{
	return (a > b) - (a < b);
}

#define COMPARISON(name, operator) \
	PG_FUNCTION_INFO_V1(pg_phone_##name); \
	PGDLLEXPORT Datum \
	pg_phone_##name(PG_FUNCTION_ARGS) \
	{ \
		PG_RETURN_BOOL(PG_GETARG_PHONE(0) operator PG_GETARG_PHONE(1)); \
	} \
	extern Datum pg_phone_##name(PG_FUNCTION_ARGS)

COMPARISON(eq, ==);
COMPARISON(ne, !=);
COMPARISON(lt, <);
COMPARISON(le, <=);
COMPARISON(gt, >);
COMPARISON(ge, >=);

PG_FUNCTION_INFO_V1(pg_phone_cmp);
PGDLLEXPORT Datum
pg_phone_cmp(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(compare(PG_GETARG_PHONE(0), PG_GETARG_PHONE(1)));
}

PG_FUNCTION_INFO_V1(pg_phone_smaller);
PGDLLEXPORT Datum
pg_phone_smaller(PG_FUNCTION_ARGS)
{
	phone		a = PG_GETARG_PHONE(0);
	phone		b = PG_GETARG_PHONE(1);

	PG_RETURN_PHONE(a < b ? a : b);
}

PG_FUNCTION_INFO_V1(pg_phone_larger);
PGDLLEXPORT Datum
pg_phone_larger(PG_FUNCTION_ARGS)
{
	phone		a = PG_GETARG_PHONE(0);
	phone		b = PG_GETARG_PHONE(1);

	PG_RETURN_PHONE(a > b ? a : b);
}

/*
 * 15 has a comparator of unsigned datums that its sorts recognise and inline.
 */
#if PG_VERSION_NUM >= 150000 && SIZEOF_DATUM >= 8
#define compare_datums	ssup_datum_unsigned_cmp
#else
static int
compare_datums(Datum a, Datum b, SortSupport support)
{
	return compare(DatumGetPhone(a), DatumGetPhone(b));
}
#endif

PG_FUNCTION_INFO_V1(pg_phone_sortsupport);
PGDLLEXPORT Datum
pg_phone_sortsupport(PG_FUNCTION_ARGS)
{
	SortSupport support = (SortSupport) PG_GETARG_POINTER(0);

	support->comparator = compare_datums;
	PG_RETURN_VOID();
}

/* How far apart two values are, for the ranges that a BRIN summary merges. */
PG_FUNCTION_INFO_V1(pg_phone_distance);
PGDLLEXPORT Datum
pg_phone_distance(PG_FUNCTION_ARGS)
{
	phone		low = PG_GETARG_PHONE(0);
	phone		high = PG_GETARG_PHONE(1);

	PG_RETURN_FLOAT8((double) (high - low));
}

/*
 * Hash. Values of one country share their high nibbles and short ones their
 * low ones, so every bit must reach every other: this is the finalizer of
 * MurmurHash3. Hash partitions and indexes hold it on disk, it never changes.
 */
static uint64
mix(uint64 bits)
{
	bits ^= bits >> 33;
	bits *= UINT64CONST(0xff51afd7ed558ccd);
	bits ^= bits >> 33;
	bits *= UINT64CONST(0xc4ceb9fe1a85ec53);
	bits ^= bits >> 33;
	return bits;
}

PG_FUNCTION_INFO_V1(pg_phone_hash);
PGDLLEXPORT Datum
pg_phone_hash(PG_FUNCTION_ARGS)
{
	PG_RETURN_UINT32((uint32) mix(PG_GETARG_PHONE(0)));
}

/* With seed 0 the low half is the plain hash, as mix(0) is 0. */
PG_FUNCTION_INFO_V1(pg_phone_hash_extended);
PGDLLEXPORT Datum
pg_phone_hash_extended(PG_FUNCTION_ARGS)
{
	uint64		seed = (uint64) PG_GETARG_INT64(1);

	PG_RETURN_UINT64(mix(PG_GETARG_PHONE(0) ^ mix(seed)));
}
