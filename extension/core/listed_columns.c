/* listed_columns.c: what the columns of a block list tell */
#include "listed.h"

#include <string.h>

#include "book_inside.h"

#define SAMPLE_ROWS		100
#define SAMPLE_CELLS	16
#define NUMBER_DIGITS	5		/* that a number has at the least, on average */
#define SCORE_MOST		6		/* bytes of a score, "100.00" */
#define SURE_ROWS		3		/* that a category in each makes a block list */
#define TITLE_MAX		64

struct word
{
	const char *text;
	enum listed_field field;
};

/* What a column has in the first rows. */
struct column
{
	int			filled;
	int			digits;
	int			texts;			/* cells with letters */
	int			words;			/* cells that tell a category */
	int			scores;			/* cells short enough for one */
	int			distinct;
	uint32_t	seen[SAMPLE_ROWS];
};

struct sample
{
	int			rows;
	int			cells;
	struct column column[SAMPLE_CELLS];
};

/* The roles that columns play, -1: none. */
struct roles
{
	int			number;
	int			category;
	int			texts;			/* columns of text, the category among them */
	int			measures;		/* columns of other figures, and the last */
	int			measure;
};

static const struct book_text names[LISTED_FIELDS] = {
	[LISTED_NUMBER] = {"number", 6}, [LISTED_SCORE] = {"score", 5},
	[LISTED_COUNT] = {"count", 5}, [LISTED_CATEGORY] = {"category", 8}
};

/* ---- as a caller names them ---- */

static const struct word map_words[] = {
	{"number", LISTED_NUMBER}, {"phone", LISTED_NUMBER},
	{"score", LISTED_SCORE}, {"count", LISTED_COUNT},
	{"category", LISTED_CATEGORY}, {"type", LISTED_CATEGORY},
	{"-", LISTED_SKIPPED}
};

static bool
find_field(struct book_text word, enum listed_field *field)
{
	for (size_t i = 0; i < BOOK_LENGTH_OF(map_words); i++)
		if (strlen(map_words[i].text) == word.length
			&& memcmp(map_words[i].text, word.bytes, word.length) == 0)
		{
			*field = map_words[i].field;
			return true;
		}
	return false;
}

static bool
has_field(const struct listed_map *map, enum listed_field field)
{
	for (int i = 0; i < map->count; i++)
		if (map->field[i] == field)
			return true;
	return false;
}

/* Adds "score" or "score=Wert"; what is wrong with it, or NULL. */
static const char *
add_column(struct listed_map *map, struct book_text part)
{
	const char *equals = part.length == 0
		? NULL : memchr(part.bytes, '=', part.length);
	const char *end = part.bytes + part.length;
	struct book_text title = {"", 0};
	enum listed_field field;

	if (map->count == BOOK_MAP_MAX)
		return "is one column too many";
	if (map->count > 0 && map->titled != (equals != NULL))
		return "mixes titles and places: use number=Title,score=Title or number,score";
	if (equals != NULL)
		title = book_map_unquoted(book_map_trimmed(equals + 1, end));
	if (!find_field(book_map_trimmed(part.bytes, equals != NULL
									 ? equals : end), &field))
		return "names nothing known: use number, score, count, category, or - for a column that is passed over";
	if (equals != NULL && title.length == 0)
		return "has no title";
	if (field != LISTED_SKIPPED && has_field(map, field))
		return "is named twice";
	map->titled = equals != NULL;
	map->field[map->count] = field;
	map->title[map->count++] = title;
	return NULL;
}

/* Reads what columns are; NULL, or what is wrong with *part. */
const char *
listed_map_read(struct listed_map *map, const char *text,
				struct book_text *part)
{
	const char *end;
	const char *wrong;

	map->count = 0;
	map->titled = false;
	for (const char *at = text; *at != '\0'; at = *end == ',' ? end + 1 : end)
	{
		end = book_map_end(at);
		*part = book_map_trimmed(at, end);
		wrong = add_column(map, *part);
		if (wrong != NULL)
			return wrong;
	}
	*part = (struct book_text) {text, strlen(text)};
	return has_field(map, LISTED_NUMBER) ? NULL
		: "names no column of numbers: add number";
}

static void
use(struct listed *file, enum listed_field field, int index,
	struct book_text title)
{
	if (field == LISTED_SKIPPED || file->column[field] >= 0)
		return;
	file->column[field] = index;
	file->title[field] = title;
}

/* Digits of a cell that is figures and what is written between them. */
static int
digits_of(const struct book_buffer *text)
{
	static const char between[] = "+()-./: '\"=%,";
	int			digits = 0;

	for (size_t i = 0; i < text->length; i++)
		if (text->bytes[i] >= '0' && text->bytes[i] <= '9')
			digits++;
		else if (memchr(between, text->bytes[i], sizeof between - 1) == NULL)
			return 0;
	return digits;
}

/*
 * Takes the columns over: by titles, false if one is not in the record at
 * hand; or by places, false if that record is a header.
 */
bool
listed_mapped(struct listed *file)
{
	const struct listed_map *map = file->map;

	for (int i = 0; i < map->count; i++)
	{
		int			index = map->titled
			? book_map_find(&file->csv, map->title[i]) : i;

		if (index < 0)
		{
			file->title[LISTED_NUMBER] = map->title[i];
			return false;
		}
		use(file, map->field[i], index, map->titled || map->field[i]
			== LISTED_SKIPPED ? map->title[i] : names[map->field[i]]);
	}
	return map->titled || file->column[LISTED_NUMBER] >= file->csv.cells
		|| book_clean_cell(&file->csv, file->column[LISTED_NUMBER]) != BOOK_OK
		|| digits_of(&file->csv.clean) > 0;
}

/* ---- by their titles ---- */

/* Parts of titles; the first that is found decides. */
static const struct word title_words[] = {
	{"country", LISTED_SKIPPED}, {"account", LISTED_SKIPPED},
	{"ratings", LISTED_COUNT}, {"count", LISTED_COUNT},
	{"reports", LISTED_COUNT}, {"complaints", LISTED_COUNT},
	{"votes", LISTED_COUNT}, {"calls", LISTED_COUNT}, {"hits", LISTED_COUNT},
	{"total", LISTED_COUNT}, {"anzahl", LISTED_COUNT},
	{"score", LISTED_SCORE}, {"likelihood", LISTED_SCORE},
	{"rating", LISTED_SCORE}, {"risk", LISTED_SCORE},
	{"probability", LISTED_SCORE}, {"confidence", LISTED_SCORE},
	{"bewertung", LISTED_SCORE},
	{"category", LISTED_CATEGORY}, {"type", LISTED_CATEGORY},
	{"reason", LISTED_CATEGORY}, {"kind", LISTED_CATEGORY},
	{"label", LISTED_CATEGORY}, {"kategorie", LISTED_CATEGORY}
};

/* The letters of the title in csv.clean, in lower case and a NUL. */
static void
title_key(const struct book_buffer *title, char key[TITLE_MAX])
{
	size_t		length = 0;

	for (size_t i = 0; i < title->length && length < TITLE_MAX - 1; i++)
	{
		char		c = title->bytes[i];

		if (c >= 'A' && c <= 'Z')
			c |= 0x20;
		if (c >= 'a' && c <= 'z')
			key[length++] = c;
	}
	key[length] = '\0';
}

static enum listed_field
title_field(const struct book_buffer *title)
{
	char		key[TITLE_MAX];

	title_key(title, key);
	for (size_t i = 0; i < BOOK_LENGTH_OF(title_words); i++)
		if (strstr(key, title_words[i].text) != NULL)
			return title_words[i].field;
	return LISTED_SKIPPED;
}

/* The column of numbers in the header at hand, -1 if that is none. */
static int
number_title(struct book *csv)
{
	if (!book_read_header(csv))
		return -1;
	for (int i = 0; i < csv->used; i++)
		if (csv->column[i].kind == KIND_NUMBER)
			return csv->column[i].index;
	return -1;
}

/* Whether the record at hand names the columns; then they are taken over. */
bool
listed_titled(struct listed *file)
{
	struct book *csv = &file->csv;
	int			number = number_title(csv);

	if (number < 0)
		return false;
	use(file, LISTED_NUMBER, number, csv->cell[number].text);
	for (int i = 0; i < csv->cells; i++)
		if (i != number && book_clean_cell(csv, i) == BOOK_OK)
			use(file, title_field(&csv->clean), i, csv->cell[i].text);
	return true;
}

/* ---- by the first rows ---- */

static bool
has_letter(const struct book_buffer *text)
{
	for (size_t i = 0; i < text->length; i++)
	{
		char		c = text->bytes[i];

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80))
			return true;
	}
	return false;
}

static void
note_distinct(struct column *column, const struct book_buffer *text)
{
	uint32_t	mixed = 2166136261U;

	for (size_t i = 0; i < text->length; i++)
		mixed = (mixed ^ (unsigned char) text->bytes[i]) * 16777619U;
	for (int i = 0; i < column->distinct; i++)
		if (column->seen[i] == mixed)
			return;
	column->seen[column->distinct++] = mixed;
}

static void
note_cell(struct column *column, const struct book_buffer *text)
{
	if (text->length == 0)
		return;
	column->filled++;
	column->digits += digits_of(text);
	column->scores += text->length <= SCORE_MOST && digits_of(text) > 0;
	column->texts += has_letter(text);
	column->words += listed_word(text->bytes, text->length) != NULL;
	note_distinct(column, text);
}

static void
note_record(struct sample *sample, struct book *csv)
{
	if (csv->cells > sample->cells)
		sample->cells = csv->cells < SAMPLE_CELLS ? csv->cells : SAMPLE_CELLS;
	for (int i = 0; i < csv->cells && i < SAMPLE_CELLS; i++)
		if (book_clean_cell(csv, i) == BOOK_OK)
			note_cell(&sample->column[i], &csv->clean);
	sample->rows++;
}

/* Notes records from the one at hand on, which is at hand again after it. */
static void
take_sample(struct sample *sample, struct book *csv, bool titled)
{
	size_t		position = csv->position;
	size_t		one_line_until = csv->one_line_until;
	uint32_t	line = csv->line;
	size_t		next;

	memset(sample, 0, sizeof *sample);
	for (int i = 0; i <= SAMPLE_ROWS && csv->position < csv->length; i++)
	{
		if (book_split_record(csv, &next) == BOOK_OK
			&& !book_is_blank(csv, 0) && !listed_comment(csv)
			&& !(titled && i == 0) && sample->rows < SAMPLE_ROWS)
			note_record(sample, csv);
		book_move(csv, next < csv->length ? next : csv->length);
	}
	csv->position = position;
	csv->one_line_until = one_line_until;
	csv->line = line;
	book_split_record(csv, &next);
}

static bool
is_text(const struct column *column)
{
	return column->texts * 2 > column->filled;
}

/* The number is what has the most digits, the category what tells most. */
static struct roles
find_roles(const struct sample *sample)
{
	struct roles roles = {-1, -1, 0, 0, -1};
	const struct column *column = sample->column;

	for (int i = 0; i < sample->cells; i++)
		if (!is_text(&column[i]) && column[i].digits > 0
			&& (roles.number < 0
				|| column[i].digits > column[roles.number].digits))
			roles.number = i;
	if (roles.number < 0 || column[roles.number].digits
		< NUMBER_DIGITS * column[roles.number].filled)
		return (struct roles) {-1, -1, 0, 0, -1};
	for (int i = 0; i < sample->cells; i++)
	{
		if (i == roles.number || column[i].filled == 0)
			continue;
		roles.texts += is_text(&column[i]);
		if (!is_text(&column[i]))
		{
			roles.measures++;
			roles.measure = i;
		}
		else if (roles.category < 0
				 || column[i].words > column[roles.category].words)
			roles.category = i;
	}
	return roles;
}

/* Takes the columns over that the first rows show; false if that is unclear. */
bool
listed_guessed(struct listed *file)
{
	struct sample sample;
	struct roles roles;

	take_sample(&sample, &file->csv, false);
	roles = find_roles(&sample);
	if (roles.number < 0 || roles.measures > 1)
		return false;
	use(file, LISTED_NUMBER, roles.number, names[LISTED_NUMBER]);
	if (roles.category >= 0
		&& (roles.texts == 1 || sample.column[roles.category].words > 0))
		use(file, LISTED_CATEGORY, roles.category, names[LISTED_CATEGORY]);
	if (roles.measures == 1)
	{
		/* number;score;type, but number,count */
		enum listed_field field = roles.category >= 0
			? LISTED_SCORE : LISTED_COUNT;

		use(file, field, roles.measure, names[field]);
	}
	return true;
}

/* "# updated daily" is no row. */
bool
listed_comment(const struct book *csv)
{
	return csv->cell[0].text.length > 0 && csv->cell[0].text.bytes[0] == '#';
}

/* ---- whether it is one ---- */

/* Without titles each row has to tell what kind of caller it is. */
static bool
all_tell(const struct sample *sample, int category, bool titled)
{
	const struct column *column = &sample->column[category];

	return column->filled >= SURE_ROWS && column->words == column->filled
		&& (titled || column->filled == sample->rows);
}

/* Titles like "spam_score", or "score" and "type", in the header at hand. */
static bool
speaks_of_spam(struct book *csv)
{
	char		key[TITLE_MAX];
	bool		scored = false;
	bool		kind = false;

	for (int i = 0; i < csv->cells; i++)
	{
		enum listed_field field;

		if (book_clean_cell(csv, i) != BOOK_OK)
			continue;
		title_key(&csv->clean, key);
		field = title_field(&csv->clean);
		if (strstr(key, "spam") != NULL && field != LISTED_SKIPPED)
			return true;
		scored |= field == LISTED_SCORE && strstr(key, "score") != NULL;
		kind |= field == LISTED_CATEGORY;
	}
	return scored && kind;
}

/* Few kinds of text again and again, beside a figure as scores are. */
static bool
repeats(const struct sample *sample, const struct roles *roles)
{
	const struct column *column = &sample->column[roles->category];
	const struct column *measure = &sample->column[roles->measure < 0
												   ? 0 : roles->measure];

	return roles->measures == 1 && measure->scores == measure->filled
		&& column->filled >= 8 && column->distinct * 4 <= column->filled;
}

/* By the rows of a table whose header, if it has one, names nobody. */
static enum listed_look
look_at_rows(const struct sample *sample, bool titled)
{
	struct roles roles = find_roles(sample);

	if (roles.number < 0)
		return titled ? LISTED_PERHAPS : LISTED_NOT;
	if (roles.category >= 0 && (titled || roles.texts == 1)
		&& all_tell(sample, roles.category, titled))
		return LISTED_SURELY;
	if (titled || roles.texts == 0)
		return LISTED_PERHAPS;
	if (roles.texts > 1)
		return LISTED_NOT;
	return repeats(sample, &roles)
		|| sample->column[roles.category].words * 2
		>= sample->column[roles.category].filled
		? LISTED_PERHAPS : LISTED_NOT;
}

static void
ignore(void *context, const struct listed_row *row)
{
	(void) context;
	(void) row;
}

/* Whether bytes are a block list; the room is overwritten. */
enum listed_look
listed_look_at(struct listed *room, const char *bytes, size_t length)
{
	struct book *csv = &room->csv;
	struct sample sample;
	size_t		next;
	bool		titled;

	listed_open(room, bytes, length, NULL, "ZZ", ignore, NULL);
	if (book_card_is(csv->bytes + csv->position, length - csv->position)
		|| book_json_is(csv->bytes + csv->position, length - csv->position))
		return LISTED_NOT;
	book_find_delimiter(csv);
	for (; csv->position < length; book_move(csv, next < length ? next : length))
	{
		if (book_split_record(csv, &next) != BOOK_OK)
			return LISTED_NOT;
		if (!book_is_blank(csv, 0) && !listed_comment(csv))
			break;
	}
	if (csv->position >= length)
		return LISTED_NOT;
	titled = number_title(csv) >= 0;
	if (titled && book_columns_name(csv))
		return LISTED_NOT;
	if (titled && speaks_of_spam(csv))
		return LISTED_SURELY;
	take_sample(&sample, csv, titled);
	return look_at_rows(&sample, titled);
}
