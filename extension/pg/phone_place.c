/* phone_place.c: facts of a number's first digits, and examples, in SQL */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "mb/pg_wchar.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "compat.h"
#include "phone_glue.h"
#include "phone_place.h"

#define PHONE_ZONES_MAX		64	/* of one number; +1 has 42 */

/* Names are UTF-8. */
static text *
text_of_name(const char *name, size_t length)
{
	char	   *bytes = pg_any_to_server(name, (int) length, PG_UTF8);

	if (bytes != name)
		length = strlen(bytes);
	return cstring_to_text_with_len(bytes, (int) length);
}

typedef const char *(*name_function) (phone, const char *, size_t);

static Datum
name_datum(FunctionCallInfo fcinfo, name_function name_of)
{
	text	   *language = PG_GETARG_TEXT_PP(1);
	const char *name = name_of(PG_GETARG_PHONE(0), VARDATA_ANY(language),
							   VARSIZE_ANY_EXHDR(language));

	if (name == NULL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(text_of_name(name, strlen(name)));
}

PG_FUNCTION_INFO_V1(pg_phone_carrier);
PGDLLEXPORT Datum
pg_phone_carrier(PG_FUNCTION_ARGS)
{
	return name_datum(fcinfo, phone_carrier);
}

PG_FUNCTION_INFO_V1(pg_phone_location);
PGDLLEXPORT Datum
pg_phone_location(PG_FUNCTION_ARGS)
{
	return name_datum(fcinfo, phone_location);
}

PG_FUNCTION_INFO_V1(pg_phone_timezones);
PGDLLEXPORT Datum
pg_phone_timezones(PG_FUNCTION_ARGS)
{
	const char *zones = phone_timezones(PG_GETARG_PHONE(0));
	Datum		zone[PHONE_ZONES_MAX];
	int			count = 0;

	if (zones == NULL)
		PG_RETURN_NULL();
	for (;;)
	{
		size_t		length = strcspn(zones, PHONE_ZONE_SEPARATOR);

		if (count == lengthof(zone))
			elog(ERROR, "a number has more than %d time zones", count);
		zone[count++] = PointerGetDatum(text_of_name(zones, length));
		if (zones[length] == '\0')
			break;
		zones += length + 1;
	}
	PG_RETURN_ARRAYTYPE_P(construct_array(zone, count, TEXTOID, -1, false,
										  TYPALIGN_INT));
}

PG_FUNCTION_INFO_V1(pg_phone_portable);
PGDLLEXPORT Datum
pg_phone_portable(PG_FUNCTION_ARGS)
{
	bool		portable;

	if (!phone_portable(PG_GETARG_PHONE(0), &portable))
		PG_RETURN_NULL();
	PG_RETURN_BOOL(portable);
}

PG_FUNCTION_INFO_V1(pg_enum_domain);
PGDLLEXPORT Datum
pg_enum_domain(PG_FUNCTION_ARGS)
{
	char		domain[PHONE_DOMAIN_MAX];
	size_t		length = phone_enum_domain(PG_GETARG_PHONE(0), domain);

	if (length == 0)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text_with_len(domain, (int) length));
}

static enum phone_type
type_of(const text *written)
{
	size_t		length = VARSIZE_ANY_EXHDR(written);

	for (int i = 0; i < PHONE_UNKNOWN; i++)
	{
		const char *name = phone_type_name((enum phone_type) i);

		if (strlen(name) == length &&
			memcmp(name, VARDATA_ANY(written), length) == 0)
			return (enum phone_type) i;
	}
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("unknown phone type: \"%s\"",
					phone_shown(VARDATA_ANY(written), length)),
			 errhint("Types are FIXED_LINE, MOBILE, FIXED_LINE_OR_MOBILE, TOLL_FREE, PREMIUM_RATE, SHARED_COST, VOIP, PERSONAL_NUMBER, PAGER, UAN and VOICEMAIL.")));
}

/* Every region has numbers, but not of every type. */
static void
check_region(const text *written)
{
	const char *region = VARDATA_ANY(written);
	size_t		length = VARSIZE_ANY_EXHDR(written);
	struct phone_number number;

	for (int i = 0; i < PHONE_UNKNOWN; i++)
		if (phone_example(region, length, (enum phone_type) i, &number))
			return;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("unknown region: \"%s\"", phone_shown(region, length)),
			 errhint("Write the two capital letters of a country, for example IN.")));
}

PG_FUNCTION_INFO_V1(pg_phone_example);
PGDLLEXPORT Datum
pg_phone_example(PG_FUNCTION_ARGS)
{
	text	   *region = PG_GETARG_TEXT_PP(0);
	enum phone_type type = type_of(PG_GETARG_TEXT_PP(1));
	struct phone_number number;
	phone		value;

	if (!phone_example(VARDATA_ANY(region), VARSIZE_ANY_EXHDR(region), type,
					   &number))
	{
		check_region(region);
		PG_RETURN_NULL();
	}
	if (!phone_pack(&number, false, &value))
		elog(ERROR, "the example of a number cannot be stored");
	PG_RETURN_PHONE(value);
}
