/* book_number.c: numbers as address books write them */
#include "book_inside.h"

#include <string.h>

#define WHOLE_NUMBER	7		/* digits that make a number of its own */

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

/* Whether a number of its own starts here: "+91…", "(022) …", "98…". */
static bool
number_starts(const char *bytes, size_t length)
{
	size_t		i = 0;
	int			digits = 0;

	while (i < length && bytes[i] == ' ')
		i++;
	if (i == length || !(is_digit(bytes[i]) || bytes[i] == '+'
						 || bytes[i] == '('))
		return false;
	for (; i < length && !is_separator(bytes[i]); i++)
		digits += is_digit(bytes[i]);
	return digits >= WHOLE_NUMBER;
}

/*
 * Takes the first number off the text. Several are written with " ::: "
 * between them, or with a comma, semicolon or slash when both sides are
 * whole numbers: "…/11", ";ext=7" and ",,1234567#", dialled after a pause,
 * belong to the number before them.
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
		{
			digits += is_digit(bytes[i]);
			if (length - i >= 3 && memcmp(bytes + i, ":::", 3) == 0)
				skip = 3;
			else if (is_separator(bytes[i]) && digits >= WHOLE_NUMBER
					 && !is_separator(bytes[i - 1])
					 && number_starts(bytes + i + 1, length - i - 1))
				skip = 1;
		}
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
 * are read in the region; a number that nobody could dial is refused.
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
	text = without_pause(without_fraction(text));
	error = parse_error(phone_parse(text.bytes, text.length,
									region, region_length, &number));
	if (error == BOOK_OK)
		error = length_error(phone_possible(&number));
	if (error == BOOK_OK && !phone_pack(&number, false, value))
		error = BOOK_TOO_LONG;
	return error;
}
