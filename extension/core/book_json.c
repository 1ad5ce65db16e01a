/*
 * book_json.c: address books of one JSON object a line, or of one list: bare,
 * or as member contacts or results of what the API answers
 *
 * What the members are called tells what they hold, as the titles of a CSV
 * book do. Strings and numbers count, in lists too; of an object in a list,
 * as in "phones":[{"type":"home","value":"..."}], "value" is what the list
 * is called. A country stands beside the numbers that it is of.
 */
#include "book_inside.h"

#include <string.h>

#define DEPTH_MAX	16			/* of lists and objects */

/* A place in a line, and what is wrong with the line. */
struct reader
{
	struct book *book;
	const char *at;
	const char *end;
	enum book_error error;
};

static bool read_value(struct reader *reader, struct book_text title,
					   int depth);

static bool
fail(struct reader *reader, enum book_error error)
{
	if (reader->error == BOOK_OK)
		reader->error = error;
	return false;
}

static void
skip_blanks(struct reader *reader)
{
	while (reader->at < reader->end
		   && memchr(" \t\r\n", *reader->at, 4) != NULL)
		reader->at++;
}

/* Takes a mark, with the blanks around it, if it is the next. */
static bool
take(struct reader *reader, char mark)
{
	skip_blanks(reader);
	if (reader->at == reader->end || *reader->at != mark)
		return false;
	reader->at++;
	skip_blanks(reader);
	return true;
}

static bool
hexadecimal(struct reader *reader, uint32_t *unit)
{
	*unit = 0;
	for (int i = 0; i < 4; i++)
	{
		char		c = reader->at < reader->end ? *reader->at++ : '\0';

		if (c >= '0' && c <= '9')
			*unit = *unit << 4 | (uint32_t) (c - '0');
		else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
			*unit = *unit << 4 | (uint32_t) ((c | 0x20) - 'a' + 10);
		else
			return fail(reader, BOOK_BAD_JSON);
	}
	return true;
}

/* The character of \uXXXX; half of one becomes bytes that are refused. */
static bool
unicode(struct reader *reader, uint32_t *code)
{
	uint32_t	low;

	if (!hexadecimal(reader, code))
		return false;
	if (*code < 0xD800 || *code >= 0xDC00 || reader->end - reader->at < 6
		|| reader->at[0] != '\\' || reader->at[1] != 'u')
		return true;
	reader->at += 2;
	if (!hexadecimal(reader, &low))
		return false;
	if (low >= 0xDC00 && low < 0xE000)
		*code = 0x10000 + ((*code - 0xD800) << 10) + (low - 0xDC00);
	return true;
}

static bool
escaped(struct reader *reader, uint32_t *code)
{
	static const char letter[] = "\"\\/bfnrt";
	static const char meant[] = "\"\\/\b\f\n\r\t";
	char		c = reader->at < reader->end ? *reader->at++ : '\0';
	const char *found = c == '\0' ? NULL : strchr(letter, c);

	if (c == 'u')
		return unicode(reader, code);
	if (found == NULL)
		return fail(reader, BOOK_BAD_JSON);
	*code = (unsigned char) meant[found - letter];
	return true;
}

static bool
put(struct reader *reader, const char *bytes, size_t length)
{
	struct book *book = reader->book;

	if (length > BOOK_ROOM - book->room_used)
		return fail(reader, BOOK_TOO_LONG);
	memcpy(book->room + book->room_used, bytes, length);
	book->room_used += length;
	return true;
}

/* The rest of a string that has escapes, into the book's room. */
static bool
unescape(struct reader *reader, struct book_text *text)
{
	size_t		start = reader->book->room_used;
	char		character[4];
	uint32_t	code;

	if (!put(reader, text->bytes, text->length))
		return false;
	while (reader->at < reader->end && *reader->at != '"')
	{
		character[0] = *reader->at++;
		if (character[0] != '\\')
		{
			if (!put(reader, character, 1))
				return false;
		}
		else if (!escaped(reader, &code)
				 || !put(reader, character,
						 book_write_character(code, character)))
			return false;
	}
	*text = (struct book_text) {
		reader->book->room + start, reader->book->room_used - start
	};
	return true;
}

/* A string behind its first quote: where it stands, or without its escapes. */
static bool
read_string(struct reader *reader, struct book_text *text)
{
	const char *start = reader->at;

	while (reader->at < reader->end && *reader->at != '"'
		   && *reader->at != '\\')
		reader->at++;
	*text = (struct book_text) {start, (size_t) (reader->at - start)};
	if (reader->at < reader->end && *reader->at == '\\'
		&& !unescape(reader, text))
		return false;
	if (reader->at == reader->end)
		return fail(reader, BOOK_BAD_JSON);
	reader->at++;
	return true;
}

static void
add_cell(struct reader *reader, struct book_text title, struct book_text text)
{
	struct book *book = reader->book;

	if (book->cells == BOOK_COLUMN_MAX)
	{
		fail(reader, BOOK_TOO_MANY_COLUMNS);
		return;
	}
	book->cell[book->cells] = (struct book_cell) {.text = text};
	book_columns_add(book, book->cells, title);
	book->cells++;
}

/* A number as it is written, or a word that stands for no text. */
static bool
read_word(struct reader *reader, struct book_text title)
{
	static const char *const words[] = {"true", "false", "null"};
	const char *start = reader->at;
	struct book_text text;

	while (reader->at < reader->end
		   && memchr(",]} \t\r\n", *reader->at, 7) == NULL)
		reader->at++;
	text = (struct book_text) {start, (size_t) (reader->at - start)};
	for (size_t i = 0; i < BOOK_LENGTH_OF(words); i++)
		if (strlen(words[i]) == text.length
			&& memcmp(words[i], start, text.length) == 0)
			return true;
	for (size_t i = 0; i < text.length; i++)
		if (memchr("+-.0123456789Ee", start[i], 15) == NULL)
			return fail(reader, BOOK_BAD_JSON);
	if (text.length == 0)
		return fail(reader, BOOK_BAD_JSON);
	add_cell(reader, title, text);
	return true;
}

static bool
read_list(struct reader *reader, struct book_text title, int depth)
{
	if (take(reader, ']'))
		return true;
	do
		if (!read_value(reader, title, depth))
			return false;
	while (take(reader, ','));
	return take(reader, ']') || fail(reader, BOOK_BAD_JSON);
}

static bool
is_value(struct book_text key)
{
	static const char word[] = "value";

	return key.length == sizeof word - 1
		&& memcmp(key.bytes, word, sizeof word - 1) == 0;
}

/* Which of two members of one name is meant nobody can tell: neither is. */
static bool
note_key(struct reader *reader, struct book_text key)
{
	struct book *book = reader->book;

	for (int i = 0; i < book->keys; i++)
		if (book->key[i].length == key.length
			&& memcmp(book->key[i].bytes, key.bytes, key.length) == 0)
			return fail(reader, BOOK_BAD_JSON);
	if (book->keys == BOOK_COLUMN_MAX)
		return fail(reader, BOOK_TOO_MANY_COLUMNS);
	book->key[book->keys++] = key;
	return true;
}

/* A person is an object at depth 0; those inside may repeat their members. */
static bool
read_object(struct reader *reader, struct book_text title, int depth)
{
	struct book_text key;

	if (take(reader, '}'))
		return true;
	do
	{
		if (!take(reader, '"'))
			return fail(reader, BOOK_BAD_JSON);
		if (!read_string(reader, &key)
			|| (depth == 0 && !note_key(reader, key)))
			return false;
		if (!take(reader, ':'))
			return fail(reader, BOOK_BAD_JSON);
		if (!read_value(reader, is_value(key) && title.length > 0
						? title : key, depth))
			return false;
	} while (take(reader, ','));
	return take(reader, '}') || fail(reader, BOOK_BAD_JSON);
}

static bool
read_value(struct reader *reader, struct book_text title, int depth)
{
	struct book_text text;

	if (depth == DEPTH_MAX)
		return fail(reader, BOOK_BAD_JSON);
	if (take(reader, '['))
		return read_list(reader, title, depth + 1);
	if (take(reader, '{'))
		return read_object(reader, title, depth + 1);
	skip_blanks(reader);
	if (reader->at == reader->end || *reader->at != '"')
		return read_word(reader, title);
	reader->at++;
	if (!read_string(reader, &text))
		return false;
	add_cell(reader, title, text);
	return true;
}

/* Takes the line apart into cells and columns. */
static enum book_error
split_line(struct book *book, struct book_text raw)
{
	static const struct book_text none = {"", 0};
	struct reader reader = {book, raw.bytes, raw.bytes + raw.length, BOOK_OK};

	book->cells = 0;
	book->keys = 0;
	book->room_used = 0;
	book_columns_begin(book);
	if (raw.length > BOOK_RECORD_MAX)
		return BOOK_TOO_LONG_LINE;
	if (!take(&reader, '{'))
		return BOOK_BAD_JSON;
	if (read_object(&reader, none, 0) && reader.at < reader.end)
		fail(&reader, BOOK_BAD_JSON);
	book_columns_end(book);
	return reader.error;
}

static bool
is_blank_line(struct book_text raw)
{
	for (size_t i = 0; i < raw.length; i++)
		if (memchr(" \t\r\n", raw.bytes[i], 4) == NULL)
			return false;
	return true;
}

/* ---- where people stand ---- */

static size_t
skip_space(const struct book *book, size_t at)
{
	while (at < book->length && memchr(" \t\r\n", book->bytes[at], 4) != NULL)
		at++;
	return at;
}

/* Behind the string whose quote stands at a place. */
static size_t
skip_string(const struct book *book, size_t at)
{
	for (at++; at < book->length && book->bytes[at] != '"'; at++)
		if (book->bytes[at] == '\\')
			at++;
	return at < book->length ? at + 1 : book->length;
}

/* Behind the value at a place; the end of the book when it has no end. */
static size_t
skip_value(const struct book *book, size_t at)
{
	size_t		depth = 0;

	while (at < book->length)
	{
		char		c = book->bytes[at];

		if (c == '"')
			at = skip_string(book, at);
		else
		{
			if (depth == 0 && memchr(",]} \t\r\n", c, 7) != NULL)
				return at;
			depth += c == '{' || c == '[';
			depth -= c == '}' || c == ']';
			at++;
		}
		if (depth == 0 && memchr("\"}]", c, 3) != NULL)
			return at;
	}
	return book->length;
}

/* Whether a member of this name tells something of a person. */
static bool
tells_person(struct book *book, struct book_text key)
{
	book_columns_begin(book);
	book_columns_add(book, 0, key);
	return book_columns_tell(book);
}

static bool
is_list_name(struct book_text key)
{
	return (key.length == 8 && memcmp(key.bytes, "contacts", 8) == 0)
		|| (key.length == 7 && memcmp(key.bytes, "results", 7) == 0);
}

/*
 * The list that one object which is the whole book has as its member, and
 * which is not a person itself: behind its bracket; 0 if there is none.
 */
static size_t
member_list(struct book *book, size_t at)
{
	size_t		list = 0;

	do
	{
		struct book_text key;
		size_t		end;

		at = skip_space(book, at + 1);
		if (at >= book->length || book->bytes[at] != '"')
			return 0;
		end = skip_string(book, at);
		if (end < at + 2)
			return 0;
		key = (struct book_text) {book->bytes + at + 1, end - at - 2};
		at = skip_space(book, end);
		if (at >= book->length || book->bytes[at] != ':')
			return 0;
		at = skip_space(book, at + 1);
		if (at >= book->length)
			return 0;
		if (book->bytes[at] == '[' && is_list_name(key))
			list = at + 1;
		else if (memchr("[{", book->bytes[at], 2) == NULL
				 && tells_person(book, key))
			return 0;
		at = skip_space(book, skip_value(book, at));
	} while (at < book->length && book->bytes[at] == ',');
	return at < book->length && book->bytes[at] == '}'
		&& skip_space(book, at + 1) == book->length ? list : 0;
}

/* Moves to the first person of a list, if that is what the book is. */
static void
begin(struct book *book)
{
	size_t		at = skip_space(book, book->position);
	size_t		list = 0;

	book->begun = true;
	if (at < book->length && book->bytes[at] == '[')
		list = at + 1;
	else if (at < book->length && book->bytes[at] == '{')
		list = member_list(book, at);
	book->listed = list > 0;
	if (book->listed)
		book_move(book, list);
}

/* ---- one person ---- */

static void
take_person(struct book *book, struct book_text raw)
{
	static const struct book_text nothing = {"", 0};
	enum book_error error = split_line(book, raw);

	if (error == BOOK_OK)
		book_emit_record(book, raw);
	else
		book_refuse(book, book->line, error, nothing, raw);
}

/* Reads one of a list; behind its bracket nothing is read any more. */
static void
step_list(struct book *book)
{
	size_t		at = skip_space(book, book->position);
	size_t		end;

	if (at < book->length && book->bytes[at] == ',')
		at = skip_space(book, at + 1);
	book_move(book, at);
	if (at == book->length)
		return;
	end = book->bytes[at] == ']' ? book->length : skip_value(book, at);
	if (end == at)
		end++;					/* a mark where a person should be */
	if (book->bytes[at] != ']')
		take_person(book, (struct book_text) {book->bytes + at, end - at});
	book_move(book, end);
}

/* Whether what is written first is an object, or a list of them. */
bool
book_json_is(const char *bytes, size_t length)
{
	size_t		i = 0;

	while (i < length && memchr(" \t\r\n[", bytes[i], 5) != NULL)
		i++;
	return i < length && bytes[i] == '{';
}

static void
step_line(struct book *book)
{
	size_t		end = book_line_end(book, book->position);
	size_t		next = end < book->length ? end + 1 : end;
	struct book_text raw = {
		book->bytes + book->position, next - book->position
	};

	if (!is_blank_line(raw))
		take_person(book, raw);
	book_move(book, next);
}

/* Reads one person. */
void
book_json_step(struct book *book)
{
	if (!book->begun)
		begin(book);
	if (book->listed)
		step_list(book);
	else
		step_line(book);
}
