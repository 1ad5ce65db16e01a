/*
 * fuzz_phone.c: any bytes parsed in any region, and all asked of the number
 *
 * The first two bytes are the region, the rest is the text.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "phone.h"

#define REGION_LENGTH	2
#define NSN_MAX			17

static void
need(bool promise)
{
	if (!promise)
		abort();
}

static void
check_shape(const struct phone_number *number)
{
	unsigned	national = number->length - number->code_length;

	need(number->code_length >= 1 && number->code_length <= 3);
	need(national >= 2 && national <= NSN_MAX);
	need(number->digits[0] != '0');
	for (unsigned i = 0; i < number->length; i++)
		need(number->digits[i] >= '0' && number->digits[i] <= '9');
	need(number->extension_length <= PHONE_EXTENSION_MAX);
}

/* Its value tells the same, as far as it has one. */
static void
check_stored(const struct phone_number *number,
			 const struct phone_answer *answer)
{
	struct phone_answer stored;
	phone		value;

	if (!phone_pack(number, false, &value))
		return;
	need(phone_ask_value(value, &stored));
	need(stored.valid == answer->valid && stored.type == answer->type);
	need(strcmp(stored.region, answer->region) == 0);
}

static void
check_answers(const struct phone_number *number)
{
	struct phone_answer answer;
	enum phone_possibility possible = phone_possible(number);

	need(phone_calling_code(number) > 0);
	need(possible != PHONE_POSSIBLE_INVALID_COUNTRY_CODE);
	need(*phone_possibility_name(possible) != '\0');
	phone_ask(number, &answer);
	need(answer.valid == (answer.type != PHONE_UNKNOWN));
	need(*phone_type_name(answer.type) != '\0');
	need(memchr(answer.region, '\0', sizeof answer.region) != NULL);
	need(!answer.valid || answer.region[0] != '\0');
	check_stored(number, &answer);
}

static void
check_formats(const struct phone_number *number, char e164[PHONE_FORMAT_MAX])
{
	static const enum phone_style styles[] = {
		PHONE_INTERNATIONAL, PHONE_NATIONAL, PHONE_RFC3966, PHONE_E164
	};

	for (size_t i = 0; i < sizeof styles / sizeof styles[0]; i++)
	{
		size_t		length = phone_format(number, styles[i], e164);

		need(length < PHONE_FORMAT_MAX && e164[length] == '\0');
		need(strlen(e164) == length);
	}
	need(e164[0] == '+' && strlen(e164) == number->length + 1u);
	need(memcmp(e164 + 1, number->digits, number->length) == 0);
}

/*
 * E.164 always parses, in every region alike and to the same calling code;
 * the national number may lose what looks like a national prefix.
 */
static void
check_again(const struct phone_number *number, const char *e164,
			const char *region)
{
	struct phone_number here;
	struct phone_number anywhere;

	need(phone_parse(e164, strlen(e164), region, REGION_LENGTH,
					 &here) == PHONE_OK);
	need(phone_parse(e164, strlen(e164), "ZZ", REGION_LENGTH,
					 &anywhere) == PHONE_OK);
	need(phone_calling_code(&here) == phone_calling_code(number));
	need(here.length == anywhere.length &&
		 memcmp(here.digits, anywhere.digits, here.length) == 0);
	need(here.extension_length == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct phone_number number;
	char		region[REGION_LENGTH];
	char		e164[PHONE_FORMAT_MAX];
	char	   *text;
	enum phone_error error;

	if (size < REGION_LENGTH)
		return 0;
	memcpy(region, data, REGION_LENGTH);
	size -= REGION_LENGTH;
	text = malloc(size);
	if (text == NULL && size > 0)
		return 0;
	if (size > 0)
		memcpy(text, data + REGION_LENGTH, size);
	error = phone_parse(text, size, region, REGION_LENGTH, &number);
	need((error == PHONE_OK) == (*phone_error_name(error) == '\0'));
	if (error == PHONE_OK)
	{
		check_shape(&number);
		check_answers(&number);
		check_formats(&number, e164);
		check_again(&number, e164, region);
	}
	free(text);
	return 0;
}
