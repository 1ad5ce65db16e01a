/* sheet_glue.h: sheets as SQL passes them, shared by the files of pg/ */
#ifndef SHEET_GLUE_H
#define SHEET_GLUE_H

#include "postgres.h"

#include "fmgr.h"
#include "lib/stringinfo.h"

#include "sheet.h"

extern void sheet_of(struct sheet *sheet, const bytea *value);

/* The next row; an error if what follows is none. */
extern bool sheet_row_next(struct sheet *sheet);
/* An error unless its texts are in the server's encoding. */
extern void sheet_row_verify(const struct sheet_row *row);

/* Rows on their way into another sheet. */
extern void sheet_begin(StringInfo out);
extern void sheet_add(StringInfo out, const struct sheet_row *row);
extern bytea *sheet_end(StringInfo out);

extern Datum sheet_pair(FunctionCallInfo fcinfo, Datum first, Datum second,
						bool null);

#endif
