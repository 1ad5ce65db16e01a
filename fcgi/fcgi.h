/*
 * fcgi.h: the FastCGI protocol as bytes: records in, records out.
 *
 * The reader takes the stream in whatever pieces it comes and never needs
 * room for a whole record: contents are handed on as they arrive.
 */
#ifndef FCGI_H
#define FCGI_H

#include <stdint.h>

#include <fastcgi.h>

#include "memory.h"

/* The largest GET_VALUES record that is understood. */
#define FCGI_VALUES_MAX		512

enum fcgi_event_kind
{
	FCGI_EVENT_NONE,			/* all bytes are used up */
	FCGI_EVENT_BEGIN,			/* id, role, flags */
	FCGI_EVENT_PARAMS,			/* id, content */
	FCGI_EVENT_PARAMS_END,		/* id */
	FCGI_EVENT_STDIN,			/* id, content */
	FCGI_EVENT_STDIN_END,		/* id */
	FCGI_EVENT_ABORT,			/* id */
	FCGI_EVENT_GET_VALUES,		/* content: name-value pairs */
	FCGI_EVENT_UNKNOWN,			/* type: a management record nobody knows */
	FCGI_EVENT_BROKEN			/* not FastCGI: the connection is lost */
};

struct fcgi_event
{
	enum fcgi_event_kind kind;
	uint16_t	id;
	uint16_t	role;
	uint8_t		flags;
	uint8_t		type;
	struct slice content;
};

struct fcgi_reader
{
	uint8_t		header[FCGI_HEADER_LEN];
	uint8_t		header_length;
	uint8_t		padding;		/* still to be skipped */
	uint16_t	content;		/* still to come */
	uint16_t	kept_length;
	uint8_t		kept[FCGI_VALUES_MAX];	/* contents that must be whole */
};

/*
 * Uses some bytes from the front of *data and tells what they were. To be
 * called again until it answers NONE or BROKEN.
 */
extern struct fcgi_event fcgi_read(struct fcgi_reader *reader,
								   struct slice *data);

/*
 * Takes one name-value pair from the front of *data: 1 a pair, 0 the end,
 * -1 the lengths do not fit.
 */
extern int	fcgi_pair(struct slice *data, struct slice *name,
					  struct slice *value);

extern void fcgi_header(void *place, uint8_t type, uint16_t id,
						uint16_t length);
extern void fcgi_end(void *place, uint16_t id, uint32_t application,
					 uint8_t protocol);
extern void fcgi_add_pair(struct buffer *out, const char *name,
						  struct slice value);
extern void fcgi_add_stream(struct buffer *out, uint8_t type, uint16_t id,
							struct slice content);
extern void fcgi_add_begin(struct buffer *out, uint16_t id, uint16_t role,
						   uint8_t flags);
extern void fcgi_add_values(struct buffer *out, struct slice asked);
extern void fcgi_add_unknown(struct buffer *out, uint8_t type);

#endif							/* FCGI_H */
