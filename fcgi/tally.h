/*
 * tally.h: how many numbers the workers have told, for the charts: counted in
 * shared memory, written each second by whichever worker comes first
 */
#ifndef TALLY_H
#define TALLY_H

#include <stdbool.h>

struct tally;
struct worker;

extern struct tally *tally_new(struct worker *worker);
/* NULL is taken. */
extern void tally_free(struct tally *tally);

/* Writes at once instead of within a second. */
extern void tally_flush(struct tally *tally);

/* A call of it is under way. */
extern bool tally_busy(const struct tally *tally);

#endif							/* TALLY_H */
