/* sheet_glue.h: sheets as SQL passes them, shared by the files of pg/ */
#ifndef SHEET_GLUE_H
#define SHEET_GLUE_H

#include "postgres.h"

#include "executor/tuptable.h"
#include "fmgr.h"
#include "lib/stringinfo.h"
#include "nodes/execnodes.h"
#include "utils/rel.h"

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

/* sheet_btree.c: new rows into an index that takes many at once */
extern bool sheet_btree_takes(Relation index, const struct IndexInfo *info);
extern void sheet_btree_insert(Relation table, Relation index,
							   const struct IndexInfo *info,
							   TupleTableSlot **slots, int count);

/* sheet_identity.c: the next values of a sequence */
extern void sheet_identities(Oid sequence, int64 *values, int count);

extern Datum sheet_pair(FunctionCallInfo fcinfo, Datum first, Datum second,
						bool null);

#endif
