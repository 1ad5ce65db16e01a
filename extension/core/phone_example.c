/* phone_example.c: an example number of every region and type */
#include <string.h>

#include "phone_tables.h"

static bool
example_of_plan(const struct phone_plan *plan, enum phone_type type,
				struct phone_number *number)
{
	const struct phone_code *code = &phone_codes[plan->code];
	unsigned	place;
	size_t		length;

	if (type >= PHONE_UNKNOWN)
		return false;
	place = phone_examples[plan - phone_plans][type];
	if (place == 0)
		return false;
	length = strlen(phone_example_text + place);
	number->code_length = code->length;
	number->length = (uint8_t) (code->length + length);
	number->extension_length = 0;
	memcpy(number->digits, code->text, code->length);
	memcpy(number->digits + code->length, phone_example_text + place, length);
	return true;
}

bool
phone_example(const char *region, size_t region_length,
			  enum phone_type type, struct phone_number *number)
{
	const struct phone_plan *plan = phone_plan_of(region, region_length);

	return plan != NULL && example_of_plan(plan, type, number);
}

/* The same for a calling code: of its main region, or if it has none. */
bool
phone_example_of_code(int calling_code, enum phone_type type,
					  struct phone_number *number)
{
	for (size_t i = 0; i < PHONE_CODE_COUNT; i++)
		if (phone_codes[i].number == calling_code)
			return example_of_plan(&phone_plans[phone_codes[i].plan], type,
								   number);
	return false;
}

const char *
phone_metadata_version(void)
{
	return PHONE_METADATA_VERSION;
}
