/*
 * ranked_order.h: many keys, put in order
 *
 * Keys that begin alike are many: what their first letters come to is a
 * number, by which they are sorted, and the letters are looked at only where
 * these are equal.
 */
#ifndef RANKED_ORDER_H
#define RANKED_ORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A key among others: whoever has them knows what it stands for. */
struct ranked_ordered
{
	uint64_t	prefix;			/* of two keys the smaller has no greater one */
	size_t		text;			/* where it is in the texts */
	uint32_t	owner;
	uint8_t		length;
	bool		whole;			/* no other key has this prefix */
};

/* Sets what a key, whose first byte is a class, 1 to 8, is among others. */
extern void ranked_order_set(struct ranked_ordered *ordered,
							 const uint8_t *key, size_t length);

/* By the bytes of the keys alone: <0, 0 or >0. */
extern int	ranked_order_compare(const struct ranked_ordered *a,
								 const struct ranked_ordered *b,
								 const uint8_t *texts);

/* Equal keys stay in the order in which they are; spare has as much room. */
extern void ranked_order(struct ranked_ordered *keys,
						 struct ranked_ordered *spare, size_t count,
						 const uint8_t *texts);

#endif
