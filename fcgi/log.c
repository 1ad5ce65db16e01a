/* log.c: JSON lines on standard error */
#include "log.h"

#include <errno.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* The second as text, made once for all lines of it. */
static const char *
second_text(time_t second)
{
	static _Thread_local time_t last = -1;
	static _Thread_local char text[32];
	struct tm	utc;

	if (second != last)
		strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S",
				 gmtime_r(&second, &utc));
	last = second;
	return text;
}

void
log_time(struct buffer *line)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	buffer_texts(line, "\"time\":\"", second_text(now.tv_sec), ".");
	buffer_number(line, (uint64_t) now.tv_nsec / 1000000, 3);
	buffer_text(line, "Z\"");
}

void
log_line(const char *level, const char *message, const char *detail)
{
	struct buffer line = {0};
	size_t		length = detail != NULL ? strlen(detail) : 0;

	while (length > 0 && detail[length - 1] == '\n')
		length--;
	buffer_text(&line, "{");
	log_time(&line);
	buffer_print(&line, ",\"level\":\"%s\",\"pid\":%d,\"message\":", level,
				 (int) getpid());
	buffer_json(&line, message, strlen(message));
	if (detail != NULL)
	{
		buffer_text(&line, ",\"detail\":");
		buffer_json(&line, detail, length);
	}
	buffer_text(&line, "}\n");
	log_write(&line);
	buffer_free(&line);
}

void
log_write(struct buffer *lines)
{
	size_t		at = 0;

	while (at < lines->length)
	{
		ssize_t		n = write(STDERR_FILENO, lines->data + at,
							  lines->length - at);

		/* A log that nobody takes is no reason to stop serving. */
		if (n < 0 && errno != EINTR)
			break;
		if (n > 0)
			at += (size_t) n;
	}
	lines->length = 0;
}
