/* client.h: one FastCGI connection of the web server */
#ifndef CLIENT_H
#define CLIENT_H

#include "worker.h"

extern void client_new(struct worker *worker, int fd);
extern void client_close(struct client *client);

/*
 * Ends connections on which nothing is under way. One that is yet unused was
 * opened for a request which is about to come.
 */
extern void clients_close_idle(struct worker *worker, bool unused);
extern void clients_close_all(struct worker *worker);

#endif							/* CLIENT_H */
