/* phone_match.c: whether two numbers are one, and where from they are dialled */
#include "postgres.h"

#include "utils/builtins.h"

#include "compat.h"
#include "phone_glue.h"

static enum phone_match
match(const text *one, const text *other)
{
	const char *a;
	const char *b;
	size_t		a_length;
	size_t		b_length;

	if (VARSIZE_ANY_EXHDR(one) > PHONE_READ_MAX ||
		VARSIZE_ANY_EXHDR(other) > PHONE_READ_MAX)
		return PHONE_MATCH_INVALID;
	a = phone_utf8(one, &a_length);
	b = phone_utf8(other, &b_length);
	return phone_match_texts(a, a_length, b, b_length);
}

PG_FUNCTION_INFO_V1(pg_phone_match);
PGDLLEXPORT Datum
pg_phone_match(PG_FUNCTION_ARGS)
{
	enum phone_match found = match(PG_GETARG_TEXT_PP(0), PG_GETARG_TEXT_PP(1));

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
