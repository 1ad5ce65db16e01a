/* ledger.c: facts from shared memory to the database, and back at a start */
#include "ledger.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"
#include "text.h"
#include "worker.h"

#define PAUSE		1000000		/* microseconds: what a crash may forget */
#define PATIENCE	2000000
#define BATCH		512

struct ledger
{
	struct worker *worker;
	struct timer timer;
	struct pg_call call;
	bool		failed;			/* the last batch was not written */
	size_t		count;			/* facts of the batch that is written */
	struct limit_fact fact[BATCH];
	struct buffer names;
	struct buffer numbers;
};

static void
ledger_submit(struct ledger *ledger, enum route_class class,
			  const struct statement *statement,
			  void (*done) (struct pg_call *, const struct pg_answer *))
{
	struct pg_call *call = &ledger->call;

	call->statement = statement;
	call->done = done;
	call->deadline = ledger->worker->loop.now + PATIENCE;
	pg_submit(ledger->worker->pg, class, call);
}

/* Names of networks have a slash, those of accounts have none. */
static struct limit *
limit_of(const struct config *config, const char *name)
{
	return strchr(name, '/') != NULL ? config->networks : config->limit;
}

/* Writing. */

static void
kept(struct pg_call *call, const struct pg_answer *answer)
{
	struct ledger *ledger = container_of(call, struct ledger, call);
	const struct config *config = ledger->worker->config;

	ledger->failed = answer->outcome != PG_ROWS;
	for (size_t i = 0; ledger->failed && i < ledger->count; i++)
		limit_note(limit_of(config, ledger->fact[i].name), &ledger->fact[i]);
	ledger->count = 0;
}

/* Two arrays side by side: who, and which number; NULL stands for a miss. */
static void
ledger_write(struct ledger *ledger)
{
	struct pg_call *call = &ledger->call;

	ledger->names.length = 0;
	ledger->numbers.length = 0;
	for (size_t i = 0; i < ledger->count; i++)
	{
		const struct limit_fact *fact = &ledger->fact[i];
		const char *before = i > 0 ? "," : "{";

		buffer_print(&ledger->names, "%s%s", before, fact->name);
		if (fact->missed)
			buffer_print(&ledger->numbers, "%sNULL", before);
		else
			buffer_print(&ledger->numbers, "%s%" PRId64, before,
						 fact->number);
	}
	buffer_add(&ledger->names, "}", 2);
	buffer_add(&ledger->numbers, "}", 2);
	call->value[0] = ledger->names.data;
	call->value[1] = ledger->numbers.data;
	ledger_submit(ledger, CLASS_write,
				  router_budgets_keep(ledger->worker->config->router), kept);
}

void
ledger_flush(struct ledger *ledger)
{
	const struct config *config;

	if (ledger == NULL || ledger_busy(ledger) ||
		(ledger->failed && ledger->worker->draining))
		return;
	config = ledger->worker->config;
	ledger->count = limit_take(config->limit, ledger->fact, BATCH);
	if (ledger->count < BATCH)
		ledger->count += limit_take(config->networks,
									ledger->fact + ledger->count,
									BATCH - ledger->count);
	if (ledger->count > 0)
		ledger_write(ledger);
}

/* Reading. */

/* A line: name, n and a number, or m and how many misses. */
static void
restore_line(const struct config *config, char *line)
{
	char	   *kind = strchr(line, ' ');
	int64_t		value;

	if (kind == NULL || kind[1] == '\0' || kind[2] != ' ' ||
		!text_integer(slice_of(kind + 3), &value))
		return;
	*kind = '\0';
	if (kind[1] == 'n')
		limit_restore(limit_of(config, line), line, limit_now(), value, 0);
	else
		limit_restore(limit_of(config, line), line, limit_now(), 0,
					  (uint32_t) value);
}

static void
restored(struct pg_call *call, const struct pg_answer *answer)
{
	struct ledger *ledger = container_of(call, struct ledger, call);
	const struct config *config = ledger->worker->config;
	char	   *text;
	char	   *rest = NULL;

	if (answer->outcome != PG_ROWS || PQntuples(answer->result) != 1)
	{
		limit_unrestored(config->limit);
		return;
	}
	text = strdup(PQgetvalue(answer->result, 0, 1));
	for (char *line = strtok_r(text, "\n", &rest); line != NULL;
		 line = strtok_r(NULL, "\n", &rest))
		restore_line(config, line);
	free(text);
}

static void
tick(struct timer *timer)
{
	struct ledger *ledger = container_of(timer, struct ledger, timer);
	struct worker *worker = ledger->worker;

	if (!ledger_busy(ledger) && limit_begin(worker->config->limit))
		ledger_submit(ledger, CLASS_slow,
					  router_budgets(worker->config->router), restored);
	else
		ledger_flush(ledger);
	timer_set(&worker->loop, timer, worker->loop.now + PAUSE);
}

struct ledger *
ledger_new(struct worker *worker)
{
	struct ledger *ledger;

	if (worker->config->limit == NULL)
		return NULL;
	ledger = memory_zero(sizeof *ledger);
	ledger->worker = worker;
	ledger->timer.fire = tick;
	tick(&ledger->timer);
	return ledger;
}

void
ledger_free(struct ledger *ledger)
{
	if (ledger == NULL)
		return;
	pg_forget(&ledger->call);
	timer_stop(&ledger->worker->loop, &ledger->timer);
	buffer_free(&ledger->names);
	buffer_free(&ledger->numbers);
	free(ledger);
}

bool
ledger_busy(const struct ledger *ledger)
{
	return ledger != NULL && ledger->call.pool != NULL;
}
