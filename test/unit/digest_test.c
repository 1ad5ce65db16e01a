/* digest_test.c: HMAC-SHA-256 as RFC 4231 has it, and at the ends of blocks */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "digest.h"

static void
assert_digest(const void *key, size_t key_length, const void *message,
			  size_t length, const char *expected)
{
	struct digest_key set;
	uint8_t		digest[DIGEST_SIZE];
	char		text[2 * DIGEST_SIZE + 1];

	digest_key_set(&set, key, key_length);
	digest_of(&set, message, length, digest);
	for (size_t i = 0; i < DIGEST_SIZE; i++)
		sprintf(text + 2 * i, "%02x", digest[i]);
	assert_string_equal(text, expected);
}

static void
vectors(void **state)
{
	char		key[131];
	char		message[50];

	(void) state;
	memset(key, 0x0b, 20);
	assert_digest(key, 20, "Hi There", 8,
				  "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
	assert_digest("Jefe", 4, "what do ya want for nothing?", 28,
				  "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
	memset(key, 0xaa, sizeof key);
	memset(message, 0xdd, sizeof message);
	assert_digest(key, 20, message, sizeof message,
				  "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
	assert_digest(key, sizeof key,
				  "Test Using Larger Than Block-Size Key - Hash Key First", 54,
				  "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

/* A longer one takes another block, or two; made with OpenSSL. */
static void
lengths(void **state)
{
	static const struct
	{
		size_t		length;
		const char *expected;
	}			cases[] = {
		{0, "5d5d139563c95b5967b9bd9a8c9b233a9dedb45072794cd232dc1b74832607d0"},
		{8, "b9af73267d125700bebb1d6bdf3876ae59c1275094d346b521b3b868da679f81"},
		{55, "5c753ac4cf15a28e7b5a045ba8ce75e02545a313f326021d770912f768fb53ef"},
		{56, "e9613a403652aa5873dba8b56f223826236e87559a8d8ac63190613796d2319a"},
		{63, "c5531cccae97b1a3e84ffd19fb9468e928c41d6acb9279cf4bac4aaf314196ae"},
		{64, "77207571ea4243ad8e0f220679a62f9033b6d2f59f8d44517d8e9c4857b96fa0"},
		{119, "4ffbedd6a1157e63e62d3fa284549bcfe39fb98dbb77ac48a89120aed5747d6b"},
		{120, "d1cd515a6389be4c26cf09c03af5b128fe8fcc95992b8e2bae38bef7e54b3ef1"},
		{200, "c4b4cbc1820e3b38f721e087a109495e5be7e58eba4e608758a62acf7d7e5341"},
	};
	char		message[200];

	(void) state;
	memset(message, 'a', sizeof message);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_digest("key", 3, message, cases[i].length, cases[i].expected);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(vectors),
		cmocka_unit_test(lengths),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
