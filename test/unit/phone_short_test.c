/*
 * phone_short_test.c: what libphonenumber's tests of short numbers assert,
 * and codes that are missing in its metadata
 */
#include "phone_cases.h"

#define CASES	"test/data/phone_short_cases.tsv"

static bool
facts_of(const char *input, const char *region,
		 struct phone_short_answer *facts)
{
	return phone_short_ask(input, strlen(input), region, strlen(region),
						   facts);
}

static void
ask_possible(const char *input, const char *region, char *answer)
{
	struct phone_short_answer facts;

	case_truth(facts_of(input, region, &facts) && facts.possible, answer);
}

static void
ask_valid(const char *input, const char *region, char *answer)
{
	struct phone_short_answer facts;

	case_truth(facts_of(input, region, &facts) && facts.valid, answer);
}

static void
ask_carrier(const char *input, const char *region, char *answer)
{
	struct phone_short_answer facts;

	case_truth(facts_of(input, region, &facts) && facts.carrier_specific,
			   answer);
}

static void
ask_sms(const char *input, const char *region, char *answer)
{
	struct phone_short_answer facts;

	case_truth(facts_of(input, region, &facts) && facts.sms_service, answer);
}

static void
ask_cost(const char *input, const char *region, char *answer)
{
	struct phone_short_answer facts;

	strcpy(answer, phone_cost_name(facts_of(input, region, &facts) ?
								   facts.cost : PHONE_COST_UNKNOWN));
}

static void
ask_connects(const char *input, const char *region, char *answer)
{
	case_truth(phone_connects_to_emergency(input, strlen(input),
										   region, strlen(region)), answer);
}

static void
ask_emergency(const char *input, const char *region, char *answer)
{
	case_truth(phone_is_emergency(input, strlen(input),
								  region, strlen(region)), answer);
}

static const struct case_call calls[] = {
	{"short_possible", ask_possible},
	{"short_valid", ask_valid},
	{"short_carrier", ask_carrier},
	{"short_sms", ask_sms},
	{"short_cost", ask_cost},
	{"connects_to_emergency", ask_connects},
	{"is_emergency", ask_emergency}
};

#define CALLS	(sizeof calls / sizeof calls[0])

/* The file has no line that is not run. */
static void
test_all_calls(void **state)
{
	(void) state;
	assert_int_equal(case_strangers(CASES, calls, CALLS), 0);
}

/* A code in use that the metadata lacks is valid, and nothing else of it. */
static void
test_extra_codes(void **state)
{
	struct phone_short_answer facts;

	(void) state;
	assert_true(phone_short_valid("1930", 4, "IN", 2));
	assert_true(phone_short_valid("14567", 5, "IN", 2));
	assert_true(phone_short_valid("112", 3, "IN", 2));
	assert_false(phone_short_valid("1931", 4, "IN", 2));
	assert_false(phone_short_valid("193", 3, "IN", 2));
	assert_false(phone_short_valid("19300", 5, "IN", 2));
	assert_false(phone_short_valid("1930", 4, "US", 2));
	assert_false(phone_short_valid("1930", 4, "in", 2));
	assert_false(phone_short_valid("1930", 4, "", 0));
	assert_true(facts_of("1930", "IN", &facts));
	assert_false(facts.valid);
}

int
main(void)
{
	struct case_group groups[CALLS];
	struct CMUnitTest tests[CALLS + 2] = {
		cmocka_unit_test(test_all_calls),
		cmocka_unit_test(test_extra_codes)
	};

	for (size_t i = 0; i < CALLS; i++)
	{
		groups[i].file = CASES;
		groups[i].call = &calls[i];
		tests[i + 2].name = calls[i].name;
		tests[i + 2].test_func = case_test;
		tests[i + 2].initial_state = &groups[i];
	}
	return cmocka_run_group_tests_name("phone_short", tests, NULL, NULL);
}
