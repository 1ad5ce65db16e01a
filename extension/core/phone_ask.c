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

/* The state of the world machine behind a pair; an end leads nowhere. */
static inline unsigned
step(unsigned state, unsigned pair)
{
	unsigned	inside = 0u - ((state - PHONE_WORLD_ROWS) >> 31);

	return (state & ~inside) | (phone_world_rows[state & inside][pair] &
								inside);
}

/*
 * As phone_walk(). How soon a walk ends cannot be predicted, so the steps that
 * many numbers need are taken by all, without a branch: then the walks of
 * several numbers overlap.
 */
static inline const struct phone_world_label *
walk_world(unsigned state, uint32_t pairs, unsigned count)
{
	state = phone_world_rows[state][pairs >> 24];
	state = step(state, pairs >> 16 & 0xff);
	state = step(state, pairs >> 8 & 0xff);
	if (state < PHONE_WORLD_ROWS)
		state = phone_world_rows[state][pairs & 0xff];
	return &phone_world_labels[phone_world_pool[state - PHONE_WORLD_ROWS +
												count]];
}

/*
 * What the world machine says of a number of count digits, the first three
 * passed, from the pairs behind. A region is its code's only one or else the
 * label's: where one of the two has a name the other has none.
 */
static inline void
answer_from(const struct phone_start *start, uint32_t pairs, unsigned count,
			struct phone_answer *answer)
{
	const struct phone_world_label *label = walk_world(start->world, pairs,
													   count);
	uint32_t	only;
	uint32_t	region;

	memcpy(&only, phone_codes[start->code].region, sizeof only);
	memcpy(&region, label->region, sizeof region);
	region |= only;
	memcpy(answer->region, &region, sizeof region);
	answer->type = label->type;
	answer->valid = label->type != PHONE_UNKNOWN;
}

void
phone_ask(const struct phone_number *number, struct phone_answer *answer)
{
	const char *digits = number->digits;
	unsigned	count = number->length;

	if (count < PHONE_CODE_MAX)
		answer_from(phone_starts, 0, 0, answer);
	else
		answer_from(phone_start_of(digits),
					phone_pairs(digits + PHONE_CODE_MAX,
								count - PHONE_CODE_MAX), count, answer);
}

#define EACH_NIBBLE	UINT64_C(0x1111111111111111)

/* How many nibbles have their lowest bit set, all others being clear. */
static unsigned
count_nibbles(uint64_t bits)
{
	bits = (bits + (bits >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f);
	return (unsigned) (bits * UINT64_C(0x0101010101010101) >> 56);
}

/* Values that are more than digits: an extension, or a rank of digits. */
static __attribute__((noinline)) bool
ask_other(phone value, struct phone_answer *answer)
{
	struct phone_number number;

	if (!phone_unpack(value, &number))
		return false;
	phone_ask(&number, answer);
	return true;
}

/* The same straight from a stored value; false if the value is no number. */
bool
phone_ask_value(phone value, struct phone_answer *answer)
{
	phone		digits = (value >> 1 | value >> 2 | value >> 3) & EACH_NIBBLE;
	phone		above = value >> 3 & value >> 2 & EACH_NIBBLE;
	phone		separator = value & ~digits & EACH_NIBBLE;
	uint32_t	signs = (uint32_t) ((value - digits) >> 20);
	uint32_t	firsts = signs >> 4 & UINT32_C(0x0f0f0f0f);

	if (above | separator)
		return ask_other(value, answer);
	answer_from(&phone_starts[value >> 52],
				signs - (16 - PHONE_SIGNS) * firsts, count_nibbles(digits),
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
		phone_walk(phone_domestic_rows, PHONE_DOMESTIC_ROWS,
				   phone_domestic_pool, plan->domestic,
				   phone_pairs(number->digits + phone_codes[plan->code].length,
							   count), count) == 0;
}
