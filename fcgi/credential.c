/*
 * credential.c: "Bearer x" and "Token x" with an access token or an API key,
 * "Basic x" with the id of a key and the key
 */
#include "credential.h"

#include <sodium.h>
#include <string.h>
#include <strings.h>

#include "auth.h"

/* No access token begins so, and no base64 of Basic holds the underscore. */
#define KEY_MARK		"nsk_"
#define KEY_MARK_LENGTH	(sizeof KEY_MARK - 1)
#define KEY_LENGTH		(KEY_MARK_LENGTH + 43)	/* 256 bits in base64url */
#define PAIR_MOST		(CREDENTIAL_ID_MAX + 1 + KEY_LENGTH)

char *
credential_key(struct arena *arena)
{
	return arena_print(arena, "%s%s", KEY_MARK, secret_make(arena));
}

static bool
is_word(struct slice text)
{
	for (size_t i = 0; i < text.length; i++)
	{
		char		letter = (char) (text.data[i] | 0x20);

		if ((letter < 'a' || letter > 'z') &&
			(text.data[i] < '0' || text.data[i] > '9') &&
			text.data[i] != '-' && text.data[i] != '_')
			return false;
	}
	return text.length > 0;
}

static bool
is_key(struct slice text)
{
	return text.length == KEY_LENGTH && is_word(text) &&
		memcmp(text.data, KEY_MARK, KEY_MARK_LENGTH) == 0;
}

static void
read_plain(struct credential *credential)
{
	bool		key = is_key(credential->text);

	credential->kind = key ? CREDENTIAL_KEY : CREDENTIAL_TOKEN;
	if (key)
		credential->secret = credential->text;
}

/* Splits "id:key"; both are what we give out, or it is nothing. */
static void
read_pair(struct arena *arena, struct slice pair,
		  struct credential *credential)
{
	const char *colon = memchr(pair.data, ':', pair.length);
	struct slice id = pair;
	struct slice secret;

	if (colon == NULL)
		return;
	id.length = (size_t) (colon - pair.data);
	secret = (struct slice) {colon + 1, pair.length - id.length - 1};
	if (id.length > CREDENTIAL_ID_MAX || !is_word(id) || !is_key(secret))
		return;
	credential->kind = CREDENTIAL_KEY;
	credential->id = arena_copy(arena, id.data, id.length);
	credential->secret = secret;
}

static void
read_basic(struct arena *arena, struct credential *credential)
{
	struct slice text = credential->text;
	unsigned char *pair = arena_get(arena, PAIR_MOST);
	size_t		length;

	credential->basic = true;
	credential->kind = CREDENTIAL_BAD;
	if (sodium_base642bin(pair, PAIR_MOST, text.data, text.length, NULL,
						  &length, NULL, sodium_base64_VARIANT_ORIGINAL) == 0)
		read_pair(arena, (struct slice) {(char *) pair, length}, credential);
}

/* What is behind the scheme's word, which may be in any case of letters. */
static bool
behind(struct slice header, const char *scheme, struct slice *rest)
{
	size_t		length = strlen(scheme);

	if (header.length <= length || header.data[length] != ' ' ||
		strncasecmp(header.data, scheme, length) != 0)
		return false;
	while (length < header.length && header.data[length] == ' ')
		length++;
	*rest = (struct slice) {header.data + length, header.length - length};
	return rest->length > 0;
}

struct credential
credential_read(struct arena *arena, struct slice header)
{
	struct credential credential = {0};

	if (behind(header, "Bearer", &credential.text) ||
		behind(header, "Token", &credential.text))
		read_plain(&credential);
	else if (behind(header, "Basic", &credential.text))
		read_basic(arena, &credential);
	return credential;
}
