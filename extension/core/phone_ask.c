/* phone_ask.c: what the numbering plans say of a parsed number */
#include <string.h>

#include "phone_tables.h"

static const char *const possibility_names[] = {
	[PHONE_IS_POSSIBLE] = "IS_POSSIBLE",
	[PHONE_IS_POSSIBLE_LOCAL_ONLY] = "IS_POSSIBLE_LOCAL_ONLY",
	[PHONE_POSSIBLE_TOO_SHORT] = "TOO_SHORT",
	[PHONE_POSSIBLE_TOO_LONG] = "TOO_LONG",
	[PHONE_POSSIBLE_INVALID_LENGTH] = "INVALID_LENGTH",
	[PHONE_POSSIBLE_INVALID_COUNTRY_CODE] = "INVALID_COUNTRY_CODE"
};

static const char *const type_names[] = {
	[PHONE_FIXED_LINE] = "FIXED_LINE",
	[PHONE_MOBILE] = "MOBILE",
	[PHONE_FIXED_LINE_OR_MOBILE] = "FIXED_LINE_OR_MOBILE",
	[PHONE_TOLL_FREE] = "TOLL_FREE",
	[PHONE_PREMIUM_RATE] = "PREMIUM_RATE",
	[PHONE_SHARED_COST] = "SHARED_COST",
	[PHONE_VOIP] = "VOIP",
	[PHONE_PERSONAL_NUMBER] = "PERSONAL_NUMBER",
	[PHONE_PAGER] = "PAGER",
	[PHONE_UAN] = "UAN",
	[PHONE_VOICEMAIL] = "VOICEMAIL",
	[PHONE_UNKNOWN] = "UNKNOWN"
};

const char *
phone_possibility_name(enum phone_possibility possibility)
{
	return possibility_names[possibility];
}

const char *
phone_type_name(enum phone_type type)
{
	return type_names[type];
}

/*
 * Whether the length is one of the calling code's main region, which speaks
 * for all regions of the code.
 */
enum phone_possibility
phone_possible(const struct phone_number *number)
{
	const struct phone_code *code = phone_code_of(number->digits,
												  number->length);

	if (code == NULL)
		return PHONE_POSSIBLE_INVALID_COUNTRY_CODE;
	return phone_length_class(&phone_plans[code->plan],
							  (size_t) (number->length - code->length));
}

void
phone_ask(const struct phone_number *number, struct phone_answer *answer)
{
	const struct phone_code *code = phone_code_of(number->digits,
												  number->length);
	const struct phone_world_label *label = &phone_world_labels[0];
	size_t		count;

	if (code != NULL)
	{
		count = (size_t) (number->length - code->length);
		if (count <= PHONE_NSN_MAX)
			label += phone_walk(phone_world_rows, PHONE_WORLD_BRANCHES,
								phone_world_pool, code->world,
								number->digits + code->length, count);
	}
	answer->type = (enum phone_type) label->type;
	answer->valid = label->type != PHONE_UNKNOWN;
	if (code != NULL && code->plan_count == 1)
		memcpy(answer->region, phone_plans[code->plan].id,
			   sizeof answer->region);
	else
	{
		memcpy(answer->region, label->region, sizeof label->region);
		answer->region[sizeof label->region] = '\0';
	}
}

/* The calling code as a number, 0 if there is no such code. */
int
phone_calling_code(const struct phone_number *number)
{
	const struct phone_code *code = phone_code_of(number->digits,
												  number->length);

	return code == NULL ? 0 : code->number;
}
