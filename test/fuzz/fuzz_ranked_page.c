/*
 * fuzz_ranked_page.c: pages of a ranked tree with any bytes in them
 *
 * Either the input is what three pages hold, one after the other, or it says
 * which bytes of a sound tree become which. All that reads or changes a tree
 * must then answer or complain, and come to an end.
 */
#include "ranked_pager.h"

#define ENTRIES		1500
#define ENOUGH		3000		/* entries, of more than a tree may seem to have */

static struct ranked_entry
entry_of(uint32_t i)
{
	struct ranked_entry entry = {
		.rank = i * UINT64_C(2654435761) & 0xffffff, .row = i + 1
	};
	uint32_t	letters = i * 2246822519u;

	for (entry.length = 0; entry.length < 3 + i % 11; entry.length++)
	{
		entry.key[entry.length] = (uint8_t) ('a' + letters % 7);
		letters = letters * 1664525u + 1013904223u;
	}
	return entry;
}

/* What the server's pages have whatever was written into them. */
static void
mark_page(uint8_t *page, uint8_t level)
{
	page[RANKED_PAGE_SIZE - 16 + 8] = level;
	page[RANKED_PAGE_SIZE - 2] = 0x8D;
	page[RANKED_PAGE_SIZE - 1] = 0xFF;
}

static void
fill_pages(struct pager *pager, const uint8_t *data, size_t size)
{
	size_t		each = size / 3 < RANKED_PAGE_SIZE - 12
		? size / 3 : RANKED_PAGE_SIZE - 12;

	while (pager->count < 4)
		pager_add(pager);
	for (uint32_t block = 1; block < 4; block++)
	{
		memset(pager->pages[block], 0, RANKED_PAGE_SIZE);
		memcpy(pager->pages[block] + 12, data + (block - 1) * each, each);
		mark_page(pager->pages[block], block == 1);
	}
}

/* The same for every input: made once. */
static const struct pager *
sound_tree(void)
{
	static struct pager pager;

	if (pager.count > 0)
		return &pager;
	pager_begin(&pager);
	for (uint32_t i = 0; i < ENTRIES; i++)
	{
		struct ranked_entry entry = entry_of(i);

		ranked_insert(&pager.writer, &entry);
	}
	return &pager;
}

static void
change_bytes(struct pager *pager, const uint8_t *data, size_t size)
{
	const struct pager *sound = sound_tree();

	while (pager->count < sound->count)
		pager_add(pager);
	for (uint32_t block = 1; block < sound->count; block++)
		memcpy(pager->pages[block], sound->pages[block], RANKED_PAGE_SIZE);
	for (; size >= 4; data += 4, size -= 4)
	{
		unsigned	at = data[1] | data[2] << 8;

		pager->pages[data[0] % pager->count][at % RANKED_PAGE_SIZE] = data[3];
	}
}

static size_t
go_on(void *context, const struct ranked_entry *entry, size_t shared)
{
	size_t	   *count = context;

	if (shared > entry->length)
		abort();
	return ++*count < ENOUGH ? RANKED_SWEEP_ON : 0;
}

static bool
is_dead(void *context, uint64_t row)
{
	(void) context;
	return row % 2 == 0;
}

static void
use_tree(struct pager *pager, void (*use) (struct pager *pager))
{
	pager->waits = true;
	if (setjmp(pager->jump) == 0)
		use(pager);
	pager_abandon(pager);
}

static void
use_walk(struct pager *pager)
{
	struct ranked_range range = {.low_length = 1, .low = "b"};
	struct ranked_walk *walk = ranked_walk_begin(&pager->writer.reader,
												 &range, RANKED_RANK_MAX);
	struct ranked_entry entry;
	uint64_t	bound;

	for (int i = 0; i < ENOUGH && ranked_walk_next(walk, &entry); i++)
		ranked_walk_bound(walk, &bound);
	ranked_walk_end(walk);
}

static void
use_sweep(struct pager *pager)
{
	struct ranked_range range = {.low_length = 0};
	struct ranked_entry entry;
	size_t		count = 0;

	ranked_estimate(&pager->writer.reader, &range);
	ranked_sweep(&pager->writer.reader, &range, go_on, &count);
	ranked_find(&pager->writer.reader, (const uint8_t *) "abc", 3, &entry);
	ranked_holds(&pager->writer.reader, &entry);
}

static void
use_check(struct pager *pager)
{
	struct ranked_sizes sizes;

	ranked_check(&pager->writer.reader, &sizes);
}

static void
use_insert(struct pager *pager)
{
	for (uint32_t i = 0; i < 40; i++)
	{
		struct ranked_entry entry = entry_of(i * 37 + 3);

		ranked_insert(&pager->writer, &entry);
	}
}

static void
use_remove(struct pager *pager)
{
	for (uint32_t block = 1; block < pager->count; block++)
		ranked_remove(&pager->writer, block, is_dead, NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pager pager;

	if (size == 0)
		return 0;
	pager_begin(&pager);
	if (data[0] % 2 == 0)
		fill_pages(&pager, data + 1, size - 1);
	else
		change_bytes(&pager, data + 1, size - 1);
	use_tree(&pager, use_check);
	use_tree(&pager, use_walk);
	use_tree(&pager, use_sweep);
	use_tree(&pager, use_remove);
	use_tree(&pager, use_insert);
	use_tree(&pager, use_walk);
	pager_end(&pager);
	return 0;
}
