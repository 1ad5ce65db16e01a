/*
 * fuzz_phone_match.c: two texts compared, as they are and after they are read
 *
 * The first line of the input is one text, the rest is the other.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "phone.h"

#define NOWHERE		"ZZ", 2

struct side
{
	char	   *text;
	size_t		length;
	bool		parsed;				/* without a region */
	struct phone_number number;
};

static void
need(bool promise)
{
	if (!promise)
		abort();
}

static enum phone_match
match_texts(const struct side *a, const struct side *b)
{
	return phone_match_texts(a->text, a->length, b->text, b->length);
}

/* No text matches another better than itself, and only a number does. */
static void
check_itself(const struct side *side)
{
	enum phone_match same = match_texts(side, side);

	need(*phone_match_name(same) != '\0');
	if (side->parsed)
		need(same == PHONE_MATCH_EXACT);
	else
		need(same == PHONE_MATCH_NSN || same == PHONE_MATCH_INVALID);
}

/* What is asked of the texts, of a number and a text, and of numbers agrees. */
static void
check_pair(const struct side *a, const struct side *b)
{
	enum phone_match texts = match_texts(a, b);

	need(texts == match_texts(b, a));
	if (a->parsed)
		need(texts == phone_match_text(&a->number, b->text, b->length));
	if (a->parsed && b->parsed)
		need(texts == phone_match(&a->number, &b->number));
}

static struct side
read_side(const uint8_t *data, size_t length)
{
	struct side side = {.text = malloc(length), .length = length};

	if (length > 0)
		memcpy(side.text, data, length);
	side.parsed = phone_parse(side.text, length, NOWHERE,
							  &side.number) == PHONE_OK;
	return side;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *end = size == 0 ? NULL : memchr(data, '\n', size);
	size_t		length = end == NULL ? size : (size_t) (end - data);
	size_t		rest = end == NULL ? 0 : size - length - 1;
	struct side one = read_side(data, length);
	struct side other = read_side(data + (size - rest), rest);

	check_itself(&one);
	check_pair(&one, &other);
	check_pair(&other, &one);
	free(one.text);
	free(other.text);
	return 0;
}
