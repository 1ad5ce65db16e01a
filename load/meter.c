/* meter.c: how far a load has come, for whoever waits */
#include "load.h"

#include <inttypes.h>
#include <time.h>
#include <unistd.h>

#define WORTH_TELLING	1048576 /* bytes: less is over at once */

static double
seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

void
meter_begin(struct meter *meter, size_t total, bool quiet)
{
	meter->shown = !quiet && total >= WORTH_TELLING;
	meter->terminal = isatty(STDERR_FILENO);
	meter->begun = meter->told = seconds();
	meter->total = total;
}

/* A line that is written over on a terminal, else one every five seconds. */
void
meter_show(struct meter *meter, size_t position, int64_t rows, bool last)
{
	double		now = seconds();
	double		taken = now - meter->begun;
	double		part = (double) position / (double) meter->total;

	if (!meter->shown || (!last && now - meter->told
						  < (meter->terminal ? 0.2 : 5.0)))
		return;
	meter->told = now;
	fprintf(stderr, "%s%3d %% of %.1f MB, %" PRId64 " rows, %.0f a second, %.0f s to go%s",
			meter->terminal ? "\r" : "", (int) (part * 100),
			(double) meter->total / 1048576, rows,
			taken > 0 ? (double) rows / taken : 0.0,
			part > 0 ? taken / part - taken : 0.0,
			meter->terminal && !last ? "\033[K" : meter->terminal
			? "\033[K\n" : "\n");
	fflush(stderr);
}
