/*
 * request.c: the way of a request: route, access, body, password, call
 *
 * Each step either answers with a problem and ends the way, or leads to the
 * next one, some of them through the helper thread or the database.
 */
#include "request.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "fcgi.h"
#include "text.h"
#include "worker.h"

struct request *
request_new(struct worker *worker)
{
	struct request *request = memory_zero(sizeof *request);

	request->worker = worker;
	request->found.number = router_unknown(worker->config->router);
	return request;
}

void
request_free(struct request *request)
{
	pg_forget(&request->call);
	if (request->job != NULL)
		request->job->done = NULL;
	arena_free(&request->arena);
	free(request);
}

void
request_error(struct request *request, enum place place, const char *name,
			  const char *detail)
{
	struct field_error *error = &request->error[request->errors];

	if (request->errors == REQUEST_ERRORS)
		return;
	*error = (struct field_error) {place, name, detail, NULL, NULL};
	request->errors++;
}

/* Parameters. */

static const struct
{
	const char *name;
	size_t		offset;
}			known[] = {
	{"REQUEST_METHOD", offsetof(struct params, method)},
	{"REQUEST_URI", offsetof(struct params, uri)},
	{"CONTENT_TYPE", offsetof(struct params, content_type)},
	{"CONTENT_LENGTH", offsetof(struct params, content_length)},
	{"HTTP_CONTENT_ENCODING", offsetof(struct params, content_encoding)},
	{"REMOTE_ADDR", offsetof(struct params, address)},
	{"REQUEST_ID", offsetof(struct params, id)},
	{"HTTP_AUTHORIZATION", offsetof(struct params, authorization)},
	{"HTTP_IF_NONE_MATCH", offsetof(struct params, if_none_match)},
	{"HTTP_IF_MATCH", offsetof(struct params, if_match)},
	{"HTTP_IDEMPOTENCY_KEY", offsetof(struct params, idempotency_key)},
};

static void
param_set(struct request *request, struct slice name, struct slice value)
{
	for (size_t i = 0; i < lengthof(known); i++)
		if (slice_equal(name, known[i].name))
		{
			char	   *place = (char *) &request->params + known[i].offset;
			struct slice *param = (struct slice *) place;

			if (param->data != NULL)
				request->params_bad = true;
			*param = value;
		}
}

/* An id of ours unless the server gave a plain one. */
static void
request_name(struct request *request)
{
	struct slice *id = &request->params.id;
	unsigned char byte[16];
	char	   *text;

	for (size_t i = 0; i < id->length; i++)
		if (memchr("-_.", id->data[i], 3) == NULL &&
			!((id->data[i] >= '0' && id->data[i] <= '9') ||
			  ((id->data[i] | 0x20) >= 'a' && (id->data[i] | 0x20) <= 'z')))
			id->length = 0;
	if (id->length > 0 && id->length <= REQUEST_ID_MAX)
		return;
	text = arena_get(&request->arena, 2 * sizeof byte + 1);
	randombytes_buf(byte, sizeof byte);
	sodium_bin2hex(text, 2 * sizeof byte + 1, byte, sizeof byte);
	*id = slice_of(text);
}

static void
split_uri(struct request *request)
{
	struct slice uri = request->params.uri;
	const char *mark = uri.length > 0 ?
		memchr(uri.data, '?', uri.length) : NULL;

	if (mark != NULL)
	{
		request->query_text.data = mark + 1;
		request->query_text.length = uri.length - (size_t) (mark + 1 - uri.data);
		uri.length = (size_t) (mark - uri.data);
	}
	request->path = uri;
}

void
request_params(struct request *request, struct slice params)
{
	struct slice name;
	struct slice value;
	int			more;

	while ((more = fcgi_pair(&params, &name, &value)) > 0)
		param_set(request, name, value);
	if (more < 0)
		request->params_bad = true;
	request_name(request);
	split_uri(request);
	request->found = router_find(request->worker->config->router,
								 &request->arena,
								 route_method(request->params.method),
								 request->path);
	request->body_most = route_body_most(request->found.route);
}

/* Steps. Each answers and returns false when the way ends there. */

static bool
refuse(struct request *request, int status, const char *detail)
{
	answer_problem(request, status, detail);
	return false;
}

static bool
length_matches(const struct request *request)
{
	struct slice text = request->params.content_length;
	int64_t		length = 0;

	if (text.length > 0 && !text_integer(text, &length))
		return false;
	return request->body_large || request->body_shed ||
		(size_t) length == request->body.length;
}

static bool
check_frame(struct request *request)
{
	if (request->params_large)
		return refuse(request, 431, "The headers are too long.");
	if (request->params_bad || request->params.method.length == 0)
		return refuse(request, 400, "The request is not complete.");
	if (!length_matches(request))
		return refuse(request, 400,
					  "The body is not as long as it was said to be.");
	return true;
}

static bool
check_route(struct request *request)
{
	const struct found *found = &request->found;

	request->head = slice_equal(request->params.method, "HEAD");
	request->options = slice_equal(request->params.method, "OPTIONS");
	if (found->broken)
		return refuse(request, 400, "The path is not clean UTF-8 text.");
	if (!found->path)
		return refuse(request, 404, "There is nothing at this path.");
	if (request->options)
	{
		request->reply.status = 204;
		answer_send(request);
		return false;
	}
	if (found->route == NULL && found->own == OWN_NONE)
		return refuse(request, 405, "This path does not know that method.");
	return true;
}

static bool
type_is(struct slice header, const char *type)
{
	size_t		length = strlen(type);
	struct slice rest;

	if (header.length < length || strncasecmp(header.data, type, length) != 0)
		return false;
	rest = (struct slice) {header.data + length, header.length - length};
	while (rest.length > 0 && (*rest.data == ' ' || *rest.data == ';'))
	{
		rest.data++;
		rest.length--;
	}
	return rest.length == 0 ||
		((rest.data[-1] == ' ' || rest.data[-1] == ';') &&
		 (text_equal_fold(rest, slice_of("charset=utf-8")) ||
		  text_equal_fold(rest, slice_of("charset=\"utf-8\""))));
}

static bool
check_size(struct request *request)
{
	if (request->body_large)
		return refuse(request, 413,
					  arena_print(&request->arena,
								  "The body is larger than %zu kB.",
								  request->body_most / 1024));
	if (!request->body_shed)
		return true;
	request->reply.retry_after = "1";
	return refuse(request, 503, "There are too many large bodies just now.");
}

/* A type of text is meant whatever charset it names: the bytes tell theirs. */
static bool
type_begins(struct slice header, const char *type)
{
	size_t		length = strlen(type);

	return header.length >= length &&
		strncasecmp(header.data, type, length) == 0 &&
		(header.length == length || memchr("; ", header.data[length], 2) != NULL);
}

/* Which of the types that a route takes it is; NULL if none. */
static const char *
media_of(struct request *request, const struct argument *content)
{
	struct slice header = request->params.content_type;
	struct slice rest = slice_of(content->media);
	struct slice word;

	while (route_word(&rest, &word))
	{
		const char *media = arena_copy(&request->arena, word.data,
									   word.length);

		if (content->type == TYPE_BYTES && strncmp(media, "text/", 5) == 0 ?
			type_begins(header, media) : type_is(header, media))
			return media;
	}
	return NULL;
}

/* A body as a whole: its type must be known, text must be UTF-8. */
static bool
read_content(struct request *request, const struct argument *content)
{
	if (request->body.length == 0)
		return refuse(request, 400, "There is no body.");
	request->media = media_of(request, content);
	if (request->media == NULL)
		return refuse(request, 415,
					  arena_print(&request->arena,
								  "The body must be one of: %s.",
								  content->media));
	if (content->type == TYPE_TEXT && !text_whole(request->body))
		return refuse(request, 400,
					  "The body is not valid UTF-8, or holds a NUL.");
	return true;
}

/* What is wrong with all of them, or with the one that is there twice. */
static bool
refuse_members(struct request *request, enum place place,
			   const struct members *members, const char *wrong)
{
	if (members->twice != NULL)
		request_error(request, place, members->twice, wrong);
	return refuse(request, 400, wrong);
}

static bool
read_members(struct request *request)
{
	struct slice type = request->params.content_type;
	const char *wrong;

	if (request->body.length == 0)
		return true;
	if (type_is(type, "application/json"))
		wrong = body_json(&request->arena, request->body, &request->members);
	else if ((request->found.route->flags & ROUTE_FORM) != 0 &&
			 type_is(type, "application/x-www-form-urlencoded"))
		wrong = body_form(&request->arena, request->body, &request->members);
	else
		return refuse(request, 415,
					  (request->found.route->flags & ROUTE_FORM) != 0 ?
					  "The body must be JSON in UTF-8, or a form." :
					  "The body must be JSON in UTF-8.");
	return wrong == NULL ||
		refuse_members(request, IN_BODY, &request->members, wrong);
}

/* Nothing is unpacked here: who packs tells so, or would be misread. */
static bool
check_coding(struct request *request)
{
	struct slice coding = request->params.content_encoding;

	return request->body.length == 0 || coding.length == 0 ||
		(coding.length == strlen("identity") &&
		 strncasecmp(coding.data, "identity", coding.length) == 0) ||
		refuse(request, 415, "The body must be sent as it is, without a Content-Encoding.");
}

/* A byte order mark tells nothing of UTF-8: RFC 8259, 8.1, lets it be ignored. */
static void
skip_mark(struct slice *text)
{
	if (text->length >= 3 && memcmp(text->data, "\xEF\xBB\xBF", 3) == 0)
		*text = (struct slice) {text->data + 3, text->length - 3};
}

static bool
read_body(struct request *request)
{
	const struct argument *content = route_content(request->found.route);

	if (content == NULL || content->type == TYPE_TEXT)
		skip_mark(&request->body);
	return check_size(request) && check_coding(request) && (content != NULL ?
								   read_content(request, content) :
								   read_members(request));
}

/*
 * What may name an effect: up to 255 visible characters, quoted or not. A name
 * is that of an account's effect: a guest's is not heard.
 */
static bool
check_key(struct request *request)
{
	struct slice *key = &request->params.idempotency_key;
	bool		quoted = key->length > 1 && key->data[0] == '"' &&
		key->data[key->length - 1] == '"';

	if (key->data == NULL || request->found.once == NULL ||
		!request->has_token)
		return true;
	request->once = true;
	if (quoted)
		*key = (struct slice) {key->data + 1, key->length - 2};
	for (size_t i = 0; i < key->length; i++)
		if (key->data[i] < '!' || key->data[i] > '~')
			key->length = 0;
	return (key->length > 0 && key->length <= REQUEST_KEY_MAX) ||
		refuse(request, 400, "The Idempotency-Key must be 1 to 255 visible "
			   "ASCII characters without a space.");
}

/* A guest is let in to the body, where his proof is; without it he is nobody. */
static bool
check_guest(struct request *request)
{
	return request->has_token ||
		(request->found.route->flags & ROUTE_GUEST) == 0 ||
		body_member(&request->members, "code") != NULL ||
		refuse(request, 401, "An access token is needed.");
}

static bool
read_values(struct request *request)
{
	const char *wrong = NULL;

	if (request->query_text.length > 0)
		wrong = body_form(&request->arena, request->query_text, &request->query);
	if (wrong != NULL)
		return refuse_members(request, IN_QUERY, &request->query, wrong);
	if (!check_key(request) || !read_body(request) || !check_guest(request))
		return false;
	if (!bind_check(request))
		return refuse(request, 400, NULL);
	return true;
}

/* The call of the route's function. */

void
request_waited(struct request *request)
{
	request->database += loop_clock() - request->asked;
}

static void
call_done(struct pg_call *call, const struct pg_answer *answer)
{
	struct request *request = container_of(call, struct request, call);

	request_waited(request);
	if (answer->outcome == PG_ROWS)
		answer_row(request, answer);
	else
		answer_failure(request, answer);
}

void
request_submit(struct request *request, enum route_class class,
			   const struct statement *statement,
			   void (*done) (struct pg_call *, const struct pg_answer *))
{
	struct pg_call *call = &request->call;

	call->statement = statement;
	call->done = done;
	call->deadline = request->start +
		(uint64_t) request->found.route->milliseconds * 1000;
	request->asked = loop_clock();
	pg_submit(request->worker->pg, class, call);
}

static void
call_function(struct request *request)
{
	const struct found *found = &request->found;

	if (!bind_values(request))
		answer_problem(request, 400, NULL);
	else
		request_submit(request, found->route->class, request->once ?
					   found->once : found->statement, call_done);
}

/* Passwords. */

static void
password_done(struct password_job *job)
{
	struct request *request = job->context;

	request->job = NULL;
	if (job->late || (!job->verify && !job->good))
	{
		request->reply.retry_after = "1";
		answer_problem(request, 503, "The service is busy.");
		return;
	}
	request->verified = job->verify && job->good;
	if (!job->verify || job->renewed)
		request->hash = arena_copy(&request->arena, job->hash,
								   strlen(job->hash));
	call_function(request);
}

static void
password_ask(struct request *request, struct slice password, const char *hash,
			 bool verify)
{
	struct password_job *job = memory_zero(sizeof *job);

	job->done = password_done;
	job->context = request;
	job->verify = verify;
	job->deadline = request->start +
		(uint64_t) request->found.route->milliseconds * 1000;
	job->length = password.length;
	memcpy(job->password, password.data, password.length);
	job->known = hash != NULL && strlen(hash) < sizeof job->hash;
	if (job->known)
		memcpy(job->hash, hash, strlen(hash));
	if (helper_password(request->worker->helper, job))
	{
		request->job = job;
		return;
	}
	free(job);
	request->reply.retry_after = "1";
	answer_problem(request, 503, "The service is busy.");
}

/* Whose password it is: one row of account and hash, or none. */
static void
account_done(struct pg_call *call, const struct pg_answer *answer)
{
	struct request *request = container_of(call, struct request, call);
	const PGresult *result = answer->result;
	const char *hash = NULL;

	request_waited(request);
	if (answer->outcome != PG_ROWS)
	{
		answer_failure(request, answer);
		return;
	}
	if (PQntuples(result) > 0 && !PQgetisnull(result, 0, 0))
		request->account = arena_copy(&request->arena,
									  PQgetvalue(result, 0, 0),
									  (size_t) PQgetlength(result, 0, 0));
	if (request->account != NULL && !PQgetisnull(result, 0, 1))
		hash = PQgetvalue(result, 0, 1);
	password_ask(request, bind_secret(request, ARGUMENT_VERIFIED), hash, true);
}

static void
go_on(struct request *request)
{
	const struct route *route = request->found.route;

	if (route_takes(route, ARGUMENT_HASH))
		password_ask(request, bind_secret(request, ARGUMENT_HASH), NULL,
					 false);
	else if (!route_takes(route, ARGUMENT_VERIFIED))
		call_function(request);
	else if (!bind_account(request))
		answer_problem(request, 400, NULL);
	else
		request_submit(request, CLASS_write,
					   router_account(request->worker->config->router),
					   account_done);
}

void
request_granted(struct request *request)
{
	if (read_values(request))
		go_on(request);
}

void
request_run(struct request *request)
{
	request->start = loop_clock();
	if (!check_frame(request) || !check_route(request))
		return;
	if (request->found.own != OWN_NONE)
		answer_own(request);
	else
		access_check(request);
}

/* The path, the caller and all parameters but those that turn pages. */
struct slice
request_context(struct request *request)
{
	struct buffer text = {0};
	struct slice context;

	buffer_text(&text, request->found.route->path);
	buffer_add(&text, "\n", 1);
	buffer_text(&text, request->token.account);
	for (const struct argument *argument = request->found.route->argument;
		 argument->kind != ARGUMENT_END; argument++)
	{
		const struct member *value;

		if (argument->kind != ARGUMENT_QUERY ||
			(value = body_member(&request->query, argument->name)) == NULL)
			continue;
		buffer_print(&text, "\n%s=%zu:", argument->name, value->text.length);
		buffer_add(&text, value->text.data, value->text.length);
	}
	context.data = arena_copy(&request->arena, text.data, text.length);
	context.length = text.length;
	buffer_free(&text);
	return context;
}
