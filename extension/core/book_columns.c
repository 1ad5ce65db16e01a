/* book_columns.c: what the columns of a CSV address book tell */
#include "book_inside.h"

#include <string.h>

#define NUMBER_DIGITS	5		/* of a cell that may as well be an address */

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/*
 * How many digits book->clean has when it is digits and what is written
 * between and, by spreadsheets, before them; else none.
 */
static int
number_digits(const struct book *book, const char *between)
{
	int			digits = 0;

	for (size_t i = 0; i < book->clean.length; i++)
	{
		char		c = book->clean.bytes[i];

		if (is_digit(c))
			digits++;
		else if (c == '\0' || strchr(between, c) == NULL)
			return 0;
	}
	return digits;
}

static int
digits_of_one(const struct book *book)
{
	return number_digits(book, "+()-./: '\"=");
}

/* Whether book->clean is nothing but numbers, one or several. */
bool
book_seems_number(const struct book *book)
{
	return number_digits(book, "+()-./: '\"=,;|") >= NUMBER_DIGITS;
}

static bool
has_letter(const struct book *book)
{
	for (size_t i = 0; i < book->clean.length; i++)
		if (book_is_letter(book->clean.bytes[i]))
			return true;
	return false;
}

static void
use_column(struct book *book, int index, enum book_kind kind,
		   struct book_text title)
{
	struct book_column *column = &book->column[book->used++];

	column->index = (uint16_t) index;
	column->kind = (uint8_t) kind;
	column->title = title;
}

/* Uses a cell of the header at hand as what the caller says. */
void
book_columns_use(struct book *book, int index, enum book_kind kind)
{
	use_column(book, index, kind, book->cell[index].text);
}

static bool
has_kind(const struct book *book, enum book_kind from, enum book_kind to)
{
	for (int i = 0; i < book->used; i++)
		if (book->column[i].kind >= from && book->column[i].kind <= to)
			return true;
	return false;
}

static void
change_kind(struct book *book, enum book_kind from, enum book_kind to)
{
	for (int i = 0; i < book->used; i++)
		if (book->column[i].kind == from)
			book->column[i].kind = (uint8_t) to;
}

/*
 * A person who is told by another, as an owner by his flat, is the one whom
 * the row is of if nobody else is named.
 */
static void
settle_others(struct book *book)
{
	if (has_kind(book, KIND_FULL, KIND_NICK)
		|| !has_kind(book, KIND_OTHERS_NAME, KIND_OTHERS_NAME))
		return;
	change_kind(book, KIND_OTHERS_NAME, KIND_NAMED);
	change_kind(book, KIND_OTHERS_EMAIL, KIND_EMAIL);
	if (!has_kind(book, KIND_NUMBER, KIND_NUMBER))
		change_kind(book, KIND_OTHERS_NUMBER, KIND_NUMBER);
}

/*
 * "No" is a number where no other column is, else it counts the rows.
 * "Contact" is the number of a person who is named elsewhere, else the person.
 */
static void
settle_numbers(struct book *book)
{
	bool		named = has_kind(book, KIND_FULL, KIND_COMPANY);

	if (!has_kind(book, KIND_NUMBER, KIND_NUMBER) && named)
		change_kind(book, KIND_CONTACT, KIND_NUMBER);
	change_kind(book, KIND_CONTACT, KIND_NAMED);
	if (!has_kind(book, KIND_NUMBER, KIND_NUMBER))
		change_kind(book, KIND_MAYBE_NUMBER,
					has_kind(book, KIND_GUARDED, KIND_GUARDED)
					? KIND_GUARDED : KIND_NUMBER);
}

/* In Portugal an apelido is the family name, in Brazil what friends say. */
static void
settle_names(struct book *book)
{
	bool		named = has_kind(book, KIND_FULL, KIND_FULL)
		|| has_kind(book, KIND_FAMILY, KIND_FAMILY);

	change_kind(book, KIND_MAYBE_FAMILY, named ? KIND_NICK : KIND_FAMILY);
}

static void
settle_kinds(struct book *book)
{
	settle_names(book);
	settle_others(book);
	settle_numbers(book);
}

void
book_columns_begin(struct book *book)
{
	book->used = 0;
}

static bool
stands_in_book(const struct book *book, struct book_text text)
{
	return text.length > 0 && text.bytes >= book->bytes
		&& text.bytes < book->bytes + book->length;
}

/* Of bytes that stay where they are: those of the room are written anew. */
static bool
is_known(const struct book *book, struct book_text before,
		 struct book_text title)
{
	return stands_in_book(book, before) && stands_in_book(book, title)
		&& before.length == title.length
		&& memcmp(before.bytes, title.bytes, title.length) == 0;
}

/*
 * Uses a cell if its title, which must outlive the record, tells something.
 * Records that name their cells mostly name the same as the one before.
 */
void
book_columns_add(struct book *book, int index, struct book_text title)
{
	struct book_told *told = &book->told[index];

	if (!is_known(book, told->title, title))
	{
		told->title = title;
		told->kind = KIND_IGNORED;
		book_empty(&book->value);
		book_append(&book->value, title.bytes, title.length);
		if (book_clean(&book->value, true, &book->clean) == BOOK_OK)
			told->kind = (uint8_t) book_title_kind(&book->clean);
	}
	if (told->kind != KIND_IGNORED)
		use_column(book, index, (enum book_kind) told->kind, title);
}

void
book_columns_end(struct book *book)
{
	settle_kinds(book);
}

/* Whether the record at hand names the columns; then they are taken over. */
bool
book_read_header(struct book *book)
{
	enum book_kind kind;

	book_columns_begin(book);
	for (int i = 0; i < book->cells; i++)
	{
		if (book_clean_cell(book, i) != BOOK_OK)
			continue;
		if (digits_of_one(book) >= 3)
			return false;
		kind = book_title_kind(&book->clean);
		if (kind != KIND_IGNORED)
			use_column(book, i, kind, book->cell[i].text);
	}
	settle_kinds(book);
	return book_columns_tell(book);
}

/* Whether they are more than words that stand alone as well. */
bool
book_columns_tell(const struct book *book)
{
	return has_kind(book, KIND_FULL, KIND_NUMBER);
}

bool
book_columns_have(const struct book *book, enum book_kind kind)
{
	return has_kind(book, kind, kind);
}

/* Whether one of the columns tells names. */
bool
book_columns_name(const struct book *book)
{
	return has_kind(book, KIND_FULL, KIND_COMPANY);
}

/* Whether the columns tell names and numbers. */
bool
book_columns_suffice(const struct book *book)
{
	return has_kind(book, KIND_NUMBER, KIND_GUARDED)
		&& book_columns_name(book);
}

/*
 * Guesses the columns of a book without header by the record at hand: the
 * number is the cell with the most digits, the name the first with letters;
 * an address may stand anywhere else. False when it has no number.
 */
bool
book_guess_columns(struct book *book)
{
	static const struct book_text number = {"number", 6};
	static const struct book_text name = {"name", 4};
	static const struct book_text email = {"email", 5};
	int			number_index = -1;
	int			name_index = -1;
	int			most = 2;		/* shorter ones are ages and floors */

	for (int i = 0; i < book->cells; i++)
	{
		int			digits;

		if (book_clean_cell(book, i) != BOOK_OK)
			continue;
		digits = digits_of_one(book);
		if (digits > most)
		{
			most = digits;
			number_index = i;
		}
		else if (name_index < 0 && has_letter(book)
				 && !book_is_email(&book->clean))
			name_index = i;
	}
	if (number_index < 0)
		return false;
	if (name_index < 0)
		name_index = number_index == 0 ? 1 : 0;
	book->used = 0;
	use_column(book, number_index, KIND_NUMBER, number);
	use_column(book, name_index, KIND_FULL, name);
	for (int i = 0; i < book->cells; i++)
		if (i != number_index && i != name_index)
			use_column(book, i, KIND_EMAIL, email);
	return true;
}
