/* route_inside.h: what the files of routes share: rows, types, the router */
#ifndef ROUTE_INSIDE_H
#define ROUTE_INSIDE_H

#include "route.h"

/* Of each row the call, the same under a key, or together; and five besides. */
#define ROUTE_STATEMENTS	(3 * ROUTE_ROWS + 5)

struct route_type
{
	const char *name;
	Oid			oid;
	Oid			array;			/* what several calls take, if they can */
};

struct node;

struct router
{
	struct node *root;
	size_t		statements;
	struct statement statement[ROUTE_STATEMENTS];
	const struct statement *account;	/* reads a password */
	const struct statement *key;	/* finds whose a key is */
	const struct statement *budgets;	/* reads what was charged */
	const struct statement *budgets_keep;	/* writes it */
	const struct statement *lookups_keep;	/* writes how much was told */
	const struct statement *of_row[ROUTE_ROWS];
	const struct statement *once[ROUTE_ROWS];
};

/* route.c */
extern const struct route route_rows[];
extern const size_t route_count;
extern const char *const route_method_name[ROUTE_METHODS];
extern const struct route_type route_types[];

/* The next part between slashes, which may be empty; false at the end. */
extern bool route_next(struct slice *path, struct slice *segment);

/* Drops the slash in front and the last one: /a/b/ is a/b. */
extern struct slice route_inside(struct slice path);

/* Kinds that are two parameters: the type of the second one. */
extern enum argument_type route_second(enum argument_kind kind);

/* route_statement.c */
extern void route_statements(struct router *router);

#endif							/* ROUTE_INSIDE_H */
