/* sheet.c: reading and writing the rows of a sheet */
#include <string.h>

#include "sheet.h"

static uint64_t
load(const char *in, int bytes)
{
	uint64_t	value = 0;

	for (int i = 0; i < bytes; i++)
		value = value << 8 | (unsigned char) in[i];
	return value;
}

static char *
store(char *out, uint64_t value, int bytes)
{
	for (int i = bytes - 1; i >= 0; i--, value >>= 8)
		out[i] = (char) (value & 0xFF);
	return out + bytes;
}

static char *
store_text(char *out, const char *text, size_t length)
{
	if (length > 0)
		memcpy(out, text, length);
	return out + length;
}

void
sheet_open(struct sheet *sheet, const char *bytes, size_t length)
{
	memset(sheet, 0, sizeof(*sheet));
	sheet->bytes = bytes;
	sheet->length = length;
}

/* Whether all of a row is there, which then is taken apart. */
static bool
read_row(const struct sheet *sheet, struct sheet_row *row)
{
	const char *in = sheet->bytes + sheet->position;
	size_t		left = sheet->length - sheet->position;

	if (left < SHEET_ROW_LEAST)
		return false;
	row->number = load(in, 8);
	row->name_length = (uint16_t) load(in + 8, 2);
	row->folded_length = (uint16_t) load(in + 10, 2);
	row->name = in + SHEET_ROW_LEAST;
	row->folded = row->name + row->name_length;
	return sheet_row_size(row) <= left;
}

bool
sheet_next(struct sheet *sheet)
{
	struct sheet_row row;

	if (sheet->wrong || sheet->position == sheet->length)
		return false;
	if (!read_row(sheet, &row) || !phone_is_value(row.number) ||
		(sheet->position > 0 && sheet_compare(&sheet->row, &row) >= 0))
	{
		sheet->wrong = true;
		return false;
	}
	sheet->row = row;
	sheet->position += sheet_row_size(&row);
	return true;
}

size_t
sheet_row_size(const struct sheet_row *row)
{
	return SHEET_ROW_LEAST + (size_t) row->name_length + row->folded_length;
}

/* Where the next row goes. */
char *
sheet_put(char *out, const struct sheet_row *row)
{
	out = store(out, row->number, 8);
	out = store(out, row->name_length, 2);
	out = store(out, row->folded_length, 2);
	out = store_text(out, row->name, row->name_length);
	return store_text(out, row->folded, row->folded_length);
}

int
sheet_compare(const struct sheet_row *a, const struct sheet_row *b)
{
	size_t		length = a->folded_length < b->folded_length
		? a->folded_length : b->folded_length;
	int			order = (a->number > b->number) - (a->number < b->number);

	if (order == 0)
		order = memcmp(a->folded, b->folded, length);
	if (order == 0)
		order = (a->folded_length > b->folded_length)
			- (a->folded_length < b->folded_length);
	return order;
}
