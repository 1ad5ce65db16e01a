/*
 * survey.c: a first look at a file, before anything is stored
 *
 * A file of another format shows itself in its first rows. A file of
 * complaints is read to its end, for the days that it tells of, and a block
 * list for the scale of its scores.
 */
#include "load.h"

#include <stdlib.h>
#include <string.h>

#define SAMPLE	10000

struct look
{
	struct load *load;
	struct survey *found;
};

/*
 * People without any number are no sign of a wrong format, nor numbers that
 * are said to be fine.
 */
static void
count_row(struct look *look, enum book_error error)
{
	struct survey *found = look->found;

	if (error == BOOK_MISSING_NUMBER || error == BOOK_LOW_SCORE
		|| found->seen == SAMPLE)
		return;
	found->seen++;
	found->bad += error != BOOK_OK;
}

static void
look_at_person(void *context, const struct book_row *row)
{
	struct look *look = context;
	const char *region = look->load->settings->region;
	enum book_error error = row->error;
	phone		value;

	if (error == BOOK_OK)
		error = book_row_number(row, region, strlen(region), &value);
	count_row(look, error);
}

static void
add_day(struct survey *found, int64_t day)
{
	for (size_t i = found->day_count; i > 0; i--)
		if (found->days[i - 1] == day)
			return;
	if (found->day_count == found->day_room)
	{
		found->day_room = found->day_room * 2 + 16;
		found->days = need(realloc(found->days,
								   found->day_room * sizeof *found->days));
	}
	found->days[found->day_count++] = day;
}

static void
look_at_complaint(void *context, const struct complaint_row *row)
{
	struct look *look = context;

	count_row(look, row->error);
	if (row->error == BOOK_OK && row->item == 0)
		add_day(look->found, row->day);
}

static void
look_at_listed(void *context, const struct listed_row *row)
{
	struct look *look = context;
	struct source *source = &look->load->source;

	count_row(look, row->error);
	if (row->error != BOOK_OK)
		return;
	if (row->score > source->most)
		source->most = row->score;
	source->fractions = source->fractions || row->fraction;
}

static bool
goes_on(void *context, size_t position)
{
	const struct look *look = context;

	(void) position;
	return look->load->source.kind != SOURCE_PEOPLE
		|| look->found->seen < SAMPLE;
}

void
survey(struct load *load, struct survey *found)
{
	struct look look = {load, found};
	struct reader reader = {
		look_at_person, look_at_complaint, look_at_listed, goes_on, &look
	};

	memset(found, 0, sizeof *found);
	read_all(&load->source, &reader);
	if (load->source.most > 100)
		fault("its scores go beyond 100: on what scale they are is not known",
			  "If they count complaints, say so: MAP=number,count.");
}
