/* shared.c: the shared region, its locks, its figures as Prometheus text */
#include "shared.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/mman.h>

/* Upper bounds of the latency histogram, microseconds. */
static const uint32_t step[SHARED_STEPS] = {
	250, 500, 1000, 2500, 5000, 10000, 25000, 50000, 100000, 250000, 500000,
	1000000
};

struct shared *
shared_new(size_t lanes)
{
	struct shared *shared;

	shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE,
				  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED)
		return NULL;
	shared->lanes = lanes < 1 ? 1 :
		lanes > SHARED_LANES ? SHARED_LANES : lanes;
	for (size_t i = 0; i < shared->lanes; i++)
		shared_mutex(&shared->lane[i]);
	return shared;
}

void
shared_free(struct shared *shared)
{
	munmap(shared, sizeof *shared);
}

void
shared_mutex(pthread_mutex_t *mutex)
{
	pthread_mutexattr_t attribute;

	pthread_mutexattr_init(&attribute);
	pthread_mutexattr_setpshared(&attribute, PTHREAD_PROCESS_SHARED);
	pthread_mutexattr_setrobust(&attribute, PTHREAD_MUTEX_ROBUST);
	pthread_mutex_init(mutex, &attribute);
	pthread_mutexattr_destroy(&attribute);
}

void
shared_lock(pthread_mutex_t *mutex)
{
	if (pthread_mutex_lock(mutex) == EOWNERDEAD)
		pthread_mutex_consistent(mutex);
}

bool
shared_trylock(pthread_mutex_t *mutex)
{
	int			error = pthread_mutex_trylock(mutex);

	if (error == EOWNERDEAD)
		pthread_mutex_consistent(mutex);
	return error == 0 || error == EOWNERDEAD;
}

pthread_mutex_t *
shared_lane(struct shared *shared, size_t prefer)
{
	pthread_mutex_t *lane;

	for (size_t i = 0; i < shared->lanes; i++)
	{
		lane = &shared->lane[(prefer + i) % shared->lanes];
		if (shared_trylock(lane))
			return lane;
	}
	lane = &shared->lane[prefer % shared->lanes];
	shared_lock(lane);
	return lane;
}

static void
count(counter *which, uint64_t more)
{
	atomic_fetch_add_explicit(which, more, memory_order_relaxed);
}

static uint64_t
read_counter(counter *which)
{
	return atomic_load_explicit(which, memory_order_relaxed);
}

void
shared_count_request(struct shared *shared, size_t route, int status,
					 uint64_t microseconds)
{
	struct route_counters *counters = &shared->route[route];
	size_t		i = 0;

	while (i < SHARED_STEPS && microseconds > step[i])
		i++;
	count(&counters->step[i], 1);
	count(&counters->status[status / 100 - 1], 1);
	count(&counters->microseconds, microseconds);
}

static int
base36(char digit)
{
	if (digit >= '0' && digit <= '9')
		return digit - '0';
	if (digit >= 'A' && digit <= 'Z')
		return digit - 'A' + 10;
	return 0;
}

void
shared_count_sqlstate(struct shared *shared, const char *sqlstate)
{
	int			class = base36(sqlstate[0]) * 36 + base36(sqlstate[1]);

	count(&shared->sqlstate[class], 1);
}

static void
head(struct buffer *out, const char *name, const char *type, const char *help)
{
	buffer_print(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void
print_requests(struct shared *shared, const struct router *router,
			   struct buffer *out)
{
	head(out, "numsight_requests_total", "counter",
		 "Requests by route and status class.");
	for (size_t i = 0; i < SHARED_ROUTES; i++)
		for (int s = 0; s < SHARED_STATUSES; s++)
		{
			uint64_t	n = read_counter(&shared->route[i].status[s]);

			if (n > 0)
				buffer_print(out, "numsight_requests_total{method=\"%s\","
							 "route=\"%s\",status=\"%dxx\"} %" PRIu64 "\n",
							 router_method(router, i), router_path(router, i),
							 s + 1, n);
		}
}

static void
print_histogram(struct route_counters *counters, const char *labels,
				struct buffer *out)
{
	static const char name[] = "numsight_request_duration_seconds";
	uint64_t	sum = 0;

	for (size_t i = 0; i < SHARED_STEPS; i++)
	{
		sum += read_counter(&counters->step[i]);
		buffer_print(out, "%s_bucket{%s,le=\"%g\"} %" PRIu64 "\n",
					 name, labels, step[i] / 1e6, sum);
	}
	sum += read_counter(&counters->step[SHARED_STEPS]);
	buffer_print(out, "%s_bucket{%s,le=\"+Inf\"} %" PRIu64 "\n"
				 "%s_sum{%s} %.6f\n%s_count{%s} %" PRIu64 "\n",
				 name, labels, sum, name, labels,
				 (double) read_counter(&counters->microseconds) / 1e6,
				 name, labels, sum);
}

static void
print_durations(struct shared *shared, const struct router *router,
				struct buffer *out)
{
	head(out, "numsight_request_duration_seconds", "histogram",
		 "Time from the last byte of a request to its answer.");
	for (size_t i = 0; i < SHARED_ROUTES; i++)
	{
		struct buffer labels = {0};
		bool		used = false;

		for (size_t s = 0; s < SHARED_STEPS + 1; s++)
			used |= read_counter(&shared->route[i].step[s]) > 0;
		if (!used)
			continue;
		buffer_print(&labels, "method=\"%s\",route=\"%s\"",
					 router_method(router, i), router_path(router, i));
		print_histogram(&shared->route[i], labels.data, out);
		buffer_free(&labels);
	}
}

static void
print_errors(struct shared *shared, struct buffer *out)
{
	static const char digit[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

	head(out, "numsight_db_errors_total", "counter",
		 "Database errors by class of SQLSTATE.");
	for (int i = 0; i < SHARED_SQLSTATES; i++)
	{
		uint64_t	n = read_counter(&shared->sqlstate[i]);

		if (n > 0)
			buffer_print(out, "numsight_db_errors_total{class=\"%c%c\"} %"
						 PRIu64 "\n", digit[i / 36], digit[i % 36], n);
	}
}

static void
print_pools(struct shared *shared, struct buffer *out)
{
	static const struct
	{
		const char *name;
		const char *help;
		size_t		offset;
	}			gauge[] = {
		{"numsight_pool_live", "Database connections that are up.",
		offsetof(struct pool_gauges, live)},
		{"numsight_pool_busy", "Database connections with a batch under way.",
		offsetof(struct pool_gauges, busy)},
		{"numsight_pool_queued", "Calls that wait for a connection.",
		offsetof(struct pool_gauges, queued)},
	};

	for (size_t g = 0; g < lengthof(gauge); g++)
	{
		head(out, gauge[g].name, "gauge", gauge[g].help);
		for (int class = 0; class < ROUTE_CLASSES; class++)
		{
			uint64_t	sum = 0;

			for (size_t w = 0; w < SHARED_WORKERS; w++)
			{
				char	   *pool = (char *) &shared->worker[w].pool[class];

				sum += read_counter((counter *) (pool + gauge[g].offset));
			}
			buffer_print(out, "%s{class=\"%s\"} %" PRIu64 "\n",
						 gauge[g].name, route_class_name(class), sum);
		}
	}
}

static void
print_workers(struct shared *shared, struct buffer *out)
{
	uint64_t	clients = 0;
	uint64_t	hashes = 0;

	for (size_t i = 0; i < SHARED_WORKERS; i++)
	{
		clients += read_counter(&shared->worker[i].clients);
		hashes += read_counter(&shared->worker[i].hashes);
	}
	head(out, "numsight_clients", "gauge", "FastCGI connections.");
	buffer_print(out, "numsight_clients %" PRIu64 "\n", clients);
	head(out, "numsight_password_queue", "gauge",
		 "Passwords that are or wait to be hashed.");
	buffer_print(out, "numsight_password_queue %" PRIu64 "\n", hashes);
}

void
shared_metrics(struct shared *shared, const struct router *router,
			   struct buffer *out)
{
	const struct
	{
		const char *name;
		const char *help;
		counter    *value;
	}			total[] = {
		{"numsight_worker_respawns_total",
		"Workers started because one died.", &shared->respawns},
		{"numsight_worker_replacements_total",
		"Workers replaced on request.", &shared->replacements},
		{"numsight_calls_refused_total",
		"Calls turned away by a full queue or a passed deadline.",
		&shared->refused},
		{"numsight_requests_limited_total",
		"Requests turned away by the budget of their account.",
		&shared->limited},
	};

	print_requests(shared, router, out);
	print_durations(shared, router, out);
	print_errors(shared, out);
	print_pools(shared, out);
	print_workers(shared, out);
	for (size_t i = 0; i < lengthof(total); i++)
	{
		head(out, total[i].name, "counter", total[i].help);
		buffer_print(out, "%s %" PRIu64 "\n", total[i].name,
					 read_counter(total[i].value));
	}
}
