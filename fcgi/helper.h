/*
 * helper.h: one thread beside the loop for what blocks: argon2id and
 * cancelling a statement, which libpq 15 can only do by waiting
 */
#ifndef HELPER_H
#define HELPER_H

#include <libpq-fe.h>

#include "loop.h"
#include "password.h"
#include "shared.h"

struct helper;

/*
 * A password to be hashed, or verified against a hash. Allocated by the one
 * who asks, freed by the helper after done; clear done to be left alone.
 */
struct password_job
{
	void		(*done) (struct password_job *job);
	void	   *context;
	uint64_t	deadline;
	bool		verify;
	bool		known;			/* there is a hash to verify against */
	bool		good;			/* hashed, or it is the password */
	bool		late;			/* the deadline passed before its turn */
	bool		renewed;		/* verified, and hashed anew: hash is another */
	size_t		length;
	char		password[PASSWORD_MOST + 1];
	char		hash[PASSWORD_HASH];
	struct password_job *next;
};

extern struct helper *helper_new(struct loop *loop, struct shared *shared,
								 size_t worker);
extern void helper_free(struct helper *helper);

/* False when the queue is full; the job is still the caller's then. */
extern bool helper_password(struct helper *helper, struct password_job *job);

extern void helper_cancel(struct helper *helper, PGcancel *cancel);

#endif							/* HELPER_H */
