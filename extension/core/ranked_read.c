/* ranked_read.c: copies of pages, and which of their content a range wants */
#include "ranked_read.h"

#include <string.h>

const uint8_t *
ranked_copy_open(const struct ranked_reader *reader, uint32_t block,
				 int level, struct ranked_view *view)
{
	const uint8_t *page;
	const char *wrong;

	reader->check(reader->context);
	page = reader->open(reader->context, block);
	wrong = ranked_page_view(page, view);
	if (wrong == NULL && level != RANKED_ANY_LEVEL &&
		level != view->frame.level)
		wrong = "it is not on the level that a link says";
	if (wrong != NULL)
		reader->corrupt(reader->context, block, wrong);
	return page;
}

void
ranked_copy_close(const struct ranked_reader *reader, uint32_t block,
				  const uint8_t *page, struct ranked_copy *copy)
{
	memcpy(copy->page, page, copy->view.lower);
	copy->block = block;
	copy->view.page = copy->page;
	reader->close(reader->context, block);
}

void
ranked_copy_read(const struct ranked_reader *reader, uint32_t block,
				 int level, struct ranked_copy *copy)
{
	const uint8_t *page = ranked_copy_open(reader, block, level, &copy->view);

	ranked_copy_close(reader, block, page, copy);
}

bool
ranked_is_empty(const struct ranked_reader *reader)
{
	struct ranked_copy root;

	ranked_copy_read(reader, RANKED_ROOT, RANKED_ANY_LEVEL, &root);
	return root.view.frame.level == 0 && root.view.lower == root.view.content;
}

bool
ranked_range_reaches(const struct ranked_range *range,
					 const struct ranked_entry *fence)
{
	return range->high_length == 0 ||
		ranked_compare_keys(fence->key, fence->length,
							range->high, range->high_length) < 0;
}

/*
 * The page was split after its parent was read: what lies between its high
 * fence and the upper one that the parent knew is to the right.
 */
bool
ranked_goes_on(const struct ranked_frame *frame,
			   const struct ranked_entry *upper,
			   const struct ranked_range *range)
{
	return frame->bounded &&
		(upper == NULL || ranked_compare(&frame->high, upper) < 0) &&
		ranked_range_reaches(range, &frame->high);
}

bool
ranked_range_first(const struct ranked_range *range,
				   const struct ranked_view *view, unsigned *i)
{
	struct ranked_entry low;

	ranked_fence_of_key(range->low, range->low_length, &low);
	return ranked_inner_find(view, &low, i);
}

/*
 * All keys from low on and before upper begin with what the two share; and
 * with one letter more of low, if upper ends with the letter after it.
 */
bool
ranked_range_may_hold(const struct ranked_range *range,
					  const struct ranked_entry *low,
					  const struct ranked_entry *upper)
{
	size_t		shared;

	if (range->may_pass == NULL || upper == NULL)
		return true;
	shared = ranked_shared(low, upper);
	if (shared + 1 == upper->length && shared < low->length &&
		upper->key[shared] == low->key[shared] + 1 &&
		upper->rank == RANKED_RANK_MAX && upper->row == RANKED_NO_ROW)
		shared++;
	return shared == 0 ||
		range->may_pass(range->context, low->key, shared, false);
}

/* ---- the entries of a leaf ---- */

void
ranked_scan_begin(struct ranked_scan *scan, const struct ranked_view *view,
				  const struct ranked_range *range)
{
	scan->range = range;
	scan->side = -1;
	scan->decided = SIZE_MAX;
	ranked_cursor_begin(&scan->cursor, view);
	ranked_cursor_seek(&scan->cursor, range->low, range->low_length);
}

/* Leading bytes of two keys that are the same; what is behind them is no matter. */
static size_t
same_bytes(const uint8_t a[RANKED_KEY_MAX], const uint8_t b[RANKED_KEY_MAX],
		   size_t length)
{
	uint64_t	differ = ranked_load64(a) ^ ranked_load64(b);
	size_t		same = differ == 0 ? sizeof(differ)
		: (size_t) __builtin_clzll(differ) / 8;

	while (same >= sizeof(differ) && same < length && a[same] == b[same])
		same++;
	return same < length ? same : length;
}

/* How two keys compare, and how many letters of the first say so. */
static int
compare(const struct ranked_entry *entry, const uint8_t key[RANKED_KEY_MAX],
		size_t length, size_t *decided)
{
	size_t		shared = same_bytes(entry->key, key, entry->length < length
									? entry->length : length);

	if (shared == length)
	{
		*decided = length;
		return entry->length > length;
	}
	*decided = shared + 1;
	return shared < entry->length && entry->key[shared] > key[shared] ? 1 : -1;
}

static int
side_of(const struct ranked_range *range, const struct ranked_entry *entry,
		size_t *decided)
{
	size_t		high_decided;
	int			side;

	if (compare(entry, range->low, range->low_length, decided) < 0)
		return -1;
	if (range->high_length == 0)
		return 0;
	side = compare(entry, range->high, range->high_length, &high_decided) >= 0;
	if (*decided < high_decided || side != 0)
		*decided = high_decided;
	return side;
}

/* In a run, most keys share the letters that told on which side one lies. */
static bool
is_wanted(struct ranked_scan *scan)
{
	struct ranked_cursor *cursor = &scan->cursor;
	const struct ranked_range *range = scan->range;

	if (cursor->shared < scan->decided)
		scan->side = side_of(range, &cursor->entry, &scan->decided);
	if (scan->side > 0)
		ranked_cursor_skip_run(cursor);
	return scan->side == 0 &&
		(range->may_pass == NULL ||
		 range->may_pass(range->context, cursor->entry.key,
						 cursor->entry.length, true));
}

/* What is before the range for the same letters as the last; then by blocks. */
static void
pass_before(struct ranked_scan *scan)
{
	const struct ranked_range *range = scan->range;

	ranked_cursor_pass_alike(&scan->cursor, scan->decided);
	ranked_cursor_seek_on(&scan->cursor, range->low, range->low_length);
}

bool
ranked_scan_next(struct ranked_scan *scan)
{
	while (ranked_cursor_next(&scan->cursor))
	{
		if (scan->cursor.ordinal > scan->cursor.view->count)
			scan->decided = SIZE_MAX;
		if (is_wanted(scan))
			return true;
		if (scan->side < 0)
			pass_before(scan);
	}
	return false;
}

bool
ranked_scan_again(struct ranked_scan *scan)
{
	scan->side = side_of(scan->range, &scan->cursor.entry, &scan->decided);
	if (scan->side < 0)
		pass_before(scan);
	return scan->side == 0;
}

void
ranked_scan_leave(struct ranked_scan *scan)
{
	scan->side = -1;
	scan->decided = scan->range->low_length;
	pass_before(scan);
}

/* It begins behind low and ends before high. */
bool
ranked_wants_run(const struct ranked_view *view,
				 const struct ranked_range *range)
{
	struct ranked_cursor first;

	if (!view->frame.bounded ||
		!ranked_range_reaches(range, &view->frame.high))
		return false;
	ranked_cursor_begin(&first, view);
	return ranked_cursor_next(&first) && first.ordinal <= view->count &&
		ranked_compare_keys(first.entry.key, first.entry.length,
							range->low, range->low_length) >= 0;
}
