/* body.c: strict JSON objects, forms and query strings */
#include "body.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "text.h"

/* Where one is in JSON that is not parsed: brackets, and the last string. */
struct scan
{
	int			depth;
	bool		quoted;
	size_t		string;			/* where it begins */
};

static void
scan_next(struct scan *scan, struct slice json, size_t *at)
{
	char		c = json.data[*at];

	if (scan->quoted && c == '\\')
		(*at)++;
	else if (c == '"')
	{
		scan->quoted = !scan->quoted;
		if (scan->quoted)
			scan->string = *at;
	}
	else if (!scan->quoted && (c == '{' || c == '['))
		scan->depth++;
	else if (!scan->quoted && (c == '}' || c == ']'))
		scan->depth--;
}

/*
 * How deep the brackets go. Looked at before the parser is called, since that
 * one recurses.
 */
static int
depth_of(struct slice json)
{
	struct scan scan = {0};
	int			deepest = 0;

	for (size_t i = 0; i < json.length; i++)
	{
		scan_next(&scan, json, &i);
		if (scan.depth > deepest)
			deepest = scan.depth;
	}
	return deepest;
}

static const char *
given_twice(struct arena *arena, struct members *members, const char *name)
{
	members->twice = name;
	return arena_print(arena, "%s is given twice.", name);
}

/* The name that ends there, if it is one of the members' and not deeper. */
static const char *
name_before(struct arena *arena, struct slice json, size_t end)
{
	struct scan scan = {0};
	const char *name = NULL;
	json_t	   *value;

	for (size_t i = 0; i < end; i++)
		scan_next(&scan, json, &i);
	if (scan.depth != 1 || scan.quoted || scan.string >= end)
		return NULL;
	value = json_loadb(json.data + scan.string, end - scan.string,
					   JSON_DECODE_ANY, NULL);
	if (json_is_string(value))
		name = arena_copy(arena, json_string_value(value),
						  json_string_length(value));
	json_decref(value);
	return name;
}

static const char *
parse_twice(struct arena *arena, struct slice json, const json_error_t *error,
			struct members *members)
{
	size_t		end = error->position > 0 ? (size_t) error->position : 0;
	const char *name = end <= json.length ?
		name_before(arena, json, end) : NULL;

	return name != NULL ? given_twice(arena, members, name) :
		"The body names a member twice.";
}

static const char *
parse_error(struct arena *arena, struct slice json, const json_error_t *error,
			struct members *members)
{
	switch (json_error_code(error))
	{
		case json_error_duplicate_key:
			return parse_twice(arena, json, error, members);
		case json_error_invalid_utf8:
			return "The body is not valid UTF-8.";
		case json_error_null_character:
		case json_error_null_byte_in_key:
			return "The body holds a NUL character.";
		case json_error_numeric_overflow:
			return "The body holds a number that is too large.";
		default:
			return arena_print(arena, "The body is not valid JSON: line %d, "
							   "column %d.", error->line, error->column);
	}
}

static struct slice
number_text(struct arena *arena, const json_t *value)
{
	const char *text;

	if (json_is_integer(value))
		text = arena_print(arena, "%" JSON_INTEGER_FORMAT,
						   json_integer_value(value));
	else
		text = arena_print(arena, "%.17g", json_real_value(value));
	return slice_of(text);
}

/* Everything but a list. */
static void
plain_set(struct arena *arena, struct member *member, const json_t *value)
{
	switch (json_typeof(value))
	{
		case JSON_STRING:
			member->kind = MEMBER_TEXT;
			member->text.length = json_string_length(value);
			member->text.data = arena_copy(arena, json_string_value(value),
										   member->text.length);
			break;
		case JSON_INTEGER:
		case JSON_REAL:
			member->kind = json_is_integer(value) ? MEMBER_INTEGER :
				MEMBER_REAL;
			member->text = number_text(arena, value);
			break;
		case JSON_TRUE:
			member->kind = MEMBER_TRUE;
			break;
		case JSON_FALSE:
			member->kind = MEMBER_FALSE;
			break;
		case JSON_NULL:
			member->kind = MEMBER_NULL;
			break;
		default:
			member->kind = MEMBER_OTHER;
			break;
	}
}

static void
member_set(struct arena *arena, struct member *member, const json_t *value)
{
	if (!json_is_array(value))
	{
		plain_set(arena, member, value);
		return;
	}
	member->kind = MEMBER_LIST;
	member->items = json_array_size(value);
	member->item = arena_get(arena, (member->items + 1) *
							 sizeof *member->item);
	for (size_t i = 0; i < member->items; i++)
	{
		member->item[i] = (struct member) {0};
		plain_set(arena, &member->item[i], json_array_get(value, i));
	}
}

static const char *
members_of(struct arena *arena, json_t *object, struct members *members)
{
	const char *name;
	json_t	   *value;

	if (!json_is_object(object))
		return "The body is not a JSON object.";
	if (json_object_size(object) > BODY_MEMBERS)
		return "The body has too many members.";
	json_object_foreach(object, name, value)
	{
		struct member *member = &members->member[members->count++];

		*member = (struct member) {.name = slice_of(name)};
		member->name.data = arena_copy(arena, name, member->name.length);
		member_set(arena, member, value);
	}
	return NULL;
}

const char *
body_json(struct arena *arena, struct slice body, struct members *members)
{
	const char *wrong;
	json_error_t error;
	json_t	   *object;

	if (depth_of(body) > BODY_DEPTH)
		return "The body is nested too deeply.";
	object = json_loadb(body.data, body.length,
						JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
	if (object == NULL)
		return parse_error(arena, body, &error, members);
	wrong = members_of(arena, object, members);
	json_decref(object);
	return wrong;
}

static struct slice
cut(struct slice *text, char at)
{
	const char *end = memchr(text->data, at, text->length);
	struct slice part = *text;

	if (end == NULL)
		*text = (struct slice) {text->data + text->length, 0};
	else
	{
		part.length = (size_t) (end - text->data);
		text->data += part.length + 1;
		text->length -= part.length + 1;
	}
	return part;
}

/* name=value; a name without the sign is not one. */
static const char *
pair_of(struct arena *arena, struct slice pair, struct member *member)
{
	bool		complete = memchr(pair.data, '=', pair.length) != NULL;
	struct slice name = cut(&pair, '=');

	if (!text_unescape(arena, name, true, &member->name) ||
		!text_unescape(arena, pair, true, &member->text))
		return "There is a percent sign without two hexadecimal digits.";
	if (!text_clean(member->name, false) || !text_clean(member->text, true))
		return "There is text that is not UTF-8, or a control character.";
	if (member->name.length == 0)
		return "There is a value without a name.";
	if (!complete)
		return arena_print(arena, "%s has no value.", member->name.data);
	member->kind = MEMBER_WORD;
	return NULL;
}

const char *
body_form(struct arena *arena, struct slice body, struct members *members)
{
	while (body.length > 0)
	{
		struct member *member = &members->member[members->count];
		const char *wrong;

		if (members->count == BODY_MEMBERS)
			return "There are too many values.";
		wrong = pair_of(arena, cut(&body, '&'), member);
		if (wrong != NULL)
			return wrong;
		if (body_member(members, member->name.data) != NULL)
			return given_twice(arena, members, member->name.data);
		members->count++;
	}
	return NULL;
}

const struct member *
body_member(const struct members *members, const char *name)
{
	for (size_t i = 0; i < members->count; i++)
		if (slice_equal(members->member[i].name, name))
			return &members->member[i];
	return NULL;
}
