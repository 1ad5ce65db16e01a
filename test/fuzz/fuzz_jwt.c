/*
 * fuzz_jwt.c: any bytes as an access token, as the claims of one that is
 * signed, and as a cursor
 *
 * No bytes are a token unless they were signed; no claims open more than
 * their own words say.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "auth.h"
#include "text.h"

#define NOW		1700000000

static struct keys keys = {
	.count = 1, .issuer = "numsight", .audience = "numsight"
};

static void
need(bool promise)
{
	if (!promise)
		abort();
}

static void
keys_start(void)
{
	static const unsigned char secret[32] = "00000000000000000000000000000001";
	struct key *key = &keys.key[0];

	need(sodium_init() >= 0);
	strcpy(key->id, "k");
	strcpy(key->header, "eyJhbGciOiJIUzI1NiJ9");
	crypto_auth_hmacsha256_init(&key->token, secret, sizeof secret);
	crypto_auth_hmacsha256_init(&key->cursor, secret, sizeof secret);
}

static void
check_unsigned(struct slice text)
{
	struct token token;

	need(!token_check(&keys, text, NOW, &token));
}

static char *
sign(struct arena *arena, struct slice payload)
{
	crypto_auth_hmacsha256_state state = keys.key[0].token;
	unsigned char mac[crypto_auth_hmacsha256_BYTES];
	char	   *text = arena_print(arena, "%s.%s", keys.key[0].header,
								   text_base64(arena, payload.data,
											   payload.length));

	crypto_auth_hmacsha256_update(&state, (unsigned char *) text,
								  strlen(text));
	crypto_auth_hmacsha256_final(&state, mac);
	return arena_print(arena, "%s.%s", text,
					   text_base64(arena, mac, sizeof mac));
}

static void
check_claims(struct slice payload)
{
	struct arena arena = {0};
	struct token token;

	if (token_check(&keys, slice_of(sign(&arena, payload)), NOW, &token))
	{
		need(token.expires > NOW);
		need(text_uuid(slice_of(token.session)));
		need(text_uuid(slice_of(token.account)));
		need(token.scope < 8);
	}
	arena_free(&arena);
}

static void
check_cursor(struct slice text)
{
	struct arena arena = {0};
	struct slice raw;
	char	   *seal = cursor_seal(&keys, &arena, text, text);

	need(cursor_open(&keys, &arena, text, slice_of(seal), &raw));
	need(raw.length == text.length &&
		 memcmp(raw.data, text.data, text.length) == 0);
	need(!cursor_open(&keys, &arena, text, text, &raw));
	arena_free(&arena);
}

int			LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char	   *exact = memory_get(size);
	struct slice text = {exact, size};

	if (keys.key[0].id[0] == '\0')
		keys_start();
	if (size > 0)
		memcpy(exact, data, size);
	check_unsigned(text);
	check_claims(text);
	check_cursor(text);
	free(exact);
	return 0;
}
