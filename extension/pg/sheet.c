/* sheet.c: sheets of people as values: what they hold, and parts of them */
#include "postgres.h"

#include "access/htup_details.h"
#include "catalog/pg_type_d.h"
#include "funcapi.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "compat.h"
#include "phone_glue.h"
#include "rows_glue.h"
#include "sheet_glue.h"

/* name.c */
extern Datum pg_name_fold(PG_FUNCTION_ARGS);

/* ---- rows ---- */

void
sheet_of(struct sheet *sheet, const bytea *value)
{
	sheet_open(sheet, VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value));
}

static void pg_attribute_noreturn()
sheet_wrong(const struct sheet *sheet)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
			 errmsg("invalid sheet of people at byte %zu", sheet->position),
			 errhint("Rows ascend by number and folded name, each once; numsight-load writes them.")));
}

bool
sheet_row_next(struct sheet *sheet)
{
	if (!sheet_next(sheet))
	{
		if (sheet->wrong)
			sheet_wrong(sheet);
		return false;
	}
	return true;
}

void
sheet_row_verify(const struct sheet_row *row)
{
	pg_verifymbstr(row->name, row->name_length, false);
	pg_verifymbstr(row->folded, row->folded_length, false);
}

void
sheet_begin(StringInfo out)
{
	initStringInfo(out);
	appendStringInfoSpaces(out, VARHDRSZ);
}

void
sheet_add(StringInfo out, const struct sheet_row *row)
{
	size_t		size = sheet_row_size(row);

	enlargeStringInfo(out, (int) size);
	sheet_put(out->data + out->len, row);
	out->len += (int) size;
}

bytea *
sheet_end(StringInfo out)
{
	SET_VARSIZE(out->data, out->len);
	return (bytea *) out->data;
}

/* The answer of a call that has two values. */
Datum
sheet_pair(FunctionCallInfo fcinfo, Datum first, Datum second, bool null)
{
	Datum		values[] = {first, second};
	bool		nulls[] = {null, null};
	TupleDesc	shape;

	if (get_call_result_type(fcinfo, NULL, &shape) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	return HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(shape), values,
											 nulls));
}

/* ---- what a sheet holds ---- */

PG_FUNCTION_INFO_V1(pg_sheet_count);
PGDLLEXPORT Datum
pg_sheet_count(PG_FUNCTION_ARGS)
{
	struct sheet sheet;
	int64		count = 0;

	sheet_of(&sheet, PG_GETARG_BYTEA_PP(0));
	while (sheet_row_next(&sheet))
		count++;
	PG_RETURN_INT64(count);
}

PG_FUNCTION_INFO_V1(pg_sheet_range);
PGDLLEXPORT Datum
pg_sheet_range(PG_FUNCTION_ARGS)
{
	phone		least = 0;
	struct sheet sheet;

	sheet_of(&sheet, PG_GETARG_BYTEA_PP(0));
	while (sheet_row_next(&sheet))
		if (least == 0)
			least = sheet.row.number;
	return sheet_pair(fcinfo, PhoneGetDatum(least),
					  PhoneGetDatum(sheet.row.number), least == 0);
}

static Datum
text_datum(const char *bytes, size_t length)
{
	return PointerGetDatum(cstring_to_text_with_len(bytes, (int) length));
}

static void
store_rows(struct sheet *sheet, Tuplestorestate *store, TupleDesc shape)
{
	bool		nulls[3] = {false};

	while (sheet_row_next(sheet))
	{
		const struct sheet_row *row = &sheet->row;
		Datum		values[3] = {
			PhoneGetDatum(row->number),
			text_datum(row->name, row->name_length),
			text_datum(row->folded, row->folded_length)
		};

		CHECK_FOR_INTERRUPTS();
		sheet_row_verify(row);
		tuplestore_putvalues(store, shape, values, nulls);
		pfree(DatumGetPointer(values[1]));
		pfree(DatumGetPointer(values[2]));
	}
}

PG_FUNCTION_INFO_V1(pg_sheet_rows);
PGDLLEXPORT Datum
pg_sheet_rows(PG_FUNCTION_ARGS)
{
	TupleDesc	shape;
	Tuplestorestate *store = rows_begin(fcinfo, &shape);
	struct sheet sheet;

	sheet_of(&sheet, PG_GETARG_BYTEA_PP(0));
	store_rows(&sheet, store, shape);
	return (Datum) 0;
}

/* ---- parts ---- */

/* Somebody who is called by his own number has no name there. */
static bool
is_named(const struct sheet_row *row)
{
	char		digits[PHONE_TEXT_MAX];
	size_t		length = phone_to_text(row->number, digits);

	return row->name_length != length ||
		memcmp(row->name, digits, length) != 0;
}

/* Most sheets have nobody without a name, and are not copied. */
static bool
are_named(struct sheet sheet)
{
	while (sheet_row_next(&sheet))
		if (!is_named(&sheet.row))
			return false;
	return true;
}

PG_FUNCTION_INFO_V1(pg_sheet_named);
PGDLLEXPORT Datum
pg_sheet_named(PG_FUNCTION_ARGS)
{
	struct sheet sheet;
	StringInfoData out;

	sheet_of(&sheet, PG_GETARG_BYTEA_PP(0));
	if (are_named(sheet))
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	sheet_begin(&out);
	enlargeStringInfo(&out, (int) sheet.length);
	while (sheet_row_next(&sheet))
		if (is_named(&sheet.row))
			sheet_add(&out, &sheet.row);
	PG_RETURN_BYTEA_P(sheet_end(&out));
}

static int
compare_phones(const void *a, const void *b)
{
	const phone *left = a;
	const phone *right = b;

	return (*left > *right) - (*left < *right);
}

/* In order, without nulls. */
static phone *
phones_of(ArrayType *array, int *count)
{
	Datum	   *values;
	bool	   *nulls;
	phone	   *phones;
	int			all;

	deconstruct_array(array, ARR_ELEMTYPE(array), sizeof(phone),
					  FLOAT8PASSBYVAL, TYPALIGN_DOUBLE, &values, &nulls, &all);
	phones = palloc((all + 1) * sizeof(*phones));
	*count = 0;
	for (int i = 0; i < all; i++)
		if (!nulls[i])
			phones[(*count)++] = DatumGetPhone(values[i]);
	qsort(phones, *count, sizeof(*phones), compare_phones);
	return phones;
}

PG_FUNCTION_INFO_V1(pg_sheet_divide);
PGDLLEXPORT Datum
pg_sheet_divide(PG_FUNCTION_ARGS)
{
	int			count;
	const phone *phones = phones_of(PG_GETARG_ARRAYTYPE_P(1), &count);
	int			passed = 0;
	struct sheet sheet;
	StringInfoData others;
	StringInfoData theirs;

	sheet_begin(&others);
	sheet_begin(&theirs);
	if (count == 0)
		return sheet_pair(fcinfo, PG_GETARG_DATUM(0),
						  PointerGetDatum(sheet_end(&theirs)), false);
	sheet_of(&sheet, PG_GETARG_BYTEA_PP(0));
	while (sheet_row_next(&sheet))
	{
		while (passed < count && phones[passed] < sheet.row.number)
			passed++;
		sheet_add(passed < count && phones[passed] == sheet.row.number
				  ? &theirs : &others, &sheet.row);
	}
	return sheet_pair(fcinfo, PointerGetDatum(sheet_end(&others)),
					  PointerGetDatum(sheet_end(&theirs)), false);
}

PG_FUNCTION_INFO_V1(pg_sheet_minus);
PGDLLEXPORT Datum
pg_sheet_minus(PG_FUNCTION_ARGS)
{
	struct sheet sheet;
	struct sheet other;
	bool		more;
	StringInfoData out;

	sheet_of(&sheet, PG_GETARG_BYTEA_PP(0));
	sheet_of(&other, PG_GETARG_BYTEA_PP(1));
	sheet_begin(&out);
	more = sheet_row_next(&other);
	while (sheet_row_next(&sheet))
	{
		while (more && sheet_compare(&other.row, &sheet.row) < 0)
			more = sheet_row_next(&other);
		if (!more || sheet_compare(&other.row, &sheet.row) != 0)
			sheet_add(&out, &sheet.row);
	}
	PG_RETURN_BYTEA_P(sheet_end(&out));
}

/* ---- making one ---- */

/* A row to be, and its place in the arrays. */
struct made
{
	struct sheet_row row;
	int			place;
};

static int
compare_made(const void *a, const void *b)
{
	const struct made *left = a;
	const struct made *right = b;
	int			order = sheet_compare(&left->row, &right->row);

	return order != 0 ? order
		: (left->place > right->place) - (left->place < right->place);
}

static void
set_text(const char **bytes, uint16_t *length, Datum value)
{
	text	   *written = DatumGetTextPP(value);

	if (VARSIZE_ANY_EXHDR(written) > SHEET_TEXT_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("name of %zu bytes is too long for a sheet",
						(Size) VARSIZE_ANY_EXHDR(written)),
				 errhint("A name is a line of text.")));
	*bytes = VARDATA_ANY(written);
	*length = (uint16_t) VARSIZE_ANY_EXHDR(written);
}

static void
set_made(struct made *made, int place, phone number, Datum name)
{
	made->place = place;
	made->row.number = number;
	set_text(&made->row.name, &made->row.name_length, name);
	set_text(&made->row.folded, &made->row.folded_length,
			 DirectFunctionCall1(pg_name_fold, name));
}

/* Those of both arrays where neither is null. */
static struct made *
make_rows(ArrayType *numbers, ArrayType *names, int *made)
{
	Datum	   *number;
	Datum	   *name;
	bool	   *no_number;
	bool	   *no_name;
	int			numbers_count;
	int			names_count;
	struct made *rows;

	deconstruct_array(numbers, ARR_ELEMTYPE(numbers), sizeof(phone),
					  FLOAT8PASSBYVAL, TYPALIGN_DOUBLE, &number, &no_number,
					  &numbers_count);
	deconstruct_array(names, TEXTOID, -1, false, TYPALIGN_INT, &name,
					  &no_name, &names_count);
	if (numbers_count != names_count)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("%d numbers and %d names", numbers_count, names_count),
				 errhint("Each person has one of both.")));
	rows = palloc((numbers_count + 1) * sizeof(*rows));
	*made = 0;
	for (int i = 0; i < numbers_count; i++)
		if (!no_number[i] && !no_name[i])
			set_made(&rows[(*made)++], i, DatumGetPhone(number[i]), name[i]);
	qsort(rows, *made, sizeof(*rows), compare_made);
	return rows;
}

PG_FUNCTION_INFO_V1(pg_sheet_make);
PGDLLEXPORT Datum
pg_sheet_make(PG_FUNCTION_ARGS)
{
	int			count;
	struct made *rows = make_rows(PG_GETARG_ARRAYTYPE_P(0),
								  PG_GETARG_ARRAYTYPE_P(1), &count);
	StringInfoData out;

	sheet_begin(&out);
	for (int i = 0; i < count; i++)
		if (i == 0 || sheet_compare(&rows[i - 1].row, &rows[i].row) != 0)
			sheet_add(&out, &rows[i].row);
	PG_RETURN_BYTEA_P(sheet_end(&out));
}
