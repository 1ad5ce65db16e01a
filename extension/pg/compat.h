/*
 * compat.h: what differs between PostgreSQL 14 and 18
 *
 * Included by every file of pg/ behind PostgreSQL's own headers.
 */
#ifndef COMPAT_H
#define COMPAT_H

#include "fmgr.h"

#if PG_VERSION_NUM < 140000
#error "numsight needs PostgreSQL 14 or newer"
#endif

/* Since 16 what takes varlena values apart is not in postgres.h. */
#if PG_VERSION_NUM >= 160000
#include "varatt.h"
#endif

/* Before 16 the symbols of a module are not marked; ours are hidden else. */
#if PG_VERSION_NUM < 160000
#undef PGDLLEXPORT
#define PGDLLEXPORT __attribute__((visibility("default")))
#endif

/* Input functions report softly since 16; before that an error is an error. */
#if PG_VERSION_NUM < 160000
#define ereturn(context, dummy_value, ...) \
	do { \
		(void) (context); \
		ereport(ERROR, __VA_ARGS__); \
		return dummy_value; \
	} while (0)
#endif

#endif
