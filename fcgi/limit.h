/*
 * limit.h: what one account, or one network, may ask and learn: requests a
 * second, numbers it has not seen before, and guesses that met nothing
 *
 * All of it lies in memory that the workers share; nothing is read or written
 * elsewhere. A number shown twice on one day is counted once.
 */
#ifndef LIMIT_H
#define LIMIT_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LIMIT_LOCKS			64
#define LIMIT_WINDOW		60		/* seconds of the short budgets */
#define LIMIT_NETWORK		44		/* of a network's name, with NUL */
#define LIMIT_DAY_MOST		100000	/* numbers a day, at most to be set */

struct limit_policy
{
	bool		on;
	uint32_t	rate;			/* requests a second; 0 = any number */
	uint32_t	burst;			/* requests at once */
	uint32_t	minute;			/* new numbers */
	uint32_t	day;
	uint32_t	misses_minute;
	uint32_t	misses_day;
};

/* The present moment, by the clocks that budgets go by. */
struct limit_time
{
	uint64_t	microseconds;	/* monotonic */
	uint32_t	day;			/* of UTC */
};

struct limit;

/* In shared memory; NULL when there is none or the policy is off. */
extern struct limit *limit_new(const struct limit_policy *policy);
extern void limit_free(struct limit *limit);

extern struct limit_time limit_now(void);

/*
 * May the account (or network, by its name) ask, see these numbers? 0 if so, else the seconds after
 * which it may try again; nothing is charged then.
 */
extern uint32_t limit_request(struct limit *limit, const char *account,
							  struct limit_time now);
extern uint32_t limit_shown(struct limit *limit, const char *account,
							struct limit_time now, const int64_t *number,
							size_t count);

/* May one more new number be shown? 0 if so, else the seconds to wait. */
extern uint32_t limit_room(struct limit *limit, const char *account,
						   struct limit_time now);

/* Charges a guess that met nothing; too many stop limit_request. */
extern void limit_missed(struct limit *limit, const char *account,
						 struct limit_time now);

/*
 * What was charged and is not yet written elsewhere: a new number, or a miss.
 * To be taken, and noted again when writing failed.
 */
struct limit_fact
{
	char		name[LIMIT_NETWORK];
	int64_t		number;
	bool		missed;
};

extern size_t limit_take(struct limit *limit, struct limit_fact *fact,
						 size_t most);
extern void limit_note(struct limit *limit, const struct limit_fact *fact);

/* True for one caller: who is to bring back what was charged before. */
extern bool limit_begin(struct limit *limit);
extern void limit_unrestored(struct limit *limit);

/* A number that was seen today, or if misses is not 0 so many of them. */
extern void limit_restore(struct limit *limit, const char *name,
						  struct limit_time now, int64_t number,
						  uint32_t misses);

/*
 * What addresses are counted by: the /24 of IPv4, the /64 of IPv6. False for
 * the machine itself, and for what is no address.
 */
extern bool limit_network(const char *address, char name[LIMIT_NETWORK]);

/* How many new numbers are left for this minute. */
extern uint32_t limit_left(struct limit *limit, const char *account,
						   struct limit_time now);

#endif							/* LIMIT_H */
