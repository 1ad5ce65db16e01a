/* phone_match.c: whether two numbers are one, and where from they are dialled */
#include "postgres.h"

#include "access/detoast.h"
#include "utils/builtins.h"

#include "compat.h"
#include "phone_glue.h"

static bool
is_too_long(Datum written)
{
	return toast_raw_datum_size(written) > PHONE_READ_MAX + VARHDRSZ;
}

static enum phone_match
match(const text *one, const text *other)
{
	size_t		a_length;
	size_t		b_length;
	const char *a = phone_utf8(VARDATA_ANY(one), VARSIZE_ANY_EXHDR(one),
							   &a_length);
	const char *b = phone_utf8(VARDATA_ANY(other), VARSIZE_ANY_EXHDR(other),
							   &b_length);

	return phone_match_texts(a, a_length, b, b_length);
}

PG_FUNCTION_INFO_V1(pg_phone_match);
PGDLLEXPORT Datum
pg_phone_match(PG_FUNCTION_ARGS)
{
	bool		too_long = is_too_long(PG_GETARG_DATUM(0)) ||
		is_too_long(PG_GETARG_DATUM(1));
	enum phone_match found = too_long ? PHONE_MATCH_INVALID :
		match(PG_GETARG_TEXT_PP(0), PG_GETARG_TEXT_PP(1));

	PG_RETURN_TEXT_P(cstring_to_text(phone_match_name(found)));
}

PG_FUNCTION_INFO_V1(pg_phone_international);
PGDLLEXPORT Datum
pg_phone_international(PG_FUNCTION_ARGS)
{
	struct phone_number number;

	if (!phone_unpack(PG_GETARG_PHONE(0), &number))
		PG_RETURN_NULL();
	PG_RETURN_BOOL(phone_international(&number));
}
