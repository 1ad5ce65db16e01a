/* people.c: rows that come in any order go out by number and folded name */
#include "people.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "load.h"
#include "name.h"

#define DIGITS		8			/* bytes of a number */
#define AHEAD		16			/* rows */
#define FEW			16			/* rows of one number, sorted by insertion */
#define TEXT_MOST	(BOOK_NAME_MAX + NAME_FOLD_GROWTH * BOOK_NAME_MAX)

/* ---- rows in memory ---- */

static struct sheet_row
row_of(const struct people *people, const struct person *person)
{
	const char *text = people->room + person->text;

	return (struct sheet_row) {
		person->number, person->name_length, person->folded_length,
		text, text + person->name_length
	};
}

static void
grow(struct people *people)
{
	if (people->count == people->persons_room)
	{
		people->persons_room = people->persons_room * 2 + 1024;
		people->person = need(realloc(people->person, people->persons_room
									  * sizeof *people->person));
	}
	if (people->size - people->used < TEXT_MOST)
	{
		people->size = people->size * 2 + TEXT_MOST + 65536;
		people->room = need(realloc(people->room, people->size));
	}
}

/* ---- order ---- */

/* One pass of a radix sort, by one byte of the numbers: false if all agree. */
static bool
sort_by_digit(const struct person *from, struct person *to, size_t count,
			  int digit)
{
	size_t		start[256] = {0};
	size_t		sum = 0;

	for (size_t i = 0; i < count; i++)
		start[from[i].number >> 8 * digit & 0xFF]++;
	for (int i = 0; i < 256; i++)
	{
		size_t		here = start[i];

		if (here == count)
			return false;
		start[i] = sum;
		sum += here;
	}
	for (size_t i = 0; i < count; i++)
		to[start[from[i].number >> 8 * digit & 0xFF]++] = from[i];
	return true;
}

static void
sort_by_number(struct people *people)
{
	people->spare = need(realloc(people->spare, (people->count + 1)
								 * sizeof *people->spare));
	for (int digit = 0; digit < DIGITS; digit++)
		if (sort_by_digit(people->person, people->spare, people->count, digit))
		{
			struct person *sorted = people->spare;

			people->spare = people->person;
			people->person = sorted;
		}
}

static int
compare(const void *a, const void *b, void *context)
{
	const struct person *left = a;
	const struct person *right = b;
	struct sheet_row rows[] = {row_of(context, left), row_of(context, right)};
	int			order = sheet_compare(&rows[0], &rows[1]);

	return order != 0 ? order
		: (left->place > right->place) - (left->place < right->place);
}

/* The rows of one number, which are in the order of the file, by name. */
static void
sort_by_name(struct people *people, struct person *person, size_t count)
{
	if (count > FEW)
	{
		qsort_r(person, count, sizeof *person, compare, people);
		return;
	}
	for (size_t i = 1; i < count; i++)
		for (size_t k = i; k > 0
			 && compare(&person[k - 1], &person[k], people) > 0; k--)
		{
			struct person moved = person[k];

			person[k] = person[k - 1];
			person[k - 1] = moved;
		}
}

/* Equal rows become one, the first of them. */
static void
unite(struct people *people)
{
	size_t		kept = 0;

	for (size_t i = 1; i < people->count; i++)
	{
		struct person *last = &people->person[kept];
		struct sheet_row rows[] = {
			row_of(people, last), row_of(people, &people->person[i])
		};

		if (last->number == people->person[i].number
			&& sheet_compare(&rows[0], &rows[1]) == 0)
			last->times += people->person[i].times;
		else
			people->person[++kept] = people->person[i];
	}
	if (people->count > 0)
		people->count = kept + 1;
}

static void
put_in_order(struct people *people)
{
	size_t		end;

	sort_by_number(people);
	for (size_t i = 0; i < people->count; i = end)
	{
		for (end = i + 1; end < people->count
			 && people->person[end].number == people->person[i].number; end++)
			;
		if (end - i > 1)
			sort_by_name(people, people->person + i, end - i);
	}
	unite(people);
}

/* ---- runs ---- */

static void
write_out(const void *bytes, size_t length, FILE *file)
{
	if (fwrite(bytes, 1, length, file) != length)
		fault(strerror(errno), "Rows that are sorted go to the folder of temporary files, TMPDIR.");
}

static void
write_row(const struct people *people, const struct person *person,
		  FILE *file)
{
	write_out(person, sizeof *person, file);
	write_out(people->room + person->text,
			  (size_t) person->name_length + person->folded_length, file);
}

/* The next row of a run comes to hand, or its file is closed. */
static void
read_row(struct run *run)
{
	struct person person;
	size_t		length;

	if (fread(&person, sizeof person, 1, run->file) != 1)
	{
		if (ferror(run->file))
			fault(strerror(errno), NULL);
		fclose(run->file);
		run->file = NULL;
		return;
	}
	length = (size_t) person.name_length + person.folded_length;
	if (fread(run->texts, 1, length, run->file) != length)
		fault("a temporary file was cut short", NULL);
	run->times = person.times;
	run->row = (struct sheet_row) {
		person.number, person.name_length, person.folded_length,
		run->texts, run->texts + person.name_length
	};
}

/* What is in memory becomes a run, and memory is free again. */
static void
write_run(struct people *people)
{
	struct run *run;

	put_in_order(people);
	people->run = need(realloc(people->run, ((size_t) people->runs + 1)
							   * sizeof *people->run));
	run = &people->run[people->runs++];
	run->texts = need(malloc(TEXT_MOST));
	run->file = tmpfile();
	if (run->file == NULL)
		fault(strerror(errno), "Rows that are sorted go to the folder of temporary files, TMPDIR.");
	for (size_t i = 0; i < people->count; i++)
		write_row(people, &people->person[i], run->file);
	people->count = 0;
	people->used = 0;
}

/* Texts of rows in order lie anywhere: asked for before they are needed. */
static void
fetch_ahead(const struct people *people)
{
	if (people->next + AHEAD < people->count)
		__builtin_prefetch(people->room
						   + people->person[people->next + AHEAD].text);
}

/* ---- what callers ask for ---- */

void
people_add(struct people *people, struct book_text name, phone number)
{
	struct person *person;
	char	   *text;

	if (people->count * 2 * sizeof *person + people->used > people->memory
		|| people->used > UINT32_MAX - TEXT_MOST
		|| people->count == UINT32_MAX)
		write_run(people);
	grow(people);
	person = &people->person[people->count];
	text = people->room + people->used;
	memcpy(text, name.bytes, name.length);
	*person = (struct person) {
		.number = number, .place = (uint32_t) people->count,
		.text = (uint32_t) people->used, .times = 1,
		.name_length = (uint16_t) name.length,
		.folded_length = (uint16_t) name_fold(name.bytes, name.length,
											  text + name.length)
	};
	people->used += (size_t) person->name_length + person->folded_length;
	people->count++;
}

void
people_end(struct people *people)
{
	if (people->runs > 0 && people->count > 0)
		write_run(people);
	else
		put_in_order(people);
	people->next = 0;
	people->current = -1;
	for (int i = 0; i < people->runs; i++)
	{
		if (fseek(people->run[i].file, 0, SEEK_SET) != 0)
			fault(strerror(errno), NULL);
		read_row(&people->run[i]);
	}
}

/* Of equal rows that of the earliest run, which is the first of the file. */
static int
least_run(const struct people *people)
{
	int			least = -1;

	for (int i = 0; i < people->runs; i++)
		if (people->run[i].file != NULL
			&& (least < 0 || sheet_compare(&people->run[i].row,
										   &people->run[least].row) < 0))
			least = i;
	return least;
}

/* Runs behind one may hold the row that it has at hand: they go on. */
static int64_t
take_equals(struct people *people, int first)
{
	int64_t		times = people->run[first].times;

	for (int i = first + 1; i < people->runs; i++)
		if (people->run[i].file != NULL
			&& sheet_compare(&people->run[i].row,
							 &people->run[first].row) == 0)
		{
			times += people->run[i].times;
			read_row(&people->run[i]);
		}
	return times;
}

static int64_t
next_of_runs(struct people *people, struct sheet_row *row)
{
	int			least;

	if (people->current >= 0)
		read_row(&people->run[people->current]);
	least = people->current = least_run(people);
	if (least < 0)
		return 0;
	*row = people->run[least].row;
	return take_equals(people, least);
}

int64_t
people_next(struct people *people, struct sheet_row *row)
{
	if (people->runs > 0)
		return next_of_runs(people, row);
	if (people->next == people->count)
		return 0;
	fetch_ahead(people);
	*row = row_of(people, &people->person[people->next]);
	return people->person[people->next++].times;
}
