/*
 * access.c: who asks, and whether he may: the rate of his network, his token
 * or key, what that allows, the rate of his account
 *
 * A key that was not seen for a while is looked up, so the way may go on only
 * when the database has answered.
 */
#include <string.h>
#include <time.h>

#include "request.h"
#include "worker.h"

static bool
is_limited(struct request *request, struct limit *limit, const char *name)
{
	uint32_t	seconds = limit_request(limit, name, limit_now());

	if (seconds > 0)
		answer_limited(request, seconds,
					   "This account has asked for too much.");
	return seconds > 0;
}

/* The network first: what it may not ask costs the account nothing. */
static bool
check_network(struct request *request)
{
	const struct config *config = request->worker->config;
	struct slice address = request->params.address;

	if (config->limit == NULL)
		return true;
	request->has_network = address.length > 0 &&
		limit_network(arena_copy(&request->arena, address.data,
								 address.length), request->network);
	return !request->has_network ||
		!is_limited(request, config->networks, request->network);
}

/* The token is good; the rest of the way. */
static void
grant(struct request *request)
{
	const struct config *config = request->worker->config;
	const struct route *route = request->found.route;

	if ((request->token.scope & route->scope) == 0)
		answer_problem(request, 403, request->credential.kind ==
					   CREDENTIAL_KEY ? "The API key does not allow this." :
					   "The access token does not allow this.");
	else if (config->limit == NULL ||
			 (!is_limited(request, config->limit, request->token.account) &&
			  ((route->flags & ROUTE_SHOWS) == 0 || answer_has_room(request))))
		request_granted(request);
}

/* A guess, which costs the network as much as one of a number does. */
static void
refuse_key(struct request *request)
{
	if (request->has_network)
		limit_missed(request->worker->config->networks, request->network,
					 limit_now());
	memset(&request->token, 0, sizeof request->token);
	answer_problem(request, 401, "The API key is not valid.");
}

static void
key_done(struct pg_call *call, const struct pg_answer *answer)
{
	struct request *request = container_of(call, struct request, call);
	struct worker *worker = request->worker;

	request_waited(request);
	if (answer->outcome != PG_ROWS)
		answer_failure(request, answer);
	else if (PQntuples(answer->result) != 1 ||
			 !token_claimed(PQgetvalue(answer->result, 0, 0), time(NULL),
							&request->token))
		refuse_key(request);
	else
	{
		token_cache_keep(worker->tokens, request->credential.text, time(NULL),
						 &request->token);
		grant(request);
	}
}

static void
ask_key(struct request *request)
{
	const struct credential *credential = &request->credential;
	struct pg_call *call = &request->call;

	call->value[0] = (char *) secret_digest(&request->arena,
											credential->secret);
	call->length[0] = crypto_hash_sha256_BYTES;
	call->format[0] = 1;
	call->value[1] = credential->id;
	call->format[1] = 0;
	request_submit(request, CLASS_write,
				   router_key(request->worker->config->router), key_done);
}

static void
check_credential(struct request *request)
{
	struct worker *worker = request->worker;
	const struct credential *credential = &request->credential;

	request->has_token = credential->kind != CREDENTIAL_NONE;
	if (credential->kind == CREDENTIAL_NONE)
		answer_problem(request, 401, "An access token is needed.");
	else if (credential->kind == CREDENTIAL_BAD)
		refuse_key(request);
	else if (token_cache_find(worker->tokens, credential->text, time(NULL),
							  &request->token))
		grant(request);
	else if (credential->kind == CREDENTIAL_KEY)
		ask_key(request);
	else if (token_check(&worker->config->keys, credential->text, time(NULL),
						 &request->token))
	{
		token_cache_keep(worker->tokens, credential->text, time(NULL),
						 &request->token);
		grant(request);
	}
	else
		answer_problem(request, 401, "The access token is not valid.");
}

void
access_check(struct request *request)
{
	if (!check_network(request))
		return;
	if (request->found.route->scope == SCOPE_PUBLIC)
	{
		request_granted(request);
		return;
	}
	request->credential = credential_read(&request->arena,
										  request->params.authorization);
	if (request->credential.kind == CREDENTIAL_NONE &&
		(request->found.route->flags & ROUTE_GUEST) != 0)
		request_granted(request);
	else
		check_credential(request);
}
