/* pg_send.c: calls to a batch on a connection, and what becomes of late ones */
#include "pg_inside.h"

#include <stdio.h>

#include "log.h"
#include "text.h"

#define GRACE				500000	/* for the server's own timeout to speak */
#define PATIENCE			2000	/* for a batch that is under way */

static void
late(struct timer *timer)
{
	struct pg_call *call = container_of(timer, struct pg_call, timer);

	call->connection->call[call->place] = NULL;
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

/* The parameters of a statement. */
struct values
{
	const char *const *value;
	const int  *length;
	const int  *format;
};

static bool
send_prepared(struct pg_connection *c, struct slot *slot,
			  const struct values *values)
{
	const struct statement *statement = slot->statement;
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
	return PQsendQueryPrepared(c->db, name, statement->count, values->value,
							   values->length, values->format, 0) == 1;
}

static bool
send_values(struct pg_connection *c, struct slot *slot,
			const struct values *values)
{
	const struct statement *statement = slot->statement;

	if (c->pool->pg->settings.prepare)
		return send_prepared(c, slot, values);
	return PQsendQueryParams(c->db, statement->text, statement->count,
							 statement->type, values->value, values->length,
							 values->format, 0) == 1;
}

static bool
send_one(struct pg_connection *c, struct slot *slot)
{
	struct pg_call *call = c->call[slot->first];
	struct values values = {call->value, call->length, call->format};

	return send_values(c, slot, &values);
}

/* What the calls of a slot have for a parameter. */
static void
add_array(struct buffer *out, const struct pg_connection *c,
		  const struct slot *slot, int parameter)
{
	buffer_text(out, "{");
	for (int i = 0; i < slot->calls; i++)
	{
		const char *value = c->call[slot->first + i]->value[parameter];

		buffer_text(out, i > 0 ? "," : "");
		if (value == NULL)
			buffer_text(out, "NULL");
		else
			text_quoted(out, slice_of(value));
	}
	buffer_add(out, "}", 2);
}

/* Each parameter is an array of theirs. */
static bool
send_together(struct pg_connection *c, struct slot *slot)
{
	static const int none[ROUTE_VALUES];
	struct buffer array[ROUTE_VALUES] = {{0}};
	const char *value[ROUTE_VALUES];
	struct values values = {value, none, none};
	bool		good;

	for (int i = 0; i < slot->statement->count; i++)
	{
		add_array(&array[i], c, slot, i);
		value[i] = array[i].data;
	}
	good = send_values(c, slot, &values);
	for (int i = 0; i < slot->statement->count; i++)
		buffer_free(&array[i]);
	return good;
}

static void
slot_add(struct pg_connection *c, struct slot *slot, struct pg_call *call)
{
	call->connection = c;
	call->place = c->calls;
	c->call[c->calls++] = call;
	slot->calls++;
	call->timer.fire = due;
	timer_set(pg_loop(c->pool), &call->timer, call->deadline);
}

/* A call, and those that wait with the same statement if several can be one. */
static bool
batch_add(struct pg_connection *c, struct pg_call *call)
{
	struct slot *slot = &c->slot[c->count++];
	const struct statement *statement = call->statement;
	bool		together = statement->together != NULL && !call->alone &&
		!call->apart;

	*slot = (struct slot) {.first = c->calls, .statement = statement};
	while (call != NULL)
	{
		slot_add(c, slot, call);
		call = together && c->calls < c->pool->class->batch
			? pg_take_alike(c->pool, statement) : NULL;
	}
	if (slot->calls == 1)
		return send_one(c, slot);
	slot->statement = statement->together;
	return send_together(c, slot);
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
	c->calls = 0;
	c->since = loop->now;
	while (good && more && pool->queued > 0 && c->calls < pool->class->batch)
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

static void
patience_over(struct timer *timer)
{
	(void) timer;				/* the queue is looked at in each turn */
}

/*
 * A batch that was just sent is soon done; what comes meanwhile is a larger
 * one then, which costs less than several small ones side by side. Behind
 * one that takes long nobody waits.
 */
static bool
is_soon_free(struct pg_pool *pool)
{
	struct loop *loop = pg_loop(pool);

	if (pool->queued >= (size_t) pool->class->batch)
		return false;
	for (int i = 0; i < pool->class->connections; i++)
	{
		const struct pg_connection *c = &pool->connection[i];

		if (c->state != UP || c->count == 0 ||
			loop->now >= c->since + PATIENCE)
			continue;
		pool->patience.fire = patience_over;
		timer_set(loop, &pool->patience, c->since + PATIENCE);
		return true;
	}
	return false;
}

void
pg_pool_send(struct pg_pool *pool)
{
	if (pool->queued == 0 || is_soon_free(pool))
		return;
	for (int i = 0; i < pool->class->connections && pool->queued > 0; i++)
	{
		struct pg_connection *c = &pool->connection[i];

		if (c->state == UP && c->count == 0)
			batch_send(c);
	}
}
