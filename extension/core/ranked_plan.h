/*
 * ranked_plan.h: where a tree has the names of a tier
 */
#ifndef RANKED_PLAN_H
#define RANKED_PLAN_H

#include "ranked_stream.h"

/* Add the sources of a tier to an empty stream. */
extern void ranked_plan(struct ranked_stream *stream, enum name_tier tier);

/* ranked_plan_pair.c: tier 3, words in any order */
extern void ranked_plan_pair(struct ranked_stream *stream);
/* Whether words begin with the text, and the best rank of names with them. */
extern bool ranked_plan_known(struct ranked_stream *stream, const char *text,
							  size_t length, uint64_t *rank);
/* ranked_plan_inside.c: tier 4, from the middle of a word on */
extern void ranked_plan_inside(struct ranked_stream *stream);

/* ranked_plan_similar.c: tier 5, words like those of the query */
extern void ranked_plan_similar(struct ranked_stream *stream);

/* A source of a class, its range begun. */
extern struct ranked_source *ranked_plan_source(struct ranked_stream *stream,
												enum ranked_class class);
/* Rows of a class whose key goes on behind the text. */
extern void ranked_plan_prefix(struct ranked_stream *stream,
							   enum ranked_class class, const char *text,
							   size_t length, bool recheck);

#endif
