# lib.sh: what the scripts of a local instance share; sourced, never run
# shellcheck shell=bash disable=SC2034
#
# An instance is one folder, $VAR. PostgreSQL refuses to run as root, and a
# clone made by root often lies below a folder that no other user may enter.
# So every server is started with the folder open as descriptor 9 and as its
# working directory, and reaches its files through /proc/self/fd/9: the kernel
# follows that link without asking for the folders above.
#
#	$VAR/instance	what was chosen when it was made: port
#	    accounts	the demo logins, 0600
#	    pg/			the cluster
#	    stage/		the extension, as `make install DESTDIR=` lays it out
#	    bin/ web/ nginx.conf site.conf keys/ run/ log/

set -euo pipefail
umask 022

TOP=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
VAR=${NUMSIGHT_VAR:-var}
[[ $VAR == /* ]] || VAR=$TOP/$VAR
VAR=${VAR%/}
INSIDE=/proc/self/fd/9

PG_MAJOR=15
PG_CONFIG=${PG_CONFIG:-/usr/lib/postgresql/$PG_MAJOR/bin/pg_config}
PG_BIN=${PG_CONFIG%/*}
PATH=$PG_BIN:$PATH:/usr/sbin:/sbin
export LC_ALL=C.UTF-8 PG_CONFIG

# Servers run as whoever calls, or as the user of Debian's package for root.
if [ "$(id -u)" = 0 ]; then
	SERVICE_USER=postgres
	DROP=(setpriv --reuid=postgres --regid=postgres --clear-groups)
else
	SERVICE_USER=$(id -un)
	DROP=()
fi

say()
{
	[ -n "${NUMSIGHT_QUIET:-}" ] || printf '%s\n' "$*"
}

# die MESSAGE [HINT...]: the message, a line for each hint, and out
die()
{
	printf 'numsight: %s\n' "$1" >&2
	shift
	[ $# = 0 ] || printf '          %s\n' "$@" >&2
	exit 1
}

# free_megabytes FOLDER: of the file system that holds it or will hold it
free_megabytes()
{
	local folder=$1

	while [ ! -d "$folder" ]; do
		folder=$(dirname "$folder")
	done
	df -Pm -- "$folder" | awk 'NR == 2 { print $4 }'
}

# need_megabytes N: refuse to begin what the disk cannot hold
need_megabytes()
{
	local have

	have=$(free_megabytes "$VAR")
	[ "$have" -ge "$1" ] ||
		die "the disk is full: $have MB free for $VAR, $1 MB needed" \
			"Free some space, or choose a folder elsewhere: make run NUMSIGHT_VAR=/path"
}

# step LOGNAME COMMAND...: run it with its output kept; show the end of it if
# it fails, and whether the disk is why
step()
{
	local log=$VAR/log/$1.log

	shift
	if ! "$@" >"$log" 2>&1 8>&-; then
		tail -n 20 "$log" | sed 's/^/    /' >&2
		[ "$(free_megabytes "$VAR")" -ge 20 ] ||
			die "the disk is full ($VAR)" "Free some space and run make again."
		die "this failed: $*" "The whole output is in $log"
	fi
}

# inside COMMAND...: as the service user, with nothing of the caller's
# environment but what is named; the body is a subshell
inside()
(
	exec 9<"$VAR" 8>&-
	cd /
	exec env -i PATH="$PATH" LC_ALL="$LC_ALL" "${DROP[@]}" "$@"
)

# spawn NAME COMMAND...: the same in the background for ever, its output in
# log/NAME.log. The working directory tells to which instance it belongs;
# PostgreSQL chooses its own, and fails if it cannot return to the first.
spawn()
{
	local name=$1

	shift
	(
		exec 9<"$VAR" 8>&-
		cd "$VAR"
		[ "$name" != postgres ] || cd /
		exec setsid env -i PATH="$PATH" LC_ALL="$LC_ALL" "${DROP[@]}" "$@" \
			</dev/null >>"$VAR/log/$name.log" 2>&1
	) &
	SPAWNED=$!
}

# called PID NAME: whether it runs a program of that name, or bash a loop of it
called()
{
	local exe

	exe=$(readlink "/proc/$1/exe" 2>/dev/null) || return 1
	[[ ${exe% (deleted)} != */$2 ]] || return 0
	[[ ${exe##*/} == bash ]] &&
		tr '\0' '\n' <"/proc/$1/cmdline" 2>/dev/null | grep -qx -e "$2"
}

# belongs PID NAME: a process of this instance, not a number used again
belongs()
{
	called "$1" "$2" || return 1
	[ "/proc/$1/cwd" -ef "$VAR" ] || [ "/proc/$1/cwd" -ef "$VAR/pg" ]
}

# pid_of NAME: the process id of a running server of this instance, or fail
pid_of()
{
	local file pid

	case $1 in
	postgres)	file=$VAR/pg/postmaster.pid ;;
	nginx)		file=$VAR/run/nginx.pid ;;
	*)			file=$VAR/run/$1.pid ;;
	esac
	{ read -r pid <"$file"; } 2>/dev/null || return 1
	[ -n "$pid" ] && belongs "$pid" "$1" && echo "$pid"
}

# strays NAME: every process of that name of this instance
strays()
{
	local proc

	for proc in /proc/[0-9]*; do
		! belongs "${proc#/proc/}" "$1" || echo "${proc#/proc/}"
	done
}

# running PID: a process that has ended and waits to be reaped does not run
running()
{
	local stat

	{ read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
	[[ ${stat##*) } != [ZX]* ]]
}

# wait_gone PID SECONDS
wait_gone()
{
	local tenths=$(($2 * 10))

	while running "$1"; do
		[ $((tenths--)) -gt 0 ] || return 1
		sleep 0.1
	done
}

# A folder that holds something else is never taken over, nor deleted.
instance_exists()
{
	[ -f "$VAR/instance" ]
}

need_instance()
{
	instance_exists || die "there is no instance in $VAR" "make run makes one."
}

# Reads NUMSIGHT_PORT: the caller's word, else the stored one, else 8080.
choose_port()
{
	local stored=

	! instance_exists || stored=$(sed -n 's/^port=//p' "$VAR/instance")
	NUMSIGHT_PORT=${NUMSIGHT_PORT:-${stored:-8080}}
	[[ $NUMSIGHT_PORT =~ ^[1-9][0-9]{0,4}$ ]] && [ "$NUMSIGHT_PORT" -le 65535 ] ||
		die "NUMSIGHT_PORT is not a port: $NUMSIGHT_PORT"
	NUMSIGHT_URL=http://127.0.0.1:$NUMSIGHT_PORT
}

port_free()
{
	! (exec 3<>"/dev/tcp/127.0.0.1/$NUMSIGHT_PORT") 2>/dev/null
}

# The superuser's connection; PGHOST by its true path, which any user of the
# machine can be given.
export_connection()
{
	export PGHOST=$VAR/run PGPORT=5432 PGUSER=postgres PGDATABASE=numsight
	unset PGPASSWORD PGSERVICE PGOPTIONS PGHOSTADDR
}

sql()
{
	psql -X -q -A -t -v ON_ERROR_STOP=1 "$@"
}
