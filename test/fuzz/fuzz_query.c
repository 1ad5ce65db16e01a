/*
 * fuzz_query.c: any bytes as a query string, a form and a path
 *
 * What is accepted is clean text, named once, and means the same when it is
 * written out again with every code escaped.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "body.h"
#include "route.h"
#include "text.h"

static struct router *router;

static void
need(bool promise)
{
	if (!promise)
		abort();
}

static bool
same(struct slice a, struct slice b)
{
	return a.length == b.length && memcmp(a.data, b.data, a.length) == 0;
}

static void
check_again(struct arena *arena, const struct members *members)
{
	struct members again = {0};
	struct buffer text = {0};

	for (size_t i = 0; i < members->count; i++)
	{
		if (i > 0)
			buffer_text(&text, "&");
		text_escape(&text, members->member[i].name);
		buffer_text(&text, "=");
		text_escape(&text, members->member[i].text);
	}
	need(body_form(arena, (struct slice) {text.data, text.length},
				   &again) == NULL);
	need(again.count == members->count);
	for (size_t i = 0; i < again.count; i++)
		need(same(again.member[i].name, members->member[i].name) &&
			 same(again.member[i].text, members->member[i].text));
	buffer_free(&text);
}

static void
check_query(struct slice text)
{
	struct arena arena = {0};
	struct members members = {0};

	if (body_form(&arena, text, &members) == NULL)
	{
		for (size_t i = 0; i < members.count; i++)
		{
			need(text_clean(members.member[i].name, false));
			need(text_clean(members.member[i].text, true));
			need(body_member(&members, members.member[i].name.data) ==
				 &members.member[i]);
		}
		check_again(&arena, &members);
	}
	arena_free(&arena);
}

static void
check_path(struct slice text)
{
	struct arena arena = {0};

	for (int method = -1; method < ROUTE_METHODS; method++)
	{
		struct found found = router_find(router, &arena, method, text);

		need(found.number <= router_unknown(router));
		need((found.route == NULL) || !found.broken);
		for (int i = 0; found.route != NULL && i < found.segments; i++)
			need(text_clean(found.segment[i], false));
	}
	arena_free(&arena);
}

int			LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char	   *exact = memory_get(size);

	if (router == NULL)
		router = router_new();
	if (size > 0)
		memcpy(exact, data, size);
	check_query((struct slice) {exact, size});
	check_path((struct slice) {exact, size});
	free(exact);
	return 0;
}
