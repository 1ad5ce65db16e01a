/* rejects.c: the rows that could not be read, a line each */
#include "load.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/*
 * Two may load one file: until all is done each writes a file of its own.
 * deploy/local/load removes those of processes that are no more.
 */
void
rejects_open(struct rejects *rejects, const char *path)
{
	rejects->kept = path;
	if ((size_t) snprintf(rejects->path, sizeof rejects->path, "%s.%ld.new",
						  path, (long) getpid()) >= sizeof rejects->path)
		fault("the path of the file is too long", NULL);
	rejects->file = fopen(rejects->path, "wxe");
	if (rejects->file == NULL)
		fault(strerror(errno),
			  "What is rejected goes beside the file: copy it to a folder of yours.");
}

static void
put_escaped(struct rejects *rejects, struct book_text text)
{
	char		out[BOOK_RAW_MAX];
	size_t		length = book_escape(text, out);

	fwrite(out, 1, length, rejects->file);
}

void
rejects_row(struct rejects *rejects, uint32_t line, enum book_error error,
			struct book_text field, struct book_text raw)
{
	fprintf(rejects->file, "%lu\t", (unsigned long) line);
	put_escaped(rejects, field);
	fprintf(rejects->file, "\t%s\t", book_error_name(error));
	put_escaped(rejects, raw);
	fputc('\n', rejects->file);
	rejects->count++;
}

/* Empty again, for another pass over the file. */
void
rejects_restart(struct rejects *rejects)
{
	rewind(rejects->file);
	if (ftruncate(fileno(rejects->file), 0) != 0)
		fault(strerror(errno), NULL);
	rejects->count = 0;
}

/* A stale list of rejects would speak of another file. */
void
rejects_keep(struct rejects *rejects, bool quiet)
{
	if (fclose(rejects->file) != 0)
		fault(strerror(errno), NULL);
	if (rejects->count == 0)
	{
		unlink(rejects->path);
		unlink(rejects->kept);
		return;
	}
	if (rename(rejects->path, rejects->kept) != 0)
		fault(strerror(errno), NULL);
	if (!quiet)
		printf("what was rejected is in %s\n", rejects->kept);
}
