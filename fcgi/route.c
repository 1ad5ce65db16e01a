/* route.c: the rows of routes.def, and what can be asked of one */
#include "route_inside.h"

#include <string.h>

#include "body.h"

/* The types of pg_type.dat that parameters have. */
#define OID_BOOL	16
#define OID_BYTEA	17
#define OID_INT8	20
#define OID_TEXT	25
#define OID_FLOAT8	701
#define OID_TEXTS	1009
#define OID_INT8S	1016
#define OID_UUID	2950
#define OID_UUIDS	2951

/* The words of routes.def. */
#define ETAG	ROUTE_ETAG
#define LENIENT	ROUTE_LENIENT
#define FORM	ROUTE_FORM
#define OLD		ROUTE_OLD
#define TOKENS	ROUTE_TOKENS
#define IDEMPOTENT	ROUTE_IDEMPOTENT
#define MATCH	ROUTE_MATCH
#define BASIC	ROUTE_BASIC
#define GUEST	ROUTE_GUEST
#define SHARED	ROUTE_SHARED
#define TWILIO	ROUTE_TWILIO
#define TOGETHER	ROUTE_TOGETHER
#define SHOWS		ROUTE_SHOWS
#define TAKEN		ROUTE_TAKEN

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

const struct route route_rows[] = {
#include "routes.def"
};

const size_t route_count = lengthof(route_rows);

_Static_assert(lengthof(route_rows) + OWN_METRICS <= ROUTE_ROWS,
			   "too many rows");

const char *const route_method_name[ROUTE_METHODS] = {
	"GET", "POST", "PUT", "PATCH", "DELETE"
};

static const char *const class_name[ROUTE_CLASSES] = {
	"read", "write", "slow", "bulk"
};

const struct route_type route_types[] = {
	[TYPE_TEXT] = {"text", OID_TEXT, OID_TEXTS},
	[TYPE_NUMBER] = {"text", OID_TEXT, OID_TEXTS},
	[TYPE_INT] = {"int8", OID_INT8, OID_INT8S},
	[TYPE_REAL] = {"float8", OID_FLOAT8, InvalidOid},
	[TYPE_BOOL] = {"bool", OID_BOOL, InvalidOid},
	[TYPE_UUID] = {"uuid", OID_UUID, OID_UUIDS},
	[TYPE_BYTES] = {"bytea", OID_BYTEA, InvalidOid},
	[TYPE_TEXTS] = {"text[]", OID_TEXTS, InvalidOid},
	[TYPE_INTS] = {"int8[]", OID_INT8S, InvalidOid},
	[TYPE_NUMBERS] = {"text[]", OID_TEXTS, InvalidOid},
	[TYPE_NULLABLE] = {"text", OID_TEXT, OID_TEXTS},
};

bool
route_next(struct slice *path, struct slice *segment)
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

struct slice
route_inside(struct slice path)
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

enum argument_type
route_second(enum argument_kind kind)
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

int
route_method(struct slice name)
{
	if (slice_equal(name, "HEAD"))
		return METHOD_GET;
	for (int i = 0; i < ROUTE_METHODS; i++)
		if (slice_equal(name, route_method_name[i]))
			return i;
	return -1;
}

int
route_segment(const struct route *route, const char *name)
{
	struct slice path = route_inside(slice_of(route->path));
	struct slice segment;

	for (int i = 0; route_next(&path, &segment); i++)
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
						 route_method_name[i]);
	buffer_text(out, "OPTIONS");
}
