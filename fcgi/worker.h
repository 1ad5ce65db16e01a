/* worker.h: one process, one loop, clients and PostgreSQL on its two sides */
#ifndef WORKER_H
#define WORKER_H

#include "auth.h"
#include "config.h"
#include "helper.h"
#include "ledger.h"
#include "loop.h"
#include "pg.h"
#include "tally.h"

struct client;

struct worker
{
	struct config *config;
	struct worker_gauges *gauges;
	struct loop loop;
	struct pg  *pg;
	struct helper *helper;
	struct ledger *ledger;		/* NULL: no budgets */
	struct tally *tally;
	struct token_cache *tokens;
	struct buffer log;			/* lines not yet written */
	struct timer log_timer;
	struct watch listener;
	struct timer listen_again;
	struct watch signals;
	struct timer drain_end;
	struct client *clients;
	size_t		client_count;
	size_t		bulk;			/* bytes of bodies beyond the usual size */
	bool		draining;
	bool		single;			/* one client was given, end after it */
	char	   *input;			/* what was just read, of any client */
};

#define WORKER_INPUT	65536

/*
 * Serves what comes in on the listening socket until SIGTERM, then finishes
 * what it has begun. The slot is the worker's place in the shared region.
 */
extern int	worker_run(struct config *config, int listener, size_t slot);

/* Serves the one client that is given and returns when it has gone. */
extern int	worker_once(struct config *config, int client);

#endif							/* WORKER_H */
