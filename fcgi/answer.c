/*
 * answer.c: rows of the database to an answer: slots filled, budgets charged,
 * headers, bytes
 */
#include <inttypes.h>
#include <string.h>
#include <time.h>

#include "log.h"
#include "request.h"
#include "tag.h"
#include "text.h"
#include "worker.h"

#define JSON_TYPE		"application/json"
#define FILE_NAME_MAX	64
#define METRICS_TYPE	"text/plain; version=0.0.4; charset=utf-8"

/*
 * Around the name of a slot; no JSON text holds it unescaped. Instead of a
 * name, the second one and a value: what is shown of a number, if it may be.
 */
#define SLOT_MARK		'\x01'
#define SLOT_SHOWN		'='

/* Rows. */

enum column
{
	COLUMN_STATUS, COLUMN_BODY, COLUMN_NEXT, COLUMN_SHOWN,
	COLUMNS
};

static struct slice
column_of(const struct pg_answer *answer, enum column column)
{
	const PGresult *result = answer->result;

	if (PQgetisnull(result, answer->row, column))
		return (struct slice) {0};
	return (struct slice) {
		PQgetvalue(result, answer->row, column),
		(size_t) PQgetlength(result, answer->row, column)
	};
}

static const char *
copy_of(struct request *request, struct slice text)
{
	if (text.data == NULL)
		return NULL;
	return arena_copy(&request->arena, text.data, text.length);
}

/* The numbers of an array's text, {1,2}. */
static size_t
numbers_of(struct request *request, struct slice text, int64_t **numbers)
{
	size_t		most = text.length / 2 + 1;
	size_t		count = 0;

	*numbers = arena_get(&request->arena, most * sizeof **numbers);
	while (text.length > 1)
	{
		size_t		length = 0;

		text.data++;
		text.length--;
		while (length < text.length && strchr(",}", text.data[length]) == NULL)
			length++;
		if (text_integer((struct slice) {text.data, length},
						 *numbers + count))
			count++;
		text.data += length;
		text.length -= length;
	}
	return count;
}

/* One who asks, with the budgets that he has a place in. */
struct payer
{
	struct limit *limit;
	const char *name;
};

static size_t
payers_of(struct request *request, struct payer payer[2])
{
	const struct config *config = request->worker->config;
	size_t		count = 0;

	if (request->has_network)
		payer[count++] = (struct payer) {config->networks, request->network};
	if (config->limit != NULL && request->has_token)
		payer[count++] = (struct payer) {
		config->limit, request->token.account
	};
	return count;
}

/* A guess: nothing is there, or a number is somebody's. */
static bool
is_miss(const struct request *request, int status)
{
	return status == 404 ||
		(status == 409 &&
		 (request->found.route->flags & ROUTE_TAKEN) != 0);
}

/*
 * What the answer tells is charged before it is sent; seconds to wait. Who
 * pays and is then refused by the other budget pays no second time. What is
 * told is counted too, for the charts, whether there are budgets or not.
 */
static uint32_t
charge(struct request *request, int status, struct slice shown)
{
	struct payer payer[2];
	size_t		payers = payers_of(request, payer);
	struct limit_time now = limit_now();
	int64_t    *numbers;
	size_t		count = 0;
	uint32_t	seconds = 0;

	if (shown.data != NULL)
		count = numbers_of(request, shown, &numbers);
	for (size_t i = 0; i < payers && seconds == 0; i++)
	{
		if (is_miss(request, status))
			limit_missed(payer[i].limit, payer[i].name, now);
		if (count > 0)
			seconds = limit_shown(payer[i].limit, payer[i].name, now, numbers,
								  count);
	}
	if (count > 0 && seconds == 0)
		atomic_fetch_add(&request->worker->config->shared->told, count);
	return seconds;
}

/* More new numbers than are left: none is shown, and how many might be. */
static void
answer_too_many(struct request *request, uint32_t seconds)
{
	struct payer payer[2];
	size_t		payers = payers_of(request, payer);
	uint32_t	least = UINT32_MAX;

	for (size_t i = 0; i < payers; i++)
	{
		uint32_t	left = limit_left(payer[i].limit, payer[i].name,
									  limit_now());

		least = left < least ? left : least;
	}
	answer_limited(request, seconds,
				   arena_print(&request->arena, "These are more new numbers "
							   "than may be shown now: %" PRIu32 " are left.",
							   least));
}

/*
 * A write cannot be held back once it has taken effect, so one that shows is
 * refused before, when no new number may be shown.
 */
bool
answer_has_room(struct request *request)
{
	struct payer payer[2];
	size_t		payers = payers_of(request, payer);
	uint32_t	seconds = 0;

	for (size_t i = 0; i < payers && seconds == 0; i++)
		seconds = limit_room(payer[i].limit, payer[i].name, limit_now());
	if (seconds > 0)
		answer_too_many(request, seconds);
	return seconds == 0;
}

/* An expected failure: the body is a sentence, next a field or a time. */
static void
answer_refusal(struct request *request, int status,
			   const struct pg_answer *answer)
{
	const char *detail = copy_of(request, column_of(answer, COLUMN_BODY));
	const char *next = copy_of(request, column_of(answer, COLUMN_NEXT));
	int64_t		seconds;

	if (status == 429 || status == 503)
		request->reply.retry_after = next != NULL &&
			text_integer(slice_of(next), &seconds) ? next : "1";
	else if (next != NULL && detail != NULL)
		request_error(request, problem_place(request, next), next, detail);
	answer_problem(request, status, detail);
}

/* The value of a slot; NULL when nobody knows it. */
static const char *
slot_value(struct request *request, struct slice name, const char *next,
		   bool withheld)
{
	struct arena *arena = &request->arena;
	const struct keys *keys = &request->worker->config->keys;

	if (name.length > 0 && name.data[0] == SLOT_SHOWN)
		return withheld ? "null" :
			arena_copy(arena, name.data + 1, name.length - 1);
	if (slice_equal(name, "next") && next != NULL)
		return cursor_seal(keys, arena, request_context(request),
						   slice_of(next));
	if ((request->found.route->flags & ROUTE_TOKENS) == 0)
		return NULL;
	if (slice_equal(name, "access") && next != NULL)
		return token_make(keys, arena, next, time(NULL));
	if (slice_equal(name, "refresh") || slice_equal(name, "key"))
		return request->fresh;
	if (slice_equal(name, "presented") && request->presented.data != NULL)
		return arena_copy(arena, request->presented.data,
						  request->presented.length);
	if (slice_equal(name, "expires_in"))
		return arena_print(arena, "%d", AUTH_TOKEN_LIFE);
	return NULL;
}

/* Copies the body with its slots filled; false when one is unknown. */
static bool
fill_slots(struct request *request, struct slice body, const char *next,
		   bool withheld, struct slice *filled)
{
	struct buffer out = {0};
	const char *mark;
	bool		good = true;

	while (good && (mark = memchr(body.data, SLOT_MARK, body.length)) != NULL)
	{
		size_t		before = (size_t) (mark - body.data);
		const char *end = memchr(mark + 1, SLOT_MARK,
								 body.length - before - 1);
		const char *value = NULL;

		if (end != NULL)
			value = slot_value(request, (struct slice) {mark + 1,
							   (size_t) (end - mark - 1)}, next, withheld);
		good = value != NULL;
		if (good)
		{
			buffer_add(&out, body.data, before);
			buffer_text(&out, value);
			body.length -= (size_t) (end + 1 - body.data);
			body.data = end + 1;
		}
	}
	buffer_add(&out, body.data, body.length);
	filled->data = arena_copy(&request->arena, out.data, out.length);
	filled->length = out.length;
	buffer_free(&out);
	return good;
}

/* Whether it has slots of what is shown of numbers, which may stay empty. */
static bool
can_withhold(struct slice body)
{
	static const char mark[] = {SLOT_MARK, SLOT_SHOWN};

	return body.data != NULL &&
		memmem(body.data, body.length, mark, sizeof mark) != NULL;
}

/* The same request with the cursor of the next page. */
static const char *
link_next(struct request *request, const char *next)
{
	struct buffer link = {0};
	const char *text;

	buffer_text(&link, "<");
	for (int i = 0; i < request->found.segments; i++)
	{
		buffer_text(&link, "/");
		text_escape(&link, request->found.segment[i]);
	}
	buffer_text(&link, "?");
	for (size_t i = 0; i < request->query.count; i++)
	{
		const struct member *member = &request->query.member[i];

		if (slice_equal(member->name, "cursor"))
			continue;
		text_escape(&link, member->name);
		buffer_text(&link, "=");
		text_escape(&link, member->text);
		buffer_text(&link, "&");
	}
	buffer_print(&link, "cursor=%s>; rel=\"next\"",
				 cursor_seal(&request->worker->config->keys, &request->arena,
							 request_context(request), slice_of(next)));
	text = arena_copy(&request->arena, link.data, link.length);
	buffer_free(&link);
	return text;
}

/* Any of the tags named, weak or not. */
static bool
tag_matches(struct slice header, const char *tag)
{
	size_t		length = strlen(tag);

	if (slice_equal(header, "*"))
		return true;
	for (size_t i = 0; i + length <= header.length; i++)
		if (memcmp(header.data + i, tag, length) == 0)
			return true;
	return false;
}

/*
 * What GET answers and what a change of it answers have the same tag, but
 * only what was asked for can be called known already. Where numbers are shown
 * the tag begins with that of the answer without: If-Match asks for this part
 * alone, so that nobody can guess at what he was not shown.
 */
static void
set_etag(struct request *request, struct slice bare)
{
	struct reply *reply = &request->reply;
	struct arena *arena = &request->arena;

	reply->etag = bare.data == NULL ?
		arena_print(arena, "\"%016" PRIx64 "\"", tag_hash(reply->body)) :
		arena_print(arena, "\"%016" PRIx64 "-%016" PRIx64 "\"",
					tag_hash(bare), tag_hash(reply->body));
	if (request->found.route->method == METHOD_GET &&
		tag_matches(request->params.if_none_match, reply->etag))
	{
		reply->status = 304;
		reply->body.length = 0;
	}
}

/* What a body that is not JSON may be, and how that is told. */
static const struct
{
	const char *media;
	const char *type;
	bool		hexadecimal;	/* bytes, which text has two digits for */
}			medias[] = {
	{"text/plain", "text/plain; charset=utf-8", false},
	{"text/csv", "text/csv; charset=utf-8; header=present", false},
	{"text/vcard", "text/vcard; charset=utf-8", false},
	{"text/xml", "text/xml; charset=utf-8", false},
	{"application/x-ndjson", "application/x-ndjson", false},
	{"application/octet-stream", "application/octet-stream", true},
};

static bool
take_bytes(struct request *request)
{
	struct slice digits = request->reply.body;
	unsigned char *bytes = arena_get(&request->arena, digits.length / 2 + 1);
	size_t		length;

	if (sodium_hex2bin(bytes, digits.length / 2, digits.data, digits.length,
					   NULL, &length, NULL) != 0)
		return false;
	request->reply.body = (struct slice) {(char *) bytes, length};
	return true;
}

/* The type by its name; false if there is no such, or the body is not one. */
static bool
take_type(struct request *request, struct slice media)
{
	for (size_t i = 0; i < lengthof(medias); i++)
		if (slice_equal(media, medias[i].media))
		{
			request->reply.type = medias[i].type;
			return !medias[i].hexadecimal || take_bytes(request);
		}
	return false;
}

/* Letters, digits, points and dashes, which no header field can be bent by. */
static bool
is_file_name(struct slice name)
{
	for (size_t i = 0; i < name.length; i++)
		if (!(name.data[i] >= '0' && name.data[i] <= '9') &&
			!((name.data[i] | 0x20) >= 'a' && (name.data[i] | 0x20) <= 'z') &&
			memchr("-.", name.data[i], 2) == NULL)
			return false;
	return name.length > 0 && name.length <= FILE_NAME_MAX;
}

/*
 * A body that begins with a slot is no JSON: the slot names its type and, if
 * it is to be a file, the name of that. No other slot is looked for.
 */
static bool
take_media(struct request *request)
{
	struct reply *reply = &request->reply;
	struct slice rest = {reply->body.data + 1, reply->body.length - 1};
	const char *end = memchr(rest.data, SLOT_MARK, rest.length);
	struct slice media = {0};
	struct slice name = {0};

	if (end == NULL)
		return false;
	reply->body = (struct slice) {
		end + 1, rest.length - (size_t) (end + 1 - rest.data)
	};
	rest.length = (size_t) (end - rest.data);
	route_word(&rest, &media);
	if (!take_type(request, media))
		return false;
	if (!route_word(&rest, &name))
		return true;
	reply->file = copy_of(request, name);
	return is_file_name(name) && rest.length == 0;
}

static bool
answer_body(struct request *request, struct slice body, const char *next)
{
	const struct route *route = request->found.route;
	struct reply *reply = &request->reply;
	bool		tagged = (route->flags & (ROUTE_ETAG | ROUTE_MATCH)) != 0 &&
		reply->status == 200;
	struct slice bare = {0};

	reply->type = JSON_TYPE;
	if (body.data == NULL)
		return reply->status == 204;
	reply->body = body;
	if (body.length > 0 && body.data[0] == SLOT_MARK)
	{
		if (!take_media(request))
			return false;
	}
	else if (memchr(body.data, SLOT_MARK, body.length) != NULL &&
			 (!fill_slots(request, body, next, request->withheld,
						  &reply->body) ||
			  (tagged && can_withhold(body) &&
			   !fill_slots(request, body, next, true, &bare))))
		return false;
	if (next != NULL && (route->flags & ROUTE_TOKENS) == 0)
		reply->link = link_next(request, next);
	if (tagged)
		set_etag(request, bare);
	return true;
}

static void
answer_broken(struct request *request)
{
	request->reply = (struct reply) {0};
	log_line("error", "a function broke its contract",
			 request->found.route->function);
	answer_problem(request, 500, NULL);
}

/* More than may be shown is left out if it can be, else nothing is answered. */
void
answer_row(struct request *request, const struct pg_answer *answer)
{
	int64_t		status = 0;
	uint32_t	seconds;

	if (PQntuples(answer->result) <= answer->row ||
		PQnfields(answer->result) != COLUMNS ||
		!text_integer(column_of(answer, COLUMN_STATUS), &status) ||
		status < 200 || status > 599)
		answer_broken(request);
	else if ((seconds = charge(request, (int) status,
							   column_of(answer, COLUMN_SHOWN))) > 0 &&
			 !can_withhold(column_of(answer, COLUMN_BODY)))
		answer_too_many(request, seconds);
	else if (status >= 400)
		answer_refusal(request, (int) status, answer);
	else
	{
		request->reply.status = (int) status;
		request->withheld = seconds > 0;
		if (answer_body(request, column_of(answer, COLUMN_BODY),
						copy_of(request, column_of(answer, COLUMN_NEXT))))
			answer_send(request);
		else
			answer_broken(request);
	}
}

/* Health, readiness, metrics. */
void
answer_own(struct request *request)
{
	struct worker *worker = request->worker;
	struct reply *reply = &request->reply;
	struct buffer out = {0};

	reply->status = 200;
	reply->type = JSON_TYPE;
	if (request->found.own == OWN_METRICS)
	{
		reply->type = METRICS_TYPE;
		shared_metrics(worker->config->shared, worker->config->router, &out);
	}
	else if (request->found.own == OWN_READY && !pg_ready(worker->pg))
	{
		reply->retry_after = "1";
		answer_problem(request, 503, "The database is not available.");
		return;
	}
	else
		buffer_text(&out, "{\"status\":\"ok\"}");
	reply->body.data = arena_copy(&request->arena, out.data, out.length);
	reply->body.length = out.length;
	buffer_free(&out);
	answer_send(request);
}

/* Bytes. */

static void
add_header(struct buffer *out, const char *name, const char *value)
{
	if (value != NULL)
		buffer_texts(out, name, ": ", value, "\r\n");
}

static const char *
cache_control(const struct request *request)
{
	const struct route *route = request->found.route;

	if (request->reply.etag == NULL || route->method != METHOD_GET)
		return "no-store";
	return (route->flags & ROUTE_SHARED) != 0 ? "public, max-age=60" :
		"private, max-age=30";
}

/* The budget of new numbers, so that a client can keep within it. */
static void
add_budget(struct buffer *out, const struct request *request)
{
	const struct config *config = request->worker->config;

	if (config->limit == NULL || !request->has_token ||
		request->token.account[0] == '\0')
		return;
	buffer_print(out, "RateLimit-Policy: \"numbers\";q=%u;w=%d\r\n"
				 "RateLimit: \"numbers\";r=%u;t=%d\r\n",
				 config->policy.minute, LIMIT_WINDOW,
				 limit_left(config->limit, request->token.account,
							limit_now()), LIMIT_WINDOW);
}

/* Programs that know Basic alone, and routes made for them, hear that name. */
static const char *
challenge(const struct request *request)
{
	const struct route *route = request->found.route;

	return request->credential.basic ||
		(!request->has_token && route != NULL &&
		 (route->flags & ROUTE_BASIC) != 0) ?
		"Basic realm=\"numsight\", charset=\"UTF-8\"" : "Bearer";
}

static void
add_headers(struct buffer *out, const struct request *request)
{
	const struct reply *reply = &request->reply;
	bool		empty = reply->status == 204 || reply->status == 304;

	buffer_text(out, "Status: ");
	buffer_number(out, (uint64_t) reply->status, 3);
	buffer_texts(out, " ", problem_title(reply->status));
	if (!empty)
	{
		buffer_texts(out, "\r\nContent-Type: ", reply->type,
					 "\r\nContent-Length: ");
		buffer_number(out, reply->body.length, 1);
	}
	buffer_text(out, "\r\nX-Request-Id: ");
	buffer_add(out, request->params.id.data, request->params.id.length);
	buffer_text(out, "\r\nServer-Timing: db;dur=");
	buffer_number(out, request->database / 1000, 1);
	buffer_text(out, ".");
	buffer_number(out, request->database % 1000, 3);
	buffer_text(out, "\r\n");
	if (reply->file != NULL)
		buffer_print(out, "Content-Disposition: attachment; "
					 "filename=\"%s\"\r\n", reply->file);
	add_header(out, "Cache-Control", cache_control(request));
	add_header(out, "ETag", reply->etag);
	add_header(out, "Link", reply->link);
	add_header(out, "Retry-After", reply->retry_after);
	add_budget(out, request);
	if (reply->status == 401)
		add_header(out, "WWW-Authenticate", challenge(request));
	if (reply->status == 405 || request->options)
	{
		buffer_text(out, "Allow: ");
		route_allow(out, request->found.allowed);
		buffer_text(out, "\r\n");
	}
	buffer_text(out, "\r\n");
}

static void
log_request(struct request *request, uint64_t microseconds)
{
	const struct router *router = request->worker->config->router;
	struct buffer *out = &request->worker->log;

	buffer_text(out, "{");
	log_time(out);
	buffer_text(out, ",\"id\":");
	buffer_json(out, request->params.id.data, request->params.id.length);
	buffer_texts(out, ",\"method\":\"",
				 router_method(router, request->found.number),
				 "\",\"route\":\"",
				 router_path(router, request->found.number),
				 "\",\"status\":");
	buffer_number(out, (uint64_t) request->reply.status, 3);
	buffer_text(out, ",\"us\":");
	buffer_number(out, microseconds, 1);
	buffer_text(out, ",\"db_us\":");
	buffer_number(out, request->database, 1);
	if (request->sqlstate[0] != '\0')
		buffer_texts(out, ",\"sqlstate\":\"", request->sqlstate, "\"");
	buffer_text(out, "}\n");
}

/* Counts, logs and hands over; the request is gone afterwards. */
void
answer_send(struct request *request)
{
	uint64_t	microseconds = loop_clock() - request->start;
	struct buffer head = {0};
	struct slice body = request->reply.body;

	shared_count_request(request->worker->config->shared,
						 request->found.number, request->reply.status,
						 microseconds);
	log_request(request, microseconds);
	add_headers(&head, request);
	if (request->head)
		body.length = 0;
	request->send(request, (struct slice) {head.data, head.length}, body);
	buffer_free(&head);
}
