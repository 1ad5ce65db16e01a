/* ranked_tree.c: a tree's first page, and new entries in it */
#include "ranked_write.h"

/* New entries that are put into a leaf at once, and from how many on. */
#define LEAF_MOST	1500
#define LEAF_FEW	6

void
ranked_create(const struct ranked_writer *writer)
{
	struct ranked_frame frame = {.level = 0};
	uint32_t	block;
	uint8_t    *page = writer->extend(writer->reader.context, &block);

	if (block != RANKED_ROOT)
		writer_corrupt(writer, block, "it is not the root");
	ranked_leaf_write(page, &frame, NULL, 0, RANKED_STRIDE);
	writer_commit(writer);
}

/* Behind the others of a tail, if there is room. */
static bool
append(const struct ranked_writer *writer, uint32_t block,
	   const struct ranked_entry *entry)
{
	uint8_t		bytes[RANKED_PATCH];
	struct ranked_view view;
	uint16_t	lower;
	size_t		size;

	writer_hold(writer, block, &view);
	if (view.frame.level > 0 || !ranked_leaf_has_room(&view, entry))
	{
		writer_abandon(writer);
		return false;
	}
	size = ranked_tail_write(bytes, entry);
	lower = (uint16_t) (view.lower + size);
	writer->patch(writer->reader.context, RANKED_LOWER_AT, &lower,
				  sizeof(lower));
	writer->patch(writer->reader.context, view.lower, bytes, size);
	writer_commit(writer);
	return true;
}

/* Into a full page; those above it have room for more links. */
static void
insert_by_merge(const struct ranked_writer *writer,
				const struct ranked_path *path,
				const struct ranked_entry *entry)
{
	ranked_leaf_merge(writer, path,
					  writer_edit(writer, path->step[0].block), entry, 1);
	writer_commit(writer);
}

void
ranked_insert(const struct ranked_writer *writer,
			  const struct ranked_entry *entry)
{
	struct ranked_path path;

	for (;;)
	{
		ranked_path_find(writer, entry, &path);
		if (!path.step[0].has_room && ranked_path_make_room(writer, &path))
			continue;
		ranked_path_raise(writer, &path, entry->rank);
		if (!path.step[0].has_room)
			break;
		/* unless the page was written afresh meanwhile */
		if (append(writer, path.step[0].block, entry))
			return;
	}
	insert_by_merge(writer, &path, entry);
}

/* How many of the entries, which are in order, belong to the leaf. */
static size_t
count_of_leaf(const struct ranked_writer *writer,
			  const struct ranked_path *path,
			  const struct ranked_entry *entries, size_t count)
{
	const struct ranked_reader *reader = &writer->reader;
	uint32_t	block = path->step[0].block;
	struct ranked_view view;
	size_t		end = count < LEAF_MOST ? count : LEAF_MOST;
	size_t		taken = 1;

	writer_view(writer, block, reader->open(reader->context, block), &view);
	while (taken < end && (!view.frame.bounded ||
						   ranked_compare(&entries[taken],
										  &view.frame.high) < 0))
		taken++;
	reader->close(reader->context, block);
	return taken;
}

/*
 * A few go to the tail, one by one; more are merged at once, for which the
 * page is read and written once.
 */
size_t
ranked_insert_sorted(const struct ranked_writer *writer,
					 const struct ranked_entry *entries, size_t count)
{
	struct ranked_path path;
	size_t		taken;

	for (;;)
	{
		ranked_path_find(writer, &entries[0], &path);
		if (!ranked_path_make_room(writer, &path))
			break;
	}
	taken = count_of_leaf(writer, &path, entries, count);
	if (taken < LEAF_FEW)
	{
		ranked_insert(writer, &entries[0]);
		return 1;
	}
	ranked_path_raise(writer, &path, ranked_best_rank(entries, taken));
	taken = ranked_leaf_merge(writer, &path,
							  writer_edit(writer, path.step[0].block),
							  entries, taken);
	writer_commit(writer);
	return taken;
}
