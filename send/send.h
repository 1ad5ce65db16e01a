/* send.h: what the files of numsight-send share */
#ifndef SEND_H
#define SEND_H

#include <stdbool.h>

/*
 * Runs a command of the shell with a number and, below it, a text on its
 * standard input. What it prints is not kept, for it may repeat the text.
 * Returns its exit status, or less than zero: it was ended by a signal, or
 * took longer than its time.
 */
extern int	command_run(const char *command, const char *number,
						const char *text);

#endif							/* SEND_H */
