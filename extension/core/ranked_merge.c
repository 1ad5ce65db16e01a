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

/* So many entries take so much room, whatever bytes of values vary. */
static size_t
count_within(const struct ranked_entry *entries, size_t count, size_t room)
{
	struct ranked_run run;
	size_t		i = 0;

	ranked_run_begin(&run, RANKED_STRIDE);
	while (i < count && ranked_run_loose(&run) < room)
		ranked_run_add(&run, &entries[i++]);
	return i;
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

/* Into so many parts of about the same size. */
static void
cut_entries(const struct ranked_entry *entries, size_t count,
			unsigned wanted, struct ranked_parts *parts)
{
	struct ranked_run whole;

	ranked_run_of(entries, count, &whole);
	parts->count = wanted;
	parts->start[0] = 0;
	parts->start[wanted] = count;
	for (unsigned i = 1; i < wanted; i++)
	{
		size_t		room = ranked_run_loose(&whole) * i / wanted;
		size_t		around = ranked_run_loose(&whole) / wanted / 32;
		size_t		from = count_within(entries, count, room - around);

		parts->start[i] = cut_near(entries, from,
								   count_within(entries, count - 1,
												room + around));
		ranked_fence_between(&entries[parts->start[i] - 1],
							 &entries[parts->start[i]], &parts->link[i].low);
	}
	for (unsigned i = 0; i < wanted; i++)
		parts->link[i].bound =
			ranked_best_rank(entries + parts->start[i],
							 parts->start[i + 1] - parts->start[i]);
}

static bool
parts_fit(const struct ranked_entry *entries, const struct ranked_parts *parts,
		  size_t room)
{
	for (unsigned i = 0; i < parts->count; i++)
	{
		struct ranked_run run;

		ranked_run_of(entries + parts->start[i],
					  parts->start[i + 1] - parts->start[i], &run);
		if (ranked_run_size(&run) + RANKED_FENCE_MAX > room ||
			ranked_run_loose(&run) > RANKED_LOOSE_RUN)
			return false;
	}
	return true;
}

/* Two parts if they are not full then, else three; false if that is too few. */
static bool
find_parts(const struct ranked_entry *entries, size_t count,
		   struct ranked_parts *parts)
{
	if (count < RANKED_PARTS_MAX)
		return false;
	cut_entries(entries, count, 2, parts);
	if (parts_fit(entries, parts, RUN_MAX))
		return true;
	cut_entries(entries, count, 3, parts);
	return parts_fit(entries, parts, RANKED_CONTENT_SIZE);
}

static void
split_leaf(const struct ranked_writer *writer, const struct ranked_path *path,
		   const struct ranked_frame *whole, uint8_t *page,
		   const struct ranked_entry *entries, size_t count)
{
	uint8_t    *pages[RANKED_PARTS_MAX];
	struct ranked_parts parts;

	if (!find_parts(entries, count, &parts))
		writer_corrupt(writer, path->step[0].block, "it holds too much");
	ranked_parts_place(writer, path->step[0].block, page, &parts, pages);
	for (unsigned i = 0; i < parts.count; i++)
	{
		struct ranked_frame frame = ranked_parts_frame(whole, &parts, i);

		ranked_leaf_write(pages[i], &frame, entries + parts.start[i],
						  parts.start[i + 1] - parts.start[i], RANKED_STRIDE);
	}
	ranked_parts_hang(writer, path, 0, page, &parts);
}

static bool
fits_one_page(const struct ranked_frame *frame,
			  const struct ranked_entry *entries, size_t count)
{
	struct ranked_run run;

	ranked_run_of(entries, count, &run);
	return ranked_run_size(&run) + ranked_frame_size(frame) <= RUN_MAX &&
		ranked_run_loose(&run) <= RANKED_LOOSE_RUN;
}

/*
 * The page's entries with as many of the new ones as it could take when it is
 * split; the other half of them is left, and again, if that is too many. Of
 * one it always can. The caller releases them.
 */
static struct ranked_entry *
settle_leaf(const struct ranked_writer *writer, uint32_t block,
			const struct ranked_view *view, const struct ranked_entry *added,
			size_t *taken, size_t *count)
{
	struct ranked_parts parts;

	for (;; *taken /= 2)
	{
		struct ranked_entry *entries = ranked_leaf_entries(writer, block, view,
														   *taken, count);

		memcpy(entries + *count, added, *taken * sizeof(*entries));
		*count = ranked_entries_settle(entries, view->count,
									   *count + *taken);
		if (*taken == 1 || fits_one_page(&view->frame, entries, *count) ||
			find_parts(entries, *count, &parts))
			return entries;
		writer_release(writer, entries);
	}
}

size_t
ranked_leaf_merge(const struct ranked_writer *writer,
				  const struct ranked_path *path, uint8_t *page,
				  const struct ranked_entry *added, size_t taken)
{
	uint32_t	block = path->step[0].block;
	struct ranked_entry *entries;
	struct ranked_view view;
	size_t		count;

	writer_view(writer, block, page, &view);
	entries = settle_leaf(writer, block, &view, added, &taken, &count);
	if (fits_one_page(&view.frame, entries, count))
		ranked_leaf_write(page, &view.frame, entries, count, RANKED_STRIDE);
	else
		split_leaf(writer, path, &view.frame, page, entries, count);
	writer_release(writer, entries);
	return taken;
}
