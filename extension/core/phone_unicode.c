/* phone_unicode.c: UTF-8 and the classes of characters in numbers */
#include "phone_tables.h"
#include "phone_unicode.h"

#define D	CHAR_DIGIT
#define P	CHAR_PUNCTUATION
#define L	CHAR_LETTER
#define X	(CHAR_LETTER | CHAR_PUNCTUATION)
#define F	CHAR_FORBIDDEN
#define S	CHAR_SEPARATOR
#define B	(CHAR_SEPARATOR | CHAR_PUNCTUATION)

const uint8_t phone_ascii_class[128] = {
	/* 0 */ F, F, F, F, F, F, F, F, F, S, 0, F, 0, 0, F, F,
	/* 1 */ F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F,
	/* 2 */ B, 0, 0, 0, 0, 0, 0, 0, P, P, CHAR_STAR, CHAR_PLUS, S, P, P, P,
	/* 3 */ D, D, D, D, D, D, D, D, D, D, 0, 0, 0, 0, 0, 0,
	/* 4 */ 0, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
	/* 5 */ L, L, L, L, L, L, L, L, X, L, L, P, 0, P, 0, 0,
	/* 6 */ 0, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
	/* 7 */ L, L, L, L, L, L, L, L, X, L, L, 0, 0, 0, P, F
};

#undef D
#undef P
#undef L
#undef X
#undef F
#undef S
#undef B

/* Everything outside of ASCII that has a class, but digits and forbidden. */
static const struct
{
	uint16_t	first;
	uint16_t	last;
	uint8_t		class;
}			wide_classes[] = {
	{0x00a0, 0x00a0, CHAR_PUNCTUATION | CHAR_SEPARATOR},	/* no-break space */
	{0x00ad, 0x00ad, CHAR_PUNCTUATION}, /* soft hyphen */
	{0x017f, 0x017f, CHAR_LETTER},	/* long s, folds to s */
	{0x200b, 0x200b, CHAR_PUNCTUATION}, /* zero width space */
	{0x2010, 0x2015, CHAR_PUNCTUATION}, /* dashes */
	{0x2053, 0x2053, CHAR_PUNCTUATION}, /* swung dash */
	{0x2060, 0x2060, CHAR_PUNCTUATION}, /* word joiner */
	{0x212a, 0x212a, CHAR_LETTER},	/* Kelvin sign, folds to k */
	{0x2212, 0x2212, CHAR_PUNCTUATION}, /* minus */
	{0x223c, 0x223c, CHAR_PUNCTUATION}, /* tilde operator */
	{0x3000, 0x3000, CHAR_PUNCTUATION}, /* ideographic space */
	{0x30fc, 0x30fc, CHAR_PUNCTUATION}, /* prolonged sound mark */
	{0xff08, 0xff09, CHAR_PUNCTUATION}, /* fullwidth parentheses */
	{0xff0b, 0xff0b, CHAR_PLUS},
	{0xff0d, 0xff0f, CHAR_PUNCTUATION}, /* fullwidth - . / */
	{0xff3b, 0xff3b, CHAR_PUNCTUATION}, /* fullwidth brackets */
	{0xff3d, 0xff3d, CHAR_PUNCTUATION}
};

#define WIDE_CLASSES	(sizeof wide_classes / sizeof wide_classes[0])

/*
 * The characters libphonenumber's UTF-8 library refuses: controls,
 * non-characters, and what is not UTF-8 at all.
 */
static bool
forbidden(uint32_t c)
{
	return c <= 0x9f || (c >= 0xfdd0 && c <= 0xfdef) ||
		(c & 0xfffe) == 0xfffe || c > 0x10ffff;
}

/* The class of a character outside of ASCII. */
unsigned
phone_wide_class(uint32_t c)
{
	size_t		low = 0;
	size_t		high = WIDE_CLASSES;

	if (forbidden(c))
		return CHAR_FORBIDDEN;
	while (low < high)
	{
		size_t		middle = (low + high) / 2;

		if (c > wide_classes[middle].last)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < WIDE_CLASSES && c >= wide_classes[low].first)
		return wide_classes[low].class;
	return phone_wide_digit(c) >= 0 ? CHAR_DIGIT : 0;
}

/* Whether a character outside of ASCII is a letter or a number. */
bool
phone_wide_word(uint32_t c)
{
	size_t		low = 0;
	size_t		high = PHONE_WORD_RANGES;

	while (low < high)
	{
		size_t		middle = (low + high) / 2;

		if (c > phone_word_ranges[middle].last)
			low = middle + 1;
		else
			high = middle;
	}
	return low < PHONE_WORD_RANGES && c >= phone_word_ranges[low].first;
}

/* The value of a decimal digit outside of ASCII, or -1. */
int
phone_wide_digit(uint32_t c)
{
	size_t		low = 0;
	size_t		high = PHONE_DIGIT_RUNS;

	while (low < high)
	{
		size_t		middle = (low + high) / 2;

		if (c > phone_digit_runs[middle] + 9)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == PHONE_DIGIT_RUNS || c < phone_digit_runs[low])
		return -1;
	return (int) (c - phone_digit_runs[low]);
}

static bool
continues(char byte)
{
	return ((unsigned char) byte & 0xc0) == 0x80;
}

/* Bytes of a sequence by its first byte; 0 if none starts so. */
static size_t
sequence_length(unsigned char first)
{
	if (first < 0xc2 || first > 0xf4)
		return 0;
	return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

/* As phone_decode, for a first byte outside of ASCII. */
size_t
phone_decode_wide(const char *text, const char *end, uint32_t *c)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	size_t		length = sequence_length((unsigned char) *text);
	uint32_t	point;

	*c = PHONE_BAD_CHARACTER;
	if (length == 0 || length > (size_t) (end - text))
		return 1;
	point = (unsigned char) *text & (0x7fu >> length);
	for (size_t i = 1; i < length; i++)
	{
		if (!continues(text[i]))
			return 1;
		point = point << 6 | ((unsigned char) text[i] & 0x3fu);
	}
	if (point < least[length] || point > 0x10ffff ||
		(point >= 0xd800 && point <= 0xdfff))
		return 1;
	*c = point;
	return length;
}

/* As phone_decode_back, for a last byte outside of ASCII. */
size_t
phone_decode_back_wide(const char *start, const char *text, uint32_t *c)
{
	const char *first = text - 1;

	while (first > start && continues(*first) && text - first < 4)
		first--;
	if (phone_decode_wide(first, text, c) == (size_t) (text - first))
		return (size_t) (text - first);
	*c = PHONE_BAD_CHARACTER;
	return 1;
}
