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

# A TAP script around a cmocka program, which calls what it skips "not ok".
unit()
{
	cat <<-END
	#!/bin/sh
	out=\$(mktemp)
	"$1" >"\$out"
	status=\$?
	sed 's/^not ok \([0-9]*\) # SKIP/ok \1 # SKIP/' "\$out"
	rm -f "\$out"
	exit \$status
	END
}

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
# Writes the script that "$1 PROGRAM" prints and adds it to the tests.
add()
{
	script=$list/$(basename "$(dirname "$2")")-$(basename "$2").t
	"$1" "$2" >"$script"
	chmod +x "$script"
	tests="$tests $script"
}
while [ "$1" != -- ]; do
	add unit "$1"
	shift
done
shift
while [ "$1" != -- ]; do
	add replay "$1"
	shift
done
shift
# shellcheck disable=SC2086
prove -j "$JOBS" --timer --exec '' $tests "$@"
