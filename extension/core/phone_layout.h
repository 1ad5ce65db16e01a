/*
 * phone_layout.h: what the 64 bits of a value are made of
 *
 * It is drawn in phone.h, and it is for ever. Of use to the files that make
 * values and take them apart.
 */
#ifndef PHONE_LAYOUT_H
#define PHONE_LAYOUT_H

#include "phone.h"

#define LENGTH_OF(array)	(sizeof (array) / sizeof (array)[0])

#define CLASS_SHIFT		60
#define PAYLOAD_MASK	((UINT64_C(1) << CLASS_SHIFT) - 1)
#define NIBBLES			16
#define EACH_NIBBLE		UINT64_C(0x1111111111111111)

enum
{
	NIBBLE_SEPARATOR = 1, NIBBLE_ZERO = 2, NIBBLE_NINE = 11
};

enum
{
	CLASS_FIRST_NUMBER = 3, CLASS_LAST_NUMBER = 11, CLASS_LONG = 12,
	CLASS_SHORT = 13, CLASS_SENDER = 14, CLASS_CONSTANT = 15
};

#define NUMBER_LENGTH_MIN	3
#define SHORT_LENGTH_MAX	12
#define SENDER_LENGTH_MAX	11

#define LONG_LENGTH_MIN		17
#define LONG_LENGTH_MAX		19
#define LONGEST_TAIL		15		/* digits behind the head of the longest */

static const uint64_t longest_first = UINT64_C(1100000000000000000);
static const uint64_t longest_step = UINT64_C(1000000000000000);

/* Part of the format: these lists may grow at their ends and never change. */
static const char *const long_code[] = {"49", "62", "81", "234"};
static const char *const longest_head[] = {"6200", "8100"};

/* Values of constants count up from the first one. */
#define CONSTANTS			3

/* phone_value.c: false if there is no such value */
extern bool phone_pack_long(const char *digits, size_t length, phone *value);
extern bool phone_pack_short(char first, char second, const char *digits,
							 size_t length, phone *value);
extern bool phone_pack_sender(const char *text, size_t length, phone *value);

/* The digit of a sender's character, 0 for one that no sender has. */
extern unsigned phone_sender_digit(char c);

static inline bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool
is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static inline char
upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c;
}

static inline bool
all_digits(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (!is_digit(text[i]))
			return false;
	return true;
}

static inline uint64_t
nibble_at(unsigned nibble, unsigned position)
{
	return (uint64_t) nibble << (CLASS_SHIFT - 4 * position);
}

/* Digits as nibbles from the given position on, where there is room. */
static inline uint64_t
put_digits(const char *digits, size_t length, unsigned position)
{
	uint64_t	bits = 0;

	for (size_t i = 0; i < length; i++)
		bits |= nibble_at((unsigned) (digits[i] - '0') + NIBBLE_ZERO,
						  position + (unsigned) i);
	return bits;
}

/* One nibble repeated over the positions first .. last - 1. */
static inline uint64_t
fill(unsigned nibble, unsigned first, unsigned last)
{
	uint64_t	bits = 0;

	while (first < last)
		bits |= nibble_at(nibble, first++);
	return bits;
}

#endif
