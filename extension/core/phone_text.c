/* phone_text.c: the part of a text that may be a number */
#include <string.h>

#include "phone_text.h"

/* Where needle, two characters or more, first occurs; NULL if nowhere. */
static const char *
find(const char *text, const char *end, const char *needle)
{
	size_t		length = strlen(needle);

	while ((size_t) (end - text) >= length)
	{
		if (text[0] != needle[0])
			text = memchr(text, needle[0], (size_t) (end - text) - length + 1);
		if (text == NULL)
			return NULL;
		if (text[1] == needle[1] && memcmp(text, needle, length) == 0)
			return text;
		text++;
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
		else if (phone_is_ascii_letter(c) || phone_digit(c) >= 0)
		{
			if (before == '.')
				top = phone_is_ascii_letter(c);
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
	text->classes = CHAR_ALL;
	text->tail = number;
	text->tail_length =
		(size_t) ((number <= context ? context : end) - number);
	return true;
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
 * start with to the last it can end with, without a second number. False if
 * there is none, or a forbidden character anywhere.
 */
bool
phone_text_extract(const char *input, size_t length, struct phone_text *text)
{
	const char *end = input + length;
	const char *start = NULL;
	const char *behind = input;
	unsigned	classes = 0;

	for (const char *at = input; at < end;)
	{
		uint32_t	c;
		const char *next = at + phone_decode(at, end, &c);
		unsigned	class = phone_class_of_character(c);

		classes |= class;
		if (start == NULL && class & (CHAR_DIGIT | CHAR_PLUS))
			start = at;
		if (class & CHAR_END)
			behind = next;
		at = next;
	}
	if (start == NULL || behind <= start || classes & CHAR_FORBIDDEN)
		return false;
	text->classes = classes;
	text->head = start;
	text->head_length = 0;
	text->tail = start;
	text->tail_length = (size_t) (behind - start);
	if (classes & CHAR_SLASH)
		cut_second_number(text);
	return true;
}

/* Finds the part of the input that is the number; false if there is none. */
bool
phone_text_locate(const char *input, size_t length, struct phone_text *text)
{
	const char *end = input + length;
	const char *context;
	const char *subaddress;

	if (memchr(input, ';', length) == NULL)
		return phone_text_extract(input, length, text);
	context = find(input, end, ";phone-context=");
	if (context == NULL ? !phone_text_extract(input, length, text) :
		!locate_in_context(input, end, context, text))
		return false;
	subaddress = find(text->tail, text->tail + text->tail_length, ";isub=");
	if (subaddress != NULL)
		text->tail_length = (size_t) (subaddress - text->tail);
	return true;
}
