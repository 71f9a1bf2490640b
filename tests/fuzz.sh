#!/bin/sh
# fuzz.sh - runs every fuzz target for SECONDS_EACH, two at a time, from its
# corpus.  New inputs go to a scratch directory, findings to
# $BUILD/fuzz-findings.
set -u

: "${BUILD:?}" "${SECONDS_EACH:=60}"
found=$BUILD/fuzz-findings
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir -p "$found"

one()
{
	mkdir -p "$scratch/$1"
	if "$BUILD/fuzz/$1" -max_total_time="$SECONDS_EACH" \
	    -print_final_stats=0 -verbosity=0 -timeout=10 -rss_limit_mb=2048 \
	    -artifact_prefix="$found/$1-" "$scratch/$1" "tests/corpus/$1" \
	    >"$scratch/$1.log" 2>&1; then
		echo "ok - fuzz $1, $SECONDS_EACH s"
	else
		tail -40 "$scratch/$1.log"
		echo "not ok - fuzz $1"
		echo "$1" >>"$scratch/failed"
	fi
}

running=0
for t in tests/fuzz/*.c; do
	t=$(basename "$t" .c)
	[ "$t" = replay ] && continue
	one "$t" &
	running=$((running + 1))
	if [ "$running" -ge "$(nproc)" ]; then
		wait
		running=0
	fi
done
wait
[ ! -e "$scratch/failed" ]
