/*
 * ranked_merge.c: a leaf that is written afresh, with its tail and new entries
 * in its run; of a full one it makes two or three.
 */
#include "ranked_write.h"

#include <string.h>

/*
 * A leaf is split rather than filled to more than this by its run: the rest is
 * the room of a tail, without which every insertion would write the page anew.
 */
#define RUN_MAX		(RANKED_CONTENT_SIZE - RANKED_CONTENT_SIZE / 16)

struct ranked_entry *
ranked_leaf_entries(const struct ranked_writer *writer, uint32_t block,
					const struct ranked_view *view, size_t more, size_t *count)
{
	struct ranked_entry *entries =
		writer_allocate(writer, 2 * (ranked_leaf_limit(view) + more) *
						sizeof(*entries));
	struct ranked_cursor cursor;

	*count = 0;
	ranked_cursor_begin(&cursor, view);
	while (ranked_cursor_next(&cursor))
	{
		ranked_cursor_value(&cursor);
		entries[(*count)++] = cursor.entry;
	}
	if (cursor.wrong != NULL)
		writer_corrupt(writer, block, cursor.wrong);
	return entries;
}

/*
 * Near to where it should be, before the entry with the shortest fence: the
 * pages above hold more links then, and subtrees share more letters.
 */
static size_t
cut_near(const struct ranked_entry *entries, size_t from, size_t to)
{
	size_t		cut = from;
	size_t		shortest = SIZE_MAX;
	struct ranked_entry fence;

	for (size_t i = from; i <= to; i++)
	{
		ranked_fence_between(&entries[i - 1], &entries[i], &fence);
		if (ranked_fence_size(&fence) < shortest)
		{
			shortest = ranked_fence_size(&fence);
			cut = i;
		}
	}
	return cut;
}

uint64_t
ranked_best_rank(const struct ranked_entry *entries, size_t count)
{
	uint64_t	best = 0;

	for (size_t i = 0; i < count; i++)
		if (entries[i].rank > best)
			best = entries[i].rank;
	return best;
}

void
ranked_run_of(const struct ranked_entry *entries, size_t count,
			  struct ranked_run *run)
{
	ranked_run_begin(run, RANKED_STRIDE);
	for (size_t i = 0; i < count; i++)
		ranked_run_add(run, &entries[i]);
}

/* What a leaf will hold, and where it is cut. */
struct settled
{
	struct ranked_entry *entries;
	size_t		count;
	uint32_t   *loose;			/* what it comes to up to each, at the most */
	struct ranked_parts parts;
	struct ranked_sum sum[RANKED_PARTS_MAX];	/* of the parts */
};

/* So many entries take so much room, whatever bytes of values vary. */
static size_t
count_within(const struct settled *settled, size_t room)
{
	size_t		low = 0;
	size_t		high = settled->count;

	while (low < high)
	{
		size_t		middle = low + (high - low) / 2;

		if (settled->loose[middle] < room)
			low = middle + 1;
		else
			high = middle;
	}
	return low < settled->count ? low + 1 : settled->count;
}

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Into so many parts of about the same size. */
static void
cut_entries(struct settled *settled, unsigned wanted)
{
	const struct ranked_entry *entries = settled->entries;
	struct ranked_parts *parts = &settled->parts;
	size_t		last = settled->count - 1;
	size_t		whole = settled->loose[last];
	size_t		around = whole / wanted / 32;

	parts->count = wanted;
	parts->start[0] = 0;
	parts->start[wanted] = settled->count;
	for (unsigned i = 1; i < wanted; i++)
	{
		size_t		room = whole * i / wanted;
		size_t		from = least(count_within(settled, room - around), last);
		size_t		to = least(count_within(settled, room + around), last);

		parts->start[i] = cut_near(entries, from, to);
		ranked_fence_between(&entries[parts->start[i] - 1],
							 &entries[parts->start[i]], &parts->link[i].low);
	}
	for (unsigned i = 0; i < wanted; i++)
		parts->link[i].bound =
			ranked_best_rank(entries + parts->start[i],
							 parts->start[i + 1] - parts->start[i]);
}

static bool
parts_fit(struct settled *settled, size_t room)
{
	const struct ranked_parts *parts = &settled->parts;

	for (unsigned i = 0; i < parts->count; i++)
	{
		struct ranked_run run;

		ranked_run_of(settled->entries + parts->start[i],
					  parts->start[i + 1] - parts->start[i], &run);
		if (ranked_run_size(&run) + RANKED_FENCE_MAX > room ||
			ranked_run_loose(&run) > RANKED_LOOSE_RUN)
			return false;
		settled->sum[i] = run.sum;
	}
	return true;
}

/* Two parts if they are not full then, else three; false if that is too few. */
static bool
find_parts(struct settled *settled)
{
	if (settled->count < RANKED_PARTS_MAX)
		return false;
	cut_entries(settled, 2);
	if (parts_fit(settled, RUN_MAX))
		return true;
	cut_entries(settled, 3);
	return parts_fit(settled, RANKED_CONTENT_SIZE);
}

/* One part that is left room for a tail, or more; false if they are too few. */
static bool
find_pages(const struct ranked_frame *frame, struct settled *settled)
{
	struct ranked_run run;

	ranked_run_begin(&run, RANKED_STRIDE);
	for (size_t i = 0; i < settled->count; i++)
	{
		ranked_run_add(&run, &settled->entries[i]);
		settled->loose[i] = (uint32_t) ranked_run_loose(&run);
	}
	settled->parts.count = 1;
	settled->sum[0] = run.sum;
	return (ranked_run_size(&run) + ranked_frame_size(frame) <= RUN_MAX &&
			ranked_run_loose(&run) <= RANKED_LOOSE_RUN) ||
		find_parts(settled);
}

static void
split_leaf(const struct ranked_writer *writer, const struct ranked_path *path,
		   const struct ranked_frame *whole, uint8_t *page,
		   struct settled *settled)
{
	struct ranked_parts *parts = &settled->parts;
	uint8_t    *pages[RANKED_PARTS_MAX];

	ranked_parts_place(writer, path->step[0].block, page, parts, pages);
	for (unsigned i = 0; i < parts->count; i++)
	{
		struct ranked_frame frame = ranked_parts_frame(whole, parts, i);

		ranked_leaf_write_run(pages[i], &frame,
							  settled->entries + parts->start[i],
							  &settled->sum[i]);
	}
	ranked_parts_hang(writer, path, 0, page, parts);
}

static void
release_settled(const struct ranked_writer *writer, struct settled *settled)
{
	writer_release(writer, settled->entries);
	writer_release(writer, settled->loose);
}

/*
 * The page's entries with as many of the new ones as it could take when it is
 * split; the other half of them is left, and again, if that is too many. Of
 * one it always can. The caller releases them.
 */
static void
settle_leaf(const struct ranked_writer *writer, uint32_t block,
			const struct ranked_view *view, const struct ranked_entry *added,
			size_t *taken, struct settled *settled)
{
	for (;; *taken /= 2)
	{
		struct ranked_entry *entries =
			ranked_leaf_entries(writer, block, view, *taken, &settled->count);

		memcpy(entries + settled->count, added, *taken * sizeof(*entries));
		settled->count = ranked_entries_settle(entries, view->count,
											   settled->count + *taken);
		settled->entries = entries;
		settled->loose = writer_allocate(writer, (settled->count + 1) *
										 sizeof(*settled->loose));
		if (find_pages(&view->frame, settled))
			return;
		if (*taken == 1)
			writer_corrupt(writer, block, "it holds too much");
		release_settled(writer, settled);
	}
}

size_t
ranked_leaf_merge(const struct ranked_writer *writer,
				  const struct ranked_path *path, uint8_t *page,
				  const struct ranked_entry *added, size_t taken)
{
	struct settled settled;
	struct ranked_view view;

	writer_view(writer, path->step[0].block, page, &view);
	settle_leaf(writer, path->step[0].block, &view, added, &taken, &settled);
	if (settled.parts.count == 1)
		ranked_leaf_write_run(page, &view.frame, settled.entries,
							  &settled.sum[0]);
	else
		split_leaf(writer, path, &view.frame, page, &settled);
	release_settled(writer, &settled);
	return taken;
}
