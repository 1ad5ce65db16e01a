/*
 * sheet_btree.c: many new rows into a B-tree, a page of it at a time.
 *
 * Rows that come in the order of keys belong side by side. Entered one by one
 * each would go down the tree, be put into a page and be logged; here the way
 * is gone once for a page, which takes all rows that are sure to belong there
 * and is logged as a whole. Behind the last page new ones are put, each as a
 * split of the one before that moves nothing: PostgreSQL finishes it, at once
 * or, after a crash, when it next comes there. Whatever is not plain, a page
 * that is full, a key that is there already, a null, is left to PostgreSQL,
 * which splits pages and knows what is unique.
 */
#include "sheet_glue.h"

#include "access/genam.h"
#include "access/nbtree.h"
#include "access/xloginsert.h"
#include "catalog/pg_am_d.h"
#include "catalog/pg_control.h"
#include "executor/executor.h"
#include "miscadmin.h"
#include "storage/predicate.h"
#include "utils/rel.h"

#include "compat.h"

#define PAGE_FEW	16			/* rows that are not worth the log of a page */
#define TUPLE_MOST	(BLCKSZ / 16)	/* bytes; what is longer is not usual */
/* What a high key takes of a page that has had none. */
#define HIGH_KEY	(sizeof(ItemIdData) + \
					 MAXALIGN(TUPLE_MOST + MAXALIGN(sizeof(ItemPointerData))))

/* New entries of an index. */
struct batch
{
	Relation	table;
	Relation	index;
	IndexTuple *entry;
	int			count;
	int			next;
	BTScanInsert key;			/* of an entry, as set_key() says */
};

/* ---- keys ---- */

/* All of its columns as in any entry, so that only values are to be set. */
static void
begin_key(struct batch *batch)
{
	batch->key = _bt_mkscankey(batch->index, batch->entry[0]);
	batch->key->scantid = NULL;
}

static void
set_key(struct batch *batch, IndexTuple entry)
{
	TupleDesc	shape = RelationGetDescr(batch->index);

	for (int i = 0; i < batch->key->keysz; i++)
	{
		bool		null;

		batch->key->scankeys[i].sk_argument = index_getattr(entry, i + 1,
															shape, &null);
	}
}

static bool
is_plain(IndexTuple entry)
{
	return !IndexTupleHasNulls(entry) && IndexTupleSize(entry) <= TUPLE_MOST;
}

/* ---- a page ---- */

static BTPageOpaque
opaque_of(Page page)
{
	return (BTPageOpaque) PageGetSpecialPointer(page);
}

/*
 * Where the key belongs, from there on; false if the page has the same key, or
 * if it may belong to a page behind.
 */
static bool
find_place(const struct batch *batch, Page page, OffsetNumber *place)
{
	OffsetNumber low = *place;
	OffsetNumber high = OffsetNumberNext(PageGetMaxOffsetNumber(page));

	if (!P_RIGHTMOST(opaque_of(page)) &&
		_bt_compare(batch->index, batch->key, page, P_HIKEY) >= 0)
		return false;
	while (low < high)
	{
		OffsetNumber middle = low + (high - low) / 2;
		int32		order = _bt_compare(batch->index, batch->key, page, middle);

		if (order == 0)
			return false;
		if (order > 0)
			low = OffsetNumberNext(middle);
		else
			high = middle;
	}
	*place = low;
	return true;
}

static void
put_item(const struct batch *batch, Page page, IndexTuple item,
		 OffsetNumber place)
{
	if (PageAddItem(page, (Item) item, IndexTupleSize(item), place, false,
					false) == InvalidOffsetNumber)
		elog(ERROR, "a page of index \"%s\" has less room than it says",
			 RelationGetRelationName(batch->index));
}

/* The last page is left the room that PostgreSQL leaves it. */
static Size
room_of(const struct batch *batch, Page page)
{
	Size		room = PageGetFreeSpace(page);
	Size		left = Max(BTGetTargetPageFreeSpace(batch->index), HIGH_KEY);

	if (!P_RIGHTMOST(opaque_of(page)))
		return room;
	return room > left ? room - left : 0;
}

/* How many of the entries the page took, each behind the one before. */
static int
fill_page(struct batch *batch, Page page)
{
	OffsetNumber place = P_FIRSTDATAKEY(opaque_of(page));
	int			added = 0;

	for (; batch->next + added < batch->count; added++)
	{
		IndexTuple	entry = batch->entry[batch->next + added];

		if (!is_plain(entry) ||
			room_of(batch, page) < MAXALIGN(IndexTupleSize(entry)))
			break;
		set_key(batch, entry);
		if (added > 0 && _bt_compare(batch->index, batch->key, page,
									 OffsetNumberPrev(place)) <= 0)
			break;
		if (!find_place(batch, page, &place))
			break;
		put_item(batch, page, entry, place);
		place = OffsetNumberNext(place);
	}
	return added;
}

static void
store_page(const struct batch *batch, Buffer buffer, Page page)
{
	CheckForSerializableConflictIn(batch->index, NULL,
								   BufferGetBlockNumber(buffer));
	START_CRIT_SECTION();
	memcpy(BufferGetPage(buffer), page, BLCKSZ);
	MarkBufferDirty(buffer);
	if (RelationNeedsWAL(batch->index))
		log_newpage_buffer(buffer, true);
	END_CRIT_SECTION();
}

/* ---- a new last page ---- */

/* Whether the page is the last and full, and the entry belongs behind it. */
static bool
wants_page(struct batch *batch, Page page, int entry)
{
	BTPageOpaque opaque = opaque_of(page);
	IndexTuple	first;

	if (entry == batch->count || !P_RIGHTMOST(opaque) || P_ISROOT(opaque) ||
		PageGetMaxOffsetNumber(page) < P_FIRSTDATAKEY(opaque) ||
		PageGetFreeSpace(page) < HIGH_KEY)
		return false;
	first = batch->entry[entry];
	if (!is_plain(first) ||
		room_of(batch, page) >= MAXALIGN(IndexTupleSize(first)))
		return false;
	set_key(batch, first);
	return _bt_compare(batch->index, batch->key, page,
					   PageGetMaxOffsetNumber(page)) > 0;
}

/* The page gets a neighbour, and a high key that keeps the entry from it. */
static void
link_pages(const struct batch *batch, Page left, BlockNumber left_block,
		   Page right, BlockNumber right_block, IndexTuple first)
{
	BTPageOpaque opaque = opaque_of(left);
	ItemId		last = PageGetItemId(left, PageGetMaxOffsetNumber(left));

	put_item(batch, left,
			 _bt_truncate(batch->index, (IndexTuple) PageGetItem(left, last),
						  first, batch->key), P_HIKEY);
	opaque->btpo_next = right_block;
	opaque->btpo_flags |= BTP_INCOMPLETE_SPLIT;
	opaque = opaque_of(right);
	opaque->btpo_prev = left_block;
	opaque->btpo_next = P_NONE;
	opaque->btpo_level = 0;
	opaque->btpo_flags = BTP_LEAF;
	put_item(batch, right, first, P_HIKEY);
}

/* The new page comes first: a standby never sees a link that leads nowhere. */
static void
store_pages(const struct batch *batch, Buffer right, Page right_page,
			Buffer left, Page left_page)
{
	START_CRIT_SECTION();
	memcpy(BufferGetPage(right), right_page, BLCKSZ);
	memcpy(BufferGetPage(left), left_page, BLCKSZ);
	MarkBufferDirty(right);
	MarkBufferDirty(left);
	if (RelationNeedsWAL(batch->index))
	{
		XLogRecPtr	lsn;

		XLogBeginInsert();
		XLogRegisterBuffer(0, right, REGBUF_FORCE_IMAGE | REGBUF_STANDARD);
		XLogRegisterBuffer(1, left, REGBUF_FORCE_IMAGE | REGBUF_STANDARD);
		lsn = XLogInsert(RM_XLOG_ID, XLOG_FPI);
		PageSetLSN(BufferGetPage(right), lsn);
		PageSetLSN(BufferGetPage(left), lsn);
	}
	END_CRIT_SECTION();
}

/* One entry goes into a page behind the last, whose buffer is released. */
static void
add_page(const struct batch *batch, Buffer left, Page left_page,
		 BTStack stack, IndexTuple first)
{
	PGAlignedBlock page;
	BlockNumber left_block = BufferGetBlockNumber(left);
	Buffer		right;

	CheckForSerializableConflictIn(batch->index, NULL, left_block);
	right = compat_btree_new_page(batch->index, batch->table);
	memcpy(page.data, BufferGetPage(right), BLCKSZ);
	link_pages(batch, left_page, left_block, page.data,
			   BufferGetBlockNumber(right), first);
	store_pages(batch, right, page.data, left, left_page);
	PredicateLockPageSplit(batch->index, left_block,
						   BufferGetBlockNumber(right));
	_bt_relbuf(batch->index, right);
	compat_btree_finish_split(batch->index, batch->table, left, stack);
}

/* ---- entries ---- */

/*
 * As many as go into the page of the next one, and one more if that is full
 * and the last: 0 if these are few.
 */
static int
enter_many(struct batch *batch)
{
	PGAlignedBlock page;
	Buffer		buffer;
	BTStack		stack;
	int			added;

	if (!is_plain(batch->entry[batch->next]))
		return 0;
	set_key(batch, batch->entry[batch->next]);
	stack = compat_btree_search(batch->index, batch->table, batch->key,
								&buffer);
	memcpy(page.data, BufferGetPage(buffer), BLCKSZ);
	added = fill_page(batch, page.data);
	if (wants_page(batch, page.data, batch->next + added))
	{
		add_page(batch, buffer, page.data, stack,
				 batch->entry[batch->next + added]);
		_bt_freestack(stack);
		return added + 1;
	}
	if (added < PAGE_FEW)
		added = 0;
	else
		store_page(batch, buffer, page.data);
	_bt_relbuf(batch->index, buffer);
	_bt_freestack(stack);
	return added;
}

static void
enter_one(struct batch *batch)
{
	_bt_doinsert(batch->index, batch->entry[batch->next++],
				 batch->index->rd_index->indisunique
				 ? UNIQUE_CHECK_YES : UNIQUE_CHECK_NO, false, batch->table);
}

/* A full page is split by one; pages that get few are likely to go on so. */
static void
enter_all(struct batch *batch)
{
	int			one_by_one = 0;

	while (batch->next < batch->count)
	{
		int			added = batch->key->heapkeyspace ? enter_many(batch) : 0;

		CHECK_FOR_INTERRUPTS();
		batch->next += added;
		one_by_one = added > 0 ? 0 : Min(one_by_one * 2 + 1, PAGE_FEW);
		for (int i = 0; i < one_by_one && batch->next < batch->count; i++)
			enter_one(batch);
	}
}

/* ---- what sheet_insert.c asks for ---- */

bool
sheet_btree_takes(Relation index, const struct IndexInfo *info)
{
	return index->rd_rel->relam == BTREE_AM_OID &&
		index->rd_index->indimmediate && info->ii_ReadyForInserts &&
		info->ii_Predicate == NIL && info->ii_Expressions == NIL &&
		info->ii_ExclusionOps == NULL;
}

static IndexTuple
entry_of(Relation index, const struct IndexInfo *info, TupleTableSlot *slot)
{
	Datum		values[INDEX_MAX_KEYS];
	bool		nulls[INDEX_MAX_KEYS];
	IndexTuple	entry;

	for (int i = 0; i < info->ii_NumIndexAttrs; i++)
		values[i] = slot_getattr(slot, info->ii_IndexAttrNumbers[i],
								 &nulls[i]);
	entry = index_form_tuple(RelationGetDescr(index), values, nulls);
	entry->t_tid = slot->tts_tid;
	return entry;
}

/* Of rows that are in the table; memory is the caller's context's. */
void
sheet_btree_insert(Relation table, Relation index,
				   const struct IndexInfo *info, TupleTableSlot **slots,
				   int count)
{
	struct batch batch = {
		.table = table, .index = index, .count = count,
		.entry = palloc(count * sizeof(*batch.entry))
	};

	for (int i = 0; i < count; i++)
		batch.entry[i] = entry_of(index, info, slots[i]);
	begin_key(&batch);
	enter_all(&batch);
}
