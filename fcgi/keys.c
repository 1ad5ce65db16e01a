/* keys.c: reading the signing keys from their folder */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "auth.h"
#include "text.h"

#define KEY_FILE_MAX	4096
#define KEY_SUFFIX		".key"

#define ID_CHARACTERS \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

/* The folder, the file and why not. */
static bool
complain(char *reason, size_t size, const char *name, const char *why)
{
	snprintf(reason, size, "%s: %s", name, why);
	return false;
}

/*
 * All of a small file, which must be closed to group and others when it holds
 * a secret. The length, or -1 with the reason told.
 */
static ssize_t
file_read(int folder, const char *name, bool secret, char *data,
		  char *reason, size_t size)
{
	int			fd = openat(folder, name, O_RDONLY | O_CLOEXEC);
	struct stat facts;
	ssize_t		length = -1;

	if (fd < 0 || fstat(fd, &facts) != 0)
		complain(reason, size, name, strerror(errno));
	else if (!S_ISREG(facts.st_mode))
		complain(reason, size, name, "not a file");
	else if (secret && (facts.st_mode & (S_IRWXG | S_IRWXO)) != 0)
		complain(reason, size, name, "others may read it; make it 0400");
	else if ((length = read(fd, data, KEY_FILE_MAX)) < 0)
		complain(reason, size, name, strerror(errno));
	if (fd >= 0)
		close(fd);
	return length;
}

/* The header segment of every token under this key. */
static void
key_header(struct key *key)
{
	struct arena arena = {0};
	char	   *json;

	json = arena_print(&arena, "{\"alg\":\"HS256\",\"typ\":\"JWT\","
					   "\"kid\":\"%s\"}", key->id);
	snprintf(key->header, sizeof key->header, "%s",
			 text_base64(&arena, json, strlen(json)));
	arena_free(&arena);
}

/* Tokens and cursors are signed by different keys, the second derived. */
static void
key_start(struct key *key, const char *secret, size_t length)
{
	static const unsigned char purpose[] = "cursor";
	crypto_auth_hmacsha256_state state;
	unsigned char derived[crypto_auth_hmacsha256_BYTES];

	crypto_auth_hmacsha256_init(&key->token, (const unsigned char *) secret,
								length);
	state = key->token;
	crypto_auth_hmacsha256_update(&state, purpose, sizeof purpose);
	crypto_auth_hmacsha256_final(&state, derived);
	crypto_auth_hmacsha256_init(&key->cursor, derived, sizeof derived);
	sodium_memzero(derived, sizeof derived);
}

static bool
key_read(struct keys *keys, int folder, const char *name, char *reason,
		 size_t size)
{
	size_t		id_length = strlen(name) - strlen(KEY_SUFFIX);
	struct key *key = &keys->key[keys->count];
	char		secret[KEY_FILE_MAX];
	ssize_t		length;

	if (keys->count == AUTH_KEYS)
		return complain(reason, size, name, "more keys than fit");
	if (id_length == 0 || id_length >= AUTH_KEY_ID ||
		strspn(name, ID_CHARACTERS) != id_length)
		return complain(reason, size, name,
						"a key's name is up to 32 letters, digits, - and _");
	length = file_read(folder, name, true, secret, reason, size);
	if (length < 0)
		return false;
	if (length < AUTH_KEY_LEAST)
		return complain(reason, size, name, "shorter than 32 bytes");
	memcpy(key->id, name, id_length);
	key->id[id_length] = '\0';
	key_header(key);
	key_start(key, secret, (size_t) length);
	sodium_memzero(secret, sizeof secret);
	keys->count++;
	return true;
}

static bool
is_key(const struct dirent *entry)
{
	const char *suffix = strrchr(entry->d_name, '.');

	return suffix != NULL && strcmp(suffix, KEY_SUFFIX) == 0;
}

static bool
keys_active(struct keys *keys, int folder, char *reason, size_t size)
{
	char		name[KEY_FILE_MAX];
	ssize_t		length;

	if (keys->count == 0)
		return complain(reason, size, "keys", "no *.key file");
	if (keys->count == 1 && faccessat(folder, "active", F_OK, 0) != 0)
		return true;
	length = file_read(folder, "active", false, name, reason, size);
	if (length < 0)
		return false;
	while (length > 0 && strchr(" \r\n", name[length - 1]) != NULL)
		length--;
	for (keys->active = 0; keys->active < keys->count; keys->active++)
		if (slice_equal((struct slice) {name, (size_t) length},
						keys->key[keys->active].id))
			return true;
	return complain(reason, size, "active", "names no key");
}

bool
keys_read(struct keys *keys, const char *folder, char *reason, size_t size)
{
	DIR		   *directory = opendir(folder);
	struct dirent *entry;
	bool		good = true;

	if (directory == NULL)
		return complain(reason, size, folder, strerror(errno));
	keys->count = 0;
	keys->active = 0;
	while (good && (entry = readdir(directory)) != NULL)
		if (is_key(entry))
			good = key_read(keys, dirfd(directory), entry->d_name, reason,
							size);
	good = good && keys_active(keys, dirfd(directory), reason, size);
	closedir(directory);
	return good;
}
