/*
 * phone_match.c: whether two numbers are one, as far as they tell
 *
 * A number without a calling code, and one with only some of its digits, may
 * be the same as another: the answer is how much of them agrees.
 */
#include <string.h>

#include "phone_text.h"

static const char *const match_names[] = {
	[PHONE_MATCH_INVALID] = "INVALID_NUMBER",
	[PHONE_MATCH_NONE] = "NO_MATCH",
	[PHONE_MATCH_SHORT_NSN] = "SHORT_NSN_MATCH",
	[PHONE_MATCH_NSN] = "NSN_MATCH",
	[PHONE_MATCH_EXACT] = "EXACT_MATCH"
};

/* What libphonenumber compares with where reading has failed: a zero. */
static const struct phone_number nothing = {.length = 1, .digits = "0"};

const char *
phone_match_name(enum phone_match match)
{
	return match_names[match];
}

/* Digits behind the calling code. */
struct national
{
	const char *digits;
	size_t		count;
};

static struct national
national_of(const struct phone_number *number)
{
	struct national national = {
		number->digits + number->code_length,
		(size_t) (number->length - number->code_length)
	};

	return national;
}

/* The same without the zeros in front, but for a last one. */
static struct national
significant_of(const struct phone_number *number)
{
	struct national national = national_of(number);

	while (national.count > 1 && *national.digits == '0')
	{
		national.digits++;
		national.count--;
	}
	return national;
}

static bool
same_code(const struct phone_number *a, const struct phone_number *b)
{
	return a->code_length == b->code_length &&
		memcmp(a->digits, b->digits, a->code_length) == 0;
}

static bool
same_extension(const struct phone_number *a, const struct phone_number *b)
{
	return a->extension_length == b->extension_length &&
		memcmp(a->extension, b->extension, a->extension_length) == 0;
}

static bool
same_national(const struct phone_number *a, const struct phone_number *b)
{
	struct national one = national_of(a);
	struct national other = national_of(b);

	return one.count == other.count &&
		memcmp(one.digits, other.digits, one.count) == 0;
}

/* Does one of the numbers end with the digits of the other? */
static bool
one_ends_other(const struct phone_number *a, const struct phone_number *b)
{
	struct national one = significant_of(a);
	struct national other = significant_of(b);
	size_t		count = one.count < other.count ? one.count : other.count;

	return memcmp(one.digits + one.count - count,
				  other.digits + other.count - count, count) == 0;
}

/* Compares parsed numbers; a calling code of no digits is not known. */
enum phone_match
phone_match(const struct phone_number *a, const struct phone_number *b)
{
	bool		both = a->code_length > 0 && b->code_length > 0;

	if (a->extension_length > 0 && b->extension_length > 0 &&
		!same_extension(a, b))
		return PHONE_MATCH_NONE;
	if (both && !same_code(a, b))
		return PHONE_MATCH_NONE;
	if (same_national(a, b) && same_extension(a, b))
		return both ? PHONE_MATCH_EXACT : PHONE_MATCH_NSN;
	return one_ends_other(a, b) ? PHONE_MATCH_SHORT_NSN : PHONE_MATCH_NONE;
}

/* A text that was read, of which the calling code is still to be found. */
struct written
{
	struct phone_dialled dialled;
	struct phone_number number;		/* the extension is known */
};

static bool
read_text(const char *text, size_t length, struct written *written)
{
	return phone_read(text, length, &written->dialled, &written->number);
}

static enum phone_error
resolve(struct written *written, const char *region)
{
	return phone_resolve(&written->dialled, region, strlen(region),
						 &written->number);
}

/* The number of a text without a plus, of a country nobody knows. */
static bool
resolve_bare(struct written *written)
{
	return !written->dialled.plus &&
		phone_resolve_bare(&written->dialled, &written->number) == PHONE_OK;
}

/*
 * The same with a text that has no calling code. It is read as dialled where
 * the number is from, but that it is from there remains a guess.
 */
static enum phone_match
match_dialled(const struct phone_number *number, struct written *other)
{
	const struct phone_code *code = phone_code_of(number->digits,
												  number->length);
	enum phone_match match;

	if (code == NULL)
	{
		if (!resolve_bare(other))
			return PHONE_MATCH_INVALID;
		return phone_match(number, &other->number);
	}
	if (resolve(other, phone_plans[code->plan].id) != PHONE_OK)
		return phone_match(number, &nothing);
	match = phone_match(number, &other->number);
	return match == PHONE_MATCH_EXACT ? PHONE_MATCH_NSN : match;
}

/* Compares a number with what a text says, in whichever form. */
enum phone_match
phone_match_text(const struct phone_number *number, const char *text,
				 size_t length)
{
	struct written other;

	if (!read_text(text, length, &other))
		return PHONE_MATCH_INVALID;
	switch (resolve(&other, ""))
	{
		case PHONE_OK:
			return phone_match(number, &other.number);
		case PHONE_INVALID_COUNTRY_CODE:
			return match_dialled(number, &other);
		default:
			return PHONE_MATCH_INVALID;
	}
}

/* Compares two texts neither of which has a calling code that is known. */
static enum phone_match
match_bare(struct written *a, struct written *b)
{
	if (!resolve_bare(a) || !resolve_bare(b))
		return PHONE_MATCH_INVALID;
	return phone_match(&a->number, &b->number);
}

enum phone_match
phone_match_texts(const char *a, size_t a_length,
				  const char *b, size_t b_length)
{
	struct written one;
	struct written other;
	enum phone_error error;

	if (!read_text(a, a_length, &one))
		return PHONE_MATCH_INVALID;
	error = resolve(&one, "");
	if (error == PHONE_OK)
		return phone_match_text(&one.number, b, b_length);
	if (error != PHONE_INVALID_COUNTRY_CODE ||
		!read_text(b, b_length, &other))
		return PHONE_MATCH_INVALID;
	switch (resolve(&other, ""))
	{
		case PHONE_OK:
			return match_dialled(&other.number, &one);
		case PHONE_INVALID_COUNTRY_CODE:
			return match_bare(&one, &other);
		default:
			return PHONE_MATCH_INVALID;
	}
}
