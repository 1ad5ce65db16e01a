/* rows.c: sets a call up to answer with a tuplestore */
#include "rows_glue.h"

#include "funcapi.h"
#include "miscadmin.h"

#include "compat.h"

Tuplestorestate *
rows_begin(FunctionCallInfo fcinfo, TupleDesc *shape)
{
	ReturnSetInfo *info = (ReturnSetInfo *) fcinfo->resultinfo;
	MemoryContext before;

	if (info == NULL || !IsA(info, ReturnSetInfo)
		|| !(info->allowedModes & SFRM_Materialize))
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("set-valued function called in context that cannot accept a set"),
				 errhint("Call it in FROM.")));
	before = MemoryContextSwitchTo(info->econtext->ecxt_per_query_memory);
	if (get_call_result_type(fcinfo, NULL, shape) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	*shape = BlessTupleDesc(*shape);
	info->returnMode = SFRM_Materialize;
	info->setResult =
		tuplestore_begin_heap((info->allowedModes
							   & SFRM_Materialize_Random) != 0, false,
							  work_mem);
	info->setDesc = *shape;
	MemoryContextSwitchTo(before);
	return info->setResult;
}
