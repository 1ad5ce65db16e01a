/* pg_inside.h: what the files of pools share: pools, connections, batches */
#ifndef PG_INSIDE_H
#define PG_INSIDE_H

#include "pg.h"

#define BATCH_MAX			32
#define CONNECTIONS_MAX		8
#define BACKOFF_FIRST		50000

/* How the connections of a class of routes work. */
struct class
{
	const char *name;
	int			connections;
	int			batch;
	bool		repeatable;		/* reads may be sent a second time */
	bool		cancels;		/* the server is told to stop what is late */
	uint64_t	stuck;			/* of silence: the connection is dropped */
	const char *target;			/* target_session_attrs */
	const char *options;
};

enum state
{
	DOWN,						/* waits for its timer to connect again */
	CONNECTING,
	GREETING,					/* asks for the extension's version */
	UP
};

/* A statement of a batch: that of one call, or of several with one statement. */
struct slot
{
	int			first;			/* of its calls, among the connection's */
	int			calls;
	const struct statement *statement;
	bool		preparing;		/* a result of its preparation comes first */
	bool		failed;			/* it has had its error */
	PGresult   *held;			/* rows that count once the Sync is in */
};

struct pg_connection
{
	struct watch watch;
	struct timer timer;			/* connect again, give up, or stuck */
	struct pg_pool *pool;
	PGconn	   *db;
	enum state	state;
	bool		matches;		/* the extension's version is ours */
	bool		unsent;			/* the socket did not take everything */
	uint64_t	backoff;
	unsigned   *prepared;		/* by statement: generation of its name */
	uint64_t	since;			/* the batch under way was sent */
	int			count;			/* its slots */
	int			at;				/* the slot whose results come next */
	struct slot slot[BATCH_MAX];
	int			calls;			/* of all slots */
	struct pg_call *call[BATCH_MAX];	/* NULL: answered, or forgotten */
};

struct pg_pool
{
	struct pg  *pg;
	const struct class *class;
	char		options[512];	/* of its connections */
	struct pg_call *first;
	struct pg_call **last;
	size_t		queued;
	struct timer patience;		/* for the batch under way */
	struct pg_connection connection[CONNECTIONS_MAX];
};

struct pg
{
	struct pg_settings settings;
	unsigned	generation;		/* makes names of prepared statements new */
	struct pg_pool pool[ROUTE_CLASSES];
};

static inline struct loop *
pg_loop(const struct pg_pool *pool)
{
	return pool->pg->settings.loop;
}

/* pg.c: the queue */
extern void pg_finish(struct pg_call *call, const struct pg_answer *answer);
extern void pg_fail(struct pg_call *call, enum pg_outcome outcome);
extern void pg_again(struct pg_call *call);
extern void pg_apart(struct pg_call *call);
extern struct pg_call *pg_take(struct pg_pool *pool);
extern struct pg_call *pg_take_alike(struct pg_pool *pool,
									 const struct statement *statement);
extern void pg_stop(struct pg_connection *c);

/* pg_send.c */
extern void pg_watch(struct pg_connection *c);
extern void pg_connection_flush(struct pg_connection *c);
extern void pg_pool_send(struct pg_pool *pool);

/* pg_result.c */
extern void pg_connection_ready(struct watch *watch, uint32_t events);

/* pg_connect.c */
extern void pg_connection_open(struct pg_connection *c);
extern void pg_connection_lost(struct pg_connection *c);

#endif							/* PG_INSIDE_H */
