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

void
read_all(const struct source *source, const struct reader *reader)
{
	if (source->complaints)
		read_complaints(source, reader);
	else
		read_book(source, reader);
}
