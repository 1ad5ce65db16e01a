/*
 * numsight-load: a file of people, complaints or numbers that are held for
 * spam into the database of the environment's PG variables;
 * deploy/local/load is the command for people.
 */
#include "load.h"

#include <getopt.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define MEMORY_MOST	65536		/* megabytes */
#define METER_ROWS	1024
#define UNMERGED_MOST	200000	/* contacts or complaints */

/* ---- rows ---- */

/* The part that a number belongs to, in every run the same. */
static struct part *
part_of(struct load *load, phone number)
{
	uint64_t	mixed = number * UINT64_C(0x9E3779B97F4A7C15);

	return &load->part[(mixed >> 32) % (uint64_t) load->parts];
}

/* The next row: true if it is to be merged, false if it was refused. */
static bool
count_row(struct load *load, uint32_t line, enum book_error error,
		  struct book_text field, struct book_text raw)
{
	load->counts.rows++;
	if (error == BOOK_OK)
		return true;
	rejects_row(&load->rejects, line, error, field, raw);
	return false;
}

static void
take_person(void *context, const struct book_row *row)
{
	struct load *load = context;
	const char *region = load->settings->region;
	enum book_error error = row->error;
	struct part *part;
	phone		number;

	if (error == BOOK_OK)
		error = book_row_number(row, region, strlen(region), &number);
	if (!count_row(load, row->line, error, row->field, row->raw))
		return;
	if (load->list)
		people_add(&load->people, row->name, number);
	else
	{
		part = part_of(load, number);
		if (load->counts.rows <= part->done)
			return;
		batch_add_person(&part->batch, load->counts.rows, row, number);
	}
	load->unmerged++;
}

static void
take_complaint(void *context, const struct complaint_row *row)
{
	struct load *load = context;
	struct part *part;

	if (!count_row(load, row->line, row->error, row->field, row->raw))
		return;
	part = part_of(load, row->number);
	if (load->counts.rows <= part->done)
		return;
	batch_add_complaint(&part->batch, load->counts.rows, row);
	load->unmerged++;
}

/* How much of one a number is held for spam; below 0: that is not told. */
static double
part_held(const struct source *source, const struct listed_row *row)
{
	return row->score < 0 ? -1
		: listed_part(row->score, source->most, source->fractions);
}

/* As many are held for spam as not: that is nothing to be told. */
static enum book_error
judge_listed(const struct source *source, const struct listed_row *row)
{
	double		part = part_held(source, row);

	if (row->error == BOOK_OK && part >= 0 && part <= 0.5)
		return BOOK_LOW_SCORE;
	return row->error;
}

static void
take_listed(void *context, const struct listed_row *row)
{
	struct load *load = context;
	struct part *part;

	if (!count_row(load, row->line, judge_listed(&load->source, row),
				   row->field, row->raw))
		return;
	part = part_of(load, row->number);
	if (load->counts.rows <= part->done)
		return;
	batch_add_listed(&part->batch, load->counts.rows, row,
					 part_held(&load->source, row));
	load->unmerged++;
}

/* ---- the way through the file ---- */

static void
merge_parts(struct load *load, size_t position)
{
	for (int i = 0; i < load->parts; i++)
		part_merge(load, &load->part[i], position);
	load->unmerged = 0;
}

static bool
between_rows(void *context, size_t position)
{
	struct load *load = context;

	if (load->list && load->counts.rows % METER_ROWS == 0)
		meter_show(&load->meter, (size_t) ((double) position * LOAD_READING),
				   load->counts.rows, false);
	else if (!load->list && (load->unmerged >= load->settings->batch
							 || load->unmerged >= UNMERGED_MOST))
	{
		merge_parts(load, position);
		meter_show(&load->meter, position, load->counts.rows, false);
	}
	return true;
}

static void
merge_all(struct load *load)
{
	struct reader reader = {
		take_person, take_complaint, take_listed, between_rows, load
	};

	meter_begin(&load->meter, load->source.length, load->settings->quiet);
	read_all(&load->source, &reader);
	if (load->list)
		list_merge(load);
	else
		merge_parts(load, load->source.length);
	import_end(load);
	meter_show(&load->meter, load->source.length, load->counts.rows, true);
}

/* Rows of a file that is stopped are refused, too: they tell why. */
static void
refuse_person(void *context, const struct book_row *row)
{
	struct load *load = context;
	const char *region = load->settings->region;
	enum book_error error = row->error;
	phone		number;

	if (error == BOOK_OK)
		error = book_row_number(row, region, strlen(region), &number);
	count_row(load, row->line, error, row->field, row->raw);
}

static void
refuse_complaint(void *context, const struct complaint_row *row)
{
	count_row(context, row->line, row->error, row->field, row->raw);
}

static void
refuse_listed(void *context, const struct listed_row *row)
{
	struct load *load = context;

	count_row(load, row->line, judge_listed(&load->source, row), row->field,
			  row->raw);
}

static bool
within_sample(void *context, size_t position)
{
	const struct load *load = context;

	(void) position;
	return load->counts.rows < 10000;
}

static void
judge(struct load *load, const struct survey *found)
{
	struct reader reader = {
		refuse_person, refuse_complaint, refuse_listed, within_sample, load
	};

	if (load->settings->force || found->bad == 0)
		return;
	read_all(&load->source, &reader);
	import_judge(load, found);
	load->counts.rows = 0;
	rejects_restart(&load->rejects);
}

static void
report(const struct load *load)
{
	const struct counts *counts = &load->counts;

	printf("%" PRId64 " rows, %" PRId64 " ok, %" PRId64 " merged, %" PRId64 " rejected",
		   counts->rows, counts->ok, counts->merged, counts->rejected);
	if (counts->suppressed > 0)
		printf(", %" PRId64 " suppressed", counts->suppressed);
	printf("\n");
}

/* ---- the command line ---- */

enum choice
{
	OPTION_NAME = 1, OPTION_DIGEST, OPTION_FORMAT, OPTION_REGION,
	OPTION_ACCOUNT, OPTION_REJECTS, OPTION_BATCH, OPTION_PARTS, OPTION_FORCE,
	OPTION_QUIET, OPTION_MEMORY, OPTION_MAP,
	OPTION_PLACES, OPTION_KIND, OPTION_SOURCE
};

static const struct option options[] = {
	{"name", required_argument, NULL, OPTION_NAME},
	{"digest", required_argument, NULL, OPTION_DIGEST},
	{"format", required_argument, NULL, OPTION_FORMAT},
	{"region", required_argument, NULL, OPTION_REGION},
	{"account", required_argument, NULL, OPTION_ACCOUNT},
	{"rejects", required_argument, NULL, OPTION_REJECTS},
	{"batch", required_argument, NULL, OPTION_BATCH},
	{"parts", required_argument, NULL, OPTION_PARTS},
	{"force", no_argument, NULL, OPTION_FORCE},
	{"keep-places", no_argument, NULL, OPTION_PLACES},
	{"quiet", no_argument, NULL, OPTION_QUIET},
	{"memory", required_argument, NULL, OPTION_MEMORY},
	{"map", required_argument, NULL, OPTION_MAP},
	{"kind", required_argument, NULL, OPTION_KIND},
	{"source", required_argument, NULL, OPTION_SOURCE},
	{NULL, 0, NULL, 0}
};

static void
set(struct settings *settings, int which)
{
	const char **text[] = {
		[OPTION_NAME] = &settings->name, [OPTION_DIGEST] = &settings->digest,
		[OPTION_FORMAT] = &settings->format,
		[OPTION_REGION] = &settings->region,
		[OPTION_ACCOUNT] = &settings->account,
		[OPTION_REJECTS] = &settings->rejects,
		[OPTION_MAP] = &settings->map, [OPTION_KIND] = &settings->kind,
		[OPTION_SOURCE] = &settings->source
	};

	switch (which)
	{
		case OPTION_BATCH:
			settings->batch = strtol(optarg, NULL, 10);
			break;
		case OPTION_MEMORY:
			settings->memory = strtol(optarg, NULL, 10);
			break;
		case OPTION_PARTS:
			settings->parts = (int) strtol(optarg, NULL, 10);
			break;
		case OPTION_PLACES:
			settings->places = true;
			break;
		case OPTION_FORCE:
			settings->force = true;
			break;
		case OPTION_QUIET:
			settings->quiet = true;
			break;
		case '?':
			exit(2);
		default:
			*text[which] = optarg;
	}
}

static void
read_command(int argc, char **argv, struct settings *settings)
{
	int			which;

	while ((which = getopt_long(argc, argv, "", options, NULL)) != -1)
		set(settings, which);
	if (optind + 1 != argc || settings->digest == NULL
		|| settings->rejects == NULL || settings->batch < 1
		|| settings->memory < 1 || settings->memory > MEMORY_MOST
		|| settings->parts < 1 || settings->parts > LOAD_PARTS_MAX)
	{
		fprintf(stderr, "usage: numsight-load --digest SHA256 --rejects FILE [--name NAME] [--format csv|vcf|jsonl|ftc|fcc]\n"
				"       [--region IN] [--account ID] [--batch ROWS] [--parts N] [--memory MB]\n"
				"       [--kind people|spam] [--source NAME] [--map TARGET=TITLE,...]\n"
				"       [--keep-places] [--force] [--quiet] FILE\n");
		exit(2);
	}
	settings->path = argv[optind];
}

int
main(int argc, char **argv)
{
	struct settings settings = {
		.name = "list", .format = "", .region = "ZZ", .account = "", .map = "",
		.kind = "", .source = "list",
		.batch = 1000000, .memory = 256, .parts = 2
	};
	static struct load load;
	struct survey found = {0};

	read_command(argc, argv, &settings);
	load.settings = &settings;
	rejects_open(&load.rejects, settings.rejects);
	source_open(&load.source, &settings);
	map_open(&load.source, settings.map);
	load.list = load.source.kind == SOURCE_PEOPLE
		&& *settings.account == '\0';
	load.people.memory = (size_t) settings.memory * 1048576;
	load.part[0].db = database_open();
	survey(&load, &found);
	judge(&load, &found);
	import_begin(&load, &found);
	merge_all(&load);
	rejects_keep(&load.rejects, settings.quiet);
	report(&load);
	return 0;
}
