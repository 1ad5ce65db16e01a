/* name_glue.h: comparing names, for the types that have one */
#ifndef NAME_GLUE_H
#define NAME_GLUE_H

#include "postgres.h"

#include "fmgr.h"

#include "name.h"

/* How a name in the server's encoding matches a query. */
struct name_matched
{
	enum name_tier tier;
	int			cost;
	size_t		length;			/* of the name, folded */
	const struct name_query *query;	/* lives as long as the call's flinfo */
};

/* Tiers behind the last that is asked for are no match. */
extern struct name_matched name_compare(FunctionCallInfo fcinfo,
										const char *name, size_t length,
										text *query, enum name_tier last);

#endif
