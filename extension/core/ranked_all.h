/*
 * ranked_all.h: every row of a ranked tree, once, in the order of the names
 */
#ifndef RANKED_ALL_H
#define RANKED_ALL_H

#include "ranked.h"

struct ranked_all;

extern struct ranked_all *ranked_all_begin(const struct ranked_reader *reader);
extern bool ranked_all_next(struct ranked_all *all, uint64_t *row);
extern void ranked_all_end(struct ranked_all *all);

#endif
