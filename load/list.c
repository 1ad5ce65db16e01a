/*
 * list.c: the people of a list go to the database in the order of numbers
 *
 * Sheet by sheet, and while the database merges one the next is made. Many
 * sheets are one transaction, since indexes take many new rows for less. They
 * are kept until it has ended, to be sent again if somebody else was at work
 * on the same entries.
 */
#include "load.h"

#include <stdlib.h>

#define SHEET_ROWS	10000
#define BYTES_MOST	(64 * 1048576)	/* of a transaction */
#define TRIES		20

/* The sheets of a transaction, one behind the other. */
struct list
{
	struct load *load;
	char	   *bytes;
	size_t		used;
	size_t		size;
	int64_t		distinct;
	struct list_sheet *sheet;
	size_t		sheets;			/* that are begun */
	size_t		sheets_room;
	size_t		sent;
};

/* ---- sheets ---- */

static struct list_sheet *
add_sheet(struct list *list)
{
	struct list_sheet *sheet;

	if (list->sheets == list->sheets_room)
	{
		list->sheets_room = list->sheets_room * 2 + 16;
		list->sheet = need(realloc(list->sheet, list->sheets_room
								   * sizeof *list->sheet));
	}
	sheet = &list->sheet[list->sheets++];
	*sheet = (struct list_sheet) {.start = list->used};
	return sheet;
}

/* Rows of the file up to the last of this person are done. */
static void
add_row(struct list *list, const struct sheet_row *row, int64_t times,
		int64_t done)
{
	size_t		size = sheet_row_size(row);
	struct list_sheet *sheet = list->sheets > list->sent
		? &list->sheet[list->sheets - 1] : add_sheet(list);

	if (list->size - list->used < size)
	{
		list->size = list->size * 2 + size + 65536;
		list->bytes = need(realloc(list->bytes, list->size));
	}
	sheet_put(list->bytes + list->used, row);
	list->used += size;
	list->distinct++;
	sheet->length += size;
	sheet->distinct++;
	sheet->rows += times;
	sheet->done = done;
}

/* ---- the database ---- */

/* Reading was a part of the way, merging is the rest. */
static void
set_position(const struct load *load, struct list_sheet *sheet)
{
	double		total = (double) load->source.length;
	double		part = (double) sheet->done / (double) load->unmerged;

	sheet->position = (size_t) (total * LOAD_READING
								+ total * (1 - LOAD_READING) * part);
}

static void
send(struct list *list, size_t which)
{
	struct list_sheet *sheet = &list->sheet[which];

	if (which == 0)
		database_do(list->load->part[0].db, "BEGIN");
	set_position(list->load, sheet);
	import_send(list->load, sheet, list->bytes + sheet->start);
}

/* All that was sent, once more, and all of it is merged: false if again not. */
static bool
send_again(struct list *list)
{
	database_do(list->load->part[0].db, "ROLLBACK");
	for (size_t i = 0; i < list->sent; i++)
	{
		send(list, i);
		if (!import_took(list->load))
			return false;
	}
	return true;
}

/* Until all that was sent is merged. */
static void
await(struct list *list)
{
	bool		took = list->sent == 0 || import_took(list->load);

	for (int tries = 0; !took; tries++)
	{
		if (tries == TRIES)
			fault("others change the same entries all the time",
				  "What was merged stays; the same command goes on from there.");
		took = send_again(list);
	}
}

static void
send_next(struct list *list)
{
	await(list);
	if (list->sent > 0)
		meter_show(&list->load->meter, list->sheet[list->sent - 1].position,
				   list->load->counts.rows, false);
	send(list, list->sent++);
}

/* The transaction ends, and a new one may begin. */
static void
commit(struct list *list)
{
	struct load *load = list->load;

	if (list->sheets == 0)
		return;
	if (list->sheets > list->sent)
		send_next(list);
	await(list);
	if (!import_commit(load))
		fault("what was merged could not be committed",
			  "The same command goes on from where it was.");
	list->used = 0;
	list->distinct = 0;
	list->sheets = list->sent = 0;
}

void
list_merge(struct load *load)
{
	struct list list = {.load = load};
	struct sheet_row row;
	int64_t		done = 0;
	int64_t		times;

	people_end(&load->people);
	/* planned once, not with the bytes of each sheet in the plan */
	database_do(load->part[0].db, "SET plan_cache_mode = force_generic_plan");
	while ((times = people_next(&load->people, &row)) > 0)
	{
		done += times;
		if (done <= load->part[0].done)
			continue;
		add_row(&list, &row, times, done);
		if (list.distinct >= load->settings->batch || list.used >= BYTES_MOST)
			commit(&list);
		else if (list.sheet[list.sheets - 1].distinct == SHEET_ROWS)
			send_next(&list);
	}
	commit(&list);
}
