/*
 * problem.c: what went wrong, as problem+json: statuses of SQLSTATEs, errors
 * of fields, what clients of the original applications look for
 */
#include <stdio.h>
#include <string.h>

#include "log.h"
#include "request.h"
#include "text.h"
#include "worker.h"

#define PROBLEM_TYPE	"application/problem+json"

static const struct
{
	int			status;
	const char *title;
}			titles[] = {
	{200, "OK"}, {201, "Created"}, {202, "Accepted"}, {204, "No Content"},
	{304, "Not Modified"}, {400, "Bad Request"}, {401, "Unauthorized"},
	{403, "Forbidden"}, {404, "Not Found"}, {405, "Method Not Allowed"},
	{406, "Not Acceptable"}, {409, "Conflict"}, {410, "Gone"},
	{412, "Precondition Failed"},
	{413, "Content Too Large"}, {415, "Unsupported Media Type"},
	{422, "Unprocessable Content"}, {429, "Too Many Requests"},
	{431, "Request Header Fields Too Large"},
	{500, "Internal Server Error"}, {503, "Service Unavailable"},
	{504, "Gateway Timeout"},
};

const char *
problem_title(int status)
{
	for (size_t i = 0; i < lengthof(titles); i++)
		if (titles[i].status == status)
			return titles[i].title;
	return "Unknown";
}

/* What an SQLSTATE, or all that begin with it, means for the client. */
static const struct meaning
{
	const char *sqlstate;
	int			status;
	bool		told;			/* the message is written for the client */
	const char *detail;			/* else this is said */
}			meanings[] = {
	{"22", 400, true, NULL},
	{"23502", 400, false, "A value is missing."},
	{"23514", 400, false, "A value is out of its bounds."},
	{"23503", 409, false, "It belongs to something that is gone."},
	{"23505", 409, false, "It is there already."},
	{"42501", 403, false, "This is not allowed."},
	{"P0002", 404, false, "There is no such thing."},
	{"54", 400, false, "A value is too long."},
	{"57014", 504, false, "It took too long."},
	{"40001", 503, false, "The service is busy."},
	{"40P01", 503, false, "The service is busy."},
	{"25006", 503, false, "The service is read-only for the moment."},
	{"53", 503, false, "The service is busy."},
	{"08", 503, false, "The database is not available."},
	{"57P", 503, false, "The database is not available."},
	{"28", 503, false, "The database is not available."},
};

static const struct meaning unexpected = {
	"", 500, false, "Something went wrong that should not."
};

static bool
told_status(const char *sqlstate, int *status)
{
	int64_t		digits;

	if (strncmp(sqlstate, "NS", 2) != 0 ||
		!text_integer(slice_of(sqlstate + 2), &digits) ||
		digits < 400 || digits > 599)
		return false;
	*status = (int) digits;
	return true;
}

static struct meaning
meaning_of(const char *sqlstate)
{
	struct meaning own = {sqlstate, 0, true, NULL};

	if (told_status(sqlstate, &own.status))
		return own;
	for (size_t i = 0; i < lengthof(meanings); i++)
		if (strncmp(sqlstate, meanings[i].sqlstate,
					strlen(meanings[i].sqlstate)) == 0)
			return meanings[i];
	return unexpected;
}

/* Problems. */

static const char *const reserved[] = {
	"type", "title", "status", "detail", "instance", "errors", "error",
	"code", "messages"
};

static void
add_text(struct buffer *out, const char *text)
{
	buffer_json(out, text, strlen(text));
}

/* A member as JSON pointer, with its two escapes; of an element, or it alone. */
static void
add_pointer(struct buffer *out, const struct field_error *error)
{
	struct buffer pointer = {0};

	if (error->element != NULL && *error->element != '\0')
		buffer_texts(&pointer, "/", error->element);
	if (error->element == NULL || *error->name != '\0')
		buffer_text(&pointer, "/");
	for (const char *c = error->name; *c != '\0'; c++)
		if (*c == '~' || *c == '/')
			buffer_text(&pointer, *c == '~' ? "~0" : "~1");
		else
			buffer_add(&pointer, c, 1);
	if (error->item != NULL)
		buffer_texts(&pointer, "/", error->item);
	buffer_json(out, pointer.data, pointer.length);
	buffer_free(&pointer);
}

static void
add_place(struct buffer *out, const struct field_error *error)
{
	if (error->place == IN_BODY)
	{
		buffer_text(out, "\"pointer\":");
		add_pointer(out, error);
		return;
	}
	buffer_text(out, "\"parameter\":");
	add_text(out, error->name);
}

static void
add_errors(struct buffer *out, const struct request *request)
{
	if (request->errors == 0)
		return;
	buffer_text(out, ",\"errors\":[");
	for (size_t i = 0; i < request->errors; i++)
	{
		const struct field_error *error = &request->error[i];

		buffer_text(out, i > 0 ? ",{" : "{");
		add_place(out, error);
		buffer_text(out, ",\"detail\":");
		add_text(out, error->detail);
		buffer_text(out, "}");
	}
	buffer_text(out, "]");
}

static bool
is_first(const struct request *request, size_t which)
{
	const char *name = request->error[which].name;

	for (size_t i = 0; i < lengthof(reserved); i++)
		if (strcmp(reserved[i], name) == 0)
			return false;
	for (size_t i = 0; i < which; i++)
		if (strcmp(request->error[i].name, name) == 0)
			return false;
	return *name != '\0';
}

/* What clients of the original applications look for. */
static void
add_old(struct buffer *out, const struct request *request,
		const char *detail)
{
	buffer_text(out, ",\"error\":");
	add_text(out, detail);
	for (size_t i = 0; i < request->errors; i++)
	{
		const char *name = request->error[i].name;
		const char *comma = "";

		if (!is_first(request, i))
			continue;
		buffer_text(out, ",");
		add_text(out, name);
		buffer_text(out, ":[");
		for (size_t j = i; j < request->errors; j++)
			if (strcmp(request->error[j].name, name) == 0)
			{
				buffer_text(out, comma);
				add_text(out, request->error[j].detail);
				comma = ",";
			}
		buffer_text(out, "]");
	}
}

/* What clients test before they refresh their token. */
static void
add_token(struct buffer *out, const struct request *request,
		  const char *detail)
{
	bool		refresh = request->presented.data != NULL;

	buffer_print(out, ",\"code\":\"token_not_valid\",\"messages\":"
				 "[{\"token_class\":\"%s\",\"token_type\":\"%s\","
				 "\"message\":",
				 refresh ? "RefreshToken" : "AccessToken",
				 refresh ? "refresh" : "access");
	add_text(out, detail);
	buffer_text(out, "}]");
}

/*
 * What Twilio's clients look for. It has a number of its own for few of the
 * statuses that we answer; for the others it is made of the status.
 */
static void
add_twilio(struct buffer *out, int status, const char *detail)
{
	buffer_print(out, ",\"code\":%d,\"message\":",
				 status == 401 ? 20003 : 20000 + status);
	add_text(out, detail);
	buffer_text(out, ",\"more_info\":\"about:blank\"");
}

static const char *
problem_detail(struct request *request, int status, const char *detail)
{
	const struct field_error *error = &request->error[0];

	if (detail != NULL)
		return detail;
	if (request->errors > 0)
		return arena_print(&request->arena, "%s: %s", error->name,
						   error->detail);
	return problem_title(status);
}

void
answer_problem(struct request *request, int status, const char *detail)
{
	const struct route *route = request->found.route;
	struct reply *reply = &request->reply;
	struct buffer out = {0};

	detail = problem_detail(request, status, detail);
	buffer_print(&out, "{\"type\":\"about:blank\",\"title\":\"%s\","
				 "\"status\":%d,\"detail\":", problem_title(status), status);
	add_text(&out, detail);
	buffer_text(&out, ",\"instance\":");
	buffer_json(&out, request->params.id.data, request->params.id.length);
	add_errors(&out, request);
	if (route != NULL && (route->flags & ROUTE_OLD) != 0)
		add_old(&out, request, detail);
	if (route != NULL && (route->flags & ROUTE_TWILIO) != 0)
		add_twilio(&out, status, detail);
	else if (status == 401 &&
			 (request->has_token || request->presented.data != NULL))
		add_token(&out, request, detail);
	buffer_text(&out, "}");
	reply->status = status;
	reply->type = PROBLEM_TYPE;
	reply->body.data = arena_copy(&request->arena, out.data, out.length);
	reply->body.length = out.length;
	buffer_free(&out);
	answer_send(request);
}

void
answer_limited(struct request *request, uint32_t seconds, const char *detail)
{
	atomic_fetch_add(&request->worker->config->shared->limited, 1);
	request->reply = (struct reply) {
		.retry_after = arena_print(&request->arena, "%u", seconds)
	};
	answer_problem(request, 429, detail);
}

/* Failures of the database. */

enum place
problem_place(const struct request *request, const char *name)
{
	const struct argument *argument = request->found.route->argument;

	for (; argument->kind != ARGUMENT_END; argument++)
		if (argument->name != NULL && strcmp(argument->name, name) == 0)
		{
			if (argument->kind == ARGUMENT_PATH)
				return IN_PATH;
			if (argument->kind == ARGUMENT_QUERY ||
				argument->kind == ARGUMENT_LIMIT ||
				argument->kind == ARGUMENT_CURSOR)
				return IN_QUERY;
		}
	return IN_BODY;
}

/* The message, a full stop if it has none, and the hint. */
static const char *
told_detail(struct request *request, const PGresult *result)
{
	const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
	const char *hint = PQresultErrorField(result, PG_DIAG_MESSAGE_HINT);
	size_t		length = message != NULL ? strlen(message) : 0;

	if (length == 0)
		return NULL;
	return arena_print(&request->arena, "%s%s%s%s", message,
					   strchr(".!?", message[length - 1]) != NULL ? "" : ".",
					   hint != NULL ? " " : "", hint != NULL ? hint : "");
}

static void
log_failure(const struct request *request, const PGresult *result)
{
	struct buffer line = {0};
	const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);

	buffer_print(&line, "%s: %s %s", request->found.route->function,
				 request->sqlstate, message != NULL ? message : "");
	buffer_add(&line, "", 1);
	log_line("error", "a call failed", line.data);
	buffer_free(&line);
}

/* A text of the error's own, or "" if it has none. */
static const char *
error_text(struct request *request, const struct pg_answer *answer, int what)
{
	const char *text = PQresultErrorField(answer->result, what);

	return text == NULL ? "" :
		arena_copy(&request->arena, text, strlen(text));
}

/*
 * COLUMN of an error is the member that is wrong. Of a message that is written
 * for the client, TABLE is the index of the element that holds it, or "body":
 * all of it is wrong.
 */
static void
error_member(struct request *request, const struct pg_answer *answer,
			 bool told, const char *detail)
{
	const char *column = error_text(request, answer, PG_DIAG_COLUMN_NAME);
	const char *element = told ?
		error_text(request, answer, PG_DIAG_TABLE_NAME) : "";

	if (*column == '\0' && *element == '\0')
		return;
	request_error(request, problem_place(request, column), column, detail);
	if (*element != '\0')
		request->error[request->errors - 1].element =
			strcmp(element, "body") == 0 ? "" : element;
}

static void
answer_error(struct request *request, const struct pg_answer *answer)
{
	struct meaning meaning = meaning_of(answer->sqlstate);
	const char *detail = meaning.detail;

	snprintf(request->sqlstate, sizeof request->sqlstate, "%s",
			 answer->sqlstate);
	if (meaning.told)
		detail = told_detail(request, answer->result);
	else if (meaning.status == 500)
		log_failure(request, answer->result);
	if (meaning.status == 503 || meaning.status == 429)
		request->reply.retry_after = "1";
	if (detail != NULL && meaning.status < 500)
		error_member(request, answer, meaning.told, detail);
	answer_problem(request, meaning.status, detail);
}

void
answer_failure(struct request *request, const struct pg_answer *answer)
{
	switch (answer->outcome)
	{
		case PG_ERROR:
			answer_error(request, answer);
			break;
		case PG_LATE:
			answer_problem(request, 504, "It took too long.");
			break;
		case PG_LOST:
			request->reply.retry_after = "1";
			answer_problem(request, 503, "The database is not available.");
			break;
		default:
			request->reply.retry_after = "1";
			answer_problem(request, 503, "The service is busy.");
			break;
	}
}
