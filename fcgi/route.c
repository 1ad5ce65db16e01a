/*
 * route.c: the rows of routes.def, their statements, and the tree of path
 * segments that finds them
 */
#include "route.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "body.h"
#include "text.h"

/* The types of pg_type.dat that parameters have. */
#define OID_BOOL	16
#define OID_BYTEA	17
#define OID_INT8	20
#define OID_TEXT	25
#define OID_FLOAT8	701
#define OID_TEXTS	1009
#define OID_INT8S	1016
#define OID_UUID	2950

/* The words of routes.def. */
#define ETAG	ROUTE_ETAG
#define LENIENT	ROUTE_LENIENT
#define FORM	ROUTE_FORM
#define OLD		ROUTE_OLD
#define TOKENS	ROUTE_TOKENS
#define IDEMPOTENT	ROUTE_IDEMPOTENT
#define MATCH	ROUTE_MATCH
#define BASIC	ROUTE_BASIC
#define SHARED	ROUTE_SHARED
#define TWILIO	ROUTE_TWILIO

#define ARGUMENT(kind, name, type) \
	{ARGUMENT_##kind, name, TYPE_##type, NULL, 0}
#define SID					ARGUMENT(SID, NULL, UUID)
#define PATH(name, type)	ARGUMENT(PATH, #name, type)
#define QUERY(name, type)	ARGUMENT(QUERY, #name, type)
#define BODY(name, type)	ARGUMENT(BODY, #name, type)
#define MAY(name, type)		ARGUMENT(MAY, #name, type)
#define LIMIT				ARGUMENT(LIMIT, "limit", INT)
#define CURSOR				ARGUMENT(CURSOR, "cursor", TEXT)
#define HASH(name)			ARGUMENT(HASH, #name, TEXT)
#define VERIFIED(name)		ARGUMENT(VERIFIED, #name, INT)
#define DIGEST(name)		ARGUMENT(DIGEST, #name, BYTES)
#define FRESH				ARGUMENT(FRESH, NULL, BYTES)
#define ADDRESS				ARGUMENT(ADDRESS, NULL, TEXT)
#define RENEWED				ARGUMENT(RENEWED, NULL, TEXT)
#define KEY					ARGUMENT(KEY, NULL, BYTES)
#define CONTENT(type, kilobytes, media) \
	{ARGUMENT_CONTENT, NULL, TYPE_##type, media, kilobytes}

#define A(...)	{__VA_ARGS__}
#define R(method, path, function, arguments, scope, class, ms, flags) \
	{METHOD_##method, path, function, arguments, SCOPE_##scope, \
	CLASS_##class, ms, flags},

static const struct route rows[] = {
#include "routes.def"
};

#define ROWS	lengthof(rows)

static const struct
{
	const char *path;
	enum route_own own;
}			owns[] = {
	{"/healthz", OWN_HEALTH},
	{"/readyz", OWN_READY},
	{"/metrics", OWN_METRICS},
};

_Static_assert(ROWS + lengthof(owns) <= ROUTE_ROWS, "too many rows");

static const char *const method_name[ROUTE_METHODS] = {
	"GET", "POST", "PUT", "PATCH", "DELETE"
};

static const char *const class_name[ROUTE_CLASSES] = {
	"read", "write", "slow", "bulk"
};

static const struct
{
	const char *name;
	Oid			oid;
}			sql_type[] = {
	[TYPE_TEXT] = {"text", OID_TEXT},
	[TYPE_NUMBER] = {"text", OID_TEXT},
	[TYPE_INT] = {"int8", OID_INT8},
	[TYPE_REAL] = {"float8", OID_FLOAT8},
	[TYPE_BOOL] = {"bool", OID_BOOL},
	[TYPE_UUID] = {"uuid", OID_UUID},
	[TYPE_BYTES] = {"bytea", OID_BYTEA},
	[TYPE_TEXTS] = {"text[]", OID_TEXTS},
	[TYPE_INTS] = {"int8[]", OID_INT8S},
	[TYPE_NUMBERS] = {"text[]", OID_TEXTS},
};

static const char *const scope_name[] = {
	[SCOPE_PUBLIC] = "public",[SCOPE_READ] = "read",
	[SCOPE_WRITE] = "write",[SCOPE_ADMIN] = "admin",
};

static const struct
{
	unsigned	flag;
	const char *name;
}			flag_name[] = {
	{ROUTE_ETAG, "etag"}, {ROUTE_LENIENT, "lenient"}, {ROUTE_FORM, "form"},
	{ROUTE_OLD, "old"}, {ROUTE_TOKENS, "tokens"},
	{ROUTE_IDEMPOTENT, "idempotent"}, {ROUTE_MATCH, "match"},
	{ROUTE_BASIC, "basic"},
	{ROUTE_SHARED, "shared"}, {ROUTE_TWILIO, "twilio"},
};

struct node
{
	char	   *segment;		/* NULL: any */
	struct node *child;			/* the one for "any" comes last */
	struct node *next;
	size_t		row[ROUTE_METHODS]; /* one more than its number; 0 = none */
};

struct router
{
	struct node *root;
	size_t		statements;
	struct statement statement[2 * ROWS + 4];
	const struct statement *account;	/* reads a password */
	const struct statement *key;	/* finds whose a key is */
	const struct statement *budgets;	/* reads what was charged */
	const struct statement *budgets_keep;	/* writes it */
	const struct statement *of_row[ROWS];
	const struct statement *once[ROWS];
};

/* The next part between slashes, which may be empty; false at the end. */
static bool
next_segment(struct slice *path, struct slice *segment)
{
	const char *end;

	if (path->data == NULL)
		return false;
	*segment = *path;
	end = memchr(path->data, '/', path->length);
	if (end == NULL)
	{
		*path = (struct slice) {NULL, 0};
		return true;
	}
	segment->length = (size_t) (end - path->data);
	path->data = end + 1;
	path->length -= segment->length + 1;
	return true;
}

/* Drops the slash in front and the last one: /a/b/ is a/b. */
static struct slice
path_inside(struct slice path)
{
	if (path.length > 0)
	{
		path.data++;
		path.length--;
	}
	if (path.length > 0 && path.data[path.length - 1] == '/')
		path.length--;
	return path;
}

static struct node *
node_child(struct node *node, struct slice segment)
{
	struct node **place = &node->child;
	struct node *child;
	bool		any = segment.data[0] == '{';

	while (*place != NULL && (*place)->segment != NULL &&
		   (any || !slice_equal(segment, (*place)->segment)))
		place = &(*place)->next;
	if (*place != NULL && ((*place)->segment == NULL) == any)
		return *place;
	child = memory_zero(sizeof *child);
	if (!any)
		child->segment = strndup(segment.data, segment.length);
	child->next = *place;
	*place = child;
	return child;
}

static struct node *
router_place(struct router *router, const char *text)
{
	struct node *node = router->root;
	struct slice path = path_inside(slice_of(text));
	struct slice segment;

	while (next_segment(&path, &segment))
		node = node_child(node, segment);
	return node;
}

static void
add_type(struct statement *statement, enum argument_type type)
{
	statement->type[statement->count++] = sql_type[type].oid;
}

/* Kinds that are two parameters: the type of the second one. */
static enum argument_type
second_type(enum argument_kind kind)
{
	switch (kind)
	{
		case ARGUMENT_VERIFIED:
			return TYPE_BOOL;
		case ARGUMENT_CONTENT:
			return TYPE_TEXT;
		default:
			return TYPE_IGNORED;
	}
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
		if (second_type(argument->kind) != TYPE_IGNORED)
			add_type(statement, second_type(argument->kind));
	}
}

static void
add_call(struct buffer *text, const char *function, int count)
{
	buffer_print(text, "%s(", function);
	for (int i = 1; i <= count; i++)
		buffer_print(text, i > 1 ? ", $%d" : "$%d", i);
	buffer_text(text, ")");
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
	for (size_t i = 0; i < ROWS; i++)
		if (rows[i].method == METHOD_GET &&
			strcmp(rows[i].path, route->path) == 0)
			return strchr(rows[i].function, '.') + 1;
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

/* The calls of the ledger, which no route names. */
static void
router_ledger(struct router *router)
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
}

struct router *
router_new(void)
{
	struct router *router = memory_zero(sizeof *router);

	router->root = memory_zero(sizeof *router->root);
	for (size_t i = 0; i < ROWS; i++)
	{
		router_place(router, rows[i].path)->row[rows[i].method] = i + 1;
		router->of_row[i] = router_plain(router, &rows[i]);
		router->once[i] = router_once(router, &rows[i]);
	}
	for (size_t i = 0; i < lengthof(owns); i++)
		router_place(router, owns[i].path)->row[METHOD_GET] = ROWS + i + 1;
	router->account = router_password(router);
	router->key = router_credential(router);
	router_ledger(router);
	return router;
}

static void
node_free(struct node *node)
{
	while (node != NULL)
	{
		struct node *next = node->next;

		node_free(node->child);
		free(node->segment);
		free(node);
		node = next;
	}
}

void
router_free(struct router *router)
{
	node_free(router->root);
	for (size_t i = 0; i < router->statements; i++)
		free(router->statement[i].text);
	free(router);
}

int
route_method(struct slice name)
{
	if (slice_equal(name, "HEAD"))
		return METHOD_GET;
	for (int i = 0; i < ROUTE_METHODS; i++)
		if (slice_equal(name, method_name[i]))
			return i;
	return -1;
}

/* A decoded segment may be any clean text without a slash. */
static bool
segment_read(struct arena *arena, struct slice raw, struct slice *segment)
{
	return text_unescape(arena, raw, false, segment) &&
		text_clean(*segment, false) &&
		memchr(segment->data, '/', segment->length) == NULL;
}

static const struct node *
node_find(const struct node *node, struct slice segment)
{
	for (node = node->child; node != NULL; node = node->next)
		if (node->segment == NULL ? segment.length > 0 :
			slice_equal(segment, node->segment))
			return node;
	return NULL;
}

static void
found_row(struct found *found, const struct router *router, size_t number)
{
	found->number = number;
	if (number < ROWS)
	{
		found->route = &rows[number];
		found->statement = router->of_row[number];
		found->once = router->once[number];
	}
	else
		found->own = owns[number - ROWS].own;
}

struct found
router_find(const struct router *router, struct arena *arena, int method,
			struct slice path)
{
	struct found found = {.number = router_unknown(router)};
	const struct node *node = router->root;
	struct slice raw;

	if (path.length == 0 || path.data[0] != '/')
		return found;
	path = path_inside(path);
	while (node != NULL && next_segment(&path, &raw))
	{
		struct slice *segment = &found.segment[found.segments];

		if (found.segments++ == ROUTE_SEGMENTS)
			return found;
		if (!segment_read(arena, raw, segment))
		{
			found.broken = true;
			return found;
		}
		node = node_find(node, *segment);
	}
	for (int i = 0; node != NULL && i < ROUTE_METHODS; i++)
		if (node->row[i] > 0)
			found.allowed |= 1u << i;
	found.path = found.allowed != 0;
	if (found.path && method >= 0 && node->row[method] > 0)
		found_row(&found, router, node->row[method] - 1);
	return found;
}

size_t
router_statements(const struct router *router)
{
	return router->statements;
}

const struct statement *
router_account(const struct router *router)
{
	return router->account;
}

const struct statement *
router_key(const struct router *router)
{
	return router->key;
}

const struct statement *
router_budgets(const struct router *router)
{
	return router->budgets;
}

const struct statement *
router_budgets_keep(const struct router *router)
{
	return router->budgets_keep;
}

/* The number under which requests without a row are counted. */
size_t
router_unknown(const struct router *router)
{
	(void) router;
	return ROWS + lengthof(owns);
}

const char *
router_method(const struct router *router, size_t number)
{
	if (number >= router_unknown(router))
		return "";
	return number < ROWS ? method_name[rows[number].method] : "GET";
}

const char *
router_path(const struct router *router, size_t number)
{
	if (number >= router_unknown(router))
		return "";
	return number < ROWS ? rows[number].path : owns[number - ROWS].path;
}

int
route_segment(const struct route *route, const char *name)
{
	struct slice path = path_inside(slice_of(route->path));
	struct slice segment;

	for (int i = 0; next_segment(&path, &segment); i++)
		if (segment.length == strlen(name) + 2 && segment.data[0] == '{' &&
			memcmp(segment.data + 1, name, strlen(name)) == 0)
			return i;
	return -1;
}

bool
route_takes(const struct route *route, enum argument_kind kind)
{
	for (int i = 0; route->argument[i].kind != ARGUMENT_END; i++)
		if (route->argument[i].kind == kind)
			return true;
	return false;
}

const struct argument *
route_content(const struct route *route)
{
	const struct argument *argument = route->argument;

	while (argument->kind != ARGUMENT_END && argument->kind != ARGUMENT_CONTENT)
		argument++;
	return argument->kind == ARGUMENT_CONTENT ? argument : NULL;
}

size_t
route_body_most(const struct route *route)
{
	const struct argument *content = route != NULL ?
		route_content(route) : NULL;

	return content != NULL ? content->kilobytes * 1024 : BODY_MAX;
}

bool
route_word(struct slice *words, struct slice *word)
{
	const char *end;

	if (words->length == 0)
		return false;
	*word = *words;
	end = memchr(words->data, ' ', words->length);
	if (end != NULL)
		word->length = (size_t) (end - words->data);
	words->data += word->length + (end != NULL);
	words->length -= word->length + (end != NULL);
	return true;
}

const char *
route_class_name(int class)
{
	return class_name[class];
}

/* The value of Allow. */
void
route_allow(struct buffer *out, unsigned allowed)
{
	for (int i = 0; i < ROUTE_METHODS; i++)
		if ((allowed & 1u << i) != 0)
			buffer_print(out, i == METHOD_GET ? "%s, HEAD, " : "%s, ",
						 method_name[i]);
	buffer_text(out, "OPTIONS");
}

static void
print_types(struct buffer *out, const struct route *route)
{
	const char *comma = "";

	for (const struct argument *argument = route->argument;
		 argument->kind != ARGUMENT_END; argument++)
	{
		if (argument->type == TYPE_IGNORED)
			continue;
		buffer_print(out, "%s%s", comma, sql_type[argument->type].name);
		if (second_type(argument->kind) != TYPE_IGNORED)
			buffer_print(out, ",%s",
						 sql_type[second_type(argument->kind)].name);
		comma = ",";
	}
}

/* Where a client gives an argument, and whether it may be left out. */
static const struct
{
	const char *place;
	const char *mark;
}			given[] = {
	[ARGUMENT_PATH] = {"path", ""},
	[ARGUMENT_QUERY] = {"query", "?"},
	[ARGUMENT_LIMIT] = {"query", "?"},
	[ARGUMENT_CURSOR] = {"query", "?"},
	[ARGUMENT_BODY] = {"body", ""},
	[ARGUMENT_MAY] = {"body", "?"},
	[ARGUMENT_HASH] = {"body", ""},
	[ARGUMENT_DIGEST] = {"body", ""},
	[ARGUMENT_VERIFIED] = {"body", ""},
};

static const char *const type_word[] = {
	[TYPE_TEXT] = "text",[TYPE_NUMBER] = "number",[TYPE_INT] = "integer",
	[TYPE_REAL] = "real",[TYPE_BOOL] = "boolean",[TYPE_IGNORED] = "ignored",
	[TYPE_UUID] = "text",[TYPE_BYTES] = "text",[TYPE_NUMBERS] = "numbers",
};

/* A body as a whole: content:media type:kilobytes for each that it may be. */
static void
print_content(struct buffer *out, const struct argument *argument,
			  const char *space)
{
	struct slice rest = slice_of(argument->media);
	struct slice word;

	while (route_word(&rest, &word))
	{
		buffer_print(out, "%scontent:%.*s:%zu", space, (int) word.length,
					 word.data, argument->kilobytes);
		space = " ";
	}
}

/* What a client gives: place:name:type, a question mark behind what it may. */
static void
print_given(struct buffer *out, const struct route *route)
{
	const char *space = "";

	for (const struct argument *argument = route->argument;
		 argument->kind != ARGUMENT_END; argument++)
	{
		const char *type = type_word[argument->type];

		if (argument->kind == ARGUMENT_HASH)
			type = "secret";
		if (argument->kind == ARGUMENT_VERIFIED)
			type = "text";
		if (argument->kind == ARGUMENT_CONTENT)
		{
			print_content(out, argument, space);
			space = " ";
		}
		if (argument->name == NULL)
			continue;
		buffer_text(out, space);
		if (argument->kind == ARGUMENT_VERIFIED)
			buffer_text(out, "body:username:text? "
						"body:phone_number:number? body:region:text? ");
		buffer_print(out, "%s:%s:%s%s", given[argument->kind].place,
					 argument->name, type, given[argument->kind].mark);
		space = " ";
	}
}

static void
print_flags(struct buffer *out, unsigned flags)
{
	const char *space = "";

	for (size_t i = 0; i < lengthof(flag_name); i++)
		if ((flags & flag_name[i].flag) != 0)
		{
			buffer_print(out, "%s%s", space, flag_name[i].name);
			space = " ";
		}
}

/*
 * Every row: method, path, function, types of its parameters, class, what a
 * client gives, scope, flags.
 */
void
route_print(struct buffer *out)
{
	for (size_t i = 0; i < ROWS; i++)
	{
		buffer_print(out, "%s\t%s\t%s\t", method_name[rows[i].method],
					 rows[i].path, rows[i].function);
		print_types(out, &rows[i]);
		buffer_print(out, "\t%s\t", class_name[rows[i].class]);
		print_given(out, &rows[i]);
		buffer_print(out, "\t%s\t", scope_name[rows[i].scope]);
		print_flags(out, rows[i].flags);
		buffer_text(out, "\n");
	}
}
