/* ranked_leaf.c: how large a leaf becomes, and writing it */
#include "ranked_run.h"

#include <string.h>

/* ---- the size of a run to be ---- */

static size_t
length_size(size_t length)
{
	return length >= RANKED_LONG_LENGTH;
}

void
ranked_run_begin(struct ranked_run *run, unsigned stride)
{
	run->sum = (struct ranked_sum) {.stride = stride};
	run->last.length = 0;
}

static void
sum_value(struct ranked_sum *sum, const struct ranked_entry *entry)
{
	if (sum->count++ == 0)
	{
		sum->rank = entry->rank;
		sum->row = entry->row;
	}
	sum->rank_varies |= entry->rank ^ sum->rank;
	sum->row_varies |= entry->row ^ sum->row;
}

void
ranked_run_add(struct ranked_run *run, const struct ranked_entry *entry)
{
	size_t		shared;
	size_t		come;

	if (ranked_is_whole(run->sum.count, run->sum.stride))
		run->last.length = 0;
	shared = ranked_shared(&run->last, entry);
	come = entry->length - shared;
	sum_value(&run->sum, entry);
	run->sum.letters += 1 + length_size(run->last.length - shared) +
		length_size(come) + come;
	run->last.length = entry->length;
	memcpy(run->last.key + shared, entry->key + shared, come);
}

/* How many bytes of a number are not 0. */
static size_t
bytes_of(uint64_t bits)
{
	bits |= bits >> 4;
	bits |= bits >> 2;
	bits |= bits >> 1;
	bits &= UINT64_C(0x0101010101010101);
	return bits * UINT64_C(0x0101010101010101) >> 56;
}

size_t
ranked_run_size(const struct ranked_run *run)
{
	const struct ranked_sum *sum = &run->sum;

	return ranked_head_size(sum->count, sum->stride) + sum->letters +
		sum->count * (bytes_of(sum->rank_varies) + bytes_of(sum->row_varies));
}

size_t
ranked_run_loose(const struct ranked_run *run)
{
	const struct ranked_sum *sum = &run->sum;

	return ranked_head_size(sum->count, sum->stride) + sum->letters +
		sum->count * RANKED_VALUE;
}

/* ---- writing ---- */

/* The size of all that the leaf holds, with all bytes of the run's values. */
static size_t
loose_size(const struct ranked_view *view)
{
	struct ranked_cursor cursor;

	ranked_cursor_begin(&cursor, view);
	return view->lower - view->content +
		view->count * (size_t) (RANKED_VALUE - cursor.rank.bytes -
								cursor.row.bytes);
}

bool
ranked_leaf_has_room(const struct ranked_view *view,
					 const struct ranked_entry *entry)
{
	size_t		size = RANKED_TAIL_SIZE(entry->length);

	return RANKED_CONTENT_END - view->lower >= size &&
		loose_size(view) + size <= RANKED_LOOSE_MAX;
}

size_t
ranked_tail_write(uint8_t *out, const struct ranked_entry *entry)
{
	out[0] = entry->length;
	memcpy(out + 1, entry->key, entry->length);
	ranked_value_write(out + 1 + entry->length, entry->rank, entry->row);
	return RANKED_TAIL_SIZE(entry->length);
}

void
ranked_leaf_put(uint8_t *page, const struct ranked_entry *entry)
{
	size_t		lower = ranked_page_lower(page);

	ranked_page_grow(page, lower + ranked_tail_write(page + lower, entry));
}

static uint8_t *
write_key(uint8_t *out, const struct ranked_entry *before,
		  const struct ranked_entry *entry)
{
	size_t		shared = ranked_shared(before, entry);
	size_t		gone = before->length - shared;
	size_t		come = entry->length - shared;

	*out++ = (uint8_t) ((gone < RANKED_LONG_LENGTH ? gone : RANKED_LONG_LENGTH) << 4 |
						(come < RANKED_LONG_LENGTH ? come : RANKED_LONG_LENGTH));
	if (gone >= RANKED_LONG_LENGTH)
		*out++ = (uint8_t) (gone - RANKED_LONG_LENGTH);
	if (come >= RANKED_LONG_LENGTH)
		*out++ = (uint8_t) (come - RANKED_LONG_LENGTH);
	memcpy(out, entry->key + shared, come);
	return out + come;
}

/* Which bytes of values vary: how many, the first byte counts most. */
static unsigned
varying_bytes(const struct ranked_sum *sum, uint8_t which[RANKED_VALUE])
{
	uint8_t		varies[RANKED_VALUE];
	unsigned	count = 0;

	ranked_value_write(varies, sum->rank_varies, sum->row_varies);
	for (uint8_t i = 0; i < RANKED_VALUE; i++)
		if (varies[i] != 0)
			which[count++] = i;
	return count;
}

static uint8_t *
write_head(uint8_t *out, const struct ranked_sum *sum, const uint8_t *which,
		   unsigned varying)
{
	unsigned	bits = 0;

	for (unsigned i = 0; i < varying; i++)
		bits |= 1U << which[i];
	ranked_value_write(out, sum->rank, sum->row);
	out[RANKED_VALUE] = (uint8_t) bits;
	out[RANKED_VALUE + 1] = (uint8_t) (bits >> 8);
	return out + ranked_head_size(sum->count, sum->stride);
}

static uint8_t *
write_value(uint8_t *out, const struct ranked_entry *entry,
			const uint8_t *which, unsigned varying)
{
	uint8_t		value[RANKED_VALUE];

	ranked_value_write(value, entry->rank, entry->row);
	for (unsigned i = 0; i < varying; i++)
		*out++ = value[which[i]];
	return out;
}

static void
write_place(uint8_t *places, size_t whole, size_t at)
{
	uint16_t	narrow = (uint16_t) at;

	memcpy(places + 2 * (whole - 1), &narrow, sizeof(narrow));
}

static void
write_bests(uint8_t *out, const struct ranked_entry *entries, size_t count,
			unsigned stride)
{
	for (unsigned block = 0; block < ranked_blocks(count, stride); block++)
	{
		size_t		end = (block + 1) * (size_t) stride;
		uint8_t		value[RANKED_VALUE];
		uint64_t	best = 0;

		for (size_t i = block * (size_t) stride; i < end && i < count; i++)
			if (entries[i].rank > best)
				best = entries[i].rank;
		ranked_value_write(value, best, 0);
		memcpy(out + RANKED_BOUND * (size_t) block, value, RANKED_BOUND);
	}
}

/* The entries of a run, from there on; where they end. */
static uint8_t *
write_entries(uint8_t *page, uint8_t *out, uint8_t *places,
			  const struct ranked_entry *entries, const struct ranked_sum *sum)
{
	static const struct ranked_entry none;
	uint8_t		which[RANKED_VALUE];
	unsigned	varying = varying_bytes(sum, which);

	out = write_head(out, sum, which, varying);
	for (size_t i = 0; i < sum->count; i++)
	{
		bool		whole = ranked_is_whole(i, sum->stride);

		if (whole && i > 0)
			write_place(places, i / sum->stride, (size_t) (out - page));
		out = write_key(out, whole ? &none : &entries[i - 1], &entries[i]);
		out = write_value(out, &entries[i], which, varying);
	}
	return out;
}

void
ranked_leaf_write_run(uint8_t *page, const struct ranked_frame *frame,
					  const struct ranked_entry *entries,
					  const struct ranked_sum *sum)
{
	uint8_t    *out = page + ranked_page_begin(page, frame);

	write_bests(out + ranked_bests_at(sum->count, sum->stride), entries, sum->count,
				sum->stride);
	if (sum->count > 0)
		out = write_entries(page, out, out + RANKED_RUN_HEAD, entries, sum);
	ranked_page_end(page, (size_t) (out - page), (size_t) (out - page),
					(unsigned) sum->count, sum->stride);
}

void
ranked_leaf_write(uint8_t *page, const struct ranked_frame *frame,
				  const struct ranked_entry *entries, size_t count,
				  unsigned stride)
{
	struct ranked_run run;

	ranked_run_begin(&run, stride);
	for (size_t i = 0; i < count; i++)
		ranked_run_add(&run, &entries[i]);
	ranked_leaf_write_run(page, frame, entries, &run.sum);
}
