/* phone_unicode.c: UTF-8 and the classes of characters in numbers */
#include "phone_unicode.h"

#define D	(CHAR_DIGIT | CHAR_END)
#define P	CHAR_PUNCTUATION
#define T	(CHAR_PUNCTUATION | CHAR_LABEL)
#define L	(CHAR_LETTER | CHAR_END)
#define N	(CHAR_LETTER | CHAR_END | CHAR_LABEL)
#define X	(CHAR_LETTER | CHAR_END | CHAR_LABEL | CHAR_PUNCTUATION)
#define S	(CHAR_PUNCTUATION | CHAR_SLASH)
#define B	(CHAR_SLASH | CHAR_LABEL)
#define H	(CHAR_END | CHAR_LABEL)
#define o	CHAR_LABEL
#define U	CHAR_PLUS
#define F	CHAR_FORBIDDEN
#define W	CHAR_ALL

const uint8_t phone_byte_class[256] = {
	/* 0 */ F, F, F, F, F, F, F, F, F, o, o, F, o, o, F, F,
	/* 1 */ F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F,
	/* 2 */ P, o, o, H, o, o, o, o, P, P, P, U, o, P, P, S,
	/* 3 */ D, D, D, D, D, D, D, D, D, D, o, o, o, o, o, o,
	/* 4 */ o, L, L, L, L, L, L, L, L, L, L, L, L, L, N, N,
	/* 5 */ L, L, L, L, N, L, L, L, X, L, L, P, B, P, o, o,
	/* 6 */ o, L, L, L, L, L, L, L, L, L, L, L, L, L, N, N,
	/* 7 */ L, L, L, L, N, L, L, L, X, L, L, o, o, o, T, F,
	/* 8 */ W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W,
	/* 9 */ W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W,
	/* a */ W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W,
	/* b */ W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W,
	/* c */ W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W,
	/* d */ W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W,
	/* e */ W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W,
	/* f */ W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W
};

#undef D
#undef P
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
#undef W

/* The labels outside of ASCII are made of characters of no other kind. */
const uint8_t phone_kind_class[16] = {
	CHAR_LABEL, CHAR_DIGIT, CHAR_DIGIT, CHAR_DIGIT, CHAR_DIGIT, CHAR_DIGIT,
	CHAR_DIGIT, CHAR_DIGIT, CHAR_DIGIT, CHAR_DIGIT, CHAR_DIGIT,
	[PHONE_KIND_PUNCTUATION] = CHAR_PUNCTUATION,
	[PHONE_KIND_LETTER] = CHAR_LETTER,
	[PHONE_KIND_PLUS] = CHAR_PLUS,
	[PHONE_KIND_FORBIDDEN] = CHAR_FORBIDDEN
};

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
