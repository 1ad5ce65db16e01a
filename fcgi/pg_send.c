/* pg_send.c: calls to a batch on a connection, and what becomes of late ones */
#include "pg_inside.h"

#include <stdio.h>

#include "log.h"

#define GRACE				500000	/* for the server's own timeout to speak */

static void
late(struct timer *timer)
{
	struct pg_call *call = container_of(timer, struct pg_call, timer);

	call->connection->slot[call->slot].call = NULL;
	pg_fail(call, PG_LATE);
}

/*
 * The deadline has come while the server works on it. Where a batch is one
 * statement it can be cancelled; its error then is the answer.
 */
static void
due(struct timer *timer)
{
	struct pg_call *call = container_of(timer, struct pg_call, timer);
	struct loop *loop = pg_loop(call->pool);

	if (call->pool->class->cancels)
		pg_stop(call->connection);
	call->timer.fire = late;
	timer_set(loop, &call->timer, loop->now + GRACE);
}

void
pg_watch(struct pg_connection *c)
{
	loop_watch(pg_loop(c->pool), &c->watch,
			   c->unsent ? EPOLLIN | EPOLLOUT : EPOLLIN);
}

void
pg_connection_flush(struct pg_connection *c)
{
	bool		unsent = c->unsent;
	int			left = PQflush(c->db);

	/* An error shows again, with its reason, when reading. */
	c->unsent = left > 0;
	if (c->unsent != unsent)
		pg_watch(c);
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
	timer_set(pg_loop(c->pool), &call->timer, call->deadline);
	return send_call(c, call, slot);
}

static void
stuck(struct timer *timer)
{
	struct pg_connection *c = container_of(timer, struct pg_connection, timer);

	log_line("error", "database connection is silent", c->pool->class->name);
	pg_connection_lost(c);
}

/* One batch from the head of the queue. */
static void
batch_send(struct pg_connection *c)
{
	struct pg_pool *pool = c->pool;
	struct loop *loop = pg_loop(pool);
	bool		good = true;
	bool		more = true;

	c->at = 0;
	while (good && more && pool->queued > 0 && c->count < pool->class->batch)
	{
		if (pool->first->alone && c->count > 0)
			break;
		more = !pool->first->alone;
		good = batch_add(c, pg_take(pool));
	}
	if (!good || PQpipelineSync(c->db) != 1)
	{
		pg_connection_lost(c);
		return;
	}
	c->timer.fire = stuck;
	timer_set(loop, &c->timer, loop->now + c->pool->class->stuck);
	pg_connection_flush(c);
}

void
pg_pool_send(struct pg_pool *pool)
{
	for (int i = 0; i < pool->class->connections && pool->queued > 0; i++)
	{
		struct pg_connection *c = &pool->connection[i];

		if (c->state == UP && c->count == 0)
			batch_send(c);
	}
}
