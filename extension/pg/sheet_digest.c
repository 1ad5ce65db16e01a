/*
 * sheet_digest.c: which numbers of a sheet are in a list of digests
 *
 * Who asked to be forgotten is remembered by a keyed digest of his number, so
 * that each number of a sheet needs one, too. The rows of a number follow each
 * other: it is made once.
 */
#include "sheet_glue.h"

#include "catalog/pg_type_d.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "compat.h"
#include "digest.h"
#include "phone_glue.h"

#define NUMBER	sizeof(phone)	/* bytes of it, the first counts most */

struct digest
{
	uint8		bytes[DIGEST_SIZE];
};

struct list
{
	struct digest *digest;		/* ascending */
	int			count;
};

static int
compare_digests(const void *a, const void *b)
{
	return memcmp(a, b, DIGEST_SIZE);
}

/* What is no digest is like none. */
static void
read_list(ArrayType *array, struct list *list)
{
	Datum	   *values;
	bool	   *nulls;
	int			all;

	deconstruct_array(array, BYTEAOID, -1, false, TYPALIGN_INT, &values,
					  &nulls, &all);
	list->digest = palloc((all + 1) * sizeof(*list->digest));
	list->count = 0;
	for (int i = 0; i < all; i++)
	{
		const bytea *value = nulls[i] ? NULL : DatumGetByteaPP(values[i]);

		if (value != NULL && VARSIZE_ANY_EXHDR(value) == DIGEST_SIZE)
			memcpy(list->digest[list->count++].bytes, VARDATA_ANY(value),
				   DIGEST_SIZE);
	}
	qsort(list->digest, list->count, sizeof(*list->digest), compare_digests);
}

static bool
is_listed(const struct list *list, const struct digest_key *key, phone number)
{
	uint8		bytes[NUMBER];
	struct digest digest;

	for (int i = NUMBER - 1; i >= 0; i--, number >>= 8)
		bytes[i] = (uint8) number;
	digest_of(key, bytes, NUMBER, digest.bytes);
	return bsearch(&digest, list->digest, list->count, sizeof(digest),
				   compare_digests) != NULL;
}

/* Numbers that are listed, once a row: how many. */
static int
find_listed(struct sheet *sheet, const struct list *list,
			const struct digest_key *key, Datum **found)
{
	int			count = 0;
	int			room = 64;
	phone		last = 0;
	bool		listed = false;

	*found = palloc(room * sizeof(**found));
	while (sheet_row_next(sheet))
	{
		CHECK_FOR_INTERRUPTS();
		if (sheet->row.number != last)
			listed = is_listed(list, key, sheet->row.number);
		last = sheet->row.number;
		if (!listed)
			continue;
		if (count == room)
			*found = repalloc(*found, (room *= 2) * sizeof(**found));
		(*found)[count++] = PhoneGetDatum(last);
	}
	return count;
}

PG_FUNCTION_INFO_V1(pg_sheet_listed);
PGDLLEXPORT Datum
pg_sheet_listed(PG_FUNCTION_ARGS)
{
	const bytea *secret = PG_GETARG_BYTEA_PP(1);
	struct sheet sheet;
	struct list list;
	struct digest_key key;
	Datum	   *found;
	int			count;

	sheet_of(&sheet, PG_GETARG_BYTEA_PP(0));
	digest_key_set(&key, (const uint8 *) VARDATA_ANY(secret),
				   VARSIZE_ANY_EXHDR(secret));
	read_list(PG_GETARG_ARRAYTYPE_P(2), &list);
	count = find_listed(&sheet, &list, &key, &found);
	PG_RETURN_ARRAYTYPE_P(construct_array(found, count,
										  get_element_type(get_func_rettype(fcinfo->flinfo->fn_oid)),
										  sizeof(phone), FLOAT8PASSBYVAL,
										  TYPALIGN_DOUBLE));
}
