/* text.c: UTF-8, percent codes, base64url */
#include "text.h"

#include <sodium.h>
#include <string.h>
#include <strings.h>

#define DELETE			0x7f
#define LAST_CONTROL	0x9f	/* of the second block, which opens at 0x80 */

static bool
is_control(uint32_t character, bool lines)
{
	if (lines && (character == '\n' || character == '\t'))
		return false;
	return character < ' ' ||
		(character >= DELETE && character <= LAST_CONTROL);
}

/* Length of a sequence by its first byte, and the bits and floor of it. */
static int
sequence_start(unsigned char byte, uint32_t *bits, uint32_t *least)
{
	static const struct
	{
		unsigned char mask;
		unsigned char sign;
		uint32_t	least;
	}			form[] = {
		{0x80, 0x00, 0}, {0xe0, 0xc0, 0x80}, {0xf0, 0xe0, 0x800},
		{0xf8, 0xf0, 0x10000},
	};

	for (int i = 0; i < 4; i++)
		if ((byte & form[i].mask) == form[i].sign)
		{
			*bits = byte & (unsigned char) ~form[i].mask;
			*least = form[i].least;
			return i + 1;
		}
	return 0;
}

/* The next character; its length, or 0 when it is not UTF-8. */
static size_t
character_at(struct slice text, size_t at, uint32_t *character)
{
	uint32_t	least = 0;
	uint32_t	bits = 0;
	int			length;

	length = sequence_start((unsigned char) text.data[at], &bits, &least);
	if (length == 0 || (size_t) length > text.length - at)
		return 0;
	for (int i = 1; i < length; i++)
	{
		unsigned char byte = (unsigned char) text.data[at + (size_t) i];

		if ((byte & 0xc0) != 0x80)
			return 0;
		bits = bits << 6 | (byte & 0x3f);
	}
	if (bits < least || bits > 0x10ffff || (bits >= 0xd800 && bits <= 0xdfff))
		return 0;
	*character = bits;
	return (size_t) length;
}

bool
text_clean(struct slice text, bool lines)
{
	size_t		at = 0;

	while (at < text.length)
	{
		uint32_t	character;
		size_t		length = character_at(text, at, &character);

		if (length == 0 || is_control(character, lines))
			return false;
		at += length;
	}
	return true;
}

bool
text_whole(struct slice text)
{
	size_t		at = 0;

	while (at < text.length)
	{
		uint32_t	character;
		size_t		length = character_at(text, at, &character);

		if (length == 0 || character == 0)
			return false;
		at += length;
	}
	return true;
}

static int
hexadecimal(char digit)
{
	if (digit >= '0' && digit <= '9')
		return digit - '0';
	if (digit >= 'a' && digit <= 'f')
		return digit - 'a' + 10;
	if (digit >= 'A' && digit <= 'F')
		return digit - 'A' + 10;
	return -1;
}

bool
text_unescape(struct arena *arena, struct slice text, bool plus,
			  struct slice *result)
{
	char	   *out = arena_get(arena, text.length + 1);
	size_t		length = 0;

	for (size_t i = 0; i < text.length; i++)
	{
		char		byte = text.data[i];

		if (byte == '%')
		{
			int			high = -1;
			int			low = -1;

			if (text.length - i > 2)
			{
				high = hexadecimal(text.data[i + 1]);
				low = hexadecimal(text.data[i + 2]);
			}
			if (high < 0 || low < 0)
				return false;
			byte = (char) (high << 4 | low);
			i += 2;
		}
		else if (plus && byte == '+')
			byte = ' ';
		out[length++] = byte;
	}
	out[length] = '\0';
	*result = (struct slice) {out, length};
	return true;
}

void
text_quoted(struct buffer *out, struct slice text)
{
	size_t		done = 0;

	buffer_add(out, "\"", 1);
	for (size_t i = 0; i < text.length; i++)
		if (text.data[i] == '"' || text.data[i] == '\\')
		{
			buffer_add(out, text.data + done, i - done);
			buffer_add(out, "\\", 1);
			done = i;
		}
	buffer_add(out, text.data + done, text.length - done);
	buffer_add(out, "\"", 1);
}

/* Everything but RFC 3986's unreserved characters becomes a code. */
void
text_escape(struct buffer *out, struct slice text)
{
	static const char plain[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

	for (size_t i = 0; i < text.length; i++)
		if (text.data[i] != '\0' && strchr(plain, text.data[i]) != NULL)
			buffer_add(out, text.data + i, 1);
		else
			buffer_print(out, "%%%02X", (unsigned char) text.data[i]);
}

char *
text_base64(struct arena *arena, const void *data, size_t length)
{
	size_t		size;
	char	   *text;

	size = sodium_base64_encoded_len(length,
									 sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	text = arena_get(arena, size);
	return sodium_bin2base64(text, size, data, length,
							 sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

bool
text_unbase64(struct arena *arena, struct slice text, struct slice *result)
{
	size_t		size = text.length / 4 * 3 + 3;
	unsigned char *data = arena_get(arena, size + 1);
	size_t		length = 0;
	const char *end = NULL;

	if (sodium_base642bin(data, size, text.data, text.length, NULL, &length,
						  &end, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0
		|| end != text.data + text.length)
		return false;
	data[length] = '\0';
	*result = (struct slice) {(char *) data, length};
	return true;
}

bool
text_equal_fold(struct slice a, struct slice b)
{
	return a.length == b.length &&
		(a.length == 0 || strncasecmp(a.data, b.data, a.length) == 0);
}

bool
text_within_fold(struct slice part, struct slice whole)
{
	for (size_t i = 0; i + part.length <= whole.length; i++)
	{
		struct slice piece = {whole.data + i, part.length};

		if (text_equal_fold(part, piece))
			return true;
	}
	return false;
}

bool
text_integer(struct slice text, int64_t *value)
{
	size_t		i = text.length > 0 && text.data[0] == '-';
	bool		negative = i == 1;
	int64_t		sum = 0;

	if (i == text.length)
		return false;
	for (; i < text.length; i++)
	{
		int			digit = text.data[i] - '0';

		if (digit < 0 || digit > 9 ||
			__builtin_mul_overflow(sum, 10, &sum) ||
			__builtin_sub_overflow(sum, digit, &sum))
			return false;
	}
	/* The sum ran downwards, where there is one value more. */
	if (!negative && __builtin_sub_overflow(0, sum, &sum))
		return false;
	*value = sum;
	return true;
}

bool
text_uuid(struct slice text)
{
	if (text.length != 36)
		return false;
	for (size_t i = 0; i < text.length; i++)
	{
		bool		dash = i == 8 || i == 13 || i == 18 || i == 23;

		if (dash ? text.data[i] != '-' : hexadecimal(text.data[i]) < 0)
			return false;
	}
	return true;
}
