/* route_test.c: the table of routes, its tree and its statements */
#include "worker_unit.h"

#include "route.h"

static struct router *router;
static struct arena arena;

static int
set_up(void **state)
{
	(void) state;
	router = router_new();
	return 0;
}

static int
tear_down(void **state)
{
	(void) state;
	router_free(router);
	arena_free(&arena);
	return 0;
}

static struct found
find(const char *method, const char *path)
{
	return router_find(router, &arena, route_method(slice_of(method)),
					   slice_of(path));
}

static const char *
pattern(const char *method, const char *path)
{
	struct found found = find(method, path);

	return found.route != NULL ? found.route->path : NULL;
}

static void
test_found(void **state)
{
	struct found found;

	(void) state;
	assert_string_equal(pattern("GET", "/v1/me"), "/v1/me");
	assert_string_equal(pattern("GET", "/v1/me/"), "/v1/me");
	assert_string_equal(pattern("HEAD", "/v1/%6De"), "/v1/me");
	assert_string_equal(pattern("PUT", "/api/contacts/x/report_spam/"),
						"/api/contacts/{id}/report_spam");
	found = find("GET", "/v1/numbers/%2B91%2098");
	assert_string_equal(found.route->path, "/v1/numbers/{number}");
	assert_true(slice_equal(found.segment[route_segment(found.route,
														"number")],
							"+91 98"));
	assert_true(slice_equal(find("GET", "/v1/numbers/+91").segment[2],
							"+91"));
	assert_int_equal(find("GET", "/healthz").own, OWN_HEALTH);
	assert_int_equal(find("GET", "/metrics/").own, OWN_METRICS);
}

static void
test_absent(void **state)
{
	static const char *const path[] = {
		"", "/", "v1/me", "/v1", "/v1/me/x", "//v1/me", "/v1//me",
		"/v1/me//", "/V1/me", "/v1/numbers/", "/v1/numbers//", "/v1/me%2f",
		"/v1/./me", "/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p", "*",
	};

	(void) state;
	for (size_t i = 0; i < lengthof(path); i++)
	{
		struct found found = find("GET", path[i]);

		assert_null(found.route);
		assert_int_equal(found.own, OWN_NONE);
		assert_int_equal(found.number, router_unknown(router));
	}
}

static void
test_broken(void **state)
{
	static const char *const path[] = {
		"/v1/numbers/%", "/v1/numbers/%2", "/v1/numbers/%zz",
		"/v1/numbers/%00", "/v1/numbers/a%2Fb", "/v1/numbers/%ff",
		"/v1/numbers/%0d%0aX:y", "/v1/numbers/\xff", "/%c2%85",
	};

	(void) state;
	for (size_t i = 0; i < lengthof(path); i++)
		assert_true(find("GET", path[i]).broken);
}

static void
test_methods(void **state)
{
	struct found found = find("POST", "/v1/me");
	struct buffer allow = {0};

	(void) state;
	assert_null(found.route);
	assert_true(found.path);
	route_allow(&allow, find("OPTIONS", "/v1/contacts/1").allowed);
	assert_true(slice_equal((struct slice) {allow.data, allow.length},
							"GET, HEAD, PATCH, DELETE, OPTIONS"));
	buffer_free(&allow);
	assert_int_equal(route_method(TEXT("get")), -1);
	assert_int_equal(route_method(TEXT("")), -1);
	assert_int_equal(route_method(TEXT("CONNECT")), -1);
}

static void
test_statements(void **state)
{
	struct found one = find("POST", "/v1/token/refresh");
	struct found other = find("POST", "/api/token/refresh");

	(void) state;
	assert_ptr_equal(one.statement, other.statement);
	assert_string_equal(one.statement->text, "SELECT status, body, next, "
						"shown FROM api.token_refresh($1, $2)");
	assert_int_equal(one.statement->type[0], 17);
	assert_string_equal(find("POST", "/v1/token").statement->text,
						"SELECT status, body, next, shown FROM "
						"api.token($1, $2, $3, $4)");
	/* a list is an array */
	assert_int_equal(find("POST", "/v1/lookups").statement->type[1], 1009);
	/* what is only accepted has no parameter */
	assert_int_equal(find("GET", "/search").statement->count, 5);
	assert_string_equal(router_account(router)->text, "SELECT account, hash "
						"FROM api.password_of($1, $2, $3)");
}

/* A whole body is two parameters, and a size of its own. */
static void
test_content(void **state)
{
	struct found found = find("POST", "/v1/contacts/import");
	struct slice words = slice_of(route_content(found.route)->media);
	struct slice word;
	int			count = 0;

	(void) state;
	assert_int_equal(found.statement->count, 4);
	assert_int_equal(found.statement->type[1], 17);
	assert_int_equal(found.statement->type[2], 25);
	assert_int_equal(route_body_most(found.route), 16 << 20);
	assert_int_equal(route_body_most(NULL), 65536);
	assert_null(route_content(find("POST", "/v1/contacts").route));
	assert_int_equal(route_body_most(find("POST", "/v1/contacts").route),
					 65536);
	while (route_word(&words, &word))
	{
		assert_non_null(memchr(word.data, '/', word.length));
		assert_null(memchr(word.data, ' ', word.length));
		count++;
	}
	assert_int_equal(count, 5);
}

/* What a header adds to a call stands around it, in the same statement. */
static void
test_choices(void **state)
{
	struct found create = find("POST", "/v1/contacts");
	struct found change = find("DELETE", "/v1/contacts/7");

	(void) state;
	assert_string_equal(create.once->text, "SELECT (r).status, (r).body, "
						"(r).next, (r).shown FROM (SELECT coalesce("
						"api.replay($1, $6, $7), api.replay_keep($1, $6, "
						"api.contact_create($1, $2, $3, $4, $5))) AS r "
						"OFFSET 0) reply");
	assert_int_equal(create.once->count, 7);
	assert_string_equal(create.statement->text, "SELECT status, body, next, "
						"shown FROM api.contact_create($1, $2, $3, $4, $5)");
	assert_string_equal(change.statement->text, "SELECT (r).status, "
						"(r).body, (r).next, (r).shown FROM (SELECT coalesce("
						"api.precondition($1, 'contact', $2, $3), "
						"api.contact_delete($1, $2)) AS r OFFSET 0) reply");
	assert_null(change.once);
	assert_null(find("GET", "/v1/contacts").once);
}

/* Each row is found under its own path, and is fit to be called. */
static void
test_rows(void **state)
{
	size_t		unknown = router_unknown(router);

	(void) state;
	for (size_t i = 0; i < unknown; i++)
	{
		struct found found = find(router_method(router, i),
								  router_path(router, i));

		assert_int_equal(found.number, i);
		if (found.route == NULL)
			continue;
		assert_true(found.statement->number < router_statements(router));
		assert_true(found.statement->count <= ROUTE_VALUES);
		assert_true(found.once == NULL || found.once->count <= ROUTE_VALUES);
		assert_int_equal(found.once != NULL,
						 (found.route->flags & ROUTE_IDEMPOTENT) != 0);
		/* what is compared for If-Match can be read at the same path */
		if ((found.route->flags & ROUTE_MATCH) != 0)
			assert_non_null(find("GET", found.route->path).route);
		assert_int_equal(strncmp(found.route->function, "api.", 4), 0);
		for (int a = 0; found.route->argument[a].kind != ARGUMENT_END; a++)
			if (found.route->argument[a].kind == ARGUMENT_PATH)
				assert_true(route_segment(found.route,
										  found.route->argument[a].name) >= 0);
		/* nothing but a token and what needs none is open to all */
		if (found.route->scope != SCOPE_PUBLIC)
			assert_int_equal(found.route->argument[0].kind, ARGUMENT_SID);
		/* what is asked with a body may be a question, too */
		if (found.route->class != CLASS_write &&
			found.route->class != CLASS_bulk)
			assert_true(found.route->method == METHOD_GET ||
						found.route->scope == SCOPE_READ ||
						route_content(found.route) != NULL);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_found),
		cmocka_unit_test(test_absent),
		cmocka_unit_test(test_broken),
		cmocka_unit_test(test_methods),
		cmocka_unit_test(test_statements),
		cmocka_unit_test(test_content),
		cmocka_unit_test(test_choices),
		cmocka_unit_test(test_rows),
	};

	return cmocka_run_group_tests_name("route", tests, set_up, tear_down);
}
