/*
 * bind.c: what came in, checked against the arguments of the route and made
 * into the parameters of its statement
 */
#include <string.h>
#include <strings.h>

#include "request.h"
#include "text.h"
#include "worker.h"

#define LIMIT_MOST		50
#define LIMIT_USUAL		"20"

/* What a route that verifies a password takes, in api.password_of's order. */
static const struct argument account_member[] = {
	{.kind = ARGUMENT_MAY, .name = "username", .type = TYPE_NUMBER},
	{.kind = ARGUMENT_MAY, .name = "phone_number", .type = TYPE_NUMBER},
	{.kind = ARGUMENT_MAY, .name = "region", .type = TYPE_TEXT},
};

static bool
in_body(const struct argument *argument)
{
	switch (argument->kind)
	{
		case ARGUMENT_BODY:
		case ARGUMENT_MAY:
		case ARGUMENT_HASH:
		case ARGUMENT_VERIFIED:
		case ARGUMENT_DIGEST:
			return true;
		default:
			return false;
	}
}

static bool
in_query(const struct argument *argument)
{
	return argument->kind == ARGUMENT_QUERY ||
		argument->kind == ARGUMENT_LIMIT || argument->kind == ARGUMENT_CURSOR;
}

static bool
names(const struct argument *argument, struct slice name, enum place place)
{
	if (place == IN_QUERY ? !in_query(argument) : !in_body(argument))
		return false;
	if (slice_equal(name, argument->name))
		return true;
	for (size_t i = 0; argument->kind == ARGUMENT_VERIFIED &&
		 i < lengthof(account_member); i++)
		if (slice_equal(name, account_member[i].name))
			return true;
	return false;
}

static bool
is_known(const struct route *route, struct slice name, enum place place)
{
	for (int i = 0; route->argument[i].kind != ARGUMENT_END; i++)
		if (names(&route->argument[i], name, place))
			return true;
	return false;
}

static void
check_names(struct request *request, const struct members *members,
			enum place place)
{
	for (size_t i = 0; i < members->count; i++)
	{
		struct slice name = members->member[i].name;

		if (is_known(request->found.route, name, place))
			continue;
		request_error(request, place, name.data,
					  place == IN_BODY ? "There is no such member." :
					  "There is no such parameter.");
	}
}

/* Values. Each kind answers the sentence that says what is wrong. */

static const char *
value_text(const struct member *member)
{
	if (member->kind != MEMBER_TEXT && member->kind != MEMBER_WORD)
		return "It must be a string.";
	if (!text_clean(member->text, true))
		return "It holds control characters.";
	return NULL;
}

static const char *
value_number(const struct member *member)
{
	if (member->kind == MEMBER_INTEGER)
		return member->text.data[0] == '-' ? "It must not be negative." : NULL;
	if (member->kind != MEMBER_TEXT && member->kind != MEMBER_WORD)
		return "It must be a string or an integer.";
	return value_text(member);
}

static const char *
value_integer(const struct member *member)
{
	int64_t		value;

	if ((member->kind != MEMBER_INTEGER && member->kind != MEMBER_WORD) ||
		!text_integer(member->text, &value))
		return "It must be an integer.";
	return NULL;
}

/* Digits, a point, an exponent: what JSON calls a number. */
static bool
looks_real(struct slice text)
{
	size_t		digits = 0;

	for (size_t i = 0; i < text.length; i++)
	{
		digits += text.data[i] >= '0' && text.data[i] <= '9';
		if (text.data[i] == '\0' ||
			strchr("0123456789.eE+-", text.data[i]) == NULL)
			return false;
	}
	return digits > 0 && text.length < 64;
}

static const char *
value_real(const struct member *member)
{
	if (member->kind == MEMBER_INTEGER || member->kind == MEMBER_REAL ||
		(member->kind == MEMBER_WORD && looks_real(member->text)))
		return NULL;
	return "It must be a number.";
}

/* As forms say it: browsers on, programs what their language prints. */
static bool
is_bool_word(struct slice text, bool *value)
{
	static const struct
	{
		const char *text;
		bool		value;
	}			word[] = {
		{"true", true}, {"false", false}, {"1", true}, {"0", false},
		{"on", true}, {"off", false}, {"yes", true}, {"no", false}
	};

	for (size_t i = 0; i < lengthof(word); i++)
		if (text.length == strlen(word[i].text) &&
			strncasecmp(text.data, word[i].text, text.length) == 0)
		{
			*value = word[i].value;
			return true;
		}
	return false;
}

static bool
is_bool(const struct member *member, bool *value)
{
	if (member->kind == MEMBER_WORD)
		return is_bool_word(member->text, value);
	*value = member->kind == MEMBER_TRUE;
	return *value || member->kind == MEMBER_FALSE;
}

static const char *
value_bool(const struct member *member)
{
	bool		value;

	return is_bool(member, &value) ? NULL : "It must be true or false.";
}

static const char *
value_list(const struct member *member)
{
	return member->kind == MEMBER_LIST ? NULL : "It must be a list.";
}

static const char *
value_wrong(enum argument_type type, const struct member *member)
{
	static const char *(*const check[]) (const struct member *) = {
		[TYPE_TEXT] = value_text,
		[TYPE_NUMBER] = value_number,
		[TYPE_INT] = value_integer,
		[TYPE_REAL] = value_real,
		[TYPE_BOOL] = value_bool,
		[TYPE_UUID] = value_text,
		[TYPE_BYTES] = value_text,
		[TYPE_NUMBERS] = value_list,
		[TYPE_NULLABLE] = value_text,
	};

	return type == TYPE_IGNORED ? NULL : check[type] (member);
}

/* What the strings hold is for the function: it answers for each. */
static void
check_items(struct request *request, const struct member *list)
{
	size_t		errors = request->errors;

	for (size_t i = 0; i < list->items; i++)
		if (list->item[i].kind != MEMBER_TEXT &&
			list->item[i].kind != MEMBER_INTEGER)
		{
			request_error(request, IN_BODY, list->name.data,
						  arena_print(&request->arena, "Number %zu of it must "
									  "be a string or an integer.", i + 1));
			if (request->errors > errors)
				request->error[errors].item =
					arena_print(&request->arena, "%zu", i);
			return;
		}
}

static void
check_member(struct request *request, const struct argument *argument,
			 bool required)
{
	const struct member *member = body_member(&request->members,
											  argument->name);
	const char *wrong = NULL;

	if (member == NULL || member->kind == MEMBER_NULL)
		wrong = required ? "It is missing." : NULL;
	else
		wrong = value_wrong(argument->type, member);
	if (wrong != NULL)
		request_error(request, IN_BODY, argument->name, wrong);
	else if (member != NULL)
		check_items(request, member);
}

/* The password must not be, or be part of, anything else that was told. */
static const char *
secret_wrong(const struct request *request, const struct member *secret)
{
	const char *wrong = password_wrong(secret->text);

	for (size_t i = 0; wrong == NULL && i < request->members.count; i++)
	{
		const struct member *other = &request->members.member[i];

		if (other != secret && other->text.length > 0 &&
			text_within_fold(secret->text, other->text))
			wrong = "The password repeats another member.";
	}
	return wrong;
}

static void
check_secret(struct request *request, const struct argument *argument)
{
	const struct argument text = {.name = argument->name, .type = TYPE_TEXT};
	const struct member *member;
	size_t		errors = request->errors;
	const char *wrong = NULL;

	check_member(request, &text, true);
	if (request->errors > errors)
		return;
	member = body_member(&request->members, argument->name);
	if (argument->kind == ARGUMENT_HASH)
		wrong = secret_wrong(request, member);
	else if (member->text.length > PASSWORD_MOST)
		wrong = "The password is longer than 128 bytes.";
	if (wrong != NULL)
		request_error(request, IN_BODY, argument->name, wrong);
}

static void
check_account(struct request *request)
{
	bool		given = false;

	for (size_t i = 0; i < lengthof(account_member); i++)
	{
		const struct member *member = body_member(&request->members,
												  account_member[i].name);

		check_member(request, &account_member[i], false);
		/* a region alone names nobody */
		if (i < 2 && member != NULL && member->kind != MEMBER_NULL)
			given = true;
	}
	if (!given)
		request_error(request, IN_BODY, "phone_number",
					  "Either it or username must be given.");
}

static void
check_query(struct request *request, const struct argument *argument)
{
	const struct member *member = body_member(&request->query,
											  argument->name);
	const char *wrong;

	if (member == NULL || argument->type == TYPE_IGNORED)
		return;
	wrong = member->text.length == 0 ? "It has no value." :
		value_wrong(argument->type, member);
	if (wrong != NULL)
		request_error(request, IN_QUERY, argument->name, wrong);
}

static void
check_limit(struct request *request, const struct argument *argument)
{
	const struct member *member = body_member(&request->query,
											  argument->name);
	int64_t		limit;

	if (member != NULL && (!text_integer(member->text, &limit) || limit < 1 ||
						   limit > LIMIT_MOST))
		request_error(request, IN_QUERY, argument->name,
					  "It must be an integer from 1 to 50.");
}

static void
check_argument(struct request *request, const struct argument *argument)
{
	switch (argument->kind)
	{
		case ARGUMENT_BODY:
		case ARGUMENT_DIGEST:
			check_member(request, argument, true);
			break;
		case ARGUMENT_MAY:
			check_member(request, argument, false);
			break;
		case ARGUMENT_VERIFIED:
			check_account(request);
			check_secret(request, argument);
			break;
		case ARGUMENT_HASH:
			check_secret(request, argument);
			break;
		case ARGUMENT_QUERY:
			check_query(request, argument);
			break;
		case ARGUMENT_LIMIT:
			check_limit(request, argument);
			break;
		default:
			break;
	}
}

/* Everything that can be said about the values without asking anybody. */
bool
bind_check(struct request *request)
{
	const struct route *route = request->found.route;

	check_names(request, &request->query, IN_QUERY);
	if ((route->flags & ROUTE_LENIENT) == 0)
		check_names(request, &request->members, IN_BODY);
	for (int i = 0; route->argument[i].kind != ARGUMENT_END; i++)
		check_argument(request, &route->argument[i]);
	return request->errors == 0;
}

/* Parameters. */

static void
bind_text(struct pg_call *call, int *at, const char *text)
{
	call->format[*at] = 0;
	call->length[*at] = 0;
	call->value[(*at)++] = text;
}

static void
bind_bytes(struct pg_call *call, int *at, const void *data, size_t length)
{
	call->format[*at] = 1;
	call->length[*at] = (int) length;
	call->value[(*at)++] = data;
}

/* An array as PostgreSQL reads it, each item between quotes. */
static const char *
list_value(struct request *request, const struct member *list)
{
	struct buffer out = {0};
	const char *value;

	buffer_text(&out, "{");
	for (size_t i = 0; i < list->items; i++)
	{
		buffer_text(&out, i > 0 ? "," : "");
		text_quoted(&out, list->item[i].text);
	}
	buffer_text(&out, "}");
	value = arena_copy(&request->arena, out.data, out.length);
	buffer_free(&out);
	return value;
}

static const char *
member_value(struct request *request, const struct member *member,
			 enum argument_type type)
{
	bool		value;

	if (member == NULL)
		return NULL;
	if (member->kind == MEMBER_NULL)
		return type == TYPE_NULLABLE ? "" : NULL;
	if (member->kind == MEMBER_LIST)
		return list_value(request, member);
	if (type == TYPE_BOOL && is_bool(member, &value))
		return value ? "t" : "f";
	return member->text.data;
}

static void
bind_cursor(struct request *request, int *at)
{
	const struct member *member = body_member(&request->query, "cursor");
	struct slice raw;

	if (member == NULL)
		bind_text(&request->call, at, NULL);
	else if (cursor_open(&request->worker->config->keys, &request->arena,
						 request_context(request), member->text, &raw))
		bind_text(&request->call, at, raw.data);
	else
		request_error(request, IN_QUERY, "cursor",
					  "It is not a cursor of this list.");
}

static void
bind_fresh(struct request *request, int *at)
{
	request->fresh = secret_make(&request->arena);
	bind_bytes(&request->call, at,
			   secret_digest(&request->arena, slice_of(request->fresh)),
			   crypto_hash_sha256_BYTES);
}

static void
bind_key(struct request *request, int *at)
{
	request->fresh = credential_key(&request->arena);
	bind_bytes(&request->call, at,
			   secret_digest(&request->arena, slice_of(request->fresh)),
			   crypto_hash_sha256_BYTES);
}

static void
bind_digest(struct request *request, const struct argument *argument, int *at)
{
	request->presented = body_member(&request->members,
									 argument->name)->text;
	bind_bytes(&request->call, at,
			   secret_digest(&request->arena, request->presented),
			   crypto_hash_sha256_BYTES);
}

static const char *
path_value(const struct request *request, const char *name)
{
	int			which = route_segment(request->found.route, name);

	return request->found.segment[which].data;
}

static const char *
address_value(struct request *request)
{
	struct slice address = request->params.address;

	return address.length > 0 ?
		arena_copy(&request->arena, address.data, address.length) : NULL;
}

static void
bind_argument(struct request *request, const struct argument *argument,
			  int *at)
{
	struct pg_call *call = &request->call;
	const struct member *member;

	switch (argument->kind)
	{
		case ARGUMENT_SID:
			bind_text(call, at, request->has_token ?
					  request->token.session : NULL);
			break;
		case ARGUMENT_PATH:
			bind_text(call, at, path_value(request, argument->name));
			break;
		case ARGUMENT_QUERY:
			member = body_member(&request->query, argument->name);
			bind_text(call, at, member_value(request, member, argument->type));
			break;
		case ARGUMENT_BODY:
		case ARGUMENT_MAY:
			member = body_member(&request->members, argument->name);
			bind_text(call, at, member_value(request, member, argument->type));
			break;
		case ARGUMENT_LIMIT:
			member = body_member(&request->query, argument->name);
			bind_text(call, at, member ? member->text.data : LIMIT_USUAL);
			break;
		case ARGUMENT_CURSOR:
			bind_cursor(request, at);
			break;
		case ARGUMENT_HASH:
		case ARGUMENT_RENEWED:
			bind_text(call, at, request->hash);
			break;
		case ARGUMENT_VERIFIED:
			bind_text(call, at, request->account);
			bind_text(call, at, request->verified ? "t" : "f");
			break;
		case ARGUMENT_DIGEST:
			bind_digest(request, argument, at);
			break;
		case ARGUMENT_FRESH:
			bind_fresh(request, at);
			break;
		case ARGUMENT_KEY:
			bind_key(request, at);
			break;
		case ARGUMENT_ADDRESS:
			bind_text(call, at, address_value(request));
			break;
		case ARGUMENT_CONTENT:
			bind_bytes(call, at, request->body.data, request->body.length);
			bind_text(call, at, request->media);
			break;
		case ARGUMENT_END:
			break;
	}
}

/* A header as text, NULL when it was not sent; one that is no text is "". */
static void
bind_header(struct request *request, struct slice header, int *at)
{
	const char *value = NULL;

	if (header.data != NULL)
		value = !text_clean(header, false) ? "" :
			arena_copy(&request->arena, header.data, header.length);
	bind_text(&request->call, at, value);
}

static void
digest_part(crypto_hash_sha256_state *state, struct slice part)
{
	crypto_hash_sha256_update(state, (const unsigned char *) part.data,
							  part.length);
	crypto_hash_sha256_update(state, (const unsigned char *) "\n", 1);
}

static struct slice
query_of(struct slice uri)
{
	const char *mark = memchr(uri.data, '?', uri.length);

	return mark == NULL ? (struct slice) {"", 0} :
		(struct slice) {mark, (size_t) (uri.data + uri.length - mark)};
}

/*
 * What tells a request from another under the same key: the path however it
 * is written, with or without its last slash, what it asks, and the body.
 */
static void
bind_request(struct request *request, int *at)
{
	const struct found *found = &request->found;
	unsigned char *digest = arena_get(&request->arena,
									  crypto_hash_sha256_BYTES);
	crypto_hash_sha256_state state;

	crypto_hash_sha256_init(&state);
	digest_part(&state, request->params.method);
	digest_part(&state, slice_of(found->route->path));
	for (int i = 0; i < found->segments; i++)
		digest_part(&state, found->segment[i]);
	digest_part(&state, query_of(request->params.uri));
	digest_part(&state, request->body);
	crypto_hash_sha256_final(&state, digest);
	bind_bytes(&request->call, at, digest, crypto_hash_sha256_BYTES);
}

bool
bind_values(struct request *request)
{
	const struct route *route = request->found.route;
	int			at = 0;

	for (int i = 0; route->argument[i].kind != ARGUMENT_END; i++)
		if (route->argument[i].type != TYPE_IGNORED)
			bind_argument(request, &route->argument[i], &at);
	if ((route->flags & ROUTE_MATCH) != 0)
		bind_header(request, request->params.if_match, &at);
	if (request->once)
	{
		bind_header(request, request->params.idempotency_key, &at);
		bind_request(request, &at);
	}
	return request->errors == 0;
}

bool
bind_account(struct request *request)
{
	int			at = 0;

	for (size_t i = 0; i < lengthof(account_member); i++)
		bind_text(&request->call, &at,
				  member_value(request, body_member(&request->members,
													account_member[i].name),
							   account_member[i].type));
	return request->errors == 0;
}

/* The password that the route hashes or verifies. */
struct slice
bind_secret(const struct request *request, enum argument_kind kind)
{
	const struct argument *argument = request->found.route->argument;

	while (argument->kind != kind)
		argument++;
	return body_member(&request->members, argument->name)->text;
}
