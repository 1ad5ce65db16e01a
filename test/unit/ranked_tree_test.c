/* ranked_tree_test.c: the tree against a list of the same entries */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ranked_best.h"
#include "ranked_page.h"
#include "ranked_pager.h"

/* ---- random entries, the same in every run ---- */

static uint64_t
next(uint64_t *seed)
{
	uint64_t	bits = *seed += UINT64_C(0x9e3779b97f4a7c15);

	bits = (bits ^ bits >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	bits = (bits ^ bits >> 27) * UINT64_C(0x94d049bb133111eb);
	return bits ^ bits >> 31;
}

static unsigned
below(uint64_t *seed, unsigned end)
{
	return (unsigned) (next(seed) % end);
}

/* What entries a test is made of. */
struct kind
{
	const char *letters;
	unsigned	longest;
	unsigned	ranks;			/* so many different ones; 0 for any */
	unsigned	keys;			/* so many different ones; 0 for any */
};

static const struct kind kinds[] = {
	{"abcdefghijklmnopqrstuvwxyz ", 20, 30, 0},
	{"abcdefghijklmnopqrstuvwxyz ", 20, 0, 0},
	{"ab", 6, 0, 0},			/* many of each key */
	{"abc", 63, 3, 40},			/* few and long */
	{"\x01\xff", 63, 0, 0},		/* the ends of the alphabet */
	{"a", 0, 0, 1},				/* nothing but ranks and rows */
};

#define KINDS	(sizeof(kinds) / sizeof(kinds[0]))

static struct ranked_entry
random_entry(uint64_t *seed, const struct kind *kind, uint64_t row)
{
	uint64_t	letters = kind->keys > 0 ? below(seed, kind->keys) : next(seed);
	struct ranked_entry entry = {.row = row};

	entry.rank = next(seed) & RANKED_RANK_MAX;
	if (kind->ranks > 0)
		entry.rank = 65535 - entry.rank % kind->ranks;
	entry.length = (uint8_t) below(&letters, kind->longest + 1);
	for (int i = 0; i < entry.length; i++)
		entry.key[i] = (uint8_t) kind->letters[
			below(&letters, (unsigned) strlen(kind->letters))];
	return entry;
}

static struct ranked_entry *
random_entries(uint64_t *seed, const struct kind *kind, size_t count)
{
	struct ranked_entry *entries = calloc(count, sizeof(*entries));

	for (size_t i = 0; i < count; i++)
		entries[i] = random_entry(seed, kind, i + 1);
	return entries;
}

static int
by_key(const void *a, const void *b)
{
	return ranked_compare(a, b);
}

static int
by_rank(const void *a, const void *b)
{
	uint64_t	left = ((const struct ranked_entry *) a)->rank;
	uint64_t	right = ((const struct ranked_entry *) b)->rank;

	return left != right ? (left < right) - (left > right) : by_key(a, b);
}

static bool
same(const struct ranked_entry *a, const struct ranked_entry *b)
{
	return ranked_compare(a, b) == 0;
}

/* ---- ranges ---- */

static bool
no_b(const void *context, const uint8_t *prefix, size_t length, bool whole)
{
	(void) context;
	(void) whole;
	return memchr(prefix, 'b', length) == NULL;
}

static struct ranked_range
random_range(uint64_t *seed, const struct kind *kind)
{
	struct ranked_range range = {.low_length = 0};
	struct ranked_entry a = random_entry(seed, kind, 1);
	struct ranked_entry b = random_entry(seed, kind, 1);

	if (below(seed, 2) > 0)
	{
		range.low_length = below(seed, 2) > 0 && a.length > 2 ? 2 : a.length;
		memcpy(range.low, a.key, range.low_length);
	}
	if (below(seed, 2) > 0)
	{
		range.high_length = below(seed, 2) > 0 && b.length > 1 ? 1 : b.length;
		memcpy(range.high, b.key, range.high_length);
	}
	if (below(seed, 3) == 0)
		range.may_pass = no_b;
	return range;
}

static bool
key_before(const struct ranked_entry *entry, const uint8_t *key,
		   size_t length)
{
	size_t		both = entry->length < length ? entry->length : length;
	int			order = memcmp(entry->key, key, both);

	return order < 0 || (order == 0 && entry->length < length);
}

static bool
in_range(const struct ranked_range *range, const struct ranked_entry *entry)
{
	return !key_before(entry, range->low, range->low_length) &&
		(range->high_length == 0 ||
		 key_before(entry, range->high, range->high_length)) &&
		(range->may_pass == NULL ||
		 range->may_pass(range->context, entry->key, entry->length, true));
}

/* ---- the tree says what the list says ---- */

static size_t
wanted_of(const struct ranked_range *range,
		  const struct ranked_entry *entries, size_t count,
		  struct ranked_entry *wanted)
{
	size_t		found = 0;

	for (size_t i = 0; i < count; i++)
		if (in_range(range, &entries[i]))
			wanted[found++] = entries[i];
	return found;
}

/* Best rank first; those of one rank in any order. */
static void
assert_walk(const struct ranked_reader *reader,
			const struct ranked_range *range,
			struct ranked_entry *wanted, size_t count)
{
	struct ranked_walk *walk = ranked_walk_begin(reader, range,
												 RANKED_RANK_MAX);
	struct ranked_entry *got = calloc(count + 1, sizeof(*got));
	uint64_t	bound;
	size_t		i = 0;

	qsort(wanted, count, sizeof(*wanted), by_rank);
	while (ranked_walk_bound(walk, &bound) &&
		   ranked_walk_next(walk, &got[i]))
	{
		assert_true(i < count);
		assert_true(got[i].rank <= bound);
		assert_int_equal(got[i].rank, wanted[i].rank);
		i++;
	}
	assert_int_equal(i, count);
	assert_false(ranked_walk_bound(walk, &bound));
	ranked_walk_end(walk);
	qsort(got, count, sizeof(*got), by_rank);
	for (i = 0; i < count; i++)
		assert_true(same(&got[i], &wanted[i]));
	free(got);
}

struct swept
{
	const struct ranked_entry *wanted;
	size_t		count;
	size_t		at;
	size_t		left_out;		/* letters, of every key handed over */
	uint64_t   *seed;			/* what is left out is random, or NULL */
	struct ranked_entry last;
};

/* The wanted ones before low are left out. */
static void
leave_out(struct swept *swept, const uint8_t *low, size_t length)
{
	while (swept->at < swept->count &&
		   ranked_compare_keys(swept->wanted[swept->at].key,
							   swept->wanted[swept->at].length, low, length) < 0)
		swept->at++;
}

/* What begins as the key does, or less than a letter behind its beginning. */
static size_t
leave_out_random(struct swept *swept, const struct ranked_entry *entry)
{
	uint8_t		low[RANKED_KEY_MAX + 1];
	size_t		length;
	uint8_t		letter;

	if (entry->length == 0 || below(swept->seed, 3) == 0)
		return RANKED_SWEEP_ON;
	length = 1 + below(swept->seed, entry->length);
	memcpy(low, entry->key, length);
	if (below(swept->seed, 2) == 0 || low[length - 1] == UINT8_MAX)
	{
		memset(low + length, UINT8_MAX, sizeof(low) - length);
		leave_out(swept, low, sizeof(low));
		while (swept->at < swept->count &&
			   swept->wanted[swept->at].length >= length &&
			   memcmp(swept->wanted[swept->at].key, low, length) == 0)
			swept->at++;
		return length;
	}
	letter = (uint8_t) (low[length - 1] + 1 +
						below(swept->seed, UINT8_MAX - low[length - 1]));
	low[length - 1] = letter;
	leave_out(swept, low, length);
	return RANKED_SWEEP_TO(length, letter);
}

static size_t
visit(void *context, const struct ranked_entry *entry, size_t shared)
{
	struct swept *swept = context;
	size_t		i = 0;

	while (i < entry->length && i < swept->last.length &&
		   entry->key[i] == swept->last.key[i])
		i++;
	assert_int_equal(i, shared);
	while (swept->left_out > 0 && shared < swept->left_out &&
		   swept->at < swept->count &&
		   !same(&swept->wanted[swept->at], entry))
		swept->at++;
	assert_true(swept->at < swept->count);
	assert_true(same(&swept->wanted[swept->at], entry));
	swept->at++;
	swept->last = *entry;
	if (swept->seed != NULL)
		return leave_out_random(swept, entry);
	return swept->left_out > 0 ? swept->left_out : RANKED_SWEEP_ON;
}

static void
assert_sweep(const struct ranked_reader *reader,
			 const struct ranked_range *range, uint64_t *seed,
			 struct ranked_entry *wanted, size_t count)
{
	struct swept swept = {.wanted = wanted, .count = count};
	struct swept leaping = {.wanted = wanted, .count = count, .seed = seed};

	qsort(wanted, count, sizeof(*wanted), by_key);
	ranked_sweep(reader, range, visit, &swept);
	assert_int_equal(swept.at, count);
	ranked_sweep(reader, range, visit, &leaping);
	assert_int_equal(leaping.at, count);
}

static void
assert_tree(struct pager *pager, const struct kind *kind, uint64_t *seed,
			const struct ranked_entry *entries, size_t count, int ranges)
{
	const struct ranked_reader *reader = &pager->writer.reader;
	struct ranked_entry *wanted = calloc(count + 1, sizeof(*wanted));
	long		held = pager->held;
	struct ranked_sizes sizes;

	ranked_check(reader, &sizes);
	assert_int_equal(sizes.entries, count);
	for (int i = 0; i < ranges; i++)
	{
		struct ranked_range range = random_range(seed, kind);
		size_t		found = wanted_of(&range, entries, count, wanted);

		assert_walk(reader, &range, wanted, found);
		assert_sweep(reader, &range, seed, wanted, found);
	}
	assert_int_equal(pager->held, held);
	free(wanted);
}

/* A tree of entries that come one by one holds and orders them. */
static void
insertion(void **state)
{
	uint64_t	seed = 1;

	(void) state;
	for (size_t k = 0; k < KINDS; k++)
	{
		size_t		count = 20000;
		struct ranked_entry *entries = random_entries(&seed, &kinds[k], count);
		struct pager pager;

		pager_begin(&pager);
		for (size_t i = 0; i < count; i++)
		{
			ranked_insert(&pager.writer, &entries[i]);
			if (i == 3 || i == 300 || i == 3000)
				assert_tree(&pager, &kinds[k], &seed, entries, i + 1, 5);
		}
		assert_tree(&pager, &kinds[k], &seed, entries, count, 15);
		pager_end(&pager);
		free(entries);
	}
}

/* So does one of entries that come in heaps of any size, each in order. */
static void
sorted_insertion(void **state)
{
	uint64_t	seed = 9;

	(void) state;
	for (size_t k = 0; k < KINDS; k++)
	{
		size_t		count = 30000;
		size_t		done = 0;
		struct ranked_entry *entries = random_entries(&seed, &kinds[k], count);
		struct pager pager;

		pager_begin(&pager);
		for (unsigned heap = 1; done < count; heap = 1 + below(&seed, 9000))
		{
			size_t		end = done + heap < count ? done + heap : count;

			qsort(entries + done, end - done, sizeof(*entries), by_key);
			while (done < end)
				done += ranked_insert_sorted(&pager.writer, &entries[done],
											 end - done);
			assert_int_equal(done, end);
			assert_tree(&pager, &kinds[k], &seed, entries, done, 3);
		}
		pager_end(&pager);
		free(entries);
	}
}

/* So does one of entries in order that are loaded, and is added to. */
static void
load(void **state)
{
	uint64_t	seed = 2;

	(void) state;
	for (size_t k = 0; k < KINDS; k++)
		for (size_t count = 0; count <= 40000; count = count * 200 + 1)
		{
			struct ranked_entry *entries =
				random_entries(&seed, &kinds[k], count + 3000);
			struct ranked_load *loading;
			struct pager pager;

			qsort(entries, count, sizeof(*entries), by_key);
			pager_begin(&pager);
			loading = ranked_load_begin(&pager.writer);
			for (size_t i = 0; i < count; i++)
				ranked_load_add(loading, &entries[i]);
			ranked_load_end(loading);
			assert_int_equal(pager.held, 0);
			assert_tree(&pager, &kinds[k], &seed, entries, count, 20);
			for (size_t i = count; i < count + 3000; i++)
				ranked_insert(&pager.writer, &entries[i]);
			assert_tree(&pager, &kinds[k], &seed, entries, count + 3000, 10);
			pager_end(&pager);
			free(entries);
		}
}

/* ---- after each change ---- */

struct follower
{
	const struct ranked_entry *entries;
	size_t		count;
	uint64_t	seed;
	struct ranked_walk *walk;	/* begun some changes ago */
	size_t		begun;			/* with so many entries there */
	size_t		got;
};

static void
begin_walk(struct pager *pager, struct follower *follower)
{
	static const struct ranked_range all;
	struct ranked_entry entry;

	follower->walk = ranked_walk_begin(&pager->writer.reader, &all,
									   RANKED_RANK_MAX);
	follower->begun = follower->count;
	follower->got = 0;
	if (follower->begun > 0 && ranked_walk_next(follower->walk, &entry))
		follower->got++;
}

/* A walk that others split pages under misses nothing that was there. */
static void
end_walk(struct follower *follower)
{
	struct ranked_entry entry;
	uint8_t    *seen = calloc(follower->begun + 1, 1);
	size_t		known = follower->got;

	while (ranked_walk_next(follower->walk, &entry))
		if (entry.row <= follower->begun && !seen[entry.row])
		{
			seen[entry.row] = 1;
			known++;
		}
	assert_int_equal(known, follower->begun);
	free(seen);
	ranked_walk_end(follower->walk);
	follower->walk = NULL;
}

static void
follow(struct pager *pager)
{
	struct follower *follower = pager->context;
	struct ranked_sizes sizes;

	if (pager->changes % 97 == 0)
		ranked_check(&pager->writer.reader, &sizes);
	if (follower->walk == NULL && pager->changes % 64 == 0)
		begin_walk(pager, follower);
	else if (follower->walk != NULL && below(&follower->seed, 200) == 0)
		end_walk(follower);
}

/* Every single change leaves a whole tree, and walks go on over them. */
static void
changes(void **state)
{
	uint64_t	seed = 3;

	(void) state;
	for (size_t k = 0; k < KINDS; k++)
	{
		size_t		count = 8000;
		struct ranked_entry *entries = random_entries(&seed, &kinds[k], count);
		struct follower follower = {.entries = entries, .seed = k};
		struct pager pager;

		pager_begin(&pager);
		pager.context = &follower;
		pager.committed = follow;
		for (size_t i = 0; i < count; i++)
		{
			follower.count = i;
			ranked_insert(&pager.writer, &entries[i]);
		}
		pager.committed = NULL;
		if (follower.walk != NULL)
			end_walk(&follower);
		assert_int_equal(pager.held, 0);
		pager_end(&pager);
		free(entries);
	}
}

/* ---- removal ---- */

static bool
is_dead(void *context, uint64_t row)
{
	(void) context;
	return row % 3 == 0;
}

static void
removal(void **state)
{
	uint64_t	seed = 4;

	(void) state;
	for (size_t k = 0; k < KINDS; k++)
	{
		size_t		count = 20000;
		size_t		kept = 0;
		size_t		removed = 0;
		struct ranked_entry *entries = random_entries(&seed, &kinds[k], count);
		struct pager pager;

		pager_begin(&pager);
		for (size_t i = 0; i < count; i++)
			ranked_insert(&pager.writer, &entries[i]);
		for (uint32_t block = 1; block < pager.count; block++)
			removed += ranked_remove(&pager.writer, block, is_dead, NULL);
		for (size_t i = 0; i < count; i++)
			if (!is_dead(NULL, entries[i].row))
				entries[kept++] = entries[i];
		assert_int_equal(removed, count - kept);
		assert_tree(&pager, &kinds[k], &seed, entries, kept, 20);
		pager_end(&pager);
		free(entries);
	}
}

/* ---- entries of no row ---- */

/* Of those with one key the best is found, whatever else is there. */
static void
lexicon(void **state)
{
	struct kind kind = {"abcdefgh", 4, 0, 0};
	struct ranked_entry best[512];
	uint64_t	seed = 5;
	struct pager pager;
	struct ranked_entry found;

	(void) state;
	for (size_t i = 0; i < 512; i++)
	{
		best[i] = random_entry(&seed, &kind, RANKED_NO_ROW);
		best[i].rank = 0;
	}
	pager_begin(&pager);
	for (int i = 0; i < 20000; i++)
	{
		struct ranked_entry entry = best[below(&seed, 512)];

		entry.rank = next(&seed) & RANKED_RANK_MAX;
		ranked_insert(&pager.writer, &entry);
		for (size_t j = 0; j < 512; j++)
			if (best[j].length == entry.length &&
				memcmp(best[j].key, entry.key, entry.length) == 0 &&
				best[j].rank < entry.rank)
				best[j].rank = entry.rank;
	}
	for (size_t j = 0; j < 512; j++)
	{
		if (ranked_find(&pager.writer.reader, best[j].key, best[j].length,
						&found))
			assert_int_equal(found.rank, best[j].rank);
		else
			fail_msg("a key is lost");
	}
	assert_true(pager.count < 20);	/* the worse ones went */
	assert_false(ranked_find(&pager.writer.reader, (const uint8_t *) "zz", 2,
							 &found));
	pager_end(&pager);
}

/* ---- sweeps that leave out, estimates, bytes that are wrong ---- */

static void
left_out(void **state)
{
	const struct kind *kind = &kinds[0];
	static const struct ranked_range all;
	uint64_t	seed = 6;
	size_t		count = 5000;
	struct ranked_entry *entries = random_entries(&seed, kind, count);
	struct pager pager;

	(void) state;
	pager_begin(&pager);
	for (size_t i = 0; i < count; i++)
		ranked_insert(&pager.writer, &entries[i]);
	qsort(entries, count, sizeof(*entries), by_key);
	for (size_t letters = 1; letters < 5; letters++)
	{
		struct swept swept = {
			.wanted = entries, .count = count, .left_out = letters
		};

		ranked_sweep(&pager.writer.reader, &all, visit, &swept);
		assert_true(swept.last.key[0] == 'z');
	}
	pager_end(&pager);
	free(entries);
}

/* ---- the best of a range ---- */

struct taken
{
	uint8_t		without;		/* no key has this letter, 0 is none */
	size_t		count;
	struct ranked_entry entry[2000];
};

static void
take(void *context, const struct ranked_entry *entry)
{
	struct taken *taken = context;

	taken->entry[taken->count++] = *entry;
}

/* Those that a letter is not in. */
static size_t
pass(void *context, const struct ranked_entry *entry, size_t shared)
{
	const struct taken *taken = context;
	const uint8_t *at = taken->without == 0 ? NULL
		: memchr(entry->key, taken->without, entry->length);

	(void) shared;
	return at == NULL ? RANKED_SWEEP_ON : (size_t) (at - entry->key) + 1;
}

/* So many of one letter without another: the best of them, or all. */
static void
assert_best(const struct pager *pager, uint8_t letter, uint8_t without,
			int most, struct ranked_entry *wanted, size_t count)
{
	struct ranked_range range = {
		.low_length = 1, .low = {letter}, .high_length = 1, .high = {letter + 1}
	};
	struct taken *taken = calloc(1, sizeof(*taken));

	taken->without = without;
	ranked_best(&pager->writer.reader, &range, most, pass, take, taken);
	assert_int_equal(taken->count, (size_t) most < count ? (size_t) most : count);
	qsort(taken->entry, taken->count, sizeof(*wanted), by_rank);
	for (size_t i = 0; i < taken->count; i++)
		assert_true(same(&taken->entry[i], &wanted[i]));
	free(taken);
}

/* Those of one letter without another, the best first: how many. */
static size_t
letter_entries(const struct ranked_entry *entries, size_t count,
			   uint8_t letter, uint8_t without, struct ranked_entry *out)
{
	size_t		found = 0;

	for (size_t i = 0; i < count; i++)
		if (entries[i].length > 0 && entries[i].key[0] == letter &&
			(without == 0 ||
			 memchr(entries[i].key, without, entries[i].length) == NULL))
			out[found++] = entries[i];
	qsort(out, found, sizeof(*out), by_rank);
	return found;
}

/* Whether all are gone through, or walked from the best on. */
static void
best(void **state)
{
	static const int most[] = {1, 2, 30, 300, 2000};
	uint64_t	seed = 8;
	size_t		count = 30000;
	struct ranked_entry *entries = random_entries(&seed, &kinds[1], count);
	struct ranked_entry *wanted = calloc(count, sizeof(*wanted));
	struct pager pager;

	(void) state;
	pager_begin(&pager);
	for (size_t i = 0; i < count; i++)
		ranked_insert(&pager.writer, &entries[i]);
	for (uint8_t letter = 'a'; letter <= 'z'; letter++)
	{
		size_t		found = letter_entries(entries, count, letter, 0, wanted);

		for (size_t i = 0; i < sizeof(most) / sizeof(most[0]); i++)
			assert_best(&pager, letter, 0, most[i], wanted, found);
		/* which a range that is walked would be asked for too late */
		found = letter_entries(entries, count, letter, 'e', wanted);
		assert_best(&pager, letter, 'e', 300, wanted, found);
	}
	pager_end(&pager);
	free(entries);
	free(wanted);
}

static void
estimate(void **state)
{
	static const struct ranked_range all;
	struct ranked_range some = {.low_length = 1, .high_length = 1};
	uint64_t	seed = 7;
	size_t		count = 50000;
	struct ranked_entry *entries = random_entries(&seed, &kinds[0], count);
	struct pager pager;
	double		few;

	(void) state;
	pager_begin(&pager);
	assert_true(ranked_estimate(&pager.writer.reader, &all) == 0);
	for (size_t i = 0; i < count; i++)
		ranked_insert(&pager.writer, &entries[i]);
	some.low[0] = 'c';
	some.high[0] = 'd';
	few = ranked_estimate(&pager.writer.reader, &some);
	assert_true(few > 500 && few < 10000);
	assert_true(ranked_estimate(&pager.writer.reader, &all) > 5 * few);
	pager_end(&pager);
	free(entries);
}

/* A walk reads about as many pages as entries are wanted. */
static void
reads(void **state)
{
	static const struct ranked_range all;
	uint64_t	seed = 8;
	size_t		count = 50000;
	struct ranked_entry *entries = random_entries(&seed, &kinds[1], count);
	struct ranked_entry entry;
	struct ranked_walk *walk;
	struct pager pager;

	(void) state;
	pager_begin(&pager);
	for (size_t i = 0; i < count; i++)
		ranked_insert(&pager.writer, &entries[i]);
	pager.reads = 0;
	walk = ranked_walk_begin(&pager.writer.reader, &all, RANKED_RANK_MAX);
	for (int i = 0; i < 10; i++)
		assert_true(ranked_walk_next(walk, &entry));
	ranked_walk_end(walk);
	assert_true(pager.reads <= 10 + 4);
	pager_end(&pager);
	free(entries);
}

static size_t
go_on(void *context, const struct ranked_entry *entry, size_t shared)
{
	(void) context;
	(void) entry;
	(void) shared;
	return RANKED_SWEEP_ON;
}

/* A tree in which some bytes are wrong. */
static void
damage(struct pager *pager, uint64_t *seed,
	   const struct ranked_entry *entries, size_t count)
{
	pager_begin(pager);
	for (size_t i = 0; i < count; i++)
		ranked_insert(&pager->writer, &entries[i]);
	for (int i = 0; i < 3; i++)
	{
		uint32_t	block = 1 + below(seed, pager->count - 1);
		unsigned	at = below(seed, 3) == 0
			? RANKED_PAGE_SIZE - 1 - below(seed, 16)
			: 12 + below(seed, 1000);

		pager->pages[block][at] = (uint8_t) next(seed);
	}
}

/* What it held when it jumped away is lost, as with an error in the server. */
static bool
complains(struct pager *pager, const struct ranked_entry *entries,
		  size_t count)
{
	static const struct ranked_range all;
	struct ranked_sizes sizes;
	struct ranked_entry entry;
	struct ranked_walk *walk;

	pager->waits = true;
	if (setjmp(pager->jump) != 0)
		return true;
	walk = ranked_walk_begin(&pager->writer.reader, &all, RANKED_RANK_MAX);
	for (size_t i = 0; i < 2 * count && ranked_walk_next(walk, &entry);)
		i++;
	ranked_walk_end(walk);
	ranked_sweep(&pager->writer.reader, &all, go_on, NULL);
	ranked_check(&pager->writer.reader, &sizes);
	for (size_t i = 0; i < count; i++)
		ranked_insert(&pager->writer, &entries[i]);
	return false;
}

/* Whatever bytes are wrong: an answer or a complaint, and an end. */
static void
wrong_bytes(void **state)
{
	uint64_t	seed = 9;
	size_t		count = 2000;
	struct ranked_entry *entries = random_entries(&seed, &kinds[0], count);
	int			told = 0;

	(void) state;
	for (int round = 0; round < 200; round++)
	{
		struct pager pager;

		damage(&pager, &seed, entries, round % 2 == 0 ? count / 10 : count);
		told += complains(&pager, entries, 200);
		pager_end(&pager);
	}
	assert_true(told > 20);
	free(entries);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(insertion),
		cmocka_unit_test(sorted_insertion), cmocka_unit_test(load),
		cmocka_unit_test(changes), cmocka_unit_test(removal),
		cmocka_unit_test(lexicon), cmocka_unit_test(left_out),
		cmocka_unit_test(best),
		cmocka_unit_test(estimate), cmocka_unit_test(reads),
		cmocka_unit_test(wrong_bytes)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
