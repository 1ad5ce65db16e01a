/*
 * phone_text.h: the text of a number while it is being parsed
 *
 * Usually one piece of the input. A phone-context that is the start of a
 * number stands before the rest: then the text is two pieces, and nothing
 * needs to be copied. No character lies across them.
 */
#ifndef PHONE_TEXT_H
#define PHONE_TEXT_H

#include "phone_unicode.h"

struct phone_text
{
	const char *head;
	size_t		head_length;	/* mostly 0 */
	const char *tail;
	size_t		tail_length;
};

struct phone_extension
{
	bool		any;
	size_t		start;			/* of the separators before the label */
	size_t		digits_start;
	size_t		digits_end;
};

extern bool phone_extract(const char *input, size_t length,
						  struct phone_text *text);
extern void phone_find_extension(const struct phone_text *text,
								 struct phone_extension *found);
extern bool phone_is_viable(const struct phone_text *text,
							const struct phone_extension *extension);
extern size_t phone_skip_plus(const struct phone_text *text);

static inline size_t
phone_text_length(const struct phone_text *text)
{
	return text->head_length + text->tail_length;
}

/* The character at a place; the answer is the place behind it. */
static inline size_t
phone_text_next(const struct phone_text *text, size_t at, uint32_t *c)
{
	if (at < text->head_length)
		return at + phone_decode(text->head + at,
								 text->head + text->head_length, c);
	return at + phone_decode(text->tail + (at - text->head_length),
							 text->tail + text->tail_length, c);
}

/* The character before a place; the answer is the place before it. */
static inline size_t
phone_text_back(const struct phone_text *text, size_t at, uint32_t *c)
{
	if (at <= text->head_length)
		return at - phone_decode_back(text->head, text->head + at, c);
	return at - phone_decode_back(text->tail,
								  text->tail + (at - text->head_length), c);
}

/* Cuts the text off at a place. */
static inline void
phone_text_truncate(struct phone_text *text, size_t at)
{
	if (at < text->head_length)
	{
		text->head_length = at;
		text->tail_length = 0;
	}
	else
		text->tail_length = at - text->head_length;
}

#endif
