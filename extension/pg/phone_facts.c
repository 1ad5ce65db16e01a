/* phone_facts.c: all that plans and places tell of a number, as JSON */
#include "postgres.h"

#include "mb/pg_wchar.h"
#include "utils/builtins.h"

#include "compat.h"
#include "json_glue.h"
#include "phone_glue.h"
#include "phone_place.h"

/* Names are UTF-8; without one it is null. */
static void
add_name(StringInfo out, const char *name, size_t length)
{
	char	   *bytes;

	if (length == 0)
	{
		json_null(out);
		return;
	}
	bytes = pg_any_to_server(name, (int) length, PG_UTF8);
	json_text(out, bytes, bytes == name ? length : strlen(bytes));
}

static void
add_optional(StringInfo out, const char *name)
{
	add_name(out, name, name == NULL ? 0 : strlen(name));
}

static void
add_format(StringInfo out, phone value, enum phone_style style)
{
	char		text[PHONE_FORMAT_MAX];

	add_name(out, text, phone_fact_format(value, style, text));
}

static void
add_zones(StringInfo out, const char *zones)
{
	char		before = '[';

	if (zones == NULL)
	{
		json_null(out);
		return;
	}
	do
	{
		size_t		length = strcspn(zones, PHONE_ZONE_SEPARATOR);

		appendStringInfoCharMacro(out, before);
		add_name(out, zones, length);
		before = ',';
		zones += length;
	} while (*zones++ != '\0');
	appendStringInfoCharMacro(out, ']');
}

/* Whether its length is that of numbers; null where nobody knows. */
static void
add_possible(StringInfo out, phone value)
{
	const char *name = phone_fact_possible(value);

	if (name == NULL)
		json_null(out);
	else
		json_truth(out, strncmp(name, "IS_POSSIBLE", 11) == 0);
}

static void
add_plan(StringInfo out, phone value)
{
	char		region[PHONE_REGION_MAX];
	int			code = phone_fact_code(value);

	json_name(out, "valid");
	json_truth(out, phone_fact_valid(value));
	json_name(out, "possible");
	add_possible(out, value);
	json_name(out, "type");
	json_word(out, phone_fact_type(value));
	json_name(out, "region");
	json_word(out, phone_fact_region(value, region) > 0 ? region : NULL);
	json_name(out, "country_code");
	if (code > 0)
		json_integer(out, code);
	else
		json_null(out);
	json_name(out, "national");
	add_format(out, value, PHONE_NATIONAL);
	json_name(out, "international");
	add_format(out, value, PHONE_INTERNATIONAL);
}

/* phone_facts(phone, lang) */
PG_FUNCTION_INFO_V1(pg_phone_facts);
PGDLLEXPORT Datum
pg_phone_facts(PG_FUNCTION_ARGS)
{
	phone		value = PG_GETARG_PHONE(0);
	text	   *language = PG_GETARG_TEXT_PP(1);
	const char *tag = VARDATA_ANY(language);
	size_t		length = VARSIZE_ANY_EXHDR(language);
	StringInfoData out;

	json_begin(&out, '{');
	add_plan(&out, value);
	json_name(&out, "carrier");
	add_optional(&out, phone_carrier(value, tag, length));
	json_name(&out, "location");
	add_optional(&out, phone_location(value, tag, length));
	json_name(&out, "timezones");
	add_zones(&out, phone_timezones(value));
	return json_end(&out, '}');
}
