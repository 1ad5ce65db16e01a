/*
 * fuzz_sheet.c: any bytes as a sheet of people
 *
 * What is read is within the bytes, ascends, and is the same bytes when it is
 * written again.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "sheet.h"

static void
need(bool promise)
{
	if (!promise)
		abort();
}

int			LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char	   *bytes = malloc(size);
	char	   *again = malloc(size);
	char	   *end = again;
	struct sheet sheet;
	struct sheet_row before;
	bool		first = true;

	if (size > 0)
		memcpy(bytes, data, size);
	sheet_open(&sheet, bytes, size);
	while (sheet_next(&sheet))
	{
		need(first || sheet_compare(&before, &sheet.row) < 0);
		need(phone_is_value(sheet.row.number));
		need(sheet.position <= size);
		end = sheet_put(end, &sheet.row);
		before = sheet.row;
		first = false;
	}
	need((size_t) (end - again) == sheet.position);
	need(memcmp(again, bytes, sheet.position) == 0);
	need(sheet.wrong == (sheet.position < size));
	free(again);
	free(bytes);
	return 0;
}
