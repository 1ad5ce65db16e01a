/*
 * shared.h: the region that master and workers share: counters, gauges and
 * the lanes that bound how many passwords are hashed at once.
 *
 * Counters are atomics. What needs a lock has a robust one: a worker killed
 * inside must not hang the rest.
 */
#ifndef SHARED_H
#define SHARED_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

#include "memory.h"
#include "route.h"

#define SHARED_ROUTES		(ROUTE_ROWS + 1)	/* the last is "no row" */
#define SHARED_WORKERS		128		/* old and new ones of a replacement */
#define SHARED_LANES		64
#define SHARED_STEPS		12		/* of the latency histogram */
#define SHARED_SQLSTATES	(36 * 36)	/* classes of two characters */
#define SHARED_STATUSES		5		/* 1xx to 5xx */

typedef _Atomic uint64_t counter;

struct route_counters
{
	counter		status[SHARED_STATUSES];
	counter		step[SHARED_STEPS + 1];
	counter		microseconds;
};

struct pool_gauges
{
	counter		live;
	counter		busy;
	counter		queued;
};

struct worker_gauges
{
	counter		serving;		/* it takes connections */
	counter		clients;
	counter		hashes;
	struct pool_gauges pool[ROUTE_CLASSES];
};

struct shared
{
	counter		respawns;
	counter		replacements;
	counter		refused;		/* by a full queue or a passed deadline */
	counter		limited;		/* by the budget of an account */
	counter		told;			/* numbers, not yet in the database */
	counter		sqlstate[SHARED_SQLSTATES];
	struct route_counters route[SHARED_ROUTES];
	struct worker_gauges worker[SHARED_WORKERS];
	size_t		lanes;
	pthread_mutex_t lane[SHARED_LANES];
};

extern struct shared *shared_new(size_t lanes);
extern void shared_free(struct shared *shared);

/* Locks that survive the death of their holder. */
extern void shared_mutex(pthread_mutex_t *mutex);
extern void shared_lock(pthread_mutex_t *mutex);
extern bool shared_trylock(pthread_mutex_t *mutex);

/* Any one of the lanes; waits until there is one. */
extern pthread_mutex_t *shared_lane(struct shared *shared, size_t prefer);

extern void shared_count_request(struct shared *shared, size_t route,
								 int status, uint64_t microseconds);
extern void shared_count_sqlstate(struct shared *shared, const char *sqlstate);

/* All of it in Prometheus' text form. */
extern void shared_metrics(struct shared *shared, const struct router *router,
						   struct buffer *out);

#endif							/* SHARED_H */
