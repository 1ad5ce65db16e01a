/*
 * ranked_pages.c: the tree's pages in the buffer manager.
 *
 * A change is one record of GenericXLog: the pages in it stay locked until it
 * is written, here as in recovery, so that nobody sees half of it. Readers
 * hold the lock of one page at a time; a writer holds that of block 0 besides,
 * and vacuum, which changes leaves only, that of one leaf.
 *
 * GenericXLog finds out what changed by copying and comparing whole pages,
 * which takes half of the time of an insertion. Where the tree patches a few
 * bytes, the same record is made of them at once.
 */
#include "ranked_glue.h"

#include "access/xloginsert.h"
#include "miscadmin.h"
#include "storage/lmgr.h"
#include "utils/memutils.h"

#include "compat.h"

/* The tree's pages are the server's: the same size, pd_lower in its place. */
StaticAssertDecl(BLCKSZ == RANKED_PAGE_SIZE, "pages of another size");
StaticAssertDecl(SizeOfPageHeaderData == 24, "another page header");
StaticAssertDecl(offsetof(PageHeaderData, pd_lower) == 12,
				 "another page header");

#define TRAILER_SIZE	16		/* special space; the tree's own trailer */

/* ---- reading ---- */

static void pg_attribute_noreturn()
pages_corrupt(void *context, uint32_t block, const char *what)
{
	struct ranked_pages *pages = context;

	ereport(ERROR,
			(errcode(ERRCODE_INDEX_CORRUPTED),
			 errmsg("index \"%s\" is corrupted in block %u: %s",
					RelationGetRelationName(pages->index), block, what),
			 errhint("REINDEX it.")));
}

static Buffer
read_buffer(struct ranked_pages *pages, BlockNumber block, int mode)
{
	Buffer		buffer;

	/* the number that is not one would add a page */
	if (block == InvalidBlockNumber)
		pages_corrupt(pages, block, "a link leads to no page");
	buffer = ReadBufferExtended(pages->index, pages->fork, block, RBM_NORMAL,
								pages->strategy);
	LockBuffer(buffer, mode);
	return buffer;
}

static const uint8_t *
pages_open(void *context, uint32_t block)
{
	struct ranked_pages *pages = context;

	pages->open = read_buffer(pages, block, BUFFER_LOCK_SHARE);
	return (const uint8_t *) BufferGetPage(pages->open);
}

static void
pages_close(void *context, uint32_t block)
{
	struct ranked_pages *pages = context;

	UnlockReleaseBuffer(pages->open);
}

static void *
pages_allocate(void *context, size_t size)
{
	return palloc(size);
}

static void *
pages_reallocate(void *context, void *memory, size_t size)
{
	return repalloc(memory, size);
}

static void
pages_release(void *context, void *memory)
{
	pfree(memory);
}

static void
pages_check(void *context)
{
	CHECK_FOR_INTERRUPTS();
}

/* ---- changes ---- */

/* The page of a locked buffer, as it will be; or itself if nobody logs it. */
static Page
add_to_change(struct ranked_pages *pages, Buffer buffer, int flags)
{
	if (pages->edited == RANKED_CHANGE_PAGES)
		elog(ERROR, "too many pages in one change of index \"%s\"",
			 RelationGetRelationName(pages->index));
	pages->buffer[pages->edited++] = buffer;
	if (pages->direct || pages->whole)
		return BufferGetPage(buffer);
	if (pages->change == NULL)
		pages->change = GenericXLogStart(pages->index);
	return GenericXLogRegisterBuffer(pages->change, buffer, flags);
}

static uint8_t *
pages_edit(void *context, uint32_t block)
{
	struct ranked_pages *pages = context;
	Buffer		buffer = read_buffer(pages, block, BUFFER_LOCK_EXCLUSIVE);

	return (uint8_t *) add_to_change(pages, buffer, 0);
}

static uint8_t *
pages_extend(void *context, uint32_t *block)
{
	struct ranked_pages *pages = context;
	Buffer		buffer = compat_extend(pages->index, pages->fork);
	Page		page;

	*block = BufferGetBlockNumber(buffer);
	page = add_to_change(pages, buffer, GENERIC_XLOG_FULL_IMAGE);
	PageInit(page, BLCKSZ, TRAILER_SIZE);
	return (uint8_t *) page;
}

/* ---- a few bytes ---- */

static void
hold_buffer(struct ranked_pages *pages, Buffer buffer)
{
	if (pages->edited == RANKED_CHANGE_PAGES)
		elog(ERROR, "too many pages in one change of index \"%s\"",
			 RelationGetRelationName(pages->index));
	pages->delta[pages->edited].size = 0;
	pages->buffer[pages->edited++] = buffer;
}

static const uint8_t *
pages_hold(void *context, uint32_t block)
{
	struct ranked_pages *pages = context;
	Buffer		buffer = read_buffer(pages, block, BUFFER_LOCK_EXCLUSIVE);

	hold_buffer(pages, buffer);
	return (const uint8_t *) BufferGetPage(buffer);
}

/* A piece as GenericXLog's records have it: offset, length, bytes. */
static void
pages_patch(void *context, size_t at, const void *bytes, size_t length)
{
	struct ranked_pages *pages = context;
	struct ranked_delta *delta = &pages->delta[pages->edited - 1];
	uint16		head[2] = {(uint16) at, (uint16) length};

	if (delta->size + sizeof(head) + length > sizeof(delta->bytes))
		elog(ERROR, "too many bytes in one change of index \"%s\"",
			 RelationGetRelationName(pages->index));
	memcpy(delta->bytes + delta->size, head, sizeof(head));
	memcpy(delta->bytes + delta->size + sizeof(head), bytes, length);
	delta->size += sizeof(head) + length;
}

static void
apply_delta(Page page, const struct ranked_delta *delta)
{
	const char *in = delta->bytes;

	while (in < delta->bytes + delta->size)
	{
		uint16		head[2];

		memcpy(head, in, sizeof(head));
		memcpy(page + head[0], in + sizeof(head), head[1]);
		in += sizeof(head) + head[1];
	}
}

#ifdef COMPAT_GENERIC_DELTA
static void
log_deltas(struct ranked_pages *pages)
{
	XLogRecPtr	lsn;

	XLogBeginInsert();
	for (int i = 0; i < pages->edited; i++)
	{
		XLogRegisterBuffer(i, pages->buffer[i], REGBUF_STANDARD);
		XLogRegisterBufData(i, pages->delta[i].bytes, pages->delta[i].size);
	}
	lsn = XLogInsert(RM_GENERIC_ID, 0);
	for (int i = 0; i < pages->edited; i++)
		PageSetLSN(BufferGetPage(pages->buffer[i]), lsn);
}

static void
commit_deltas(struct ranked_pages *pages)
{
	START_CRIT_SECTION();
	for (int i = 0; i < pages->edited; i++)
	{
		apply_delta(BufferGetPage(pages->buffer[i]), &pages->delta[i]);
		MarkBufferDirty(pages->buffer[i]);
	}
	if (RelationNeedsWAL(pages->index))
		log_deltas(pages);
	END_CRIT_SECTION();
}
#else
static void
commit_deltas(struct ranked_pages *pages)
{
	GenericXLogState *change = GenericXLogStart(pages->index);

	for (int i = 0; i < pages->edited; i++)
		apply_delta(GenericXLogRegisterBuffer(change, pages->buffer[i], 0),
					&pages->delta[i]);
	GenericXLogFinish(change);
}
#endif

/* ---- the end of a change ---- */

static void
unlock_edited(struct ranked_pages *pages)
{
	while (pages->edited > 0)
		UnlockReleaseBuffer(pages->buffer[--pages->edited]);
	pages->change = NULL;
}

/* Of pages that nobody comes to before the last of them is written. */
static void
commit_whole(struct ranked_pages *pages)
{
	START_CRIT_SECTION();
	for (int i = 0; i < pages->edited; i++)
	{
		MarkBufferDirty(pages->buffer[i]);
		if (RelationNeedsWAL(pages->index))
			log_newpage_buffer(pages->buffer[i], true);
	}
	END_CRIT_SECTION();
}

static void
pages_commit(void *context)
{
	struct ranked_pages *pages = context;

	if (pages->whole)
		commit_whole(pages);
	else if (pages->direct)
		for (int i = 0; i < pages->edited; i++)
			MarkBufferDirty(pages->buffer[i]);
	else if (pages->change != NULL)
		GenericXLogFinish(pages->change);
	else
		commit_deltas(pages);
	unlock_edited(pages);
}

static void
pages_abandon(void *context)
{
	struct ranked_pages *pages = context;

	Assert(!pages->direct && !pages->whole);
	if (pages->change != NULL)
		GenericXLogAbort(pages->change);
	unlock_edited(pages);
}

void
ranked_pages_begin(struct ranked_pages *pages, Relation index)
{
	memset(pages, 0, sizeof(*pages));
	pages->index = index;
	pages->fork = MAIN_FORKNUM;
	pages->writer = (struct ranked_writer) {
		.reader = {
			.context = pages, .open = pages_open, .close = pages_close,
			.allocate = pages_allocate, .reallocate = pages_reallocate,
			.release = pages_release, .check = pages_check,
			.corrupt = pages_corrupt
		},
		.edit = pages_edit, .extend = pages_extend,
		.hold = pages_hold, .patch = pages_patch,
		.commit = pages_commit, .abandon = pages_abandon
	};
}

/* ---- block 0 ---- */

/* The first two blocks of an index without a name in it. */
void
ranked_pages_create(struct ranked_pages *pages)
{
	uint32_t	block;
	Page		page = (Page) pages_extend(pages, &block);
	struct ranked_meta *meta = (struct ranked_meta *) PageGetContents(page);

	if (block != RANKED_META)
		elog(ERROR, "index \"%s\" is not empty",
			 RelationGetRelationName(pages->index));
	meta->magic = RANKED_META_MAGIC;
	meta->version = RANKED_META_VERSION;
	meta->fold = NAME_FOLD_VERSION;
	meta->key = RANKED_KEY_VERSION;
	((PageHeader) page)->pd_lower = (char *) (meta + 1) - (char *) page;
	pages_commit(pages);
	ranked_create(&pages->writer);
}

static void
read_meta(Relation index, struct ranked_meta *meta)
{
	Buffer		buffer = ReadBuffer(index, RANKED_META);

	LockBuffer(buffer, BUFFER_LOCK_SHARE);
	memcpy(meta, PageGetContents(BufferGetPage(buffer)), sizeof(*meta));
	UnlockReleaseBuffer(buffer);
}

/* Read once for as long as the server remembers the index. */
void
ranked_pages_require(Relation index)
{
	struct ranked_meta *meta = index->rd_amcache;

	if (meta == NULL)
	{
		struct ranked_meta found;

		read_meta(index, &found);
		meta = MemoryContextAlloc(index->rd_indexcxt, sizeof(*meta));
		*meta = found;
		index->rd_amcache = meta;
	}
	if (meta->magic != RANKED_META_MAGIC)
		ereport(ERROR,
				(errcode(ERRCODE_INDEX_CORRUPTED),
				 errmsg("index \"%s\" is not a ranked index",
						RelationGetRelationName(index)),
				 errhint("REINDEX it.")));
	if (meta->version != RANKED_META_VERSION ||
		meta->fold != NAME_FOLD_VERSION || meta->key != RANKED_KEY_VERSION)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("index \"%s\" was made by another version of numsight",
						RelationGetRelationName(index)),
				 errdetail("Names are folded or stored in another way since."),
				 errhint("REINDEX it.")));
}

/* Become the one who writes; the caller unlocks. */
Buffer
ranked_pages_lock(struct ranked_pages *pages)
{
	return read_buffer(pages, RANKED_META, BUFFER_LOCK_EXCLUSIVE);
}
