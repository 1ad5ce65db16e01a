/*
 * pg.c: pools of pipelined connections, and the queue before each
 *
 * A connection carries one batch at a time: up to so many statements and one
 * Sync, which makes them one transaction. In class read a batch is what the
 * last turn of the loop has collected; when one statement of it fails, the
 * server skips the rest, and those are sent again, each alone. In the other
 * classes a batch is one statement.
 *
 * Calls of one statement that has a form for several are made as one. It
 * answers those that it can; the others are called for each by itself.
 */
#include "pg_inside.h"

#include <stdio.h>
#include <stdlib.h>

#define QUEUE_MAX			1024
#define QUEUE_PATIENCE		1000000 /* microseconds in the queue */

/* One batch may hold each statement's preparation too. */
static const struct class classes[ROUTE_CLASSES] = {
	[CLASS_read] = {
		"read", 3, BATCH_MAX, true, false, 5000000, NULL,
		"-c statement_timeout=500 -c default_transaction_read_only=on"
	},
	[CLASS_write] = {
		"write", 8, 1, false, false, 5000000, "read-write",
		"-c statement_timeout=2000"
	},
	[CLASS_slow] = {
		"slow", 4, 1, true, true, 5000000, NULL,
		"-c statement_timeout=2000 -c default_transaction_read_only=on"
	},
	[CLASS_bulk] = {
		"bulk", 2, 1, false, false, 13000000, "read-write",
		"-c statement_timeout=10000"
	},
};

#define COMMON_OPTIONS	"-c idle_in_transaction_session_timeout=5000"

/* Read by private.shown, which makes slots of what may be left out. */
#define BUDGET_OPTION	"-c numsight.budget=on"

/* The queue. */

void
pg_finish(struct pg_call *call, const struct pg_answer *answer)
{
	timer_stop(pg_loop(call->pool), &call->timer);
	call->pool = NULL;
	call->connection = NULL;
	call->done(call, answer);
}

void
pg_fail(struct pg_call *call, enum pg_outcome outcome)
{
	struct pg_answer answer = {.outcome = outcome};

	if (outcome == PG_REFUSED)
		atomic_fetch_add(&call->pool->pg->settings.shared->refused, 1);
	pg_finish(call, &answer);
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

/* Take the next that waits with a statement, to be made with others. */
struct pg_call *
pg_take_alike(struct pg_pool *pool, const struct statement *statement)
{
	struct pg_call *call = pool->first;

	while (call != NULL && (call->statement != statement || call->alone ||
							call->apart))
		call = call->next;
	if (call != NULL)
		queue_remove(call);
	return call;
}

static void
queue_late(struct timer *timer)
{
	struct pg_call *call = container_of(timer, struct pg_call, timer);

	queue_remove(call);
	pg_fail(call, PG_REFUSED);
}

static void
queue_wait(struct pg_call *call)
{
	struct loop *loop = pg_loop(call->pool);
	uint64_t	at = loop->now + QUEUE_PATIENCE;

	call->connection = NULL;
	call->pool->queued++;
	call->timer.fire = queue_late;
	timer_set(loop, &call->timer, at < call->deadline ? at : call->deadline);
}

static void
queue_first(struct pg_call *call)
{
	struct pg_pool *pool = call->pool;

	call->next = pool->first;
	if (pool->first == NULL)
		pool->last = &call->next;
	pool->first = call;
	queue_wait(call);
}

/* A call that was sent in vain goes first. */
void
pg_again(struct pg_call *call)
{
	call->again = true;
	call->alone = true;
	queue_first(call);
}

/* So does one that a statement with others has no answer for. */
void
pg_apart(struct pg_call *call)
{
	call->apart = true;
	queue_first(call);
}

void
pg_submit(struct pg *pg, enum route_class class, struct pg_call *call)
{
	struct pg_pool *pool = &pg->pool[class];

	call->pool = pool;
	call->next = NULL;
	call->timer = (struct timer) {0};
	call->alone = false;
	call->apart = false;
	call->again = false;
	call->replanned = false;
	call->lost = 0;
	if (pool->queued >= QUEUE_MAX)
	{
		pg_fail(call, PG_REFUSED);
		return;
	}
	*pool->last = call;
	pool->last = &call->next;
	queue_wait(call);
}

void
pg_stop(struct pg_connection *c)
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
	timer_stop(pg_loop(call->pool), &call->timer);
	if (c == NULL)
		queue_remove(call);
	else
	{
		c->call[call->place] = NULL;
		if (call->pool->class->cancels)
			pg_stop(c);
	}
	call->pool = NULL;
}

struct pg_call *
pg_take(struct pg_pool *pool)
{
	struct pg_call *call = pool->first;

	pool->first = call->next;
	if (pool->first == NULL)
		pool->last = &pool->first;
	pool->queued--;
	return call;
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
		pg_pool_send(&pg->pool[i]);
		pool_gauges(&pg->pool[i], &pg->settings.gauges->pool[i]);
	}
}

/* Pools. */

static void
pool_start(struct pg *pg, struct pg_pool *pool, const struct class *class)
{
	size_t		statements = router_statements(pg->settings.router);
	const char *given = getenv("PGOPTIONS");

	pool->pg = pg;
	pool->class = class;
	pool->last = &pool->first;
	snprintf(pool->options, sizeof pool->options, "%s %s %s %s",
			 COMMON_OPTIONS, class->options,
			 pg->settings.budget ? BUDGET_OPTION : "",
			 given != NULL ? given : "");
	for (int i = 0; i < class->connections; i++)
	{
		struct pg_connection *c = &pool->connection[i];

		c->pool = pool;
		c->backoff = BACKOFF_FIRST;
		c->prepared = memory_zero(statements * sizeof *c->prepared);
		pg_connection_open(c);
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
	timer_stop(pg_loop(c->pool), &c->timer);
	for (int i = 0; i < c->count; i++)
		PQclear(c->slot[i].held);
	PQfinish(c->db);
	free(c->prepared);
}

void
pg_free(struct pg *pg)
{
	for (int i = 0; i < ROUTE_CLASSES; i++)
	{
		timer_stop(pg->settings.loop, &pg->pool[i].patience);
		for (int j = 0; j < pg->pool[i].class->connections; j++)
			connection_free(&pg->pool[i].connection[j]);
	}
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
