/*
 * master.c: forks the workers, starts a new one where one has died, replaces
 * them one by one on SIGHUP, lets them finish on SIGTERM
 */
#include "master.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "listen.h"
#include "log.h"
#include "loop.h"
#include "worker.h"

#define SHORT_LIFE		1000000 /* microseconds: it may be a crash loop */
#define BACKOFF_FIRST	50000
#define BACKOFF_LAST	5000000
#define END_PATIENCE	12000000	/* two seconds more than a worker has */

enum life
{
	NONE,						/* the slot is free */
	ALIVE,
	LEAVING						/* was told to end */
};

struct child
{
	pid_t		pid;
	enum life	life;
	bool		outdated;		/* to be replaced */
	uint64_t	born;
};

struct master
{
	struct config *config;
	int			listener;
	sigset_t	signals;
	bool		ending;
	uint64_t	end_at;
	uint64_t	backoff;
	uint64_t	start_at;		/* not before, after a crash */
	struct child child[SHARED_WORKERS];
};

static void
raise_descriptors(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) == 0)
	{
		limit.rlim_cur = limit.rlim_max;
		setrlimit(RLIMIT_NOFILE, &limit);
	}
}

static size_t
count_life(const struct master *master, enum life life)
{
	size_t		count = 0;

	for (size_t i = 0; i < SHARED_WORKERS; i++)
		count += master->child[i].life == life;
	return count;
}

/* In the child: serves, and ends when the master does. */
static void
child_run(struct master *master, size_t slot, pid_t parent)
{
	struct shared *shared = master->config->shared;
	int			status;

	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(EXIT_FAILURE);
	memset(&shared->worker[slot], 0, sizeof shared->worker[slot]);
	status = worker_run(master->config, master->listener, slot);
	memset(&shared->worker[slot], 0, sizeof shared->worker[slot]);
	close(master->listener);
	exit(status);
}

static bool
child_start(struct master *master)
{
	struct child *child = master->child;
	pid_t		parent = getpid();
	pid_t		pid;

	while (child->life != NONE)
		child++;
	pid = fork();
	if (pid == 0)
		child_run(master, (size_t) (child - master->child), parent);
	if (pid < 0)
	{
		log_line("error", "no process for a worker", strerror(errno));
		return false;
	}
	*child = (struct child) {
		.pid = pid, .life = ALIVE, .born = loop_clock()
	};
	return true;
}

static void
child_leave(struct child *child)
{
	child->life = LEAVING;
	kill(child->pid, SIGTERM);
}

/* One that died young makes the next wait longer. */
static void
child_died(struct master *master, struct child *child, int status)
{
	struct shared *shared = master->config->shared;
	size_t		slot = (size_t) (child - master->child);
	uint64_t	now = loop_clock();
	char		detail[64];

	memset(&shared->worker[slot], 0, sizeof shared->worker[slot]);
	if (child->life == ALIVE)
	{
		snprintf(detail, sizeof detail, "pid %d, %s %d", (int) child->pid,
				 WIFSIGNALED(status) ? "signal" : "status",
				 WIFSIGNALED(status) ? WTERMSIG(status) :
				 WEXITSTATUS(status));
		log_line("error", "a worker died", detail);
		atomic_fetch_add(&shared->respawns, 1);
		if (now - child->born >= SHORT_LIFE)
			master->backoff = BACKOFF_FIRST;
		else
		{
			master->start_at = now + master->backoff;
			master->backoff = master->backoff * 2 < BACKOFF_LAST ?
				master->backoff * 2 : BACKOFF_LAST;
		}
	}
	*child = (struct child) {.life = NONE};
}

static void
reap(struct master *master)
{
	int			status;
	pid_t		pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		for (size_t i = 0; i < SHARED_WORKERS; i++)
			if (master->child[i].life != NONE && master->child[i].pid == pid)
				child_died(master, &master->child[i], status);
}

static void
replace_all(struct master *master)
{
	if (!config_keys(master->config))
		return;
	log_line("info", "keys read, workers will be replaced", NULL);
	for (size_t i = 0; i < SHARED_WORKERS; i++)
		master->child[i].outdated = master->child[i].life == ALIVE;
}

/* The successor first, so that there are never fewer; one at a time. */
static void
replace_next(struct master *master)
{
	if (count_life(master, LEAVING) > 0)
		return;
	for (size_t i = 0; i < SHARED_WORKERS; i++)
		if (master->child[i].life == ALIVE && master->child[i].outdated)
		{
			if (child_start(master))
			{
				atomic_fetch_add(&master->config->shared->replacements, 1);
				child_leave(&master->child[i]);
			}
			return;
		}
}

static void
end_all(struct master *master)
{
	uint64_t	now = loop_clock();

	if (!master->ending)
	{
		master->ending = true;
		master->end_at = now + END_PATIENCE;
		for (size_t i = 0; i < SHARED_WORKERS; i++)
			if (master->child[i].life == ALIVE)
				child_leave(&master->child[i]);
	}
	else if (now >= master->end_at)
		for (size_t i = 0; i < SHARED_WORKERS; i++)
			if (master->child[i].life != NONE)
				kill(master->child[i].pid, SIGKILL);
}

static void
keep_count(struct master *master)
{
	while (count_life(master, ALIVE) < master->config->workers &&
		   loop_clock() >= master->start_at)
		if (!child_start(master))
		{
			master->start_at = loop_clock() + BACKOFF_LAST;
			return;
		}
	replace_next(master);
}

/* Until a signal, or until it is time to start a worker or to end. */
static int
await_signal(const struct master *master)
{
	uint64_t	now = loop_clock();
	uint64_t	until = now + 60000000;
	uint64_t	left;
	struct timespec patience;

	if (master->ending)
		until = master->end_at;
	else if (count_life(master, ALIVE) < master->config->workers)
		until = master->start_at;
	left = until > now ? until - now : 0;
	patience.tv_sec = (time_t) (left / 1000000);
	patience.tv_nsec = (long) (left % 1000000) * 1000;
	return sigtimedwait(&master->signals, NULL, &patience);
}

static void
master_serve(struct master *master)
{
	keep_count(master);
	while (!master->ending || count_life(master, LEAVING) > 0)
	{
		switch (await_signal(master))
		{
			case SIGTERM:
			case SIGINT:
				end_all(master);
				break;
			case SIGHUP:
				replace_all(master);
				break;
			default:
				break;
		}
		reap(master);
		if (master->ending)
			end_all(master);
		else
			keep_count(master);
	}
}

static void
block_signals(struct master *master)
{
	sigemptyset(&master->signals);
	sigaddset(&master->signals, SIGTERM);
	sigaddset(&master->signals, SIGINT);
	sigaddset(&master->signals, SIGHUP);
	sigaddset(&master->signals, SIGCHLD);
	sigprocmask(SIG_BLOCK, &master->signals, NULL);
	signal(SIGPIPE, SIG_IGN);
}

int
master_run(struct config *config)
{
	struct master *master = memory_zero(sizeof *master);

	master->config = config;
	master->backoff = BACKOFF_FIRST;
	raise_descriptors();
	master->listener = listen_open(config->socket, config->group);
	if (master->listener < 0)
	{
		free(master);
		return EXIT_FAILURE;
	}
	block_signals(master);
	log_line("info", "serving", config->socket);
	master_serve(master);
	close(master->listener);
	if (config->socket != NULL)
		unlink(config->socket);
	free(master);
	return EXIT_SUCCESS;
}
