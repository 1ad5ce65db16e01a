/*
 * phone_cases.h: cases of test/data/phone_*cases.tsv, one test a call
 *
 * A line is a call, its input, a region, the answer expected, and perhaps the
 * reason why that is not Google's. Lines of # are comments.
 */
#ifndef PHONE_CASES_H
#define PHONE_CASES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "phone.h"

#define CASE_ANSWER_MAX	256

enum case_column
{
	CASE_CALL, CASE_INPUT, CASE_REGION, CASE_EXPECTED, CASE_REASON,
	CASE_COLUMNS
};

/* A call by its name, and what gives the engine's answer. */
struct case_call
{
	const char *name;
	void		(*answer) (const char *input, const char *region,
						   char answer[CASE_ANSWER_MAX]);
};

struct case_group
{
	const char *file;
	const struct case_call *call;
};

/* Undoes \t, \n, \\ and \xHH in place. */
static void
case_unescape(char *text)
{
	char	   *out = text;

	for (; *text != '\0'; text++)
	{
		unsigned	byte = (unsigned char) *text;

		if (*text == '\\' && text[1] == 'x')
		{
			assert_int_equal(sscanf(text + 2, "%2x", &byte), 1);
			text += 3;
		}
		else if (*text == '\\')
		{
			text++;
			byte = *text == 't' ? '\t' : *text == 'n' ? '\n' :
				(unsigned char) *text;
		}
		*out++ = (char) byte;
	}
	*out = '\0';
}

/* The columns of a line; false if it has none. */
static bool
case_split(char *line, char *column[CASE_COLUMNS])
{
	line[strcspn(line, "\n")] = '\0';
	if (*line == '\0' || *line == '#')
		return false;
	for (int i = 0; i < CASE_COLUMNS; i++)
	{
		column[i] = line;
		line += strcspn(line, "\t");
		if (*line == '\t')
			*line++ = '\0';
	}
	case_unescape(column[CASE_INPUT]);
	return true;
}

/* Every line of a call gets the answer it expects. */
static void
case_test(void **state)
{
	const struct case_group *group = *state;
	FILE	   *file = fopen(group->file, "r");
	char	   *line = NULL;
	size_t		room = 0;
	int			count = 0;
	int			different = 0;

	assert_non_null(file);
	while (getline(&line, &room, file) > 0)
	{
		char	   *column[CASE_COLUMNS];
		char		answer[CASE_ANSWER_MAX] = "";

		if (!case_split(line, column) ||
			strcmp(column[CASE_CALL], group->call->name) != 0)
			continue;
		count++;
		group->call->answer(column[CASE_INPUT], column[CASE_REGION], answer);
		if (strcmp(answer, column[CASE_EXPECTED]) == 0)
			continue;
		different++;
		print_message("# %s of \"%s\" in \"%s\" is \"%s\", not \"%s\"\n",
					  column[CASE_CALL], column[CASE_INPUT],
					  column[CASE_REGION], answer, column[CASE_EXPECTED]);
	}
	free(line);
	fclose(file);
	print_message("# %s: %d cases\n", group->call->name, count);
	assert_int_not_equal(count, 0);
	assert_int_equal(different, 0);
}

static bool
case_known(const struct case_call *calls, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(calls[i].name, name) == 0)
			return true;
	return false;
}

/* How many lines have a call that is not among these. */
static int
case_strangers(const char *path, const struct case_call *calls, size_t count)
{
	FILE	   *file = fopen(path, "r");
	char	   *line = NULL;
	size_t		room = 0;
	int			strangers = 0;

	assert_non_null(file);
	while (getline(&line, &room, file) > 0)
	{
		char	   *column[CASE_COLUMNS];

		if (case_split(line, column) &&
			!case_known(calls, count, column[CASE_CALL]))
			strangers++;
	}
	free(line);
	fclose(file);
	return strangers;
}

static void
case_truth(bool truth, char answer[CASE_ANSWER_MAX])
{
	strcpy(answer, truth ? "t" : "f");
}

#endif
