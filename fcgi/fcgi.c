/* fcgi.c: reading and writing FastCGI records */
#include "fcgi.h"

#include <string.h>

/* What GET_VALUES is answered: many connections, one request on each. */
static const struct
{
	const char *name;
	const char *value;
}			values[] = {
	{FCGI_MAX_CONNS, "4096"},
	{FCGI_MAX_REQS, "4096"},
	{FCGI_MPXS_CONNS, "0"},
};

static uint16_t
pair_of_bytes(const uint8_t *byte)
{
	return (uint16_t) (byte[0] << 8 | byte[1]);
}

static size_t
smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

static struct slice
slice_take(struct slice *data, size_t length)
{
	struct slice front = {data->data, length};

	data->data += length;
	data->length -= length;
	return front;
}

/* Collects the header; false while bytes of it are missing. */
static bool
reader_header(struct fcgi_reader *reader, struct slice *data)
{
	size_t		missing = (size_t) FCGI_HEADER_LEN - reader->header_length;
	struct slice part = slice_take(data, smaller(missing, data->length));

	if (part.length > 0)
		memcpy(reader->header + reader->header_length, part.data, part.length);
	reader->header_length += (uint8_t) part.length;
	if (reader->header_length < FCGI_HEADER_LEN)
		return false;
	reader->content = pair_of_bytes(reader->header + 4);
	reader->padding = reader->header[6];
	reader->kept_length = 0;
	return true;
}

static bool
reader_whole(uint8_t type)
{
	return type == FCGI_BEGIN_REQUEST || type == FCGI_GET_VALUES;
}

/* A record that must be whole and cannot be: its stream is not FastCGI. */
static bool
reader_sound(const struct fcgi_reader *reader)
{
	uint16_t	length = pair_of_bytes(reader->header + 4);

	if (reader->header[0] != FCGI_VERSION_1)
		return false;
	switch (reader->header[1])
	{
		case FCGI_BEGIN_REQUEST:
			return length == sizeof(FCGI_BeginRequestBody) &&
				pair_of_bytes(reader->header + 2) != FCGI_NULL_REQUEST_ID;
		case FCGI_GET_VALUES:
			return length <= FCGI_VALUES_MAX;
		default:
			return true;
	}
}

/* A piece of a stream; nothing when its type is not for us. */
static void
stream_piece(struct fcgi_event *event, struct slice part)
{
	if (event->type == FCGI_PARAMS)
		event->kind = FCGI_EVENT_PARAMS;
	else if (event->type == FCGI_STDIN)
		event->kind = FCGI_EVENT_STDIN;
	else
		return;
	event->content = part;
}

/* What the end of a record means, its padding included. */
static void
reader_close(const struct fcgi_reader *reader, struct fcgi_event *event)
{
	bool		empty = pair_of_bytes(reader->header + 4) == 0;

	switch (event->type)
	{
		case FCGI_BEGIN_REQUEST:
			event->kind = FCGI_EVENT_BEGIN;
			event->role = pair_of_bytes(reader->kept);
			event->flags = reader->kept[2];
			break;
		case FCGI_ABORT_REQUEST:
			event->kind = FCGI_EVENT_ABORT;
			break;
		case FCGI_PARAMS:
			if (empty)
				event->kind = FCGI_EVENT_PARAMS_END;
			break;
		case FCGI_STDIN:
			if (empty)
				event->kind = FCGI_EVENT_STDIN_END;
			break;
		case FCGI_GET_VALUES:
			event->kind = FCGI_EVENT_GET_VALUES;
			event->content.data = (const char *) reader->kept;
			event->content.length = reader->kept_length;
			break;
		default:
			if (event->id == FCGI_NULL_REQUEST_ID)
				event->kind = FCGI_EVENT_UNKNOWN;
			break;
	}
}

static void
reader_content(struct fcgi_reader *reader, struct slice *data,
			   struct fcgi_event *event)
{
	struct slice part;

	part = slice_take(data, smaller(reader->content, data->length));
	reader->content -= (uint16_t) part.length;
	if (reader_whole(event->type))
	{
		if (part.length > 0)
			memcpy(reader->kept + reader->kept_length, part.data, part.length);
		reader->kept_length += (uint16_t) part.length;
	}
	else if (part.length > 0)
		stream_piece(event, part);
}

struct fcgi_event
fcgi_read(struct fcgi_reader *reader, struct slice *data)
{
	struct fcgi_event event = {.kind = FCGI_EVENT_NONE};

	while (event.kind == FCGI_EVENT_NONE)
	{
		if (reader->header_length < FCGI_HEADER_LEN &&
			!reader_header(reader, data))
			break;
		if (!reader_sound(reader))
			return (struct fcgi_event) {.kind = FCGI_EVENT_BROKEN};
		event.type = reader->header[1];
		event.id = pair_of_bytes(reader->header + 2);
		if (reader->content > 0)
		{
			if (data->length == 0)
				break;
			reader_content(reader, data, &event);
		}
		else
		{
			size_t		skip = smaller(reader->padding, data->length);

			slice_take(data, skip);
			reader->padding -= (uint8_t) skip;
			if (reader->padding > 0)
				break;
			reader->header_length = 0;
			reader_close(reader, &event);
		}
	}
	return event;
}

/* A length of one byte, or of four with the top bit set. */
static bool
pair_length(struct slice *data, size_t *length)
{
	const uint8_t *byte = (const uint8_t *) data->data;

	if (data->length >= 1 && byte[0] < 0x80)
	{
		*length = byte[0];
		slice_take(data, 1);
		return true;
	}
	if (data->length < 4)
		return false;
	*length = (size_t) (byte[0] & 0x7f) << 24 | (size_t) byte[1] << 16 |
		(size_t) byte[2] << 8 | byte[3];
	slice_take(data, 4);
	return true;
}

int
fcgi_pair(struct slice *data, struct slice *name, struct slice *value)
{
	size_t		name_length;
	size_t		value_length;

	if (data->length == 0)
		return 0;
	if (!pair_length(data, &name_length) || !pair_length(data, &value_length))
		return -1;
	if (name_length > data->length ||
		value_length > data->length - name_length)
		return -1;
	*name = slice_take(data, name_length);
	*value = slice_take(data, value_length);
	return 1;
}

void
fcgi_header(void *place, uint8_t type, uint16_t id, uint16_t length)
{
	FCGI_Header header = {
		.version = FCGI_VERSION_1,
		.type = type,
		.requestIdB1 = (uint8_t) (id >> 8),
		.requestIdB0 = (uint8_t) id,
		.contentLengthB1 = (uint8_t) (length >> 8),
		.contentLengthB0 = (uint8_t) length,
	};

	memcpy(place, &header, sizeof header);
}

/* A whole END_REQUEST record, sixteen bytes. */
void
fcgi_end(void *place, uint16_t id, uint32_t application, uint8_t protocol)
{
	FCGI_EndRequestBody body = {
		.appStatusB3 = (uint8_t) (application >> 24),
		.appStatusB2 = (uint8_t) (application >> 16),
		.appStatusB1 = (uint8_t) (application >> 8),
		.appStatusB0 = (uint8_t) application,
		.protocolStatus = protocol,
	};

	fcgi_header(place, FCGI_END_REQUEST, id, sizeof body);
	memcpy((char *) place + FCGI_HEADER_LEN, &body, sizeof body);
}

static void
add_length(struct buffer *out, size_t length)
{
	uint8_t		byte[4] = {
		(uint8_t) (0x80 | length >> 24), (uint8_t) (length >> 16),
		(uint8_t) (length >> 8), (uint8_t) length
	};

	if (length < 0x80)
		buffer_add(out, byte + 3, 1);
	else
		buffer_add(out, byte, sizeof byte);
}

void
fcgi_add_pair(struct buffer *out, const char *name, struct slice value)
{
	add_length(out, strlen(name));
	add_length(out, value.length);
	buffer_text(out, name);
	buffer_add(out, value.data, value.length);
}

static void
add_record(struct buffer *out, uint8_t type, uint16_t id, struct slice content)
{
	char		header[FCGI_HEADER_LEN];

	fcgi_header(header, type, id, (uint16_t) content.length);
	buffer_add(out, header, sizeof header);
	buffer_add(out, content.data, content.length);
}

/* A stream with its empty last record. */
void
fcgi_add_stream(struct buffer *out, uint8_t type, uint16_t id,
				struct slice content)
{
	while (content.length > 0)
		add_record(out, type, id,
				   slice_take(&content,
							  smaller(content.length, FCGI_MAX_LENGTH)));
	add_record(out, type, id, (struct slice) {NULL, 0});
}

void
fcgi_add_begin(struct buffer *out, uint16_t id, uint16_t role, uint8_t flags)
{
	char		body[sizeof(FCGI_BeginRequestBody)] = {
		(char) (role >> 8), (char) role, (char) flags
	};

	add_record(out, FCGI_BEGIN_REQUEST, id,
			   (struct slice) {body, sizeof body});
}

/* Answers those of the asked names that are known; the rest is left out. */
void
fcgi_add_values(struct buffer *out, struct slice asked)
{
	struct buffer pairs = {0};
	struct slice name;
	struct slice value;

	while (fcgi_pair(&asked, &name, &value) > 0)
		for (size_t i = 0; i < lengthof(values); i++)
			if (slice_equal(name, values[i].name))
				fcgi_add_pair(&pairs, values[i].name,
							  slice_of(values[i].value));
	add_record(out, FCGI_GET_VALUES_RESULT, FCGI_NULL_REQUEST_ID,
			   (struct slice) {pairs.data, pairs.length});
	buffer_free(&pairs);
}

void
fcgi_add_unknown(struct buffer *out, uint8_t type)
{
	char		body[sizeof(FCGI_UnknownTypeBody)] = {(char) type};

	add_record(out, FCGI_UNKNOWN_TYPE, FCGI_NULL_REQUEST_ID,
			   (struct slice) {body, sizeof body});
}
