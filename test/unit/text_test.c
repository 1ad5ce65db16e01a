/* text_test.c: UTF-8, percent codes, base64url, integers */
#include "worker_unit.h"

#include "text.h"

static void
test_clean(void **state)
{
	static const struct slice good[] = {
		TEXT(""), TEXT("plain"), TEXT("J\303\266rg"), TEXT("\340\244\206"),
		TEXT("\360\237\230\200"), TEXT("\xed\x9f\xbf\xee\x80\x80"),
		TEXT("\xf4\x8f\xbf\xbf"), TEXT("\xc2\xa0"),
	};
	static const struct slice bad[] = {
		TEXT("a\0b"), TEXT("\x1f"), TEXT("\x7f"), TEXT("\xc2\x80"),
		TEXT("\xc2\x9f"), TEXT("\r"), TEXT("\x80"), TEXT("\xc3"),
		TEXT("\xc0\xaf"), TEXT("\xc1\xbf"), TEXT("\xe0\x80\xaf"),
		TEXT("\xed\xa0\x80"), TEXT("\xf4\x90\x80\x80"), TEXT("\xff"),
		TEXT("\xf0\x80\x80\xaf"), TEXT("\xe2\x82"), TEXT("\xc3("),
	};

	(void) state;
	for (size_t i = 0; i < lengthof(good); i++)
		assert_true(text_clean(good[i], false));
	for (size_t i = 0; i < lengthof(bad); i++)
		assert_false(text_clean(bad[i], true));
	assert_true(text_clean(TEXT("a\n\tb"), true));
	assert_false(text_clean(TEXT("a\nb"), false));
	assert_false(text_clean(TEXT("a\tb"), false));
}

static void
test_unescape(void **state)
{
	static const struct slice bad[] = {
		TEXT("%"), TEXT("%4"), TEXT("a%4"), TEXT("%4g"), TEXT("%g4"),
		TEXT("%%41"), TEXT("% 1"), TEXT("%+1"),
	};
	struct arena arena = {0};
	struct slice out;

	(void) state;
	assert_true(text_unescape(&arena, TEXT("a+b%2Bc%41%7e"), true, &out));
	assert_true(slice_equal(out, "a b+cA~"));
	assert_true(text_unescape(&arena, TEXT("a+b"), false, &out));
	assert_true(slice_equal(out, "a+b"));
	assert_true(text_unescape(&arena, TEXT("%00"), false, &out));
	assert_int_equal(out.length, 1);
	for (size_t i = 0; i < lengthof(bad); i++)
		assert_false(text_unescape(&arena, bad[i], true, &out));
	arena_free(&arena);
}

static void
test_escape(void **state)
{
	struct buffer out = {0};

	(void) state;
	text_escape(&out, TEXT("aZ0-._~ /%\r\n\303\266\0"));
	assert_true(slice_equal((struct slice) {out.data, out.length},
							"aZ0-._~%20%2F%25%0D%0A%C3%B6%00"));
	buffer_free(&out);
}

static void
test_quoted(void **state)
{
	struct buffer out = {0};

	(void) state;
	text_quoted(&out, TEXT(""));
	text_quoted(&out, TEXT("NULL"));
	text_quoted(&out, TEXT("\"{a,\\\"b}\\"));
	buffer_add(&out, "", 1);
	assert_string_equal(out.data, "\"\"\"NULL\"\"\\\"{a,\\\\\\\"b}\\\\\"");
	buffer_free(&out);
}

static void
test_base64(void **state)
{
	static const struct slice bad[] = {
		TEXT("A"), TEXT("AA=="), TEXT("AB"), TEXT("AA\n"), TEXT("A+"),
		TEXT("A/"), TEXT(" AA"), TEXT("AAB"), TEXT("AA\0"),
	};
	struct arena arena = {0};
	struct slice out;

	(void) state;
	for (size_t length = 0; length < 40; length++)
	{
		unsigned char byte[40];
		char	   *text;

		randombytes_buf(byte, sizeof byte);
		text = text_base64(&arena, byte, length);
		assert_true(text_unbase64(&arena, slice_of(text), &out));
		assert_int_equal(out.length, length);
		assert_memory_equal(out.data, byte, length);
	}
	for (size_t i = 0; i < lengthof(bad); i++)
		assert_false(text_unbase64(&arena, bad[i], &out));
	arena_free(&arena);
}

static void
test_integer(void **state)
{
	static const char *const bad[] = {
		"", "-", "+1", " 1", "1 ", "1.0", "1e3", "0x1", "--1",
		"9223372036854775808", "-9223372036854775809",
		"99999999999999999999999",
	};
	int64_t		value;

	(void) state;
	assert_true(text_integer(TEXT("9223372036854775807"), &value));
	assert_true(value == INT64_MAX);
	assert_true(text_integer(TEXT("-9223372036854775808"), &value));
	assert_true(value == INT64_MIN);
	assert_true(text_integer(TEXT("-0"), &value) && value == 0);
	for (size_t i = 0; i < lengthof(bad); i++)
		assert_false(text_integer(slice_of(bad[i]), &value));
}

static void
test_uuid(void **state)
{
	(void) state;
	assert_true(text_uuid(TEXT(SESSION)));
	assert_false(text_uuid(TEXT("00000000-0000-4000-8000-00000000000g")));
	assert_false(text_uuid(TEXT("00000000-0000-4000-8000-00000000000")));
	assert_false(text_uuid(TEXT("000000000000-4000-8000-0000000000000")));
}

static void
test_fold(void **state)
{
	(void) state;
	assert_true(text_equal_fold(TEXT("AbC"), TEXT("aBc")));
	assert_false(text_equal_fold(TEXT("abc"), TEXT("abcd")));
	assert_true(text_within_fold(TEXT("RAO"), TEXT("Asha Rao")));
	assert_true(text_within_fold(TEXT("x"), TEXT("x")));
	assert_false(text_within_fold(TEXT("longer"), TEXT("long")));
}

static void
test_json(void **state)
{
	struct buffer out = {0};

	(void) state;
	buffer_json(&out, "a\"b\\c\n\1\303\266", 9);
	assert_true(slice_equal((struct slice) {out.data, out.length},
							"\"a\\\"b\\\\c\\u000a\\u0001\303\266\""));
	buffer_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_clean),
		cmocka_unit_test(test_unescape),
		cmocka_unit_test(test_escape),
		cmocka_unit_test(test_quoted),
		cmocka_unit_test(test_base64),
		cmocka_unit_test(test_integer),
		cmocka_unit_test(test_uuid),
		cmocka_unit_test(test_fold),
		cmocka_unit_test(test_json),
	};

	return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
