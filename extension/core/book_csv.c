/* book_csv.c: address books as comma, semicolon, bar or tab separated values */
#include "book_inside.h"

#include <string.h>

#define SNIFF_LINES		10
#define SNIFF_BYTES		(64 * 1024)
#define DELIMITERS		"\t;,|"
#define DELIMITER_COUNT	4
#define TITLE_MAX		64		/* bytes of a title that is known */

#define LENGTH_OF(table)	(sizeof(table) / sizeof((table)[0]))

/* What a column tells of a person. */
enum kind
{
	KIND_IGNORED, KIND_FULL, KIND_GIVEN, KIND_MIDDLE, KIND_FAMILY,
	KIND_SUFFIX, KIND_NICK, KIND_COMPANY, KIND_NUMBER, KIND_EMAIL,
	KIND_CONTACT				/* the number, or the name beside a number */
};

struct title
{
	const char *key;
	enum kind	kind;
};

/*
 * Titles of the exporters of Google, Outlook, Thunderbird, Yahoo, iPhone and
 * Android apps, as keys: ASCII in lower case, without digits, blanks and
 * punctuation.
 */
static const struct title titles[] = {
	{"name", KIND_FULL}, {"fullname", KIND_FULL}, {"displayname", KIND_FULL},
	{"formattedname", KIND_FULL}, {"fn", KIND_FULL}, {"person", KIND_FULL},
	{"naam", KIND_FULL}, {"नाम", KIND_FULL}, {"姓名", KIND_FULL},
	{"firstname", KIND_GIVEN}, {"givenname", KIND_GIVEN},
	{"given", KIND_GIVEN}, {"first", KIND_GIVEN}, {"forename", KIND_GIVEN},
	{"vorname", KIND_GIVEN}, {"prénom", KIND_GIVEN}, {"prenom", KIND_GIVEN},
	{"nombre", KIND_GIVEN}, {"nome", KIND_GIVEN}, {"voornaam", KIND_GIVEN},
	{"Имя", KIND_GIVEN}, {"имя", KIND_GIVEN}, {"名", KIND_GIVEN},
	{"middlename", KIND_MIDDLE}, {"additionalname", KIND_MIDDLE},
	{"middle", KIND_MIDDLE}, {"weiterevornamen", KIND_MIDDLE},
	{"Отчество", KIND_MIDDLE},
	{"lastname", KIND_FAMILY}, {"familyname", KIND_FAMILY},
	{"surname", KIND_FAMILY}, {"last", KIND_FAMILY}, {"family", KIND_FAMILY},
	{"nachname", KIND_FAMILY}, {"nom", KIND_FAMILY},
	{"apellidos", KIND_FAMILY}, {"apellido", KIND_FAMILY},
	{"cognome", KIND_FAMILY}, {"sobrenome", KIND_FAMILY},
	{"achternaam", KIND_FAMILY}, {"Фамилия", KIND_FAMILY},
	{"фамилия", KIND_FAMILY}, {"姓", KIND_FAMILY},
	{"suffix", KIND_SUFFIX}, {"namesuffix", KIND_SUFFIX},
	{"nickname", KIND_NICK}, {"nick", KIND_NICK}, {"alias", KIND_NICK},
	{"company", KIND_COMPANY}, {"companyname", KIND_COMPANY},
	{"organization", KIND_COMPANY}, {"organizationname", KIND_COMPANY},
	{"organisation", KIND_COMPANY}, {"organisationname", KIND_COMPANY},
	{"org", KIND_COMPANY}, {"firma", KIND_COMPANY}, {"employer", KIND_COMPANY},
	{"number", KIND_NUMBER}, {"numbers", KIND_NUMBER}, {"no", KIND_NUMBER},
	{"contactnumber", KIND_NUMBER}, {"contactno", KIND_NUMBER},
	{"callernumber", KIND_NUMBER}, {"tel", KIND_NUMBER},
	{"telno", KIND_NUMBER}, {"telnumber", KIND_NUMBER},
	{"numero", KIND_NUMBER}, {"número", KIND_NUMBER},
	{"numéro", KIND_NUMBER}, {"nummer", KIND_NUMBER}, {"номер", KIND_NUMBER},
	{"Номер", KIND_NUMBER}, {"电话", KIND_NUMBER}, {"手机", KIND_NUMBER},
	{"नंबर", KIND_NUMBER}, {"landline", KIND_NUMBER},
	{"correo", KIND_EMAIL}, {"courriel", KIND_EMAIL}, {"ईमेल", KIND_EMAIL},
	{"contact", KIND_CONTACT}, {"contacts", KIND_CONTACT}
};

/* Parts of titles, the first that is found decides. */
static const struct title parts[] = {
	{"type", KIND_IGNORED}, {"label", KIND_IGNORED}, {"yomi", KIND_IGNORED},
	{"phonetic", KIND_IGNORED}, {"assistant", KIND_IGNORED},
	{"manager", KIND_IGNORED}, {"spouse", KIND_IGNORED},
	{"username", KIND_IGNORED}, {"screenname", KIND_IGNORED},
	{"prefix", KIND_IGNORED}, {"maildisplay", KIND_IGNORED},
	{"mailing", KIND_IGNORED}, {"mail", KIND_EMAIL},
	{"phone", KIND_NUMBER}, {"mobil", KIND_NUMBER}, {"telefon", KIND_NUMBER},
	{"teléfono", KIND_NUMBER}, {"téléphone", KIND_NUMBER},
	{"rufnummer", KIND_NUMBER}, {"cell", KIND_NUMBER}, {"fax", KIND_NUMBER},
	{"pager", KIND_NUMBER}, {"whatsapp", KIND_NUMBER},
	{"msisdn", KIND_NUMBER}, {"celular", KIND_NUMBER},
	{"móvil", KIND_NUMBER}, {"handy", KIND_NUMBER},
	{"Телефон", KIND_NUMBER}, {"телефон", KIND_NUMBER},
	{"Мобильный", KIND_NUMBER}, {"फ़ोन", KIND_NUMBER}, {"फोन", KIND_NUMBER},
	{"मोबाइल", KIND_NUMBER},
	{"street", KIND_IGNORED}, {"file", KIND_IGNORED},
	{"group", KIND_IGNORED}, {"event", KIND_IGNORED}, {"name", KIND_FULL}
};

/* The parts of a name that is not written in one, in their order. */
static const enum kind name_parts[] = {
	KIND_GIVEN, KIND_MIDDLE, KIND_FAMILY, KIND_SUFFIX
};

/* What a person without a name is called by. */
static const enum kind name_substitutes[] = {KIND_NICK, KIND_COMPANY};

static const struct book_text nothing = {"", 0};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80);
}

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
static enum book_error
split_record(struct book *book, size_t *next)
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
		const char *found = quoted || c == '\0' ? NULL : strchr(DELIMITERS, c);

		if (c == '"')
			quoted = !quoted;
		else if (found != NULL)
			count[found - DELIMITERS]++;
	}
}

/*
 * The delimiter is the one that is as frequent in the first line as in most
 * of the lines that follow.
 */
static char
sniff_delimiter(const struct book *book)
{
	int			first[DELIMITER_COUNT];
	int			count[DELIMITER_COUNT];
	int			same[DELIMITER_COUNT] = {0};
	int			best = DELIMITER_COUNT - 2; /* the comma */
	size_t		from = book->position;

	for (int line = 0; line < SNIFF_LINES && from < book->length; line++)
	{
		size_t		to = book_line_end(book, from);

		if (to - from > SNIFF_BYTES)
			to = from + SNIFF_BYTES;
		count_delimiters(book, from, to, count);
		if (line == 0)
			memcpy(first, count, sizeof first);
		for (int i = 0; i < DELIMITER_COUNT; i++)
			same[i] += count[i] > 0 && count[i] == first[i];
		from = to + 1;
	}
	for (int i = 0; i < DELIMITER_COUNT; i++)
		if (same[i] > same[best]
			|| (same[i] == same[best] && same[i] > 0 && first[i] > first[best])
			|| (same[i] == same[best] && same[i] > 0 && first[i] == first[best]
				&& i < best))
			best = i;
	return DELIMITERS[best];
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
		|| strchr(DELIMITERS, line[length - 1]) == NULL)
		return false;
	book->delimiter = line[length - 1];
	book_move(book, end < book->length ? end + 1 : end);
	return true;
}

/* Reads a cell into book->clean. */
static enum book_error
clean_cell(struct book *book, int index)
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
	return book_clean(&book->value, book->utf8, &book->clean);
}

/* The key of the title in book->clean; its length, 0 when it is too long. */
static size_t
title_key(const struct book *book, char key[TITLE_MAX])
{
	size_t		length = 0;

	for (size_t i = 0; i < book->clean.length; i++)
	{
		char		c = book->clean.bytes[i];

		if (!is_letter(c))
			continue;
		if (length == TITLE_MAX)
			return 0;
		key[length++] = (char) (c >= 'A' && c <= 'Z' ? c | 0x20 : c);
	}
	return length;
}

static bool
holds(const char *key, size_t length, const char *part)
{
	size_t		size = strlen(part);

	for (size_t i = 0; i + size <= length; i++)
		if (memcmp(key + i, part, size) == 0)
			return true;
	return false;
}

static enum kind
title_kind(const char *key, size_t length)
{
	for (size_t i = 0; i < LENGTH_OF(titles); i++)
		if (strlen(titles[i].key) == length
			&& memcmp(titles[i].key, key, length) == 0)
			return titles[i].kind;
	for (size_t i = 0; i < LENGTH_OF(parts); i++)
		if (holds(key, length, parts[i].key))
			return parts[i].kind;
	return KIND_IGNORED;
}

/* Digits and what is written between them, nothing else. */
static bool
looks_like_number(const struct book *book)
{
	int			digits = 0;

	for (size_t i = 0; i < book->clean.length; i++)
	{
		char		c = book->clean.bytes[i];

		if (is_digit(c))
			digits++;
		else if (memchr("+()-./: ", c, 8) == NULL)
			return false;
	}
	return digits >= 3;
}

static void
use_column(struct book *book, int index, enum kind kind,
		   struct book_text title)
{
	struct book_column *column = &book->column[book->used++];

	column->index = (uint16_t) index;
	column->kind = (uint8_t) kind;
	column->title = title;
}

static bool
has_kind(const struct book *book, enum kind kind)
{
	for (int i = 0; i < book->used; i++)
		if (book->column[i].kind == kind)
			return true;
	return false;
}

/* "Contact" beside a number is the person, alone it is the number. */
static void
settle_contact(struct book *book)
{
	enum kind	kind = has_kind(book, KIND_NUMBER) ? KIND_FULL : KIND_NUMBER;

	for (int i = 0; i < book->used; i++)
		if (book->column[i].kind == KIND_CONTACT)
		{
			book->column[i].kind = (uint8_t) kind;
			kind = KIND_FULL;
		}
}

/* Whether the first record names the columns; then they are taken over. */
static bool
read_header(struct book *book)
{
	char		key[TITLE_MAX];
	enum kind	kind;

	book->used = 0;
	for (int i = 0; i < book->cells; i++)
	{
		if (clean_cell(book, i) != BOOK_OK)
			continue;
		if (looks_like_number(book))
			return false;
		kind = title_kind(key, title_key(book, key));
		if (kind != KIND_IGNORED)
			use_column(book, i, kind, book->cell[i].text);
	}
	settle_contact(book);
	return book->used > 0;
}

/* Guesses the columns of a book without header by its first record. */
static void
guess_columns(struct book *book)
{
	static const struct
	{
		enum kind	kind;
		struct book_text title;
	}			guess[] = {
		{KIND_NUMBER, {"number", 6}}, {KIND_EMAIL, {"email", 5}},
		{KIND_FULL, {"name", 4}}
	};
	int			index[LENGTH_OF(guess)] = {-1, -1, -1};

	for (int i = 0; i < book->cells; i++)
	{
		int			which = 2;

		if (clean_cell(book, i) != BOOK_OK)
			book->clean.length = 0;
		else if (looks_like_number(book))
			which = 0;
		else if (book_is_email(&book->clean))
			which = 1;
		if (index[which] < 0
			&& (which != 2 || book->cell[i].text.length > 0))
			index[which] = i;
	}
	if (index[2] < 0)
		index[2] = index[0] == 0 ? 1 : 0;
	if (index[0] < 0)
		index[0] = index[2] == 0 ? 1 : 0;
	book->used = 0;
	for (size_t i = 0; i < LENGTH_OF(guess); i++)
		if (index[i] >= 0)
			use_column(book, index[i], guess[i].kind, guess[i].title);
}

/* Reads a column into book->clean; BOOK_OK and empty when it is not there. */
static enum book_error
clean_column(struct book *book, const struct book_column *column)
{
	book_empty(&book->clean);
	if (column->index >= book->cells)
		return BOOK_OK;
	return clean_cell(book, column->index);
}

/*
 * Appends the first filled column of a kind to book->name; on error *fault
 * is the column.
 */
static enum book_error
append_name(struct book *book, enum kind kind, struct book_text *fault)
{
	enum book_error error;

	for (int i = 0; i < book->used; i++)
	{
		if (book->column[i].kind != kind)
			continue;
		*fault = book->column[i].title;
		error = clean_column(book, &book->column[i]);
		if (error != BOOK_OK)
			return error;
		if (book->clean.length == 0)
			continue;
		if (book->name.length > 0)
			book_append(&book->name, " ", 1);
		book_append(&book->name, book->clean.bytes, book->clean.length);
		return book->name.length > BOOK_NAME_MAX ? BOOK_TOO_LONG : BOOK_OK;
	}
	return BOOK_OK;
}

/* Makes book->name: written in one, or its parts, or what stands for it. */
static enum book_error
make_name(struct book *book, struct book_text *fault)
{
	enum book_error error;

	book_empty(&book->name);
	error = append_name(book, KIND_FULL, fault);
	if (error == BOOK_OK && book->name.length == 0)
		for (size_t i = 0; i < LENGTH_OF(name_parts) && error == BOOK_OK; i++)
			error = append_name(book, name_parts[i], fault);
	for (size_t i = 0; i < LENGTH_OF(name_substitutes); i++)
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

static void
emit_record(struct book *book, struct book_text raw)
{
	struct book_row row = {.line = book->line, .raw = raw};
	enum book_error error = make_name(book, &row.field);
	bool		there = false;
	int			count = 0;

	if (error != BOOK_OK)
	{
		book_refuse(book, book->line, error, row.field, raw);
		return;
	}
	make_email(book);
	for (int i = 0; i < book->used; i++)
	{
		if (book->column[i].kind != KIND_NUMBER)
			continue;
		there = there || book->column[i].index < book->cells;
		row.field = book->column[i].title;
		error = clean_column(book, &book->column[i]);
		if (error == BOOK_OK)
			count += book_emit_numbers(book, &row);
		else
		{
			book_refuse(book, book->line, error, row.field, raw);
			count++;
		}
	}
	if (count == 0)
		book_refuse(book, book->line,
					there ? BOOK_MISSING_NUMBER : BOOK_MISSING_COLUMN,
					nothing, raw);
}

/* Whether nothing is written from a cell on. */
static bool
is_blank(const struct book *book, int from)
{
	for (int i = from; i < book->cells; i++)
		if (book->cell[i].text.length > 0)
			return false;
	return true;
}

/*
 * Learns delimiter and columns from the first record that holds something;
 * true when that record was the header.
 */
static bool
begin(struct book *book)
{
	book->begun = true;
	book->columns = book->cells;
	if (read_header(book))
		return true;
	guess_columns(book);
	if (book->columns < 2)
		book->columns = 2;
	return false;
}

static bool
columns_suffice(const struct book *book)
{
	return has_kind(book, KIND_NUMBER)
		&& (has_kind(book, KIND_FULL) || has_kind(book, KIND_GIVEN)
			|| has_kind(book, KIND_FAMILY) || has_kind(book, KIND_NICK)
			|| has_kind(book, KIND_COMPANY));
}

/* Reads one record. */
void
book_csv_step(struct book *book)
{
	struct book_text raw;
	enum book_error error;
	size_t		next;

	if (book->delimiter == '\0' && !told_delimiter(book))
		book->delimiter = sniff_delimiter(book);
	error = split_record(book, &next);
	if (next > book->length)
		next = book->length;
	raw = (struct book_text) {book->bytes + book->position,
	next - book->position};
	if (error != BOOK_OK)
		book_refuse(book, book->line, error, nothing, raw);
	else if (is_blank(book, 0))
		;						/* an empty line is no row */
	else if (!book->begun && begin(book))
	{
		if (!columns_suffice(book))
		{
			book_refuse(book, book->line, BOOK_MISSING_COLUMN, nothing, raw);
			next = book->length;
		}
	}
	else if (book->cells > book->columns && !is_blank(book, book->columns))
		book_refuse(book, book->line, BOOK_TOO_MANY_COLUMNS, nothing, raw);
	else
		emit_record(book, raw);
	book_move(book, next);
}
