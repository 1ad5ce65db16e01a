/* password_test.c: rules for passwords, argon2id */
#include "worker_unit.h"

#include "password.h"

static void
test_rules(void **state)
{
	char		text[PASSWORD_MOST + 1];

	(void) state;
	memset(text, 'z', sizeof text);
	assert_non_null(password_wrong(TEXT("1234567")));
	assert_non_null(password_wrong(TEXT("12345678")));
	assert_non_null(password_wrong(TEXT("QwertyUIOP")));
	assert_non_null(password_wrong(TEXT("numSIGHT")));
	assert_null(password_wrong(TEXT("tr0ub4dor&3x")));
	assert_null(password_wrong((struct slice) {text, PASSWORD_MOST}));
	assert_non_null(password_wrong((struct slice) {text, sizeof text}));
	assert_null(password_wrong(TEXT("\xe0\xa4\x85\xe0\xa4\x86\xe0\xa4\x87")));
}

/* The search in the table relies on its order. */
static void
test_table(void **state)
{
	(void) state;
	assert_int_equal(password_common_count, 10000);
	for (size_t i = 0; i < password_common_count; i++)
	{
		assert_true(strlen(password_common[i]) >= PASSWORD_LEAST);
		if (i > 0)
			assert_true(strcmp(password_common[i - 1],
							   password_common[i]) < 0);
	}
}

static void
test_hash(void **state)
{
	char		hash[PASSWORD_HASH];
	char		other[PASSWORD_HASH];

	(void) state;
	assert_true(password_hash("correct horse", 13, hash));
	assert_true(password_hash("correct horse", 13, other));
	assert_string_not_equal(hash, other);
	assert_non_null(strstr(hash, "$argon2id$v=19$m=19456,t=2,p=1$"));
	assert_true(password_verify("correct horse", 13, hash));
	assert_false(password_verify("correct horsf", 13, hash));
	assert_false(password_verify("correct horse", 12, hash));
	assert_false(password_verify("correct horse", 13, NULL));
	assert_false(password_verify("correct horse", 13, "not a hash"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rules),
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_hash),
	};

	return cmocka_run_group_tests_name("password", tests, NULL, NULL);
}
