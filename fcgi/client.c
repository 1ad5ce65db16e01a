/*
 * client.c: a FastCGI connection: events of the reader make a request, its
 * answer becomes records
 *
 * One request at a time: a second one under another id is told that this
 * connection does not multiplex.
 */
#include "client.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "fcgi.h"
#include "request.h"

#define READ_PATIENCE	30000000	/* from BEGIN to the last byte of it */
#define WRITE_PATIENCE	30000000	/* for an answer that nobody takes */
#define BULK_ROOM		(64 << 20)	/* for large bodies, of all clients */
#define END_SIZE		(2 * FCGI_HEADER_LEN + sizeof(FCGI_EndRequestBody))
#define HEAD_END_SIZE	(FCGI_HEADER_LEN + END_SIZE)

/* Which part of the request comes next. */
enum phase
{
	IDLE, PARAMS, STDIN, RUNNING
};

struct client
{
	struct watch watch;
	struct timer timer;
	struct worker *worker;
	struct client *next;
	struct client *previous;
	struct fcgi_reader reader;
	enum phase	phase;
	uint16_t	id;
	bool		used;			/* it has had an answer */
	bool		keep;			/* the connection outlives the request */
	bool		ending;			/* closed once everything is sent */
	bool		closed;
	struct buffer params;
	struct buffer body;
	size_t		bulk;			/* its part of the room for large ones */
	struct request *request;
	struct buffer out;			/* what the socket did not take */
};

static void
client_watch(struct client *client)
{
	/* One that does not take its answers is not read from. */
	loop_watch(&client->worker->loop, &client->watch,
			   client->out.length > 0 ? EPOLLOUT : EPOLLIN);
}

static void
drop_request(struct client *client)
{
	if (client->request != NULL)
		request_free(client->request);
	client->request = NULL;
	client->phase = IDLE;
	buffer_free(&client->params);
	buffer_free(&client->body);
	client->worker->bulk -= client->bulk;
	client->bulk = 0;
	timer_stop(&client->worker->loop, &client->timer);
}

void
client_close(struct client *client)
{
	struct worker *worker = client->worker;

	if (client->closed)
		return;
	client->closed = true;
	drop_request(client);
	loop_close(&worker->loop, &client->watch);
	buffer_free(&client->out);
	if (client->previous != NULL)
		client->previous->next = client->next;
	else
		worker->clients = client->next;
	if (client->next != NULL)
		client->next->previous = client->previous;
	worker->client_count--;
	atomic_fetch_sub(&worker->gauges->clients, 1);
	loop_free(&worker->loop, client);
}

static void
client_late(struct timer *timer)
{
	client_close(container_of(timer, struct client, timer));
}

/* Output. */

/* After the last byte of an answer: the next request, or the end. */
static void
client_sent(struct client *client)
{
	if (client->ending)
		client_close(client);
}

/* What the socket does not take at once waits in the buffer. */
static void
client_write(struct client *client, struct iovec *part, int count)
{
	ssize_t		sent = 0;

	if (client->out.length == 0)
		sent = writev(client->watch.fd, part, count);
	if (sent < 0 && errno != EAGAIN && errno != EINTR)
		client->ending = true;	/* it has gone; the next read says so */
	if (sent < 0)
		sent = 0;
	for (int i = 0; i < count; i++)
	{
		size_t		skip = (size_t) sent < part[i].iov_len ?
			(size_t) sent : part[i].iov_len;

		sent -= (ssize_t) skip;
		buffer_add(&client->out, (char *) part[i].iov_base + skip,
				   part[i].iov_len - skip);
	}
}

static void
client_settle(struct client *client)
{
	if (client->closed)
		return;
	if (client->out.length == 0)
	{
		client_sent(client);
		return;
	}
	client->timer.fire = client_late;
	timer_set(&client->worker->loop, &client->timer,
			  client->worker->loop.now + WRITE_PATIENCE);
	client_watch(client);
}

static void
client_flush(struct client *client)
{
	ssize_t		sent = write(client->watch.fd, client->out.data,
							 client->out.length);

	if (sent < 0)
	{
		if (errno != EAGAIN && errno != EINTR)
			client_close(client);
		return;
	}
	buffer_take(&client->out, (size_t) sent);
	if (client->out.length > 0)
		return;
	buffer_free(&client->out);
	timer_stop(&client->worker->loop, &client->timer);
	client_watch(client);
	client_sent(client);
}

static void
client_put(struct client *client, struct buffer *records)
{
	struct iovec part = {records->data, records->length};

	client_write(client, &part, 1);
	buffer_free(records);
	client_settle(client);
}

/* The piece of head and body that starts at a place, as up to two parts. */
static int
piece(struct iovec *part, struct slice head, struct slice body, size_t at,
	  size_t length)
{
	int			count = 0;

	if (at < head.length)
	{
		size_t		most = head.length - at;
		size_t		n = length < most ? length : most;

		part[count++] = (struct iovec) {(char *) head.data + at, n};
		at += n;
		length -= n;
	}
	if (length > 0)
		part[count++] = (struct iovec) {
		(char *) body.data + (at - head.length), length
	};
	return count;
}

/*
 * The answer: one STDOUT record for each 65535 bytes, the end behind the last
 * one. A small answer is one system call.
 */
static void
client_answer(struct request *request, struct slice head, struct slice body)
{
	struct client *client = request->client;
	size_t		total = head.length + body.length;
	char		end[END_SIZE];

	fcgi_header(end, FCGI_STDOUT, client->id, 0);
	fcgi_end(end + FCGI_HEADER_LEN, client->id, 0, FCGI_REQUEST_COMPLETE);
	for (size_t at = 0; at < total;)
	{
		size_t		length = total - at < FCGI_MAX_LENGTH ?
			total - at : FCGI_MAX_LENGTH;
		char		header[FCGI_HEADER_LEN];
		struct iovec part[4] = {{header, sizeof header}};
		int			count = 1;

		fcgi_header(header, FCGI_STDOUT, client->id, (uint16_t) length);
		count += piece(part + 1, head, body, at, length);
		at += length;
		if (at == total)
			part[count++] = (struct iovec) {end, sizeof end};
		client_write(client, part, count);
	}
	client->ending = client->ending || !client->keep ||
		client->worker->draining;
	client->used = true;
	drop_request(client);
	client_settle(client);
}

/* An end without an answer. */
static void
client_refuse(struct client *client, uint16_t id, uint8_t protocol)
{
	struct buffer out = {0};

	buffer_reserve(&out, FCGI_HEADER_LEN + sizeof(FCGI_EndRequestBody));
	fcgi_end(out.data, id, 0, protocol);
	out.length = FCGI_HEADER_LEN + sizeof(FCGI_EndRequestBody);
	client_put(client, &out);
}

/* Input. */

static void
on_begin(struct client *client, const struct fcgi_event *event)
{
	struct worker *worker = client->worker;

	if (client->phase != IDLE)
	{
		if (event->id == client->id)
			client_close(client);
		else
			client_refuse(client, event->id, FCGI_CANT_MPX_CONN);
		return;
	}
	client->keep = (event->flags & FCGI_KEEP_CONN) != 0;
	if (event->role != FCGI_RESPONDER)
	{
		client->ending = !client->keep;
		client_refuse(client, event->id, FCGI_UNKNOWN_ROLE);
		return;
	}
	client->id = event->id;
	client->phase = PARAMS;
	client->request = request_new(worker);
	client->request->client = client;
	client->request->send = client_answer;
	client->timer.fire = client_late;
	timer_set(&worker->loop, &client->timer, worker->loop.now + READ_PATIENCE);
}

/* Contents over the cap are passed over, and the request told so. */
static bool
collect(struct buffer *into, struct slice content, size_t most)
{
	if (content.length > most - into->length)
		return false;
	buffer_add(into, content.data, content.length);
	return true;
}

static struct slice
keep_in(struct arena *arena, struct buffer *buffer)
{
	struct slice kept = {
		arena_copy(arena, buffer->data, buffer->length), buffer->length
	};

	buffer_free(buffer);
	return kept;
}

static void
on_params(struct client *client, const struct fcgi_event *event)
{
	if (client->phase != PARAMS)
		client_close(client);
	else if (!collect(&client->params, event->content, REQUEST_PARAMS_MAX))
		client->request->params_large = true;
}

static void
on_params_end(struct client *client, const struct fcgi_event *event)
{
	struct request *request = client->request;

	(void) event;
	if (client->phase != PARAMS)
	{
		client_close(client);
		return;
	}
	client->phase = STDIN;
	request_params(request, request->params_large ?
				   (struct slice) {"", 0} :
				   keep_in(&request->arena, &client->params));
}

/* What goes beyond the usual size must have room beside that of others. */
static bool
take_room(struct client *client, size_t length)
{
	struct worker *worker = client->worker;

	if (client->body.length + length <= BODY_MAX)
		return true;
	if (length > BULK_ROOM - worker->bulk)
		return false;
	worker->bulk += length;
	client->bulk += length;
	return true;
}

static void
on_stdin(struct client *client, const struct fcgi_event *event)
{
	struct request *request = client->request;

	if (client->phase != STDIN)
		client_close(client);
	else if (request->body_large || request->body_shed)
		return;
	else if (!take_room(client, event->content.length))
		request->body_shed = true;
	else if (!collect(&client->body, event->content, request->body_most))
		request->body_large = true;
}

static void
on_stdin_end(struct client *client, const struct fcgi_event *event)
{
	struct request *request = client->request;

	(void) event;
	if (client->phase != STDIN)
	{
		client_close(client);
		return;
	}
	client->phase = RUNNING;
	timer_stop(&client->worker->loop, &client->timer);
	request->body = (struct slice) {client->body.data, client->body.length};
	request_run(request);
}

static void
on_abort(struct client *client, const struct fcgi_event *event)
{
	(void) event;
	drop_request(client);
	client->ending = client->ending || !client->keep;
	client_refuse(client, client->id, FCGI_REQUEST_COMPLETE);
}

static void
on_values(struct client *client, const struct fcgi_event *event)
{
	struct buffer out = {0};

	fcgi_add_values(&out, event->content);
	client_put(client, &out);
}

static void
on_unknown(struct client *client, const struct fcgi_event *event)
{
	struct buffer out = {0};

	fcgi_add_unknown(&out, event->type);
	client_put(client, &out);
}

static void
on_broken(struct client *client, const struct fcgi_event *event)
{
	(void) event;
	client_close(client);
}

/* Of a request that is not under way, as one refused: passed over. */
static bool
is_stray(const struct client *client, const struct fcgi_event *event)
{
	switch (event->kind)
	{
		case FCGI_EVENT_PARAMS:
		case FCGI_EVENT_PARAMS_END:
		case FCGI_EVENT_STDIN:
		case FCGI_EVENT_STDIN_END:
		case FCGI_EVENT_ABORT:
			return client->phase == IDLE || event->id != client->id;
		default:
			return false;
	}
}

static void
client_event(struct client *client, const struct fcgi_event *event)
{
	static void (*const on[]) (struct client *, const struct fcgi_event *) = {
		[FCGI_EVENT_BEGIN] = on_begin,
		[FCGI_EVENT_PARAMS] = on_params,
		[FCGI_EVENT_PARAMS_END] = on_params_end,
		[FCGI_EVENT_STDIN] = on_stdin,
		[FCGI_EVENT_STDIN_END] = on_stdin_end,
		[FCGI_EVENT_ABORT] = on_abort,
		[FCGI_EVENT_GET_VALUES] = on_values,
		[FCGI_EVENT_UNKNOWN] = on_unknown,
		[FCGI_EVENT_BROKEN] = on_broken,
	};

	if (!is_stray(client, event))
		on[event->kind] (client, event);
}

static void
client_input(struct client *client, struct slice data)
{
	while (!client->closed && !client->ending)
	{
		struct fcgi_event event = fcgi_read(&client->reader, &data);

		if (event.kind == FCGI_EVENT_NONE)
			break;
		client_event(client, &event);
	}
}

static void
client_read(struct client *client)
{
	struct worker *worker = client->worker;
	ssize_t		length = recv(client->watch.fd, worker->input, WORKER_INPUT,
							  0);

	if (length > 0)
		client_input(client, (struct slice) {worker->input,
					 (size_t) length});
	else if (length == 0 || (errno != EAGAIN && errno != EINTR))
		client_close(client);
}

static void
client_ready(struct watch *watch, uint32_t events)
{
	struct client *client = container_of(watch, struct client, watch);

	if ((events & EPOLLOUT) != 0 && client->out.length > 0)
		client_flush(client);
	else
		client_read(client);
}

void
client_new(struct worker *worker, int fd)
{
	struct client *client = memory_zero(sizeof *client);

	client->worker = worker;
	client->watch.fd = fd;
	client->watch.ready = client_ready;
	client->next = worker->clients;
	if (client->next != NULL)
		client->next->previous = client;
	worker->clients = client;
	worker->client_count++;
	atomic_fetch_add(&worker->gauges->clients, 1);
	if (!loop_watch(&worker->loop, &client->watch, EPOLLIN))
		client_close(client);
}

/* Nothing is under way, and no byte of a request waits to be read. */
static bool
is_idle(const struct client *client)
{
	char		byte;

	return client->phase == IDLE && client->out.length == 0 &&
		client->reader.header_length == 0 &&
		recv(client->watch.fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) <= 0;
}

void
clients_close_idle(struct worker *worker, bool unused)
{
	struct client *next;

	for (struct client *client = worker->clients; client != NULL;
		 client = next)
	{
		next = client->next;
		if ((client->used || unused) && is_idle(client))
			client_close(client);
	}
}

void
clients_close_all(struct worker *worker)
{
	while (worker->clients != NULL)
		client_close(worker->clients);
}
