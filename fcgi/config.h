/* config.h: what a worker is told at its start and never changes */
#ifndef CONFIG_H
#define CONFIG_H

#include "auth.h"
#include "limit.h"
#include "route.h"
#include "shared.h"

struct config
{
	const char *socket;			/* NULL: inherited as standard input */
	const char *group;			/* of the socket; NULL: the process' own */
	size_t		workers;
	const char *keys_folder;
	bool		prepare;
	struct limit_policy policy; /* of an account */
	uint32_t	network_share;	/* so many accounts' budgets have a network */
	struct keys keys;
	struct router *router;
	struct shared *shared;
	struct limit *limit;		/* of accounts; NULL: no budgets */
	struct limit *networks;
};

/* From the environment; false with a line in the log when it is not usable. */
extern bool config_read(struct config *config);
extern bool config_keys(struct config *config);
extern void config_free(struct config *config);

#endif							/* CONFIG_H */
