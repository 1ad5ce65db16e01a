/*
 * measure.c: the same queries to several methods, taking turns
 *
 *	measure SECONDS METHOD... <queries.tsv >samples.tsv
 *
 * A line of input is class, whether the query is seen for the first time,
 * and the query. Each method has a connection of its own, on which
 * method/NAME/session.sql has prepared the statement "search". All queries
 * of a class are asked once ("touch"), then as often as they were drawn
 * ("warm"); every TURN queries the methods take turns in rotated order, so
 * that whatever else the machine does falls on all alike, and each works as a
 * server does that does nothing else: with its own pages in the processor's
 * caches. A method whose answers took more than SECONDS in one pass over a
 * class sits out the rest of it.
 *
 * A line of output is class, pass, place of the query, method, rows, and two
 * times in microseconds: of the client, and of the server's CPU. The time of
 * the client holds the way to the server and back, which "nothing", the
 * empty statement asked beside the others, shows.
 */
#define _POSIX_C_SOURCE 200809L
#include <fcntl.h>
#include <libpq-fe.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define METHOD_MAX 16
#define TURN 20
#define SAMPLE_LENGTH 1024
#define LINE_LENGTH (1 << 17)

struct method
{
	const char *name;
	PGconn	   *connection;
	int			schedstat;		/* of the backend: nanoseconds on a CPU */
	double		spent;			/* seconds, in this pass over this class */
	bool		pending;		/* the last sample waits for its CPU time */
	long long	before;
	char		sample[SAMPLE_LENGTH];
};

struct query
{
	char	   *class;
	char	   *text;
	bool		first;
};

static void
die(const char *what, const char *why)
{
	fprintf(stderr, "measure: %s: %s\n", what, why);
	exit(1);
}

static double
now(void)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	return at.tv_sec + at.tv_nsec / 1e9;
}

/* ---- methods ------------------------------------------------------------ */

static void
execute_file(PGconn *connection, const char *path)
{
	static char text[1 << 16];
	FILE	   *file = fopen(path, "r");
	size_t		length;
	PGresult   *result;

	if (file == NULL)
		die(path, "cannot be read");
	length = fread(text, 1, sizeof(text) - 1, file);
	fclose(file);
	text[length] = '\0';
	result = PQexec(connection, text);
	if (PQresultStatus(result) != PGRES_COMMAND_OK)
		die(path, PQerrorMessage(connection));
	PQclear(result);
}

static void
method_open(struct method *method, const char *name)
{
	char		path[256];

	method->name = name;
	method->connection = PQconnectdb("");
	if (PQstatus(method->connection) != CONNECTION_OK)
		die(name, PQerrorMessage(method->connection));
	snprintf(path, sizeof(path), "method/%s/session.sql", name);
	execute_file(method->connection, path);
	snprintf(path, sizeof(path), "/proc/%d/schedstat",
			 PQbackendPID(method->connection));
	method->schedstat = open(path, O_RDONLY);
	if (method->schedstat < 0)
		die(path, "cannot be read");
}

static long long
on_cpu(const struct method *method)
{
	char		text[128] = "";

	if (pread(method->schedstat, text, sizeof(text) - 1, 0) <= 0)
		die(method->name, "its server process is gone");
	return atoll(text);
}

/*
 * The server tidies up after the client has its answer, so its CPU time is read
 * when it is asked again; what it has not done by then falls on the next query.
 */
static void
finish_sample(struct method *method)
{
	if (!method->pending)
		return;
	printf("%s\t%.1f\n", method->sample,
		   (on_cpu(method) - method->before) / 1e3);
	method->pending = false;
}

static void
ask(struct method *method, const struct query *query, const char *pass,
	size_t place)
{
	const char *value[1] = {query->text};
	PGresult   *result;
	double		begin,
				seconds;

	finish_sample(method);
	method->before = on_cpu(method);
	begin = now();
	result = PQexecPrepared(method->connection, "search", 1, value,
							NULL, NULL, 0);
	seconds = now() - begin;
	if (PQresultStatus(result) != PGRES_TUPLES_OK)
		die(query->text, PQerrorMessage(method->connection));
	snprintf(method->sample, sizeof(method->sample),
			 "%s\t%s\t%zu\t%s\t%d\t%.1f", query->class, pass, place,
			 method->name, PQntuples(result), seconds * 1e6);
	method->pending = true;
	method->spent += seconds;
	PQclear(result);
}

/* ---- queries ------------------------------------------------------------ */

static char *
copy(const char *text)
{
	char	   *new = strdup(text);

	if (new == NULL)
		die("queries", "out of memory");
	return new;
}

static size_t
read_queries(struct query **queries)
{
	static char line[LINE_LENGTH];
	size_t		n = 0,
				room = 0;

	while (fgets(line, sizeof(line), stdin) != NULL)
	{
		char	   *first = strchr(line, '\t'),
				   *text = first ? strchr(first + 1, '\t') : NULL;

		if (text == NULL)
			die(line, "not class, first and query");
		*first = *text = '\0';
		text[1 + strcspn(text + 1, "\n")] = '\0';
		if (n == room)
		{
			room = room ? 2 * room : 1024;
			*queries = realloc(*queries, room * sizeof(**queries));
			if (*queries == NULL)
				die("queries", "out of memory");
		}
		(*queries)[n++] = (struct query) {copy(line), copy(text + 1),
		first[1] == '1'};
	}
	return n;
}

/* ---- passes ------------------------------------------------------------- */

/* One method's turn: some queries, while it has time left. */
static void
take_turn(struct method *method, const struct query *queries, size_t from,
		  size_t to, double seconds, const char *pass, bool repeated)
{
	for (size_t q = from; q < to && method->spent < seconds; q++)
		if (repeated || queries[q].first)
			ask(method, &queries[q], pass, q);
	finish_sample(method);
}

static void
pass_over(struct method *methods, int n_methods, const struct query *queries,
		  size_t n, double seconds, const char *pass, bool repeated)
{
	for (int m = 0; m < n_methods; m++)
		methods[m].spent = 0;
	for (size_t from = 0; from < n; from += TURN)
		for (int turn = 0; turn < n_methods; turn++)
			take_turn(&methods[(from / TURN + turn) % n_methods], queries, from,
					  from + TURN < n ? from + TURN : n, seconds, pass, repeated);
	fflush(stdout);
}

static size_t
length_of_class(const struct query *queries, size_t n)
{
	size_t		length = 1;

	while (length < n && strcmp(queries[length].class, queries[0].class) == 0)
		length++;
	return length;
}

int
main(int argc, char **argv)
{
	static struct method methods[METHOD_MAX];
	struct query *queries = NULL;
	int			n_methods = argc - 2;
	size_t		n;
	double		seconds = argc > 1 ? atof(argv[1]) : 0;

	if (n_methods < 1 || n_methods > METHOD_MAX || seconds <= 0)
		die("usage", "measure SECONDS METHOD... <queries >samples");
	for (int m = 0; m < n_methods; m++)
		method_open(&methods[m], argv[m + 2]);
	n = read_queries(&queries);
	for (size_t q = 0, length; q < n; q += length)
	{
		length = length_of_class(queries + q, n - q);
		fprintf(stderr, "  %s\n", queries[q].class);
		pass_over(methods, n_methods, queries + q, length, seconds, "touch",
				  false);
		pass_over(methods, n_methods, queries + q, length, seconds, "warm",
				  true);
	}
	return 0;
}
