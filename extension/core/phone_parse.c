/*
 * phone_parse.c: from text to a number, as libphonenumber does it
 *
 * phone_read() finds the digits that were written, and whether a plus came
 * first, in whatever surrounds them. Here prefixes are taken off these digits;
 * the text is not looked at again.
 */
#include <string.h>

#include "phone_text.h"

/* Some of the digits, or a transformed copy of them. */
struct span
{
	const char *digits;
	unsigned	count;
};

#define COPY_MAX	(PHONE_DIALLED_MAX + PHONE_PREFIX_MAX + PHONE_SLACK)

/* A calling code and what stands behind it. */
struct split
{
	const struct phone_code *code;	/* NULL if there was none */
	const struct phone_plan *plan;
	struct span national;
	char		copy[COPY_MAX];		/* of its digits, if they had to change */
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
matches_general(const struct phone_plan *plan, struct span number)
{
	return number.count <= PHONE_GENERAL_MAX &&
		phone_walk(phone_general_rows, PHONE_GENERAL_ROWS,
				   phone_general_pool, plan->general,
				   phone_pairs(number.digits, number.count),
				   number.count) != 0;
}

/*
 * The label of the prefix that digits start with, 0 if they do not; *length
 * is the prefix's. The last match met is the one of highest priority. A prefix
 * of no digits changes nothing, and is none here; most numbers do not begin
 * like any, so that the first step tells.
 */
static unsigned
match_prefix(unsigned state, struct span number, unsigned *length)
{
	unsigned	label = 0;

	if (number.count == 0)
		return 0;
	state = phone_prefix_states[state].next[number.digits[0] - '0'];
	for (unsigned i = 1; state != 0; i++)
	{
		const struct phone_prefix_state *row = &phone_prefix_states[state];
		unsigned	here = i == number.count ? row->at_end : row->here;

		if (here != 0)
		{
			label = here;
			*length = i;
		}
		if (i == number.count)
			break;
		state = row->next[number.digits[i] - '0'];
	}
	return label;
}

/* Drops a matched prefix, or puts in the copy what becomes of it. */
static struct span
replace_prefix(unsigned label, struct span number, unsigned length,
			   char copy[COPY_MAX])
{
	const struct phone_transform *transform = &phone_transforms[label];
	unsigned	added = (unsigned) strlen(transform->prefix);
	struct span rest = {number.digits + length, number.count - length};

	if (added == 0 && transform->length == 0)
		return rest;
	memcpy(copy, transform->prefix, added);
	memcpy(copy + added, number.digits + transform->from, transform->length);
	added += transform->length;
	memcpy(copy + added, rest.digits, rest.count);
	return (struct span) {copy, added + rest.count};
}

/*
 * Takes the national prefix off, unless that would turn a number that matches
 * the general pattern into one that does not.
 */
static struct span
strip_national_prefix(const struct phone_plan *plan, struct span number,
					  char copy[COPY_MAX])
{
	struct span rest;
	unsigned	length = 0;
	unsigned	label = match_prefix(plan->national, number, &length);

	if (label == 0)
		return number;
	rest = replace_prefix(label, number, length, copy);
	return matches_general(plan, number) && !matches_general(plan, rest) ?
		number : rest;
}

/* The same, unless what is left would be of no possible length. */
static struct span
strip_possibly(const struct phone_plan *plan, struct span number,
			   char copy[COPY_MAX])
{
	struct span rest = strip_national_prefix(plan, number, copy);
	enum phone_possibility possibility;

	if (rest.digits == number.digits)
		return number;
	possibility = phone_length_class(plan, rest.count);
	return possibility == PHONE_IS_POSSIBLE ||
		possibility == PHONE_POSSIBLE_TOO_LONG ? rest : number;
}

/*
 * Calling codes
 */

/* Splits a calling code off the digits behind a plus or an IDD prefix. */
static inline enum phone_error
split_code(struct span number, struct split *split)
{
	if (number.count <= PHONE_NSN_MIN)
		return PHONE_TOO_SHORT_AFTER_IDD;
	split->code = phone_code_of(number.digits, number.count);
	if (split->code == NULL)
		return PHONE_INVALID_COUNTRY_CODE;
	split->national.digits = number.digits + split->code->length;
	split->national.count = number.count - split->code->length;
	return PHONE_OK;
}

/*
 * Reads digits as somebody in the region dials them: with an international
 * prefix, with the region's own calling code but no plus, or plainly.
 */
static enum phone_error
read_dialled(const struct phone_plan *plan, struct span number,
			 struct split *split)
{
	const struct phone_code *own = &phone_codes[plan->code];
	unsigned	length = 0;

	split->code = NULL;
	if (match_prefix(plan->idd, number, &length) != 0 &&
		!(length < number.count && number.digits[length] == '0'))
	{
		number.digits += length;
		number.count -= length;
		return split_code(number, split);
	}
	split->national = number;
	if (phone_code_of(number.digits, number.count) == own)
	{
		struct span behind = {number.digits + own->length,
			number.count - own->length};

		behind = strip_national_prefix(plan, behind, split->copy);
		if ((!matches_general(plan, number) &&
			 matches_general(plan, behind)) ||
			phone_length_class(plan, number.count) == PHONE_POSSIBLE_TOO_LONG)
		{
			split->code = own;
			split->national = behind;
		}
	}
	return PHONE_OK;
}

/*
 * The calling code of the digits and what follows it. A plus in front of
 * something that is no calling code may be a mistake for digits dialled.
 */
static enum phone_error
find_code(const struct phone_dialled *dialled,
		  const char *region, size_t region_length, struct split *split)
{
	struct span number = {dialled->digits, dialled->count};
	const struct phone_plan *plan;
	enum phone_error error;

	if (dialled->plus)
	{
		error = split_code(number, split);
		if (error != PHONE_INVALID_COUNTRY_CODE)
			return error;
	}
	plan = phone_plan_of(region, region_length);
	if (plan == NULL)
		return PHONE_INVALID_COUNTRY_CODE;
	error = read_dialled(plan, number, split);
	if (dialled->plus && (error != PHONE_OK || split->code == NULL))
		return PHONE_INVALID_COUNTRY_CODE;
	split->plan = plan;
	return error;
}

/* From digits to the number, as dialled in the region. */
enum phone_error
phone_resolve(const struct phone_dialled *dialled,
			  const char *region, size_t region_length,
			  struct phone_number *number)
{
	struct split split;
	struct span national;
	char		copy[COPY_MAX];
	enum phone_error error = find_code(dialled, region, region_length, &split);

	if (error != PHONE_OK)
		return error;
	if (split.code != NULL)
		split.plan = &phone_plans[split.code->plan];
	else
		split.code = &phone_codes[split.plan->code];
	if (split.national.count < PHONE_NSN_MIN)
		return PHONE_TOO_SHORT_NSN;
	national = strip_possibly(split.plan, split.national, copy);
	if (national.count < PHONE_NSN_MIN)
		return PHONE_TOO_SHORT_NSN;
	if (national.count > PHONE_NSN_MAX)
		return PHONE_TOO_LONG;
	number->code_length = split.code->length;
	number->length = (uint8_t) (split.code->length + national.count);
	memcpy(number->digits, split.code->text, sizeof split.code->text);
	memcpy(number->digits + split.code->length, national.digits,
		   PHONE_NSN_MAX);
	return PHONE_OK;
}

enum phone_error
phone_parse(const char *text, size_t length,
			const char *region, size_t region_length,
			struct phone_number *number)
{
	struct phone_dialled dialled;

	if (!phone_read(text, length, &dialled, number))
		return PHONE_NOT_A_NUMBER;
	return phone_resolve(&dialled, region, region_length, number);
}

/*
 * The digits of a text whose country nobody knows, as a number with a calling
 * code of no digits.
 */
enum phone_error
phone_resolve_bare(const struct phone_dialled *dialled,
				   struct phone_number *number)
{
	if (dialled->count < PHONE_NSN_MIN)
		return PHONE_TOO_SHORT_NSN;
	if (dialled->count > PHONE_NSN_MAX)
		return PHONE_TOO_LONG;
	number->code_length = 0;
	number->length = (uint8_t) dialled->count;
	memcpy(number->digits, dialled->digits, PHONE_NSN_MAX);
	return PHONE_OK;
}
