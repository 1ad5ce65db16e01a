/*
 * fuzz_content.c: any bytes as a body that is taken as a whole, and before
 * the first line break any as its type
 *
 * A request whose query is wrong, too, gets as far as its body: then it is
 * refused for the query if type and size were those of the route, and for
 * nothing but type or size if they were not.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "fcgi.h"
#include "request.h"
#include "text.h"
#include "worker.h"

static struct config config;
static struct worker worker;
static struct buffer answer;
static char authorization[AUTH_TOKEN_MAX];

static void
need(bool promise)
{
	if (!promise)
		abort();
}

static void
start(void)
{
	static const unsigned char secret[32] = "00000000000000000000000000000001";
	struct key *key = &config.keys.key[0];
	struct arena arena = {0};

	need(sodium_init() >= 0);
	config.keys.count = 1;
	config.keys.issuer = "numsight";
	config.keys.audience = "numsight";
	strcpy(key->id, "k");
	strcpy(key->header, "eyJhbGciOiJIUzI1NiJ9");
	crypto_auth_hmacsha256_init(&key->token, secret, sizeof secret);
	crypto_auth_hmacsha256_init(&key->cursor, secret, sizeof secret);
	config.router = router_new();
	config.shared = shared_new(1);
	worker.config = &config;
	worker.tokens = token_cache_new();
	snprintf(authorization, sizeof authorization, "Bearer %s",
			 token_make(&config.keys, &arena,
						"{\"sub\":\"00000000-0000-4000-8000-000000000001\","
						"\"sid\":\"00000000-0000-4000-8000-000000000002\","
						"\"scope\":\"write\"}", time(NULL)));
	arena_free(&arena);
}

static void
take_answer(struct request *request, struct slice head, struct slice body)
{
	answer.length = 0;
	buffer_add(&answer, head.data, head.length);
	buffer_add(&answer, body.data, body.length);
	buffer_add(&answer, "", 1);
	request_free(request);
}

static int
ask(struct slice type, struct slice body)
{
	struct request *request = request_new(&worker);
	struct buffer params = {0};
	char		length[24];

	snprintf(length, sizeof length, "%zu", body.length);
	fcgi_add_pair(&params, "REQUEST_METHOD", slice_of("POST"));
	fcgi_add_pair(&params, "REQUEST_URI",
				  slice_of("/v1/contacts/import?unknown=1"));
	fcgi_add_pair(&params, "CONTENT_TYPE", type);
	fcgi_add_pair(&params, "CONTENT_LENGTH", slice_of(length));
	fcgi_add_pair(&params, "HTTP_AUTHORIZATION", slice_of(authorization));
	request->send = take_answer;
	request_params(request, (struct slice) {params.data, params.length});
	need(request->body_most == 16 << 20);
	request->body = body;
	request_run(request);
	worker.log.length = 0;
	buffer_free(&params);
	return (int) strtol(answer.data + strlen("Status: "), NULL, 10);
}

/* The route's types again, told in another way. */
static bool
is_known(struct slice type)
{
	static const char *const known[] = {
		"text/vcard", "text/x-vcard", "text/csv", "application/json",
		"application/x-ndjson"
	};
	size_t		length = 0;

	while (length < type.length && type.data[length] != ';' &&
		   type.data[length] != ' ')
		length++;
	for (size_t i = 0; i < lengthof(known); i++)
		if (strlen(known[i]) == length &&
			strncasecmp(known[i], type.data, length) == 0)
			return true;
	return false;
}

/* JSON must be UTF-8: a type of it may be refused for what it says of that. */
static bool
says_more(struct slice type)
{
	return type.length >= strlen("application/") &&
		strncasecmp(type.data, "application/", strlen("application/")) == 0 &&
		(memchr(type.data, ';', type.length) != NULL ||
		 memchr(type.data, ' ', type.length) != NULL);
}

static void
check_text(struct slice body)
{
	bool		zero = body.length > 0 &&
		memchr(body.data, '\0', body.length) != NULL;

	if (text_clean(body, true))
		need(text_whole(body));
	if (text_whole(body))
		need(!zero);
}

int			LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char	   *exact = memory_get(size);
	struct slice type = {exact, size};
	struct slice body = {exact + size, 0};
	const char *end;
	bool		known;
	int			status;

	if (config.router == NULL)
		start();
	if (size > 0)
		memcpy(exact, data, size);
	end = size > 0 ? memchr(exact, '\n', size) : NULL;
	if (end != NULL)
	{
		type.length = (size_t) (end - exact);
		body = (struct slice) {end + 1, size - type.length - 1};
	}
	status = ask(type, body);
	known = is_known(type) && !(says_more(type) && status == 415);
	if (body.length == 0)
		need(status == 400);
	else
		need(status == (known ? 400 : 415));
	need((strstr(answer.data, "\"parameter\"") != NULL) ==
		 (body.length > 0 && known));
	check_text(body);
	free(exact);
	return 0;
}
