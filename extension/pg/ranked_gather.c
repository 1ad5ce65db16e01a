/*
 * ranked_gather.c: the entries of many rows, in order.
 *
 * Many people share a name, so that rows are gathered by names: the keys of a
 * name are made once, and keys are put in order, not entries. The entries of
 * a key are the rows of the names that have it, best rank first. A word is a
 * name of its own here, with one row that is none.
 */
#include "ranked_glue.h"

#include "common/hashfn.h"
#include "miscadmin.h"
#include "ranked_order.h"
#include "utils/memutils.h"

#include "compat.h"

#define ROOM_FIRST	1024
#define NO_NAME		PG_UINT32_MAX
#define PENDING		32			/* rows whose names are looked up together */
#define AHEAD		16			/* keys whose memory is asked for before */

/* A row, and the name that it has. */
struct gathered_row
{
	uint64		rank;
	uint64		row;
	uint32		name;
};

/* What is left of it when the rows of a name lie side by side. */
struct placed_row
{
	uint64		rank;
	uint64		row;
};

struct gathered_name
{
	uint32		hash;
	uint32		length;
	Size		text;			/* in the texts */
	uint64		best;			/* rank of its rows */
	uint32		count;			/* of its rows */
	uint32		first;			/* of the placed rows */
};

/* Bytes that are appended to. */
struct texts
{
	char	   *bytes;
	Size		used;
	Size		room;
};

/* A row whose name is not looked up yet. */
struct pending_row
{
	uint32		hash;
	uint32		length;
	Size		text;			/* in the pending texts */
	uint64		rank;
	uint64		row;
};

struct ranked_gather
{
	struct pending_row pending[PENDING];
	int			pending_rows;
	struct texts pending_texts;
	struct texts texts;
	struct gathered_row *row;
	Size		rows;
	Size		rows_room;
	struct gathered_name *name;
	uint32		names;
	uint32		names_room;
	uint32	   *slot;			/* names by their hashes */
	uint32		slots;

	/* in order */
	struct texts key_texts;
	struct ranked_ordered *key; /* of names */
	Size		keys;
	Size		keys_room;
	Size		next_key;
	uint32		name_at_hand;	/* whose keys are being made */
	struct placed_row *placed;
	struct placed_row *merged;	/* rows of several names with one key */
	Size		merged_room;
	const struct placed_row *group; /* the rows of the key at hand */
	Size		group_rows;
	Size		next_row;
	struct ranked_entry entry;
};

/* ---- room ---- */

static void *
grown(void *memory, Size count, Size *room, Size size)
{
	if (count < *room)
		return memory;
	*room = Max(Max(*room * 2, count + 1), ROOM_FIRST);
	return memory == NULL ? MemoryContextAllocHuge(CurrentMemoryContext,
												   *room * size)
		: repalloc_huge(memory, *room * size);
}

static Size
keep_text(struct texts *texts, const void *bytes, Size length)
{
	Size		at = texts->used;

	if (texts->room - at < length)
	{
		texts->room = texts->room * 2 + length + ROOM_FIRST;
		texts->bytes = texts->bytes == NULL
			? MemoryContextAllocHuge(CurrentMemoryContext, texts->room)
			: repalloc_huge(texts->bytes, texts->room);
	}
	memcpy(texts->bytes + at, bytes, length);
	texts->used += length;
	return at;
}

/* ---- rows by names ---- */

static void
grow_slots(struct ranked_gather *gather)
{
	uint32		slots = Max(gather->slots * 2, ROOM_FIRST);

	if (gather->slot != NULL)
		pfree(gather->slot);
	gather->slot = MemoryContextAllocHuge(CurrentMemoryContext,
										  slots * sizeof(*gather->slot));
	memset(gather->slot, 0xFF, slots * sizeof(*gather->slot));
	gather->slots = slots;
	for (uint32 i = 0; i < gather->names; i++)
	{
		uint32		at = gather->name[i].hash & (slots - 1);

		while (gather->slot[at] != NO_NAME)
			at = (at + 1) & (slots - 1);
		gather->slot[at] = i;
	}
}

static uint32
add_name(struct ranked_gather *gather)
{
	Size		room = gather->names_room;

	gather->name = grown(gather->name, gather->names, &room,
						 sizeof(*gather->name));
	gather->names_room = (uint32) room;
	memset(&gather->name[gather->names], 0, sizeof(*gather->name));
	return gather->names++;
}

static uint32
name_of(struct ranked_gather *gather, uint32 hash, const char *folded,
		Size length)
{
	uint32		at;
	struct gathered_name *name;

	if (gather->names >= gather->slots / 2)
		grow_slots(gather);
	for (at = hash & (gather->slots - 1); gather->slot[at] != NO_NAME;
		 at = (at + 1) & (gather->slots - 1))
	{
		name = &gather->name[gather->slot[at]];
		if (name->hash == hash && name->length == length &&
			memcmp(gather->texts.bytes + name->text, folded, length) == 0)
			return gather->slot[at];
	}
	gather->slot[at] = add_name(gather);
	name = &gather->name[gather->slot[at]];
	name->hash = hash;
	name->length = (uint32) length;
	name->text = keep_text(&gather->texts, folded, length);
	return gather->slot[at];
}

static void
add_row(struct ranked_gather *gather, uint32 name, uint64 rank, uint64 row)
{
	gather->row = grown(gather->row, gather->rows, &gather->rows_room,
						sizeof(*gather->row));
	gather->row[gather->rows++] = (struct gathered_row) {rank, row, name};
	gather->name[name].best = Max(gather->name[name].best, rank);
	gather->name[name].count++;
}

/*
 * Each name lies somewhere else in memory: slots, names and their texts are
 * asked for before the first is looked at.
 */
static void
fetch_pending(const struct ranked_gather *gather)
{
	for (int i = 0; i < gather->pending_rows; i++)
	{
		uint32		slot = gather->slot[gather->pending[i].hash &
										(gather->slots - 1)];

		if (slot != NO_NAME)
			__builtin_prefetch(&gather->name[slot]);
	}
	for (int i = 0; i < gather->pending_rows; i++)
	{
		uint32		slot = gather->slot[gather->pending[i].hash &
										(gather->slots - 1)];

		if (slot != NO_NAME)
			__builtin_prefetch(gather->texts.bytes + gather->name[slot].text);
	}
}

static void
add_pending(struct ranked_gather *gather)
{
	fetch_pending(gather);
	for (int i = 0; i < gather->pending_rows; i++)
	{
		const struct pending_row *pending = &gather->pending[i];
		uint32		name = name_of(gather, pending->hash,
								   gather->pending_texts.bytes + pending->text,
								   pending->length);

		add_row(gather, name, pending->rank, pending->row);
	}
	gather->pending_rows = 0;
	gather->pending_texts.used = 0;
}

struct ranked_gather *
ranked_gather_begin(void)
{
	struct ranked_gather *gather = palloc0(sizeof(*gather));

	grow_slots(gather);
	return gather;
}

void
ranked_gather_add(struct ranked_gather *gather,
				  const struct ranked_subject *subject, uint64 row)
{
	struct pending_row *pending = &gather->pending[gather->pending_rows++];

	*pending = (struct pending_row) {
		.hash = hash_bytes((const unsigned char *) subject->folded,
						   (int) subject->length),
		.length = (uint32) subject->length,
		.text = keep_text(&gather->pending_texts, subject->folded,
						  subject->length),
		.rank = subject->rank, .row = row
	};
	__builtin_prefetch(&gather->slot[pending->hash & (gather->slots - 1)]);
	if (gather->pending_rows == PENDING)
		add_pending(gather);
}

/* About the bytes that all of it takes when it is put in order. */
Size
ranked_gather_size(const struct ranked_gather *gather)
{
	return gather->rows * (sizeof(*gather->row) + sizeof(*gather->placed)) +
		gather->texts.used +
		gather->names * (sizeof(*gather->name) + sizeof(*gather->slot) * 3 +
						 5 * (2 * sizeof(*gather->key) + RANKED_KEY_MAX / 3));
}

/* ---- keys ---- */

static void
add_key(void *context, const struct ranked_entry *entry)
{
	struct ranked_gather *gather = context;

	gather->key = grown(gather->key, gather->keys, &gather->keys_room,
						sizeof(*gather->key));
	gather->key[gather->keys] = (struct ranked_ordered) {
		.owner = gather->name_at_hand,
		.text = keep_text(&gather->key_texts, entry->key, entry->length)
	};
	ranked_order_set(&gather->key[gather->keys++], entry->key, entry->length);
}

static void
add_word(void *context, const char *text, size_t length, uint64 rank)
{
	struct ranked_gather *gather = context;

	gather->name_at_hand = add_name(gather);
	add_row(gather, gather->name_at_hand, rank, RANKED_NO_ROW);
	ranked_word_keys(text, length, rank, add_key, gather);
}

static void
add_words(struct ranked_gather *gather, const struct ranked_reader *known)
{
	struct ranked_words words;
	uint32		names = gather->names;

	ranked_words_begin(&words);
	for (uint32 i = 0; i < names; i++)
	{
		struct ranked_subject subject = {
			gather->texts.bytes + gather->name[i].text,
			gather->name[i].length, gather->name[i].best
		};

		ranked_words_add(&words, &subject);
	}
	ranked_words_end_new(&words, known, add_word, gather);
}

static void
sort_keys(struct ranked_gather *gather)
{
	struct ranked_ordered *spare =
		MemoryContextAllocHuge(CurrentMemoryContext,
							   (gather->keys + 1) * sizeof(*spare));

	ranked_order(gather->key, spare, gather->keys,
				 (const uint8_t *) gather->key_texts.bytes);
	pfree(spare);
}

/* ---- rows in order ---- */

static bool
comes_before(const struct placed_row *a, const struct placed_row *b)
{
	return a->rank > b->rank || (a->rank == b->rank && a->row < b->row);
}

static int
compare_rows(const struct placed_row *a, const struct placed_row *b)
{
	return comes_before(a, b) ? -1 : comes_before(b, a);
}

#define ST_SORT			sort_placed
#define ST_ELEMENT_TYPE	struct placed_row
#define ST_COMPARE(a, b) compare_rows(a, b)
#define ST_SCOPE		static
#define ST_DEFINE
#include "lib/sort_template.h"

/* Most rows come in order, those of several names in a few ordered runs. */
static void
sort_rows(struct placed_row *row, Size count)
{
	for (Size i = 1; i < count; i++)
		if (!comes_before(&row[i - 1], &row[i]))
		{
			sort_placed(row, count);
			return;
		}
}

/* The rows of each name side by side, the best first. */
static void
place_rows(struct ranked_gather *gather)
{
	uint32		first = 0;

	gather->placed = MemoryContextAllocHuge(CurrentMemoryContext,
											(gather->rows + 1) *
											sizeof(*gather->placed));
	for (uint32 i = 0; i < gather->names; i++)
	{
		gather->name[i].first = first;
		first += gather->name[i].count;
		gather->name[i].count = 0;
	}
	for (Size i = 0; i < gather->rows; i++)
	{
		struct gathered_name *name = &gather->name[gather->row[i].name];

		gather->placed[name->first + name->count++] =
			(struct placed_row) {gather->row[i].rank, gather->row[i].row};
	}
	for (uint32 i = 0; i < gather->names; i++)
		sort_rows(gather->placed + gather->name[i].first,
				  gather->name[i].count);
}

/*
 * No more rows come. Words that the tree knows with a rank as good need no
 * entries; without a tree to look into all have them.
 */
void
ranked_gather_sort(struct ranked_gather *gather,
				   const struct ranked_reader *known)
{
	add_pending(gather);
	for (uint32 i = 0, names = gather->names; i < names; i++)
	{
		const struct gathered_name *name = &gather->name[i];

		CHECK_FOR_INTERRUPTS();
		gather->name_at_hand = i;
		ranked_keys(gather->texts.bytes + name->text, name->length, 0, 0,
					add_key, gather);
	}
	add_words(gather, known);
	sort_keys(gather);
	place_rows(gather);
}

/* ---- entries ---- */

static const struct gathered_name *
name_of_key(const struct ranked_gather *gather, Size key)
{
	return &gather->name[gather->key[key].owner];
}

/* The rows of the keys from one to before another, which are the same. */
static void
merge_group(struct ranked_gather *gather, Size from, Size to)
{
	Size		count = 0;

	for (Size i = from; i < to; i++)
		count += name_of_key(gather, i)->count;
	gather->merged = grown(gather->merged, count, &gather->merged_room,
						   sizeof(*gather->merged));
	count = 0;
	for (Size i = from; i < to; i++)
	{
		const struct gathered_name *name = name_of_key(gather, i);

		memcpy(gather->merged + count, gather->placed + name->first,
			   name->count * sizeof(*gather->merged));
		count += name->count;
	}
	sort_rows(gather->merged, count);
	gather->group = gather->merged;
	gather->group_rows = count;
}

/* What lies far from each other is on its way before it is needed. */
static void
fetch_ahead(const struct ranked_gather *gather, Size key)
{
	if (key + AHEAD >= gather->keys)
		return;
	__builtin_prefetch(gather->key_texts.bytes + gather->key[key + AHEAD].text);
	__builtin_prefetch(name_of_key(gather, key + AHEAD));
	__builtin_prefetch(gather->placed +
					   name_of_key(gather, key + AHEAD / 2)->first);
}

/* The next key comes to hand with its rows: false if there is none. */
static bool
next_group(struct ranked_gather *gather)
{
	Size		from = gather->next_key;
	Size		to = from + 1;
	const struct ranked_ordered *key = &gather->key[from];
	const uint8_t *texts = (const uint8_t *) gather->key_texts.bytes;

	if (from == gather->keys)
		return false;
	fetch_ahead(gather, from);
	while (to < gather->keys &&
		   ranked_order_compare(key, &gather->key[to], texts) == 0)
		fetch_ahead(gather, to++);
	gather->entry.length = key->length;
	memcpy(gather->entry.key, gather->key_texts.bytes + key->text,
		   key->length);
	if (to == from + 1)
	{
		gather->group = gather->placed + name_of_key(gather, from)->first;
		gather->group_rows = name_of_key(gather, from)->count;
	}
	else
		merge_group(gather, from, to);
	gather->next_key = to;
	gather->next_row = 0;
	return true;
}

/* Valid until the next call; NULL when there is no more. */
const struct ranked_entry *
ranked_gather_next(struct ranked_gather *gather)
{
	const struct placed_row *row;

	if (gather->next_row == gather->group_rows && !next_group(gather))
		return NULL;
	row = &gather->group[gather->next_row++];
	gather->entry.rank = row->rank;
	gather->entry.row = row->row;
	return &gather->entry;
}
