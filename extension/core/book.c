/* book.c: reads an address book record by record */
#include "book_inside.h"

#include <string.h>

static const char *const format_name[] = {NULL, "csv", "vcf", "jsonl"};

static const char *const error_name[] = {
	[BOOK_OK] = NULL,
	[BOOK_NOT_A_NUMBER] = "not_a_number",
	[BOOK_BAD_COUNTRY_CODE] = "bad_country_code",
	[BOOK_TOO_SHORT] = "too_short",
	[BOOK_TOO_LONG] = "too_long",
	[BOOK_BAD_UTF8] = "bad_utf8",
	[BOOK_CONTROL_CHARACTER] = "control_character",
	[BOOK_MISSING_NAME] = "missing_name",
	[BOOK_MISSING_NUMBER] = "missing_number",
	[BOOK_MISSING_COLUMN] = "missing_column",
	[BOOK_TOO_MANY_COLUMNS] = "too_many_columns",
	[BOOK_TOO_LONG_LINE] = "too_long_line",
	[BOOK_UNBALANCED_QUOTE] = "unbalanced_quote",
	[BOOK_NOT_A_CARD] = "not_a_card",
	[BOOK_BAD_JSON] = "bad_json",
	[BOOK_BAD_DATE] = "bad_date",
	[BOOK_LOW_SCORE] = "low_score"
};

/* The word of an error, NULL for none. */
const char *
book_error_name(enum book_error error)
{
	return error_name[error];
}

bool
book_format_find(const char *name, size_t length, enum book_format *format)
{
	for (int i = BOOK_CSV; i <= BOOK_JSON; i++)
		if (strlen(format_name[i]) == length
			&& memcmp(format_name[i], name, length) == 0)
		{
			*format = (enum book_format) i;
			return true;
		}
	return false;
}

/* LF ends lines, also after CR; CR alone does in a book without any LF. */
static char
newline_of(const char *bytes, size_t length)
{
	if (length == 0 || memchr(bytes, '\n', length) != NULL
		|| memchr(bytes, '\r', length) == NULL)
		return '\n';
	return '\r';
}

static enum book_format
format_of(const char *bytes, size_t length)
{
	if (book_card_is(bytes, length))
		return BOOK_VCARD;
	return book_json_is(bytes, length) ? BOOK_JSON : BOOK_CSV;
}

void
book_open(struct book *book, const char *bytes, size_t length,
		  enum book_format format, book_emit emit, void *context)
{
	static const char mark[] = {'\xEF', '\xBB', '\xBF'};
	bool		marked = length >= sizeof mark
		&& memcmp(bytes, mark, sizeof mark) == 0;

	memset(book, 0, sizeof *book);
	book->bytes = bytes;
	book->length = length;
	book->position = marked ? sizeof mark : 0;
	book->line = 1;
	book->newline = newline_of(bytes, length);
	book->utf8 = marked || book_seems_utf8(bytes, length);
	book->format = format;
	if (format == BOOK_ANY)
		book->format = format_of(bytes + book->position,
								 length - book->position);
	if (book->format == BOOK_JSON)
		book->utf8 = true;
	book->emit = emit;
	book->context = context;
}

/* Reads one record and emits its rows; false at the end of the book. */
bool
book_step(struct book *book)
{
	if (book->position >= book->length)
		return false;
	if (book->format == BOOK_VCARD)
		book_card_step(book);
	else if (book->format == BOOK_JSON)
		book_json_step(book);
	else
		book_csv_step(book);
	return true;
}

/* Where the line that holds from ends: at its newline or behind the book. */
size_t
book_line_end(const struct book *book, size_t from)
{
	const char *end;

	if (from >= book->length)
		return book->length;
	end = memchr(book->bytes + from, book->newline, book->length - from);
	return end != NULL ? (size_t) (end - book->bytes) : book->length;
}

/* Moves on to a position that is not past the book, counting lines. */
void
book_move(struct book *book, size_t to)
{
	size_t		end;

	while (book->position < to)
	{
		end = book_line_end(book, book->position);
		if (end >= to)
			break;
		book->line++;
		book->position = end + 1;
	}
	book->position = to;
}

/* Trims the end of a line from raw text. */
static struct book_text
without_line_end(struct book_text raw)
{
	while (raw.length > 0 && (raw.bytes[raw.length - 1] == '\n'
							  || raw.bytes[raw.length - 1] == '\r'))
		raw.length--;
	return raw;
}

void
book_refuse(struct book *book, uint32_t line, enum book_error error,
			struct book_text field, struct book_text raw)
{
	struct book_row row = {
		.line = line, .error = error, .field = field,
		.raw = without_line_end(raw)
	};

	book->emit(book->context, &row);
}

/* Makes book->email of the first address in book->clean, if it is one. */
void
book_take_email(struct book *book)
{
	static const char between[] = " ::: ";
	size_t		length = book->clean.length;

	for (size_t i = 0; i + sizeof between - 1 <= length; i++)
		if (memcmp(book->clean.bytes + i, between, sizeof between - 1) == 0)
			length = i;
	book_empty(&book->email);
	book_append(&book->email, book->clean.bytes, length);
	if (!book_is_email(&book->email))
		book_empty(&book->email);
}

/*
 * Emits a row for each number in book->clean, with the name and the address
 * that the record has shown; returns how many there were.
 */
int
book_emit_numbers(struct book *book, struct book_row *row)
{
	struct book_text rest = {book->clean.bytes, book->clean.length};
	int			count = 0;

	row->name = (struct book_text) {book->name.bytes, book->name.length};
	row->email = (struct book_text) {book->email.bytes, book->email.length};
	row->raw = without_line_end(row->raw);
	while (book_number_next(&rest, &row->number))
	{
		row->error = row->number.length > BOOK_NUMBER_MAX
			? BOOK_TOO_LONG : BOOK_OK;
		book->emit(book->context, row);
		count++;
	}
	return count;
}
