/*
 * log.h: one JSON object a line on standard error
 *
 * What is never in a line: tokens, bodies, query strings, numbers. A route is
 * named by its pattern.
 */
#ifndef LOG_H
#define LOG_H

#include "memory.h"

/* Something happened; written at once. */
extern void log_line(const char *level, const char *message,
					 const char *detail);

/* A member with the present time, to open a line of one's own. */
extern void log_time(struct buffer *line);

/* Writes collected lines, all of them. */
extern void log_write(struct buffer *lines);

#endif							/* LOG_H */
