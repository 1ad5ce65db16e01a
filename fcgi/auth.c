/* auth.c: access tokens, refresh secrets, sealed cursors */
#include "auth.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "route.h"
#include "text.h"

#define MAC_SIZE		crypto_auth_hmacsha256_BYTES
#define SEAL_SIZE		16		/* bytes of a cursor's MAC */
#define SECRET_SIZE		32
#define CACHE_LIFE		30		/* seconds */
#define CACHE_SLOTS		1024
#define CACHE_TEXT		768		/* longer tokens are proved each time */

static const struct
{
	const char *word;
	unsigned	scope;
}			scopes[] = {
	{"read", SCOPE_READ},
	{"write", SCOPE_WRITE},
	{"admin", SCOPE_ADMIN},
};

static void
mac(const crypto_auth_hmacsha256_state *start, struct slice text,
	unsigned char *out)
{
	crypto_auth_hmacsha256_state state = *start;

	crypto_auth_hmacsha256_update(&state, (const unsigned char *) text.data,
								  text.length);
	crypto_auth_hmacsha256_final(&state, out);
}

/* "read write" as bits; words that nobody knows give nothing. */
static unsigned
scope_bits(const char *text)
{
	unsigned	bits = 0;

	while (text != NULL && *text != '\0')
	{
		size_t		length = strcspn(text, " ");

		for (size_t i = 0; i < lengthof(scopes); i++)
			if (slice_equal((struct slice) {text, length}, scopes[i].word))
				bits |= scopes[i].scope;
		text += length;
		text += strspn(text, " ");
	}
	return bits;
}

static bool
claim_equal(const json_t *claims, const char *name, const char *value)
{
	const char *text = json_string_value(json_object_get(claims, name));

	return text != NULL && strcmp(text, value) == 0;
}

static bool
claim_uuid(const json_t *claims, const char *name, char *out)
{
	const char *text = json_string_value(json_object_get(claims, name));

	if (text == NULL || !text_uuid(slice_of(text)))
		return false;
	memcpy(out, text, AUTH_UUID);
	return true;
}

/* A time that must not lie ahead; missing is allowed where said so. */
static bool
claim_past(const json_t *claims, const char *name, time_t now, bool may_miss)
{
	const json_t *value = json_object_get(claims, name);

	if (value == NULL)
		return may_miss;
	return json_is_integer(value) &&
		json_integer_value(value) <= now + AUTH_SKEW;
}

/* Whose it is, for what, and how long. */
static bool
claims_read(const json_t *claims, time_t now, struct token *token)
{
	const json_t *expires = json_object_get(claims, "exp");

	if (!json_is_integer(expires) || json_integer_value(expires) <= now ||
		!claim_uuid(claims, "sid", token->session) ||
		!claim_uuid(claims, "sub", token->account))
		return false;
	token->expires = (time_t) json_integer_value(expires);
	token->scope =
		scope_bits(json_string_value(json_object_get(claims, "scope")));
	return true;
}

static bool
claims_good(const struct keys *keys, const json_t *claims, time_t now,
			struct token *token)
{
	return claim_past(claims, "iat", now, false) &&
		claim_past(claims, "nbf", now, true) &&
		claim_equal(claims, "iss", keys->issuer) &&
		claim_equal(claims, "aud", keys->audience) &&
		claim_equal(claims, "use", "access") &&
		claims_read(claims, now, token);
}

/* The key whose header constant opens the token; its rest is cut off. */
static const struct key *
token_key(const struct keys *keys, struct slice *text)
{
	for (size_t i = 0; i < keys->count; i++)
	{
		size_t		length = strlen(keys->key[i].header);

		if (text->length > length && text->data[length] == '.' &&
			memcmp(text->data, keys->key[i].header, length) == 0)
		{
			text->data += length + 1;
			text->length -= length + 1;
			return &keys->key[i];
		}
	}
	return NULL;
}

static bool
mac_good(struct arena *arena, const struct key *key, struct slice signed_part,
		 struct slice signature)
{
	unsigned char expected[MAC_SIZE];
	struct slice given;

	mac(&key->token, signed_part, expected);
	return text_unbase64(arena, signature, &given) &&
		given.length == MAC_SIZE &&
		sodium_memcmp(given.data, expected, MAC_SIZE) == 0;
}

static bool
token_proved(const struct keys *keys, struct arena *arena, struct slice text,
			 time_t now, struct token *token)
{
	struct slice rest = text;
	const struct key *key = token_key(keys, &rest);
	const char *dot;
	struct slice payload;
	json_t	   *claims;
	bool		good;

	if (key == NULL || (dot = memchr(rest.data, '.', rest.length)) == NULL)
		return false;
	if (!mac_good(arena, key,
				  (struct slice) {text.data, (size_t) (dot - text.data)},
				  (struct slice) {dot + 1,
				  rest.length - (size_t) (dot + 1 - rest.data)}))
		return false;
	rest.length = (size_t) (dot - rest.data);
	if (!text_unbase64(arena, rest, &payload))
		return false;
	claims = json_loadb(payload.data, payload.length, JSON_REJECT_DUPLICATES,
						NULL);
	good = json_is_object(claims) && claims_good(keys, claims, now, token);
	json_decref(claims);
	return good;
}

bool
token_check(const struct keys *keys, struct slice text, time_t now,
			struct token *token)
{
	struct arena arena = {0};
	bool		good;

	if (text.length == 0 || text.length > AUTH_TOKEN_MAX)
		return false;
	good = token_proved(keys, &arena, text, now, token);
	arena_free(&arena);
	return good;
}

bool
token_claimed(const char *text, time_t now, struct token *token)
{
	json_t	   *claims = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
	bool		good = json_is_object(claims) &&
		claims_read(claims, now, token);

	json_decref(claims);
	return good;
}

static char *
random_hex(struct arena *arena)
{
	unsigned char byte[16];
	char	   *text = arena_get(arena, 2 * sizeof byte + 1);

	randombytes_buf(byte, sizeof byte);
	return sodium_bin2hex(text, 2 * sizeof byte + 1, byte, sizeof byte);
}

char *
token_make(const struct keys *keys, struct arena *arena, const char *text,
		   time_t now)
{
	const struct key *key = &keys->key[keys->active];
	json_t	   *claims = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
	unsigned char signature[MAC_SIZE];
	char	   *payload;
	char	   *token;

	if (!json_is_object(claims))
	{
		json_decref(claims);
		return NULL;
	}
	json_object_set_new(claims, "iss", json_string(keys->issuer));
	json_object_set_new(claims, "aud", json_string(keys->audience));
	json_object_set_new(claims, "use", json_string("access"));
	json_object_set_new(claims, "token_type", json_string("access"));
	json_object_set_new(claims, "iat", json_integer(now));
	json_object_set_new(claims, "exp", json_integer(now + AUTH_TOKEN_LIFE));
	json_object_set_new(claims, "jti", json_string(random_hex(arena)));
	payload = json_dumps(claims, JSON_COMPACT);
	json_decref(claims);
	token = arena_print(arena, "%s.%s", key->header,
						text_base64(arena, payload, strlen(payload)));
	free(payload);
	mac(&key->token, slice_of(token), signature);
	return arena_print(arena, "%s.%s", token,
					   text_base64(arena, signature, sizeof signature));
}

char *
secret_make(struct arena *arena)
{
	unsigned char byte[SECRET_SIZE];

	randombytes_buf(byte, sizeof byte);
	return text_base64(arena, byte, sizeof byte);
}

unsigned char *
secret_digest(struct arena *arena, struct slice secret)
{
	unsigned char *digest = arena_get(arena, crypto_hash_sha256_BYTES);

	crypto_hash_sha256(digest, (const unsigned char *) secret.data,
					   secret.length);
	return digest;
}

static void
cursor_mac(const struct key *key, struct slice context, struct slice raw,
		   unsigned char *out)
{
	crypto_auth_hmacsha256_state state = key->cursor;
	uint64_t	length = context.length;

	/* The length in front keeps context and raw text apart. */
	crypto_auth_hmacsha256_update(&state, (unsigned char *) &length,
								  sizeof length);
	crypto_auth_hmacsha256_update(&state, (const unsigned char *) context.data,
								  context.length);
	crypto_auth_hmacsha256_update(&state, (const unsigned char *) raw.data,
								  raw.length);
	crypto_auth_hmacsha256_final(&state, out);
}

char *
cursor_seal(const struct keys *keys, struct arena *arena,
			struct slice context, struct slice raw)
{
	unsigned char seal[MAC_SIZE];
	unsigned char *whole = arena_get(arena, SEAL_SIZE + raw.length);

	cursor_mac(&keys->key[keys->active], context, raw, seal);
	memcpy(whole, seal, SEAL_SIZE);
	memcpy(whole + SEAL_SIZE, raw.data, raw.length);
	return text_base64(arena, whole, SEAL_SIZE + raw.length);
}

/* Every key is tried: a cursor outlives the change of the active one. */
bool
cursor_open(const struct keys *keys, struct arena *arena,
			struct slice context, struct slice sealed, struct slice *raw)
{
	unsigned char seal[MAC_SIZE];
	struct slice whole;

	if (!text_unbase64(arena, sealed, &whole) || whole.length < SEAL_SIZE)
		return false;
	*raw = (struct slice) {whole.data + SEAL_SIZE, whole.length - SEAL_SIZE};
	for (size_t i = 0; i < keys->count; i++)
	{
		cursor_mac(&keys->key[i], context, *raw, seal);
		if (sodium_memcmp(seal, whole.data, SEAL_SIZE) == 0)
			return true;
	}
	return false;
}

struct cached
{
	uint64_t	hash;
	size_t		length;
	time_t		until;
	struct token token;
	char		text[CACHE_TEXT];
};

struct token_cache
{
	unsigned char key[crypto_shorthash_KEYBYTES];
	struct cached slot[CACHE_SLOTS];
};

struct token_cache *
token_cache_new(void)
{
	struct token_cache *cache = memory_zero(sizeof *cache);

	randombytes_buf(cache->key, sizeof cache->key);
	return cache;
}

void
token_cache_free(struct token_cache *cache)
{
	free(cache);
}

/*
 * Bytes are compared only under the same hash, whose key nobody else knows:
 * how long it takes tells nothing about a token that is in the cache.
 */
static bool
is_cached(const struct cached *slot, uint64_t hash, struct slice text,
		  time_t now)
{
	return slot->hash == hash && slot->length == text.length &&
		now < slot->until && memcmp(slot->text, text.data, text.length) == 0;
}

static uint64_t
cache_hash(const struct token_cache *cache, struct slice text)
{
	uint64_t	hash;

	crypto_shorthash((unsigned char *) &hash,
					 (const unsigned char *) text.data, text.length,
					 cache->key);
	return hash;
}

bool
token_cache_find(const struct token_cache *cache, struct slice text,
				 time_t now, struct token *token)
{
	uint64_t	hash = cache_hash(cache, text);
	const struct cached *slot = &cache->slot[hash % CACHE_SLOTS];

	if (text.length == 0 || !is_cached(slot, hash, text, now))
		return false;
	*token = slot->token;
	return true;
}

void
token_cache_keep(struct token_cache *cache, struct slice text, time_t now,
				 const struct token *token)
{
	uint64_t	hash = cache_hash(cache, text);
	struct cached *slot = &cache->slot[hash % CACHE_SLOTS];

	if (text.length > CACHE_TEXT)
		return;
	slot->hash = hash;
	slot->token = *token;
	slot->length = text.length;
	slot->until = now + CACHE_LIFE < token->expires ?
		now + CACHE_LIFE : token->expires;
	memcpy(slot->text, text.data, text.length);
}
