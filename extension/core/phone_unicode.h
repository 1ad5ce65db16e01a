/*
 * phone_unicode.h: UTF-8 and the classes of characters that matter in the
 * text of a number.
 */
#ifndef PHONE_UNICODE_H
#define PHONE_UNICODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What decoding gives for bytes that are not UTF-8: a member of no class. */
#define PHONE_BAD_CHARACTER	UINT32_C(0xffffffff)

enum phone_character_class
{
	CHAR_DIGIT = 1,				/* any decimal digit (Nd) */
	CHAR_PUNCTUATION = 2,		/* what may stand between digits, x included */
	CHAR_LETTER = 4,			/* a to z, and what folds to one of them */
	CHAR_STAR = 8,
	CHAR_PLUS = 16,
	CHAR_SEPARATOR = 32,		/* may stand around the label of an extension */
	CHAR_FORBIDDEN = 64			/* makes the whole text no number at all */
};

extern const uint8_t phone_ascii_class[128];

extern unsigned phone_wide_class(uint32_t c);
extern bool phone_wide_word(uint32_t c);
extern int	phone_wide_digit(uint32_t c);
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

static inline unsigned
phone_class_of_character(uint32_t c)
{
	return c < 0x80 ? phone_ascii_class[c] : phone_wide_class(c);
}

/* The value of a decimal digit, or -1. */
static inline int
phone_digit(uint32_t c)
{
	if (c < 0x80)
		return c >= '0' && c <= '9' ? (int) (c - '0') : -1;
	return phone_wide_digit(c);
}

#endif
