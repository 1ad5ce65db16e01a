/*
 * digest.h: HMAC-SHA-256 (RFC 2104, FIPS 180-4) of many short messages
 *
 * What comes of the key alone is computed once: a message of up to 55 bytes
 * then takes two blocks.
 */
#ifndef DIGEST_H
#define DIGEST_H

#include <stddef.h>
#include <stdint.h>

#define DIGEST_SIZE		32

struct digest_key
{
	uint32_t	inner[8];
	uint32_t	outer[8];
};

extern void digest_key_set(struct digest_key *key, const uint8_t *bytes,
						   size_t length);
extern void digest_of(const struct digest_key *key, const uint8_t *message,
					  size_t length, uint8_t digest[DIGEST_SIZE]);

#endif
