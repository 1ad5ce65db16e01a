/*
 * ranked.h: a B-link tree whose every downlink knows the best rank below it.
 *
 * An entry is a key, a rank (higher is better) and the row it stands for.
 * Entries are ordered by key, then best rank first, then row. Because of the
 * ranks in the downlinks "all entries of a range of keys, best rank first" is
 * a best-first walk: it opens about as many pages as entries are wanted,
 * whatever the range holds.
 *
 * Nothing here knows where pages live. They are read and changed through
 * callbacks: the server's buffer manager, or a test's array of pages.
 *
 * One writer at a time; readers need no lock but that of the page they look
 * at, one page at a time, and never see half a change: a reader that comes to
 * a page which was split since its parent was read goes on to the right.
 */
#ifndef RANKED_H
#define RANKED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A key is up to 63 bytes, none of them 0, compared as unsigned bytes; a key
 * comes before those that it begins.
 */
#define RANKED_KEY_MAX		63
#define RANKED_RANK_MAX		((UINT64_C(1) << 48) - 1)
#define RANKED_ROW_MAX		((UINT64_C(1) << 48) - 1)

/*
 * An entry of no row stands for its key: of several with one key the best
 * counts, and all but it vanish when their page is written afresh. A walk may
 * meet the others still, after the best.
 */
#define RANKED_NO_ROW		UINT64_C(0)

#define RANKED_PAGE_SIZE	8192

struct ranked_entry
{
	uint64_t	rank;
	uint64_t	row;
	uint8_t		length;
	uint8_t		key[RANKED_KEY_MAX];
};

/*
 * The keys from low on and before high (an empty high is no end), and of
 * these the ones that may pass. A filter is asked about a key (whole), or
 * about what all keys of a subtree begin with, when it must say false only if
 * none of them can pass. NULL lets all pass.
 */
struct ranked_range
{
	uint8_t		low_length;
	uint8_t		high_length;
	uint8_t		low[RANKED_KEY_MAX];
	uint8_t		high[RANKED_KEY_MAX];
	bool		(*may_pass) (const void *context, const uint8_t *prefix,
							 size_t length, bool whole);
	const void *context;
};

/* How pages are read, memory is had and trouble is told. */
struct ranked_cache;
struct ranked_reader
{
	void	   *context;
	struct ranked_cache *cache; /* of a search, or NULL: nothing is kept */
	/* a page that nobody changes until it is closed */
	const uint8_t *(*open) (void *context, uint32_t block);
	void		(*close) (void *context, uint32_t block);
	void	   *(*allocate) (void *context, size_t size);
	void	   *(*reallocate) (void *context, void *memory, size_t size);
	void		(*release) (void *context, void *memory);
	/* between two pages, when none is open: may not return */
	void		(*check) (void *context);
	/* the page is not what it should be: never returns; one may be open yet */
	void		(*corrupt) (void *context, uint32_t block, const char *what);
};

/*
 * How pages are changed. A change is one to RANKED_CHANGE_PAGES pages which
 * are edited or added, and become durable and visible together when it is
 * committed. A page being edited may not be opened.
 *
 * Most changes are of a few bytes: then the pages are held, as they are, and
 * patched; the bytes are there when the change is committed. At most
 * RANKED_PATCH bytes in two pieces a page. A change is of one kind or the
 * other.
 */
#define RANKED_CHANGE_PAGES	4
#define RANKED_PATCH		(1 + RANKED_KEY_MAX + 12 + 2)

struct ranked_writer
{
	struct ranked_reader reader;	/* same context */
	uint8_t    *(*edit) (void *context, uint32_t block);
	uint8_t    *(*extend) (void *context, uint32_t *block);
	const uint8_t *(*hold) (void *context, uint32_t block);
	/* of the page held last */
	void		(*patch) (void *context, size_t at, const void *bytes,
						  size_t length);
	void		(*commit) (void *context);
	void		(*abandon) (void *context);	/* as if nothing was edited */
};

/* ---- ranked_walk.c: entries of a range, best rank first ---- */

struct ranked_walk;

/* Reads nothing yet; bound is the best rank that can come, if known. */
extern struct ranked_walk *ranked_walk_begin(const struct ranked_reader *reader,
											 const struct ranked_range *range,
											 uint64_t bound);

/* The next entry's rank is not above this; false when there is none. */
extern bool ranked_walk_bound(const struct ranked_walk *walk, uint64_t *bound);
extern bool ranked_walk_next(struct ranked_walk *walk,
							 struct ranked_entry *entry);
extern void ranked_walk_end(struct ranked_walk *walk);

/* ---- ranked_sweep.c: entries in the order of their keys ---- */

/*
 * Is handed each entry of the range, with the number of leading bytes that
 * its key shares with the one handed over before. Returns the length of a
 * prefix of the key: what else begins with it is left out, or what comes
 * before the prefix with another last letter. 0 ends the sweep,
 * RANKED_SWEEP_ON leaves nothing out. No page is open meanwhile, and none may
 * be read.
 */
#define RANKED_SWEEP_ON		(RANKED_KEY_MAX + 1)
#define RANKED_SWEEP_TO(length, letter)	((length) | (size_t) (letter) << 8)
typedef size_t (*ranked_visit) (void *context,
								const struct ranked_entry *entry,
								size_t shared);

extern void ranked_sweep(const struct ranked_reader *reader,
						 const struct ranked_range *range,
						 ranked_visit visit, void *context);

/* The best entry of just this key. */
extern bool ranked_find(const struct ranked_reader *reader,
						const uint8_t *key, size_t length,
						struct ranked_entry *entry);

/* Nothing was ever put into the tree, or it was loaded with nothing. */
extern bool ranked_is_empty(const struct ranked_reader *reader);

/* Just this entry is there. */
extern bool ranked_holds(const struct ranked_reader *reader,
						 const struct ranked_entry *entry);

/* About how many entries a range holds (its filter is not asked). */
extern double ranked_estimate(const struct ranked_reader *reader,
							  const struct ranked_range *range);

/* ---- ranked_tree.c: changes ---- */

/* Blocks: 0 is left to the caller, 1 is the root for ever. */
#define RANKED_ROOT			1

/* The first change of an empty file whose block 0 is there: an empty root. */
extern void ranked_create(const struct ranked_writer *writer);
extern void ranked_insert(const struct ranked_writer *writer,
						  const struct ranked_entry *entry);

/*
 * Insert some of many entries that are in order, each once: those at the
 * front that belong together. How many; the caller goes on with the others.
 */
extern size_t ranked_insert_sorted(const struct ranked_writer *writer,
								   const struct ranked_entry *entries,
								   size_t count);

/*
 * Remove the entries of rows that are dead from one page, which may be any of
 * the tree's: the number of entries removed. Ranks above are left as they are.
 */
extern size_t ranked_remove(const struct ranked_writer *writer, uint32_t block,
							bool (*is_dead) (void *context, uint64_t row),
							void *context);

/* ---- ranked_load.c: a whole tree from entries in order ---- */

struct ranked_load;
extern struct ranked_load *ranked_load_begin(const struct ranked_writer *writer);
extern void ranked_load_add(struct ranked_load *load,
							const struct ranked_entry *entry);
extern void ranked_load_end(struct ranked_load *load);

/* ---- ranked_check.c: is the tree what it should be ---- */

struct ranked_sizes
{
	uint64_t	entries;
	uint64_t	leaves;
	uint64_t	inner;
	uint64_t	used;			/* bytes of all pages that hold something */
	unsigned	levels;
};

/* Calls reader->corrupt at the first fault. */
extern void ranked_check(const struct ranked_reader *reader,
						 struct ranked_sizes *sizes);

/* Order of entries: key, then best rank, then row; <0, 0 or >0. */
extern int	ranked_compare(const struct ranked_entry *a,
						   const struct ranked_entry *b);

#endif
