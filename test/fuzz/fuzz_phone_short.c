/*
 * fuzz_phone_short.c: any text dialled as a short number in any region
 *
 * The first line of the input is the region, the rest is what is dialled.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "phone.h"

struct dialled
{
	char	   *region;
	size_t		region_length;
	char	   *text;
	size_t		length;
};

static void
need(bool promise)
{
	if (!promise)
		abort();
}

static bool
all_digits(const struct dialled *call)
{
	for (size_t i = 0; i < call->length; i++)
		if (call->text[i] < '0' || call->text[i] > '9')
			return false;
	return call->length > 0;
}

static bool
is_emergency(const struct dialled *call)
{
	return phone_is_emergency(call->text, call->length,
							  call->region, call->region_length);
}

static bool
connects(const struct dialled *call)
{
	return phone_connects_to_emergency(call->text, call->length,
									   call->region, call->region_length);
}

static bool
is_valid(const struct dialled *call)
{
	return phone_short_valid(call->text, call->length,
							 call->region, call->region_length);
}

/* What is known of digits, and of the same taken as a text. */
static void
check_digits(const struct dialled *call,
			 const struct phone_short_answer *answer)
{
	need(*phone_cost_name(answer->cost) != '\0');
	need(!answer->valid || answer->possible);
	need(!answer->valid || is_valid(call));
	need(answer->emergency == is_emergency(call));
	need(!answer->emergency || answer->cost != PHONE_COST_UNKNOWN);
}

static void
check_example(const struct dialled *call)
{
	enum phone_type type = (enum phone_type) (call->length % PHONE_UNKNOWN);
	struct phone_number number;
	struct phone_answer answer;

	if (!phone_example(call->region, call->region_length, type, &number))
		return;
	phone_ask(&number, &answer);
	need(answer.valid);
}

static void
check_call(const struct dialled *call)
{
	struct phone_short_answer answer;
	bool		known = phone_short_ask(call->text, call->length, call->region,
										call->region_length, &answer);

	need(!is_emergency(call) || connects(call));
	need(known || !is_valid(call));
	if (known && all_digits(call))
		check_digits(call, &answer);
	check_example(call);
}

static char *
copy(const uint8_t *data, size_t length)
{
	char	   *bytes = malloc(length);

	if (length > 0)
		memcpy(bytes, data, length);
	return bytes;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *end = size == 0 ? NULL : memchr(data, '\n', size);
	struct dialled call;

	if (end == NULL)
		return 0;
	call.region_length = (size_t) (end - data);
	call.length = size - call.region_length - 1;
	call.region = copy(data, call.region_length);
	call.text = copy(end + 1, call.length);
	check_call(&call);
	free(call.region);
	free(call.text);
	return 0;
}
