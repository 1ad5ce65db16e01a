/* route_print.c: the rows as text, for the description of the API and tests */
#include "route_inside.h"

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
	{ROUTE_BASIC, "basic"}, {ROUTE_GUEST, "guest"},
	{ROUTE_SHARED, "shared"}, {ROUTE_TWILIO, "twilio"},
};

static void
print_types(struct buffer *out, const struct route *route)
{
	const char *comma = "";

	for (const struct argument *argument = route->argument;
		 argument->kind != ARGUMENT_END; argument++)
	{
		if (argument->type == TYPE_IGNORED)
			continue;
		buffer_print(out, "%s%s", comma, route_types[argument->type].name);
		if (route_second(argument->kind) != TYPE_IGNORED)
			buffer_print(out, ",%s",
						 route_types[route_second(argument->kind)].name);
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
	[TYPE_NULLABLE] = "text",
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
			buffer_text(out, "body:username:number? "
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
	for (size_t i = 0; i < route_count; i++)
	{
		buffer_print(out, "%s\t%s\t%s\t", route_method_name[route_rows[i].method],
					 route_rows[i].path, route_rows[i].function);
		print_types(out, &route_rows[i]);
		buffer_print(out, "\t%s\t", route_class_name(route_rows[i].class));
		print_given(out, &route_rows[i]);
		buffer_print(out, "\t%s\t", scope_name[route_rows[i].scope]);
		print_flags(out, route_rows[i].flags);
		buffer_text(out, "\n");
	}
}
