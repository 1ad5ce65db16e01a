/* ranked_remove.c: entries of rows that are no more are taken out of a leaf */
#include "ranked_write.h"

/*
 * The tail stays a tail: merged into the run it could take more room. So could
 * the run, if its whole keys are now those of other entries; without whole
 * keys it never takes more.
 */
static void
write_rest(uint8_t *page, const struct ranked_frame *frame,
		   const struct ranked_entry *entries, size_t of_run, size_t count)
{
	size_t		size = ranked_frame_size(frame);
	struct ranked_run run;

	ranked_run_of(entries, of_run, &run);
	size += ranked_run_size(&run);
	for (size_t i = of_run; i < count; i++)
		size += RANKED_TAIL_SIZE(entries[i].length);
	ranked_leaf_write(page, frame, entries, of_run,
					  size <= RANKED_CONTENT_SIZE
					  ? RANKED_STRIDE : RANKED_NO_STRIDE);
	for (size_t i = of_run; i < count; i++)
		ranked_leaf_put(page, &entries[i]);
}

/* Move the living of some entries together, behind those that are. */
static size_t
keep_living(struct ranked_entry *entries, size_t from, size_t to,
			size_t kept, bool (*is_dead) (void *context, uint64_t row),
			void *context)
{
	for (size_t i = from; i < to; i++)
		if (entries[i].row == RANKED_NO_ROW ||
			!is_dead(context, entries[i].row))
			entries[kept++] = entries[i];
	return kept;
}

static size_t
remove_from_leaf(const struct ranked_writer *writer, uint32_t block,
				 uint8_t *page, const struct ranked_view *view,
				 bool (*is_dead) (void *context, uint64_t row),
				 void *context)
{
	struct ranked_entry *entries;
	size_t		count;
	size_t		of_run;
	size_t		kept;

	entries = ranked_leaf_entries(writer, block, view, 1, &count);
	of_run = keep_living(entries, 0, view->count, 0, is_dead, context);
	kept = keep_living(entries, view->count, count, of_run, is_dead, context);
	if (kept < count)
		write_rest(page, &view->frame, entries, of_run, kept);
	writer_release(writer, entries);
	return count - kept;
}

size_t
ranked_remove(const struct ranked_writer *writer, uint32_t block,
			  bool (*is_dead) (void *context, uint64_t row), void *context)
{
	uint8_t    *page = writer_edit(writer, block);
	struct ranked_view view;
	size_t		removed = 0;

	/* a crash may leave a page that was added but never written */
	view.frame.level = 1;
	if (ranked_page_lower(page) > RANKED_CONTENT)
		writer_view(writer, block, page, &view);
	if (view.frame.level == 0)
		removed = remove_from_leaf(writer, block, page, &view,
								   is_dead, context);
	if (removed > 0)
		writer_commit(writer);
	else
		writer_abandon(writer);
	return removed;
}
