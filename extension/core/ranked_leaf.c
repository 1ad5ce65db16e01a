/*
 * ranked_leaf.c: a leaf's run of compressed entries, and its tail.
 *
 * The run begins with the values' common bytes, a bit for each byte that
 * varies, and where the entries are that have whole keys: every 32nd or
 * none, but the first. Such an entry and those behind it, up to the next, are
 * a block; the best rank of each block follows. An entry is one byte of two
 * lengths, how many letters of the key before go and how many come, these
 * letters, and the varying bytes of its value. A length of 15 or more is
 * written as 15, and the rest of it in a byte of its own.
 */
#include "ranked_page.h"

#include <stdlib.h>
#include <string.h>

#define RUN_HEAD	(RANKED_VALUE + 2)
#define LONG		15

/* Of so many entries so many have whole keys and are not the first. */
static unsigned
whole_keys(size_t count, unsigned stride)
{
	return count == 0 || stride == RANKED_NO_STRIDE
		? 0 : (unsigned) ((count - 1) / stride);
}

static bool
is_whole(size_t ordinal, unsigned stride)
{
	return ordinal == 0 ||
		(stride != RANKED_NO_STRIDE && ordinal % stride == 0);
}

static unsigned
blocks(size_t count, unsigned stride)
{
	return count == 0 || stride == RANKED_NO_STRIDE
		? 0 : whole_keys(count, stride) + 1;
}

/* Where the best ranks begin in a head. */
static size_t
bests_at(size_t count, unsigned stride)
{
	return RUN_HEAD + 2 * (size_t) whole_keys(count, stride);
}

static size_t
head_size(size_t count, unsigned stride)
{
	return bests_at(count, stride) +
		RANKED_BOUND * (size_t) blocks(count, stride);
}

/* ---- reading ---- */

/* Of six bytes those that vary, in pieces that are taken from one load. */
static void
set_half(struct ranked_half *half, const uint8_t *bytes, unsigned varying)
{
	uint8_t		common[sizeof(uint64_t)] = {0};

	half->bytes = 0;
	half->pieces = 0;
	for (unsigned i = 0; i < RANKED_BOUND; i++)
	{
		struct ranked_piece *piece = half->piece + half->pieces;

		if (!(varying >> i & 1))
		{
			common[i] = bytes[i];
			continue;
		}
		if (i == 0 || !(varying >> (i - 1) & 1))
		{
			half->pieces++;
			piece->shift = 16 + 8 * (i - half->bytes);
			piece->mask = 0;
		}
		else
			piece--;
		piece->mask |= UINT64_C(0xff) << 8 * (RANKED_BOUND - 1 - i);
		half->bytes++;
	}
	half->common = ranked_rank_read(common);
}

static uint64_t
read_half(const struct ranked_half *half, const uint8_t *in)
{
	uint64_t	bytes = ranked_load64(in);
	uint64_t	value = half->common;

	for (unsigned i = 0; i < half->pieces; i++)
		value |= bytes >> half->piece[i].shift & half->piece[i].mask;
	return value;
}

static void
cursor_varying(struct ranked_cursor *cursor, const uint8_t *head)
{
	unsigned	varying = head[RANKED_VALUE] | head[RANKED_VALUE + 1] << 8;

	set_half(&cursor->rank, head, varying);
	set_half(&cursor->row, head + RANKED_BOUND, varying >> RANKED_BOUND);
}

void
ranked_cursor_begin(struct ranked_cursor *cursor,
					const struct ranked_view *view)
{
	cursor->view = view;
	cursor->wrong = NULL;
	cursor->at = view->content;
	cursor->value_at = 0;
	cursor->shared = 0;
	cursor->ordinal = 0;
	cursor->to_whole = 0;
	cursor->rank.bytes = 0;
	cursor->row.bytes = 0;
	cursor->entry.length = 0;
	if (view->frame.level != 0)
		cursor->wrong = "it is no leaf";
	else if (view->count > 0 && view->run_end - view->content <
			 head_size(view->count, view->stride))
		cursor->wrong = "its run is too short";
	else if (view->count > 0)
	{
		cursor_varying(cursor, view->page + cursor->at);
		cursor->at += head_size(view->count, view->stride);
	}
	if (cursor->wrong != NULL)
		cursor->at = view->lower;
}

static bool
cursor_break(struct ranked_cursor *cursor, const char *wrong)
{
	cursor->wrong = wrong;
	cursor->at = cursor->view->lower;
	return false;
}

/* One of the two lengths, with the rest that a long one has. */
static size_t
read_length(struct ranked_cursor *cursor, unsigned length)
{
	if (length == LONG && cursor->at < cursor->view->run_end)
		length += cursor->view->page[cursor->at++];
	return length;
}

/* Mostly few, and what is put behind them is no part of the key. */
static inline void
put_letters(uint8_t *key, size_t shared, const uint8_t *in, size_t come)
{
	if (come <= RANKED_AHEAD && shared + RANKED_AHEAD <= RANKED_KEY_MAX)
		memcpy(key + shared, in, RANKED_AHEAD);
	else
		memcpy(key + shared, in, come);
}

/* Behind the next entry; where its letters are, NULL if it is broken. */
static inline const uint8_t *
step(struct ranked_cursor *cursor)
{
	const struct ranked_view *view = cursor->view;
	unsigned	varying = cursor->rank.bytes + cursor->row.bytes;
	struct ranked_entry *entry = &cursor->entry;
	const uint8_t *letters;
	unsigned	head;
	size_t		gone;
	size_t		come;

	if (cursor->ordinal++ >= view->count)
	{
		cursor_break(cursor, "its run is longer than its count");
		return NULL;
	}
	if (cursor->to_whole == 0)
	{
		cursor->to_whole = view->stride;
		entry->length = 0;
	}
	cursor->to_whole--;
	head = view->page[cursor->at++];
	gone = read_length(cursor, head >> 4);
	come = read_length(cursor, head & 15);
	if (gone > entry->length ||
		entry->length - gone + come > RANKED_KEY_MAX ||
		view->run_end - cursor->at < come + varying)
	{
		cursor_break(cursor, "an entry of its run is broken");
		return NULL;
	}
	cursor->shared = entry->length - gone;
	entry->length = (uint8_t) (cursor->shared + come);
	letters = view->page + cursor->at;
	cursor->value_at = cursor->at + come;
	cursor->at = cursor->value_at + varying;
	return letters;
}

static bool
next_of_run(struct ranked_cursor *cursor)
{
	const uint8_t *letters = step(cursor);

	if (letters == NULL)
		return false;
	put_letters(cursor->entry.key, cursor->shared, letters,
				cursor->entry.length - cursor->shared);
	return true;
}

bool
ranked_cursor_pass(struct ranked_cursor *cursor)
{
	return cursor->at < cursor->view->run_end && step(cursor) != NULL;
}

void
ranked_cursor_pass_alike(struct ranked_cursor *cursor, size_t length)
{
	const struct ranked_view *view = cursor->view;

	while (cursor->at < view->run_end && cursor->to_whole > 0)
	{
		unsigned	gone = view->page[cursor->at] >> 4;

		if (gone == LONG || cursor->entry.length < gone + length ||
			step(cursor) == NULL)
			return;
	}
}

static bool
next_of_tail(struct ranked_cursor *cursor)
{
	const struct ranked_view *view = cursor->view;
	size_t		length = view->page[cursor->at];

	if (length > RANKED_KEY_MAX ||
		view->lower - cursor->at < RANKED_TAIL_SIZE(length))
		return cursor_break(cursor, "an entry of its tail is broken");
	memcpy(cursor->entry.key, view->page + cursor->at + 1, length);
	cursor->entry.length = (uint8_t) length;
	cursor->shared = 0;
	cursor->value_at = cursor->at + 1 + length;
	cursor->at += RANKED_TAIL_SIZE(length);
	return true;
}

bool
ranked_cursor_next(struct ranked_cursor *cursor)
{
	const struct ranked_view *view = cursor->view;

	if (cursor->at < view->run_end)
		return next_of_run(cursor);
	if (cursor->at >= view->lower)
		return false;
	if (cursor->ordinal++ < view->count)
		return cursor_break(cursor, "its run is shorter than its count");
	return next_of_tail(cursor);
}

uint64_t
ranked_cursor_rank(const struct ranked_cursor *cursor)
{
	const uint8_t *in = cursor->view->page + cursor->value_at;

	return cursor->ordinal > cursor->view->count
		? ranked_rank_read(in) : read_half(&cursor->rank, in);
}

static uint64_t
row_of(const struct ranked_cursor *cursor)
{
	const uint8_t *in = cursor->view->page + cursor->value_at;

	return cursor->ordinal > cursor->view->count
		? ranked_row_read(in)
		: read_half(&cursor->row, in + cursor->rank.bytes);
}

void
ranked_cursor_value(struct ranked_cursor *cursor)
{
	cursor->entry.rank = ranked_cursor_rank(cursor);
	cursor->entry.row = row_of(cursor);
}

/* Before the entry of a whole key; 0 is the first of all. */
static void
go_to(struct ranked_cursor *cursor, unsigned whole)
{
	const struct ranked_view *view = cursor->view;
	size_t		head = view->content + head_size(view->count, view->stride);
	uint16_t	at;

	cursor->at = head;
	cursor->ordinal = whole * view->stride;
	cursor->to_whole = 0;
	cursor->shared = 0;
	cursor->entry.length = 0;
	if (whole == 0)
		return;
	memcpy(&at, view->page + view->content + RUN_HEAD + 2 * (whole - 1),
		   sizeof(at));
	if (at < head || at >= view->run_end)
		cursor_break(cursor, "a place in its run is broken");
	else
		cursor->at = at;
}

static bool
is_before(struct ranked_cursor *cursor, unsigned whole, const uint8_t *key,
		  size_t length)
{
	go_to(cursor, whole);
	return ranked_cursor_next(cursor) &&
		ranked_compare_keys(cursor->entry.key, cursor->entry.length,
							key, length) < 0;
}

void
ranked_cursor_seek(struct ranked_cursor *cursor, const uint8_t *key,
				   size_t length)
{
	unsigned	low = 0;
	unsigned	high = whole_keys(cursor->view->count,
								  cursor->view->stride) + 1;

	if (cursor->wrong != NULL || high == 1)
		return;
	while (high - low > 1 && cursor->wrong == NULL)
	{
		unsigned	middle = low + (high - low) / 2;

		if (is_before(cursor, middle, key, length))
			low = middle;
		else
			high = middle;
	}
	if (cursor->wrong == NULL)
		go_to(cursor, low);
}

/* Whether a whole key begins as another key does. */
static bool
begins_so(const struct ranked_view *view, unsigned whole, const uint8_t *key,
		  size_t length)
{
	struct ranked_cursor at = {.view = view};

	go_to(&at, whole);
	return ranked_cursor_next(&at) && at.entry.length >= length &&
		memcmp(at.entry.key, key, length) == 0;
}

void
ranked_cursor_leap(struct ranked_cursor *cursor, size_t length)
{
	const struct ranked_view *view = cursor->view;
	unsigned	last = whole_keys(view->count, view->stride);
	unsigned	whole;

	if (cursor->ordinal >= view->count || last == 0)
		return;
	whole = (cursor->ordinal - 1) / view->stride;
	while (whole < last &&
		   begins_so(view, whole + 1, cursor->entry.key, length))
		whole++;
	if (whole * view->stride >= cursor->ordinal)
		go_to(cursor, whole);
}

void
ranked_cursor_near(struct ranked_cursor *cursor, unsigned ordinal)
{
	if (cursor->wrong != NULL)
		return;
	if (ordinal >= cursor->view->count)
		ranked_cursor_skip_run(cursor);
	else if (cursor->view->stride != RANKED_NO_STRIDE)
		go_to(cursor, ordinal / cursor->view->stride);
}

unsigned
ranked_leaf_blocks(const struct ranked_view *view)
{
	return blocks(view->count, view->stride);
}

uint64_t
ranked_leaf_best(const struct ranked_view *view, unsigned block)
{
	return ranked_rank_read(view->page + view->content +
							bests_at(view->count, view->stride) +
							RANKED_BOUND * (size_t) block);
}

void
ranked_cursor_skip_run(struct ranked_cursor *cursor)
{
	if (cursor->at < cursor->view->run_end)
	{
		cursor->at = cursor->view->run_end;
		cursor->ordinal = cursor->view->count;
	}
}

size_t
ranked_leaf_limit(const struct ranked_view *view)
{
	return view->count + (view->lower - view->run_end) / RANKED_TAIL_SIZE(0);
}

/* ---- the size of a run to be ---- */

static size_t
length_size(size_t length)
{
	return length >= LONG;
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

	if (is_whole(run->sum.count, run->sum.stride))
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

	return head_size(sum->count, sum->stride) + sum->letters +
		sum->count * (bytes_of(sum->rank_varies) + bytes_of(sum->row_varies));
}

size_t
ranked_run_loose(const struct ranked_run *run)
{
	const struct ranked_sum *sum = &run->sum;

	return head_size(sum->count, sum->stride) + sum->letters +
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

	*out++ = (uint8_t) ((gone < LONG ? gone : LONG) << 4 |
						(come < LONG ? come : LONG));
	if (gone >= LONG)
		*out++ = (uint8_t) (gone - LONG);
	if (come >= LONG)
		*out++ = (uint8_t) (come - LONG);
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
	return out + head_size(sum->count, sum->stride);
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
	for (unsigned block = 0; block < blocks(count, stride); block++)
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
		bool		whole = is_whole(i, sum->stride);

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

	write_bests(out + bests_at(sum->count, sum->stride), entries, sum->count,
				sum->stride);
	if (sum->count > 0)
		out = write_entries(page, out, out + RUN_HEAD, entries, sum);
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

/* ---- lists of entries ---- */

static int
compare_entries(const void *a, const void *b)
{
	return ranked_compare(a, b);
}

static bool
are_sorted(const struct ranked_entry *entries, size_t count)
{
	for (size_t i = 1; i < count; i++)
		if (ranked_compare(&entries[i - 1], &entries[i]) > 0)
			return false;
	return true;
}

/* The same again, or worse for a key that needs one rank only. */
bool
ranked_entry_covers(const struct ranked_entry *earlier,
					const struct ranked_entry *later)
{
	return earlier->row == later->row &&
		(earlier->rank == later->rank || earlier->row == RANKED_NO_ROW) &&
		earlier->length == later->length &&
		memcmp(earlier->key, later->key, later->length) == 0;
}

/* Of two sorted lists, the second behind the first, make one. */
static void
merge(struct ranked_entry *entries, size_t sorted, size_t count)
{
	struct ranked_entry *second = entries + count;
	size_t		left = count - sorted;

	memcpy(second, entries + sorted, left * sizeof(*second));
	while (left > 0)
		if (sorted > 0 &&
			ranked_compare(&entries[sorted - 1], &second[left - 1]) > 0)
		{
			sorted--;
			entries[sorted + left] = entries[sorted];
		}
		else
		{
			left--;
			entries[sorted + left] = second[left];
		}
}

size_t
ranked_entries_settle(struct ranked_entry *entries, size_t sorted,
					  size_t count)
{
	size_t		kept = 0;

	if (!are_sorted(entries + sorted, count - sorted))
		qsort(entries + sorted, count - sorted, sizeof(*entries),
			  compare_entries);
	merge(entries, sorted, count);
	for (size_t i = 0; i < count; i++)
		if (kept == 0 ||
			!ranked_entry_covers(&entries[kept - 1], &entries[i]))
		{
			if (kept < i)
				entries[kept] = entries[i];
			kept++;
		}
	return kept;
}
