/* limit.c: budgets of accounts and networks in shared memory */
#include "limit.h"

#include <arpa/inet.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

#include "shared.h"

#define GROUP			8		/* places that an account may have */
#define MEMORY			((size_t) 256 << 20)	/* addresses, used as needed */
#define ACCOUNTS_MOST	4096
#define ACCOUNTS_LEAST	64
#define SECOND			((uint64_t) 1000000)
#define FACTS			4096	/* beyond these, a restart forgets */

/* What happened in each of the last sixty seconds. */
struct window
{
	uint32_t	second;			/* the newest */
	uint32_t	count[LIMIT_WINDOW];
};

struct budget
{
	uint64_t	account;		/* hash; 0 = free */
	uint64_t	used;			/* when it was last asked for */
	uint64_t	due;			/* when the requests so far are paid for */
	uint32_t	day;
	uint32_t	misses;			/* today */
	uint32_t	numbers;		/* today */
	struct window shown;
	struct window missed;
	uint64_t	seen[];			/* the numbers: a hash table, 0 = free */
};

struct limit
{
	struct limit_policy policy;
	size_t		size;			/* of all of it */
	size_t		groups;
	size_t		places;			/* of one hash table, a power of two */
	size_t		budget_size;
	unsigned char key[crypto_shorthash_KEYBYTES];
	pthread_mutex_t lock[LIMIT_LOCKS];
	atomic_bool begun;			/* somebody restores, or has */
	pthread_mutex_t fact_lock;	/* taken after one of a budget */
	size_t		facts;
	struct limit_fact fact[FACTS];
	max_align_t budgets[];
};

static size_t
places_for(uint32_t numbers)
{
	size_t		places = 64;

	while (places < (size_t) numbers * 2)
		places *= 2;
	return places;
}

static size_t
accounts_for(size_t budget_size)
{
	size_t		accounts = MEMORY / budget_size;

	if (accounts > ACCOUNTS_MOST)
		accounts = ACCOUNTS_MOST;
	if (accounts < ACCOUNTS_LEAST)
		accounts = ACCOUNTS_LEAST;
	return accounts;
}

struct limit *
limit_new(const struct limit_policy *policy)
{
	size_t		places = places_for(policy->day);
	size_t		budget_size = sizeof(struct budget) +
		places * sizeof(uint64_t);
	size_t		accounts = accounts_for(budget_size);
	size_t		size = sizeof(struct limit) + accounts * budget_size;
	struct limit *limit;

	if (!policy->on)
		return NULL;
	limit = mmap(NULL, size, PROT_READ | PROT_WRITE,
				 MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (limit == MAP_FAILED)
		return NULL;
	limit->policy = *policy;
	limit->size = size;
	limit->groups = accounts / GROUP;
	limit->places = places;
	limit->budget_size = budget_size;
	randombytes_buf(limit->key, sizeof limit->key);
	for (size_t i = 0; i < LIMIT_LOCKS; i++)
		shared_mutex(&limit->lock[i]);
	shared_mutex(&limit->fact_lock);
	return limit;
}

void
limit_free(struct limit *limit)
{
	if (limit != NULL)
		munmap(limit, limit->size);
}

struct limit_time
limit_now(void)
{
	struct timespec now;
	struct limit_time result = {.day = (uint32_t) (time(NULL) / 86400)};

	clock_gettime(CLOCK_MONOTONIC, &now);
	result.microseconds = (uint64_t) now.tv_sec * SECOND +
		(uint64_t) now.tv_nsec / 1000;
	return result;
}

static uint64_t
hash_of(const struct limit *limit, const void *data, size_t length)
{
	uint64_t	hash;

	crypto_shorthash((unsigned char *) &hash, data, length, limit->key);
	return hash != 0 ? hash : 1;
}

static struct budget *
budget_at(struct limit *limit, size_t which)
{
	return (struct budget *) ((char *) limit->budgets +
							  which * limit->budget_size);
}

static void
budget_day(const struct limit *limit, struct budget *budget, uint32_t day)
{
	if (budget->day == day)
		return;
	budget->day = day;
	budget->misses = 0;
	budget->numbers = 0;
	memset(budget->seen, 0, limit->places * sizeof *budget->seen);
}

/* The account's place, or the one of its group that rested longest. */
static struct budget *
budget_find(struct limit *limit, uint64_t account, struct limit_time now)
{
	size_t		group = account % limit->groups;
	struct budget *found = NULL;

	for (size_t i = 0; i < GROUP; i++)
	{
		struct budget *budget = budget_at(limit, group * GROUP + i);

		if (budget->account == account)
		{
			found = budget;
			break;
		}
		if (found == NULL || budget->used < found->used)
			found = budget;
	}
	if (found->account != account)
	{
		memset(found, 0, sizeof *found);
		found->account = account;
	}
	found->used = now.microseconds;
	budget_day(limit, found, now.day);
	return found;
}

/* Locks and finds; to be given back by unlock. */
static struct budget *
budget_lock(struct limit *limit, const char *account, struct limit_time now,
			pthread_mutex_t **lock)
{
	uint64_t	hash = hash_of(limit, account, strlen(account));

	*lock = &limit->lock[hash % limit->groups % LIMIT_LOCKS];
	shared_lock(*lock);
	return budget_find(limit, hash, now);
}

/* Seconds that have gone out of the window count no more. */
static void
window_move(struct window *window, uint32_t second)
{
	uint32_t	gone = second - window->second;

	if (gone > LIMIT_WINDOW)
		gone = LIMIT_WINDOW;
	for (uint32_t i = 0; i < gone; i++)
		window->count[(second - i) % LIMIT_WINDOW] = 0;
	window->second = second;
}

static uint32_t
window_sum(struct window *window, struct limit_time now)
{
	uint32_t	sum = 0;

	window_move(window, (uint32_t) (now.microseconds / SECOND));
	for (int i = 0; i < LIMIT_WINDOW; i++)
		sum += window->count[i];
	return sum;
}

/* Seconds until so much of the window's sum has gone out of it. */
static uint32_t
window_wait(const struct window *window, uint32_t excess)
{
	uint32_t	sum = 0;

	for (uint32_t age = LIMIT_WINDOW - 1; age > 0; age--)
	{
		sum += window->count[(window->second - age) % LIMIT_WINDOW];
		if (sum >= excess)
			return LIMIT_WINDOW - age;
	}
	return LIMIT_WINDOW;
}

static void
window_add(struct window *window, uint32_t more)
{
	window->count[window->second % LIMIT_WINDOW] += more;
}

static uint32_t
until_tomorrow(void)
{
	return (uint32_t) (86400 - time(NULL) % 86400);
}

/* The rate: each request moves the moment at which all are paid for. */
static uint32_t
charge_request(const struct limit_policy *policy, struct budget *budget,
			   struct limit_time now)
{
	uint64_t	price = policy->rate > 0 ? SECOND / policy->rate : 0;
	uint64_t	credit = price * policy->burst;
	uint64_t	due = budget->due > now.microseconds ?
		budget->due : now.microseconds;

	if (due + price - now.microseconds > credit)
		return 1 + (uint32_t) ((due + price - now.microseconds - credit) /
							   SECOND);
	budget->due = due + price;
	return 0;
}

uint32_t
limit_request(struct limit *limit, const char *account, struct limit_time now)
{
	const struct limit_policy *policy = &limit->policy;
	pthread_mutex_t *lock;
	struct budget *budget = budget_lock(limit, account, now, &lock);
	uint32_t	missed = window_sum(&budget->missed, now);
	uint32_t	wait;

	if (budget->misses >= policy->misses_day)
		wait = until_tomorrow();
	else if (missed >= policy->misses_minute)
		wait = window_wait(&budget->missed,
						   missed - policy->misses_minute + 1);
	else
		wait = charge_request(policy, budget, now);
	pthread_mutex_unlock(lock);
	return wait;
}

void
limit_note(struct limit *limit, const struct limit_fact *fact)
{
	shared_lock(&limit->fact_lock);
	if (limit->facts < FACTS)
		limit->fact[limit->facts++] = *fact;
	pthread_mutex_unlock(&limit->fact_lock);
}

static void
note(struct limit *limit, const char *name, int64_t number, bool missed)
{
	struct limit_fact fact = {.number = number, .missed = missed};

	snprintf(fact.name, sizeof fact.name, "%s", name);
	limit_note(limit, &fact);
}

size_t
limit_take(struct limit *limit, struct limit_fact *fact, size_t most)
{
	size_t		count;

	shared_lock(&limit->fact_lock);
	count = limit->facts < most ? limit->facts : most;
	limit->facts -= count;
	memcpy(fact, limit->fact + limit->facts, count * sizeof *fact);
	pthread_mutex_unlock(&limit->fact_lock);
	return count;
}

bool
limit_begin(struct limit *limit)
{
	return !atomic_exchange(&limit->begun, true);
}

void
limit_unrestored(struct limit *limit)
{
	atomic_store(&limit->begun, false);
}

void
limit_missed(struct limit *limit, const char *account, struct limit_time now)
{
	pthread_mutex_t *lock;
	struct budget *budget = budget_lock(limit, account, now, &lock);

	window_move(&budget->missed, (uint32_t) (now.microseconds / SECOND));
	window_add(&budget->missed, 1);
	budget->misses++;
	note(limit, account, 0, true);
	pthread_mutex_unlock(lock);
}

/* The number's place in the set: where it is, or where it would be. */
static uint64_t *
seen_place(const struct limit *limit, struct budget *budget, int64_t number)
{
	uint64_t	hash = hash_of(limit, &number, sizeof number);
	size_t		at = hash & (limit->places - 1);

	while (budget->seen[at] != 0 && budget->seen[at] != hash)
		at = (at + 1) & (limit->places - 1);
	return &budget->seen[at];
}

/* Whether it is new; there is always room for as many as a day may bring. */
static bool
see(const struct limit *limit, struct budget *budget, int64_t number)
{
	uint64_t   *place = seen_place(limit, budget, number);

	if (*place != 0)
		return false;
	*place = hash_of(limit, &number, sizeof number);
	budget->numbers++;
	return true;
}

void
limit_restore(struct limit *limit, const char *name, struct limit_time now,
			  int64_t number, uint32_t misses)
{
	pthread_mutex_t *lock;
	struct budget *budget = budget_lock(limit, name, now, &lock);

	budget->misses += misses;
	if (misses == 0 && budget->numbers < limit->policy.day)
		see(limit, budget, number);
	pthread_mutex_unlock(lock);
}

static uint32_t
count_new(const struct limit *limit, struct budget *budget,
		  const int64_t *number, size_t count)
{
	uint32_t	new = 0;

	for (size_t i = 0; i < count; i++)
		new += *seen_place(limit, budget, number[i]) == 0;
	return new;
}

/* Seconds until so many new numbers may be shown. */
static uint32_t
wait_for(const struct limit *limit, struct budget *budget,
		 struct limit_time now, uint32_t new)
{
	const struct limit_policy *policy = &limit->policy;
	uint32_t	sum = window_sum(&budget->shown, now);

	if (budget->numbers + new > policy->day)
		return until_tomorrow();
	if (sum + new > policy->minute)
		return window_wait(&budget->shown, sum + new - policy->minute);
	return 0;
}

uint32_t
limit_room(struct limit *limit, const char *account, struct limit_time now)
{
	pthread_mutex_t *lock;
	struct budget *budget = budget_lock(limit, account, now, &lock);
	uint32_t	wait = wait_for(limit, budget, now, 1);

	pthread_mutex_unlock(lock);
	return wait;
}

uint32_t
limit_shown(struct limit *limit, const char *account, struct limit_time now,
			const int64_t *number, size_t count)
{
	pthread_mutex_t *lock;
	struct budget *budget = budget_lock(limit, account, now, &lock);
	uint32_t	new = count_new(limit, budget, number, count);
	uint32_t	wait = new > 0 ? wait_for(limit, budget, now, new) : 0;

	if (wait == 0)
	{
		for (size_t i = 0; i < count; i++)
			if (see(limit, budget, number[i]))
				note(limit, account, number[i], false);
		window_add(&budget->shown, new);
	}
	pthread_mutex_unlock(lock);
	return wait;
}

uint32_t
limit_left(struct limit *limit, const char *account, struct limit_time now)
{
	pthread_mutex_t *lock;
	struct budget *budget = budget_lock(limit, account, now, &lock);
	uint32_t	sum = window_sum(&budget->shown, now);
	uint32_t	today = limit->policy.day - budget->numbers;
	uint32_t	minute = limit->policy.minute - sum;

	pthread_mutex_unlock(lock);
	return minute < today ? minute : today;
}

static bool
network_v4(const unsigned char *byte, char name[LIMIT_NETWORK])
{
	if (byte[0] == 127)
		return false;
	snprintf(name, LIMIT_NETWORK, "%d.%d.%d.0/24", byte[0], byte[1], byte[2]);
	return true;
}

bool
limit_network(const char *address, char name[LIMIT_NETWORK])
{
	static const unsigned char inside[12] = {[10] = 0xff, [11] = 0xff};
	struct in6_addr ip;

	if (inet_pton(AF_INET, address, &ip) == 1)
		return network_v4(ip.s6_addr, name);
	if (inet_pton(AF_INET6, address, &ip) != 1 || IN6_IS_ADDR_LOOPBACK(&ip))
		return false;
	if (memcmp(ip.s6_addr, inside, sizeof inside) == 0)
		return network_v4(ip.s6_addr + sizeof inside, name);
	memset(ip.s6_addr + 8, 0, 8);
	inet_ntop(AF_INET6, &ip, name, INET6_ADDRSTRLEN - 3);
	strcat(name, "/64");
	return true;
}
