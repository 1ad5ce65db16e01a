/* auth_test.c: forged tokens, keys that are not usable, sealed cursors */
#include "worker_unit.h"

#include <unistd.h>

#include "route.h"
#include "text.h"

#define CLAIMS_BUT_EXP \
	"\"sub\":\"" ACCOUNT "\",\"sid\":\"" SESSION "\",\"iss\":\"numsight\"," \
	"\"aud\":\"numsight\",\"use\":\"access\",\"scope\":\"read write\"," \
	"\"iat\":1700000000"
#define CLAIMS	"{" CLAIMS_BUT_EXP ",\"exp\":1700000900}"

static char *folder;
static struct keys keys;

static int
set_up(void **state)
{
	(void) state;
	folder = unit_keys();
	unit_keys_read(&keys, folder);
	return 0;
}

static int
tear_down(void **state)
{
	(void) state;
	unit_keys_remove(folder);
	return 0;
}

/* Signs as a worker would, whatever header and payload are. */
static char *
sign(struct arena *arena, const char *header, const char *payload, int secret)
{
	unsigned char mac[crypto_auth_hmacsha256_BYTES];
	char		key[33];
	char	   *text;

	snprintf(key, sizeof key, "%032d", secret);
	text = arena_print(arena, "%s.%s",
					   text_base64(arena, header, strlen(header)),
					   text_base64(arena, payload, strlen(payload)));
	crypto_auth_hmacsha256(mac, (unsigned char *) text, strlen(text),
						   (unsigned char *) key);
	return arena_print(arena, "%s.%s", text,
					   text_base64(arena, mac, sizeof mac));
}

static bool
holds(const char *text, struct token *token)
{
	return token_check(&keys, slice_of(text), NOW, token);
}

static void
test_good(void **state)
{
	struct arena arena = {0};
	struct token token;

	(void) state;
	assert_true(holds(sign(&arena, HEADER_K1, CLAIMS, 1), &token));
	assert_string_equal(token.session, SESSION);
	assert_string_equal(token.account, ACCOUNT);
	assert_int_equal(token.scope, SCOPE_READ | SCOPE_WRITE);
	assert_int_equal(token.expires, NOW + 900);
	/* the other key still verifies */
	assert_true(holds(sign(&arena, "{\"alg\":\"HS256\",\"typ\":\"JWT\","
						   "\"kid\":\"k2\"}", CLAIMS, 2), &token));
	arena_free(&arena);
}

static void
test_header(void **state)
{
	static const char *const header[] = {
		"{\"alg\":\"none\"}",
		"{\"alg\":\"HS256\"}",
		"{\"typ\":\"JWT\",\"alg\":\"HS256\",\"kid\":\"k1\"}",
		"{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"k3\"}",
		"{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"k2\"}",
		"{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"k1\",\"crit\":[]}",
		"{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"k1\",\"jku\":\"x\"}",
		"{\"alg\":\"HS512\",\"typ\":\"JWT\",\"kid\":\"k1\"}",
		"{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"k1\"}",
		" " HEADER_K1, "",
	};
	struct arena arena = {0};
	struct token token;

	(void) state;
	for (size_t i = 0; i < lengthof(header); i++)
		assert_false(holds(sign(&arena, header[i], CLAIMS, 1), &token));
	arena_free(&arena);
}

static void
test_claims(void **state)
{
	static const char *const claims[] = {
		"{" CLAIMS_BUT_EXP "}",
		"{" CLAIMS_BUT_EXP ",\"exp\":1700000000}",
		"{" CLAIMS_BUT_EXP ",\"exp\":1699999999}",
		"{" CLAIMS_BUT_EXP ",\"exp\":\"1700000900\"}",
		"{" CLAIMS_BUT_EXP ",\"exp\":1700000900.5}",
		"{" CLAIMS_BUT_EXP ",\"exp\":1700000900,\"nbf\":1700000031}",
		"{" CLAIMS_BUT_EXP ",\"exp\":1700000900,\"nbf\":true}",
		"{" CLAIMS_BUT_EXP ",\"exp\":1700000900,\"exp\":1700000900}",
		"{" CLAIMS_BUT_EXP ",\"exp\":1700000900}x",
		"[" CLAIMS "]", "null", "", "{",
		"{\"sub\":\"" ACCOUNT "\",\"sid\":\"" SESSION "\",\"iss\":\"other\","
		"\"aud\":\"numsight\",\"use\":\"access\",\"iat\":1700000000,"
		"\"exp\":1700000900}",
		"{\"sub\":\"" ACCOUNT "\",\"sid\":\"" SESSION "\",\"iss\":\"numsight\","
		"\"aud\":[\"numsight\"],\"use\":\"access\",\"iat\":1700000000,"
		"\"exp\":1700000900}",
		"{\"sub\":\"" ACCOUNT "\",\"sid\":\"" SESSION "\",\"iss\":\"numsight\","
		"\"aud\":\"numsight\",\"use\":\"refresh\",\"iat\":1700000000,"
		"\"exp\":1700000900}",
		"{\"sub\":\"" ACCOUNT "\",\"sid\":\"" SESSION "\",\"iss\":\"numsight\","
		"\"aud\":\"numsight\",\"use\":\"access\",\"iat\":1700000031,"
		"\"exp\":1700000900}",
		"{\"sub\":\"" ACCOUNT "\",\"sid\":\"x\",\"iss\":\"numsight\","
		"\"aud\":\"numsight\",\"use\":\"access\",\"iat\":1700000000,"
		"\"exp\":1700000900}",
		"{\"sid\":\"" SESSION "\",\"iss\":\"numsight\","
		"\"aud\":\"numsight\",\"use\":\"access\",\"iat\":1700000000,"
		"\"exp\":1700000900}",
	};
	struct arena arena = {0};
	struct token token;

	(void) state;
	for (size_t i = 0; i < lengthof(claims); i++)
		assert_false(holds(sign(&arena, HEADER_K1, claims[i], 1), &token));
	/* clocks may differ by half a minute */
	assert_true(holds(sign(&arena, HEADER_K1, "{" CLAIMS_BUT_EXP
						   ",\"exp\":1700000900,\"nbf\":1700000030}", 1),
					  &token));
	arena_free(&arena);
}

/* Every changed, missing or added byte of a good token makes it a bad one. */
static void
test_bytes(void **state)
{
	struct arena arena = {0};
	char	   *good = sign(&arena, HEADER_K1, CLAIMS, 1);
	size_t		length = strlen(good);
	struct token token;

	(void) state;
	for (size_t i = 0; i < length; i++)
	{
		char		was = good[i];
		char	   *exact = memory_get(i + 1);

		good[i] = was == 'A' ? 'B' : 'A';
		assert_false(holds(good, &token));
		good[i] = was;
		/* cut short, in memory that ends with it */
		memcpy(exact, good, i);
		assert_false(token_check(&keys, (struct slice) {exact, i}, NOW,
								 &token));
		free(exact);
	}
	assert_false(holds(arena_print(&arena, "%sA", good), &token));
	assert_false(holds(arena_print(&arena, "%s.", good), &token));
	assert_false(holds(arena_print(&arena, "%s=", good), &token));
	assert_false(holds(arena_print(&arena, " %s", good), &token));
	arena_free(&arena);
}

static void
test_long(void **state)
{
	struct arena arena = {0};
	struct buffer claims = {0};
	struct token token;

	(void) state;
	buffer_text(&claims, "{" CLAIMS_BUT_EXP ",\"exp\":1700000900,\"x\":\"");
	while (claims.length < AUTH_TOKEN_MAX)
		buffer_text(&claims, "x");
	buffer_add(&claims, "\"}", 3);
	assert_false(holds(sign(&arena, HEADER_K1, claims.data, 1), &token));
	buffer_free(&claims);
	arena_free(&arena);
}

static void
test_make(void **state)
{
	struct arena arena = {0};
	struct token token;
	char	   *text = token_make(&keys, &arena, "{\"sub\":\"" ACCOUNT "\","
								  "\"sid\":\"" SESSION "\","
								  "\"scope\":\"read\",\"use\":\"refresh\"}",
								  NOW);

	(void) state;
	assert_true(holds(text, &token));
	assert_int_equal(token.scope, SCOPE_READ);
	assert_int_equal(token.expires, NOW + AUTH_TOKEN_LIFE);
	assert_null(token_make(&keys, &arena, "[]", NOW));
	assert_null(token_make(&keys, &arena, "{", NOW));
	arena_free(&arena);
}

static void
test_cache(void **state)
{
	struct token_cache *cache = token_cache_new();
	struct arena arena = {0};
	char	   *text = sign(&arena, HEADER_K1, "{" CLAIMS_BUT_EXP
							",\"exp\":1700000010}", 1);
	struct token token;
	struct token kept = {0};

	(void) state;
	assert_true(holds(text, &token));
	assert_false(token_cache_find(cache, slice_of(text), NOW, &kept));
	token_cache_keep(cache, slice_of(text), NOW, &token);
	assert_true(token_cache_find(cache, slice_of(text), NOW + 9, &kept));
	assert_string_equal(kept.session, SESSION);
	/* the end of the token is the end of its place in the cache */
	assert_false(token_cache_find(cache, slice_of(text), NOW + 10, &kept));
	text[strlen(text) - 1] ^= 1;
	assert_false(token_cache_find(cache, slice_of(text), NOW, &kept));
	assert_false(token_cache_find(cache, (struct slice) {0}, NOW, &kept));
	token_cache_free(cache);
	arena_free(&arena);
}

/* A long life does not keep it longer than revoking may take. */
static void
test_cache_life(void **state)
{
	struct token_cache *cache = token_cache_new();
	struct token token = {.expires = NOW + 1000000};

	(void) state;
	token_cache_keep(cache, TEXT("nsk_x"), NOW, &token);
	assert_true(token_cache_find(cache, TEXT("nsk_x"), NOW + 29, &token));
	assert_false(token_cache_find(cache, TEXT("nsk_x"), NOW + 30, &token));
	token_cache_free(cache);
}

/* What SQL says of a key; it is believed, but not without an end. */
static void
test_claimed(void **state)
{
	static const char *const bad[] = {
		"", "null", "[]", "{}", "{\"sub\":\"" ACCOUNT "\",\"sid\":\"" SESSION
		"\",\"scope\":\"read\"}",
		"{\"sub\":\"" ACCOUNT "\",\"sid\":\"x\",\"exp\":1700000900}",
		"{\"sub\":\"" ACCOUNT "\",\"sid\":\"" SESSION "\",\"exp\":1700000000}"
	};
	struct token token;

	(void) state;
	for (size_t i = 0; i < lengthof(bad); i++)
		assert_false(token_claimed(bad[i], NOW, &token));
	assert_true(token_claimed("{\"sub\":\"" ACCOUNT "\",\"sid\":\"" SESSION
							  "\",\"scope\":\"write\",\"exp\":1700000900}",
							  NOW, &token));
	assert_int_equal(token.scope, SCOPE_WRITE);
	assert_int_equal(token.expires, NOW + 900);
}

static void
test_cursor(void **state)
{
	struct arena arena = {0};
	char	   *seal = cursor_seal(&keys, &arena, TEXT("/v1/x"), TEXT("a|1"));
	struct slice raw;

	(void) state;
	assert_true(cursor_open(&keys, &arena, TEXT("/v1/x"), slice_of(seal),
							&raw));
	assert_true(slice_equal(raw, "a|1"));
	assert_false(cursor_open(&keys, &arena, TEXT("/v1/y"), slice_of(seal),
							 &raw));
	for (size_t i = 0; i < strlen(seal); i++)
	{
		char		was = seal[i];

		seal[i] = was == 'A' ? 'B' : 'A';
		assert_false(cursor_open(&keys, &arena, TEXT("/v1/x"),
								 slice_of(seal), &raw));
		seal[i] = was;
	}
	/* a seal of the other key, as after the active one has changed */
	keys.active = 1 - keys.active;
	assert_true(cursor_open(&keys, &arena, TEXT("/v1/x"), slice_of(seal),
							&raw));
	keys.active = 1 - keys.active;
	arena_free(&arena);
}

static bool
readable(char *reason)
{
	struct keys other = {.issuer = "", .audience = ""};

	return keys_read(&other, folder, reason, 256);
}

static void
test_keys(void **state)
{
	struct arena arena = {0};
	char	   *path = arena_print(&arena, "%s/k2.key", folder);
	char	   *active = arena_print(&arena, "%s/active", folder);
	char		reason[256];

	(void) state;
	assert_true(readable(reason));
	assert_int_equal(chmod(path, 0404), 0);
	assert_false(readable(reason));
	assert_non_null(strstr(reason, "k2.key"));
	assert_int_equal(chmod(path, 0440), 0);
	assert_false(readable(reason));
	assert_int_equal(chmod(path, 0600), 0);
	assert_int_equal(truncate(path, 31), 0);
	assert_false(readable(reason));
	assert_non_null(strstr(reason, "32 bytes"));
	assert_int_equal(truncate(path, 32), 0);
	assert_int_equal(truncate(active, 0), 0);
	assert_false(readable(reason));
	assert_int_equal(remove(active), 0);
	assert_false(readable(reason));
	/* alone it is clear which one signs */
	assert_int_equal(remove(path), 0);
	assert_true(readable(reason));
	assert_false(keys_read(&keys, "/nonexistent", reason, sizeof reason));
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),
		cmocka_unit_test(test_header),
		cmocka_unit_test(test_claims),
		cmocka_unit_test(test_bytes),
		cmocka_unit_test(test_long),
		cmocka_unit_test(test_make),
		cmocka_unit_test(test_cache),
		cmocka_unit_test(test_cache_life),
		cmocka_unit_test(test_claimed),
		cmocka_unit_test(test_cursor),
		cmocka_unit_test(test_keys),
	};

	return cmocka_run_group_tests_name("auth", tests, set_up, tear_down);
}
