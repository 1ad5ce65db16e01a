/* ranked_entries.c: lists of entries, brought into order */
#include "ranked_page.h"

#include <stdlib.h>
#include <string.h>

static int
compare_entries(const void *a, const void *b)
{
	return ranked_compare(a, b);
}

static bool
are_sorted(const struct ranked_entry *entries, size_t count)
{
	for (size_t i = 1; i < count; i++)
		if (ranked_compare(&entries[i - 1], &entries[i]) > 0)
			return false;
	return true;
}

/* The same again, or worse for a key that needs one rank only. */
bool
ranked_entry_covers(const struct ranked_entry *earlier,
					const struct ranked_entry *later)
{
	return earlier->row == later->row &&
		(earlier->rank == later->rank || earlier->row == RANKED_NO_ROW) &&
		earlier->length == later->length &&
		memcmp(earlier->key, later->key, later->length) == 0;
}

/* Of two sorted lists, the second behind the first, make one. */
static void
merge(struct ranked_entry *entries, size_t sorted, size_t count)
{
	struct ranked_entry *second = entries + count;
	size_t		left = count - sorted;

	memcpy(second, entries + sorted, left * sizeof(*second));
	while (left > 0)
		if (sorted > 0 &&
			ranked_compare(&entries[sorted - 1], &second[left - 1]) > 0)
		{
			sorted--;
			entries[sorted + left] = entries[sorted];
		}
		else
		{
			left--;
			entries[sorted + left] = second[left];
		}
}

size_t
ranked_entries_settle(struct ranked_entry *entries, size_t sorted,
					  size_t count)
{
	size_t		kept = 0;

	if (!are_sorted(entries + sorted, count - sorted))
		qsort(entries + sorted, count - sorted, sizeof(*entries),
			  compare_entries);
	merge(entries, sorted, count);
	for (size_t i = 0; i < count; i++)
		if (kept == 0 ||
			!ranked_entry_covers(&entries[kept - 1], &entries[i]))
		{
			if (kept < i)
				entries[kept] = entries[i];
			kept++;
		}
	return kept;
}
