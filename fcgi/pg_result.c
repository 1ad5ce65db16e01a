/* pg_result.c: results of a batch to answers, or to another try */
#include "pg_inside.h"

#include <string.h>

#include "log.h"

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
plan_forget(struct pg_pool *pool, const struct statement *statement)
{
	for (int i = 0; i < pool->class->connections; i++)
		pool->connection[i].prepared[statement->number] = 0;
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

/* Who waits for the answer, and then does no more; NULL: nobody. */
static struct pg_call *
call_take(struct pg_connection *c, int place)
{
	struct pg_call *call = c->call[place];

	c->call[place] = NULL;
	return call;
}

/* What a statement of several has not answered is asked for one by one. */
static void
slot_apart(struct pg_connection *c, const struct slot *slot)
{
	for (int i = slot->calls - 1; i >= 0; i--)
	{
		struct pg_call *call = call_take(c, slot->first + i);

		if (call != NULL)
			pg_apart(call);
	}
}

static void
call_error(struct pg_call *call, const PGresult *result, const char *sqlstate)
{
	struct pg_answer answer = {
		.outcome = PG_ERROR, .result = result, .sqlstate = sqlstate
	};

	if (mendable(call, sqlstate))
		pg_again(call);
	else
		pg_finish(call, &answer);
}

static void
slot_error(struct pg_connection *c, struct slot *slot, const PGresult *result)
{
	const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);

	if (sqlstate == NULL)
		sqlstate = "08006";
	shared_count_sqlstate(c->pool->pg->settings.shared, sqlstate);
	slot->failed = true;
	if (slot->preparing)
		c->prepared[slot->statement->number] = 0;
	if (plan_outdated(sqlstate))
		plan_forget(c->pool, slot->statement);
	/* Its fate is that of the connection, which is about to end. */
	if (session_ended(sqlstate))
		return;
	if (slot->calls > 1)
		slot_apart(c, slot);
	else if (c->call[slot->first] != NULL)
		call_error(call_take(c, slot->first), result, sqlstate);
}

/* A row for each call, the first column of which is NULL if it has no answer. */
static void
slot_rows_together(struct pg_connection *c, struct slot *slot,
				   const PGresult *result)
{
	struct pg_answer answer = {.outcome = PG_ROWS, .result = result};

	for (; answer.row < slot->calls && PQntuples(result) == slot->calls;
		 answer.row++)
	{
		struct pg_call *call;

		if (PQgetisnull(result, answer.row, 0))
			continue;
		call = call_take(c, slot->first + answer.row);
		if (call != NULL)
			pg_finish(call, &answer);
	}
	slot_apart(c, slot);
}

/*
 * Rows of a repeatable statement are an answer at once; those of a write
 * only when the Sync behind it has committed them.
 */
static void
slot_rows(struct pg_connection *c, struct slot *slot, PGresult *result)
{
	struct pg_answer answer = {.outcome = PG_ROWS, .result = result};

	if (!slot->failed && slot->calls > 1)
		slot_rows_together(c, slot, result);
	else if (!slot->failed && c->call[slot->first] != NULL)
	{
		if (!c->pool->class->repeatable)
		{
			slot->held = result;
			return;
		}
		pg_finish(call_take(c, slot->first), &answer);
	}
	PQclear(result);
}

/* The Sync is in: what was held counts, what was skipped is sent alone. */
static void
slot_done(struct pg_connection *c, struct slot *slot)
{
	struct pg_answer answer = {.outcome = PG_ROWS, .result = slot->held};

	for (int i = 0; i < slot->calls; i++)
	{
		struct pg_call *call = call_take(c, slot->first + i);

		if (call != NULL && slot->held != NULL)
			pg_finish(call, &answer);
		else if (call != NULL && !call->again)
			pg_again(call);
		else if (call != NULL)
			pg_fail(call, PG_LOST);
	}
	PQclear(slot->held);
	slot->held = NULL;
}

static void
batch_done(struct pg_connection *c)
{
	int			count = c->count;

	timer_stop(pg_loop(c->pool), &c->timer);
	c->count = 0;
	for (int i = 0; i < count; i++)
		slot_done(c, &c->slot[i]);
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
				c->prepared[slot->statement->number] = 0;
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
		timer_stop(pg_loop(c->pool), &c->timer);
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

void
pg_connection_ready(struct watch *watch, uint32_t events)
{
	struct pg_connection *c = container_of(watch, struct pg_connection, watch);
	bool		alive = true;

	if ((events & EPOLLOUT) != 0)
		pg_connection_flush(c);
	if ((events & ~(uint32_t) EPOLLOUT) != 0)
		alive = PQconsumeInput(c->db) == 1;
	connection_results(c);
	if (!alive || PQstatus(c->db) == CONNECTION_BAD)
		pg_connection_lost(c);
}
