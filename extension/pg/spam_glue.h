/* spam_glue.h: what the files about spam in pg/ share */
#ifndef SPAM_GLUE_H
#define SPAM_GLUE_H

#include "spam.h"
#include "utils/timestamp.h"

#define PG_RETURN_SPAM(state)	PG_RETURN_POINTER(state)
#define PG_GETARG_SPAM(n)		((struct spam_state *) PG_GETARG_POINTER(n))

/* Microseconds from 1970 to PostgreSQL's own epoch. */
#define EPOCH_OFFSET \
	((int64) (POSTGRES_EPOCH_JDATE - UNIX_EPOCH_JDATE) * USECS_PER_DAY)

/* spam_answer.c */
extern const struct spam_state *spam_state_argument(FunctionCallInfo fcinfo);
extern const struct spam_question *spam_question_argument(FunctionCallInfo fcinfo);
extern spam_time spam_asked_time(TimestampTz as_of);
extern void spam_check_range(double range);

/* spam_model.c */
extern const struct spam_model *spam_model_of(int32 version);
extern int32 spam_model_in_use(void);
extern uint64 spam_model_age(void);
extern int32 spam_model_store(const struct spam_model *model, const char *note);

#endif
