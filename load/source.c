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

/* UTF-16, as spreadsheets write it, is read as UTF-8. */
static void
decode(struct source *source)
{
	size_t		size = book_decoded_size(source->bytes, source->length);
	char	   *bytes;

	if (size == 0)
		return;
	bytes = need(malloc(size));
	source->length = book_decode(source->bytes, source->length, bytes);
	source->bytes = bytes;
}

static void
choose_format(struct source *source, const char *name)
{
	static const enum complaint_format all[] = {COMPLAINT_FTC, COMPLAINT_FCC};

	source->book = BOOK_ANY;
	if (*name == '\0')
		source->complaints = complaint_format_find(source->bytes,
												   source->length,
												   &source->complaint);
	else if (!book_format_find(name, strlen(name), &source->book))
		for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
			if (strcmp(complaint_format_name(all[i]), name) == 0)
			{
				source->complaints = true;
				source->complaint = all[i];
			}
}

void
source_open(struct source *source, const struct settings *settings)
{
	memset(source, 0, sizeof *source);
	map(source, settings->path);
	decode(source);
	choose_format(source, settings->format);
	source->places = settings->places;
}
