/* ranked_left.c: what a page of a walk has left, the best first */
#include "ranked_left.h"

#define FEW_TAKEN	8

static void
swap(uint64_t *a, uint64_t *b)
{
	uint64_t	kept = *a;

	*a = *b;
	*b = kept;
}

/*
 * Put the best first. Of the hundreds that a page has mostly few are taken: to
 * look through them each time is less than to make a heap of them.
 */
void
ranked_left_begin(struct ranked_left *left)
{
	uint64_t   *order = left->order;
	size_t		best = 0;

	for (size_t i = 1; i < left->count; i++)
		if (order[i] > order[best])
			best = i;
	swap(&order[0], &order[best]);
}

static void
sink(struct ranked_left *left, size_t i)
{
	uint64_t   *order = left->order;
	uint64_t	sinking = order[i];

	for (;;)
	{
		size_t		child = 2 * i + 1;

		if (child >= left->count)
			break;
		if (child + 1 < left->count && order[child + 1] > order[child])
			child++;
		if (order[child] <= sinking)
			break;
		order[i] = order[child];
		i = child;
	}
	order[i] = sinking;
}

/* The first was taken and another is in its place. */
static void
settle(struct ranked_left *left)
{
	left->taken++;
	if (left->taken < FEW_TAKEN)
		ranked_left_begin(left);
	else if (left->taken > FEW_TAKEN)
		sink(left, 0);
	else
		for (size_t i = left->count / 2; i-- > 0;)
			sink(left, i);
}

size_t
ranked_left_take(struct ranked_left *left)
{
	size_t		place = ranked_place_of(left->order[0]);

	left->order[0] = left->order[--left->count];
	if (left->count > 0)
		settle(left);
	return place;
}

void
ranked_left_add(struct ranked_left *left, uint64_t order)
{
	size_t		i = left->count++;

	left->order[i] = order;
	if (left->taken < FEW_TAKEN)
	{
		if (order > left->order[0])
			swap(&left->order[0], &left->order[i]);
		return;
	}
	for (; i > 0 && left->order[(i - 1) / 2] < left->order[i]; i = (i - 1) / 2)
		swap(&left->order[(i - 1) / 2], &left->order[i]);
}
