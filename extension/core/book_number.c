/* book_number.c: numbers as address books write them */
#include "book_inside.h"

#include <string.h>

#define WHOLE_NUMBER	7		/* digits that make a number of its own */
#define LONG_NUMBER		10		/* that no part of a number has */
#define FEW_DIGITS		4		/* that stand for the last ones of a number */

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_separator(char c)
{
	return c == ',' || c == ';' || c == '/' || c == '|';
}

static struct book_text
trimmed(struct book_text text)
{
	while (text.length > 0 && text.bytes[0] == ' ')
	{
		text.bytes++;
		text.length--;
	}
	while (text.length > 0 && text.bytes[text.length - 1] == ' ')
		text.length--;
	return text;
}

/*
 * The digits of a number that starts here, "+91…", "(022) …", "98…", up to the
 * next separator; 0 when something else does.
 */
static int
digits_ahead(const char *bytes, size_t length)
{
	size_t		i = 0;
	int			digits = 0;

	while (i < length && bytes[i] == ' ')
		i++;
	if (i == length || !(is_digit(bytes[i]) || bytes[i] == '+'
						 || bytes[i] == '('))
		return 0;
	for (; i < length && !is_separator(bytes[i]); i++)
		digits += is_digit(bytes[i]);
	return digits;
}

/* What else stands between numbers, and how many digits each side must have. */
static const struct joiner
{
	const char *text;
	size_t		skip;
	int			digits;
}			joiners[] = {
	{":::", 3, 0},
	{" or ", 4, WHOLE_NUMBER}, {" and ", 5, WHOLE_NUMBER},
	{" & ", 3, WHOLE_NUMBER}, {" und ", 5, WHOLE_NUMBER},
	{" oder ", 6, WHOLE_NUMBER}, {" et ", 4, WHOLE_NUMBER},
	{" ou ", 4, WHOLE_NUMBER}, {" y ", 3, WHOLE_NUMBER},
	{"<br>", 4, WHOLE_NUMBER}, {"<br/>", 5, WHOLE_NUMBER},
	{"<br />", 6, WHOLE_NUMBER}, {" +", 1, WHOLE_NUMBER},
	{" - ", 3, LONG_NUMBER}
};

static size_t
joiner_at(const char *bytes, size_t length, int digits)
{
	for (size_t i = 0; i < BOOK_LENGTH_OF(joiners); i++)
	{
		const struct joiner *joiner = &joiners[i];
		size_t		size = strlen(joiner->text);

		if (size <= length && memcmp(bytes, joiner->text, size) == 0
			&& digits >= joiner->digits
			&& (joiner->digits == 0
				|| digits_ahead(bytes + joiner->skip, length - joiner->skip)
				>= joiner->digits))
			return joiner->skip;
	}
	return 0;
}

/* How much of the text at i, behind so many digits, parts two numbers. */
static size_t
parting(const char *bytes, size_t length, size_t i, int digits)
{
	int			ahead;

	if (is_separator(bytes[i]))
		return digits >= WHOLE_NUMBER && !is_separator(bytes[i - 1])
			&& digits_ahead(bytes + i + 1, length - i - 1) >= WHOLE_NUMBER;
	if (bytes[i] == ' ' && digits >= LONG_NUMBER)
	{
		ahead = digits_ahead(bytes + i, length - i);
		if (ahead == digits)
			return 1;			/* twice as many as the one has */
	}
	return bytes[i] == ':' || digits >= WHOLE_NUMBER
		? joiner_at(bytes + i, length - i, digits) : 0;
}

/*
 * Takes the first number off the text. Several are written with " ::: "
 * between them, or with a comma, semicolon, slash, a word or a blank when both
 * sides are whole numbers: "…/11", ";ext=7" and ",,1234567#", dialled after a
 * pause, belong to the number before them.
 */
bool
book_number_next(struct book_text *rest, struct book_text *number)
{
	while (rest->length > 0)
	{
		const char *bytes = rest->bytes;
		size_t		length = rest->length;
		size_t		skip = 0;
		size_t		i;
		int			digits = 0;

		for (i = 0; i < length && skip == 0; i++)
			if (is_digit(bytes[i]))
				digits++;
			else
				skip = parting(bytes, length, i, digits);
		i -= skip > 0;
		*number = trimmed((struct book_text) {bytes, i});
		rest->bytes += i + skip;
		rest->length -= i + skip;
		if (number->length > 0)
			return true;
	}
	return false;
}

/* "9.19877E+11": a spreadsheet has lost the digits. */
static bool
lost_in_spreadsheet(struct book_text text)
{
	size_t		i = 0;

	while (i < text.length && is_digit(text.bytes[i]))
		i++;
	if (i == 0 || i == text.length
		|| (text.bytes[i] != '.' && text.bytes[i] != ','))
		return false;
	for (i++; i < text.length && is_digit(text.bytes[i]);)
		i++;
	if (i == text.length || (text.bytes[i] | 0x20) != 'e')
		return false;
	if (++i < text.length && text.bytes[i] == '+')
		i++;
	if (i == text.length)
		return false;
	while (i < text.length && is_digit(text.bytes[i]))
		i++;
	return i == text.length;
}

/* "9876543210.0": a whole number that was kept as a fraction. */
static struct book_text
without_fraction(struct book_text text)
{
	size_t		whole = text.length > 2 ? text.length - 2 : 0;

	if (whole < WHOLE_NUMBER || memcmp(text.bytes + whole, ".0", 2) != 0)
		return text;
	for (size_t i = 0; i < whole; i++)
		if (!is_digit(text.bytes[i]) && !(i == 0 && text.bytes[i] == '+'))
			return text;
	text.length = whole;
	return text;
}

/* "98765 43210 (home)": a remark, if no digit is in it. */
static struct book_text
without_remark(struct book_text text)
{
	size_t		open = text.length;

	if (text.length == 0 || text.bytes[text.length - 1] != ')')
		return text;
	while (open > 0 && text.bytes[open - 1] != '(')
		if (is_digit(text.bytes[--open]))
			return text;
	if (open > 1)
		text.length = open - 1;
	return trimmed(text);
}

/* "022 2345 6789 / 90": the last digits of another number. */
static struct book_text
without_sister(struct book_text text)
{
	size_t		slash = text.length;
	size_t		few = 0;
	int			digits = 0;

	while (slash > 0 && is_digit(text.bytes[slash - 1]))
	{
		slash--;
		few++;
	}
	while (slash > 0 && text.bytes[slash - 1] == ' ')
		slash--;
	if (few == 0 || slash == 0 || text.bytes[slash - 1] != '/' || few > FEW_DIGITS)
		return text;
	for (size_t i = 0; i < slash; i++)
		digits += is_digit(text.bytes[i]);
	if (digits >= WHOLE_NUMBER)
		text.length = slash - 1;
	return trimmed(text);
}

/* "98765 999**", "98765999XX", "9876599905?": digits that are not told. */
static bool
is_masked(struct book_text text)
{
	for (size_t i = 0; i < text.length; i++)
	{
		char		c = text.bytes[i];
		bool		last = i + 1 == text.length;

		if (c == '*' || c == '?')
			return true;
		if ((c | 0x20) == 'x' && (last || (text.bytes[i + 1] | 0x20) == 'x'))
			return true;
		if ((c == '#' || c == '_') && !last && text.bytes[i + 1] == c)
			return true;
	}
	return false;
}

/* "+1234567890": as we write numbers, whatever their length. */
static bool
is_canonical(struct book_text text)
{
	static const char uri[] = "tel:";

	if (text.length > sizeof uri && memcmp(text.bytes, uri, sizeof uri - 1) == 0)
	{
		text.bytes += sizeof uri - 1;
		text.length -= sizeof uri - 1;
	}
	if (text.length == 0 || text.bytes[0] != '+')
		return false;
	for (size_t i = 1; i < text.length; i++)
		if (!is_digit(text.bytes[i]))
			return false;
	return true;
}

/* What is dialled after the answer, behind a pause, is not the number. */
static struct book_text
without_pause(struct book_text text)
{
	int			digits = 0;

	for (size_t i = 0; i < text.length; i++)
	{
		char		c = text.bytes[i];
		bool		letter = (c | 0x20) == 'p' || (c | 0x20) == 'w';

		if (digits >= 3
			&& (c == ','
				|| (letter && i + 1 < text.length
					&& is_digit(text.bytes[i - 1])
					&& is_digit(text.bytes[i + 1]))))
		{
			text.length = i;
			break;
		}
		digits += is_digit(c);
	}
	return text;
}

static enum book_error
parse_error(enum phone_error error)
{
	static const enum book_error table[] = {
		[PHONE_OK] = BOOK_OK,
		[PHONE_INVALID_COUNTRY_CODE] = BOOK_BAD_COUNTRY_CODE,
		[PHONE_NOT_A_NUMBER] = BOOK_NOT_A_NUMBER,
		[PHONE_TOO_SHORT_AFTER_IDD] = BOOK_TOO_SHORT,
		[PHONE_TOO_SHORT_NSN] = BOOK_TOO_SHORT,
		[PHONE_TOO_LONG] = BOOK_TOO_LONG
	};

	return table[error];
}

static enum book_error
length_error(enum phone_possibility possibility)
{
	static const enum book_error table[] = {
		[PHONE_IS_POSSIBLE] = BOOK_OK,
		[PHONE_IS_POSSIBLE_LOCAL_ONLY] = BOOK_TOO_SHORT,
		[PHONE_POSSIBLE_TOO_SHORT] = BOOK_TOO_SHORT,
		[PHONE_POSSIBLE_TOO_LONG] = BOOK_TOO_LONG,
		[PHONE_POSSIBLE_INVALID_LENGTH] = BOOK_NOT_A_NUMBER,
		[PHONE_POSSIBLE_INVALID_COUNTRY_CODE] = BOOK_BAD_COUNTRY_CODE
	};

	return table[possibility];
}

/*
 * The value of a number as written, its extension dropped. National forms
 * are read in the region; a number that nobody could dial is refused, unless
 * it stands there as we write those that were taken all the same.
 */
enum book_error
book_number(struct book_text text, const char *region, size_t region_length,
			phone *value)
{
	struct phone_number number;
	enum book_error error;

	if (text.length > BOOK_NUMBER_MAX)
		return BOOK_TOO_LONG;
	if (lost_in_spreadsheet(text)
		|| memchr(text.bytes, '@', text.length) != NULL)	/* "sip:91@host" */
		return BOOK_NOT_A_NUMBER;
	text = without_sister(without_remark(without_pause(without_fraction(text))));
	if (is_masked(text))
		return BOOK_NOT_A_NUMBER;
	error = parse_error(phone_parse(text.bytes, text.length,
									region, region_length, &number));
	if (error == BOOK_OK && !is_canonical(text))
		error = length_error(phone_possible(&number));
	if (error == BOOK_OK && !phone_pack(&number, false, value))
		error = BOOK_TOO_LONG;
	return error;
}
