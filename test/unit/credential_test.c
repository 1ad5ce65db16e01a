/* credential_test.c: what an Authorization header presents, and what not */
#include "worker_unit.h"

#include "credential.h"
#include "text.h"

#define KEY		"nsk_0123456789abcdefghijklmnopqrstuvwxyzABCDE-_"
#define ID		"e4f676f1-7976-cc69-c798-0c336e04d28d"

static struct arena arena;

static struct credential
read_text(const char *header)
{
	return credential_read(&arena, slice_of(header));
}

static const char *
basic(const char *pair)
{
	size_t		size = sodium_base64_encoded_len(strlen(pair),
												 sodium_base64_VARIANT_ORIGINAL);
	char	   *text = arena_get(&arena, size);

	sodium_bin2base64(text, size, (const unsigned char *) pair, strlen(pair),
					  sodium_base64_VARIANT_ORIGINAL);
	return arena_print(&arena, "Basic %s", text);
}

static int
tear_down(void **state)
{
	(void) state;
	arena_free(&arena);
	return 0;
}

static void
test_none(void **state)
{
	static const char *const header[] = {
		"", " ", "Bearer", "Bearer ", "Token   ", "Basic", "Basic ",
		"Bearerx", "Bearer\tx", "Digest x", "x", " Bearer x",
		"Tokenx y", "Basically x"
	};

	(void) state;
	for (size_t i = 0; i < lengthof(header); i++)
		assert_int_equal(read_text(header[i]).kind, CREDENTIAL_NONE);
}

/* Whatever is no key may be a token: that is proved, not guessed. */
static void
test_plain(void **state)
{
	static const struct
	{
		const char *header;
		const char *text;
		enum credential_kind kind;
	}			row[] = {
		{"Bearer a.b.c", "a.b.c", CREDENTIAL_TOKEN},
		{"bEARER a.b.c", "a.b.c", CREDENTIAL_TOKEN},
		{"TOKEN   a b", "a b", CREDENTIAL_TOKEN},
		{"Token nsk_", "nsk_", CREDENTIAL_TOKEN},
		{"Token " KEY "x", KEY "x", CREDENTIAL_TOKEN},
		{"Token " KEY " ", KEY " ", CREDENTIAL_TOKEN},
		{"Token " KEY, KEY, CREDENTIAL_KEY},
		{"bearer  " KEY, KEY, CREDENTIAL_KEY},
	};

	(void) state;
	for (size_t i = 0; i < lengthof(row); i++)
	{
		struct credential one = read_text(row[i].header);

		assert_int_equal(one.kind, row[i].kind);
		assert_true(slice_equal(one.text, row[i].text));
		assert_false(one.basic);
		assert_null(one.id);
		if (one.kind == CREDENTIAL_KEY)
			assert_true(slice_equal(one.secret, KEY));
	}
}

static void
test_basic(void **state)
{
	struct credential one = read_text(basic(ID ":" KEY));

	(void) state;
	assert_int_equal(one.kind, CREDENTIAL_KEY);
	assert_true(one.basic);
	assert_string_equal(one.id, ID);
	assert_true(slice_equal(one.secret, KEY));
	/* what a cache goes by is not what the key alone is */
	assert_false(slice_equal(one.text, KEY));
}

static void
test_basic_bad(void **state)
{
	static const char *const pair[] = {
		"", ":", ID, ID ":", ":" KEY, KEY, ID ":" KEY "x", ID ":x" KEY,
		ID ":" KEY ":", ID "::" KEY, "a b:" KEY, "a\x01" ":" KEY,
		"+919876543210:" KEY, ID ":correct horse battery staple",
		"01234567890123456789012345678901234567890123456789012345678901234:"
		KEY
	};
	static const char *const header[] = {
		"Basic !", "Basic =", "Basic QQ", "Basic QQ=", "Basic QQ== ",
		"Basic QR==", "Basic QQ==QQ==", "Basic nsk_", "Basic " KEY
	};

	(void) state;
	for (size_t i = 0; i < lengthof(pair); i++)
		assert_int_equal(read_text(basic(pair[i])).kind, pair[i][0] == '\0' ?
						 CREDENTIAL_NONE : CREDENTIAL_BAD);
	for (size_t i = 0; i < lengthof(header); i++)
	{
		assert_int_equal(read_text(header[i]).kind, CREDENTIAL_BAD);
		assert_true(read_text(header[i]).basic);
	}
}

static void
test_fresh(void **state)
{
	const char *one = credential_key(&arena);
	const char *header = arena_print(&arena, "Token %s", one);

	(void) state;
	assert_int_equal(read_text(header).kind, CREDENTIAL_KEY);
	assert_string_not_equal(one, credential_key(&arena));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_none),
		cmocka_unit_test(test_plain),
		cmocka_unit_test(test_basic),
		cmocka_unit_test(test_basic_bad),
		cmocka_unit_test(test_fresh),
	};

	return cmocka_run_group_tests_name("credential", tests, NULL, tear_down);
}
