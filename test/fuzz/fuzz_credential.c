/*
 * fuzz_credential.c: any bytes as an Authorization header, and as what stands
 * behind Basic
 *
 * What is taken for a key has the form of ours and lies in what came in; of
 * Basic, id and key written out again are what was presented.
 */
#include <sodium.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "credential.h"

static void
need(bool promise)
{
	if (!promise)
		abort();
}

static char *
encoded(struct arena *arena, const void *data, size_t length)
{
	size_t		size = sodium_base64_encoded_len(length,
												 sodium_base64_VARIANT_ORIGINAL);
	char	   *text = arena_get(arena, size);

	return sodium_bin2base64(text, size, data, length,
							 sodium_base64_VARIANT_ORIGINAL);
}

static void
check_pair(struct arena *arena, const struct credential *one)
{
	const char *pair = arena_print(arena, "%s:%.*s", one->id,
								   (int) one->secret.length,
								   one->secret.data);

	need(strlen(one->id) > 0 && strlen(one->id) <= CREDENTIAL_ID_MAX);
	need(strchr(one->id, ':') == NULL);
	need(slice_equal(one->text, encoded(arena, pair, strlen(pair))));
}

static void
check(struct slice header)
{
	struct arena arena = {0};
	struct credential one = credential_read(&arena, header);

	if (one.kind == CREDENTIAL_NONE)
		need(!one.basic && one.id == NULL);
	else
		need(one.text.length > 0 && one.text.data > header.data &&
			 one.text.data + one.text.length == header.data + header.length);
	if (one.kind == CREDENTIAL_KEY)
	{
		need(one.secret.length == 47 &&
			 memcmp(one.secret.data, "nsk_", 4) == 0);
		need(memchr(one.secret.data, '\0', one.secret.length) == NULL);
	}
	need((one.id != NULL) == (one.basic && one.kind == CREDENTIAL_KEY));
	if (one.id != NULL)
		check_pair(&arena, &one);
	arena_free(&arena);
}

static void
check_inside(const char *data, size_t size)
{
	struct arena arena = {0};

	check(slice_of(arena_print(&arena, "Basic %s",
							   encoded(&arena, data, size))));
	arena_free(&arena);
}

int			LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char	   *exact = memory_get(size);

	if (size > 0)
		memcpy(exact, data, size);
	check((struct slice) {exact, size});
	check_inside(exact, size);
	free(exact);
	return 0;
}
