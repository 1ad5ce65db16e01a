/* limit_test.c: requests, new numbers and misses of an account */
#include "worker_unit.h"

#include "limit.h"

#define SECOND	((uint64_t) 1000000)

static struct limit *limit;
static struct limit_time now;

static int
set_up(void **state)
{
	const struct limit_policy policy = {
		.on = true, .rate = 10, .burst = 20, .minute = 60, .day = 200,
		.misses_minute = 3, .misses_day = 5
	};

	(void) state;
	assert_true(sodium_init() >= 0);
	limit = limit_new(&policy);
	assert_non_null(limit);
	now = (struct limit_time) {.microseconds = 1000 * SECOND, .day = 1};
	return 0;
}

static int
tear_down(void **state)
{
	(void) state;
	limit_free(limit);
	return 0;
}

static uint32_t
show(const char *account, int64_t first, size_t count)
{
	int64_t		number[500];

	for (size_t i = 0; i < count; i++)
		number[i] = first + (int64_t) i;
	return limit_shown(limit, account, now, number, count);
}

static void
test_rate(void **state)
{
	(void) state;
	for (int i = 0; i < 20; i++)
		assert_int_equal(limit_request(limit, "a", now), 0);
	assert_int_equal(limit_request(limit, "a", now), 1);
	assert_int_equal(limit_request(limit, "b", now), 0);
	now.microseconds += SECOND;
	for (int i = 0; i < 10; i++)
		assert_int_equal(limit_request(limit, "a", now), 0);
	assert_int_not_equal(limit_request(limit, "a", now), 0);
}

static void
test_minute(void **state)
{
	(void) state;
	assert_int_equal(show("a", 0, 50), 0);
	/* the same again is nothing new */
	for (int i = 0; i < 5; i++)
		assert_int_equal(show("a", 0, 50), 0);
	assert_int_equal(limit_left(limit, "a", now), 10);
	assert_int_equal(show("a", 100, 11), 60);
	assert_int_equal(limit_left(limit, "a", now), 10);
	assert_int_equal(show("a", 100, 10), 0);
	assert_int_equal(show("a", 110, 1), 60);
	now.microseconds += 59 * SECOND;
	assert_int_equal(show("a", 110, 1), 1);
	now.microseconds += SECOND;
	assert_int_equal(show("a", 110, 60), 0);
	/* other accounts have budgets of their own */
	assert_int_equal(show("b", 0, 60), 0);
}

static void
test_day(void **state)
{
	(void) state;
	for (int i = 0; i < 200; i += 50)
	{
		assert_int_equal(show("a", i, 50), 0);
		now.microseconds += 61 * SECOND;
	}
	assert_int_not_equal(show("a", 200, 1), 0);
	assert_int_equal(show("a", 0, 50), 0);
	now.day++;
	assert_int_equal(show("a", 200, 50), 0);
}

/* No way of asking learns more in a minute than the budget has. */
static void
test_never_more(void **state)
{
	uint64_t	learned[400] = {0};

	(void) state;
	for (int i = 0; i < 400; i++)
	{
		if (show("a", i, 1) == 0)
			learned[i] = now.microseconds;
		now.microseconds += SECOND / 4;
	}
	for (int i = 0; i < 400; i++)
	{
		int			within = 0;

		for (int j = 0; j < 400; j++)
			within += learned[i] > 0 && learned[j] >= learned[i] &&
				learned[j] < learned[i] + 59 * SECOND;
		assert_true(within <= 60);
	}
}

static void
test_misses(void **state)
{
	(void) state;
	for (int i = 0; i < 3; i++)
	{
		assert_int_equal(limit_request(limit, "a", now), 0);
		limit_missed(limit, "a", now);
	}
	assert_int_equal(limit_request(limit, "a", now), 60);
	assert_int_equal(limit_request(limit, "b", now), 0);
	now.microseconds += 60 * SECOND;
	assert_int_equal(limit_request(limit, "a", now), 0);
	limit_missed(limit, "a", now);
	limit_missed(limit, "a", now);
	now.microseconds += 60 * SECOND;
	assert_true(limit_request(limit, "a", now) > 0);
	now.day++;
	assert_int_equal(limit_request(limit, "a", now), 0);
}

/* More accounts than places: the ones that rested longest give way. */
static void
test_many(void **state)
{
	char		name[32];

	(void) state;
	for (int i = 0; i < 20000; i++)
	{
		snprintf(name, sizeof name, "account %d", i);
		now.microseconds += 1;
		assert_int_equal(limit_request(limit, name, now), 0);
		assert_int_equal(show(name, 0, 60), 0);
	}
	assert_int_not_equal(show(name, 60, 1), 0);
}

/* A network has budgets like an account, and asks as often as it likes. */
static void
test_network(void **state)
{
	static const struct
	{
		const char *address;
		const char *name;		/* NULL: is not counted */
	}			known[] = {
		{"203.0.113.7", "203.0.113.0/24"},
		{"203.0.113.255", "203.0.113.0/24"},
		{"::ffff:203.0.113.7", "203.0.113.0/24"},
		{"2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"},
		{"2001:DB8:1:2::9", "2001:db8:1:2::/64"},
		{"2001:db8:1:3::9", "2001:db8:1:3::/64"},
		{"1111:2222:3333:4444:5555:6666:7777:8888",
		"1111:2222:3333:4444::/64"},
		{"127.0.0.1", NULL}, {"127.1.2.3", NULL}, {"::1", NULL},
		{"::ffff:127.0.0.1", NULL}, {"unix:", NULL}, {"", NULL},
		{"203.0.113.7.9", NULL}, {"203.0.113", NULL},
	};

	(void) state;
	for (size_t i = 0; i < lengthof(known); i++)
	{
		char		name[LIMIT_NETWORK];

		assert_int_equal(limit_network(known[i].address, name),
						 known[i].name != NULL);
		if (known[i].name != NULL)
			assert_string_equal(name, known[i].name);
	}
}

/* What was charged is told once, and counts again where it is brought back. */
static void
test_facts(void **state)
{
	struct limit_fact fact[16];
	size_t		count;

	(void) state;
	assert_int_equal(limit_take(limit, fact, lengthof(fact)), 0);
	show("a", 1, 5);
	show("a", 3, 5);
	limit_missed(limit, "a", now);
	count = limit_take(limit, fact, lengthof(fact));
	assert_int_equal(count, 8);
	assert_int_equal(limit_take(limit, fact, lengthof(fact)), 0);
	for (size_t i = 0; i < count; i++)
		limit_note(limit, &fact[i]);
	assert_int_equal(limit_take(limit, fact, 3), 3);
	assert_int_equal(limit_take(limit, fact, lengthof(fact)), 5);

	for (int64_t number = 1; number <= 190; number++)
		limit_restore(limit, "b", now, number, 0);
	limit_restore(limit, "b", now, 0, 4);
	assert_int_equal(limit_take(limit, fact, lengthof(fact)), 0);
	assert_int_equal(limit_left(limit, "b", now), 10);
	assert_int_equal(show("b", 181, 20), 0);
	assert_int_not_equal(show("b", 300, 1), 0);
	limit_missed(limit, "b", now);
	assert_int_not_equal(limit_request(limit, "b", now), 0);
	assert_true(limit_begin(limit));
	assert_false(limit_begin(limit));
	limit_unrestored(limit);
	assert_true(limit_begin(limit));
}

static void
test_no_rate(void **state)
{
	const struct limit_policy policy = {
		.on = true, .minute = 60, .day = 200, .misses_minute = 3,
		.misses_day = 5
	};
	struct limit *free_rate = limit_new(&policy);

	(void) state;
	assert_non_null(free_rate);
	for (int i = 0; i < 1000; i++)
		assert_int_equal(limit_request(free_rate, "n", now), 0);
	for (int i = 0; i < 3; i++)
		limit_missed(free_rate, "n", now);
	assert_int_not_equal(limit_request(free_rate, "n", now), 0);
	limit_free(free_rate);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_rate, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_minute, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_day, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_never_more, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_misses, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_many, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_facts, set_up, tear_down),
		cmocka_unit_test(test_network),
		cmocka_unit_test(test_no_rate),
	};

	return cmocka_run_group_tests_name("limit", tests, NULL, NULL);
}
