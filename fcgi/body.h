/* body.h: a body or a query as a list of named values, strictly read */
#ifndef BODY_H
#define BODY_H

#include "memory.h"

#define BODY_MAX		65536	/* bytes */
#define BODY_DEPTH		16		/* of JSON */
#define BODY_MEMBERS	64

enum member_kind
{
	MEMBER_NULL, MEMBER_TEXT, MEMBER_INTEGER, MEMBER_REAL, MEMBER_TRUE,
	MEMBER_FALSE, MEMBER_LIST, MEMBER_OTHER,
	MEMBER_WORD					/* of a form or a query: its type is open */
};

struct member
{
	struct slice name;
	enum member_kind kind;
	struct slice text;			/* of numbers: as digits */
	size_t		items;			/* of a list, whose own lists are OTHER */
	struct member *item;
};

struct members
{
	size_t		count;
	const char *twice;			/* the name that is there twice, if one is */
	struct member member[BODY_MEMBERS];
};

/* These answer NULL, or the sentence that says what is wrong. */
extern const char *body_json(struct arena *arena, struct slice body,
							 struct members *members);
extern const char *body_form(struct arena *arena, struct slice body,
							 struct members *members);

/* A member by its name; NULL when there is none. */
extern const struct member *body_member(const struct members *members,
										const char *name);

#endif							/* BODY_H */
