/* rows_glue.h: functions that answer with all their rows at once */
#ifndef ROWS_GLUE_H
#define ROWS_GLUE_H

#include "postgres.h"

#include "fmgr.h"
#include "utils/tuplestore.h"

/* Where the rows of a call go, and their shape. */
extern Tuplestorestate *rows_begin(FunctionCallInfo fcinfo, TupleDesc *shape);

#endif
