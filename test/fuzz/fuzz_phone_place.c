/*
 * fuzz_phone_place.c: facts of any number in any language
 *
 * The first line of the input is a number, as a value is written or as people
 * write it; the rest is a language. What is told must be of the tables.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "phone_place.h"
#include "phone_place_tables.h"

static void
need(bool promise)
{
	if (!promise)
		abort();
}

static bool
read_value(const char *text, size_t length, phone *value)
{
	struct phone_number number;

	if (phone_from_text(text, length, value))
		return true;
	return phone_parse(text, length, "IN", 2, &number) == PHONE_OK &&
		phone_pack(&number, false, value);
}

/* The beginning of one of the names, which are not empty. */
static void
check_name(const char *name)
{
	if (name != NULL)
		need(name > phone_place_text && name[-1] == '\0' && name[0] != '\0');
}

static void
check_value(phone value, const char *language, size_t length)
{
	struct phone_answer answer = {0};
	bool		asked = phone_ask_value(value, &answer);
	const char *carrier = phone_carrier(value, language, length);
	const char *location = phone_location(value, language, length);
	const char *zones = phone_timezones(value);
	char		domain[PHONE_DOMAIN_MAX];
	size_t		size = phone_enum_domain(value, domain);
	bool		portable;

	check_name(carrier);
	check_name(location);
	check_name(zones);
	need(asked || size == 0);
	if (!answer.valid)
		need(carrier == NULL && location == NULL && zones == NULL);
	if (answer.type == PHONE_FIXED_LINE)
		need(carrier == NULL);
	if (size > 0)
		need(size < PHONE_DOMAIN_MAX && strlen(domain) == size);
	if (phone_portable(value, &portable))
		need(!answer.valid || location != NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *end = size == 0 ? NULL : memchr(data, '\n', size);
	size_t		length = end == NULL ? size : (size_t) (end - data);
	size_t		rest = end == NULL ? 0 : size - length - 1;
	char	   *text = malloc(length);
	char	   *language = malloc(rest);
	phone		value;

	if (length > 0)
		memcpy(text, data, length);
	if (rest > 0)
		memcpy(language, end + 1, rest);
	if (read_value(text, length, &value))
		check_value(value, language, rest);
	free(language);
	free(text);
	return 0;
}
