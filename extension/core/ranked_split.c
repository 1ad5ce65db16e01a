/* ranked_split.c: a page that becomes two or three, and the links to them */
#include "ranked_write.h"

#include <string.h>

void
ranked_parts_place(const struct ranked_writer *writer, uint32_t block,
				   uint8_t *page, struct ranked_parts *parts, uint8_t **pages)
{
	for (unsigned i = 0; i < parts->count; i++)
		if (i == 0 && block != RANKED_ROOT)
		{
			parts->link[i].child = block;
			pages[i] = page;
		}
		else
			pages[i] = writer->extend(writer->reader.context,
									  &parts->link[i].child);
}

struct ranked_frame
ranked_parts_frame(const struct ranked_frame *whole,
				   const struct ranked_parts *parts, unsigned i)
{
	struct ranked_frame frame = *whole;

	if (i + 1 < parts->count)
	{
		frame.bounded = true;
		frame.right = parts->link[i + 1].child;
		frame.high = parts->link[i + 1].low;
	}
	return frame;
}

static struct ranked_link *
read_links(const struct ranked_writer *writer, uint32_t block,
		   const struct ranked_view *view)
{
	size_t		room = view->count + RANKED_PARTS_MAX;
	struct ranked_link *links = writer_allocate(writer,
												room * sizeof(*links));

	for (unsigned i = 0; i < view->count; i++)
		if (!ranked_inner_link(view, i, &links[i]))
			writer_corrupt(writer, block, "a link is broken");
	return links;
}

/* The parts' links take the place of the link to the page. */
static void
link_parts(const struct ranked_writer *writer,
		   const struct ranked_step *parent, struct ranked_parts *parts)
{
	uint8_t    *page = writer_edit(writer, parent->block);
	struct ranked_view view;
	struct ranked_link *links;
	unsigned	behind;

	writer_view(writer, parent->block, page, &view);
	links = read_links(writer, parent->block, &view);
	behind = view.count - parent->link - 1;
	parts->link[0].low = links[parent->link].low;
	memmove(&links[parent->link + parts->count], &links[parent->link + 1],
			behind * sizeof(*links));
	memcpy(&links[parent->link], parts->link,
		   parts->count * sizeof(*links));
	ranked_inner_write(page, &view.frame, links,
					   view.count + parts->count - 1);
	writer_release(writer, links);
}

/* The root's parts hang below it; their level was its own before. */
static void
root_parts(uint8_t *root, unsigned level, struct ranked_parts *parts)
{
	struct ranked_frame frame = {.level = (uint8_t) (level + 1)};

	ranked_fence_of_key((const uint8_t *) "", 0, &parts->link[0].low);
	ranked_inner_write(root, &frame, parts->link, parts->count);
}

void
ranked_parts_hang(const struct ranked_writer *writer,
				  const struct ranked_path *path, unsigned level,
				  uint8_t *page, struct ranked_parts *parts)
{
	if (level == path->levels)
		root_parts(page, level, parts);
	else
		link_parts(writer, &path->step[level + 1], parts);
}

/* ---- inner pages ---- */

static uint64_t
best_bound(const struct ranked_link *links, size_t count)
{
	uint64_t	best = 0;

	for (size_t i = 0; i < count; i++)
		if (links[i].bound > best)
			best = links[i].bound;
	return best;
}

/* In the middle by bytes; both parts have links. */
static void
cut_links(const struct ranked_link *links, size_t count,
		  struct ranked_parts *parts)
{
	size_t		whole = 0;
	size_t		half = 0;
	size_t		cut = 0;

	for (size_t i = 0; i < count; i++)
		whole += ranked_link_size(&links[i]);
	while (cut + 1 < count && (cut == 0 || 2 * half < whole))
		half += ranked_link_size(&links[cut++]);
	parts->count = 2;
	parts->start[0] = 0;
	parts->start[1] = cut;
	parts->start[2] = count;
	for (int i = 0; i < 2; i++)
	{
		const struct ranked_link *first = &links[parts->start[i]];

		parts->link[i].low = first->low;
		parts->link[i].bound =
			best_bound(first, parts->start[i + 1] - parts->start[i]);
	}
}

static void
split_inner(const struct ranked_writer *writer, const struct ranked_path *path,
			unsigned level)
{
	uint32_t	block = path->step[level].block;
	uint8_t    *page = writer_edit(writer, block);
	uint8_t    *pages[RANKED_PARTS_MAX];
	struct ranked_view view;
	struct ranked_link *links;
	struct ranked_parts parts;

	writer_view(writer, block, page, &view);
	links = read_links(writer, block, &view);
	if (view.count < 2)
		writer_corrupt(writer, block, "it is full of too few links");
	cut_links(links, view.count, &parts);
	ranked_parts_place(writer, block, page, &parts, pages);
	for (unsigned i = 0; i < parts.count; i++)
	{
		struct ranked_frame frame = ranked_parts_frame(&view.frame, &parts, i);

		ranked_inner_write(pages[i], &frame, links + parts.start[i],
						   parts.start[i + 1] - parts.start[i]);
	}
	ranked_parts_hang(writer, path, level, page, &parts);
	writer_commit(writer);
	writer_release(writer, links);
}

bool
ranked_path_make_room(const struct ranked_writer *writer,
					  const struct ranked_path *path)
{
	for (unsigned level = path->levels; level > 0; level--)
		if (!path->step[level].has_room)
		{
			split_inner(writer, path, level);
			return true;
		}
	return false;
}
