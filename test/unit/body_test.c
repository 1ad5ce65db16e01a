/* body_test.c: JSON bodies, forms and queries, and what is refused of them */
#include "worker_unit.h"

#include "body.h"

struct result
{
	struct arena arena;
	struct members members;
	const char *wrong;
};

static void
read_json(struct result *result, struct slice text)
{
	*result = (struct result) {0};
	result->wrong = body_json(&result->arena, text, &result->members);
}

static void
read_form(struct result *result, struct slice text)
{
	*result = (struct result) {0};
	result->wrong = body_form(&result->arena, text, &result->members);
}

static void
test_kinds(void **state)
{
	static const struct
	{
		const char *name;
		enum member_kind kind;
		const char *text;
	}			expected[] = {
		{"t", MEMBER_TEXT, "J\303\266rg"}, {"i", MEMBER_INTEGER, "919876543210"},
		{"m", MEMBER_INTEGER, "-5"}, {"r", MEMBER_REAL, "0.5"},
		{"y", MEMBER_TRUE, NULL}, {"n", MEMBER_FALSE, NULL},
		{"z", MEMBER_NULL, NULL}, {"o", MEMBER_OTHER, NULL},
		{"a", MEMBER_LIST, NULL}, {"", MEMBER_TEXT, ""},
	};
	struct result result;

	(void) state;
	read_json(&result, TEXT(" {\"t\":\"J\\u00f6rg\",\"i\":919876543210,"
							"\"m\":-5,\"r\":0.5,\"y\":true,\"n\":false,"
							"\"z\":null,\"o\":{\"t\":1},\"a\":[1],"
							"\"\":\"\"} "));
	assert_null(result.wrong);
	assert_int_equal(result.members.count, lengthof(expected));
	for (size_t i = 0; i < lengthof(expected); i++)
	{
		const struct member *member = body_member(&result.members,
												  expected[i].name);

		assert_non_null(member);
		assert_int_equal(member->kind, expected[i].kind);
		if (expected[i].text != NULL)
			assert_true(slice_equal(member->text, expected[i].text));
	}
	assert_null(body_member(&result.members, "tt"));
	arena_free(&result.arena);
}

/* A list holds its items; what is a list in it is not looked into. */
static void
test_lists(void **state)
{
	static const struct
	{
		enum member_kind kind;
		const char *text;
	}			expected[] = {
		{MEMBER_TEXT, "+91 \"98\\"}, {MEMBER_INTEGER, "-7"}, {MEMBER_NULL, NULL},
		{MEMBER_OTHER, NULL}, {MEMBER_OTHER, NULL}, {MEMBER_TEXT, ""},
	};
	struct result result;
	const struct member *list;

	(void) state;
	read_json(&result, TEXT("{\"l\":[\"+91 \\\"98\\\\\",-7,null,[1],{},\"\"],"
							"\"e\":[]}"));
	assert_null(result.wrong);
	list = body_member(&result.members, "l");
	assert_int_equal(list->kind, MEMBER_LIST);
	assert_int_equal(list->items, lengthof(expected));
	for (size_t i = 0; i < lengthof(expected); i++)
	{
		assert_int_equal(list->item[i].kind, expected[i].kind);
		if (expected[i].text != NULL)
			assert_true(slice_equal(list->item[i].text, expected[i].text));
	}
	assert_int_equal(body_member(&result.members, "e")->kind, MEMBER_LIST);
	assert_int_equal(body_member(&result.members, "e")->items, 0);
	arena_free(&result.arena);
}

static void
test_refused(void **state)
{
	static const struct slice bad[] = {
		TEXT("{"), TEXT("{\"a\":1}x"), TEXT("{\"a\":1,}"), TEXT("{'a':1}"),
		TEXT("{\"a\":1,\"a\":1}"), TEXT("[]"), TEXT("1"), TEXT("\"a\""),
		TEXT("null"), TEXT("{\"a\":\"\xff\"}"), TEXT("{\"a\":\"\\ud800\"}"),
		TEXT("{\"a\":\"\\udc00\\ud800\"}"), TEXT("{\"a\":\"\\u0000\"}"),
		TEXT("{\"a\\u0000\":1}"), TEXT("{\"a\":\"\0\"}"),
		TEXT("{\"a\":\"\n\"}"), TEXT("{\"a\":1e999}"),
		TEXT("{\"a\":99999999999999999999}"), TEXT("{\"a\":01}"),
		TEXT("{\"a\":NaN}"), TEXT("{\"a\":+1}"), TEXT("{\"a\":\"\\x41\"}"),
		TEXT("\xef\xbb\xbf{}"), TEXT("{\"o\":{\"a\":1,\"a\":2}}"),
		TEXT("{\"\xed\xa0\x80\":1}"),
	};

	(void) state;
	for (size_t i = 0; i < lengthof(bad); i++)
	{
		struct result result;

		read_json(&result, bad[i]);
		assert_non_null(result.wrong);
		arena_free(&result.arena);
	}
}

static void
test_depth(void **state)
{
	struct result result;
	struct buffer deep = {0};

	(void) state;
	for (int depth = 15; depth <= 17; depth++)
	{
		deep.length = 0;
		buffer_text(&deep, "{\"a\":\"[[[[[[[[[[[[[[[[[[[[\",\"b\":");
		for (int i = 1; i < depth; i++)
			buffer_text(&deep, "[");
		for (int i = 1; i < depth; i++)
			buffer_text(&deep, "]");
		buffer_text(&deep, "}");
		read_json(&result, (struct slice) {deep.data, deep.length});
		assert_int_equal(result.wrong == NULL, depth <= BODY_DEPTH);
		arena_free(&result.arena);
	}
	/* nothing recurses on what is only opened */
	deep.length = 0;
	for (int i = 0; i < 60000; i++)
		buffer_text(&deep, "[");
	read_json(&result, (struct slice) {deep.data, deep.length});
	assert_string_equal(result.wrong, "The body is nested too deeply.");
	arena_free(&result.arena);
	buffer_free(&deep);
}

static void
test_many(void **state)
{
	struct buffer text = {0};
	struct result result;

	(void) state;
	for (int i = 0; i <= BODY_MEMBERS; i++)
		buffer_print(&text, "%s\"m%d\":1", i > 0 ? "," : "{", i);
	buffer_text(&text, "}");
	read_json(&result, (struct slice) {text.data, text.length});
	assert_string_equal(result.wrong, "The body has too many members.");
	arena_free(&result.arena);
	text.length = 0;
	for (int i = 0; i <= BODY_MEMBERS; i++)
		buffer_print(&text, "%sm%d=1", i > 0 ? "&" : "", i);
	read_form(&result, (struct slice) {text.data, text.length});
	assert_string_equal(result.wrong, "There are too many values.");
	arena_free(&result.arena);
	buffer_free(&text);
}

static void
test_form(void **state)
{
	struct result result;

	(void) state;
	read_form(&result, TEXT("name=Asha+Rao&n%61me2=%2B91&empty=&eq=a=b"));
	assert_null(result.wrong);
	assert_int_equal(result.members.count, 4);
	assert_true(slice_equal(body_member(&result.members, "name")->text,
							"Asha Rao"));
	assert_true(slice_equal(body_member(&result.members, "name2")->text,
							"+91"));
	assert_int_equal(body_member(&result.members, "empty")->text.length, 0);
	assert_true(slice_equal(body_member(&result.members, "eq")->text, "a=b"));
	arena_free(&result.arena);
}

/* Of members that are in a member nothing is told but that it is so. */
static void
test_twice(void **state)
{
	static const struct
	{
		struct slice json;
		const char *name;
	}			case_of[] = {
		{TEXT("{\"a\":1,\"a\":1}"), "a"},
		{TEXT("{\"b\":[{\"a\":\"}\"}],\"a\\\\\" : \"{\\\"\" , \"a\\u005c\" : 2}"), "a\\"},
		{TEXT("{\"q\\\"\":\"q\",\"q\\\"\":1}"), "q\""},
		{TEXT("{\"J\303\266rg\":{},\"J\\u00f6rg\":1}"), "J\303\266rg"},
		{TEXT("{\"\":1,\"\":2}"), ""},
		{TEXT("{\"o\":{\"a\":1,\"a\":2}}"), NULL},
		{TEXT("{\"a\":1,\"o\":[{\"a\":1,\"a\":2}]}"), NULL},
		{TEXT("[{\"a\":1,\"a\":2}]"), NULL},
		{TEXT("{\"a\":1,"), NULL},
	};
	struct result result;

	(void) state;
	for (size_t i = 0; i < lengthof(case_of); i++)
	{
		read_json(&result, case_of[i].json);
		assert_non_null(result.wrong);
		if (case_of[i].name == NULL)
			assert_null(result.members.twice);
		else
			assert_string_equal(result.members.twice, case_of[i].name);
		arena_free(&result.arena);
	}
	read_form(&result, TEXT("b=1&a=1&%61=2"));
	assert_string_equal(result.wrong, "a is given twice.");
	assert_string_equal(result.members.twice, "a");
	arena_free(&result.arena);
}

static void
test_form_refused(void **state)
{
	static const struct slice bad[] = {
		TEXT("a"), TEXT("a=1&b"), TEXT("=1"), TEXT("a=1&&b=1"), TEXT("&"),
		TEXT("a=1&a=2"), TEXT("a=1&%61=2"), TEXT("a=%"), TEXT("a=%4"),
		TEXT("a=%zz"), TEXT("a=%00"), TEXT("%00=a"), TEXT("a=%ff"),
		TEXT("a=\xff"), TEXT("a=%0d"), TEXT("a%0a=1"), TEXT("a=%c2%85"),
	};

	(void) state;
	for (size_t i = 0; i < lengthof(bad); i++)
	{
		struct result result;

		read_form(&result, bad[i]);
		assert_non_null(result.wrong);
		arena_free(&result.arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_depth),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_form),
		cmocka_unit_test(test_form_refused),
		cmocka_unit_test(test_twice),
	};

	return cmocka_run_group_tests_name("body", tests, NULL, NULL);
}
