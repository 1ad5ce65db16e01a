/* digest.c: SHA-256 by blocks, and HMAC of it */
#include "digest.h"

#include <string.h>

#define BLOCK	64

static const uint32_t beginning[8] = {
	0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
	0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19
};

static const uint32_t constants[BLOCK] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5,
	0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
	0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
	0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
	0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc,
	0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7,
	0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
	0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
	0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
	0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3,
	0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5,
	0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
	0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2
};

/* ---- SHA-256 ---- */

static inline uint32_t
turned(uint32_t word, unsigned by)
{
	return word >> by | word << (32 - by);
}

static uint32_t
load32(const uint8_t *in)
{
	return (uint32_t) in[0] << 24 | (uint32_t) in[1] << 16 |
		(uint32_t) in[2] << 8 | in[3];
}

static void
store32(uint8_t *out, uint32_t word)
{
	for (int i = 3; i >= 0; i--, word >>= 8)
		out[i] = (uint8_t) word;
}

static void
expand(uint32_t words[BLOCK], const uint8_t block[BLOCK])
{
	for (int i = 0; i < 16; i++)
		words[i] = load32(block + 4 * i);
	for (int i = 16; i < BLOCK; i++)
	{
		uint32_t	a = words[i - 15];
		uint32_t	b = words[i - 2];

		words[i] = words[i - 16] + words[i - 7] +
			(turned(a, 7) ^ turned(a, 18) ^ a >> 3) +
			(turned(b, 17) ^ turned(b, 19) ^ b >> 10);
	}
}

/* The letters are those of the standard. */
static void
add_block(uint32_t state[8], const uint8_t block[BLOCK])
{
	uint32_t	words[BLOCK];
	uint32_t	a = state[0], b = state[1], c = state[2], d = state[3];
	uint32_t	e = state[4], f = state[5], g = state[6], h = state[7];

	expand(words, block);
	for (int i = 0; i < BLOCK; i++)
	{
		uint32_t	t1 = h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) +
			((e & f) ^ (~e & g)) + constants[i] + words[i];
		uint32_t	t2 = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) +
			((a & b) ^ (a & c) ^ (b & c));

		h = g;
		g = f;
		f = e;
		e = d + t1;
		d = c;
		c = b;
		b = a;
		a = t1 + t2;
	}
	state[0] += a;
	state[1] += b;
	state[2] += c;
	state[3] += d;
	state[4] += e;
	state[5] += f;
	state[6] += g;
	state[7] += h;
}

/* The rest of a text of which whole blocks, so many bytes, are in the state. */
static void
finish(uint32_t state[8], size_t before, const uint8_t *rest, size_t length,
	   uint8_t digest[DIGEST_SIZE])
{
	uint64_t	bits = (uint64_t) (before + length) * 8;
	uint8_t		block[BLOCK] = {0};

	for (; length >= BLOCK; rest += BLOCK, length -= BLOCK)
		add_block(state, rest);
	if (length > 0)
		memcpy(block, rest, length);
	block[length] = 0x80;
	if (length + 1 + sizeof bits > BLOCK)
	{
		add_block(state, block);
		memset(block, 0, sizeof block);
	}
	store32(block + BLOCK - 8, (uint32_t) (bits >> 32));
	store32(block + BLOCK - 4, (uint32_t) bits);
	add_block(state, block);
	for (int i = 0; i < 8; i++)
		store32(digest + 4 * i, state[i]);
}

/* ---- HMAC ---- */

static void
begin_padded(uint32_t state[8], const uint8_t key[BLOCK], uint8_t pad)
{
	uint8_t		block[BLOCK];

	for (int i = 0; i < BLOCK; i++)
		block[i] = key[i] ^ pad;
	memcpy(state, beginning, sizeof beginning);
	add_block(state, block);
}

void
digest_key_set(struct digest_key *key, const uint8_t *bytes, size_t length)
{
	uint8_t		block[BLOCK] = {0};
	uint32_t	state[8];

	if (length > BLOCK)
	{
		memcpy(state, beginning, sizeof beginning);
		finish(state, 0, bytes, length, block);
	}
	else if (length > 0)
		memcpy(block, bytes, length);
	begin_padded(key->inner, block, 0x36);
	begin_padded(key->outer, block, 0x5c);
}

void
digest_of(const struct digest_key *key, const uint8_t *message,
		  size_t length, uint8_t digest[DIGEST_SIZE])
{
	uint8_t		inner[DIGEST_SIZE];
	uint32_t	state[8];

	memcpy(state, key->inner, sizeof state);
	finish(state, BLOCK, message, length, inner);
	memcpy(state, key->outer, sizeof state);
	finish(state, BLOCK, inner, sizeof inner, digest);
}
