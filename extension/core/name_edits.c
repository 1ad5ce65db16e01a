/*
 * name_edits.c: edits from a wanted word to the words of a sorted list
 *
 * Row d of the table tells the edits from each beginning of the wanted word
 * to the first d letters put. Words of a sorted list share beginnings, and
 * with them rows: a walk over the list computes only those that change, and of
 * these only the places where no more edits than are allowed may end.
 */
#include <string.h>

#include "name.h"

/* Edits allowed in a word of so many letters; shorter ones are initials. */
int
name_edits_limit(size_t wanted_length)
{
	return wanted_length < 3 ? 0 : wanted_length < 5 ? 1 : 2;
}

#define FAR			100			/* more edits than any that are allowed */

static uint8_t
least(int a, int b)
{
	return (uint8_t) (a < b ? a : b);
}

bool
name_edits_begin(struct name_edits *edits, const char *wanted, size_t length)
{
	edits->limit = (uint8_t) name_edits_limit(length);
	if (edits->limit == 0 || length > NAME_WORD_MAX)
		return false;
	edits->length = (uint8_t) length;
	memcpy(edits->wanted, wanted, length);
	memset(edits->row, FAR, sizeof(edits->row));
	for (size_t i = 0; i <= edits->limit; i++)
		edits->row[0][i] = (uint8_t) i;
	edits->best[0] = 0;
	edits->nearest[0] = (uint8_t) length;
	return true;
}

/* Whether a word may go on from here, its beginning being near enough. */
static bool
unfinished(const struct name_edits *edits, size_t length)
{
	return edits->nearest[length] == 0 ||
		(edits->nearest[length] == 1 && edits->length >= NAME_UNFINISHED_MIN);
}

bool
name_edits_put(struct name_edits *edits, size_t place, char c)
{
	const char *wanted = edits->wanted;
	size_t		limit = edits->limit;
	size_t		first = place > limit ? place + 1 - limit : 1;
	size_t		last = least(edits->length, (int) (place + 1 + limit));
	uint8_t    *before;
	uint8_t    *now;
	int			best;

	if (place >= NAME_WORD_MAX)
		return false;
	before = edits->row[place];
	now = edits->row[place + 1];
	edits->word[place] = c;
	best = now[0] = (uint8_t) (place < limit ? place + 1 : FAR);
	for (size_t i = first; i <= last; i++)
	{
		now[i] = least(before[i - 1] + (wanted[i - 1] != c),
					   least(before[i], now[i - 1]) + 1);
		if (place > 0 && i > 1 && c == wanted[i - 2] &&
			edits->word[place - 1] == wanted[i - 1])
			now[i] = least(now[i], edits->row[place - 1][i - 2] + 1);
		best = least(best, now[i]);
	}
	edits->nearest[place + 1] = least(edits->nearest[place],
									  now[edits->length]);
	edits->best[place + 1] = (uint8_t) best;
	/* a swap reaches back to the row before */
	return best <= edits->limit || edits->best[place] < edits->limit ||
		unfinished(edits, place + 1);
}

bool
name_edits_accept(const struct name_edits *edits, size_t length)
{
	return edits->row[length][edits->length] <= edits->limit ||
		unfinished(edits, length);
}
