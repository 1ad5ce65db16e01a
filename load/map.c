/* map.c: what the columns of a table tell, as the caller says */
#include "load.h"

#include <stdlib.h>
#include <string.h>

/* What was refused last. */
struct refused
{
	enum book_error error;
	uint32_t	line;
	char		field[BOOK_RAW_MAX + 1];
	char		raw[BOOK_RAW_MAX + 1];
};

static void
write_text(char out[BOOK_RAW_MAX + 1], struct book_text text)
{
	out[book_escape(text, out)] = '\0';
}

static void
look_at(void *context, const struct book_row *row)
{
	struct refused *refused = context;

	refused->error = row->error;
	refused->line = row->line;
	write_text(refused->field, row->field);
	write_text(refused->raw, row->raw);
}

static void
wrong(struct book_text part, const char *reason)
{
	char	   *message;

	if (asprintf(&message, "MAP: %.*s %s", (int) part.length, part.bytes,
				 reason) < 0)
		message = NULL;
	wrong_call(need(message), NULL);
}

static void
lacks_column(const struct refused *refused)
{
	char	   *message;
	char	   *hint;

	if (asprintf(&message, "line %u has no column %s",
				 (unsigned) refused->line, refused->field) < 0 ||
		asprintf(&hint, "It is: %s", refused->raw) < 0)
		fault("out of memory", NULL);
	fault(message, hint);
}

/* The whole file would be refused for a column that is not there. */
static void
check_header(const struct source *source)
{
	struct book *book = need(malloc(sizeof *book));
	struct refused refused = {BOOK_OK, 0, "", ""};

	book_open(book, source->bytes, source->length, source->book, look_at,
			  &refused);
	if (source->kind == SOURCE_COMPLAINTS || book->format != BOOK_CSV)
		wrong((struct book_text) {"it", 2}, "is for tables of people, and this file is none: FORMAT=csv reads it as one");
	book->map = source->map;
	while (!book->begun && book_step(book))
		;
	free(book);
	if (refused.error == BOOK_MISSING_COLUMN)
		lacks_column(&refused);
}

static void
open_people(struct source *source, const char *text)
{
	static struct book_map map;
	struct book_text part;
	const char *reason;

	reason = book_map_read(&map, text, &part);
	if (reason != NULL)
		wrong(part, reason);
	source->map = &map;
	check_header(source);
}

static void
open_listed(struct source *source, const char *text)
{
	static struct listed_map map;
	struct book_text part;
	const char *reason = listed_map_read(&map, text, &part);

	if (reason != NULL)
		wrong(part, reason);
	source->listed = &map;
}

void
map_open(struct source *source, const char *text)
{
	if (*text == '\0')
		return;
	if (source->kind == SOURCE_LISTED)
		open_listed(source, text);
	else
		open_people(source, text);
}
