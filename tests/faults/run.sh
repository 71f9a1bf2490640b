#!/bin/sh
# run.sh TEST... - the fault tests, as many at a time as there are processors.
# What they write is thrown away, so memory is as good as a disk and quicker.
set -u

: "${JOBS:=$(nproc)}"
if [ -z "${TMPDIR:-}" ] && [ -d /dev/shm ] && [ -w /dev/shm ]; then
	TMPDIR=/dev/shm
	export TMPDIR
fi
prove -j "$JOBS" --timer "$@"
