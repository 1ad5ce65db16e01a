/*
 * auth.h: keys, access tokens (a compact JWS with HS256 and nothing else) and
 * the seal of cursors
 */
#ifndef AUTH_H
#define AUTH_H

#include <sodium.h>
#include <stdint.h>
#include <time.h>

#include "memory.h"

#define AUTH_KEYS			16
#define AUTH_KEY_ID			33		/* with NUL */
#define AUTH_KEY_LEAST		32		/* bytes of a secret */
#define AUTH_TOKEN_MAX		4096
#define AUTH_TOKEN_LIFE		900		/* seconds of an access token */
#define AUTH_SKEW			30		/* seconds that clocks may differ */
#define AUTH_UUID			37		/* with NUL */

struct key
{
	char		id[AUTH_KEY_ID];
	char		header[128];	/* first segment of each token under it */
	crypto_auth_hmacsha256_state token;
	crypto_auth_hmacsha256_state cursor;
};

struct keys
{
	size_t		count;
	size_t		active;
	struct key	key[AUTH_KEYS];
	const char *issuer;
	const char *audience;
};

/* What a good token says. */
struct token
{
	char		session[AUTH_UUID];
	char		account[AUTH_UUID];
	unsigned	scope;
	time_t		expires;
};

/*
 * Reads the *.key files of a folder; false with a reason when one is open to
 * others, short, or when it is not clear which one signs.
 */
extern bool keys_read(struct keys *keys, const char *folder, char *reason,
					  size_t size);

extern bool token_check(const struct keys *keys, struct slice text, time_t now,
						struct token *token);

/* What SQL says of an API key, in the claims of a token; NULL: nothing. */
extern bool token_claimed(const char *claims, time_t now,
						  struct token *token);

/*
 * Signs the claims that SQL gave; NULL when they are not a JSON object.
 */
extern char *token_make(const struct keys *keys, struct arena *arena,
						const char *claims, time_t now);

/* A fresh secret, and the digest under which it is stored. */
extern char *secret_make(struct arena *arena);
extern unsigned char *secret_digest(struct arena *arena, struct slice secret);

/*
 * A cursor is bound to what it continues: context is the path, the caller and
 * the query.
 */
extern char *cursor_seal(const struct keys *keys, struct arena *arena,
						 struct slice context, struct slice raw);
extern bool cursor_open(const struct keys *keys, struct arena *arena,
						struct slice context, struct slice sealed,
						struct slice *raw);

/*
 * Tokens and keys found good a moment ago, so that most requests skip the
 * proof, or the question to the database.
 */
struct token_cache;

extern struct token_cache *token_cache_new(void);
extern void token_cache_free(struct token_cache *cache);
extern bool token_cache_find(const struct token_cache *cache,
							 struct slice text, time_t now,
							 struct token *token);
extern void token_cache_keep(struct token_cache *cache, struct slice text,
							 time_t now, const struct token *token);

#endif							/* AUTH_H */
