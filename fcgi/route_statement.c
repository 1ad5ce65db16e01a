/*
 * route_statement.c: the SQL statement of each row, and of the calls that the
 * workers make for themselves
 */
#include "route_inside.h"

#include <string.h>

static void
add_type(struct statement *statement, enum argument_type type)
{
	statement->type[statement->count++] = route_types[type].oid;
}

static void
statement_types(struct statement *statement, const struct route *route)
{
	for (const struct argument *argument = route->argument;
		 argument->kind != ARGUMENT_END; argument++)
	{
		if (argument->type == TYPE_IGNORED)
			continue;
		add_type(statement, argument->type);
		if (route_second(argument->kind) != TYPE_IGNORED)
			add_type(statement, route_second(argument->kind));
	}
}

static void
add_arguments(struct buffer *text, int count)
{
	buffer_text(text, "(");
	for (int i = 1; i <= count; i++)
		buffer_print(text, i > 1 ? ", $%d" : "$%d", i);
	buffer_text(text, ")");
}

static void
add_call(struct buffer *text, const char *function, int count)
{
	buffer_text(text, function);
	add_arguments(text, count);
}

static const char *
text_end(struct buffer *text)
{
	buffer_add(text, "", 1);
	return text->data;
}

/* Takes the new one, whose place it is, unless there is an equal one. */
static const struct statement *
router_keep(struct router *router, struct statement *new, const char *text)
{
	for (size_t i = 0; i < router->statements; i++)
	{
		struct statement *old = &router->statement[i];

		if (strcmp(old->text, text) == 0 && old->count == new->count &&
			memcmp(old->type, new->type, sizeof new->type) == 0)
			return old;
	}
	new->text = strdup(text);
	router->statements++;
	return new;
}

static struct statement *
router_new_statement(struct router *router)
{
	struct statement *new = &router->statement[router->statements];

	*new = (struct statement) {.number = router->statements};
	return new;
}

/* The reader of the path that a row changes. */
static const char *
reader_of(const struct route *route)
{
	for (size_t i = 0; i < route_count; i++)
		if (route_rows[i].method == METHOD_GET &&
			strcmp(route_rows[i].path, route->path) == 0)
			return strchr(route_rows[i].function, '.') + 1;
	return "";
}

/*
 * One statement is one transaction. The first of coalesce's arguments that
 * is not NULL is the answer, and those behind it are never called; OFFSET
 * keeps the planner from calling them once for each column.
 */
static const char choice_begin[] =
	"SELECT (r).status, (r).body, (r).next, (r).shown FROM (SELECT coalesce(";
static const char choice_end[] = ") AS r OFFSET 0) reply";

/* The call itself; behind a look at what it changes for If-Match. */
static const struct statement *
router_plain(struct router *router, const struct route *route)
{
	struct statement *new = router_new_statement(router);
	struct buffer text = {0};
	const struct statement *kept;
	int			count;

	statement_types(new, route);
	count = new->count;
	if ((route->flags & ROUTE_MATCH) == 0)
	{
		buffer_text(&text, "SELECT status, body, next, shown FROM ");
		add_call(&text, route->function, count);
	}
	else
	{
		add_type(new, TYPE_TEXT);
		buffer_print(&text, "%sapi.precondition($1, '%s', %s, $%d), ",
					 choice_begin, reader_of(route),
					 route->argument[1].kind == ARGUMENT_PATH ? "$2" : "NULL",
					 new->count);
		add_call(&text, route->function, count);
		buffer_text(&text, choice_end);
	}
	kept = router_keep(router, new, text_end(&text));
	buffer_free(&text);
	return kept;
}

/* The same for several calls, of a row that reads texts and integers alone. */
static const struct statement *
router_together(struct router *router, const struct route *route)
{
	struct statement *new = router_new_statement(router);
	struct buffer text = {0};
	const struct statement *kept;

	if ((route->flags & ROUTE_TOGETHER) == 0)
		return NULL;
	for (const struct argument *argument = route->argument;
		 argument->kind != ARGUMENT_END; argument++)
		new->type[new->count++] = route_types[argument->type].array;
	buffer_print(&text, "SELECT status, body, next, shown FROM "
				 "%s_together", route->function);
	add_arguments(&text, new->count);
	kept = router_keep(router, new, text_end(&text));
	buffer_free(&text);
	return kept;
}

/* The same under a key: what was kept, or the call and keeping it. */
static const struct statement *
router_once(struct router *router, const struct route *route)
{
	struct statement *new = router_new_statement(router);
	struct buffer text = {0};
	const struct statement *kept;
	int			count;

	if ((route->flags & ROUTE_IDEMPOTENT) == 0)
		return NULL;
	statement_types(new, route);
	count = new->count;
	add_type(new, TYPE_TEXT);
	add_type(new, TYPE_BYTES);
	buffer_print(&text, "%sapi.replay($1, $%d, $%d), "
				 "api.replay_keep($1, $%d, ", choice_begin, count + 1,
				 count + 2, count + 1);
	add_call(&text, route->function, count);
	buffer_print(&text, ")%s", choice_end);
	kept = router_keep(router, new, text_end(&text));
	buffer_free(&text);
	return kept;
}

/* The call that finds whose password is to be verified. */
static const struct statement *
router_password(struct router *router)
{
	struct statement *new = router_new_statement(router);

	for (int i = 0; i < 3; i++)
		add_type(new, TYPE_TEXT);
	return router_keep(router, new,
					   "SELECT account, hash FROM api.password_of($1, $2, $3)");
}

/* The call that finds whose an API key is, as the claims of a token. */
static const struct statement *
router_credential(struct router *router)
{
	struct statement *new = router_new_statement(router);

	add_type(new, TYPE_BYTES);
	add_type(new, TYPE_TEXT);
	return router_keep(router, new, "SELECT next FROM api.key_of($1, $2)");
}

/* The calls of the ledger and of the tally, which no route names. */
static void
router_books(struct router *router)
{
	struct statement *new = router_new_statement(router);

	router->budgets = router_keep(router, new, "SELECT status, body, next, "
								  "shown FROM api.budgets()");
	new = router_new_statement(router);
	add_type(new, TYPE_TEXTS);
	add_type(new, TYPE_INTS);
	router->budgets_keep = router_keep(router, new, "SELECT status, body, "
									   "next, shown FROM "
									   "api.budgets_keep($1, $2)");
	new = router_new_statement(router);
	add_type(new, TYPE_INT);
	router->lookups_keep = router_keep(router, new, "SELECT status, body, "
									   "next, shown FROM "
									   "api.lookups_keep($1)");
}

void
route_statements(struct router *router)
{
	for (size_t i = 0; i < route_count; i++)
	{
		const struct statement *plain = router_plain(router, &route_rows[i]);
		const struct statement *together =
			router_together(router, &route_rows[i]);

		if (together != NULL)
			router->statement[plain->number].together = together;
		router->of_row[i] = plain;
		router->once[i] = router_once(router, &route_rows[i]);
	}
	router->account = router_password(router);
	router->key = router_credential(router);
	router_books(router);
}
