/* book_csv.c: address books of values between commas, semicolons or tabs */
#include "book_inside.h"

#include <string.h>

#define SNIFF_LINES		10
#define SNIFF_BYTES		(64 * 1024)
#define BEGIN_TRIES		100		/* records in which columns are looked for */
#define DELIMITERS		"\t;,|"
#define DELIMITER_COUNT	4

/* The parts of a name that is not written in one, in their order. */
static const enum book_kind name_parts[] = {
	KIND_GIVEN, KIND_MIDDLE, KIND_FAMILY, KIND_SUFFIX
};

/* What a person without a name is called by. */
static const enum book_kind name_substitutes[] = {
	KIND_NAMED, KIND_NICK, KIND_COMPANY
};

static const struct book_text nothing = {"", 0};

static bool
cell_ends(const struct book *book, size_t limit, size_t at)
{
	return at >= limit || book->bytes[at] == book->delimiter
		|| book->bytes[at] == book->newline
		|| (book->bytes[at] == '\r'
			&& (at + 1 >= limit || book->bytes[at + 1] == '\n'));
}

static size_t
skip_blanks(const struct book *book, size_t limit, size_t at)
{
	while (at < limit && book->bytes[at] == ' ')
		at++;
	return at;
}

static bool
spans_lines(const struct book *book, size_t from, size_t to)
{
	return to > from
		&& memchr(book->bytes + from, book->newline, to - from) != NULL;
}

/*
 * Reads a cell whose quote opens at *at and stops behind its other half. A
 * quote that ends nothing is text as long as the cell is on its first line;
 * on a later one it rather is the beginning of another cell, and the first
 * quote has no other half.
 */
static bool
quoted_cell(const struct book *book, size_t limit, size_t *at,
			struct book_text *text)
{
	size_t		start = *at + 1;
	size_t		from = start;
	bool		spans = false;

	while (from < limit)
	{
		const char *quote = memchr(book->bytes + from, '"', limit - from);
		size_t		here;
		size_t		after;

		if (quote == NULL)
			break;
		here = (size_t) (quote - book->bytes);
		spans = spans || spans_lines(book, from, here);
		if (here + 1 < limit && quote[1] == '"')
		{
			from = here + 2;
			continue;
		}
		after = skip_blanks(book, limit, here + 1);
		if (cell_ends(book, limit, after))
		{
			*text = (struct book_text) {book->bytes + start, here - start};
			*at = after;
			return true;
		}
		if (spans)
		{
			*at = here;
			return false;
		}
		from = here + 1;
	}
	*at = limit;
	return false;
}

static bool
read_cell(const struct book *book, size_t limit, size_t *at,
		  struct book_cell *cell)
{
	size_t		start = skip_blanks(book, limit, *at);
	size_t		end = start;

	cell->quoted = start < limit && book->bytes[start] == '"';
	if (cell->quoted)
	{
		*at = start;
		return quoted_cell(book, limit, at, &cell->text);
	}
	while (!cell_ends(book, limit, end))
		end++;
	*at = end;
	while (end > start && book->bytes[end - 1] == ' ')
		end--;
	cell->text = (struct book_text) {book->bytes + start, end - start};
	return true;
}

/*
 * Splits the record at the book's position into cells; *next is where the
 * next one begins. A record that cannot be read costs its first line only:
 * the bytes that were searched in vain are read again line by line, so that
 * no byte is searched twice.
 */
enum book_error
book_split_record(struct book *book, size_t *next)
{
	size_t		start = book->position;
	size_t		limit = start < book->one_line_until
		? book_line_end(book, start) : book->length;
	size_t		at = start;

	if (limit - start > BOOK_RECORD_MAX)
		limit = start + BOOK_RECORD_MAX;
	for (book->cells = 0;; at++)
	{
		struct book_cell cell;

		if (!read_cell(book, limit, &at, &cell))
		{
			if (book->one_line_until < at)
				book->one_line_until = at;
			*next = book_line_end(book, start) + 1;
			return BOOK_UNBALANCED_QUOTE;
		}
		if (book->cells < BOOK_COLUMN_MAX)
			book->cell[book->cells] = cell;
		book->cells++;
		if (at >= limit || book->bytes[at] != book->delimiter)
			break;
	}
	*next = book_line_end(book, at) + 1;
	if (at - start >= BOOK_RECORD_MAX)
		return BOOK_TOO_LONG_LINE;
	return book->cells > BOOK_COLUMN_MAX ? BOOK_TOO_MANY_COLUMNS : BOOK_OK;
}

/* Counts the delimiters outside quotes of one line. */
static void
count_delimiters(const struct book *book, size_t from, size_t to,
				 int count[DELIMITER_COUNT])
{
	bool		quoted = false;

	memset(count, 0, DELIMITER_COUNT * sizeof *count);
	for (size_t i = from; i < to; i++)
	{
		char		c = book->bytes[i];
		const char *found = quoted
			? NULL : memchr(DELIMITERS, c, DELIMITER_COUNT);

		if (c == '"')
			quoted = !quoted;
		else if (found != NULL)
			count[found - DELIMITERS]++;
	}
}

/* In how many of the lines a delimiter stands as often as in one of them. */
static int
agreement(int count[SNIFF_LINES][DELIMITER_COUNT], int lines, int delimiter,
		  int *often)
{
	int			best = 0;

	*often = 0;
	for (int i = 0; i < lines; i++)
	{
		int			same = 0;

		for (int j = 0; j < lines; j++)
			same += count[j][delimiter] == count[i][delimiter];
		if (count[i][delimiter] > 0 && same > best)
		{
			best = same;
			*often = count[i][delimiter];
		}
	}
	return best;
}

/*
 * The delimiter is the one that is equally frequent in the most of the first
 * lines, then the more frequent one, then the one that less often is text.
 */
static char
sniff_delimiter(const struct book *book)
{
	int			count[SNIFF_LINES][DELIMITER_COUNT];
	int			best_same = 0;
	int			best_often = 0;
	int			lines = 0;
	char		best = ',';

	for (size_t from = book->position;
		 lines < SNIFF_LINES && from < book->length; lines++)
	{
		size_t		to = book_line_end(book, from);

		count_delimiters(book, from,
						 to - from > SNIFF_BYTES ? from + SNIFF_BYTES : to,
						 count[lines]);
		from = to + 1;
	}
	for (int i = 0; i < DELIMITER_COUNT; i++)
	{
		int			often;
		int			same = agreement(count, lines, i, &often);

		if (same > best_same || (same == best_same && often > best_often))
		{
			best_same = same;
			best_often = often;
			best = DELIMITERS[i];
		}
	}
	return best;
}

/* "sep=;" in the first line is a message from one spreadsheet to another. */
static bool
told_delimiter(struct book *book)
{
	static const char word[] = "sep=";
	size_t		end = book_line_end(book, book->position);
	const char *line = book->bytes + book->position;
	size_t		length = end - book->position;

	if (length > 0 && line[length - 1] == '\r')
		length--;
	if (length != sizeof word || memcmp(line, word, sizeof word - 1) != 0
		|| memchr(DELIMITERS, line[length - 1], DELIMITER_COUNT) == NULL)
		return false;
	book->delimiter = line[length - 1];
	book_move(book, end < book->length ? end + 1 : end);
	return true;
}

/* Reads a cell of the record at hand into book->value, as it was meant. */
static void
unquote_cell(struct book *book, int index)
{
	const struct book_cell *cell = &book->cell[index];
	const char *bytes = cell->text.bytes;
	const char *end = bytes + cell->text.length;
	const char *quote;

	book_empty(&book->value);
	while (cell->quoted && bytes < end
		   && (quote = memchr(bytes, '"', (size_t) (end - bytes))) != NULL)
	{
		book_append(&book->value, bytes, (size_t) (quote + 1 - bytes));
		bytes = quote + 1;
		if (bytes < end && *bytes == '"')
			bytes++;
	}
	book_append(&book->value, bytes, (size_t) (end - bytes));
}

/* The same into book->clean. */
enum book_error
book_clean_cell(struct book *book, int index)
{
	unquote_cell(book, index);
	return book_clean(&book->value, book->utf8, &book->clean);
}

/* Reads a column into book->clean; BOOK_OK and empty when it is not there. */
static enum book_error
clean_column(struct book *book, const struct book_column *column)
{
	book_empty(&book->clean);
	if (column->index >= book->cells)
		return BOOK_OK;
	return book_clean_cell(book, column->index);
}

static enum book_error
append_part(struct book *book, const struct book_buffer *part)
{
	if (part->length == 0)
		return BOOK_OK;
	if (book->name.length > 0)
		book_append(&book->name, " ", 1);
	book_append(&book->name, part->bytes, part->length);
	return book->name.length > BOOK_NAME_MAX ? BOOK_TOO_LONG : BOOK_OK;
}

/*
 * Reads the first filled column of a kind into book->clean, which is empty if
 * there is none; on error *fault is the column.
 */
static enum book_error
find_filled(struct book *book, enum book_kind kind, struct book_text *fault)
{
	enum book_error error = BOOK_OK;

	book_empty(&book->clean);
	for (int i = 0; i < book->used; i++)
	{
		if (book->column[i].kind != kind)
			continue;
		*fault = book->column[i].title;
		error = clean_column(book, &book->column[i]);
		if (error != BOOK_OK || book->clean.length > 0)
			break;
	}
	return error;
}

static enum book_error
append_name(struct book *book, enum book_kind kind, struct book_text *fault)
{
	enum book_error error = find_filled(book, kind, fault);

	return error == BOOK_OK ? append_part(book, &book->clean) : error;
}

/* ---- a full name and one of its parts ---- */

static bool
same_letters(const char *a, const char *b, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (a[i] != b[i] && !((a[i] ^ b[i]) == 0x20 && book_is_letter(a[i])
							  && !(a[i] & 0x80)))
			return false;
	return true;
}

/*
 * Whether a name holds another as words of its own: Hansen has no Hans in it.
 * Chinese, Japanese and Korean have no blanks between their words.
 */
static bool
holds_name(const struct book_buffer *name, const struct book_buffer *part)
{
	bool		spaced = (unsigned char) part->bytes[0] < 0xE3;

	for (size_t i = 0; i + part->length <= name->length; i++)
	{
		size_t		end = i + part->length;

		if (same_letters(name->bytes + i, part->bytes, part->length)
			&& !(spaced && i > 0 && book_is_letter(name->bytes[i - 1]))
			&& !(spaced && end < name->length
				 && book_is_letter(name->bytes[end])))
			return true;
	}
	return false;
}

/* Makes book->name of the given name in book->clean and the family's in it. */
static enum book_error
name_family(struct book *book, struct book_text *fault)
{
	enum book_error error;

	book_empty(&book->part);
	book_append(&book->part, book->name.bytes, book->name.length);
	book_empty(&book->name);
	error = append_part(book, &book->clean);
	if (error == BOOK_OK)
		error = append_name(book, KIND_MIDDLE, fault);
	if (error == BOOK_OK)
		error = append_part(book, &book->part);
	return error == BOOK_OK ? append_name(book, KIND_SUFFIX, fault) : error;
}

/*
 * A table of names and given names, but no family names, may have these as the
 * names; one of names and family names the given ones. Each row shows whether
 * it is so: then its name does not hold the part beside it.
 */
static enum book_error
complete_name(struct book *book, struct book_text *fault)
{
	bool		given = book_columns_have(book, KIND_GIVEN);
	enum book_error error;

	if (given == book_columns_have(book, KIND_FAMILY))
		return BOOK_OK;
	error = find_filled(book, given ? KIND_GIVEN : KIND_FAMILY, fault);
	if (error != BOOK_OK || book->clean.length == 0
		|| holds_name(&book->name, &book->clean))
		return error;
	return given ? name_family(book, fault)
		: append_part(book, &book->clean);
}

/* ---- rows ---- */

/* Makes book->name: written in one, or its parts, or what stands for it. */
static enum book_error
make_name(struct book *book, struct book_text *fault)
{
	enum book_error error;

	book_empty(&book->name);
	error = append_name(book, KIND_FULL, fault);
	if (error == BOOK_OK && book->name.length > 0)
		return complete_name(book, fault);
	for (size_t i = 0; i < BOOK_LENGTH_OF(name_parts) && error == BOOK_OK; i++)
		error = append_name(book, name_parts[i], fault);
	for (size_t i = 0; i < BOOK_LENGTH_OF(name_substitutes); i++)
		if (error == BOOK_OK && book->name.length == 0)
			error = append_name(book, name_substitutes[i], fault);
	if (error == BOOK_OK && book->name.length == 0)
	{
		*fault = nothing;
		return BOOK_MISSING_NAME;
	}
	return error;
}

/* Makes book->email of the first address there is; it refuses nothing. */
static void
make_email(struct book *book)
{
	book_empty(&book->email);
	for (int i = 0; i < book->used && book->email.length == 0; i++)
		if (book->column[i].kind == KIND_EMAIL
			&& clean_column(book, &book->column[i]) == BOOK_OK)
			book_take_email(book);
}

static bool
is_number(const struct book_column *column)
{
	return column->kind == KIND_NUMBER || column->kind == KIND_GUARDED;
}

/* The country that a column tells; empty when it tells none. */
static struct book_text
country_of(struct book *book, const struct book_column *column)
{
	struct book_text region = nothing;

	if (clean_column(book, column) == BOOK_OK)
		book_country_find(book, &book->clean, &region);
	return region;
}

static struct book_text
find_country(struct book *book)
{
	static const enum book_kind kinds[] = {KIND_DIAL, KIND_COUNTRY};
	struct book_text region = nothing;

	for (size_t i = 0; i < BOOK_LENGTH_OF(kinds); i++)
		for (int j = 0; j < book->used && region.length == 0; j++)
			if (book->column[j].kind == kinds[i])
				region = country_of(book, &book->column[j]);
	return region;
}

/*
 * Where as many calling codes as numbers are told, each belongs to one of
 * them, in their order: the first code, or NULL if it is not so.
 */
static const struct book_column *
first_of_codes(const struct book *book)
{
	const struct book_column *first = NULL;
	int			codes = 0;

	for (int i = book->used; i-- > 0;)
	{
		codes -= is_number(&book->column[i]);
		if (book->column[i].kind != KIND_DIAL)
			continue;
		codes++;
		first = &book->column[i];
	}
	return codes == 0 ? first : NULL;
}

/* The same of a cell of numbers: one may stand on each of its lines. */
static enum book_error
clean_numbers(struct book *book, const struct book_column *column)
{
	book_empty(&book->clean);
	if (column->index >= book->cells)
		return BOOK_OK;
	unquote_cell(book, column->index);
	for (size_t i = 0; i < book->value.length; i++)
		if (book->value.bytes[i] == book->newline)
			book->value.bytes[i] = ';';
	return book_clean(&book->value, book->utf8, &book->clean);
}

/*
 * Emits the numbers of a column, which may hold something else if it is
 * guarded; returns how many rows there were.
 */
static int
emit_column(struct book *book, const struct book_column *column,
			struct book_row *row)
{
	enum book_error error = clean_numbers(book, column);

	row->field = column->title;
	if (column->kind == KIND_GUARDED
		&& (error != BOOK_OK || !book_seems_number(book)))
		return 0;
	if (error == BOOK_OK)
		return book_emit_numbers(book, row);
	book_refuse(book, book->line, error, row->field, row->raw);
	return 1;
}

/* The same of all columns; *there tells whether the record has one of them. */
static int
emit_numbers(struct book *book, struct book_row *row, bool *there)
{
	struct book_text country = find_country(book);
	const struct book_column *code = first_of_codes(book);
	int			count = 0;

	for (int i = 0; i < book->used; i++)
	{
		const struct book_column *column = &book->column[i];

		if (!is_number(column))
			continue;
		row->region = nothing;
		if (code != NULL)
		{
			while (code->kind != KIND_DIAL)
				code++;
			row->region = country_of(book, code++);
		}
		if (row->region.length == 0)
			row->region = country;
		*there = *there || column->index < book->cells;
		count += emit_column(book, column, row);
	}
	return count;
}

/* A row for each number of the record at hand, by its columns. */
void
book_emit_record(struct book *book, struct book_text raw)
{
	struct book_row row = {.line = book->line, .raw = raw};
	enum book_error error = make_name(book, &row.field);
	bool		there = false;

	if (error != BOOK_OK)
	{
		book_refuse(book, book->line, error, row.field, raw);
		return;
	}
	make_email(book);
	if (emit_numbers(book, &row, &there) == 0)
		book_refuse(book, book->line,
					there ? BOOK_MISSING_NUMBER : BOOK_MISSING_COLUMN,
					nothing, raw);
}

/* Whether nothing is written from a cell on. */
bool
book_is_blank(const struct book *book, int from)
{
	for (int i = from; i < book->cells; i++)
		if (book->cell[i].text.length > 0)
			return false;
	return true;
}

/* Columns that a caller named must all be there, in the first record. */
static void
begin_mapped(struct book *book, struct book_text raw, size_t *next)
{
	struct book_text missing;

	book->begun = true;
	book->columns = book->cells > 1 ? book->cells : 2;
	if (book_map_columns(book, &missing))
		return;
	book_refuse(book, book->line, BOOK_MISSING_COLUMN, missing, raw);
	*next = book->length;
}

/*
 * Learns the columns from the first record that tells them. What comes before
 * it, as a title over the table, is refused; so is a file that has none.
 */
static void
begin(struct book *book, struct book_text raw, size_t *next)
{
	book->columns = book->cells > 1 ? book->cells : 2;
	if (book_read_header(book))
	{
		book->begun = true;
		if (book_columns_suffice(book))
			return;
		book_refuse(book, book->line, BOOK_MISSING_COLUMN, nothing, raw);
		*next = book->length;
	}
	else if (book_guess_columns(book))
	{
		book->begun = true;
		book_emit_record(book, raw);
	}
	else
	{
		book_refuse(book, book->line, book->cells > 1
					? BOOK_NOT_A_NUMBER : BOOK_MISSING_COLUMN, nothing, raw);
		if (++book->tries == BEGIN_TRIES)
			*next = book->length;
	}
}

/* The delimiter, as the first line tells it or the first lines show it. */
void
book_find_delimiter(struct book *book)
{
	if (book->delimiter == '\0' && !told_delimiter(book))
		book->delimiter = sniff_delimiter(book);
}

/* The same, within the bytes there are; *raw is the record as it stands there. */
enum book_error
book_read_record(struct book *book, struct book_text *raw, size_t *next)
{
	enum book_error error = book_split_record(book, next);

	if (*next > book->length)
		*next = book->length;
	*raw = (struct book_text) {
		book->bytes + book->position, *next - book->position
	};
	return error;
}

/* Reads one record. */
void
book_csv_step(struct book *book)
{
	struct book_text raw;
	enum book_error error;
	size_t		next;

	book_find_delimiter(book);
	error = book_read_record(book, &raw, &next);
	if (error != BOOK_OK)
		book_refuse(book, book->line, error, nothing, raw);
	else if (book_is_blank(book, 0))
		;						/* an empty line is no row */
	else if (!book->begun && book->map != NULL)
		begin_mapped(book, raw, &next);
	else if (!book->begun)
		begin(book, raw, &next);
	else if (book->cells > book->columns && !book_is_blank(book, book->columns))
		book_refuse(book, book->line, BOOK_TOO_MANY_COLUMNS, nothing, raw);
	else
		book_emit_record(book, raw);
	book_move(book, next);
}
