/*
 * phone_text.h: the text of a number while it is being parsed
 */
#ifndef PHONE_TEXT_H
#define PHONE_TEXT_H

#include "phone_unicode.h"

/*
 * Digits kept of a text. Of more, no calling code and no prefix leaves a
 * number short enough, so that further digits cannot change the answer.
 */
#define PHONE_DIALLED_MAX	64

/* Room behind digits, so that a number can be copied without its length. */
#define PHONE_SLACK			PHONE_NSN_MAX

/* The digits as written. */
struct phone_dialled
{
	bool		plus;
	unsigned	count;
	char		digits[PHONE_DIALLED_MAX + PHONE_SLACK];
};

/*
 * Usually one piece of the input. A phone-context that is the start of a
 * number stands before the rest: then the text is two pieces, and nothing
 * needs to be copied. No character lies across them.
 */
struct phone_text
{
	unsigned	classes;		/* that its characters can have */
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

/* phone_text.c */
extern bool phone_text_extract(const char *input, size_t length,
							   struct phone_text *text);
extern bool phone_text_locate(const char *input, size_t length,
							  struct phone_text *text);

/* phone_extension.c */
extern void phone_find_extension(const struct phone_text *text,
								 struct phone_extension *found);

/* phone_read.c */
extern bool phone_read(const char *input, size_t length,
					   struct phone_dialled *dialled,
					   struct phone_number *number);

/* phone_parse.c */
extern enum phone_error phone_resolve(const struct phone_dialled *dialled,
									  const char *region,
									  size_t region_length,
									  struct phone_number *number);
extern enum phone_error phone_resolve_bare(const struct phone_dialled *dialled,
										   struct phone_number *number);

static inline bool
phone_is_ascii_letter(uint32_t c)
{
	return (c | 0x20) - 'a' < 26;
}

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

#endif
