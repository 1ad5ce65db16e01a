/* numsight.c: the module's mark, and what is done when it is loaded */
#include "postgres.h"

#include "compat.h"
#include "ranked_glue.h"

#ifdef PG_MODULE_MAGIC_EXT
PG_MODULE_MAGIC_EXT(.name = "numsight", .version = NUMSIGHT_VERSION);
#else
PG_MODULE_MAGIC;
#endif

PGDLLEXPORT void _PG_init(void);

void
_PG_init(void)
{
	ranked_delay_begin();
}
