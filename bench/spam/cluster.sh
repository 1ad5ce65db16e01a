# cluster.sh: a throw-away cluster for simulated communities; sourced, never run
# shellcheck shell=bash
#
#	cluster_up			with a database that has the extension; gone at exit
#	simulated NAME ARG...		the folder of a community: simulate.py ARG...
#	lived NAME [MODEL]		its days go by in schema sim
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

lived()
{
	local table

	sql -c 'DROP SCHEMA IF EXISTS sim CASCADE' -f "$SPAM/facts.sql"
	for table in users numbers events reports contacts truth; do
		zcat "$WORK/$1/$table.tsv.gz" | tail -n +2 | sql -c "COPY sim.$table FROM STDIN"
	done
	sql -c 'SET search_path = sim, numsight, pg_catalog' -c "CALL begin_period('$START')" \
		-c "CALL live('$START', '$AS_OF', ${2:-numsight.spam_version()})"
}
