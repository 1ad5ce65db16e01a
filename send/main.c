/*
 * main.c: numsight-send: messages that wait in the database, to the program
 * that NUMSIGHT_SEND_COMMAND names
 *
 * The database is found by the environment's PG variables, as the role
 * numsight_jobs. A message is taken, sent and forgotten, or, when the command
 * fails, tried again later; see sql/private/message.sql. Several senders may
 * run at a time. Neither a number nor a text is ever logged.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <libpq-fe.h>

#include "send.h"

#define IDLE_SECONDS	60		/* what a lost notice may cost */
#define AGAIN_SECONDS	2		/* after the database was away */

static volatile sig_atomic_t ending;

static void
on_end(int signal_number)
{
	(void) signal_number;
	ending = 1;
}

/* A line of JSON; what the database said has its quotes taken out. */
static void
note(const char *level, const char *message, const char *id,
	 const char *detail)
{
	char		when[32];
	time_t		now = time(NULL);
	struct tm	utc;

	strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &utc));
	fprintf(stderr, "{\"time\":\"%s\",\"level\":\"%s\",\"message\":\"%s\"",
			when, level, message);
	if (id != NULL)
		fprintf(stderr, ",\"id\":%s", id);
	if (detail != NULL)
	{
		fputs(",\"detail\":\"", stderr);
		for (; *detail != '\0'; detail++)
			fputc((unsigned char) *detail < ' ' || *detail == '"' ||
				  *detail == '\\' ? ' ' : *detail, stderr);
		fputc('"', stderr);
	}
	fputs("}\n", stderr);
}

/* Sleeps until the socket speaks, so much time is over, or it is to end. */
static void
rest(int fd, double seconds)
{
	struct pollfd socket = {.fd = fd,.events = POLLIN};
	struct timespec time = {
		(time_t) seconds, (long) ((seconds - (double) (time_t) seconds) * 1e9)
	};
	sigset_t	open;

	sigemptyset(&open);			/* heard here, and nowhere else */
	if (ppoll(&socket, fd < 0 ? 0 : 1, &time, &open) < 0 && errno != EINTR)
		note("error", "the socket cannot be watched", NULL, strerror(errno));
}

/* Whether it is to end: asked between two messages, of which none is cut. */
static bool
over(void)
{
	rest(-1, 0);
	return ending;
}

/* An answer with rows, or NULL when the database is away or refuses. */
static PGresult *
ask(PGconn *db, const char *query, const char *value)
{
	PGresult   *result = PQexecParams(db, query, value != NULL, NULL,
									  &value, NULL, NULL, 0);

	if (PQresultStatus(result) == PGRES_TUPLES_OK ||
		PQresultStatus(result) == PGRES_COMMAND_OK)
		return result;
	note("error", "the database does not answer as it should", NULL,
		 PQerrorMessage(db));
	PQclear(result);
	return NULL;
}

static bool
tell(PGconn *db, const char *query, const char *id)
{
	PGresult   *result = ask(db, query, id);

	PQclear(result);
	return result != NULL;
}

static bool
send_message(PGconn *db, const char *command, const PGresult *taken)
{
	const char *id = PQgetvalue(taken, 0, 0);
	int			status = command_run(command, PQgetvalue(taken, 0, 1),
									 PQgetvalue(taken, 0, 2));

	if (status == 0)
	{
		note("info", "sent", id, NULL);
		return tell(db, "SELECT private.job_message_sent($1)", id);
	}
	note("error", status < 0 ? "the command was ended, or took too long" :
		 "the command failed", id, NULL);
	return tell(db, "SELECT private.job_message_failed($1)", id);
}

/* Everything that is due; false when the database is away. */
static bool
send_due(PGconn *db, const char *command)
{
	bool		more = true;
	bool		good = true;

	while (good && more && !over())
	{
		PGresult   *taken = ask(db, "SELECT id, phone_number, message "
								"FROM private.job_message_take()", NULL);

		more = taken != NULL && PQntuples(taken) == 1;
		good = taken != NULL && (!more || send_message(db, command, taken));
		PQclear(taken);
	}
	return good;
}

/* Until another message is due, or a notice says that there is a new one. */
static bool
wait_due(PGconn *db)
{
	PGresult   *due = ask(db, "SELECT private.job_message_wait()", NULL);
	double		seconds = IDLE_SECONDS;
	PGnotify   *notice;
	bool		woken = false;

	if (due == NULL)
		return false;
	if (!PQgetisnull(due, 0, 0) && atof(PQgetvalue(due, 0, 0)) < seconds)
		seconds = atof(PQgetvalue(due, 0, 0));
	PQclear(due);
	while ((notice = PQnotifies(db)) != NULL)
	{
		woken = true;
		PQfreemem(notice);
	}
	if (!woken && !over())
		rest(PQsocket(db), seconds);
	return PQconsumeInput(db) == 1;
}

static void
serve(const char *command)
{
	PGconn	   *db = PQconnectdb("");

	if (PQstatus(db) != CONNECTION_OK)
		note("error", "the database is away", NULL, PQerrorMessage(db));
	else if (tell(db, "LISTEN numsight_message", NULL))
	{
		note("info", "ready", NULL, NULL);
		while (!ending && send_due(db, command) && wait_due(db))
			;
	}
	PQfinish(db);
}

int
main(void)
{
	const char *command = getenv("NUMSIGHT_SEND_COMMAND");
	struct sigaction end = {.sa_handler = on_end};
	sigset_t	ends;

	if (command == NULL || *command == '\0')
	{
		fputs("numsight-send: NUMSIGHT_SEND_COMMAND is not set\n", stderr);
		return 2;
	}
	sigemptyset(&ends);
	sigaddset(&ends, SIGTERM);
	sigaddset(&ends, SIGINT);
	sigprocmask(SIG_BLOCK, &ends, NULL);
	sigaction(SIGTERM, &end, NULL);
	sigaction(SIGINT, &end, NULL);
	signal(SIGPIPE, SIG_IGN);
	while (!ending)
	{
		serve(command);
		if (!ending)
			rest(-1, AGAIN_SECONDS);
	}
	return 0;
}
