/* listed.c: reads a block list record by record */
#include "listed.h"

#include <string.h>

#include "book_inside.h"

#define NUMBER_ROOM		32		/* bytes of a score or a count */

/* ---- one row ---- */

/* A cell as clean text in csv.clean; empty when it is not there. */
static enum book_error
clean_field(struct listed *file, enum listed_field field)
{
	int			index = file->column[field];

	book_empty(&file->csv.clean);
	if (index < 0 || index >= file->csv.cells)
		return BOOK_OK;
	return book_clean_cell(&file->csv, index);
}

static enum book_error
read_number(struct listed *file, struct listed_row *row)
{
	enum book_error error = clean_field(file, LISTED_NUMBER);

	row->field = file->title[LISTED_NUMBER];
	if (error != BOOK_OK)
		return error;
	if (file->csv.clean.length == 0)
		return BOOK_MISSING_NUMBER;
	return book_number((struct book_text) {
		file->csv.clean.bytes, file->csv.clean.length
	}, file->region, strlen(file->region), &row->number);
}

/*
 * A decimal number as tables write it, "0.94", "0,94" or "94 %"; false if it
 * is none. What is beyond LISTED_COUNT_MAX is that.
 */
static bool
read_decimal(const struct book_buffer *text, double *value, bool *fraction)
{
	size_t		end = text->length;
	double		unit = 1;

	*value = 0;
	*fraction = false;
	while (end > 0 && (text->bytes[end - 1] == '%'
					   || text->bytes[end - 1] == ' '))
		end--;
	for (size_t i = 0; i < end; i++)
	{
		char		c = text->bytes[i];

		if (c >= '0' && c <= '9')
		{
			*value = *value * 10 + (c - '0');
			unit *= *fraction ? 10 : 1;
		}
		else if ((c == '.' || c == ',') && !*fraction && i > 0)
			*fraction = true;
		else
			return false;
	}
	*value /= unit;
	if (*value > LISTED_COUNT_MAX)
		*value = LISTED_COUNT_MAX;
	return end > 0 && end <= NUMBER_ROOM;
}

/* A score or a count; one that is not written is none. */
static enum book_error
read_measure(struct listed *file, struct listed_row *row,
			 enum listed_field field, double *value)
{
	enum book_error error = clean_field(file, field);
	bool		fraction;

	row->field = file->title[field];
	*value = -1;
	if (error != BOOK_OK || file->csv.clean.length == 0)
		return error;
	if (!read_decimal(&file->csv.clean, value, &fraction))
		return BOOK_NOT_A_NUMBER;
	if (field == LISTED_SCORE)
		row->fraction = fraction;
	return BOOK_OK;
}

static enum book_error
read_measures(struct listed *file, struct listed_row *row)
{
	enum book_error error = read_measure(file, row, LISTED_SCORE, &row->score);
	double		count = -1;

	if (error == BOOK_OK)
		error = read_measure(file, row, LISTED_COUNT, &count);
	if (error != BOOK_OK)
		return error;
	if (count == 0)
		return BOOK_LOW_SCORE;
	row->count = count < 1 ? 0 : (int64_t) count;
	row->field = file->title[LISTED_SCORE];
	return BOOK_OK;
}

static void
read_category(struct listed *file, struct listed_row *row)
{
	row->category = NULL;
	if (clean_field(file, LISTED_CATEGORY) == BOOK_OK)
		row->category = listed_word(file->csv.clean.bytes,
									file->csv.clean.length);
	if (row->category == NULL)
		row->category = "other";
}

static void
emit_row(struct listed *file, struct book_text raw)
{
	struct listed_row row = {.line = file->csv.line, .raw = raw, .score = -1};

	while (row.raw.length > 0
		   && memchr("\r\n", row.raw.bytes[row.raw.length - 1], 2) != NULL)
		row.raw.length--;
	row.error = read_number(file, &row);
	if (row.error == BOOK_OK)
		row.error = read_measures(file, &row);
	if (row.error == BOOK_OK)
		read_category(file, &row);
	file->emit(file->context, &row);
}

static void
refuse(struct listed *file, enum book_error error, struct book_text raw)
{
	struct listed_row row = {
		.line = file->csv.line, .error = error, .raw = raw, .score = -1
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
listed_open(struct listed *file, const char *bytes, size_t length,
			const struct listed_map *map, const char *region,
			listed_emit emit, void *context)
{
	memset(file, 0, sizeof *file);
	book_open(&file->csv, bytes, length, BOOK_CSV, unused, NULL);
	file->map = map;
	file->region = region;
	file->emit = emit;
	file->context = context;
	for (int i = 0; i < LISTED_FIELDS; i++)
	{
		file->column[i] = -1;
		file->title[i] = (struct book_text) {"", 0};
	}
}

/* Learns the columns by the record at hand: true if that is a row itself. */
static bool
begin(struct listed *file)
{
	bool		row = false;

	file->csv.begun = true;
	if (file->map != NULL && file->map->titled)
		file->unclear = !listed_mapped(file);
	else if (file->map != NULL)
		row = listed_mapped(file);
	else if (!listed_titled(file))
	{
		row = listed_guessed(file);
		file->unclear = !row;
	}
	return row;
}

/* Reads one record; false at the end, or where it is not known what it tells. */
bool
listed_step(struct listed *file)
{
	struct book *csv = &file->csv;
	struct book_text raw;
	enum book_error error;
	size_t		next;

	if (csv->position >= csv->length || file->unclear)
		return false;
	book_find_delimiter(csv);
	error = book_read_record(csv, &raw, &next);
	if (error != BOOK_OK)
		refuse(file, error, raw);
	else if (book_is_blank(csv, 0) || listed_comment(csv))
		;
	else if (csv->begun || begin(file))
		emit_row(file, raw);
	book_move(csv, next);
	return true;
}

/* ---- scores ---- */

/*
 * Lists say 0 to 1, to 10 or to 100: the least of these that holds the
 * greatest score of the file, but whole numbers are never of the first, where
 * a list of harmless numbers would be one of the worst.
 */
double
listed_part(double score, double most, bool fractions)
{
	if (most <= 1 && fractions)
		return score;
	return most <= 10 ? score / 10 : score / 100;
}
