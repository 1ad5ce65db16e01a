/*
 * ranked_inner.c: an inner page's links.
 *
 * The content is an array of 2-byte offsets, in the order of the links, and
 * the links: bound 6 bytes, child 4, low fence. A bound is raised in place.
 */
#include "ranked_page.h"

#include <string.h>

#define FENCE_AT	((size_t) 10)

static void
write_link(uint8_t *out, const struct ranked_link *link)
{
	uint8_t		value[RANKED_VALUE];

	ranked_value_write(value, link->bound, link->child);
	memcpy(out, value, RANKED_BOUND);
	memcpy(out + RANKED_BOUND, value + RANKED_VALUE - 4, 4);
	ranked_fence_write(out + FENCE_AT, &link->low);
}

/* Where a link lies; 0 if not inside of the page. */
static size_t
link_at(const struct ranked_view *view, unsigned i)
{
	uint16_t	at;
	size_t		offset = view->content + 2 * (size_t) i;

	if (view->frame.level == 0 || i >= view->count || offset + 2 > view->lower)
		return 0;
	memcpy(&at, view->page + offset, sizeof(at));
	return at >= offset + 2 && at + FENCE_AT < view->lower ? at : 0;
}

bool
ranked_inner_bound(const struct ranked_view *view, unsigned i,
				   uint64_t *bound)
{
	size_t		at = link_at(view, i);

	if (at == 0)
		return false;
	*bound = ranked_rank_read(view->page + at);
	return true;
}

bool
ranked_inner_link(const struct ranked_view *view, unsigned i,
				  struct ranked_link *link)
{
	size_t		at = link_at(view, i);

	if (at == 0 ||
		ranked_fence_read(view->page + at + FENCE_AT,
						  view->lower - at - FENCE_AT, &link->low) == 0)
		return false;
	link->bound = ranked_rank_read(view->page + at);
	link->child = (uint32_t) (ranked_load64(view->page + at + 2) &
							  UINT32_MAX);
	return true;
}

bool
ranked_inner_find(const struct ranked_view *view,
				  const struct ranked_entry *fence, unsigned *i)
{
	unsigned	low = 0;
	unsigned	high = view->count;
	struct ranked_link link;

	if (view->count == 0)
		return false;
	while (high - low > 1)
	{
		unsigned	middle = low + (high - low) / 2;

		if (!ranked_inner_link(view, middle, &link))
			return false;
		if (ranked_compare(&link.low, fence) <= 0)
			low = middle;
		else
			high = middle;
	}
	*i = low;
	return true;
}

bool
ranked_inner_upper(const struct ranked_view *view, unsigned i,
				   struct ranked_entry *upper)
{
	struct ranked_link next;

	if (i + 1 < view->count && ranked_inner_link(view, i + 1, &next))
		*upper = next.low;
	else if (view->frame.bounded)
		*upper = view->frame.high;
	else
		return false;
	return true;
}

size_t
ranked_inner_raised(const struct ranked_view *view, unsigned i,
					uint64_t bound, uint8_t bytes[RANKED_BOUND])
{
	uint8_t		value[RANKED_VALUE];

	ranked_value_write(value, bound, 0);
	memcpy(bytes, value, RANKED_BOUND);
	return link_at(view, i);
}

/* Room for what the split of a child adds: two links. */
bool
ranked_inner_has_room(const struct ranked_view *view)
{
	return RANKED_CONTENT_END - view->lower >= 2 * RANKED_LINK_MAX;
}

size_t
ranked_link_size(const struct ranked_link *link)
{
	return 2 + FENCE_AT + ranked_fence_size(&link->low);
}

void
ranked_inner_write(uint8_t *page, const struct ranked_frame *frame,
				   const struct ranked_link *links, size_t count)
{
	size_t		offset = ranked_page_begin(page, frame);
	size_t		at = offset + 2 * count;

	for (size_t i = 0; i < count; i++, offset += 2)
	{
		uint16_t	narrow = (uint16_t) at;

		memcpy(page + offset, &narrow, sizeof(narrow));
		write_link(page + at, &links[i]);
		at += ranked_link_size(&links[i]) - 2;
	}
	ranked_page_end(page, at, at, (unsigned) count, RANKED_NO_STRIDE);
}
