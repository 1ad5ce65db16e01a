/* phone_number.c: reading text as a number, and what is known of a number */
#include "postgres.h"

#include "access/detoast.h"
#include "access/htup_details.h"
#include "funcapi.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"

#include "compat.h"
#include "phone_glue.h"

/* Why a text is no number, by enum phone_error. */
static const struct refusal
{
	const char *reason;
	const char *hint;
} refusal[] = {
	[PHONE_INVALID_COUNTRY_CODE] = {
		"no country code is known",
		"Begin with + and the country code, or name the region that the number is dialled in, for example IN."
	},
	[PHONE_NOT_A_NUMBER] = {
		"it does not look like one",
		"Write at least two digits, with only spaces, dots, dashes, slashes and brackets between them."
	},
	[PHONE_TOO_SHORT_AFTER_IDD] = {
		"too few digits behind the international prefix",
		"Write the country code and the whole number behind the international prefix."
	},
	[PHONE_TOO_SHORT_NSN] = {
		"too few digits",
		"Write the whole number, with its area code if there is one."
	},
	[PHONE_TOO_LONG] = {
		"too long",
		"Write one number only, with at most 17 digits behind the country code."
	}
};

/*
 * Text in UTF-8. Bytes of no known encoding are taken as they are: the parser
 * accepts any, and finds no number in broken ones.
 */
const char *
phone_utf8(const char *bytes, size_t size, size_t *length)
{
	char	   *utf8;

	*length = size;
	if (GetDatabaseEncoding() == PG_SQL_ASCII)
		return bytes;
	utf8 = pg_server_to_any(bytes, (int) size, PG_UTF8);
	if (utf8 != bytes)
		*length = strlen(utf8);
	return utf8;
}

static text *
text_of_utf8(const char *utf8, size_t length)
{
	char	   *bytes = unconstify(char *, utf8);

	if (GetDatabaseEncoding() != PG_SQL_ASCII)
		bytes = pg_any_to_server(utf8, (int) length, PG_UTF8);
	if (bytes != utf8)
		length = strlen(bytes);
	return cstring_to_text_with_len(bytes, (int) length);
}

/* A text that is to be read, or of one that is too long the beginning. */
struct written
{
	const char *bytes;
	size_t		length;
	bool		whole;
	text	   *region;
};

static struct written
written_of(FunctionCallInfo fcinfo)
{
	Datum		argument = PG_GETARG_DATUM(0);
	struct written written = {.region = PG_GETARG_TEXT_PP(1)};
	text	   *detoasted;

	written.whole = toast_raw_datum_size(argument) <= PHONE_READ_MAX + VARHDRSZ;
	detoasted = written.whole ? DatumGetTextPP(argument) :
		DatumGetTextPSlice(argument, 0, PHONE_READ_MAX);
	written.bytes = VARDATA_ANY(detoasted);
	written.length = VARSIZE_ANY_EXHDR(detoasted);
	if (!written.whole)			/* no character is cut */
		written.length = pg_mbcliplen(written.bytes, written.length,
									  written.length);
	return written;
}

/* A text that is too long is no number, for the reason its beginning has. */
static enum phone_error
parse(const struct written *written, struct phone_number *number)
{
	size_t		length;
	const char *utf8 = phone_utf8(written->bytes, written->length, &length);
	enum phone_error error = phone_parse(utf8, length,
										 VARDATA_ANY(written->region),
										 VARSIZE_ANY_EXHDR(written->region),
										 number);

	return error == PHONE_OK && !written->whole ? PHONE_TOO_LONG : error;
}

/*
 * The stored number never has an extension: two values for one subscriber
 * would break joins and unique indexes.
 */
PG_FUNCTION_INFO_V1(pg_phone_parse);
PGDLLEXPORT Datum
pg_phone_parse(PG_FUNCTION_ARGS)
{
	struct written written = written_of(fcinfo);
	struct phone_number number;
	enum phone_error error = parse(&written, &number);
	phone		value;

	if (error != PHONE_OK)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 errmsg("invalid phone number: \"%s\" (%s)",
						phone_shown(written.bytes, written.length),
						refusal[error].reason),
				 errdetail("The parser's answer is %s.",
						   phone_error_name(error)),
				 errhint("%s", refusal[error].hint)));
	if (!phone_pack(&number, false, &value))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 errmsg("invalid phone number: \"%s\" (%d digits are too many to store)",
						phone_shown(written.bytes, written.length),
						number.length),
				 errhint("A stored number has at most 16 digits; phone_info(text, region) tells about longer ones.")));
	PG_RETURN_PHONE(value);
}

PG_FUNCTION_INFO_V1(pg_phone_try);
PGDLLEXPORT Datum
pg_phone_try(PG_FUNCTION_ARGS)
{
	struct written written = written_of(fcinfo);
	struct phone_number number;
	enum phone_error error = parse(&written, &number);
	phone		value;

	if (error != PHONE_OK || !phone_pack(&number, false, &value))
		PG_RETURN_NULL();
	PG_RETURN_PHONE(value);
}

static Datum
format_datum(const struct phone_number *number, enum phone_style style)
{
	char		out[PHONE_FORMAT_MAX];
	size_t		length = phone_format(number, style, out);

	return PointerGetDatum(text_of_utf8(out, length));
}

/* The columns of phone_info, in the order of its result. */
enum
{
	INFO_ERROR, INFO_E164, INFO_POSSIBLE, INFO_VALID, INFO_REGION, INFO_TYPE,
	INFO_INTERNATIONAL, INFO_NATIONAL, INFO_RFC3966, INFO_EXTENSION,
	INFO_COLUMNS
};

static void
fill_info(const struct phone_number *number, Datum *column, bool *missing)
{
	struct phone_answer answer;

	phone_ask(number, &answer);
	column[INFO_E164] = format_datum(number, PHONE_E164);
	column[INFO_POSSIBLE] =
		CStringGetTextDatum(phone_possibility_name(phone_possible(number)));
	column[INFO_VALID] = BoolGetDatum(answer.valid);
	column[INFO_TYPE] = CStringGetTextDatum(phone_type_name(answer.type));
	column[INFO_INTERNATIONAL] = format_datum(number, PHONE_INTERNATIONAL);
	column[INFO_NATIONAL] = format_datum(number, PHONE_NATIONAL);
	column[INFO_RFC3966] = format_datum(number, PHONE_RFC3966);
	memset(missing, false, INFO_COLUMNS * sizeof *missing);
	missing[INFO_ERROR] = true;
	if (answer.region[0] == '\0')
		missing[INFO_REGION] = true;
	else
		column[INFO_REGION] = CStringGetTextDatum(answer.region);
	if (number->extension_length == 0)
		missing[INFO_EXTENSION] = true;
	else
		column[INFO_EXTENSION] =
			PointerGetDatum(text_of_utf8(number->extension,
										 number->extension_length));
}

/* The shape of the result, looked up once a query. */
static TupleDesc
info_shape(FunctionCallInfo fcinfo)
{
	TupleDesc	shape = fcinfo->flinfo->fn_extra;
	MemoryContext caller;

	if (shape != NULL)
		return shape;
	caller = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);
	if (get_call_result_type(fcinfo, NULL, &shape) != TYPEFUNC_COMPOSITE ||
		shape->natts != INFO_COLUMNS)
		elog(ERROR, "phone_info does not return a row of %d columns",
			 INFO_COLUMNS);
	shape = BlessTupleDesc(shape);
	fcinfo->flinfo->fn_extra = shape;
	MemoryContextSwitchTo(caller);
	return shape;
}

PG_FUNCTION_INFO_V1(pg_phone_info);
PGDLLEXPORT Datum
pg_phone_info(PG_FUNCTION_ARGS)
{
	TupleDesc	shape = info_shape(fcinfo);
	struct written written = written_of(fcinfo);
	struct phone_number number;
	enum phone_error error = parse(&written, &number);
	Datum		column[INFO_COLUMNS] = {0};
	bool		missing[INFO_COLUMNS];
	HeapTuple	row;

	if (error == PHONE_OK)
		fill_info(&number, column, missing);
	else
	{
		memset(missing, true, sizeof missing);
		missing[INFO_ERROR] = false;
		column[INFO_ERROR] = CStringGetTextDatum(phone_error_name(error));
	}
	row = heap_form_tuple(shape, column, missing);
	PG_RETURN_DATUM(HeapTupleGetDatum(row));
}

/* Facts of a stored value. */

static Datum
text_or_null(FunctionCallInfo fcinfo, const char *bytes, size_t length)
{
	if (bytes == NULL || length == 0)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text_with_len(bytes, (int) length));
}

static Datum
name_or_null(FunctionCallInfo fcinfo, const char *name)
{
	return text_or_null(fcinfo, name, name == NULL ? 0 : strlen(name));
}

PG_FUNCTION_INFO_V1(pg_phone_valid);
PGDLLEXPORT Datum
pg_phone_valid(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(phone_fact_valid(PG_GETARG_PHONE(0)));
}

PG_FUNCTION_INFO_V1(pg_phone_possible);
PGDLLEXPORT Datum
pg_phone_possible(PG_FUNCTION_ARGS)
{
	return name_or_null(fcinfo, phone_fact_possible(PG_GETARG_PHONE(0)));
}

PG_FUNCTION_INFO_V1(pg_phone_type);
PGDLLEXPORT Datum
pg_phone_type(PG_FUNCTION_ARGS)
{
	return name_or_null(fcinfo, phone_fact_type(PG_GETARG_PHONE(0)));
}

PG_FUNCTION_INFO_V1(pg_phone_country_code);
PGDLLEXPORT Datum
pg_phone_country_code(PG_FUNCTION_ARGS)
{
	int			code = phone_fact_code(PG_GETARG_PHONE(0));

	if (code == 0)
		PG_RETURN_NULL();
	PG_RETURN_INT32(code);
}

PG_FUNCTION_INFO_V1(pg_phone_region);
PGDLLEXPORT Datum
pg_phone_region(PG_FUNCTION_ARGS)
{
	char		region[PHONE_REGION_MAX];
	size_t		length = phone_fact_region(PG_GETARG_PHONE(0), region);

	return text_or_null(fcinfo, region, length);
}

PG_FUNCTION_INFO_V1(pg_phone_national_number);
PGDLLEXPORT Datum
pg_phone_national_number(PG_FUNCTION_ARGS)
{
	char		digits[PHONE_TEXT_MAX];
	size_t		length = phone_fact_national(PG_GETARG_PHONE(0), digits);

	return text_or_null(fcinfo, digits, length);
}

static enum phone_style
style_of(const text *written)
{
	static const char *const name[] = {
		[PHONE_E164] = "e164",
		[PHONE_INTERNATIONAL] = "international",
		[PHONE_NATIONAL] = "national",
		[PHONE_RFC3966] = "rfc3966"
	};
	size_t		length = VARSIZE_ANY_EXHDR(written);

	for (int i = 0; i < lengthof(name); i++)
		if (strlen(name[i]) == length &&
			memcmp(name[i], VARDATA_ANY(written), length) == 0)
			return (enum phone_style) i;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("unknown phone style: \"%s\"",
					phone_shown(VARDATA_ANY(written), length)),
			 errhint("Styles are e164, international, national and rfc3966.")));
}

static text *
block_text(const struct phone_number *number, int digits)
{
	text	   *block = palloc(VARHDRSZ + 1 + digits);

	SET_VARSIZE(block, VARHDRSZ + 1 + digits);
	*VARDATA(block) = '+';
	memcpy(VARDATA(block) + 1, number->digits, digits);
	return block;
}

PG_FUNCTION_INFO_V1(pg_phone_format);
PGDLLEXPORT Datum
pg_phone_format(PG_FUNCTION_ARGS)
{
	enum phone_style style = style_of(PG_GETARG_TEXT_PP(1));
	char		out[PHONE_FORMAT_MAX];
	size_t		length = phone_fact_format(PG_GETARG_PHONE(0), style, out);

	if (length == 0)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(text_of_utf8(out, length));
}

/* phone_block(phone, digits, open): the number without its last digits */
PG_FUNCTION_INFO_V1(pg_phone_block);
PGDLLEXPORT Datum
pg_phone_block(PG_FUNCTION_ARGS)
{
	phone		value = PG_GETARG_PHONE(0);
	int32		digits = PG_GETARG_INT32(1);
	int32		open = PG_GETARG_INT32(2);
	struct phone_number number;

	if (digits < 0 || open < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("digits of a block must not be negative"),
				 errhint("Give how many national digits make a block, and how many must follow them.")));
	if (!phone_unpack(value, &number) || phone_calling_code(&number) == 0 ||
		number.length - number.code_length < (int64) digits + open)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(block_text(&number, number.code_length + digits));
}

PG_FUNCTION_INFO_V1(pg_numsight_metadata_version);
PGDLLEXPORT Datum
pg_numsight_metadata_version(PG_FUNCTION_ARGS)
{
	PG_RETURN_TEXT_P(cstring_to_text(phone_metadata_version()));
}
