/* credential.h: what an Authorization header presents: a token or a key */
#ifndef CREDENTIAL_H
#define CREDENTIAL_H

#include "memory.h"

#define CREDENTIAL_ID_MAX	64

enum credential_kind
{
	CREDENTIAL_NONE,			/* nothing, or a scheme that nobody knows */
	CREDENTIAL_BAD,				/* of a known scheme, but no such thing */
	CREDENTIAL_TOKEN,			/* an access token, still to be proved */
	CREDENTIAL_KEY				/* an API key, by its form */
};

struct credential
{
	enum credential_kind kind;
	bool		basic;			/* it came by the scheme Basic */
	struct slice text;			/* as written: no two kinds look alike */
	struct slice secret;		/* the key itself */
	const char *id;				/* named beside it by Basic, else NULL */
};

extern struct credential credential_read(struct arena *arena,
										 struct slice header);

/* A fresh API key. */
extern char *credential_key(struct arena *arena);

#endif							/* CREDENTIAL_H */
