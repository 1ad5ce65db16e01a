/*
 * book.h: a person's address book, vCard 2.1/3.0/4.0, CSV or lines of JSON,
 * as rows of one name and one number.
 *
 * Nothing here allocates, reads a locale or keeps state outside the caller's
 * struct book. The whole book is one run of bytes, which stays the caller's;
 * it is read in steps of one record so that the caller can stop, report or
 * resume between them. Time is linear in the bytes, whatever they are.
 */
#ifndef BOOK_H
#define BOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "phone.h"

#define BOOK_NAME_MAX		256		/* bytes of a name */
#define BOOK_EMAIL_MAX		254		/* bytes of an address, RFC 5321 */
#define BOOK_NUMBER_MAX		64		/* bytes of a number as written */
#define BOOK_VALUE_MAX		4096	/* bytes of a cell or property we read */
#define BOOK_COLUMN_MAX		512		/* columns of a CSV record */
#define BOOK_COUNTRY_MAX	64		/* bytes of a country's name or code */
#define BOOK_MAP_MAX		32		/* columns that a caller names */
#define BOOK_RECORD_MAX		(1 << 20)	/* bytes of a CSV record */
#define BOOK_RAW_MAX		500		/* bytes kept of what was refused */
#define BOOK_ROOM			65536	/* bytes of strings with escapes of a line */

enum book_format
{
	BOOK_ANY, BOOK_CSV, BOOK_VCARD, BOOK_JSON
};

/* Why a row is refused; book_error_name gives the word users read. */
enum book_error
{
	BOOK_OK, BOOK_NOT_A_NUMBER, BOOK_BAD_COUNTRY_CODE, BOOK_TOO_SHORT,
	BOOK_TOO_LONG, BOOK_BAD_UTF8, BOOK_CONTROL_CHARACTER, BOOK_MISSING_NAME,
	BOOK_MISSING_NUMBER, BOOK_MISSING_COLUMN, BOOK_TOO_MANY_COLUMNS,
	BOOK_TOO_LONG_LINE, BOOK_UNBALANCED_QUOTE, BOOK_NOT_A_CARD, BOOK_BAD_JSON,
	BOOK_BAD_DATE, BOOK_LOW_SCORE
};

/* Bytes that are somebody else's, not terminated. */
struct book_text
{
	const char *bytes;
	size_t		length;
};

/*
 * One number of one person, or one refusal. Everything it points to is valid
 * until the callback returns. Name, number and email are clean UTF-8; field
 * is the header or property at fault as it was written, raw what was refused:
 * both may hold any byte, book_escape makes text of them.
 *
 * Region is that of the country which a record tells beside its numbers, as a
 * calling code ("+44", "0044", "44"), as letters of ISO 3166 or by its name:
 * "GB", or "001" for a code of no country. It is empty where nothing known is
 * told, and means nothing to a number with a country code of its own.
 */
struct book_row
{
	uint32_t	line;			/* of the file, from 1 */
	enum book_error error;
	struct book_text name;
	struct book_text number;	/* as written: book_row_number makes a phone */
	struct book_text region;	/* that national forms are read in */
	struct book_text email;		/* empty when there is none */
	struct book_text field;
	struct book_text raw;
};

typedef void (*book_emit) (void *context, const struct book_row *row);

/* Clean text that is being made. */
struct book_buffer
{
	size_t		length;
	bool		cut;			/* more was written than fits */
	char		bytes[BOOK_VALUE_MAX];
};

/* One cell of a CSV record, quotes taken off but doubled ones still inside. */
struct book_cell
{
	struct book_text text;
	bool		quoted;
};

/* A CSV column that tells something: what, and under which title. */
struct book_column
{
	uint16_t	index;
	uint8_t		kind;
	struct book_text title;
};

/* What a title alone tells. */
struct book_told
{
	struct book_text title;
	uint8_t		kind;
};

struct book_charset;

/* What a caller says that columns tell, instead of what their titles do. */
struct book_map
{
	int			count;
	struct book_column column[BOOK_MAP_MAX];	/* without index */
};

/* The state of one reading; its members are the core's own. */
struct book
{
	const char *bytes;
	size_t		length;
	size_t		position;		/* of the next record */
	uint32_t	line;			/* of that record */
	char		newline;		/* '\n', or '\r' for old files */
	bool		utf8;			/* shown to be UTF-8: no other charset tried */
	enum book_format format;
	const struct book_map *map; /* NULL: columns are known by their titles */
	book_emit	emit;
	void	   *context;

	/* CSV, and of JSON what a line holds */
	char		delimiter;
	bool		begun;			/* delimiter and columns, or the list, are known */
	bool		listed;			/* JSON: people stand in one list */
	int			tries;			/* records that did not tell them */
	size_t		one_line_until; /* before it no quote may span lines */
	int			columns;		/* of the header or the first record */
	int			cells;			/* of the record at hand */
	int			used;			/* columns that tell us something */
	struct book_column column[BOOK_COLUMN_MAX];
	struct book_cell cell[BOOK_COLUMN_MAX];
	struct book_told told[BOOK_COLUMN_MAX]; /* JSON: by cells of the last one */
	int			keys;
	struct book_text key[BOOK_COLUMN_MAX];	/* JSON: the members of a person */
	size_t		room_used;
	char		room[BOOK_ROOM];
	size_t		country_length;
	char		country[BOOK_COUNTRY_MAX];	/* looked up last, */
	struct book_text region;	/* and what it is; empty: unknown */

	/* room to work in */
	struct book_buffer value;
	struct book_buffer part;
	struct book_buffer clean;
	struct book_buffer name;
	struct book_buffer email;
};

/* book.c */
extern bool book_format_find(const char *name, size_t length,
							 enum book_format *format);
extern const char *book_error_name(enum book_error error);
extern void book_open(struct book *book, const char *bytes, size_t length,
					  enum book_format format, book_emit emit, void *context);
extern bool book_step(struct book *book);

/* book_text.c */
extern enum book_error book_clean(const struct book_buffer *source, bool utf8,
								  struct book_buffer *out);
extern size_t book_escape(struct book_text raw, char out[BOOK_RAW_MAX]);

/*
 * book_charset.c: a book in UTF-16, or in the code page of the region that it
 * comes from, is decoded before it is read, into size bytes at the most
 */
extern const struct book_charset *book_charset_of(const char *region,
												  size_t length);
extern size_t book_decoded_size(const char *bytes, size_t length,
								const struct book_charset *charset);
extern size_t book_decode(const char *bytes, size_t length,
						  const struct book_charset *charset, char *out);

/* book_map.c: pairs like phone=Rufnummer,name="Name, privat" */
extern const char *book_map_read(struct book_map *map, const char *text,
								 struct book_text *part);

/* book_number.c */
extern enum book_error book_number(struct book_text text, const char *region,
								   size_t region_length, phone *value);

/* book_country.c: the same in the country that the row's record tells */
extern enum book_error book_row_number(const struct book_row *row,
									   const char *region,
									   size_t region_length, phone *value);

#endif
