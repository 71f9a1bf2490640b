#!/bin/sh
# check.sh UNIT... -- FUZZ... -- END-TO-END...
# Runs the unit and daemon tests (TAP from cmocka), replays the corpus of
# every fuzz target, and runs the end-to-end tests; one verdict through prove.
set -u

: "${BUILD:=build}" "${JOBS:=$(nproc)}"
CMOCKA_MESSAGE_OUTPUT=TAP
export BUILD CMOCKA_MESSAGE_OUTPUT
list=$(mktemp -d)
trap 'rm -rf "$list"' EXIT

# A TAP script that replays one corpus.
replay()
{
	cat <<-END
	#!/bin/sh
	echo 1..1
	if out=\$("$1" "tests/corpus/${1##*/}" 2>&1); then
		echo "ok 1 - corpus of ${1##*/}"
	else
		echo "not ok 1 - corpus of ${1##*/}"
		echo "\$out" | tail -n 30 | sed 's/^/# /'
	fi
	END
}

tests=
while [ "$1" != -- ]; do
	tests="$tests $1"
	shift
done
shift
while [ "$1" != -- ]; do
	replay "$1" >"$list/${1##*/}.t"
	chmod +x "$list/${1##*/}.t"
	tests="$tests $list/${1##*/}.t"
	shift
done
shift
# shellcheck disable=SC2086
prove -j "$JOBS" --timer --exec '' $tests "$@"
