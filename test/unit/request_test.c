/*
 * request_test.c: what a request is answered before any database is asked:
 * route, frame, token, content type, values
 */
#include "worker_unit.h"

#include <time.h>

#include "fcgi.h"
#include "request.h"
#include "worker.h"

static char *folder;
static struct config config;
static struct worker worker;
static char *access_token;
static struct buffer answer;

static int
set_up(void **state)
{
	struct arena arena = {0};
	char	   *token;

	(void) state;
	folder = unit_keys();
	unit_keys_read(&config.keys, folder);
	config.router = router_new();
	config.shared = shared_new(1);
	worker.config = &config;
	worker.tokens = token_cache_new();
	token = token_make(&config.keys, &arena, "{\"sub\":\"" ACCOUNT "\","
					   "\"sid\":\"" SESSION "\",\"scope\":\"read write\"}",
					   time(NULL));
	access_token = strdup(token);
	arena_free(&arena);
	return 0;
}

static int
tear_down(void **state)
{
	(void) state;
	unit_keys_remove(folder);
	token_cache_free(worker.tokens);
	config_free(&config);
	buffer_free(&worker.log);
	buffer_free(&answer);
	free(access_token);
	return 0;
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

struct asked
{
	const char *method;
	const char *uri;
	const char *type;
	const char *body;
	const char *authorization;
	const char *length;
};

static void
add(struct buffer *params, const char *name, const char *value)
{
	if (value != NULL)
		fcgi_add_pair(params, name, slice_of(value));
}

/* Asks and answers the status. */
static int
ask(struct asked asked)
{
	struct request *request = request_new(&worker);
	struct buffer params = {0};
	char		length[24];

	request->send = take_answer;
	if (asked.body == NULL)
		asked.body = "";
	snprintf(length, sizeof length, "%zu", strlen(asked.body));
	add(&params, "REQUEST_METHOD", asked.method);
	add(&params, "REQUEST_URI", asked.uri);
	add(&params, "CONTENT_TYPE", asked.type);
	add(&params, "CONTENT_LENGTH",
		asked.length != NULL ? asked.length : length);
	add(&params, "HTTP_AUTHORIZATION", asked.authorization);
	add(&params, "REQUEST_ID", "the-id");
	request_params(request, (struct slice) {params.data, params.length});
	request->body = slice_of(asked.body);
	answer.length = 0;
	request_run(request);
	buffer_free(&params);
	assert_int_not_equal(answer.length, 0);
	return (int) strtol(answer.data + strlen("Status: "), NULL, 10);
}

static bool
says(const char *text)
{
	return strstr(answer.data, text) != NULL;
}

static char *
bearer(void)
{
	static char header[AUTH_TOKEN_MAX];

	snprintf(header, sizeof header, "Bearer %s", access_token);
	return header;
}

static int
post(const char *uri, const char *body)
{
	return ask((struct asked) {
			   .method = "POST", .uri = uri, .body = body,
			   .type = "application/json", .authorization = bearer()
	});
}

static int
get(const char *uri)
{
	return ask((struct asked) {
			   .method = "GET", .uri = uri, .authorization = bearer()
	});
}

static void
test_routes(void **state)
{
	(void) state;
	assert_int_equal(get("/healthz"), 200);
	assert_true(says("\r\n\r\n{\"status\":\"ok\"}"));
	assert_true(says("X-Request-Id: the-id\r\n"));
	assert_int_equal(get("/nothing"), 404);
	assert_true(says("\"instance\":\"the-id\""));
	assert_int_equal(get("/v1/numbers/%0d%0aX:y"), 400);
	assert_false(says("\nX:y"));
	assert_int_equal(get("/metrics"), 200);
	assert_true(says("numsight_requests_total{method=\"GET\","
					 "route=\"/healthz\",status=\"2xx\"} 1"));
}

static void
test_methods(void **state)
{
	(void) state;
	assert_int_equal(post("/v1/me/export", ""), 405);
	assert_true(says("\r\nAllow: GET, HEAD, OPTIONS\r\n"));
	assert_int_equal(ask((struct asked) {"OPTIONS", "/v1/contacts", NULL,
											 NULL, NULL, NULL}), 204);
	assert_true(says("\r\nAllow: GET, HEAD, POST, OPTIONS\r\n"));
	assert_int_equal(ask((struct asked) {"OPTIONS", "/x", NULL, NULL, NULL,
											 NULL}), 404);
	assert_int_equal(ask((struct asked) {"HEAD", "/healthz", NULL, NULL,
											 NULL, NULL}), 200);
	assert_true(says("Content-Length: 15\r\n"));
	assert_false(says("{"));
	assert_int_equal(ask((struct asked) {"get", "/v1/me", NULL, NULL, NULL,
											 NULL}), 405);
}

static void
test_tokens(void **state)
{
	static const char *const bad[] = {
		"Bearer x.y.z", "Token x", "Bearer a b"
	};
	static const char *const absent[] = {
		NULL, "", "Bearer", "Bearer  ", "Basic", "Digest eDp5", "Bearerx"
	};

	(void) state;
	for (size_t i = 0; i < lengthof(absent); i++)
	{
		assert_int_equal(ask((struct asked) {"GET", "/v1/me", NULL, NULL,
												 absent[i], NULL}), 401);
		assert_true(says("\r\nWWW-Authenticate: Bearer\r\n"));
		assert_false(says("token_not_valid"));
	}
	for (size_t i = 0; i < lengthof(bad); i++)
	{
		assert_int_equal(ask((struct asked) {"GET", "/v1/me", NULL, NULL,
												 bad[i], NULL}), 401);
		assert_true(says("\r\nWWW-Authenticate: Bearer\r\n"));
		assert_true(says("\"code\":\"token_not_valid\""));
	}
	assert_int_equal(ask((struct asked) {"GET", "/v1/me", NULL, NULL,
											 "Basic eDp5", NULL}), 401);
	assert_true(says("\r\nWWW-Authenticate: Basic realm=\"numsight\""));
	assert_true(says("\"code\":\"token_not_valid\""));
}

static void
test_scope(void **state)
{
	struct arena arena = {0};
	char	   *token = token_make(&config.keys, &arena, "{\"sub\":\"" ACCOUNT
								  "\",\"sid\":\"" SESSION "\","
								  "\"scope\":\"read\"}", time(NULL));

	(void) state;
	assert_int_equal(ask((struct asked) {
							 .method = "DELETE", .uri = "/v1/contacts/1",
							 .authorization = arena_print(&arena, "bEARER  %s",
														  token)
	}), 403);
	arena_free(&arena);
}

static void
test_frame(void **state)
{
	(void) state;
	assert_int_equal(ask((struct asked) {"GET", "/healthz", NULL, "x", NULL,
											 "2"}), 400);
	assert_int_equal(ask((struct asked) {"GET", "/healthz", NULL, "", NULL,
											 "-1"}), 400);
	assert_int_equal(ask((struct asked) {"GET", "/healthz", NULL, "", NULL,
											 "0x0"}), 400);
	assert_int_equal(ask((struct asked) {"GET", NULL, NULL, NULL, NULL,
											 NULL}), 404);
	assert_int_equal(ask((struct asked) {NULL, "/healthz", NULL, NULL, NULL,
											 NULL}), 400);
}

static void
test_types(void **state)
{
	static const char *const bad[] = {
		NULL, "", "text/plain", "application/jsonx", "application/json+x",
		"application/json; charset=latin1", "multipart/form-data",
		"application/x-www-form-urlencoded", "application/json,text/plain",
	};

	(void) state;
	for (size_t i = 0; i < lengthof(bad); i++)
		assert_int_equal(ask((struct asked) {
								 "POST", "/v1/contacts", bad[i], "{}",
								 bearer(), NULL
		}), 415);
	/* read, and found wanting */
	assert_int_equal(ask((struct asked) {
							 "POST", "/v1/contacts",
							 "Application/JSON; charset=UTF-8", "{}",
							 bearer(), NULL
	}), 400);
	assert_int_equal(ask((struct asked) {
							 "POST", "/call",
							 "application/x-www-form-urlencoded", "a=1",
							 bearer(), NULL
	}), 400);
}

/* A body that is taken as a whole: its type must be one of the route's. */
static void
test_content(void **state)
{
	static const char *const bad[] = {
		NULL, "", "text/plain", "text/vcards", "text/csv/x", "text",
		"application/x-www-form-urlencoded", "text/vcard,text/csv",
	};
	static const char *const good[] = {
		"text/vcard", "TEXT/CSV", "text/x-vcard;charset=utf-16",
		"text/csv; header=present", "application/json", "application/x-ndjson",
	};
	/* read, and refused for what stands beside it */
	const char *uri = "/v1/contacts/import?page=1";

	(void) state;
	for (size_t i = 0; i < lengthof(bad); i++)
		assert_int_equal(ask((struct asked) {"POST", uri, bad[i], "\xff\x01",
												 bearer(), NULL}), 415);
	assert_true(says("The body must be one of: text/vcard "));
	for (size_t i = 0; i < lengthof(good); i++)
	{
		assert_int_equal(ask((struct asked) {"POST", uri, good[i],
												 "\xff\x01", bearer(),
												 NULL}), 400);
		assert_true(says("\"parameter\":\"page\""));
	}
	assert_int_equal(ask((struct asked) {"POST", uri, "text/csv", "",
											 bearer(), NULL}), 400);
	assert_true(says("There is no body."));
}

static void
test_members(void **state)
{
	(void) state;
	assert_int_equal(post("/v1/contacts", ""), 400);
	assert_true(says("\"errors\":[{\"pointer\":\"/name\",\"detail\":"
					 "\"It is missing.\"},{\"pointer\":\"/phone_number\","
					 "\"detail\":\"It is missing.\"}]"));
	assert_int_equal(post("/v1/contacts", "{\"name\":null,"
						  "\"phone_number\":[1],\"a/b~\":1}"), 400);
	assert_true(says("{\"pointer\":\"/a~1b~0\",\"detail\":"
					 "\"There is no such member.\"}"));
	assert_true(says("{\"pointer\":\"/name\",\"detail\":\"It is missing.\"}"));
	assert_true(says("{\"pointer\":\"/phone_number\",\"detail\":"
					 "\"It must be a string or an integer.\"}"));
	assert_int_equal(post("/v1/contacts", "{\"name\":\"a\\u0007\","
						  "\"phone_number\":1}"), 400);
	assert_true(says("It holds control characters."));
	assert_int_equal(post("/v1/contacts", "{\"name\":1,"
						  "\"phone_number\":\"1\"}"), 400);
	assert_int_equal(post("/v1/calls", "{\"phone_number\":\"1\","
						  "\"answered\":\"yes\",\"duration\":1.5}"), 400);
	assert_true(says("It must be true or false."));
	assert_true(says("It must be an integer."));
}

static void
test_lists(void **state)
{
	(void) state;
	assert_int_equal(post("/v1/lookups", "{\"numbers\":\"1\"}"), 400);
	assert_true(says("{\"pointer\":\"/numbers\",\"detail\":"
					 "\"It must be a list.\"}"));
	assert_int_equal(post("/v1/lookups", "{\"numbers\":[1,\"2\",null]}"), 400);
	assert_true(says("{\"pointer\":\"/numbers/2\",\"detail\":\"Number 3 of it "
					 "must be a string or an integer.\"}"));
	assert_int_equal(post("/v1/lookups", "{\"numbers\":[[1]]}"), 400);
	assert_int_equal(post("/v1/lookups", "{\"numbers\":[0.5]}"), 400);
	assert_int_equal(post("/v1/lookups", "{\"numbers\":null}"), 400);
	assert_int_equal(post("/v1/lookups", "{\"numbers\":[1],\"region\":[1]}"), 400);
	assert_true(says("\"pointer\":\"/region\""));
	/* elsewhere a list is not a number */
	assert_int_equal(post("/v1/contacts", "{\"name\":\"A\","
						  "\"phone_number\":[\"1\"]}"), 400);
}

/* Clients made for Twilio read code, message and more_info. */
static void
test_twilio(void **state)
{
	(void) state;
	assert_int_equal(get("/v2/PhoneNumbers/1?Type=carrier"), 400);
	assert_true(says("\"code\":20400,\"message\":\""));
	assert_true(says("\"more_info\":\""));
	assert_int_equal(ask((struct asked) {"GET", "/v2/PhoneNumbers/1", NULL,
											 NULL, "Bearer x.y.z", NULL}), 401);
	assert_true(says("\"status\":401,"));
	assert_true(says("\"code\":20003,"));
	assert_false(says("token_not_valid"));
}

/* Clients of the original applications find the field at the top. */
static void
test_old(void **state)
{
	(void) state;
	assert_int_equal(post("/register", "{\"name\":1,\"status\":2}"), 400);
	assert_true(says(",\"phone_number\":[\"It is missing.\"]"));
	assert_true(says(",\"name\":[\"It must be a string.\"]"));
	assert_true(says(",\"error\":\""));
	assert_int_equal(post("/call", "{\"status\":1}"), 400);
	assert_false(says("\"status\":["));
	assert_int_equal(get("/search?query=a&query=b"), 400);
}

static void
test_queries(void **state)
{
	static const char *const bad[] = {
		"/v1/search?query", "/v1/search?query=", "/v1/search?query=a&x=1",
		"/v1/search?query=a&query=b", "/v1/search?query=%",
		"/v1/search?query=%00", "/v1/search?query=%ff", "/v1/search?=a",
		"/v1/search?query=a&&region=IN", "/v1/search?Query=a",
		"/v1/contacts?limit=0", "/v1/contacts?limit=51",
		"/v1/contacts?limit=", "/v1/contacts?limit=1.0",
		"/v1/contacts?limit=x", "/v1/contacts?limit=-1",
		"/v1/contacts?limit=99999999999999999999", "/v1/contacts?cursor=x",
		"/v1/contacts?cursor=", "/v1/contacts?cursor=AAAAAAAAAAAAAAAAAAAAAA",
		"/v1/me?a=1", "/v1/search?query=a&email=x",
	};

	(void) state;
	for (size_t i = 0; i < lengthof(bad); i++)
		assert_int_equal(get(bad[i]), 400);
	assert_int_equal(get("/v1/contacts?limit=0&x=1"), 400);
	assert_true(says("{\"parameter\":\"x\",\"detail\":"
					 "\"There is no such parameter.\"},"
					 "{\"parameter\":\"limit\","));
}

/* A body of some members and a password. */
static int
post_secret(const char *uri, const char *members, const char *password)
{
	char		body[512];

	snprintf(body, sizeof body, "{%s,\"password\":\"%s\"}", members,
			 password);
	return post(uri, body);
}

static void
test_passwords(void **state)
{
	static const struct
	{
		const char *password;
		const char *detail;
	}			bad[] = {
		{"short", "shorter than 8 bytes"},
		{"password1", "first that would be tried"},
		{"PASSWORD1", "first that would be tried"},
		{"NumSight", "first that would be tried"},
		{"asha kumari", "repeats another member"},
		{"919876543210", "repeats another member"},
	};
	char		most[140];

	(void) state;
	for (size_t i = 0; i < lengthof(bad); i++)
	{
		assert_int_equal(post_secret("/v1/users", "\"name\":\"Asha Kumari\","
									 "\"phone_number\":919876543210",
									 bad[i].password), 400);
		assert_true(says("\"pointer\":\"/password\""));
		assert_true(says(bad[i].detail));
	}
	memset(most, 'x', 129);
	most[129] = '\0';
	assert_int_equal(post_secret("/v1/token", "\"phone_number\":\"1\"",
								 most), 400);
	assert_true(says("longer than 128 bytes"));
	assert_int_equal(post("/v1/token", "{\"password\":\"xyzxyzxyz\"}"), 400);
	assert_true(says("Either it or username must be given."));
	assert_int_equal(post("/v1/token", "{\"phone_number\":\"1\"}"), 400);
}

/* No line of the log holds what came in. */
static void
test_log(void **state)
{
	(void) state;
	worker.log.length = 0;
	assert_int_equal(get("/v1/numbers/%2B919876543210?secret=1"), 400);
	buffer_add(&worker.log, "", 1);
	assert_non_null(strstr(worker.log.data,
						   "\"route\":\"/v1/numbers/{number}\",\"status\":400"));
	assert_null(strstr(worker.log.data, "98765"));
	assert_null(strstr(worker.log.data, "secret"));
	assert_null(strstr(worker.log.data, "Bearer"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_routes),
		cmocka_unit_test(test_methods),
		cmocka_unit_test(test_tokens),
		cmocka_unit_test(test_scope),
		cmocka_unit_test(test_frame),
		cmocka_unit_test(test_types),
		cmocka_unit_test(test_content),
		cmocka_unit_test(test_members),
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_twilio),
		cmocka_unit_test(test_old),
		cmocka_unit_test(test_queries),
		cmocka_unit_test(test_passwords),
		cmocka_unit_test(test_log),
	};

	return cmocka_run_group_tests_name("request", tests, set_up, tear_down);
}
