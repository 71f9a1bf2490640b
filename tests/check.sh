#!/bin/sh
# check.sh UNIT... -- FUZZ... -- END-TO-END...
# Runs the unit and daemon tests (TAP from cmocka), replays the corpus of
# every fuzz target, and runs the end-to-end tests; one verdict through prove.
set -u

: "${BUILD:=build}"
export BUILD
CMOCKA_MESSAGE_OUTPUT=TAP
export CMOCKA_MESSAGE_OUTPUT
list=$(mktemp -d)
trap 'rm -rf "$list"' EXIT

# A TAP script that replays one corpus.
replay()
{
	printf '#!/bin/sh\necho 1..1\n'
	printf 'if "%s" tests/corpus/%s >/dev/null 2>&1; then ' "$1" "${1##*/}"
	printf 'echo ok; else echo not ok; fi\n'
}

units=
while [ "$1" != -- ]; do
	units="$units $1"
	shift
done
shift
while [ "$1" != -- ]; do
	replay "$1" >"$list/replay-${1##*/}.t"
	shift
done
shift
# shellcheck disable=SC2086
prove ${JOBS:+-j $JOBS} --timer --exec '' $units "$list"/*.t "$@"
