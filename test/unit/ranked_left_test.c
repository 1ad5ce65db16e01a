/* ranked_left_test.c: the best is taken first, whatever comes meanwhile */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "ranked_left.h"

#define ROOM	200

static uint64_t
random_order(uint64_t ranks, size_t place)
{
	return ranked_left_of((uint64_t) rand() % ranks, place);
}

/* Where the best of a plain list is. */
static size_t
best_of(const uint64_t *list, size_t count)
{
	size_t		best = 0;

	for (size_t i = 1; i < count; i++)
		if (list[i] > list[best])
			best = i;
	return best;
}

/* Take one from both, then put up to three into both that are not better. */
static size_t
take_and_add(struct ranked_left *left, uint64_t *list, size_t count,
			 size_t *places)
{
	size_t		best = best_of(list, count);
	uint64_t	rank = list[best] >> RANKED_PLACE_BITS;

	assert_int_equal(ranked_left_rank(left), rank);
	assert_int_equal(ranked_left_take(left), ranked_place_of(list[best]));
	list[best] = list[--count];
	for (int more = rand() % 4; more > 0 && *places < ROOM; more--)
	{
		list[count] = random_order(rank + 1, (*places)++);
		ranked_left_add(left, list[count++]);
	}
	return count;
}

static void
left(void **state)
{
	(void) state;
	for (int round = 0; round < 2000; round++)
	{
		uint64_t	ranks = round % 2 == 0 ? 5 : (uint64_t) 1 << 48;
		uint64_t	list[ROOM];
		uint64_t	order[ROOM];
		struct ranked_left left = {.order = order};
		size_t		places = 1 + (size_t) rand() % 20;

		for (; left.count < places; left.count++)
			order[left.count] = list[left.count] =
				random_order(ranks, left.count);
		ranked_left_begin(&left);
		for (size_t count = places; count > 0;)
			count = take_and_add(&left, list, count, &places);
		assert_int_equal(left.count, 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(left),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
