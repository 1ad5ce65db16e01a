/*
 * phone_short.c: short and emergency numbers, which mean something only in
 * the region they are dialled in
 */
#include <string.h>

#include "phone_tables.h"
#include "phone_text.h"

static const char *const cost_names[] = {
	[PHONE_COST_TOLL_FREE] = "TOLL_FREE",
	[PHONE_COST_STANDARD_RATE] = "STANDARD_RATE",
	[PHONE_COST_PREMIUM_RATE] = "PREMIUM_RATE",
	[PHONE_COST_UNKNOWN] = "UNKNOWN_COST"
};

/* Where digits dialled after an emergency number lead somewhere else. */
static const char exact_regions[][3] = {"BR", "CL", "NI"};

const char *
phone_cost_name(enum phone_cost cost)
{
	return cost_names[cost];
}

/* The short numbers of a region, NULL if it has none. */
static const struct phone_short_plan *
short_plan_of(const char *region, size_t length)
{
	const struct phone_plan *plan = phone_plan_of(region, length);
	const struct phone_short_plan *short_plan;

	if (plan == NULL)
		return NULL;
	short_plan = &phone_short_plans[plan - phone_plans];
	return short_plan->lengths == 0 ? NULL : short_plan;
}

static unsigned
flags_of(const struct phone_short_plan *plan, const char *digits, size_t count)
{
	char		first[2 * PHONE_PAIRS] = {0};

	if (count > PHONE_NSN_MAX)
		return 0;
	memcpy(first, digits, count < sizeof first ? count : sizeof first);
	return phone_short_labels[phone_walk(phone_short_rows, PHONE_SHORT_ROWS,
										 phone_short_pool, plan->root,
										 phone_pairs(first, count), count)];
}

/* The dearest kind wins; an emergency call is free where nothing is said. */
static enum phone_cost
cost_of(unsigned flags, bool possible)
{
	if (!possible)
		return PHONE_COST_UNKNOWN;
	if (flags & PHONE_SHORT_PREMIUM)
		return PHONE_COST_PREMIUM_RATE;
	if (flags & PHONE_SHORT_STANDARD)
		return PHONE_COST_STANDARD_RATE;
	if (flags & (PHONE_SHORT_TOLL_FREE | PHONE_SHORT_EMERGENCY))
		return PHONE_COST_TOLL_FREE;
	return PHONE_COST_UNKNOWN;
}

bool
phone_short_ask(const char *digits, size_t length,
				const char *region, size_t region_length,
				struct phone_short_answer *answer)
{
	const struct phone_short_plan *plan = short_plan_of(region, region_length);
	unsigned	flags;

	if (plan == NULL)
		return false;
	for (size_t i = 0; i < length; i++)
		if (digits[i] < '0' || digits[i] > '9')
			return false;
	flags = flags_of(plan, digits, length);
	answer->possible = length < 32 && (plan->lengths >> length & 1) != 0;
	answer->valid = (flags & PHONE_SHORT_VALID) != 0;
	answer->emergency = (flags & PHONE_SHORT_EMERGENCY) != 0;
	answer->carrier_specific = (flags & PHONE_SHORT_CARRIER) != 0;
	answer->sms_service = (flags & PHONE_SHORT_SMS) != 0;
	answer->cost = cost_of(flags, answer->possible);
	return true;
}

/* Is it one of the numbers in use that the metadata lacks? */
static bool
is_extra_code(const char *digits, size_t length, const char *region)
{
	for (size_t i = 0; i < PHONE_EXTRA_CODES; i++)
	{
		const struct phone_extra_code *code = &phone_extra_codes[i];

		if (strlen(code->digits) == length &&
			memcmp(code->digits, digits, length) == 0 &&
			memcmp(code->region, region, 2) == 0)
			return true;
	}
	return false;
}

/*
 * Whether a short number is in use. phone_short_ask() says no more than
 * libphonenumber; this knows numbers that came into use without it.
 */
bool
phone_short_valid(const char *digits, size_t length,
				  const char *region, size_t region_length)
{
	struct phone_short_answer answer;

	return phone_short_ask(digits, length, region, region_length, &answer) &&
		(answer.valid || is_extra_code(digits, length, region));
}

/*
 * The flags of a text as dialled. Of too many digits the first ones are read:
 * they tell as much of what the text begins with.
 */
static unsigned
flags_of_text(const char *input, size_t length,
			  const char *region, size_t region_length)
{
	const struct phone_short_plan *plan = short_plan_of(region, region_length);
	struct phone_text text;
	char		digits[PHONE_NSN_MAX];
	size_t		count = 0;
	size_t		at = 0;

	if (plan == NULL || !phone_text_extract(input, length, &text))
		return 0;
	while (at < phone_text_length(&text))
	{
		bool		first = at == 0;
		uint32_t	c;
		int			digit;

		at = phone_text_next(&text, at, &c);
		if (first && phone_class_of_character(c) & CHAR_PLUS)
			return 0;
		digit = phone_digit(c);
		if (digit < 0)
			continue;
		if (count == PHONE_NSN_MAX)
			return flags_of(plan, digits, count) &
				PHONE_SHORT_EMERGENCY_PREFIX;
		digits[count++] = (char) ('0' + digit);
	}
	return flags_of(plan, digits, count);
}

/* Is the text an emergency number of the region? */
bool
phone_is_emergency(const char *text, size_t length,
				   const char *region, size_t region_length)
{
	return (flags_of_text(text, length, region, region_length) &
			PHONE_SHORT_EMERGENCY) != 0;
}

/* Would dialling the text reach an emergency service there? */
bool
phone_connects_to_emergency(const char *text, size_t length,
							const char *region, size_t region_length)
{
	unsigned	wanted = PHONE_SHORT_EMERGENCY_PREFIX;

	for (size_t i = 0; i < sizeof exact_regions / sizeof exact_regions[0]; i++)
		if (region_length == 2 && region[0] == exact_regions[i][0] &&
			region[1] == exact_regions[i][1])
			wanted = PHONE_SHORT_EMERGENCY;
	return (flags_of_text(text, length, region, region_length) & wanted) != 0;
}
