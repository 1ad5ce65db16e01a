# tap.sh: lines of the Test Anything Protocol from shell; sourced
# shellcheck shell=bash

TAP_COUNT=0
TAP_FAILED=0

# check NAME COMMAND...: one line of TAP; the output of a failure follows it
check()
{
	local name=$1 output

	shift
	TAP_COUNT=$((TAP_COUNT + 1))
	if output=$("$@" 2>&1); then
		printf 'ok %d - %s\n' "$TAP_COUNT" "$name"
	else
		printf 'not ok %d - %s\n' "$TAP_COUNT" "$name"
		printf '%s\n' "$output" | sed 's/^/# /'
		TAP_FAILED=$((TAP_FAILED + 1))
	fi
}

# skip NAME REASON
skip()
{
	TAP_COUNT=$((TAP_COUNT + 1))
	printf 'ok %d - %s # SKIP %s\n' "$TAP_COUNT" "$1" "$2"
}

# has TEXT PATTERN: for check; shows the text if the pattern is not in it
has()
{
	printf '%s\n' "$1"
	grep -qE -- "$2" <<<"$1"
}

finish()
{
	printf '1..%d\n' "$TAP_COUNT"
	exit $((TAP_FAILED > 0))
}
