/* sheet_test.c: sheets say what was written, and nothing else is one */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sheet.h"

#define ROOM	256

static phone
number(const char *text)
{
	phone		value;

	assert_true(phone_from_text(text, strlen(text), &value));
	return value;
}

static char *
put(char *out, const char *phone_text, const char *name, const char *folded)
{
	struct sheet_row row = {
		number(phone_text), (uint16_t) strlen(name),
		(uint16_t) strlen(folded), name, folded
	};

	return sheet_put(out, &row);
}

/* How many rows there are, and whether they end where the bytes end. */
static int
count_rows(const char *bytes, size_t length, bool *whole)
{
	char	   *exact = malloc(length + 1);
	struct sheet sheet;
	int			count = 0;

	memcpy(exact, bytes, length);
	sheet_open(&sheet, exact, length);
	while (sheet_next(&sheet))
		count++;
	assert_false(sheet_next(&sheet));
	*whole = !sheet.wrong && sheet.position == length;
	free(exact);
	return count;
}

static void
rows_come_back(void **state)
{
	char		bytes[ROOM];
	char	   *end = put(bytes, "+919876543210", "Bo", "bo");
	struct sheet sheet;

	end = put(end, "+919876543210", "Bo B.", "bo b");
	end = put(end, "+919876543211", "A", "");
	sheet_open(&sheet, bytes, (size_t) (end - bytes));
	assert_true(sheet_next(&sheet));
	assert_int_equal(sheet.row.number, number("+919876543210"));
	assert_int_equal(sheet.row.name_length, 2);
	assert_memory_equal(sheet.row.folded, "bo", 2);
	assert_true(sheet_next(&sheet));
	assert_memory_equal(sheet.row.name, "Bo B.", 5);
	assert_true(sheet_next(&sheet));
	assert_int_equal(sheet.row.folded_length, 0);
	assert_false(sheet_next(&sheet));
	assert_false(sheet.wrong);
}

static void
an_empty_sheet_is_one(void **state)
{
	bool		whole;

	assert_int_equal(count_rows("", 0, &whole), 0);
	assert_true(whole);
}

/* Wherever it is cut but between rows. */
static void
a_cut_sheet_is_none(void **state)
{
	char		bytes[ROOM];
	char	   *first = put(bytes, "+919876543210", "Bo", "bo");
	char	   *end = put(first, "+919876543211", "Al", "al");
	bool		whole;

	for (size_t length = 1; length < (size_t) (end - bytes); length++)
	{
		bool		between = length == (size_t) (first - bytes);

		assert_int_equal(count_rows(bytes, length, &whole),
						 length >= (size_t) (first - bytes));
		assert_int_equal(whole, between);
	}
	assert_int_equal(count_rows(bytes, (size_t) (end - bytes), &whole), 2);
	assert_true(whole);
}

static void
rows_ascend(void **state)
{
	static const char *const second[][2] = {
		{"+919876543210", "bo"}, {"+919876543210", "b"},
		{"+919876543209", "zz"}
	};

	for (size_t i = 0; i < sizeof(second) / sizeof(second[0]); i++)
	{
		char		bytes[ROOM];
		char	   *end = put(bytes, "+919876543210", "Bo", "bo");
		bool		whole;

		end = put(end, second[i][0], "X", second[i][1]);
		assert_int_equal(count_rows(bytes, (size_t) (end - bytes), &whole), 1);
		assert_false(whole);
	}
}

static void
a_row_has_a_number(void **state)
{
	char		bytes[ROOM];
	char	   *end = put(bytes, "+919876543210", "Bo", "bo");
	bool		whole;

	memset(bytes, 0, sizeof(phone));
	assert_int_equal(count_rows(bytes, (size_t) (end - bytes), &whole), 0);
	assert_false(whole);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_come_back),
		cmocka_unit_test(an_empty_sheet_is_one),
		cmocka_unit_test(a_cut_sheet_is_none),
		cmocka_unit_test(rows_ascend),
		cmocka_unit_test(a_row_has_a_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
