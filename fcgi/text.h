/* text.h: what may pass as text, and the codes that text is written in */
#ifndef TEXT_H
#define TEXT_H

#include <stdint.h>

#include "memory.h"

/* Well-formed UTF-8 without control characters, but for \n and \t if asked. */
extern bool text_clean(struct slice text, bool lines);

/* Well-formed UTF-8 without NUL, whatever else is in it. */
extern bool text_whole(struct slice text);

/*
 * Percent codes, strictly: two hexadecimal digits behind every %. With plus,
 * a + is a blank, as in forms. A missing result means that a code was bad.
 */
extern bool text_unescape(struct arena *arena, struct slice text, bool plus,
						  struct slice *result);
extern void text_escape(struct buffer *out, struct slice text);

/* An item of an array as PostgreSQL reads it. */
extern void text_quoted(struct buffer *out, struct slice text);

/* base64url without padding; decoding refuses every other spelling. */
extern char *text_base64(struct arena *arena, const void *data,
						 size_t length);
extern bool text_unbase64(struct arena *arena, struct slice text,
						  struct slice *result);

extern bool text_equal_fold(struct slice a, struct slice b);
extern bool text_within_fold(struct slice part, struct slice whole);

/* A decimal integer and nothing else; false when it does not fit. */
extern bool text_integer(struct slice text, int64_t *value);

extern bool text_uuid(struct slice text);

#endif							/* TEXT_H */
