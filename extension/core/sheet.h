/*
 * sheet.h: people in the order of their numbers, as bytes
 *
 * A row is the number (8 bytes), the lengths of the name and of its folded
 * form (2 bytes each), all big endian, and these two. Rows ascend by number,
 * then by the bytes of the folded name; no two of them are equal in both. A
 * sheet has nothing but rows.
 */
#ifndef SHEET_H
#define SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "phone.h"

#define SHEET_ROW_LEAST		12		/* bytes: the number and the lengths */
#define SHEET_TEXT_MAX		UINT16_MAX

struct sheet_row
{
	phone		number;
	uint16_t	name_length;
	uint16_t	folded_length;
	const char *name;
	const char *folded;
};

struct sheet
{
	const char *bytes;
	size_t		length;
	size_t		position;		/* of the next row */
	bool		wrong;			/* what follows is no row */
	struct sheet_row row;		/* the one at hand */
};

extern void sheet_open(struct sheet *sheet, const char *bytes, size_t length);

/* The next row comes to hand: false at the end, and where there is none. */
extern bool sheet_next(struct sheet *sheet);

extern size_t sheet_row_size(const struct sheet_row *row);
extern char *sheet_put(char *out, const struct sheet_row *row);

/* By number, then by the bytes of the folded name: <0, 0 or >0. */
extern int	sheet_compare(const struct sheet_row *a, const struct sheet_row *b);

#endif
