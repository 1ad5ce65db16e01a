/* ranked_validate.c: is an operator class what a ranked index needs? */
#include "ranked_glue.h"

#include "access/amvalidate.h"
#include "access/htup_details.h"
#include "catalog/pg_amop.h"
#include "catalog/pg_amproc.h"
#include "catalog/pg_opclass.h"
#include "catalog/pg_type.h"
#include "utils/catcache.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"

#include "compat.h"

/* What is looked at, and whether all was well up to here. */
struct validation
{
	Oid			family;
	Oid			type;			/* of the class */
	bool		valid;
};

static void
require(struct validation *validation, bool holds, const char *what, Oid object)
{
	if (holds)
		return;
	ereport(INFO,
			(errcode(ERRCODE_INVALID_OBJECT_DEFINITION),
			 errmsg("ranked operator family %u has %s: %u",
					validation->family, what, object)));
	validation->valid = false;
}

static bool
is_match(Form_pg_amop operator)
{
	return (operator->amopstrategy == RANKED_STRATEGY_MATCH ||
			operator->amopstrategy == RANKED_STRATEGY_CONTAINS) &&
		operator->amoppurpose == AMOP_SEARCH &&
		get_op_rettype(operator->amopopr) == BOOLOID;
}

static bool
is_distance(Form_pg_amop operator)
{
	return operator->amopstrategy == RANKED_STRATEGY_DISTANCE &&
		operator->amoppurpose == AMOP_ORDER &&
		get_op_rettype(operator->amopopr) == FLOAT8OID &&
		opfamily_can_sort_type(operator->amopsortfamily, FLOAT8OID);
}

static void
validate_operators(struct validation *validation)
{
	CatCList   *list = SearchSysCacheList1(AMOPSTRATEGY,
										   ObjectIdGetDatum(validation->family));
	bool		match = false;

	for (int i = 0; i < list->n_members; i++)
	{
		Form_pg_amop operator =
			(Form_pg_amop) GETSTRUCT(&list->members[i]->tuple);

		require(validation, is_match(operator) || is_distance(operator),
				"an operator that is neither a match nor a distance",
				operator->amopopr);
		require(validation, operator->amoprighttype == TEXTOID,
				"an operator whose query is not text", operator->amopopr);
		match |= operator->amopstrategy == RANKED_STRATEGY_MATCH &&
			operator->amoplefttype == validation->type;
	}
	require(validation, match, "no operator that matches this type",
			validation->type);
	ReleaseCatCacheList(list);
}

/* Any type but text is taken apart by a function. */
static void
validate_function(struct validation *validation)
{
	Oid			split = get_opfamily_proc(validation->family, validation->type,
										  validation->type, RANKED_SPLIT);

	if (OidIsValid(split))
		require(validation,
				check_amproc_signature(split, TEXTOID, true, 2, 2,
									   validation->type, INTERNALOID),
				"a support function of another signature", split);
	else
		require(validation, validation->type == TEXTOID,
				"no support function for this type", validation->type);
}

bool
ranked_validate(Oid opclass)
{
	HeapTuple	tuple = SearchSysCache1(CLAOID, ObjectIdGetDatum(opclass));
	struct validation validation = {.valid = true};

	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "cache lookup failed for operator class %u", opclass);
	validation.family = ((Form_pg_opclass) GETSTRUCT(tuple))->opcfamily;
	validation.type = ((Form_pg_opclass) GETSTRUCT(tuple))->opcintype;
	ReleaseSysCache(tuple);
	validate_operators(&validation);
	validate_function(&validation);
	return validation.valid;
}
