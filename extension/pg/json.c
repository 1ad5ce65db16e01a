/*
 * json.c: objects and lists of JSON, without blanks
 *
 * What json_build_object and json_agg do, with the bytes of row_to_json. The
 * types that answers are made of are known here, so that no catalog is asked
 * for each value; to_json writes all others.
 */
#include "postgres.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "funcapi.h"
#include "lib/stringinfo.h"
#include "nodes/makefuncs.h"
#include "utils/builtins.h"
#include "utils/float.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"

#include "compat.h"
#include "json_glue.h"

/* ---- bytes ---- */

/* The text begins with the length of a value, so that none is copied. */
void
json_begin(StringInfo out, char bracket)
{
	initStringInfo(out);
	appendBinaryStringInfo(out, "\0\0\0\0", VARHDRSZ);
	appendStringInfoCharMacro(out, bracket);
}

Datum
json_end(StringInfo out, char bracket)
{
	appendStringInfoCharMacro(out, bracket);
	SET_VARSIZE(out->data, out->len);
	return PointerGetDatum(out->data);
}

static bool
is_first(StringInfo out)
{
	return out->len == VARHDRSZ + 1;
}

static void
separate(StringInfo out)
{
	if (!is_first(out))
		appendStringInfoCharMacro(out, ',');
}

/* What stands for a byte in a string; NULL: the byte itself. */
static const char *
escape_of(unsigned char byte, char code[8])
{
	switch (byte)
	{
		case '"':
			return "\\\"";
		case '\\':
			return "\\\\";
		case '\b':
			return "\\b";
		case '\f':
			return "\\f";
		case '\n':
			return "\\n";
		case '\r':
			return "\\r";
		case '\t':
			return "\\t";
		default:
			if (byte >= ' ')
				return NULL;
			snprintf(code, 8, "\\u%04x", byte);
			return code;
	}
}

void
json_text(StringInfo out, const char *bytes, size_t length)
{
	size_t		from = 0;
	char		code[8];

	appendStringInfoCharMacro(out, '"');
	for (size_t i = 0; i < length; i++)
	{
		const char *escape = escape_of((unsigned char) bytes[i], code);

		if (escape == NULL)
			continue;
		appendBinaryStringInfo(out, bytes + from, (int) (i - from));
		appendStringInfoString(out, escape);
		from = i + 1;
	}
	appendBinaryStringInfo(out, bytes + from, (int) (length - from));
	appendStringInfoCharMacro(out, '"');
}

/* The name of a member, which needs no escape, behind the member before. */
void
json_name(StringInfo out, const char *name)
{
	separate(out);
	appendStringInfoCharMacro(out, '"');
	appendStringInfoString(out, name);
	appendBinaryStringInfo(out, "\":", 2);
}

void
json_null(StringInfo out)
{
	appendBinaryStringInfo(out, "null", 4);
}

/* Without a word it is null. */
void
json_word(StringInfo out, const char *word)
{
	if (word == NULL)
		json_null(out);
	else
		json_text(out, word, strlen(word));
}

void
json_truth(StringInfo out, bool value)
{
	appendStringInfoString(out, value ? "true" : "false");
}

void
json_integer(StringInfo out, int64 value)
{
	char		digits[MAXINT8LEN + 1];

	appendBinaryStringInfo(out, digits, pg_lltoa(value, digits));
}

void
json_real(StringInfo out, double value)
{
	char	   *digits = float8out_internal(value);

	/* what is no number has a name */
	if (isfinite(value))
		appendStringInfoString(out, digits);
	else
		json_word(out, digits);
	pfree(digits);
}

/* ---- values ---- */

/* By to_json, which asks the expression of its call for the type. */
static void
add_other(StringInfo out, Datum value, Oid type)
{
	Const	   *given = makeNullConst(type, -1, InvalidOid);
	FmgrInfo	function;
	text	   *json;

	fmgr_info(F_TO_JSON, &function);
	fmgr_info_set_expr((Node *) makeFuncExpr(F_TO_JSON, JSONOID,
											 list_make1(given), InvalidOid,
											 InvalidOid, COERCE_EXPLICIT_CALL),
					   &function);
	json = DatumGetTextPP(FunctionCall1(&function, value));
	appendBinaryStringInfo(out, VARDATA_ANY(json), VARSIZE_ANY_EXHDR(json));
}

static void
add_value(StringInfo out, Datum value, Oid type)
{
	text	   *written;

	switch (type)
	{
		case BOOLOID:
			json_truth(out, DatumGetBool(value));
			break;
		case INT2OID:
			json_integer(out, DatumGetInt16(value));
			break;
		case INT4OID:
			json_integer(out, DatumGetInt32(value));
			break;
		case INT8OID:
			json_integer(out, DatumGetInt64(value));
			break;
		case FLOAT8OID:
			json_real(out, DatumGetFloat8(value));
			break;
		case TEXTOID:
			written = DatumGetTextPP(value);
			json_text(out, VARDATA_ANY(written), VARSIZE_ANY_EXHDR(written));
			break;
		case JSONOID:
			written = DatumGetTextPP(value);
			appendBinaryStringInfo(out, VARDATA_ANY(written),
								   VARSIZE_ANY_EXHDR(written));
			break;
		default:
			add_other(out, value, type);
			break;
	}
}

/* ---- objects ---- */

static void
check_pair(Oid name, Oid value, bool unnamed)
{
	if (name != TEXTOID)
		ereport(ERROR,
				(errcode(ERRCODE_DATATYPE_MISMATCH),
				 errmsg("name of a member is not of type text"),
				 errhint("Give names and values in turn.")));
	if (unnamed && value != JSONOID)
		ereport(ERROR,
				(errcode(ERRCODE_DATATYPE_MISMATCH),
				 errmsg("a member without a name is not of type json"),
				 errhint("NULL in the place of a name goes before an object, whose members become those of the new one.")));
}

/* The members of an object, without its braces. */
static void
add_members(StringInfo out, Datum value)
{
	text	   *object = DatumGetTextPP(value);
	const char *from = VARDATA_ANY(object);
	int			length = (int) VARSIZE_ANY_EXHDR(object);

	while (length > 0 && strchr(" \t\r\n", from[length - 1]) != NULL)
		length--;
	while (length > 0 && strchr(" \t\r\n", *from) != NULL)
	{
		from++;
		length--;
	}
	if (length < 2 || *from != '{')
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a member without a name is no object"),
				 errhint("NULL in the place of a name goes before an object, whose members become those of the new one.")));
	if (length == 2)
		return;
	separate(out);
	appendBinaryStringInfo(out, from + 1, length - 2);
}

static void
add_pair(StringInfo out, Datum name, Datum value, bool null, Oid type)
{
	text	   *written = DatumGetTextPP(name);

	separate(out);
	json_text(out, VARDATA_ANY(written), VARSIZE_ANY_EXHDR(written));
	appendStringInfoCharMacro(out, ':');
	if (null)
		json_null(out);
	else
		add_value(out, value, type);
}

/* json_pairs(name, value, ...): members in the order given */
PG_FUNCTION_INFO_V1(pg_json_pairs);
PGDLLEXPORT Datum
pg_json_pairs(PG_FUNCTION_ARGS)
{
	StringInfoData out;
	Datum	   *value;
	bool	   *null;
	Oid		   *type;
	int			count = extract_variadic_args(fcinfo, 0, true, &value, &type,
											  &null);

	if (count % 2 != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a name is without a value"),
				 errhint("Give names and values in turn.")));
	json_begin(&out, '{');
	for (int i = 0; i < count; i += 2)
	{
		check_pair(type[i], type[i + 1], null[i]);
		if (!null[i])
			add_pair(&out, value[i], value[i + 1], null[i + 1], type[i + 1]);
		else if (!null[i + 1])
			add_members(&out, value[i + 1]);
	}
	return json_end(&out, '}');
}

/* ---- lists ---- */

static MemoryContext
list_memory(FunctionCallInfo fcinfo)
{
	MemoryContext memory;

	if (AggCheckCallContext(fcinfo, &memory) == 0)
		elog(ERROR, "json_list_add is called outside of an aggregate");
	return memory;
}

/* json_list_add(list, value) */
PG_FUNCTION_INFO_V1(pg_json_list_add);
PGDLLEXPORT Datum
pg_json_list_add(PG_FUNCTION_ARGS)
{
	MemoryContext before = MemoryContextSwitchTo(list_memory(fcinfo));
	StringInfo	list = PG_ARGISNULL(0) ? NULL : (StringInfo) PG_GETARG_POINTER(0);

	if (list == NULL)
	{
		list = palloc(sizeof(*list));
		json_begin(list, '[');
	}
	separate(list);
	if (PG_ARGISNULL(1))
		json_null(list);
	else
		add_value(list, PG_GETARG_DATUM(1), JSONOID);
	MemoryContextSwitchTo(before);
	PG_RETURN_POINTER(list);
}

/* json_list_end(list): of no values it is empty */
PG_FUNCTION_INFO_V1(pg_json_list_end);
PGDLLEXPORT Datum
pg_json_list_end(PG_FUNCTION_ARGS)
{
	StringInfoData out;

	json_begin(&out, '[');
	if (!PG_ARGISNULL(0))
	{
		StringInfo	list = (StringInfo) PG_GETARG_POINTER(0);

		appendBinaryStringInfo(&out, list->data + out.len, list->len - out.len);
	}
	return json_end(&out, ']');
}
