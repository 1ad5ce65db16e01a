/* log.c: JSON lines on standard error */
#include "log.h"

#include <errno.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

void
log_time(struct buffer *line)
{
	struct timespec now;
	struct tm	utc;

	clock_gettime(CLOCK_REALTIME, &now);
	gmtime_r(&now.tv_sec, &utc);
	buffer_print(line, "\"time\":\"%04d-%02d-%02dT%02d:%02d:%02d.%03ldZ\"",
				 utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday, utc.tm_hour,
				 utc.tm_min, utc.tm_sec, now.tv_nsec / 1000000);
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
