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

/* What a label of the world machine says of a number of the code, if any. */
static void
answer_from(const struct phone_code *code, unsigned label,
			struct phone_answer *answer)
{
	const struct phone_world_label *meaning = &phone_world_labels[label];

	answer->type = (enum phone_type) meaning->type;
	answer->valid = meaning->type != PHONE_UNKNOWN;
	memcpy(answer->region, code != NULL && code->region[0] != '\0' ?
		   code->region : meaning->region, sizeof answer->region);
}

void
phone_ask(const struct phone_number *number, struct phone_answer *answer)
{
	const struct phone_code *code = phone_code_of(number->digits,
												  number->length);
	unsigned	label = 0;
	size_t		count;

	if (code != NULL)
	{
		count = (size_t) (number->length - code->length);
		if (count <= PHONE_NSN_MAX)
			label = phone_walk(phone_world_rows, PHONE_WORLD_BRANCHES,
							   phone_world_pool, code->world,
							   number->digits + code->length, count);
	}
	answer_from(code, label, answer);
}

/* How many of the nibbles from the top are digits. */
static unsigned
count_digits(phone value)
{
	phone		others = ~(value >> 1 | value >> 2 | value >> 3) &
		UINT64_C(0x1111111111111111);

	return others == 0 ? 16 : (unsigned) __builtin_clzll(others) / 4;
}

/* As phone_walk, from the root of a code over the nibbles behind it. */
static unsigned
walk_nibbles(const struct phone_code *code, phone value, unsigned count)
{
	unsigned	state = code->world;

	value <<= 4 * code->length;
	for (count -= code->length; state < PHONE_WORLD_BRANCHES; count--)
	{
		if (count == 0)
			return phone_world_rows[state][0];
		state = phone_world_rows[state][value >> 60];
		value <<= 4;
	}
	return phone_world_pool[state - PHONE_WORLD_BRANCHES + count];
}

/*
 * The same straight from a stored value, whose nibbles are the columns of the
 * machine's rows; false if the value is no number.
 */
bool
phone_ask_value(phone value, struct phone_answer *answer)
{
	struct phone_number number;
	const struct phone_code *code = NULL;
	unsigned	count = count_digits(value);
	unsigned	index;

	if (value >> 60 > 11)
	{
		if (!phone_unpack(value, &number))
			return false;
		phone_ask(&number, answer);
		return true;
	}
	index = phone_nibble_index[value >> 52];
	if (index != PHONE_NO_CODE && count >= 3)
		code = &phone_codes[index];
	answer_from(code, code == NULL ? 0 : walk_nibbles(code, value, count),
				answer);
	return value >> 60 > 2;
}

/* The calling code as a number, 0 if there is no such code. */
int
phone_calling_code(const struct phone_number *number)
{
	const struct phone_code *code = phone_code_of(number->digits,
												  number->length);

	return code == NULL ? 0 : code->number;
}

/* Can the number be dialled from other countries, for all that is known? */
bool
phone_international(const struct phone_number *number)
{
	const struct phone_plan *plan;
	struct phone_answer answer;
	size_t		count;

	phone_ask(number, &answer);
	plan = phone_plan_of(answer.region, strlen(answer.region));
	if (plan == NULL)
		return true;
	count = (size_t) (number->length - phone_codes[plan->code].length);
	return count > PHONE_NSN_MAX ||
		phone_walk(phone_domestic_rows, PHONE_DOMESTIC_BRANCHES,
				   phone_domestic_pool, plan->domestic,
				   number->digits + phone_codes[plan->code].length,
				   count) == 0;
}
