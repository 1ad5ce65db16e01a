/* command.c: one message to the operator's program */
#include "send.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PATIENCE	30			/* seconds, half of what a message is lent for */

/* The child: its input is the pipe, its words go nowhere. */
static void
command_exec(const char *command, int input)
{
	int			nowhere = open("/dev/null", O_WRONLY);
	sigset_t	none;

	setpgid(0, 0);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	if (nowhere < 0 || dup2(input, STDIN_FILENO) < 0 ||
		dup2(nowhere, STDOUT_FILENO) < 0 || dup2(nowhere, STDERR_FILENO) < 0)
		_exit(126);
	execl("/bin/sh", "sh", "-c", command, (char *) NULL);
	_exit(127);
}

/* It is shorter than a pipe is deep, so this never waits. */
static void
tell(int output, const char *number, const char *text)
{
	char		line[2048];
	int			length = snprintf(line, sizeof line, "%s\n%s\n", number, text);

	if (length < (int) sizeof line && write(output, line, (size_t) length) < 0 &&
		errno != EPIPE)
		perror("write");
	explicit_bzero(line, sizeof line);
}

/* All that the command has started ends with it when its time is over. */
static int
command_wait(pid_t child, const sigset_t *ended)
{
	struct timespec patience = {.tv_sec = PATIENCE};
	int			status;
	pid_t		gone;

	while ((gone = waitpid(child, &status, WNOHANG)) == 0)
		if (sigtimedwait(ended, NULL, &patience) < 0 && errno == EAGAIN)
		{
			kill(-child, SIGKILL);
			gone = waitpid(child, &status, 0);
			break;
		}
	return gone == child && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int
command_run(const char *command, const char *number, const char *text)
{
	int			ends[2];
	sigset_t	ended;
	pid_t		child;

	sigemptyset(&ended);
	sigaddset(&ended, SIGCHLD);
	sigprocmask(SIG_BLOCK, &ended, NULL);
	if (pipe2(ends, O_CLOEXEC) != 0)
		return -1;
	child = fork();
	if (child == 0)
		command_exec(command, ends[0]);
	close(ends[0]);
	if (child > 0)
	{
		setpgid(child, child);	/* whoever of the two is first */
		tell(ends[1], number, text);
	}
	close(ends[1]);
	return child > 0 ? command_wait(child, &ended) : -1;
}
