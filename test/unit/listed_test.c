/* listed_test.c: block lists, as people write them */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "listed.h"

static char text[4096];
static struct listed file;

static void
note_row(void *context, const struct listed_row *row)
{
	size_t		length = strlen(text);
	char		number[PHONE_TEXT_MAX];

	(void) context;
	if (row->error != BOOK_OK)
		snprintf(text + length, sizeof text - length, "%u !%s %.*s|%.*s\n",
				 (unsigned) row->line, book_error_name(row->error),
				 (int) row->field.length, row->field.bytes,
				 (int) row->raw.length, row->raw.bytes);
	else
	{
		phone_to_text(row->number, number);
		snprintf(text + length, sizeof text - length, "%u %s %g%s #%lld %s\n",
				 (unsigned) row->line, number, row->score,
				 row->fraction ? " f" : "", (long long) row->count,
				 row->category);
	}
}

/* All rows of a list, its columns as a map says, or found. */
static const char *
rows_of(const char *map_text, const char *content)
{
	static struct listed_map map;
	struct book_text part;
	size_t		length = strlen(content);
	char	   *copy = malloc(length > 0 ? length : 1);

	assert_non_null(copy);
	memcpy(copy, content, length);
	if (map_text != NULL)
		assert_null(listed_map_read(&map, map_text, &part));
	text[0] = '\0';
	listed_open(&file, copy, length, map_text != NULL ? &map : NULL, "IN",
				note_row, NULL);
	while (listed_step(&file))
		;
	if (file.unclear)
		strcat(text, "unclear\n");
	free(copy);
	return text;
}

static void
columns_are_found_by_what_they_hold(void **unused)
{
	(void) unused;
	assert_string_equal(rows_of(NULL, "9876500001\n+919876500002\r\n\n098765 00003\nno number\n12\n"),
						"1 +919876500001 -1 #0 other\n2 +919876500002 -1 #0 other\n"
						"4 +919876500003 -1 #0 other\n5 !not_a_number number|no number\n6 !too_short number|12\n");
	assert_string_equal(rows_of(NULL, "# daily, of us, and you\n9876500001,12\n9876500002,1\n9876500003,0\n9876500004,\n9876500005,x\n"),
						"2 +919876500001 -1 #12 other\n3 +919876500002 -1 #1 other\n4 !low_score count|9876500003,0\n"
						"5 +919876500004 -1 #0 other\n6 !not_a_number count|9876500005,x\n");
	assert_string_equal(rows_of(NULL, "9876500001;8;Scam\n9876500002;9;\"Ping call; abroad\"\n9876500003;;Inkasso\n9876500004;7,5;what\n"),
						"1 +919876500001 8 #0 scam\n2 +919876500002 9 #0 wangiri\n3 +919876500003 -1 #0 debt\n4 +919876500004 7.5 f #0 other\n");
	assert_string_equal(rows_of(NULL, "scam|9876500001\n|9876500002\nsurvey|9876500003\n"),
						"1 +919876500001 -1 #0 scam\n2 +919876500002 -1 #0 other\n3 +919876500003 -1 #0 survey\n");
	/* two figures may be anything, and nothing is no list */
	assert_string_equal(rows_of(NULL, "9876500001;8;12;scam\n9876500002;8;12;scam\n"), "unclear\n");
	assert_string_equal(rows_of(NULL, "Asha\nBen\n"), "unclear\n");
	assert_string_equal(rows_of(NULL, "\n# nothing\n"), "");
}

static void
columns_are_known_by_their_titles(void **unused)
{
	(void) unused;
	assert_string_equal(rows_of(NULL, "Country,Caller Type,Phone No,Reports,Risk Score\nIN,Debt collector,9876500001,17,90%\nIN,,,,\n"),
						"2 +919876500001 90 #17 debt\n3 !missing_number Phone No|IN,,,,\n");
	assert_string_equal(rows_of(NULL, "\xEF\xBB\xBFphone_number,spam_likelihood,category,version\r\n+919876500001,0.94,scam,1764892800\r\n"),
						"2 +919876500001 0.94 f #0 scam\n");
}

static void
columns_are_what_the_caller_says(void **unused)
{
	static struct listed_map map;
	struct book_text part;

	(void) unused;
	assert_string_equal(rows_of("number,-,count", "Nr;x;y\n9876500001;8;12\n"), "2 +919876500001 -1 #12 other\n");
	assert_string_equal(rows_of("number=wen,type=Was", "Was;Score;Wen\nscam;9;9876500001\n"), "2 +919876500001 -1 #0 scam\n");
	assert_string_equal(rows_of("number=Wen,type=Was", "Wer;Wen\nscam;9876500001\n"), "unclear\n");
	assert_string_equal(listed_map_read(&map, "score", &part), "names no column of numbers: add number");
	assert_string_equal(listed_map_read(&map, "number,number", &part), "is named twice");
	assert_string_equal(listed_map_read(&map, "number=", &part), "has no title");
	assert_string_equal(listed_map_read(&map, "number,score=x", &part),
						"mixes titles and places: use number=Title,score=Title or number,score");
	assert_string_equal(listed_map_read(&map, "number,name", &part),
						"names nothing known: use number, score, count, category, or - for a column that is passed over");
}

static enum listed_look
look_at(const char *content)
{
	return listed_look_at(&file, content, strlen(content));
}

static void
people_are_no_block_list(void **unused)
{
	static const char *const people[] = {
		"", "Asha,9876500001\n", "9876500001;34;Asha\n9876500002;34;Ben\n",
		"name,phone\nScam,9876500001\n", "9876500001,Asha,scam\n9876500002,Ben,scam\n9876500003,Cem,scam\n",
		"BEGIN:VCARD\nTEL:9876500001\nEND:VCARD\n", "{\"phone\":\"9876500001\"}\n", "1;2\n3;4\n", "\xFF\xD8\xFF"
	};
	static const char *const perhaps[] = {
		"9876500001\n", "9876500001,7\n", "phone\n9876500001\n", "Kunde;Telefon\nAsha;9876500001\n",
		"9876500001;8;scam\n9876500002;8;Asha\n", "9876500001,Spam\n",
		"9876500001;8;a\n9876500002;8;a\n9876500003;8;a\n9876500004;8;a\n9876500005;8;b\n9876500006;8;b\n9876500007;8;b\n9876500008;8;b\n"
	};
	static const char *const surely[] = {
		"9876500001;8;scam\n9876500002;8;Spam\n9876500003;8;Debt\n",
		"\n# x\n9876500001;scam\n9876500002;Spam\n9876500003;Debt\n",
		"number;type\n9876500001;scam\n9876500002;\n9876500003;robocall\n9876500004;fraud\n",
		"phone_number,spam_score\n", "number;score;type\n+4930222281;9;x\n",
		"Number;Score;Comments;Caller type;Country\n004930111111;9;12;Aggressive Werbung;DE\n"
	};

	(void) unused;
	for (size_t i = 0; i < sizeof people / sizeof people[0]; i++)
		assert_int_equal(look_at(people[i]), LISTED_NOT);
	for (size_t i = 0; i < sizeof perhaps / sizeof perhaps[0]; i++)
		assert_int_equal(look_at(perhaps[i]), LISTED_PERHAPS);
	for (size_t i = 0; i < sizeof surely / sizeof surely[0]; i++)
		assert_int_equal(look_at(surely[i]), LISTED_SURELY);
}

static void
scores_are_parts_of_the_scale_of_their_file(void **unused)
{
	(void) unused;
	assert_float_equal(listed_part(0.9, 1, true), 0.9, 1e-12);
	assert_float_equal(listed_part(1, 1, false), 0.1, 1e-12);
	assert_float_equal(listed_part(9, 9, false), 0.9, 1e-12);
	assert_float_equal(listed_part(87.5, 98, true), 0.875, 1e-12);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_are_found_by_what_they_hold),
		cmocka_unit_test(columns_are_known_by_their_titles),
		cmocka_unit_test(columns_are_what_the_caller_says),
		cmocka_unit_test(people_are_no_block_list),
		cmocka_unit_test(scores_are_parts_of_the_scale_of_their_file)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
