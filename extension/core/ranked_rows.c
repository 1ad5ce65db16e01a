/*
 * ranked_rows.c: the rows that a search has returned
 */
#include <string.h>

#include "ranked_rows.h"

#define ROWS_ROOM	64			/* at first; it doubles when half full */

static size_t
place_of(const struct ranked_rows *rows, uint64_t row)
{
	uint64_t	hash = row * UINT64_C(0x9e3779b97f4a7c15);
	size_t		place = (size_t) (hash >> 32) & (rows->room - 1);

	while (rows->row[place] != RANKED_NO_ROW && rows->row[place] != row)
		place = (place + 1) & (rows->room - 1);
	return place;
}

static void
make_room(struct ranked_rows *rows, const struct ranked_reader *reader)
{
	struct ranked_rows wider = {
		.count = rows->count,
		.room = rows->room == 0 ? ROWS_ROOM : 2 * rows->room
	};
	size_t		size = wider.room * sizeof(*wider.row);

	wider.row = reader->allocate(reader->context, size);
	memset(wider.row, 0, size);
	for (size_t i = 0; i < rows->room; i++)
		if (rows->row[i] != RANKED_NO_ROW)
			wider.row[place_of(&wider, rows->row[i])] = rows->row[i];
	ranked_rows_end(rows, reader);
	*rows = wider;
}

bool
ranked_rows_add(struct ranked_rows *rows, const struct ranked_reader *reader,
				uint64_t row)
{
	size_t		place;

	if (2 * rows->count >= rows->room)
		make_room(rows, reader);
	place = place_of(rows, row);
	if (rows->row[place] == row)
		return false;
	rows->row[place] = row;
	rows->count++;
	return true;
}

void
ranked_rows_end(struct ranked_rows *rows, const struct ranked_reader *reader)
{
	if (rows->row != NULL)
		reader->release(reader->context, rows->row);
	rows->row = NULL;
}
