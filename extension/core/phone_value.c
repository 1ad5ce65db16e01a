/*
 * phone_value.c: the 64-bit value of a number, and its text
 *
 * No metadata is read here, so that what was stored under one release of the
 * numbering plans is still a value under every later one. The layout is drawn
 * in phone.h; it is for ever, and each decoder below accepts exactly what the
 * encoder beside it can have written.
 */
#include <string.h>

#include "phone_layout.h"
#include "phone_unicode.h"

static const char extension_mark[] = ";ext=";

#define EXTENSION_MARK_LENGTH	(sizeof extension_mark - 1)

static unsigned
class_nibble(phone value)
{
	return (unsigned) (value >> CLASS_SHIFT);
}

/*
 * Nibbles
 */

/* How many of the nibbles from the top are digits: two or more. */
static unsigned
count_digits(uint64_t bits)
{
	uint64_t	other = ~(bits >> 1 | bits >> 2 | bits >> 3) & EACH_NIBBLE;

	return other == 0 ? NIBBLES : (unsigned) __builtin_clzll(other) / 4;
}

/* Whether a nibble is above nine's, which no class but a rank can hold. */
static bool
exceeds_nine(uint64_t bits)
{
	return (bits >> 3 & bits >> 2 & EACH_NIBBLE) != 0;
}

/* Spreads eight nibbles over eight bytes, the first into the lowest byte. */
static uint64_t
spread(uint32_t nibbles)
{
	uint64_t	bits = nibbles;

	bits = (bits | bits << 16) & UINT64_C(0x0000ffff0000ffff);
	bits = (bits | bits << 8) & UINT64_C(0x00ff00ff00ff00ff);
	bits = (bits | bits << 4) & UINT64_C(0x0f0f0f0f0f0f0f0f);
	return bits;
}

/* Writes sixteen characters, of which the digits among the nibbles count. */
static void
write_digits(uint64_t bits, char out[NIBBLES])
{
	const uint64_t to_ascii = UINT64_C(0x0101010101010101) *
		('0' - NIBBLE_ZERO);
	uint64_t	half[2];

	half[0] = spread((uint32_t) (bits >> 32)) + to_ascii;
	half[1] = spread((uint32_t) bits) + to_ascii;
	for (unsigned i = 0; i < NIBBLES; i++)
		out[i] = (char) (half[i / 8] >> (56 - 8 * (i % 8)));
}

/*
 * Numbers of at most sixteen digits
 */

static bool
is_number(phone value)
{
	unsigned	length = count_digits(value);
	unsigned	extension_length;
	uint64_t	tail;

	if (length < NUMBER_LENGTH_MIN || exceeds_nine(value) ||
		class_nibble(value) < CLASS_FIRST_NUMBER)
		return false;
	tail = length == NIBBLES ? 0 : value << 4 * length;
	if (tail == 0)
		return true;
	if (class_nibble(tail) != NIBBLE_SEPARATOR)
		return false;
	tail <<= 4;
	extension_length = count_digits(tail);
	return extension_length > 0 && tail << 4 * extension_length == 0;
}

static bool
pack_number(const char *digits, size_t length,
			const char *extension, size_t extension_length, phone *value)
{
	size_t		nibbles = length;

	if (length < NUMBER_LENGTH_MIN || length > NIBBLES)
		return false;
	if (extension_length > 0)
	{
		if (extension_length > NIBBLES - 1 - length || length == NIBBLES)
			return false;
		nibbles += 1;
	}
	*value = put_digits(digits, length, 0);
	if (extension_length > 0)
		*value |= nibble_at(NIBBLE_SEPARATOR, (unsigned) length) |
			put_digits(extension, extension_length, (unsigned) nibbles);
	return true;
}

/*
 * Numbers of 17 to 19 digits. They exist in a few countries only, and their
 * rank among all such numbers takes the 60 bits that sixteen nibbles lack.
 * The rank is pre-order for 17 and 18 digits; 19 digits follow all of them.
 */

static bool
begins_with(const char *text, size_t length, const char *head)
{
	size_t		head_length = strlen(head);

	return length >= head_length && memcmp(text, head, head_length) == 0;
}

static bool
has_long_code(const char *digits, size_t length)
{
	for (size_t i = 0; i < LENGTH_OF(long_code); i++)
		if (begins_with(digits, length, long_code[i]))
			return true;
	return false;
}

static uint64_t
decimal(const char *digits, size_t length)
{
	uint64_t	n = 0;

	for (size_t i = 0; i < length; i++)
		n = n * 10 + (uint64_t) (digits[i] - '0');
	return n;
}

static void
write_decimal(uint64_t n, char *out, size_t length)
{
	while (length > 0)
	{
		out[--length] = (char) ('0' + n % 10);
		n /= 10;
	}
}

bool
phone_pack_long(const char *digits, size_t length, phone *value)
{
	uint64_t	rank;

	if (length == LONG_LENGTH_MAX)
	{
		for (size_t i = 0; i < LENGTH_OF(longest_head); i++)
			if (begins_with(digits, length, longest_head[i]))
			{
				rank = longest_first + i * longest_step +
					decimal(digits + length - LONGEST_TAIL, LONGEST_TAIL);
				*value = (uint64_t) CLASS_LONG << CLASS_SHIFT | rank;
				return true;
			}
		return false;
	}
	if (length < LONG_LENGTH_MIN || length > LONG_LENGTH_MAX ||
		!has_long_code(digits, length))
		return false;
	rank = 11 * decimal(digits, LONG_LENGTH_MIN);
	if (length > LONG_LENGTH_MIN)
		rank += 1 + (uint64_t) (digits[LONG_LENGTH_MIN] - '0');
	*value = (uint64_t) CLASS_LONG << CLASS_SHIFT | rank;
	return true;
}

/* The digits of a rank, and how many; 0 if no number has this rank. */
static size_t
unpack_long(phone value, char out[LONG_LENGTH_MAX])
{
	uint64_t	rank = value & PAYLOAD_MASK;

	if (rank >= longest_first)
	{
		uint64_t	head = (rank - longest_first) / longest_step;

		if (head >= LENGTH_OF(longest_head))
			return 0;
		memcpy(out, longest_head[head], LONG_LENGTH_MAX - LONGEST_TAIL);
		write_decimal((rank - longest_first) % longest_step,
					  out + LONG_LENGTH_MAX - LONGEST_TAIL, LONGEST_TAIL);
		return LONG_LENGTH_MAX;
	}
	write_decimal(rank / 11, out, LONG_LENGTH_MIN);
	if (!has_long_code(out, LONG_LENGTH_MIN))
		return 0;
	if (rank % 11 == 0)
		return LONG_LENGTH_MIN;
	out[LONG_LENGTH_MIN] = (char) ('0' + rank % 11 - 1);
	return LONG_LENGTH_MIN + 1;
}

/*
 * Short codes: the region that they are dialled in, then their digits
 */

#define SHORT_REGION_SHIFT	50
#define SHORT_RESERVED		(UINT64_C(3) << 48)
#define SHORT_DIGITS_AT		4		/* nibble position of the first digit */

static bool
is_short_code(phone value)
{
	uint64_t	digits = value << 4 * SHORT_DIGITS_AT;
	unsigned	length = count_digits(digits);
	uint64_t	region = (value & PAYLOAD_MASK) >> SHORT_REGION_SHIFT;

	return region < 26 * 26 && (value & SHORT_RESERVED) == 0 &&
		length > 0 && !exceeds_nine(digits) && digits << 4 * length == 0;
}

bool
phone_pack_short(char first, char second, const char *digits, size_t length,
		   phone *value)
{
	uint64_t	region;

	if (!is_upper(first) || !is_upper(second) ||
		length < 1 || length > SHORT_LENGTH_MAX || !all_digits(digits, length))
		return false;
	region = (uint64_t) (26 * (first - 'A') + (second - 'A'));
	*value = (uint64_t) CLASS_SHORT << CLASS_SHIFT |
		region << SHORT_REGION_SHIFT |
		put_digits(digits, length, SHORT_DIGITS_AT);
	return true;
}

/* Region, colon and digits; returns the length. */
static size_t
write_short(phone value, char *out)
{
	uint64_t	region = (value & PAYLOAD_MASK) >> SHORT_REGION_SHIFT;
	uint64_t	digits = value << 4 * SHORT_DIGITS_AT;
	unsigned	length = count_digits(digits);
	char		all[NIBBLES];

	write_digits(digits, all);
	out[0] = (char) ('A' + region / 26);
	out[1] = (char) ('A' + region % 26);
	out[2] = ':';
	memcpy(out + 3, all, length);
	return 3 + length;
}

/*
 * Constants: callers who hide, in words that are not senders
 */

static const char *const constant[CONSTANTS] = {
	"anonymous", "restricted", "unknown"
};

static int
find_constant(const char *text, size_t length)
{
	for (size_t i = 0; i < CONSTANTS; i++)
	{
		size_t		j = 0;

		if (strlen(constant[i]) != length)
			continue;
		while (j < length && upper(constant[i][j]) == upper(text[j]))
			j++;
		if (j == length)
			return (int) i;
	}
	return -1;
}

/*
 * Alphanumeric senders: base 40, a pad below all characters
 */

static const char sender_alphabet[] =
" -.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

#define SENDER_BASE		40

/* The digit of a character in base 40; 0 for one that no sender has. */
unsigned
phone_sender_digit(char c)
{
	const char *found = c == '\0' ? NULL : strchr(sender_alphabet, upper(c));

	return found == NULL ? 0 : (unsigned) (found - sender_alphabet) + 1;
}

/*
 * A sender holds a letter, so that it is never taken for a number, does not
 * begin or end with a blank, so that no two look alike, and is not one of the
 * constants.
 */
static bool
is_sender_text(const char *text, size_t length)
{
	bool		letter = false;

	if (length < 1 || length > SENDER_LENGTH_MAX)
		return false;
	for (size_t i = 0; i < length; i++)
	{
		if (phone_sender_digit(text[i]) == 0)
			return false;
		letter |= is_upper(upper(text[i]));
	}
	return letter && text[0] != ' ' && text[length - 1] != ' ' &&
		find_constant(text, length) < 0;
}

bool
phone_pack_sender(const char *text, size_t length, phone *value)
{
	uint64_t	rank = 0;

	if (!is_sender_text(text, length))
		return false;
	for (size_t i = 0; i < SENDER_LENGTH_MAX; i++)
		rank = rank * SENDER_BASE + (i < length ? phone_sender_digit(text[i]) : 0);
	*value = (uint64_t) CLASS_SENDER << CLASS_SHIFT | rank;
	return true;
}

/* The characters of a rank, and how many; 0 if no sender has this rank. */
static size_t
unpack_sender(phone value, char out[SENDER_LENGTH_MAX])
{
	uint64_t	rank = value & PAYLOAD_MASK;
	size_t		length = 0;

	for (size_t i = SENDER_LENGTH_MAX; i-- > 0; rank /= SENDER_BASE)
	{
		unsigned	digit = (unsigned) (rank % SENDER_BASE);

		if (digit == 0 && length > 0)
			return 0;
		if (digit == 0)
			continue;
		out[i] = sender_alphabet[digit - 1];
		if (length == 0)
			length = i + 1;
	}
	return rank == 0 && is_sender_text(out, length) ? length : 0;
}

/*
 * The value as a whole
 */

bool
phone_is_value(uint64_t bits)
{
	char		text[SENDER_LENGTH_MAX > LONG_LENGTH_MAX ?
					 SENDER_LENGTH_MAX : LONG_LENGTH_MAX];

	switch (class_nibble(bits))
	{
		case CLASS_LONG:
			return unpack_long(bits, text) > 0;
		case CLASS_SHORT:
			return is_short_code(bits);
		case CLASS_SENDER:
			return unpack_sender(bits, text) > 0;
		case CLASS_CONSTANT:
			return (bits & PAYLOAD_MASK) < CONSTANTS;
		default:
			return is_number(bits);
	}
}

enum phone_class
phone_class_of(phone value)
{
	switch (class_nibble(value))
	{
		case CLASS_SHORT:
			return PHONE_SHORT_CODE;
		case CLASS_SENDER:
			return PHONE_SENDER;
		case CLASS_CONSTANT:
			return PHONE_CONSTANT;
		default:
			return PHONE_NUMBER;
	}
}

/*
 * The calling code's length is in its first two digits: this is the shape of
 * the world's numbering plan, assigned or not, and older than any metadata.
 */
static uint8_t
calling_code_length(const char *digits)
{
	/* for each first digit, the second ones that make a two-digit code */
	static const char *const two_digits[10] = {
		"", "", "07", "0123469", "013456789", "12345678", "0123456", "",
		"1246", "0123458"
	};

	if (digits[0] == '1' || digits[0] == '7')
		return 1;
	return strchr(two_digits[digits[0] - '0'], digits[1]) != NULL ? 2 : 3;
}

bool
phone_unpack(phone value, struct phone_number *number)
{
	unsigned	length;
	uint64_t	tail;

	if (class_nibble(value) == CLASS_LONG)
	{
		number->length = (uint8_t) unpack_long(value, number->digits);
		number->extension_length = 0;
		if (number->length == 0)
			return false;
		number->code_length = calling_code_length(number->digits);
		return true;
	}
	if (class_nibble(value) > CLASS_LONG || !is_number(value))
		return false;
	length = count_digits(value);
	write_digits(value, number->digits);
	number->length = (uint8_t) length;
	number->code_length = calling_code_length(number->digits);
	tail = length < NIBBLES ? value << 4 * length : 0;
	number->extension_length = 0;
	if (tail != 0)
	{
		tail <<= 4;				/* the separator */
		write_digits(tail, number->extension);
		number->extension_length = (uint8_t) count_digits(tail);
	}
	return true;
}

static bool
pack_digits(const char *digits, size_t length,
			const char *extension, size_t extension_length, phone *value)
{
	if (length < 1 || digits[0] == '0' || !all_digits(digits, length) ||
		!all_digits(extension, extension_length))
		return false;
	if (length > NIBBLES)
		return extension_length == 0 && phone_pack_long(digits, length, value);
	return pack_number(digits, length, extension, extension_length, value);
}

/*
 * The digits of an extension in ASCII, however they were written; false for
 * more of them than any value has room for.
 */
static bool
plain_extension(const struct phone_number *number, char out[NIBBLES],
				size_t *length)
{
	const char *text = number->extension;
	const char *end = text + number->extension_length;

	for (*length = 0; text < end; ++*length)
	{
		uint32_t	c;
		int			digit;

		text += phone_decode(text, end, &c);
		digit = phone_digit(c);
		if (digit < 0 || *length == NIBBLES)
			return false;
		out[*length] = (char) ('0' + digit);
	}
	return true;
}

bool
phone_pack(const struct phone_number *number, bool with_extension,
		   phone *value)
{
	char		extension[NIBBLES];
	size_t		length = 0;

	if (with_extension && !plain_extension(number, extension, &length))
		return false;
	return pack_digits(number->digits, number->length, extension, length,
					   value);
}

/* "+digits", and perhaps ";ext=digits" */
static bool
number_from_text(const char *text, size_t length, phone *value)
{
	const char *digits = text + 1;
	size_t		count = 0;
	const char *extension;
	size_t		rest;

	while (count < length - 1 && is_digit(digits[count]))
		count++;
	extension = digits + count;
	rest = length - 1 - count;
	if (rest == 0)
		return pack_digits(digits, count, extension, 0, value);
	if (rest <= EXTENSION_MARK_LENGTH ||
		memcmp(extension, extension_mark, EXTENSION_MARK_LENGTH) != 0)
		return false;
	return pack_digits(digits, count, extension + EXTENSION_MARK_LENGTH,
					   rest - EXTENSION_MARK_LENGTH, value);
}

bool
phone_from_text(const char *text, size_t length, phone *value)
{
	int			found;

	if (length < 1 || length >= PHONE_TEXT_MAX)
		return false;
	if (text[0] == '+')
		return number_from_text(text, length, value);
	if (length > 3 && text[2] == ':')
		return phone_pack_short(upper(text[0]), upper(text[1]), text + 3, length - 3,
						  value);
	found = find_constant(text, length);
	if (found < 0)
		return phone_pack_sender(text, length, value);
	*value = (uint64_t) CLASS_CONSTANT << CLASS_SHIFT | (uint64_t) found;
	return true;
}

static size_t
write_number(phone value, char *out)
{
	struct phone_number number;
	char	   *end = out;

	if (!phone_unpack(value, &number))
		return 0;
	*end++ = '+';
	memcpy(end, number.digits, number.length);
	end += number.length;
	if (number.extension_length > 0)
	{
		memcpy(end, extension_mark, EXTENSION_MARK_LENGTH);
		end += EXTENSION_MARK_LENGTH;
		memcpy(end, number.extension, number.extension_length);
		end += number.extension_length;
	}
	return (size_t) (end - out);
}

static size_t
write_constant(phone value, char *out)
{
	const char *text = constant[value & PAYLOAD_MASK];
	size_t		length = strlen(text);

	memcpy(out, text, length);
	return length;
}

/* The length is 0, and the text empty, for bits that are no value. */
size_t
phone_to_text(phone value, char out[PHONE_TEXT_MAX])
{
	size_t		length = 0;

	switch (class_nibble(value))
	{
		case CLASS_SHORT:
			if (is_short_code(value))
				length = write_short(value, out);
			break;
		case CLASS_SENDER:
			length = unpack_sender(value, out);
			break;
		case CLASS_CONSTANT:
			if (phone_is_value(value))
				length = write_constant(value, out);
			break;
		default:
			length = write_number(value, out);
	}
	out[length] = '\0';
	return length;
}
