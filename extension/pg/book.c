/* book.c: SQL entry points of the address book reader */
#include "postgres.h"

#include "fmgr.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "compat.h"
#include "book.h"
#include "phone_glue.h"
#include "rows_glue.h"

/* The columns of book_rows, in their order. */
enum column
{
	COLUMN_LINE, COLUMN_NAME, COLUMN_PHONE, COLUMN_EMAIL, COLUMN_ERROR,
	COLUMN_FIELD, COLUMN_RAW, COLUMNS
};

/* Where the rows of one call go. */
struct sink
{
	Tuplestorestate *store;
	TupleDesc	shape;
	const char *region;
	size_t		region_length;
};

static Datum
text_datum(struct book_text text)
{
	char	   *server = pg_any_to_server(text.bytes, (int) text.length,
										  PG_UTF8);
	size_t		length = server == text.bytes ? text.length : strlen(server);

	return PointerGetDatum(cstring_to_text_with_len(server, (int) length));
}

static Datum
escaped_datum(struct book_text raw)
{
	char		out[BOOK_RAW_MAX];

	return text_datum((struct book_text) {out, book_escape(raw, out)});
}

/* Stores a row: what was read, or why it was refused. */
static void
store_row(void *context, const struct book_row *row)
{
	struct sink *sink = context;
	enum book_error error = row->error;
	phone		value = 0;
	Datum		values[COLUMNS] = {0};
	bool		nulls[COLUMNS];

	memset(nulls, true, sizeof nulls);
	if (error == BOOK_OK)
		error = book_row_number(row, sink->region, sink->region_length,
								&value);

#define SET(column, datum) \
	(values[column] = (datum), nulls[column] = false)

	SET(COLUMN_LINE, Int32GetDatum((int32) row->line));
	if (row->name.length > 0)
		SET(COLUMN_NAME, text_datum(row->name));
	if (error == BOOK_OK)
		SET(COLUMN_PHONE, PhoneGetDatum(value));
	if (row->email.length > 0)
		SET(COLUMN_EMAIL, text_datum(row->email));
	if (error != BOOK_OK)
	{
		SET(COLUMN_ERROR, CStringGetTextDatum(book_error_name(error)));
		SET(COLUMN_RAW, escaped_datum(row->raw));
		if (row->field.length > 0)
			SET(COLUMN_FIELD, escaped_datum(row->field));
	}
#undef SET

	tuplestore_putvalues(sink->store, sink->shape, values, nulls);
}

static enum book_format
format_argument(FunctionCallInfo fcinfo, int argument)
{
	enum book_format format = BOOK_ANY;
	text	   *name;

	if (PG_ARGISNULL(argument))
		return BOOK_ANY;
	name = PG_GETARG_TEXT_PP(argument);
	if (!book_format_find(VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name), &format))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("unknown format of an address book"),
				 errhint("Known are csv, vcf and jsonl; NULL tells them apart by content.")));
	return format;
}

/* The content as UTF-8, or in a charset that has ASCII within. */
static const char *
decoded(const struct sink *sink, const char *bytes, size_t *length)
{
	const struct book_charset *charset = book_charset_of(sink->region,
														 sink->region_length);
	size_t		size = book_decoded_size(bytes, *length, charset);
	char	   *out;

	if (size == 0)
		return bytes;
	out = palloc_extended(size, MCXT_ALLOC_HUGE);
	*length = book_decode(bytes, *length, charset, out);
	return out;
}

/* Steps through the book; the memory of a step is given back after it. */
static void
read_book(struct sink *sink, const char *bytes, size_t length,
		  enum book_format format)
{
	struct book *book = palloc(sizeof *book);
	MemoryContext step = AllocSetContextCreate(CurrentMemoryContext,
											   "address book step",
											   ALLOCSET_DEFAULT_SIZES);
	MemoryContext before = MemoryContextSwitchTo(step);

	book_open(book, bytes, length, format, store_row, sink);
	while (book_step(book))
	{
		CHECK_FOR_INTERRUPTS();
		MemoryContextReset(step);
	}
	MemoryContextSwitchTo(before);
	MemoryContextDelete(step);
	pfree(book);
}

PG_FUNCTION_INFO_V1(pg_book_rows);
PGDLLEXPORT Datum
pg_book_rows(PG_FUNCTION_ARGS)
{
	struct sink sink = {.region = "ZZ", .region_length = 2};
	enum book_format format = format_argument(fcinfo, 1);

	sink.store = rows_begin(fcinfo, &sink.shape);
	if (!PG_ARGISNULL(2))
	{
		text	   *region = PG_GETARG_TEXT_PP(2);

		sink.region = VARDATA_ANY(region);
		sink.region_length = VARSIZE_ANY_EXHDR(region);
	}
	if (!PG_ARGISNULL(0))
	{
		bytea	   *content = PG_GETARG_BYTEA_PP(0);
		size_t		length = VARSIZE_ANY_EXHDR(content);
		const char *bytes = decoded(&sink, VARDATA_ANY(content), &length);

		read_book(&sink, bytes, length, format);
	}
	return (Datum) 0;
}

/* A name that came by itself, as it would be kept had it come in a book. */
PG_FUNCTION_INFO_V1(pg_book_clean);
PGDLLEXPORT Datum
pg_book_clean(PG_FUNCTION_ARGS)
{
	text	   *name = PG_GETARG_TEXT_PP(0);
	size_t		length = VARSIZE_ANY_EXHDR(name);
	char	   *utf8;
	struct book_buffer source;
	struct book_buffer clean;

	if (length > BOOK_VALUE_MAX)
		PG_RETURN_NULL();
	utf8 = pg_server_to_any(VARDATA_ANY(name), (int) length, PG_UTF8);
	if (utf8 != VARDATA_ANY(name))
		length = strlen(utf8);
	source.cut = length > BOOK_VALUE_MAX;
	source.length = source.cut ? 0 : length;
	memcpy(source.bytes, utf8, source.length);
	if (book_clean(&source, true, &clean) != BOOK_OK)
		PG_RETURN_NULL();
	PG_RETURN_DATUM(text_datum((struct book_text) {clean.bytes, clean.length}));
}
