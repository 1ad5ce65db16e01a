/*
 * spam_text.c: the text form of a state
 *
 *	v1 line=3@1700000000000000 first=1700000000000000 last=1700000000000000
 *	trusted.to_8=9.5e4 ...
 *
 * Version, then fields in the order below, zeros left out, one space between
 * two of them. Times are microseconds since 1970; a flag is its value and when
 * it was said; sums are as stored, grown from the landmark, and come back bit
 * for bit. What reads it takes nothing
 * that what writes it could not have written, other spellings of a number
 * aside.
 */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "spam.h"

#define KEY_MAX		40

/* A run of sums or counts under one name, numbered where there are several. */
struct run
{
	const char *name;
	int			items;
};

static const struct run sum_run[] = {
	{"unanswered", 1}, {"to_8", 1}, {"to_30", 1}, {"to_120", 1},
	{"over_120", 1}, {"untold", 1}, {"known", 1}, {"stranger_a", 1},
	{"stranger_b", 1}, {"stranger_c", 1}, {"known_a", 1}, {"neighbour", 1},
	{"out_short", 1}, {"out_long", 1}, {"cluster", SPAM_CLUSTERS},
	{"report_signed", 1}, {"report_alone", 1}, {"good", SPAM_GOOD_CLUSTERS},
	{"good_alone", 1}, {"category", SPAM_CATEGORIES}, {"stranger_fast", 1},
	{"known_fast", 1}, {"report_fast", 1}, {"book_age", SPAM_BOOK_CLUSTERS},
	{"book", SPAM_BOOK_CLUSTERS}, {"stranger_ever", 1}, {NULL, 0}
};

static const struct run count_run[] = {
	{"n_unanswered", 1}, {"n_to_8", 1}, {"n_to_30", 1}, {"n_to_120", 1},
	{"n_over_120", 1}, {"n_untold", 1}, {"n_known", 1}, {"n_report", 1},
	{"n_good", 1}, {"n_book", 1}, {NULL, 0}
};

static const char *const side_name[SPAM_SIDES] = {"trusted", "doubtful"};

/* Reads the text from left to right; at points behind what was taken. */
struct reader
{
	const char *at;
	bool		failed;
};

struct writer
{
	char	   *out;
	size_t		length;
};

static void
key_of(char key[KEY_MAX], int side, const struct run *run, int item)
{
	if (run->items == 1)
		snprintf(key, KEY_MAX, " %s.%s=", side_name[side], run->name);
	else
		snprintf(key, KEY_MAX, " %s.%s.%d=", side_name[side], run->name, item);
}

static void
put(struct writer *writer, const char *text)
{
	size_t		length = strlen(text);

	memcpy(writer->out + writer->length, text, length + 1);
	writer->length += length;
}

/* The shortest of the usual precisions that reads back as the same. */
static void
put_sum(struct writer *writer, double sum)
{
	char		text[32];

	for (int digits = 15; digits <= 17; digits++)
	{
		snprintf(text, sizeof(text), "%.*g", digits, sum);
		if (strtod(text, NULL) == sum)
			break;
	}
	put(writer, text);
}

static void
put_whole(struct writer *writer, int64_t value)
{
	char		text[24];

	snprintf(text, sizeof(text), "%lld", (long long) value);
	put(writer, text);
}

static void
put_ledger(struct writer *writer, int side, const struct spam_ledger *ledger)
{
	char		key[KEY_MAX];
	const double *sum = ledger->sum;
	const int32_t *count = ledger->count;
	bool		any = false;

	for (const struct run *run = sum_run; run->name != NULL; run++)
		for (int item = 0; item < run->items; item++, sum++)
			if (*sum != 0)
			{
				key_of(key, side, run, item);
				put(writer, key);
				put_sum(writer, *sum);
			}
	for (const struct run *run = count_run; run->name != NULL; run++, count++)
		if (*count != 0)
		{
			key_of(key, side, run, 0);
			put(writer, key);
			put_whole(writer, *count);
		}
	for (int i = 0; i < SPAM_REGISTERS; i++)
		any |= ledger->callee[i] != 0;
	if (!any)
		return;
	key_of(key, side, &(struct run) {"callee", 1}, 0);
	put(writer, key);
	for (int i = 0; i < SPAM_REGISTERS; i++)
	{
		snprintf(key, sizeof(key), "%02x", ledger->callee[i]);
		put(writer, key);
	}
}

static void
put_flags(struct writer *writer, const struct spam_state *state)
{
	char		text[64];

	for (int i = 0; i < SPAM_FLAGS; i++)
	{
		enum spam_flag flag = (enum spam_flag) i;

		if (state->flag[i] == 0)
			continue;
		snprintf(text, sizeof(text), " %s=%d@%lld", spam_flag_name(flag),
				 spam_flag_value(state, flag),
				 (long long) spam_flag_time(state, flag));
		put(writer, text);
	}
}

/* Write a state; the length, without the NUL behind it. */
size_t
spam_to_text(const struct spam_state *state, char out[SPAM_TEXT_MAX])
{
	struct writer writer = {out, 0};

	put(&writer, "v1");
	put_flags(&writer, state);
	if (state->first == SPAM_NEVER_FIRST)
		return writer.length;
	put(&writer, " first=");
	put_whole(&writer, state->first);
	put(&writer, " last=");
	put_whole(&writer, state->last);
	for (int side = 0; side < SPAM_SIDES; side++)
		put_ledger(&writer, side, &state->ledger[side]);
	return writer.length;
}

/* Step over a key when it comes next. */
static bool
take(struct reader *reader, const char *key)
{
	size_t		length = strlen(key);

	if (strncmp(reader->at, key, length) != 0)
		return false;
	reader->at += length;
	return true;
}

static int64_t
take_whole(struct reader *reader)
{
	char	   *end;
	long long	value;

	if (*reader->at < '0' || *reader->at > '9')
	{
		reader->failed = true;
		return 0;
	}
	errno = 0;
	value = strtoll(reader->at, &end, 10);
	reader->failed |= errno != 0;
	reader->at = end;
	return value;
}

static double
take_sum(struct reader *reader)
{
	size_t		length = strspn(reader->at, "0123456789.e+-");
	char	   *end;
	double		value;

	if (*reader->at < '0' || *reader->at > '9')
	{
		reader->failed = true;
		return 0;
	}
	value = strtod(reader->at, &end);
	reader->failed |= end != reader->at + length || !(value <= SPAM_SUM_MAX);
	reader->at = end;
	return value;
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

static void
take_callees(struct reader *reader, uint8_t callee[SPAM_REGISTERS])
{
	for (int i = 0; i < SPAM_REGISTERS; i++)
	{
		int			high = hex_digit(reader->at[0]);
		int			low = high < 0 ? -1 : hex_digit(reader->at[1]);

		if (low < 0)
		{
			reader->failed = true;
			return;
		}
		callee[i] = (uint8_t) (high << 4 | low);
		reader->at += 2;
	}
}

static void
take_ledger(struct reader *reader, int side, struct spam_ledger *ledger)
{
	char		key[KEY_MAX];
	double	   *sum = ledger->sum;
	int32_t    *count = ledger->count;

	for (const struct run *run = sum_run; run->name != NULL; run++)
		for (int item = 0; item < run->items; item++, sum++)
		{
			key_of(key, side, run, item);
			if (take(reader, key))
				*sum = take_sum(reader);
		}
	for (const struct run *run = count_run; run->name != NULL; run++, count++)
	{
		key_of(key, side, run, 0);
		if (take(reader, key))
		{
			int64_t		value = take_whole(reader);

			reader->failed |= value > INT32_MAX;
			*count = reader->failed ? 0 : (int32_t) value;
		}
	}
	key_of(key, side, &(struct run) {"callee", 1}, 0);
	if (take(reader, key))
		take_callees(reader, ledger->callee);
}

static void
take_flags(struct reader *reader, struct spam_state *state)
{
	char		key[KEY_MAX];

	for (int i = 0; i < SPAM_FLAGS; i++)
	{
		enum spam_flag flag = (enum spam_flag) i;
		int64_t		value;
		int64_t		at = 0;

		snprintf(key, sizeof(key), " %s=", spam_flag_name(flag));
		if (!take(reader, key))
			continue;
		value = take_whole(reader);
		if (value > SPAM_FLAG_VALUE_MAX || !take(reader, "@"))
			reader->failed = true;
		else
			at = take_whole(reader);
		if (reader->failed || !spam_time_is_valid(at))
			reader->failed = true;
		else
			spam_set_flag(state, flag, at, (int) value);
	}
}

/* Read a state; false when the text is none. */
bool
spam_from_text(const char *text, struct spam_state *state)
{
	struct reader reader = {text, false};

	spam_empty(state);
	if (!take(&reader, "v1"))
		return false;
	take_flags(&reader, state);
	if (take(&reader, " first="))
	{
		state->first = take_whole(&reader);
		if (!take(&reader, " last="))
			return false;
		state->last = take_whole(&reader);
		for (int side = 0; side < SPAM_SIDES; side++)
			take_ledger(&reader, side, &state->ledger[side]);
	}
	return !reader.failed && *reader.at == '\0' && spam_is_valid(state);
}
