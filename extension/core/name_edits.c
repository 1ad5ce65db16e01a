/*
 * name_edits.c: edits from a wanted word to the words of a sorted list
 *
 * For each number of edits there is a set of places of the wanted word that
 * can be reached by the letters put so far: bit i stands for its first i
 * letters. Words of a sorted list share beginnings, and with them the sets: a
 * walk over the list computes those of letters that change.
 */
#include <string.h>

#include "name.h"

/* Edits allowed in a word of so many letters; shorter ones are initials. */
int
name_edits_limit(size_t wanted_length)
{
	return wanted_length < 3 ? 0 : wanted_length < 5 ? 1 : 2;
}

/* Bits 0 to the last. */
static uint64_t
places_to(size_t last)
{
	return (UINT64_C(2) << last) - 1;
}

void
name_edits_set(struct name_edits *edits, const char *wanted, size_t length,
			   int limit, int unfinished)
{
	memset(edits->equal, 0, sizeof(edits->equal));
	memcpy(edits->wanted, wanted, length);
	for (size_t i = 0; i < length; i++)
		edits->equal[wanted[i] & 0x7f] |= UINT64_C(2) << i;
	edits->limit = (uint8_t) limit;
	edits->unfinished = (int8_t) unfinished;
	edits->whole = UINT64_C(1) << length;
	for (int e = 0; e <= limit; e++)
		edits->allowed[e] = places_to(length);
	memset(&edits->step[0], 0, sizeof(edits->step[0]));
	for (int e = 0; e <= limit; e++)
		edits->step[0].reached[e] = places_to((size_t) e) & edits->allowed[e];
}

bool
name_edits_begin(struct name_edits *edits, const char *wanted, size_t length)
{
	int			limit = name_edits_limit(length);

	if (limit == 0 || length > NAME_WORD_MAX)
		return false;
	name_edits_set(edits, wanted, length, limit,
				   length >= NAME_UNFINISHED_MIN ? 1 : 0);
	return true;
}

void
name_edits_spare(struct name_edits *edits, size_t letters)
{
	if (edits->limit < NAME_EDITS_MAX)
		return;
	edits->allowed[NAME_EDITS_MAX] &= ~places_to(letters);
	edits->step[0].reached[NAME_EDITS_MAX] &= ~places_to(letters);
}

/* By an edit from one edit less, or by a wanted letter. */
static uint64_t
reach(const struct name_edits *edits, size_t place, int e)
{
	const struct name_edits_step *before = &edits->step[place];
	const struct name_edits_step *now = before + 1;
	uint64_t	reached = before->reached[e] << 1 & now->equal;

	if (e == 0)
		return reached;
	reached |= before->reached[e - 1] | before->reached[e - 1] << 1 |
		now->reached[e - 1] << 1;
	if (place > 0)
		reached |= before[-1].reached[e - 1] << 2 & before->equal &
			now->equal << 1;
	return reached & edits->allowed[e];
}

bool
name_edits_put(struct name_edits *edits, size_t place, char c)
{
	const struct name_edits_step *before = &edits->step[place];
	struct name_edits_step *now = &edits->step[place + 1];
	uint64_t	alive;

	if (place >= NAME_WORD_MAX)
		return false;
	now->equal = edits->equal[c & 0x7f];
	/* the first letter of a swap, behind which there is no place yet */
	alive = edits->limit == 0 ? 0 : before->reached[edits->limit - 1] << 2 &
		now->equal & edits->allowed[edits->limit];
	for (int e = 0; e <= edits->limit; e++)
		alive |= now->reached[e] = reach(edits, place, e);
	now->unfinished = before->unfinished ||
		(edits->unfinished >= 0 &&
		 (now->reached[edits->unfinished] & edits->whole) != 0);
	return alive != 0 || now->unfinished;
}

/*
 * The places behind letters that may be put at a place: all if another edit is
 * allowed there, else those behind what is reached, and of a swap the letter
 * before.
 */
static uint64_t
places_after(const struct name_edits *edits, size_t place)
{
	const struct name_edits_step *step = &edits->step[place];
	uint64_t	places = 0;

	if (step->unfinished)
		return UINT64_MAX;
	for (int e = 0; e <= edits->limit; e++)
	{
		places |= step->reached[e] << 1 & edits->allowed[e];
		if (e == 0)
			continue;
		if (((step->reached[e - 1] | step->reached[e - 1] << 1) &
			 edits->allowed[e]) != 0)
			return UINT64_MAX;
		places |= step->reached[e - 1] << 2 & edits->allowed[e];
		if (place > 0)
			places |= (step[-1].reached[e - 1] << 2 & step->equal &
					   edits->allowed[e]) >> 1;
	}
	return places;
}

char
name_edits_after(const struct name_edits *edits, size_t place, char c)
{
	uint64_t	places = places_after(edits, place) & ~UINT64_C(1);
	char		next = '\0';

	if (places == (UINT64_MAX & ~UINT64_C(1)))
		return c < INT8_MAX ? (char) (c + 1) : '\0';
	for (; places != 0; places &= places - 1)
	{
		char		letter = edits->wanted[__builtin_ctzll(places) - 1];

		if (letter > c && (next == '\0' || letter < next))
			next = letter;
	}
	return next;
}

bool
name_edits_accept(const struct name_edits *edits, size_t length)
{
	const struct name_edits_step *step = &edits->step[length];

	for (int e = 0; e <= edits->limit; e++)
		if ((step->reached[e] & edits->whole) != 0)
			return true;
	return step->unfinished;
}

bool
name_edits_begins(const struct name_edits *edits, size_t length)
{
	return (edits->step[length].reached[0] & edits->whole) != 0;
}
