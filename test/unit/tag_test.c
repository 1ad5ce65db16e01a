/* tag_test.c: the entity tag is the hash that PostgreSQL makes */
#include "worker_unit.h"

#include "tag.h"

/* SELECT hashtextextended(left(repeat('The quick brown fox. é', 3), n), 0) */
static void
test_hash(void **state)
{
	static const char text[] =
		"The quick brown fox. \u00e9The quick brown fox. \u00e9";
	static const struct
	{
		size_t		length;
		int64_t		hash;
	}			known[] = {
		{0, -6939563903564495251}, {1, -1338225982912146468},
		{3, -7897229297791927534}, {4, 1214481609633084541},
		{7, -2752675330521770124}, {8, -1544529330263215465},
		{11, 2869438648668390509}, {12, -9210305663925663560},
		{13, -3863872140344080773},
		{25, -7857129108097921244}, /* 24 characters */
		{41, -168095053387044476},
	};

	(void) state;
	for (size_t i = 0; i < lengthof(known); i++)
	{
		/* as long as it is, so that a byte read behind it is seen */
		char	   *exact = memory_get(known[i].length + 1);

		memcpy(exact, text, known[i].length);
		assert_true((int64_t) tag_hash((struct slice) {exact,
									   known[i].length}) == known[i].hash);
		free(exact);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hash),
	};

	return cmocka_run_group_tests_name("tag", tests, NULL, NULL);
}
