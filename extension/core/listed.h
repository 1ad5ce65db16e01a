/*
 * listed.h: block lists, tables of numbers that somebody holds for spam
 *
 * A row has a number and perhaps how bad it is: a score, or how many people
 * complained, and what kind of caller it is. Columns are known by what the
 * caller says of them, by their titles or by what stands in the first rows.
 * Nothing here allocates; bytes stay the caller's.
 */
#ifndef LISTED_H
#define LISTED_H

#include "book.h"

#define LISTED_COUNT_MAX	1000000

/* What a column tells of a number. */
enum listed_field
{
	LISTED_NUMBER, LISTED_SCORE, LISTED_COUNT, LISTED_CATEGORY, LISTED_SKIPPED
};

#define LISTED_FIELDS	LISTED_SKIPPED

/* Whether a table is a block list, by the look of its first rows. */
enum listed_look
{
	LISTED_NOT, LISTED_PERHAPS, LISTED_SURELY
};

/* Columns as a caller names them: by their titles, or in their order. */
struct listed_map
{
	int			count;
	bool		titled;
	enum listed_field field[BOOK_MAP_MAX];
	struct book_text title[BOOK_MAP_MAX];
};

struct listed_row
{
	uint32_t	line;
	enum book_error error;
	phone		number;
	double		score;			/* as written; below 0: none */
	bool		fraction;		/* it was written with a point */
	int64_t		count;			/* of complaints; 0: none */
	const char *category;
	struct book_text field;
	struct book_text raw;
};

typedef void (*listed_emit) (void *context, const struct listed_row *row);

struct listed
{
	struct book csv;			/* records and cells */
	const struct listed_map *map;	/* NULL: columns are found */
	const char *region;			/* of national numbers */
	listed_emit emit;
	void	   *context;
	bool		unclear;		/* it ended since its columns are not known */
	int			column[LISTED_FIELDS];	/* of the file, -1: not there */
	struct book_text title[LISTED_FIELDS];
};

extern void listed_open(struct listed *file, const char *bytes, size_t length,
						const struct listed_map *map, const char *region,
						listed_emit emit, void *context);
extern bool listed_step(struct listed *file);
/* How much of one a score is on the scale of its file; 0.5 and less is fine. */
extern double listed_part(double score, double most, bool fractions);

/* listed_columns.c */
extern const char *listed_map_read(struct listed_map *map, const char *text,
								   struct book_text *part);
extern enum listed_look listed_look_at(struct listed *room, const char *bytes,
									   size_t length);
extern bool listed_mapped(struct listed *file);
extern bool listed_titled(struct listed *file);
extern bool listed_guessed(struct listed *file);
extern bool listed_comment(const struct book *csv);

/* listed_word.c: the category that a word tells, NULL for none */
extern const char *listed_word(const char *bytes, size_t length);

#endif
