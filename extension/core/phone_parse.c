/*
 * phone_parse.c: from text to a number, as libphonenumber does it
 *
 * phone_read() finds the digits that were written, and whether a plus came
 * first, in whatever surrounds them. Here prefixes are taken off these digits;
 * the text is not looked at again.
 */
#include <string.h>

#include "phone_text.h"

/* Some of the digits, or a transformed copy of them in the buffer. */
struct span
{
	const char *digits;
	unsigned	count;
	char		buffer[PHONE_DIALLED_MAX + PHONE_PREFIX_MAX + PHONE_SLACK];
};

static const char *const error_names[] = {
	[PHONE_OK] = "",
	[PHONE_INVALID_COUNTRY_CODE] = "INVALID_COUNTRY_CODE",
	[PHONE_NOT_A_NUMBER] = "NOT_A_NUMBER",
	[PHONE_TOO_SHORT_AFTER_IDD] = "TOO_SHORT_AFTER_IDD",
	[PHONE_TOO_SHORT_NSN] = "TOO_SHORT_NSN",
	[PHONE_TOO_LONG] = "TOO_LONG"
};

const char *
phone_error_name(enum phone_error error)
{
	return error_names[error];
}

/*
 * Prefixes
 */

/* Does the number match the general pattern of its plan? */
static bool
matches_general(const struct phone_plan *plan, const char *digits,
				unsigned count)
{
	return count <= PHONE_GENERAL_MAX &&
		phone_walk(phone_general_rows, PHONE_GENERAL_BRANCHES,
				   phone_general_pool, plan->general, digits, count) != 0;
}

/*
 * The label of the prefix that digits start with, 0 if they do not; *length
 * is the prefix's. The last match met is the one of highest priority.
 */
static unsigned
match_prefix(unsigned state, const char *digits, unsigned count,
			 unsigned *length)
{
	unsigned	label = 0;

	for (unsigned i = 0; state != 0; i++)
	{
		const struct phone_prefix_state *row = &phone_prefix_states[state];
		unsigned	here = i == count ? row->at_end : row->here;

		if (here != 0)
		{
			label = here;
			*length = i;
		}
		if (i == count)
			break;
		state = row->next[digits[i] - '0'];
	}
	return label;
}

/*
 * Takes the national prefix off, unless that would turn a number that matches
 * the general pattern into one that does not.
 */
static void
strip_national_prefix(const struct phone_plan *plan, const char *digits,
					  unsigned count, struct span *result)
{
	const struct phone_transform *transform;
	unsigned	length = 0;
	unsigned	label = match_prefix(plan->national, digits, count, &length);
	unsigned	added;

	result->digits = digits;
	result->count = count;
	if (label == 0)
		return;
	transform = &phone_transforms[label];
	added = (unsigned) strlen(transform->prefix);
	if (added == 0 && transform->length == 0)
	{
		result->digits = digits + length;
		result->count = count - length;
	}
	else
	{
		char	   *out = result->buffer;

		memcpy(out, transform->prefix, added);
		memcpy(out + added, digits + transform->from, transform->length);
		memcpy(out + added + transform->length, digits + length,
			   count - length);
		result->digits = out;
		result->count = added + transform->length + count - length;
	}
	if (matches_general(plan, digits, count) &&
		!matches_general(plan, result->digits, result->count))
	{
		result->digits = digits;
		result->count = count;
	}
}

/*
 * Calling codes
 */

/* Splits a calling code off the digits behind a plus or an IDD prefix. */
static enum phone_error
split_code(const char *digits, unsigned count,
		   const struct phone_code **code, struct span *national)
{
	if (count <= PHONE_NSN_MIN)
		return PHONE_TOO_SHORT_AFTER_IDD;
	*code = phone_code_of(digits, count);
	if (*code == NULL)
		return PHONE_INVALID_COUNTRY_CODE;
	national->digits = digits + (*code)->length;
	national->count = count - (*code)->length;
	return PHONE_OK;
}

/*
 * Reads digits as somebody in the region dials them: with an international
 * prefix, with the region's own calling code but no plus, or plainly; then
 * *code is left NULL.
 */
static enum phone_error
read_dialled(const struct phone_plan *plan, const char *digits, unsigned count,
			 const struct phone_code **code, struct span *national)
{
	const struct phone_code *own = &phone_codes[plan->code];
	unsigned	length = 0;

	*code = NULL;
	if (match_prefix(plan->idd, digits, count, &length) != 0 &&
		!(length < count && digits[length] == '0'))
		return split_code(digits + length, count - length, code, national);

	if (phone_code_of(digits, count) == own)
	{
		strip_national_prefix(plan, digits + own->length, count - own->length,
							  national);
		if ((!matches_general(plan, digits, count) &&
			 matches_general(plan, national->digits, national->count)) ||
			phone_length_class(plan, count) == PHONE_POSSIBLE_TOO_LONG)
		{
			*code = own;
			return PHONE_OK;
		}
	}
	national->digits = digits;
	national->count = count;
	return PHONE_OK;
}

/*
 * The calling code of the digits and what follows it. A plus in front of
 * something that is no calling code may be a mistake for digits dialled.
 */
static enum phone_error
find_code(const struct phone_plan *plan, const struct phone_dialled *dialled,
		  const struct phone_code **code, struct span *national)
{
	enum phone_error error;

	if (!dialled->plus)
		return read_dialled(plan, dialled->digits, dialled->count, code,
							national);
	error = split_code(dialled->digits, dialled->count, code, national);
	if (error != PHONE_INVALID_COUNTRY_CODE || plan == NULL)
		return error;
	if (read_dialled(plan, dialled->digits, dialled->count, code,
					 national) != PHONE_OK || *code == NULL)
		return PHONE_INVALID_COUNTRY_CODE;
	return PHONE_OK;
}

/* From digits to the number; plan is NULL where the region is unknown. */
static enum phone_error
resolve(const struct phone_plan *plan, const struct phone_dialled *dialled,
		struct phone_number *number)
{
	const struct phone_code *code = NULL;
	struct span national;
	struct span stripped;
	enum phone_error error;
	enum phone_possibility possibility;

	error = find_code(plan, dialled, &code, &national);
	if (error != PHONE_OK)
		return error;
	if (code != NULL)
		plan = &phone_plans[code->plan];
	else
		code = &phone_codes[plan->code];
	if (national.count < PHONE_NSN_MIN)
		return PHONE_TOO_SHORT_NSN;

	strip_national_prefix(plan, national.digits, national.count, &stripped);
	possibility = phone_length_class(plan, stripped.count);
	if (possibility != PHONE_IS_POSSIBLE &&
		possibility != PHONE_POSSIBLE_TOO_LONG)
	{
		stripped.digits = national.digits;
		stripped.count = national.count;
	}
	if (stripped.count < PHONE_NSN_MIN)
		return PHONE_TOO_SHORT_NSN;
	if (stripped.count > PHONE_NSN_MAX)
		return PHONE_TOO_LONG;
	number->code_length = code->length;
	number->length = (uint8_t) (code->length + stripped.count);
	memcpy(number->digits, code->text, sizeof code->text);
	memcpy(number->digits + code->length, stripped.digits, PHONE_NSN_MAX);
	return PHONE_OK;
}

enum phone_error
phone_parse(const char *text, size_t length,
			const char *region, size_t region_length,
			struct phone_number *number)
{
	const struct phone_plan *plan = phone_plan_of(region, region_length);
	struct phone_dialled dialled;

	number->code_length = 0;
	number->length = 0;
	if (!phone_read(text, length, &dialled, number))
		return PHONE_NOT_A_NUMBER;
	if (plan == NULL && !dialled.plus)
		return PHONE_INVALID_COUNTRY_CODE;
	return resolve(plan, &dialled, number);
}

/*
 * The digits of a text whose country nobody knows, as a number with a calling
 * code of no digits. With a plus, which tells a country, as phone_parse().
 */
enum phone_error
phone_parse_bare(const char *text, size_t length, struct phone_number *number)
{
	struct phone_dialled dialled;

	number->code_length = 0;
	number->length = 0;
	if (!phone_read(text, length, &dialled, number))
		return PHONE_NOT_A_NUMBER;
	if (dialled.plus)
		return resolve(NULL, &dialled, number);
	if (dialled.count < PHONE_NSN_MIN)
		return PHONE_TOO_SHORT_NSN;
	if (dialled.count > PHONE_NSN_MAX)
		return PHONE_TOO_LONG;
	number->length = (uint8_t) dialled.count;
	memcpy(number->digits, dialled.digits, PHONE_NSN_MAX);
	return PHONE_OK;
}
