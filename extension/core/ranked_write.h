/*
 * ranked_write.h: what the files share that change a tree
 *
 * Each change leaves a whole tree, so that nothing is to be finished or undone
 * after a crash: a split, of a leaf or an inner page, is one change of the
 * page, its new neighbours and their parent, which has been given room for
 * their links before. Bounds are raised, from the root downwards, before an
 * entry of better rank comes to a leaf.
 */
#ifndef RANKED_WRITE_H
#define RANKED_WRITE_H

#include "ranked_read.h"

/* A split makes of one page two, or three if values take more room. */
#define RANKED_PARTS_MAX	3

/* The way down: of each inner page the link that was followed. */
struct ranked_step
{
	uint32_t	block;
	unsigned	link;
	uint64_t	bound;
	bool		has_room;
};

struct ranked_path
{
	unsigned	levels;			/* of inner pages */
	struct ranked_step step[RANKED_LEVELS];	/* by level; 0 is the leaf */
};

/* What a page is split into. */
struct ranked_parts
{
	unsigned	count;
	size_t		start[RANKED_PARTS_MAX + 1];	/* in the list of what it held */
	struct ranked_link link[RANKED_PARTS_MAX];
};

/* ---- ranked_path.c: the way down to a leaf ---- */

extern void ranked_path_find(const struct ranked_writer *writer,
							 const struct ranked_entry *entry,
							 struct ranked_path *path);
/* No bound on the way is less than the rank. */
extern void ranked_path_raise(const struct ranked_writer *writer,
							  const struct ranked_path *path, uint64_t rank);

/* ---- ranked_split.c: a page that becomes more ---- */

/*
 * The parts' pages, and their links' children: the first part stays where the
 * page was, unless that is the root, which becomes their parent.
 */
extern void ranked_parts_place(const struct ranked_writer *writer,
							   uint32_t block, uint8_t *page,
							   struct ranked_parts *parts, uint8_t **pages);
/* The frame of one of the parts of a page that had this frame. */
extern struct ranked_frame ranked_parts_frame(const struct ranked_frame *whole,
											  const struct ranked_parts *parts,
											  unsigned i);
/* The parts' links take the place of the link to the page. */
extern void ranked_parts_hang(const struct ranked_writer *writer,
							  const struct ranked_path *path, unsigned level,
							  uint8_t *page, struct ranked_parts *parts);
/*
 * Split the topmost page of the way that could not take two more links; false
 * if there is none, else the way is to be found anew.
 */
extern bool ranked_path_make_room(const struct ranked_writer *writer,
								  const struct ranked_path *path);

/* ---- ranked_merge.c: a leaf that is written afresh ---- */

/* With room for so many more, and for what settling them takes. */
extern struct ranked_entry *ranked_leaf_entries(const struct ranked_writer *writer,
												uint32_t block,
												const struct ranked_view *view,
												size_t more, size_t *count);
/*
 * Merge the tail and new entries into the run, of one page or of more: how
 * many of the new ones.
 */
extern size_t ranked_leaf_merge(const struct ranked_writer *writer,
								const struct ranked_path *path, uint8_t *page,
								const struct ranked_entry *added,
								size_t taken);
extern uint64_t ranked_best_rank(const struct ranked_entry *entries,
								 size_t count);
extern void ranked_run_of(const struct ranked_entry *entries, size_t count,
						  struct ranked_run *run);

/* ---- the writer's callbacks ---- */

static inline void
writer_corrupt(const struct ranked_writer *writer, uint32_t block,
			   const char *what)
{
	writer->reader.corrupt(writer->reader.context, block, what);
}

static inline void *
writer_allocate(const struct ranked_writer *writer, size_t size)
{
	return writer->reader.allocate(writer->reader.context, size);
}

static inline void
writer_release(const struct ranked_writer *writer, void *memory)
{
	writer->reader.release(writer->reader.context, memory);
}

static inline void
writer_view(const struct ranked_writer *writer, uint32_t block,
			const uint8_t *page, struct ranked_view *view)
{
	const char *wrong = ranked_page_view(page, view);

	if (wrong != NULL)
		writer_corrupt(writer, block, wrong);
}

static inline uint8_t *
writer_edit(const struct ranked_writer *writer, uint32_t block)
{
	return writer->edit(writer->reader.context, block);
}

static inline void
writer_commit(const struct ranked_writer *writer)
{
	writer->commit(writer->reader.context);
}

static inline void
writer_abandon(const struct ranked_writer *writer)
{
	writer->abandon(writer->reader.context);
}

static inline void
writer_hold(const struct ranked_writer *writer, uint32_t block,
			struct ranked_view *view)
{
	writer_view(writer, block, writer->hold(writer->reader.context, block),
				view);
}

#endif
