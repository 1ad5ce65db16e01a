/* book_map.c: the columns of a table, as a caller names them */
#include "book_inside.h"

#include <string.h>

struct target
{
	const char *word;
	enum book_kind kind;
};

static const struct target targets[] = {
	{"phone", KIND_NUMBER}, {"name", KIND_FULL}, {"given", KIND_GIVEN},
	{"middle", KIND_MIDDLE}, {"family", KIND_FAMILY},
	{"suffix", KIND_SUFFIX}, {"nickname", KIND_NICK},
	{"company", KIND_COMPANY}, {"email", KIND_EMAIL},
	{"country", KIND_COUNTRY}
};

struct book_text
book_map_trimmed(const char *from, const char *end)
{
	while (from < end && *from == ' ')
		from++;
	while (end > from && end[-1] == ' ')
		end--;
	return (struct book_text) {from, (size_t) (end - from)};
}

/* Where a pair ends: at a comma that is not between quotes. */
const char *
book_map_end(const char *text)
{
	bool		quoted = false;

	for (; *text != '\0' && (quoted || *text != ','); text++)
		if (*text == '"')
			quoted = !quoted;
	return text;
}

struct book_text
book_map_unquoted(struct book_text title)
{
	if (title.length >= 2 && title.bytes[0] == '"'
		&& title.bytes[title.length - 1] == '"')
		return (struct book_text) {title.bytes + 1, title.length - 2};
	return title;
}

/* The kind that a word names; KIND_IGNORED when it names none. */
static enum book_kind
target_kind(struct book_text word)
{
	for (size_t i = 0; i < BOOK_LENGTH_OF(targets); i++)
		if (strlen(targets[i].word) == word.length
			&& memcmp(targets[i].word, word.bytes, word.length) == 0)
			return targets[i].kind;
	return KIND_IGNORED;
}

static const char *
add_pair(struct book_map *map, struct book_text pair)
{
	const char *equals = pair.length == 0
		? NULL : memchr(pair.bytes, '=', pair.length);
	struct book_text title;
	enum book_kind kind;

	if (equals == NULL)
		return "is not a pair like phone=Title";
	title = book_map_unquoted(book_map_trimmed(equals + 1, pair.bytes + pair.length));
	kind = target_kind(book_map_trimmed(pair.bytes, equals));
	if (kind == KIND_IGNORED)
		return "names nothing known: use phone, name, given, middle, family, suffix, nickname, company, email or country";
	if (title.length == 0)
		return "has no title";
	if (map->count == BOOK_MAP_MAX)
		return "is one column too many";
	map->column[map->count].kind = (uint8_t) kind;
	map->column[map->count++].title = title;
	return NULL;
}

static bool
tells(const struct book_map *map, enum book_kind from, enum book_kind to)
{
	for (int i = 0; i < map->count; i++)
		if (map->column[i].kind >= from && map->column[i].kind <= to)
			return true;
	return false;
}

/* Reads pairs with commas between; NULL, or what is wrong with *part. */
const char *
book_map_read(struct book_map *map, const char *text, struct book_text *part)
{
	const char *end;

	map->count = 0;
	*part = (struct book_text) {text, strlen(text)};
	for (const char *at = text; *at != '\0'; at = *end == ',' ? end + 1 : end)
	{
		struct book_text pair;
		const char *wrong;

		end = book_map_end(at);
		pair = book_map_trimmed(at, end);
		wrong = add_pair(map, pair);
		if (wrong != NULL)
		{
			*part = pair;
			return wrong;
		}
	}
	if (!tells(map, KIND_NUMBER, KIND_NUMBER))
		return "names no column of numbers: add phone=Title";
	if (!tells(map, KIND_FULL, KIND_COMPANY))
		return "names no column of names: add name=Title";
	return NULL;
}

/* As people write titles again: whatever the case of their ASCII letters. */
static bool
is_title(const struct book_buffer *written, struct book_text title)
{
	if (written->length != title.length)
		return false;
	for (size_t i = 0; i < title.length; i++)
	{
		unsigned char a = (unsigned char) written->bytes[i];
		unsigned char b = (unsigned char) title.bytes[i];

		if (a != b && !((a ^ b) == 0x20 && (a | 0x20) >= 'a'
						&& (a | 0x20) <= 'z'))
			return false;
	}
	return true;
}

/* The cell of the record at hand that holds a title, or -1. */
int
book_map_find(struct book *book, struct book_text title)
{
	int			cells = book->cells < BOOK_COLUMN_MAX
		? book->cells : BOOK_COLUMN_MAX;

	for (int i = 0; i < cells; i++)
		if (book_clean_cell(book, i) == BOOK_OK
			&& is_title(&book->clean, title))
			return i;
	return -1;
}

/* Takes the columns over from the header at hand; false if *missing is not there. */
bool
book_map_columns(struct book *book, struct book_text *missing)
{
	const struct book_map *map = book->map;

	book_columns_begin(book);
	for (int i = 0; i < map->count; i++)
	{
		int			index = book_map_find(book, map->column[i].title);

		if (index < 0)
		{
			*missing = map->column[i].title;
			return false;
		}
		book_columns_use(book, index, (enum book_kind) map->column[i].kind);
	}
	return true;
}
