/* client.h: one FastCGI connection of the web server */
#ifndef CLIENT_H
#define CLIENT_H

#include "worker.h"

extern void client_new(struct worker *worker, int fd);
extern void client_close(struct client *client);

/* No request is under way: the connection may be closed unnoticed. */
extern void clients_close_idle(struct worker *worker);
extern void clients_close_all(struct worker *worker);

#endif							/* CLIENT_H */
