/* listen.h: the listening socket, made here or inherited */
#ifndef LISTEN_H
#define LISTEN_H

/*
 * Binds the path, mode 0660, for the group if one is named. Without a path
 * the socket is the one that a process manager passed: systemd's first one,
 * or standard input as FastCGI has it. -1 with a line in the log on failure.
 */
extern int	listen_open(const char *path, const char *group);

#endif							/* LISTEN_H */
