/* source.c: the bytes of a file, and what it is */
#include "load.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static void
map(struct source *source, const char *path)
{
	int			file = open(path, O_RDONLY | O_CLOEXEC);
	struct stat about;

	if (file < 0 || fstat(file, &about) != 0)
		fault(strerror(errno), NULL);
	source->length = (size_t) about.st_size;
	source->bytes = "";
	if (source->length > 0)
	{
		void	   *bytes = mmap(NULL, source->length, PROT_READ, MAP_PRIVATE,
								 file, 0);

		if (bytes == MAP_FAILED)
			fault(strerror(errno), NULL);
		madvise(bytes, source->length, MADV_SEQUENTIAL);
		source->bytes = bytes;
	}
	close(file);
}

/* What people take for a table: a spreadsheet is an archive inside. */
static void
refuse_archive(const struct source *source)
{
	static const char mark[] = {'P', 'K', 3, 4};

	if (source->length >= sizeof mark
		&& memcmp(source->bytes, mark, sizeof mark) == 0)
		wrong_call("the file is a spreadsheet or another archive",
				   "Save the sheet as CSV, or unpack the archive.");
}

/* UTF-16 and code pages, as spreadsheets write them, are read as UTF-8. */
static void
decode(struct source *source, const char *region)
{
	const struct book_charset *charset = book_charset_of(region,
														 strlen(region));
	size_t		size = book_decoded_size(source->bytes, source->length,
										 charset);
	char	   *bytes;

	if (size == 0)
		return;
	bytes = need(malloc(size));
	source->length = book_decode(source->bytes, source->length, charset,
								 bytes);
	source->bytes = bytes;
}

static bool
is_complaints(struct source *source, const char *name)
{
	static const enum complaint_format all[] = {COMPLAINT_FTC, COMPLAINT_FCC};

	if (*name == '\0')
		return complaint_format_find(source->bytes, source->length,
									 &source->complaint);
	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
		if (strcmp(complaint_format_name(all[i]), name) == 0)
		{
			source->complaint = all[i];
			return true;
		}
	return false;
}

/*
 * Tables of numbers alone, or with figures and kinds of callers: who holds
 * them for people would find people of that name in the directory.
 */
static bool
is_listed(const struct source *source, bool told)
{
	struct listed *room = need(malloc(sizeof *room));
	enum listed_look look = source->book == BOOK_CSV
		|| source->book == BOOK_ANY
		? listed_look_at(room, source->bytes, source->length) : LISTED_NOT;

	free(room);
	if (look == LISTED_PERHAPS && !told)
		wrong_call("the file tells numbers, but no names of people",
				   "KIND=spam loads it as a block list; KIND=people, or MAP=phone=Title,name=Title, as people.");
	return look == LISTED_SURELY;
}

static void
choose_format(struct source *source, const struct settings *settings)
{
	struct book book;

	source->book = BOOK_ANY;
	if (is_complaints(source, settings->format))
	{
		source->kind = SOURCE_COMPLAINTS;
		return;
	}
	book_format_find(settings->format, strlen(settings->format),
					 &source->book);
	if (strcmp(settings->kind, "spam") == 0)
	{
		book_open(&book, source->bytes, source->length, source->book, NULL,
				  NULL);
		if (book.format != BOOK_CSV)
			wrong_call("KIND=spam is for tables, and this file is none",
					   "FORMAT=csv reads it as one.");
		source->kind = SOURCE_LISTED;
	}
	else if (*settings->kind == '\0'
			 && is_listed(source, *settings->map != '\0'))
		source->kind = SOURCE_LISTED;
}

void
source_open(struct source *source, const struct settings *settings)
{
	memset(source, 0, sizeof *source);
	map(source, settings->path);
	refuse_archive(source);
	decode(source, settings->region);
	choose_format(source, settings);
	source->region = settings->region;
	source->places = settings->places;
}
