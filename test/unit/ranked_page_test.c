/* ranked_page_test.c: what a page is given it gives back, at its limits too */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ranked_glance.h"
#include "ranked_page.h"
#include "ranked_pager.h"

static struct ranked_entry
entry_of(const char *key, uint64_t rank, uint64_t row)
{
	struct ranked_entry entry = {
		.rank = rank, .row = row, .length = (uint8_t) strlen(key)
	};

	memcpy(entry.key, key, entry.length);
	return entry;
}

/* Keys of every length, in order: a, aa, ... or with other letters inside. */
static size_t
fill(struct ranked_entry *entries, size_t count, uint64_t spread)
{
	for (size_t i = 0; i < count; i++)
	{
		char		key[RANKED_KEY_MAX + 1];
		size_t		length = i * 37 % (RANKED_KEY_MAX + 1);

		memset(key, 'a' + (int) (i / 64), length);
		if (length > 20)
			key[length / 2] = 'b' + (char) (i % 20);
		key[length] = 0;
		entries[i] = entry_of(key, i * spread & RANKED_RANK_MAX, i + 1);
	}
	return ranked_entries_settle(entries, 0, count);
}

static void
assert_same(const struct ranked_view *view,
			const struct ranked_entry *entries, size_t count)
{
	struct ranked_cursor cursor;
	size_t		i = 0;

	ranked_cursor_begin(&cursor, view);
	for (; ranked_cursor_next(&cursor); i++)
	{
		ranked_cursor_value(&cursor);
		assert_true(i < count);
		assert_int_equal(ranked_compare(&cursor.entry, &entries[i]), 0);
	}
	assert_null(cursor.wrong);
	assert_int_equal(i, count);
	assert_true(count <= ranked_leaf_limit(view));
}

/* A run holds keys of every length and values of any bytes; so does a tail. */
static void
leaf(void **state)
{
	static uint8_t page[RANKED_PAGE_SIZE];
	static struct ranked_entry entries[240];
	static const unsigned strides[] = {RANKED_STRIDE, RANKED_NO_STRIDE, 1, 7};

	(void) state;
	for (int i = 0; i < 12; i++)
	{
		struct ranked_frame frame = {.bounded = i % 2 > 0, .right = 9};
		struct ranked_view view;
		size_t		count = fill(entries, 120, UINT64_C(1) << 4 * i);
		struct ranked_entry last = entry_of("zzz", RANKED_RANK_MAX, 5);

		ranked_fence_of_key((const uint8_t *) "zzzz", 4, &frame.high);
		ranked_leaf_write(page, &frame, entries, count, strides[i % 4]);
		assert_null(ranked_page_view(page, &view));
		assert_int_equal(view.frame.bounded, frame.bounded);
		assert_same(&view, entries, count);
		assert_true(ranked_leaf_has_room(&view, &last));
		ranked_leaf_put(page, &last);
		assert_null(ranked_page_view(page, &view));
		entries[count] = last;
		assert_same(&view, entries, count + 1);
	}
}

/* The size that was counted is the size that it has. */
static void
size(void **state)
{
	static uint8_t page[RANKED_PAGE_SIZE];
	static struct ranked_entry entries[240];
	struct ranked_frame frame = {.level = 0};

	(void) state;
	for (size_t wanted = 1; wanted <= 120; wanted++)
	{
		size_t		count = fill(entries, wanted, 1000003);
		struct ranked_run run;

		ranked_run_begin(&run, RANKED_STRIDE);
		for (size_t i = 0; i < count; i++)
			ranked_run_add(&run, &entries[i]);
		ranked_leaf_write(page, &frame, entries, count, RANKED_STRIDE);
		assert_int_equal(ranked_page_lower(page) - RANKED_CONTENT,
						 ranked_run_size(&run));
		assert_true(ranked_run_size(&run) <= ranked_run_loose(&run));
	}
}

/* Going to a key or to a place leads before it, never behind. */
static void
seek(void **state)
{
	static uint8_t page[RANKED_PAGE_SIZE];
	static struct ranked_entry entries[240];
	struct ranked_frame frame = {.level = 0};
	size_t		count = fill(entries, 120, 1);
	struct ranked_view view;
	struct ranked_cursor cursor;

	(void) state;
	ranked_leaf_write(page, &frame, entries, count, RANKED_STRIDE);
	assert_null(ranked_page_view(page, &view));
	for (size_t i = 0; i < count; i++)
	{
		ranked_cursor_begin(&cursor, &view);
		ranked_cursor_seek(&cursor, entries[i].key, entries[i].length);
		assert_true(cursor.ordinal <= i && cursor.ordinal + 80 > i);
		ranked_cursor_near(&cursor, (unsigned) i);
		assert_true(cursor.ordinal <= i &&
					cursor.ordinal + RANKED_STRIDE > i);
		while (cursor.ordinal <= i)
			assert_true(ranked_cursor_next(&cursor));
		ranked_cursor_value(&cursor);
		assert_int_equal(ranked_compare(&cursor.entry, &entries[i]), 0);
	}
}

static uint64_t
best_from(const struct ranked_entry *entries, size_t from, size_t to)
{
	uint64_t	best = 0;

	for (size_t i = from; i < to; i++)
		best = entries[i].rank > best ? entries[i].rank : best;
	return best;
}

/* The head of a run tells the best rank of each of its blocks. */
static void
bests(void **state)
{
	static uint8_t page[RANKED_PAGE_SIZE];
	static struct ranked_entry entries[240];
	struct ranked_frame frame = {.level = 0};
	size_t		count = fill(entries, 120, 0x123456789);
	struct ranked_view view;

	(void) state;
	for (unsigned stride = 1; stride <= 200; stride += 9)
	{
		size_t		blocks = (count + stride - 1) / stride;

		ranked_leaf_write(page, &frame, entries, count, stride);
		assert_null(ranked_page_view(page, &view));
		assert_int_equal(ranked_leaf_blocks(&view), blocks);
		for (unsigned i = 0; i < blocks; i++)
		{
			size_t		end = (i + 1) * (size_t) stride;

			assert_int_equal(ranked_leaf_best(&view, i),
							 best_from(entries, i * (size_t) stride,
									   end < count ? end : count));
		}
	}
	ranked_leaf_write(page, &frame, entries, count, RANKED_NO_STRIDE);
	assert_null(ranked_page_view(page, &view));
	assert_int_equal(ranked_leaf_blocks(&view), 0);
}

static bool
all_pass(const void *context, const uint8_t *key, size_t length, bool whole)
{
	(void) context;
	(void) key;
	(void) length;
	(void) whole;
	return true;
}

/* At a glance there are the entries that are better than all others. */
static void
glance(void **state)
{
	static uint8_t page[RANKED_PAGE_SIZE];
	static struct ranked_entry entries[240];
	struct ranked_frame frame = {.bounded = true, .right = 9};
	struct ranked_entry tail = entry_of("b", 5, 1000);
	struct ranked_range range = {.low_length = 1, .low = "a"};
	struct ranked_glance found;
	struct ranked_view view;
	size_t		count;
	size_t		better = 0;

	(void) state;
	ranked_fence_of_key((const uint8_t *) "zz", 2, &frame.high);
	count = fill(entries, 120, 0x123456789);
	memmove(entries, entries + 2, (count -= 2) * sizeof(*entries));
	ranked_leaf_write(page, &frame, entries, count, RANKED_STRIDE);
	tail.rank = best_from(entries, 0, count) - 1;
	ranked_leaf_put(page, &tail);
	assert_null(ranked_page_view(page, &view));
	assert_true(ranked_glance(&view, &range, &found));
	assert_true(found.rest >= tail.rank);
	for (size_t i = 0; i < count; i++)
		better += entries[i].rank > found.rest;
	assert_int_equal(found.count, better);
	assert_true(better > 0);
	for (size_t i = 0; i < found.count; i++)
		assert_true(found.entry[i].rank > found.rest);

	/* not of a range that ends inside, begins inside or has a filter */
	range.high_length = 1;
	range.high[0] = 'b';
	assert_false(ranked_glance(&view, &range, &found));
	range.high_length = 0;
	range.low[0] = 'b';
	assert_false(ranked_glance(&view, &range, &found));
	range.low[0] = 'a';
	range.may_pass = all_pass;
	assert_false(ranked_glance(&view, &range, &found));
}

static void
fences(void **state)
{
	struct ranked_entry left = entry_of("rajesh kumar", 5, 7);
	struct ranked_entry right = entry_of("rajesh singh", 9, 8);
	struct ranked_entry fence;
	struct ranked_entry read;
	uint8_t		out[RANKED_FENCE_MAX];
	size_t		written;

	(void) state;
	ranked_fence_between(&left, &right, &fence);
	assert_int_equal(fence.length, 8);
	assert_true(ranked_compare(&left, &fence) < 0);
	assert_true(ranked_compare(&fence, &right) <= 0);
	right = left;
	right.rank--;
	ranked_fence_between(&left, &right, &fence);
	assert_int_equal(ranked_compare(&fence, &right), 0);
	written = ranked_fence_write(out, &fence);
	assert_int_equal(written, ranked_fence_size(&fence));
	assert_int_equal(ranked_fence_read(out, written, &read), written);
	assert_int_equal(ranked_compare(&fence, &read), 0);
	for (size_t less = 0; less < written; less++)
		assert_int_equal(ranked_fence_read(out, less, &read), 0);
}

/* Best rank first among equal keys, and a key before those it begins. */
static void
order(void **state)
{
	const struct ranked_entry sorted[] = {
		entry_of("", 9, 1), entry_of("a", 9, 1), entry_of("a", 9, 2),
		entry_of("a", 8, 1), entry_of("a\x01", 9, 1), entry_of("aa", 0, 0),
		entry_of("b", 1, 1), entry_of("\xff", 1, 1)
	};
	size_t		count = sizeof(sorted) / sizeof(sorted[0]);

	(void) state;
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < count; j++)
		{
			int			compared = ranked_compare(&sorted[i], &sorted[j]);

			assert_int_equal((compared > 0) - (compared < 0),
							 (i > j) - (i < j));
		}
}

static void
inner(void **state)
{
	static uint8_t page[RANKED_PAGE_SIZE];
	struct ranked_link links[80];
	struct ranked_frame frame = {.level = 3};
	struct ranked_view view;
	struct ranked_link link;
	struct ranked_entry fence;
	uint8_t		bytes[RANKED_BOUND];
	unsigned	i;

	(void) state;
	for (i = 0; i < 80; i++)
	{
		char		key[3] = {(char) ('a' + i / 10), (char) ('a' + i % 10), 0};

		links[i].low = entry_of(key, i % 3 == 0 ? 5 : RANKED_RANK_MAX, 0);
		links[i].bound = RANKED_RANK_MAX - i;
		links[i].child = 0xffffff00 + i;
	}
	ranked_inner_write(page, &frame, links, 80);
	assert_null(ranked_page_view(page, &view));
	for (i = 0; i < 80; i++)
	{
		unsigned	found;

		assert_true(ranked_inner_link(&view, i, &link));
		assert_int_equal(link.child, links[i].child);
		assert_int_equal(link.bound, links[i].bound);
		assert_int_equal(ranked_compare(&link.low, &links[i].low), 0);
		assert_true(ranked_inner_find(&view, &links[i].low, &found));
		assert_int_equal(found, i);
	}
	assert_false(ranked_inner_link(&view, 80, &link));
	ranked_fence_of_key((const uint8_t *) "", 0, &fence);
	assert_true(ranked_inner_find(&view, &fence, &i));
	assert_int_equal(i, 0);
	assert_true(ranked_inner_raised(&view, 7, 1, bytes) > 0);
	assert_int_equal(ranked_inner_raised(&view, 80, 1, bytes), 0);
}

/*
 * A leaf of values that are nearly all the same holds the most entries; then
 * values come of which every byte varies. It must be split, however often.
 */
static void
values_that_vary(void **state)
{
	struct ranked_sizes sizes;
	struct pager pager;
	size_t		count = 0;

	(void) state;
	pager_begin(&pager);
	for (int i = 0; i < 1500; i++, count++)
	{
		char		key[12];
		struct ranked_entry entry;

		snprintf(key, sizeof(key), "%04d", i);
		entry = entry_of(key, 7, 1);
		ranked_insert(&pager.writer, &entry);
	}
	for (uint64_t i = 1; i < 3000; i++, count++)
	{
		char		key[12];
		struct ranked_entry entry;

		snprintf(key, sizeof(key), "%04d", (int) (i * 7919 % 1500));
		entry = entry_of(key, i * UINT64_C(0x123456789abc) & RANKED_RANK_MAX,
						 i * UINT64_C(0xfedcba987655) & RANKED_ROW_MAX);
		ranked_insert(&pager.writer, &entry);
		if (i % 100 == 0)
			ranked_check(&pager.writer.reader, &sizes);
	}
	ranked_check(&pager.writer.reader, &sizes);
	assert_int_equal(sizes.entries, count);
	pager_end(&pager);
}

static bool
is_first(void *context, uint64_t row)
{
	(void) context;
	return row == 1;
}

/* The first is small; every 32nd begins a group of keys with much in common. */
static size_t
fill_groups(struct ranked_entry *entries, size_t count)
{
	char		key[RANKED_KEY_MAX + 1];

	entries[0] = entry_of("a", 7, 1);
	for (size_t i = 1; i < count; i++)
	{
		memset(key, 'k', sizeof(key));
		key[0] = (char) ('b' + i / RANKED_STRIDE);
		snprintf(key + 50, sizeof(key) - 50, "%02zu", i % RANKED_STRIDE);
		entries[i] = entry_of(key, 7, i + 1);
	}
	return count;
}

/*
 * A page that is full to the last bytes loses a small entry, and whole keys
 * become those that have much in common with the one before: without any it
 * must still hold all others.
 */
static void
removal_from_full_page(void **state)
{
	static struct ranked_entry entries[600];
	struct ranked_frame frame = {.level = 0};
	struct ranked_entry last = entry_of("zzz", 7, 1000);
	struct pager pager;
	struct ranked_sizes sizes;
	struct ranked_view view;
	size_t		count = fill_groups(entries, 600);

	(void) state;
	pager_begin(&pager);
	ranked_leaf_write(pager.pages[RANKED_ROOT], &frame, entries, count,
					  RANKED_STRIDE);
	assert_null(ranked_page_view(pager.pages[RANKED_ROOT], &view));
	for (; ranked_leaf_has_room(&view, &last); count++, last.row++)
	{
		ranked_insert(&pager.writer, &last);
		ranked_page_view(pager.pages[RANKED_ROOT], &view);
	}
	assert_true(view.lower > RANKED_CONTENT_END - 100);
	assert_int_equal(ranked_remove(&pager.writer, RANKED_ROOT, is_first,
								   NULL), 1);
	ranked_page_view(pager.pages[RANKED_ROOT], &view);
	assert_int_equal(view.stride, RANKED_NO_STRIDE);
	ranked_check(&pager.writer.reader, &sizes);
	assert_int_equal(sizes.entries, count - 1);
	ranked_insert(&pager.writer, &last);
	ranked_check(&pager.writer.reader, &sizes);
	assert_int_equal(sizes.entries, count);
	pager_end(&pager);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(leaf), cmocka_unit_test(size),
		cmocka_unit_test(seek), cmocka_unit_test(bests),
		cmocka_unit_test(glance), cmocka_unit_test(fences),
		cmocka_unit_test(order), cmocka_unit_test(inner),
		cmocka_unit_test(values_that_vary),
		cmocka_unit_test(removal_from_full_page)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
