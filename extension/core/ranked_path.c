/* ranked_path.c: the way down to the leaf of an entry */
#include "ranked_write.h"

/* Follow a page's link; the leaf is the end. False there. */
static bool
step_down(const struct ranked_writer *writer, const struct ranked_view *view,
		  const struct ranked_entry *entry, struct ranked_step *step,
		  struct ranked_step *below)
{
	struct ranked_link link;

	if (view->frame.bounded &&
		ranked_compare(&view->frame.high, entry) <= 0)
		writer_corrupt(writer, step->block, "an entry belongs behind it");
	if (view->frame.level == 0)
	{
		step->has_room = ranked_leaf_has_room(view, entry);
		return false;
	}
	step->has_room = ranked_inner_has_room(view);
	if (!ranked_inner_find(view, entry, &step->link) ||
		!ranked_inner_link(view, step->link, &link))
		writer_corrupt(writer, step->block, "a link is broken");
	step->bound = link.bound;
	below->block = link.child;
	return true;
}

void
ranked_path_find(const struct ranked_writer *writer,
				 const struct ranked_entry *entry, struct ranked_path *path)
{
	const struct ranked_reader *reader = &writer->reader;
	uint32_t	block = RANKED_ROOT;
	int			level = -1;
	bool		goes_on = true;

	while (goes_on)
	{
		const uint8_t *page = reader->open(reader->context, block);
		struct ranked_view view;
		struct ranked_step *step;

		writer_view(writer, block, page, &view);
		if (level == -1)
			path->levels = level = view.frame.level;
		if (level != view.frame.level)
			writer_corrupt(writer, block,
						   "it is not on the level that a link says");
		step = &path->step[level];
		step->block = block;
		goes_on = step_down(writer, &view, entry, step,
							level > 0 ? step - 1 : NULL);
		reader->close(reader->context, block);
		if (goes_on)
			block = path->step[--level].block;
	}
}

static void
raise_bound(const struct ranked_writer *writer, const struct ranked_step *step,
			uint64_t rank)
{
	uint8_t		bytes[RANKED_BOUND];
	struct ranked_view view;
	size_t		at;

	writer_hold(writer, step->block, &view);
	at = ranked_inner_raised(&view, step->link, rank, bytes);
	if (at == 0)
		writer_corrupt(writer, step->block, "a link is broken");
	writer->patch(writer->reader.context, at, bytes, sizeof(bytes));
}

/* From the root downwards, a change for every few pages. */
void
ranked_path_raise(const struct ranked_writer *writer,
				  const struct ranked_path *path, uint64_t rank)
{
	unsigned	held = 0;

	for (unsigned level = path->levels; level > 0; level--)
	{
		if (path->step[level].bound >= rank)
			continue;
		raise_bound(writer, &path->step[level], rank);
		if (++held == RANKED_CHANGE_PAGES)
		{
			writer_commit(writer);
			held = 0;
		}
	}
	if (held > 0)
		writer_commit(writer);
}
