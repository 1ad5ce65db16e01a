/*
 * book_charset.c: books and properties in other charsets, made UTF-8
 *
 * Code pages are iconv's to know. A descriptor is opened, used and closed
 * within one function that calls nobody who could raise.
 */
#include "book_inside.h"

#include <iconv.h>
#include <string.h>

#define TOLD_MAX	16			/* bytes of the name of a charset */
#define LOOK_BYTES	4096		/* in which UTF-16 shows itself */
#define NO_PAGE		((iconv_t) -1)

enum utf16
{
	UTF16_NONE, UTF16_LITTLE, UTF16_BIG
};

/*
 * A charset: to iconv, to those who declare it (in capitals, without hyphens
 * and the like), and the regions where Windows has it, so that a book which
 * does not tell its charset is in it. In all others that is Windows-1252; so
 * it is in the Maghreb, where Windows is French as often as Arabic. No other
 * names reach iconv, which knows charsets that nobody writes names in.
 */
struct book_charset
{
	const char *name;
	bool		wide;			/* some characters are two bytes */
	const char *told;
	const char *regions;
};

static const struct book_charset charsets[] = {
	{"CP1250", false, "WINDOWS1250 CP1250",
	"AL BA CZ HR HU ME PL RO RS SI SK"},
	{"CP1251", false, "WINDOWS1251 CP1251",
	"BG BY KG KZ MK MN RU TJ UA UZ"},
	{"CP1253", false, "WINDOWS1253 CP1253", "CY GR"},
	{"CP1254", false, "WINDOWS1254 CP1254 ISO88599 LATIN5", "AZ TR"},
	{"CP1255", false, "WINDOWS1255 CP1255", "IL"},
	{"CP1256", false, "WINDOWS1256 CP1256",
	"AE AF BH EG IQ IR JO KW LB LY OM PK PS QA SA SD SY YE"},
	{"CP1257", false, "WINDOWS1257 CP1257", "EE LT LV"},
	{"CP1258", false, "WINDOWS1258 CP1258", "VN"},
	{"CP874", false, "WINDOWS874 CP874 TIS620 ISO885911", "TH"},
	{"CP932", true, "SHIFTJIS SJIS XSJIS MSKANJI WINDOWS31J CP932", "JP"},
	{"GBK", true, "GB2312 GBK CP936 WINDOWS936 EUCCN", "CN"},
	{"CP949", true, "EUCKR KSC56011987 UHC CP949 WINDOWS949", "KP KR"},
	{"CP950", true, "BIG5 CP950 WINDOWS950", "MO TW"},
	{"BIG5-HKSCS", true, "BIG5HKSCS", "HK"},
	{"GB18030", true, "GB18030", ""},
	{"EUC-JP", true, "EUCJP XEUCJP", ""},
	{"ISO-2022-JP", true, "ISO2022JP", ""},
	{"KOI8-R", false, "KOI8R", ""},
	{"KOI8-U", false, "KOI8U", ""},
	{"CP866", false, "CP866 IBM866", ""},
	{"ISO-8859-2", false, "ISO88592 LATIN2", ""},
	{"ISO-8859-4", false, "ISO88594 LATIN4", ""},
	{"ISO-8859-5", false, "ISO88595", ""},
	{"ISO-8859-6", false, "ISO88596", ""},
	{"ISO-8859-7", false, "ISO88597", ""},
	{"ISO-8859-8", false, "ISO88598 ISO88598I", ""},
	{"ISO-8859-13", false, "ISO885913 LATIN7", ""},
	{"ISO-8859-16", false, "ISO885916 LATIN10", ""}
};

/* A book that begins so is held to be UTF-8, whatever some lines are. */
static const char mark[] = {'\xEF', '\xBB', '\xBF'};

/* Whether a word is one of those that blanks separate. */
static bool
has_word(const char *list, const char *word, size_t length)
{
	while (*list != '\0')
	{
		size_t		size = strcspn(list, " ");

		if (size == length && memcmp(list, word, length) == 0)
			return true;
		list += size + strspn(list + size, " ");
	}
	return false;
}

/* The code page of a region's Windows, NULL for Windows-1252. */
const struct book_charset *
book_charset_of(const char *region, size_t length)
{
	for (size_t i = 0; i < BOOK_LENGTH_OF(charsets); i++)
		if (has_word(charsets[i].regions, region, length))
			return &charsets[i];
	return NULL;
}

/* The charset of a name like "Shift_JIS", NULL when it is not known. */
const struct book_charset *
book_charset_named(struct book_text name)
{
	char		told[TOLD_MAX];
	size_t		length = 0;

	for (size_t i = 0; i < name.length; i++)
	{
		char		c = book_upper(name.bytes[i]);

		if ((c < 'A' || c > 'Z') && (c < '0' || c > '9'))
			continue;
		if (length == TOLD_MAX)
			return NULL;
		told[length++] = c;
	}
	for (size_t i = 0; i < BOOK_LENGTH_OF(charsets); i++)
		if (has_word(charsets[i].told, told, length))
			return &charsets[i];
	return NULL;
}

/*
 * Converts bytes into room; how many they are then, 0 when they are not of
 * that charset or do not fit.
 */
static size_t
convert(iconv_t page, struct book_text text, char *out, size_t room)
{
	char	   *from = (char *) text.bytes;	/* iconv writes nothing there */
	char	   *to = out;
	size_t		left = text.length;

	if (page == NO_PAGE)
		return 0;
	if (iconv(page, &from, &left, &to, &room) != (size_t) -1
		&& iconv(page, NULL, NULL, &to, &room) != (size_t) -1)
		return (size_t) (to - out);
	iconv(page, NULL, NULL, NULL, NULL);	/* forget half a character */
	return 0;
}

/*
 * Bytes that are UTF-8 although another charset is told or likely: nobody
 * writes them so by chance where each is a letter.
 */
static bool
is_utf8_anyway(const struct book_charset *charset, struct book_text text)
{
	return !charset->wide && book_is_utf8(text.bytes, text.length);
}

/* Makes UTF-8 of a value; what is not of its charset stays as it was. */
void
book_charset_undo(const struct book_charset *charset,
				  struct book_buffer *value, struct book_buffer *room)
{
	struct book_text text = {value->bytes, value->length};
	iconv_t		page;

	if (is_utf8_anyway(charset, text))
		return;
	page = iconv_open("UTF-8", charset->name);
	room->length = convert(page, text, room->bytes, sizeof room->bytes);
	if (page != NO_PAGE)
		iconv_close(page);
	if (room->length == 0)
		return;
	memcpy(value->bytes, room->bytes, room->length);
	value->length = room->length;
}

/* Whether a line is a property that declares a charset: it is read in that. */
static bool
tells_charset(struct book_text line)
{
	static const char word[] = ";CHARSET=";
	const size_t size = sizeof word - 1;
	const char *end = memchr(line.bytes, ':', line.length);
	const char *at = line.bytes;

	while (end != NULL && (size_t) (end - at) > size
		   && (at = memchr(at, ';', (size_t) (end - at) - size)) != NULL)
	{
		if (book_same_word((struct book_text) {at, size}, word))
			return true;
		at++;
	}
	return false;
}

/* The line of the book that begins at a position, with its end. */
static struct book_text
line_at(struct book_text book, size_t at, char newline)
{
	const char *from = book.bytes + at;
	const char *end = memchr(from, newline, book.length - at);

	return (struct book_text) {
		from, end == NULL ? book.length - at : (size_t) (end - from) + 1
	};
}

/*
 * Line by line, so that one that is not of the code page stays as it was and
 * is refused alone. A character of one byte becomes at most three, one of two
 * at most four.
 */
static size_t
decode_lines(iconv_t page, const struct book_charset *charset,
			 struct book_text book, char *out)
{
	char		newline = memchr(book.bytes, '\n', book.length) != NULL
		? '\n' : '\r';
	bool		told = false;
	struct book_text line;
	size_t		written = 0;

	for (size_t at = 0; at < book.length; at += line.length)
	{
		size_t		size = 0;

		line = line_at(book, at, newline);
		told = (told && (*line.bytes == ' ' || *line.bytes == '\t'))
			|| tells_charset(line);
		if (!told && !book_is_ascii(line.bytes, line.length)
			&& !is_utf8_anyway(charset, line))
			size = convert(page, line, out + written, line.length * 3);
		if (size == 0)
		{
			memcpy(out + written, line.bytes, line.length);
			size = line.length;
		}
		written += size;
	}
	return written;
}

static size_t
decode_page(struct book_text book, const struct book_charset *charset,
			char *out)
{
	iconv_t		page = iconv_open("UTF-8", charset->name);
	size_t		written;

	memcpy(out, mark, sizeof mark);
	written = decode_lines(page, charset, book, out + sizeof mark);
	if (page != NO_PAGE)
		iconv_close(page);
	return sizeof mark + written;
}

/* Whether a book is in the code page where it comes from. */
static bool
is_in_page(const char *bytes, size_t length,
		   const struct book_charset *charset)
{
	bool		marked = length >= sizeof mark
		&& memcmp(bytes, mark, sizeof mark) == 0;

	return charset != NULL && !marked && !book_is_utf8(bytes, length)
		&& !book_seems_utf8(bytes, length);
}

/* Units of one order that tables hold in any script. */
struct table_units
{
	size_t		ends;			/* of lines */
	size_t		all;
};

static void
count_unit(struct table_units *units, char low, char high)
{
	static const char often[] = "\t ,;|\"+0123456789\r\n";
	const char *found = high == '\0'
		? memchr(often, low, sizeof often - 1) : NULL;

	units->all += found != NULL;
	units->ends += found != NULL && (*found == '\n' || *found == '\r');
}

/*
 * The order that makes delimiters, digits and line ends of one unit in
 * sixteen at least, where the other makes hardly any: zeros stand in other
 * files, too, but not behind their line ends.
 */
static enum utf16
utf16_guess(const char *bytes, size_t length)
{
	size_t		count = (length < LOOK_BYTES ? length : LOOK_BYTES) / 2;
	struct table_units little = {0, 0};
	struct table_units big = {0, 0};

	for (size_t i = 0; i < count; i++)
	{
		count_unit(&little, bytes[2 * i], bytes[2 * i + 1]);
		count_unit(&big, bytes[2 * i + 1], bytes[2 * i]);
	}
	if (little.ends > 0 && little.all > 8 * big.all
		&& little.all >= count / 16 + 3)
		return UTF16_LITTLE;
	if (big.ends > 0 && big.all > 8 * little.all && big.all >= count / 16 + 3)
		return UTF16_BIG;
	return UTF16_NONE;
}

/*
 * By its byte order mark, by the zeros beside the first two letters, or those
 * in the beginning.
 */
static enum utf16
utf16_find(const char *bytes, size_t length)
{
	static const struct
	{
		char		start[4];
		size_t		length;
		enum utf16	order;
	}			marks[] = {
		{"\xFF\xFE", 2, UTF16_LITTLE}, {"\xFE\xFF", 2, UTF16_BIG}
	};

	for (size_t i = 0; i < BOOK_LENGTH_OF(marks); i++)
		if (length >= marks[i].length
			&& memcmp(bytes, marks[i].start, marks[i].length) == 0)
			return marks[i].order;
	if (length < 4)
		return UTF16_NONE;
	if (bytes[0] && !bytes[1] && bytes[2] && !bytes[3])
		return UTF16_LITTLE;
	if (!bytes[0] && bytes[1] && !bytes[2] && bytes[3])
		return UTF16_BIG;
	return utf16_guess(bytes, length);
}

static uint32_t
utf16_unit(const char *bytes, enum utf16 order)
{
	unsigned char first = (unsigned char) bytes[0];
	unsigned char second = (unsigned char) bytes[1];

	return order == UTF16_BIG ? (uint32_t) (first << 8 | second)
		: (uint32_t) (second << 8 | first);
}

/* UTF-16 to UTF-8; half a character becomes bytes that are refused later. */
static size_t
decode_utf16(const char *bytes, size_t length, enum utf16 order, char *out)
{
	size_t		written = 0;
	size_t		i = 0;

	for (; i + 2 <= length; i += 2)
	{
		uint32_t	code = utf16_unit(bytes + i, order);
		uint32_t	low = i + 4 <= length
			? utf16_unit(bytes + i + 2, order) : 0;

		if (code >= 0xD800 && code < 0xDC00 && low >= 0xDC00 && low < 0xE000)
		{
			code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
			i += 2;
		}
		written += book_write_character(code, out + written);
	}
	if (i < length)
		out[written++] = '\xFF';
	return written;
}

/*
 * Room that book_decode needs, 0 when the book is to be read as it is. The
 * charset is that of the place it comes from, NULL for Windows-1252.
 */
size_t
book_decoded_size(const char *bytes, size_t length,
				  const struct book_charset *charset)
{
	if (utf16_find(bytes, length) != UTF16_NONE)
		return length / 2 * 3 + 1;
	return is_in_page(bytes, length, charset) ? length * 3 + sizeof mark : 0;
}

/* Makes UTF-8 of a book that book_decoded_size asks room for. */
size_t
book_decode(const char *bytes, size_t length,
			const struct book_charset *charset, char *out)
{
	enum utf16	order = utf16_find(bytes, length);

	if (order != UTF16_NONE)
		return decode_utf16(bytes, length, order, out);
	return decode_page((struct book_text) {bytes, length}, charset, out);
}
