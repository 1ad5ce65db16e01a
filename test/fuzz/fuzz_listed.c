/*
 * fuzz_listed.c: any bytes as a block list
 *
 * The first byte chooses how columns are named, the rest is the file. Each
 * step must come nearer to the end, and what a row tells must be within its
 * bounds.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "listed.h"

static void
need(bool promise)
{
	if (!promise)
		abort();
}

static void
check_row(void *context, const struct listed_row *row)
{
	size_t	   *rows = context;

	++*rows;
	need(row->line >= 1);
	if (row->error != BOOK_OK)
	{
		need(book_error_name(row->error) != NULL);
		return;
	}
	need(row->number != 0 && row->category != NULL);
	need(row->score == -1 || (row->score >= 0
							  && row->score <= LISTED_COUNT_MAX));
	need(row->count >= 0 && row->count <= LISTED_COUNT_MAX);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const maps[] = {
		NULL, "number,score,category", "number=a,count=b", "-,number"
	};
	static struct listed file;
	static struct listed_map map;
	struct book_text part;
	const char *chosen;
	size_t		before;
	size_t		rows = 0;
	char	   *bytes;

	if (size < 2)
		return 0;
	bytes = malloc(size - 1);
	need(bytes != NULL);
	memcpy(bytes, data + 1, size - 1);
	chosen = maps[data[0] % 4];
	if (chosen != NULL)
		need(listed_map_read(&map, chosen, &part) == NULL);
	listed_look_at(&file, bytes, size - 1);
	listed_open(&file, bytes, size - 1, chosen != NULL ? &map : NULL, "IN",
				check_row, &rows);
	for (before = 0; listed_step(&file); before = file.csv.position)
		need(file.csv.position > before);
	need(file.unclear || file.csv.position == size - 1);
	need(rows <= size);
	free(bytes);
	return 0;
}
