/*
 * ranked_glue.h: what the files of the access method "ranked" share.
 *
 *	CREATE ACCESS METHOD ranked TYPE INDEX HANDLER ranked_handler
 *
 * An operator class has operator 1, name @~ query (both sides as declared, the
 * query is text), operator 2, name <~> query, FOR ORDER BY float_ops, and
 * operator 3, name @> query, which leaves out what is only similar. If it has
 * no support function, the column is text and the rank of a name is its
 * shortness. Support function 1, split(value, internal) RETURNS text, takes a
 * value of another type apart: it returns the name, and stores the rank where
 * the pointer to a uint64 says.
 */
#ifndef RANKED_GLUE_H
#define RANKED_GLUE_H

#include "postgres.h"

#include "access/amapi.h"
#include "access/generic_xlog.h"
#include "nodes/pathnodes.h"
#include "storage/bufmgr.h"
#include "utils/hsearch.h"
#include "utils/rel.h"

#include "ranked_all.h"
#include "ranked_key.h"
#include "ranked_search.h"

#define RANKED_STRATEGY_MATCH		1
#define RANKED_STRATEGY_DISTANCE	2
#define RANKED_STRATEGY_CONTAINS	3
#define RANKED_STRATEGIES			3
#define RANKED_SPLIT				1	/* the support function */

/* Block 0. Whoever writes holds its lock, exclusively; readers do not look. */
#define RANKED_META					0
#define RANKED_META_MAGIC			0x52616E6B
#define RANKED_META_VERSION			2

struct ranked_meta
{
	uint32		magic;
	uint32		version;		/* of the pages */
	uint32		fold;			/* NAME_FOLD_VERSION of the names */
	uint32		key;			/* RANKED_KEY_VERSION of their keys */
};

/* What becomes of a page's bytes: two pieces, each with where and how long. */
struct ranked_delta
{
	uint16		size;
	char		bytes[RANKED_PATCH + 2 * 2 * sizeof(uint16)];
};

/* The pages of an index, as the tree's callbacks need them. */
struct ranked_pages
{
	struct ranked_writer writer;
	Relation	index;
	ForkNumber	fork;
	BufferAccessStrategy strategy;
	bool		direct;			/* the whole fork is logged afterwards */
	bool		whole;			/* pages are logged whole: to load a tree */
	Buffer		open;
	GenericXLogState *change;	/* of pages that are edited */
	int			edited;
	Buffer		buffer[RANKED_CHANGE_PAGES];
	struct ranked_delta delta[RANKED_CHANGE_PAGES];	/* of those that are held */
};

/* A folded name and its rank: what an indexed value is to the tree. */
struct ranked_subject
{
	const char *folded;
	size_t		length;
	uint64		rank;
};

/* Entries of a name on their way to the tree. */
struct ranked_list
{
	int			count;
	int			room;
	struct ranked_entry *entries;
};

/* Words with the best rank of each. */
struct ranked_words
{
	HTAB	   *table;
};

/* Many rows by their names, on their way to the tree. */
struct ranked_gather;

typedef void (*ranked_word_visit) (void *context, const char *text,
								   size_t length, uint64 rank);

/* ranked_pages.c */
extern void ranked_pages_begin(struct ranked_pages *pages, Relation index);
extern void ranked_pages_create(struct ranked_pages *pages);
/* Raises an error unless the index was made by this version of the keys. */
extern void ranked_pages_require(Relation index);
extern Buffer ranked_pages_lock(struct ranked_pages *pages);

/* ranked_subject.c */
extern enum ranked_order ranked_order_of(Relation index);
extern void ranked_subject_of(Relation index, Datum value,
							  struct ranked_subject *subject);
extern void ranked_query_of(Datum query, struct name_query *folded);
extern void ranked_list_begin(struct ranked_list *list);
extern void ranked_list_add(void *list, const struct ranked_entry *entry);
extern uint64 ranked_row_of(ItemPointer tid);
extern void ranked_tid_of(uint64 row, ItemPointer tid);

/* ranked_words.c */
extern void ranked_words_begin(struct ranked_words *words);
extern void ranked_words_add(struct ranked_words *words,
							 const struct ranked_subject *subject);
extern Size ranked_words_size(const struct ranked_words *words);
extern void ranked_words_end(struct ranked_words *words,
							 ranked_word_visit visit, void *context);
/* Without those that a tree knows with a rank as good. */
extern void ranked_words_end_new(struct ranked_words *words,
								 const struct ranked_reader *known,
								 ranked_word_visit visit, void *context);

/* ranked_gather.c: in the memory context that is current */
extern struct ranked_gather *ranked_gather_begin(void);
extern void ranked_gather_add(struct ranked_gather *gather,
							  const struct ranked_subject *subject,
							  uint64 row);
extern Size ranked_gather_size(const struct ranked_gather *gather);
extern void ranked_gather_sort(struct ranked_gather *gather,
							   const struct ranked_reader *known);
extern const struct ranked_entry *ranked_gather_next(struct ranked_gather *gather);

/* ranked_delay.c */
extern void ranked_delay_begin(void);
extern bool ranked_delays(void);
extern void ranked_delay_row(Relation index, Datum value, uint64 row);
extern void ranked_delay_flush(Oid index);
extern void ranked_delay_forget(Oid index);

/* ranked_build.c, ranked_insert.c, ranked_vacuum.c, ranked_scan.c, ... */
extern IndexBuildResult *ranked_build(Relation heap, Relation index,
									  struct IndexInfo *info);
extern void ranked_build_empty(Relation index);
extern bool ranked_insert_row(Relation index, Datum *values, bool *isnull,
							  ItemPointer tid, Relation heap,
							  IndexUniqueCheck unique, bool unchanged,
							  struct IndexInfo *info);
extern IndexBulkDeleteResult *ranked_bulk_delete(IndexVacuumInfo *info,
												 IndexBulkDeleteResult *result,
												 IndexBulkDeleteCallback callback,
												 void *context);
extern IndexBulkDeleteResult *ranked_vacuum_cleanup(IndexVacuumInfo *info,
													IndexBulkDeleteResult *result);
extern IndexScanDesc ranked_scan_open(Relation index, int keys, int orders);
extern void ranked_scan_restart(IndexScanDesc scan, ScanKey keys, int nkeys,
								ScanKey orders, int norders);
extern bool ranked_scan_tuple(IndexScanDesc scan, ScanDirection direction);
extern int64 ranked_scan_bitmap(IndexScanDesc scan, TIDBitmap *bitmap);
extern void ranked_scan_close(IndexScanDesc scan);
extern void ranked_cost(PlannerInfo *root, IndexPath *path, double loops,
						Cost *startup, Cost *total, Selectivity *selectivity,
						double *correlation, double *pages);
extern bool ranked_validate(Oid opclass);

#endif
