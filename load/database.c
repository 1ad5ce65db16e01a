/* database.c: connections and questions */
#include "load.h"

#include <stdlib.h>
#include <string.h>

/* The server's own words, without the place in its functions. */
static void
fault_of(PGconn *db, const PGresult *result)
{
	const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
	char	   *plain;

	if (message != NULL)
		fault(message, PQresultErrorField(result, PG_DIAG_MESSAGE_HINT));
	plain = need(strdup(PQerrorMessage(db)));
	plain[strcspn(plain, "\n")] = '\0';
	fault(*plain == '\0' ? "the database is gone" : plain,
		  "What was merged stays; the same command goes on from there.");
}

void
database_need(PGconn *db, PGresult *result, ExecStatusType status)
{
	if (PQresultStatus(result) != status)
		fault_of(db, result);
}

void
database_do(PGconn *db, const char *query)
{
	PGresult   *result = PQexec(db, query);

	if (PQresultStatus(result) != PGRES_TUPLES_OK)
		database_need(db, result, PGRES_COMMAND_OK);
	PQclear(result);
}

/* One row at the least. */
PGresult *
database_ask(PGconn *db, const char *query, int count,
			 const char *const *values)
{
	PGresult   *result = PQexecParams(db, query, count, NULL, values, NULL,
									  NULL, 0);

	database_need(db, result, PGRES_TUPLES_OK);
	if (PQntuples(result) < 1)
		fault("the database does not answer as it should", NULL);
	return result;
}

/*
 * By the environment's PG variables. A batch need not be on the disk before
 * the next one begins: how far the load has come is in the same transaction.
 */
PGconn *
database_open(void)
{
	PGconn	   *db = PQconnectdb("");

	if (PQstatus(db) != CONNECTION_OK)
		fault(PQerrorMessage(db), NULL);
	if (PQsetClientEncoding(db, "UTF8") != 0)
		fault(PQerrorMessage(db), NULL);
	database_do(db, "SET client_min_messages = warning;"
				"SET synchronous_commit = off; SET work_mem = '64MB';"
				"SET maintenance_work_mem = '256MB'; SET jit = off;"
				/* evidence is large: numbers are sorted, and added up one by one */
				"SET enable_hashagg = off;"
				"SET numsight.ranked_delay = on");
	return db;
}
