/* ranked_order_test.c: keys are in the order of their bytes, equal ones stay */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ranked_order.h"
#include "ranked_page.h"

#define KEYS	20000

static uint8_t texts[KEYS * RANKED_KEY_MAX];
static struct ranked_ordered keys[KEYS];
static struct ranked_ordered spare[KEYS];

/* Bytes that keys have, and some that they do not. */
static uint8_t
random_byte(unsigned alphabet)
{
	static const char few[] = "aabbz 09\001\002";

	switch (alphabet)
	{
		case 0:
			return (uint8_t) few[(size_t) rand() % (sizeof few - 1)];
		case 1:
			return (uint8_t) ("abcdefghijklmnopqrstuvwxyz 0123456789"[rand() % 37]);
		default:
			return (uint8_t) rand();
	}
}

static void
fill(size_t count, unsigned alphabet, int longest)
{
	size_t		used = 0;

	for (size_t i = 0; i < count; i++)
	{
		uint8_t		length = (uint8_t) (1 + rand() % longest);

		texts[used] = (uint8_t) (1 + rand() % 8);
		for (uint8_t at = 1; at < length; at++)
			texts[used + at] = random_byte(alphabet);
		keys[i] = (struct ranked_ordered) {
			.text = used, .owner = (uint32_t) i
		};
		ranked_order_set(&keys[i], texts + used, length);
		used += length;
	}
}

static int
compare(const struct ranked_ordered *a, const struct ranked_ordered *b)
{
	return ranked_compare_keys(texts + a->text, a->length,
							   texts + b->text, b->length);
}

static void
assert_ordered(size_t count)
{
	static bool seen[KEYS];

	memset(seen, 0, sizeof seen);
	for (size_t i = 0; i < count; i++)
	{
		assert_false(seen[keys[i].owner]);
		seen[keys[i].owner] = true;
		if (i == 0)
			continue;
		assert_true(compare(&keys[i - 1], &keys[i]) <= 0);
		if (compare(&keys[i - 1], &keys[i]) == 0)
			assert_true(keys[i - 1].owner < keys[i].owner);
	}
}

static void
order(void **state)
{
	static const size_t counts[] = {0, 1, 2, 17, 500, KEYS};
	static const int longest[] = {1, 3, 9, 12, RANKED_KEY_MAX};

	(void) state;
	srand(7);
	for (unsigned alphabet = 0; alphabet < 3; alphabet++)
		for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
			for (size_t k = 0; k < sizeof longest / sizeof *longest; k++)
			{
				fill(counts[i], alphabet, longest[k]);
				ranked_order(keys, spare, counts[i], texts);
				assert_ordered(counts[i]);
			}
}

/* A prefix never says the contrary of the bytes. */
static void
prefix(void **state)
{
	(void) state;
	fill(KEYS, 0, 3);
	ranked_order(keys, spare, KEYS, texts);
	for (size_t i = 1; i < KEYS; i++)
		assert_true(keys[i - 1].prefix <= keys[i].prefix);
	for (size_t i = 1; i < KEYS; i++)
		if (keys[i - 1].prefix < keys[i].prefix)
			assert_true(compare(&keys[i - 1], &keys[i]) < 0);
		else if (keys[i - 1].prefix > keys[i].prefix)
			assert_true(compare(&keys[i - 1], &keys[i]) > 0);
		else if (keys[i].whole)
			assert_int_equal(compare(&keys[i - 1], &keys[i]), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(order),
		cmocka_unit_test(prefix),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
