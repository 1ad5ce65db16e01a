/*
 * pg.c: pools of pipelined connections
 *
 * A connection carries one batch at a time: up to so many statements and one
 * Sync, which makes them one transaction. In class read a batch is what the
 * last turn of the loop has collected; when one statement of it fails, the
 * server skips the rest, and those are sent again, each alone. In the other
 * classes a batch is one statement.
 */
#include "pg.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"

#define BATCH_MAX			32
#define CONNECTIONS_MAX		8
#define QUEUE_MAX			512
#define QUEUE_PATIENCE		1000000 /* microseconds in the queue */
#define GRACE				500000	/* for the server's own timeout to speak */
#define CONNECT_PATIENCE	5000000
#define BACKOFF_FIRST		50000
#define BACKOFF_LAST		1000000

/* One batch may hold each statement's preparation too. */
static const struct class
{
	const char *name;
	int			connections;
	int			batch;
	bool		repeatable;		/* reads may be sent a second time */
	bool		cancels;		/* the server is told to stop what is late */
	uint64_t	stuck;			/* of silence: the connection is dropped */
	const char *target;			/* target_session_attrs */
	const char *options;
}			classes[ROUTE_CLASSES] = {
	[CLASS_read] = {
		"read", 2, BATCH_MAX, true, false, 5000000, NULL,
		"-c statement_timeout=500 -c default_transaction_read_only=on"
	},
	[CLASS_write] = {
		"write", 4, 1, false, false, 5000000, "read-write",
		"-c statement_timeout=2000"
	},
	[CLASS_slow] = {
		"slow", 2, 1, true, true, 5000000, NULL,
		"-c statement_timeout=2000 -c default_transaction_read_only=on"
	},
	[CLASS_bulk] = {
		"bulk", 1, 1, false, false, 13000000, "read-write",
		"-c statement_timeout=10000"
	},
};

#define COMMON_OPTIONS	"-c idle_in_transaction_session_timeout=5000"

/* The one statement besides those of the routes. */
#define VERSION_QUERY \
	"SELECT extversion FROM pg_catalog.pg_extension WHERE extname = 'numsight'"

enum state
{
	DOWN,						/* waits for its timer to connect again */
	CONNECTING,
	GREETING,					/* asks for the extension's version */
	UP
};

struct slot
{
	struct pg_call *call;		/* NULL: forgotten, the result is dropped */
	size_t		statement;
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
	int			count;			/* slots of the batch under way */
	int			at;				/* the slot whose results come next */
	struct slot slot[BATCH_MAX];
};

struct pg_pool
{
	struct pg  *pg;
	const struct class *class;
	struct pg_call *first;
	struct pg_call **last;
	size_t		queued;
	struct pg_connection connection[CONNECTIONS_MAX];
};

struct pg
{
	struct pg_settings settings;
	unsigned	generation;		/* makes names of prepared statements new */
	char		options[ROUTE_CLASSES][512];
	struct pg_pool pool[ROUTE_CLASSES];
};

static void connection_open(struct pg_connection *c);
static void connection_lost(struct pg_connection *c);

static struct loop *
loop_of(const struct pg_pool *pool)
{
	return pool->pg->settings.loop;
}

/* The queue. */

static void
call_finish(struct pg_call *call, const struct pg_answer *answer)
{
	timer_stop(loop_of(call->pool), &call->timer);
	call->pool = NULL;
	call->connection = NULL;
	call->done(call, answer);
}

static void
call_fail(struct pg_call *call, enum pg_outcome outcome)
{
	struct pg_answer answer = {.outcome = outcome};

	if (outcome == PG_REFUSED)
		atomic_fetch_add(&call->pool->pg->settings.shared->refused, 1);
	call_finish(call, &answer);
}

static void
queue_remove(struct pg_call *call)
{
	struct pg_pool *pool = call->pool;
	struct pg_call **place = &pool->first;

	while (*place != call)
		place = &(*place)->next;
	*place = call->next;
	if (pool->last == &call->next)
		pool->last = place;
	pool->queued--;
}

static void
queue_late(struct timer *timer)
{
	struct pg_call *call = container_of(timer, struct pg_call, timer);

	queue_remove(call);
	call_fail(call, PG_REFUSED);
}

static void
queue_wait(struct pg_call *call)
{
	struct loop *loop = loop_of(call->pool);
	uint64_t	at = loop->now + QUEUE_PATIENCE;

	call->connection = NULL;
	call->pool->queued++;
	call->timer.fire = queue_late;
	timer_set(loop, &call->timer, at < call->deadline ? at : call->deadline);
}

/* A call that was sent in vain goes first. */
static void
queue_again(struct pg_call *call)
{
	struct pg_pool *pool = call->pool;

	call->again = true;
	call->alone = true;
	call->next = pool->first;
	if (pool->first == NULL)
		pool->last = &call->next;
	pool->first = call;
	queue_wait(call);
}

void
pg_submit(struct pg *pg, enum route_class class, struct pg_call *call)
{
	struct pg_pool *pool = &pg->pool[class];

	call->pool = pool;
	call->next = NULL;
	call->timer = (struct timer) {0};
	call->alone = false;
	call->again = false;
	call->replanned = false;
	call->lost = 0;
	if (pool->queued >= QUEUE_MAX)
	{
		call_fail(call, PG_REFUSED);
		return;
	}
	*pool->last = call;
	pool->last = &call->next;
	queue_wait(call);
}

static void
cancel(struct pg_connection *c)
{
	struct pg_settings *settings = &c->pool->pg->settings;
	PGcancel   *handle = PQgetCancel(c->db);

	if (handle != NULL)
		settings->cancel(settings->context, handle);
}

void
pg_forget(struct pg_call *call)
{
	struct pg_connection *c = call->connection;

	if (call->pool == NULL)
		return;
	timer_stop(loop_of(call->pool), &call->timer);
	if (c == NULL)
		queue_remove(call);
	else
	{
		c->slot[call->slot].call = NULL;
		if (call->pool->class->cancels)
			cancel(c);
	}
	call->pool = NULL;
}

/* Sending. */

static void
late(struct timer *timer)
{
	struct pg_call *call = container_of(timer, struct pg_call, timer);

	call->connection->slot[call->slot].call = NULL;
	call_fail(call, PG_LATE);
}

/*
 * The deadline has come while the server works on it. Where a batch is one
 * statement it can be cancelled; its error then is the answer.
 */
static void
due(struct timer *timer)
{
	struct pg_call *call = container_of(timer, struct pg_call, timer);
	struct loop *loop = loop_of(call->pool);

	if (call->pool->class->cancels)
		cancel(call->connection);
	call->timer.fire = late;
	timer_set(loop, &call->timer, loop->now + GRACE);
}

static void
watch_connection(struct pg_connection *c)
{
	loop_watch(loop_of(c->pool), &c->watch,
			   c->unsent ? EPOLLIN | EPOLLOUT : EPOLLIN);
}

static void
connection_flush(struct pg_connection *c)
{
	bool		unsent = c->unsent;
	int			left = PQflush(c->db);

	/* An error shows again, with its reason, when reading. */
	c->unsent = left > 0;
	if (c->unsent != unsent)
		watch_connection(c);
}

static void
statement_name(const struct pg_connection *c, size_t number, char *name,
			   size_t size)
{
	snprintf(name, size, "s%zu_%u", number, c->prepared[number]);
}

static bool
send_prepared(struct pg_connection *c, struct pg_call *call,
			  struct slot *slot)
{
	const struct statement *statement = call->statement;
	char		name[48];

	if (c->prepared[statement->number] == 0)
	{
		c->prepared[statement->number] = ++c->pool->pg->generation;
		statement_name(c, statement->number, name, sizeof name);
		slot->preparing = true;
		if (!PQsendPrepare(c->db, name, statement->text, statement->count,
						   statement->type))
			return false;
	}
	else
		statement_name(c, statement->number, name, sizeof name);
	return PQsendQueryPrepared(c->db, name, statement->count, call->value,
							   call->length, call->format, 0) == 1;
}

static bool
send_call(struct pg_connection *c, struct pg_call *call, struct slot *slot)
{
	const struct statement *statement = call->statement;

	if (c->pool->pg->settings.prepare)
		return send_prepared(c, call, slot);
	return PQsendQueryParams(c->db, statement->text, statement->count,
							 statement->type, call->value, call->length,
							 call->format, 0) == 1;
}

static bool
batch_add(struct pg_connection *c, struct pg_call *call)
{
	struct slot *slot = &c->slot[c->count];

	*slot = (struct slot) {
		.call = call, .statement = call->statement->number
	};
	call->connection = c;
	call->slot = c->count++;
	call->timer.fire = due;
	timer_set(loop_of(c->pool), &call->timer, call->deadline);
	return send_call(c, call, slot);
}

static struct pg_call *
queue_take(struct pg_pool *pool)
{
	struct pg_call *call = pool->first;

	pool->first = call->next;
	if (pool->first == NULL)
		pool->last = &pool->first;
	pool->queued--;
	return call;
}

static void
stuck(struct timer *timer)
{
	struct pg_connection *c = container_of(timer, struct pg_connection, timer);

	log_line("error", "database connection is silent", c->pool->class->name);
	connection_lost(c);
}

/* One batch from the head of the queue. */
static void
batch_send(struct pg_connection *c)
{
	struct pg_pool *pool = c->pool;
	struct loop *loop = loop_of(pool);
	bool		good = true;
	bool		more = true;

	c->at = 0;
	while (good && more && pool->queued > 0 && c->count < pool->class->batch)
	{
		if (pool->first->alone && c->count > 0)
			break;
		more = !pool->first->alone;
		good = batch_add(c, queue_take(pool));
	}
	if (!good || PQpipelineSync(c->db) != 1)
	{
		connection_lost(c);
		return;
	}
	c->timer.fire = stuck;
	timer_set(loop, &c->timer, loop->now + c->pool->class->stuck);
	connection_flush(c);
}

static void
pool_flush(struct pg_pool *pool)
{
	for (int i = 0; i < pool->class->connections && pool->queued > 0; i++)
	{
		struct pg_connection *c = &pool->connection[i];

		if (c->state == UP && c->count == 0)
			batch_send(c);
	}
}

static void
set_gauge(counter *gauge, uint64_t value)
{
	atomic_store_explicit(gauge, value, memory_order_relaxed);
}

static void
pool_gauges(const struct pg_pool *pool, struct pool_gauges *gauges)
{
	unsigned	live = 0;
	unsigned	busy = 0;

	for (int i = 0; i < pool->class->connections; i++)
	{
		live += pool->connection[i].state == UP;
		busy += pool->connection[i].count > 0;
	}
	set_gauge(&gauges->live, live);
	set_gauge(&gauges->busy, busy);
	set_gauge(&gauges->queued, pool->queued);
}

void
pg_flush(struct pg *pg)
{
	for (int i = 0; i < ROUTE_CLASSES; i++)
	{
		pool_flush(&pg->pool[i]);
		pool_gauges(&pg->pool[i], &pg->settings.gauges->pool[i]);
	}
}

/* Results. */

static bool
state_in(const char *sqlstate, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(sqlstate, list[i]) == 0)
			return true;
	return false;
}

/* The server has given up on the session, not on the statement. */
static bool
session_ended(const char *sqlstate)
{
	static const char *const list[] = {"57P01", "57P02", "57P03", "57P05"};

	return strncmp(sqlstate, "08", 2) == 0 ||
		state_in(sqlstate, list, lengthof(list));
}

static bool
plan_outdated(const char *sqlstate)
{
	static const char *const list[] = {"0A000", "26000"};

	return state_in(sqlstate, list, lengthof(list));
}

static bool
try_again(const char *sqlstate)
{
	static const char *const list[] = {"40001", "40P01"};

	return state_in(sqlstate, list, lengthof(list));
}

/*
 * What outdated a plan on one connection has outdated it on the others, and a
 * call is sent a second time on any of them.
 */
static void
plan_forget(struct pg_pool *pool, size_t statement)
{
	for (int i = 0; i < pool->class->connections; i++)
		pool->connection[i].prepared[statement] = 0;
}

/* Whether the error is one that another try can mend. */
static bool
mendable(struct pg_call *call, const char *sqlstate)
{
	bool		replanned = call->replanned;

	if (!plan_outdated(sqlstate))
		return try_again(sqlstate) && !call->again;
	call->replanned = true;
	return !replanned;
}

static void
slot_error(struct pg_connection *c, struct slot *slot, const PGresult *result)
{
	const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
	struct pg_call *call = slot->call;
	struct pg_answer answer = {.outcome = PG_ERROR, .result = result};

	if (sqlstate == NULL)
		sqlstate = "08006";
	answer.sqlstate = sqlstate;
	shared_count_sqlstate(c->pool->pg->settings.shared, sqlstate);
	slot->failed = true;
	if (slot->preparing)
		c->prepared[slot->statement] = 0;
	if (plan_outdated(sqlstate))
		plan_forget(c->pool, slot->statement);
	/* Its fate is that of the connection, which is about to end. */
	if (call == NULL || session_ended(sqlstate))
		return;
	slot->call = NULL;
	if (mendable(call, sqlstate))
		queue_again(call);
	else
		call_finish(call, &answer);
}

/*
 * Rows of a repeatable statement are an answer at once; those of a write
 * only when the Sync behind it has committed them.
 */
static void
slot_rows(struct pg_connection *c, struct slot *slot, PGresult *result)
{
	struct pg_answer answer = {.outcome = PG_ROWS, .result = result};
	struct pg_call *call = slot->call;

	if (call == NULL || slot->failed)
	{
		PQclear(result);
		return;
	}
	if (!c->pool->class->repeatable)
	{
		slot->held = result;
		return;
	}
	slot->call = NULL;
	call_finish(call, &answer);
	PQclear(result);
}

/* The Sync is in: what was held counts, what was skipped is sent alone. */
static void
batch_done(struct pg_connection *c)
{
	int			count = c->count;

	timer_stop(loop_of(c->pool), &c->timer);
	c->count = 0;
	for (int i = 0; i < count; i++)
	{
		struct slot *slot = &c->slot[i];
		struct pg_answer answer = {.outcome = PG_ROWS, .result = slot->held};
		struct pg_call *call = slot->call;

		slot->call = NULL;
		if (call != NULL && slot->held != NULL)
			call_finish(call, &answer);
		else if (call != NULL && !call->again)
			queue_again(call);
		else if (call != NULL)
			call_fail(call, PG_LOST);
		PQclear(slot->held);
		slot->held = NULL;
	}
}

static void
greeting(struct pg_connection *c, const PGresult *result)
{
	c->matches = PQresultStatus(result) == PGRES_TUPLES_OK &&
		PQntuples(result) == 1 &&
		strcmp(PQgetvalue(result, 0, 0), NUMSIGHT_VERSION) == 0;
	if (!c->matches)
		log_line("warning", "the extension is absent or of another version",
				 c->pool->class->name);
}

static void
result_take(struct pg_connection *c, PGresult *result)
{
	struct slot *slot = c->at < c->count ? &c->slot[c->at] : NULL;

	switch (PQresultStatus(result))
	{
		case PGRES_TUPLES_OK:
			if (c->state == GREETING)
				greeting(c, result);
			else if (slot != NULL)
			{
				slot_rows(c, slot, result);
				return;
			}
			break;
		case PGRES_COMMAND_OK:
			/* a preparation; the rows come next */
			break;
		case PGRES_PIPELINE_ABORTED:
			if (slot != NULL && slot->preparing && !slot->failed)
				c->prepared[slot->statement] = 0;
			break;
		default:
			/* An error at the Sync itself belongs to what it commits. */
			if (slot == NULL && c->count > 0)
				slot = &c->slot[c->count - 1];
			if (slot != NULL)
			{
				PQclear(slot->held);
				slot->held = NULL;
				slot_error(c, slot, result);
			}
			break;
	}
	PQclear(result);
}

/* No more results of one statement: its rows are next, or its successor. */
static void
result_end(struct pg_connection *c)
{
	if (c->at < c->count)
	{
		if (c->slot[c->at].preparing)
			c->slot[c->at].preparing = false;
		else
			c->at++;
	}
}

static void
synced(struct pg_connection *c)
{
	if (c->state == GREETING)
	{
		c->state = UP;
		c->backoff = BACKOFF_FIRST;
		timer_stop(loop_of(c->pool), &c->timer);
	}
	else
		batch_done(c);
}

static bool
awaits(const struct pg_connection *c)
{
	return c->state == GREETING || (c->state == UP && c->count > 0);
}

static void
connection_results(struct pg_connection *c)
{
	while (awaits(c) && PQstatus(c->db) == CONNECTION_OK &&
		   !PQisBusy(c->db))
	{
		PGresult   *result = PQgetResult(c->db);

		if (result == NULL)
			result_end(c);
		else if (PQresultStatus(result) == PGRES_PIPELINE_SYNC)
		{
			PQclear(result);
			synced(c);
		}
		else
			result_take(c, result);
	}
}

static void
connection_ready(struct watch *watch, uint32_t events)
{
	struct pg_connection *c = container_of(watch, struct pg_connection, watch);
	bool		alive = true;

	if ((events & EPOLLOUT) != 0)
		connection_flush(c);
	if ((events & ~(uint32_t) EPOLLOUT) != 0)
		alive = PQconsumeInput(c->db) == 1;
	connection_results(c);
	if (!alive || PQstatus(c->db) == CONNECTION_BAD)
		connection_lost(c);
}

/* Connecting. */

/*
 * What was under way: a write has an unknown end. A read is sent again, but
 * no more often than there are connections, all of which may have ended at
 * once; it may itself be what ends them.
 */
static void
batch_lost(struct pg_connection *c)
{
	int			count = c->count;

	c->count = 0;
	for (int i = count - 1; i >= 0; i--)
	{
		struct pg_call *call = c->slot[i].call;

		c->slot[i].call = NULL;
		PQclear(c->slot[i].held);
		c->slot[i].held = NULL;
		if (call == NULL)
			continue;
		if (c->pool->class->repeatable &&
			call->lost++ < c->pool->class->connections)
			queue_again(call);
		else
			call_fail(call, PG_LOST);
	}
}

static void
connect_again(struct timer *timer)
{
	connection_open(container_of(timer, struct pg_connection, timer));
}

/* Waits longer each time, and never all workers at the same moment. */
static void
connection_lost(struct pg_connection *c)
{
	struct loop *loop = loop_of(c->pool);
	uint64_t	wait = c->backoff / 2 +
		randombytes_uniform((uint32_t) c->backoff / 2 + 1);

	/* told once, not at every try to come back */
	if (c->db != NULL && c->backoff == BACKOFF_FIRST)
		log_line("warning", PQerrorMessage(c->db), c->pool->class->name);
	PQfinish(c->db);
	c->db = NULL;
	c->watch.fd = -1;
	c->state = DOWN;
	c->unsent = false;
	c->backoff = c->backoff * 2 < BACKOFF_LAST ? c->backoff * 2 : BACKOFF_LAST;
	c->timer.fire = connect_again;
	timer_set(loop, &c->timer, loop->now + wait);
	batch_lost(c);
}

static void
connect_late(struct timer *timer)
{
	connection_lost(container_of(timer, struct pg_connection, timer));
}

static void
ignore_notice(void *context, const PGresult *result)
{
	(void) context;
	(void) result;
}

static void
connection_greet(struct pg_connection *c)
{
	c->state = GREETING;
	c->matches = false;
	c->watch.ready = connection_ready;
	memset(c->prepared, 0, sizeof *c->prepared *
		   router_statements(c->pool->pg->settings.router));
	PQsetnonblocking(c->db, 1);
	PQsetNoticeReceiver(c->db, ignore_notice, NULL);
	if (PQenterPipelineMode(c->db) != 1 ||
		PQsendQueryParams(c->db, VERSION_QUERY, 0, NULL, NULL, NULL, NULL,
						  0) != 1 ||
		PQpipelineSync(c->db) != 1)
		connection_lost(c);
	else
	{
		watch_connection(c);
		connection_flush(c);
	}
}

static void
connection_poll(struct watch *watch, uint32_t events)
{
	struct pg_connection *c = container_of(watch, struct pg_connection, watch);
	PostgresPollingStatusType status = PQconnectPoll(c->db);

	(void) events;
	c->watch.fd = PQsocket(c->db);
	switch (status)
	{
		case PGRES_POLLING_READING:
			loop_watch(loop_of(c->pool), &c->watch, EPOLLIN);
			break;
		case PGRES_POLLING_WRITING:
			loop_watch(loop_of(c->pool), &c->watch, EPOLLOUT);
			break;
		case PGRES_POLLING_OK:
			connection_greet(c);
			break;
		default:
			connection_lost(c);
			break;
	}
}

/* Everything else about the database is in libpq's own environment. */
static PGconn *
connect_start(const struct pg_pool *pool)
{
	size_t		class = (size_t) (pool->class - classes);
	const char *keyword[5] = {
		"application_name", "client_encoding", "options"
	};
	const char *value[5] = {
		"numsight-worker", "UTF8", pool->pg->options[class]
	};

	if (pool->class->target != NULL)
	{
		keyword[3] = "target_session_attrs";
		value[3] = pool->class->target;
	}
	return PQconnectStartParams(keyword, value, 0);
}

static void
connection_open(struct pg_connection *c)
{
	struct loop *loop = loop_of(c->pool);

	c->state = CONNECTING;
	c->db = connect_start(c->pool);
	if (c->db == NULL || PQstatus(c->db) == CONNECTION_BAD)
	{
		connection_lost(c);
		return;
	}
	c->timer.fire = connect_late;
	timer_set(loop, &c->timer, loop->now + CONNECT_PATIENCE);
	c->watch.fd = PQsocket(c->db);
	c->watch.ready = connection_poll;
	loop_watch(loop, &c->watch, EPOLLOUT);
}

static void
pool_start(struct pg *pg, struct pg_pool *pool, const struct class *class)
{
	size_t		statements = router_statements(pg->settings.router);
	const char *given = getenv("PGOPTIONS");

	pool->pg = pg;
	pool->class = class;
	pool->last = &pool->first;
	snprintf(pg->options[class - classes], sizeof pg->options[0], "%s %s %s",
			 COMMON_OPTIONS, class->options, given != NULL ? given : "");
	for (int i = 0; i < class->connections; i++)
	{
		struct pg_connection *c = &pool->connection[i];

		c->pool = pool;
		c->backoff = BACKOFF_FIRST;
		c->prepared = memory_zero(statements * sizeof *c->prepared);
		connection_open(c);
	}
}

struct pg *
pg_new(const struct pg_settings *settings)
{
	struct pg  *pg = memory_zero(sizeof *pg);

	pg->settings = *settings;
	for (int i = 0; i < ROUTE_CLASSES; i++)
		pool_start(pg, &pg->pool[i], &classes[i]);
	return pg;
}

static void
connection_free(struct pg_connection *c)
{
	timer_stop(loop_of(c->pool), &c->timer);
	for (int i = 0; i < c->count; i++)
		PQclear(c->slot[i].held);
	PQfinish(c->db);
	free(c->prepared);
}

void
pg_free(struct pg *pg)
{
	for (int i = 0; i < ROUTE_CLASSES; i++)
		for (int j = 0; j < pg->pool[i].class->connections; j++)
			connection_free(&pg->pool[i].connection[j]);
	free(pg);
}

bool
pg_ready(const struct pg *pg)
{
	for (int i = 0; i < ROUTE_CLASSES; i++)
	{
		const struct pg_pool *pool = &pg->pool[i];
		bool		ready = false;

		for (int j = 0; j < pool->class->connections; j++)
			ready |= pool->connection[j].state == UP &&
				pool->connection[j].matches;
		if (!ready)
			return false;
	}
	return true;
}
