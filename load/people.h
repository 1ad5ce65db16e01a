/*
 * people.h: the people of a file in the order of their numbers
 *
 * Rows come in the order of the file. When they take more room than they may,
 * they are put in order and written to a temporary file as a run; in the end
 * the runs are merged. Of rows with one number and one folded name the first
 * of the file stays, and the others are counted.
 */
#ifndef PEOPLE_H
#define PEOPLE_H

#include <stdint.h>
#include <stdio.h>

#include "book.h"
#include "sheet.h"

/* One row; its texts, the name and its folded form, are in the room. */
struct person
{
	phone		number;
	uint32_t	place;			/* of those in memory, from 0 */
	uint32_t	text;
	uint16_t	name_length;
	uint16_t	folded_length;
	uint32_t	times;			/* that it stands in the file */
};

/* Rows in order that were written out, the next of them at hand. */
struct run
{
	FILE	   *file;
	struct sheet_row row;
	uint32_t	times;
	char	   *texts;
};

struct people
{
	size_t		memory;			/* bytes that rows may take */
	struct person *person;
	struct person *spare;		/* room to sort in */
	size_t		count;
	size_t		persons_room;
	char	   *room;
	size_t		used;
	size_t		size;
	struct run *run;
	int			runs;
	size_t		next;			/* in memory */
	int			current;		/* the run whose row was handed out, or -1 */
};

extern void people_add(struct people *people, struct book_text name,
					   phone number);

/* No more come; the first is handed out next. */
extern void people_end(struct people *people);

/* The next row, and how often it stands in the file; 0 when there is none. */
extern int64_t people_next(struct people *people, struct sheet_row *row);

#endif
