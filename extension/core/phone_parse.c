/*
 * phone_parse.c: from text to a number, as libphonenumber does it
 *
 * The work has two halves. The first finds the digits that were written, and
 * whether a plus came first, in whatever surrounds them. The second, from
 * resolve() on, takes prefixes off these digits and never looks at the text
 * again.
 */
#include <string.h>

#include "phone_text.h"

/*
 * Digits kept of a text. Of more, no calling code and no prefix leaves a
 * number short enough, so that further digits cannot change the answer.
 */
#define DIALLED_MAX		64

/* Room behind the digits, so that a number is copied without a length. */
#define SLACK			PHONE_NSN_MAX

/* The digits as written. */
struct dialled
{
	bool		plus;
	unsigned	count;
	char		digits[DIALLED_MAX + SLACK];
};

/* Some of those digits, or a transformed copy of them in the buffer. */
struct span
{
	const char *digits;
	unsigned	count;
	char		buffer[DIALLED_MAX + PHONE_PREFIX_MAX + SLACK];
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
matches_general(const struct phone_plan *plan, const char *digits, unsigned count)
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
find_code(const struct phone_plan *plan, const struct dialled *dialled,
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
resolve(const struct phone_plan *plan, const struct dialled *dialled,
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

/*
 * The number in its text
 */

/* Where needle, which does not start with its own middle, first occurs. */
static const char *
find(const char *text, const char *end, const char *needle)
{
	size_t		length = strlen(needle);

	while ((size_t) (end - text) >= length)
	{
		const char *found = memchr(text, needle[0],
								   (size_t) (end - text) - length + 1);

		if (found == NULL)
			return NULL;
		if (memcmp(found, needle, length) == 0)
			return found;
		text = found + 1;
	}
	return NULL;
}

/* A plus, then digits and visual separators, one digit at least. */
static bool
is_global_context(const char *text, const char *end)
{
	bool		any = false;

	if (text == end || *text != '+')
		return false;
	for (text++; text < end;)
	{
		uint32_t	c;

		text += phone_decode(text, end, &c);
		if (phone_digit(c) >= 0)
			any = true;
		else if (c != '-' && c != '.' && c != '(' && c != ')')
			return false;
	}
	return any;
}

static bool
is_ascii_letter(uint32_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/*
 * Labels of letters and digits with hyphens inside, separated by dots; the
 * last starts with a letter, and a dot may follow it.
 */
static bool
is_domain_context(const char *text, const char *end)
{
	bool		top = false;	/* the last label starts with a letter */
	uint32_t	before = '.';

	while (text < end)
	{
		uint32_t	c;

		text += phone_decode(text, end, &c);
		if (c == '.' || c == '-')
		{
			if (before == '.' || (c == '.' && before == '-'))
				return false;
		}
		else if (is_ascii_letter(c) || phone_digit(c) >= 0)
		{
			if (before == '.')
				top = is_ascii_letter(c);
		}
		else
			return false;
		before = c;
	}
	return top && before != '-';
}

/*
 * The number of a tel: URI with a phone-context, which starts at context. The
 * context stands before the number if it is the beginning of one.
 */
static bool
locate_in_context(const char *start, const char *end, const char *context,
				  struct phone_text *text)
{
	const char *value = context + strlen(";phone-context=");
	const char *value_end = memchr(value, ';', (size_t) (end - value));
	const char *scheme = find(start, end, "tel:");
	const char *number = scheme == NULL ? start : scheme + strlen("tel:");

	if (value_end == NULL)
		value_end = end;
	if (is_global_context(value, value_end))
	{
		text->head = value;
		text->head_length = (size_t) (value_end - value);
	}
	else if (is_domain_context(value, value_end))
	{
		text->head = value;
		text->head_length = 0;
	}
	else
		return false;
	text->tail = number;
	text->tail_length = (size_t) ((number <= context ? context : end) - number);
	return true;
}

/*
 * The first character a number can start with, NULL if there is none or a
 * forbidden character anywhere. *seen are the classes of all characters.
 */
static const char *
find_start(const char *text, const char *end, unsigned *seen)
{
	const char *start = NULL;

	*seen = 0;
	while (text < end)
	{
		uint32_t	c;
		size_t		length = phone_decode(text, end, &c);
		unsigned	class = phone_class_of_character(c);

		*seen |= class;
		if (start == NULL && (class & (CHAR_DIGIT | CHAR_PLUS)))
			start = text;
		text += length;
	}
	return *seen & CHAR_FORBIDDEN ? NULL : start;
}

/* Without the characters at the end that are no letter, number or #. */
static const char *
trim(const char *start, const char *end)
{
	while (end > start)
	{
		uint32_t	c;
		size_t		length = phone_decode_back(start, end, &c);

		if (phone_class_of_character(c) & CHAR_END)
			break;
		end -= length;
	}
	return end;
}

static bool
ends_line(uint32_t c)
{
	return c == '\n' || c == '\r' || c == '\f' || c == 0x2028 || c == 0x2029;
}

/*
 * Cuts a second number off, which a slash or backslash with an x behind it
 * announces: what precedes the last such mark of the first line that has one.
 */
static void
cut_second_number(struct phone_text *text)
{
	const char *end = text->tail + text->tail_length;
	const char *line = text->tail;
	const char *slash = NULL;	/* with nothing but spaces behind it */
	const char *mark = NULL;

	for (const char *at = line; at < end;)
	{
		uint32_t	c;
		size_t		length = phone_decode(at, end, &c);

		if (c == '/' || c == '\\')
			slash = at;
		else if (c == 'x' && slash != NULL)
			mark = slash;
		else if (ends_line(c) && mark != NULL)
			break;
		else if (ends_line(c))
			line = at + length;
		if (c != '/' && c != '\\' && c != ' ')
			slash = NULL;
		at += length;
	}
	if (mark == NULL)
		return;
	text->tail = line;
	text->tail_length = (size_t) (mark - line);
}

/*
 * The part of a text that may be a number: from the first character one can
 * start with, without trash at the end and without a second number.
 */
bool
phone_extract(const char *input, size_t length, struct phone_text *text)
{
	const char *end = input + length;
	unsigned	seen;
	const char *start = find_start(input, end, &seen);

	if (start == NULL)
		return false;
	text->head = start;
	text->head_length = 0;
	text->tail = start;
	text->tail_length = (size_t) (trim(start, end) - start);
	if (seen & CHAR_SLASH)
		cut_second_number(text);
	return true;
}

/* Finds the part of the input that is the number; false if there is none. */
static bool
locate(const char *input, size_t length, struct phone_text *text)
{
	const char *end = input + length;
	const char *context;
	const char *subaddress;

	if (memchr(input, ';', length) == NULL)
		return phone_extract(input, length, text);
	context = find(input, end, ";phone-context=");
	if (context == NULL ? !phone_extract(input, length, text) :
		!locate_in_context(input, end, context, text))
		return false;
	subaddress = find(text->tail, text->tail + text->tail_length, ";isub=");
	if (subaddress != NULL)
		text->tail_length = (size_t) (subaddress - text->tail);
	return true;
}

/* Takes an extension off the end, if what is before it could be a number. */
static void
strip_extension(struct phone_text *text,
				const struct phone_extension *extension,
				struct phone_number *number)
{
	struct phone_text rest = *text;
	size_t		length;

	if (!extension->any)
		return;
	phone_text_truncate(&rest, extension->start);
	if (!phone_is_viable(&rest, NULL))
		return;
	length = extension->digits_end - extension->digits_start;
	memcpy(number->extension,
		   text->tail + (extension->digits_start - text->head_length), length);
	number->extension_length = (uint8_t) length;
	*text = rest;
}

/* The digit a character of a vanity number stands for, or -1. */
static int
keypad_digit(uint32_t c)
{
	static const char keypad[] = "22233344455566677778889999";

	if (c >= '0' && c <= '9')
		return (int) (c - '0');
	if (!is_ascii_letter(c))
		return -1;
	return keypad[(c | 0x20) - 'a'] - '0';
}

static void
add_digit(struct dialled *dialled, int digit)
{
	if (digit >= 0 && dialled->count < DIALLED_MAX)
		dialled->digits[dialled->count++] = (char) ('0' + digit);
}

/*
 * Keeps the digits alone. Three letters make a text a vanity number, typed on
 * a keypad; that has ASCII digits only.
 */
static void
collect_digits(const struct phone_text *text, struct dialled *dialled)
{
	struct dialled vanity;
	size_t		length = phone_text_length(text);
	size_t		at = phone_skip_plus(text);
	unsigned	letters = 0;

	dialled->plus = at > 0;
	dialled->count = 0;
	vanity.count = 0;
	while (at < length)
	{
		uint32_t	c;

		at = phone_text_next(text, at, &c);
		if (phone_class_of_character(c) & CHAR_LETTER)
			letters++;
		add_digit(dialled, phone_digit(c));
		add_digit(&vanity, keypad_digit(c));
	}
	if (letters < 3)
		return;
	dialled->count = vanity.count;
	memcpy(dialled->digits, vanity.digits, vanity.count);
}

/* A set of characters below 64, for the loop that follows. */
#define SET(c)			(UINT64_C(1) << (c))
#define DIGITS			(UINT64_C(0x3ff) << '0')
#define PLAIN			(DIGITS | SET(' ') | SET('-') | SET('(') | SET(')') | \
						 SET('.') | SET('/') | SET('*'))

/*
 * The shortest way, for a plus or none, digits and plain punctuation: no
 * branch depends on what a character is. False is no verdict.
 */
static bool
read_clean(const char *text, size_t length, struct dialled *dialled)
{
	uint64_t	clean = 1;
	unsigned	count = 0;

	if (length == 0 || length > DIALLED_MAX)
		return false;
	dialled->plus = *text == '+';
	for (size_t i = dialled->plus; i < length; i++)
	{
		unsigned	c = (unsigned char) text[i];

		dialled->digits[count] = (char) c;
		count += c - '0' < 10;
		clean &= c < 64 ? PLAIN >> c : 0;
	}
	dialled->count = count;
	return clean != 0 && count >= 3;
}

/*
 * The short way for most others: something without a semicolon, plus signs or
 * none, three digits or more of any script with only punctuation between them,
 * and nothing of meaning behind. The tilde is punctuation, but also announces
 * extensions. False is no verdict.
 */
static bool
read_plain(const char *text, size_t length, struct dialled *dialled)
{
	const char *end = text + length;
	unsigned	seen = 0;		/* classes of the number so far */
	bool		over = false;	/* only trash may follow */

	dialled->plus = false;
	dialled->count = 0;
	while (text < end)
	{
		uint32_t	c;
		unsigned	class;

		text += phone_decode(text, end, &c);
		class = phone_class_of_character(c);
		if (class & CHAR_DIGIT)
		{
			if (over)
				return false;
			add_digit(dialled, phone_digit(c));
		}
		else if (class & CHAR_FORBIDDEN || c == ';' || c == '~')
			return false;
		else if (seen == 0 && (class & CHAR_PLUS) == 0)
			continue;
		else if (class & (CHAR_LETTER | CHAR_END))
			return false;
		else if (class & CHAR_PLUS && (seen & ~(unsigned) CHAR_PLUS) == 0)
			dialled->plus = true;
		else if ((class & (CHAR_PUNCTUATION | CHAR_STAR)) == 0)
			over = true;
		seen |= class;
	}
	return dialled->count >= 3;
}

enum phone_error
phone_parse(const char *text, size_t length,
			const char *region, size_t region_length,
			struct phone_number *number)
{
	const struct phone_plan *plan = phone_plan_of(region, region_length);
	struct phone_extension extension;
	struct phone_text part;
	struct dialled dialled;

	number->code_length = 0;
	number->length = 0;
	number->extension_length = 0;
	if (!read_clean(text, length, &dialled) &&
		!read_plain(text, length, &dialled))
	{
		if (!locate(text, length, &part))
			return PHONE_NOT_A_NUMBER;
		phone_find_extension(&part, &extension);
		if (!phone_is_viable(&part, &extension))
			return PHONE_NOT_A_NUMBER;
		if (plan == NULL && phone_skip_plus(&part) == 0)
			return PHONE_INVALID_COUNTRY_CODE;
		strip_extension(&part, &extension, number);
		collect_digits(&part, &dialled);
	}
	else if (plan == NULL && !dialled.plus)
		return PHONE_INVALID_COUNTRY_CODE;
	return resolve(plan, &dialled, number);
}
