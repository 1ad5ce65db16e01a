/* password.h: which passwords will do, and their argon2id form */
#ifndef PASSWORD_H
#define PASSWORD_H

#include <stdbool.h>
#include <stddef.h>

#include "memory.h"

#define PASSWORD_LEAST	8		/* bytes */
#define PASSWORD_MOST	128
#define PASSWORD_HASH	128		/* crypto_pwhash_STRBYTES */

extern const char *const password_common[];
extern const size_t password_common_count;

/* The sentence that says why a password will not do; NULL if it will. */
extern const char *password_wrong(struct slice password);

/* Slow on purpose, about a tenth of a second and 19 MiB. */
extern bool password_hash(const char *password, size_t length,
						  char hash[PASSWORD_HASH]);

/*
 * Without a hash the same work is done for nothing, so that an unknown
 * account takes as long as a wrong password.
 */
extern bool password_verify(const char *password, size_t length,
							const char *hash);

/* Whether the hash was made with less work than is asked for now. */
extern bool password_outdated(const char *hash);

#endif							/* PASSWORD_H */
