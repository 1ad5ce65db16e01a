/*
 * fuzz_book.c: any bytes as an address book
 *
 * The first byte chooses the format, whether the first line names columns, and
 * the code page; the rest is the book. Rows must be clean text within their
 * limits, and each step must come nearer to the end.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "book.h"

/* What the rows of one book are checked against. */
struct frame
{
	const char *bytes;
	size_t		length;
	size_t		rows;
};

static void
need(bool promise)
{
	if (!promise)
		abort();
}

/* Text that a server takes: UTF-8 without control characters. */
static void
check_clean(struct book_text text)
{
	size_t		follow = 0;

	for (size_t i = 0; i < text.length; i++)
	{
		unsigned char byte = (unsigned char) text.bytes[i];

		if (follow > 0)
		{
			need((byte & 0xC0) == 0x80);
			follow--;
			continue;
		}
		need(byte >= 0x20 && byte != 0x7F && (byte & 0xC0) != 0x80);
		need(byte != 0xC0 && byte != 0xC1 && byte < 0xF5);
		if (byte == 0xC2 && i + 1 < text.length)
			need((unsigned char) text.bytes[i + 1] >= 0xA0);
		follow = byte < 0x80 ? 0 : byte < 0xE0 ? 1 : byte < 0xF0 ? 2 : 3;
	}
	need(follow == 0);
}

static void
check_escaped(struct book_text raw)
{
	char		out[BOOK_RAW_MAX];
	size_t		length = book_escape(raw, out);

	need(length <= BOOK_RAW_MAX);
	check_clean((struct book_text) {out, length});
}

static void
check_row(void *context, const struct book_row *row)
{
	struct frame *frame = context;
	phone		value;

	need(++frame->rows <= frame->length);
	need(row->line >= 1 && row->line <= frame->length);
	need(row->raw.bytes >= frame->bytes && row->raw.length <= frame->length
		 && row->raw.bytes + row->raw.length <= frame->bytes + frame->length);
	check_escaped(row->raw);
	check_escaped(row->field);
	check_clean(row->name);
	check_clean(row->number);
	check_clean(row->email);
	if (row->error != BOOK_OK)
	{
		need(book_error_name(row->error) != NULL);
		return;
	}
	need(row->name.length > 0 && row->name.length <= BOOK_NAME_MAX);
	need(row->number.length > 0 && row->number.length <= BOOK_NUMBER_MAX);
	need(row->email.length <= BOOK_EMAIL_MAX);
	need(row->region.length == 0 || row->region.length == 2
		 || row->region.length == 3);
	if (book_row_number(row, "IN", 2, &value) == BOOK_OK)
		need(phone_class_of(value) == PHONE_NUMBER);
}

/* A map out of the first line; NULL when it is none. */
static const struct book_map *
map_of(const struct frame *frame)
{
	static struct book_map map;
	static char text[1024];
	const char *end = memchr(frame->bytes, '\n', frame->length);
	struct book_text part;

	if (end == NULL || (size_t) (end - frame->bytes) >= sizeof text)
		return NULL;
	memcpy(text, frame->bytes, (size_t) (end - frame->bytes));
	text[end - frame->bytes] = '\0';
	return book_map_read(&map, text, &part) == NULL ? &map : NULL;
}

static void
read_book(struct frame *frame, enum book_format format, bool mapped)
{
	static struct book book;
	size_t		before;

	book_open(&book, frame->bytes, frame->length, format, check_row, frame);
	if (mapped)
		book.map = map_of(frame);
	for (before = book.position; book_step(&book); before = book.position)
		need(book.position > before);
	need(book.position == book.length);
}

/* Regions of all code pages, and one without any. */
static const struct book_charset *
charset_of(uint8_t choice)
{
	static const char regions[][2] = {
		"ZZ", "PL", "RU", "GR", "TR", "IL", "EG", "LT", "VN", "TH", "JP",
		"CN", "KR", "TW", "HK", "DE"
	};

	return book_charset_of(regions[choice % 16], 2);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct frame frame = {NULL, 0, 0};
	const struct book_charset *charset;
	size_t		decoded;
	char	   *bytes;

	if (size < 2)
		return 0;
	frame.length = size - 1;
	bytes = malloc(frame.length);
	need(bytes != NULL);
	memcpy(bytes, data + 1, frame.length);
	charset = charset_of(data[0] >> 3);
	decoded = book_decoded_size(bytes, frame.length, charset);
	if (decoded > 0)
	{
		char	   *utf8 = malloc(decoded);

		need(utf8 != NULL);
		frame.length = book_decode(bytes, frame.length, charset, utf8);
		need(frame.length <= decoded);
		free(bytes);
		bytes = utf8;
	}
	frame.bytes = bytes;
	read_book(&frame, (enum book_format) (data[0] % 4), data[0] & 4);
	free(bytes);
	return 0;
}
