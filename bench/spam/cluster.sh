# cluster.sh: a throw-away cluster for simulated communities; sourced, never run
# shellcheck shell=bash
#
#	cluster_up			with a database that has the extension; gone at exit
#	simulated NAME ARG...		the folder of a community: simulate.py ARG...
#	loaded NAME			it is in schema sim
#	lived NAME [MODEL]		and its days go by
#	told NAME MODEL			the same, and again through the functions of the API
#
# Everything is measured over the SQL that an application would use.

set -euo pipefail
TOP=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
SPAM=$TOP/bench/spam
OUT=${OUT:-$TOP/build/bench/spam}
PYTHON=${PYTHON:-/usr/bin/python3}
START=2026-01-01Z
AS_OF=2026-05-01Z		# the 120 days of the simulator later

cluster_up()
{
	WORK=$(mktemp -d "${TMPDIR:-/tmp}/numsight-bench.XXXXXX")
	chmod 711 "$WORK"
	mkdir -p "$OUT"
	export NUMSIGHT_VAR=$WORK/var NUMSIGHT_QUIET=1
	trap 'cluster_down' EXIT
	echo 'making a database' >&2
	"$TOP/deploy/local/up" database
	export PGHOST=$NUMSIGHT_VAR/run PGPORT=5432 PGUSER=postgres PGDATABASE=numsight
	export PGOPTIONS='-c client_min_messages=warning -c synchronous_commit=off -c jit=off
		-c max_parallel_workers_per_gather=0 -c work_mem=256MB
		-c search_path=numsight,pg_catalog,public'
}

cluster_down()
{
	"$TOP/deploy/local/down" >/dev/null
	rm -rf "$WORK"
}

# sql [ARG...]: psql as all parts use it
sql()
{
	psql -qX -v ON_ERROR_STOP=1 "$@"
}

simulated()
{
	local name=$1

	shift
	"$PYTHON" "$SPAM/simulate.py" --out "$WORK/$name" "$@" >&2
	chmod -R a+rX "$WORK/$name"
}

loaded()
{
	local table

	sql -c 'DROP SCHEMA IF EXISTS sim CASCADE' -f "$SPAM/facts.sql"
	for table in users numbers events reports contacts truth; do
		zcat "$WORK/$1/$table.tsv.gz" | tail -n +2 | sql -c "COPY sim.$table FROM STDIN"
	done
}

live()
{
	sql -c 'SET search_path = sim, numsight, pg_catalog' -c "CALL begin_period('$START')" \
		-c "CALL live('$START', '$AS_OF', $1)"
}

lived()
{
	loaded "$1"
	live "${2:-numsight.spam_version()}"
}

# clock_file TIME: from now on the servers see the time that stands in $CLOCK,
# by libfaketime; what waits goes by the machine's
clock_file()
{
	local tenths

	CLOCK=$WORK/clock
	set_clock "$1"
	"$TOP/deploy/local/cluster" stop
	(
		. "$TOP/deploy/local/lib.sh"
		spawn postgres env TZ=UTC LD_PRELOAD="/usr/\$LIB/faketime/libfaketime.so.1" FAKETIME_NO_CACHE=1 \
			FAKETIME_DONT_FAKE_MONOTONIC=1 FAKETIME_TIMESTAMP_FILE="$CLOCK" "$PG_BIN/postgres" -D "$INSIDE/pg"
	)
	for ((tenths = 0; tenths < 100; tenths++)); do
		! sql -c '' 2>/dev/null || return 0
		sleep 0.1
	done
	tail -n 20 "$NUMSIGHT_VAR/log/postgres.log" >&2
	return 1
}

# set_clock TIME: of UTC, without a zone
set_clock()
{
	echo "$1" >"$CLOCK.new"
	mv "$CLOCK.new" "$CLOCK"
}

told()
{
	loaded "$1"
	sql -f "$SPAM/judge.sql" -f "$SPAM/told.sql" -c 'CALL sim.begin_telling()'
	live "$2"
	[ "$2" = 1 ] || sql -o /dev/null -c "SELECT numsight.spam_use($2)"
	sql -At -v clock="$WORK/clock" -v start=$START -v until=$AS_OF -f "$SPAM/moments.sql" >"$WORK/told.sql"
	clock_file '2024-01-01 00:00:00'
	sql -c 'SET search_path = sim, numsight, pg_catalog' -c 'CALL verify()' -f "$WORK/told.sql"
	[ "$(sql -Atc 'SELECT count(*) FROM private.drift()')" = 0 ] || {
		echo 'what is kept is not what the facts say' >&2
		return 1
	}
}
