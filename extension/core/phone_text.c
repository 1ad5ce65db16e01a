/* phone_text.c: the part of a text that may be a number */
#include <stddef.h>
#include <string.h>

#include "phone_text.h"

/* Where needle first occurs; NULL if nowhere. */
static const char *
find(const char *text, const char *end, const char *needle)
{
	size_t		length = strlen(needle);

	while ((size_t) (end - text) >= length)
	{
		text = memchr(text, *needle, (size_t) (end - text) - length + 1);
		if (text == NULL || memcmp(text, needle, length) == 0)
			return text;
		text++;
	}
	return NULL;
}

/* Bytes of the end of a line at a place, 0 if there is none. */
static inline size_t
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
		size_t		length = line_end(at - 1, end);

		if (length > 0)
			return at - 1 + length;
	}
	return start;
}

/* The first end of a line from a place on, or the end. */
static const char *
line_stop(const char *at, const char *end)
{
	while (at < end && line_end(at, end) == 0)
		at++;
	return at;
}

/* What a mark is made of: a slash or backslash, spaces, and an x. */
enum
{
	MARK_SLASH = 1, MARK_SPACE = 2, MARK_X = 4
};

static const uint8_t mark_parts[256] = {
	['/'] = MARK_SLASH, ['\\'] = MARK_SLASH, [' '] = MARK_SPACE, ['x'] = MARK_X
};

static inline unsigned
mark_part(char byte)
{
	return mark_parts[(unsigned char) byte];
}

/* The slash of the first mark of a text, NULL if there is none. */
static const char *
first_mark(const char *at, const char *end)
{
	const char *start = at;
	unsigned	open = 0;		/* a slash and spaces are right before */

	at = memchr(at, 'x', (size_t) (end - at));
	if (at == NULL)
		return NULL;
	while (at > start && mark_part(at[-1]) == MARK_SPACE)
		at--;
	for (at -= at > start; at < end; at++)
	{
		unsigned	part = mark_part(*at);

		if (open & part / MARK_X)
		{
			while (mark_part(*at) != MARK_SLASH)
				at--;
			return at;
		}
		open = (part & MARK_SLASH) | (open & part / MARK_SPACE);
	}
	return NULL;
}

/* The slash of the last mark of a text that has one. */
static const char *
last_mark(const char *start, const char *end)
{
	unsigned	closed = 0;		/* spaces and an x are right behind */
	const char *at = end;

	while (at > start)
	{
		unsigned	part = mark_part(*--at);

		if (closed & part)
			break;
		closed = part / MARK_X | (closed & part / MARK_SPACE);
	}
	return at;
}

/*
 * Cuts a second number off, which a slash or backslash with an x behind it
 * announces: what precedes the last such mark of the first line that has one.
 */
static void
cut_second_number(struct phone_text *text)
{
	const char *end = text->tail + text->tail_length;
	const char *mark = first_mark(text->tail, end);
	bool		lines = (text->classes & CHAR_STRANGE) != 0;

	if (mark == NULL)
		return;
	mark = last_mark(mark, lines ? line_stop(mark, end) : end);
	if (lines)
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

/*
 * The first character that a number can start with, or that is forbidden, or
 * the end.
 */
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

		if (class & (STARTS | CHAR_FORBIDDEN))
			break;
		*classes |= class;
		at += length;
	}
	return at;
}

/*
 * Takes the classes of characters from a place to the end; the answer is
 * behind the last of them, or as many, that a number can end with.
 */
static inline const char *
survey(const char *at, const char *end, struct phone_text *text)
{
	const char *last = at;
	unsigned	classes = 0;

	while (at < end)
	{
		unsigned	some;

		at += classify_some(at, end, &some);
		classes |= some;
		if (some & CHAR_END)
			last = at;
	}
	text->classes = classes;
	return last;
}

/* Behind the last character that a number can end with, or the start. */
static const char *
find_end(const char *start, const char *end, struct phone_text *text)
{
	const char *last = survey(start, end, text);

	if (text->classes & CHAR_FORBIDDEN || last == start)
		return start;
	while (last > start)		/* it is one of several */
	{
		uint32_t	c;
		size_t		length = phone_decode_back(start, last, &c);

		if (phone_class_of_character(c) & CHAR_END)
			break;
		last -= length;
	}
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
	unsigned	before = 0;
	const char *start = find_start(input, input + length, &before);
	const char *end = find_end(start, input + length, text);

	if ((before | text->classes) & CHAR_FORBIDDEN || start == end)
		return false;
	text->head = start;
	text->head_length = 0;
	text->tail = start;
	text->tail_length = (size_t) (end - start);
	if (text->classes & CHAR_SLASH)
		cut_second_number(text);
	return true;
}

/* What a domain name is made of besides letters and digits. */
enum
{
	NAME_DOT = 1, NAME_HYPHEN = 2, NAME_BRACKET = 4,	/* a bracket is never */
	NAME_BEFORE = 3				/* bits to the left: what may not follow */
};

static const uint8_t name_parts[256] = {
	['.'] = NAME_DOT | (NAME_DOT | NAME_HYPHEN) << NAME_BEFORE,
	['-'] = NAME_HYPHEN | NAME_DOT << NAME_BEFORE,
	['('] = NAME_BRACKET, [')'] = NAME_BRACKET
};

/*
 * Are these characters, letters and digits or visual separators, labels with
 * hyphens inside, separated by dots? The last one starts with a letter, and a
 * dot may follow it.
 */
static bool
is_domain_name(const char *start, const char *end)
{
	unsigned	before = name_parts['.'];

	if (start == end || end[-1] == '-')
		return false;
	for (const char *at = start; at < end; at++)
	{
		unsigned	part = name_parts[(unsigned char) *at];

		if (part & (before >> NAME_BEFORE | NAME_BRACKET))
			return false;
		before = part;
	}
	end -= end[-1] == '.';
	while (end > start && end[-1] != '.')
		end--;
	return phone_is_ascii_letter((unsigned char) *end);
}

/*
 * The value of a phone-context: a plus, then digits and visual separators, one
 * digit at least, which begin the number; or a domain name, which does not.
 */
static bool
read_context(const char *value, const char *end, struct phone_text *text)
{
	bool		global = value < end && *value == '+';

	survey(value + global, end, text);
	text->head = value;
	text->head_length = global ? (size_t) (end - value) : 0;
	if (text->classes & CHAR_NO_CONTEXT)
		return false;
	if (global)
		return (text->classes & (CHAR_DIGIT | CHAR_LETTER)) == CHAR_DIGIT;
	return is_domain_name(value, end);
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
	if (!read_context(value, value_end, text))
		return false;
	text->tail = number;
	text->tail_length =
		(size_t) ((number <= context ? context : end) - number);
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
	if (context == NULL)
		return true;
	survey(text->tail, text->tail + text->tail_length, text);
	return (text->classes & CHAR_FORBIDDEN) == 0;
}
