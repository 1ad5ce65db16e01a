/*
 * fuzz_complaint.c: any bytes as a file of complaints
 *
 * The first byte chooses the format, the rest is the file. Each step must
 * come nearer to the end, and what a row tells must be within its bounds.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "complaint.h"

static void
need(bool promise)
{
	if (!promise)
		abort();
}

static void
check_row(void *context, const struct complaint_row *row)
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
	need(strlen(row->area) <= COMPLAINT_AREA_MAX);
	need(row->at / 86400 <= row->day + 1);
	need(row->item < UINT64_C(1000000000000000000));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct complaints file;
	enum complaint_format format;
	size_t		before;
	size_t		rows = 0;
	char	   *bytes;

	if (size < 2)
		return 0;
	bytes = malloc(size - 1);
	need(bytes != NULL);
	memcpy(bytes, data + 1, size - 1);
	complaint_format_find(bytes, size - 1, &format);
	complaint_open(&file, bytes, size - 1,
				   data[0] % 2 == 0 ? COMPLAINT_FTC : COMPLAINT_FCC,
				   check_row, &rows);
	for (before = 0; complaint_step(&file); before = file.csv.position)
		need(file.csv.position > before);
	need(file.csv.position == size - 1 && rows <= size);
	free(bytes);
	return 0;
}
