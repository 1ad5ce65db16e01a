/*
 * phone_parse_test.c: parsing, questions and formats against the answers of
 * libphonenumber 9.0.35 (C++) recorded in test/data/phone_dev.tsv.gz
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "phone.h"

#define DEV_FILE	"test/data/phone_dev.tsv.gz"
#define DEV_LINES	20000
#define SHOWN_MAX	5			/* differences printed before counting on */

enum column
{
	INPUT, REGION, ERROR, E164, POSSIBLE, VALID, ANSWER_REGION, TYPE,
	INTERNATIONAL, NATIONAL, RFC3966, EXTENSION, SOURCE, COLUMNS
};

struct facts
{
	const char *column[COLUMNS];
	char		e164[PHONE_FORMAT_MAX];
	char		international[PHONE_FORMAT_MAX];
	char		national[PHONE_FORMAT_MAX];
	char		rfc3966[PHONE_FORMAT_MAX];
	char		extension[PHONE_EXTENSION_MAX + 1];
	struct phone_answer answer;
};

/* What the engine says, in the columns of the recorded answers. */
static void
ask_everything(const char *input, size_t length, const char *region,
			   struct facts *facts)
{
	struct phone_number number;
	enum phone_error error;

	for (int i = ERROR; i < COLUMNS; i++)
		facts->column[i] = "";
	error = phone_parse(input, length, region, strlen(region), &number);
	facts->column[ERROR] = phone_error_name(error);
	if (error != PHONE_OK)
		return;
	phone_ask(&number, &facts->answer);
	phone_format(&number, PHONE_E164, facts->e164);
	phone_format(&number, PHONE_INTERNATIONAL, facts->international);
	phone_format(&number, PHONE_NATIONAL, facts->national);
	phone_format(&number, PHONE_RFC3966, facts->rfc3966);
	memcpy(facts->extension, number.extension, number.extension_length);
	facts->extension[number.extension_length] = '\0';
	facts->column[E164] = facts->e164;
	facts->column[POSSIBLE] = phone_possibility_name(phone_possible(&number));
	facts->column[VALID] = facts->answer.valid ? "t" : "f";
	facts->column[ANSWER_REGION] = facts->answer.region;
	facts->column[TYPE] = phone_type_name(facts->answer.type);
	facts->column[INTERNATIONAL] = facts->international;
	facts->column[NATIONAL] = facts->national;
	facts->column[RFC3966] = facts->rfc3966;
	facts->column[EXTENSION] = facts->extension;
}

/* Undoes COPY's escapes in place. */
static void
unescape(char *text)
{
	char	   *out = text;

	for (; *text != '\0'; text++)
	{
		if (*text == '\\' && text[1] != '\0')
		{
			text++;
			*out++ = *text == 't' ? '\t' : *text == 'n' ? '\n' :
				*text == 'r' ? '\r' : *text == 'b' ? '\b' :
				*text == 'f' ? '\f' : *text == 'v' ? '\v' : *text;
		}
		else
			*out++ = *text;
	}
	*out = '\0';
}

static bool
split(char *line, char *column[COLUMNS])
{
	for (int i = 0; i < COLUMNS; i++)
	{
		char	   *tab = strchr(line, i + 1 < COLUMNS ? '\t' : '\n');

		if (tab == NULL)
			return false;
		*tab = '\0';
		column[i] = line;
		line = tab + 1;
	}
	for (int i = 0; i < COLUMNS; i++)
		unescape(column[i]);
	return true;
}

static bool
same_line(char *column[COLUMNS], int number, int shown)
{
	struct facts facts;
	bool		same = true;

	ask_everything(column[INPUT], strlen(column[INPUT]), column[REGION],
				   &facts);
	for (int i = ERROR; i < SOURCE; i++)
	{
		if (strcmp(column[i], facts.column[i]) == 0)
			continue;
		if (shown < SHOWN_MAX)
			print_message("# line %d, \"%s\" in %s: column %d is \"%s\", not \"%s\"\n",
						  number, column[INPUT], column[REGION], i + 1,
						  facts.column[i], column[i]);
		same = false;
	}
	return same;
}

/* Every recorded answer is given, in all twelve columns. */
static void
test_recorded_answers(void **state)
{
	FILE	   *file = popen("gzip -dc " DEV_FILE, "r");
	char	   *line = NULL;
	size_t		room = 0;
	int			lines = 0;
	int			different = 0;

	(void) state;
	assert_non_null(file);
	while (getline(&line, &room, file) > 0)
	{
		char	   *column[COLUMNS];

		lines++;
		assert_true(split(line, column));
		if (!same_line(column, lines, different))
			different++;
	}
	free(line);
	assert_int_equal(pclose(file), 0);
	print_message("# %d of %d lines equal\n", lines - different, lines);
	assert_int_equal(lines, DEV_LINES);
	assert_int_equal(different, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_recorded_answers),
	};

	return cmocka_run_group_tests_name("phone_parse", tests, NULL, NULL);
}
