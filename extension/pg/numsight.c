/* numsight.c: the module's mark; everything else is in the files beside it */
#include "postgres.h"

#include "compat.h"

#ifdef PG_MODULE_MAGIC_EXT
PG_MODULE_MAGIC_EXT(.name = "numsight", .version = NUMSIGHT_VERSION);
#else
PG_MODULE_MAGIC;
#endif
