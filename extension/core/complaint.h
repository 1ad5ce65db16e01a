/*
 * complaint.h: files of complaints about calls, as authorities publish them
 *
 *	FTC	Do Not Call complaints of a day, USA: no id, times of Washington
 *	FCC	consumer complaints about unwanted calls, USA: with ticket numbers
 *
 * Both are CSV with a header; columns are found by name, unknown ones are
 * passed over. What could name who complained, city and postal code, is read
 * only where the caller asks for it. Nothing here allocates; bytes stay the caller's.
 */
#ifndef COMPLAINT_H
#define COMPLAINT_H

#include "book.h"

#define COMPLAINT_REGION	"US"	/* in which the numbers are written */
#define COMPLAINT_AREA_MAX	3
#define COMPLAINT_PLACE_MAX	64		/* bytes of a city, or of a postal code */
#define COMPLAINT_COLUMNS	12

enum complaint_format
{
	COMPLAINT_FTC, COMPLAINT_FCC
};

/* One complaint, or one refusal, as a row of a book. */
struct complaint_row
{
	uint32_t	line;
	enum book_error error;
	phone		number;
	int64_t		at;				/* local seconds since 2000-01-01 */
	int64_t		day;			/* on which it was filed, since then */
	uint64_t	item;			/* its number with the authority; 0: none */
	const char *category;
	char		area[COMPLAINT_AREA_MAX + 1];	/* of who complained, or "" */
	char		city[COMPLAINT_PLACE_MAX + 1];	/* the same, where kept */
	char		zip[COMPLAINT_PLACE_MAX + 1];
	struct book_text field;
	struct book_text raw;
};

typedef void (*complaint_emit) (void *context,
								const struct complaint_row *row);

struct complaints
{
	struct book csv;			/* records and cells */
	enum complaint_format format;
	bool		keep_places;	/* off at first: cities and postal codes */
	complaint_emit emit;
	void	   *context;
	int			column[COMPLAINT_COLUMNS];	/* of the file, -1: not there */
	struct book_text title[COMPLAINT_COLUMNS];
};

extern const char *complaint_format_name(enum complaint_format format);
/* Whether the bytes begin with the header of one of the formats. */
extern bool complaint_format_find(const char *bytes, size_t length,
								  enum complaint_format *format);
extern void complaint_open(struct complaints *file, const char *bytes,
						   size_t length, enum complaint_format format,
						   complaint_emit emit, void *context);
extern bool complaint_step(struct complaints *file);

/* complaint_time.c */
extern bool complaint_time(const char *date, size_t date_length,
						   const char *time, size_t time_length,
						   int64_t *at);

#endif
