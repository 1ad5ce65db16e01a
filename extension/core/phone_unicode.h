/*
 * phone_unicode.h: UTF-8 and the classes of characters that matter in the
 * text of a number
 */
#ifndef PHONE_UNICODE_H
#define PHONE_UNICODE_H

#include "phone_tables.h"

/* What decoding gives for bytes that are not UTF-8: a forbidden character. */
#define PHONE_BAD_CHARACTER	UINT32_C(0xffffffff)

enum phone_character_class
{
	CHAR_DIGIT = 1,				/* any decimal digit (Nd) */
	CHAR_PUNCTUATION = 2,		/* may stand between digits; x and * do too */
	CHAR_LETTER = 4,			/* a to z, and what folds to one of them */
	CHAR_LABEL = 8,				/* of no other use, or may end a label */
	CHAR_PLUS = 16,
	CHAR_SLASH = 32,			/* / and \, which may announce a second number */
	CHAR_END = 64,				/* may be the last: letters, numbers and # */
	CHAR_FORBIDDEN = 128,		/* makes the whole text no number at all */
	CHAR_ALL = 255
};

/* Classes of ASCII; a byte of a longer character may be of any. */
extern const uint8_t phone_byte_class[256];
extern const uint8_t phone_kind_class[16];

extern size_t phone_decode_wide(const char *text, const char *end, uint32_t *c);
extern size_t phone_decode_back_wide(const char *start, const char *text,
									 uint32_t *c);

/* Bytes of the character at text, which is before end. */
static inline size_t
phone_decode(const char *text, const char *end, uint32_t *c)
{
	if ((unsigned char) *text < 0x80)
	{
		*c = (unsigned char) *text;
		return 1;
	}
	return phone_decode_wide(text, end, c);
}

/* Bytes of the character that ends at text, which is behind start. */
static inline size_t
phone_decode_back(const char *start, const char *text, uint32_t *c)
{
	if ((unsigned char) text[-1] < 0x80)
	{
		*c = (unsigned char) text[-1];
		return 1;
	}
	return phone_decode_back_wide(start, text, c);
}

/* The kind of a character outside of ASCII. */
static inline unsigned
phone_kind(uint32_t c)
{
	if (c > 0x10ffff)
		return PHONE_KIND_FORBIDDEN;
	return phone_kinds[phone_kind_index[c >> 7] * 128u + (c & 127)];
}

static inline unsigned
phone_class_of_character(uint32_t c)
{
	unsigned	kind;

	if (c < 0x80)
		return phone_byte_class[c];
	kind = phone_kind(c);
	return phone_kind_class[kind & PHONE_KIND_MASK] |
		(kind & PHONE_KIND_WORD ? CHAR_END : 0u);
}

/* The value of a decimal digit, or -1. */
static inline int
phone_digit(uint32_t c)
{
	unsigned	digit = c < 0x80 ? c - '0' :
		(phone_kind(c) & PHONE_KIND_MASK) - PHONE_KIND_ZERO;

	return digit < 10 ? (int) digit : -1;
}

#endif
