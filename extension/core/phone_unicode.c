/* phone_unicode.c: UTF-8 and the classes of characters in numbers */
#include <string.h>

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

#define EACH_BYTE	UINT64_C(0x0101010101010101)
#define HIGH_BITS	(EACH_BYTE << 7)

/* The places in a block of bytes that start with so many ones. */
struct leads
{
	uint64_t	wide;			/* 1: all that is not ASCII */
	uint64_t	two;			/* 2: first bytes */
	uint64_t	three;			/* 3: of three or four */
	uint64_t	four;			/* 4: of four */
};

/* Eight bytes, the first lowest. */
static inline uint64_t
load_eight(const unsigned char *byte)
{
	uint64_t	bytes;

	memcpy(&bytes, byte, sizeof bytes);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	bytes = __builtin_bswap64(bytes);
#endif
	return bytes;
}

/* The highest bits of eight bytes, side by side. */
static inline uint64_t
gather(uint64_t bytes)
{
	return (bytes >> 7) * UINT64_C(0x0102040810204080) >> 56;
}

static bool
is_ascii_block(const unsigned char *byte)
{
	uint64_t	all = 0;

	for (unsigned i = 0; i < PHONE_BLOCK; i += 8)
		all |= load_eight(byte + i);
	return (all & HIGH_BITS) == 0;
}

static inline struct leads
find_leads(const unsigned char *byte)
{
	struct leads leads = {0};

	for (unsigned i = 0; i < PHONE_BLOCK; i += 8)
	{
		uint64_t	bytes = load_eight(byte + i);
		uint64_t	wide = bytes & HIGH_BITS;
		uint64_t	two = wide & bytes << 1;
		uint64_t	three = two & bytes << 2;

		leads.wide |= gather(wide) << i;
		leads.two |= gather(two) << i;
		leads.three |= gather(three) << i;
		leads.four |= gather(three & bytes << 3) << i;
	}
	return leads;
}

/* Is each first byte followed by as many others as it announces? */
static bool
is_well_formed(const struct leads *leads)
{
	uint64_t	announced = leads->two << 1 | leads->three << 2 |
		leads->four << 3;
	uint64_t	beyond = leads->two >> 63 | leads->three >> 62 |
		leads->four >> 61;

	return (announced ^ (leads->wide & ~leads->two)) == 0 && beyond == 0;
}

static unsigned
classes_of_bytes(const unsigned char *byte)
{
	unsigned	classes = 0;

	for (const unsigned char *end = byte + PHONE_BLOCK; byte < end; byte += 8)
		classes |= phone_byte_class[byte[0]] | phone_byte_class[byte[1]] |
			phone_byte_class[byte[2]] | phone_byte_class[byte[3]] |
			phone_byte_class[byte[4]] | phone_byte_class[byte[5]] |
			phone_byte_class[byte[6]] | phone_byte_class[byte[7]];
	return classes;
}

/*
 * The classes of characters that are not ASCII. Those of each length come
 * together, so that no branch depends on how they alternate in the text.
 */
static unsigned
classes_of_leads(const unsigned char *byte, const struct leads *leads)
{
	unsigned	classes = 0;
	bool		overlong = false;

	for (uint64_t rest = leads->two & ~leads->three; rest; rest &= rest - 1)
	{
		const unsigned char *at = byte + __builtin_ctzll(rest);
		unsigned	c = (at[0] & 0x1fu) << 6 | (at[1] & 0x3fu);

		overlong |= c < 0x80;
		classes |= phone_class_of_kind(phone_kinds[c]);
	}
	for (uint64_t rest = leads->three & ~leads->four; rest; rest &= rest - 1)
	{
		const unsigned char *at = byte + __builtin_ctzll(rest);
		uint32_t	c = (at[0] & 0xfu) << 12 | (at[1] & 0x3fu) << 6 |
			(at[2] & 0x3fu);

		overlong |= c < 0x800 || c - 0xd800 < 0x800;
		classes |= phone_class_of_kind(phone_kind(c));
	}
	for (uint64_t rest = leads->four; rest; rest &= rest - 1)
	{
		const unsigned char *at = byte + __builtin_ctzll(rest);
		uint32_t	c = (at[0] & 0xfu) << 18 | (at[1] & 0x3fu) << 12 |
			(at[2] & 0x3fu) << 6 | (at[3] & 0x3fu);

		overlong |= c - 0x10000 > 0xfffff;
		classes |= phone_class_of_kind(phone_kind(c));
	}
	return overlong ? CHAR_ALL : classes;
}

/*
 * The classes together of the characters that end within a block, which more
 * bytes must follow; the answer is their bytes. What is not UTF-8 may be of
 * any class. The cost depends little on which characters they are.
 */
size_t
phone_classify_block(const char *text, unsigned *classes)
{
	const unsigned char *byte = (const unsigned char *) text;
	struct leads leads;
	unsigned	length = PHONE_BLOCK;

	*classes = classes_of_bytes(byte);
	if (is_ascii_block(byte))
		return length;
	leads = find_leads(byte);
	while (length > PHONE_BLOCK - 3 && phone_continues(text[length]))
		length--;
	if (length < PHONE_BLOCK)
	{
		uint64_t	inside = ~(UINT64_MAX << length);

		leads.wide &= inside;
		leads.two &= inside;
		leads.three &= inside;
		leads.four &= inside;
	}
	*classes |= is_well_formed(&leads) ? classes_of_leads(byte, &leads) :
		(unsigned) CHAR_ALL;
	return length;
}
