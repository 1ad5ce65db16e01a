/* fault.c: what cannot go on says why and ends */
#include "load.h"

#include <stdlib.h>

void
fault(const char *message, const char *hint)
{
	fprintf(stderr, "numsight: %s\n", message);
	if (hint != NULL)
		fprintf(stderr, "          %s\n", hint);
	exit(EXIT_FAILURE);
}

/* Memory that was asked for, or the end. */
void *
need(void *memory)
{
	if (memory == NULL)
		fault("out of memory", NULL);
	return memory;
}
