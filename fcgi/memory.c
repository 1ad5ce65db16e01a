/* memory.c: arenas, growing buffers and slices */
#include "memory.h"

#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CHUNK_SIZE		8192
#define ALIGNMENT		16
#define PRINT_ROOM		128		/* more than most formats need */
#define KEPT			(8 << 20)	/* bytes that stay between two bursts */
#define GROWTH			(1 << 20)

struct chunk
{
	struct chunk *next;
	size_t		used;
	size_t		size;
	max_align_t data[];
};

static void *
memory_checked(void *data)
{
	static const char message[] =
		"{\"level\":\"error\",\"message\":\"out of memory\"}\n";

	if (data == NULL)
	{
		if (write(STDERR_FILENO, message, sizeof message - 1) < 0)
			_exit(2);
		_exit(1);
	}
	return data;
}

/*
 * What one turn of the loop gave back the next one takes again. To return it
 * to the kernel and fault it in anew took a tenth of a worker's time.
 */
void
memory_keep(void)
{
	(void) mallopt(M_TRIM_THRESHOLD, KEPT);
	(void) mallopt(M_TOP_PAD, GROWTH);
}

void *
memory_get(size_t size)
{
	return memory_checked(malloc(size > 0 ? size : 1));
}

void *
memory_zero(size_t size)
{
	return memory_checked(calloc(1, size > 0 ? size : 1));
}

void *
memory_resize(void *old, size_t size)
{
	return memory_checked(realloc(old, size > 0 ? size : 1));
}

/* Mostly the room at hand suffices; where not, it is printed again. */
static void
buffer_format(struct buffer *buffer, const char *format, va_list list)
{
	va_list		again;
	size_t		room;
	size_t		length;

	va_copy(again, list);
	buffer_reserve(buffer, PRINT_ROOM);
	room = buffer->size - buffer->length;
	length = (size_t) vsnprintf(buffer->data + buffer->length, room, format,
								list);
	if (length >= room)
	{
		buffer_reserve(buffer, length + 1);
		vsnprintf(buffer->data + buffer->length, length + 1, format, again);
	}
	buffer->length += length;
	va_end(again);
}

void *
arena_get(struct arena *arena, size_t size)
{
	struct chunk *chunk = arena->chunk;
	void	   *data;

	size = (size + ALIGNMENT - 1) & ~(size_t) (ALIGNMENT - 1);
	if (chunk == NULL || size > chunk->size - chunk->used)
	{
		size_t		room = size > CHUNK_SIZE ? size : CHUNK_SIZE;

		chunk = memory_get(sizeof *chunk + room);
		chunk->next = arena->chunk;
		chunk->used = 0;
		chunk->size = room;
		arena->chunk = chunk;
	}
	data = (char *) chunk->data + chunk->used;
	chunk->used += size;
	return data;
}

/* A copy with a NUL behind it. */
char *
arena_copy(struct arena *arena, const char *data, size_t length)
{
	char	   *copy = arena_get(arena, length + 1);

	if (length > 0)
		memcpy(copy, data, length);
	copy[length] = '\0';
	return copy;
}

char *
arena_print(struct arena *arena, const char *format,...)
{
	struct buffer buffer = {0};
	va_list		list;
	char	   *text;

	va_start(list, format);
	buffer_format(&buffer, format, list);
	va_end(list);
	text = arena_copy(arena, buffer.data, buffer.length);
	buffer_free(&buffer);
	return text;
}

void
arena_free(struct arena *arena)
{
	while (arena->chunk != NULL)
	{
		struct chunk *next = arena->chunk->next;

		free(arena->chunk);
		arena->chunk = next;
	}
}

void
buffer_reserve(struct buffer *buffer, size_t more)
{
	size_t		size = buffer->size > 0 ? buffer->size : 256;

	if (more <= buffer->size - buffer->length)
		return;
	while (size - buffer->length < more)
		size *= 2;
	buffer->data = memory_resize(buffer->data, size);
	buffer->size = size;
}

void
buffer_add(struct buffer *buffer, const void *data, size_t length)
{
	if (length == 0)
		return;
	buffer_reserve(buffer, length);
	memcpy(buffer->data + buffer->length, data, length);
	buffer->length += length;
}

void
buffer_text(struct buffer *buffer, const char *text)
{
	buffer_add(buffer, text, strlen(text));
}

void
buffer_print(struct buffer *buffer, const char *format,...)
{
	va_list		list;

	va_start(list, format);
	buffer_format(buffer, format, list);
	va_end(list);
}

void
buffer_join(struct buffer *buffer, const char *const *text, size_t count)
{
	for (size_t i = 0; i < count; i++)
		buffer_text(buffer, text[i]);
}

/* In decimal, with zeros in front up to so many digits. */
void
buffer_number(struct buffer *buffer, uint64_t number, int digits)
{
	char		digit[20];
	size_t		at = sizeof digit;

	for (; number > 0 || digits > 0; number /= 10, digits--)
		digit[--at] = (char) ('0' + number % 10);
	buffer_add(buffer, digit + at, sizeof digit - at);
}

/* The text as a JSON string. It must be UTF-8. */
void
buffer_json(struct buffer *buffer, const char *text, size_t length)
{
	size_t		start = 0;

	buffer_add(buffer, "\"", 1);
	for (size_t i = 0; i < length; i++)
	{
		unsigned char c = (unsigned char) text[i];

		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		buffer_add(buffer, text + start, i - start);
		if (c < 0x20)
			buffer_print(buffer, "\\u%04x", c);
		else
			buffer_print(buffer, "\\%c", c);
		start = i + 1;
	}
	buffer_add(buffer, text + start, length - start);
	buffer_add(buffer, "\"", 1);
}

/* Drops bytes from the front. */
void
buffer_take(struct buffer *buffer, size_t length)
{
	memmove(buffer->data, buffer->data + length, buffer->length - length);
	buffer->length -= length;
}

void
buffer_free(struct buffer *buffer)
{
	free(buffer->data);
	*buffer = (struct buffer) {0};
}

struct slice
slice_of(const char *text)
{
	return (struct slice) {text, strlen(text)};
}

bool
slice_equal(struct slice slice, const char *text)
{
	return slice.data != NULL && strlen(text) == slice.length &&
		memcmp(slice.data, text, slice.length) == 0;
}
