/*
 * fuzz_phone_value.c: any text, bits and prefix that a phone may come from
 *
 * The input is taken as text, its first eight bytes as a stored value, and
 * again as a prefix. What is accepted must come back the same.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "phone.h"

static void
need(bool promise)
{
	if (!promise)
		abort();
}

static void
check_value(phone value)
{
	char		text[PHONE_TEXT_MAX];
	size_t		length = phone_to_text(value, text);
	struct phone_number number;
	phone		again;

	need(length < PHONE_TEXT_MAX && text[length] == '\0');
	need(phone_is_value(value) == (length > 0));
	if (length == 0)
	{
		need(!phone_unpack(value, &number));
		return;
	}
	need(phone_from_text(text, length, &again) && again == value);
	need(phone_unpack(value, &number) ==
		 (phone_class_of(value) == PHONE_NUMBER));
	if (phone_class_of(value) != PHONE_NUMBER)
		return;
	need(number.length <= PHONE_DIGITS_MAX);
	need(number.code_length >= 1 && number.code_length <= number.length);
	need(phone_pack(&number, true, &again) && again == value);
}

/* A value has the prefix exactly if its text has, in whole or in part. */
static void
check_prefix(const char *prefix, size_t length, phone value)
{
	struct phone_range range[PHONE_RANGES_MAX];
	int			count = phone_prefix_ranges(prefix, length, range);
	char		text[PHONE_TEXT_MAX];

	need(count <= PHONE_RANGES_MAX);
	for (int i = 0; i < count; i++)
	{
		need(range[i].low <= range[i].high);
		need(i == 0 || range[i - 1].high < range[i].low);
		check_value(range[i].low);
		check_value(range[i].high);
		need(phone_is_value(range[i].low) && phone_is_value(range[i].high));
	}
	if (count < 0 || phone_to_text(value, text) == 0)
		return;
	if (length > 0 && prefix[0] == '+')
		need(phone_in_ranges(value, range, count) ==
			 (length <= strlen(text) && memcmp(text, prefix, length) == 0));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char	   *text = malloc(size);
	uint64_t	bits = 0;
	phone		value = 0;

	if (text == NULL && size > 0)
		return 0;
	if (size > 0)
		memcpy(text, data, size);
	if (phone_from_text(text, size, &value))
	{
		check_value(value);
		need(phone_is_value(value));
	}
	if (size >= sizeof bits)
	{
		for (size_t i = 0; i < sizeof bits; i++)
			bits = bits << 8 | (uint8_t) text[i];
		check_value(bits);
		check_prefix(text + sizeof bits, size - sizeof bits, bits);
	}
	check_prefix(text, size, value);
	free(text);
	return 0;
}
