/*
 * ranked_page.h: how a page of the tree holds entries, links and its frame.
 *
 *      0  24 bytes for the one who stores the page, but for 12-13: where the
 *         content ends; PostgreSQL's PageHeaderData with its pd_lower
 *     24  content: the high fence, then a leaf's run and tail or an inner
 *         page's links; then free space
 *   8176  trailer: right neighbour u32, end of the run u16, count u16,
 *         level u8, stride u8, 4 bytes 0, mark u16
 *
 * A leaf holds most entries in a run, sorted and compressed: each key without
 * what it shares with the one before, each value (rank and row, 12 bytes) but
 * for the bytes that are the same in all of the run. Every so many entries one
 * has its whole key, and can be gone to; and the best rank of each such block
 * is known, so that the best of a leaf are found without the others. Behind the run comes the tail, where
 * new entries are put as they come, each whole: a few bytes to write and to
 * log. When the page is full, the tail is merged into the run.
 *
 * An inner page holds links in the order of their low fences. All that is in
 * and below the page lies between its own low fence, which its parent knows,
 * and its high fence, which it holds unless it is the last of its level.
 */
#ifndef RANKED_PAGE_H
#define RANKED_PAGE_H

#include "ranked.h"

#define RANKED_CONTENT		24
#define RANKED_TRAILER		16
#define RANKED_CONTENT_END	(RANKED_PAGE_SIZE - RANKED_TRAILER)
#define RANKED_CONTENT_SIZE	(RANKED_CONTENT_END - RANKED_CONTENT)
#define RANKED_MARK			0xFF8D
#define RANKED_LEVELS		16		/* more than 2^32 pages can need */
#define RANKED_VALUE		12		/* bytes of rank and row */
#define RANKED_BOUND		6		/* bytes of a bound */
#define RANKED_AHEAD		16		/* bytes behind the content that are read */
#define RANKED_LOWER_AT		12		/* where its end is in a page: a u16 */
#define RANKED_STRIDE		32		/* entries from one whole key to the next */
#define RANKED_NO_STRIDE	0		/* only the first has a whole key */

/* What an entry of a tail takes. */
#define RANKED_TAIL_SIZE(length)	((size_t) (length) + 1 + RANKED_VALUE)

/* What a fence and a link take at most. */
#define RANKED_FENCE_MAX	(1 + RANKED_KEY_MAX + RANKED_VALUE)
#define RANKED_LINK_MAX		(2 + 10 + RANKED_FENCE_MAX)

/*
 * A leaf is kept so small that it could be split into three, whatever comes:
 * a new value may make any byte a varying one. So of a leaf's size with all
 * bytes of its values there is a limit, and a lower one for a run alone.
 */
#define RANKED_LOOSE_MAX	(RANKED_CONTENT_SIZE * 24 / 10)
#define RANKED_LOOSE_RUN	(RANKED_CONTENT_SIZE * 22 / 10)

/*
 * What a page is beside its content. A fence is the lowest entry that may be
 * behind it: a mere key has the best rank and no row.
 */
struct ranked_frame
{
	uint8_t		level;			/* 0 is a leaf */
	bool		bounded;		/* has a right neighbour and a high fence */
	uint32_t	right;
	struct ranked_entry high;
};

/* A page that is sound as far as can be seen without going through it. */
struct ranked_view
{
	const uint8_t *page;
	struct ranked_frame frame;
	size_t		content;		/* behind the high fence */
	size_t		run_end;
	size_t		lower;
	unsigned	count;			/* entries of the run; links */
	unsigned	stride;			/* of the run */
};

/* Bytes side by side that vary: where they belong, and how far from there. */
struct ranked_piece
{
	uint64_t	mask;
	unsigned	shift;
};

/* Rank or row: what all of a run share, and what varies. */
struct ranked_half
{
	uint64_t	common;
	unsigned	bytes;			/* that vary */
	unsigned	pieces;
	struct ranked_piece piece[RANKED_BOUND / 2];
};

/* A reader's place in a leaf: first the run, then the tail. */
struct ranked_cursor
{
	const struct ranked_view *view;
	const char *wrong;			/* why the page ends before its end */
	size_t		at;
	size_t		value_at;
	size_t		shared;			/* with the key before, in the run */
	unsigned	ordinal;		/* of the next entry */
	unsigned	to_whole;		/* entries before the next whole key */
	struct ranked_half rank;
	struct ranked_half row;
	struct ranked_entry entry;	/* rank and row by ranked_cursor_value */
};

/* Of an entry that is one of those looked for. */
struct ranked_passed
{
	uint64_t	rank;
	unsigned	ordinal;		/* the first entry of a leaf is 0 */
};

/* What a run comes to. */
struct ranked_sum
{
	size_t		count;
	unsigned	stride;
	size_t		letters;		/* bytes of keys and their lengths */
	uint64_t	rank;			/* of the first, and the bits that vary */
	uint64_t	rank_varies;
	uint64_t	row;
	uint64_t	row_varies;
};

/* How large a run becomes, entry by entry. */
struct ranked_run
{
	struct ranked_sum sum;
	struct ranked_entry last;	/* its key */
};

struct ranked_link
{
	struct ranked_entry low;
	uint64_t	bound;			/* no rank below is better */
	uint32_t	child;
};

/* ---- ranked_page.c: frames ---- */

/* NULL, or what is wrong with the page. */
extern const char *ranked_page_view(const uint8_t *page,
									struct ranked_view *view);
/* The page is emptied; where its content begins. */
extern size_t ranked_page_begin(uint8_t *page,
								const struct ranked_frame *frame);
extern void ranked_page_end(uint8_t *page, size_t run_end, size_t lower,
							unsigned count, unsigned stride);
extern size_t ranked_page_lower(const uint8_t *page);
extern void ranked_page_grow(uint8_t *page, size_t lower);
extern size_t ranked_frame_size(const struct ranked_frame *frame);

/* The shortest fence that keeps the two apart. */
extern void ranked_fence_between(const struct ranked_entry *left,
								 const struct ranked_entry *right,
								 struct ranked_entry *fence);
extern void ranked_fence_of_key(const uint8_t *key, size_t length,
								struct ranked_entry *fence);
extern size_t ranked_fence_size(const struct ranked_entry *fence);
extern size_t ranked_fence_write(uint8_t *out,
								 const struct ranked_entry *fence);
/* Bytes read, 0 if there is no fence in so many. */
extern size_t ranked_fence_read(const uint8_t *in, size_t size,
								struct ranked_entry *fence);

extern int	ranked_compare_keys(const uint8_t *a, size_t a_length,
								const uint8_t *b, size_t b_length);
extern size_t ranked_shared(const struct ranked_entry *a,
							const struct ranked_entry *b);
extern void ranked_value_write(uint8_t *out, uint64_t rank, uint64_t row);

/* Rank and row in 6 bytes each, the first byte counts most. */
static inline uint64_t
ranked_load64(const uint8_t *in)
{
	return (uint64_t) in[0] << 56 | (uint64_t) in[1] << 48 |
		(uint64_t) in[2] << 40 | (uint64_t) in[3] << 32 |
		(uint64_t) in[4] << 24 | (uint64_t) in[5] << 16 |
		(uint64_t) in[6] << 8 | in[7];
}

static inline uint64_t
ranked_rank_read(const uint8_t *value)
{
	return ranked_load64(value) >> 16;
}

static inline uint64_t
ranked_row_read(const uint8_t *value)
{
	return ranked_load64(value + 4) & RANKED_ROW_MAX;
}

/* ---- ranked_cursor.c ---- */

extern void ranked_cursor_begin(struct ranked_cursor *cursor,
								const struct ranked_view *view);
extern bool ranked_cursor_next(struct ranked_cursor *cursor);
/* Of the run, and without its key: a third of the time. */
extern bool ranked_cursor_pass(struct ranked_cursor *cursor);
/*
 * The same with all that share so many letters with the one before, up to the
 * next whole key. Of the entry that was passed last no more letters are there.
 */
extern void ranked_cursor_pass_alike(struct ranked_cursor *cursor,
									 size_t length);
extern void ranked_cursor_value(struct ranked_cursor *cursor);
/* The rank alone, which takes half of the time. */
extern uint64_t ranked_cursor_rank(const struct ranked_cursor *cursor);
/* Before the last of the whole keys that are before this key. */
extern void ranked_cursor_seek(struct ranked_cursor *cursor,
							   const uint8_t *key, size_t length);
/* The same from a whole key on that is the next; elsewhere it stays. */
extern void ranked_cursor_seek_on(struct ranked_cursor *cursor,
								  const uint8_t *key, size_t length);
/* The entry of this ordinal is the next; of the tail, it may be before it. */
extern void ranked_cursor_near(struct ranked_cursor *cursor,
							   unsigned ordinal);
/*
 * The entries of a block whose rank is not too good, and whose keys pass the
 * filter of a range that has them all: RANKED_STRIDE at most.
 */
extern size_t ranked_cursor_block(struct ranked_cursor *cursor,
								  unsigned block,
								  const struct ranked_range *range,
								  uint64_t most,
								  struct ranked_passed *passed);
/* Go on with the tail. */
extern void ranked_cursor_skip_run(struct ranked_cursor *cursor);
/*
 * The run's blocks, of so many entries as a stride each, and the best rank of
 * one; there are none where only the first entry has a whole key. The head of
 * the run must be sound, which ranked_cursor_begin() tells.
 */
extern unsigned ranked_leaf_blocks(const struct ranked_view *view);
extern uint64_t ranked_leaf_best(const struct ranked_view *view,
								 unsigned block);
/* No leaf of this size holds more entries. */
extern size_t ranked_leaf_limit(const struct ranked_view *view);

/* ---- ranked_leaf.c ---- */

extern bool ranked_leaf_has_room(const struct ranked_view *view,
								 const struct ranked_entry *entry);
/* An entry as it is in a tail: its size, at most RANKED_PATCH - 2. */
extern size_t ranked_tail_write(uint8_t *out,
								const struct ranked_entry *entry);
/* Put one behind the others, where room is known to be. */
extern void ranked_leaf_put(uint8_t *page, const struct ranked_entry *entry);
extern void ranked_leaf_write(uint8_t *page, const struct ranked_frame *frame,
							  const struct ranked_entry *entries,
							  size_t count, unsigned stride);
/* The same if it is known what they come to. */
extern void ranked_leaf_write_run(uint8_t *page,
								  const struct ranked_frame *frame,
								  const struct ranked_entry *entries,
								  const struct ranked_sum *sum);

extern void ranked_run_begin(struct ranked_run *run, unsigned stride);
extern void ranked_run_add(struct ranked_run *run,
						   const struct ranked_entry *entry);
extern size_t ranked_run_size(const struct ranked_run *run);
extern size_t ranked_run_loose(const struct ranked_run *run);

/* ---- ranked_entries.c ---- */

/*
 * Sort, and drop what is there twice and what a better one stands for: how
 * many stay. The first are sorted already; as many as the others have room
 * behind them.
 */
extern size_t ranked_entries_settle(struct ranked_entry *entries,
									size_t sorted, size_t count);
extern bool ranked_entry_covers(const struct ranked_entry *earlier,
								const struct ranked_entry *later);

/* ---- ranked_inner.c ---- */

/* False if there is no such link in the page, or it is broken. */
extern bool ranked_inner_link(const struct ranked_view *view, unsigned i,
							  struct ranked_link *link);
/* Its bound alone. */
extern bool ranked_inner_bound(const struct ranked_view *view, unsigned i,
							   uint64_t *bound);
/* The last link whose low fence is not above; the first if none is. */
extern bool ranked_inner_find(const struct ranked_view *view,
							  const struct ranked_entry *fence, unsigned *i);
/* The fence behind a link's subtree; false if there is none. */
extern bool ranked_inner_upper(const struct ranked_view *view, unsigned i,
							   struct ranked_entry *upper);
/* Where a link's bound is in its page and what it is there; 0 if nowhere. */
extern size_t ranked_inner_raised(const struct ranked_view *view, unsigned i,
								  uint64_t bound,
								  uint8_t bytes[RANKED_BOUND]);
extern bool ranked_inner_has_room(const struct ranked_view *view);
extern size_t ranked_link_size(const struct ranked_link *link);
extern void ranked_inner_write(uint8_t *page, const struct ranked_frame *frame,
							   const struct ranked_link *links, size_t count);

#endif
