/*
 * route.h: the table of routes.def, the tree that finds a row of it, and the
 * SQL statement of each row
 */
#ifndef ROUTE_H
#define ROUTE_H

#include <libpq-fe.h>
#include <stdint.h>

#include "memory.h"

#define ROUTE_ROWS			255		/* at most, for tables of counters */
#define ROUTE_ARGUMENTS		12
#define ROUTE_VALUES		16		/* parameters of a function */
#define ROUTE_SEGMENTS		12		/* of a path */

enum route_method
{
	METHOD_GET, METHOD_POST, METHOD_PUT, METHOD_PATCH, METHOD_DELETE,
	ROUTE_METHODS
};

enum route_scope
{
	SCOPE_PUBLIC = 0, SCOPE_READ = 1, SCOPE_WRITE = 2, SCOPE_ADMIN = 4
};

enum route_class
{
	CLASS_read, CLASS_write, CLASS_slow, CLASS_bulk,
	ROUTE_CLASSES
};

enum route_flag
{
	ROUTE_ETAG = 1, ROUTE_LENIENT = 2, ROUTE_FORM = 4, ROUTE_OLD = 8,
	ROUTE_TOKENS = 16, ROUTE_IDEMPOTENT = 32, ROUTE_MATCH = 64, ROUTE_BASIC = 128,
	ROUTE_SHARED = 256, ROUTE_TWILIO = 512, ROUTE_GUEST = 1024,
	ROUTE_TOGETHER = 2048, ROUTE_SHOWS = 4096, ROUTE_TAKEN = 8192
};

enum argument_kind
{
	ARGUMENT_END,
	ARGUMENT_SID, ARGUMENT_PATH, ARGUMENT_QUERY, ARGUMENT_BODY, ARGUMENT_MAY,
	ARGUMENT_LIMIT, ARGUMENT_CURSOR, ARGUMENT_HASH, ARGUMENT_VERIFIED,
	ARGUMENT_DIGEST, ARGUMENT_FRESH, ARGUMENT_ADDRESS, ARGUMENT_RENEWED,
	ARGUMENT_KEY, ARGUMENT_CONTENT
};

enum argument_type
{
	TYPE_TEXT, TYPE_NUMBER, TYPE_INT, TYPE_REAL, TYPE_BOOL, TYPE_IGNORED,
	TYPE_UUID, TYPE_BYTES, TYPE_TEXTS, TYPE_INTS, TYPE_NUMBERS, TYPE_NULLABLE
};

struct argument
{
	enum argument_kind kind;
	const char *name;
	enum argument_type type;
	const char *media;			/* CONTENT: what it may be, blanks between */
	size_t		kilobytes;		/* CONTENT: and how large */
};

struct route
{
	enum route_method method;
	const char *path;
	const char *function;
	struct argument argument[ROUTE_ARGUMENTS + 1];
	enum route_scope scope;
	enum route_class class;
	uint32_t	milliseconds;
	unsigned	flags;
};

/*
 * One prepared statement; rows that call the same function share it. For
 * several calls it takes an array of each parameter's values, and returns a
 * row for each in their order, without a status if it cannot answer that one.
 */
struct statement
{
	size_t		number;			/* 0 .. router's count - 1 */
	char	   *text;
	int			count;
	Oid			type[ROUTE_VALUES];
	const struct statement *together;	/* the same for several calls, or NULL */
};

/* Paths that the worker answers itself. */
enum route_own
{
	OWN_NONE, OWN_HEALTH, OWN_READY, OWN_METRICS
};

struct found
{
	size_t		number;			/* of the row, for the counters */
	const struct route *route;	/* NULL: see own */
	enum route_own own;
	const struct statement *statement;
	const struct statement *once;	/* the same under an Idempotency-Key */
	unsigned	allowed;		/* methods of this path, as bits */
	bool		path;			/* the path is known */
	bool		broken;			/* it holds a bad code or bad UTF-8 */
	int			segments;
	struct slice segment[ROUTE_SEGMENTS];
};

struct router;

extern struct router *router_new(void);
extern void router_free(struct router *router);

/* The method or -1. HEAD is looked up as GET, OPTIONS is not a row. */
extern int	route_method(struct slice name);

/* Finds a path; the segments are decoded into the arena. */
extern struct found router_find(const struct router *router,
								struct arena *arena, int method,
								struct slice path);

extern size_t router_statements(const struct router *router);
extern const struct statement *router_account(const struct router *router);
extern const struct statement *router_key(const struct router *router);
extern const struct statement *router_budgets(const struct router *router);
extern const struct statement *
router_budgets_keep(const struct router *router);
extern const struct statement *
router_lookups_keep(const struct router *router);
extern size_t router_unknown(const struct router *router);
extern const char *router_method(const struct router *router, size_t number);
extern const char *router_path(const struct router *router, size_t number);

/* The segment that {name} stands for, counted from 0; -1 if there is none. */
extern int	route_segment(const struct route *route, const char *name);
extern bool route_takes(const struct route *route, enum argument_kind kind);

/* The argument that is the whole body, NULL where it is members. */
extern const struct argument *route_content(const struct route *route);

/* The largest body that a path takes; routes without a row take the usual. */
extern size_t route_body_most(const struct route *route);

/* Takes the next of words with blanks between; false at the end. */
extern bool route_word(struct slice *words, struct slice *word);
extern const char *route_class_name(int class);
extern void route_allow(struct buffer *out, unsigned allowed);
extern void route_print(struct buffer *out);

#endif							/* ROUTE_H */
