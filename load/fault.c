/* fault.c: what cannot go on says why and ends */
#include "load.h"

#include <stdlib.h>

static void
say(const char *message, const char *hint)
{
	fprintf(stderr, "numsight: %s\n", message);
	if (hint != NULL)
		fprintf(stderr, "          %s\n", hint);
}

void
fault(const char *message, const char *hint)
{
	say(message, hint);
	exit(EXIT_FAILURE);
}

/* A call that cannot be meant. */
void
wrong_call(const char *message, const char *hint)
{
	say(message, hint);
	exit(2);
}

/* Memory that was asked for, or the end. */
void *
need(void *memory)
{
	if (memory == NULL)
		fault("out of memory", NULL);
	return memory;
}
