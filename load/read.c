/* read.c: all rows of a file, whatever its format */
#include "load.h"

#include <stdlib.h>

static void
read_book(const struct source *source, const struct reader *reader)
{
	struct book *book = need(malloc(sizeof *book));

	book_open(book, source->bytes, source->length, source->book,
			  reader->person, reader->context);
	book->map = source->map;
	while (reader->goes_on(reader->context, book->position)
		   && book_step(book))
		;
	free(book);
}

static void
read_complaints(const struct source *source, const struct reader *reader)
{
	struct complaints *file = need(malloc(sizeof *file));

	complaint_open(file, source->bytes, source->length, source->complaint,
				   reader->complaint, reader->context);
	file->keep_places = source->places;
	while (reader->goes_on(reader->context, file->csv.position)
		   && complaint_step(file))
		;
	free(file);
}

/* Columns that were not found, or not told apart. */
static void
is_unclear(const struct listed *file)
{
	struct book_text title = file->title[LISTED_NUMBER];
	char		name[BOOK_RAW_MAX + 1];
	char	   *message;

	if (file->map == NULL)
		fault("it is not clear what the columns of the block list are",
			  "Say it by their places, MAP=number,score,category or MAP=number,-,count, or by titles, MAP=number=Rufnummer,score=Wert.");
	name[book_escape(title, name)] = '\0';
	if (asprintf(&message, "the first line has no column %s", name) < 0)
		message = NULL;
	fault(need(message), "MAP names columns by the titles that stand there.");
}

static void
read_listed(const struct source *source, const struct reader *reader)
{
	struct listed *file = need(malloc(sizeof *file));

	listed_open(file, source->bytes, source->length, source->listed,
				source->region, reader->listed, reader->context);
	while (reader->goes_on(reader->context, file->csv.position)
		   && listed_step(file))
		;
	if (file->unclear)
		is_unclear(file);
	free(file);
}

void
read_all(const struct source *source, const struct reader *reader)
{
	static void (*const read[]) (const struct source *,
								 const struct reader *) = {
		[SOURCE_PEOPLE] = read_book,
		[SOURCE_COMPLAINTS] = read_complaints,
		[SOURCE_LISTED] = read_listed
	};

	read[source->kind] (source, reader);
}
