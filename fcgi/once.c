/*
 * once.c: one request from a shell, through the same records as any other:
 * a child is the worker, this process the web server
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fcgi.h"
#include "master.h"
#include "worker.h"

#define REQUEST_ID	1

static void
read_input(struct buffer *body)
{
	ssize_t		length;

	if (isatty(STDIN_FILENO))
		return;
	do
	{
		buffer_reserve(body, 4096);
		length = read(STDIN_FILENO, body->data + body->length, 4096);
		if (length > 0)
			body->length += (size_t) length;
	} while (length > 0);
}

static void
add_params(struct buffer *out, const char *method, const char *uri,
		   size_t length)
{
	const char *token = getenv("NUMSIGHT_TOKEN");
	const char *type = getenv("CONTENT_TYPE");
	struct arena arena = {0};
	struct buffer pairs = {0};

	fcgi_add_pair(&pairs, "REQUEST_METHOD", slice_of(method));
	fcgi_add_pair(&pairs, "REQUEST_URI", slice_of(uri));
	fcgi_add_pair(&pairs, "REMOTE_ADDR", slice_of("127.0.0.1"));
	fcgi_add_pair(&pairs, "CONTENT_LENGTH",
				  slice_of(arena_print(&arena, "%zu", length)));
	if (length > 0)
		fcgi_add_pair(&pairs, "CONTENT_TYPE",
					  slice_of(type != NULL ? type : "application/json"));
	if (token != NULL)
		fcgi_add_pair(&pairs, "HTTP_AUTHORIZATION",
					  slice_of(arena_print(&arena, "Bearer %s", token)));
	fcgi_add_stream(out, FCGI_PARAMS, REQUEST_ID,
					(struct slice) {pairs.data, pairs.length});
	buffer_free(&pairs);
	arena_free(&arena);
}

/* Prints the content of all STDOUT records. */
static void
print_reply(int fd)
{
	unsigned char header[FCGI_HEADER_LEN];
	char		content[FCGI_MAX_LENGTH + UINT8_MAX];

	while (recv(fd, header, sizeof header, MSG_WAITALL) == sizeof header)
	{
		size_t		length = (size_t) (header[4] << 8 | header[5]);
		size_t		whole = length + header[6];

		if (whole > 0 && recv(fd, content, whole, MSG_WAITALL) !=
			(ssize_t) whole)
			break;
		if (header[1] == FCGI_STDOUT)
			fwrite(content, 1, length, stdout);
	}
	fflush(stdout);
}

static bool
send_request(int fd, const char *method, const char *uri)
{
	struct buffer body = {0};
	struct buffer out = {0};
	size_t		at = 0;

	read_input(&body);
	fcgi_add_begin(&out, REQUEST_ID, FCGI_RESPONDER, 0);
	add_params(&out, method, uri, body.length);
	fcgi_add_stream(&out, FCGI_STDIN, REQUEST_ID,
					(struct slice) {body.data, body.length});
	while (at < out.length)
	{
		ssize_t		n = send(fd, out.data + at, out.length - at,
							 MSG_NOSIGNAL);

		if (n < 0)
			break;
		at += (size_t) n;
	}
	buffer_free(&body);
	buffer_free(&out);
	return at > 0;
}

int
once_run(struct config *config, const char *method, const char *uri)
{
	int			pair[2];
	int			status = 0;
	pid_t		pid;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
		return EXIT_FAILURE;
	pid = fork();
	if (pid == 0)
	{
		close(pair[0]);
		exit(worker_once(config, pair[1]));
	}
	close(pair[1]);
	if (send_request(pair[0], method, uri))
		print_reply(pair[0]);
	close(pair[0]);
	waitpid(pid, &status, 0);
	return pid > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_FAILURE;
}
