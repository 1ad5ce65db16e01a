/* complaint.c: reads a file of complaints record by record */
#include "complaint.h"

#include <string.h>

#include "book_inside.h"

#define TITLE_MAX	64
#define DAY			86400

/* What a column tells of a complaint. */
enum field
{
	FIELD_NUMBER, FIELD_OTHER_NUMBER, FIELD_CREATED, FIELD_DATE, FIELD_TIME,
	FIELD_AREA, FIELD_SUBJECT, FIELD_TYPE, FIELD_RECORDED, FIELD_ITEM,
	FIELD_CITY, FIELD_ZIP
};

struct title
{
	const char *key;
	enum field	field;
};

/* A word that tells the category of a complaint in which it stands. */
struct clue
{
	const char *word;
	const char *category;
};

/*
 * A format: its columns by their letters and digits, first the one that its
 * files begin with, and those it must have.
 */
struct shape
{
	const char *name;
	const struct title *titles;
	size_t		count;
	uint16_t	needed;			/* a bit for each field */
};

#define BIT(field) (1u << (field))

static const struct title ftc_titles[] = {
	{"companyphonenumber", FIELD_NUMBER}, {"createddate", FIELD_CREATED},
	{"consumerareacode", FIELD_AREA}, {"subject", FIELD_SUBJECT},
	{"recordedmessageorrobocall", FIELD_RECORDED},
	{"consumercity", FIELD_CITY}
};

/* The header of the authority itself says "Messge". */
static const struct title fcc_titles[] = {
	{"ticketid", FIELD_ITEM}, {"id", FIELD_ITEM},
	{"ticketcreated", FIELD_CREATED},
	{"dateofissue", FIELD_DATE}, {"issuedate", FIELD_DATE},
	{"timeofissue", FIELD_TIME}, {"issuetime", FIELD_TIME},
	{"calleridnumber", FIELD_NUMBER},
	{"advertiserbusinessnumber", FIELD_OTHER_NUMBER},
	{"advertiserbusinessphonenumber", FIELD_OTHER_NUMBER},
	{"typeofcallormessge", FIELD_TYPE}, {"typeofcallormessage", FIELD_TYPE},
	{"issue", FIELD_SUBJECT}, {"state", FIELD_AREA},
	{"city", FIELD_CITY}, {"zip", FIELD_ZIP}
};

static const struct shape shapes[] = {
	[COMPLAINT_FTC] = {
		"ftc", ftc_titles, BOOK_LENGTH_OF(ftc_titles),
		BIT(FIELD_NUMBER) | BIT(FIELD_CREATED) | BIT(FIELD_SUBJECT)
	},
	[COMPLAINT_FCC] = {
		"fcc", fcc_titles, BOOK_LENGTH_OF(fcc_titles),
		BIT(FIELD_NUMBER) | BIT(FIELD_CREATED) | BIT(FIELD_ITEM)
	}
};

/* Of the FTC's fifteen subjects and the FCC's issues; the first that stands. */
static const struct clue clues[] = {
	{"pretending", "scam"}, {"impost", "scam"}, {"lotter", "scam"},
	{"computer", "scam"}, {"work from home", "scam"}, {"debt", "debt"},
	{"dropped call", "silent"}, {"abandoned", "silent"},
	{"prerecorded", "robocall"}, {"robocall", "robocall"},
	{"charit", "telemarketing"}, {"energy", "telemarketing"},
	{"home improvement", "telemarketing"}, {"home security", "telemarketing"},
	{"medical", "telemarketing"}, {"vacation", "telemarketing"},
	{"warrant", "telemarketing"}, {"live voice", "telemarketing"},
	{"telemarketing", "telemarketing"}
};

const char *
complaint_format_name(enum complaint_format format)
{
	return shapes[format].name;
}

/* ---- the header ---- */

/* The letters and digits of a title, in lower case; its length. */
static size_t
title_key(struct book_text title, char key[TITLE_MAX])
{
	size_t		length = 0;

	for (size_t i = 0; i < title.length && length < TITLE_MAX; i++)
	{
		char		c = title.bytes[i];

		if (c >= 'A' && c <= 'Z')
			c |= 0x20;
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			key[length++] = c;
	}
	return length;
}

static const struct title *
find_title(const struct shape *shape, struct book_text text)
{
	char		key[TITLE_MAX];
	size_t		length = title_key(text, key);

	for (size_t i = 0; i < shape->count; i++)
		if (strlen(shape->titles[i].key) == length
			&& memcmp(shape->titles[i].key, key, length) == 0)
			return &shape->titles[i];
	return NULL;
}

static void
name_column(struct complaints *file, int index)
{
	struct book_text title = file->csv.cell[index].text;
	const struct title *known = find_title(&shapes[file->format], title);

	if (known != NULL && file->column[known->field] < 0)
	{
		file->column[known->field] = index;
		file->title[known->field] = title;
	}
}

/* Names the columns by the record at hand; false if one is missing. */
static bool
read_header(struct complaints *file)
{
	uint16_t	found = 0;

	for (int i = 0; i < COMPLAINT_COLUMNS; i++)
		file->column[i] = -1;
	for (int i = 0; i < file->csv.cells; i++)
		name_column(file, i);
	for (int i = 0; i < COMPLAINT_COLUMNS; i++)
		if (file->column[i] >= 0)
			found |= (uint16_t) BIT(i);
	return (found & shapes[file->format].needed)
		== shapes[file->format].needed;
}

/* ---- one complaint ---- */

/* A cell as clean text in csv.clean; empty when it is not there. */
static enum book_error
clean_field(struct complaints *file, enum field field)
{
	int			index = file->column[field];

	book_empty(&file->csv.clean);
	if (index < 0 || index >= file->csv.cells)
		return BOOK_OK;
	return book_clean_cell(&file->csv, index);
}

/* The number that called; of a complaint without it, the number it was for. */
static enum book_error
read_number(struct complaints *file, struct complaint_row *row)
{
	static const enum field fields[] = {FIELD_NUMBER, FIELD_OTHER_NUMBER};

	for (size_t i = 0; i < BOOK_LENGTH_OF(fields); i++)
	{
		enum book_error error = clean_field(file, fields[i]);

		row->field = file->title[fields[i]];
		if (error != BOOK_OK)
			return error;
		if (file->csv.clean.length > 0)
			return book_number((struct book_text) {
				file->csv.clean.bytes, file->csv.clean.length
			}, COMPLAINT_REGION, strlen(COMPLAINT_REGION), &row->number);
	}
	row->field = file->title[FIELD_NUMBER];
	return BOOK_MISSING_NUMBER;
}

static int64_t
day_of(int64_t at)
{
	return at >= 0 ? at / DAY : (at - DAY + 1) / DAY;
}

/*
 * The day of the call, into csv.name: before it was complained about, but the
 * clocks of two people, and zones, may be a day apart.
 */
static bool
read_call_day(struct complaints *file, struct complaint_row *row)
{
	struct book *csv = &file->csv;
	int64_t		called;

	row->field = file->title[FIELD_DATE];
	if (clean_field(file, FIELD_DATE) != BOOK_OK)
		return false;
	csv->name = csv->clean;
	return csv->name.length == 0
		|| (complaint_time(csv->name.bytes, csv->name.length, NULL, 0, &called)
			&& day_of(called) <= row->day + 1);
}

/* The time of the call, on the day in csv.name. */
static bool
read_call_time(struct complaints *file, struct complaint_row *row)
{
	struct book *csv = &file->csv;
	int64_t		called;

	row->field = file->title[FIELD_TIME];
	if (clean_field(file, FIELD_TIME) != BOOK_OK
		|| !complaint_time(csv->name.bytes, csv->name.length,
						   csv->clean.bytes, csv->clean.length, &called))
		return false;
	if (called < row->at)
		row->at = called;
	return true;
}

/* When it was filed, and when the call was: if that is not told, then too. */
static enum book_error
read_times(struct complaints *file, struct complaint_row *row)
{
	struct book *csv = &file->csv;

	row->field = file->title[FIELD_CREATED];
	if (clean_field(file, FIELD_CREATED) != BOOK_OK
		|| !complaint_time(csv->clean.bytes, csv->clean.length, NULL, 0,
						   &row->at))
		return BOOK_BAD_DATE;
	row->day = day_of(row->at);
	if (!read_call_day(file, row)
		|| (csv->name.length > 0 && !read_call_time(file, row)))
		return BOOK_BAD_DATE;
	return BOOK_OK;
}

static enum book_error
read_item(struct complaints *file, struct complaint_row *row)
{
	const struct book_buffer *clean = &file->csv.clean;

	row->item = 0;
	if (file->column[FIELD_ITEM] < 0)
		return BOOK_OK;
	row->field = file->title[FIELD_ITEM];
	if (clean_field(file, FIELD_ITEM) != BOOK_OK || clean->length == 0
		|| clean->length > 18)
		return BOOK_NOT_A_NUMBER;
	for (size_t i = 0; i < clean->length; i++)
	{
		if (clean->bytes[i] < '0' || clean->bytes[i] > '9')
			return BOOK_NOT_A_NUMBER;
		row->item = row->item * 10 + (uint64_t) (clean->bytes[i] - '0');
	}
	return BOOK_OK;
}

static bool
holds_word(const struct book_buffer *text, const char *word)
{
	size_t		size = strlen(word);

	for (size_t i = 0; i + size <= text->length; i++)
	{
		size_t		j = 0;

		while (j < size && (text->bytes[i + j] == word[j]
							|| (text->bytes[i + j] | 0x20) == word[j]))
			j++;
		if (j == size)
			return true;
	}
	return false;
}

static const char *
category_of(struct complaints *file, enum field field)
{
	if (clean_field(file, field) != BOOK_OK)
		return NULL;
	for (size_t i = 0; i < BOOK_LENGTH_OF(clues); i++)
		if (holds_word(&file->csv.clean, clues[i].word))
			return clues[i].category;
	return NULL;
}

/* A recorded voice says more than that something was sold. */
static void
read_category(struct complaints *file, struct complaint_row *row)
{
	const char *category = category_of(file, FIELD_TYPE);
	bool		recorded;

	if (category == NULL)
		category = category_of(file, FIELD_SUBJECT);
	recorded = clean_field(file, FIELD_RECORDED) == BOOK_OK
		&& file->csv.clean.length == 1 && file->csv.clean.bytes[0] == 'Y';
	if (category == NULL)
		category = "other";
	if (recorded && strcmp(category, "scam") != 0
		&& strcmp(category, "debt") != 0)
		category = "robocall";
	row->category = category;
}

/* Three digits or two letters; whatever else is written is no area. */
static void
read_area(struct complaints *file, struct complaint_row *row)
{
	const struct book_buffer *clean = &file->csv.clean;

	row->area[0] = '\0';
	if (clean_field(file, FIELD_AREA) != BOOK_OK || clean->length < 2
		|| clean->length > COMPLAINT_AREA_MAX)
		return;
	for (size_t i = 0; i < clean->length; i++)
		if (!((clean->bytes[i] >= '0' && clean->bytes[i] <= '9')
			  || (clean->bytes[i] >= 'A' && clean->bytes[i] <= 'Z')))
			return;
	memcpy(row->area, clean->bytes, clean->length);
	row->area[clean->length] = '\0';
}

/* A city or a postal code; one that is no clean text, or too long, is none. */
static void
read_place(struct complaints *file, enum field field,
		   char out[COMPLAINT_PLACE_MAX + 1])
{
	const struct book_buffer *clean = &file->csv.clean;

	out[0] = '\0';
	if (!file->keep_places || clean_field(file, field) != BOOK_OK
		|| clean->length > COMPLAINT_PLACE_MAX)
		return;
	memcpy(out, clean->bytes, clean->length);
	out[clean->length] = '\0';
}

static void
emit_row(struct complaints *file, struct book_text raw)
{
	struct complaint_row row = {.line = file->csv.line, .raw = raw};

	while (row.raw.length > 0
		   && memchr("\r\n", row.raw.bytes[row.raw.length - 1], 2) != NULL)
		row.raw.length--;
	row.error = read_number(file, &row);
	if (row.error == BOOK_OK)
		row.error = read_times(file, &row);
	if (row.error == BOOK_OK)
		row.error = read_item(file, &row);
	if (row.error == BOOK_OK)
	{
		read_category(file, &row);
		read_area(file, &row);
		read_place(file, FIELD_CITY, row.city);
		read_place(file, FIELD_ZIP, row.zip);
	}
	file->emit(file->context, &row);
}

static void
refuse(struct complaints *file, enum book_error error, struct book_text raw)
{
	struct complaint_row row = {
		.line = file->csv.line, .error = error, .raw = raw
	};

	file->emit(file->context, &row);
}

/* ---- the file ---- */

static void
unused(void *context, const struct book_row *row)
{
	(void) context;
	(void) row;
}

void
complaint_open(struct complaints *file, const char *bytes, size_t length,
			   enum complaint_format format, complaint_emit emit,
			   void *context)
{
	memset(file, 0, sizeof *file);
	book_open(&file->csv, bytes, length, BOOK_CSV, unused, NULL);
	file->csv.delimiter = ',';
	file->format = format;
	file->emit = emit;
	file->context = context;
}

/* Reads one record; false at the end. Without its header a file ends there. */
bool
complaint_step(struct complaints *file)
{
	struct book *csv = &file->csv;
	struct book_text raw;
	enum book_error error;
	size_t		next;

	if (csv->position >= csv->length)
		return false;
	error = book_read_record(csv, &raw, &next);
	if (error != BOOK_OK)
		refuse(file, error, raw);
	else if (book_is_blank(csv, 0))
		;
	else if (csv->begun && csv->cells > csv->columns
			 && !book_is_blank(csv, csv->columns))
		refuse(file, BOOK_TOO_MANY_COLUMNS, raw);
	else if (csv->begun)
		emit_row(file, raw);
	else if (read_header(file))
	{
		csv->begun = true;
		csv->columns = csv->cells;
	}
	else
	{
		refuse(file, BOOK_MISSING_COLUMN, raw);
		next = csv->length;
	}
	book_move(csv, next);
	return true;
}

/* ---- what a file is ---- */

static struct book_text
first_line(const char *bytes, size_t length)
{
	static const char mark[] = {'\xEF', '\xBB', '\xBF'};
	size_t		start = 0;
	size_t		end;

	if (length >= sizeof mark && memcmp(bytes, mark, sizeof mark) == 0)
		start = sizeof mark;
	for (end = start; end < length; end++)
		if (bytes[end] == '\n' || bytes[end] == '\r')
			break;
	return (struct book_text) {bytes + start, end - start};
}

/* Takes the text before the next comma off a line, with the comma. */
static struct book_text
take_title(struct book_text *line)
{
	const char *comma = memchr(line->bytes, ',', line->length);
	struct book_text title = *line;

	if (comma != NULL)
		title.length = (size_t) (comma - line->bytes);
	line->bytes += title.length + (comma != NULL);
	line->length -= title.length + (comma != NULL);
	return title;
}

/*
 * One title alone is a sign only where it is the format's own and in front:
 * people have an "id", too. Elsewhere all that the format must have is.
 */
static bool
is_header(const struct shape *shape, struct book_text line)
{
	bool		front = true;
	uint16_t	found = 0;

	for (; line.length > 0; front = false)
	{
		const struct title *known = find_title(shape, take_title(&line));

		if (front && known == shape->titles)
			return true;
		if (known != NULL)
			found |= (uint16_t) BIT(known->field);
	}
	return (found & shape->needed) == shape->needed;
}

bool
complaint_format_find(const char *bytes, size_t length,
					  enum complaint_format *format)
{
	struct book_text line = first_line(bytes, length);

	for (size_t i = 0; i < BOOK_LENGTH_OF(shapes); i++)
		if (is_header(&shapes[i], line))
		{
			*format = (enum complaint_format) i;
			return true;
		}
	return false;
}
