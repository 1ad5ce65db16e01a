/*
 * memory.h: the two ways to hold bytes: an arena that lives as long as one
 * request, and a buffer that grows.
 *
 * Neither reports failure: a worker without memory says so and ends, and the
 * master starts a fresh one.
 */
#ifndef MEMORY_H
#define MEMORY_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define container_of(pointer, type, member) \
	((type *) ((char *) (pointer) - offsetof(type, member)))
#define lengthof(array) (sizeof(array) / sizeof((array)[0]))
#define printf_like(text, rest) \
	__attribute__((format(printf, text, rest)))

/* Bytes that somebody else holds; data == NULL means "there is none". */
struct slice
{
	const char *data;
	size_t		length;
};

struct chunk;

struct arena
{
	struct chunk *chunk;
};

struct buffer
{
	char	   *data;
	size_t		length;
	size_t		size;
};

extern void memory_keep(void);
extern void *memory_get(size_t size);
extern void *memory_zero(size_t size);
extern void *memory_resize(void *old, size_t size);

extern void *arena_get(struct arena *arena, size_t size);
extern char *arena_copy(struct arena *arena, const char *data, size_t length);
extern char *arena_print(struct arena *arena, const char *format,...)
			printf_like(2, 3);
extern void arena_free(struct arena *arena);

extern void buffer_reserve(struct buffer *buffer, size_t more);
extern void buffer_add(struct buffer *buffer, const void *data, size_t length);
extern void buffer_text(struct buffer *buffer, const char *text);
extern void buffer_print(struct buffer *buffer, const char *format,...)
			printf_like(2, 3);
extern void buffer_join(struct buffer *buffer, const char *const *text,
						size_t count);
extern void buffer_number(struct buffer *buffer, uint64_t number, int digits);
extern void buffer_json(struct buffer *buffer, const char *text,
						size_t length);
extern void buffer_take(struct buffer *buffer, size_t length);
extern void buffer_free(struct buffer *buffer);

/* Texts one behind the other. */
#define texts_of(...)	((const char *const[]) {__VA_ARGS__})
#define buffer_texts(buffer, ...) \
	buffer_join(buffer, texts_of(__VA_ARGS__), lengthof(texts_of(__VA_ARGS__)))

extern struct slice slice_of(const char *text);
extern bool slice_equal(struct slice slice, const char *text);

#endif							/* MEMORY_H */
