/* import.c: the load as the database sees it: begun, merged by parts, ended */
#include "load.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define NUMBER_TEXT	24			/* digits of 64 bits, sign, NUL */

static void
print_number(char out[NUMBER_TEXT], int64_t value)
{
	snprintf(out, NUMBER_TEXT, "%" PRId64, value);
}

static int64_t
number_at(const PGresult *result, int column)
{
	return strtoll(PQgetvalue(result, 0, column), NULL, 10);
}

/* Stops a file that is probably of another format. */
void
import_judge(struct load *load, const struct survey *found)
{
	char		seen[NUMBER_TEXT];
	char		bad[NUMBER_TEXT];
	const char *values[] = {seen, bad};
	PGresult   *result;

	print_number(seen, found->seen);
	print_number(bad, found->bad);
	result = database_ask(load->part[0].db,
						  "SELECT private.load_doubt($1, $2)", 2, values);
	if (!PQgetisnull(result, 0, 0))
	{
		char	   *message = NULL;

		if (asprintf(&message, "nothing was loaded: %s",
					 PQgetvalue(result, 0, 0)) < 0)
			message = NULL;
		rejects_keep(&load->rejects, load->settings->quiet);
		fault(need(message), "Look at what was rejected, or load what can be read with FORCE=1.");
	}
	PQclear(result);
}

/* As an array of dates. */
static char *
print_days(const struct survey *found)
{
	char	   *text = need(malloc(found->day_count * NUMBER_TEXT + 3));
	size_t		length = 0;

	text[length++] = '{';
	for (size_t i = 0; i < found->day_count; i++)
	{
		if (i > 0)
			text[length++] = ',';
		length += (size_t) sprintf(text + length, "%" PRId64, found->days[i]);
	}
	memcpy(text + length, "}", 2);
	return text;
}

static const char *
kind_name(const struct source *source)
{
	if (source->kind == SOURCE_LISTED)
		return "spam";
	return source->kind == SOURCE_COMPLAINTS
		? complaint_format_name(source->complaint) : "people";
}

/* What the load is to the database: its number, and in how many parts. */
static void
begin(struct load *load, const struct survey *found)
{
	const struct settings *settings = load->settings;
	char		bytes[NUMBER_TEXT];
	char		parts[NUMBER_TEXT];
	char	   *days = print_days(found);
	const char *values[] = {
		settings->name, settings->digest,
		*settings->account == '\0' ? NULL : settings->account,
		kind_name(&load->source), bytes, parts, days, settings->source
	};
	PGresult   *result;

	print_number(bytes, (int64_t) load->source.length);
	print_number(parts, settings->parts);
	result = database_ask(load->part[0].db, "SELECT import, parts_begun FROM private.load_begin($1, $2, $3, $4, $5, $6, $7, $8)",
						  8, values);
	load->import = number_at(result, 0);
	load->parts = (int) number_at(result, 1);
	if (load->parts < 1 || load->parts > LOAD_PARTS_MAX)
		fault("the database does not answer as it should", NULL);
	PQclear(result);
	free(days);
}

static void
open_part(struct load *load, int number)
{
	struct part *part = &load->part[number];
	char		import[NUMBER_TEXT];
	char		which[NUMBER_TEXT];
	const char *values[] = {import, which};
	PGresult   *result;

	if (part->db == NULL)
		part->db = database_open();
	part->number = number;
	print_number(import, load->import);
	print_number(which, number);
	result = database_ask(part->db, "SELECT private.load_part($1, $2)", 2,
						  values);
	part->done = number_at(result, 0);
	PQclear(result);
}

void
import_begin(struct load *load, const struct survey *found)
{
	begin(load, found);
	for (int i = 0; i < load->parts; i++)
		open_part(load, i);
}

/* ---- a batch of a part ---- */

static void
copy_batch(struct load *load, struct part *part)
{
	PGresult   *result;

	database_do(part->db, "BEGIN");
	result = PQexec(part->db, "COPY load_row FROM STDIN (FORMAT binary)");
	database_need(part->db, result, PGRES_COPY_IN);
	PQclear(result);
	batch_copy(&part->batch, part->db, load->source.kind);
	while ((result = PQgetResult(part->db)) != NULL)
	{
		database_need(part->db, result, PGRES_COMMAND_OK);
		PQclear(result);
	}
}

/* Begins to merge what the part has; the answer is awaited later. */
void
part_merge(struct load *load, struct part *part, size_t position)
{
	char		query[256];

	part_wait(part);
	if (part->batch.count == 0)
		return;
	if (load->source.kind == SOURCE_PEOPLE)
		batch_sort(&part->batch);
	copy_batch(load, part);
	batch_empty(&part->batch);
	snprintf(query, sizeof query, "SELECT ok, merged, suppressed FROM private.load_merge(%" PRId64 ", %d, %" PRId64 ", %zu); COMMIT",
			 load->import, part->number, load->counts.rows, position);
	if (PQsendQuery(part->db, query) != 1)
		fault(PQerrorMessage(part->db), NULL);
	part->merging = true;
}

void
part_wait(struct part *part)
{
	PGresult   *result;

	if (!part->merging)
		return;
	while ((result = PQgetResult(part->db)) != NULL)
	{
		if (PQresultStatus(result) != PGRES_TUPLES_OK)
			database_need(part->db, result, PGRES_COMMAND_OK);
		PQclear(result);
	}
	part->merging = false;
}

/* ---- a sheet of a list ---- */

/* Begins to merge the people of a sheet; import_took awaits the answer. */
void
import_send(const struct load *load, const struct list_sheet *sheet,
			const char *bytes)
{
	char		number[4][NUMBER_TEXT];
	const char *values[] = {
		number[0], number[1], number[2], number[3], bytes
	};
	const int	lengths[] = {0, 0, 0, 0, (int) sheet->length};
	const int	formats[] = {0, 0, 0, 0, 1};

	print_number(number[0], load->import);
	print_number(number[1], sheet->done);
	print_number(number[2], sheet->rows);
	print_number(number[3], (int64_t) sheet->position);
	if (PQsendQueryParams(load->part[0].db, "SELECT FROM private.load_sheet($1, $2, $3, $4, $5)",
						  5, NULL, values, lengths, formats, 0) != 1)
		fault(PQerrorMessage(load->part[0].db), NULL);
}

/* Somebody else was at work on the same entries: nothing was merged. */
static bool
is_collision(const PGresult *result)
{
	static const char *const states[] = {"23505", "40001", "40P01"};
	const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);

	for (size_t i = 0; state != NULL && i < sizeof states / sizeof states[0];
		 i++)
		if (strcmp(state, states[i]) == 0)
			return true;
	return false;
}

/* What was asked is done; false if it is to be asked again. */
static bool
await(PGconn *db, ExecStatusType status)
{
	PGresult   *result;
	bool		took = true;

	while ((result = PQgetResult(db)) != NULL)
	{
		if (is_collision(result))
			took = false;
		else
			database_need(db, result, status);
		PQclear(result);
	}
	return took;
}

/* Whether the sheet that was sent is merged. */
bool
import_took(const struct load *load)
{
	return await(load->part[0].db, PGRES_TUPLES_OK);
}

bool
import_commit(const struct load *load)
{
	PGconn	   *db = load->part[0].db;

	if (PQsendQuery(db, "COMMIT") != 1)
		fault(PQerrorMessage(db), NULL);
	return await(db, PGRES_COMMAND_OK);
}

/* All parts have come to the end: what all of it was, and what came before. */
void
import_end(struct load *load)
{
	char		import[NUMBER_TEXT];
	char		rows[NUMBER_TEXT];
	char		rejected[NUMBER_TEXT];
	const char *values[] = {import, rows, rejected};
	PGresult   *result;

	for (int i = 0; i < load->parts; i++)
		part_wait(&load->part[i]);
	print_number(import, load->import);
	print_number(rows, load->counts.rows);
	print_number(rejected, load->rejects.count);
	database_do(load->part[0].db, "SET synchronous_commit = on");
	result = database_ask(load->part[0].db, "SELECT ok, merged, suppressed FROM private.load_end($1, $2, $3)",
						  3, values);
	load->counts.ok = number_at(result, 0);
	load->counts.merged = number_at(result, 1);
	load->counts.suppressed = number_at(result, 2);
	load->counts.rejected = load->rejects.count;
	PQclear(result);
}
