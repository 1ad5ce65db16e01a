/* worker_unit.h: what the unit tests of the worker share */
#ifndef WORKER_UNIT_H
#define WORKER_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>
#include <sodium.h>

#include "auth.h"
#include "memory.h"

#define NOW				1700000000
#define SESSION			"00000000-0000-4000-8000-000000000002"
#define ACCOUNT			"00000000-0000-4000-8000-000000000001"
#define HEADER_K1		"{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"k1\"}"

/* A literal as a slice, zeros in it included. */
#define TEXT(literal)	((struct slice) {literal, sizeof(literal) - 1})

/* A folder of keys k1 (active) and k2, in a place of its own. */
static inline char *
unit_keys(void)
{
	static const char *const id[] = {"k1", "k2"};
	char	   *folder = strdup("/tmp/numsight-unit.XXXXXX");
	char		path[128];

	assert_non_null(mkdtemp(folder));
	for (int i = 0; i < 2; i++)
	{
		FILE	   *file;

		snprintf(path, sizeof path, "%s/%s.key", folder, id[i]);
		file = fopen(path, "w");
		assert_non_null(file);
		fprintf(file, "%032d", i + 1);
		fclose(file);
		assert_int_equal(chmod(path, 0400), 0);
	}
	snprintf(path, sizeof path, "%s/active", folder);
	FILE	   *file = fopen(path, "w");

	assert_non_null(file);
	fputs("k1\n", file);
	fclose(file);
	return folder;
}

static inline void
unit_keys_remove(char *folder)
{
	static const char *const name[] = {"k1.key", "k2.key", "active"};
	char		path[128];

	for (int i = 0; i < 3; i++)
	{
		snprintf(path, sizeof path, "%s/%s", folder, name[i]);
		remove(path);
	}
	remove(folder);
	free(folder);
}

static inline void
unit_keys_read(struct keys *keys, const char *folder)
{
	char		reason[256];

	assert_true(sodium_init() >= 0);
	*keys = (struct keys) {.issuer = "numsight", .audience = "numsight"};
	assert_true(keys_read(keys, folder, reason, sizeof reason));
}

#endif							/* WORKER_UNIT_H */
