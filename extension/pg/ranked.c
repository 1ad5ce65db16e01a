/* ranked.c: the access method: what it can do, and what its classes must be */
#include "ranked_glue.h"

#include "access/reloptions.h"
#include "commands/vacuum.h"

#include "compat.h"

/* There are none: any is an error. */
static bytea *
ranked_options(Datum options, bool validate)
{
	return build_reloptions(options, validate, RELOPT_KIND_LOCAL, 0, NULL, 0);
}

/*
 * A scan needs a match to look for (amoptionalkey): ordered by distance alone,
 * rows that do not match would have to come, too, and the tree has none.
 */
PG_FUNCTION_INFO_V1(pg_ranked_handler);
PGDLLEXPORT Datum
pg_ranked_handler(PG_FUNCTION_ARGS)
{
	IndexAmRoutine *am = makeNode(IndexAmRoutine);

	am->amstrategies = RANKED_STRATEGIES;
	am->amsupport = RANKED_SPLIT;
	am->amcanorderbyop = true;
	am->amusemaintenanceworkmem = true;
	am->amparallelvacuumoptions = VACUUM_OPTION_PARALLEL_BULKDEL;
	am->amkeytype = InvalidOid;
	am->ambuild = ranked_build;
	am->ambuildempty = ranked_build_empty;
	am->aminsert = ranked_insert_row;
	am->ambulkdelete = ranked_bulk_delete;
	am->amvacuumcleanup = ranked_vacuum_cleanup;
	am->amcostestimate = ranked_cost;
	am->amoptions = ranked_options;
	am->amvalidate = ranked_validate;
	am->ambeginscan = ranked_scan_open;
	am->amrescan = ranked_scan_restart;
	am->amgettuple = ranked_scan_tuple;
	am->amgetbitmap = ranked_scan_bitmap;
	am->amendscan = ranked_scan_close;
	PG_RETURN_POINTER(am);
}
