/*
 * ranked_tree.c: insertion, splits and removal.
 *
 * Each change leaves a whole tree, so that nothing is to be finished or undone
 * after a crash: a split, of a leaf or an inner page, is one change of the
 * page, its new neighbours and their parent, which has been given room for
 * their links before. Bounds are raised, from the root downwards, before an
 * entry of better rank comes to a leaf.
 */
#include "ranked_read.h"

#include <string.h>

/* A split makes of one page two, or three if values take more room. */
#define PARTS_MAX	3

/*
 * A leaf is split rather than filled to more than this by its run: the rest is
 * the room of a tail, without which every insertion would write the page anew.
 */
#define RUN_MAX		(RANKED_CONTENT_SIZE - RANKED_CONTENT_SIZE / 16)

/* New entries that are put into a leaf at once, and from how many on. */
#define LEAF_MOST	1500
#define LEAF_FEW	6

/* The way down: of each inner page the link that was followed. */
struct step
{
	uint32_t	block;
	unsigned	link;
	uint64_t	bound;
	bool		has_room;
};

struct path
{
	unsigned	levels;			/* of inner pages */
	struct step step[RANKED_LEVELS];	/* by level; 0 is the leaf */
};

/* What a page is split into. */
struct parts
{
	unsigned	count;
	size_t		start[PARTS_MAX + 1];	/* in the list of what it held */
	struct ranked_link link[PARTS_MAX];
};

static void
corrupt(const struct ranked_writer *writer, uint32_t block, const char *what)
{
	writer->reader.corrupt(writer->reader.context, block, what);
}

static void *
allocate(const struct ranked_writer *writer, size_t size)
{
	return writer->reader.allocate(writer->reader.context, size);
}

static void
release(const struct ranked_writer *writer, void *memory)
{
	writer->reader.release(writer->reader.context, memory);
}

static void
view_page(const struct ranked_writer *writer, uint32_t block,
		  const uint8_t *page, struct ranked_view *view)
{
	const char *wrong = ranked_page_view(page, view);

	if (wrong != NULL)
		corrupt(writer, block, wrong);
}

static uint8_t *
edit(const struct ranked_writer *writer, uint32_t block)
{
	return writer->edit(writer->reader.context, block);
}

static void
commit(const struct ranked_writer *writer)
{
	writer->commit(writer->reader.context);
}

static void
abandon(const struct ranked_writer *writer)
{
	writer->abandon(writer->reader.context);
}

static void
hold(const struct ranked_writer *writer, uint32_t block,
	 struct ranked_view *view)
{
	view_page(writer, block, writer->hold(writer->reader.context, block),
			  view);
}

/* ---- the way down ---- */

/* Follow a page's link; the leaf is the end. False there. */
static bool
step_down(const struct ranked_writer *writer, const struct ranked_view *view,
		  const struct ranked_entry *entry, struct step *step,
		  struct step *below)
{
	struct ranked_link link;

	if (view->frame.bounded &&
		ranked_compare(&view->frame.high, entry) <= 0)
		corrupt(writer, step->block, "an entry belongs behind it");
	if (view->frame.level == 0)
	{
		step->has_room = ranked_leaf_has_room(view, entry);
		return false;
	}
	step->has_room = ranked_inner_has_room(view);
	if (!ranked_inner_find(view, entry, &step->link) ||
		!ranked_inner_link(view, step->link, &link))
		corrupt(writer, step->block, "a link is broken");
	step->bound = link.bound;
	below->block = link.child;
	return true;
}

static void
find_path(const struct ranked_writer *writer,
		  const struct ranked_entry *entry, struct path *path)
{
	const struct ranked_reader *reader = &writer->reader;
	uint32_t	block = RANKED_ROOT;
	int			level = -1;
	bool		goes_on = true;

	while (goes_on)
	{
		const uint8_t *page = reader->open(reader->context, block);
		struct ranked_view view;
		struct step *step;

		view_page(writer, block, page, &view);
		if (level == -1)
			path->levels = level = view.frame.level;
		if (level != view.frame.level)
			corrupt(writer, block, "it is not on the level that a link says");
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
raise_bound(const struct ranked_writer *writer, const struct step *step,
			uint64_t rank)
{
	uint8_t		bytes[RANKED_BOUND];
	struct ranked_view view;
	size_t		at;

	hold(writer, step->block, &view);
	at = ranked_inner_raised(&view, step->link, rank, bytes);
	if (at == 0)
		corrupt(writer, step->block, "a link is broken");
	writer->patch(writer->reader.context, at, bytes, sizeof(bytes));
}

/* From the root downwards, a change for every few pages. */
static void
raise_bounds(const struct ranked_writer *writer, const struct path *path,
			 uint64_t rank)
{
	unsigned	held = 0;

	for (unsigned level = path->levels; level > 0; level--)
	{
		if (path->step[level].bound >= rank)
			continue;
		raise_bound(writer, &path->step[level], rank);
		if (++held == RANKED_CHANGE_PAGES)
		{
			commit(writer);
			held = 0;
		}
	}
	if (held > 0)
		commit(writer);
}

/* ---- splits ---- */

/*
 * The parts' pages, and their links' children: the first part stays where the
 * page was, unless that is the root, which becomes their parent.
 */
static void
place_parts(const struct ranked_writer *writer, uint32_t block,
			uint8_t *page, struct parts *parts, uint8_t **pages)
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

/* The frame of one of the parts of a page that had this frame. */
static struct ranked_frame
part_frame(const struct ranked_frame *whole, const struct parts *parts,
		   unsigned i)
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
	struct ranked_link *links = allocate(writer, (view->count + PARTS_MAX) *
										 sizeof(*links));

	for (unsigned i = 0; i < view->count; i++)
		if (!ranked_inner_link(view, i, &links[i]))
			corrupt(writer, block, "a link is broken");
	return links;
}

/* The parts' links take the place of the link to the page. */
static void
link_parts(const struct ranked_writer *writer, const struct step *parent,
		   struct parts *parts)
{
	uint8_t    *page = edit(writer, parent->block);
	struct ranked_view view;
	struct ranked_link *links;
	unsigned	behind;

	view_page(writer, parent->block, page, &view);
	links = read_links(writer, parent->block, &view);
	behind = view.count - parent->link - 1;
	parts->link[0].low = links[parent->link].low;
	memmove(&links[parent->link + parts->count], &links[parent->link + 1],
			behind * sizeof(*links));
	memcpy(&links[parent->link], parts->link,
		   parts->count * sizeof(*links));
	ranked_inner_write(page, &view.frame, links,
					   view.count + parts->count - 1);
	release(writer, links);
}

/* The root's parts hang below it; their level was its own before. */
static void
root_parts(uint8_t *root, unsigned level, struct parts *parts)
{
	struct ranked_frame frame = {.level = (uint8_t) (level + 1)};

	ranked_fence_of_key((const uint8_t *) "", 0, &parts->link[0].low);
	ranked_inner_write(root, &frame, parts->link, parts->count);
}

static void
hang_parts(const struct ranked_writer *writer, const struct path *path,
		   unsigned level, uint8_t *page, struct parts *parts)
{
	if (level == path->levels)
		root_parts(page, level, parts);
	else
		link_parts(writer, &path->step[level + 1], parts);
}

/* ---- splits of inner pages ---- */

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
cut_links(const struct ranked_link *links, size_t count, struct parts *parts)
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
split_inner(const struct ranked_writer *writer, const struct path *path,
			unsigned level)
{
	uint32_t	block = path->step[level].block;
	uint8_t    *page = edit(writer, block);
	uint8_t    *pages[PARTS_MAX];
	struct ranked_view view;
	struct ranked_link *links;
	struct parts parts;

	view_page(writer, block, page, &view);
	links = read_links(writer, block, &view);
	if (view.count < 2)
		corrupt(writer, block, "it is full of too few links");
	cut_links(links, view.count, &parts);
	place_parts(writer, block, page, &parts, pages);
	for (unsigned i = 0; i < parts.count; i++)
	{
		struct ranked_frame frame = part_frame(&view.frame, &parts, i);

		ranked_inner_write(pages[i], &frame, links + parts.start[i],
						   parts.start[i + 1] - parts.start[i]);
	}
	hang_parts(writer, path, level, page, &parts);
	commit(writer);
	release(writer, links);
}

/* Split the topmost page of the way that could not take two more links. */
static bool
make_room(const struct ranked_writer *writer, const struct path *path)
{
	for (unsigned level = path->levels; level > 0; level--)
		if (!path->step[level].has_room)
		{
			split_inner(writer, path, level);
			return true;
		}
	return false;
}

/* ---- splits of leaves ---- */

/* With room for so many more, and for what settling them takes. */
static struct ranked_entry *
read_entries(const struct ranked_writer *writer, uint32_t block,
			 const struct ranked_view *view, size_t more, size_t *count)
{
	struct ranked_entry *entries =
		allocate(writer, 2 * (ranked_leaf_limit(view) + more) *
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
		corrupt(writer, block, cursor.wrong);
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

static uint64_t
best_rank(const struct ranked_entry *entries, size_t count)
{
	uint64_t	best = 0;

	for (size_t i = 0; i < count; i++)
		if (entries[i].rank > best)
			best = entries[i].rank;
	return best;
}

static void
run_of(const struct ranked_entry *entries, size_t count,
	   struct ranked_run *run)
{
	ranked_run_begin(run, RANKED_STRIDE);
	for (size_t i = 0; i < count; i++)
		ranked_run_add(run, &entries[i]);
}

/* Into so many parts of about the same size. */
static void
cut_entries(const struct ranked_entry *entries, size_t count,
			unsigned wanted, struct parts *parts)
{
	struct ranked_run whole;

	run_of(entries, count, &whole);
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
			best_rank(entries + parts->start[i],
					  parts->start[i + 1] - parts->start[i]);
}

static bool
parts_fit(const struct ranked_entry *entries, const struct parts *parts,
		  size_t room)
{
	for (unsigned i = 0; i < parts->count; i++)
	{
		struct ranked_run run;

		run_of(entries + parts->start[i],
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
		   struct parts *parts)
{
	if (count < PARTS_MAX)
		return false;
	cut_entries(entries, count, 2, parts);
	if (parts_fit(entries, parts, RUN_MAX))
		return true;
	cut_entries(entries, count, 3, parts);
	return parts_fit(entries, parts, RANKED_CONTENT_SIZE);
}

static void
split_leaf(const struct ranked_writer *writer, const struct path *path,
		   const struct ranked_frame *whole, uint8_t *page,
		   const struct ranked_entry *entries, size_t count)
{
	uint8_t    *pages[PARTS_MAX];
	struct parts parts;

	if (!find_parts(entries, count, &parts))
		corrupt(writer, path->step[0].block, "it holds too much");
	place_parts(writer, path->step[0].block, page, &parts, pages);
	for (unsigned i = 0; i < parts.count; i++)
	{
		struct ranked_frame frame = part_frame(whole, &parts, i);

		ranked_leaf_write(pages[i], &frame, entries + parts.start[i],
						  parts.start[i + 1] - parts.start[i], RANKED_STRIDE);
	}
	hang_parts(writer, path, 0, page, &parts);
}

static bool
fits_one_page(const struct ranked_frame *frame,
			  const struct ranked_entry *entries, size_t count)
{
	struct ranked_run run;

	run_of(entries, count, &run);
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
	struct parts parts;

	for (;; *taken /= 2)
	{
		struct ranked_entry *entries = read_entries(writer, block, view,
													*taken, count);

		memcpy(entries + *count, added, *taken * sizeof(*entries));
		*count = ranked_entries_settle(entries, view->count,
									   *count + *taken);
		if (*taken == 1 || fits_one_page(&view->frame, entries, *count) ||
			find_parts(entries, *count, &parts))
			return entries;
		release(writer, entries);
	}
}

/*
 * Merge the tail and new entries into the run, of one page or of more: how
 * many of the new ones.
 */
static size_t
merge_leaf(const struct ranked_writer *writer, const struct path *path,
		   uint8_t *page, const struct ranked_entry *added, size_t taken)
{
	uint32_t	block = path->step[0].block;
	struct ranked_entry *entries;
	struct ranked_view view;
	size_t		count;

	view_page(writer, block, page, &view);
	entries = settle_leaf(writer, block, &view, added, &taken, &count);
	if (fits_one_page(&view.frame, entries, count))
		ranked_leaf_write(page, &view.frame, entries, count, RANKED_STRIDE);
	else
		split_leaf(writer, path, &view.frame, page, entries, count);
	release(writer, entries);
	return taken;
}

/* ---- what callers ask for ---- */

void
ranked_create(const struct ranked_writer *writer)
{
	struct ranked_frame frame = {.level = 0};
	uint32_t	block;
	uint8_t    *page = writer->extend(writer->reader.context, &block);

	if (block != RANKED_ROOT)
		corrupt(writer, block, "it is not the root");
	ranked_leaf_write(page, &frame, NULL, 0, RANKED_STRIDE);
	commit(writer);
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

	hold(writer, block, &view);
	if (view.frame.level > 0 || !ranked_leaf_has_room(&view, entry))
	{
		abandon(writer);
		return false;
	}
	size = ranked_tail_write(bytes, entry);
	lower = (uint16_t) (view.lower + size);
	writer->patch(writer->reader.context, RANKED_LOWER_AT, &lower,
				  sizeof(lower));
	writer->patch(writer->reader.context, view.lower, bytes, size);
	commit(writer);
	return true;
}

/* Into a full page; those above it have room for more links. */
static void
insert_by_merge(const struct ranked_writer *writer, const struct path *path,
				const struct ranked_entry *entry)
{
	merge_leaf(writer, path, edit(writer, path->step[0].block), entry, 1);
	commit(writer);
}

void
ranked_insert(const struct ranked_writer *writer,
			  const struct ranked_entry *entry)
{
	struct path path;

	for (;;)
	{
		find_path(writer, entry, &path);
		if (!path.step[0].has_room && make_room(writer, &path))
			continue;
		raise_bounds(writer, &path, entry->rank);
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
count_of_leaf(const struct ranked_writer *writer, const struct path *path,
			  const struct ranked_entry *entries, size_t count)
{
	const struct ranked_reader *reader = &writer->reader;
	uint32_t	block = path->step[0].block;
	struct ranked_view view;
	size_t		end = count < LEAF_MOST ? count : LEAF_MOST;
	size_t		taken = 1;

	view_page(writer, block, reader->open(reader->context, block), &view);
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
	struct path path;
	size_t		taken;

	for (;;)
	{
		find_path(writer, &entries[0], &path);
		if (!make_room(writer, &path))
			break;
	}
	taken = count_of_leaf(writer, &path, entries, count);
	if (taken < LEAF_FEW)
	{
		ranked_insert(writer, &entries[0]);
		return 1;
	}
	raise_bounds(writer, &path, best_rank(entries, taken));
	taken = merge_leaf(writer, &path, edit(writer, path.step[0].block),
					   entries, taken);
	commit(writer);
	return taken;
}

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

	run_of(entries, of_run, &run);
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

	entries = read_entries(writer, block, view, 1, &count);
	of_run = keep_living(entries, 0, view->count, 0, is_dead, context);
	kept = keep_living(entries, view->count, count, of_run, is_dead, context);
	if (kept < count)
		write_rest(page, &view->frame, entries, of_run, kept);
	release(writer, entries);
	return count - kept;
}

size_t
ranked_remove(const struct ranked_writer *writer, uint32_t block,
			  bool (*is_dead) (void *context, uint64_t row), void *context)
{
	uint8_t    *page = edit(writer, block);
	struct ranked_view view;
	size_t		removed = 0;

	/* a crash may leave a page that was added but never written */
	view.frame.level = 1;
	if (ranked_page_lower(page) > RANKED_CONTENT)
		view_page(writer, block, page, &view);
	if (view.frame.level == 0)
		removed = remove_from_leaf(writer, block, page, &view,
								   is_dead, context);
	if (removed > 0)
		commit(writer);
	else
		abandon(writer);
	return removed;
}
