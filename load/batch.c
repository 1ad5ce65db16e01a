/* batch.c: rows on their way, and COPY's binary form of them */
#include "load.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "name.h"

#define CHUNK	65536			/* bytes handed to libpq at a time */

/* ---- rows ---- */

static struct item *
add_item(struct batch *batch, int64_t place, phone number)
{
	struct item *item;

	if (batch->count == batch->items_room)
	{
		batch->items_room = batch->items_room * 2 + 1024;
		batch->items = need(realloc(batch->items, batch->items_room
									* sizeof *batch->items));
	}
	item = &batch->items[batch->count++];
	*item = (struct item) {.place = place, .number = number};
	return item;
}

/* Where so many bytes may be written. */
static char *
room(struct batch *batch, size_t length)
{
	if (batch->size - batch->used < length)
	{
		batch->size = batch->size * 2 + length + CHUNK;
		batch->room = need(realloc(batch->room, batch->size));
	}
	return batch->room + batch->used;
}

static void
add_text(struct batch *batch, struct item *item, int which,
		 const char *bytes, size_t length)
{
	if (length > 0)
		memcpy(room(batch, length), bytes, length);
	item->text[which] = (uint32_t) batch->used;
	item->length[which] = (uint16_t) length;
	batch->used += length;
}

static void
add_folded(struct batch *batch, struct item *item, struct book_text name)
{
	char	   *out = room(batch, NAME_FOLD_GROWTH * name.length);

	item->text[1] = (uint32_t) batch->used;
	item->length[1] = (uint16_t) name_fold(name.bytes, name.length, out);
	batch->used += item->length[1];
}

void
batch_add_person(struct batch *batch, int64_t place,
				 const struct book_row *row, phone number)
{
	struct item *item = add_item(batch, place, number);

	add_text(batch, item, 0, row->name.bytes, row->name.length);
	add_folded(batch, item, row->name);
	add_text(batch, item, 2, row->email.bytes, row->email.length);
}

void
batch_add_complaint(struct batch *batch, int64_t place,
					const struct complaint_row *row)
{
	struct item *item = add_item(batch, place, row->number);

	item->of.complaint.at = row->at;
	item->of.complaint.ticket = row->item;
	add_text(batch, item, 0, row->category, strlen(row->category));
	add_text(batch, item, 1, row->area, strlen(row->area));
	add_text(batch, item, 2, row->city, strlen(row->city));
	add_text(batch, item, 3, row->zip, strlen(row->zip));
}

void
batch_add_listed(struct batch *batch, int64_t place,
				 const struct listed_row *row, double part)
{
	struct item *item = add_item(batch, place, row->number);

	item->of.listed.count = row->count;
	item->of.listed.part = part;
	add_text(batch, item, 0, row->category, strlen(row->category));
}

/* By number, folded name and place: the order in which they are merged. */
static int
compare_items(const void *one, const void *other, void *texts)
{
	const struct item *a = one;
	const struct item *b = other;
	const char *text = texts;
	size_t		length = a->length[1] < b->length[1]
		? a->length[1] : b->length[1];
	int			order;

	if (a->number != b->number)
		return a->number < b->number ? -1 : 1;
	order = memcmp(text + a->text[1], text + b->text[1], length);
	if (order == 0)
		order = (a->length[1] > b->length[1]) - (a->length[1] < b->length[1]);
	if (order == 0)
		order = (a->place > b->place) - (a->place < b->place);
	return order;
}

void
batch_sort(struct batch *batch)
{
	if (batch->count > 0)
		qsort_r(batch->items, batch->count, sizeof *batch->items,
				compare_items, batch->room);
}

void
batch_empty(struct batch *batch)
{
	batch->count = 0;
	batch->used = 0;
}

/* ---- COPY ---- */

/* What is being handed over. */
struct copy
{
	PGconn	   *db;
	size_t		length;
	char		bytes[2 * CHUNK];
};

static void
send_chunk(struct copy *copy)
{
	if (PQputCopyData(copy->db, copy->bytes, (int) copy->length) != 1)
		fault(PQerrorMessage(copy->db), NULL);
	copy->length = 0;
}

static void
put(struct copy *copy, const void *bytes, size_t length)
{
	if (copy->length + length > sizeof copy->bytes)
		send_chunk(copy);
	if (length > 0)
		memcpy(copy->bytes + copy->length, bytes, length);
	copy->length += length;
}

static void
put16(struct copy *copy, uint16_t value)
{
	value = htobe16(value);
	put(copy, &value, sizeof value);
}

static void
put32(struct copy *copy, uint32_t value)
{
	value = htobe32(value);
	put(copy, &value, sizeof value);
}

static void
put64(struct copy *copy, uint64_t value)
{
	put32(copy, sizeof value);
	value = htobe64(value);
	put(copy, &value, sizeof value);
}

/* A text; an empty one is NULL where that is meant. */
static void
put_text(struct copy *copy, const struct batch *batch,
		 const struct item *item, int which, bool nullable)
{
	uint16_t	length = item->length[which];

	if (nullable && length == 0)
	{
		put32(copy, UINT32_MAX);
		return;
	}
	put32(copy, length);
	put(copy, batch->room + item->text[which], length);
}

static void
put_person(struct copy *copy, const struct batch *batch,
		   const struct item *item)
{
	put16(copy, 5);
	put64(copy, (uint64_t) item->place);
	put64(copy, item->number);
	put_text(copy, batch, item, 0, false);
	put_text(copy, batch, item, 1, false);
	put_text(copy, batch, item, 2, true);
}

static void
put_complaint(struct copy *copy, const struct batch *batch,
			  const struct item *item)
{
	put16(copy, 8);
	put64(copy, (uint64_t) item->place);
	put64(copy, item->number);
	put64(copy, item->of.complaint.ticket);
	put64(copy, (uint64_t) (item->of.complaint.at * 1000000));
	put_text(copy, batch, item, 0, false);
	put_text(copy, batch, item, 1, true);
	put_text(copy, batch, item, 2, true);
	put_text(copy, batch, item, 3, true);
}

/* A count or a part that is not told is NULL. */
static void
put_listed(struct copy *copy, const struct batch *batch,
		   const struct item *item)
{
	uint64_t	bits;

	put16(copy, 5);
	put64(copy, (uint64_t) item->place);
	put64(copy, item->number);
	put_text(copy, batch, item, 0, false);
	memcpy(&bits, &item->of.listed.part, sizeof bits);
	if (item->of.listed.part < 0)
		put32(copy, UINT32_MAX);
	else
		put64(copy, bits);
	if (item->of.listed.count < 1)
		put32(copy, UINT32_MAX);
	else
		put64(copy, (uint64_t) item->of.listed.count);
}

/* All rows, into a connection that is in COPY. */
void
batch_copy(const struct batch *batch, PGconn *db, enum source_kind kind)
{
	static void (*const put_row[]) (struct copy *, const struct batch *,
									const struct item *) = {
		[SOURCE_PEOPLE] = put_person,
		[SOURCE_COMPLAINTS] = put_complaint,
		[SOURCE_LISTED] = put_listed
	};
	static const char signature[19] = "PGCOPY\n\377\r\n";
	struct copy *copy = need(malloc(sizeof *copy));

	copy->db = db;
	copy->length = 0;
	put(copy, signature, sizeof signature);
	for (size_t i = 0; i < batch->count; i++)
	{
		put_row[kind] (copy, batch, &batch->items[i]);
		if (copy->length >= CHUNK)
			send_chunk(copy);
	}
	put16(copy, UINT16_MAX);
	send_chunk(copy);
	if (PQputCopyEnd(db, NULL) != 1)
		fault(PQerrorMessage(db), NULL);
	free(copy);
}
