/* ranked_cursor.c: from entry to entry of a leaf, its run and its tail */
#include "ranked_run.h"

#include <string.h>

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
			 ranked_head_size(view->count, view->stride))
		cursor->wrong = "its run is too short";
	else if (view->count > 0)
	{
		cursor_varying(cursor, view->page + cursor->at);
		cursor->at += ranked_head_size(view->count, view->stride);
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

/* Behind the next entry; where its letters are, NULL if it is broken. */
static inline const uint8_t *
step_on(struct ranked_cursor *cursor, struct ranked_step *step)
{
	const struct ranked_view *view = cursor->view;
	unsigned	value = cursor->rank.bytes + cursor->row.bytes;

	if (cursor->ordinal++ >= view->count)
	{
		cursor_break(cursor, "its run is longer than its count");
		return NULL;
	}
	if (cursor->to_whole == 0)
	{
		cursor->to_whole = view->stride;
		cursor->entry.length = 0;
	}
	cursor->to_whole--;
	step->at = cursor->at;
	step->length = cursor->entry.length;
	if (!ranked_step(view, value, step))
	{
		cursor_break(cursor, "an entry of its run is broken");
		return NULL;
	}
	cursor->shared = step->shared;
	cursor->entry.length = (uint8_t) step->length;
	cursor->value_at = step->at + step->length - step->shared;
	cursor->at = cursor->value_at + value;
	return view->page + step->at;
}

static bool
next_of_run(struct ranked_cursor *cursor)
{
	struct ranked_step step;
	const uint8_t *letters = step_on(cursor, &step);

	if (letters == NULL)
		return false;
	ranked_step_put(letters, &step, cursor->entry.key);
	return true;
}

/* Without its letters. */
static bool
pass_of_run(struct ranked_cursor *cursor)
{
	struct ranked_step step;

	return step_on(cursor, &step) != NULL;
}

bool
ranked_cursor_pass(struct ranked_cursor *cursor)
{
	return cursor->at < cursor->view->run_end && pass_of_run(cursor);
}

void
ranked_cursor_pass_alike(struct ranked_cursor *cursor, size_t length)
{
	const struct ranked_view *view = cursor->view;

	while (cursor->at < view->run_end && cursor->to_whole > 0)
	{
		unsigned	gone = view->page[cursor->at] >> 4;

		if (gone == RANKED_LONG_LENGTH || cursor->entry.length < gone + length ||
			!pass_of_run(cursor))
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
	size_t		head = view->content + ranked_head_size(view->count, view->stride);
	uint16_t	at;

	cursor->at = head;
	cursor->ordinal = whole * view->stride;
	cursor->to_whole = 0;
	cursor->shared = 0;
	cursor->entry.length = 0;
	if (whole == 0)
		return;
	memcpy(&at, view->page + view->content + RANKED_RUN_HEAD + 2 * (whole - 1),
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

/* To the last of the whole keys from one on that are before a key, or to it. */
static void
seek_from(struct ranked_cursor *cursor, unsigned low, const uint8_t *key,
		  size_t length)
{
	unsigned	high = ranked_whole_keys(cursor->view->count,
								  cursor->view->stride) + 1;

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

void
ranked_cursor_seek(struct ranked_cursor *cursor, const uint8_t *key,
				   size_t length)
{
	if (cursor->wrong == NULL &&
		ranked_whole_keys(cursor->view->count, cursor->view->stride) > 0)
		seek_from(cursor, 0, key, length);
}

void
ranked_cursor_seek_on(struct ranked_cursor *cursor, const uint8_t *key,
					  size_t length)
{
	if (cursor->wrong == NULL && cursor->to_whole == 0 &&
		cursor->view->stride != RANKED_NO_STRIDE &&
		cursor->ordinal > 0 && cursor->ordinal < cursor->view->count)
		seek_from(cursor, cursor->ordinal / cursor->view->stride, key, length);
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

/* The next entries are those of the block: how many. */
static unsigned
begin_block(struct ranked_cursor *cursor, unsigned block)
{
	const struct ranked_view *view = cursor->view;
	unsigned	left;

	if (cursor->wrong != NULL || view->stride != RANKED_STRIDE ||
		block >= ranked_leaf_blocks(view))
		return 0;
	go_to(cursor, block);
	left = view->count - block * view->stride;
	return cursor->wrong != NULL ? 0 : left < view->stride ? left : view->stride;
}

/*
 * As the cursor goes from entry to entry, but with all of it at hand: twice as
 * fast.
 */
size_t
ranked_cursor_block(struct ranked_cursor *cursor, unsigned block,
					const struct ranked_range *range, uint64_t most,
					struct ranked_passed *passed)
{
	const struct ranked_view *view = cursor->view;
	const struct ranked_half half = cursor->rank;
	unsigned	value = half.bytes + cursor->row.bytes;
	unsigned	entries = begin_block(cursor, block);
	struct ranked_step step = {.at = cursor->at};
	uint8_t		key[RANKED_KEY_MAX];
	size_t		count = 0;

	for (unsigned i = 0; i < entries; i++)
	{
		if (!ranked_step(view, value, &step))
		{
			cursor_break(cursor, "an entry of its run is broken");
			break;
		}
		ranked_step_put(view->page + step.at, &step, key);
		step.at += step.length - step.shared;
		passed[count].rank = read_half(&half, view->page + step.at);
		passed[count].ordinal = cursor->ordinal + i;
		step.at += value;
		count += passed[count].rank <= most &&
			(range->may_pass == NULL ||
			 range->may_pass(range->context, key, step.length, true));
	}
	return count;
}

unsigned
ranked_leaf_blocks(const struct ranked_view *view)
{
	return ranked_blocks(view->count, view->stride);
}

uint64_t
ranked_leaf_best(const struct ranked_view *view, unsigned block)
{
	return ranked_rank_read(view->page + view->content +
							ranked_bests_at(view->count, view->stride) +
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
