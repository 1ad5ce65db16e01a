/* book_text.c: characters of an address book, made clean UTF-8 */
#include "book_inside.h"

#include <string.h>

#define HIGH_BITS	UINT64_C(0x8080808080808080)

/* Windows-1252 from 0x80 to 0x9F; 0 where it has no character. */
static const uint16_t windows_code[32] = {
	0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
	0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
	0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
	0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178
};

/*
 * What a byte from 0x80 on may be in a name written in Windows-1252: upper
 * or lower letter, punctuation, or '-': no name holds it, so that the line is
 * broken UTF-8 rather than an old charset.
 */
static const char windows_class[] =
	"-----p----u-u-u-" "-ppppppp-pl-l-lu"
	"p---------lp----" "p---p--p--lp----"
	"uuuuuuuuuuuuuuuu" "uuuuuuu-uuuuuuul"
	"llllllllllllllll" "lllllll-lllllll-";

struct range
{
	uint32_t	first;
	uint32_t	last;
};

/* White space of Unicode: any run of it becomes one blank. */
static const struct range blanks[] = {
	{0x09, 0x0D}, {0x20, 0x20}, {0x85, 0x85}, {0xA0, 0xA0},
	{0x1680, 0x1680}, {0x2000, 0x200A}, {0x2028, 0x2029}, {0x202F, 0x202F},
	{0x205F, 0x205F}, {0x3000, 0x3000}
};

/*
 * Marks that are left out: soft hyphen, zero width space, byte order mark,
 * and the directions that phones wrap around a number when it is copied.
 */
static const struct range marks[] = {
	{0xAD, 0xAD}, {0x200B, 0x200B}, {0x200E, 0x200F}, {0x202A, 0x202E},
	{0x2060, 0x2060}, {0x2066, 0x2069}, {0xFEFF, 0xFEFF}
};

/* Takes room or none, but shows nothing: a name needs more than these. */
static const struct range unseen[] = {
	{0x115F, 0x1160}, {0x180B, 0x180F}, {0x200C, 0x200D}, {0x202F, 0x202F},
	{0x2061, 0x206F}, {0x2800, 0x2800}, {0x3164, 0x3164}, {0xFFA0, 0xFFA0}
};

static const struct range controls[] = {
	{0x00, 0x1F}, {0x7F, 0x9F}, {0xFFF9, 0xFFFB}
};

static bool
in_ranges(const struct range *range, size_t count, uint32_t code)
{
	for (size_t i = 0; i < count; i++)
		if (code >= range[i].first && code <= range[i].last)
			return true;
	return false;
}

#define IN(table, code) \
	in_ranges(table, sizeof(table) / sizeof((table)[0]), code)

char
book_upper(char c)
{
	return (char) (c >= 'a' && c <= 'z' ? c & ~0x20 : c);
}

/* Whether a text is a word that is written in capitals, in any letters. */
bool
book_same_word(struct book_text text, const char *word)
{
	if (strlen(word) != text.length)
		return false;
	for (size_t i = 0; i < text.length; i++)
		if (book_upper(text.bytes[i]) != word[i])
			return false;
	return true;
}

static bool
is_ascii_letter(unsigned char byte)
{
	return (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';
}

/*
 * The length of the well-formed sequence at bytes and its code point; 0 when
 * there is none: overlong forms, surrogates and codes past 10FFFF are not.
 */
static size_t
utf8_read(const char *bytes, size_t length, uint32_t *code)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	unsigned char first = (unsigned char) bytes[0];
	size_t		size = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2
		: first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;

	if (size == 0 || size > length)
		return 0;
	*code = size == 1 ? first : first & (0x7Fu >> size);
	for (size_t i = 1; i < size; i++)
	{
		unsigned char next = (unsigned char) bytes[i];

		if ((next & 0xC0) != 0x80)
			return 0;
		*code = *code << 6 | (next & 0x3F);
	}
	if (*code < least[size] || *code > 0x10FFFF
		|| (*code >= 0xD800 && *code <= 0xDFFF))
		return 0;
	return size;
}

/* Writes up to four bytes; what it makes of a surrogate reads as malformed. */
size_t
book_write_character(uint32_t code, char *out)
{
	size_t		size = code < 0x80 ? 1 : code < 0x800 ? 2
		: code < 0x10000 ? 3 : 4;
	static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};

	for (size_t i = size - 1; i > 0; i--)
	{
		out[i] = (char) (0x80 | (code & 0x3F));
		code >>= 6;
	}
	out[0] = (char) (lead[size] | code);
	return size;
}

/* The first position from i on that is not ASCII, or length. */
static size_t
skip_ascii(const char *bytes, size_t length, size_t i)
{
	uint64_t	word;

	for (; i + sizeof word <= length; i += sizeof word)
	{
		memcpy(&word, bytes + i, sizeof word);
		if (word & HIGH_BITS)
			break;
	}
	while (i < length && !(bytes[i] & 0x80))
		i++;
	return i;
}

bool
book_is_ascii(const char *bytes, size_t length)
{
	return skip_ascii(bytes, length, 0) == length;
}

bool
book_is_utf8(const char *bytes, size_t length)
{
	uint32_t	code;
	size_t		i = 0;
	size_t		size;

	while ((i = skip_ascii(bytes, length, i)) < length)
	{
		size = utf8_read(bytes + i, length - i, &code);
		if (size == 0)
			return false;
		i += size;
	}
	return true;
}

/*
 * Whether a book is UTF-8, perhaps with some broken lines, rather than in an
 * old charset: it has more characters of several bytes than bytes that are
 * part of none.
 */
bool
book_seems_utf8(const char *bytes, size_t length)
{
	size_t		good = 0;
	size_t		bad = 0;
	uint32_t	code;
	size_t		size;
	size_t		i = 0;

	while ((i = skip_ascii(bytes, length, i)) < length)
	{
		size = utf8_read(bytes + i, length - i, &code);
		good += size > 0;
		bad += size == 0;
		i += size > 0 ? size : 1;
	}
	return good > bad;
}

/* Whether the bytes make sense as a name in Windows-1252. */
static bool
seems_windows(const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
	{
		unsigned char byte = (unsigned char) bytes[i];
		unsigned char before = i > 0 ? (unsigned char) bytes[i - 1] : ' ';
		unsigned char after = i + 1 < length
			? (unsigned char) bytes[i + 1] : ' ';
		char		class;

		if (byte < 0x80)
			continue;
		class = windows_class[byte - 0x80];
		if (class == '-')
			return false;
		if (class == 'p')
			continue;
		if (!is_ascii_letter(before) && !is_ascii_letter(after)
			&& before < 0x80 && after < 0x80)
			return false;		/* a letter stands with letters */
		if (class == 'u' && before >= 'a' && before <= 'z')
			return false;		/* and a capital not after a small one */
	}
	return true;
}

static uint32_t
windows_read(char c)
{
	unsigned char byte = (unsigned char) c;

	return byte >= 0x80 && byte < 0xA0 ? windows_code[byte - 0x80] : byte;
}

/* Appends what fits and remembers when something did not. */
void
book_append(struct book_buffer *buffer, const char *bytes, size_t length)
{
	size_t		room = sizeof buffer->bytes - buffer->length;

	if (length > room)
	{
		buffer->cut = true;
		length = room;
	}
	if (length > 0)
		memcpy(buffer->bytes + buffer->length, bytes, length);
	buffer->length += length;
}

void
book_empty(struct book_buffer *buffer)
{
	buffer->length = 0;
	buffer->cut = false;
}

/*
 * The length of a sequence that begins so, if none that does is a blank, a
 * control, a mark or unseen: ASCII, U+00C0 to U+0FFF, U+4000 to U+EFFF.
 */
static size_t
plain_size(unsigned char first)
{
	if (first < 0x80)
		return first > ' ' && first <= '~';
	if (first < 0xE0)
		return first >= 0xC3 ? 2 : 0;
	return first == 0xE0 || (first >= 0xE4 && first <= 0xEE) ? 3 : 0;
}

/* How many bytes, from the first on, are well-formed and can be seen. */
static size_t
plain_run(const char *bytes, size_t length, bool windows)
{
	size_t		most = windows ? 1 : 3;
	size_t		run = 0;

	while (run < length)
	{
		size_t		size = plain_size((unsigned char) bytes[run]);

		if (size == 0 || size > most)
			break;
		run += size;
	}
	return run;
}

/* What comes behind blanks, unless it comes first, comes behind one. */
static void
append_behind(struct book_buffer *out, bool *gap, const char *bytes,
			  size_t length)
{
	if (*gap)
		book_append(out, " ", 1);
	*gap = false;
	book_append(out, bytes, length);
}

/*
 * Makes clean text of what was written: UTF-8 (from Windows-1252 unless the
 * book is known to be UTF-8), no blanks around it and single ones inside, no
 * marks, no control characters. What cannot be seen at all is empty.
 */
enum book_error
book_clean(const struct book_buffer *source, bool utf8,
		   struct book_buffer *out)
{
	bool		windows = !book_is_utf8(source->bytes, source->length);
	bool		gap = false;
	bool		seen = false;
	char		character[4];
	uint32_t	code = 0;
	size_t		size;

	book_empty(out);
	if (source->cut)
		return BOOK_TOO_LONG;
	if (windows && (utf8 || !seems_windows(source->bytes, source->length)))
		return BOOK_BAD_UTF8;
	for (size_t i = 0; i < source->length; i += size)
	{
		size = plain_run(source->bytes + i, source->length - i, windows);
		if (size > 0)
		{
			append_behind(out, &gap, source->bytes + i, size);
			seen = true;
			continue;
		}
		size = 1;
		if (windows)
			code = windows_read(source->bytes[i]);
		else
			size = utf8_read(source->bytes + i, source->length - i, &code);
		if (IN(blanks, code))
			gap = out->length > 0;
		else if (IN(controls, code))
			return BOOK_CONTROL_CHARACTER;
		else if (!IN(marks, code))
		{
			append_behind(out, &gap, character,
						  book_write_character(code, character));
			seen = seen || !IN(unseen, code);
		}
	}
	if (!seen)
		book_empty(out);
	return out->cut ? BOOK_TOO_LONG : BOOK_OK;
}

/* One @ with something on both sides, no blanks; nobody is written to here. */
bool
book_is_email(const struct book_buffer *text)
{
	const char *at = memchr(text->bytes, '@', text->length);
	size_t		before;

	if (at == NULL || text->length > BOOK_EMAIL_MAX
		|| memchr(text->bytes, ' ', text->length) != NULL)
		return false;
	before = (size_t) (at - text->bytes);
	return before > 0 && before + 1 < text->length
		&& memchr(at + 1, '@', text->length - before - 1) == NULL;
}

/* Whether a character of raw text could move a terminal or hide itself. */
static bool
must_escape(uint32_t code)
{
	return IN(controls, code) || (code > 0x7F && IN(marks, code))
		|| code == 0x2028 || code == 0x2029;
}

static size_t
escape_byte(unsigned char byte, char out[4])
{
	static const char hex[] = "0123456789ABCDEF";
	static const char plain[] = "\\\t\n\r";
	static const char letter[] = "\\tnr";
	const char *found = memchr(plain, byte, sizeof plain - 1);

	out[0] = '\\';
	if (found != NULL)
	{
		out[1] = letter[found - plain];
		return 2;
	}
	out[1] = 'x';
	out[2] = hex[byte >> 4];
	out[3] = hex[byte & 15];
	return 4;
}

/* The beginning of any bytes as one line of UTF-8 text; its length. */
size_t
book_escape(struct book_text raw, char out[BOOK_RAW_MAX])
{
	size_t		written = 0;
	size_t		size;

	for (size_t i = 0; i < raw.length; i += size)
	{
		char		piece[4 * 4];
		size_t		length = 0;
		uint32_t	code = 0;

		size = utf8_read(raw.bytes + i, raw.length - i, &code);
		if (size > 0 && code != '\\' && !must_escape(code))
		{
			memcpy(piece, raw.bytes + i, size);
			length = size;
		}
		else
		{
			size = size > 0 ? size : 1;
			for (size_t j = 0; j < size; j++)
				length += escape_byte((unsigned char) raw.bytes[i + j],
									  piece + length);
		}
		if (written + length > BOOK_RAW_MAX)
			break;
		memcpy(out + written, piece, length);
		written += length;
	}
	return written;
}
