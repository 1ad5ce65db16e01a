/*
 * tag.c: PostgreSQL's hash of a text, Bob Jenkins' lookup3 with 64 bits
 *
 * Hash partitions are built on it, so it is the same in every version. It
 * reads words as the machine has them: where the highest byte comes first
 * PostgreSQL hashes differently.
 */
#include "tag.h"

#include <string.h>

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "order of bytes");

struct words
{
	uint32_t	a;
	uint32_t	b;
	uint32_t	c;
};

static uint32_t
turn(uint32_t word, int bits)
{
	return word << bits | word >> (32 - bits);
}

static struct words
mix(struct words w)
{
	w.a = (w.a - w.c) ^ turn(w.c, 4);
	w.c += w.b;
	w.b = (w.b - w.a) ^ turn(w.a, 6);
	w.a += w.c;
	w.c = (w.c - w.b) ^ turn(w.b, 8);
	w.b += w.a;
	w.a = (w.a - w.c) ^ turn(w.c, 16);
	w.c += w.b;
	w.b = (w.b - w.a) ^ turn(w.a, 19);
	w.a += w.c;
	w.c = (w.c - w.b) ^ turn(w.b, 4);
	w.b += w.a;
	return w;
}

static struct words
finish(struct words w)
{
	w.c = (w.c ^ w.b) - turn(w.b, 14);
	w.a = (w.a ^ w.c) - turn(w.c, 11);
	w.b = (w.b ^ w.a) - turn(w.a, 25);
	w.c = (w.c ^ w.b) - turn(w.b, 16);
	w.a = (w.a ^ w.c) - turn(w.c, 4);
	w.b = (w.b ^ w.a) - turn(w.a, 14);
	w.c = (w.c ^ w.b) - turn(w.b, 24);
	return w;
}

/* The lowest byte of the last word is the length's, unless it is whole. */
static struct words
add(struct words w, const char *data, size_t length)
{
	uint32_t	word[3] = {0};

	memcpy(word, data, length);
	w.a += word[0];
	w.b += word[1];
	w.c += length < sizeof word ? word[2] << 8 : word[2];
	return w;
}

uint64_t
tag_hash(struct slice text)
{
	uint32_t	start = 0x9e3779b9 + (uint32_t) text.length + 3923095;
	struct words w = {start, start, start};

	while (text.length >= sizeof w)
	{
		w = mix(add(w, text.data, sizeof w));
		text.data += sizeof w;
		text.length -= sizeof w;
	}
	if (text.length > 0)
		w = add(w, text.data, text.length);
	w = finish(w);
	return (uint64_t) w.b << 32 | w.c;
}
