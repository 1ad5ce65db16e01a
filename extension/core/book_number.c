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
 * whole numbers: "…/11" or ";ext=7" belongs to the number before it.
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

/* The value of a number as written, its extension dropped. */
enum book_error
book_number(struct book_text text, const char *region, size_t region_length,
			phone *value)
{
	(void) region;
	(void) region_length;
	if (text.length > BOOK_NUMBER_MAX)
		return BOOK_TOO_LONG;
	if (lost_in_spreadsheet(text)
		|| memchr(text.bytes, '@', text.length) != NULL)	/* "sip:91@host" */
		return BOOK_NOT_A_NUMBER;
	text = without_pause(without_fraction(text));
	return phone_from_text(text.bytes, text.length, value)
		? BOOK_OK : BOOK_NOT_A_NUMBER;
}
