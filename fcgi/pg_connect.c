/* pg_connect.c: making connections, and making them anew */
#include "pg_inside.h"

#include <sodium.h>
#include <string.h>

#include "log.h"

#define CONNECT_PATIENCE	5000000
#define BACKOFF_LAST		1000000

/* The one statement besides those of the routes. */
#define VERSION_QUERY \
	"SELECT extversion FROM pg_catalog.pg_extension WHERE extname = 'numsight'"

/*
 * What was under way: a write has an unknown end. A read is sent again, but
 * no more often than there are connections, all of which may have ended at
 * once; it may itself be what ends them.
 */
static void
batch_lost(struct pg_connection *c)
{
	int			calls = c->count > 0 ? c->calls : 0;

	for (int i = 0; i < c->count; i++)
	{
		PQclear(c->slot[i].held);
		c->slot[i].held = NULL;
	}
	c->count = 0;
	for (int i = calls - 1; i >= 0; i--)
	{
		struct pg_call *call = c->call[i];

		c->call[i] = NULL;
		if (call == NULL)
			continue;
		if (c->pool->class->repeatable &&
			call->lost++ < c->pool->class->connections)
			pg_again(call);
		else
			pg_fail(call, PG_LOST);
	}
}

static void
connect_again(struct timer *timer)
{
	pg_connection_open(container_of(timer, struct pg_connection, timer));
}

/* Waits longer each time, and never all workers at the same moment. */
void
pg_connection_lost(struct pg_connection *c)
{
	struct loop *loop = pg_loop(c->pool);
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
	pg_connection_lost(container_of(timer, struct pg_connection, timer));
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
	c->watch.ready = pg_connection_ready;
	memset(c->prepared, 0, sizeof *c->prepared *
		   router_statements(c->pool->pg->settings.router));
	PQsetnonblocking(c->db, 1);
	PQsetNoticeReceiver(c->db, ignore_notice, NULL);
	if (PQenterPipelineMode(c->db) != 1 ||
		PQsendQueryParams(c->db, VERSION_QUERY, 0, NULL, NULL, NULL, NULL,
						  0) != 1 ||
		PQpipelineSync(c->db) != 1)
		pg_connection_lost(c);
	else
	{
		pg_watch(c);
		pg_connection_flush(c);
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
			loop_watch(pg_loop(c->pool), &c->watch, EPOLLIN);
			break;
		case PGRES_POLLING_WRITING:
			loop_watch(pg_loop(c->pool), &c->watch, EPOLLOUT);
			break;
		case PGRES_POLLING_OK:
			connection_greet(c);
			break;
		default:
			pg_connection_lost(c);
			break;
	}
}

/* Everything else about the database is in libpq's own environment. */
static PGconn *
connect_start(const struct pg_pool *pool)
{
	const char *keyword[5] = {
		"application_name", "client_encoding", "options"
	};
	const char *value[5] = {
		"numsight-worker", "UTF8", pool->options
	};

	if (pool->class->target != NULL)
	{
		keyword[3] = "target_session_attrs";
		value[3] = pool->class->target;
	}
	return PQconnectStartParams(keyword, value, 0);
}

void
pg_connection_open(struct pg_connection *c)
{
	struct loop *loop = pg_loop(c->pool);

	c->state = CONNECTING;
	c->db = connect_start(c->pool);
	if (c->db == NULL || PQstatus(c->db) == CONNECTION_BAD)
	{
		pg_connection_lost(c);
		return;
	}
	c->timer.fire = connect_late;
	timer_set(loop, &c->timer, loop->now + CONNECT_PATIENCE);
	c->watch.fd = PQsocket(c->db);
	c->watch.ready = connection_poll;
	loop_watch(loop, &c->watch, EPOLLOUT);
}
