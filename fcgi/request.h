/*
 * request.h: one request, from its last byte to its answer
 *
 * Everything it needs hangs on its arena and dies with it. It knows its
 * client only as the one who takes the answer.
 */
#ifndef REQUEST_H
#define REQUEST_H

#include "auth.h"
#include "body.h"
#include "credential.h"
#include "helper.h"
#include "limit.h"
#include "pg.h"
#include "route.h"

#define REQUEST_ERRORS		16
#define REQUEST_ID_MAX		64
#define REQUEST_KEY_MAX		255		/* of an Idempotency-Key */
#define REQUEST_PARAMS_MAX	32768	/* bytes of FastCGI parameters */

struct worker;
struct request;

/* Where a value was that is wrong. */
enum place
{
	IN_BODY, IN_QUERY, IN_PATH
};

struct field_error
{
	enum place	place;
	const char *name;
	const char *detail;
	const char *element;		/* of a body that is an array, or NULL; "" is
								 * the whole of it */
	const char *item;			/* of a member that is a list, or NULL */
};

/* The parameters that are read; all others are passed over. */
struct params
{
	struct slice method;
	struct slice uri;
	struct slice content_type;
	struct slice content_length;
	struct slice content_encoding;
	struct slice address;
	struct slice id;
	struct slice authorization;
	struct slice if_none_match;
	struct slice if_match;
	struct slice idempotency_key;
};

struct reply
{
	int			status;
	const char *type;
	const char *file;			/* the name that a browser keeps it under */
	struct slice body;
	const char *etag;
	const char *link;
	const char *retry_after;	/* seconds */
};

struct request
{
	struct worker *worker;
	struct arena arena;
	void		(*send) (struct request *request, struct slice head,
						 struct slice body);
	void	   *client;

	struct params params;
	struct slice path;
	struct slice query_text;	/* behind the question mark */
	struct found found;
	size_t		body_most;		/* bytes that are taken of a body */
	struct slice body;			/* the client's, who keeps it until the end */
	bool		body_large;		/* more came than is taken */
	bool		body_shed;		/* or than there is room for at the moment */
	bool		params_large;
	bool		params_bad;

	uint64_t	start;
	uint64_t	database;		/* microseconds of waiting for it */
	uint64_t	asked;			/* when the last call was submitted */
	bool		head;			/* HEAD: no body in the answer */
	bool		options;
	const char *media;			/* what a body is that is taken as a whole */
	struct members query;
	struct members members;
	bool		has_network;	/* it comes from somewhere that is counted */
	char		network[LIMIT_NETWORK];
	bool		has_token;		/* one, or a key, was presented */
	bool		once;			/* under an Idempotency-Key */
	bool		withheld;		/* what it would show of numbers is left out */
	struct credential credential;
	struct token token;
	char	   *fresh;			/* secret made for this request */
	struct slice presented;		/* the one that came in */
	const char *hash;			/* of the password that came in, if new */
	const char *account;		/* whose password it is to be; NULL: nobody */
	bool		verified;
	struct pg_call call;
	struct password_job *job;
	char		sqlstate[6];
	size_t		errors;
	struct field_error error[REQUEST_ERRORS];
	struct reply reply;
};

extern struct request *request_new(struct worker *worker);

/* The request ends unanswered; what is under way for it is dropped. */
extern void request_free(struct request *request);

/*
 * Splits the FastCGI parameters and finds the row, which tells how much of a
 * body is to be taken; to be called before request_run.
 */
extern void request_params(struct request *request, struct slice params);

/* Answers now or later by calling send, exactly once. */
extern void request_run(struct request *request);

/* Calls a function of the database; done is to tell request_waited. */
extern void request_submit(struct request *request, enum route_class class,
						   const struct statement *statement,
						   void (*done) (struct pg_call *,
										 const struct pg_answer *));
extern void request_waited(struct request *request);

/* access.c: who asks; answers, or goes on to request_granted, if only later. */
extern void access_check(struct request *request);
extern void request_granted(struct request *request);

/* bind.c: values of the statement's parameters, or errors noted. */
extern bool bind_check(struct request *request);
extern bool bind_values(struct request *request);
extern bool bind_account(struct request *request);
extern struct slice bind_secret(const struct request *request,
								enum argument_kind kind);

/* answer.c: from a result to bytes. */
extern void answer_row(struct request *request,
					   const struct pg_answer *answer);
extern bool answer_has_room(struct request *request);
extern void answer_own(struct request *request);
extern void answer_send(struct request *request);

/* problem.c: what went wrong; without a detail it is said in general. */
extern void answer_problem(struct request *request, int status,
						   const char *detail);
extern void answer_failure(struct request *request,
						   const struct pg_answer *answer);
extern void answer_limited(struct request *request, uint32_t seconds,
						   const char *detail);
extern enum place problem_place(const struct request *request,
								const char *name);
extern const char *problem_title(int status);

/* What a cursor of this request is bound to. */
extern struct slice request_context(struct request *request);
extern void request_error(struct request *request, enum place place,
						  const char *name, const char *detail);

#endif							/* REQUEST_H */
