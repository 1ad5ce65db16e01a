/* tally.c: numbers told, from shared memory to the database */
#include "tally.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "worker.h"

#define PAUSE		1000000		/* microseconds: what a crash may forget */
#define PATIENCE	2000000

struct tally
{
	struct worker *worker;
	struct timer timer;
	struct pg_call call;
	bool		failed;			/* the last call was not answered */
	uint64_t	count;			/* that is being written */
	char		text[24];
};

static void
kept(struct pg_call *call, const struct pg_answer *answer)
{
	struct tally *tally = container_of(call, struct tally, call);

	tally->failed = answer->outcome != PG_ROWS;
	if (tally->failed)
		atomic_fetch_add(&tally->worker->config->shared->told, tally->count);
	tally->count = 0;
}

void
tally_flush(struct tally *tally)
{
	struct pg_call *call = &tally->call;
	struct worker *worker = tally->worker;

	if (tally_busy(tally) || (tally->failed && worker->draining))
		return;
	tally->count = atomic_exchange(&worker->config->shared->told, 0);
	if (tally->count == 0)
		return;
	snprintf(tally->text, sizeof tally->text, "%" PRIu64, tally->count);
	call->value[0] = tally->text;
	call->statement = router_lookups_keep(worker->config->router);
	call->done = kept;
	call->deadline = worker->loop.now + PATIENCE;
	pg_submit(worker->pg, CLASS_write, call);
}

static void
tick(struct timer *timer)
{
	struct tally *tally = container_of(timer, struct tally, timer);
	struct loop *loop = &tally->worker->loop;

	tally_flush(tally);
	timer_set(loop, timer, loop->now + PAUSE);
}

struct tally *
tally_new(struct worker *worker)
{
	struct tally *tally = memory_zero(sizeof *tally);

	tally->worker = worker;
	tally->timer.fire = tick;
	tick(&tally->timer);
	return tally;
}

void
tally_free(struct tally *tally)
{
	if (tally == NULL)
		return;
	pg_forget(&tally->call);
	timer_stop(&tally->worker->loop, &tally->timer);
	free(tally);
}

bool
tally_busy(const struct tally *tally)
{
	return tally->call.pool != NULL;
}
