/* ranked_order.c: a radix sort of keys by their first letters */
#include "ranked_order.h"

#include <string.h>

#include "ranked_page.h"

#define CLASS_BITS	3
#define LETTER_BITS	6
#define LETTERS		10			/* of a key, in its prefix */
#define DIGIT_BITS	11			/* of a prefix, that one pass sorts by */
#define DIGITS		6
#define BUCKETS		(1 << DIGIT_BITS)
#define FEW			16			/* keys that are sorted by insertion */

/*
 * Letters have codes of their own, and so have marks, as far as they occur; 0
 * is left for the end. Others share one, and what follows them tells nothing.
 */
static uint64_t
code_of(uint8_t byte, bool *shared)
{
	*shared = false;
	if (byte >= 'a' && byte <= 'z')
		return 37 + (uint64_t) (byte - 'a');
	if (byte > 0 && byte <= 28)
		return 1 + (uint64_t) byte;
	if (byte == ' ')
		return 31;
	*shared = true;
	if (byte < ' ')
		return byte == 0 ? 1 : 30;
	if (byte < '0')
		return 32;
	if (byte <= '9')
		return 32 + (uint64_t) (byte - '0') / 3;
	return byte < 'a' ? 36 : 63;
}

void
ranked_order_set(struct ranked_ordered *ordered, const uint8_t *key,
				 size_t length)
{
	uint64_t	prefix = length > 0 ? (uint64_t) (key[0] - 1) : 0;
	bool		shared = false;

	for (size_t i = 1; i <= LETTERS; i++)
		prefix = prefix << LETTER_BITS
			| (i < length && !shared ? code_of(key[i], &shared) : 0);
	ordered->prefix = prefix;
	ordered->length = (uint8_t) length;
	ordered->whole = length > 0 && length <= LETTERS && !shared;
}

int
ranked_order_compare(const struct ranked_ordered *a,
					 const struct ranked_ordered *b, const uint8_t *texts)
{
	if (a->prefix != b->prefix)
		return a->prefix < b->prefix ? -1 : 1;
	if (a->whole)
		return 0;
	return ranked_compare_keys(texts + a->text, a->length,
							   texts + b->text, b->length);
}

/* ---- by prefixes ---- */

static size_t
digit_of(uint64_t prefix, unsigned digit)
{
	return prefix >> digit * DIGIT_BITS & (BUCKETS - 1);
}

/* From counts to where each bucket begins; false if all are in one of them. */
static bool
place_buckets(size_t bucket[BUCKETS], size_t count)
{
	size_t		sum = 0;

	for (size_t i = 0; i < BUCKETS; i++)
	{
		size_t		here = bucket[i];

		if (here == count)
			return false;
		bucket[i] = sum;
		sum += here;
	}
	return true;
}

static bool
sort_by_digit(const struct ranked_ordered *from, struct ranked_ordered *to,
			  size_t count, unsigned digit)
{
	size_t		bucket[BUCKETS] = {0};

	for (size_t i = 0; i < count; i++)
		bucket[digit_of(from[i].prefix, digit)]++;
	if (!place_buckets(bucket, count))
		return false;
	for (size_t i = 0; i < count; i++)
		to[bucket[digit_of(from[i].prefix, digit)]++] = from[i];
	return true;
}

static void
sort_by_prefix(struct ranked_ordered *keys, struct ranked_ordered *spare,
			   size_t count)
{
	struct ranked_ordered *sorted = keys;

	for (unsigned digit = 0; digit < DIGITS; digit++)
	{
		struct ranked_ordered *other = sorted == keys ? spare : keys;

		if (sort_by_digit(sorted, other, count, digit))
			sorted = other;
	}
	if (sorted != keys && count > 0)
		memcpy(keys, sorted, count * sizeof(*keys));
}

/* ---- by letters ---- */

static void
insert_key(struct ranked_ordered *keys, size_t at, const uint8_t *texts)
{
	struct ranked_ordered moved = keys[at];

	for (; at > 0 && ranked_order_compare(&keys[at - 1], &moved, texts) > 0;
		 at--)
		keys[at] = keys[at - 1];
	keys[at] = moved;
}

static void
merge_halves(struct ranked_ordered *keys, struct ranked_ordered *spare,
			 size_t half, size_t count, const uint8_t *texts)
{
	size_t		left = 0;
	size_t		right = half;

	if (ranked_order_compare(&keys[half - 1], &keys[half], texts) <= 0)
		return;
	memcpy(spare, keys, half * sizeof(*keys));
	for (size_t i = 0; left < half; i++)
		if (right < count &&
			ranked_order_compare(&spare[left], &keys[right], texts) > 0)
			keys[i] = keys[right++];
		else
			keys[i] = spare[left++];
}

/* What begins alike is often the same, and in order then. */
static void
sort_by_letters(struct ranked_ordered *keys, struct ranked_ordered *spare,
				size_t count, const uint8_t *texts)
{
	if (count <= FEW)
	{
		for (size_t i = 1; i < count; i++)
			insert_key(keys, i, texts);
		return;
	}
	sort_by_letters(keys, spare, count / 2, texts);
	sort_by_letters(keys + count / 2, spare, count - count / 2, texts);
	merge_halves(keys, spare, count / 2, count, texts);
}

void
ranked_order(struct ranked_ordered *keys, struct ranked_ordered *spare,
			 size_t count, const uint8_t *texts)
{
	size_t		end;

	sort_by_prefix(keys, spare, count);
	for (size_t i = 0; i < count; i = end)
	{
		for (end = i + 1; end < count && keys[end].prefix == keys[i].prefix;
			 end++)
			;
		sort_by_letters(keys + i, spare, end - i, texts);
	}
}
