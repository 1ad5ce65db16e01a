/* phone_text.c: the part of a text that may be a number */
#include <string.h>

#include "phone_text.h"

/* Where needle, two characters or more, first occurs; NULL if nowhere. */
static const char *
find(const char *text, const char *end, const char *needle)
{
	size_t		length = strlen(needle);

	if ((size_t) (end - text) < length)
		return NULL;
	for (end -= length; text <= end; text++)
		if (text[0] == needle[0] && text[1] == needle[1] &&
			memcmp(text, needle, length) == 0)
			return text;
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

/* Can a line end with this byte, or with a character that begins with it? */
static inline bool
may_end_line(char byte)
{
	return (unsigned char) byte <= '\r' || byte == '\xe2';
}

/* Bytes of the end of a line at a place, 0 if there is none. */
static size_t
line_end(const char *at, const char *end)
{
	if (*at == '\n' || *at == '\r' || *at == '\f')
		return 1;
	/* U+2028 and U+2029 */
	return end - at >= 3 && at[0] == '\xe2' && at[1] == '\x80' &&
		(at[2] == '\xa8' || at[2] == '\xa9') ? 3 : 0;
}

/* Behind the last end of a line before a place, or the start. */
static const char *
line_start(const char *start, const char *end)
{
	for (const char *at = end; at > start; at--)
	{
		size_t		length = may_end_line(at[-1]) ? line_end(at - 1, end) : 0;

		if (length > 0)
			return at - 1 + length;
	}
	return start;
}

/* The first end of a line from a place on, or the end. */
static const char *
line_stop(const char *at, const char *end)
{
	while (at < end && (!may_end_line(*at) || line_end(at, end) == 0))
		at++;
	return at;
}

/* The slash or backslash before an x and spaces, or NULL. */
static const char *
slash_before(const char *start, const char *x)
{
	while (x > start && x[-1] == ' ')
		x--;
	return x > start && (x[-1] == '/' || x[-1] == '\\') ? x - 1 : NULL;
}

/* The first such mark from a place on, or the last; NULL if there is none. */
static const char *
find_mark(const char *at, const char *end, bool last)
{
	const char *start = at;
	const char *mark = NULL;

	for (; at < end && (mark == NULL || last); at++)
		if (*at == 'x')
		{
			const char *slash = slash_before(start, at);

			mark = slash != NULL ? slash : mark;
		}
	return mark;
}

/*
 * Cuts a second number off, which a slash or backslash with an x behind it
 * announces: what precedes the last such mark of the first line that has one.
 */
static void
cut_second_number(struct phone_text *text)
{
	const char *end = text->tail + text->tail_length;
	const char *mark = find_mark(text->tail, end, false);

	if (mark == NULL)
		return;
	mark = find_mark(mark, line_stop(mark, end), true);
	text->tail = line_start(text->tail, mark);
	text->tail_length = (size_t) (mark - text->tail);
}

/* Are these eight bytes ASCII? */
static inline bool
eight_ascii(const char *at)
{
	uint64_t	bytes;

	memcpy(&bytes, at, sizeof bytes);
	return (bytes & UINT64_C(0x8080808080808080)) == 0;
}

/*
 * Bytes of the characters at a place, one or eight of them, and their classes
 * together.
 */
static inline size_t
classify_some(const char *at, const char *end, unsigned *classes)
{
	const unsigned char *byte = (const unsigned char *) at;
	unsigned	kind;
	size_t		length;

	if (!phone_is_ascii(*at))
	{
		length = phone_decode_kind(at, end, &kind);
		*classes = phone_class_of_kind(kind);
		return length;
	}
	*classes = phone_byte_class[byte[0]];
	if (end - at < 8 || !eight_ascii(at))
		return 1;
	*classes |= phone_byte_class[byte[1]] | phone_byte_class[byte[2]] |
		phone_byte_class[byte[3]] | phone_byte_class[byte[4]] |
		phone_byte_class[byte[5]] | phone_byte_class[byte[6]] |
		phone_byte_class[byte[7]];
	return 8;
}

#define STARTS	(CHAR_DIGIT | CHAR_PLUS)

/* The first character that a number can start with, or the end. */
static const char *
find_start(const char *at, const char *end, unsigned *classes)
{
	unsigned	class;
	char		digit;

	while (at < end)
	{
		size_t		length = classify_some(at, end, &class);

		if (class & STARTS)
			break;
		*classes |= class;
		at += length;
	}
	while (at < end)
	{
		size_t		length = phone_classify(at, end, &class, &digit);

		if (class & STARTS)
			break;
		*classes |= class;
		at += length;
	}
	return at;
}

/*
 * Behind the last character that a number can end with, or the start. A plus
 * in front is as it should be, and its class does not count.
 */
static const char *
find_end(const char *start, const char *end, unsigned *classes)
{
	const char *last = start;
	const char *at = start;
	unsigned	first;
	char		digit;

	if (at < end && phone_classify(at, end, &first, &digit) > 0 &&
		first == CHAR_PLUS)
		at += phone_classify(at, end, &first, &digit);
	while (at < end)
	{
		unsigned	some;

		at += classify_some(at, end, &some);
		*classes |= some;
		if (some & CHAR_END)
			last = at;
	}
	/* it is one of eight */
	while (last > start && phone_is_ascii(last[-1]) &&
		   (phone_byte_class[(unsigned char) last[-1]] & CHAR_END) == 0)
		last--;
	return last;
}

/*
 * The part of a text that may be a number: from the first character one can
 * start with to the last it can end with, without a second number. False if
 * there is none, or a forbidden character anywhere.
 */
bool
phone_text_extract(const char *input, size_t length, struct phone_text *text)
{
	unsigned	classes = 0;
	const char *start = find_start(input, input + length, &classes);
	const char *end = find_end(start, input + length, &classes);

	if (classes & CHAR_FORBIDDEN || start == end)
		return false;
	text->classes = classes;
	text->head = start;
	text->head_length = 0;
	text->tail = start;
	text->tail_length = (size_t) (end - start);
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
