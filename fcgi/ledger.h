/*
 * ledger.h: what was charged to budgets, kept in the database too: written
 * each second by whichever worker comes first, read back by the first one
 * after a start
 */
#ifndef LEDGER_H
#define LEDGER_H

#include <stdbool.h>

struct ledger;
struct worker;

/* NULL where there are no budgets; all of them take it. */
extern struct ledger *ledger_new(struct worker *worker);
extern void ledger_free(struct ledger *ledger);

/* Writes at once instead of within a second. */
extern void ledger_flush(struct ledger *ledger);

/* A call of it is under way. */
extern bool ledger_busy(const struct ledger *ledger);

#endif							/* LEDGER_H */
