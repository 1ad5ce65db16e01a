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
	CHAR_LABEL = 8,				/* may end a label, or is of no use */
	CHAR_PLUS = 16,
	CHAR_SLASH = 32,			/* / and \ may announce a second number */
	CHAR_END = 64,				/* may be the last: letters, numbers and # */
	CHAR_FORBIDDEN = 128,		/* makes the whole text no number at all */
	CHAR_VANITY = 256,			/* a letter that is no punctuation besides */
	CHAR_STRANGE = 512,			/* cannot be in a number, but for its label */
	CHAR_NO_CONTEXT = 1024		/* not in a phone-context, but for a first plus */
};

/* Classes of ASCII; a byte of a longer character has none. */
extern const uint16_t phone_byte_class[256];
extern const uint16_t phone_kind_class[256];

extern size_t phone_decode_wide(const char *text, const char *end,
								uint32_t *c);
extern size_t phone_decode_back_wide(const char *start, const char *text,
									 uint32_t *c);

static inline bool
phone_is_ascii(char byte)
{
	return (unsigned char) byte < 0x80;
}

static inline bool
phone_continues(char byte)
{
	return ((unsigned char) byte & 0xc0) == 0x80;
}

/* Bytes of the character at text, which is before end. */
static inline size_t
phone_decode(const char *text, const char *end, uint32_t *c)
{
	if (phone_is_ascii(*text))
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
	if (phone_is_ascii(text[-1]))
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
phone_class_of_kind(unsigned kind)
{
	return phone_kind_class[kind & 255];
}

static inline unsigned
phone_class_of_character(uint32_t c)
{
	return c < 0x80 ? phone_byte_class[c] : phone_class_of_kind(phone_kind(c));
}

/* The kind of the character at text, not ASCII; the answer is its bytes. */
static inline size_t
phone_decode_kind(const char *text, const char *end, unsigned *kind)
{
	unsigned	first = (unsigned char) *text;
	uint32_t	c;
	size_t		length;

	if (first >= 0xc2 && first < 0xe0 && end - text >= 2 &&
		phone_continues(text[1]))
	{
		*kind = phone_kinds[(first & 0x1f) << 6 |
							((unsigned char) text[1] & 0x3f)];
		return 2;
	}
	length = phone_decode_wide(text, end, &c);
	*kind = phone_kind(c);
	return length;
}

/*
 * The class of the character at text, which is before end, and of a decimal
 * digit the ASCII one; the answer is its bytes.
 */
static inline size_t
phone_classify(const char *text, const char *end, unsigned *class, char *digit)
{
	size_t		length;
	unsigned	kind;

	if (phone_is_ascii(*text))
	{
		*class = phone_byte_class[(unsigned char) *text];
		*digit = *text;
		return 1;
	}
	length = phone_decode_kind(text, end, &kind);
	*class = phone_class_of_kind(kind);
	*digit = (char) ('0' + ((kind - PHONE_KIND_ZERO) & PHONE_KIND_MASK));
	return length;
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
