/* phone_unicode.c: UTF-8 and the classes of characters in numbers */
#include "phone_unicode.h"

#define D	(CHAR_DIGIT | CHAR_END)
#define P	CHAR_PUNCTUATION
#define Q	(CHAR_PUNCTUATION | CHAR_NO_CONTEXT)
#define T	(CHAR_PUNCTUATION | CHAR_LABEL | CHAR_NO_CONTEXT)
#define L	(CHAR_LETTER | CHAR_END | CHAR_VANITY)
#define N	(CHAR_LETTER | CHAR_END | CHAR_VANITY | CHAR_LABEL)
#define X	(CHAR_LETTER | CHAR_END | CHAR_LABEL | CHAR_PUNCTUATION)
#define S	(CHAR_PUNCTUATION | CHAR_SLASH | CHAR_NO_CONTEXT)
#define B	(CHAR_SLASH | o)
#define H	(CHAR_END | o)
#define o	(CHAR_LABEL | CHAR_STRANGE | CHAR_NO_CONTEXT)
#define U	(CHAR_PLUS | CHAR_NO_CONTEXT)
#define F	(CHAR_FORBIDDEN | CHAR_NO_CONTEXT)

const uint16_t phone_byte_class[256] = {
	/* 0 */ F, F, F, F, F, F, F, F, F, o, o, F, o, o, F, F,
	/* 1 */ F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F,
	/* 2 */ Q, o, o, H, o, o, o, o, P, P, Q, U, o, P, P, S,
	/* 3 */ D, D, D, D, D, D, D, D, D, D, o, o, o, o, o, o,
	/* 4 */ o, L, L, L, L, L, L, L, L, L, L, L, L, L, N, N,
	/* 5 */ L, L, L, L, N, L, L, L, X, L, L, Q, B, Q, o, o,
	/* 6 */ o, L, L, L, L, L, L, L, L, L, L, L, L, L, N, N,
	/* 7 */ L, L, L, L, N, L, L, L, X, L, L, o, o, o, T, F
};

#undef D
#undef P
#undef Q
#undef T
#undef L
#undef N
#undef X
#undef S
#undef B
#undef H
#undef o
#undef U
#undef F

/* The labels outside of ASCII are made of characters of no other kind. */
#define KIND(kind, class) \
	[kind] = (class), [(kind) | PHONE_KIND_WORD] = (class) | CHAR_END
#define DIGIT(value)	KIND(PHONE_KIND_ZERO + (value), CHAR_DIGIT)
#define OTHER(kind, class)	KIND(kind, (class) | CHAR_NO_CONTEXT)

const uint16_t phone_kind_class[256] = {
	OTHER(0, CHAR_LABEL | CHAR_STRANGE),
	DIGIT(0), DIGIT(1), DIGIT(2), DIGIT(3), DIGIT(4),
	DIGIT(5), DIGIT(6), DIGIT(7), DIGIT(8), DIGIT(9),
	OTHER(PHONE_KIND_PUNCTUATION, CHAR_PUNCTUATION),
	OTHER(PHONE_KIND_LETTER, CHAR_LETTER | CHAR_VANITY),
	OTHER(PHONE_KIND_PLUS, CHAR_PLUS),
	OTHER(PHONE_KIND_FORBIDDEN, CHAR_FORBIDDEN)
};

#undef OTHER
#undef DIGIT
#undef KIND

/* As phone_decode, for a first byte outside of ASCII. */
size_t
phone_decode_wide(const char *text, const char *end, uint32_t *c)
{
	const unsigned char *byte = (const unsigned char *) text;
	size_t		room = (size_t) (end - text);
	uint32_t	point = byte[0];

	*c = PHONE_BAD_CHARACTER;
	if (byte[0] < 0xc2 || room < 2 || !phone_continues(text[1]))
		return 1;
	point = point << 6 | (byte[1] & 0x3fu);
	if (byte[0] < 0xe0)
	{
		*c = point & 0x7ff;
		return 2;
	}
	if (room < 3 || !phone_continues(text[2]))
		return 1;
	point = point << 6 | (byte[2] & 0x3fu);
	if (byte[0] < 0xf0)
	{
		point &= 0xffff;
		if (point < 0x800 || (point >= 0xd800 && point <= 0xdfff))
			return 1;
		*c = point;
		return 3;
	}
	if (byte[0] > 0xf4 || room < 4 || !phone_continues(text[3]))
		return 1;
	point = (point << 6 | (byte[3] & 0x3fu)) & 0x1fffff;
	if (point < 0x10000 || point > 0x10ffff)
		return 1;
	*c = point;
	return 4;
}

/* As phone_decode_back, for a last byte outside of ASCII. */
size_t
phone_decode_back_wide(const char *start, const char *text, uint32_t *c)
{
	const char *first = text - 1;

	while (first > start && phone_continues(*first) && text - first < 4)
		first--;
	if (phone_decode_wide(first, text, c) == (size_t) (text - first))
		return (size_t) (text - first);
	*c = PHONE_BAD_CHARACTER;
	return 1;
}
