/*
 * fuzz_fcgi.c: any bytes as a FastCGI stream
 *
 * The first byte says where the stream is cut: in two pieces it must give the
 * same events as whole. Parameters are taken apart as name-value pairs.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "fcgi.h"

static void
need(bool promise)
{
	if (!promise)
		abort();
}

/* Events told as bytes, pieces of one stream joined. */
struct record
{
	struct buffer bytes;
	enum fcgi_event_kind last;
};

static void
note(struct record *record, const struct fcgi_event *event)
{
	bool		stream = event->kind == FCGI_EVENT_PARAMS ||
		event->kind == FCGI_EVENT_STDIN;
	uint16_t	facts[] = {
		(uint16_t) event->kind, event->id, event->role, event->flags,
		event->type
	};

	if (!stream || event->kind != record->last)
		buffer_add(&record->bytes, facts, sizeof facts);
	buffer_add(&record->bytes, event->content.data, event->content.length);
	record->last = event->kind;
}

static void
feed(struct fcgi_reader *reader, struct record *record, const uint8_t *data,
	 size_t length)
{
	uint8_t    *exact = memory_get(length);
	struct slice rest = {(char *) exact, length};
	struct fcgi_event event;

	if (length > 0)
		memcpy(exact, data, length);
	while (record->last != FCGI_EVENT_BROKEN &&
		   (event = fcgi_read(reader, &rest)).kind != FCGI_EVENT_NONE)
		note(record, &event);
	need(record->last == FCGI_EVENT_BROKEN || rest.length == 0);
	free(exact);
}

static void
check_cut(const uint8_t *data, size_t length, size_t cut)
{
	struct fcgi_reader reader = {0};
	struct fcgi_reader again = {0};
	struct record whole = {0};
	struct record pieces = {0};

	feed(&reader, &whole, data, length);
	feed(&again, &pieces, data, cut);
	feed(&again, &pieces, data + cut, length - cut);
	need(whole.bytes.length == pieces.bytes.length);
	need(whole.bytes.length == 0 ||
		 memcmp(whole.bytes.data, pieces.bytes.data,
				whole.bytes.length) == 0);
	buffer_free(&whole.bytes);
	buffer_free(&pieces.bytes);
}

static void
check_pairs(const uint8_t *data, size_t length)
{
	uint8_t    *exact = memory_get(length);
	struct slice rest = {(char *) exact, length};
	struct slice name;
	struct slice value;
	size_t		sum = 0;

	if (length > 0)
		memcpy(exact, data, length);
	while (fcgi_pair(&rest, &name, &value) > 0)
	{
		for (size_t i = 0; i < name.length; i++)
			sum += (unsigned char) name.data[i];
		for (size_t i = 0; i < value.length; i++)
			sum += (unsigned char) value.data[i];
	}
	need(sum < SIZE_MAX);
	free(exact);
}

int			LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0)
		return 0;
	check_cut(data + 1, size - 1, data[0] % size);
	check_pairs(data + 1, size - 1);
	return 0;
}
