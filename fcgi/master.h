/* master.h: the process that keeps the workers alive */
#ifndef MASTER_H
#define MASTER_H

#include "config.h"

/* Serves until SIGTERM; the process' exit status. */
extern int	master_run(struct config *config);

/* Asks one request of a worker of its own and prints the whole reply. */
extern int	once_run(struct config *config, const char *method,
					 const char *uri);

#endif							/* MASTER_H */
