/* password.c: rules for passwords, hashing by argon2id */
#include "password.h"

#include <ctype.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

/* OWASP's floor: 19 MiB, two passes, one lane. */
#define MEMORY	((size_t) 19 << 20)
#define PASSES	2

/* Of a random password nobody kept: what an unknown account is tried on. */
#define NOBODY \
	"$argon2id$v=19$m=19456,t=2,p=1$" \
	"Ocvvhw9zDtCRlzqoPNrLOQ$Xlva3Kn7xlaEQN1vUUv2WUxfhMi9Wf0PUQ5jA8X7MRg"

_Static_assert(PASSWORD_HASH == crypto_pwhash_STRBYTES, "size of a hash");

static int
compare_word(const void *key, const void *entry)
{
	return strcmp(key, *(const char *const *) entry);
}

static bool
is_common(struct slice password)
{
	char		lower[PASSWORD_MOST + 1];

	for (size_t i = 0; i < password.length; i++)
		lower[i] = (char) tolower((unsigned char) password.data[i]);
	lower[password.length] = '\0';
	return bsearch(lower, password_common, password_common_count,
				   sizeof password_common[0], compare_word) != NULL;
}

const char *
password_wrong(struct slice password)
{
	if (password.length < PASSWORD_LEAST)
		return "The password is shorter than 8 bytes.";
	if (password.length > PASSWORD_MOST)
		return "The password is longer than 128 bytes.";
	if (is_common(password) ||
		text_equal_fold(password, slice_of("numsight")))
		return "The password is one of the first that would be tried.";
	return NULL;
}

bool
password_hash(const char *password, size_t length, char hash[PASSWORD_HASH])
{
	return crypto_pwhash_str_alg(hash, password, length, PASSES, MEMORY,
								 crypto_pwhash_ALG_ARGON2ID13) == 0;
}

bool
password_verify(const char *password, size_t length, const char *hash)
{
	bool		same;

	same = crypto_pwhash_str_verify(hash != NULL ? hash : NOBODY, password,
									length) == 0;
	return same && hash != NULL;
}

bool
password_outdated(const char *hash)
{
	return crypto_pwhash_str_needs_rehash(hash, PASSES, MEMORY) != 0;
}
