/*
 * pg.h: calls of SQL functions over asynchronous, pipelined connections
 *
 * Each class of routes has a pool of its own connections and a bounded queue,
 * so that a slow search never stands in front of a quick look-up.
 */
#ifndef PG_H
#define PG_H

#include <libpq-fe.h>

#include "loop.h"
#include "route.h"
#include "shared.h"

enum pg_outcome
{
	PG_ROWS,					/* result holds them */
	PG_ERROR,					/* sqlstate tells which, result the rest */
	PG_LOST,					/* the connection died: outcome unknown */
	PG_LATE,					/* it did not answer in time */
	PG_REFUSED					/* it waited too long in the queue */
};

struct pg_answer
{
	enum pg_outcome outcome;
	const PGresult *result;
	int			row;			/* of the result: this call's */
	const char *sqlstate;
};

struct pg_pool;
struct pg_connection;

struct pg_call
{
	/* set by the caller; values must live until done or pg_forget */
	const struct statement *statement;
	const char *value[ROUTE_VALUES];
	int			length[ROUTE_VALUES];
	int			format[ROUTE_VALUES];
	uint64_t	deadline;
	void		(*done) (struct pg_call *call, const struct pg_answer *answer);

	/* the pool's own */
	struct pg_pool *pool;		/* NULL: not under way */
	struct pg_call *next;
	struct pg_connection *connection;	/* NULL: in the queue */
	int			place;			/* among the connection's calls */
	struct timer timer;
	bool		alone;			/* not in a batch with others */
	bool		apart;			/* not in a statement with others */
	bool		again;			/* was sent before */
	bool		replanned;		/* was sent before, with an outdated plan */
	int			lost;			/* connections that ended under it */
};

struct pg_settings
{
	struct loop *loop;
	struct shared *shared;
	struct worker_gauges *gauges;
	const struct router *router;
	bool		prepare;
	bool		budget;			/* what is told of numbers may be left out */
	/* Asks the server to stop what a connection does; takes the PGcancel. */
	void		(*cancel) (void *context, PGcancel *cancel);
	void	   *context;
};

struct pg;

extern struct pg *pg_new(const struct pg_settings *settings);
extern void pg_free(struct pg *pg);

/* Queues a call. It is answered by done, possibly at once. */
extern void pg_submit(struct pg *pg, enum route_class class,
					  struct pg_call *call);

/* Nobody waits for the answer any more: done will not be called. */
extern void pg_forget(struct pg_call *call);

/* Sends what this turn has queued; to be called at the end of each turn. */
extern void pg_flush(struct pg *pg);

/* Each class has a connection to a database with our extension's version. */
extern bool pg_ready(const struct pg *pg);

#endif							/* PG_H */
