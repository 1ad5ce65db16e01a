/*
 * load.h: what the files of numsight-load share
 *
 * People of a list are read to the end and put in the order of their numbers;
 * then the database merges one sheet of them after the other. Contacts,
 * complaints and block lists are merged while the file is read. They go to
 * parts by their number: each part has a connection of its own, into which it
 * copies a batch of rows and then has the database merge them, while the next
 * batch is read.
 *
 * What is merged and how far it has come are one transaction, so a load that
 * was cut short goes on where it, or each of its parts, stands.
 */
#ifndef LOAD_H
#define LOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <libpq-fe.h>

#include "complaint.h"
#include "listed.h"
#include "people.h"

#define LOAD_PARTS_MAX	16
#define LOAD_READING	0.25	/* of a load of a list, before it is merged */

/* What the command line says. */
struct settings
{
	const char *path;
	const char *name;			/* what the file is called */
	const char *digest;			/* SHA-256 of its bytes, hexadecimal */
	const char *format;			/* "" is told by the content */
	const char *kind;			/* "people", "spam", or "": likewise */
	const char *source;			/* whose block list it is */
	const char *region;			/* of national numbers */
	const char *account;		/* whose book it is, or "" */
	const char *map;			/* what columns tell, or "" */
	const char *rejects;		/* where refused rows go */
	long		batch;			/* rows merged together */
	long		memory;			/* megabytes that rows being sorted may take */
	int			parts;
	bool		force;
	bool		places;			/* cities and postal codes of complaints */
	bool		quiet;
};

/* What a file tells of numbers. */
enum source_kind
{
	SOURCE_PEOPLE, SOURCE_COMPLAINTS, SOURCE_LISTED
};

/* The bytes of a file, mapped or decoded. */
struct source
{
	const char *bytes;
	size_t		length;
	enum source_kind kind;
	const char *region;
	enum book_format book;
	const struct book_map *map; /* NULL: columns are known by their titles */
	enum complaint_format complaint;
	bool		places;
	const struct listed_map *listed;	/* of a block list, the same */
	double		most;			/* the greatest of its scores */
	bool		fractions;		/* some of them are */
};

/* One row on its way to the database; texts are in the batch's room. */
struct item
{
	int64_t		place;			/* in the file, from 1 */
	phone		number;
	union
	{
		struct
		{
			int64_t		at;
			uint64_t	ticket;
		}			complaint;
		struct
		{
			int64_t		count;	/* 0: not told */
			double		part;	/* of one, by its score; below 0: not told */
		}			listed;
	}			of;
	uint32_t	text[4];		/* name, folded, email; category, area, city, zip */
	uint16_t	length[4];
};

struct batch
{
	struct item *items;
	size_t		count;
	size_t		items_room;
	char	   *room;
	size_t		used;
	size_t		size;
};

struct part
{
	PGconn	   *db;
	int			number;
	int64_t		done;			/* the place up to which it is merged */
	bool		merging;
	struct batch batch;
};

/* People of a list on their way to the database. */
struct list_sheet
{
	size_t		start;			/* of its bytes */
	size_t		length;
	int64_t		distinct;
	int64_t		rows;			/* of the file that they stand for */
	int64_t		done;			/* rows up to the last of them */
	size_t		position;		/* how far the load is then, in the file */
};

struct counts
{
	int64_t		rows;
	int64_t		ok;
	int64_t		merged;
	int64_t		rejected;
	int64_t		suppressed;
};

struct rejects
{
	FILE	   *file;
	char		path[4096];
	const char *kept;			/* its name when all is done */
	int64_t		count;
};

struct meter
{
	bool		shown;
	bool		terminal;
	double		begun;
	double		told;
	size_t		total;
};

struct load
{
	const struct settings *settings;
	struct source source;
	int64_t		import;
	int			parts;
	bool		list;			/* people, of nobody's book */
	struct part part[LOAD_PARTS_MAX];
	struct people people;
	struct counts counts;
	struct rejects rejects;
	struct meter meter;
	int64_t		unmerged;		/* rows of the list, or since the last merges began */
};

/* What a first look at a file tells. */
struct survey
{
	int64_t		seen;
	int64_t		bad;
	int64_t    *days;			/* on which its complaints were filed */
	size_t		day_count;
	size_t		day_room;
};

/* fault.c */
extern void fault(const char *message, const char *hint)
			__attribute__((noreturn));
extern void wrong_call(const char *message, const char *hint)
			__attribute__((noreturn));
extern void *need(void *memory);

/* source.c */
extern void source_open(struct source *source, const struct settings *settings);

/* read.c: all rows of a file, and what they come to */
typedef void (*read_person) (void *context, const struct book_row *row);
struct reader
{
	read_person person;
	complaint_emit complaint;
	listed_emit listed;
	bool		(*goes_on) (void *context, size_t position);
	void	   *context;
};
extern void read_all(const struct source *source, const struct reader *reader);

/* survey.c */
extern void survey(struct load *load, struct survey *found);

/* batch.c */
extern void batch_add_person(struct batch *batch, int64_t place,
							 const struct book_row *row, phone number);
extern void batch_add_complaint(struct batch *batch, int64_t place,
								const struct complaint_row *row);
extern void batch_add_listed(struct batch *batch, int64_t place,
							 const struct listed_row *row, double part);
extern void batch_sort(struct batch *batch);
extern void batch_empty(struct batch *batch);
extern void batch_copy(const struct batch *batch, PGconn *db,
					   enum source_kind kind);

/* database.c */
extern PGconn *database_open(void);
extern PGresult *database_ask(PGconn *db, const char *query, int count,
							  const char *const *values);
extern void database_do(PGconn *db, const char *query);
extern void database_need(PGconn *db, PGresult *result,
						  ExecStatusType status);

/* import.c: the load as the database sees it */
extern void import_judge(struct load *load, const struct survey *found);
extern void import_begin(struct load *load, const struct survey *found);
extern void import_end(struct load *load);
extern void part_merge(struct load *load, struct part *part, size_t position);
extern void part_wait(struct part *part);
extern void import_send(const struct load *load,
						const struct list_sheet *sheet, const char *bytes);
extern bool import_took(const struct load *load);
extern bool import_commit(const struct load *load);

/* list.c: people of a list, sheet by sheet */
extern void list_merge(struct load *load);

/* map.c: what the columns of a table tell, as the caller says */
extern void map_open(struct source *source, const char *text);

/* rejects.c */
extern void rejects_open(struct rejects *rejects, const char *path);
extern void rejects_row(struct rejects *rejects, uint32_t line,
						enum book_error error, struct book_text field,
						struct book_text raw);
extern void rejects_restart(struct rejects *rejects);
extern void rejects_keep(struct rejects *rejects, bool quiet);

/* meter.c */
extern void meter_begin(struct meter *meter, size_t total, bool quiet);
extern void meter_show(struct meter *meter, size_t position, int64_t rows,
					   bool last);

#endif
