/* listen.c: the listening socket, made here or inherited */
#include "listen.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "fcgi.h"
#include "log.h"

#define BACKLOG				4096
#define SYSTEMD_FIRST		3

static int
complain(const char *message, const char *detail)
{
	log_line("error", message, detail);
	return -1;
}

static bool
is_listening(int fd)
{
	int			listening = 0;
	socklen_t	size = sizeof listening;

	return getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listening, &size) == 0 &&
		listening != 0;
}

static bool
systemd_passed(void)
{
	const char *pid = getenv("LISTEN_PID");

	return pid != NULL && strtol(pid, NULL, 10) == (long) getpid() &&
		getenv("LISTEN_FDS") != NULL;
}

static int
listen_inherited(void)
{
	int			fd = systemd_passed() ? SYSTEMD_FIRST :
		FCGI_LISTENSOCK_FILENO;

	if (!is_listening(fd))
		return complain("NUMSIGHT_SOCKET is not set and no socket inherited",
						NULL);
	fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
	return fd;
}

/* A file left behind by one who has gone may be removed; a living one not. */
static bool
in_use(const struct sockaddr_un *address)
{
	int			fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool		used;

	used = connect(fd, (const struct sockaddr *) address,
				   sizeof *address) == 0;
	close(fd);
	return used;
}

static bool
hand_to_group(const char *path, const char *name)
{
	const struct group *group = getgrnam(name);

	return group != NULL && chown(path, (uid_t) -1, group->gr_gid) == 0;
}

static bool
bind_path(int fd, const struct sockaddr_un *address)
{
	mode_t		mask = umask(S_IXUSR | S_IXGRP | S_IRWXO);
	bool		bound;

	bound = bind(fd, (const struct sockaddr *) address, sizeof *address) == 0;
	umask(mask);
	return bound;
}

int
listen_open(const char *path, const char *group)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int			fd;

	if (path == NULL)
		return listen_inherited();
	if (strlen(path) >= sizeof address.sun_path)
		return complain("the path of the socket is too long", path);
	memcpy(address.sun_path, path, strlen(path));
	if (in_use(&address))
		return complain("somebody serves this socket already", path);
	unlink(path);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0 || !bind_path(fd, &address) ||
		(group != NULL && !hand_to_group(path, group)) ||
		listen(fd, BACKLOG) != 0)
	{
		complain("the socket cannot be opened", strerror(errno));
		if (fd >= 0)
			close(fd);
		return -1;
	}
	return fd;
}
